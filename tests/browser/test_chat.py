"""The text as a chat message: what the template adds is told from what is said, and the prompt can be made the text."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from transformers import AutoTokenizer

from browser.serving import Server
from cutaway.models.fetch import ensure

TEXT = "The cat sat on the mat because"
SYSTEM = "Answer in rhyme."
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def theirs() -> Any:
    """Hugging Face's tokenizer, with the model's template."""
    return AutoTokenizer.from_pretrained(ensure("smollm2").folder)


def said(*messages: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "content": content} for role, content in messages]


def ids_of(theirs: Any, messages: list[dict[str, str]]) -> list[int]:
    return theirs.apply_chat_template(messages, add_generation_prompt=True, return_dict=False)


def runs(page: Page) -> Locator:
    return page.get_by_role("list", name="The prompt, in order").get_by_role("listitem")


def test_the_template_s_tokens_are_told_from_the_message_s(page: Page, server: Server, theirs: Any) -> None:
    page.goto(server.at("tokens", view="chat", text=TEXT))
    own, all_ = len(theirs.encode(TEXT)), len(ids_of(theirs, said(("user", TEXT))))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"{all_ - own} of these {all_}\u00a0tokens come from the chat template"
    )
    expect(runs(page)).to_have_count(3)
    expect(runs(page).nth(0)).to_contain_text(re.compile(r"^template, \d+\stokens"))
    expect(runs(page).nth(1)).to_contain_text(f"your message, {own}\u00a0tokens")
    expect(runs(page).nth(2)).to_contain_text("<|im_end|>")
    page.get_by_role("textbox", name="Text").fill("")
    empty = len(ids_of(theirs, said(("user", ""))))
    expect(page.get_by_text("the user’s message is empty")).to_be_visible()
    expect(runs(page)).to_have_text([re.compile(rf"template, {empty}\stokens")])


def test_a_system_message_is_in_the_address_and_in_the_prompt(page: Page, server: Server, theirs: Any) -> None:
    page.goto(server.at("tokens", view="chat", text=TEXT))
    page.get_by_role("textbox", name="System message").fill(SYSTEM)
    expect(runs(page)).to_have_count(5)
    expect(runs(page).nth(1)).to_contain_text(f"system message, {len(theirs.encode(SYSTEM))}\u00a0tokens")
    expect(page).to_have_url(re.compile("system="))
    page.reload()
    expect(page.get_by_role("textbox", name="System message")).to_have_value(SYSTEM)
    all_ = len(ids_of(theirs, said(("system", SYSTEM), ("user", TEXT))))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{all_}\u00a0tokens")


def test_the_prompt_is_made_the_text_by_keyboard_and_back_leads_to_the_chat(
    page: Page, server: Server, theirs: Any
) -> None:
    page.goto(server.at("tokens", view="chat", text=TEXT))
    make = page.get_by_role("button", name="Make this prompt the text")
    page.get_by_role("textbox", name="System message").focus()
    expect(make).to_be_enabled()
    page.keyboard.press("Tab")
    expect(make).to_be_focused()
    page.keyboard.press("Enter")
    messages = said(("user", TEXT))
    ids = ids_of(theirs, messages)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"The model reads this text as {len(ids)}\u00a0tokens")
    text = page.get_by_role("textbox", name="Text").input_value()
    assert text == theirs.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    told = httpx.post(f"{server.url}api/tokens", json={"model": "smollm2", "text": text}).json()
    assert told["tokens"]["ids"] == ids
    page.go_back()
    expect(page.get_by_role("button", name="Make this prompt the text")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_value(TEXT)


def test_a_model_that_does_not_chat_says_so(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="chat", model="minilm", text=TEXT))
    expect(page.get_by_role("alert")).to_contain_text("does not write on from a text, so it can't chat")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no chat with this model")
    expect(page.get_by_role("textbox", name="System message")).to_have_count(0)
