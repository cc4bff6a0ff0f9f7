"""What people install: a wheel with the page in it, that needs no Node on their machine."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PAGE = "cutaway/server/page/"


def build_wheel(source: Path, folder: Path, **environment: str) -> Path:
    """A wheel of `source`, built with the tools of this environment and without any index."""
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(source)],
        env={**os.environ, "PIP_NO_CACHE_DIR": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare environment with the wheel in it; what it depends on is seen from here, as PyTorch is large."""
    home = tmp_path_factory.mktemp("bare")
    venv.create(home, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def run_installed(home: Path, *command: str) -> str:
    """What a command prints in the bare environment, with nothing else on PATH: no Node, no npm."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["PATH"] = str(home / "bin")
    program = str(home / "bin" / command[0])
    done = subprocess.run(
        [program, *command[1:]], env=environment, cwd=home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_has_the_whole_page(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        index = archive.read(PAGE + "index.html").decode()
    parts = re.findall(r'(?:src|href)="(?:\./|/)?(assets/[^"]+)"', index)
    assert any(part.endswith(".js") for part in parts), index
    assert {PAGE + part for part in parts} <= names


def test_wheel_has_types_and_licence(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        (licence,) = [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
        assert archive.read(licence) == (ROOT / "LICENSE").read_bytes()
    assert "cutaway/py.typed" in names


def test_wheel_has_every_module_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    modules = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    data = {"cutaway/py.typed", "cutaway/tokens/languages.json"}
    assert {name for name in names if not name.startswith(PAGE)} == modules | data
    assert not [name for name in names if re.search(r"node_modules|\.(ts|svelte|map)$|package(-lock)?\.json$", name)]


def test_wheel_needs_no_node_to_install_and_serve_the_page(installed: Path) -> None:
    ask = (
        "import cutaway; print(cutaway.__file__)\n"
        "from fastapi.testclient import TestClient\n"
        "from cutaway.server.app import create_app\n"
        "from cutaway.server.stores.models import ModelStore\n"
        "answer = TestClient(create_app(ModelStore('smollm2')), base_url='http://127.0.0.1').get('/')\n"
        "print(answer.status_code, 'type=\"module\"' in answer.text)"
    )
    where, served = run_installed(installed, "python", "-c", ask).splitlines()
    assert Path(where).is_relative_to(installed), "the checkout was imported, not the wheel"
    assert served == "200 True"


def test_console_script_tells_the_version_of_the_wheel(installed: Path, wheel: Path) -> None:
    assert run_installed(installed, "cutaway", "--version").split() == ["cutaway", wheel.name.split("-")[1]]


def test_sdist_gives_the_same_wheel_without_building_the_page(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (sdist,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(sdist, tmp_path)
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    # Were the page built again, npm would find nobody at this address.
    rebuilt = build_wheel(unpacked, tmp_path, npm_config_registry="http://127.0.0.1:9/", npm_config_cache=str(tmp_path))
    with ZipFile(rebuilt) as ours, ZipFile(wheel) as theirs:
        assert {name: ours.read(name) for name in ours.namelist()} == {
            name: theirs.read(name) for name in theirs.namelist()
        }


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """hatch_build.py, which no package holds."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_page_is_stale_when_a_source_changes_its_content_or_name(hook: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "src" / "main.ts"
    source.parent.mkdir()
    source.write_text("one")
    before = hook.fingerprint(tmp_path)
    source.write_text("two")
    changed = hook.fingerprint(tmp_path)
    source.rename(source.with_name("other.ts"))
    assert len({before, changed, hook.fingerprint(tmp_path)}) == 3


def test_page_stays_current_when_times_tests_or_modules_change(hook: ModuleType, tmp_path: Path) -> None:
    source = tmp_path / "main.ts"
    source.write_text("one")
    before = hook.fingerprint(tmp_path)
    os.utime(source, (0, 0))
    (tmp_path / "main.test.ts").write_text("test")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "package.json").write_text("{}")
    assert hook.fingerprint(tmp_path) == before


def test_neither_page_nor_sources_is_an_error_that_says_so(hook: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(hook.PageNotBuilt, match="take a whole checkout"):
        hook.build_page(tmp_path)
