"""Names in the package are the field's, and each stands for one thing."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cutaway

ROOT = Path(cutaway.__file__).parent
SEVERAL_MODULES = {"__init__", "catalog", "fetch"}
SLICED = ("server/api", "server/stores")
"""The server has a file a feature, and it is called as the feature is."""
PRIVATE = {"found", "said", "asked", "told", "given", "own", "apart", "place", "at"}


def modules() -> Iterator[Path]:
    return ROOT.rglob("*.py")


def repeated(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def defined(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> Iterator[tuple[Path, str]]:
    """What the modules define at their top."""
    for file in modules():
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, kind):
                yield file.relative_to(ROOT), node.name


def test_no_two_classes_have_one_name() -> None:
    assert repeated(name for _, name in defined(ast.ClassDef) if not name.startswith("_")) == []


def test_no_two_modules_have_one_name() -> None:
    inside = (file for file in modules() if not file.relative_to(ROOT).as_posix().startswith(SLICED))
    assert [name for name in repeated(file.stem for file in inside) if name not in SEVERAL_MODULES] == []


def test_no_name_is_a_word_that_says_nothing() -> None:
    wrong = [str(file.relative_to(ROOT)) for file in modules() if file.stem in PRIVATE]
    wrong += [f"{file}: {name}" for file, name in defined(ast.ClassDef) if name.lower() in PRIVATE]
    wrong += [f"{file}: {name}" for file, name in defined(ast.FunctionDef) if name in PRIVATE]
    assert wrong == []
