"""What a model's own generation config asks for: token for token as `generate`, greedy and with beams."""

from typing import Any

import pytest
import torch
from transformers import AutoTokenizer, GenerationConfig, LlamaConfig, LlamaForCausalLM

from cutaway import Model
from cutaway.generate import config_processors
from cutaway.generate.beams import BadBeams
from cutaway.generate.config_processors import BadGenerationConfig, left_out, processors, requested
from cutaway.generate.filter_steps import filter_steps
from cutaway.generate.settings import GREEDY, BadSettings, Settings
from cutaway.generate.tree import Tree
from cutaway.models.fetch import ensure
from support.architectures import CONFIGS
from support.generated import generated

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
    "repeated less": ("gpt2", {"repetition_penalty": 1.7}),
    "repeated more": ("llama", {"repetition_penalty": 0.7, "no_repeat_ngram_size": 4}),
    "the target's repeated less": ("bart", {"repetition_penalty": 1.9, "forced_bos_token_id": 11}),
    "shorter first": ("gpt2", {"length_penalty": -2.0, "early_stopping": True, "eos_token_id": [*range(40, 97)]}),
    "longer first": ("gpt2", {"length_penalty": 3.0, "early_stopping": "never", "eos_token_id": [*range(60, 97)]}),
    "normalised again": ("llama", {"repetition_penalty": 1.9, "renormalize_logits": True}),
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
    before = [ours(model, text, beams) for text in TEXTS for beams in (1, 3)]
    config = model.hf.generation_config
    for name in requested(model)[0]:
        if name != "remove_invalid_values":
            monkeypatch.setattr(config, name, None)
    assert [ours(model, text, beams) for text in TEXTS for beams in (1, 3)] != before


def test_each_stage_is_what_the_processor_of_its_name_gives() -> None:
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(
        no_repeat_ngram_size=2, suppress_tokens=[4, 8], min_new_tokens=3, eos_token_id=2
    )
    model, seen = Model(hf), [5, 9, 40, 5]
    logits = hf(torch.tensor([seen])).logits[0, -1].detach()
    settings = Settings(temperature=0.7, repetition_penalty=1.2)
    found = filter_steps(logits, seen, settings, processors(model, seen, settings))
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
    found = filter_steps(torch.zeros(97), [5, 9], GREEDY, processors(model, [5, 9], GREEDY))
    assert [stage.name for stage in found] == ["model", "temperature"]


def test_what_is_not_applied_is_named() -> None:
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(
        num_beams=4, length_penalty=2.0, suppress_tokens=[1], do_sample=True, temperature=0.6, top_h=0.4, guidance_scale=1.5,
        invented_later=3,
    )  # fmt: skip
    model = Model(hf)
    applied, out = requested(model)
    assert applied == {"suppress_tokens": [1], "length_penalty": 2.0}
    assert out == {
        "num_beams": 4, "do_sample": True, "temperature": 0.6, "top_h": 0.4, "guidance_scale": 1.5, "invented_later": 3,
    }  # fmt: skip
    assert left_out(model, GREEDY) == out
    assert left_out(model, GREEDY, beams=3) == {name: out[name] for name in out if name != "num_beams"}
    drawing = left_out(model, Settings(temperature=0.9))
    assert drawing == {name: out[name] for name in ("num_beams", "top_h", "guidance_scale", "invented_later")}
    hf.generation_config.do_sample = False
    assert left_out(model, GREEDY) == {"num_beams": 4, "guidance_scale": 1.5, "invented_later": 3}


def test_every_setting_of_a_generation_config_is_applied_named_or_without_effect() -> None:
    """Whoever adds one to Transformers makes this fail, until somebody has decided what it is."""
    named = {
        "do_sample", "num_beams", "num_beam_groups", "diversity_penalty", "guidance_scale", "watermarking_config",
        "max_time", "token_healing", "penalty_alpha", "dola_layers", "constraints", "force_words_ids", "cache_implementation",
        *config_processors.SAMPLING,
    }  # fmt: skip
    every = {name for name in vars(GenerationConfig()) if not name.startswith("_")}
    kinds = (named, config_processors.APPLIED, config_processors.WITHOUT_EFFECT)
    assert every == set().union(*kinds)
    assert sum(map(len, kinds)) == len(every)


