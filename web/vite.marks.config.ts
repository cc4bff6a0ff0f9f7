/** How the marks are built as a library of their own, into dist/marks: one module with all that it needs, and its styles. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  publicDir: false,
  build: {
    outDir: 'dist/marks',
    target: ['chrome123', 'firefox128', 'safari17.5'],
    lib: { entry: 'src/marks/index.ts', formats: ['es'], fileName: 'marks', cssFileName: 'marks' },
  },
});
