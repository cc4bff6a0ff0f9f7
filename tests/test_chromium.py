"""The browser tests' Chromium: that there is none is an error, never a skip."""

import os
from pathlib import Path

import pytest

from support.chromium import NoChromium, executable, starts


def test_a_named_chromium_that_does_not_start_is_an_error_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CUTAWAY_CHROMIUM", str(broken))
    executable.cache_clear()
    with pytest.raises(NoChromium, match=str(broken)):
        executable()


def test_the_chromium_that_is_found_starts() -> None:
    executable.cache_clear()
    assert os.access(executable(), os.X_OK)
    assert starts(executable())
