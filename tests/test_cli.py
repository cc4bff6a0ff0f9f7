"""The command line does what it says, says what went wrong, and ends cleanly."""

import io
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from safetensors import safe_open

import cutaway
from cutaway.cli import main
from cutaway.server.run import listen, page_url
from support.serving import byte_tokenizer, tiny

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small random model in Hugging Face format."""
    folder = tmp_path_factory.mktemp("models") / "small"
    tiny().hf.save_pretrained(folder)
    byte_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def cutaway_process(*arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "cutaway", *arguments]
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`cutaway` with these arguments, and the address that it printed."""
    process = cutaway_process(*arguments, "--no-browser", "--no-token")
    try:
        assert process.stdout is not None
        found = re.search(rb"http://\S+", process.stdout.readline())
        assert found is not None
        yield process, found[0].decode()
    finally:
        process.kill()
        process.communicate()


def test_tokens_are_printed_with_their_bytes_and_bounds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "aé[/b]", "--tokenizer", str(folder), "--json"]) == 0
    tokens = json.loads(capsys.readouterr().out)[str(folder)]["tokens"]
    assert b"".join(bytes.fromhex(token["bytes"]) for token in tokens) == "aé[/b]".encode()
    assert [(token["start"], token["end"]) for token in tokens[:3]] == [(0, 1), (1, 2), (1, 2)]
    assert main(["tokens", "aé[/b]", "--tokenizer", str(folder)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(tokens) + 2  # the columns; an empty line, the count


def test_control_characters_do_not_reach_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tokens", "\x1b[31m\u202e\0", "--tokenizer", str(folder)]) == 0
    out = capsys.readouterr().out
    assert not set("\x1b\u202e\0") & set(out)


def test_a_dash_reads_the_text_from_stdin(folder: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("ü".encode())))
    assert main(["tokens", "-", "--tokenizer", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)[str(folder)]
    assert [token["bytes"] for token in said["tokens"]] == ["c3", "bc"]


def test_stdin_that_is_not_utf_8_is_refused(folder: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a\xff")))
    assert main(["tokens", "-", "--tokenizer", str(folder)]) == 1
    assert "not UTF-8: byte 1" in capsys.readouterr().err


def test_a_saved_trace_holds_the_tensors_and_what_they_are(folder: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "saved.safetensors"
    sites = ["--site", "layers.*.attn.pattern", "--site", "logits", "--site", "logits"]
    assert main(["trace", "abc", "--model", str(folder), *sites, "--out", str(out)]) == 0
    trace = cutaway.load(str(folder)).trace("abc")
    with safe_open(out, "pt") as saved:
        assert set(saved.keys()) == {"logits", *(f"layers.{i}.attn.pattern" for i in range(4))}
        for site in saved.keys():  # noqa: SIM118 - not a mapping
            assert saved.get_tensor(site).equal(trace[site])
        said = saved.metadata()
    assert said["text"] == "abc"
    assert json.loads(said["token_ids"]) == list(trace.ids)
    assert json.loads(said["versions"])["cutaway"] == cutaway.__version__
    assert json.loads(said["facts"])["layers"] == 4
    assert [file.name for file in tmp_path.iterdir()] == [out.name]


def test_a_trace_saved_without_sites_is_opened_again_and_gives_any_tensor(folder: Path, tmp_path: Path, capsys) -> None:
    kept, out = tmp_path / "kept.safetensors", tmp_path / "pattern.safetensors"
    assert main(["trace", "abc", "--model", str(folder), "--out", str(kept)]) == 0
    opening = ["trace", "--open", str(kept), "--allow", str(folder)]
    assert main([*opening, "--site", "layers.3.attn.pattern", "--out", str(out)]) == 0
    trace = cutaway.load(str(folder)).trace("abc")
    with safe_open(out, "pt") as saved:
        assert saved.get_tensor("layers.3.attn.pattern").equal(trace["layers.3.attn.pattern"])
        assert json.loads(saved.metadata()["token_ids"]) == list(trace.ids)


def test_what_a_saved_trace_holds_is_listed(folder: Path, tmp_path: Path, capsys) -> None:
    kept, chosen = str(tmp_path / "kept"), str(tmp_path / "chosen")
    assert main(["trace", "abc", "--model", str(folder), "--out", kept]) == 0
    assert main(["trace", "abc", "--model", str(folder), "--site", "layers.*.attn.q", "--out", chosen]) == 0
    sites = cutaway.load(str(folder)).trace("abc").sites
    queries = [site for site in sites if site.endswith("attn.q")]
    for file, expected in ((kept, list(sites)), (chosen, queries)):
        capsys.readouterr()
        assert main(["trace", "--open", file, "--allow", str(folder)]) == 0
        first, _, *rows = capsys.readouterr().out.splitlines()
        assert first.startswith("3 tokens through") and "'abc'" in first
        assert [row.split()[0] for row in rows] == expected


def test_without_a_site_the_sites_are_listed(folder: Path, capsys) -> None:
    assert main(["trace", "abc", "--model", str(folder)]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()[1:]]
    sites = cutaway.load(str(folder)).trace("abc").sites
    assert lines == [[site, " × ".join(map(str, shape))] for site, shape in sites.items()]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["trace", "abc", "--model", "{folder}", "--site", "nope", "--out", "x"], "no site named 'nope'"),
        (["trace", "abc", "--model", "{folder}", "--site", "logits", "--out", "/no/such/folder/x"], "can't be written"),
        (["trace", "abc", "--model", "{folder}", "--site", "logits"], "--out"),
        (["trace", "", "--model", "{folder}"], "no token"),
        (["trace", "--model", "{folder}"], "--open FILE"),
        (["trace", "abc", "--open", "x"], "a text or from a file"),
        (["trace", "--open", "x", "--dtype", "bfloat16"], "Leave --dtype out"),
        (["trace", "--open", "/no/such/file"], "can't be read"),
        (["trace", "a\udcff", "--model", "{folder}"], "not valid Unicode"),
        (["tokens", "abc", "--tokenizer", "no-such-model"], "no-such-model"),
        (["fetch", "no-such-model"], "no-such-model"),
        (["open", "--model", "no-such-model", "--no-browser"], "no-such-model"),
        (["open", "--model", "a\udcff", "--no-browser"], "can't be displayed"),
        (["open", "--text", "a\udcff", "--no-browser"], "not valid Unicode"),
        (["--host", "no.such.host.invalid", "--no-browser"], "can't listen"),
    ],
)
def test_errors_say_what_and_what_instead(folder: Path, arguments: list[str], message: str, capsys) -> None:
    assert main([argument.format(folder=folder) for argument in arguments]) == 1
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) >= 2  # an error and its hint
    assert said.out == ""


def test_misuse_ends_with_status_2(capsys) -> None:
    for arguments in (["nonsense"], ["--port", "70000"], ["tokens"], ["trace", "a", "--nonsense"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2


def test_version_is_the_package_s(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"cutaway {cutaway.__version__}"


def test_models_lists_the_catalog(capsys) -> None:
    assert main(["models"]) == 0
    table = capsys.readouterr().out
    assert main(["models", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"smollm2", "minilm"} <= {model["name"] for model in listed}
    assert all(model["name"] in table for model in listed)


def test_fetching_what_is_here_says_where_it_came_from(smollm2: cutaway.Model, capsys) -> None:
    assert main(["fetch", "smollm2"]) == 0
    said = capsys.readouterr().out
    assert smollm2.provenance is not None
    assert smollm2.provenance.source in said
    assert smollm2.provenance.licence in said


def test_doctor_fails_where_the_default_model_is_missing(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CUTAWAY_HOME", str(tmp_path))
    assert main(["doctor"]) == 1
    assert "cutaway fetch smollm2" in capsys.readouterr().out


def test_a_reader_that_closes_the_pipe_ends_the_command_quietly(smollm2: cutaway.Model) -> None:
    process = cutaway_process("tokens", "hello")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(60) == 141
    process.stderr.close()


def test_the_page_is_there_at_once_and_ctrl_c_ends_it(folder: Path) -> None:
    with served("--model", str(folder), "--text", "a b&c") as (process, url):
        base, fragment = url.split("#")
        assert unquote(fragment) == f"/tokens?model={folder}&text=a b&c"
        with httpx.Client(base_url=base, timeout=60) as client:
            assert client.get("/").status_code == 200
            about = client.get("/api/about").json()
            assert (about["model"], about["text"]) == (str(folder), "a b&c")
            # It opens without being asked to.
            while (state := client.get("/api/model", params={"name": str(folder)}).json()["state"]) == "opening":
                time.sleep(0.05)
            assert state == "ready"
            asked = {"model": str(folder), "text": "a b"}
            assert len(client.post("/api/tokens", json=asked).json()["tokens"]["ids"]) == 3
            assert client.post("/api/traces", json=asked).json()["maps"]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0
        assert b"Stopped." in out
        assert err == b""


def test_ctrl_c_while_the_model_opens_ends_it_cleanly() -> None:
    with served() as (process, url):
        assert url.endswith("/")
        assert httpx.get(f"{url}api/about", timeout=20).json()["model"] == "smollm2"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 0
        assert err == b""


def test_a_port_that_is_taken_is_said(folder: Path) -> None:
    with served("--model", str(folder)) as (_, url):
        port = url.rsplit(":", 1)[1].split("/")[0]
        other = cutaway_process("--port", port, "--no-browser")
        _, err = other.communicate(timeout=20)
        assert other.returncode == 1
        assert f"port {port}" in err.decode()


def test_ctrl_c_in_a_command_ends_with_status_130(folder: Path) -> None:
    process = cutaway_process("tokens", "-", "--tokenizer", str(folder), stdin=subprocess.PIPE)
    time.sleep(1.5)  # it waits for its text
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("address", "url"),
    [("127.0.0.1", "http://127.0.0.1:80/"), ("::1", "http://[::1]:80/"), ("0.0.0.0", "http://127.0.0.1:80/")],
)
def test_the_printed_address_can_be_opened(address: str, url: str) -> None:
    assert page_url(address, 80) == url


def test_small_answers_are_not_held_back() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP  # what asyncio looks at before it sets TCP_NODELAY
