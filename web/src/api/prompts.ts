/** Tasks in three styles of prompt, and how probable a model makes the right answers. */
import { json } from './client';
import { lines } from './stream';
import type { PromptAsked, PromptMeasured, PromptTasks } from './types';

export const promptTasks = (signal?: AbortSignal) => json<PromptTasks>('prompts', { signal });

/** Each prompt as it is measured, in the order asked. */
export const measurePrompts = (model: string, prompts: readonly PromptAsked[], signal?: AbortSignal) =>
  lines<PromptMeasured>('prompts', { method: 'POST', body: { model, prompts }, signal });
