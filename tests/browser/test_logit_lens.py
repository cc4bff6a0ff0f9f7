"""The logit lens on SmolLM2, against Hugging Face's hidden states put through its own norm and unembedding."""

import re
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from browser.serving import Server
from browser.test_heads import numbers
from cutaway import Model

FRANCE = "The capital of France is"
SENTENCE = "The old man on the pier was glad that the little boat had come home at last, and so was the cat. "
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def logits(smollm2: Model) -> torch.Tensor:
    """`(31, positions, vocabulary)`: the embedding's, then those after each layer."""
    hf: Any = smollm2.hf
    ids = torch.tensor([smollm2.trace(FRANCE).ids])
    with torch.no_grad():
        out = hf(ids, output_hidden_states=True, use_cache=False)
        found = [hf.lm_head(hf.model.norm(hidden[0])) for hidden in out.hidden_states[:-1]]
    return torch.stack([*found, out.logits[0]])


@pytest.fixture
def tall(page: Page) -> Page:
    """A window in which all layers are in view."""
    page.set_viewport_size({"width": 1440, "height": 1300})
    return page


def grid(page: Page) -> Locator:
    return page.get_by_role("grid", name=re.compile("logit lens"))


def cell(page: Page, row: str, position: int) -> Locator:
    return grid(page).get_by_role("gridcell", name=re.compile(rf"^{row}, position {position}:"))


def all_read(page: Page) -> None:
    expect(grid(page).get_by_role("gridcell").first).to_be_visible()
    expect(grid(page).get_by_role("gridcell", name=re.compile("not read yet"))).to_have_count(0)
    expect(page.get_by_text(re.compile(r"Read \S+ of \S+ cells"))).to_have_count(0)


def row_name(row: int) -> str:
    """Of a row of `logits`."""
    return f"Layer {row - 1}, after its MLP" if row else "The embedding"


def test_each_cell_is_hugging_face_s_hidden_state_through_its_own_head(
    tall: Page, server: Server, smollm2: Model, logits: torch.Tensor
) -> None:
    tall.goto(server.at("prediction", text=FRANCE, view="lens"))
    all_read(tall)
    assert smollm2.tokenizer is not None
    ids = [*smollm2.trace(FRANCE).ids[1:], int(logits[-1, -1].argmax())]
    probabilities = logits.double().softmax(-1)
    entropy = -(probabilities * probabilities.clamp_min(1e-300).log2()).sum(-1)
    labels = [each.get_attribute("aria-label") or "" for each in grid(tall).get_by_role("gridcell").all()]
    assert len(labels) == 31 * 5
    for row in range(31):
        for position in range(5):
            start = f"{row_name(row)}, position {position}: "
            (label,) = [label for label in labels if label.startswith(start)]
            best = int(logits[row, position].argmax())
            text = smollm2.tokenizer.bytes_of(best).decode()
            said = re.fullmatch(
                r"‘(.*)’ (.*), entropy (.*)\sbits, ‘(.*)’ has rank (.*)", label.removeprefix(start), re.S
            )
            assert said is not None, label
            assert not text.strip() or said[1] in (text, text.strip(), text.replace(" ", "·"))
            share = float(probabilities[row, position, best])
            (shown, *rest) = numbers(said[2])
            shown = 1 - rest[0] if rest else shown / 100 if "%" in said[2] else shown
            assert shown == pytest.approx(share, rel=0.01)
            assert numbers(said[3])[0] == pytest.approx(float(entropy[row, position]), rel=0.01, abs=1e-3)
            above = int((logits[row, position] > logits[row, position, ids[position]]).sum())
            assert numbers(said[5])[0] == above + 1


