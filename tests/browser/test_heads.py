"""All heads at once: what they do, the lines of several, and the way back to the input, against Hugging Face's own eager pass."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from playwright.sync_api import Browser, Locator, Page, expect
from tokenizers import Tokenizer
from transformers import BartConfig, BartForConditionalGeneration, PreTrainedModel

from browser.serving import Server, running, wait_until_ready, watch
from cutaway import Model
from support.tiny import write_tokenizer

MARY = "When Mary and John went to the store, John gave a drink to"
INKED = """canvas => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  return copy.getImageData(0, 0, canvas.width, canvas.height).data.filter((x, i) => i % 4 == 3 && x > 0).length;
}"""
pytestmark = pytest.mark.browser
Patterns = NDArray[np.float64]


def eager(hf: PreTrainedModel, ids: Sequence[int]) -> Patterns:
    """The patterns `(layers, heads, queries, keys)` of Hugging Face's own eager pass."""
    before = str(hf.config._attn_implementation)
    hf.set_attn_implementation("eager")
    try:
        with torch.no_grad():
            out = hf(torch.tensor([list(ids)]), output_attentions=True, use_cache=False)
    finally:
        hf.set_attn_implementation(before)
    return np.stack([layer[0].double().numpy() for layer in out.attentions])


def previous(patterns: Patterns) -> Patterns:
    """The mean weight on the token before, `(layers, heads)`."""
    return np.diagonal(patterns, -1, 2, 3).mean(-1)


@pytest.fixture(scope="module")
def mary(smollm2: Model) -> Patterns:
    return eager(smollm2.hf, smollm2.trace(MARY).ids)


