"""Only who knows the token may use the server; whoever has its address gets in, and a link without it is asked for it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from cutaway.server.stores.models import ModelStore
from support.serving import TINY, Running, open_small, running

pytestmark = pytest.mark.slow

TOKEN = "a-Token_of+signs/0"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Running]:
    with running(ModelStore(TINY, opener=open_small), token=TOKEN, once={"good-once"}) as server:
        yield server


def port_of(server: Running) -> int:
    return int(server.url.rsplit(":", 1)[1])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/about"),
        ("POST", "/api/model/open?name=gpt2"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/nowhere"),
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Cutaway-Token": "wrong"},
        {"Authorization": "token wrong"},
        {"Authorization": TOKEN},
        {"Authorization": "Basic " + TOKEN},
        {"X-Cutaway-Token": ""},
        {"X-Cutaway-Token": TOKEN[:-1]},
        {"Cookie": f"cutaway-token-1={TOKEN}"},
        {"Cookie": f"cutaway-token={TOKEN}"},
        {"Cookie": "=;;;\x7f"},
    ],
)
def test_a_request_without_the_token_is_refused(guarded: Running, method: str, path: str, headers: dict) -> None:
    answer = httpx.request(method, guarded.url + path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-needed")
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    "headers",
    [{"X-Cutaway-Token": TOKEN}, {"Authorization": f"token {TOKEN}"}, {"Authorization": f"Bearer {TOKEN}"}],
)
def test_a_program_that_sends_the_token_is_answered(guarded: Running, headers: dict[str, str]) -> None:
    assert httpx.get(f"{guarded.url}/api/about", headers=headers).json()["model"] == TINY


def test_an_address_with_the_token_gives_a_cookie_and_loses_the_token(guarded: Running) -> None:
    with httpx.Client(base_url=guarded.url) as browser:
        first = browser.get("/", params={"token": TOKEN})
        assert (first.status_code, first.headers["location"]) == (303, "/")
        cookie = first.headers["set-cookie"]
        assert cookie.startswith(f"cutaway-token-{port_of(guarded)}=")
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert first.headers["cache-control"] == "no-store"
        assert browser.get("/").status_code == 200
        assert browser.get("/api/about").status_code == 200
        again = browser.get("/", params={"again": ""})
        assert (again.status_code, again.headers["location"]) == (303, "/")


def test_a_token_for_one_opening_is_good_once(guarded: Running) -> None:
    assert httpx.get(f"{guarded.url}/", params={"token": "good-once"}).status_code == 303
    assert httpx.get(f"{guarded.url}/", params={"token": "good-once"}).status_code == 401
    assert httpx.get(f"{guarded.url}/api/about", headers={"X-Cutaway-Token": "good-once"}).status_code == 401


def test_a_link_without_the_token_is_asked_for_it(guarded: Running) -> None:
    with httpx.Client(base_url=guarded.url) as browser:
        page = browser.get("/")
        assert page.status_code == 401
        assert "Cutaway asks for its token" in page.text
        assert "form-action 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        wrong = browser.post("/", data={"token": "wrong"})
        assert (wrong.status_code, "That is not the token" in wrong.text) == (401, True)
        origin = {"Origin": guarded.url, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        entered = browser.post("/", data={"token": f" {TOKEN} "}, headers=origin)
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert browser.get("/api/about").status_code == 200


def test_a_server_that_was_started_again_says_so(guarded: Running) -> None:
    old = {"Cookie": f"cutaway-token-{port_of(guarded)}=the-old-one"}
    assert "was started again" in httpx.get(guarded.url, headers=old).text
    assert "was started again" in httpx.get(f"{guarded.url}/api/about", headers=old).json()["message"]


def test_a_form_without_end_is_not_read_to_its_end(guarded: Running) -> None:
    answer = httpx.post(guarded.url, content=b"token=" + b"a" * 100_000)
    assert answer.status_code == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        ("GET", "/api/about", "no-cors"),
        ("GET", "/api/about", "navigate"),
        ("POST", "/api/model/open?name=gpt2", "navigate"),
        ("POST", "/api/tokenizers/train?size=300&pattern=a", "no-cors"),
        ("POST", "/", "navigate"),
        ("GET", "/", "no-cors"),
    ],
)
def test_what_another_site_s_page_asks_is_refused_even_with_the_token(
    guarded: Running, site: str, method: str, path: str, mode: str
) -> None:
    headers = {"X-Cutaway-Token": TOKEN, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    answer = httpx.request(method, guarded.url + path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")


def test_a_link_on_another_site_opens_the_page(guarded: Running) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert httpx.get(guarded.url, params={"token": TOKEN}, headers=headers).status_code == 303
    assert "location.replace('/?again' + location.hash)" in httpx.get(guarded.url, headers=headers).text


def test_without_a_token_a_page_of_another_site_is_refused_all_the_same() -> None:
    with running(ModelStore(TINY, opener=open_small)) as server:
        assert httpx.get(f"{server.url}/api/about").status_code == 200
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
        assert httpx.post(f"{server.url}/api/model/open?name=gpt2", headers=headers).status_code == 403


def started(*options: str, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """`cutaway` with these options, and what it says until it can be stopped."""
    command = [sys.executable, "-m", "cutaway", "--no-browser", "--model", "textbook", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
    assert process.stdout is not None
    said = ""
    while "Press Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line, "it ended"
        said += line
    return process, said


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    return rest


def test_the_command_prints_an_address_that_lets_in() -> None:
    process, said = started()
    try:
        found = re.search(r"(http://127\.0\.0\.1:\d+/)\?token=([\w-]{30,})#/tokens\?model=textbook\n", said)
        assert found
        with httpx.Client() as browser:
            assert browser.get(found[0].strip().partition("#")[0]).status_code == 303
            assert browser.get(f"{found[1]}api/about").status_code == 200
        assert httpx.get(f"{found[1]}api/about").status_code == 401
        assert httpx.get(f"{found[1]}api/about", headers={"X-Cutaway-Token": found[2]}).status_code == 200
    finally:
        rest = stop(process)
    assert "Other machines" not in rest


def test_a_token_of_one_s_own_and_addresses_for_a_class() -> None:
    process, said = started("--host", "0.0.0.0", CUTAWAY_TOKEN="our-class/7b")
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=our-class%2F7b#", said)
        assert found
        own = f"http://127.0.0.1:{found[1]}"
        known = {"Authorization": "token our-class/7b"}
        assert httpx.get(f"{own}/api/about", headers={**known, "Host": socket.gethostname()}).status_code == 200
        assert httpx.get(f"{own}/api/about", headers={**known, "Host": "evil.example"}).status_code == 403
        assert httpx.get(f"{own}/share").status_code == 401
        shared = httpx.get(f"{own}/share", headers=known).text
    finally:
        rest = stop(process)
    if addresses := re.findall(r"  http://(\S+):\d+/\?token=our-class%2F7b\n", rest):
        assert all(not address.startswith("127.") for address in addresses)
        assert "it is not encrypted" in rest
        assert "▄" in rest or "█" in rest
        assert f"http://{addresses[0]}:{found[1]}/?token=our-class%2F7b" in shared
        assert "<svg" in shared
    else:  # a machine without a network
        assert "cutaway --host" in shared


def test_the_command_refuses_a_token_that_is_none() -> None:
    for token in ("", "short", "with a space in it", "kläglich-kurz"):
        command = [sys.executable, "-m", "cutaway", "--no-browser", "--token", token]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert said.returncode == 1
        assert "8 characters" in said.stderr


def test_requests_half_sent_hold_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cutaway.server.http.protocol.HEADERS_SECONDS", 0.5)
    monkeypatch.setattr("cutaway.server.http.security.PATIENCE", 0.5)
    post = b"POST /api/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    halves = {
        "nothing": b"",
        "a line": b"GET / HT",
        "headers without end": b"GET / HTTP/1.1\r\nHost: localhost\r\nA: ",
        "a body too short": post + b"Content-Length: 1000\r\n\r\n{",
        "a body without end": post + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "a second request": b"GET /api/models HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HT",
    }
    with running(ModelStore(TINY, opener=open_small)) as server:
        sockets = {}
        for name, sent in halves.items():
            sockets[name] = socket.create_connection(("127.0.0.1", port_of(server)))
            sockets[name].sendall(sent)
            sockets[name].settimeout(20)
        for name, half in sockets.items():
            said = b""
            try:
                while part := half.recv(65536):
                    said += part
            except ConnectionResetError:
                pass
            if "body" in name:
                assert said.startswith(b"HTTP/1.1 408"), name
                assert b"too-slow" in said
            half.close()
        assert httpx.get(f"{server.url}/api/about").status_code == 200


def test_many_silent_connections_make_room_for_one_that_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cutaway.server.http.protocol.MOST_CONNECTIONS", 20)
    with running(ModelStore(TINY, opener=open_small)) as server:
        silent = [socket.create_connection(("127.0.0.1", port_of(server))) for _ in range(60)]
        time.sleep(0.3)
        for _ in range(5):
            assert httpx.get(f"{server.url}/api/about", timeout=5).status_code == 200
        closed = 0
        for each in silent:
            each.setblocking(False)
            try:
                closed += each.recv(1) == b""
            except BlockingIOError:
                pass
            except ConnectionResetError:
                closed += 1
            each.close()
        assert closed >= 40


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * 2**20,
        b"GET /?a=" + b"a" * 2**20 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 500,  # somebody tries https
        b"POST /api/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Length: nine\r\n\r\n",
        b"POST /api/tokens HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n",
    ],
)
def test_what_can_t_be_read_is_refused_and_the_client_comes_to_read_why(guarded: Running, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port_of(guarded))) as client:
        client.settimeout(10)
        client.sendall(sent)
        said = b""
        while part := client.recv(65536):
            said += part
        assert said.startswith(b"HTTP/1.1 400"), said
        assert json.loads(said.partition(b"\r\n\r\n")[2])["code"] == "bad-request"
    assert httpx.get(guarded.url).status_code == 401


@pytest.mark.parametrize("path", ["/api/tokenizers/train", "/api/tokenizers/files?filename=a", "/api/tokens"])
def test_a_client_that_goes_away_amid_its_body_is_no_fault(path: str, capfd: pytest.CaptureFixture[str]) -> None:
    with running(ModelStore(TINY, opener=open_small)) as server:
        with socket.create_connection(("127.0.0.1", port_of(server))) as client:
            client.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf".encode())
            time.sleep(0.3)
        time.sleep(0.3)
        assert httpx.get(f"{server.url}/api/about").status_code == 200
    assert "Traceback" not in "".join(capfd.readouterr())
