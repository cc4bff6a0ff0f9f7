/**
 * The tokenizers that this room looks through: the open model's own, or those that the address names. Whatever is named is opened; until
 * it is, its status says how far that is.
 */
import type { TokenizerStatus } from '../../app/api/types';
import { counted } from '../../lib/numbers';
import { useWorkspace, type Workspace } from '../../app/workspace.svelte';
import { MOST, namesIn, namesOut } from './chosen';
import { tokenizerAmong } from './files';
import { OWN_ONLY, seen, SINGLE } from './views';
import { asProblem, type Problem } from '../../lib/problem';

/** How often an opening tokenizer is asked how far it is, in milliseconds. */
const POLL = 250;
/** What stands for the open model's own tokenizer. */
export const OWN = '';

export class Tokenizers {
  all = $state.raw<readonly TokenizerStatus[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Why a file was not opened, or not saved. It stays until another is given. */
  refusal = $state.raw<Problem | null>(null);
  /** The name of a file that is being opened. */
  taking = $state.raw<string | null>(null);
  /** The names in the address, the model's own as an empty one. */
  readonly chosen: readonly string[] = $derived.by(() => namesIn(this.workspace.route.view['tk']));
  /** The one that views of a single tokenizer look through. */
  readonly first: string = $derived(this.chosen[0] ?? OWN);
  /** Whether special tokens that are written out in the text are text like any other. */
  readonly literal: boolean = $derived.by(() => this.workspace.route.view['literal'] === '1');
  #poll: ReturnType<typeof setTimeout> | undefined;
  #asked = new Set<string>();

  constructor(private readonly workspace: Workspace) {}

  /** Reads the list, and opens what is chosen from now on. To be called while a component is made. */
  follow(): void {
    $effect(() => {
      void this.refresh();
      return () => clearTimeout(this.#poll);
    });
    $effect(() => {
      for (const name of this.chosen) {
        const status = this.statusOf(name);
        if (status && (status.state === 'absent' || status.state === 'cached') && !this.#asked.has(name))
          void this.open(name);
      }
    });
  }

  statusOf(name: string): TokenizerStatus | null {
    return this.all.find((each) => each.name === name) ?? null;
  }

  /** What to call it on screen. */
  titleOf(name: string): string {
    return name === OWN
      ? (this.workspace.session.status?.title ?? 'the open model')
      : (this.statusOf(name)?.title ?? name);
  }

  isReady(name: string): boolean {
    return name === OWN ? this.workspace.session.ready : this.statusOf(name)?.state === 'ready';
  }

  choose(names: readonly string[]): void {
    this.workspace.route.keep({ tk: namesOut(names) });
  }

  async open(name: string): Promise<void> {
    this.#asked.add(name);
    try {
      await this.workspace.api.openTokenizer(name);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    await this.refresh();
  }

  /** Has a tokenizer opened that is among these files, and looks through it in the view that is shown. */
  async take(files: readonly File[]): Promise<void> {
    this.refusal = null;
    if (!files.length) return;
    const given = tokenizerAmong(files);
    if (!given) {
      this.refusal = {
        code: 'unsupported-model',
        message: `These are ${counted(files.length, 'file')}, and a tokenizer is one.`,
        hint: 'Give one file, or vocab.json with merges.txt.',
        limit: null,
        got: null,
      };
      return;
    }
    this.taking = given.file.name;
    try {
      const { name, title } = await this.workspace.api.openTokenizerFile(given.file, given.merges);
      await this.refresh();
      // Whoever went to another room meanwhile finds it in the list.
      if (this.workspace.route.room !== 'tokens') return;
      const view = seen(this.workspace.route.view['view']);
      const several = !SINGLE.includes(view);
      const tk = namesOut(several && this.chosen.length < MOST ? [...this.chosen, name] : [name]);
      if (!OWN_ONLY.includes(view)) return this.workspace.route.keep({ tk });
      this.workspace.route.go({ words: { view: 'side', tk } });
      this.workspace.notices.say(
        `${title} is open. Here it is beside the tokenizer that the model uses, which stays the same.`,
      );
    } catch (error) {
      this.refusal = asProblem(error);
    } finally {
      this.taking = null;
    }
  }

  /** Saves the tokenizer of a file under a name of its own. */
  async save(name: string, as: string): Promise<void> {
    this.refusal = null;
    try {
      const saved = await this.workspace.api.saveTokenizerFile(name, as);
      if (this.workspace.route.room === 'tokens')
        this.choose(this.chosen.map((each) => (each === name ? saved.name : each)));
      await this.refresh();
    } catch (error) {
      this.refusal = asProblem(error);
    }
  }

  /** Names that no tokenizer has are taken out of the address. */
  #check(): void {
    const known = this.chosen.filter((name) => name === OWN || this.statusOf(name));
    const strange = this.chosen.find((name) => !known.includes(name));
    if (strange === undefined || !this.all.length || this.workspace.route.room !== 'tokens') return;
    const sentence = `The link asks for a tokenizer ‘${strange}’; there is none of that name here.`;
    this.workspace.route.refuse('tk', sentence, { words: { tk: namesOut(known.length ? known : [OWN]) } });
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#poll);
    try {
      this.all = await this.workspace.api.tokenizers();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.#check();
    if (this.all.some(({ state }) => state === 'opening')) this.#poll = setTimeout(() => void this.refresh(), POLL);
  }
}

export const useTokenizers = (): Tokenizers => useWorkspace().part(Tokenizers);
