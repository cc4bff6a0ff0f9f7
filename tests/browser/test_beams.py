"""Beam search on the page: it finds what Transformers' `generate` finds, shows why, and stops when told to."""

import math
import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from browser.serving import Server
from cutaway import Model

FRANCE = "The capital of France is"
LINK = {"view": "beams", "text": FRANCE, "search": "1", "beamtokens": "8"}
COUNT = 8
pytestmark = pytest.mark.browser


def ids_of(model: Model, text: str = FRANCE) -> list[int]:
    return [token.id for token in model.tokens(text)]


def generated(model: Model, beams: int) -> Any:
    """What `generate` finds, as it gives it: `sequences` with the text, and `sequences_scores`."""
    hf: Any = model.hf
    given = torch.tensor([ids_of(model)])
    return hf.generate(
        given, attention_mask=torch.ones_like(given), max_new_tokens=COUNT, num_beams=beams, num_return_sequences=beams,
        do_sample=False, pad_token_id=0, output_scores=True, return_dict_in_generate=True,
    )  # fmt: skip


def logs_after(model: Model, ids: list[int]) -> torch.Tensor:
    """The logarithms of the next token's probabilities by Hugging Face's own pass."""
    with torch.no_grad():
        return model.hf(torch.tensor([ids])).logits[0, -1].double().log_softmax(-1)


def score_of(model: Model, ids: list[int]) -> float:
    """The log-probability of what follows the text."""
    given = ids_of(model)
    with torch.no_grad():
        logs = model.hf(torch.tensor([[*given, *ids]])).logits[0].double().log_softmax(-1)
    return sum(float(logs[len(given) - 1 + at, id]) for at, id in enumerate(ids))


def exactly(number: Locator) -> float:
    said = number.get_attribute("title")
    assert said is not None
    return float(said.replace("−", "-"))


def beam(page: Page, step: int, token: str) -> Locator:
    return page.get_by_role("gridcell", name=re.compile(rf"^Step {step}, '{re.escape(token)}',"))


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def found(page: Page) -> Locator:
    return page.get_by_role("region", name="Finished continuations, the best first")


def wait_until_ended(page: Page) -> None:
    expect(heading(page)).to_contain_text("the best continuation is")
    expect(page.get_by_role("heading", name="Greedy, for comparison")).to_be_visible()


