"""No path in Cutaway runs, or offers to run, program code that comes with a model."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tokenizers import Tokenizer

import cutaway
from support.tiny import write_folder

pytestmark = pytest.mark.slow

ROOT = Path(cutaway.__file__).parent
LOADING = {
    "from_pretrained",
    "from_config",
    "load_custom_generate",
    "pipeline",
    "get_class_from_dynamic_module",
    "load_dataset",
}
UNSAFE = {"eval", "exec", "compile", "__import__"}
PICKLES = {
    ("torch", "load"),
    ("pickle", "load"),
    ("pickle", "loads"),
    ("joblib", "load"),
    ("np", "load"),
    ("numpy", "load"),
}


OWN_PICKLES = {Path("tokens/sandbox/sandbox_program.py")}
"""Where a process of ours reads what the one that started it has written."""


def calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]


def test_every_call_that_loads_something_refuses_code() -> None:
    found, wrong = 0, []
    for file in sorted(ROOT.rglob("*.py")):
        for call in calls(file):
            where = f"{file.relative_to(ROOT)}:{call.lineno}"
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in LOADING:
                found += 1
                given = [each.value for each in call.keywords if each.arg == "trust_remote_code"]
                if not (len(given) == 1 and isinstance(given[0], ast.Constant) and given[0].value is False):
                    wrong.append(f"{where} calls {name} without trust_remote_code=False")
            if isinstance(call.func, ast.Name) and name in UNSAFE:
                wrong.append(f"{where} calls {name}")
            pickled = (getattr(getattr(call.func, "value", None), "id", ""), name) in PICKLES
            if pickled and file.relative_to(ROOT) not in OWN_PICKLES:
                wrong.append(f"{where} loads a pickle")
    assert found >= 5
    assert wrong == []


DOORS = """
import json, sys, traceback
from pathlib import Path
from cutaway.errors import CutawayError
import cutaway
from cutaway.cli import main
from cutaway.doctor import *
from cutaway.server.stores.models import open_with_cutaway
from cutaway.models import resolve_tokenizer

place, trace_file = sys.argv[1:]
name = place
doors = {
    "load": lambda: cutaway.load(name),
    "tokenizer": lambda: cutaway.tokenizer(name),
    "in_folder": lambda: resolve_tokenizer.in_folder(Path(place)),
    "open_trace": lambda: cutaway.open_trace(trace_file),
    "open_trace, allowed": lambda: cutaway.open_trace(trace_file, allow=name),
    "server": lambda: open_with_cutaway(name, lambda step: None, lambda: False),
    "trace": lambda: main(["trace", "abc", "--model", name]),
    "trace --open": lambda: main(["trace", "--open", trace_file, "--allow", name]),
    "tokens": lambda: main(["tokens", "abc", "--tokenizer", name]),
    "generate": lambda: main(["generate", "abc", "--model", name]),
    "doctor": lambda: main(["doctor", "--model", name]),
    "generate of a model": lambda: cutaway.load(name).generate([1, 2, 3], 2),
}
for door, call in doors.items():
    try:
        call()
        print("##", door, "answered")
    except CutawayError as error:
        print("##", door, "refused")
    except SystemExit as error:
        print("##", door, "raised", type(error).__name__)
    except BaseException as error:
        traceback.print_exc()
        print("##", door, "raised", type(error).__name__)
"""


def spoiled(folder: Path, mark: Path, *, model_type: str, with_tokenizer: bool) -> Path:
    """A small model whose every file that may name code names a module of its own, which leaves a mark where it runs."""
    folder.mkdir()
    write_folder(folder)
    evil = f"import pathlib\npathlib.Path({str(mark)!r}).write_text('ran')\n"
    classes = "\n".join(
        f"class {name}:\n    pass\n" for name in ("EvilConfig", "EvilModel", "EvilTokenizer", "EvilProcessor")
    )
    (folder / "evil.py").write_text(evil + classes)
    (folder / "custom_generate").mkdir()
    (folder / "custom_generate" / "generate.py").write_text(evil + "def generate(*args, **kwargs):\n    pass\n")
    (folder / "__init__.py").write_text(evil)
    config = json.loads((folder / "config.json").read_text())
    config["model_type"] = model_type
    config["auto_map"] = {
        "AutoConfig": "evil.EvilConfig", "AutoModel": "evil.EvilModel", "AutoModelForCausalLM": "evil.EvilModel",
        "AutoTokenizer": ["evil.EvilTokenizer", "evil.EvilTokenizer"],
    }  # fmt: skip
    config["architectures"] = ["LlamaForCausalLM" if model_type == "llama" else "EvilModel"]
    config["custom_pipelines"] = {"text-generation": {"impl": "evil.EvilModel", "pt": ["EvilModel"]}}
    (folder / "config.json").write_text(json.dumps(config))
    named = {
        "tokenizer_class": "EvilTokenizer",
        "auto_map": {"AutoTokenizer": ["evil.EvilTokenizer", "evil.EvilTokenizer"]},
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(named))
    for file, kind in (("processor_config", "AutoProcessor"), ("preprocessor_config", "AutoImageProcessor")):
        (folder / f"{file}.json").write_text(
            json.dumps({"auto_map": {kind: "evil.EvilProcessor"}, "processor_class": "EvilProcessor"})
        )
    (folder / "generation_config.json").write_text(
        json.dumps({"custom_generate": str(folder), "_from_model_config": False})
    )
    (folder / "chat_template.jinja").write_text(
        "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ cycler.__init__.__globals__.os.system('touch "
        + str(mark)
        + "') }}"
    )
    if not with_tokenizer:
        Tokenizer.from_file(str(folder / "tokenizer.json")).model.save(str(folder))
        (folder / "tokenizer.json").unlink()
    return folder


@pytest.mark.parametrize(("model_type", "with_tokenizer"), [("llama", False), ("llama", True), ("evil", False)])
def test_no_door_runs_or_offers_to_run_code_of_a_folder(tmp_path: Path, model_type: str, with_tokenizer: bool) -> None:
    """Whoever is asked would answer yes."""
    (tmp_path / "plain").mkdir()
    plain = cutaway.load(str(write_folder(tmp_path / "plain")))
    mark, folder = tmp_path / "mark", tmp_path / "spoiled"
    plain.name = str(folder)
    plain.trace([1, 2, 3]).save(tmp_path / "kept")
    spoiled(folder, mark, model_type=model_type, with_tokenizer=with_tokenizer)
    done = subprocess.run(
        [sys.executable, "-c", DOORS, str(folder), str(tmp_path / "kept")],
        input="y\n" * 200, capture_output=True, text=True, timeout=300, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT.parent)},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert not mark.exists(), said
    assert "[y/N]" not in said and "Do you wish" not in said
    ends = dict(
        line[3:].rsplit(" ", 1) for line in done.stdout.splitlines() if line.startswith("## ") and "raised" not in line
    )
    assert "raised" not in said, said
    assert len(ends) == 12, said
    if model_type == "llama":  # its architecture is Transformers' own: it opens, and its code is left alone
        assert ends["load"] == ends["generate of a model"] == "answered", said
    else:
        assert ends["load"] == ends["server"] == "refused", said
    assert ends["open_trace"] == "refused", said


def test_an_attention_kernel_of_the_hub_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    for change in (
        {"attn_implementation": "someone/kernel"},
        {"text_config": {"_attn_implementation": "someone/kernel:f"}},
    ):
        (tmp_path / "config.json").write_text(json.dumps(config | change))
        with pytest.raises(cutaway.CutawayError, match="never runs such code"):
            cutaway.load(str(tmp_path))
