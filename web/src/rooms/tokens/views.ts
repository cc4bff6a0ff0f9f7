/** The views of the tokens room. */

export const VIEWS = ['read', 'chat', 'steps', 'side', 'languages', 'cases', 'vocabulary', 'train'] as const;
/** How the tokens are shown where the model reads them. */
export const WAYS = ['chips', 'table'] as const;
/** What the address says for that view where its tokens are a table. */
export const AS_TABLE = 'table';

export type View = (typeof VIEWS)[number];

export const WORDS: Record<View, string> = {
  read: 'as the model reads it',
  chat: 'as a chat',
  steps: 'step by step',
  side: 'side by side',
  languages: 'in many languages',
  cases: 'what people believe',
  vocabulary: 'the vocabulary',
  train: 'train one',
};

/** Views of what the open model itself is given, which no other tokenizer changes. */
export const OWN_ONLY: readonly View[] = ['read', 'chat'];
/** Views of one tokenizer; the others show several. */
export const SINGLE: readonly View[] = ['steps', 'vocabulary'];

/** The view that the address names, or how the model reads the text. */
export const seen = (named: string | undefined): View => VIEWS.find((view) => view === named) ?? 'read';
