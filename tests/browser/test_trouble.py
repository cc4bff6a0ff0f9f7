"""When something goes wrong, the page says what and the way out, and nothing is lost."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from browser.serving import free_port, running, wait_until_ready, watch

pytestmark = pytest.mark.browser


def test_a_server_that_is_gone_is_said_and_one_that_is_back_is_used(context: BrowserContext) -> None:
    port = str(free_port())
    page = context.new_page()
    with running("--port", port) as server:
        wait_until_ready(server, "smollm2")
        page.goto(server.at("prediction", text="The capital of France is"))
        expect(page.get_by_role("button", name=re.compile("^Append ' Paris'"))).to_be_visible()
    page.get_by_role("textbox", name="Text").press_sequentially(" the")
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text("server", ignore_case=True)
    expect(page.get_by_role("textbox", name="Text")).to_have_value("The capital of France is the")
    with running("--port", port) as server:
        wait_until_ready(server, "smollm2")
        alert.get_by_role("button").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ the’")


def test_the_page_opens_at_once_and_shows_how_the_model_opens(context: BrowserContext) -> None:
    page = context.new_page()
    with running() as server:
        trouble = watch(page, server)
        page.goto(server.at("prediction", text="The capital of France is"))
        expect(page.get_by_role("textbox", name="Text")).to_be_visible(timeout=10_000)
        expect(page.get_by_role("button", name=re.compile("^Append ' Paris'"))).to_be_visible(timeout=60_000)
        assert trouble == []


def test_a_model_that_can_t_be_had_says_why_and_another_can_be_chosen(context: BrowserContext) -> None:
    page = context.new_page()
    nobody = f"http://127.0.0.1:{free_port()}"  # a hub that does not answer
    with running(HF_ENDPOINT=nobody) as server:
        wait_until_ready(server, "smollm2")
        page.goto(server.at("prediction", text="The capital of France is", model="nobody/has-this-model"))
        page.get_by_role("button", name="Fetch has-this-model").click()
        alert = page.get_by_role("main").get_by_role("alert")
        expect(alert).to_contain_text("hub can't be reached", timeout=120_000)
        expect(alert.get_by_role("button", name="Try again")).to_be_visible()
        page.get_by_role("banner").get_by_role("button", name=re.compile("has-this-model")).click()
        page.get_by_role("list", name="Models").get_by_role("button", name=re.compile("SmolLM2")).click()
        expect(page.get_by_role("button", name=re.compile("^Append ' Paris'"))).to_be_visible()
