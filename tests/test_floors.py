"""The package is built in floors, and a floor imports only from floors below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cutaway

ROOT = Path(cutaway.__file__).parent
FLOORS = {
    "_version": 0, "arguments": 0, "errors": 0, "system_errors": 0, "json_files": 0, "progress": 0,
    "store": 1, "tokens": 2, "reference": 2, "models": 3, "doctor": 4, "trace": 4, "generate": 5,
    "model": 6, "load_model": 6, "load_trace": 6, "lenses": 7, "server": 8, "cli": 8, "__main__": 8,
}  # fmt: skip


def imports_when_loaded(tree: ast.Module) -> Iterator[str]:
    """Modules imported at the top of a file, but not those for type checkers alone."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_a_floor_imports_only_from_floors_below() -> None:
    wrong = []
    seen = set()
    for file in ROOT.rglob("*.py"):
        place = file.relative_to(ROOT).with_suffix("").parts[0]
        if place == "__init__":
            continue
        seen.add(place)
        for name in imports_when_loaded(ast.parse(file.read_text())):
            if name.startswith("cutaway."):
                target = name.split(".")[1]
                if FLOORS[target] > FLOORS[place]:
                    wrong.append(f"{file.relative_to(ROOT)} imports {name}")
    assert seen == set(FLOORS)
    assert wrong == []
