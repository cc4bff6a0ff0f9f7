"""The heatmap at any size and the neuron view, against Hugging Face's own eager pass."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Browser, Locator, Page, expect
from transformers import PreTrainedModel, T5Config, T5ForConditionalGeneration
from transformers.models.llama import modeling_llama

from browser.serving import Server, running, wait_until_ready, watch
from cutaway import Model
from support.tiny import write_tokenizer

MARY = "When Mary and John went to the store, John gave a drink to"
LAYER, HEAD = 3, 5
pytestmark = pytest.mark.browser


class _Enough(Exception):
    """The layer that was asked for has run: the ones above change nothing in it."""


def eager(hf: PreTrainedModel, ids: Sequence[int], layer: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the model file's eager attention was given and gave in one layer: q, k, v by head, pattern, z, scaling."""
    found: dict[str, Any] = {}
    own, before = modeling_llama.eager_attention_forward, str(hf.config._attn_implementation)

    def attend(module: Any, query: Any, key: Any, value: Any, mask: Any, scaling: float, **options: Any) -> Any:
        z, pattern = own(module, query, key, value, mask, scaling=scaling, **options)
        if module.layer_idx == layer:
            group = query.shape[1] // key.shape[1]
            k, v = (each[0].repeat_interleave(group, 0) for each in (key, value))
            found.update(q=query[0], k=k, v=v, pattern=pattern[0], z=z[0].transpose(0, 1), scaling=scaling)
            raise _Enough
        return z, pattern

    monkeypatch.setattr(modeling_llama, "eager_attention_forward", attend)
    hf.set_attn_implementation("eager")
    try:
        with torch.no_grad(), suppress(_Enough):
            hf.get_submodule("model")(torch.tensor([list(ids)]), use_cache=False)
    finally:
        hf.set_attn_implementation(before)
    return found