def numbers(text: str) -> list[float]:
    """The numbers in a text as the page writes them, `2 × 10⁻⁵` as one."""
    powers = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    plain = re.sub(r"\s*×\s*10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "e" + m[1].translate(powers), text.replace("−", "-"))
    return [float(each) for each in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", plain.replace(",", ""))]


def table(page: Page) -> Locator:
    found = page.get_by_role("table", name="What heads do")
    expect(found.get_by_role("columnheader", name="Induction")).to_be_visible()
    return found


def column(page: Page, title: str) -> list[tuple[str, float | None]]:
    """Each row's head and its exact score in a column, from the tooltip."""
    headers = table(page).get_by_role("columnheader").all_inner_texts()
    at = next(i for i, header in enumerate(headers) if header.replace("\n", " ").startswith(title))
    rows: list[list[str]] = (
        table(page)
        .locator("tbody tr")
        .evaluate_all("(rows, at) => rows.map((row) => [row.cells[0].innerText, row.cells[at].title])", at)
    )
    return [(name, numbers(title)[0] if re.match(r"^[\d−.]", title) else None) for name, title in rows]


def test_the_table_has_each_head_s_scores_and_sorts_both_ways(page: Page, server: Server, mary: Patterns) -> None:
    page.goto(server.at("attention", text=MARY, all="table"))
    found = column(page, "Previous token")
    expected = previous(mary)
    assert len(found) == mary.shape[0] * mary.shape[1]
    for name, score in found:
        layer, head = map(int, re.findall(r"\d+", name))
        assert score == pytest.approx(expected[layer, head], abs=1e-5)
    header = table(page).get_by_role("columnheader", name="Previous token")
    expect(header).to_have_attribute("aria-sort", "none")
    for direction, sign in (("descending", -1), ("ascending", 1), ("descending", -1)):
        header.get_by_role("button").press("Enter")
        expect(header).to_have_attribute("aria-sort", direction)
        scores = [sign * score for _, score in column(page, "Previous token") if score is not None]
        assert scores == sorted(scores)
    expect(page.get_by_text(re.compile("What Does BERT Look At"))).to_be_visible()


def test_the_strongest_previous_token_head_opens_from_its_row(page: Page, server: Server, mary: Patterns) -> None:
    layer, head = np.unravel_index(previous(mary).argmax(), mary.shape[:2])
    page.goto(server.at("attention", text=MARY, all="table", sort="previous"))
    table(page).locator("tbody").get_by_role("button").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Where ‘ to’ looks: layer {layer}, head {head}")
    page.keyboard.press("Escape")
    opener = page.get_by_role("button", name=f"L{layer}·H{head}: open layer {layer}, head {head}", exact=True)
    expect(opener).to_be_focused()


def test_a_layer_filters_the_table(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text=MARY, all="table"))
    table(page)
    page.get_by_role("combobox", name="Layer").select_option("7")
    assert [name for name, _ in column(page, "Entropy")] == [f"L7·H{head}" for head in range(9)]


def test_repeated_random_tokens_find_an_induction_head_of_an_eager_pass(
    page: Page, server: Server, smollm2: Model
) -> None:
    """Our own repeated tokens, drawn otherwise than the lens draws its: the head that the page names looks where induction heads look."""
    ids = torch.randperm(20_000, generator=torch.Generator().manual_seed(7))[:40].add(1000).tolist()
    patterns = eager(smollm2.hf, ids + ids)
    scores = np.diagonal(patterns[:, :, 40:], 1, 2, 3).mean(-1)
    page.goto(server.at("attention", text=MARY, all="table", sort="induction"))
    table(page)
    (name, shown), *_ = column(page, "Induction")
    layer, head = map(int, re.findall(r"\d+", name))
    assert shown is not None
    assert shown > 0.5
    assert scores[layer, head] == pytest.approx(shown, abs=0.15)
    assert scores[layer, head] >= np.sort(scores.ravel())[-3]


def test_pictures_carry_a_measure_are_dimmed_and_stand_in_its_order(page: Page, server: Server, mary: Patterns) -> None:
    expected = previous(mary)
    page.goto(server.at("attention", text=MARY))
    page.get_by_role("combobox", name="Measure").select_option(label="Previous token")
    cell = page.get_by_role("button", name=re.compile("^Layer 2, head 1, Previous token"))
    assert numbers((cell.get_attribute("aria-label") or "").split("token")[1])[0] == pytest.approx(
        expected[2, 1] * 100, rel=0.005
    )
    slider = page.get_by_role("slider", name="Dim under")
    slider.fill("0.25")
    expect(page.locator(".veil")).to_have_count(int((expected < 0.25).sum()))
    page.get_by_role("radio", name="largest first").check()
    wall = page.get_by_role("grid", name=re.compile("^Attention heads, the largest score first"))
    order = [
        tuple(map(int, re.findall(r"\d+", b.get_attribute("aria-label") or "")[:2]))
        for b in wall.get_by_role("button").all()
    ]
    by_score = [expected[place] for place in order]
    assert len(by_score) == expected.size
    assert by_score == sorted(by_score, reverse=True)
    wall.get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    layer, head = order[1]
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Where ‘ to’ looks: layer {layer}, head {head}")


def test_lines_of_several_heads_by_keyboard(page: Page, server: Server, mary: Patterns) -> None:
    page.goto(server.at("attention", text=MARY, layer=3, head=5, view="lines"))
    here = page.get_by_role("grid", name=re.compile("Attention heads")).get_by_role(
        "button", name="Layer 3, head 5", exact=True
    )
    here.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    legend = page.get_by_role("group", name="Heads drawn, in their colours")
    expect(legend.get_by_role("listitem")).to_have_text([re.compile("L4·H6"), re.compile("L3·H5")])
    page.get_by_role("button", name="Query ‘ gave’, position 10", exact=True).focus()
    weights = page.get_by_role("table", name=re.compile("gave at 10 looks at"))
    rows = weights.locator("tbody tr:not(.rest)")
    expect(rows).to_have_count(5)
    expect(weights.locator("td:not([title])")).to_have_count(0)
    for row in rows.all():
        key = numbers(row.locator(".place").inner_text())[0]
        for cell, (layer, head) in zip(row.locator("td").all(), ((4, 6), (3, 5)), strict=True):
            assert numbers(cell.get_attribute("title") or "")[0] == pytest.approx(
                mary[layer, head, 10, int(key)], abs=1e-6
            )
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("table", name=re.compile("John at 9 looks at"))).to_be_visible()
    legend.get_by_role("button", name="Remove layer 3, head 5").press("Enter")
    expect(legend.get_by_role("listitem")).to_have_count(0)


def test_lines_go_by_the_token_that_is_kept_on_either_side(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text=MARY, layer=3, head=5, view="lines"))
    query = page.get_by_role("button", name="Query ‘ gave’, position 10", exact=True)
    key = page.get_by_role("button", name="Key ‘When’, position 0", exact=True)

    def inked() -> int:
        """How many pixels of the drawing have a line on them."""
        page.mouse.move(2, 2)
        page.locator("#stage").focus()
        page.wait_for_timeout(100)
        return int(page.locator(".middle canvas").evaluate(INKED))

    expect(query).to_be_visible()
    everything = inked()
    query.press("Enter")
    expect(query).to_have_attribute("aria-pressed", "true")
    of_query = inked()
    key.press("Enter")
    expect(key).to_have_attribute("aria-pressed", "true")
    of_both = inked()
    query.press("Enter")
    expect(query).to_have_attribute("aria-pressed", "false")
    to_key = inked()
    assert 0 < of_both < of_query < everything
    assert of_both < to_key < everything
    key.press("Enter")
    assert inked() == everything


