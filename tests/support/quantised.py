"""Small models whose weights bitsandbytes or torchao rounded. They are wide enough for what those packages do on a processor."""

from collections.abc import Callable
from typing import Any

import torch
from bitsandbytes.nn.modules import EmbeddingNF4, Linear4bit, Linear8bitLt
from torch import nn
from torchao.quantization import (
    Float8WeightOnlyConfig,
    Int8DynamicActivationInt8WeightConfig,
    Int8DynamicActivationIntxWeightConfig,
    Int8WeightOnlyConfig,
    IntxWeightOnlyConfig,
    quantize_,
)
from torchao.quantization.granularity import PerGroup
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    T5Config,
    T5ForConditionalGeneration,
)
from transformers.pytorch_utils import Conv1D

ROWS = 96
IDS = [*range(2, 12)]
_INT4: Any = torch.int4  # pyright: ignore[reportAttributeAccessIssue]
_EAGER: Any = {"attn_implementation": "eager"}


def llama(width: int = 128) -> PreTrainedModel:
    """A random Llama whose queries share keys."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=ROWS, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=64, **_EAGER,
    )  # fmt: skip
    return LlamaForCausalLM(config).eval()


def gpt2() -> PreTrainedModel:
    """A random GPT-2, whose projections are Conv1D."""
    torch.manual_seed(0)
    config = GPT2Config(vocab_size=ROWS, n_embd=64, n_layer=2, n_head=4, n_positions=64, **_EAGER)
    return GPT2LMHeadModel(config).eval()


def classifier() -> PreTrainedModel:
    """A random BERT that scores three classes."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=ROWS, hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=64, **_EAGER | {"num_labels": 3},
    )  # fmt: skip
    return BertForSequenceClassification(config).eval()


def t5() -> PreTrainedModel:
    """A random model of two stacks."""
    torch.manual_seed(0)
    config = T5Config(
        vocab_size=ROWS, d_model=64, d_ff=128, num_layers=2, num_heads=4, d_kv=16,
        **_EAGER | {"decoder_start_token_id": 0},
    )  # fmt: skip
    return T5ForConditionalGeneration(config).eval()


def four_bits(kind: str = "nf4", twice: bool = False) -> Callable[[nn.Linear], nn.Module]:
    """Gives a layer in 4 bits, with scales that are rounded as well (`twice`) or not."""

    def made(linear: nn.Linear) -> nn.Module:
        new = Linear4bit(
            linear.in_features, linear.out_features, bias=linear.bias is not None, compute_dtype=torch.float32,
            compress_statistics=twice, quant_type=kind,
        )  # fmt: skip
        new.load_state_dict(linear.state_dict())
        return new.to("cpu")

    return made


def eight_bits(threshold: float = 6.0) -> Callable[[nn.Linear], nn.Module]:
    """Gives a layer in 8 bits, in which columns with numbers over the threshold are not rounded (0: all are)."""

    def made(linear: nn.Linear) -> nn.Module:
        new = Linear8bitLt(
            linear.in_features, linear.out_features, bias=linear.bias is not None, has_fp16_weights=False, threshold=threshold
        )  # fmt: skip
        new.load_state_dict(linear.state_dict())
        return new.to("cpu")

    return made


def replaced(hf: PreTrainedModel, make: Callable[[nn.Linear], nn.Module], but: tuple[str, ...] = ("lm_head",)) -> Any:
    """The model with other layers in the place of its linear ones, but for those with certain names."""
    for path, module in [*hf.named_modules()]:
        parent, _, name = path.rpartition(".")
        if isinstance(module, (nn.Linear, Conv1D)) and name not in but:
            setattr(hf.get_submodule(parent), name, make(_linear(module)))
    return hf.eval()


def _linear(module: nn.Linear | Conv1D) -> nn.Linear:
    if isinstance(module, nn.Linear):
        return module
    given, gave = module.weight.shape
    linear = nn.Linear(given, gave)
    linear.load_state_dict({"weight": module.weight.T.contiguous(), "bias": module.bias})
    return linear


def rounded(config: Any) -> PreTrainedModel:
    """The Llama as torchao rounds it."""
    hf = llama()
    quantize_(hf, config)
    return hf


def _with_table() -> PreTrainedModel:
    hf = llama()
    table = EmbeddingNF4(ROWS, 128)
    table.load_state_dict(hf.get_input_embeddings().state_dict())
    hf.set_input_embeddings(table.to("cpu"))
    return hf.eval()


MODELS: dict[str, tuple[Callable[[], PreTrainedModel], Callable[[], PreTrainedModel]]] = {
    "nf4": (llama, lambda: replaced(llama(), four_bits())),
    "nf4, its head too": (llama, lambda: replaced(llama(), four_bits(), ())),
    "nf4 with rounded scales": (llama, lambda: replaced(llama(), four_bits(twice=True))),
    "fp4": (llama, lambda: replaced(llama(), four_bits("fp4"))),
    "fp4 with rounded scales": (llama, lambda: replaced(llama(), four_bits("fp4", True))),
    "nf4 of width 64": (lambda: llama(64), lambda: replaced(llama(64), four_bits())),
    "a table in nf4": (llama, _with_table),
    "a classifier in nf4": (classifier, lambda: replaced(classifier(), four_bits(), ("classifier",))),
    "two stacks in nf4": (t5, lambda: replaced(t5(), four_bits(), ("lm_head", "wo"))),
    "8 bits": (llama, lambda: replaced(llama(), eight_bits())),
    "8 bits, nothing spared": (llama, lambda: replaced(llama(), eight_bits(0.0))),
    "two stacks in 8 bits": (t5, lambda: replaced(t5(), eight_bits(), ("lm_head", "wo"))),
    "GPT-2 in 8 bits": (gpt2, lambda: replaced(gpt2(), eight_bits())),
    "torchao, 8 bits": (llama, lambda: rounded(Int8WeightOnlyConfig())),
    "torchao, 8 bits, activations too": (llama, lambda: rounded(Int8DynamicActivationInt8WeightConfig())),
    "torchao, 4 bits": (llama, lambda: rounded(IntxWeightOnlyConfig(weight_dtype=_INT4))),
    "torchao, 4 bits, activations in 8": (
        llama, lambda: rounded(Int8DynamicActivationIntxWeightConfig(weight_dtype=_INT4, weight_granularity=PerGroup(32))),
    ),
    "torchao, floats of 8 bits": (llama, lambda: rounded(Float8WeightOnlyConfig())),
}  # fmt: skip
"""The model as it was, and as it is when its weights are rounded."""
