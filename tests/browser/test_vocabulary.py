"""The vocabulary on the page: found by typing, walked by keyboard, repeated by a link, saved as a table."""

import csv
import re
from pathlib import Path

import pytest
import tiktoken
from playwright.sync_api import Locator, Page, expect

import cutaway
from browser.serving import Server
from support.harmful import CRASHES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gpt2() -> tiktoken.Encoding:
    return cutaway.tokenizer("gpt2").backend


def containing(encoding: tiktoken.Encoding, piece: bytes) -> list[int]:
    ids = map(encoding.encode_single_token, encoding.token_byte_values())
    return sorted(id for id in ids if piece in encoding.decode_single_token_bytes(id))


def tokens_found(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Tokens found")


def test_typing_finds_the_tokens_that_a_loop_finds_and_a_link_repeats_it(
    page: Page, server: Server, gpt2: tiktoken.Encoding
) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"has 50,257\stokens"))
    page.get_by_role("textbox", name="Find").fill("kangaroo")
    found = containing(gpt2, b"kangaroo")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(rf"^{len(found)} of the 50,257\stokens"))
    page.get_by_role("textbox", name="Find").fill("walk")
    found = containing(gpt2, b"walk")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(rf"^{len(found)} of the 50,257\stokens"))
    first = tokens_found(page).get_by_role("option").first
    expect(first).to_have_accessible_name(re.compile(rf"^{found[0]}: "))
    page.get_by_role("checkbox", name=re.compile("^start of a word")).check()
    starts = [id for id in found if re.fullmatch(r" [A-Za-z]+", gpt2.decode([id]))]
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(rf"^{len(starts)} of the 50,257\stokens"))
    page.wait_for_function("() => location.hash.includes('kind=')")
    link = page.url
    page.goto(server.at("tokens", text="x"))
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(rf"^{len(starts)} of the 50,257\stokens"))


def test_keys_walk_through_the_tokens_and_enter_opens_one(page: Page, server: Server, gpt2: tiktoken.Encoding) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x"))
    tokens = tokens_found(page)
    tokens.focus()
    tokens.press("End")
    last = page.get_by_role("option", name=re.compile("^50256: "))
    expect(last).to_be_visible()
    tokens.press("Home")
    for _ in range(3):
        tokens.press("ArrowRight")
    tokens.press("Enter")
    detail = page.get_by_role("region", name="Selected token")
    expect(detail).to_contain_text(gpt2.decode_single_token_bytes(3).hex())
    expect(tokens_found(page).get_by_role("option", selected=True)).to_have_accessible_name(re.compile("^3: "))
    tokens.press("Escape")
    expect(detail).to_have_count(0)


def test_a_token_leads_to_the_two_that_its_merge_joined(page: Page, server: Server, gpt2: tiktoken.Encoding) -> None:
    [id] = gpt2.encode(" walking")
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x"))
    page.get_by_role("spinbutton", name="go to id").fill(str(id))
    page.get_by_role("button", name="Go", exact=True).click()
    detail = page.get_by_role("region", name="Selected token")
    expect(detail.get_by_text("made by merge")).to_be_visible()
    expect(tokens_found(page).get_by_role("option", selected=True)).to_be_in_viewport()
    left = detail.get_by_role("button", name=re.compile(r"^Token \d+: ")).first
    named = re.match(r"Token (\d+)", left.get_attribute("aria-label") or "")
    assert named
    assert gpt2.decode_single_token_bytes(id).startswith(gpt2.decode_single_token_bytes(int(named[1])))
    left.click()
    page.wait_for_function(f"() => location.hash.includes('token={named[1]}')")


def test_an_expression_that_can_not_be_read_says_so_and_can_be_mended(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x", find="(the", findby="regex"))
    expect(page.get_by_role("alert")).to_contain_text("missing )")
    page.get_by_role("textbox", name="Find").fill("^the$")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of the 50,257")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("expression", CRASHES)
def test_a_link_whose_expression_would_end_the_server_says_that_it_was_stopped(
    page: Page, server: Server, expression: str
) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x", find=expression, findby="regex"))
    expect(page.get_by_role("alert")).to_contain_text("made the engine crash")
    expect(page.get_by_role("alert")).to_contain_text("Simplify it")
    page.get_by_role("textbox", name="Find").fill("^the$")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of the 50,257")


def test_a_cell_of_the_map_finds_what_it_counts(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x", drawn="lengths"))
    cell = page.get_by_role("button", name=re.compile(r"^Cyrillic, 2 characters: "))
    said = re.search(r": ([\d,]+)", cell.get_attribute("aria-label") or "")
    assert said
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{said[1]} of the 50,257")
    expect(cell).to_have_attribute("aria-pressed", "true")


def test_the_tokens_found_are_saved_with_their_merges(
    page: Page, server: Server, gpt2: tiktoken.Encoding, tmp_path: Path
) -> None:
    page.goto(server.at("tokens", view="vocabulary", tk="gpt2", text="x", find="walk"))
    expect(tokens_found(page).get_by_role("option").first).to_be_visible()
    page.get_by_role("button", name="Save this view").click()
    with page.expect_download() as download:
        page.get_by_role("group", name="Save this view as").get_by_role("button", name="CSV").click()
    download.value.save_as(tmp_path / "found.csv")
    lines = [line for line in (tmp_path / "found.csv").read_text().splitlines() if not line.startswith("#")]
    rows = [*csv.DictReader(lines)]
    assert [int(row["id"]) for row in rows] == containing(gpt2, b"walk")
    for row in rows:
        parts = [gpt2.decode_single_token_bytes(int(row[side])) for side in ("left", "right")]
        assert b"".join(parts) == bytes.fromhex(row["bytes"]) == gpt2.decode_single_token_bytes(int(row["id"]))
