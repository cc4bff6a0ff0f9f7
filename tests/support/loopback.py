"""A package index and a model hub on this machine, to fetch from for real: each speaks as much of its protocol as is asked."""

import hashlib
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

REVISION = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Server:
    """What it serves and how badly.

    Attributes:
        url: where it is.
        files: path below the root → content.
        broken: paths whose first answer stops half way.
        slow: paths of which one byte in a thousand arrives each tenth of a second, until `hurry` is set.
        refusals: repository → (status, the hub's word for it).
        asked: every request: method, path, Range header.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    slow: set[str] = field(default_factory=set)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    hurry: threading.Event = field(default_factory=threading.Event)

    def add_wheel(self, wheel: Path) -> None:
        """Put a wheel into the package index."""
        project = wheel.name.split("-")[0].replace("_", "-")
        self.files[f"/simple/{project}/"] = f'<!doctype html><a href="/files/{wheel.name}">{wheel.name}</a>'.encode()
        self.files[f"/files/{wheel.name}"] = wheel.read_bytes()

    def add_repository(self, repo: str, folder: Path) -> None:
        """Put a folder's files into the hub as a repository."""
        listed = []
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            self.files[f"/{repo}/resolve/{REVISION}/{path.name}"] = data
            large = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
            listed.append((path.name, len(data), large if path.suffix == ".safetensors" else None))
        info = {
            "id": repo,
            "sha": REVISION,
            "cardData": {"license": "mit"},
            "siblings": [{"rfilename": name, "size": size, "blobId": "0", "lfs": lfs} for name, size, lfs in listed],
        }
        tree = [
            {"type": "file", "path": name, "size": size, "oid": "0" * 40}
            | ({"lfs": {**lfs, "oid": lfs["sha256"]}} if lfs else {})
            for name, size, lfs in listed
        ]
        self.files[f"/api/models/{repo}"] = json.dumps(info).encode()
        self.files[f"/api/models/{repo}/tree/{REVISION}"] = json.dumps(tree).encode()

    def ranges(self, suffix: str) -> list[str]:
        """The Range header of each GET of a file whose path ends so."""
        return [ranged for method, path, ranged in self.asked if method == "GET" and path.endswith(suffix)]


@contextmanager
def serve() -> Iterator[Server]:
    """A server on a free port of this machine."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, *, body: bool) -> None:
            path, ranged = unquote(urlsplit(self.path).path), self.headers.get("Range", "")
            state.asked.append((self.command, path, ranged))
            status, word = next((no for repo, no in state.refusals.items() if repo in path), (404, "RepoNotFound"))
            data = None if status != 404 else state.files.get(path)
            if data is None:
                self.send_response(status)
                self.send_header("X-Error-Code", word)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            first = int(ranged.removeprefix("bytes=").split("-")[0]) if ranged else 0
            self.send_response(206 if ranged else 200)
            kind = (
                "text/html" if path.startswith("/simple/") else "application/json" if "/api/" in path else "octet/any"
            )
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data) - first))
            if ranged:
                self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
            self.send_header("ETag", f'"{hashlib.sha256(data).hexdigest()}"')
            self.send_header("X-Repo-Commit", REVISION)
            self.end_headers()
            if body:
                self.send(path, data[first:])

        def send(self, path: str, data: bytes) -> None:
            try:
                if path in state.broken:
                    state.broken.discard(path)
                    self.wfile.write(data[: len(data) // 2])
                    self.close_connection = True
                elif path in state.slow and not state.hurry.is_set():
                    step = max(1, len(data) // 1000)
                    for start in range(0, len(data), step):
                        self.wfile.write(data[start : start + step])
                        self.wfile.flush()
                        if not state.hurry.is_set():
                            time.sleep(0.1)
                else:
                    self.wfile.write(data)
            except OSError:
                self.close_connection = True  # whoever asked is gone

        def log_message(self, format: str, *args: object) -> None:
            """Write nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Quiet(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        state.hurry.set()
        server.shutdown()
        server.server_close()
        thread.join()


def write_wheel(folder: Path, project: str, version: str, content: Path) -> Path:
    """A wheel that has `content`, a folder or a file, below `PROJECT/`."""
    name = project.replace("-", "_")
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(content.rglob("*")) if content.is_dir() else [content]:
            archive.write(path, f"{name}/{path.relative_to(content.parent)}")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return wheel
