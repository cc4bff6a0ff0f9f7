"""Only this machine's own page may ask, within limits, and the page may reach nothing but its server."""

import http.client
import json

import httpx
import pytest

from cutaway.server.http.security import MAX_BODY
from cutaway.server.stores.models import ModelStore
from support.serving import TINY, Page, Running, open_small, running


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", "", "localhost.evil"]
)
@pytest.mark.parametrize("path", ["/", "/api/about", "/assets/x.js", "/nowhere"])
def test_a_foreign_host_name_is_refused(page: Page, host: str, path: str) -> None:
    answer = page.client.get(path, headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-host")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1:9", "[::1]:80", "LOCALHOST", "127.1.2.3", "cutaway.localhost"]
)
def test_loopback_hosts_are_answered(page: Page, host: str) -> None:
    assert page.client.get("/api/about", headers={"Host": host}).status_code == 200


def test_a_host_that_the_server_was_started_with_is_answered() -> None:
    with running(ModelStore(TINY, opener=open_small), hosts=("box.lan",)) as server:
        assert httpx.get(f"{server.url}/api/about", headers={"Host": "box.lan:80"}).status_code == 200
        assert httpx.get(f"{server.url}/api/about", headers={"Host": "10.0.0.7"}).status_code == 403
    with running(ModelStore(TINY, opener=open_small), hosts=("0.0.0.0",)) as server:
        assert httpx.get(f"{server.url}/api/about", headers={"Host": "10.0.0.7"}).status_code == 200
        assert httpx.get(f"{server.url}/api/about", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "http://localhost", "file://"])
def test_a_foreign_origin_is_refused(page: Page, origin: str) -> None:
    answer = page.client.post("/api/model/open", params={"name": "gpt2"}, headers={"Origin": origin})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert page.get("/api/model", name="gpt2").json()["state"] in ("absent", "cached")


def test_the_page_s_own_origin_is_answered(page: Page) -> None:
    body = {"model": TINY, "text": "a"}
    assert page.client.post("/api/tokens", json=body, headers={"Origin": page.url}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/api/about", "/api/nothing", "/nowhere", "/assets/nothing.js", "/api/openapi.json"]
)
def test_every_answer_has_the_strict_policy(page: Page, path: str) -> None:
    headers = page.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_a_body_over_the_limit_is_refused_with_the_limit(page: Page) -> None:
    answer = page.client.post(
        "/api/tokens", content=b" " * (MAX_BODY + 1), headers={"Content-Type": "application/json"}
    )
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["limit"], problem["got"]) == (
        413,
        "too-large",
        MAX_BODY,
        MAX_BODY + 1,
    )


def test_a_body_without_a_length_is_refused_when_it_passes_the_limit(server: Running) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    chunks = (b" " * 65536 for _ in range(MAX_BODY // 65536 + 1))
    connection.request("POST", "/api/tokens", chunks, {"Content-Type": "application/json"}, encode_chunked=True)
    answer = connection.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["limit"] == MAX_BODY
    connection.close()


def test_a_form_of_another_page_can_t_pass_for_json(page: Page) -> None:
    body = json.dumps({"model": TINY, "text": "a"}).encode()
    answer = page.client.post("/api/tokens", content=body, headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-request")


@pytest.mark.parametrize(
    "name", ["/etc", "../..", "~", ".", "src", "/etc/passwd", "model.gguf", "a/b.gguf", "C:\\models", "a/b/c"]
)
def test_a_request_can_t_name_a_path_of_this_machine(page: Page, name: str) -> None:
    for answer in (page.client.post("/api/model/open", params={"name": name}), page.get("/api/model", name=name)):
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-model")


def test_a_folder_that_is_called_like_a_hub_id_is_not_opened(page: Page, tmp_path, monkeypatch) -> None:
    (tmp_path / "owner" / "model").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert page.client.post("/api/model/open", params={"name": "owner/model"}).status_code == 404
    assert page.get("/api/model", name="owner/other").json()["state"] == "absent"


def test_failures_are_problems_and_are_not_cached(page: Page) -> None:
    for path, status in (
        ("/api/nothing", 404),
        ("/nowhere", 404),
        ("/a/b", 404),
        ("/api/traces", 405),
        ("/assets/%00", 404),
    ):
        answer = page.get(path)
        assert answer.status_code == status
        assert {"code", "message", "hint"} <= answer.json().keys()
        assert answer.headers["cache-control"] == "no-store"
    assert page.client.post("/").status_code == 405
    assert page.client.get("/assets/../app.py").status_code == 404
    assert page.client.get("/assets/%2e%2e/%2e%2e/app.py").status_code == 404
    assert page.client.get("/%2e%2e%2fapp.py").status_code == 404
