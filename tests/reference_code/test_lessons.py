"""The lessons compute what Hugging Face computes, with the same weights."""

import pytest
import torch
from torch import nn
from transformers import MarianConfig, MarianMTModel, PreTrainedModel

from cutaway import Model, reference
from cutaway.lenses.walk import stages
from cutaway.reference.next_word import next_word
from support.architectures import CONFIGS, IDS, TARGET, marian

LESSONS = ("llama", "gpt2", "bert", "marian")


def hugging_face(hf: PreTrainedModel, ids: tuple[int, ...], target: tuple[int, ...] = ()) -> torch.Tensor:
    given = {"decoder_input_ids": torch.tensor([target])} if target else {}
    with torch.no_grad():
        output = hf(input_ids=torch.tensor([ids]), **given)
    return (output.logits if "logits" in output else output.last_hidden_state)[0]


@pytest.mark.parametrize("name", LESSONS)
def test_logits_of_random_models_equal_hugging_face_s(name: str) -> None:
    hf = marian() if name == "marian" else CONFIGS[name]()
    target = TARGET if name == "marian" else ()
    expected = hugging_face(hf, IDS, target)
    found = reference.logits(hf, torch.tensor(IDS), torch.tensor(target) if target else None)
    torch.testing.assert_close(found, expected, atol=1e-4, rtol=1e-4)
    assert expected.std() > 0.01


def test_logits_of_the_paper_s_sizes_equal_hugging_face_s() -> None:
    torch.manual_seed(0)
    config = MarianConfig(
        vocab_size=50, d_model=512, encoder_layers=2, decoder_layers=2, encoder_attention_heads=8, decoder_attention_heads=8,
        encoder_ffn_dim=2048, decoder_ffn_dim=2048, activation_function="relu", scale_embedding=True, max_position_embeddings=64,
        pad_token_id=49,
    )  # fmt: skip
    hf = MarianMTModel(config).eval()
    ids, target = (3, 9, 4, 4, 7), (49, 8, 2)
    found = reference.logits(hf, torch.tensor(ids), torch.tensor(target))
    torch.testing.assert_close(found, hugging_face(hf, ids, target), atol=1e-4, rtol=1e-4)


def test_smollm2_s_logits_equal_hugging_face_s(smollm2: Model) -> None:
    ids = smollm2.trace("The cat sat on the mat because it was").ids
    torch.testing.assert_close(
        reference.logits(smollm2.hf, torch.tensor(ids)), hugging_face(smollm2.hf, ids), atol=2e-4, rtol=1e-4
    )


def test_minilm_s_vectors_equal_hugging_face_s(minilm: Model) -> None:
    ids = minilm.trace("The cat sat on the mat").ids
    torch.testing.assert_close(
        reference.logits(minilm.hf, torch.tensor(ids)), hugging_face(minilm.hf, ids), atol=1e-4, rtol=1e-4
    )


@pytest.mark.parametrize("name", ["mistral", "gemma2", "t5", "mamba"])
def test_what_no_lesson_computes_has_none(name: str) -> None:
    hf: nn.Module = CONFIGS[name]()
    assert reference.lesson_for(hf) is None
    with pytest.raises(ValueError, match="no lesson"):
        reference.logits(hf, torch.tensor(IDS))


@pytest.mark.parametrize("name", LESSONS)
def test_every_line_of_a_lesson_stands_at_a_stage_of_the_walk(name: str) -> None:
    model = Model(marian() if name == "marian" else CONFIGS[name]())
    lesson = reference.lesson_for(model.hf)
    assert lesson is not None
    trace = model.trace(IDS, target=TARGET) if name == "marian" else model.trace(IDS)
    shown = {stage.code for stage in stages(model, trace)}
    missing = {step: code for step, code in reference.lines(lesson).items() if code not in shown}
    assert set(missing) == ({"sampling"} if name == "bert" else set())  # which fills gaps, and draws no next word


def test_probabilities_equal_pytorch_s_soft_max_and_tokens_are_drawn_by_them(smollm2: Model) -> None:
    logits = hugging_face(smollm2.hf, smollm2.trace("The cat sat on the mat because it was").ids)
    found, _ = next_word(logits)
    torch.testing.assert_close(found, logits.softmax(-1), atol=1e-6, rtol=1e-4)
    torch.manual_seed(1)
    drawn = torch.cat([next_word(logits)[1] for _ in range(300)])
    best = logits[-1].softmax(-1).topk(3)
    for id, probability in zip(best.indices, best.values, strict=True):
        expected = 300 * float(probability)
        assert abs(int((drawn == id).sum()) - expected) < 4 * max(1.0, expected) ** 0.5
