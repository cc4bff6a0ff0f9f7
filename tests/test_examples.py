"""Each public name has an example in its docstring, and it runs."""

import doctest
import inspect
from pathlib import Path
from typing import Any

import pytest
import torch

import cutaway
from cutaway import Model, lenses

PUBLIC = {
    f"{module.__name__}.{name}": getattr(module, name)
    for module in (cutaway, lenses)
    for name in module.__all__
    if inspect.isclass(getattr(module, name)) or inspect.isfunction(getattr(module, name))
}
MODULES = {"cutaway": cutaway, "cutaway.lenses": lenses}


def docstrings(name: str, named: Any) -> list[doctest.DocTest]:
    """The examples of a name, of its own docstring first and then of its methods'."""
    finder = doctest.DocTestFinder(recurse=inspect.isclass(named))
    return sorted(
        (test for test in finder.find(named, name, module=False) if test.examples), key=lambda test: test.name
    )


def test_every_public_class_and_function_is_among_these() -> None:
    assert {name.rpartition(".")[2] for name in PUBLIC} == {*cutaway.__all__, *lenses.__all__} - {
        "__version__",
        "lenses",
    }


@pytest.mark.parametrize("name", PUBLIC)
def test_each_has_an_example_whose_outcome_is_shown(name: str) -> None:
    tests = docstrings(name, PUBLIC[name])
    assert [test.name for test in tests[:1]] == [name]
    assert any(example.want or example.exc_msg for example in tests[0].examples)


@pytest.mark.parametrize("name", MODULES | PUBLIC)
def test_examples_run(name: str, smollm2: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    globals_ = {"cutaway": cutaway, "torch": torch, "model": smollm2, "trace": smollm2.trace("The cat sat on the mat")}
    named = MODULES[name] if name in MODULES else PUBLIC[name]
    tests = [test for test in docstrings(name, named) if name not in MODULES or test.name == name]
    assert tests
    report: list[str] = []
    for test in tests:
        test.globs = dict(globals_)
        assert not any(doctest.SKIP in example.options for example in test.examples)
        doctest.DocTestRunner().run(test, out=report.append)
    assert "".join(report) == ""
