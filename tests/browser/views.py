"""Every view of the page by its address, and what a test that walks through all of them needs."""

from collections.abc import Mapping
from urllib.parse import quote

from playwright.sync_api import Page, expect

from browser.serving import Server

TEXT = "The cat sat on the mat because"

VIEWS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "as the model reads it": ("tokens", {}),
    "as a table": ("tokens", {"view": "table", "at": "2"}),
    "as a chat": ("tokens", {"view": "chat", "system": "Answer in rhyme."}),
    "step by step": ("tokens", {"view": "steps"}),
    "side by side": ("tokens", {"view": "side", "tk": ",gpt2"}),
    "in many languages": ("tokens", {"view": "languages"}),
    "what people believe": ("tokens", {"view": "cases"}),
    "the vocabulary": ("tokens", {"view": "vocabulary", "token": "260"}),
    "the vocabulary by length": ("tokens", {"view": "vocabulary", "drawn": "lengths"}),
    "train one": ("tokens", {"view": "train"}),
    "the walk": ("walk", {}),
    "a number explained": ("walk", {"stage": "attn.scores", "cell": "0.2.1"}),
    "all heads": ("attention", {}),
    "what heads do": ("attention", {"all": "table"}),
    "rollout": ("attention", {"all": "rollout"}),
    "a head": ("attention", {"layer": "3", "head": "5"}),
    "a head's lines": ("attention", {"layer": "3", "head": "5", "view": "lines"}),
    "a head's neurons": ("attention", {"layer": "3", "head": "5", "view": "neurons"}),
    "what comes next": ("prediction", {}),
    "logit lens": ("prediction", {"view": "lens"}),
    "sampling": ("prediction", {"view": "sampling"}),
    "continuations": ("prediction", {"view": "tree"}),
    "beam search": ("prediction", {"view": "beams", "search": "1"}),
    "the cache": ("prediction", {"view": "cache"}),
    "prompts": ("prediction", {"view": "prompts"}),
}


def fragment(view: str, text: str = TEXT) -> str:
    """The address of a view, as the page itself would write it, from `#` on."""
    room, words = VIEWS[view]
    here = {"model": "smollm2", "text": text, **words}
    return f"#/{room}?" + "&".join(f"{key}={quote(value)}" for key, value in here.items())


def enter(page: Page, server: Server, view: str, text: str = TEXT) -> None:
    """Go to a view by its address, in a page that is open already or not, and wait until it has what it waits for."""
    if page.url.startswith(server.url):
        page.evaluate("hash => { location.hash = hash }", fragment(view, text))
    else:
        page.goto(server.url + fragment(view, text))
    settle(page)


def settle(page: Page) -> None:
    """Until nothing is asked of the server any more, and the view is drawn."""
    expect(page.get_by_role("main")).to_have_attribute("aria-busy", "false")
    page.wait_for_function(
        """() => new Promise(done => {
          const answers = () => performance.getEntriesByType('resource').length;
          let before = answers(), since = performance.now();
          const look = () => {
            const now = performance.now();
            if (answers() !== before) [before, since] = [answers(), now];
            if (now - since > 400 && !document.querySelector('[role=progressbar]')) done(true);
            else setTimeout(look, 50);
          };
          look();
        })"""
    )
