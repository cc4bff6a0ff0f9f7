"""The package is built in floors: a module imports only from floors below its own, at its top, and no two import each other."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import networkx
import pytest

import cutaway

ROOT = Path(cutaway.__file__).parent
FLOORS = {
    "_version": 0, "arguments": 0, "errors": 0, "system_errors": 0, "json_files": 0, "progress": 0, "lazy": 0, "defaults": 0,
    "store": 1, "tokens": 2, "reference": 2, "models": 3, "doctor": 4, "trace": 4, "generate": 5,
    "model": 6, "load_model": 6, "load_trace": 6, "lenses": 7, "server": 8, "cli": 8, "__main__": 8,
}  # fmt: skip
LATE = {
    "torch": "loading it takes seconds, and the page, `cutaway doctor` and `--help` answer without it",
    "transformers": "as torch",
    "safetensors": "its tensors are torch's",
    "peft": "may not be installed",
    "gguf": "for files of one format; it loads numpy's and its own tables",
    "huggingface_hub": "only where something is fetched",
    "tqdm": "only where something is fetched",
    "filelock": "only where something is written to the cache",
    "platformdirs": "only where no environment variable names the cache",
    "psutil": "reads the machine when it is loaded",
    "segno": "only where an address is drawn as a QR code",
    "networkx": "only for the flow through all layers",
    "tokenizers": "only where a model without weights is made, beside transformers; in the sandbox, whichever library a tokenizer is of",
    "tiktoken": "in the sandbox, whichever library a tokenizer is of",
    "regex": "in the sandbox, where a process compiles one pattern and ends",
    "re": "in the sandbox, as regex",
    "google": "protobuf, for files of one format",
    "sentencepiece": "for files of one format",
    "resource": "not on every system",
}
"""What is imported inside functions, and why it is not loaded with the module."""
SANDBOX = {"cutaway.tokens.sandbox.operations", "cutaway.tokens.sandbox.sandbox_program"}
"""A process that is started for one pattern: it loads what it is asked to run, and nothing before its output is put aside."""


class Import(NamedTuple):
    """One import of a module: at its top or inside a function."""

    target: str
    inside: bool


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, by its name."""
    names = {file: file.relative_to(ROOT.parent).with_suffix("").parts for file in ROOT.rglob("*.py")}
    return {
        ".".join(parts[:-1] if parts[-1] == "__init__" else parts): ast.parse(file.read_text(encoding="utf-8"))
        for file, parts in names.items()
    }


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(node: ast.AST, inside: bool = False) -> Iterator[Import]:
    """What is imported in a module, but for type checkers alone."""
    for each in ast.iter_child_nodes(node):
        if is_for_types(each):
            continue
        if isinstance(each, ast.Import):
            yield from (Import(alias.name, inside) for alias in each.names)
        elif isinstance(each, ast.ImportFrom):
            assert each.module is not None and not each.level
            whole = [f"{each.module}.{alias.name}" for alias in each.names]
            yield from (Import(name if name in modules() else each.module, inside) for name in whole)
        yield from imports(each, inside or isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def loaded_lazily(name: str) -> Iterator[str]:
    """The modules that a lazy package loads when a name of it is used: those that it imports for type checkers."""
    tree = modules()[name]
    if any(isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__getattr__" for node in tree.body):
        for block in filter(is_for_types, tree.body):
            yield from (each.target for each in imports(block))


@cache
def graph() -> networkx.DiGraph:
    """Which module of the package loads which, sooner or later.

    What a lazy package loads (`NAME.*`) is loaded by those who import the package for its names, not by those who import a module in it.
    """
    found = networkx.DiGraph()
    for name, tree in modules().items():
        found.add_edges_from((f"{name}.*", target) for target in loaded_lazily(name))
        for target in {each.target for each in imports(tree)} & set(modules()):
            parts = target.split(".")
            packages = (".".join(parts[:count]) for count in range(2, len(parts)))  # they are loaded first
            found.add_edges_from((name, each) for each in (*packages, target) if not name.startswith(f"{each}."))
            found.add_edge(name, f"{target}.*")
    return found


def test_a_floor_imports_only_from_floors_below() -> None:
    of = {name: FLOORS[name.split(".")[1]] for name in graph().nodes if name.removesuffix(".*") != "cutaway"}
    of |= {"cutaway": 7, "cutaway.*": 7}  # the public face
    assert {name.split(".")[1] for name in modules() if "." in name} == set(FLOORS)
    assert [f"{name} imports {target}" for name, target in graph().edges if of[name] < of[target]] == []


def test_no_modules_import_each_other() -> None:
    assert [sorted(group) for group in networkx.strongly_connected_components(graph()) if len(group) > 1] == []


def test_imports_stand_at_the_top() -> None:
    inside = [
        (name, each.target)
        for name, tree in modules().items()
        for each in imports(tree)
        if each.inside and not (name in SANDBOX and each.target.startswith("cutaway."))
    ]
    assert [pair for pair in inside if pair[1].split(".")[0] not in LATE] == []
    assert {target.split(".")[0] for _, target in inside} == set(LATE)  # none is listed in vain


@pytest.mark.parametrize("name", [name for name in modules() if [*loaded_lazily(name)]])
def test_a_lazy_package_gives_what_it_imports_for_type_checkers(name: str) -> None:
    package = import_module(name)
    for block in filter(is_for_types, modules()[name].body):
        for node in ast.walk(block):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    assert node.module is not None
                    home = f"{node.module}.{alias.name}"
                    there = (
                        import_module(home) if home in modules() else getattr(import_module(node.module), alias.name)
                    )
                    assert getattr(package, alias.name) is there
                    assert (
                        home in modules() or f"{name}.{alias.name}" not in modules()
                    )  # else the module hides the name
