/** What the margin says of a vocabulary. */
import type { VocabularyAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';

export function vocabularyExplanation(answer: VocabularyAnswer | null, name: string): Explanation {
  return {
    title: 'The vocabulary',
    intuition: [
      'A model can read and write only these tokens. Each has a number, its *id*, and for the model the number is all there is.',
      ...(answer ? [`${name} has ${counted(answer.size, 'token')}.`] : []),
      'A token that starts a word usually carries the space in front of it. So “the” at the start of a line and “ the” inside of it are two tokens, and the model has to learn that they mean the same.',
      'What a tokenizer was trained on shows here: scripts with few tokens were rare in its text, and words in them are cut into many pieces.',
      'Some tokens come from no text at all, or nearly so. A model hardly ever saw them while it learnt, and may do strange things when it is given one. Choose *no text was found* to see them.',
    ],
    mechanics: [
      'In *byte-pair encoding* each token but the smallest was made by a merge: two tokens that often stood side by side became a third. The smaller the number of the merge, the earlier it was learnt. Select a token, and follow the two parts down to single bytes, or go up to what it is itself a part of.',
      'tiktoken keeps no list of merges. The merge shown is the last one that happens when the token’s own bytes are merged anew, lowest rank first.',
      '*Its own text gives it* was tested with the tokenizer’s own library, token by token, special tokens read as text. *Only beside other text* comes with a text that gives it. *No text was found* means that a few were tried, and is no proof.',
      '*No text can* is proved. Either UTF-8 never has these bytes in a row; or merging the token’s own bytes ends in other tokens; or it stands in for a character that has a token of its own.',
      'The script is Unicode’s. Signs, digits and spaces, which all scripts share, have none.',
      'Expressions are those of Python’s `regex`, searched in the token’s text; bytes that are no whole character stand there as U+FFFD each.',
    ],
    mathematics: [
      'Let merges be ranked, and let a token $t$ occur in the encoding of a text. Nothing crosses the bounds of $t$ in the end, so all merges inside of them join only parts of $t$.',
      'At each step the merge of the lowest rank is done, the leftmost first. Whenever the one that is done lies inside of $t$, it is also the lowest inside of $t$. So the merges inside come in the same order as if $t$ stood alone, and alone its bytes become $t$.',
      'Turned around: if merging the bytes of $t$ alone does not end in $t$, then no text gives $t$ by merging. A library that looks up whole pieces before it merges has one more way, a piece that equals $t$; that is tried with the text of $t$.',
      ...(answer
        ? [
            `Of ${count(answer.size)} tokens, one chosen evenly carries $\\log_2 ${answer.size} = ${Math.log2(answer.size).toFixed(1)}$ bits.`,
          ]
        : []),
    ],
  };
}
