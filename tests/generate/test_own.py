"""What a model's own generation config asks for: token for token as `generate`, greedy and with beams."""

from typing import Any

import pytest
import torch
from transformers import GenerationConfig

from architectures import CONFIGS
from cutaway import Model
from cutaway.generate.own import asked, processors
from cutaway.generate.settings import GREEDY, BadSettings, Settings
from cutaway.generate.stages import stages
from cutaway.generate.tree import Tree
from generated import generated

TEXTS = ([5, 9, 40, 7, 5, 9, 33], [12, 60, 61, 12, 60])
COUNT = 14
WRITERS = {
    "forced and no n-gram twice": ("bart", {"forced_bos_token_id": 11, "forced_eos_token_id": 2, "no_repeat_ngram_size": 3}),
    "nothing of the source's": ("bart", {"encoder_no_repeat_ngram_size": 1, "forced_eos_token_id": 2}),
    "suppressed": ("gpt2", {"suppress_tokens": [*range(20, 50)], "begin_suppress_tokens": [*range(50, 97)]}),
    "bad words": ("gpt2", {"bad_words_ids": [[id] for id in range(0, 90, 2)] + [[3, 5]], "no_repeat_ngram_size": 2}),
    "at least so long": ("llama", {"min_length": 12, "eos_token_id": [*range(40, 97)]}),
    "at least so many more": ("llama", {"min_new_tokens": 6, "eos_token_id": [*range(40, 97)]}),
    "ever nearer to the end": ("gpt2", {"exponential_decay_length_penalty": (3, 1.4), "eos_token_id": 2}),
    "biased": ("t5", {"sequence_bias": [[[7], 4.0], [[9, 3], -5.0]], "encoder_repetition_penalty": 1.6}),
    "forced at the beginning": ("t5", {"forced_bos_token_id": 33, "remove_invalid_values": True}),
}  # fmt: skip


@pytest.fixture(scope="module", params=WRITERS)
def model(request: pytest.FixtureRequest) -> Model:
    kind, settings = WRITERS[request.param]
    torch.manual_seed(11)
    hf: Any = CONFIGS[kind]()
    if kind == "t5":  # generate's own cache has a layer for each of the encoder's
        hf.config.num_hidden_layers = hf.config.num_decoder_layers
    start = {name: getattr(hf.generation_config, name) for name in ("decoder_start_token_id", "bos_token_id")}
    hf.generation_config = GenerationConfig(**{**start, "eos_token_id": 2, "pad_token_id": 0, **settings})
    return Model(hf)


def theirs(model: Model, ids: list[int], **options: Any) -> list[int]:
    found = generated(model, torch.tensor([ids]), max_new_tokens=COUNT, do_sample=False, **options)[0].tolist()
    return found[1:] if model.anatomy.two_stacks else found[len(ids) :]


def ours(model: Model, ids: list[int], beams: int = 1) -> list[int]:
    tree = model.generate(ids, COUNT, beams=beams)
    return [step.id for step in tree.steps(tree.ends[0])]


@pytest.mark.parametrize("text", TEXTS)
def test_greedy_is_generate(model: Model, text: list[int]) -> None:
    assert ours(model, text) == theirs(model, text)


@pytest.mark.parametrize("text", TEXTS)
def test_beams_are_generate(model: Model, text: list[int]) -> None:
    found = ours(model, text, 3)
    assert found == theirs(model, text, num_beams=3)[: len(found)]


def test_the_settings_change_what_is_written(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else these tests would say nothing."""
    before = [ours(model, text) for text in TEXTS]
    config = model.hf.generation_config
    for name in asked(model)[0]:
        if name != "remove_invalid_values":
            monkeypatch.setattr(config, name, None)
    monkeypatch.setattr(config, "eos_token_id", 2)
    assert [ours(model, text) for text in TEXTS] != before


def test_each_stage_is_what_the_processor_of_its_name_gives() -> None:
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(
        no_repeat_ngram_size=2, suppress_tokens=[4, 8], min_new_tokens=3, eos_token_id=2
    )
    model, seen = Model(hf), [5, 9, 40, 5]
    logits = hf(torch.tensor([seen])).logits[0, -1].detach()
    found = stages(logits, seen, Settings(temperature=0.7, repetition_penalty=1.2), processors(model, seen))
    assert [stage.name for stage in found] == [
        "model", "repetition_penalty", "no_repeat_ngram_size", "min_new_tokens", "suppress_tokens", "temperature",
    ]  # fmt: skip
    gone = [set((~stage.logits.isfinite()).nonzero().flatten().tolist()) for stage in found]
    assert gone[1:] == [set(), {9}, {2, 9}, {2, 4, 8, 9}, {2, 4, 8, 9}]
    assert [stage.cut for stage in found[2:5]] == [1, 1, 2]


def test_what_does_nothing_here_is_no_stage() -> None:
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(no_repeat_ngram_size=2, min_new_tokens=0)
    model = Model(hf)
    found = stages(torch.zeros(97), [5, 9], GREEDY, processors(model, [5, 9]))
    assert [stage.name for stage in found] == ["model", "temperature"]


def test_what_is_not_applied_is_named() -> None:
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(num_beams=4, early_stopping=True, length_penalty=2.0, suppress_tokens=[1])
    assert asked(Model(hf)) == (
        {"suppress_tokens": [1]},
        {"num_beams": 4, "length_penalty": 2.0, "early_stopping": True},
    )


def test_a_model_that_asks_for_nothing_has_nothing_done() -> None:
    model = Model(CONFIGS["llama"]())
    assert asked(model) == ({}, {})
    assert processors(model, [1, 2, 3], count=5) == ()


def test_a_branch_ends_as_if_it_had_been_written_at_once() -> None:
    """A token that is forced at the end stands at the end of the whole branch, and begins another way nowhere else."""
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(forced_eos_token_id=96, eos_token_id=96)
    model = Model(hf)
    tree = Tree(model, model.tokens(TEXTS[0]))
    end = tree.grow(6)
    assert [step.id == 96 for step in tree.steps(end)] == [False] * 5 + [True]
    tree.grow(3, (0, 2), first=7)
    assert tree.branches[1].steps[-1].id == 96


def test_a_setting_of_the_models_own_that_leaves_no_token_is_named() -> None:
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(suppress_tokens=[*range(97)])
    model = Model(hf)
    with pytest.raises(BadSettings, match=r"own suppress_tokens leaves no token here. Choose another position"):
        stages(torch.zeros(97), [5, 9], GREEDY, processors(model, [5, 9]))
