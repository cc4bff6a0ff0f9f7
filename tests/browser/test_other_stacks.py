"""Prediction on models that are no plain decoders: what the page shows of two stacks, a window, and a state."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Page, expect
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    MambaConfig,
    MambaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

import cutaway
from browser.serving import Server, running, wait_until_ready
from browser.test_tree import ids_in, labels, tokens
from cutaway import Model
from support.generated import generated
from support.tiny import write_tokenizer

TEXT = "The cat sat on the mat"
SIZES: Any = {"vocab_size": 320, "num_hidden_layers": 3, "initializer_range": 0.3}
pytestmark = pytest.mark.browser


def two_stacks() -> Any:
    config = T5Config(
        vocab_size=320, d_model=32, d_kv=8, d_ff=40, num_layers=3, num_decoder_layers=3, num_heads=4, pad_token_id=0,
        eos_token_id=319,
    )  # fmt: skip
    config.decoder_start_token_id = 0
    return T5ForConditionalGeneration(config)


def window() -> Any:
    config = MistralConfig(
        **SIZES, hidden_size=32, intermediate_size=40, num_attention_heads=4, num_key_value_heads=4, sliding_window=4,
        max_position_embeddings=64,
    )  # fmt: skip
    return MistralForCausalLM(config)


def state() -> Any:
    return MambaForCausalLM(MambaConfig(**SIZES, hidden_size=32, state_size=8))


LABELS: Any = {"id2label": {0: "no", 1: "maybe", 2: "yes"}, "label2id": {"no": 0, "maybe": 1, "yes": 2}}


def of_texts() -> Any:
    return BertForSequenceClassification(
        BertConfig(**SIZES, hidden_size=32, intermediate_size=40, num_attention_heads=4, **LABELS)
    )


def of_tokens() -> Any:
    return BertForTokenClassification(
        BertConfig(**SIZES, hidden_size=32, intermediate_size=40, num_attention_heads=4, **LABELS)
    )


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A small random model."""
    torch.manual_seed(3)
    request.param().save_pretrained(tmp_path)
    write_tokenizer(tmp_path)
    return tmp_path


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with running("--model", str(folder)) as server:
        wait_until_ready(server, str(folder))
        yield server


def opened(folder: Path) -> tuple[Model, list[int]]:
    model = cutaway.load(str(folder))
    return model, [token.id for token in model.tokens(TEXT)]


@pytest.mark.parametrize("folder", [two_stacks], indirect=True)
def test_a_decoder_s_branch_becomes_its_target(page: Page, server: Server, folder: Path) -> None:
    model, ids = opened(folder)
    page.goto(server.at("prediction", model=str(folder), text=TEXT, view="tree", write=4))
    page.get_by_role("button", name="Write", exact=True).click()
    (branch,) = ids_in(page, 4)
    assert branch == generated(model, torch.tensor([ids]), max_new_tokens=4, do_sample=False)[0].tolist()[1:]
    tokens(page, "Branch 1").nth(1).click()
    page.get_by_role("button", name="Use as the text").click()
    page.wait_for_url(lambda url: f"then={branch[0]}.{branch[1]}" in url and "at=2" in url)
    expect(tokens(page, "Branch 1").nth(1)).to_have_accessible_name(re.compile("in the text"))
    assert [", in the text" in label for label in labels(page, "Branch 1")] == [True, True, False, False]
    expect(page.get_by_role("group", name="The text as tokens").get_by_role("button")).to_have_count(1)
    expect(tokens(page, "Branch 1").nth(1)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("folder", [window], indirect=True)
def test_a_window_is_what_the_cache_holds(page: Page, server: Server, folder: Path) -> None:
    page.goto(server.at("prediction", model=str(folder), text=TEXT, view="cache"))
    expect(page.get_by_text(re.compile(r"3\s+layers × 2 .* × 3\s+tokens, the last of a window of 4,"))).to_be_visible()


@pytest.mark.parametrize("folder", [state], indirect=True)
def test_a_state_s_rows_are_named_for_the_mixer_and_read_by_the_head(page: Page, server: Server, folder: Path) -> None:
    model, ids = opened(folder)
    hf: Any = model.hf
    states: list[torch.Tensor] = []
    hf.backbone.layers[0].register_forward_hook(lambda _, __, gave: states.append(gave))
    with torch.no_grad():
        hf(torch.tensor([ids]), use_cache=False)
        shares = hf.lm_head(hf.backbone.norm_f(states[0]))[0, -1].double().softmax(-1)
    page.goto(server.at("prediction", model=str(folder), text=TEXT, view="lens"))
    name = re.compile(rf"^Layer 0, after its mixer, position {len(ids) - 1}: ‘.*’ ([\d.]+)\s%")
    cell = page.get_by_role("gridcell", name=name)
    expect(cell).to_be_visible()
    said = name.match(cell.get_attribute("aria-label") or "")
    assert said is not None
    assert float(said[1]) == pytest.approx(float(shares.max()) * 100, rel=0.006)
    expect(page.get_by_role("radio", name="after attention and MLP")).to_have_count(0)


def said_of_classes(page: Page) -> dict[str, tuple[float, float]]:
    """Class → its share in per cent and its score, as the table shows them."""
    rows = [row.get_by_role("cell").all_inner_texts() for row in page.get_by_role("row").all()[1:]]
    names = page.get_by_role("rowheader").all_inner_texts()
    numbers = [[float(re.sub(r"[^\d.\u2212]", "", cell).replace("\u2212", "-")) for cell in row[-2:]] for row in rows]
    return {name: (share, score) for name, (share, score) in zip(names, numbers, strict=True)}


def expected_of_classes(logits: torch.Tensor) -> dict[str, Any]:
    shares = logits.double().softmax(-1) * 100
    return {
        name: (pytest.approx(float(share), rel=6e-3, abs=0.01), pytest.approx(float(score), rel=6e-3))
        for name, share, score in zip(("no", "maybe", "yes"), shares, logits, strict=True)
    }


@pytest.mark.parametrize("folder", [of_texts, of_tokens], indirect=True)
def test_a_classifier_s_classes_have_the_scores_of_an_independent_pass(
    page: Page, server: Server, folder: Path
) -> None:
    model, ids = opened(folder)
    kind = {
        "BertForSequenceClassification": BertForSequenceClassification,
        "BertForTokenClassification": BertForTokenClassification,
    }
    with torch.no_grad():
        logits = kind[model.facts.architecture].from_pretrained(folder).eval()(torch.tensor([ids])).logits[0]
    page.goto(server.at("prediction", model=str(folder), text=TEXT))
    expect(page.get_by_role("table", name="Scores of the classes")).to_be_visible()
    if logits.dim() == 1:
        assert said_of_classes(page) == expected_of_classes(logits)
        expect(page.get_by_text("This model scores the text as a whole.")).to_be_visible()
        expect(page.get_by_role("group", name="The text as tokens")).to_have_count(0)
        return
    assert said_of_classes(page) == expected_of_classes(logits[-1])
    page.get_by_role("button", name=re.compile("position 2$")).click()
    expect(page.get_by_role("table", name=re.compile("position 2"))).to_be_visible()
    assert said_of_classes(page) == expected_of_classes(logits[2])
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^To ‘.*’, the model gives [\d.]+\s% for ‘"))
