/** The formulas of the walk-through in words, for readers who chose intuition. */

import type { Stage } from '../app/api/types';

const WORDS: Readonly<Record<string, string>> = {
  tokens: 'text → numbers of tokens',
  embed: 'vector = row of the table for this token',
  query: 'query = vector × query weights',
  key: 'key = vector × key weights',
  value: 'value = vector × value weights',
  products: 'product = query · key',
  scaled: 'score = product × a fixed number',
  masked: 'score = scaled product, or −∞ where looking is not allowed',
  pattern: 'share = e^{score} ÷ sum of e^{score}',
  sink: 'sink’s share = what is missing from 100 %',
  weighted: 'result = sum of share × value',
  'concat-out': 'output = all heads’ results × output weights',
  residual: 'vector = vector + result',
  'mlp-up': 'neurons = vector × weights',
  'mlp-gate': 'gate = vector × gate weights',
  activation: 'active = bent neurons',
  'mlp-down': 'output = active neurons × weights',
  router: 'chosen experts = those with the highest scores',
  logits: 'score of a token = vector · the token’s row',
  softmax: 'share = e^{score} ÷ sum of e^{score}',
  sampling: 'next token = the largest share, or one drawn by the shares',
};

/** A kind of stage as a formula in words; empty where words would say no more than the stage does. */
export function inWords({ kind, traits }: Pick<Stage, 'kind' | 'traits'>): string {
  const words = sentence(kind, new Set(traits));
  // TeX sets the signs and powers; the words between stand upright.
  return words
    .split(/\s([=×÷·+→−])\s/)
    .map((part, i) => (i % 2 ? (SIGNS[part] ?? part) : upright(part)))
    .join(' ');
}

function sentence(kind: string, traits: ReadonlySet<string>): string {
  if (kind === 'norm' || kind === 'final-norm') {
    const top = traits.has('layer norm') ? '( vector − its mean )' : 'vector';
    const gains = traits.has('no gains') ? '' : ' × gains';
    return traits.has('layer norm') || traits.has('rms norm') ? `normed = ${top} ÷ its typical size${gains}` : '';
  }
  if (kind === 'activation' && traits.has('gated')) return 'active = bent gate × up';
  if (kind === 'masked' && traits.has('all')) return 'score = scaled product';
  if (kind === 'residual' && traits.has('parallel')) return 'vector = vector + attention’s result + the MLP’s result';
  if ((kind === 'query' || kind === 'key') && traits.has('turned'))
    return `${kind} = turned ( vector × ${kind} weights )`;
  if (kind === 'pattern' && traits.has('sink')) return 'share = e^{score} ÷ sum of e^{score}, the sink’s included';
  return WORDS[kind] ?? '';
}

/** Words in upright letters, with the powers and the infinity among them. */
const upright = (words: string): string =>
  words
    .split(/(e\^\{\w+\}|−∞)/)
    .filter(Boolean)
    .map((part) => {
      if (part === '−∞') return '-\\infty';
      return part.startsWith('e^{') ? `e^{\\text{${part.slice(3, -1)}}}` : `\\text{${part.replace('%', '\\%')}}`;
    })
    .join('');

const SIGNS: Readonly<Record<string, string>> = {
  '×': '\\times',
  '÷': '\\div',
  '·': '\\cdot',
  '→': '\\to',
  '−': '-',
};
