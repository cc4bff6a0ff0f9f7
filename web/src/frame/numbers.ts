/** Numbers as the page writes them: digits in threes, a real minus, bytes in units of a thousand. */

const GROUPED = new Intl.NumberFormat('en-GB');

/** A count: '20,000'. */
export const count = (n: number): string => GROUPED.format(n);

/** A count with its noun: '1 token', '6 tokens'. */
export const counted = (n: number, noun: string, plural = noun + 's'): string => `${count(n)} ${n === 1 ? noun : plural}`;

/** Three significant figures with a real minus sign: '−0.0123', '8,190', '1.20 × 10⁻⁷'. */
export function figures(n: number, digits = 3): string {
  if (!Number.isFinite(n)) return Number.isNaN(n) ? 'not a number' : n < 0 ? '−∞' : '∞';
  if (n === 0) return '0';
  const size = Math.abs(n);
  const sign = n < 0 ? '−' : '';
  if (size >= 1e-4 && size < 1e6) {
    const rounded = Number(size.toPrecision(digits));
    const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
    return sign + rounded.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }
  const [mantissa = '', exponent = ''] = size.toExponential(digits - 1).split('e');
  return `${sign}${mantissa} × 10${raised(Number(exponent))}`;
}

/** A probability: per cent between 0.1 and 99.9, scientific outside, and never a rounded 100 %. */
export function percent(p: number): string {
  if (p >= 0.001 && p <= 0.999) return `${figures(p * 100)} %`;
  if (p === 0 || p === 1) return `${p * 100} %`;
  return p > 0.999 ? `1 − ${figures(1 - p, 2)}` : figures(p);
}

/** Bytes as people say them: '93.1 MB'. */
export function bytes(n: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = n < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return step === 0 ? counted(n, 'byte') : `${figures(n / 1000 ** step)} ${units[step]}`;
}

/** A number of parameters: '135 M'. */
export function parameters(n: number): string {
  if (n < 1000) return count(n);
  const units = ['', 'k', 'M', 'B', 'T'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(n) / 3));
  return `${figures(n / 1000 ** step)} ${units[step]}`;
}

const raised = (exponent: number): string =>
  String(exponent).replace(/[-\d]/g, (sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]!));
