"""What a link asks for and can't have is said, and the address corrected; Back comes to the place that was left."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.serving import Server

pytestmark = pytest.mark.browser


def notice(page: Page) -> Locator:
    return page.get_by_role("status", name="Notice")


@pytest.mark.parametrize(
    ("link", "says", "gone"),
    [
        (
            "#/attention?layer=99&text=The+cat",
            "The link asks for layer 99; this model has 30 layers (0 to 29).",
            "layer",
        ),
        ("#/walk?layer=30&text=The+cat", "The link asks for layer 30; this model has 30 layers (0 to 29).", "layer"),
        ("#/attention?layer=2&head=9&text=The+cat", "each layer of this model has 9 heads (0 to 8)", "head"),
        ("#/tokens?at=7&text=The+cat", "The link asks for position 7; this text has 2 tokens (0 to 1).", "at=7"),
        ("#/attention?layer=two&text=The+cat", "‘two’; a layer is a number from 0", "layer"),
        ("#/prediction?see=magic&text=The+cat", "it may say next, lens,", "see"),
        ("#/prediction?view=magic&text=The+cat", "it may say next, lens,", "view"),
        ("#/prediction?temperature=-1&text=The+cat", "it may say a number from 0 to 100", "temperature"),
        ("#/tokens?depth=deep&text=The+cat", "a word ‘depth’ that the page does not know", "depth"),
        ("#/attic?text=The+cat", "a room ‘attic’; there is none", "attic"),
        ("#/tokens?text=a&text=b", "‘text’ more than once; the last one counts", "text=a"),
        ("#/tokens?text=%E2%82", "cut off, or is not encoded as text", "=%E2"),
        ("#/tokens?then=999999&text=The", "appends token 999,999; this vocabulary has 49,152 tokens", "then"),
        ("#/walk?stage=nowhere&text=The+cat", "a stage ‘nowhere’; this model has none", "stage"),
        ("#/attention?map=cross&text=The+cat", "cross-attention; this model has none", "map"),
        ("#/tokens?look=side&tk=nobody,gpt2&text=The+cat", "a tokenizer ‘nobody’; there is none", "nobody"),
        ("#/tokens?look=vocabulary&token=60000&text=The", "token 60,000; this vocabulary has 49,152", "token="),
        ("#/tokens?look=languages&lang=zz&text=The", "a language ‘zz’", "lang=zz"),
        ("#/prediction?see=prompts&item=99&text=The", "question 99; this task has", "item"),
    ],
)
def test_what_a_link_asks_for_in_vain_is_said_and_taken_out(
    page: Page, server: Server, link: str, says: str, gone: str
) -> None:
    page.goto(server.url + link)
    expect(notice(page)).to_contain_text(says)
    page.wait_for_function("() => gone => !location.hash.includes(gone)", arg=gone)
    notice(page).get_by_role("button", name="Dismiss").click()
    expect(notice(page)).to_have_text("")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize(
    ("link", "view", "written"),
    [
        ("#/tokens?look=side&text=The+cat", "side by side", "#/tokens?model=smollm2&text=The+cat&view=side"),
        ("#/tokens?as=table&text=The+cat", "table", "#/tokens?model=smollm2&text=The+cat&view=table"),
        ("#/tokens?as=table&look=steps&text=The", "step by step", "#/tokens?model=smollm2&text=The&view=steps"),
        ("#/prediction?see=tree&text=The+cat", "continuations", "#/prediction?model=smollm2&text=The+cat&view=tree"),
        (
            "#/attention?show=lines&text=The+cat&layer=3&head=5",
            "lines",
            "#/attention?model=smollm2&text=The+cat&layer=3&head=5&view=lines",
        ),
    ],
)
def test_an_address_with_former_words_opens_and_is_written_anew(
    page: Page, server: Server, link: str, view: str, written: str
) -> None:
    page.goto(server.url + link)
    expect(page.get_by_role("radio", name=view, exact=True)).to_be_checked()
    page.wait_for_url(server.url + written)
    expect(notice(page)).to_have_text("")


def test_a_link_that_asks_for_what_there_is_is_not_remarked_upon(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text="The cat", layer=29, head=8, at=1, view="lines"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("layer 29, head 8")
    expect(notice(page)).to_have_text("")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("layer 29, head 8")
    expect(notice(page)).to_have_text("")


def test_back_from_a_head_comes_to_the_place_that_was_left(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text="The cat sat"))
    page.set_viewport_size({"width": 1440, "height": 500})
    head = page.get_by_role("button", name="Layer 25, head 4", exact=True)
    head.scroll_into_view_if_needed()
    before = page.get_by_role("main").evaluate("main => main.scrollTop")
    assert before > 500
    head.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("layer 25, head 4")
    page.go_back()
    expect(head).to_be_focused()
    after = page.get_by_role("main").evaluate("main => main.scrollTop")
    assert abs(after - before) <= 2
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_contain_text("layer 25, head 4")
    page.get_by_role("button", name=re.compile("All heads")).first.click()
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport()


def test_an_inner_box_is_scrolled_as_it_was_after_back_and_after_a_reload(page: Page, server: Server) -> None:
    page.goto(server.at("attention", all="table", text="The cat sat"))
    table = page.get_by_role("group", name="Table of heads")
    expect(table.get_by_role("row").nth(200)).to_be_attached()
    table.evaluate("box => box.scrollTo(0, 3000)")
    page.locator("#stage").press("4")
    expect(page.get_by_role("heading", level=1)).to_contain_text("the model assigns")
    page.go_back()
    page.wait_for_function("() => document.querySelector('[aria-label=\"Table of heads\"]')?.scrollTop === 3000")
    page.reload()
    page.wait_for_function("() => document.querySelector('[aria-label=\"Table of heads\"]')?.scrollTop === 3000")


def test_a_link_to_another_view_of_the_open_text_reads_all_of_it(page: Page, server: Server) -> None:
    page.goto(server.at("walk", model="smollm2", text="The cat sat"))
    expect(page.get_by_role("heading", name="Embedding rows")).to_be_visible()
    page.evaluate("location.hash = '#/attention?model=smollm2&text=The+cat+sat'")
    reading = page.get_by_text(re.compile(r"^Reading layer \d+ of 30$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where tokens look")
    page.wait_for_timeout(300)  # by now the text would have been asked for again
    expect(reading).to_have_count(0)
