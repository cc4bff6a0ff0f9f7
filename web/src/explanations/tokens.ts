/** What the tokens room explains, with the numbers of the model that is open. */
import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { counted } from '../lib/numbers';
import { rows } from './facts';

export function tokensExplanation(facts: ModelFacts | null): Explanation {
  return {
    title: 'Text becomes tokens',
    intuition: intuition(facts),
    mechanics: mechanics(facts),
    mathematics: mathematics(facts),
  };
}

const intuition = (facts: ModelFacts | null): Explanation['intuition'] => [
  'A language model can’t read letters. Before it sees your text, a *tokenizer* cuts the text into pieces and replaces each piece by its number in a fixed list. The pieces are *tokens*, the list is the *vocabulary*.',
  facts
    ? `This model’s vocabulary has ${rows(facts)}. Whatever you type is written with these, and with nothing else.`
    : 'Whatever you type is written with the entries of that list, and with nothing else.',
  'A token is often called a word, but it need not be one. Common words are often one token, rare words several. A space usually belongs to the word after it, so `·the` and `the` are two different tokens with two unrelated numbers.',
  'An emoji can take several tokens, none of which means anything alone. They are bracketed here, with the character that they make together.',
  'Try it: misspell a word, write it in capitals, or write the same sentence in another language, and watch the count.',
];

const mechanics = (facts: ModelFacts | null): Explanation['mechanics'] => [
  'The number below each chip is the token’s *id*: its row in the vocabulary. Below it are the token’s *bytes*, in hexadecimal: how its characters are written in UTF-8. `20` is a space, `41` is `A`; an é takes two bytes, most emoji at least four.',
  'Byte-level tokenizers (GPT-2, Llama 3, SmolLM2) begin with single bytes and keep joining neighbours, always the pair that was learnt first. What can’t be joined further stays as it is. With all 256 bytes in the vocabulary, there is no text that they can’t write; some vocabularies lack a few rare ones, and this room says so when a text needs them. WordPiece tokenizers (BERT) look for the longest entry that fits, from the left; a piece that continues a word is marked with `##` in their vocabulary.',
  '*Special tokens*, with pointed ends here, are marks: where a text begins, whose turn it is, what is unknown. The model’s training gives them a meaning.',
  facts && facts.context === null
    ? 'This model states no most number of tokens that a text may have. Such a number is called a model’s *context*.'
    : facts && facts.longest === null
      ? `This model is made for texts of at most ${counted(facts.context ?? 0, 'token')}, its *context*. It can be run on longer ones.`
      : facts
        ? `A text may have at most ${counted(facts.longest ?? 0, 'token')}, this model’s *context*. It is made for no more.`
        : 'Most models are made for texts up to some number of tokens. That is their *context*.',
  'A model is given ids, and not the letters of a token. So it is hard for it to count letters.',
];

const mathematics = (facts: ModelFacts | null): Explanation['mathematics'] => [
  'Let $\\mathcal{V}$ be the vocabulary' +
    (facts
      ? `, here with $V = |\\mathcal{V}| = ${facts.vocabulary.toLocaleString('en').replaceAll(',', '{,}')}$ entries`
      : ', with $V$ entries') +
    '. A tokenizer is a function from texts to sequences of entries. *Decoding* $\\delta$ takes it back:',
  { tex: String.raw`\tau : \Sigma^{*} \to \mathcal{V}^{*}, \qquad \delta(\tau(x)) = x` },
  'It holds for byte-level tokenizers, where $\\Sigma$ is the set of bytes. A tokenizer that lower-cases or normalises its text, as many of BERT’s kind do, gives back only nearly the same.',
  'Byte-pair encoding keeps a list of merges $(a, b) \\mapsto ab$ in the order in which they were learnt. Encoding applies, as long as one is there, the earliest of them:',
  { tex: String.raw`(a, b)^{\star} = \operatorname*{arg\,min}_{(t_i,\, t_{i+1})} \operatorname{rank}(t_i, t_{i+1})` },
  'Each merge was the most frequent pair of its time, in a text $D$ that was cut by the merges before:',
  { tex: String.raw`\operatorname*{arg\,max}_{(a, b)} \; \#\{\, i : t_i = a,\; t_{i+1} = b \,\}` },
  'Several sequences can stand for one text: joining ids gives $\\delta(t)$, but $\\tau(\\delta(t))$ need not be $t$. When you append a predicted token, its id is kept as it is and the text is not cut anew.',
  'From here on the model works with vectors. The id $t$ picks row $t$ of the embedding matrix:',
  {
    tex: facts
      ? String.raw`e_t = W_E[t] \in \mathbb{R}^{${facts.d_model}}, \qquad W_E \in \mathbb{R}^{${facts.vocabulary} \times ${facts.d_model}}`
      : String.raw`e_t = W_E[t] \in \mathbb{R}^{d}, \qquad W_E \in \mathbb{R}^{V \times d}`,
  },
];
