"""Thousands of hostile requests to a real server with a small model: no fault, no crash, no growing memory.

python -m tests.fuzz_server --requests 11000 --seed 1

Requests are made from the server's own description of its API, with values that hurt: of other types and sizes, broken Unicode, names and
patterns that would do harm, headers and bodies that are cut off. Request `n` of a seed is always the same, so that what is found can be
tried again: `--only N`.
"""

import argparse
import http.client
import json
import os
import random
import socket
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import psutil

HERE = Path(__file__).parent
ALLOWED = {"out-of-memory", "too-busy", "weights-unavailable", "stopping"}
"""Codes of answers with a status of 500 or more that are no faults: the server says what it lacks."""
TIMEOUT = 90.0
"""Seconds after which a request without an answer counts as a fault."""
WARM = 0.3
"""The share of the requests after which memory is measured first."""

NUMBERS: tuple[Any, ...] = (
    0, 1, 2, 3, 7, -1, -2, 255, 256, 300, 4096, 2**31 - 1, 2**31, -(2**31) - 1, 2**32, 2**53 + 1, 2**63 - 1, 2**63,
    2**64, 10**30, 10**400, -(10**20),
    0.5, 1e308, -1e308, 1e-320, 5e-324, float("nan"), float("inf"), float("-inf"), 1.0000001, "1e999", "0x10", "１２",
    "1_000", " 1", "1 ", "",
)  # fmt: skip
WORDS: tuple[str, ...] = (
    "", " ", "a", "hello world", "the cat sat on the mat " * 20, "\0", "a\0b", "\ud800", "a\udfffb", "\ufeff",
    "\u202eevil", "👩‍👩‍👧‍👦" * 9, "e\u0301" * 300,
    "ﷺ" * 400, "İ" * 200, "<script>alert(1)</script>", "</s>", "{{7*7}}", "%00", "%", "%zz", "..", ".", "/", "\\",
    "../../etc/passwd", "/etc/passwd", "~",
    "~root", "C:\\con", "nul", "a/b", "a/../b", "-", "--help", "~draft", "a" * 255, "a" * 256, "a" * 5000, "é" * 200,
    "\n", "\r\nSet-Cookie: a=b", "null",
    "None", "true", "[]", "{}", "0", "-1", "1e9", ":", "::", ":,:", "0:", ":0", "5:2", "-5:", "0:99999999999999999999",
    ",,,", "1,2,3,4,5", "0,:,:", "nan",
)  # fmt: skip
PATTERNS: tuple[str, ...] = (
    "(", "[", "a{", "(?:" + "(?:ab|cd)" * 20 + "){10000}", "(?x)(?:ab|cd){3 0 0 0 0 0}", "(?:ab|cd){300000}|.",
    "((a{999}){999}){999}", "(" * 500,
    "^(?:-|--)+[a-z]$", r"\p{L}+|.", r"\p{Nonsense}", r"(?<=a+)b", r"(a)|\1*b", "(?R)", r"(?<x>a\g<x>?b)", "|" * 5000,
    "[" * 400, "(?i)ß|ẞ", r"\X", ".",
    "a|b", "^the$", "(?e)(?:abcdefgh){e<=5}", r"\N{LATIN SMALL LETTER A}", r"\L<words>", "(?(1)a|b)", "\\", "\ud800",
    "[[:alpha:]]", "(?V1)[a--b]", r"\S+|\s+",
)  # fmt: skip
NESTED = ('{"a":' * 5000, "[" * 100_000, '{"text": ' + "[" * 20_000 + "]" * 20_000 + "}", "[" * 900 + "]" * 900)


@dataclass
class Report:
    """What came of the requests."""

    statuses: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0
    ended: int | None = None

    @property
    def growth(self) -> int:
        """By how many bytes the server's memory grew between the first measurement, after the warm-up, and the last."""
        return self.memory[-1] - self.memory[0] if self.memory else 0

    def __str__(self) -> str:
        lines = [
            f"{sum(self.statuses.values())} requests in {self.seconds:.0f} s; statuses: "
            + ", ".join(f"{status} × {count}" for status, count in sorted(self.statuses.items())),
            "problems: " + ", ".join(f"{code} × {count}" for code, count in self.codes.most_common()),
            f"routes: {len(self.routes)}; slowest: {self.slowest[0]:.1f} s, {self.slowest[1]}",
            f"memory of the server: {', '.join(f'{each / 2**20:.0f} MB' for each in self.memory)}",
            "the server runs" if self.ended is None else f"THE SERVER ENDED with status {self.ended}",
            f"{len(self.faults)} faults",
        ]
        return "\n".join([*lines, *self.faults[:50]])