def numbers(text: str) -> list[float]:
    """The numbers in a text as the page writes them."""
    powers = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    plain = re.sub(r"\s*×\s*10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "e" + m[1].translate(powers), text)
    return [float(each) for each in re.findall(r"-?\d[\d.]*(?:e-?\d+)?", plain.replace("−", "-").replace(",", ""))]


def picture(page: Page) -> Locator:
    return page.get_by_role("grid", name=re.compile("^Attention pattern"))


def window_of(page: Page) -> list[int] | None:
    """The view in the address."""
    page.wait_for_timeout(300)  # the address follows at a pace of its own
    found = re.search(r"window=(\d+)%3A(\d+)%2C(\d+)%3A(\d+)", page.evaluate("location.hash"))
    return [int(each) for each in found.groups()] if found else None


@pytest.fixture(scope="module")
def long_text() -> str:
    words = (
        "the",
        "cat",
        "sat",
        "on",
        "a",
        "mat",
        "and",
        "then",
        "some",
        "dogs",
        "ran",
        "over",
        "old",
        "hills",
        "while",
    )
    text = " ".join(words[(i * i + 3 * i) % 15] for i in range(1400))
    return text.replace("hills", "unbelievability").replace("dogs", "hippopotamuses")


@pytest.fixture(scope="module")
def long_pattern(smollm2: Model, long_text: str) -> torch.Tensor:
    """What the head looks at in the long text, of an eager pass."""
    ids = [token.id for token in smollm2.tokens(long_text)]
    with pytest.MonkeyPatch.context() as monkeypatch:
        return eager(smollm2.hf, ids, LAYER, monkeypatch)["pattern"][HEAD].clone()


def test_a_part_of_a_long_text_has_the_weights_of_an_eager_pass(
    page: Page, server: Server, long_text: str, long_pattern: torch.Tensor
) -> None:
    expected = long_pattern
    assert len(expected) > 2000
    page.set_viewport_size({"width": 1920, "height": 1200})  # cells have room for figures
    tiles: list[str] = []
    page.on("requestfinished", lambda request: tiles.append(request.url) if "pool=256" in request.url else None)
    page.goto(server.at("attention", text=long_text, layer=LAYER, head=HEAD, window="1200:1208,1000:1008"))
    expect(page.locator(".figure")).to_have_count(64)
    assert tiles, "the picture of the whole is too coarse for these cells"
    shown = [numbers(each.replace("<", "")) for each in page.locator(".figure").all_inner_texts()]
    for i, (value,) in enumerate(shown):
        weight = float(expected[1200 + i // 8, 1000 + i % 8]) * 100
        assert value == pytest.approx(weight, rel=0.01) or (value == 0.1 and weight < 0.1)
    picture(page).hover(position={"x": 60, "y": 100})
    cell = page.get_by_role("gridcell", name=re.compile("^Query .* key")).first
    expect(cell).to_have_text(re.compile(r": [\d.]+.*$"))
    described = re.search(r"at (\d+), key .* at (\d+): (.*)$", cell.inner_text())
    assert described is not None
    row, column = int(described[1]), int(described[2])
    assert 1200 <= row < 1208
    assert 1000 <= column < 1008
    exact = page.get_by_role("region", name="Where the query looks").locator("b")
    assert numbers(exact.inner_text())[0] == pytest.approx(float(expected[row, column]), rel=1e-3, abs=1e-7)


def test_the_view_comes_nearer_and_moves_by_keys_wheel_and_drag(page: Page, server: Server, long_text: str) -> None:
    page.goto(server.at("attention", text=long_text, layer=LAYER, head=HEAD, at=1000))
    grid = picture(page)
    expect(grid).to_be_visible()
    count = int(grid.get_attribute("aria-rowcount") or 0)
    assert count > 2000
    assert window_of(page) is None
    grid.focus()
    grid.press("+")
    grid.press("+")
    near = window_of(page)
    assert near is not None
    assert near[1] - near[0] == pytest.approx(count / 4, abs=1)
    assert near[0] <= 1000 < near[1]
    grid.press("Shift+ArrowDown")
    moved = window_of(page)
    assert moved is not None
    assert moved[0] - near[0] == pytest.approx((near[1] - near[0]) / 4, abs=1)
    assert moved[2:] == near[2:]
    box = grid.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1] + 20, steps=4)
    page.mouse.up()
    dragged = window_of(page)
    assert dragged is not None
    assert dragged[0] < moved[0]
    assert dragged[2] < moved[2]
    page.mouse.wheel(0, -240)
    wheeled = window_of(page)
    assert wheeled is not None
    assert wheeled[1] - wheeled[0] < dragged[1] - dragged[0]
    page.reload()
    expect(grid).to_be_visible()
    assert window_of(page) == wheeled
    grid.press("0")
    assert window_of(page) is None


def test_the_logarithmic_ink_has_its_numbers(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text=MARY, layer=LAYER, head=HEAD))
    page.get_by_role("radio", name="logarithm").check()
    legend = page.locator("figure").filter(has_text="attention, %")
    expect(legend.locator(".numbers span")).to_have_text(["less", "0.01", "0.1", "1", "10", "100"])
    page.get_by_role("radio", name="the row’s largest").check()
    expect(page.get_by_text("Share of the row’s largest weight, %")).to_be_visible()
    assert "ink=log" in page.evaluate("location.hash")


def test_full_ink_is_the_row_s_largest_weight(page: Page, server: Server, smollm2: Model) -> None:
    page.goto(server.at("attention", text=MARY, layer=LAYER, head=HEAD, ink="linear", rows="max"))
    expect(picture(page)).to_be_visible()
    pattern = smollm2.trace(MARY).read(f"layers.{LAYER}.attn.pattern", (HEAD,))
    light = page.evaluate(
        """() => {
            const canvas = document.querySelector('[role=grid][aria-label^="Attention pattern"] canvas');
            const { width, height } = canvas;
            const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
            const count = Number(canvas.parentElement.getAttribute('aria-rowcount'));
            const at = (i, n) => Math.floor(((i + 0.5) * n) / count);
            return Array.from({ length: count }, (_, row) => Array.from({ length: row + 1 }, (_, column) =>
                data[4 * (at(row, height) * width + at(column, width))]));
        }"""
    )
    darkest = min(min(row) for row in light)
    for row, shades in enumerate(light):
        best = int(pattern[row].argmax())
        assert shades[best] == darkest
        for column, shade in enumerate(shades):
            share = float(pattern[row, column] / pattern[row].max())
            if share < 0.95:
                assert shade > darkest


