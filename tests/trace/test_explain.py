"""Whether explanations are true: numbers are computed again from them, at random places in random models of many architectures."""

import gc
import itertools
import math
import random
from collections.abc import Callable

import pytest
import torch

from cutaway import Model, Trace
from cutaway.errors import BadIndex, NoSuchSite
from cutaway.trace.edits import ablate, steer
from cutaway.trace.explain.data_movement import Constant, moved_from
from cutaway.trace.explain.explanation import Explanation, Input, NothingBehind
from cutaway.trace.explain.graph import Element, Graph
from cutaway.trace.explain.tape import Tape, storage
from support.architectures import CONFIGS, FURTHER, IDS, TARGET

EVERY = 10**6
PLACES = 8


def traced(architecture: str) -> Trace:
    model = Model((CONFIGS | FURTHER)[architecture]())
    return model.trace(list(IDS), target=list(TARGET) if model.anatomy.two_stacks else ())


def near(a: float, b: float, scale: float = 1.0) -> bool:
    return a == b or abs(a - b) <= 3e-5 * max(scale, abs(a), abs(b))


def computed(explanation: Explanation) -> tuple[float, float]:
    """The number from its inputs and coefficients alone, and how large its largest term is."""
    if not explanation.is_sum:
        return explanation.recompute(), 1.0
    assert explanation.rest_count == 0
    total, largest = 0.0, 1.0
    for term in explanation.terms:
        value = term.coefficient * math.prod(f.value for f in term.factors) / math.prod(d.value for d in term.divisors)
        total += value if term.factors else term.value
        largest = max(largest, abs(value) if abs(value) < 1e30 else 0)
    return total, largest


def is_the_models_own(number: Input, trace: Trace) -> bool:
    """Whether an input that is called a site's number or a weight has the value of that."""
    if number.name in trace.sites:
        return near(float(trace.read(number.name, number.index)), number.value)
    weights = dict(trace.model.hf.named_parameters()) | dict(trace.model.hf.named_buffers())
    return number.name not in weights or float(weights[number.name][number.index].detach()) == number.value


@pytest.mark.parametrize("architecture", CONFIGS)
def test_a_number_is_recomputed_from_its_explanation_and_so_is_what_is_behind_it(architecture: str) -> None:
    trace, draw = traced(architecture), random.Random(architecture)
    for site in draw.sample(list(trace.sites), min(PLACES, len(trace.sites))):
        index = tuple(draw.randrange(size) for size in trace.sites[site])
        explanation = trace.explain(site, index=index, top=EVERY)
        assert explanation.value == float(trace.read(site, index))
        for _ in range(4):
            value, largest = computed(explanation)
            assert near(value, explanation.value, largest), explanation
            assert near(explanation.total, explanation.value, largest), explanation
            assert all(is_the_models_own(number, trace) for number in explanation.inputs), explanation
            further = [number for number in explanation.inputs if not number.is_leaf]
            if not further:
                break
            chosen = draw.choice(further)
            explanation = chosen.explain()
            assert near(explanation.value, chosen.value), (chosen, explanation)
            assert (explanation.site, explanation.index) == (chosen.name, chosen.index)


@pytest.mark.parametrize("architecture", ["llama", "gpt2", "bert", "t5", "mixtral", "bloom"])
def test_from_the_logits_the_way_leads_down_to_a_row_of_the_embedding_table(architecture: str) -> None:
    trace = traced(architecture)
    table = trace.model.hf.get_input_embeddings().get_parameter("weight")
    names = {name for name, weight in trace.model.hf.named_parameters() if weight is table}
    ids = {token.id for token in (*trace.tokens, *trace.target)}
    explanation = trace.explain("logits", position=3, token=17)
    for _ in range(200):
        rows = [i for i in explanation.inputs if i.name in names and explanation.site != "logits"]
        if rows:
            assert rows[0].is_leaf
            assert rows[0].index[0] in ids
            return
        further = [i for i in explanation.inputs if not i.is_leaf and i.name not in ("pos_embed", "type_embed")]
        streams = [i for i in further if "resid" in i.name]
        explanation = (streams or further)[0].explain()
    pytest.fail(f"the way ended at {explanation}")


