/**
 * What the server gave for the place the page is at: models, tokens, a trace. Follows the route and acts on it.
 *
 * The newest request wins: a change of text aborts what the text before still waits for. The last complete trace stays until
 * the next one is there, so that views keep their picture.
 */
import { untrack } from 'svelte';
import type { About, Client, ModelStatus, TextRequest, TokensAnswer, TraceAnswer } from './api/client';
import type { Connection } from './connection.svelte';
import { DraftHistory, type Draft } from './history';
import { failed, tooLarge } from './problems';
import type { Route } from './url/route.svelte';
import { holdToModel, holdToText } from './within.svelte';
import { ProblemError, asProblem, type Problem } from '../lib/problem';

/** How often an opening model is asked how far it is, in milliseconds. */
const POLL = 250;
/** Texts longer than this many UTF-16 units wait for a pause in typing (`REST` milliseconds) before they are sent. */
const LONG = 50_000;
const REST = 250;

export class Session {
  about = $state.raw<About | null>(null);
  models = $state.raw<ModelStatus[]>([]);
  /** The model that the route names; null until the server said something of it. */
  status = $state.raw<ModelStatus | null>(null);
  tokens = $state.raw<TokensAnswer | null>(null);
  /** The latest complete trace, or null where there is none for this model or text. */
  trace = $state.raw<TraceAnswer | null>(null);
  /** A newer trace is on its way; `trace` is still that of the text before. */
  busy = $state(false);
  /** Why there are no tokens or no trace of the present text. */
  problem = $state.raw<Problem | null>(null);
  /** The model whose opening the reader gave up; empty where none was since the last was opened. */
  givenUp = $state.raw('');
  canUndo = $state(false);
  canRedo = $state(false);

  /** The text in full, with that of appended tokens. */
  readonly text = $derived.by(() => {
    const answer = this.tokens;
    if (!this.route.appended.length) return this.route.text;
    return answer && answer.model === this.route.model && answer.text.startsWith(this.route.text)
      ? answer.text
      : this.route.text;
  });
  /** The selected position where the text has such a token, else null. */
  readonly selected = $derived.by(() => {
    const count = this.tokens?.tokens.length ?? 0;
    return this.route.at !== null && this.route.at < count ? this.route.at : null;
  });
  /** Whether the model has a decoder that is given a target of its own. */
  readonly twoStacks = $derived(this.status?.facts?.kind === 'encoder-decoder');
  readonly ready = $derived(this.status?.state === 'ready');

  #drafts = new DraftHistory({ text: '', target: '', appended: [] });
  #request: AbortController | null = null;
  #poll: ReturnType<typeof setTimeout> | undefined;
  #wait: ReturnType<typeof setTimeout> | undefined;
  #remaking: { id: string; trace: Promise<string> } | null = null;
  #chosen = '';
  #ended = false;

  constructor(
    private readonly api: Client,
    private readonly route: Route,
    private readonly connection: Connection,
  ) {}

