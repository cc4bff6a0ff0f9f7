"""The whole way from a typed text to the logits by keyboard alone, room by room, against Hugging Face's own eager pass."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Browser, Page, expect
from tokenizers import Tokenizer
from transformers import MarianConfig, MarianMTModel

import cutaway
from browser.serving import Server, running, wait_until_ready, watch
from browser.walking import chosen, number_at_cursor, section, timeline
from cutaway import Model
from cutaway.lenses.walk import stages
from cutaway.trace.trace import Trace
from support import independent
from support.families import FAMILIES

FRANCE = "The capital of France is"
SOURCE, TARGET = "The cat sat on the mat", "the mat sat"
MOST_TABS = 80
HEAD = 2
pytestmark = pytest.mark.browser
Tensors = Mapping[str, torch.Tensor]


@dataclass(frozen=True)
class Stop:
    """A number that is read on the way: its stage, and its place in a matrix (of one head, where there are heads)."""

    stage: str
    row: int
    column: int


@dataclass(frozen=True)
class Opened:
    """A head that is opened in the attention room, by its place in the grid, and the kind of attention as the page calls it."""

    site: str
    layer: int
    kind: str | None = None


def tab_to(page: Page, role: str, name: str = "") -> None:
    """Presses Tab until the focus is on an element of a role whose accessible name begins like this."""
    told = """() => {
        const e = document.activeElement;
        const role = e.getAttribute('role') ?? { BUTTON: 'button', SELECT: 'select', INPUT: e.type, TEXTAREA: 'text' }[e.tagName] ?? '';
        return [role, e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText ?? e.innerText ?? ''];
    }"""
    for _ in range(MOST_TABS):
        found, said = page.evaluate(told)
        if found == role and said.strip().startswith(name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {role} {name}")


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def type_text(page: Page, text: str, tokens: int) -> None:
    """Types the text into its box, which the slash goes to."""
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("button", name=re.compile(rf"^Token {tokens - 1}: "))).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile(rf"^Token {tokens}: "))).to_have_count(0)


def compare(page: Page, stop: Stop, theirs: Tensors) -> None:
    """Goes into the numbers of the present stage, reads one, and comes back to the stages."""
    part = section(page, stop.stage)
    tensor = theirs[stop.stage]
    page.keyboard.press("Enter")
    grid = part.get_by_role("grid")
    expect(grid).to_be_focused()
    if tensor.dim() == 3:
        press(page, "Shift+Tab", 3)  # past the buttons of the zoom
        choice = part.get_by_role("combobox")
        expect(choice).to_be_focused()
        press(page, "ArrowDown", HEAD - int(choice.input_value()))
        expect(choice).to_have_value(str(HEAD))
        press(page, "Tab", 3)
        expect(grid).to_be_focused()
        tensor = tensor[HEAD]
    expect(part.get_by_role("figure", name="Distribution of the values")).to_be_visible()
    expect(grid).to_have_attribute("aria-busy", "false")
    press(page, "PageUp")
    press(page, "Home")
    press(page, "ArrowDown", stop.row)
    press(page, "ArrowRight", stop.column)
    expect(part.get_by_role("gridcell")).to_have_attribute("aria-colindex", str(stop.column + 1))
    expect(part.get_by_role("row")).to_have_attribute("aria-rowindex", str(stop.row + 1))
    expected = tensor[stop.row, stop.column].item()
    assert number_at_cursor(part) == pytest.approx(expected, abs=2e-4, rel=1e-4), stop.stage
    page.keyboard.press("Escape")
    expect(timeline(page)).to_be_focused()


def walk(page: Page, trace: Trace, stops: list[Stop], theirs: Tensors) -> None:
    """Goes through every stage of the first block of each stack, and compares on the way."""
    page.keyboard.press("2")
    expect(timeline(page)).to_be_visible()
    expected = [stage for stage in stages(trace.model, trace) if stage.layer in (None, 0)]
    left = {stop.stage: stop for stop in stops}
    for number, stage in enumerate(expected):
        expect(chosen(page)).to_have_text(stage.title)
        expect(page.get_by_text(f"{number + 1} of {len(expected)}", exact=True)).to_be_visible()
        if stop := left.pop(stage.id, None):
            compare(page, stop, theirs)
        if stage is not expected[-1]:
            page.keyboard.press("j")
    assert not left


def open_head(page: Page, opened: Opened, theirs: Tensors) -> None:
    """Goes to the attention room, opens a head there, and compares its largest weight from the last token."""
    page.keyboard.press("3")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"head {HEAD}")  # the head that the walk has chosen
    page.keyboard.press("Escape")
    if opened.kind:
        tab_to(page, "radio", "encoder")  # what the walk's first queries are of
        for _ in range(3):
            if page.get_by_role("radio", name=opened.kind).is_checked():
                break
            page.keyboard.press("ArrowRight")
        expect(page.get_by_role("radio", name=opened.kind)).to_be_checked()
    tab_to(page, "button", "Layer ")
    press(page, "PageUp")
    press(page, "Home")
    press(page, "ArrowDown", opened.layer)
    press(page, "ArrowRight", HEAD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"layer {opened.layer}, head {HEAD}")
    weights = theirs[opened.site][HEAD, -1]
    best = int(weights.argmax())
    first = page.get_by_role("region", name="Where the query looks").get_by_role("listitem").first
    expect(first.locator(".place")).to_have_text(str(best))
    assert float(first.get_attribute("title") or "") == pytest.approx(weights[best].item(), abs=1e-5, rel=1e-4)


def compare_prediction(page: Page, logits: torch.Tensor) -> None:
    """Goes to the prediction room, and compares the most probable token's probability and logit."""
    page.keyboard.press("4")
    best = page.get_by_role("list", name="The most probable tokens").get_by_role("listitem").first
    probability, logit = (
        float((number.get_attribute("title") or "").replace("−", "-")) for number in best.locator(".number").all()
    )
    assert logit == pytest.approx(logits.max().item(), abs=2e-4, rel=1e-4)
    assert probability == pytest.approx(logits.softmax(-1).max().item(), abs=1e-5, rel=1e-3)


