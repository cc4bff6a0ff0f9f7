"""Every view can be left, by key, click, Back and address, and each room finds its own words again."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from browser.serving import Server
from browser.views import VIEWS, enter, fragment

pytestmark = pytest.mark.browser

FAR = {"tokens": ("Prediction", "4"), "walk": ("Tokens", "1"), "attention": ("Walk-through", "2")}


def words(page: Page) -> dict[str, str]:
    """The words of the address, with the room as `room`."""
    room, _, rest = page.evaluate("location.hash").removeprefix("#/").partition("?")
    return {"room": room} | {key: value[0] for key, value in parse_qs(rest, keep_blank_values=True).items()}


def expect_room(page: Page, room: str) -> None:
    """The page is in a room, and is still there after a while: nothing takes it back."""
    expect(page.locator("nav").get_by_role("link", name=re.compile(room), exact=False).first).to_have_attribute(
        "aria-current", "page"
    )
    before = page.evaluate("location.hash")
    page.wait_for_timeout(350)
    now = words(page)
    assert now["room"] == {"Walk-through": "walk"}.get(room, room.lower()), before


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_left_by_key_click_back_and_address(page: Page, server: Server, view: str) -> None:
    room, own = VIEWS[view]
    name, key = FAR.get(room, ("Attention", "3"))
    enter(page, server, view)
    page.keyboard.press("Escape")
    enter(page, server, view)
    page.locator("#stage").focus()
    page.keyboard.press(key)
    expect_room(page, name)
    left = set(own) - {"layer", "head", "at"}
    assert not left & set(words(page)), "words of the room that was left"
    page.go_back()
    expect_room(page, {"walk": "Walk-through"}.get(room, room.capitalize()))
    now = words(page)
    assert {word: now.get(word) for word in own} == own
    page.get_by_role("navigation", name="Floors").get_by_text(name, exact=True).click()
    expect_room(page, name)
    page.evaluate("hash => { location.hash = hash }", fragment("as the model reads it"))
    expect_room(page, "Tokens")


@pytest.mark.parametrize(
    ("choice", "first", "views"),
    [("View of the tokens", "tokens", 8), ("View of the prediction", "prediction", 7)],
)
def test_each_view_of_a_room_is_left_by_its_tabs(
    page: Page, server: Server, choice: str, first: str, views: int
) -> None:
    page.goto(server.at(first, text="The cat"))
    tabs = page.get_by_role("radiogroup", name=choice).get_by_role("radio")
    seen: list[str | None] = []
    for tab in range(tabs.count()):
        tabs.nth(tab).check()
        page.wait_for_timeout(250)
        expect(tabs.nth(tab)).to_be_checked()
        seen.append(words(page).get("view"))
    assert len(set(seen)) == len(seen) == views
    tabs.nth(4).check()
    tabs.nth(0).check()
    page.wait_for_timeout(300)
    expect(tabs.nth(0)).to_be_checked()
    assert "view" not in words(page)


def test_continuations_that_are_being_written_stay_behind_when_their_room_is_left(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="tree", write=400, text="Once upon a time"))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.wait_for_function("() => location.hash.includes('tree=')")
    page.locator("#stage").focus()
    page.keyboard.press("3")
    expect_room(page, "Attention")
    page.wait_for_timeout(700)
    assert not {"tree", "node", "view"} & set(words(page))
    page.keyboard.press("4")
    expect(page.get_by_role("list", name="Branches")).to_be_visible()
    assert words(page)["view"] == "tree"


def test_a_search_that_runs_is_left(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="beams", search=1, beamtokens=60, text="Once upon a time"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("step")
    page.get_by_role("radio", name="what comes next").check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("the model assigns")
    page.wait_for_timeout(400)
    assert "view" not in words(page)
    page.get_by_role("radio", name="beam search").check()
    page.locator("#stage").focus()
    page.keyboard.press("1")
    expect_room(page, "Tokens")


def test_a_training_that_ends_elsewhere_is_shown_on_coming_back(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", view="train", size=2000))
    page.get_by_role("button", name="Train", exact=True).click()
    page.locator("#stage").focus()
    page.keyboard.press("3")
    expect_room(page, "Attention")
    page.wait_for_timeout(4000)
    assert not {"trained", "view"} & set(words(page))
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\d tokens|merges"), timeout=60_000)
    page.wait_for_function("() => location.hash.includes('trained=')")


def test_a_run_that_writes_stops_when_the_room_is_left(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text="Once upon a time", steps=200))
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("() => location.hash.includes('then=')")
    page.locator("#stage").focus()
    page.keyboard.press("1")
    expect_room(page, "Tokens")
    page.wait_for_timeout(300)
    written = words(page)["then"]
    page.wait_for_timeout(700)
    assert words(page)["then"] == written


def test_a_room_that_is_entered_again_has_its_words_and_the_address_none_of_the_others(
    page: Page, server: Server
) -> None:
    page.goto(server.at("walk", text="The cat", stage="attn.pattern", layer=4))
    expect(page.get_by_role("heading", level=1)).to_contain_text("layer 4")
    for key, word in (("1", None), ("3", None), ("4", None), ("2", "attn.pattern")):
        page.locator("#stage").focus()
        page.keyboard.press(key)
        page.wait_for_timeout(200)
        assert words(page).get("stage") == word
    assert words(page)["layer"] == "4"
