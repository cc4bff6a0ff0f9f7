/** The stages of a walk as the room shows them: one block of each stack at a time, in groups, each with its place in the address. */
import type { Stage } from '../../app/api/types';
import { count } from '../../lib/numbers';

/** Stages that stand together: what comes before the blocks, one block, what comes after. */
export interface Group {
  name: string;
  stack: string;
  /** The block's layer; null for what is before and after. */
  layer: number | null;
  stages: readonly Stage[];
}

/** A stage's name in the address: its id without the layer, which has a word of its own. */
export const stepOf = (stage: Pick<Stage, 'id'>): string => stage.id.replace(/(^|\.)layers\.\d+\./, '$1');

/** The stacks that have blocks, in order, and how many blocks each has. */
export function stacksOf(stages: readonly Stage[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { stack, layer } of stages)
    if (layer !== null) found.set(stack, Math.max(found.get(stack) ?? 0, layer + 1));
  return found;
}

/** The stages outside the blocks, and those of one block of each stack. */
export const shownOf = (stages: readonly Stage[], layerOf: (stack: string) => number): Stage[] =>
  stages.filter(({ stack, layer }) => layer === null || layer === layerOf(stack));

/** Runs of stages that stand together, named. */
export function groupsOf(shown: readonly Stage[]): Group[] {
  const groups: { stack: string; layer: number | null; stages: Stage[] }[] = [];
  for (const stage of shown) {
    const last = groups.at(-1);
    if (last && last.stack === stage.stack && last.layer === stage.layer) last.stages.push(stage);
    else groups.push({ stack: stage.stack, layer: stage.layer, stages: [stage] });
  }
  const seen = new Set<string>();
  return groups.map((group) => {
    const after = seen.has(group.stack);
    if (group.layer !== null) seen.add(group.stack);
    const part = group.layer !== null ? `block ${group.layer}` : after ? 'output' : 'input';
    const name = group.stack ? `${group.stack} ${part}` : part;
    return { ...group, name: name[0]!.toUpperCase() + name.slice(1) };
  });
}

/** The stage that the address names: in the block that is shown, or, where that has no such stage, one of the same kind, or the first. */
export function currentOf(shown: readonly Stage[], step: string | undefined): Stage | null {
  const named = shown.find((stage) => stepOf(stage) === step);
  return named ?? shown.find(({ kind }) => kind === step) ?? shown[0] ?? null;
}

/** Takes the number that is explained out of the address. */
export const UNEXPLAINED = { cell: null, why: null } as const;

/** Where a stage's key or the play button leads: so many stages on, or the end. */
export function moved(shown: readonly Stage[], from: Stage | null, by: number): Stage | null {
  const at = shown.findIndex(({ id }) => id === from?.id);
  return shown[Math.max(0, Math.min(shown.length - 1, at + by))] ?? null;
}

/** The name of the attention that a stage is a part of: `layers.3.attn` of `layers.3.attn.products`. */
export const attentionOf = (stage: Pick<Stage, 'id'>): string => stage.id.replace(/\.[^.]*$/, '');

/** The sizes of a stage's result: `9 × 5 × 64`. */
export const sized = ({ shape }: Pick<Stage, 'shape'>): string => shape.map(count).join(' × ');

/** What its sizes count: `head × position × dimension`; a single one is as many as there are, `5 positions`. */
export const axesOf = ({ axes, shape }: Pick<Stage, 'axes' | 'shape'>): string =>
  axes.length === 1 && shape[0] !== 1 ? `${axes[0]}s` : axes.join(' × ');