def test_settings_take_the_place_of_the_config_s() -> None:
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(
        repetition_penalty=1.9, no_repeat_ngram_size=1, min_new_tokens=9, eos_token_id=[*range(40, 97)], pad_token_id=0
    )
    model = Model(hf)
    given: dict[str, Any]
    for given in (
        {"repetition_penalty": 1.0}, {"repetition_penalty": 1.4, "no_repeat_ngram_size": 2},
        {"no_repeat_ngram_size": 0, "min_new_tokens": 2}, {"min_new_tokens": 0, "min_length": 9},
        {"sequence_bias": [[[7], 9.0], [[7, 9], 11.0]]},
    ):  # fmt: skip
        tree = model.generate(TEXTS[0], COUNT, settings=Settings(temperature=0, **given))
        assert [step.id for step in tree.steps(tree.ends[0])] == theirs(model, TEXTS[0], **given), given
        tree = model.generate(TEXTS[0], COUNT, settings=Settings(temperature=0, **given), beams=3)
        found = [step.id for step in tree.steps(tree.ends[0])]
        assert found == theirs(model, TEXTS[0], num_beams=3, **given)[: len(found)], given


def test_beams_take_settings_of_their_own() -> None:
    torch.manual_seed(11)
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(eos_token_id=[*range(60, 97)], pad_token_id=0, length_penalty=-1.0)
    model = Model(hf)
    given: dict[str, Any]
    for given in (
        {},
        {"length_penalty": 4.0},
        {"length_penalty": 4.0, "early_stopping": True},
        {"early_stopping": "never"},
    ):
        tree = model.generate(TEXTS[1], COUNT, settings=Settings(temperature=0, **given), beams=4)
        found = [step.id for step in tree.steps(tree.ends[0])]
        assert found == theirs(model, TEXTS[1], num_beams=4, **given)[: len(found)], given
    with pytest.raises(BadBeams, match="does not sample"):
        model.generate(TEXTS[1], COUNT, settings=Settings(), beams=4)


@pytest.fixture(scope="module")
def writer(smollm2: Model) -> Model:
    """A small random model that reads and writes SmolLM2's tokens."""
    assert smollm2.tokenizer is not None
    torch.manual_seed(11)
    config = LlamaConfig(
        vocab_size=len(smollm2.tokenizer), hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
        initializer_range=0.5, eos_token_id=2, pad_token_id=2,
    )  # fmt: skip
    return Model(LlamaForCausalLM(config).eval(), smollm2.tokenizer)


@pytest.mark.parametrize("where", ["config", "settings"])
@pytest.mark.parametrize("beams", [1, 3])
def test_stop_strings_end_where_generate_ends(where: str, beams: int, writer: Model, monkeypatch: Any) -> None:
    """Within a token, over several, and one that the prompt begins and the first token completes."""
    tokenizer = AutoTokenizer.from_pretrained(ensure("smollm2").folder)
    prompt = "The three largest cities of France are Paris,"
    free = writer.generate(prompt, 20).text((0, 20))
    assert free.isprintable()
    ended = 0
    for stop in (free[9:12], free[4:14], "," + free[:2], "never written"):
        settings = Settings(temperature=0, stop_strings=stop if where == "settings" else None)
        with monkeypatch.context() as patch:
            patch.setattr(writer.hf.generation_config, "stop_strings", [stop] if where == "config" else None)
            tree = writer.generate(prompt, 12, settings=settings, beams=beams)
            ids = [token.id for token in writer.tokens(prompt)]
            expected = generated(
                writer, torch.tensor([ids]), max_new_tokens=12, do_sample=False, num_beams=beams, stop_strings=[stop],
                tokenizer=tokenizer,
            )[0].tolist()[len(ids) :]  # fmt: skip
        found = [step.id for step in tree.steps(tree.ends[0])]
        assert found == expected[: len(found)] and set(expected[len(found) :]) <= {2}
        ended += len(found) < 12
    assert ended == 3 or beams > 1


