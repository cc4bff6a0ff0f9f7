"""The cache view with SmolLM2's real weights: what is computed, what is held, and what another text could reuse."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Server
from cutaway import Model
from cutaway.generate.decoder import Decoder
from cutaway.generate.prefix import key_differences

pytestmark = pytest.mark.browser
FRANCE = "The capital of France is"


def test_each_step_says_what_was_computed_and_what_is_held(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", view="cache", text=FRANCE, more=4))
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(r"In 4\s+steps, 8\s+positions computed with the cache, 26 without"))
    table = page.get_by_role("region", name="Steps with and without a cache").get_by_role("table")
    rows = table.get_by_role("row").all()[1:-1]
    assert len(rows) == 4
    assert smollm2.tokenizer is not None
    ids = smollm2.tokenizer.encode(FRANCE)
    decoder = Decoder(smollm2)
    for number, row in enumerate(rows):
        held = 30 * 2 * 3 * 64 * 4 * (5 + number)
        kept, anew = row.get_by_role("cell").nth(1), row.get_by_role("cell").nth(4)
        expect(kept).to_contain_text(
            f"{1 if number else 5}\xa0position{'' if number else 's'} computed, {len(ids) - 1 if number else 0} reused"
        )
        expect(anew).to_contain_text(f"{5 + number}\xa0positions computed, 0 reused")
        expect(row.get_by_title(f"{held:,} bytes")).to_be_visible()
        ids.append(int(decoder.after(ids)[-1].argmax()))
        token = smollm2.tokenizer.text_of(ids[-1:]).strip()
        if token:
            expect(row.get_by_role("cell").first).to_contain_text(token)
    expect(page.get_by_text(re.compile("× 8\\s+tokens × 64"))).to_be_visible()


def test_a_changed_front_leaves_nothing_and_a_longer_end_all(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="cache", text=FRANCE, more=4))
    both = page.get_by_role("region", name="Both texts, token by token")
    work = both.get_by_role("row", name=re.compile("for the other"))
    expect(page.get_by_text("Their first tokens differ.")).to_be_visible()
    expect(work.get_by_text("computed", exact=True)).to_have_count(5)
    page.get_by_role("button", name="Add a word at the end").click()
    expect(page.get_by_text("The other text goes on from there.")).to_be_visible()
    expect(work.get_by_text("reused", exact=True)).to_have_count(5)
    expect(work.get_by_text("computed", exact=True)).to_have_count(1)
    page.reload()
    expect(page.get_by_role("textbox", name="Another text")).to_have_value(f"{FRANCE} now")
    expect(work.get_by_text("reused", exact=True)).to_have_count(5)


def test_the_keys_differences_are_those_of_two_traces(page: Page, server: Server, smollm2: Model) -> None:
    other = "The capital of Italy is"
    page.goto(server.at("prediction", view="cache", text=FRANCE, other=other, more=4))
    found = key_differences(smollm2.trace(FRANCE), smollm2.trace(other))
    expect(page.get_by_text(re.compile("At position 3 one has ‘ France’ and the other ‘ Italy’"))).to_be_visible()
    keys = page.get_by_role("region", name="Differences of the keys")
    greatest = max(float(row.max()) for row in found.values())
    expect(keys).to_contain_text(f"by up to {greatest:#.3g}".rstrip("."))
    grid = keys.get_by_role("grid")
    grid.focus()
    grid.press("ArrowUp")
    said = keys.get_by_text(re.compile(r"^Layer \d+, position \d+: keys differ by"))
    expect(said.first).to_be_visible()
    match = re.search(r"Layer (\d+), position (\d+): keys differ by ([\d.]+) ", said.first.inner_text())
    assert match is not None
    expected = float(found[f"layers.{match[1]}.attn.k"][int(match[2])])
    assert float(match[3]) == pytest.approx(expected, rel=0.01)
