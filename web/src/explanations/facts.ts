/** Sentences and symbols that depend on what the open model is. */

import type { AttentionMap, ModelFacts } from '../app/api/types';
import { count, counted } from '../lib/numbers';
import { D_HEAD } from './symbols';

/** The size of the vocabulary: ‘49,152 tokens’, or rows and tokens where some rows belong to none. */
export function rows({ vocabulary, traits }: Pick<ModelFacts, 'vocabulary' | 'traits'>): string {
  const { tokens } = traits;
  if (!tokens || tokens >= vocabulary) return counted(vocabulary, 'token');
  return `${counted(vocabulary, 'row')}, of which ${count(tokens)} are tokens`;
}

/** A number in TeX: digits in threes, which a comma would set apart. */
export const braced = (n: number): string => count(n).replaceAll(',', '{,}');

/** The numbers from 0 of so many things, in TeX: ‘0, …, 29’, ‘0, 1’, ‘0’. */
export const upTo = (many: number): string => (many > 2 ? `0, \\dots, ${many - 1}` : many === 2 ? '0, 1' : '0');

/** What an attention multiplies products by, in words; null where that can't be told. */
export function scaleInWords(scale: number | null, width: number): string | null {
  if (scale === null) return null;
  if (Math.abs(scale - 1) < 1e-3) return 'This model does not divide it';
  const root = Math.sqrt(width);
  const shown = Number.isInteger(root) ? `= ${root}` : String.raw`\approx ${root.toPrecision(3)}`;
  if (Math.abs(scale * root - 1) < 1e-3)
    return `This model divides it by the square root of the head’s width, $\\sqrt{${width}} ${shown}$`;
  return `This model multiplies it by $${Number(scale.toPrecision(3))}$`;
}

/** The score of a pair in TeX, as this attention computes it. */
export function scoreTex(
  map: Pick<AttentionMap, 'scale' | 'beyond' | 'windows' | 'causal'> | null,
  width: number,
): string {
  const scale = map?.scale ?? null;
  const root = scale !== null && Math.abs(scale * Math.sqrt(width) - 1) < 1e-3;
  const dots = root
    ? String.raw`\frac{q_i \cdot k_j}{\sqrt{${D_HEAD}}}`
    : scale === null || Math.abs(scale - 1) < 1e-3
      ? String.raw`q_i \cdot k_j`
      : String.raw`${Number(scale.toPrecision(4))}\, q_i \cdot k_j`;
  const made = {
    nothing: dots,
    row: String.raw`${dots} - \kappa_i`,
    cap: String.raw`\kappa \tanh\bigl((${dots}) / \kappa\bigr)`,
    bias: `${dots} + b_{ij}`,
    unknown: 'F(q_i, k_j)',
  }[map?.beyond ?? 'nothing'];
  return map && !map.causal && !map.windows.some(Boolean) ? made : `${made} + M_{ij}`;
}

/** What is done to products besides, in a sentence; none where nothing is. */
export const BEYOND: Readonly<Record<AttentionMap['beyond'], string>> = {
  nothing: '',
  row: 'Each row’s largest number is subtracted first, which changes no share.',
  cap: 'A cap $\\kappa$ keeps it below a limit.',
  bias: 'A number $b_{ij}$ for the distance of query and key is added.',
  unknown: 'This model does more to it than scale it.',
};
