/** Problems that the page finds before the server does, and a model of which nothing but its problem is known. */
import type { ModelStatus } from './api/types';
import type { Problem } from '../lib/problem';

export const tooLarge = (got: number, limit: number): Problem => ({
  code: 'bad-text',
  message: `This text has ${got.toLocaleString('en')} characters; Cutaway takes at most ${limit.toLocaleString('en')}.`,
  hint: 'Shorten it.',
  got,
  limit,
});

export const failed = (name: string, problem: Problem): ModelStatus => ({
  name,
  title: name,
  summary: '',
  size: '',
  state: 'failed',
  progress: null,
  problem,
  facts: null,
  provenance: null,
});
