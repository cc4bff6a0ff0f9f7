/** What the margin says of prompts, with what was measured on screen. */

import type { ModelFacts } from '../app/api/types';
import type { Explanation } from '../lib/explanation';
import { percent } from '../lib/numbers';
import { rows } from './facts';

interface Found {
  /** The task's title. */
  task: string;
  /** Zero-shot, few-shot, chain of thought: how many questions were measured, how many were right, the mean probability. */
  sums: readonly { measured: number; right: number; mean: number }[];
}

export function prompts(facts: ModelFacts | null, found: Found): Explanation {
  return {
    title: 'What a prompt is worth',
    intuition: intuition(found),
    mechanics: mechanics(facts),
    mathematics: mathematics(facts),
  };
}

function intuition({ task, sums }: Found): Explanation['intuition'] {
  const [zero, few] = sums;
  return [
    'A prompt is only a text that the model goes on from. This view leaves out the marks by which a chat program says that someone asks, so the text itself has to make the answer likely. You see the same question put in three ways, and how probable the right answer is after each.',
    '*Zero-shot* is the question alone. *Few-shot* puts solved questions before it. *Chain of thought* puts solved questions with a reasoning before it, and lets the model write a reasoning of its own before it is asked for its answer.',
    ...(zero && few && zero.measured > 1 && zero.measured === few.measured
      ? [
          `On screen, in “${task}”: ${zero.right} of ${zero.measured} right without examples, ${few.right} of ${few.measured} with them. The mean probability of the right answer is ${percent(zero.mean)} and ${percent(few.mean)}.`,
        ]
      : []),
    'Examples do two things at once, and this measure can’t tell them apart: they show what is asked, and they show the form of the answer. A model that knows the answer may still begin with “The” when nothing says that one word is wanted.',
    'A common belief is that reasoning always helps. Compare the columns: where the model wrote something wrong, that stands in its own prompt, and the answer is measured after it.',
  ];
}

function mechanics(facts: ModelFacts | null): Explanation['mechanics'] {
  const two = facts?.kind === 'encoder-decoder';
  return [
    two
      ? 'The prompt is the source, which the encoder reads. The answer is what the decoder would write, and its tokens’ probabilities are read off one by one.'
      : 'The prompt, a space and the answer are cut into tokens together. The model reads them in one pass, and the probability of each of the answer’s tokens is read at the token before it.',
    'An answer of several tokens has the product of their probabilities. That is the probability that the model’s text *begins* with the answer: “4” is counted in “40” too. Nothing corrects for length, so long answers have less.',
    '*Right* means something else: that the most probable token, each time, is the answer’s. An answer may have a large share and be wrong, because another one has a larger one.',
    `For a chain of thought, the model writes its most probable tokens until it comes to its answer, ends the line, or has written ${two ? 'its limit' : '40 tokens'}. Then “So the answer is” is put after them and the answer is measured. The reasoning is the model’s own; that of the examples was written by people.`,
    'Wrong answers in the examples often hurt little: much of their use is to show the form (Min et al. 2022).',
    'The model’s weights are the same in all three columns. Examples teach it nothing that stays: they are read, and forgotten with the prompt.',
    'The prompts are plain text, without the marks that chat programs put around what a person says.',
  ];
}

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    'Let $c$ be the prompt (with the reasoning, where there is one) and $a = a_1 \\dots a_n$ the answer’s tokens. Each term is a soft-max over the whole vocabulary' +
      (facts ? ` of ${rows(facts)}` : '') +
      ':',
    { tex: String.raw`\log P(a \mid c) = \sum_{i=1}^{n} \log p(a_i \mid c, a_{<i})` },
    'It is right when the greedy continuation is the answer,',
    { tex: String.raw`a_i = \operatorname*{arg\,max}_v\, p(v \mid c, a_{<i}) \quad \text{for all } i` },
    'and the mean over the questions $q$ of a task is one of probabilities, not of logarithms:',
    { tex: String.raw`\bar P = \frac{1}{|Q|} \sum_{q \in Q} P(a_q \mid c_q)` },
    'With a reasoning $r$, what is measured is $P(a \\mid c, \\hat r)$ for the one $\\hat r$ that is written greedily. The probability of the answer over all reasonings, $\\sum_r P(r \\mid c)\\,P(a \\mid c, r)$, would be another number.',
    'Few-shot prompting was measured by Brown et al. (2020), *Language Models are Few-Shot Learners*; chains of thought by Wei et al. (2022), *Chain-of-Thought Prompting Elicits Reasoning in Large Language Models*.',
  ];
}
