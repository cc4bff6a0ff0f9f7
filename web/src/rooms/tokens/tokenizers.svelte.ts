/**
 * The tokenizers that this room looks through: the open model's own, or those that the address names. Whatever is named is opened; until
 * it is, its status says how far that is.
 */
import { openTokenizer, openTokenizerFile, saveTokenizerFile, tokenizers as list } from '../../app/api/client';
import type { TokenizerStatus } from '../../app/api/types';
import { counted } from '../../lib/numbers';
import { notices } from '../../app/notices.svelte';
import { route } from '../../app/url/route.svelte';
import { session } from '../../app/session.svelte';
import { keep } from '../../app/url/keep';
import { MOST, namesIn, namesOut } from './chosen';
import { tokenizerAmong } from './files';
import { OWN_ONLY, seen, SINGLE } from './views';
import { asProblem, type Problem } from '../../lib/problem';

/** How often an opening tokenizer is asked how far it is, in milliseconds. */
const POLL = 250;
/** What stands for the open model's own tokenizer. */
export const OWN = '';

class Tokenizers {
  all = $state.raw<readonly TokenizerStatus[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** Why a file was not opened, or not saved. It stays until another is given. */
  refusal = $state.raw<Problem | null>(null);
  /** The name of a file that is being opened. */
  taking = $state.raw<string | null>(null);
  /** The names in the address, the model's own as an empty one. */
  readonly chosen: readonly string[] = $derived(namesIn(route.view['tk']));
  /** The one that views of a single tokenizer look through. */
  readonly first: string = $derived(this.chosen[0] ?? OWN);
  /** Whether special tokens that are written out in the text are text like any other. */
  readonly literal: boolean = $derived(route.view['literal'] === '1');
  #poll: ReturnType<typeof setTimeout> | undefined;
  #asked = new Set<string>();

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
    return name === OWN ? (session.status?.title ?? 'the open model') : (this.statusOf(name)?.title ?? name);
  }

  isReady(name: string): boolean {
    return name === OWN ? session.ready : this.statusOf(name)?.state === 'ready';
  }

  choose(names: readonly string[]): void {
    keep({ tk: namesOut(names) });
  }

  async open(name: string): Promise<void> {
    this.#asked.add(name);
    try {
      await openTokenizer(name);
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
      const { name, title } = await openTokenizerFile(given.file, given.merges);
      await this.refresh();
      // Whoever went to another room meanwhile finds it in the list.
      if (route.room !== 'tokens') return;
      const view = seen();
      const several = !SINGLE.includes(view);
      const tk = namesOut(several && this.chosen.length < MOST ? [...this.chosen, name] : [name]);
      if (!OWN_ONLY.includes(view)) return keep({ tk });
      route.go({ words: { look: 'side', tk } });
      notices.say(`${title} is open. Here it is beside the tokenizer that the model uses, which stays the same.`);
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
      const saved = await saveTokenizerFile(name, as);
      if (route.room === 'tokens') this.choose(this.chosen.map((each) => (each === name ? saved.name : each)));
      await this.refresh();
    } catch (error) {
      this.refusal = asProblem(error);
    }
  }

  /** Names that no tokenizer has are taken out of the address. */
  #check(): void {
    const known = this.chosen.filter((name) => name === OWN || this.statusOf(name));
    const strange = this.chosen.find((name) => !known.includes(name));
    if (strange === undefined || !this.all.length || route.room !== 'tokens') return;
    const sentence = `The link asks for a tokenizer ‘${strange}’; there is none of that name here.`;
    route.refuse('tk', sentence, { words: { tk: namesOut(known.length ? known : [OWN]) } });
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#poll);
    try {
      this.all = await list();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.#check();
    if (this.all.some(({ state }) => state === 'opening')) this.#poll = setTimeout(() => void this.refresh(), POLL);
  }
}

export const tokenizers = new Tokenizers();