@pytest.mark.parametrize("over", ("layer", "all"))
def test_a_mean_over_heads_is_that_of_an_eager_pass(page: Page, server: Server, smollm2: Model, over: str) -> None:
    trace, before = smollm2.trace(MARY), str(smollm2.hf.config._attn_implementation)
    smollm2.hf.set_attn_implementation("eager")
    try:
        with torch.no_grad():
            patterns = smollm2.hf(torch.tensor([list(trace.ids)]), output_attentions=True, use_cache=False).attentions
    finally:
        smollm2.hf.set_attn_implementation(before)
    layers = torch.cat([each[0] for each in patterns]) if over == "all" else patterns[LAYER][0]
    expected = layers.mean(0)[-1]
    page.goto(server.at("attention", text=MARY, layer=LAYER, head=HEAD, over=over))
    expect(page.get_by_text(re.compile(r"Drawn: mean of the (9|270) heads"))).to_be_visible()
    first = page.get_by_role("region", name="Where the query looks").get_by_role("listitem").first
    expect(first).to_be_visible()
    assert numbers(first.get_attribute("title") or "")[0] == pytest.approx(float(expected.max()), rel=1e-4)


def test_by_word_the_weights_to_a_word_s_tokens_are_one(page: Page, server: Server, smollm2: Model) -> None:
    text = "an unbelievably tired cat"
    tokens = [token.text for token in smollm2.trace(text).tokens]
    assert len(tokens) > 4
    pattern = smollm2.trace(text).read(f"layers.{LAYER}.attn.pattern", (HEAD,))
    inside = [i for i, token in enumerate(tokens) if token.strip() in "unbelievably" and i > 0]
    expected = float(pattern[-1, inside].sum())
    page.goto(server.at("attention", text=text, layer=LAYER, head=HEAD, by="word"))
    expect(page.get_by_text("Into a word: summed over its tokens.")).to_be_visible()
    row = (
        page.get_by_role("region", name="Where the query looks").get_by_role("listitem").filter(has_text="unbelievably")
    )
    expect(row).to_have_count(1)
    assert numbers(row.get_attribute("title") or "")[0] == pytest.approx(expected, rel=1e-4)


def test_a_part_of_a_long_text_by_word_is_read_from_near(
    page: Page, server: Server, smollm2: Model, long_text: str, long_pattern: torch.Tensor
) -> None:
    ends = [match.end() for match in re.finditer(r"\S+", long_text)]
    numbered = torch.tensor([bisect_left(ends, token.end) for token in smollm2.tokens(long_text)])
    assert len(ends) == 1400 < len(numbered) - 100
    page.set_viewport_size({"width": 1920, "height": 1200})
    page.goto(server.at("attention", text=long_text, layer=LAYER, head=HEAD, by="word", window="1200:1208,1000:1008"))
    expect(page.locator(".figure")).to_have_count(64)
    for i, each in enumerate(page.locator(".figure").all_inner_texts()):
        rows, columns = numbered == 1200 + i // 8, numbered == 1000 + i % 8
        weight = 100 * float(long_pattern[rows][:, columns].sum(1).mean())
        (value,) = numbers(each.replace("<", ""))
        assert value == pytest.approx(weight, rel=0.01, abs=0.006) or (value == 0.1 and weight < 0.1)


