"""A tokenizer that was trained is kept whole or not at all, whatever happens while it is written, and leftovers go."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import cutaway
from cutaway.errors import BadFile
from cutaway.models import fetch_tokenizer as fetch
from cutaway.store import cache
from cutaway.tokens.training import trained
from support import faults

TEXT = "the cat sat on the mat and the dog sat on the cat " * 20


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def saved(size: int = 260) -> Path:
    folder = cache.trained_folder("mine")
    cutaway.train_bpe(TEXT, size).save(folder, replace=True)
    return folder


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
import cutaway
from cutaway.store import cache
rename, made = Path.rename, []
def killed(self, target):
    made.append(rename(self, target))
    if len(made) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
Path.rename = killed
if sys.argv[2] == "0":
    sync = cache.sync
    cache.sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)
cutaway.train_bpe(sys.argv[1], 270).save(cache.trained_folder("mine"), replace=True)
"""


@pytest.mark.parametrize(("renames", "size"), [(0, 260), (1, 260), (2, 270)])
def test_a_kill_while_one_is_replaced_leaves_the_old_or_the_new_one_whole(home: Path, renames: int, size: int):
    folder = saved()
    assert faults.python("-c", KILLED, TEXT, str(renames)).returncode == -9
    assert any(path.name[0] == "." for path in folder.parent.iterdir())
    assert fetch.trained() == ["mine"]
    assert trained.load(folder).size == cutaway.tokenizer("mine").size == size
    cache.sweep()
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


def test_what_a_living_process_writes_is_not_swept(home: Path):
    program = """
import sys
from cutaway.store import cache
with cache.beside(cache.trained_folder("theirs")) as made, cache.temporary() as folder:
    print(made, folder, flush=True)
    sys.stdin.read()
"""
    other = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    folders = [Path(word) for word in other.stdout.readline().split()]
    cache.sweep()
    assert all(folder.is_dir() for folder in folders)
    other.kill()
    other.communicate()
    assert all(folder.is_dir() for folder in folders)
    cache.sweep()
    assert not any(folder.exists() for folder in folders)
    assert folders[1].parent == Path(tempfile.gettempdir())


def command(home: Path, *arguments: str, **limits: Any) -> str:
    ended = faults.python("-m", "cutaway", *arguments, prepare=faults.limited(**limits))
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr
    return " ".join(ended.stderr.split())


@pytest.mark.parametrize("algorithm", ["bpe", "wordpiece"])
def test_a_full_disk_is_said_to_be_full_and_leaves_the_old_one(home: Path, tmp_path: Path, algorithm: str):
    folder = saved()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "text.txt").write_text(TEXT * 5)
    arguments = ("train-tokenizer", str(tmp_path / "text.txt"), "--size", "280", "--name", "mine", "--replace")
    said = command(home, *arguments, "--algorithm", algorithm, file_bytes=2000)
    assert "full" in said
    assert "Make room" in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == ["mine"]


def test_a_folder_that_may_not_be_written_to_is_said_to_be_so(home: Path, tmp_path: Path):
    (tmp_path / "text.txt").write_text(TEXT)
    (tmp_path / "closed").mkdir(mode=0o555)
    out = tmp_path / "closed" / "mine"
    said = command(
        home, "train-tokenizer", str(tmp_path / "text.txt"), "--size", "260", "--out", str(out), heed_modes=True
    )
    assert f"{out} can't be written: Permission denied" in said


def test_a_training_that_lies_too_deep_to_be_read_is_damaged(home: Path):
    folder = saved()
    (folder / "training.json").write_text("[" * 100_000)
    with pytest.raises(BadFile, match="damaged"):
        trained.load(folder)
    assert fetch.trained() == ["mine"]
