"""The faces answer at once: importing them, describing the API and listing models needs no torch."""

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

import cutaway.server.app  # noqa: F401 (whose bodies these are)
from cutaway.server.http.lines import Failed


@pytest.mark.parametrize(
    "code",
    [
        "import cutaway.server.run, cutaway.server.openapi, cutaway.server.http.tensors, cutaway.cli",
        "from cutaway.cli import main; main(['models', '--json'])",
        "from cutaway.server.openapi import description; description()",
    ],
)
def test_torch_is_not_imported(code: str) -> None:
    check = f"{code}\nimport sys; sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], stdout=subprocess.DEVNULL).returncode == 0


def bodies_of(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Every body that the server's modules describe."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("cutaway.server"):
            yield each
        yield from bodies_of(each)


def test_the_api_s_description_is_the_same_each_time_and_documents_problems() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-m", "cutaway.server.openapi"],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    described = json.loads(runs[0])
    for path, methods in described["paths"].items():
        for operation in methods.values():
            error = operation["responses"]["default"]["content"]["application/json"]["schema"]
            assert error == {"$ref": "#/components/schemas/Problem"}, path
    bodies = {each.__name__ for each in bodies_of(BaseModel)}
    assert bodies - {Failed.__name__} <= described["components"]["schemas"].keys()  # others are records of the engine
