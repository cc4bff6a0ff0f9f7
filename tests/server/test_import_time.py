"""The faces answer at once: importing them, describing the API and listing models needs no torch."""

import json
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from cutaway.server import api
from cutaway.server.api import schema


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
    schemas = [each.name for each in iter_modules(api.__path__) if each.name.endswith("_schema")]
    bodies = {
        name
        for module in (schema, *(import_module(f"cutaway.server.api.{each}") for each in schemas))
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__
    }
    assert bodies == described["components"]["schemas"].keys()
