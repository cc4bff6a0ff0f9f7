/** The page's floors: a module imports only from below, and rooms know nothing of each other. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';

/** What each floor may import, besides itself. Modules that lie in no folder put the page together and may import all. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  marks: ['lib'],
  app: ['lib'],
  ui: ['lib', 'marks', 'app'],
  explanations: ['lib', 'app'],
  shell: ['lib', 'marks', 'app', 'ui'],
  rooms: ['lib', 'marks', 'app', 'ui', 'explanations', 'shell'],
};

const SOURCES = readdirSync(import.meta.dirname, { withFileTypes: true, recursive: true })
  .filter((file) => file.isFile() && /\.(ts|svelte)$/.test(file.name) && !file.name.endsWith('.d.ts'))
  .map((file) => join(file.parentPath, file.name));

/** `from '…'`, `import '…'`, `import('…')` and what a test mocks; also over several lines. */
const IMPORT = /(?:\bfrom|\bimport|\bmock)\s*\(?\s*['"`](\.{1,2}\/[^'"`]+)['"`]/g;

interface Import {
  readonly from: string;
  readonly to: string;
}

const parts = (path: string): string[] => relative(import.meta.dirname, path).split(sep);
const importsOf = (path: string): Import[] =>
  [...readFileSync(path, 'utf-8').matchAll(IMPORT)].map(([, target]) => ({
    from: parts(path).join('/'),
    to: parts(join(dirname(path), target!)).join('/'),
  }));

const IMPORTS = SOURCES.flatMap(importsOf);
const floorOf = (path: string): string => (path.includes('/') ? path.split('/')[0]! : '');
const roomOf = (path: string): string => path.split('/')[1]!;
const said = (imports: readonly Import[]) => imports.map(({ from, to }) => `${from} imports ${to}`);

test('every folder is a floor', () => {
  expect(SOURCES.length).toBeGreaterThan(300);
  expect(IMPORTS.length).toBeGreaterThan(1000);
  expect([...new Set(SOURCES.map((path) => floorOf(parts(path).join('/'))))].filter(Boolean).toSorted()).toEqual(
    Object.keys(BELOW).toSorted(),
  );
});

test.each(Object.entries(BELOW))('%s imports only what lies below it', (floor, below) => {
  const astray = IMPORTS.filter(({ from, to }) => floorOf(from) === floor && ![floor, ...below].includes(floorOf(to)));
  expect(said(astray)).toEqual([]);
});

test('no room imports another', () => {
  const astray = IMPORTS.filter(
    ({ from, to }) => floorOf(from) === 'rooms' && floorOf(to) === 'rooms' && roomOf(from) !== roomOf(to),
  );
  expect(said(astray)).toEqual([]);
});
