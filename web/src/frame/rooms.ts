/** What the rooms are called. */
import type { Room } from '../state/fragment';

export const NAMES: Readonly<Record<Room, string>> = {
  tokens: 'Tokens',
  walk: 'Walk-through',
  attention: 'Attention',
  prediction: 'Prediction',
};