def test_the_neuron_view_s_numbers_are_those_of_an_eager_pass(
    page: Page, server: Server, smollm2: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = smollm2.trace(MARY).ids
    found = eager(smollm2.hf, ids, LAYER, monkeypatch)
    query, dimension = 9, 20
    q, k, v = (found[name][HEAD].double() for name in ("q", "k", "v"))
    products = q[query] * k
    dots = products.sum(-1)
    weights = found["pattern"][HEAD, query].double()
    page.goto(server.at("attention", text=MARY, layer=LAYER, head=HEAD, view="neurons", at=query, key=4, dim=dimension))
    view = page.get_by_role("region", name="Neuron view")
    table = view.get_by_role("grid", name=re.compile("How each key is scored"))
    for key in range(query + 1):
        row = table.locator(f'[role="row"][aria-rowindex="{key + 2}"]')
        expect(row.locator(".number")).to_have_count(5)
        cells = [numbers(each.get_attribute("title") or "")[0] for each in row.locator(".number").all()]
        assert cells[0] == pytest.approx(float(dots[key]), rel=1e-4, abs=1e-4)
        assert cells[1] == pytest.approx(float(dots[key]) * found["scaling"], rel=1e-4, abs=1e-4)
        assert cells[2] == pytest.approx(0, abs=1e-5)
        assert cells[3] == pytest.approx(float(dots[key]) * found["scaling"], rel=1e-4, abs=1e-4)
        assert cells[4] == pytest.approx(float(weights[key]), rel=1e-4, abs=1e-6)
    product = [numbers(each.get_attribute("title") or "")[0] for each in view.locator(".product [title]").all()]
    expected = [q[query, dimension], k[4, dimension], products[4, dimension], dots[4]]
    assert product == pytest.approx([float(each) for each in expected], rel=1e-3, abs=1e-5)
    parts = view.get_by_role("table", name="The weighted sum of the values").get_by_role("row").all()[1:]
    shares = [numbers(row.get_by_role("cell").last.locator("span").get_attribute("title") or "")[0] for row in parts]
    best = weights.argsort(descending=True)[:4]
    assert shares[:4] == pytest.approx([float(weights[i] * v[i, dimension]) for i in best], rel=1e-3, abs=1e-6)
    assert shares[-1] == pytest.approx(float(found["z"][HEAD, query, dimension]), rel=1e-3, abs=1e-5)
    assert sum(shares[:-1]) == pytest.approx(shares[-1], rel=1e-3, abs=1e-5)


def test_the_neuron_view_is_read_by_keys(page: Page, server: Server) -> None:
    page.goto(server.at("attention", text=MARY, layer=LAYER, head=HEAD, view="neurons", at=9, key=4))
    table = page.get_by_role("grid", name=re.compile("How each key is scored"))
    table.focus()
    now = table.locator(".hidden-but-read [role=gridcell]")
    expect(now).to_have_text(re.compile("at 4: dot product"))
    table.press("ArrowDown")
    table.press("ArrowRight")
    table.press("ArrowRight")
    expect(now).to_have_text(re.compile(r"at 5: .*Dimension 1: "))
    page.get_by_role("button", name="Next query").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("gave")
    expect(page.get_by_text("at 10 of 14")).to_be_visible()


SOURCE, TARGET = "The cat sat on the mat, and 12 cats sat", "a cat"


@pytest.fixture(scope="module")
def two_stacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random T5 with the tokenizer of the small models."""
    folder = tmp_path_factory.mktemp("t5")
    torch.manual_seed(0)
    config = T5Config(
        vocab_size=320, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_decoder_layers=2, num_heads=4,
        pad_token_id=0, eos_token_id=1, initializer_factor=2.0,
    )  # fmt: skip
    config.decoder_start_token_id = 0
    T5ForConditionalGeneration(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


@pytest.fixture(scope="module")
def t5(two_stacks: Path) -> Iterator[Server]:
    with running("--model", str(two_stacks)) as server:
        wait_until_ready(server, str(two_stacks))
        yield server


def test_cross_attention_has_a_row_for_each_target_token_and_a_column_for_each_source_token(
    chromium: Browser, t5: Server, two_stacks: Path
) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(two_stacks / "tokenizer.json"))
    tokenizer.no_padding()
    source, target = tokenizer.encode(SOURCE).ids, [0, *tokenizer.encode(TARGET).ids]
    hf = T5ForConditionalGeneration.from_pretrained(two_stacks, attn_implementation="eager").eval()
    with torch.no_grad():
        output = hf(input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([target]), output_attentions=True)
    expected = output.cross_attentions[1][0, 2]
    assert expected.shape == (len(target), len(source))
    assert len(target) != len(source)

    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    trouble = watch(page, t5)
    page.goto(t5.at("attention", model=str(two_stacks), text=SOURCE, target=TARGET, map="cross", layer=1, head=2, at=1))
    grid = picture(page)
    expect(grid).to_have_attribute("aria-rowcount", str(len(target)))
    expect(grid).to_have_attribute("aria-colcount", str(len(source)))
    rows = page.get_by_role("region", name="Where the query looks").get_by_role("listitem")
    best = expected[1].argsort(descending=True)
    for place in range(3):
        row = rows.nth(place)
        expect(row.locator(".place")).to_have_text(str(int(best[place])))
        assert numbers(row.get_attribute("title") or "")[0] == pytest.approx(float(expected[1, best[place]]), rel=1e-4)
    grid.focus()
    for _ in range(len(source) - 2):
        grid.press("ArrowRight")
    cell = page.locator(".picture [role=gridcell]")
    expect(cell).to_have_text(re.compile(rf"key .* at {len(source) - 1}: "))
    page.close()
    assert trouble == []
