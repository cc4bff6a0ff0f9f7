/** How wide characters are drawn, as the browser and its fonts have it, in cells of the page's monospace font. */

/** A character may be so much wider than its cells before it is given one more. */
const OVER = 0.2;
const EXACT = 0.02;
/** What Unicode calls wide, whatever font there is. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\u3041-\u30ff\uff01-\uff60]/u;
/** From here on are scripts whose letters join or run from right to left: each stands in its own cell. */
const JOINING = '\u0590';

export class Measure {
  /** A cell's width in pixels. */
  readonly cell: number;
  #context: CanvasRenderingContext2D | null;
  #widths = new Map<string, number>();

  constructor(font: string) {
    this.#context = document.createElement('canvas').getContext('2d');
    if (this.#context) this.#context.font = font;
    this.cell = this.#pixels('0') || 8;
  }

  /** How many cells a character needs. */
  readonly cells = (drawn: string): number => {
    if (plain(drawn)) return 1;
    return Math.max(WIDE.test(drawn) ? 2 : 1, Math.ceil(this.#in(drawn) - OVER));
  };

  /** Whether it is exactly as wide as its cells, so that it can stand in a run of text. */
  readonly fits = (drawn: string, cells: number): boolean =>
    plain(drawn) || (drawn < JOINING && Math.abs(this.#in(drawn) - cells) < EXACT);

  #in(drawn: string): number {
    let width = this.#widths.get(drawn);
    if (width === undefined) this.#widths.set(drawn, (width = this.#pixels(drawn) / this.cell));
    return width;
  }

  #pixels(text: string): number {
    return this.#context?.measureText(text).width ?? 0;
  }
}

const plain = (drawn: string): boolean => drawn.length === 1 && drawn >= ' ' && drawn <= '~';
