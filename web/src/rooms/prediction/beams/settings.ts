/** What a beam search is set to, as the address has it; usual values are not written. */
export interface Field {
  /** In the address. */
  key: 'beams' | 'beamtokens' | 'lengthpenalty';
  title: string;
  does: string;
  least: number;
  most: number;
  whole: boolean;
  usual: number;
}

export const FIELDS: readonly Field[] = [
  {
    key: 'beams',
    title: 'Beams',
    does: 'How many continuations are kept at each step.',
    least: 1,
    most: 16,
    whole: true,
    usual: 4,
  },
  {
    key: 'beamtokens',
    title: 'Tokens',
    does: 'How many tokens a continuation may have.',
    least: 1,
    most: 64,
    whole: true,
    usual: 12,
  },
  {
    key: 'lengthpenalty',
    title: 'Length penalty',
    does: 'Finished continuations are compared by score ÷ length to this power. 0 compares scores alone; larger values favour long ones.',
    least: -10,
    most: 10,
    whole: false,
    usual: 1,
  },
];

/** What a person typed into a field, or null where it can't be. A minus sign may be the typographic one. */
export function read(field: Field, typed: string): number | null {
  const text = typed.trim().replace('−', '-');
  const value = Number(text);
  const fits = text !== '' && value >= field.least && value <= field.most;
  return fits && (Number.isInteger(value) || !field.whole) ? value : null;
}

/** What may be typed into a field. */
export const range = ({ whole, least, most }: Field): string =>
  `${whole ? 'a whole number' : 'a number'} from ${least.toString().replace('-', '−')} to ${most}`;

export const rule = (field: Field): string => `${field.title}: ${range(field)}.`;

/** What a model's own generation config says, as far as a beam search asks. */
export type Own = { length_penalty: number } | null | undefined;

/** A setting as the address has it. */
export const setting = (key: Field['key'], view: Readonly<Record<string, string>>, own?: Own): number => {
  const field = FIELDS.find((each) => each.key === key)!;
  return read(field, view[key] ?? '') ?? usual(field, own);
};

/** What a field is where nobody set it: the model’s own length penalty, where its generation config has one. */
export const usual = ({ key, usual }: Field, own: Own): number =>
  key === 'lengthpenalty' ? (own?.length_penalty ?? usual) : usual;