def test_a_score_is_the_scaled_product_of_its_query_and_key_entry_by_entry() -> None:
    trace = traced("llama")
    found = trace.explain("layers.1.attn.scores", head=2, query=5, key=1, top=EVERY)
    products = trace["layers.1.attn.q"][2, 5] * trace["layers.1.attn.k"][1, 1] / math.sqrt(8)
    assert found.operation == "dot product, scaled"
    for term in found.terms:
        query, key = term.factors
        assert (query.name, key.name) == ("layers.1.attn.q", "layers.1.attn.k")
        assert query.index[:2] == (2, 5)
        assert key.index[:2] == (1, 1)
        assert near(term.value, float(products[query.index[2]]))
    values = [abs(term.value) for term in found.terms]
    assert values == sorted(values, reverse=True)
    assert len(values) == 8


def test_terms_that_are_not_listed_are_summed_up() -> None:
    trace = traced("gpt2")
    every = trace.explain("layers.1.mlp.out", position=4, dimension=9, top=EVERY)
    some = trace.explain("layers.1.mlp.out", position=4, dimension=9, top=5)
    assert some.terms == every.terms[:5]
    assert some.rest_count == len(every.terms) - 5 > 0
    assert math.isclose(some.remainder, sum(term.value for term in every.terms[5:]), abs_tol=1e-9)


def test_a_hidden_key_is_said_to_be_hidden_by_the_mask() -> None:
    found = traced("llama").explain("layers.1.attn.scores", head=0, query=2, key=6)
    assert found.terms[0].label == "hidden by the mask"
    assert found.operation.endswith("masked")


def test_rotary_position_turns_two_entries_by_the_angle_of_the_position() -> None:
    trace = traced("llama")
    found = trace.explain("layers.2.attn.q", head=1, position=6, dimension=2)
    assert found.operation == "rotation by position"
    angle = 6 * 10000 ** (-2 * 2 / 8)
    pairs = [sorted(term.factors, key=lambda factor: "rotary" in factor.name) for term in found.terms]
    turns = sorted(turn.value for _, turn in pairs)
    assert turns == pytest.approx(sorted((math.cos(angle), math.sin(angle))), abs=1e-6)
    projected = trace.model.hf.get_submodule("model.layers.2.self_attn.q_proj")(trace["layers.2.norm1"])
    for given, _ in pairs:
        assert given.value == pytest.approx(float(projected[given.index[1:]].detach()), abs=1e-5)


@pytest.mark.parametrize(
    ("architecture", "formula"),
    [
        ("llama", "q₂ cos θ − q₆ sin θ"),  # one number of each half
        ("gpt_neox", "q₁ cos θ − q₃ sin θ"),  # the first half of a head is turned
        ("gptj", "q₀ cos θ − q₁ sin θ"),  # neighbours, by a table of sines and cosines
        ("cohere", "q₂ cos θ − q₃ sin θ"),
        ("gemma3_text", "q₂ cos θ − q₈ sin θ"),
        ("gpt_oss", "1.35 q₂ cos θ − 1.35 q₈ sin θ"),  # and stretched
    ],
)
def test_a_turned_number_is_told_as_a_rotation_is_written(architecture: str, formula: str) -> None:
    trace = traced(architecture)
    dimension = int(formula.partition("q")[2][0].translate(str.maketrans("₀₁₂", "012")))
    found = trace.explain("layers.0.attn.q", head=1, position=6, dimension=dimension)
    assert (found.operation, found.formula) == ("rotation by position", formula)
    stretch = float(formula.split()[0]) if formula[0].isdigit() else 1.0
    (_, cosine), (_, sine) = sorted((term.factors for term in found.terms), key=lambda pair: pair[1].name)
    assert ("cos θ" in cosine.name, "sin θ" in sine.name) == (True, True)
    assert math.hypot(cosine.value, sine.value) == pytest.approx(stretch, rel=4e-3)
    assert sum(term.value for term in found.terms) == pytest.approx(found.value, abs=1e-5)


