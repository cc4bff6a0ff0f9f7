"""A decoder against Transformers' own `generate`, for every small architecture that writes."""

import pytest
import torch

from cutaway import CutawayError, Model
from cutaway.errors import Cancelled, TextTooLong
from cutaway.generate.cached_forward import CHUNK
from cutaway.generate.decoder import Decoder
from support.architectures import CONFIGS, FURTHER, given
from support.generated import generated
from support.serving import tiny

MAKES = {**CONFIGS, **FURTHER}
KINDS = [
    *(
        "gpt2",
        "gptj",
        "bloom",
        "llama",
        "mistral",
        "mixtral",
        "gemma2",
        "gemma3_text",
        "falcon",
        "mpt",
        "deepseek_v3",
        "gpt_oss",
    ),
    *("t5", "bart", "mamba", "falcon_mamba", "bamba", "lfm2", "minimax", "qwen3_next", "recurrent_gemma"),
]
"""One of each way to keep what was read: keys and values, a window of them, latent ones, two stacks, states, and none at all."""
STEPS = 8


def opened(name: str) -> tuple[Model, list[int]]:
    model = Model(MAKES[name]())
    return model, given(model.hf)["input_ids"][0].tolist()[:6]


@pytest.mark.parametrize("name", KINDS)
def test_logits_are_those_of_generate_step_by_step(name: str) -> None:
    model, ids = opened(name)
    config = model.hf.config
    if model.anatomy.two_stacks and config.num_hidden_layers < getattr(config, "num_decoder_layers", 0):
        config.num_hidden_layers = config.num_decoder_layers  # generate's own cache has too few layers otherwise
    options = {"do_sample": False, "eos_token_id": None, "pad_token_id": 0, "forced_eos_token_id": None}
    theirs = generated(
        model, torch.tensor([ids]), max_new_tokens=STEPS, output_logits=True, return_dict_in_generate=True, **options
    )
    wanted = theirs.sequences[0].tolist()
    now = wanted[:1] if model.anatomy.two_stacks else list(ids)
    decoder = Decoder(model, ids if model.anatomy.two_stacks else ())
    for step in range(STEPS):
        logits = decoder.after(now)[-1]
        assert torch.allclose(logits, theirs.logits[step][0], atol=1e-5), step
        now = wanted[: len(now) + 1]


@pytest.mark.parametrize("name", KINDS)
def test_after_going_back_logits_are_as_if_read_for_the_first_time(name: str) -> None:
    model, ids = opened(name)
    two = model.anatomy.two_stacks
    source = ids if two else ()
    start = [model.hf.config.decoder_start_token_id or 0] if two else ids
    one, other = [*start, 3, 4, 5, 6], [*start, 3, 4, 7, 8]
    decoder = Decoder(model, source)
    decoder.after(one)
    again = decoder.after(other, 3)
    afresh = Decoder(model, source).after(other, 3)
    assert torch.allclose(again, afresh, atol=2e-5)
    known = [decoder.after(other)[-1], decoder.computed]
    assert torch.allclose(known[0], afresh[-1], atol=2e-5)


def test_only_what_is_new_is_read() -> None:
    decoder = Decoder(tiny())
    decoder.after([1, 2, 3, 4, 5])
    assert decoder.computed == 5
    decoder.after([1, 2, 3, 4, 5, 6])
    assert decoder.computed == 1
    decoder.after([1, 2, 3, 9])
    assert (decoder.computed, decoder.held) == (1, (1, 2, 3, 9))


def test_the_cache_weighs_its_keys_and_values() -> None:
    model = tiny()
    decoder = Decoder(model)
    decoder.after(list(range(10)))
    facts = model.facts
    assert decoder.bytes == facts.layers * 2 * facts.key_value_heads * facts.d_head * 10 * 4


def test_a_long_text_can_be_given_up_and_taken_up_again() -> None:
    model = tiny()
    ids = [i % 256 for i in range(2 * CHUNK + 200)]
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Cancelled()

    decoder = Decoder(model)
    with pytest.raises(Cancelled):
        decoder.after(ids, check=check)
    assert 0 < len(decoder.held) < len(ids)
    whole = model.hf(torch.tensor([ids])).logits[0, -2:]
    assert torch.allclose(decoder.after(ids, 2), whole, atol=1e-4)


def test_more_tokens_than_the_context_are_refused() -> None:
    with pytest.raises(TextTooLong):
        Decoder(tiny(context=8)).after(list(range(9)))


def test_a_model_without_next_tokens_is_refused() -> None:
    with pytest.raises(CutawayError, match="does not predict next tokens"):
        Decoder(Model(CONFIGS["bert"]()))
