/** What a model's chat template makes of messages. */
import { json } from './client';
import type { ChatAnswer, ChatMessage } from './types';

export const chatPrompt = (model: string, messages: readonly ChatMessage[], signal?: AbortSignal) =>
  json<ChatAnswer>('chat/prompt', { method: 'POST', body: { model, messages }, signal });
