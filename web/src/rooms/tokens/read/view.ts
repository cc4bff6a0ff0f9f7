/** What every view of the tokens room is given, and what it says back. */
import type { Token } from '../../../app/api/types';
import type { Group } from './groups';

export interface TokensView {
  tokens: readonly Token[];
  text: string;
  groups: readonly Group[];
  /** The position under the pointer or with the focus, in whatever view that is. */
  pointed: number | null;
  selected: number | null;
  onpoint: (position: number | null) => void;
  onselect: (position: number) => void;
}
