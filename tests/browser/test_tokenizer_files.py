"""A tokenizer file is chosen or dropped on the page, looked through, and saved; what is none is told so."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import JSHandle, Page, expect

from browser.serving import Server
from support.serving import byte_tokenizer

pytestmark = pytest.mark.browser
TEXT = "aé"
RANKS = b"".join(base64.b64encode(bytes([byte])) + b" %d\n" % byte for byte in range(256))


@pytest.fixture
def name(server: Server) -> Iterator[str]:
    """A name that no tokenizer of this machine has, and none has afterwards."""
    name = f"of-a-test-{uuid4().hex[:8]}"
    yield name
    httpx.delete(f"{server.url}api/tokenizers/trained/{name}")


def dragged(page: Page, files: Mapping[str, bytes]) -> JSHandle:
    """Files as a hand drags them over the page, by their names."""
    return page.evaluate_handle(
        """files => {
          const transfer = new DataTransfer();
          for (const [name, content] of files) transfer.items.add(new File([new Uint8Array(content)], name));
          return transfer;
        }""",
        [[name, [*content]] for name, content in files.items()],
    )


def test_a_file_that_is_chosen_is_looked_through_and_saved(
    page: Page, server: Server, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    byte_tokenizer().save(str(file))
    page.goto(server.at("tokens", view="steps", text=TEXT))
    page.get_by_label("Open a tokenizer file").set_input_files(file)
    expect(page.get_by_label("Tokenizer", exact=True)).to_have_value(re.compile("^~f"))
    page.get_by_label("Name for mine.json").fill(name)
    page.get_by_role("button", name="Save mine.json").click()
    expect(page.get_by_label("Tokenizer", exact=True)).to_have_value(name)


def test_a_file_stands_beside_the_others_and_is_saved(page: Page, server: Server, name: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    byte_tokenizer().save(str(file))
    page.goto(server.at("tokens", view="side", text=TEXT))
    page.get_by_label("Open a tokenizer file").set_input_files(file)
    several = page.get_by_role("list", name="Tokenizers").get_by_role("listitem")
    expect(several).to_have_text([re.compile("SmolLM2"), re.compile("mine.json")])
    page.get_by_label("Name for mine.json").fill(name)
    page.get_by_role("button", name="Save mine.json").click()
    expect(several).to_have_text([re.compile("SmolLM2"), re.compile(name)])


@pytest.mark.parametrize("view", ["steps", "side", "vocabulary"])
def test_a_file_that_is_none_is_told_so_where_it_was_dropped(page: Page, server: Server, view: str) -> None:
    page.goto(server.at("tokens", view=view, text=TEXT))
    area = page.get_by_role("group", name="Tokenizers to look through")
    area.dispatch_event("drop", {"dataTransfer": dragged(page, {"no.json": b"{}"})})
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("no.json is not a file of the tokenizers library")


@pytest.mark.parametrize("view", ["read", "chat"])
def test_a_file_that_is_dropped_where_only_the_model_s_own_counts_opens_beside_it(
    page: Page, server: Server, view: str
) -> None:
    page.goto(server.at("tokens", view=view, text=TEXT))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"\d\stokens"))
    before = heading.inner_text()
    page.get_by_role("main").dispatch_event("drop", {"dataTransfer": dragged(page, {"no.json": b"{}"})})
    expect(page.get_by_role("alert")).to_contain_text("no.json is not a file of the tokenizers library")
    expect(heading).to_have_text(before)
    content = byte_tokenizer().to_str().encode()
    page.get_by_role("main").dispatch_event("drop", {"dataTransfer": dragged(page, {"mine.json": content})})
    expect(page.get_by_role("status", name="Notice")).to_contain_text("mine.json is open.")
    expect(page.get_by_role("radio", name="side by side")).to_be_checked()
    row = page.get_by_role("row").filter(has_text="mine.json").first
    expect(row.get_by_role("cell").first).to_have_text(str(len(TEXT.encode())))
    page.go_back()
    expect(heading).to_have_text(before)


def test_a_vocabulary_and_its_merges_are_dropped_together(page: Page, server: Server, tmp_path: Path) -> None:
    alphabet = byte_tokenizer().get_vocab()
    files = {
        "merges.txt": b"#version: 0.2\na b\n",
        "vocab.json": json.dumps(alphabet | {"ab": len(alphabet)}).encode(),
    }
    page.goto(server.at("tokens", view="steps", text="abab"))
    area = page.get_by_role("group", name="Tokenizers to look through")
    area.dispatch_event("drop", {"dataTransfer": dragged(page, files)})
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"‘abab’ becomes 2\stokens"))
    expect(page.get_by_label("Tokenizer", exact=True)).to_have_value(re.compile("^~f"))
    area.dispatch_event("drop", {"dataTransfer": dragged(page, {"a.json": b"{}", "b.json": b"{}"})})
    expect(page.get_by_role("alert")).to_contain_text("These are 2\u00a0files, and a tokenizer is one.")


def test_a_file_that_no_tokenizer_json_can_say_is_not_saved_and_says_why(
    page: Page, server: Server, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.tiktoken"
    file.write_bytes(RANKS)
    page.goto(server.at("tokens", view="steps", text=TEXT))
    page.get_by_label("Open a tokenizer file").set_input_files(file)
    expect(page.get_by_role("note")).to_contain_text("cut as in gpt4")
    page.get_by_label("Name for mine.tiktoken").fill(name)
    page.get_by_role("button", name="Save mine.tiktoken").click()
    expect(page.get_by_role("alert")).to_contain_text("mine.tiktoken can't be saved here")


@pytest.mark.parametrize("room", ["walk", "attention", "prediction"])
def test_a_file_that_is_dropped_in_another_room_does_not_replace_the_page(
    page: Page, server: Server, room: str
) -> None:
    page.goto(server.at(room, text=TEXT))
    expect(page.get_by_role("main")).to_have_attribute("aria-busy", "false")
    refused = """([type, dataTransfer]) => {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('main').dispatchEvent(event);
      return event.defaultPrevented; }"""
    for kind in ("dragover", "drop"):
        assert page.evaluate(refused, [kind, dragged(page, {"mine.json": b"{}"})])
    expect(page.get_by_role("status", name="Notice")).to_contain_text("The Tokens room takes tokenizer files")
