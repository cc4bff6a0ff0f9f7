"""When something goes wrong, the page says what and the way out, and nothing is lost."""

import re
from pathlib import Path

import pytest
import torch
from playwright.sync_api import BrowserContext, expect
from safetensors.torch import load_file, save_file

from browser.serving import free_port, running, wait_until_ready, watch
from support import tiny

pytestmark = pytest.mark.browser


def test_a_server_that_is_gone_is_said_and_one_that_is_back_is_used(context: BrowserContext) -> None:
    port = str(free_port())
    page = context.new_page()
    with running("--port", port) as server:
        wait_until_ready(server, "smollm2")
        page.goto(server.at("prediction", text="The capital of France is"))
        expect(page.get_by_role("button", name=re.compile("^Append ' Paris'"))).to_be_visible()
    page.get_by_role("textbox", name="Text").press_sequentially(" the")
    alert = page.get_by_role("alert").filter(has_text="server does not answer")
    expect(alert).to_be_visible()
    expect(alert.get_by_role("button", name="Try now")).to_be_visible()
    expect(page.get_by_role("textbox", name="Text")).to_have_value("The capital of France is the")
    expect(page.get_by_role("button", name=re.compile("^Append ' Paris'"))).to_be_visible()
    with running("--port", port):
        # Nobody presses anything: the page finds the server, which has to open the model first, and asks again.
        expect(page.get_by_role("heading", level=1)).to_contain_text("After ‘ the’", timeout=90_000)
        expect(alert).to_have_count(0)
        page.keyboard.press("Escape")
        page.keyboard.press("3")
        page.get_by_role("button", name="Layer 3, head 5", exact=True).click()
        expect(page.get_by_role("region", name="Where the query looks").get_by_role("listitem").first).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)


def test_a_trace_of_a_server_that_was_started_again_is_made_again(context: BrowserContext) -> None:
    port = str(free_port())
    page = context.new_page()
    with running("--port", port) as server:
        wait_until_ready(server, "smollm2")
        page.goto(server.at("attention", text="The capital of France is"))
        expect(page.get_by_role("button", name="Layer 29, head 8", exact=True)).to_be_visible()
        page.wait_for_load_state("networkidle")
    # The laptop slept: nothing was asked while the server was away, and the trace that is shown is one of before.
    with running("--port", port) as server:
        page.get_by_role("button", name="Layer 3, head 5", exact=True).click()
        looks = page.get_by_role("region", name="Where the query looks")
        expect(looks.get_by_role("listitem").first).to_be_visible(timeout=90_000)
        expect(page.get_by_role("alert").filter(has_text=re.compile(r"\w"))).to_have_count(0)


def test_a_search_that_broke_off_goes_on_when_the_server_is_back(context: BrowserContext) -> None:
    port = str(free_port())
    page = context.new_page()
    with running("--port", port) as server:
        wait_until_ready(server, "smollm2")
        page.goto(server.at("prediction", view="beams", search=1, beams=4, beamtokens=60, text="Once upon a time"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("step 2")
    with running("--port", port):
        expect(page.get_by_role("heading", level=1)).to_contain_text("the best continuation is", timeout=120_000)


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


def test_the_page_says_what_is_wrong_with_weights(tmp_path: Path, context: BrowserContext) -> None:
    tiny.write_folder(tmp_path)
    weights = load_file(tmp_path / "model.safetensors")
    save_file(weights | {"another": torch.ones(1)}, tmp_path / "model.safetensors", {"format": "pt"})
    page = context.new_page()
    with running("--model", str(tmp_path)) as server:
        wait_until_ready(server, str(tmp_path))
        page.goto(server.at("attention", text="cat"))
        expect(page.get_by_role("status", name="The model's weights")).to_contain_text("the weight another")


def test_opening_a_model_can_be_given_up_and_begun_again(context: BrowserContext) -> None:
    with running("--model", "minilm") as server:
        wait_until_ready(server, "minilm")
        page = context.new_page()
        page.goto(server.at("tokens", model="smollm2", text="hi"))
        page.get_by_role("main").get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("main")).to_contain_text("is on this machine but not open.")
        page.get_by_role("button", name="Open SmolLM2").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d\stoken"))
