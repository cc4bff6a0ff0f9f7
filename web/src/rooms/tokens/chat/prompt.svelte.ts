/** What the model reads of a conversation, asked for as it is typed. */
import type { ChatAnswer, ChatMessage, Client, Token } from '../../../app/api/client';
import { Columns } from '../../../app/api/columns';
import { Resource } from '../../../lib/resource.svelte';

export type Prompt = Omit<ChatAnswer, 'tokens'> & { tokens: Token[] };

export class PromptReader extends Resource<{ model: string; messages: readonly ChatMessage[] }, Prompt> {
  constructor(api: Client) {
    super(async ({ model, messages }, signal) => {
      const answer = await api.chatPrompt(model, messages, signal);
      return { ...answer, tokens: new Columns(answer.tokens, answer.text).all() };
    });
  }
}
