"""Packages whose modules and names are loaded when they are first used, since loading PyTorch takes seconds."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazy(package: str, homes: Mapping[str, Sequence[str]] | None = None) -> Callable[[str], Any]:
    """The `__getattr__` of a package.

    For type checkers, the package imports the same under `TYPE_CHECKING`.

    Args:
        package: the package's full name.
        homes: module → names in it that the package gives as its own. Beside these, it gives its modules.
    """
    home = {name: module for module, names in (homes or {}).items() for name in names}

    def load(name: str) -> Any:
        if name in home:
            return getattr(import_module(home[name]), name)
        module = f"{package}.{name}"
        try:
            return import_module(module)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return load
