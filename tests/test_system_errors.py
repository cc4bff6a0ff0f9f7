"""What the system refuses is told in our words, on the command line and in Python, with how much was asked for and a way out."""

import errno
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from cutaway.errors import CannotWrite, OutOfMemory
from cutaway.system_errors import cannot_write, is_out_of_memory, memory_errors, out_of_memory
from support import faults

pytestmark = pytest.mark.slow

TRACE = """
import sys; sys.path.insert(0, "tests")
from support.serving import tiny
from cutaway.errors import OutOfMemory
model = tiny(context=100_000)
trace = model.trace("x" * 6000)
model.trace("xyz", patterns=True)["layers.3.attn.scores"]  # what is imported late is imported now
leave(200_000_000)
for ask in (lambda: model.trace("x" * 6000, patterns=True), lambda: trace["layers.3.attn.scores"]):
    try:
        ask()
    except OutOfMemory as error:
        print(error)
"""


def test_a_trace_and_a_tensor_that_memory_does_not_hold_say_so_and_how_much_was_asked_for():
    ended = faults.python("-c", faults.LITTLE_MEMORY + TRACE, cwd=Path(__file__).parent.parent)
    assert ended.returncode == 0, ended.stderr
    told = ended.stdout.splitlines()
    assert len(told) == 2
    assert all("not enough memory" in line and "were asked for at once" in line and "Shorten" in line for line in told)


def test_every_way_in_which_libraries_say_that_memory_is_short_is_known():
    errors: list[BaseException] = [MemoryError("std::bad_alloc"), OSError(errno.ENOMEM, "Cannot allocate memory")]
    for ask in (lambda: torch.empty(10**15), lambda: np.zeros(10**15), lambda: bytearray(2**62)):
        with pytest.raises((MemoryError, RuntimeError)) as caught:
            ask()
        errors.append(caught.value)
    errors += [RuntimeError("CUDA out of memory. Tried to allocate 2.50 GiB."), RuntimeError("std::bad_alloc")]
    assert all(is_out_of_memory(error) for error in errors)
    assert "4,000,000.0 GB" in out_of_memory(errors[2]).message
    assert "2.7 GB" in out_of_memory(errors[-2]).message
    assert not is_out_of_memory(RuntimeError("shapes (2, 3) and (4, 5) can't be multiplied"))
    assert not is_out_of_memory(ValueError("out of memory"))
    with pytest.raises(OutOfMemory, match="Choose a smaller"), memory_errors("Choose a smaller model."):
        raise errors[0]


def test_a_full_disk_is_known_whichever_library_says_it(tmp_path: Path):
    script = """
import sys, torch, tokenizers
from pathlib import Path
from safetensors.torch import save_file
from cutaway.errors import CannotWrite
from cutaway.system_errors import write_errors
words = {str(i): i for i in range(1000)}
tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="0"))
for write in (
    lambda file: file.write_bytes(b"x" * 5000),
    lambda file: save_file({"a": torch.zeros(5000)}, file),
    lambda file: tokenizer.save(str(file)),
):
    try:
        with write_errors("It"):
            write(Path(sys.argv[1]) / "file")
    except CannotWrite as error:
        print(error)
"""
    ended = faults.python("-c", script, str(tmp_path), prepare=faults.limited(file_bytes=1000))
    assert ended.stdout.splitlines() == ["It can't be written: the disk is full. Make room on it, then try again."] * 3
    assert cannot_write(ValueError("5"), "It") is None
    assert isinstance(cannot_write(OSError(errno.EROFS, "Read-only file system"), "It"), CannotWrite)


def test_an_output_that_is_full_is_an_error_of_one_line():
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "cutaway", "models"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "Error: The output can't be written: the disk is full.",
        "Make room on it, then try again.",
    ]