def test_presence_and_frequency_penalties_count_what_was_written() -> None:
    """The formula of OpenAI's documentation: logit − count · frequency − (count > 0) · presence, of written tokens alone."""
    logits, seen, prompt = torch.arange(10.0), [3, 4, 4, 5, 4, 4, 7], [3, 4, 4]
    model = Model(CONFIGS["gpt2"]())
    acting = processors(model, prompt, Settings(presence_penalty=0.5, frequency_penalty=0.25))
    found = filter_steps(logits, seen, Settings(presence_penalty=0.5, frequency_penalty=0.25), acting)
    expected = logits.clone()
    for id in range(10):
        times = seen[len(prompt) :].count(id)
        expected[id] -= times * 0.25 + (times > 0) * 0.5
    assert torch.equal(found[-1].logits, expected)
    assert [stage.name for stage in found] == ["model", "presence_penalty", "frequency_penalty"]


def test_the_config_s_own_repetition_penalty_is_a_stage_that_says_so() -> None:
    hf: Any = CONFIGS["gpt2"]()
    hf.generation_config = GenerationConfig(repetition_penalty=1.5)
    model = Model(hf)
    logits = torch.linspace(-1, 3, 97)
    for settings, own_, value in ((Settings(), True, 1.5), (Settings(repetition_penalty=2.0), False, 2.0)):
        found = filter_steps(logits, [90, 91], settings, processors(model, [90, 91], settings))
        assert [(stage.name, stage.own, stage.setting) for stage in found[1:]] == [("repetition_penalty", own_, value)]
        assert found[1].logits[90] == logits[90] / value
    found = filter_steps(
        logits,
        [90],
        Settings(repetition_penalty=1.0),
        processors(model, [90], Settings(repetition_penalty=1.0)),
    )
    assert [stage.name for stage in found] == ["model"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": "hot"}, {"temperature": True}, {"top_k": 2.5}, {"top_k": None}, {"top_p": float("nan")}, {"min_p": 2},
        {"repetition_penalty": 0}, {"sequence_bias": 3}, {"sequence_bias": {(): 1.0}}, {"sequence_bias": {(-1,): 1.0}},
        {"stop_strings": ""}, {"stop_strings": [3]}, {"stop_strings": 3}, {"early_stopping": "soon"}, {"min_length": -1},
        {"length_penalty": float("inf")}, {"no_repeat_ngram_size": 1.5},
    ],
)  # fmt: skip
def test_settings_of_a_wrong_kind_are_refused(wrong: dict[str, Any]) -> None:
    (name,) = wrong
    with pytest.raises(BadSettings, match=name):
        Settings(**wrong)


def test_a_bias_for_a_token_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadSettings, match="Ids go from 0 to 96"):
        Model(CONFIGS["gpt2"]()).generate([1, 2], 2, settings=Settings(temperature=0, sequence_bias={(97,): 1.0}))


@pytest.mark.parametrize(
    "wrong",
    [
        {"bad_words_ids": "x"}, {"no_repeat_ngram_size": "2"}, {"sequence_bias": [[[500], 1.0]]}, {"repetition_penalty": -1.0},
        {"exponential_decay_length_penalty": 3}, {"encoder_repetition_penalty": "x"}, {"eos_token_id": "end"},
    ],
)  # fmt: skip
def test_a_generation_config_that_is_impossible_is_told(wrong: dict[str, Any]) -> None:
    hf: Any = CONFIGS["gpt2"]()
    for name, value in wrong.items():
        setattr(hf.generation_config, name, value)
    with pytest.raises(BadGenerationConfig, match=r"can't be followed|the end of a text"):
        Model(hf).generate([1, 2], 2)


def test_a_model_that_asks_for_nothing_has_nothing_done() -> None:
    model = Model(CONFIGS["llama"]())
    assert requested(model) == ({}, {})
    assert processors(model, [1, 2, 3], GREEDY, count=5) == ()


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
        filter_steps(torch.zeros(97), [5, 9], GREEDY, processors(model, [5, 9], GREEDY))
