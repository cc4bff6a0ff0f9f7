"""One text under several tokenizers on the page, and the same sentences in many languages: counts and ids are the libraries'."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

import cutaway
from browser.serving import Server
from cutaway.tokens.languages import languages

TEXT = "The naïve fox 🦜 <|endoftext|>"
pytestmark = pytest.mark.browser


def row(page: Page, tokenizer: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=tokenizer))


def test_counts_and_ids_are_the_libraries_and_the_switch_says_what_it_changes(page: Page, server: Server) -> None:
    gpt2, bert = (cutaway.tokenizer(name).backend for name in ("gpt2", "bert"))
    page.goto(server.at("tokens", view="side", tk="gpt2,bert", text=TEXT))
    ids = gpt2.encode(TEXT, allowed_special="all")
    expect(row(page, "GPT-2").get_by_role("cell").first).to_have_text(str(len(ids)))
    expect(row(page, "BERT").get_by_role("cell").first).to_have_text(str(len(bert.encode(TEXT).ids)))
    as_text = len(gpt2.encode_ordinary(TEXT))
    expect(page.get_by_text(f"{as_text}\N{NO-BREAK SPACE}tokens for GPT-2 in place of {len(ids)}")).to_be_visible()
    page.get_by_role("radio", name="as text").click()
    expect(row(page, "GPT-2").get_by_role("cell").first).to_have_text(str(as_text))
    expect(page).to_have_url(re.compile("literal=1"))


def test_arrow_keys_light_the_tokens_of_a_character_and_the_address_keeps_it(page: Page, server: Server) -> None:
    encoding = cutaway.tokenizer("gpt2").backend
    page.goto(server.at("tokens", view="side", tk="gpt2,bert", text=TEXT))
    grid = page.get_by_role("group", name=re.compile("cut by each tokenizer"))
    grid.focus()
    page.keyboard.press("Home")
    for _ in range(TEXT.index("🦜")):
        page.keyboard.press("ArrowRight")
    parts = [str(id) for id in encoding.encode(" 🦜")]
    assert len(parts) > 1
    for id in parts:
        expect(row(page, "GPT-2")).to_contain_text(id)
        expect(grid.get_by_role("status")).to_contain_text(id)
    expect(page).to_have_url(re.compile(f"char={TEXT.index('🦜')}"))
    page.reload()
    expect(row(page, "GPT-2")).to_contain_text(parts[0])
    grid.focus()
    page.keyboard.press("Escape")
    expect(row(page, "GPT-2")).not_to_contain_text(parts[0])


def test_what_is_copied_is_what_the_library_gives(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(server.at("tokens", view="side", tk="gpt2", text=TEXT))
    menu = page.get_by_role("combobox", name="Copy what GPT-2")
    ids = cutaway.tokenizer("gpt2").backend.encode(TEXT, allowed_special="all")
    menu.select_option("ids")
    expect(page.get_by_text("ids of GPT-2 (r50k_base) copied")).to_be_visible()
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == ids
    menu.select_option("Python")
    expect(page.get_by_text("Python of GPT-2 (r50k_base) copied")).to_be_visible()
    exec(page.evaluate("navigator.clipboard.readText()"), {})  # it ends in an assert of its own


def test_a_long_text_is_drawn_where_it_is_seen(page: Page, server: Server) -> None:
    text = "".join(f"word number {n} is here.\n" for n in range(2000))
    page.goto(server.at("tokens", view="side", tk="gpt2,cl100k", text="x"))
    page.get_by_role("textbox", name="Text").fill(text)
    count = f"{len(cutaway.tokenizer('gpt2').backend.encode(text)):,}"
    expect(row(page, "GPT-2").get_by_role("cell").first).to_have_text(count)
    grid = page.get_by_role("group", name=re.compile("cut by each tokenizer"))
    expect(grid).to_contain_text("number·1·is")
    expect(grid).not_to_contain_text("1998")
    page.locator("#stage").evaluate("stage => stage.scrollTo(0, stage.scrollHeight)")
    expect(grid).to_contain_text("1998")


def test_languages_are_told_against_english_and_their_sentences_can_be_read(page: Page, server: Server) -> None:
    encoding = cutaway.tokenizer("gpt2").backend
    tokens = {
        each.name: sum(len(encoding.encode_ordinary(sentence)) for sentence in each.sentences) for each in languages()
    }
    worst = max(tokens, key=lambda name: tokens[name])
    page.goto(server.at("tokens", view="languages", tk="gpt2,o200k"))
    expect(page.get_by_role("heading", name=f"GPT-2 serves {worst} worst")).to_be_visible()
    rows = page.get_by_role("list", name="Languages, the worst served first").get_by_role("button")
    expect(rows).to_have_count(len(tokens))
    expect(rows.first).to_have_accessible_name(re.compile(f"{worst}. GPT-2: {tokens[worst]:,}\N{NO-BREAK SPACE}tokens"))
    german = next(each for each in languages() if each.code == "de")
    page.get_by_role("button", name=re.compile("^German")).click()
    expect(page.get_by_text(german.sentences[4])).to_be_visible()
    page.get_by_role("combobox", name="Sentence").select_option("5")
    one = len(encoding.encode_ordinary(german.sentences[4]))
    expect(page.get_by_role("button", name=re.compile(f"^German. GPT-2: {one}\\s"))).to_be_visible()
    expect(page.get_by_text(german.sentences[3])).not_to_be_visible()