def test_a_link_searches_and_finds_what_generate_finds(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", **LINK))
    wait_until_ended(page)
    theirs, greedy = generated(smollm2, 4), generated(smollm2, 1)
    text = ids_of(smollm2)
    rows = found(page).get_by_role("listitem").all()
    assert len(rows) == 4
    for row, ids, weighed in zip(rows, theirs.sequences.tolist(), theirs.sequences_scores.tolist(), strict=True):
        score, quotient = row.locator("b").all()
        assert exactly(score) == pytest.approx(score_of(smollm2, ids[len(text) :]), abs=1e-3)
        assert exactly(quotient) == pytest.approx(weighed, abs=1e-4)
        assert exactly(quotient) == pytest.approx(exactly(score) / COUNT)
    of_greedy = score_of(smollm2, greedy.sequences[0].tolist()[len(text) :])
    says = found(page).get_by_text("Greedy:").locator("b")
    assert [exactly(each) for each in says.all()[:2]] == pytest.approx(
        [of_greedy, exactly(rows[0].locator("b").first)], abs=1e-3
    )
    rows[0].get_by_role("button", name="Append to the text").click()
    best = ".".join(map(str, theirs.sequences[0].tolist()[len(text) :]))
    page.wait_for_function(f"() => location.hash.includes('then={best}&') || location.hash.endsWith('then={best}')")
    expect(page.get_by_text("The text has changed; search again.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("() => !location.hash.includes('then=')")
    expect(page.get_by_text("The text has changed; search again.")).to_have_count(0)


def test_the_best_is_lit_from_start_to_end(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", **LINK))
    wait_until_ended(page)
    lit = page.get_by_role("gridcell", name=re.compile("on the best continuation")).all()
    assert len(lit) == COUNT
    assert smollm2.tokenizer is not None
    best = generated(smollm2, 4).sequences[0].tolist()[len(ids_of(smollm2)) :]
    shares = [float(each.locator("[title]").last.get_attribute("title") or 0) for each in lit]
    steps = [int((each.get_attribute("data-at") or "").split()[0]) for each in lit]
    in_order = [share for _, share in sorted(zip(steps, shares, strict=True))]
    text = ids_of(smollm2)
    expected = [float(logs_after(smollm2, [*text, *best[:at]])[id].exp()) for at, id in enumerate(best)]
    assert in_order == pytest.approx(expected, rel=1e-3)


def test_arrow_keys_follow_a_beam_and_say_what_its_step_let_go(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("prediction", **LINK))
    wait_until_ended(page)
    assert smollm2.tokenizer is not None
    logs = logs_after(smollm2, ids_of(smollm2))
    first = logs.topk(8)
    words = [smollm2.tokenizer.bytes_of(id).decode() for id in first.indices.tolist()]
    start = beam(page, 1, words[0])
    start.focus()
    dropped = page.get_by_role("region", name="Step 1 let 4 of 8 candidates go")
    expect(dropped).to_contain_text("The lowest score that was kept is")
    assert exactly(dropped.locator("b")) == pytest.approx(float(first.values[3]), abs=1e-3)
    rows = dropped.get_by_role("row").all()[1:]
    shown = [(exactly(row.locator(".number").nth(0)), exactly(row.locator(".number").nth(1))) for row in rows]
    for (probability, score), log in zip(shown, first.values[4:].tolist(), strict=True):
        assert (probability, score) == (pytest.approx(math.exp(log), rel=1e-3), pytest.approx(log, abs=1e-3))
    page.keyboard.press("ArrowDown")
    expect(beam(page, 1, words[1])).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    panel = page.get_by_role("region", name=re.compile(r"This beam, after 2\stokens"))
    expect(panel).to_be_visible()
    second = int(logs_after(smollm2, [*ids_of(smollm2), int(first.indices[0])]).argmax())
    pair = score_of(smollm2, [int(first.indices[0]), second])
    assert exactly(panel.locator("b").first) == pytest.approx(pair, abs=1e-3)
    page.keyboard.press("ArrowLeft")
    expect(start).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name=re.compile(rf"This beam, after {COUNT}\stokens"))).to_be_visible()


def test_nothing_is_searched_before_it_is_asked_for_and_escape_stops_it(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/api/beams") else None)
    page.goto(server.at("prediction", view="beams", text=FRANCE, beamtokens=64, beams=16))
    search = page.get_by_role("button", name="Search", exact=True)
    expect(search).to_be_enabled()
    expect(heading(page)).to_have_text("What beam search would write")
    assert asked == []
    search.click()
    expect(heading(page)).to_contain_text(re.compile(r"step (?:[3-9]|[1-5]\d) of 64"))
    page.wait_for_function("() => location.hash.includes('search=1')")
    page.keyboard.press("Escape")
    expect(search).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Stopped: \d+\ssteps in"))).to_be_visible()
    columns = page.get_by_role("columnheader").count()
    page.wait_for_timeout(1000)
    assert page.get_by_role("columnheader").count() == columns < 40
    assert len(asked) == 1


def test_the_old_search_stays_until_the_text_is_searched_again(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", **LINK))
    wait_until_ended(page)
    said = heading(page).inner_text()
    page.get_by_role("textbox", name="Text", exact=True).fill("The capital of Italy is")
    expect(page.get_by_text("The text has changed; search again.")).to_be_visible()
    page.wait_for_function("() => !location.hash.includes('search=1')")
    expect(heading(page)).to_have_text(said)
    expect(found(page).get_by_role("button", name="Append to the text").first).to_be_disabled()
    page.get_by_role("textbox", name="Beams").fill("2")
    page.get_by_role("textbox", name="Beams").press("Enter")
    expect(heading(page)).to_contain_text(re.compile(r"With 2\sbeams, the best continuation is"))
    page.wait_for_function("() => location.hash.includes('search=1') && location.hash.includes('beams=2')")


def test_a_number_of_beams_that_can_not_be_says_what_can(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", view="beams", text=FRANCE))
    field = page.get_by_role("textbox", name="Beams")
    field.fill("17")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Beams: a whole number from 1 to 16.")).to_be_visible()
    expect(heading(page)).to_have_text("What beam search would write")
