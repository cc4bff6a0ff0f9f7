"""A tokenizer trained on the page: its merges, its text at every size, kept under a name and reached by a link."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.serving import Server
from cutaway.tokens.training.train_bpe import train_bpe
from cutaway.tokens.training.trained import Trained

pytestmark = pytest.mark.browser
TEXT = "The cat sat on the mat, then the hat. " * 3
SIZE = 300


@pytest.fixture(scope="module")
def direct() -> Trained:
    """The same training without a page."""
    return train_bpe(TEXT, SIZE)


@pytest.fixture
def name(server: Server) -> Iterator[str]:
    """A name that no tokenizer of this machine has, and none has afterwards."""
    name = f"of-a-test-{uuid4().hex[:8]}"
    yield name
    httpx.delete(f"{server.url}api/tokenizers/trained/{name}")


def train(page: Page, server: Server, **state: str | int) -> None:
    page.goto(server.at("tokens", view="train", text=TEXT, **({"from": "text", "size": SIZE} | state)))
    page.get_by_role("button", name="Train", exact=True).click()
    expect(heading(page)).to_contain_text("merges applied: the text above is")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def listed(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Merges, in the order in which they were learnt")


def expect_tokens(page: Page, tokens: str) -> None:
    """The text in tokens as the page draws them, one after the other."""
    region = page.get_by_role("region", name="The text above in tokens")
    expect(region).to_have_text(tokens, use_inner_text=True)


def drawn(trained: Trained, merges: int) -> str:
    """What the page should draw: the tokens of a training that stopped there."""
    tokenizer = train_bpe(TEXT, 256 + merges).tokenizer
    assert trained.merges[:merges] == train_bpe(TEXT, 256 + merges).merges
    return " ".join(tokenizer.decode([id]).replace(" ", "·") for id in tokenizer.encode(TEXT).ids)


def test_merges_are_listed_as_they_were_learnt(page: Page, server: Server, direct: Trained) -> None:
    train(page, server)
    listed(page).focus()
    listed(page).press("Home")
    for merge, number in zip(direct.merges[:8], count(1), strict=False):
        a, b, made = (part.decode().replace(" ", "·") for part in (*merge.pair, merge.result))
        said = f"Merge {number}: {a} and {b} become {made}, {merge.count}"
        option = page.get_by_role("option", name=said)
        expect(option).to_have_attribute("aria-posinset", str(number))
        expect(option).to_contain_text(merge.example.replace(" ", "·"))
    expect(listed(page).get_by_role("option", selected=True)).to_have_attribute("aria-posinset", "1")


def test_the_slider_shows_the_text_at_every_size_and_the_link_keeps_it(
    page: Page, server: Server, direct: Trained, name: str
) -> None:
    train(page, server)
    whole = len(direct.merges)
    slider = page.get_by_role("slider", name="Merges")
    expect(slider).to_have_value(str(whole))
    expect_tokens(page, drawn(direct, whole))
    slider.focus()
    slider.press("Home")
    expect(heading(page)).to_contain_text(f"0 of {whole}")
    expect_tokens(page, drawn(direct, 0))
    for _ in range(7):
        slider.press("ArrowRight")
    expect(heading(page)).to_contain_text(f"7 of {whole}")
    expect_tokens(page, drawn(direct, 7))

    page.get_by_role("textbox", name="Save as").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved as {name}")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"(?=.*\btrained={name}\b).*\bmerges=7\b"))
    page.reload()
    expect(heading(page)).to_contain_text(f"7 of {whole}")
    expect_tokens(page, drawn(direct, 7))

    with page.expect_download() as download:
        page.get_by_role("link", name="tokenizer.json").click()
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved == json.loads(direct.tokenizer.to_str())

    page.get_by_role("link", name="Read the text with it").click()
    expect(heading(page)).to_be_visible()
    page.goto(server.at("tokens", view="side", text=TEXT, tk=name))
    expect(heading(page)).to_contain_text(re.compile(rf"\b{len(direct.tokenizer.encode(TEXT).ids)}\stokens"))

    page.goto(server.at("tokens", view="train", text=TEXT, trained=name))
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    assert name not in httpx.get(f"{server.url}api/tokenizers/trained").json()


def test_the_curve_s_table_counts_as_the_tokenizers_do(page: Page, server: Server, direct: Trained) -> None:
    train(page, server)
    table = page.get_by_role("table", name="The text above under each vocabulary")
    here = table.get_by_role("row", name="the one trained here")
    expect(here.get_by_role("cell").nth(0)).to_have_text(str(direct.size))
    expect(here.get_by_role("cell").nth(1)).to_have_text(str(direct.text_tokens))
    expect(table.get_by_role("row", name="SmolLM2").get_by_role("cell").nth(0)).to_have_text("49,152")


def test_too_little_text_says_how_many_merges_there_were(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="train", text="abab abab", **{"from": "text", "size": 5000}))
    page.get_by_role("button", name="Train", exact=True).click()
    merges = len(train_bpe("abab abab", 5000).merges)
    expect(
        page.get_by_text(re.compile(rf"no more to learn.* {merges}\smerges and so {256 + merges} tokens"))
    ).to_be_visible()


def test_a_training_is_stopped_by_escape(page: Page, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("".join(f"{n * n % 1_000_003:x} " for n in range(1_500_000)), encoding="utf-8")
    page.goto(server.at("tokens", view="train", text="x", **{"from": "file", "size": 100_000}))
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("A training that is stopped keeps nothing")).to_be_visible()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_enabled()


def test_a_file_over_the_limit_is_refused_with_both_numbers(page: Page, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"a " * 11_000_000)
    page.goto(server.at("tokens", view="train", text="x", **{"from": "file"}))
    page.get_by_label("Choose a file").set_input_files(file)
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"large\.txt has 22\.0\sMB, and training reads at most 20\.0\sMB")
    )
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()


def test_a_name_that_is_taken_is_given_to_another_only_when_that_is_said(page: Page, server: Server, name: str) -> None:
    saved = f"{server.url}api/tokenizers/trained/{name}"
    for size in (SIZE, SIZE + 10):
        train(page, server, size=size)
        page.get_by_role("textbox", name="Save as").fill(name)
        page.get_by_role("button", name="Save", exact=True).click()
        if size == SIZE:
            expect(page.get_by_text(f"Saved as {name}")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text(f"There is a tokenizer called {name} already.")
    expect(page.get_by_role("alert")).to_contain_text("Choose another name, or replace it.")
    assert httpx.get(saved).json()["facts"]["asked"] == SIZE
    page.get_by_role("button", name=f"Replace {name}").click()
    expect(page.get_by_text(f"Saved as {name}")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert httpx.get(saved).json()["facts"]["asked"] == SIZE + 10


def drop(page: Page, name: str, content: bytes, repeated: int = 1) -> None:
    """Drag a file over the form and let it go there."""
    transfer = page.evaluate_handle(
        """([name, content, repeated]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(Array(repeated).fill(new Uint8Array(content)), name));
          return transfer;
        }""",
        [name, [*content], repeated],
    )
    form = page.get_by_role("form", name="What to learn from, and how")
    for event in ("dragenter", "dragover", "drop"):
        form.dispatch_event(event, {"dataTransfer": transfer})


def test_a_text_file_that_is_dropped_is_learnt_from(page: Page, server: Server, direct: Trained) -> None:
    page.goto(server.at("tokens", view="train", text=TEXT, size=SIZE))
    expect(heading(page)).to_have_text("Train a tokenizer, and watch its vocabulary grow")
    drop(page, "Cats and mats.txt", TEXT.encode())
    expect(page.get_by_role("radio", name="a file")).to_be_checked()
    expect(page.get_by_text("Cats and mats.txt")).to_be_visible()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(heading(page)).to_contain_text(f"All {len(direct.merges)}")
    expect_tokens(page, drawn(direct, len(direct.merges)))
    expect(page.get_by_role("textbox", name="Save as")).to_have_value("cats-and-mats")


def test_a_binary_file_that_is_dropped_says_which_byte_is_no_text(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="train", text=TEXT, size=SIZE))
    expect(heading(page)).to_have_text("Train a tokenizer, and watch its vocabulary grow")
    drop(page, "picture.png", b"PNG\x0d\x0a\xff\xd8\x00")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The text is not UTF-8: byte 5 can't be read.")
    expect(page.get_by_role("alert")).to_contain_text("text file")
    drop(page, "Cats and mats.txt", TEXT.encode())
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(heading(page)).to_contain_text("merges applied")


def test_a_file_over_the_limit_that_is_dropped_is_refused(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="train", text=TEXT, size=SIZE))
    expect(heading(page)).to_have_text("Train a tokenizer, and watch its vocabulary grow")
    drop(page, "large.txt", b"a cat. " * 1000, 3000)
    expect(page.get_by_role("alert")).to_have_text(
        re.compile(r"large\.txt has 21\.0\sMB, and training reads at most 20\.0\sMB")
    )
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
