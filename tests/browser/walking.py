"""The walk-through as a test finds it on the page."""

import re

from playwright.sync_api import Locator, Page


def timeline(page: Page) -> Locator:
    return page.get_by_role("listbox", name=re.compile("^Stages"))


def chosen(page: Page) -> Locator:
    return timeline(page).get_by_role("option", selected=True)


def section(page: Page, stage: str) -> Locator:
    """The part of the scroll that shows a stage, by the stage's id."""
    return page.locator(f"[id='stage-{stage}']")


def number_at_cursor(stage: Locator) -> float:
    said = stage.get_by_role("status", name="The number at the cursor").locator("b").get_attribute("title")
    assert said is not None
    return float(said.replace("−", "-"))


def move_cursor(page: Page, stage: Locator, row: int, column: int) -> None:
    stage.get_by_role("grid").focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
