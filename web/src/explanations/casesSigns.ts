/** Why tokenizers do what they do to spaces, signs, scripts and marks. */
import type { Told } from './cases';

export const SIGNS: Record<string, Told> = {
  indentation: {
    intuition:
      'Program code is full of spaces. A tokenizer that knows no runs of spaces spends a token on each; one that was made with code in mind has tokens for runs of them, and an indentation costs little.',
    mechanics:
      'Most patterns keep a run of white space together but leave its last space to the word that follows. Whether the rest is one token depends on the vocabulary: runs of spaces have tokens where code was in the training text.',
    mathematics:
      'With tokens for runs of $1, 2, \\dots, m$ spaces, an indentation of $n$ spaces takes about $\\lceil n/m \\rceil$ tokens, and without them $n$.',
  },
  repeated: {
    intuition:
      'Lines made of one sign are common in documents, and so long runs of it can have tokens of their own. Then a longer line may cost no more than a short one, and a length between two of these costs more than either.',
    mechanics:
      'Merges join equal neighbours: two signs, then two pairs, then two fours. So powers of two tend to be single tokens, up to the longest that was frequent enough.',
    mathematics:
      'With runs of $1, 2, 4, \\dots, 2^k$ as tokens, a line of $n < 2^{k+1}$ signs needs as many tokens as the binary form of $n$ has ones, if it is cut as well as can be.',
  },
  emoji: {
    intuition:
      'A family emoji is several people, glued together by a character that is not seen. A skin tone is a character after the hand, and a flag is two letters. You see one picture; the tokenizer sees all of its parts, and often the bytes of these.',
    mechanics:
      'The glue is U+200D, the zero-width joiner. Each person is a code point of four bytes in UTF-8, the joiner has three. Where the vocabulary has no token for a code point, it is spelled in bytes.',
    mathematics:
      'A family of $n$ people is $n$ code points of $4$ bytes and $n - 1$ joiners of $3$: $7n - 3$ bytes. Without merges that is the number of tokens.',
  },
  'right-to-left': {
    intuition:
      'Letters are stored in the order in which they are spoken and typed. That Hebrew and Arabic run to the left is a matter of drawing alone, and a tokenizer never draws.',
    mechanics:
      'The program that shows a text turns the runs round by Unicode’s bidirectional algorithm. Tokens come before that, and their order is the order in memory. On this page the chips stand from left to right in that order, so that the last word of the sentence is at the right.',
    mathematics:
      'Letters of both scripts have two bytes each in UTF-8. So a text of $n$ letters has at most $2n$ tokens for a tokenizer that works on bytes, and Latin text of as many letters at most $n$.',
  },
  accents: {
    intuition:
      'Unicode can write é as one character, or as e and an accent that is put on it. Both look the same. Unless a tokenizer first makes them one, the model is given different tokens.',
    mechanics:
      'Making them one is called normalisation: NFC puts letters and accents together, NFD takes them apart. Some tokenizers do it before they cut, some even throw accents away, and most leave the text as it is. File names and pasted text often bring the second form.',
    mathematics:
      'Normalisation is a projection, $N(N(x)) = N(x)$. A tokenizer $T \\circ N$ can’t tell texts with $N(x) = N(y)$ apart, and gives back $N(x)$ in place of $x$.',
  },
  special: {
    intuition:
      'Special tokens tell a model where a text ends, or who is speaking. If a program reads them out of what a stranger typed, the stranger can end the document or speak in another’s name.',
    mechanics:
      'Libraries differ in what they do unless told otherwise: tokenizers parses special tokens in a text, and tiktoken refuses such a text. Here the choice is yours: take *as text* above and see what changes. Each family of models has marks of its own, and those of another are text to it.',
    mathematics:
      'A special token is no result of merges. The text is first cut at every occurrence of a special string $s \\in S$, and only what lies between is given to the pattern and the merges.',
  },
  scripts: {
    intuition:
      'Tokenizers that work on bytes can write any character, but a rare one only byte by byte. A language whose letters are rare in the training text pays several tokens for each letter.',
    mechanics:
      'UTF-8 spends one byte on a Latin letter, two on Cyrillic or Hebrew, three on most Asian scripts and four on old ones and on emoji. Merges join bytes to characters where those were frequent. A chip with pairs of hexadecimal digits is a part of a character. Tokenizers without bytes have a token for what is unknown, and what was there is lost.',
    mathematics:
      'A character of $b \\in \\{1, 2, 3, 4\\}$ bytes takes from $1$ to $b$ tokens: $b$ where no merge joins its bytes.',
  },
};