  /** Asks the server who it is, then follows the route. Call once; returns how to end it. */
  start(): () => void {
    const stop = $effect.root(() => {
      $effect(() => {
        if (this.connection.returns) untrack(() => this.#resume());
      });
      $effect(() => {
        const [about, name] = [this.about, this.route.model];
        if (about && name) untrack(() => this.#follow(name));
        // An address that names no model, pasted into an open page, means the server's own.
        else if (about) untrack(() => this.route.go(this.#completed(about), 'replace'));
      });
      $effect(() => {
        const [status, trace] = [this.status, this.trace];
        if (!status?.facts || status.name !== this.route.model) return;
        // A model of two stacks may have more layers in one of them: its trace says.
        if (status.facts.kind !== 'encoder-decoder' || trace) holdToModel(this.route, status.facts, trace);
      });
      $effect(() => {
        const request = this.#asked();
        const [about, ready] = [this.about, this.ready];
        if (about && request.model) untrack(() => this.#send(request, ready));
      });
    });
    void this.#greet();
    return () => {
      this.#ended = true;
      stop();
      clearTimeout(this.#poll);
      clearTimeout(this.#wait);
      this.#request?.abort();
    };
  }

  setText(text: string): void {
    this.#draft({ text, target: this.route.target, appended: [] }, true);
  }

  /** What a two-stack model's decoder is to be given. */
  setTarget(target: string): void {
    this.#draft({ text: this.route.text, target, appended: [] }, true);
  }

  /** Puts a token after the text by its id; the text is not encoded again. */
  append(id: number): void {
    this.appendAll([id]);
  }

  /** Puts several tokens after the text, as one step. */
  appendAll(ids: readonly number[]): void {
    this.#draft(
      { text: this.route.text, target: this.route.target, appended: [...this.route.appended, ...ids] },
      false,
    );
  }

  /** Puts these tokens after the text in place of those that stand there, as one step. */
  goOnWith(appended: readonly number[]): void {
    this.#draft({ text: this.route.text, target: this.route.target, appended }, false);
  }

  undo(): void {
    this.#show(this.#drafts.undo());
  }

  redo(): void {
    this.#show(this.#drafts.redo());
  }

  /** Goes to a model, fetching and opening it where that is needed. */
  chooseModel(name: string): void {
    this.#chosen = name;
    if (this.route.model === name) void this.#open(name);
    else this.lookAt(name);
  }

  /** Gives up fetching or opening a model. */
  async cancelOpening(name: string): Promise<void> {
    clearTimeout(this.#poll);
    this.givenUp = name;
    try {
      const status = await this.api.cancelModel(name);
      if (this.route.model === name) this.#heard(status);
    } catch (error) {
      if (this.route.model === name) this.#heard(failed(name, asProblem(error)));
    }
  }

  /** Goes to a model; one that is not on this machine is not fetched. Ids of another vocabulary would mean nothing to it. */
  lookAt(name: string): void {
    this.route.go({ model: name, layer: null, head: null, text: this.text, target: null, appended: [] });
  }

  /** Asks how all models stand, for the picker. */
  async refreshModels(): Promise<void> {
    try {
      const models = await this.api.models();
      const current = this.status;
      this.models = current && !models.some(({ name }) => name === current.name) ? [...models, current] : models;
    } catch {
      // The list stays as it was; the model that is shown says for itself when the server is gone.
    }
  }

  /** Does again what failed: the greeting, the opening of the model, or the last request. */
  retry(): void {
    if (!this.about) return void this.#greet();
    if (this.status?.state === 'failed' || this.status?.state === 'absent') return this.chooseModel(this.route.model);
    this.problem = null;
    this.#follow(this.route.model);
    this.#send(this.#asked(), this.ready);
  }

  /** The server is back, and may be another one that has to open the model first. */
  #resume(): void {
    if (!this.about) return;
    if (this.problem?.code === 'server-gone' || this.status?.problem?.code === 'server-gone') this.retry();
    else this.#follow(this.route.model);
  }

  async #greet(): Promise<void> {
    this.problem = null;
    try {
      const about = await this.api.about();
      const first = this.#completed(about);
      this.route.go(first, 'replace');
      this.#drafts = new DraftHistory({ text: first.text, target: this.route.target, appended: this.route.appended });
      this.models = about.models;
      this.about = about;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** What the address leaves open is the server's to say. */
  #completed(about: About): { model: string; text: string } {
    return { model: this.route.model || about.model, text: this.route.hasText ? this.route.text : about.text };
  }

  /** Asks for the model's state, opens it where that costs nothing to fetch, and polls while it opens. */
  #follow(name: string): void {
    clearTimeout(this.#poll);
    if (this.status?.name !== name) {
      this.#heard(this.models.find((model) => model.name === name) ?? null);
      this.tokens = this.trace = this.problem = null;
    }
    void this.#ask(name, () => this.api.modelStatus(name));
  }

  async #open(name: string): Promise<void> {
    this.#chosen = this.givenUp = '';
    await this.#ask(name, () => this.api.openModel(name));
  }

  async #ask(name: string, question: () => Promise<ModelStatus>): Promise<void> {
    clearTimeout(this.#poll);
    try {
      const status = await question();
      if (this.route.model !== name) return;
      // The server may know the model by a shorter name: the page then uses that.
      if (status.name !== name) {
        if (this.#chosen === name) this.#chosen = status.name;
        return this.route.go({ model: status.name }, 'replace');
      }
      this.#heard(status);
      if (status.state === 'opening' && !this.#ended)
        this.#poll = setTimeout(() => this.#ask(name, () => this.api.modelStatus(name)), POLL);
      else if (status.state === 'cached' || (status.state !== 'ready' && this.#chosen === name)) await this.#open(name);
    } catch (error) {
      if (this.route.model === name) this.#heard(failed(name, asProblem(error)));
    }
  }

  #heard(status: ModelStatus | null): void {
    this.status = status;
    if (status && this.models.some((model) => model.name === status.name))
      this.models = this.models.map((model) => (model.name === status.name ? status : model));
    else if (status && status.state !== 'failed') this.models = [...this.models, status];
  }

  #send(request: TextRequest, ready: boolean): void {
    this.#request?.abort();
    clearTimeout(this.#wait);
    const controller = (this.#request = new AbortController());
    if (request.text.length > LONG) this.#wait = setTimeout(() => void this.#fetch(request, ready, controller), REST);
    else void this.#fetch(request, ready, controller);
  }

  async #fetch(request: TextRequest, ready: boolean, controller: AbortController): Promise<void> {
    const { signal } = controller;
    const most = this.about?.max_characters ?? Infinity;
    if (request.text.length > most) return this.#fail(tooLarge(request.text.length, most));
    this.busy = ready;
    await this.api.priority.afterFront();
    if (signal.aborted) return;
    const tokens = this.api.tokens(request, signal);
    // Asked at once, beside the tokens: the trace need not wait for them, unless the text was too long a moment ago. An empty text may
    // still have special tokens.
    const trace = ready && request.text && !this.tokens?.problem ? this.api.trace(request, signal) : null;
    trace?.catch(() => undefined);
    let answered = false;
    try {
      const answer = await tokens;
      if (signal.aborted) return;
      answered = true;
      this.tokens = answer;
      this.#record(request);
      holdToText(this.route, Math.max(answer.tokens.length, answer.target.length));
      if (answer.problem) return this.#fail(answer.problem);
      if (!ready || !answer.tokens.length) {
        this.trace = this.problem = null;
        this.busy = false;
        return;
      }
      const made = await (trace ?? this.api.trace(request, signal));
      if (signal.aborted) return;
      this.trace = { ...made, tokens: answer.tokens, target: answer.target };
      this.problem = null;
      this.busy = false;
    } catch (error) {
      if (signal.aborted) return;
      const problem = asProblem(error);
      // Cancelled for another request of this page, and yet this is the newest text: asked again.
      if (problem.code === 'cancelled') this.#wait = setTimeout(() => this.#send(request, ready), REST);
      // A model that is not open yet can't answer; its own state says so, and is asked again.
      else if (problem.code === 'model-not-ready') {
        if (ready) this.#follow(this.route.model);
      } else {
        if (!answered) this.tokens = null;
        this.#fail(problem);
      }
    }
  }

  /** What the route asks for. */
  #asked(): TextRequest {
    const { model, text, target, appended } = this.route;
    return { model, text, target, appended: [...appended] };
  }

  #fail(problem: Problem): void {
    this.#request?.abort();
    this.problem = problem;
    this.trace = null;
    this.busy = false;
  }

  /** Makes the trace again that the server no longer holds; views that ask together wait for one. */
  remake(id: string): Promise<string> {
    if (this.trace?.id !== id) return Promise.reject(new DOMException('A newer trace is shown', 'AbortError'));
    if (this.#remaking?.id === id) return this.#remaking.trace;
    const trace = this.api.trace(this.#asked()).then(
      (made) => {
        if (this.trace?.id === id) this.trace = { ...this.trace, ...made };
        return made.id;
      },
      (error: unknown) => {
        // A server that was started again opens the model first; there is a new trace then.
        if (!(error instanceof ProblemError) || error.problem.code !== 'model-not-ready') throw error;
        this.#follow(this.route.model);
        throw new DOMException('The model is opened first', 'AbortError');
      },
    );
    this.#remaking = { id, trace };
    const done = () => (this.#remaking = null);
    trace.then(done, done);
    return trace;
  }

  #draft(draft: Draft, typed: boolean): void {
    this.#drafts.record(draft, typed, performance.now());
    this.#show(draft);
  }

  /** A text that came by the address or the Back button is a step like any other. */
  #record(request: TextRequest): void {
    const { text, target, appended } = request;
    this.#drafts.record({ text, target, appended }, false, performance.now());
    this.canUndo = this.#drafts.canUndo;
    this.canRedo = this.#drafts.canRedo;
  }

  #show(draft: Draft): void {
    this.canUndo = this.#drafts.canUndo;
    this.canRedo = this.#drafts.canRedo;
    this.route.go({ text: draft.text, target: draft.target, appended: draft.appended }, 'replace');
  }
}
