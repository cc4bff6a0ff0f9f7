/**
 * The symbols of all formulas: one letter for one thing. Vectors are rows, so that a row of a table on screen is a vector of a formula, and
 * weights stand to the right of what they multiply. Whatever is counted is counted from 0. `symbols.json` says what each stands for.
 */

export const D_MODEL = String.raw`d_{\text{model}}`;
export const D_HEAD = String.raw`d_{\text{head}}`;
export const KV_SETS = String.raw`H_{\text{kv}}`;
export const ENCODED = String.raw`x^{\text{enc}}`;
export const SOFTMAX = String.raw`\operatorname{softmax}`;
/** How many times more probable one token is than another. */
export const EXP_RATIO = String.raw`\frac{p_t}{p_{t'}} = e^{\ell_t - \ell_{t'}}`;
/** The entropy of a distribution over the vocabulary, in bits. */
export const ENTROPY = String.raw`\operatorname{entropy}(p) = -\sum_t p_t \log_2 p_t`;
