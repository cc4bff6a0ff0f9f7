/** When a run of steps stops, and how it says so. Decides only; the room acts. */

import { counted } from '../../lib/numbers';

export interface Standing {
  /** The most probable token for the end of the text as it is now. */
  next: { text: string; special: boolean };
  /** How many tokens the text has now. */
  length: number;
  /** The most tokens that the model takes; null where there is no limit. */
  context: number | null;
  /** How many tokens this run has appended so far, and how many it may. */
  appended: number;
  limit: number;
}

export type Stop = { reason: 'limit' | 'context' | 'special' | 'user'; says: string };

/** Why a run should go no further, or null if it may append `next`. */
export function stopBefore({ next, length, context, appended, limit }: Standing): Stop | null {
  if (next.special) {
    return { reason: 'special', says: `Stopped: the most probable token is ${next.text}, which ends the text.` };
  }
  if (context !== null && length >= context) {
    return { reason: 'context', says: `Stopped: the text fills the model’s context of ${counted(context, 'token')}.` };
  }
  if (appended >= limit) {
    return { reason: 'limit', says: `Stopped after ${counted(appended, 'token')}, as set.` };
  }
  return null;
}

/** A limit as typed by a person: a whole number from 1 to `most`, else null. */
export function readLimit(typed: string, most = 1000): number | null {
  const value = Number(typed.trim());
  return typed.trim() !== '' && Number.isInteger(value) && value >= 1 && value <= most ? value : null;
}
