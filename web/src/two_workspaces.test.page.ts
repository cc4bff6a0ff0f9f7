/** A page for a test: two workspaces side by side, each with an address and a carrier of its own. `?left=FRAGMENT&right=FRAGMENT` */
import { mount } from 'svelte';
import { ADDRESSES } from './addresses';
import App from './App.svelte';
import { Settings } from './app/settings.svelte';
import { MemoryAddress } from './app/url/address';
import { Workspace } from './app/workspace.svelte';
import './ui/base.css';
import './lib/theme.css';
import './lib/hidden.css';

interface Side {
  address: MemoryAddress;
  /** The requests that its carrier took, and the ids of pages that these carried. */
  requests: string[];
  pages: Set<string>;
  workspace: Workspace;
}

const settings = new Settings(null, document.documentElement);
const fragments = new URLSearchParams(location.search);

function open(name: string): Side {
  const requests: string[] = [];
  const pages = new Set<string>();
  const address = new MemoryAddress(fragments.get(name) ?? '');
  const workspace = new Workspace({
    fetch: (url, init) => {
      requests.push(`${url} ${typeof init.body === 'string' ? init.body : ''}`);
      pages.add(new Headers(init.headers).get('X-Cutaway-Page') ?? '');
      return fetch(url, init);
    },
    address,
    settings,
    grammar: ADDRESSES,
    name: `${name}-`,
  });
  const target = document.querySelector(`[aria-label="${name}"]`)!;
  mount(App, { target, props: { workspace } });
  return { address, requests, pages, workspace };
}

/** What the test reads, and drives as a reader drives the browser's own buttons. */
Object.assign(window, { sides: { left: open('left'), right: open('right') } });
