/** Numbers as the page writes them: three significant figures, digits in threes, a real minus, a space that does not break. */

const NBSP = '\u00a0';
const GROUPED = new Intl.NumberFormat('en-GB');

/** A count: '20,000'. */
export const count = (n: number): string => GROUPED.format(n).replace('-', '−');

/** A count with its noun: '1 token', '8,192 tokens'. */
export const counted = (n: number, noun: string, plural = noun + 's'): string =>
  `${count(n)}${NBSP}${n === 1 ? noun : plural}`;

/** Three significant figures: '−0.0123', '8,190', '1.20 × 10⁻⁷'. */
export function figures(n: number, digits = 3): string {
  if (Number.isNaN(n)) return 'not a number';
  if (!Number.isFinite(n)) return n < 0 ? '−∞' : '∞';
  if (n === 0) return '0';
  const sign = n < 0 ? '−' : '';
  const size = Number(Math.abs(n).toPrecision(digits));
  if (size < 1e-4 || size >= 1e6) return sign + scientific(size, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return sign + size.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/**
 * A probability, always in per cent: '76.5 %', '99.93 %', '0.0990 %'. What would be rounded to nothing or to certainty is 'under 0.01 %' and
 * 'over 99.99 %'; where it stands, its exact value is shown on hover.
 */
export function percent(p: number): string {
  if (p === 0 || p === 1) return `${p * 100}${NBSP}%`;
  if (p < 0.0001) return `under 0.01${NBSP}%`;
  if (p > 0.9999) return `over 99.99${NBSP}%`;
  // Three figures would make 100 of what is nearly certain: what counts there is how far it is from that.
  if (p > 0.999) return `${(p * 100).toFixed(2)}${NBSP}%`;
  return `${figures(p * 100)}${NBSP}%`;
}

/** A probability that may be too small for a number, by its natural logarithm: of a whole text, '8.27 × 10⁻⁵¹³'. */
export function percentOfLog(log: number): string {
  const tens = log / Math.LN10;
  if (tens > -4) return percent(Math.exp(log));
  const power = Math.floor(tens);
  return `${figures(10 ** (tens - power))}${NBSP}×${NBSP}10${raised(power)}`;
}

/** A number of bytes: '512 bytes', '93.1 MB'. */
export const bytes = (n: number): string => (n < 1000 ? counted(n, 'byte') : scaled(n, ['', 'kB', 'MB', 'GB', 'TB']));

/** A number of parameters: '135 M'. */
export const parameters = (n: number): string => scaled(n, ['', 'k', 'M', 'B', 'T']);

function scaled(n: number, units: readonly string[]): string {
  let step = 0;
  // 999,999 is 1.00 M and not 1,000 k: what counts is the rounded number.
  while (step < units.length - 1 && Number((n / 1000 ** step).toPrecision(3)) >= 1000) step++;
  return step === 0 ? count(n) : `${figures(n / 1000 ** step)}${NBSP}${units[step]}`;
}

function scientific(n: number, digits: number): string {
  const [mantissa = '', exponent = ''] = n.toExponential(digits - 1).split('e');
  return `${mantissa}${NBSP}×${NBSP}10${raised(Number(exponent))}`;
}

const raised = (power: number): string =>
  String(power).replace(/[-\d]/g, (sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]!));

/** Things in a sentence: 'a', 'a and b', 'a, b and c'. */
export const listed = (things: readonly string[]): string =>
  things.length < 2 ? things.join() : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;