class Requests:
    """The requests of a seed.

    Args:
        description: the server's own, as OpenAPI.
        known: values that are right, by the name of what takes them.
    """

    def __init__(self, description: dict[str, Any], known: dict[str, list[Any]], seed: int) -> None:
        self._schemas = description["components"]["schemas"]
        self._known = known
        self._seed = seed
        self.routes = [
            (method.upper(), path, route)
            for path, methods in description["paths"].items()
            for method, route in methods.items()
        ]

    def request(self, number: int) -> tuple[str, str, dict[str, str], bytes, bool]:
        """Method, target, headers and body of a request, and whether its body is cut off."""
        chance = random.Random(f"{self._seed}:{number}")
        method, path, route = self.routes[number % len(self.routes)]
        if chance.random() < 0.02:
            method = chance.choice(("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "WEIRD"))
        query: list[tuple[str, str]] = []
        for parameter in route.get("parameters", ()):
            name, place = parameter["name"], parameter["in"]
            if place == "path":
                value = self._text(chance, name) if chance.random() < 0.15 else self._right(chance, name, "x")
                path = path.replace(f"{{{name}}}", quote(str(value).encode("utf-8", "replace"), safe=""))
            elif place == "query" and (parameter.get("required") or chance.random() < 0.6):
                for _ in range(1 if chance.random() < 0.95 else 3):
                    value = self._value(chance, name, parameter["schema"], 0)
                    listed = isinstance(value, list) and parameter["schema"].get("type") == "array"
                    query += [(name, _plain(each)) for each in (value if listed else [value])]
        target = path + ("?" + urlencode(query, errors="replace") if query else "")
        headers = {"X-Cutaway-Page": chance.choice(("p1", "p2", "p3"))}
        if chance.random() < 0.05:
            headers |= self._headers(chance)
        body = b""
        if "requestBody" in route or chance.random() < 0.02:
            body = self._body(chance, route)
            headers.setdefault("Content-Type", "application/json")
        return method, target, headers, body, bool(body) and chance.random() < 0.02

    def _body(self, chance: random.Random, route: dict[str, Any]) -> bytes:
        kinds = route.get("requestBody", {}).get("content", {})
        schema = next(iter(kinds.values()), {}).get("schema", {})
        if "text/plain" in kinds:
            return _plain(chance.choice(WORDS) * chance.choice((1, 1, 50))).encode("utf-8", "surrogatepass")
        roll = chance.random()
        if roll < 0.03:
            return chance.choice(NESTED).encode()
        if roll < 0.06:
            return chance.randbytes(chance.choice((1, 10, 1000)))
        written = json.dumps(self._value(chance, "", schema, 0))
        if roll < 0.08:
            written = written[: chance.randrange(len(written) + 1)]
        return written.encode("utf-8", "surrogatepass")

    def _headers(self, chance: random.Random) -> dict[str, str]:
        return chance.choice(
            (
                {"X-Cutaway-Page": "x" * 100},
                {"Content-Type": "text/html"},
                {"Content-Type": "multipart/form-data; boundary=x"},
                {"Content-Type": "application/json; charset=utf-16"},
                {"Accept-Encoding": "gzip;q=0, *;q=nonsense"},
                {"Range": "bytes=5-2"},
                {"Expect": "100-continue"},
                {"Origin": "null"},
                {"Sec-Fetch-Site": "cross-site"},
                {"Cookie": "a=" + "b" * 4000},
                {"Authorization": "token \xff"},
                {"X-Forwarded-Host": "evil.example"},
            )
        )

    def _value(self, chance: random.Random, name: str, schema: dict[str, Any], depth: int) -> Any:
        """A value that the schema asks for, or one that hurts."""
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[1]]
        hurts = chance.random() < (0.12 if depth else 0.05)
        if hurts and schema.get("type") != "object":
            return self._hostile(chance, name)
        if "anyOf" in schema:
            return self._value(chance, name, chance.choice(schema["anyOf"]), depth)
        if "enum" in schema:
            return chance.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        match schema.get("type"):
            case "object":
                inner = schema.get("properties", {})
                needed = schema.get("required", ())
                made = {
                    key: self._value(chance, key, each, depth + 1)
                    for key, each in inner.items()
                    if (key in needed and chance.random() < 0.97) or chance.random() < 0.5
                }
                return made | ({chance.choice(WORDS): 1} if hurts else {})
            case "array":
                some = chance.choice((0, 1, 2, 3, 8)) if chance.random() < 0.97 else 3000
                return [self._value(chance, name, schema.get("items", {}), depth + 1) for _ in range(some)]
            case "integer":
                return self._right(chance, name, chance.choice((0, 1, 2, 3, 5, 10, 50)))
            case "number":
                return chance.choice((0.0, 0.5, 0.9, 1.0, 1.5, 2.0))
            case "boolean":
                return chance.random() < 0.5
            case "string":
                return self._right(chance, name, chance.choice(WORDS[1:5]))
            case _:
                return None

    def _right(self, chance: random.Random, name: str, otherwise: Any) -> Any:
        return chance.choice(self._known[name]) if name in self._known else otherwise

    def _hostile(self, chance: random.Random, name: str) -> Any:
        roll = chance.random()
        if name in ("pattern", "what") and roll < 0.5:
            return chance.choice(PATTERNS)
        if roll < 0.4:
            return chance.choice(NUMBERS)
        if roll < 0.8:
            return self._text(chance, name)
        return chance.choice((None, True, [], {}, [[]], [None] * 40, {"a": {"b": [1]}}, [0] * 5000, [-1], [2**40]))

    def _text(self, chance: random.Random, name: str) -> str:
        if chance.random() < 0.3:
            return "".join(chr(chance.randrange(0x110000)) for _ in range(chance.choice((1, 5, 60))))
        return chance.choice(WORDS) if chance.random() < 0.8 else "".join(chance.choices(string.printable, k=30))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, list | dict) else str(value)


