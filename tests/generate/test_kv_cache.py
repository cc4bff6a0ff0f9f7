"""What a cache holds and saves, against hand counts, plain passes and the trace's own keys."""

import itertools

import pytest
import torch

from cutaway import Model
from cutaway.errors import Cancelled, UnsupportedModel
from cutaway.generate.cached_forward import CHUNK, CachedForward
from cutaway.generate.kv_cache import held, measure
from cutaway.generate.prefix import compare, key_differences
from support.architectures import CONFIGS, FURTHER, given
from support.serving import headless, tiny, two_stacks

MAKES = {**CONFIGS, **FURTHER}
IDS = list(b"The cat sat on the mat")


def test_what_is_computed_and_what_is_reused() -> None:
    model = tiny()
    kept = list(measure(model, IDS, 5, True))
    again = list(measure(model, IDS, 5, False))
    n = len(IDS)
    assert [(step.first, step.last) for step in kept] == [(0, n), *((n + at, n + at + 1) for at in range(4))]
    assert [(step.first, step.last) for step in again] == [(0, n + at) for at in range(5)]
    assert [step.number for step in kept] == [0, 1, 2, 3, 4]
    assert [step.bytes for step in again] == [0] * 5
    assert all(step.held == () for step in again)


def test_bytes_are_those_of_a_hand_count(smollm2: Model) -> None:
    facts = smollm2.facts
    ids = list(range(100, 107))
    for step in measure(smollm2, ids, 3, True):
        tokens = 7 + step.number
        assert step.bytes == facts.layers * 2 * facts.key_value_heads * facts.d_head * tokens * 4
        assert [(one.kind, one.layers, one.shape, one.window) for one in step.held] == [
            ("tokens", 30, (3, tokens, 64), 0)
        ]
        assert sum(one.bytes for one in step.held) == step.bytes


def test_both_ways_write_what_generate_writes(smollm2: Model) -> None:
    assert smollm2.tokenizer is not None
    ids = smollm2.tokenizer.encode("The capital of France is")
    theirs = smollm2.hf.generate(torch.tensor([ids]), do_sample=False, max_new_tokens=4)  # pyright: ignore[reportCallIssue]
    for cached in (True, False):
        assert [step.token for step in measure(smollm2, ids, 4, cached)] == theirs[0, len(ids) :].tolist()


def test_logits_with_and_without_a_cache_agree(smollm2: Model) -> None:
    ids = torch.tensor([list(range(200, 212))])
    kept, anew = CachedForward(smollm2), CachedForward(smollm2, cached=False)
    kept.read(ids[:, :9])
    anew.read(ids[:, :9])
    torch.testing.assert_close(kept.read(ids[:, 9:]), anew.read(ids[:, 9:]), atol=2e-3, rtol=1e-4)


@pytest.mark.parametrize("name", ["llama", "gpt2"])
def test_the_keys_in_the_cache_are_those_of_the_trace(name: str) -> None:
    model = Model(CONFIGS[name]())
    ids = given(model.hf)["input_ids"]
    reading = CachedForward(model)
    reading.read(ids[:, :4])
    reading.read(ids[:, 4:])
    trace = model.trace(ids[0].tolist())
    for at, layer in enumerate(reading.cache.layers):
        torch.testing.assert_close(layer.keys[0], trace[f"layers.{at}.attn.k"], atol=1e-5, rtol=1e-5)
        torch.testing.assert_close(layer.values[0], trace[f"layers.{at}.attn.v"], atol=1e-5, rtol=1e-5)


def test_seconds_are_of_the_step_and_of_nothing_else() -> None:
    ticks = itertools.count()
    steps = list(measure(tiny(), IDS, 3, True, clock=lambda: float(next(ticks))))
    assert [step.seconds for step in steps] == [1.0, 1.0, 1.0]
    assert next(ticks) == 6


def test_a_window_holds_no_more_than_its_tokens() -> None:
    model = Model(MAKES["mistral"]())
    window = model.hf.config.sliding_window
    ids = given(model.hf)["input_ids"][0].tolist()
    assert window < len(ids)
    last = list(measure(model, ids, 3, True))[-1].held
    assert [one.kind for one in last] == ["window"]
    assert last[0].window == window
    assert last[0].shape[1] <= window


def test_a_state_has_one_size_for_texts_of_all_lengths() -> None:
    model = Model(MAKES["mamba"]())
    sizes = [step.bytes for step in measure(model, given(model.hf)["input_ids"][0].tolist(), 4, True)]
    assert sizes[0] > 0
    assert len(set(sizes)) == 1
    last = list(measure(model, given(model.hf)["input_ids"][0].tolist(), 1, True))[-1].held
    assert {one.kind for one in last} == {"state"}


