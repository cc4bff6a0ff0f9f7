"""Two workspaces in one document: two models, two texts, two traces, each with an address and a carrier of its own."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

import cutaway
from browser.serving import Server, running, wait_until_ready
from cutaway import Model
from cutaway.lenses.logits import predict
from support.tiny import write_folder

ROOT = Path(__file__).parents[2]
DOCUMENT = "two_workspaces.test.html"
FRANCE, MATS = "The capital of France is", "The cat sat on the mat"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the document with both, built as the page is."""
    folder = tmp_path_factory.mktemp("two")
    command = [sys.executable, str(ROOT / "hatch_build.py"), "npm", "run", "test-page", "--", DOCUMENT, str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model."""
    return write_folder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def server(tiny: Path) -> Iterator[Server]:
    """A server that has both models open."""
    with running("--model", str(tiny)) as server:
        wait_until_ready(server, str(tiny))
        httpx.post(f"{server.url}api/model/open", params={"name": "smollm2"}).raise_for_status()
        wait_until_ready(server, "smollm2")
        yield server


@pytest.fixture
def two(page: Page, server: Server, document: Path, tiny: Path) -> Iterator[Page]:
    """Left SmolLM2 and a text, right the small model and another text, both where they predict."""

    def serve(route: Route) -> None:
        route.fulfill(path=document / urlsplit(route.request.url).path.removeprefix("/two/"))

    page.route(f"{server.url}two/**", serve)
    left = f"#/prediction?model=smollm2&text={quote(FRANCE)}"
    right = f"#/prediction?model={quote(str(tiny))}&text={quote(MATS)}"
    page.goto(f"{server.url}two/{DOCUMENT}?left={quote(left)}&right={quote(right)}")
    yield page
    left_page, right_page = (page.evaluate(f"() => [...sides.{name}.pages]") for name in ("left", "right"))
    assert [len(left_page), len(right_page)] == [1, 1]
    assert left_page != right_page


def side(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def candidates(where: Locator) -> list[tuple[str, float]]:
    """The most probable tokens that are listed, with their probabilities in per cent."""
    said = re.compile(r"^Append '(.*)', probability (?:under )?([\d.]+)\s%$", re.DOTALL)
    buttons = where.get_by_role("list", name="The most probable tokens").get_by_role("button").all()
    found = [said.match(button.get_attribute("aria-label") or "") for button in buttons]
    return [(match[1], float(match[2])) for match in found if match]


def first_of(model: Model, text: str) -> float:
    return predict(model.trace(text), top=10).top[0].probability * 100


def state(page: Page, name: str) -> dict[str, Any]:
    """What a workspace has, without what the view on screen keeps for itself."""
    return json.loads(
        page.evaluate(
            """name => {
              const { session, route } = sides[name].workspace;
              const { status, tokens, trace, busy, problem, canUndo } = session;
              const address = sides[name].address.read().fragment;
              return JSON.stringify({ address, model: status?.name, tokens, trace, busy, problem, canUndo, view: route.view });
            }""",
            name,
        )
    )


def wait_for_text(page: Page, name: str, text: str) -> None:
    page.wait_for_function(
        "([name, text]) => { const { session } = sides[name].workspace;"
        " return session.tokens?.text === text && session.trace && !session.busy; }",
        arg=[name, text],
    )


def test_each_shows_its_own_model_s_prediction_of_its_own_text(
    two: Page, smollm2: Model, tiny: Path, server: Server
) -> None:
    wait_for_text(two, "left", FRANCE)
    wait_for_text(two, "right", MATS)
    small = cutaway.load(str(tiny))
    for name, model, text in (("left", smollm2, FRANCE), ("right", small, MATS)):
        expect(side(two, name).get_by_role("textbox", name="Text", exact=True)).to_have_value(text)
        shown = candidates(side(two, name))
        assert len(shown) == 10
        assert shown[0][1] == pytest.approx(first_of(model, text), rel=0.006)
    left, right = state(two, "left"), state(two, "right")
    assert left["trace"]["id"] != right["trace"]["id"]
    assert (left["model"], right["model"]) == ("smollm2", str(tiny))
    assert two.url.startswith(f"{server.url}two/")
    assert "#" not in two.url


@pytest.mark.parametrize(("name", "other"), [("left", "right"), ("right", "left")])
def test_what_is_done_in_one_changes_nothing_in_the_other(two: Page, name: str, other: str) -> None:
    wait_for_text(two, "left", FRANCE)
    wait_for_text(two, "right", MATS)
    before, asked = state(two, other), len(two.evaluate(f"() => sides.{other}.requests"))
    own = state(two, name)
    here = side(two, name)

    box = here.get_by_role("textbox", name="Text", exact=True)
    box.press("Control+a")
    box.press_sequentially("A cat")
    wait_for_text(two, name, "A cat")
    here.get_by_role("list", name="The most probable tokens").get_by_role("button").first.click()
    two.wait_for_function(
        "name => sides[name].workspace.session.tokens?.tokens.some(token => token.appended)", arg=name
    )
    here.get_by_role("link", name="Attention").first.click()
    expect(here.get_by_role("main")).to_have_attribute("aria-busy", "false")
    here.get_by_role("main").press("1")
    expect(here.get_by_role("button", name=re.compile(r"^Token 0: ")).first).to_be_visible()
    two.evaluate("name => sides[name].address.go(-1)", name)
    expect(here.get_by_role("heading", level=1)).to_have_text(re.compile("^Where tokens look"))
    box.press("Control+z")
    box.press("Control+z")
    wait_for_text(two, name, own["tokens"]["text"])

    assert state(two, other) == before
    assert len(two.evaluate(f"() => sides.{other}.requests")) == asked


def test_a_key_that_no_one_has_the_focus_for_is_nobody_s(two: Page) -> None:
    wait_for_text(two, "left", FRANCE)
    wait_for_text(two, "right", MATS)
    before = [state(two, name) for name in ("left", "right")]
    two.evaluate("() => document.activeElement.blur()")
    for key in ("1", "Control+z", "/"):
        two.keyboard.press(key)
    assert [state(two, name) for name in ("left", "right")] == before
    side(two, "right").get_by_role("main").press("/")
    expect(side(two, "right").get_by_role("textbox", name="Text", exact=True)).to_be_focused()
