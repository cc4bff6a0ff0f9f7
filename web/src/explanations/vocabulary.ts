/** What the margin says of a vocabulary. */
import type { VocabularyAnswer } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { count, counted } from '../lib/numbers';

export function vocabularyExplanation(answer: VocabularyAnswer | null, name: string): Explanation {
  return {
    title: 'The vocabulary',
    intuition: [
      'A model reads and writes only these tokens. Each has a number, its *id*, and the model sees nothing else of it.',
      ...(answer ? [`${name} has ${counted(answer.size, 'token')}.`] : []),
      'A token that starts a word usually carries the space in front. So “the” and “ the” are two tokens, and the model must learn that both are the same word.',
      'The list shows what the tokenizer was trained on. Scripts with few tokens were rare there, and their words are cut into many pieces.',
      'Next, choose *no text was found*. The model hardly ever saw these tokens while it learnt, and may act strangely when it meets one.',
    ],
    mechanics: [
      'In *byte-pair encoding* a merge made each token but the smallest: two frequent neighbours became a third. Early merges have small numbers. Select a token to follow its parts down to bytes, or up to the tokens it is a part of.',
      'tiktoken keeps no list of merges. The merge shown is the last one when the token’s own bytes are merged again, lowest rank first.',
      '*Its own text gives it* is tested with the tokenizer’s own library, special tokens read as text. *Only beside other text* shows a text that gives it. *No text was found* means that a few were tried. That is not a proof.',
      '*No text can* is proved. UTF-8 may never have these bytes in a row. Merging them may end in other tokens. Or they stand for a character that has its own token.',
      'The script is Unicode’s. All scripts share signs, digits and spaces, so these have none.',
      'Expressions are those of Python’s `regex`, searched in the token’s text. Bytes that are no whole character appear there as U+FFFD each.',
    ],
    mathematics: [
      'Merges are ranked, and token $t$ occurs in the encoding of a text. In the end nothing crosses the bounds of $t$, so all merges inside join only parts of $t$.',
      'Each step takes the lowest rank, leftmost first. A merge inside $t$ is then also the lowest inside $t$. So the merges come in the same order as if $t$ stood alone, and alone its bytes become $t$.',
      'Turned around: if merging the bytes of $t$ alone does not end in $t$, no text gives $t$ by merging. A library may also look up whole pieces first. That way is tried with the text of $t$.',
      ...(answer
        ? [
            `Of ${count(answer.size)} tokens, one chosen evenly carries $\\log_2 ${answer.size} = ${Math.log2(answer.size).toFixed(1)}$ bits.`,
          ]
        : []),
    ],
  };
}
