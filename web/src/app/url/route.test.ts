import { expect, test } from 'vitest';
import { Notices } from '../notices.svelte';
import { MemoryAddress } from './address';
import { Route } from './route.svelte';

const routeAt = (fragment: string) => {
  const [address, notices] = [new MemoryAddress(fragment), new Notices()];
  return { address, notices, route: new Route(address, notices) };
};

test('two routes have an address each', () => {
  const [one, other] = [routeAt('#/tokens?text=a'), routeAt('#/walk?text=b')];
  one.route.go({ room: 'attention', layer: 3 });
  expect(one.route.text).toBe('a');
  expect(one.address.read().fragment).toBe('#/attention?text=a&layer=3');
  expect([other.route.room, other.route.text, other.route.layer]).toEqual(['walk', 'b', null]);
  expect(other.address.read().fragment).toBe('#/walk?text=b');
});

test('goes back and forward through what was pushed, and over what was replaced', () => {
  const { address, route } = routeAt('#/tokens?text=a');
  route.go({ room: 'walk' });
  route.go({ text: 'ab' }, 'replace');
  route.go({ room: 'prediction' });
  address.go(-1);
  expect([route.room, route.text, route.arrivals]).toEqual(['walk', 'ab', 2]);
  address.go(-1);
  expect([route.room, route.text]).toEqual(['tokens', 'a']);
  address.go(1);
  expect(route.room).toBe('walk');
  address.go(5);
  expect(route.room).toBe('walk');
});

test('follows a link, and says what of it can’t be followed', () => {
  const { notices, route } = routeAt('');
  expect(route.visit('#/nowhere?text=c')).toBe(true);
  expect([route.room, route.text]).toEqual(['tokens', 'c']);
  expect(notices.said).toHaveLength(1);
});

test('hears nothing any more once it is closed', () => {
  const { address, route } = routeAt('#/tokens?text=a');
  route.close();
  address.visit('#/tokens?text=b');
  expect(route.text).toBe('a');
});
