/** What one tokenizer makes of the text, to be pasted elsewhere. */
import type { Cut } from './cut';

export const FORMS = ['ids', 'JSON', 'Python'] as const;
export type Form = (typeof FORMS)[number];

/** `name` is what Cutaway calls the tokenizer, for programs. */
export function copied(cut: Cut, form: Form, name: string, literal: boolean): string {
  const ids = `[${cut.ids.join(', ')}]`;
  if (form === 'ids') return ids;
  if (form === 'Python') {
    const options = literal ? ', special_as_text=True' : '';
    return `import cutaway\n\ntext = ${JSON.stringify(cut.text)}\nids = cutaway.tokenizer(${JSON.stringify(name)}).encode(text${options})\nassert ids == ${ids}\n`;
  }
  const tokens = cut
    .all()
    .map(({ id, text, bytes, start, end, special }) => ({ id, text, bytes, start, end, special }));
  return JSON.stringify({ tokenizer: name, text: cut.text, special_as_text: literal, tokens });
}
