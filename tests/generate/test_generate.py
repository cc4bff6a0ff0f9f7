"""What is written, token for token as Transformers' `generate` writes it."""

import subprocess
import sys
from collections.abc import Callable

import pytest
import torch

from cutaway import Model
from cutaway.errors import BadIndex, Cancelled
from cutaway.generate import tree as trees
from cutaway.generate.beams import BadBeams, Beams
from cutaway.generate.sampler import uniform_of
from cutaway.generate.settings import Settings
from cutaway.generate.tree import Step, Tree
from support.architectures import CONFIGS
from support.generated import generated
from support.serving import tiny, two_stacks

PROMPTS = ("The capital of France is", "Once upon a time", "def fibonacci(n):\n", "1, 2, 3, 4,")
TINY = (b"hello there", b"a b c d", bytes(range(60, 80)))
DRAWS = Settings(temperature=0.9, top_k=50, top_p=0.95, repetition_penalty=1.2)


def theirs(model: Model, ids: list[int], count: int, **options: object) -> list[int]:
    given = torch.tensor([ids])
    found = generated(model, given, max_new_tokens=count, pad_token_id=0, **options)[0].tolist()
    return found[1:] if model.anatomy.two_stacks else found[len(ids) :]


def written(tree: Tree, branch: int = 0) -> list[int]:
    return [step.id for step in tree.steps((branch, len(tree.branches[branch].steps)))]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_greedy_is_generate_on_smollm2(smollm2: Model, prompt: str) -> None:
    ids = [token.id for token in smollm2.tokens(prompt)]
    assert written(smollm2.generate(prompt, 24)) == theirs(smollm2, ids, 24, do_sample=False)


@pytest.mark.parametrize("prompt", PROMPTS[:2])
@pytest.mark.parametrize("beams", [2, 4])
def test_beam_search_is_generate_on_smollm2(smollm2: Model, prompt: str, beams: int) -> None:
    ids = [token.id for token in smollm2.tokens(prompt)]
    expected = theirs(smollm2, ids, 16, do_sample=False, num_beams=beams)
    assert written(smollm2.generate(prompt, 16, beams=beams)) == expected


@pytest.mark.parametrize("text", TINY)
@pytest.mark.parametrize("make", [tiny, two_stacks])
def test_greedy_is_generate_on_one_stack_and_two(make: Callable[[], Model], text: bytes) -> None:
    model = make()
    assert written(model.generate(list(text), 30)) == theirs(model, list(text), 30, do_sample=False)


@pytest.mark.parametrize("text", TINY)
@pytest.mark.parametrize("name", ["gpt2", "gemma2", "t5", "bart"])
@pytest.mark.parametrize("penalty", [0.0, 1.0, 2.0])
def test_every_beam_that_ends_is_generate_s_with_its_score(name: str, text: bytes, penalty: float) -> None:
    torch.manual_seed(3)
    model = Model(CONFIGS[name]())
    if name == "t5":  # generate's own cache has a layer for each of the encoder's
        model.hf.config.num_hidden_layers = model.hf.config.num_decoder_layers
    vocabulary = model.facts.vocabulary
    source = [byte % vocabulary for byte in text][:12]
    # A token that these random models often choose, so that beams end on the way.
    common = model.generate(source, 12, beams=2).branches[0].steps[-1].id
    config = model.hf.generation_config
    config.eos_token_id, config.forced_eos_token_id, config.forced_bos_token_id = common, None, None
    given = torch.tensor([source])
    found = generated(
        model, given, max_new_tokens=14, num_beams=4, num_return_sequences=4,
        do_sample=False, pad_token_id=0, length_penalty=penalty, output_scores=True, return_dict_in_generate=True,
    )  # fmt: skip
    two = model.anatomy.two_stacks
    start = [token.id for token in model.target_tokens()] if two else source
    settings = Settings(temperature=0, length_penalty=penalty)
    search = Beams(model, start, source if two else (), beams=4, count=14, settings=settings)
    for _ in search.steps():
        pass
    for row, ours in enumerate(search.found):
        expected = found.sequences[row].tolist()[len(start) :]
        assert list(ours.ids) == expected[: len(ours.ids)]
        assert len(ours.ids) == (expected.index(common) + 1 if common in expected else 14)
        assert ours.score == pytest.approx(float(found.sequences_scores[row]), abs=1e-4)


def test_beams_are_traced_from_step_to_step() -> None:
    search = Beams(tiny(), list(b"hello"), beams=3, count=6)
    before: list[tuple[int, ...]] = [()] * 3
    for candidates in search.steps():
        assert [each.score for each in candidates] == sorted((each.score for each in candidates), reverse=True)
        for each in candidates:
            if each.to is not None:
                assert search.running[each.to] == (*before[each.beam], each.id)
        before = list(search.running)
    assert len(search.found) == 3


def test_an_impossible_number_of_beams_is_refused() -> None:
    with pytest.raises(BadBeams):
        Beams(tiny(), [1], beams=0)


