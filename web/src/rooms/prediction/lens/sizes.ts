/** Sizes in the grid, in pixels: a cell, and the column of names. */
export const [WIDE, HIGH, LABEL] = [84, 24, 92];
