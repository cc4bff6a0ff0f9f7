"""Checks the arguments of public functions against their stated types, so that mistakes get a clear error."""

import builtins
import collections.abc
import functools
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from numbers import Integral, Real
from typing import Any, Literal, ParamSpec, TypeVar, Union

from cutaway.errors import BadArgument

P = ParamSpec("P")
R = TypeVar("R")

_CALLED = {"LoadedModel": "Model", "TraceReader": "Trace"}
"""The public names of internal types."""
_TEXT = str | collections.abc.Sequence[int]
"""Texts and token ids are converted elsewhere, also from arrays and tensors."""
_SEVERAL = (collections.abc.Sequence, collections.abc.Collection, collections.abc.Iterable, list, tuple, set, frozenset)
_WORDS = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "True or False",
    type(None): "None",
    slice: "a slice",
}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Wraps a function so that it checks its arguments against its stated types.

    Arrays and tensors are not lists; integers may be NumPy's; `True` is not a number. Iterators are not inspected.

    Raises:
        BadArgument: an argument has another type, or the function has no such argument.
    """
    signature = inspect.signature(function)
    hints: dict[str, Any] = {}

    @functools.wraps(function)
    def checking(*args: P.args, **kwargs: P.kwargs) -> R:
        if not hints:
            hints.update({name: hint for name, hint in _hints(function).items() if hint != _TEXT})
        try:
            given = signature.bind(*args, **kwargs).arguments
        except TypeError as error:
            raise BadArgument(f"{function.__name__}: {error}.", _taken(signature, kwargs, hints)) from None
        for name, value in given.items():
            variadic = signature.parameters[name].kind is inspect.Parameter.VAR_KEYWORD
            for key, each in value.items() if variadic else ((name, value),):
                if name in hints and not fits(each, hints[name]):
                    raise BadArgument(
                        f"{function.__name__} was given {key} = {shown(each)}.", f"It takes {_told(hints[name])} there."
                    )
        return function(*args, **kwargs)

    return checking


_ELSEWHERE = {
    "inputs_embeds": "It reads token ids. To replace their vectors: trace.rerun(cutaway.replace('embed', vectors)).",
    "edits": "Use edits in trace.rerun(edits); its logits predict what comes next.",
    "max_new_tokens": "It is called count here.",
    "max_length": "Set count, the number of tokens to write.",
    "num_beams": "It is called beams here.",
    "do_sample": "With settings it samples; without, or with temperature 0, it takes the most probable token.",
}
"""Hints for arguments that other libraries name differently."""


def _taken(signature: inspect.Signature, given: Mapping[str, Any], hints: Mapping[str, Any]) -> str:
    """The arguments of a function, for the error after a wrong call."""
    unknown = next((name for name in given if name not in signature.parameters), "")
    if unknown in _ELSEWHERE:
        return _ELSEWHERE[unknown]
    settings = hints.get("settings")
    if any(unknown in getattr(each, "__dataclass_fields__", ()) for each in (settings, *typing.get_args(settings))):
        return f"Say settings=cutaway.Settings({unknown}=…)."
    names = [name for name in signature.parameters if name != "self"]
    return f"It takes {', '.join(names)}."


def fits(value: Any, hint: Any) -> bool:
    """Whether a value has a stated type."""
    if hint is Any or isinstance(hint, TypeVar):
        return True
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return any(fits(value, each) for each in inside)
    if origin is Literal:
        return any(type(value) is type(each) and value == each for each in inside)
    if origin is collections.abc.Callable:
        return callable(value)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping)
    if origin in _SEVERAL:
        return _several_fit(value, origin, inside)
    if hint in (int, float):
        return isinstance(value, Integral if hint is int else Real) and not isinstance(value, bool)
    kind = origin or hint
    return isinstance(value, kind) if isinstance(kind, type) else value is None if kind is None else True


def shown(value: Any) -> str:
    """A value for an error message, in one short line."""
    try:
        text = repr(value)
    except Exception:  # an object may fail at that as well
        text = f"a {type(value).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:60]}…"


def _several_fit(value: Any, origin: Any, inside: tuple[Any, ...]) -> bool:
    if isinstance(value, (bytes, bytearray, Mapping)) or not isinstance(value, origin):
        return False
    if getattr(value, "shape", None) == ():
        return False  # an array of no axis can't be gone through
    if not isinstance(value, collections.abc.Collection) or not inside:
        return True  # an iterator can be looked through once
    if origin is tuple and inside[-1] is not ...:
        return len(value) == len(inside) and all(map(fits, value, inside))
    if isinstance(value, str):
        return inside[0] is str
    return all(fits(each, inside[0]) for each in value)


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """A function's stated types, including names that its module imports only for type checkers."""
    return typing.get_type_hints(function, localns=_Names(function.__globals__))


class _Names(dict[str, Any]):
    """Names of types that a module may import only for type checkers; an unknown one accepts anything."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> Any:
        if name in self._known or hasattr(builtins, name):
            raise KeyError(name)
        return Any


def _told(hint: Any) -> str:
    """A stated type in words."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_told(each) for each in inside))
    if origin is Literal:
        return " or ".join(map(repr, inside))
    if origin is collections.abc.Callable:
        return "a function"
    if origin in _SEVERAL:
        if origin is tuple and inside[-1:] != (...,):
            return f"({', '.join(map(_told, inside))})"
        return f"a list of such: {_told(inside[0])}" if inside else "a list"
    name = getattr(origin or hint, "__name__", hint)
    return _WORDS.get(hint, f"a {_CALLED.get(name, name)}")
