/** What sentences call the texts of a case. */
import type { Case } from './cases';
import { quoted } from './reading';

/** What the case calls it, as long as it is the case's; else the text itself. */
export function nameOf({ examples }: Case, at: number, text: string): string {
  const example = examples[at];
  return example?.label && example.text === text ? example.label : quoted(text);
}