def test_drawn_tokens_are_generate_s_with_the_same_numbers(smollm2: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """`generate` draws by torch.multinomial; given the numbers of our seed, it has to write what we write."""
    ids = [token.id for token in smollm2.tokens(PROMPTS[1])]
    drawn = list(ids)

    def multinomial(shares: torch.Tensor, num_samples: int) -> torch.Tensor:
        ordered, order = torch.sort(shares[0].double(), descending=True, stable=True)
        place = int((ordered.cumsum(0) <= uniform_of(7, drawn)).sum())
        drawn.append(int(order[place]))
        return torch.tensor([[drawn[-1]]])

    monkeypatch.setattr(torch, "multinomial", multinomial)
    expected = theirs(smollm2, ids, 24, do_sample=True, temperature=0.9, top_k=50, top_p=0.95, repetition_penalty=1.2)
    assert written(smollm2.generate(PROMPTS[1], 24, settings=DRAWS, seed=7)) == expected


def test_the_same_seed_writes_the_same_after_a_restart(smollm2: Model) -> None:
    code = (
        "import cutaway; from cutaway.generate.settings import Settings;"
        "tree = cutaway.load('smollm2').generate('Once upon a time', 12, settings=Settings(temperature=1.1), seed=5);"
        "print([step.id for step in tree.branches[0].steps])"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    tree = smollm2.generate("Once upon a time", 12, settings=Settings(temperature=1.1), seed=5)
    assert again == str(written(tree))
    other = smollm2.generate("Once upon a time", 12, settings=Settings(temperature=1.1), seed=6)
    assert written(other) != written(tree)


def test_every_distribution_is_kept_and_is_that_of_an_independent_pass(smollm2: Model) -> None:
    tree = smollm2.generate(PROMPTS[0], 8)
    whole = smollm2.hf(torch.tensor([tree.ids((0, 8))])).logits[0]
    first = len(tree.tokens) - 1
    for place in range(9):
        logits = tree.logits((0, place))
        assert torch.allclose(logits, whole[first + place], atol=2e-3)
    for place, step in enumerate(tree.branches[0].steps):
        assert step.probability == pytest.approx(float(whole[first + place].softmax(-1)[step.id]), rel=1e-3)
        assert tree.alternatives((0, place))[0][0] == step.id


def test_what_is_no_longer_kept_is_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "KEPT", 3 * 256 * 4)
    tree = tiny().generate(list(b"hello"), 10)
    assert torch.allclose(tree.logits((0, 2)), tiny().generate(list(b"hello"), 10).logits((0, 2)), atol=1e-5)


def test_a_branch_begins_with_the_chosen_token_and_shares_what_is_before() -> None:
    tree = tiny().generate(list(b"hello"), 6)
    other = tree.alternatives((0, 3))[1][0]
    end = tree.grow(4, (0, 3), first=other)
    assert end == (1, 4)
    assert tree.branches[1].on == (0, 3)
    assert tree.ids(end)[: 5 + 3] == tree.ids((0, 3))
    assert tree.ids(end)[8] == other
    afresh = tiny().generate(tree.ids(end)[:9], 3)
    assert written(afresh) == tree.ids(end)[9:]


def test_a_continuation_that_is_there_already_is_followed() -> None:
    tree = tiny().generate(list(b"hello"), 6)
    assert tree.grow(4) == (0, 4)
    assert tree.grow(8) == (0, 8)
    assert len(tree.branches) == 1


def test_a_continuation_that_is_given_up_keeps_what_it_has() -> None:
    model = tiny()
    tree = Tree(model, model.tokens(list(b"hello")))

    def give_up(step: Step) -> None:
        if len(tree.branches[0].steps) == 3:
            raise Cancelled()

    with pytest.raises(Cancelled):
        tree.grow(10, on_token=give_up)
    assert len(tree.branches[0].steps) == 3


@pytest.mark.parametrize("at", [(1, 0), (0, 7), (-1, 1), (0, -1)])
def test_a_place_that_is_not_there_is_refused(at: tuple[int, int]) -> None:
    with pytest.raises(BadIndex):
        tiny().generate(list(b"hello"), 6).logits(at)


def test_writing_ends_with_the_token_that_ends_the_text() -> None:
    model = tiny()
    seventh = model.generate(list(b"hello"), 7).branches[0].steps
    model.hf.generation_config.eos_token_id = [999, seventh[3].id]
    ended = model.generate(list(b"hello"), 7).branches[0].steps
    first = next(at for at, step in enumerate(seventh) if step.id == seventh[3].id)
    assert [step.id for step in ended] == [step.id for step in seventh[: first + 1]]


def test_two_stacks_write_from_a_target_that_is_given() -> None:
    model = two_stacks()
    tree = model.generate(list(b"source"), 5, target=[9, 8])
    expected = generated(
        model,
        torch.tensor([list(b"source")]),
        decoder_input_ids=torch.tensor([[0, 9, 8]]),
        max_new_tokens=5,
        do_sample=False,
    )[0].tolist()
    assert tree.ids((0, 5)) == expected
