/** What the model reads of a conversation, asked for as it is typed; what was shown stays until the new one is there. */
import type { Client } from '../../../app/api/client';
import { Columns } from '../../../app/api/columns';
import type { ChatAnswer, ChatMessage, Token } from '../../../app/api/types';
import { asProblem, isCancelled, type Problem } from '../../../lib/problem';

export type Prompt = Omit<ChatAnswer, 'tokens'> & { tokens: Token[] };

export class PromptReader {
  prompt = $state.raw<Prompt | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly api: Client) {}
  busy = $state(false);

  /** Asks; returns how to give up. */
  read(model: string, messages: readonly ChatMessage[]): () => void {
    const controller = new AbortController();
    void this.#read(model, messages, controller.signal);
    return () => controller.abort();
  }

  async #read(model: string, messages: readonly ChatMessage[], signal: AbortSignal): Promise<void> {
    this.busy = true;
    try {
      const answer = await this.api.chatPrompt(model, messages, signal);
      this.prompt = { ...answer, tokens: new Columns(answer.tokens, answer.text).all() };
      this.problem = null;
    } catch (error) {
      if (signal.aborted || isCancelled(error)) return;
      this.problem = asProblem(error);
      this.prompt = null;
    }
    this.busy = false;
  }
}
