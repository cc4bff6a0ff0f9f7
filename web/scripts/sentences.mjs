/**
 * What the page says of answers of a server: `node scripts/sentences.mjs ANSWERS.json SENTENCES.json` writes sentences by name, one entry
 * for each entry of the file. The sentences are made by the page's own modules.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'vite';

const server = await createServer({
  server: { middlewareMode: true, ws: false, watch: null },
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true, include: [] },
});
const load = (path) => server.ssrLoadModule(`/src/${path}.ts`);

const [
  { attention },
  { gathered, headSummary },
  { lensExplained },
  { cache },
  { sampling },
  { beams },
  { continuations },
] = await Promise.all(
  ['attention', 'heads', 'lens', 'cache', 'sampling', 'beams', 'tree'].map((n) => load(`explanations/${n}`)),
);
const [{ Columns }, { Cells }, { seenIn }, runs] = await Promise.all(
  ['app/api/columns', 'rooms/prediction/lens/cells', 'rooms/prediction/lens/seen', 'rooms/prediction/cache/runs'].map(
    load,
  ),
);
const [chosen, searched, written] = await Promise.all(
  ['sampling', 'beams', 'tree'].map((view) => load(`rooms/prediction/${view}/words`)),
);

const { quoted } = await load('lib/tokens');

const prose = (explanation) =>
  [...explanation.intuition, ...explanation.mechanics].filter((block) => typeof block === 'string').join('\n');

function sayings({ facts, text, target, columns, maps, lens, sampled, steps, found, asked, greedy }) {
  const tokens = new Columns(columns.tokens, text).all();
  const trace = { id: 'trace', maps, tokens, target: new Columns(columns.target, target).all() };
  const said = {};
  for (const { map, heads, shares, position } of maps) {
    const measured = headSummary(heads);
    said[`habits ${map.name}`] = prose(attention({ facts, map, head: null, view: 'table', measured }));
    said[`pictures ${map.name}`] = prose(attention({ facts, map, head: null, view: 'grid', measured }));
    if (shares) said[`rollout ${map.name}`] = gathered(shares[0], position, map.causal) ?? '';
  }
  if (lens) {
    const cells = new Cells(trace, lens.rows, null);
    cells.put(lens.cells);
    said.lens = prose(lensExplained(facts, seenIn(cells)));
  }
  if (sampled) {
    const before = target || trace.target.length ? trace.target : trace.tokens;
    said.sampling = prose(sampling(facts, sampled));
    said['sampling title'] = chosen.titleOf(sampled, before, trace.target.length > 0, asked.seed);
    said.stages = sampled.stages.map(chosen.why);
  }
  if (steps) {
    const [kept, anew] = [runs.fastest(steps, true), runs.fastest(steps, false)];
    const totals = { kept: runs.total(kept), anew: runs.total(anew) };
    said.cache = prose(cache(facts, { ...totals, whole: true, held: kept.at(-1).held }));
    said.times = runs.compared(runs.ratios(steps));
    said.held = kept.at(-1).held.map(runs.heldIn);
  }
  if (found) {
    said.beams = prose(beams(facts, { asked, steps: found }));
    said['beams title'] = searched.titleOf({ asked, steps: found, state: 'ended' });
  }
  if (greedy) {
    const log = greedy.reduce((sum, { probability }) => sum + Math.log(probability), 0);
    const [lowest] = greedy.toSorted((a, b) => a.probability - b.probability);
    const least = { token: quoted(lowest), probability: lowest.probability };
    said.tree = prose(continuations(facts, { tokens: greedy.length, log, least }));
    said['tree title'] = written.titleOf([{ ids: greedy.map(({ id }) => id) }], greedy[0]);
  }
  return said;
}

const answers = JSON.parse(await readFile(process.argv[2], 'utf8'));
await writeFile(process.argv[3], JSON.stringify(answers.map(sayings)));
await server.close();