def test_smollm2_from_typed_text_to_logits_by_keyboard_alone(page: Page, server: Server, smollm2: Model) -> None:
    trace = smollm2.trace(FRANCE)
    ids = {"input_ids": torch.tensor([trace.ids])}
    theirs = independent.read_all(copy.deepcopy(smollm2.hf), FAMILIES["llama"], ids)
    page.goto(f"{server.url}#/tokens?text=")
    type_text(page, FRANCE, len(trace.ids))
    page.keyboard.press("Escape")
    block = "layers.0"
    stops = [
        Stop("embed", 3, 5),
        Stop(f"{block}.attn.q", 4, 7),
        Stop(f"{block}.attn.pattern", 4, 2),
        Stop(f"{block}.attn.out", 1, 0),
        Stop(f"{block}.mlp.post", 2, 9),
        Stop(f"{block}.resid_post", 3, 1),
        Stop("final_norm", 4, 4),
        Stop("logits", 4, 11),
    ]
    walk(page, trace, stops, theirs)
    expect(section(page, "sampling")).to_contain_text("Paris")
    open_head(page, Opened("layers.3.attn.pattern", 3), theirs)
    compare_prediction(page, theirs["logits"][-1])


def test_minilm_which_has_no_logits_from_typed_text_to_its_last_vectors_by_keyboard_alone(
    page: Page, server: Server, minilm: Model
) -> None:
    trace = minilm.trace(FRANCE)
    bert = FAMILIES["bert"][0]
    bare = replace(
        bert,
        blocks=bert.blocks.removeprefix("bert."),
        outside={
            name: place.removeprefix("bert.") for name, place in bert.outside.items() if place.startswith("bert.")
        },
    )
    ids = {"input_ids": torch.tensor([trace.ids])}
    theirs = independent.read_all(copy.deepcopy(minilm.hf), (bare,), ids)
    assert "logits" not in theirs
    page.goto(f"{server.url}#/tokens?text=")
    tab_to(page, "button", "Model:")
    page.keyboard.press("Enter")
    tab_to(page, "button", "all-MiniLM")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Model: all-MiniLM"))).to_contain_text(
        "parameters", timeout=120_000
    )
    type_text(page, FRANCE, len(trace.ids))
    page.keyboard.press("Escape")
    block = "layers.0"
    stops = [
        Stop("embed", 3, 5),
        Stop("embed_norm", 0, 2),
        Stop(f"{block}.attn.q", 4, 7),
        Stop(f"{block}.attn.pattern", 1, 5),
        Stop(f"{block}.mlp.post", 2, 9),
    ]
    walk(page, trace, stops, theirs)
    last = len(trace.model.anatomy.blocks) - 1
    press(page, "ArrowRight", last)
    expect(page.get_by_role("group", name=f"Block {last}", exact=True)).to_be_visible()
    compare(page, Stop(f"layers.{last}.resid_post", 4, 6), theirs)
    open_head(page, Opened("layers.2.attn.pattern", 2), theirs)


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random encoder–decoder of the original kind, as a folder."""
    from support.tiny import write_tokenizer

    folder = tmp_path_factory.mktemp("marian")
    torch.manual_seed(3)
    config = MarianConfig(
        vocab_size=320, d_model=32, encoder_layers=2, decoder_layers=3, encoder_attention_heads=4, decoder_attention_heads=4,
        encoder_ffn_dim=56, decoder_ffn_dim=48, max_position_embeddings=64, activation_function="relu", init_std=0.4,
        scale_embedding=True, decoder_start_token_id=0, pad_token_id=0, bos_token_id=0, eos_token_id=0,
    )  # fmt: skip
    MarianMTModel(config).save_pretrained(folder)
    write_tokenizer(folder)
    return folder


@pytest.fixture
def two_stacks(chromium: Browser, marian: Path) -> Iterator[tuple[Page, Server]]:
    with running("--model", str(marian)) as server:
        wait_until_ready(server, str(marian))
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        trouble = watch(page, server)
        yield page, server
        context.close()
        assert trouble == []


def test_two_stacks_from_typed_source_and_target_to_logits_by_keyboard_alone(
    two_stacks: tuple[Page, Server], marian: Path
) -> None:
    page, server = two_stacks
    tokenizer = Tokenizer.from_file(str(marian / "tokenizer.json"))
    tokenizer.no_padding()
    source, target = (tokenizer.encode(text, add_special_tokens=False).ids for text in (SOURCE, TARGET))
    hf = MarianMTModel.from_pretrained(marian, attn_implementation="eager").eval()
    given = {"input_ids": torch.tensor([source]), "decoder_input_ids": torch.tensor([[0, *target]])}
    theirs = independent.read_all(hf, FAMILIES["marian"], given)
    page.goto(f"{server.url}#/tokens?text=")
    type_text(page, SOURCE, len(source))
    tab_to(page, "text", "The decoder has written")
    page.keyboard.type(TARGET)
    expect(page.get_by_text(f"{len(target) + 1} tokens", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    trace = cutaway.load(str(marian)).trace(SOURCE, target=TARGET)
    assert trace.sites["logits"][0] == len(target) + 1
    stops = [
        Stop("encoder.embed", 3, 5),
        Stop("encoder.pos_embed", 2, 17),
        Stop("encoder.layers.0.attn.q", 4, 7),
        Stop("encoder.layers.0.attn.pattern", 1, 5),
        Stop("decoder.embed", 1, 4),
        Stop("decoder.layers.0.attn.pattern", 3, 1),
        Stop("decoder.layers.0.cross_attn.q", 2, 6),
        Stop("decoder.layers.0.cross_attn.pattern", 2, 5),
        Stop("decoder.layers.0.mlp.post", 2, 9),
        Stop("decoder.layers.0.resid_post", 0, 8),
        Stop("logits", 3, 11),
    ]
    walk(page, trace, stops, theirs)
    open_head(page, Opened("decoder.layers.1.cross_attn.pattern", 1, "cross-attention"), theirs)
    compare_prediction(page, theirs["logits"][-1])
