/** Why tokenizers do what they do to words and numbers. */
import type { Told } from './cases';

export const FORMS: Record<string, Told> = {
  space: {
    intuition:
      'To most tokenizers the space in front belongs to the word: the word at the start of a text and the word within a sentence are two tokens, with two ids. The model has to learn of each that they mean the same.',
    mechanics:
      'A pattern cuts the text into pieces before any token is made, and most patterns take one space along with the word that follows. A space at the end has no word after it, and stays by itself.',
    mathematics:
      'Let $E$ be the embedding. The two forms have rows $E_i$ and $E_j$ with $i \\ne j$, and nothing ties these together: that they point in similar directions is learnt.',
  },
  neighbours: {
    intuition:
      'A number is a text like any other. If a vocabulary was learnt from how often pieces occur, a year or a round number may be a token and the next number two, so that a model sees two numbers of one size in quite different shapes.',
    mechanics:
      'Newer tokenizers leave this less to chance: their pattern gives every digit a piece of its own, or at most three digits. GPT-2’s pattern takes digits of any number as one piece, and its merges decide.',
    mathematics:
      'With every string of one to three digits in the vocabulary, and pieces of at most three digits, a number of $d$ digits has $\\lceil d/3 \\rceil$ tokens, whatever its value. With a token for each digit it has $d$.',
  },
  arithmetic: {
    intuition:
      'To add, one begins at the units. Groups counted from the left put the units into groups of different lengths, so that the same place is in other company in each number. Models that are to calculate do better with digits one by one, or with groups from the right.',
    mechanics:
      'A pattern such as `\\p{N}{1,3}` is matched from left to right, and so takes the first three digits, then the next three. Commas set groups from the right, because people do: try the number with them. Where digits are cut by merges alone, there is no rule.',
    mathematics:
      'For a number of $d$ digits, groups from the left end after digits $3, 6, \\dots$, and groups from the right after $d - 3k$. For $d > 3$ both agree only where $3$ divides $d$. So numbers of six digits can tell nothing.',
  },
  capitals: {
    intuition:
      'Small and capital letters are different characters, and a tokenizer that keeps them gives the word other tokens with them. A word in capitals is rarer, and so often falls apart into more pieces.',
    mechanics:
      'A vocabulary learns its tokens from counts, and each spelling is counted for itself. Some tokenizers make all letters small first. They are called uncased, and can’t tell a name from a word any more.',
    mathematics:
      'A word of $n$ letters can be written in $2^n$ ways with capitals. A vocabulary has room for the few that occur.',
  },
  context: {
    intuition:
      'A word has no tokens of its own: a text has. What stands before a word, a space, a bracket, a line break, can join with it or change where it is cut.',
    mechanics:
      'The pattern decides what a piece is, and merges never cross its bounds. A space in front is part of the piece, and then other merges apply. Some patterns let one sign that is no letter, such as a bracket, go with the word too.',
    mathematics:
      'Let $T$ be the tokenizer and $uv$ two texts in a row. In general $T(uv) \\ne T(u)\\,T(v)$. They are equal where the pattern always cuts between $u$ and $v$.',
  },
  boundary: {
    intuition:
      'The model was trained on texts that were cut whole. There the space goes with the word after it. If your prompt ends with the space, the model is asked for a word without one, after a lonely space that it hardly ever saw there.',
    mechanics:
      'Below you see the model’s next token with the space and without. Let a prompt end with the last word, and the model will write the space itself. Some programs step back by a token and allow only what begins with the text that they took away; this is called token healing.',
    mathematics:
      'The probability of a text is a sum over all the ways to cut it. Asking for what follows $T(u)$ takes only those that have a cut at the end of $u$, and training has hardly any weight on these where $T(uv)$ does not begin with $T(u)$.',
  },
  unhappiness: {
    intuition:
      'Tokens are made from counts, and nobody told the counts what a prefix is. Sometimes they find one, because prefixes are frequent. They find other pieces just as readily.',
    mechanics:
      'Byte-pair encoding joins the two neighbours that it learnt first, again and again. Whether a word is cut where its parts meet depends on which pair came first, and on the space in front. See the steps in the view “step by step”.',
    mathematics:
      'The merges are applied in a fixed order of rank $r$: at each step the pair of the smallest $r$ is joined. This is greedy, and looks neither for meaning nor for the fewest tokens.',
  },
  forms: {
    intuition:
      'With and without a space, small and capital, one and many: to a person these are forms of one word. In a vocabulary each is an entry of its own, or several, with an id that says nothing of the others.',
    mechanics:
      'How many of a word’s forms have a token depends on how often each occurred in the text that the vocabulary was learnt from, and on how large that vocabulary is.',
    mathematics:
      'Zipf’s law says that the word of rank $r$ occurs about $1/r$ as often as the first. The rare forms of a common word soon lie beyond the last token of a vocabulary.',
  },
  glitch: {
    intuition:
      'These are names of people and programs that were written very often somewhere on the Web. A vocabulary that was learnt from such pages gave them tokens of their own. Where the model was later trained on other pages, it hardly ever met these tokens, and early models answered them with nonsense.',
    mechanics:
      'A token is made where its pieces are often neighbours in the text that the *tokenizer* was trained on. The *model* may be trained on another text. A token can also be out of reach of any text, where the pattern always cuts it: the view “the vocabulary” finds those.',
    mathematics:
      'If the input table is separate, the row of a token that never occurs gets no gradient, and stays as it began apart from weight decay. If input and output share one table (GPT-2, SmolLM2), the softmax pushes every row in every step. Rows of tokens that never occur then all drift the same way.',
  },
};