@pytest.mark.parametrize(
    ("architecture", "operation"), [("llama", "RMS norm"), ("gemma", "RMS norm"), ("gpt2", "layer norm")]
)
def test_a_norm_is_told_as_one_operation_on_its_row(architecture: str, operation: str) -> None:
    trace = traced(architecture)
    found = trace.explain("layers.1.norm1", position=4, dimension=7)
    assert found.operation == operation
    line = [i.index for i in found.inputs if i.name == "layers.1.resid_pre"]
    assert set(line) == {(4, d) for d in range(32)}
    assert any((i.is_leaf and i.name.endswith("weight")) or "add" in i.name for i in found.inputs)


def test_a_pattern_is_the_soft_max_of_its_row_of_scores() -> None:
    trace = traced("mistral")
    found = trace.explain("layers.0.attn.pattern", head=3, query=7, key=6)
    scores = [i.index for i in found.inputs if i.name == "layers.0.attn.scores"]
    assert sorted(scores) == [(3, 7, key) for key in range(len(IDS))]
    assert found.operation == "softmax"


def test_a_block_is_given_what_the_one_before_it_gave() -> None:
    trace = traced("qwen3")
    given = trace.explain("layers.2.resid_pre", position=5, dimension=3)
    gave = trace.explain("layers.1.resid_post", position=5, dimension=3)
    assert given.terms == gave.terms
    assert {i.name for i in given.inputs} == {"layers.1.resid_mid", "layers.1.mlp.out"}


def test_a_mixture_of_experts_is_a_sum_of_weighted_experts() -> None:
    trace = traced("mixtral")
    found = trace.explain("layers.1.mlp.out", position=4, dimension=16)
    chosen = sorted(trace["layers.1.mlp.weights"][4].tolist())
    weights = sorted(f.value for term in found.terms for f in term.factors if f.name.endswith(".mlp.weights"))
    assert weights == pytest.approx(chosen, abs=1e-6)
    which = trace.explain("layers.1.mlp.experts", position=4, choice=1)
    assert which.recompute() == which.value == float(trace["layers.1.mlp.experts"][4, 1])


def test_an_edited_trace_tells_what_the_edit_put_in() -> None:
    trace = traced("llama")
    direction = torch.linspace(1, 2, 32)
    steered = trace.rerun(steer("layers.1.mlp.out", direction, scale=2.0))
    found = steered.explain("layers.1.mlp.out", position=3, dimension=31)
    assert {term.value for term in found.terms if "edit" in term.label} == {4.0}
    assert near(found.total, found.value)
    zeroed = trace.rerun(ablate("layers.1.resid_pre", position=3))
    assert "edit" in zeroed.explain("layers.1.resid_pre", position=3, dimension=2).operation
    assert zeroed.explain("layers.1.resid_pre", position=4, dimension=2).terms


def test_a_number_must_be_named_in_full() -> None:
    trace = traced("gpt2")
    with pytest.raises(BadIndex, match="key is missing"):
        trace.explain("layers.1.attn.scores", head=2, query=5)
    with pytest.raises(BadIndex, match="no axis called neuron"):
        trace.explain("layers.1.attn.out", position=2, neuron=5)
    with pytest.raises(BadIndex, match="9 entries"):
        trace.explain("layers.1.attn.out", position=9, dimension=5)
    with pytest.raises(BadIndex, match="position \\(0 to 8\\)"):
        trace.explain("layers.1.attn.out", index=(1,))
    with pytest.raises(NoSuchSite, match="Did you mean"):
        trace.explain("layers.1.attn.outt", position=0, dimension=0)
    last = trace.explain("layers.1.attn.out", position=-1, dimension=5)
    assert last.index == (8, 5)


def test_nothing_is_behind_a_weight() -> None:
    (row,) = traced("llama").explain("embed", position=2, dimension=5).inputs
    assert (row.name, row.index) == ("model.embed_tokens.weight", (IDS[2], 5))
    with pytest.raises(NothingBehind):
        row.explain()


def test_an_explanation_reads_as_a_few_lines() -> None:
    text = str(traced("gpt2").explain("layers.1.attn.v", head=1, position=2, dimension=3, top=2))
    assert "layers.1.attn.v[1, 2, 3] = " in text
    assert "projection, with bias" in text
    assert "31 further terms" in text


