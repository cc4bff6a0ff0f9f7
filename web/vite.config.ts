/** How the page is built: into the Python package, for a strict Content-Security-Policy (nothing inline). */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** KaTeX names each font three times; every browser that runs this page reads woff2. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('katex') || !id.endsWith('.css')) return null;
      return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'][^"']*["']\)/g, '');
    },
  };
}

const server = process.env['CUTAWAY_SERVER'] ?? 'http://127.0.0.1:8765';

export default defineConfig({
  base: './',
  plugins: [onlyWoff2(), svelte()],
  build: {
    outDir: '../src/cutaway/server/page',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // light-dark(), the highlight API and text-wrap are used as they are
    target: ['chrome123', 'firefox128', 'safari17.5'],
    license: { fileName: 'licences.md' },
  },
  server: {
    proxy: { '/api': { target: server, changeOrigin: false }, '/share': { target: server, changeOrigin: false } },
  },
  // Tests mount components too, with the half of Svelte that browsers get.
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
