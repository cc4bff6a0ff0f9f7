/** Why tokenizers do what they do to spaces, signs, scripts and marks. */
import type { Told } from './cases';

export const SIGNS: Record<string, Told> = {
  indentation: {
    intuition:
      'Program code is full of spaces. A tokenizer without tokens for runs of spaces spends one on each. One that was made with code in mind has them, and an indentation costs little.',
    mechanics:
      'Most patterns keep a run of white space together but leave its last space to the word after it. If code was in the training text, the rest may be one token.',
    mathematics:
      'With tokens for runs of $1, 2, \\dots, m$ spaces, an indentation of $n$ spaces takes about $\\lceil n/m \\rceil$ tokens. Without them it takes $n$.',
  },
  repeated: {
    intuition:
      'Lines made of one sign are common in documents, so long runs of it can have tokens of their own. Then a longer line may cost no more than a short one. A length between two such runs costs more than either.',
    mechanics:
      'Merges join equal neighbours: two signs, then two pairs, then two fours. So powers of two tend to be single tokens, up to the longest that was frequent enough.',
    mathematics:
      'Let runs of $1, 2, 4, \\dots, 2^m$ be tokens. Cut as well as can be, a line of $n < 2^{m+1}$ signs needs as many tokens as the binary form of $n$ has ones.',
  },
  emoji: {
    intuition:
      'A family emoji is several people, glued by an invisible character. A skin tone is a character after the hand, and a flag is two letters. You see one picture. The tokenizer sees all its parts, and often their bytes.',
    mechanics:
      'The glue is U+200D, the zero-width joiner. In UTF-8 each person takes four bytes and each joiner three. If the vocabulary has no token for a character, it is spelled in bytes.',
    mathematics:
      'A family of $n$ people is $n$ characters of $4$ bytes and $n - 1$ joiners of $3$: $7n - 3$ bytes. Without merges that is the number of tokens.',
  },
  'right-to-left': {
    intuition:
      'Letters are stored in the order in which they are spoken and typed. Hebrew and Arabic run to the left only when they are drawn, and a tokenizer never draws.',
    mechanics:
      'The program that shows a text turns runs round by Unicode’s bidirectional algorithm. Tokens come before that, in the order of storage. The chips here stand from left to right in that order, so the last word of the sentence is at the right.',
    mathematics:
      'Letters of both scripts have two bytes each in UTF-8. So a byte-level tokenizer makes at most $2n$ tokens of $n$ such letters, and at most $n$ of as many Latin ones.',
  },
  accents: {
    intuition:
      'Unicode can write é as one character, or as e and an accent on top. Both look the same. Unless the tokenizer first makes them one, the model gets different tokens.',
    mechanics:
      'Making them one is called normalisation. NFC puts letters and accents together, NFD takes them apart. Some tokenizers do one of them first, some drop accents, and most leave the text as it is. File names and pasted text often bring the second form.',
    mathematics:
      'Normalising twice changes no more than once. A tokenizer that normalises first can’t tell apart texts with the same normal form. It gives back that form in place of the text.',
  },
  special: {
    intuition:
      'Special tokens tell a model where a text ends, or who is speaking. If a program reads them out of what a stranger typed, the stranger can end the document or speak in another’s name.',
    mechanics:
      'Libraries differ in their defaults: tokenizers parses special tokens in a text, tiktoken refuses such a text. Here you choose: take *as text* above and see what changes. Each family of models has marks of its own. Those of another are text to it.',
    mathematics:
      'No merge makes a special token. The text is first cut at every special string. Only what lies between goes to the pattern and the merges.',
  },
  scripts: {
    intuition:
      'Byte-level tokenizers can write any character, but a rare one only byte by byte. A language whose letters are rare in the training text pays several tokens for each letter.',
    mechanics:
      'In UTF-8 a Latin letter takes one byte, Cyrillic or Hebrew two, most Asian scripts three, old ones and emoji four. Frequent bytes merge to characters. A chip with hexadecimal digits is part of a character. Tokenizers without bytes have a token for the unknown, and what was there is lost.',
    mathematics: 'A character of $n \\le 4$ bytes takes from $1$ to $n$ tokens: $n$ if no merge joins its bytes.',
  },
};
