import { describe, expect, test } from 'vitest';
import { building } from './building';

describe('the building', () => {
  for (const [layers, height] of [
    [1, 700],
    [6, 700],
    [30, 700],
    [48, 500],
    [126, 400],
  ] as const)
    test(`of ${layers} layers stands on the ground within ${height} pixels, floor upon floor`, () => {
      const house = building(height, layers);
      expect(house.storeys).toHaveLength(layers);
      expect(house.peak).toBeGreaterThanOrEqual(0);
      expect(house.ground).toBeLessThan(height);
      const floors = [house.tokens, ...house.storeys, house.prediction];
      expect(floors[0]!.y + floors[0]!.height).toBe(house.ground);
      for (const [i, floor] of floors.slice(1).entries()) expect(floor.y + floor.height).toBeCloseTo(floors[i]!.y);
      expect(house.blocks.y + house.blocks.height).toBe(house.tokens.y);
    });

  test.each([1, 2, 3, 6, 30, 126])(
    'of %i layers has a stair to the prediction, and its name is in no other’s way',
    (layers) => {
      for (const height of [400, 700, 1200]) {
        const house = building(height, layers);
        const { steps, label } = house.stair;
        expect(steps[0]).toBe(house.ground);
        expect(steps.at(-1)).toBe(house.prediction.y + house.prediction.height / 2);
        for (const [i, y] of steps.slice(1).entries()) expect(y).toBeLessThan(steps[i]!);
        const middles = [house.tokens, house.blocks, house.prediction].map(({ y, height }) => y + height / 2);
        for (const middle of middles) expect(Math.abs(middle - label)).toBeGreaterThanOrEqual(14);
        const note = house.blocks.y + house.blocks.height / 2 + 21;
        expect(Math.abs(note - label)).toBeGreaterThanOrEqual(14);
      }
    },
  );

  test('of a model whose layers are not known is a shell without storeys', () => {
    const house = building(700, null);
    expect(house.storeys).toEqual([]);
    expect(house.blocks.height).toBeGreaterThan(0);
  });
});
