/** What stands under an exported picture, and at the top of exported numbers: where they came from. */
import type { About, ModelStatus } from '../../app/api/types';
import { counted } from '../../lib/numbers';

/** A long text is cut in a caption, which says so. */
const LONGEST = 240;

export interface Origin {
  title: string;
  about: About;
  status: ModelStatus;
  text: string;
  /** What a two-stack model's decoder was given. */
  target: string;
  tokens: number;
}

/** One line each: what is seen, the model, the text, the versions. */
export function caption({ title, about, status, text, target, tokens }: Origin): string[] {
  const { facts, provenance } = status;
  const source = provenance ? `, from ${[provenance.source, provenance.version].filter(Boolean).join(' ')}` : '';
  const precision = facts ? `, ${facts.architecture}, ${facts.dtype}` : '';
  const versions = Object.entries(about.versions).map(([name, version]) => `${name} ${version}`);
  return [
    title,
    `Model: ${status.title || status.name}${precision}${source}`,
    `Text (${counted(tokens, 'token').replace('\u00a0', ' ')}): ${cut(text)}`,
    ...(target ? [`Decoder’s text: ${cut(target)}`] : []),
    `Cutaway ${about.version}${versions.length ? `, ${versions.join(', ')}` : ''}`,
  ];
}

function cut(text: string): string {
  const line = JSON.stringify(text).slice(1, -1);
  const signs = Array.from(line);
  return signs.length <= LONGEST ? `“${line}”` : `“${signs.slice(0, LONGEST).join('')}…”, cut here`;
}