def test_rollout_is_the_product_of_an_eager_pass(page: Page, server: Server, mary: Patterns) -> None:
    position, n = 12, mary.shape[-1]
    shares = np.eye(n)[position]
    for pattern in mary[::-1].mean(1):
        mixed = pattern / 2 + np.eye(n) / 2
        shares = shares @ (mixed / mixed.sum(-1, keepdims=True))
    page.goto(server.at("attention", text=MARY, all="rollout", at=position))
    expect(page.get_by_text("An approximation.")).to_be_visible()
    found = page.get_by_role("region", name="Shares of the input").get_by_role("listitem")
    expect(found).to_have_count(11)
    for item in found.all()[:-1]:
        at = int(item.locator(".place").inner_text())
        assert numbers(item.get_attribute("title") or "")[0] == pytest.approx(shares[at], rel=1e-3, abs=1e-7)
    places = [int(item.locator(".place").inner_text()) for item in found.all()[:-1]]
    assert places == np.argsort(-shares, kind="stable")[:10].tolist()
    page.get_by_role("button", name="Previous token").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where ‘ a’ comes from, by attention alone")


def test_flow_says_that_a_text_is_too_long_for_it(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text="the cat sat on a mat " * 40, all="rollout", method="flow"))
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("radio", name="attention rollout").check()
    expect(page.get_by_role("grid", name="Shares of the input tokens at each depth")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_token_that_was_selected_elsewhere_is_the_query(page: Page, server: Server) -> None:
    page.goto(server.at("tokens", text=MARY))
    page.get_by_role("button", name=re.compile(r"^Token 10: ")).click()
    page.get_by_role("link", name=re.compile("^Attention")).first.press("Enter")
    page.get_by_role("button", name="Layer 3, head 5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where ‘ gave’ looks: layer 3, head 5")


@pytest.fixture(scope="module")
def bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model of two stacks."""
    folder = tmp_path_factory.mktemp("bart")
    torch.manual_seed(0)
    config = BartConfig(
        vocab_size=320, d_model=32, encoder_layers=2, decoder_layers=3, encoder_attention_heads=4, decoder_attention_heads=4,
        encoder_ffn_dim=56, decoder_ffn_dim=48, max_position_embeddings=64, decoder_start_token_id=0, pad_token_id=0,
        bos_token_id=0, eos_token_id=0, init_std=0.6,
    )  # fmt: skip
    BartForConditionalGeneration(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def two_stacks(bart: Path) -> Iterator[Server]:
    with running("--model", str(bart)) as server:
        wait_until_ready(server, str(bart))
        yield server


def test_cross_attention_goes_from_the_target_to_the_source(chromium: Browser, two_stacks: Server, bart: Path) -> None:
    source, target = "The cat sat on the mat", "the mat sat"
    hf = BartForConditionalGeneration.from_pretrained(bart, attn_implementation="eager")
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    trouble = watch(page, two_stacks)
    shown = {"map": "cross", "layer": 1, "head": 2, "view": "lines", "heads": "2.3"}
    page.goto(two_stacks.at("attention", model=str(bart), text=source, target=target, **shown))
    expect(page.get_by_role("heading", level=1)).to_have_text("Where ‘ sat’ looks: cross-attention, layer 1, head 2")
    tokenizer = Tokenizer.from_file(str(bart / "tokenizer.json"))
    tokenizer.no_padding()
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in (source, target)]
    with torch.no_grad():
        out = hf(
            input_ids=torch.tensor([ids[0]]), decoder_input_ids=torch.tensor([[0, *ids[1]]]), output_attentions=True
        )
    queries = page.get_by_role("group", name="query").get_by_role("button")
    keys = page.get_by_role("group", name="key", exact=True).get_by_role("button")
    expect(queries).to_have_count(1 + len(ids[1]))
    expect(keys).to_have_count(len(ids[0]))
    weights = page.get_by_role("table", name=re.compile("looks at"))
    rows = weights.locator("tbody tr:not(.rest)")
    expect(rows).to_have_count(5)
    expect(weights.locator("td:not([title])")).to_have_count(0)
    for row in rows.all():
        key = int(row.locator(".place").inner_text())
        for cell, (layer, head) in zip(row.locator("td").all(), ((1, 2), (2, 3)), strict=True):
            expected = float(out.cross_attentions[layer][0, head, -1, key])
            assert numbers(cell.get_attribute("title") or "")[0] == pytest.approx(expected, abs=1e-6)
    page.get_by_role("button", name="All heads").click()
    expect(page.get_by_role("radio", name="pictures")).to_be_checked()
    expect(page.get_by_role("radio", name="rollout")).to_have_count(0)
    page.get_by_role("radio", name="encoder").check()
    expect(page.get_by_role("radio", name="rollout")).to_have_count(1)
    assert trouble == []
    page.close()