def test_two_stacks_keep_the_source_s_keys_too() -> None:
    model = two_stacks()
    source, target = list(b"source"), [0, 5]
    for step in measure(model, target, 3, True, source):
        kinds = {one.kind: one for one in step.held}
        assert kinds["source"].shape[1] == len(source)
        assert kinds["tokens"].shape[1] == len(target) + step.number
        facts = model.facts
        positions = len(source) + len(target) + step.number
        assert step.bytes == facts.layers * 2 * facts.heads * facts.d_head * positions * 4


def test_writing_ends_where_the_context_is_full() -> None:
    model = tiny(context=8)
    assert [step.last for step in measure(model, [1, 2, 3, 4, 5], 50, True)] == [5, 6, 7, 8]


def test_nothing_is_held_before_anything_was_read() -> None:
    assert held(CachedForward(tiny()).cache) == ()


def test_a_shared_beginning_is_reused_and_gives_the_same(smollm2: Model) -> None:
    one = list(range(300, 320))
    other = [*one[:15], 7, 8, 9]
    found = compare(smollm2, one, other)
    assert (found.shared, found.reused, found.obstacle, found.same) == (15, 15, None, True)
    with torch.no_grad():
        plain = smollm2.hf(input_ids=torch.tensor([other]), use_cache=False).logits[0, -1]
    assert found.token == int(plain.argmax())
    assert found.max_logit_difference is not None and 0 <= found.max_logit_difference < 2e-3 * float(plain.abs().max())


def test_a_token_changed_at_the_front_leaves_nothing_to_reuse() -> None:
    found = compare(tiny(), IDS, [65, *IDS[1:]])
    assert (found.shared, found.reused, found.obstacle) == (0, 0, None)


def test_the_last_token_is_always_read() -> None:
    found = compare(tiny(), IDS, IDS[:10])
    assert (found.shared, found.reused) == (10, 9)
    same = compare(tiny(), IDS, IDS)
    assert (same.shared, same.reused, same.same) == (len(IDS), len(IDS) - 1, True)


@pytest.mark.parametrize("name", ["mamba", "mistral"])
def test_what_cannot_be_taken_back_says_so(name: str) -> None:
    model = Model(MAKES[name]())
    ids = given(model.hf)["input_ids"][0].tolist()
    found = compare(model, ids, [*ids[:5], 3, 4])
    assert (found.shared, found.reused, found.obstacle) == (5, 0, "state")
    assert found.same


def test_an_encoder_s_texts_share_nothing() -> None:
    found = compare(two_stacks(), list(b"abc"), list(b"abcd"))
    assert (found.shared, found.reused, found.obstacle, found.warm_seconds) == (3, 0, "encoder", None)


def test_keys_differ_from_where_the_texts_part_and_nowhere_before(smollm2: Model) -> None:
    one, other = [10, 20, 30, 40, 50, 60], [10, 20, 31, 40, 50, 60, 70]
    found = key_differences(smollm2.trace(one), smollm2.trace(other))
    assert list(found) == [f"layers.{at}.attn.k" for at in range(30)]
    # Hugging Face's own caches, filled by plain passes.
    caches = []
    for ids in (one, other):
        with torch.no_grad():
            caches.append(smollm2.hf(input_ids=torch.tensor([ids]), use_cache=True).past_key_values)
    for at, site in enumerate(found):
        theirs = (caches[0].layers[at].keys[0] - caches[1].layers[at].keys[0, :, :6]).abs().amax((0, 2))
        torch.testing.assert_close(found[site], theirs, atol=2e-3, rtol=1e-3)
        assert found[site][:2].max() < 1e-3 < found[site][2:].min() or at == 0
    # In the first layer a key is made of its own token alone.
    first = found["layers.0.attn.k"]
    assert first[2] > 0.1
    assert first[[0, 1, 3, 4, 5]].max() < 1e-4


def test_in_an_encoder_a_change_reaches_the_tokens_before_it() -> None:
    model = two_stacks()
    found = key_differences(model.trace(list(b"abcd")), model.trace(list(b"abcx")))
    assert all(site.startswith("encoder.") for site in found)
    assert found["encoder.layers.1.attn.k"].min() > 1e-4


def test_work_is_refused_and_given_up() -> None:
    with pytest.raises(UnsupportedModel):
        next(measure(headless(), [1], 1, True))
    calls = itertools.count()

    def stop() -> None:
        if next(calls) > 2:
            raise Cancelled()

    with pytest.raises(Cancelled):
        list(measure(tiny(), [1] * (CHUNK * 4), 3, True, check=stop))