@contextmanager
def server() -> Iterator[tuple[str, subprocess.Popen[str], Path]]:
    """A server with small models in a process and a cache of its own: its address, the process, and the file of what it complains of."""
    with (
        tempfile.TemporaryDirectory(prefix="cutaway-fuzz-") as home,
        (Path(home) / "complaints").open("wb") as complaints,
    ):
        environment = os.environ | {"CUTAWAY_HOME": home, "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, str(HERE / "fuzz_server.py"), "--serve"]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True, env=environment
        ) as run:
            assert run.stdout is not None and run.stdin is not None
            try:
                yield run.stdout.readline().strip(), run, Path(complaints.name)
            finally:
                if run.poll() is None:
                    run.stdin.close()  # it ends with its input
                    try:
                        run.wait(30)
                    except subprocess.TimeoutExpired:
                        run.kill()


def serve() -> None:
    """Serve small models until the input ends."""
    sys.path.insert(0, str(HERE))
    from cutaway.server.stores.models import ModelStore
    from support.serving import HEADLESS, TINY, TWO_STACKS, open_small, running

    with running(ModelStore(TINY, opener=open_small, most=4), text="hello", trace_bytes=2**24) as each:
        with each.page() as page:
            for name in (TINY, HEADLESS, TWO_STACKS):
                page.open(name)
        sys.stdout.write(f"{each.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


def fuzz(
    requests: int,
    seed: int,
    *,
    threads: int = 6,
    only: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Report:
    """Send the requests, and report what came."""
    report, lock, started = Report(), threading.Lock(), time.monotonic()
    with server() as (url, process, complaints):
        place = urlsplit(url)
        known = _known(url)
        made = Requests(json.loads(_answer(url, "GET", "/api/openapi.json", {}, b"")[1]), known, seed)
        watched = psutil.Process(process.pid)

        def one(number: int) -> None:
            if process.poll() is not None:
                return
            method, target, headers, body, cut = made.request(number)
            what = f"request {number}: {method} {target[:200]} {body[:200]!r}"
            begun = time.monotonic()
            try:
                if cut:
                    _cut_off(place.hostname or "", place.port or 0, method, target, headers, body)
                    return
                status, content = _answer(url, method, target, headers, body)
            except (OSError, http.client.HTTPException) as error:
                with lock:
                    report.faults.append(
                        f"{type(error).__name__} ({error}) after {time.monotonic() - begun:.1f} s: {what}"
                    )
                return
            took = time.monotonic() - begun
            code = _code(content) if status >= 400 else _code(content.rstrip().rpartition(b"\n")[2])
            with lock:
                report.statuses[status] += 1
                report.codes[code] += bool(code)
                report.routes[made.routes[number % len(made.routes)][1]] += 1
                report.slowest = max(report.slowest, (took, what))
                if (
                    (status >= 500 and code not in ALLOWED)
                    or code == "error"
                    or (status >= 400 and not code and method != "HEAD")
                ):
                    report.faults.append(f"{status} {code}: {what}: {content[:300]!r}")

        numbers = range(requests) if only is None else range(only, only + 1)
        warm = int(len(numbers) * WARM)
        with ThreadPoolExecutor(threads) as pool:
            for first in range(0, len(numbers), 500):
                for part in (numbers[first : first + 500],):
                    list(pool.map(one, part))
                if process.poll() is None and first + 500 >= warm:
                    report.memory.append(watched.memory_info().rss)
                say(f"{min(first + 500, len(numbers))} requests, {len(report.faults)} faults")
        report.ended = process.poll()
        said = complaints.read_text(errors="replace")
        report.faults += [f"the server printed: Traceback{each[-2000:]}" for each in said.split("Traceback")[1:]]
        if report.ended is None and _answer(url, "GET", "/api/about", {}, b"")[0] != 200:
            report.faults.append("the server does not answer any more")
    report.seconds = time.monotonic() - started
    return report


def _known(url: str) -> dict[str, list[Any]]:
    """Values that are right."""
    models = ["tests/tiny", "tests/headless", "tests/two-stacks"]
    traces, sites = [], ["layers.0.attn.pattern"]
    for model, target in zip(models, ("", "", "abc"), strict=True):
        body = json.dumps({"model": model, "text": "hello fuzz", "target": target}).encode()
        status, content = _answer(url, "POST", "/api/traces", {"Content-Type": "application/json"}, body)
        assert status == 200, content
        traces.append(json.loads(content)["id"])
    sites += json.loads(_answer(url, "GET", f"/api/traces/{traces[0]}/sites", {}, b"")[1])["sites"]
    text = b"the cat sat on the mat, the hat sat on the cat " * 9
    trained = []
    for algorithm in ("bpe", "wordpiece"):
        target = f"/api/tokenizers/train?algorithm={algorithm}&size=300"
        said = _answer(url, "POST", target, {}, text)[1].splitlines()[-1]
        trained.append(json.loads(said)["trained"]["name"])
    return {
        "model": models, "id": [*traces, *traces, *traces, "gone"], "name": [*trained, *models, "nothing"], "site": sites,
        "tokenizer": ["", "", trained[0]], "tokenizers": ["", trained[0], "gpt3"], "size": [256, 258, 300, 320],
        "algorithm": ["bpe", "bpe", "bpe", "wordpiece"], "pattern": ["gpt2", "gpt4", r"\S+|\s+"], "as": ["mine", "yours"],
        "count": [1, 2, 5], "index": ["0", "0:3", "0,:,:", "0,1"], "map": ["layers.0.attn.pattern", "layers.1.attn.pattern"],
        "attention": ["layers.0.attn"], "row": ["layers.0.resid_post", "layers.1.resid_mid"], "draws": [0, 5, 40], "branch": [0, 1],
        "rows": ["layers.0.resid_post", "layers.1.resid_mid"], "positions": ["0:3", ":"],
    }  # fmt: skip


def _answer(url: str, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=TIMEOUT)
    try:
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def _cut_off(host: str, port: int, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
    """Send half of a request's body, and go away."""
    with socket.create_connection((host, port), timeout=TIMEOUT) as client:
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        client.sendall("\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + body[: len(body) // 2])


def _code(content: bytes) -> str:
    """The code of a problem; empty where there is none."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    if isinstance(said, dict) and isinstance(said.get("problem"), dict):
        said = said["problem"]
    return str(said.get("code", "")) if isinstance(said, dict) and "message" in said else ""


def main() -> int:
    """Run it from the command line; 1 where something went wrong."""
    options = argparse.ArgumentParser(description="Send hostile requests to a real server.")
    options.add_argument("--requests", type=int, default=11_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--threads", type=int, default=6)
    options.add_argument("--only", type=int, help="send one request of the seed")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.serve:
        serve()
        return 0
    report = fuzz(
        asked.requests, asked.seed, threads=asked.threads, only=asked.only, say=lambda line: print(line, flush=True)
    )
    print(report)
    return int(bool(report.faults) or report.ended is not None)


if __name__ == "__main__":
    sys.exit(main())
