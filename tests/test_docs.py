"""What the documentation names exists, and the API reference can be built from the docstrings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import cutaway

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
STARTS = (ROOT, ROOT / "src/cutaway", ROOT / "web/src")
TOP = {"src", "tests", "docs", "web", "benchmarks"} | {
    path.name for path in (*(ROOT / "src/cutaway").iterdir(), *(ROOT / "web/src").iterdir()) if path.is_dir()
}
GENERATED = {"server/page"}


def named_files(text: str) -> list[str]:
    """Names in backticks that begin with a folder of the project: `trace/sites`, `web/src/app/url/`."""
    names = re.findall(r"`([a-z_]+/[A-Za-z_./]*)`", text)
    return [name for name in names if name.split("/")[0] in TOP and name not in GENERATED]


def exists(name: str) -> bool:
    return any((start / name).exists() or any(start.glob(f"{name}.*")) for start in STARTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_named_files_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
    assert [name for name in named_files(text) if not exists(name)] == []


def test_every_module_is_on_the_map() -> None:
    """Each folder of the package stands on the map, and each module in it by its name or by its folder's."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    start = page.index("src/cutaway/")
    tree = page[start : page.index("```", start)]
    words = set(re.findall(r"[a-z_0-9]+", tree))
    prefixes = tuple(re.findall(r"([a-z_]+_)…", tree))
    folders_named_whole = (
        "cli/",
        "server/api/",
        "tokens/formats/",
        "models/sources/",
        "trace/explain/",
        "models/anatomy/",
    )
    missing = []
    for file in sorted((ROOT / "src/cutaway").rglob("*.py")):
        name = file.relative_to(ROOT / "src/cutaway").as_posix()
        if file.stem.startswith("__") or file.stem == "_version" or name.startswith(folders_named_whole):
            continue
        if file.stem not in words and not file.stem.startswith(prefixes):
            missing.append(name)
    assert missing == []


def test_the_api_reference_is_built_without_a_warning() -> None:
    run = subprocess.run([sys.executable, ROOT / "docs/build.py"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    page = Path(run.stdout.strip().splitlines()[-1])
    listed = set(re.findall(r'id="([\w.]+)"', page.read_text(encoding="utf-8")))
    listed |= set(re.findall(r'id="([\w.]+)"', (page.parent / "cutaway/lenses.html").read_text(encoding="utf-8")))
    assert {*cutaway.__all__, *cutaway.lenses.__all__} - {"__version__", "lenses"} <= listed
