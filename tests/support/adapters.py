"""Small models with PEFT's prompts and prefixes on them: virtual tokens with random vectors."""

from collections.abc import Callable
from typing import Any

import peft
import torch
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

IDS = (11, 23, 42, 5, 71, 23, 8, 90, 33)
TARGET = (7, 31, 64)
VIRTUAL = 3
TASK = {"task_ids": torch.tensor([1])}
_SIZES: Any = {
    "vocab_size": 97,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
}


def llama() -> PreTrainedModel:
    """A random Llama whose heads share keys in pairs."""
    torch.manual_seed(0)
    config = LlamaConfig(**_SIZES, num_key_value_heads=2, max_position_embeddings=64, initializer_range=0.3)
    return LlamaForCausalLM(config).eval()


def gpt2() -> PreTrainedModel:
    """A random GPT-2, with a table of positions."""
    torch.manual_seed(0)
    ids: Any = {"bos_token_id": 1, "eos_token_id": 2}
    config = GPT2Config(vocab_size=97, n_embd=32, n_layer=3, n_head=4, n_positions=64, initializer_range=0.3, **ids)
    return GPT2LMHeadModel(config).eval()


def t5() -> PreTrainedModel:
    """A random T5."""
    torch.manual_seed(0)
    config = T5Config(vocab_size=97, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4)
    config.decoder_start_token_id = 0
    return T5ForConditionalGeneration(config).eval()


def bert() -> PreTrainedModel:
    """A random BERT that classifies."""
    torch.manual_seed(0)
    config = BertConfig(**_SIZES, max_position_embeddings=64, initializer_range=0.3)
    config.num_labels = 3
    return BertForSequenceClassification(config).eval()


def tuned(hf: PreTrainedModel, config: Any) -> PreTrainedModel:
    """The model with a prompt or prefix of random vectors."""
    torch.manual_seed(1)
    model: Any = peft.get_peft_model(hf, config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "prompt_encoder" in name:
                parameter.copy_(0.5 * torch.randn_like(parameter))
    return model


def _made(make: Callable[[], PreTrainedModel], kind: str, task: str, **options: Any) -> Callable[[], PreTrainedModel]:
    return lambda: tuned(make(), getattr(peft, kind)(task_type=task, num_virtual_tokens=VIRTUAL, **options))


PROMPTS = {
    "prompt, llama": _made(llama, "PromptTuningConfig", "CAUSAL_LM"),
    "prompt, gpt2": _made(gpt2, "PromptTuningConfig", "CAUSAL_LM"),
    "p-tuning, llama": _made(llama, "PromptEncoderConfig", "CAUSAL_LM", encoder_hidden_size=20),
    "p-tuning, gpt2": _made(gpt2, "PromptEncoderConfig", "CAUSAL_LM", encoder_hidden_size=20),
    "multitask, llama": _made(llama, "MultitaskPromptTuningConfig", "CAUSAL_LM", num_tasks=2),
    "prompt, bert": _made(bert, "PromptTuningConfig", "SEQ_CLS"),
}
"""Virtual tokens that are positions of the stream."""

PREFIXES = {
    "prefix, llama": _made(llama, "PrefixTuningConfig", "CAUSAL_LM"),
    "prefix, gpt2": _made(gpt2, "PrefixTuningConfig", "CAUSAL_LM"),
    "prefix projected, llama": _made(
        llama, "PrefixTuningConfig", "CAUSAL_LM", prefix_projection=True, encoder_hidden_size=20
    ),
    "prefix, bert": _made(bert, "PrefixTuningConfig", "SEQ_CLS"),
}
"""Virtual tokens that are keys and values alone."""

PAIRS = {
    "prompt, t5": _made(t5, "PromptTuningConfig", "SEQ_2_SEQ_LM"),
    "p-tuning, t5": _made(t5, "PromptEncoderConfig", "SEQ_2_SEQ_LM", encoder_hidden_size=20),
    "prefix, t5": _made(t5, "PrefixTuningConfig", "SEQ_2_SEQ_LM"),
}
"""The same in models of two stacks."""


def further(name: str) -> dict[str, torch.Tensor]:
    """What the forward pass of a model needs beside tokens."""
    return TASK if name.startswith("multitask") else {}
