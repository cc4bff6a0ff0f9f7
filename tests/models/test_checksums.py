"""What was fetched is held against its checksums: damaged files are fetched again, or named with the command that mends them."""

import hashlib
import json
import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import huggingface_hub
import pytest
import torch
from safetensors.torch import load_file, save_file

import cutaway
from cutaway.cli import main
from cutaway.errors import WeightsUnavailable
from cutaway.models import fetch
from cutaway.progress import ProgressStep
from cutaway.store import cache, checksums
from support import faults, loopback, tiny
from support.loopback import REVISION

pytestmark = pytest.mark.slow

REPO = "owner/tiny"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write_folder(tmp_path_factory.mktemp("hub") / "tiny")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: Path) -> Iterator[loopback.Server]:
    """A hub that has the model, an empty cache of ours and an empty one of the user's."""
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "theirs"))
    with loopback.serve() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        server.add_repository(REPO, model)
        yield server


@pytest.fixture
def kept(hub: loopback.Server, tmp_path: Path) -> Path:
    """The model's folder in the cache, fetched."""
    return fetch.ensure(REPO).folder


def contents(folder: Path) -> dict[str, str]:
    """What is in a folder, but for what Cutaway notes down about it."""
    files = [path for path in folder.iterdir() if path.name != "cutaway.json"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def ones(file: Path) -> None:
    with file.open("r+b") as out:
        out.seek(-4096, os.SEEK_END)
        out.write(b"\xff" * 64)


def zeros(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.seek(size // 2)
        out.write(bytes(size - size // 2))


def zeros_at_the_same_time(file: Path) -> None:
    before = file.stat()
    zeros(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def longer(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b" ")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("damage", [ones, zeros, zeros_at_the_same_time, longer, gone])
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_file_is_fetched_again(kept: Path, name: str, damage: Callable[[Path], None]):
    before = contents(kept)
    damage(kept / name)
    assert contents(kept) != before
    fetch.ensure(REPO)
    assert contents(kept) == before


def test_a_configuration_with_other_values_is_fetched_again(kept: Path):
    written = (kept / "config.json").read_text()
    (kept / "config.json").write_text(written.replace('"rope_theta": 10000', '"rope_theta": 20000'))
    assert (kept / "config.json").read_text() != written
    fetch.ensure(REPO)
    assert (kept / "config.json").read_text() == written


def test_a_file_that_did_not_change_is_not_read_again_and_one_that_was_touched_is_read_once(kept: Path):
    def said() -> list[str]:
        steps: list[ProgressStep] = []
        fetch.ensure(REPO, steps.append)
        return [step.what for step in steps]

    assert said() == []
    (kept / "model.safetensors").touch()
    assert said() == ["Verifying tiny"]
    assert said() == []


def test_what_can_not_be_fetched_again_is_named_with_the_command_that_mends_it(
    kept: Path, monkeypatch: pytest.MonkeyPatch
):
    zeros(kept / "model.safetensors")
    endpoint = os.environ["HF_ENDPOINT"]
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    for _ in range(2):
        with pytest.raises(WeightsUnavailable) as caught:
            fetch.ensure(REPO)
        assert "damaged (model.safetensors: its content has changed" in caught.value.message
        assert "cutaway fetch owner/tiny" in caught.value.hint
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    assert main(["fetch", REPO]) == 0
    assert not checksums.damaged(kept, fetch.FetchContext("tiny", print, lambda: False), whole=True)


def forget(folder: Path) -> None:
    """Make it a folder from before checksums were kept."""
    state = json.loads((folder / "cutaway.json").read_text())
    del state["checksums"]
    (folder / "cutaway.json").write_text(json.dumps(state))


def test_a_model_from_before_checksums_were_kept_gets_them_and_is_told_apart(
    kept: Path, capsys: pytest.CaptureFixture[str]
):
    before = contents(kept)
    forget(kept)
    fetch.ensure(REPO)
    assert main(["doctor", "--verify"]) == 0
    assert "when its checksums were first taken" in capsys.readouterr().out
    zeros(kept / "model.safetensors")
    fetch.ensure(REPO)
    assert contents(kept) == before
    assert main(["doctor", "--verify"]) == 0
    assert "as it was fetched" in capsys.readouterr().out


def test_a_tokenizer_that_was_damaged_before_checksums_were_kept_is_fetched_again(kept: Path):
    before = contents(kept)
    forget(kept)
    ones(kept / "tokenizer.json")
    cutaway.load(REPO)
    assert contents(kept) == before


def test_weights_that_became_no_numbers_before_checksums_were_kept_are_fetched_again(kept: Path):
    before = contents(kept)
    forget(kept)
    ones(kept / "model.safetensors")
    opened = cutaway.load(REPO)
    assert contents(kept) == before
    assert all(bool(parameter.isfinite().all()) for parameter in opened.hf.parameters())


def test_only_verifying_everything_finds_what_a_disk_changed_by_itself(kept: Path, capsys: pytest.CaptureFixture[str]):
    before = contents(kept)
    zeros(kept / "model.safetensors")
    stat = (kept / "model.safetensors").stat()
    state = json.loads((kept / "cutaway.json").read_text())
    stamp = [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
    state["checksums"]["model.safetensors"]["stamp"] = stamp  # the system knows nothing of the change
    (kept / "cutaway.json").write_text(json.dumps(state))
    fetch.ensure(REPO)
    assert contents(kept) != before
    assert main(["doctor", "--verify"]) == 1
    told = capsys.readouterr().out
    assert "damaged" in told
    assert "model.safetensors: its content has changed" in told
    assert "cutaway fetch owner/tiny" in told
    assert main(["fetch", REPO]) == 0
    assert contents(kept) == before
    (kept / "more.txt").touch()
    assert main(["doctor", "--verify"]) == 0
    assert "beside it: more.txt" in capsys.readouterr().out


READ = "import sys; from cutaway.models import fetch; print(fetch.ensure(sys.argv[1]).folder)"


def test_a_cache_that_can_only_be_read_is_verified_all_the_same(kept: Path):
    folders = [path for path in [cache.home(), *cache.home().rglob("*")] if path.is_dir()]
    (kept / "model.safetensors").touch()  # so that it is read whole
    for folder in folders:
        folder.chmod(0o555)
    try:
        for damaged in (False, True):
            if damaged:
                zeros(kept / "model.safetensors")
            ended = faults.python("-c", READ, REPO, prepare=faults.limited(heed_modes=True))
            assert (ended.returncode, ended.stdout.strip()) == ((1, "") if damaged else (0, str(kept)))
        assert "can't write into its cache" in ended.stderr
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_damaged_copy_in_the_users_own_cache_is_left_and_another_one_fetched(hub, model: Path, tmp_path: Path):
    theirs = tmp_path / "theirs" / "models--owner--tiny"
    snapshot = theirs / "snapshots" / REVISION
    for folder in (snapshot, theirs / "blobs", theirs / "refs"):
        folder.mkdir(parents=True)
    (theirs / "refs" / "main").write_text(REVISION)
    for file in model.iterdir():
        data = file.read_bytes()
        large = file.suffix == ".safetensors"
        name = hashlib.sha256(data).hexdigest() if large else hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        (theirs / "blobs" / name).write_bytes(data)
        (snapshot / file.name).symlink_to(f"../../blobs/{name}")
    for _ in range(2):
        assert fetch.ensure(REPO).folder == snapshot
    assert hub.asked == []
    zeros((snapshot / "model.safetensors").resolve())
    local = fetch.ensure(REPO)
    assert local.folder == cache.model_folder(REPO)
    assert (
        contents(local.folder)["model.safetensors"]
        == hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    )


def test_a_damaged_conversion_of_a_gguf_file_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    file = tiny.write_gguf(tmp_path / "tiny.gguf")
    kept = fetch.ensure(str(file)).folder
    before = contents(kept)
    zeros(kept / "model.safetensors")
    assert contents(fetch.ensure(str(file)).folder) == before


def test_a_folder_of_the_users_own_with_weights_that_are_no_numbers_says_so(model: Path, tmp_path: Path):
    folder = shutil.copytree(model, tmp_path / "mine")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        cutaway.load(str(folder))
    weights = load_file(folder / "model.safetensors")
    weights["model.layers.1.mlp.up_proj.weight"][3, :2] = torch.tensor([float("nan"), float("inf")])
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    with pytest.warns(
        UserWarning, match=r"2 weights that are not finite numbers .* model\.layers\.1\.mlp\.up_proj\.weight"
    ):
        cutaway.load(str(folder))


KILLED = """
import os, signal, sys
from pathlib import Path
from cutaway.store import cache
rename, made = Path.rename, []
def killed(self, target):
    made.append(rename(self, target))
    if len(made) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
Path.rename = killed
with cache.staging("m") as stage:
    stage.model.mkdir()
    (stage.model / "new").touch()
    cache.publish(stage, Path(sys.argv[1]))
"""


@pytest.mark.parametrize(("renames", "left"), [(1, "old"), (2, "new")])
def test_a_kill_between_two_renames_leaves_one_of_the_two_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, renames: int, left: str
):
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    folder = cache.model_folder("m")
    folder.mkdir(parents=True)
    (folder / "old").touch()
    assert faults.python("-c", KILLED, str(folder), str(renames)).returncode == -9
    cache.settle(folder)
    assert [path.name for path in folder.iterdir()] == [left]
    cache.sweep()
    assert [path.name for path in folder.parent.iterdir()] == ["m"]
    assert not any((cache.home() / "staging").iterdir())
