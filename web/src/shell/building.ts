/** The rail's drawing: a model as a thin section of a house, laid out in pixels from the ground up. */

export interface Floor {
  readonly y: number;
  readonly height: number;
}

export interface Building {
  /** Text and tokens, on the ground. */
  readonly tokens: Floor;
  /** One storey a layer, layer 0 lowest. */
  readonly storeys: readonly Floor[];
  /** All storeys together; an empty shell where the number of layers is not known yet. */
  readonly blocks: Floor;
  readonly prediction: Floor;
  /** The stair along the outer wall, from the ground to the prediction: the landings that it turns at, one above the other, and where its name stands. */
  readonly stair: { readonly steps: readonly number[]; readonly label: number };
  /** The peak of the roof and the line of the ground. */
  readonly peak: number;
  readonly ground: number;
}

const GROUND = 22;
const FLOOR = 44;
const ROOF = 26;
const TALLEST = 24;
const SHELL = 160;
const FLIGHT = 20;
/** The stair's name stands this far below the middle of the blocks, where theirs is with a note, or lower; in a low house, above it. */
const BELOW = 40;
const APART = 20;

/** Lays out a house of `layers` storeys (null: not known) in `height` pixels. It stands on the ground and need not fill the height. */
export function building(height: number, layers: number | null): Building {
  const ground = height - GROUND;
  const room = Math.max(60, ground - 2 * FLOOR - ROOF - 4);
  const storey = layers ? Math.min(TALLEST, room / layers) : 0;
  const total = layers ? storey * layers : Math.min(SHELL, room);
  const tokens = { y: ground - FLOOR, height: FLOOR };
  const blocks = { y: tokens.y - total, height: total };
  const storeys = Array.from({ length: layers ?? 0 }, (_, i) => ({ y: tokens.y - (i + 1) * storey, height: storey }));
  const prediction = { y: blocks.y - FLOOR, height: FLOOR };
  return {
    tokens,
    storeys,
    blocks,
    prediction,
    stair: stair(blocks, prediction, ground),
    peak: prediction.y - ROOF,
    ground,
  };
}

function stair(blocks: Floor, prediction: Floor, ground: number): Building['stair'] {
  const top = prediction.y + prediction.height / 2;
  const count = Math.max(2, Math.round((ground - top) / FLIGHT));
  const steps = Array.from({ length: count + 1 }, (_, i) => ground - ((ground - top) * i) / count);
  const middle = blocks.y + blocks.height / 2;
  const lower = Math.max(middle + BELOW, blocks.y + blocks.height * 0.75);
  return { steps, label: ground - FLOOR / 2 - lower >= APART ? lower : middle - APART };
}
