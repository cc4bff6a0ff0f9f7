"""Continuations: written, drawn with a seed, branched, named, shared by a link; and the page stays quick while much is written."""

import re

import pytest
import torch
from playwright.sync_api import BrowserContext, Locator, Page, expect

from browser.serving import Server, watch
from cutaway import Model
from cutaway.generate.settings import Settings
from support.generated import generated

TEXT = "Once upon a time"
pytestmark = pytest.mark.browser


def tokens(page: Page, branch: str) -> Locator:
    return page.get_by_role("list", name=f"Tokens of {branch}", exact=True).get_by_role("button")


def said(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text=re.compile("Wrote|Stopped|Removed"))


def type_text(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Text")
    box.click()
    box.press("Control+a")
    box.press_sequentially(text)


def labels(page: Page, branch: str) -> list[str]:
    return [each.get_attribute("aria-label") or "" for each in tokens(page, branch).all()]


def ids_in(page: Page, *counts: int) -> list[list[int]]:
    """The ids of each branch in the address, once it has branches of so many tokens."""
    page.wait_for_url(lambda url: tuple(len(ids) for ids in read_ids(url)) == counts)
    return read_ids(page.url)


def read_ids(address: str) -> list[list[int]]:
    tree = re.search(r"tree=([^&]+)", address)
    return (
        []
        if tree is None
        else [[int(id, 36) for id in branch.split("_")[2].split(".")] for branch in tree[1].split("~")[1:]]
    )


def write(page: Page, count: int) -> None:
    box = page.get_by_role("textbox", name=re.compile("at most"))
    box.fill(str(count))
    box.press("Enter")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(said(page)).to_contain_text(f"Wrote {count}")


def test_typing_sampling_branching_and_sharing_shows_the_same_tree(
    page: Page, context: BrowserContext, server: Server, smollm2: Model
) -> None:
    page.goto(server.at("prediction", text="x", view="tree"))
    type_text(page, TEXT)
    page.get_by_role("radio", name="by chance").check()
    page.get_by_text("by chance, seed 0").click()
    page.get_by_role("textbox", name="Seed").fill("7")
    page.get_by_role("textbox", name="Seed").press("Enter")
    write(page, 8)
    drawn = smollm2.generate(TEXT, 8, settings=Settings(), seed=7)
    assert ids_in(page, 8) == [[step.id for step in drawn.branches[0].steps]]
    tokens(page, "Branch 1").nth(3).click()
    panel = page.get_by_role("region", name="The step that is looked at")
    second, share = drawn.alternatives((0, 3))[1]
    choice = panel.get_by_role("list", name="The most probable tokens").get_by_role("button").nth(1)
    expect(choice).to_have_attribute("aria-label", re.compile(rf"probability {share * 100:#.3g}".rstrip(".")))
    page.get_by_role("radio", name="the most probable").check()
    choice.click()
    expect(said(page)).to_contain_text("Wrote 8")
    ids = drawn.ids((0, 3))
    branch = [second, *theirs(smollm2, [*ids, second], 7)]
    assert ids_in(page, 8, 8)[1] == branch
    panel.get_by_role("textbox", name="Name of the branch").fill("the other ~ way")
    panel.get_by_role("textbox", name="Name of the branch").press("Enter")
    expect(tokens(page, "the other ~ way")).to_have_count(8)

    page.wait_for_url(re.compile("other"))
    before = [labels(page, "Branch 1"), labels(page, "the other ~ way")]
    other = context.new_page()
    trouble = watch(other, server)
    other.goto(page.url)
    for name, seen in zip(("Branch 1", "the other ~ way"), before, strict=True):
        expect(tokens(other, name).last).to_have_attribute("aria-label", re.compile("probability"))
        assert labels(other, name) == seen
    expect(other.get_by_role("region", name="The step that is looked at")).to_contain_text("the other ~ way")
    assert trouble == []


def theirs(model: Model, ids: list[int], count: int) -> list[int]:
    given = torch.tensor([ids])
    found = generated(model, given, max_new_tokens=count, do_sample=False)
    return found[0].tolist()[len(ids) :]


def test_each_token_s_probability_is_that_of_an_independent_pass(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree"))
    write(page, 6)
    ids = [token.id for token in smollm2.tokens(TEXT)]
    (branch,) = ids_in(page, 6)
    assert branch == theirs(smollm2, ids, 6)
    with torch.no_grad():
        shares = smollm2.hf(torch.tensor([[*ids, *branch]])).logits[0].double().softmax(-1)
    for at, label in enumerate(labels(page, "Branch 1")):
        shown = re.search(r"probability ([\d.]+)\s%", label)
        assert shown is not None
        assert float(shown[1]) == pytest.approx(float(shares[len(ids) - 1 + at, branch[at]]) * 100, rel=0.006)


def test_by_keyboard_a_token_is_found_branched_at_and_taken_back(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree", write=5))
    page.get_by_role("button", name="Write", exact=True).focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Wrote 5")
    tokens(page, "Branch 1").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("region", name="The step that is looked at")).to_contain_text("token 3 of Branch 1")
    page.get_by_role("list", name="The most probable tokens").get_by_role("button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(tokens(page, "Branch 2")).to_have_count(5)
    page.get_by_role("button", name="Remove Branch 2").press("Enter")
    expect(tokens(page, "Branch 2")).to_have_count(0)
    page.go_back()
    expect(tokens(page, "Branch 2")).to_have_count(5)


def room(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Floors").get_by_role("link", name=re.compile(name)).first.press("Enter")


def test_a_place_becomes_the_text_and_is_selected_in_every_room_until_it_is_undone(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree", write=4))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(said(page)).to_contain_text("Wrote 4")
    (branch,) = ids_in(page, 4)
    tokens(page, "Branch 1").nth(2).click()
    page.get_by_role("button", name="Use as the text").click()
    expect(page.get_by_text(re.compile(r"7\s*/\s*8,192"))).to_be_visible()
    page.wait_for_url(lambda url: f"then={'.'.join(map(str, branch[:3]))}" in url and "at=6" in url)
    expect(tokens(page, "Branch 1")).to_have_count(4)
    assert [", in the text" in label for label in labels(page, "Branch 1")] == [True, True, True, False]
    expect(tokens(page, "Branch 1").nth(2)).to_have_attribute("aria-pressed", "true")

    room(page, "Tokens")
    expect(page.get_by_role("button", name="Token 6:")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(lambda url: "then=" not in url)
    room(page, "Prediction")
    assert [", in the text" in label for label in labels(page, "Branch 1")] == [False] * 4


def test_a_position_selected_in_another_room_is_marked_in_the_tree(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree", write=4))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(said(page)).to_contain_text("Wrote 4")
    tokens(page, "Branch 1").nth(3).click()
    page.get_by_role("button", name="Use as the text").click()
    expect(page.get_by_text(re.compile(r"8\s*/\s*8,192"))).to_be_visible()
    for position in (5, 1):
        room(page, "Tokens")
        page.get_by_role("button", name=f"Token {position}:").click()
        room(page, "Prediction")
        expect(tokens(page, "Branch 1").nth(1)).to_have_attribute("aria-pressed", str(position == 5).lower())
        told = page.get_by_role("group", name="The text as tokens").get_by_role("button").nth(1)
        expect(told).to_have_attribute("aria-pressed", str(position == 1).lower())
    # What is selected in the tree is selected elsewhere.
    tokens(page, "Branch 1").nth(2).click()
    page.wait_for_url(lambda url: "at=6" in url)


def test_writing_stops_with_escape_and_keeps_what_is_there(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree", write=2000))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(tokens(page, "Branch 1").nth(9)).to_be_visible()
    page.keyboard.press("Escape")
    expect(said(page)).to_contain_text("Stopped after")
    count = tokens(page, "Branch 1").count()
    assert count < 2000
    ids_in(page, count)


def test_a_text_that_changes_has_a_tree_of_its_own(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=TEXT, view="tree", write=3))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(tokens(page, "Branch 1")).to_have_count(3)
    type_text(page, "Two and two")
    expect(page.get_by_text("Nothing is written yet.")).to_be_visible()
    type_text(page, TEXT)
    expect(tokens(page, "Branch 1")).to_have_count(3)


@pytest.mark.parametrize("width", [1440, 800])
def test_nothing_overflows_sideways(page: Page, server: Server, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server.at("prediction", text=TEXT, view="tree", write=12, node="0.2"))
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_role("region", name="The step that is looked at")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
