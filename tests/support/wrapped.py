"""Small models whose projections do more than multiply by their weight: adapters, hooks, quantised and derived weights."""

import importlib
from collections.abc import Callable
from typing import Any

import torch
from peft import IA3Config, LoraConfig, get_peft_model
from torch import nn
from transformers import PreTrainedModel

from support.architectures import CONFIGS

O_PROJ = "model.layers.1.self_attn.o_proj"


def with_lora(name: str = "llama", targets: tuple[str, ...] = ("o_proj",), **options: Any) -> PreTrainedModel:
    """The small model of that name with low-rank adapters that are not zero."""
    torch.manual_seed(1)
    config = LoraConfig(r=4, target_modules=list(targets), init_lora_weights=False, **options)
    peft: Any = get_peft_model(CONFIGS[name](), config)
    return peft.eval().base_model.model


def _hooked(hook: Callable[..., Any], path: str = O_PROJ, name: str = "llama") -> PreTrainedModel:
    hf = CONFIGS[name]()
    hf.get_submodule(path).register_forward_hook(hook)
    return hf


def _pre_hooked(hook: Callable[..., Any], path: str = O_PROJ) -> PreTrainedModel:
    hf = CONFIGS["llama"]()
    hf.get_submodule(path).register_forward_pre_hook(hook)
    return hf


def _in_place(_: nn.Module, args: tuple[torch.Tensor, ...]) -> None:
    args[0].mul_(1.5)


def _first_row(_: nn.Module, args: Any, output: torch.Tensor) -> torch.Tensor:
    return torch.cat([output[:1] + 3.0, output[1:]])


def _with_ia3() -> PreTrainedModel:
    torch.manual_seed(1)
    targets = ["o_proj", "v_proj", "down_proj"]
    config = IA3Config(target_modules=targets, feedforward_modules=["down_proj"], init_ia3_weights=False)
    peft: Any = get_peft_model(CONFIGS["llama"](), config)
    return peft.eval().base_model.model


def _with_two() -> PreTrainedModel:
    torch.manual_seed(1)
    targets = ["o_proj", "q_proj", "v_proj", "gate_proj", "down_proj"]
    peft: Any = get_peft_model(CONFIGS["llama"](), LoraConfig(r=4, target_modules=targets, init_lora_weights=False))
    peft.add_adapter("other", LoraConfig(r=3, target_modules=["o_proj"], init_lora_weights=False))
    peft.base_model.set_adapter(["default", "other"])
    return peft.eval().base_model.model


def _merged() -> PreTrainedModel:
    torch.manual_seed(1)
    peft: Any = get_peft_model(CONFIGS["llama"](), LoraConfig(r=4, target_modules=["o_proj"], init_lora_weights=False))
    peft.merge_adapter()
    return peft.eval().base_model.model


def _parametrized(change: Callable[[nn.Module], Any], weight: str = "") -> PreTrainedModel:
    hf = CONFIGS["llama"]()
    module = hf.get_submodule(O_PROJ)
    change(module)
    if weight:
        module.get_parameter(weight).data.mul_(2)
    return hf.eval()


def _patched() -> PreTrainedModel:
    hf = CONFIGS["llama"]()
    module = hf.get_submodule(O_PROJ)
    honest = module.forward
    module.forward = lambda given: 2 * honest(given) + 0.1
    return hf


def _replaced(make: Callable[[nn.Linear], nn.Module]) -> PreTrainedModel:
    hf = CONFIGS["llama"]()
    for layer in hf.model.layers:
        for parent, name in ((layer.self_attn, "o_proj"), (layer.self_attn, "q_proj"), (layer.mlp, "down_proj")):
            setattr(parent, name, make(getattr(parent, name)).to("cpu"))
    return hf.eval()


def _eight_bits(linear: nn.Linear) -> nn.Module:
    quantised: Any = importlib.import_module("bitsandbytes.nn")
    made = quantised.Linear8bitLt(
        linear.in_features, linear.out_features, bias=False, has_fp16_weights=False, threshold=6.0
    )
    made.weight = quantised.Int8Params(linear.weight.data.clone(), requires_grad=False, has_fp16_weights=False)
    return made


def with_torchao(activations: bool = False) -> PreTrainedModel:
    """The small Llama with weights of 8 bits, and activations that are rounded to 8 bits too, if that is wanted."""
    from torchao.quantization import Int8DynamicActivationInt8WeightConfig, Int8WeightOnlyConfig, quantize_

    hf = CONFIGS["llama"]()
    quantize_(hf, Int8DynamicActivationInt8WeightConfig() if activations else Int8WeightOnlyConfig())
    return hf


