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
    'A prompt is a text that the model continues, so the text itself must make the answer likely. Each column asks the same question in another way.',
    '*Zero-shot* is the question alone. *Few-shot* puts solved questions before it. *Chain of thought* solves them step by step, and lets the model write its own steps before it answers.',
    ...(zero && few && zero.measured > 1 && zero.measured === few.measured
      ? [
          `On screen, in “${task}”: ${zero.right} of ${zero.measured} right without examples, ${few.right} of ${few.measured} with them. The mean probability of the right answer is ${percent(zero.mean)} and ${percent(few.mean)}.`,
        ]
      : []),
    'Examples show the task and the form of the answer. This measure can’t tell the two apart.',
    'Next, compare the last column: if the model’s steps go wrong, its answer follows them.',
  ];
}

function mechanics(facts: ModelFacts | null): Explanation['mechanics'] {
  const two = facts?.kind === 'encoder-decoder';
  return [
    two
      ? 'The prompt is the source, which the encoder reads. The answer is what the decoder would write. Each of its tokens’ probabilities is read off.'
      : 'The prompt, a space and the answer are cut into tokens together and read in one pass. Each answer token’s probability is read at the token before it.',
    'An answer’s probability is the product over its tokens. It is the probability that the model’s text *begins* with the answer: “4” counts in “40” too. Long answers have less.',
    '*Right* means something else: at each step the most probable token is the answer’s. An answer may have a large share and be wrong, because another has a larger one.',
    `For a chain of thought, the model writes greedily until it answers, ends the line, or has written ${two ? 'its limit' : '40 tokens'}. “So the answer is” follows, and the answer is measured. People wrote the steps in the examples.`,
    'Wrong answers in the examples often hurt little: they still show the form (Min et al. 2022).',
    'The weights are the same in all columns. Examples teach the model nothing that stays.',
    'The prompts are plain text, without the marks that chat programs put around a message.',
  ];
}

function mathematics(facts: ModelFacts | null): Explanation['mathematics'] {
  return [
    `The prompt is $t_0, \\dots, t_{n-1}$, with the steps if there are any. The answer is the next $m$ tokens. Each $p$ is a softmax over the whole vocabulary${facts ? ` of ${rows(facts)}` : ''}:`,
    { tex: String.raw`\log P(t_n, \dots, t_{n+m-1} \mid t_{<n}) = \sum_{i=n}^{n+m-1} \log p(t_i \mid t_{<i})` },
    'An answer is right if greedy decoding writes it,',
    { tex: String.raw`t_i = \operatorname*{arg\,max}_t\, p(t \mid t_{<i}) \quad \text{for } n \le i < n+m` },
    'The mean over a task’s questions $\\mathcal{Q}$ is one of probabilities, not of logarithms:',
    { tex: String.raw`\frac{1}{|\mathcal{Q}|} \sum_{\mathcal{Q}} P` },
    'A chain of thought measures $P$ after the one chain that greedy decoding writes. The sum over all chains would be another number.',
    'Few-shot prompting: Brown et al. (2020), *Language Models are Few-Shot Learners*. Chains of thought: Wei et al. (2022), *Chain-of-Thought Prompting Elicits Reasoning in Large Language Models*.',
  ];
}
