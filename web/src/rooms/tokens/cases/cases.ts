/** The cases: what people believe of tokens, and texts that show what really happens. What happens is never written here. */
import * as judge from './verdicts';

export interface Example {
  readonly text: string;
  /** What to call it where the text itself says too little. */
  readonly label?: string;
}

export interface Case {
  /** As the address has it. */
  readonly name: string;
  readonly title: string;
  readonly belief: string;
  /** The belief as something that holds or doesn't. */
  readonly claim: string;
  readonly examples: readonly Example[];
  readonly judge: judge.Judge;
  /** The open model's next token after these examples belongs to the case. */
  readonly predicts?: readonly number[];
  /** How many tokens of the vocabulary no text can give belongs to the case. */
  readonly unreached?: boolean;
}

const WORDS = [
  ['un', 'happi', 'ness'],
  [' un', 'happi', 'ness'],
  ['dis', 'agree', 'ment'],
  ['re', 'learn', 'ing'],
];

const CODE = (indent: string): string =>
  ['def f(x):', `${indent}if x:`, `${indent.repeat(2)}return x`, `${indent}return 0`].join('\n');

const texts = (...all: string[]): Example[] => all.map((text) => ({ text }));

export const CASES: readonly [Case, ...Case[]] = [
  {
    name: 'space',
    title: 'A space in front or behind',
    belief: 'A space is nothing: the word beside it stays the same word.',
    claim: 'The word keeps its tokens with a space before or after it.',
    examples: texts('hello', ' hello', 'hello '),
    judge: judge.keptInOthers,
  },
  {
    name: 'neighbours',
    title: '127 and 128',
    belief: 'Numbers next to each other look alike to a model.',
    claim: 'Numbers of equally many digits have equally many tokens.',
    examples: texts('127', '128', '520', '521', '1023', '1024'),
    judge: judge.evenByLength,
  },
  {
    name: 'arithmetic',
    title: 'Long numbers',
    belief: 'A long number is read in groups of three digits, as we write it with commas.',
    claim: 'Digits are grouped in threes from the right.',
    examples: texts('1234567', '12345678', '7654 + 43210 =', '1,234,567'),
    judge: judge.threesFromRight,
  },
  {
    name: 'capitals',
    title: 'Capital letters',
    belief: 'Capitals are only another way to write the same word.',
    claim: 'The word has the same tokens, whatever its capitals.',
    examples: texts('hello', 'Hello', 'HELLO', 'hELLO'),
    judge: judge.sameTokens,
  },
  {
    name: 'indentation',
    title: 'Indented code',
    belief: 'Indenting by spaces makes code longer for a model than indenting by tabs.',
    claim: 'The code with spaces has more tokens than the code with tabs.',
    examples: [
      { text: CODE('    '), label: 'the code with spaces' },
      { text: CODE('\t'), label: 'the code with tabs' },
    ],
    judge: judge.firstIsLonger,
  },
  {
    name: 'repeated',
    title: 'One character many times',
    belief: 'A line twice as long costs twice as many tokens.',
    claim: 'Tokens grow in step with characters.',
    examples: [8, 16, 32, 33, 64].map((n) => ({ text: '='.repeat(n), label: `${n} signs` })),
    judge: judge.proportional,
  },
  {
    name: 'emoji',
    title: 'Emoji made of other emoji',
    belief: 'An emoji is one character, and so one token.',
    claim: 'Each of these emoji is one token.',
    examples: texts('👩', '👩‍👩‍👧‍👦', '👍🏽', '🇫🇷'),
    judge: judge.oneEach,
  },
  {
    name: 'right-to-left',
    title: 'Text from right to left',
    belief: 'Hebrew and Arabic are written from the right, and so the model reads them backwards.',
    claim: 'A text’s first token comes from its end.',
    examples: texts('שלום עולם', 'مرحبا بالعالم', 'hello world'),
    judge: judge.backwards,
  },
  {
    name: 'accents',
    title: 'One é, two spellings',
    belief: 'What looks the same is the same to a model.',
    claim: 'Both spellings have the same tokens.',
    examples: [
      { text: 'caf\u00e9', label: 'the word with one character for é' },
      { text: 'cafe\u0301', label: 'the word with e and an accent' },
    ],
    judge: judge.sameTokens,
  },
  {
    name: 'context',
    title: 'One word in different surroundings',
    belief: 'A word is always cut in the same way.',
    claim: 'The word keeps its tokens, whatever stands around it.',
    examples: texts('disagreement', 'a disagreement', '(disagreement', '\ndisagreement', '“disagreement”'),
    judge: judge.keptInOthers,
  },
  {
    name: 'boundary',
    title: 'A space at the end of a prompt',
    belief: 'Whether a prompt ends with a space makes no difference to what follows.',
    claim: 'The tokens of the prompt with its space are those that the whole sentence begins with.',
    examples: [
      { text: 'The capital of France is ', label: 'the prompt with a space' },
      { text: 'The capital of France is Paris', label: 'the whole sentence' },
      { text: 'The capital of France is', label: 'the prompt without' },
    ],
    judge: judge.beginsTheSecond,
    predicts: [2, 0],
  },
  {
    name: 'glitch',
    title: 'Strange names that are tokens',
    belief: 'Only words that many people use have a token of their own.',
    claim: 'None of these names is one token.',
    examples: texts(' SolidGoldMagikarp', ' petertodd', ' TheNitromeFan', ' externalToEVA'),
    judge: judge.noneIsOne,
    unreached: true,
  },
  {
    name: 'unhappiness',
    title: 'Parts of words',
    belief: 'A tokenizer cuts words into the parts that carry meaning, such as un-happi-ness.',
    claim: 'These words are cut into exactly such parts.',
    examples: texts(...WORDS.map((parts) => parts.join(''))),
    judge: judge.cutInto(WORDS),
  },
  {
    name: 'special',
    title: 'Special tokens typed as text',
    belief: 'What somebody types is text, and can’t be anything else.',
    claim: 'All of these stay text.',
    examples: texts('<|endoftext|>', '<s>', '[SEP]', '<|im_start|>', '<|begin_of_text|>'),
    judge: judge.stayText,
  },
  {
    name: 'forms',
    title: 'The forms of one word',
    belief: 'A common word is a token, in each of its forms.',
    claim: 'Each form is one token.',
    examples: texts('cat', ' cat', 'Cat', ' cats', 'CAT', ' CATS'),
    judge: judge.oneEach,
  },
  {
    name: 'scripts',
    title: 'One character, several tokens',
    belief: 'A token is at least a character.',
    claim: 'No character takes more than one token.',
    examples: [
      { text: '語', label: 'Chinese 語' },
      { text: 'अ', label: 'Devanagari अ' },
      { text: 'ⴰ', label: 'Tifinagh ⴰ' },
      { text: 'ꦗ', label: 'Javanese ꦗ' },
      { text: '𒀀', label: 'cuneiform 𒀀' },
    ],
    judge: judge.atMostOneACharacter,
  },
];

export const caseNamed = (name: string | undefined): Case => CASES.find((each) => each.name === name) ?? CASES[0];
