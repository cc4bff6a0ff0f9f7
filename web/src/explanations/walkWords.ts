/** The formulas of the walk-through in words, for readers who chose intuition. */

const WORDS: Readonly<Record<string, string>> = {
  tokens: 'text → numbers of tokens',
  embed: 'vector = row of the table for this token',
  norm: 'normalised = vector ÷ its typical size × gains',
  query: 'query = vector × query weights',
  key: 'key = vector × key weights',
  value: 'value = vector × value weights',
  products: 'score = query · key',
  scaled: 'score = query · key ÷ a fixed number',
  masked: 'score = scaled score, or nothing where looking is not allowed',
  pattern: 'share = how large a score is among all of its row',
  weighted: 'found = sum of share × value',
  'concat-out': 'output = all heads’ findings × output weights',
  residual: 'vector = vector + what was found',
  'mlp-up': 'neurons = vector × weights',
  'mlp-gate': 'gate = vector × gate weights',
  activation: 'active = neurons, the negative ones pressed towards zero',
  'mlp-down': 'output = active neurons × weights',
  router: 'chosen experts = those with the highest scores',
  'final-norm': 'normalised = vector ÷ its typical size × gains',
  logits: 'score of a token = vector · the token’s row',
  softmax: 'share = how large a score is among the whole vocabulary',
  sampling: 'next token = the largest share, or one drawn by the shares',
};

/** A kind of stage as a formula in words; empty where words would say no more than the stage does. */
export function inWords(kind: string): string {
  const words = WORDS[kind];
  if (!words) return '';
  // TeX sets the signs; the words between stand upright.
  return words
    .split(/\s([=×÷·+→])\s/)
    .map((part, i) => (i % 2 ? (SIGNS[part] ?? part) : `\\text{${part}}`))
    .join(' ');
}

const SIGNS: Readonly<Record<string, string>> = {
  '×': '\\times',
  '÷': '\\div',
  '·': '\\cdot',
  '→': '\\to',
};
