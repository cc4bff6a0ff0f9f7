/** Starts the page. */
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@fontsource-variable/source-sans-3/wght.css';
import '@fontsource-variable/source-sans-3/wght-italic.css';
import { mount } from 'svelte';
import { ADDRESSES } from './addresses';
import App from './App.svelte';
import { Settings } from './app/settings.svelte';
import { BrowserAddress } from './app/url/address';
import { Workspace } from './app/workspace.svelte';
import { ScrollMemory } from './shell/scrollMemory';
import './ui/base.css';
import './lib/theme.css';
import './lib/hidden.css';

// What is drawn before its letters are there moves when they come. They come from the same server, so they are worth a moment.
const letters = [
  '16px "Source Sans 3 Variable"',
  '600 16px "Source Sans 3 Variable"',
  '16px "JetBrains Mono Variable"',
];
const moment = new Promise((resolve) => setTimeout(resolve, 500));
await Promise.race([Promise.allSettled(letters.map((font) => document.fonts.load(font))), moment]);

const target = document.getElementById('page')!;
const workspace = new Workspace({
  fetch: (url, init) => fetch(url, init),
  address: new BrowserAddress(),
  settings: new Settings(shelf(), document.documentElement),
  grammar: ADDRESSES,
  follower: new ScrollMemory(target),
});
mount(App, { target, props: { workspace } });

/** A browser may refuse to keep anything at all. */
function shelf(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
