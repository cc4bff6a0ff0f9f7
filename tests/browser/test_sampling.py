"""Choosing the next token on the page: sliders by keyboard, stages as Transformers has them, draws that a link repeats."""

import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect
from transformers import GenerationConfig

from browser.serving import Server
from cutaway import Model
from cutaway.generate.sampling import sample
from cutaway.generate.settings import Settings

FRANCE = "The capital of France is"
pytestmark = pytest.mark.browser


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="What each filter leaves")


def column(page: Page, name: str) -> Locator:
    return table(page).get_by_role("columnheader", name=re.compile(rf"^{re.escape(name)}\b"))


def numbers(page: Page) -> list[list[float | None]]:
    """What the table's cells have in full, row by row; None for what is cut."""
    return [
        [number(cell) for cell in row.get_by_role("cell").all()]
        for row in table(page).locator("tbody").get_by_role("row").all()
    ]


def number(cell: Locator) -> float | None:
    said = cell.locator(".number").get_attribute("title")
    return float(said.replace("−", "-")) if said and not cell.locator("s").count() else None


def processed(model: Model, asked: dict[str, Any]) -> list[torch.Tensor]:
    """The probabilities at the text's end, and after each processor of the model's own `generate`."""
    assert model.tokenizer is not None
    ids = torch.tensor([model.tokenizer.encode(FRANCE)])
    hf: Any = model.hf
    with torch.no_grad():
        now = hf(ids).logits[:, -1]
    found = [now[0]]
    for process in hf._get_logits_processor(GenerationConfig(do_sample=True, **asked)):
        now = process(ids, now)
        found.append(now[0])
    return [logits.double().softmax(-1) for logits in found]


def test_sliders_moved_by_keyboard_filter_as_transformers_does(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", view="sampling", text=FRANCE))
    expect(column(page, "the model")).to_be_visible()
    temperature = page.get_by_role("slider", name="Temperature")
    temperature.focus()
    for _ in range(6):
        temperature.press("ArrowRight")
    top_k = page.get_by_role("slider", name="Top-k")
    top_k.press("Home")
    expect(top_k).to_have_attribute("aria-valuetext", "off")
    top_k.press("End")
    for _ in range(7):
        top_k.press("ArrowLeft")
    top_p = page.get_by_role("textbox", name="Top-p, as a number")
    top_p.fill("0.9")
    top_p.press("Enter")
    expect(column(page, "after top-p 0.9")).to_be_visible()
    expect(column(page, "after temperature 1.3")).to_be_visible()
    expect(column(page, "after top-k 8")).to_contain_text(re.compile(r"Cut 49,144\stokens"))
    expect(temperature).to_have_attribute("aria-valuetext", "1.30")
    stages = processed(smollm2, {"temperature": 1.3, "top_k": 8, "top_p": 0.9})
    rows = numbers(page)
    listed = sample(smollm2.trace(FRANCE), Settings(temperature=1.3, top_k=8, top_p=0.9)).listed
    assert len(rows) == len(listed) + 1
    cuts = 0
    for id, row in zip(listed, rows, strict=False):
        for shown, probabilities in zip(row, stages, strict=True):
            expected = float(probabilities[id])
            cuts += expected == 0
            assert (shown or 0) == pytest.approx(expected, rel=1e-3)
    assert cuts
    for stage, shown in enumerate(rows[-1]):
        rest = stages[stage].clone()
        rest[listed] = 0
        assert (shown or 0) == pytest.approx(float(rest.sum()), rel=1e-3)


def test_a_reset_slider_acts_no_more_and_is_not_in_the_address(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="sampling", text=FRANCE, minp="0.1"))
    expect(column(page, "after min-p 0.1")).to_be_visible()
    page.get_by_role("button", name="Reset min-p").press("Enter")
    expect(column(page, "after min-p 0.1")).to_have_count(0)
    expect(page.get_by_role("slider", name="Min-p")).to_be_focused()
    for name in ("Top-k", "Top-p", "Min-p", "Typical"):
        expect(page.get_by_role("slider", name=name)).to_have_attribute("aria-valuetext", "off")
        expect(page.get_by_role("slider", name=name)).to_have_value("0")
    page.wait_for_function("() => !location.hash.includes('minp')")


def test_a_number_that_can_not_be_says_what_can(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="sampling", text=FRANCE))
    field = page.get_by_role("textbox", name="Top-k, as a number")
    field.fill("-3")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Top-k: A whole number from 0 to 1,000,000.")).to_be_visible()
    expect(column(page, "the model")).to_be_visible()


def test_the_same_seed_draws_the_same_after_a_reload_and_by_a_link(page: Page, server: Server, smollm2: Model) -> None:
    trace = smollm2.trace(FRANCE)
    seeds = {seed: sample(trace, Settings(temperature=1.5), seed=seed).drawn for seed in range(4)}
    assert len({drawn.id for drawn in seeds.values()}) > 1
    page.goto(server.at("prediction", view="sampling", text=FRANCE, temperature="1.5"))
    title = page.get_by_role("heading", level=1)
    for seed, drawn in seeds.items():
        assert smollm2.tokenizer is not None
        text = smollm2.tokenizer.bytes_of(drawn.id).decode()
        expect(title).to_contain_text(f"seed {seed} draws ‘{text}’")
        expect(page.get_by_text("gives the number").locator("b")).to_have_attribute("title", str(drawn.uniform))
        if seed < 3:
            page.get_by_role("button", name="Another seed").click()
    said = title.inner_text()
    page.wait_for_function("() => location.hash.includes('seed=3')")
    page.reload()
    expect(title).to_have_text(said)
    link = page.url
    page.goto(server.at("tokens", text="x"))
    page.goto(link)
    expect(title).to_have_text(said)
    expect(page.get_by_role("textbox", name="Seed")).to_have_value("3")


def test_a_hundred_draws_are_counted(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", view="sampling", text=FRANCE, temperature="1.2", seed=7))
    page.get_by_role("radio", name="100 draws", exact=True).check()
    expect(column(page, "100 draws")).to_contain_text("Seeds 7 to 106")
    found = sample(smollm2.trace(FRANCE), Settings(temperature=1.2), seed=7, draws=100)
    rows = table(page).locator("tbody").get_by_role("row").all()
    shown = [int(row.get_by_role("cell").last.locator(".number").inner_text()) for row in rows]
    assert shown[:-1] == [found.often.get(id, 0) for id in found.listed]
    assert sum(shown) == 100


def test_the_drawn_token_is_appended(page: Page, server: Server, smollm2: Model) -> None:
    trace = smollm2.trace(FRANCE)
    drawn = sample(trace, Settings(temperature=1.5), seed=2).drawn
    page.goto(server.at("prediction", view="sampling", text=FRANCE, temperature="1.5", seed=2))
    expect(page.get_by_role("heading", level=1)).to_contain_text("seed 2 draws")
    page.get_by_role("button", name="Append this token").click()
    page.wait_for_function(f"() => location.hash.includes('then={drawn.id}')")
    longer = smollm2.trace([*trace.ids, drawn.id])
    number = sample(longer, Settings(temperature=1.5), seed=2).drawn.uniform
    expect(page.get_by_text("gives the number").locator("b")).to_have_attribute("title", str(number))
