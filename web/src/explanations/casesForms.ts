/** Why tokenizers do what they do to words and numbers. */
import type { Told } from './cases';

export const FORMS: Record<string, Told> = {
  space: {
    intuition:
      'To most tokenizers the space in front belongs to the word. So a word at the start of a text and the same word inside a sentence are two tokens. The model must learn from examples that both are the same word.',
    mechanics:
      'A pattern cuts the text into pieces before any token is made. Most patterns take one space along with the word after it. A space at the end has no such word and stays by itself.',
    mathematics:
      "The two forms have different rows of the embedding, $W_E[t]$ and $W_E[t']$. Nothing ties these together. If they point in similar directions, that was learnt.",
  },
  neighbours: {
    intuition:
      'To a tokenizer a number is a text like any other. If a vocabulary was learnt from counts, a year or a round number may be one token and the next number two. The model then sees two numbers of one size in different shapes.',
    mechanics:
      'Newer tokenizers leave less to chance: their pattern makes a piece of every digit, or of up to three. GPT-2’s pattern takes any run of digits as one piece, and its merges decide.',
    mathematics:
      'With pieces of at most three digits, all in the vocabulary, a number of $n$ digits has $\\lceil n/3 \\rceil$ tokens, whatever its value. With a token for each digit it has $n$.',
  },
  arithmetic: {
    intuition:
      'Adding starts at the units. If groups are counted from the left, the units land in a group of a different length each time. Models tend to calculate better with single digits, or with groups from the right.',
    mechanics:
      'A pattern such as `\\p{N}{1,3}` matches from left to right: the first three digits, then the next three. Commas set groups from the right, as people do. Try the number with them. If merges alone cut digits, there is no rule.',
    mathematics:
      'In a number of $n$ digits, groups from the left end after digits $3, 6, \\dots$, and groups from the right before the last $3, 6, \\dots$ digits. For $n > 3$ both agree only if $3$ divides $n$. So numbers of six digits can tell nothing.',
  },
  capitals: {
    intuition:
      'Small and capital letters are different characters. A tokenizer that keeps them gives a word in capitals other tokens. That form is rarer, so it often falls into more pieces.',
    mechanics:
      'A vocabulary learns its tokens from counts, and counts each spelling by itself. Some tokenizers make all letters small first. They are called uncased, and can’t tell a name from a word any more.',
    mathematics:
      'A word of $n$ letters can be written in $2^n$ ways with capitals. A vocabulary has room for the few that occur.',
  },
  context: {
    intuition:
      'A word has no tokens of its own; a text has. A space, a bracket or a line break before a word can join with it, or change where it is cut.',
    mechanics:
      'The pattern decides what a piece is, and merges never cross its bounds. A space in front is part of the piece, and then other merges apply. Some patterns also let one sign, such as a bracket, go with the word.',
    mathematics:
      'In general, encoding two texts in a row is not encoding each and joining the tokens. The two agree if the pattern always cuts between them.',
  },
  boundary: {
    intuition:
      'The model was trained on texts that were cut whole, where the space goes with the next word. If your prompt ends with the space, the next word must come without one. The model hardly ever saw that.',
    mechanics:
      'Below is the model’s next token with the space and without. End a prompt with the last word, and the model writes the space itself. Some programs step back by one token and allow only what begins with the text they removed. This is called token healing.',
    mathematics:
      'The probability of a text is a sum over all ways to cut it. Continuing from the tokens of the prompt counts only the ways with a cut at its end. Training gave these hardly any weight if the whole text is cut elsewhere.',
  },
  unhappiness: {
    intuition:
      'Tokens come from counts, and the counts know nothing of prefixes. They find some, because prefixes are frequent. They find other pieces just as readily.',
    mechanics:
      'Byte-pair encoding joins the two neighbours that it learnt first, again and again. Whether it cuts where a word’s parts meet depends on which pair came first, and on the space in front. The view “step by step” shows the order.',
    mathematics:
      'Each step joins the pair of the lowest rank. This is greedy. It looks neither for meaning nor for the fewest tokens.',
  },
  forms: {
    intuition:
      'With and without a space, small and capital, one and many: to a person these are forms of one word. In a vocabulary each is an entry of its own, or several. An id says nothing of the others.',
    mechanics:
      'A form of a word gets a token if it was frequent enough in the training text. How frequent is enough depends on the size of the vocabulary.',
    mathematics:
      'By Zipf’s law the $n$-th most frequent word occurs about $1/n$ as often as the first. The rare forms of a common word soon lie beyond the last token of a vocabulary.',
  },
  glitch: {
    intuition:
      'These are names of people and programs that were very frequent somewhere on the Web. A vocabulary learnt from such pages gave them tokens. If the model was then trained on other pages, it hardly ever met them. Early models answered them with nonsense.',
    mechanics:
      'A token is made if its pieces are often neighbours in the *tokenizer’s* training text. The *model* may be trained on another text. Some tokens no text can reach, because the pattern always cuts them: the view “the vocabulary” finds those.',
    mathematics:
      'If the input table is separate, the row of a token that never occurs gets no gradient. It stays as it began, apart from weight decay. If input and output share one table (GPT-2, SmolLM2), softmax pushes every row in every step. Rows of tokens that never occur then all drift the same way.',
  },
};
