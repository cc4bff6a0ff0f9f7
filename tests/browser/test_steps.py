"""The steps from a text to its tokens on the page: by keyboard, each merge as the tokenizer's tables have it, repeated by the address."""

import re

import pytest
from playwright.sync_api import Page, expect

import cutaway
from browser.serving import Server
from cutaway.tokens.replay import replay
from cutaway.tokens.replay.merging import Merged

TEXT = "The unhappiness of naïve tokenisers"
pytestmark = pytest.mark.browser


def unhappiness() -> Merged:
    word = replay(cutaway.tokenizer("gpt2"), TEXT).pieces[1].word
    assert isinstance(word, Merged)
    return word


def test_each_step_by_keyboard_is_the_next_merge(page: Page, server: Server) -> None:
    word = unhappiness()
    page.goto(server.at("tokens", look="steps", tk="gpt2", text=TEXT, piece=1))
    title = (
        f"‘ unhappiness’ becomes {len(word.ids)}\N{NO-BREAK SPACE}tokens in {len(word.merges)}\N{NO-BREAK SPACE}merges"
    )
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.locator("#stage").focus()
    page.keyboard.press("Home")
    said = page.get_by_role("status").filter(has_text=re.compile(r"\bcharacters\b|\bmerges?\b|^Merge", re.I))
    expect(said).to_contain_text(f"The piece has {len(' unhappiness')}\N{NO-BREAK SPACE}characters")
    page.keyboard.press("ArrowRight")
    for number, merge in enumerate(word.merges, 1):
        expect(said).to_contain_text(f"{merge.rank:,}, ‘")
        page.keyboard.press("ArrowRight")
        expect(said).to_contain_text(f"Merge {number} of {len(word.merges)}, rank {merge.rank:,}:")
    expect(page.get_by_role("slider", name="Step")).to_have_value(str(len(word.merges) + 1))


def test_play_goes_to_the_end_and_a_link_to_a_step_shows_it(page: Page, server: Server) -> None:
    last = len(unhappiness().merges) + 1
    page.goto(server.at("tokens", look="steps", tk="gpt2", text=TEXT, piece=1, step=3, speed=16))
    slider = page.get_by_role("slider", name="Step")
    expect(slider).to_have_value("3")
    page.get_by_role("button", name="Play").click()
    expect(slider).to_have_value(str(last))
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_gap_says_why_and_escape_closes_it(page: Page, server: Server) -> None:
    tokenizer = cutaway.tokenizer("gpt2")
    why = replay(tokenizer, TEXT).why_apart(1, 0)
    page.goto(server.at("tokens", look="steps", tk="gpt2", text=TEXT, piece=1))
    page.get_by_role("button", name="Why no merge joins").first.click()
    note = page.get_by_role("region", name="Why these two tokens are two")
    expect(note.get_by_role("listitem")).to_have_count(len(why.meetings))
    for meeting in why.passed_over:
        expect(note).to_contain_text(f"rank {meeting.rank:,}")
        expect(note).to_contain_text(f"(rank {meeting.instead:,}")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)


def test_wordpiece_shows_what_it_looked_up_and_the_template_around(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", look="steps", tk="bert", text="Naïve tokenisers", piece=1))
    first = page.get_by_role("list", name="Looked up for token 1")
    expect(first.get_by_role("listitem").first).to_contain_text("tokenisers")
    expect(first.get_by_role("listitem").last).to_contain_text("in the vocabulary")
    expect(page.get_by_text("[CLS]")).to_be_visible()
    expect(page.get_by_role("region", name="Normalisation")).to_contain_text("naive")
    pieces = page.get_by_role("listbox", name="The text in 2\N{NO-BREAK SPACE}pieces")
    pieces.focus()
    page.keyboard.press("ArrowLeft")
    expect(pieces.get_by_role("option", name="Naïve")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("heading", name="‘naive’ becomes")).to_be_visible()