def test_no_tape_is_held_once_nobody_has_an_explanation_any_more() -> None:
    trace = traced("llama")
    found = trace.explain("layers.1.attn.z", head=0, position=3, dimension=2)
    del found
    gc.collect()
    assert not any(type(each) is Tape for each in gc.get_objects())


def test_a_model_in_half_precision_is_explained_in_its_own_numbers() -> None:
    trace = Model(CONFIGS["qwen3"]().bfloat16()).trace(list(IDS))
    found = trace.explain("layers.1.mlp.pre", position=4, neuron=11, top=EVERY)
    assert found.value == float(trace["layers.1.mlp.pre"][4, 11])
    assert found.total == pytest.approx(found.value, abs=0.05)
    assert all(float(torch.tensor(i.value).bfloat16()) == i.value for i in found.inputs)


MOVES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "where": lambda a, b: torch.where(a > 6, a, b[:1]),
    "masked_fill": lambda a, _: a.masked_fill(a > 6, -5.0),
    "cat": lambda a, b: torch.cat((a, b), 1),
    "stack": lambda a, b: torch.stack((a, b), -1),
    "gather": lambda a, _: a.gather(1, torch.tensor([[3, 0], [1, 1], [2, 3]])),
    "index": lambda a, _: a[torch.tensor([2, 0]), 1:],
    "index_put": lambda a, b: a.index_put((torch.tensor([2, 0]),), b[:2]),
    "topk": lambda a, _: a.topk(2, dim=0).values,
    "pad": lambda a, _: torch.nn.functional.pad(a, (1, 0), value=0.5),
    "scatter": lambda a, b: a.scatter(1, torch.tensor([[3], [0], [1]]), b),
    "repeat": lambda a, _: a.T.repeat(2, 1),
    "in place": lambda a, b: _overwritten(a, b),
}


def _overwritten(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    changed = a.clone()
    changed[:, 1:3] = b[:, :2]
    changed[2].copy_(a[0])
    return changed


@pytest.mark.parametrize("move", MOVES)
def test_a_number_that_was_moved_is_followed_to_where_it_came_from(move: str) -> None:
    a, b = torch.arange(12.0).reshape(3, 4), torch.arange(100.0, 112.0).reshape(3, 4)
    graph = Graph(None)
    with graph.tape:
        moved = MOVES[move](a, b)
    for index in itertools.product(*(range(size) for size in moved.shape)):
        element = Element(graph, moved, index, graph.tape.now)
        while (written := element.written()) is not None:
            source = moved_from(graph, written)
            assert source is not None, written.step.func
            if isinstance(source, Constant):
                break
            element = source
        else:  # every number of the two is another, so that equal means the same
            assert storage(element.tensor) in (storage(a), storage(b))
            assert element.value == float(moved[index])
            continue
        assert float(moved[index]) in (-5.0, 0.5)


def test_the_tape_knows_what_was_there_before_a_change_in_place() -> None:
    tape = Tape(lambda: "")
    base = torch.arange(6.0).reshape(2, 3)
    with tape:
        doubled = base * 2
        part = doubled[:, 1:]
        before = tape.now
        part.add_(100)
        after = tape.now
    assert tape.as_of(doubled, before).tolist() == [[0, 2, 4], [6, 8, 10]]
    assert tape.as_of(doubled, after).tolist() == [[0, 102, 104], [6, 108, 110]]
    changed, kept = tape.writer(doubled, (1, 2), after), tape.writer(doubled, (1, 0), after)
    assert changed is not None
    assert (changed.step.name, changed.index) == ("add", (1, 1))
    assert kept is not None
    assert (kept.step.name, kept.index) == ("mul", (1, 0))
    assert tape.writer(base, (0, 0), after) is None


def test_explaining_leaves_the_model_as_it_was() -> None:
    trace = traced("gpt2")
    hf = trace.model.hf
    before = {name: weight.clone() for name, weight in hf.named_parameters()}
    trace.explain("layers.1.attn.pattern", head=0, query=3, key=2).inputs[0].explain()
    assert all(torch.equal(before[name], weight) for name, weight in hf.named_parameters())
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in hf.modules())
