/** What the tokens room explains, with the numbers of the model that is open. */
import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { counted } from '../lib/numbers';
import { braced, rows } from './facts';
import { D_MODEL } from './symbols';

export function tokensExplanation(facts: ModelFacts | null): Explanation {
  return {
    title: 'Text becomes tokens',
    intuition: intuition(facts),
    mechanics: mechanics(facts),
    mathematics: mathematics(facts),
  };
}

const intuition = (facts: ModelFacts | null): Explanation['intuition'] => [
  'A language model can’t read letters. A *tokenizer* cuts your text into pieces, the *tokens*, and replaces each by its number in a fixed list, the *vocabulary*.',
  facts
    ? `This model’s vocabulary has ${rows(facts)}. It writes whatever you type with these.`
    : 'Whatever you type is written with the entries of that list.',
  'A common word is often one token, a rare one several. A space usually belongs to the word after it, so `·the` and `the` are two tokens with unrelated numbers.',
  'One emoji can take several tokens, which mean nothing alone. A bracket holds them together here.',
  'Next, misspell a word, write it in capitals, or switch to another language, and watch the count.',
];

const mechanics = (facts: ModelFacts | null): Explanation['mechanics'] => [
  'The number below each chip is the token’s *id*: its row in the vocabulary. Below it are its *bytes* in UTF-8, in hexadecimal. `20` is a space and `41` is `A`; an é takes two bytes, most emoji at least four.',
  'Byte-level tokenizers (GPT-2, Llama 3, SmolLM2) start from single bytes. They keep joining neighbours, always the pair that was learnt first. With all 256 bytes in the vocabulary they can write any text. Some vocabularies lack a few bytes, and this room says when a text needs them.',
  'WordPiece tokenizers (BERT) take the longest entry that fits, from the left. `##` marks a piece that continues a word.',
  '*Special tokens*, with pointed ends here, are marks: where a text begins, whose turn it is, what is unknown. Training gives them a meaning.',
  facts && facts.context === null
    ? 'This model states no limit for a text. Such a limit is called a model’s *context*.'
    : facts && facts.longest === null
      ? `This model is made for texts of at most ${counted(facts.context ?? 0, 'token')}, its *context*. It can run on longer ones.`
      : facts
        ? `A text may have at most ${counted(facts.longest ?? 0, 'token')}, this model’s *context*. It is made for no more.`
        : 'Most models are made for texts up to some number of tokens. That is their *context*.',
  'The model gets ids, not the letters of a token. So it finds it hard to count letters.',
];

const mathematics = (facts: ModelFacts | null): Explanation['mathematics'] => [
  `$\\mathcal{V}$ is the vocabulary, ${facts ? `here with $V = ${braced(facts.vocabulary)}$ entries` : 'with $V$ entries'}. *Decoding* takes an encoded text back:`,
  { tex: String.raw`\operatorname{encode}(\text{text}) \in \mathcal{V}^{*}` },
  { tex: String.raw`\operatorname{decode}(\operatorname{encode}(\text{text})) = \text{text}` },
  'This holds for byte-level tokenizers. Those that lower-case or normalise a text, such as many of BERT’s kind, give back only nearly the same.',
  "Byte-pair encoding has a list of merges $(t, t') \\mapsto t t'$ in the order of learning. Encoding applies the earliest that is there, again and again:",
  { tex: String.raw`\operatorname*{arg\,min}_i \operatorname{rank}(t_i, t_{i+1})` },
  'When it was learnt, each merge was the most frequent pair in the training text:',
  { tex: String.raw`\operatorname*{arg\,max}_{(t,\, t')} \operatorname{count}(t, t')` },
  'Several sequences can stand for one text: $\\operatorname{encode}(\\operatorname{decode}(t))$ need not be $t$. An appended token keeps its id; the text is not cut again.',
  'From here on the model works with vectors. A token picks its row of the embedding:',
  { tex: String.raw`x_i = W_E[t_i], \quad W_E \in \mathbb{R}^{V \times ${D_MODEL}}` },
  ...(facts ? [`Here $W_E$ has $${braced(facts.vocabulary)} \\times ${facts.d_model}$ numbers.`] : []),
];
