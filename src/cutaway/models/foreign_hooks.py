"""Foreign hooks on a model's modules: from the user or a library, not from Cutaway."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch.nn.modules.module as every_module
from torch import nn

IN_HOOKS = " (hooks)"
"""The suffix of a module's path in the names of operations that hooks on the module run."""


def is_hooked(module: nn.Module) -> bool:
    """Whether a foreign hook sees, and may change, the module's input or output."""
    return has_pre_hooks(module) or has_forward_hooks(module)


def has_pre_hooks(module: nn.Module) -> bool:
    """Whether a foreign hook may change the module's input."""
    return bool(every_module._global_forward_pre_hooks) or _any_foreign(module._forward_pre_hooks)


def has_forward_hooks(module: nn.Module) -> bool:
    """Whether a foreign hook may change the module's output."""
    return bool(every_module._global_forward_hooks) or _any_foreign(module._forward_hooks)


@contextmanager
def without_own(module: nn.Module) -> Iterator[None]:
    """A context in which the module and those inside it run only with foreign hooks."""
    before = [(each, each._forward_pre_hooks, each._forward_hooks) for each in module.modules()]
    for each, pre, after in before:
        each._forward_pre_hooks, each._forward_hooks = _foreign(pre), _foreign(after)
    try:
        yield
    finally:
        for each, pre, after in before:
            each._forward_pre_hooks, each._forward_hooks = pre, after


def _any_foreign(hooks: Mapping[int, Callable[..., Any]]) -> bool:
    return bool(hooks) and not all(map(_is_own, hooks.values()))


def _foreign(hooks: Mapping[int, Callable[..., Any]]) -> "OrderedDict[int, Callable[..., Any]]":
    return OrderedDict((key, hook) for key, hook in hooks.items() if not _is_own(hook))


def _is_own(hook: Callable[..., Any]) -> bool:
    return str(getattr(hook, "__module__", "")).startswith("cutaway.")