def _block_hooked(change: Callable[[nn.Module], Any]) -> PreTrainedModel:
    hf = CONFIGS["llama"]()
    change(hf.model.layers[0])
    return hf


def _more(_: nn.Module, args: Any, output: torch.Tensor) -> torch.Tensor:
    return output + torch.linspace(-1, 1, output.shape[-1])


def _more_in_place(_: nn.Module, args: Any, output: torch.Tensor) -> None:
    output.add_(torch.linspace(-1, 1, output.shape[-1]))


def _more_before(_: nn.Module, args: tuple[Any, ...]) -> tuple[Any, ...]:
    return (args[0] + torch.linspace(-1, 1, args[0].shape[-1]), *args[1:])


def _more_before_in_place(_: nn.Module, args: tuple[Any, ...]) -> None:
    args[0].add_(torch.linspace(-1, 1, args[0].shape[-1]))


def scaled(_: nn.Module, args: Any, output: torch.Tensor) -> torch.Tensor:
    """A hook: the output × 1.5."""
    return output * 1.5


def scaled_before(_: nn.Module, args: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor]:
    """A pre-hook: the input × 1.5."""
    return (args[0] * 1.5,)


LINEAR: dict[str, Callable[[], PreTrainedModel]] = {
    "plain": CONFIGS["llama"],
    "LoRA": with_lora,
    "LoRA with dropout": lambda: with_lora(lora_dropout=0.3),
    "LoRA with bias": lambda: with_lora(lora_bias=True),
    "LoRA on GPT-2": lambda: with_lora("gpt2", ("c_proj",), fan_in_fan_out=True),
    "LoRA on everything": lambda: with_lora(targets=("o_proj", "up_proj", "down_proj", "lm_head", "embed_tokens")),
    "modules to save": lambda: with_lora(modules_to_save=["lm_head", "embed_tokens"]),
    "DoRA": lambda: with_lora(use_dora=True),
    "IA3": _with_ia3,
    "two adapters": _with_two,
    "a merged adapter": _merged,
    "hook": lambda: _hooked(scaled),
    "hook on Conv1D": lambda: _hooked(scaled, "transformer.h.1.attn.c_proj", "gpt2"),
    "hook that adds by position": lambda: _hooked(lambda m, a, o: o + torch.arange(o.shape[1])[:, None]),
    "hook on the first row of a batch": lambda: _hooked(_first_row),
    "pre-hook": lambda: _pre_hooked(scaled_before),
    "pre-hook in place": lambda: _pre_hooked(_in_place),
    "hook on the MLP's projection": lambda: _hooked(scaled, "model.layers.1.mlp.down_proj"),
    "pre-hook on the MLP's projection": lambda: _pre_hooked(scaled_before, "model.layers.1.mlp.down_proj"),
    "weight norm": lambda: _parametrized(nn.utils.parametrizations.weight_norm, "parametrizations.weight.original0"),
    "weight norm by a hook": lambda: _parametrized(nn.utils.weight_norm, "weight_g"),
    "spectral norm": lambda: _parametrized(nn.utils.parametrizations.spectral_norm),
    "another forward": _patched,
    "8 bits of torchao": with_torchao,
    "hook on a block": lambda: _block_hooked(lambda block: block.register_forward_hook(_more)),
    "hook on a block in place": lambda: _block_hooked(lambda block: block.register_forward_hook(_more_in_place)),
    "pre-hook on a block": lambda: _block_hooked(lambda block: block.register_forward_pre_hook(_more_before)),
    "pre-hook on a block in place": lambda: _block_hooked(
        lambda block: block.register_forward_pre_hook(_more_before_in_place)
    ),
}
"""Models in which what a projection makes of all heads is the sum of what it makes of each, and a constant."""

NOT_LINEAR: dict[str, Callable[[], PreTrainedModel]] = {
    "hook": lambda: _hooked(lambda m, a, o: o + o.tanh()),
    "pre-hook": lambda: _pre_hooked(lambda m, a: (a[0] / a[0].norm(dim=-1, keepdim=True),)),
    "8 bits of bitsandbytes": lambda: _replaced(_eight_bits),
    "8 bits, activations too": lambda: with_torchao(activations=True),
}
"""Models in which it is not."""