def test_a_token_is_followed_through_the_layers(
    tall: Page, server: Server, smollm2: Model, logits: torch.Tensor
) -> None:
    tall.goto(server.at("prediction", text=FRANCE, view="lens", shade="rank"))
    all_read(tall)
    panel = tall.get_by_role("region", name="The selected cell")
    expect(panel).to_contain_text("Layer 29, after its MLP")
    panel.get_by_role("button", name=re.compile("^Follow ‘ London’")).click()
    assert smollm2.tokenizer is not None
    london = smollm2.tokenizer.encode(" London")[0]
    expect(tall).to_have_url(re.compile(rf"follow={london}\b"))
    expect(cell(tall, "Layer 29, after its MLP", 4)).to_have_accessible_name(re.compile("‘ London’ has rank 3$"))
    all_read(tall)
    for row in range(31):
        above = int((logits[row, 4] > logits[row, 4, london]).sum())
        expect(cell(tall, row_name(row), 4)).to_have_accessible_name(re.compile(rf"‘ London’ has rank {above + 1:,}$"))
    chart = panel.get_by_role("img", name=re.compile("^Rank of ‘ London’ through the layers"))
    first, last = (int((logits[row, 4] > logits[row, 4, london]).sum()) + 1 for row in (0, 30))
    expect(chart).to_have_accessible_name(re.compile(rf"from {first:,} \(The embedding\) to {last:,} \(Layer 29"))
    expect(chart.locator("circle")).to_have_count(31)
    panel.get_by_role("button", name="Follow what comes next").click()
    expect(tall).not_to_have_url(re.compile("follow="))


def test_the_panel_has_the_distribution_of_the_cell_that_the_keyboard_is_at(
    tall: Page, server: Server, logits: torch.Tensor
) -> None:
    tall.goto(server.at("prediction", text=FRANCE, view="lens"))
    all_read(tall)
    panel = tall.get_by_role("region", name="The selected cell")
    cell(tall, "Layer 29, after its MLP", 4).focus()
    for key in ("ArrowLeft", "ArrowDown", "ArrowDown"):
        tall.keyboard.press(key)
    expect(cell(tall, "Layer 27, after its MLP", 3)).to_be_focused()
    expect(panel).to_contain_text("Layer 27, after its MLP, at ‘ France’")
    best = logits[28, 3].double().softmax(-1).topk(10).values.tolist()
    items = panel.get_by_role("list").get_by_role("listitem")
    expect(items).to_have_count(10)
    expect(items.first).to_contain_text(re.compile(re.escape(f"{best[0] * 100:.3g}")))
    shown = [numbers(each.inner_text().splitlines()[-1]) for each in items.all()]
    assert [n[0] / 100 for n in shown if len(n) == 1][:3] == pytest.approx(best[:3], rel=0.01)
    expect(panel).to_contain_text("the other 49,142")
    tall.keyboard.press("Enter")
    expect(tall).to_have_url(re.compile(r"layer=27&at=3\b.*place=post"))
    expect(cell(tall, "Layer 27, after its MLP", 3)).to_have_attribute("aria-selected", "true")
    tall.keyboard.press("ArrowUp")
    expect(panel).to_contain_text("Layer 27, after its MLP")
    tall.keyboard.press("Escape")
    expect(tall).not_to_have_url(re.compile("place="))


def test_a_link_reproduces_the_view_and_another_room_keeps_the_selection(page: Page, server: Server) -> None:
    page.goto(
        server.at("prediction", text=FRANCE, view="lens", within="parts", shade="entropy", layer=7, at=2, place="mid")
    )
    here = cell(page, "Layer 7, after its attention", 2)
    expect(here).to_have_attribute("aria-selected", "true")
    expect(here).to_be_in_viewport()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("^Layer 7, after its attention, .* at position 2$")
    )
    expect(page.get_by_role("radio", name="entropy")).to_be_checked()
    expect(page.get_by_role("radio", name="after attention and MLP")).to_be_checked()
    before = here.get_attribute("aria-label")
    page.reload()
    expect(here).to_have_accessible_name(before or "")
    page.get_by_role("link", name=re.compile("^Attention")).first.press("Enter")
    expect(page).to_have_url(re.compile(r"#/attention\?.*layer=7&.*at=2\b"))


def test_of_a_long_text_only_what_is_in_view_is_in_the_page(page: Page, server: Server) -> None:
    page.goto(server.at("prediction", text=(SENTENCE * 24).strip(), view="lens", layer=29, at=300))
    all_read(page)
    expect(cell(page, "Layer 29, after its MLP", 300)).to_be_in_viewport()
    assert grid(page).get_by_role("gridcell").count() < 1000
    columns = int(grid(page).get_attribute("aria-colcount") or 0)
    assert columns > 500
    cell(page, "Layer 29, after its MLP", 300).focus()
    page.keyboard.press("Home")
    expect(cell(page, "Layer 29, after its MLP", 0)).to_be_focused()
    all_read(page)
    page.keyboard.press("End")
    expect(cell(page, "Layer 29, after its MLP", columns - 2)).to_be_focused()
    all_read(page)
    assert grid(page).get_by_role("gridcell").count() < 1000
