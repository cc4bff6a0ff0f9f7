/** Builds a page that only tests open, as the page itself is built: `node scripts/test_page.mjs NAME.html FOLDER`. */
import { build } from 'vite';

const [page, outDir] = process.argv.slice(2);
await build({
  logLevel: 'error',
  publicDir: false,
  build: { outDir, emptyOutDir: true, minify: false, license: false, rolldownOptions: { input: page } },
});
