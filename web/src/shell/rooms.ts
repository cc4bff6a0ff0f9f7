/** What the rooms are called. */
import type { Room } from '../app/url/fragment';

export const NAMES: Readonly<Record<Room, string>> = {
  tokens: 'Tokens',
  walk: 'Walk-through',
  attention: 'Attention',
  prediction: 'Prediction',
};
