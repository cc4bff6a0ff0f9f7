"""What heads do, against plain loops over Hugging Face's attentions."""

import numpy as np
import pytest
import torch

from cutaway import Model
from cutaway.lenses import patterns
from cutaway.lenses.heads import MEASURES, head_scores, induction_scores, value_lengths
from support.architectures import CONFIGS, TARGET
from support.architectures import IDS as LONGER
from support.measures import measured
from support.reference import FAMILIES, small
from support.serving import tiny

IDS = (3, 17, 5, 5, 40, 8, 17)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("in_tiles", [False, True])
def test_scores_are_those_of_hugging_face_s_patterns(
    family: str, in_tiles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_tiles:
        monkeypatch.setattr(patterns, "_CELLS", 2 * 6 * len(IDS))
    hf = small(family)
    model = Model(hf)
    sites = [f"{block.name}.attn.pattern" for block in model.anatomy.blocks]
    found = head_scores(model.trace(IDS), sites)
    hf.set_attn_implementation("eager")
    with torch.no_grad():
        attentions = hf(torch.tensor([IDS]), output_attentions=True).attentions
    for layer, heads in enumerate(attentions):
        for head, attention in enumerate(heads[0].double().numpy()):
            for name, value in measured(attention, IDS, model.facts.kind == "decoder").items():
                assert found[name][layer, head].item() == pytest.approx(value, abs=1e-5), (name, layer, head)
    assert found["punctuation"].isnan().all()  # without a tokenizer no token is punctuation


def test_punctuation_is_the_weight_on_marks() -> None:
    model = tiny()
    text = "a, b. c"
    found = head_scores(model.trace(text), [f"layers.{i}.attn.pattern" for i in range(4)])
    model.hf.set_attn_implementation("eager")
    ids = torch.tensor([model.trace(text).ids])
    with torch.no_grad():
        attention = model.hf(ids, output_attentions=True).attentions[2][0, 1]
    marks = [at for at, letter in enumerate(text) if letter in ",."]
    rows = [attention[q, marks].sum().item() for q in range(marks[0], len(text))]
    assert found["punctuation"][2, 1].item() == pytest.approx(np.mean(rows), abs=1e-5)


def test_from_stack_to_stack_there_is_no_before_and_after() -> None:
    model = Model(CONFIGS["t5"]())
    trace = model.trace(LONGER, target=TARGET)
    sites = [site for site in trace.sites if site.endswith("cross_attn.pattern")]
    found = head_scores(trace, sites)
    assert set(found) == {"first", "entropy", "focus"}
    pattern = trace[sites[0]].double()
    torch.testing.assert_close(found["first"][0].double(), pattern[:, :, 0].mean(-1), atol=1e-6, rtol=1e-6)


def test_smollm2_s_strongest_induction_head_looks_after_the_earlier_place(smollm2: Model) -> None:
    scores = induction_scores(smollm2, length=25)["induction"]
    layer, head = divmod(int(scores.argmax()), scores.shape[1])
    assert scores[layer, head] > 0.5
    ids = torch.randint(1000, 40000, (25,), generator=torch.Generator().manual_seed(5))
    hf = smollm2.hf
    before = hf.config._attn_implementation or "sdpa"
    try:
        hf.set_attn_implementation("eager")
        with torch.no_grad():
            pattern = hf(ids.repeat(2)[None], output_attentions=True).attentions[layer][0, head]
    finally:
        hf.set_attn_implementation(before)
    assert torch.diagonal(pattern[25:], 1).mean() > 0.4


def test_an_encoder_has_no_induction(minilm: Model) -> None:
    assert all(values.isnan().all() for values in induction_scores(minilm).values())


def test_every_measure_says_what_it_is_and_who_described_it() -> None:
    for name, measure in MEASURES.items():
        assert measure.name == name
        assert measure.definition.endswith(".")
        assert measure.source


@pytest.mark.parametrize("family", ["llama", "gemma2", "qwen2"])
def test_values_are_as_long_as_those_that_hugging_face_s_projections_give(family: str) -> None:
    model = Model(CONFIGS[family]())
    found: list[torch.Tensor] = []
    for name, module in model.hf.named_modules():
        if name.endswith("v_proj"):
            width = model.facts.d_head
            module.register_forward_hook(
                lambda _m, _i, out, width=width: found.append(out[0].unflatten(-1, (-1, width)).norm(dim=-1))
            )
    with torch.no_grad():
        model.hf(torch.tensor([IDS]))
    lengths = torch.stack(found)  # (layers, positions, sets)
    plain = Model(CONFIGS[family]())
    sites = [f"{block.name}.attn.pattern" for block in plain.anatomy.blocks]
    expected = (float(lengths[:, 0].mean()), float(lengths[:, 1:].mean()))
    assert value_lengths(plain.trace(IDS), sites) == pytest.approx(expected, rel=1e-4)
    assert value_lengths(plain.trace(IDS[:1]), sites) is None
