"""The web process as a browser or a hostile client meets it: over a socket."""

import contextlib
import json
import re
import resource
from pathlib import Path

import pytest

from tests.accounts.people import PASSWORD, account_of
from tests.config.site import TOKEN, children

FORM = "application/x-www-form-urlencoded"
LARGE = 3_000_000
SHORT = "2"


@pytest.fixture(scope="module")
def server(site):
    with site.serving(SIBAO_UPLOAD_SECONDS=SHORT) as process:
        yield process


@pytest.fixture(scope="module")
def served(site, server):
    return site


@pytest.fixture(scope="module")
def clerk(served, place):
    return served.cookie(account_of(place, "clerk_industry"))


def test_a_form_arrives_whole(served, place):
    account = account_of(place, "clerk_industry")
    account.set_password(PASSWORD)
    account.save()
    given = f"login={account.username}&password={PASSWORD}&csrfmiddlewaretoken={TOKEN}".encode()
    headers = {"Cookie": f"csrftoken={TOKEN}", "Content_Type": FORM}
    answer = served.ask("/accounts/login/", method="POST", body=given, **headers)
    assert answer.status == 302
    assert "sessionid=" in answer.headers["set-cookie"]


def upload(name, content, *, boundary="b0undary"):
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="importer"\r\n\r\ndirectory:units\r\n'
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def post(served, path, cookie, body, content_type):
    headers = {"Cookie": cookie, "X_CSRFToken": TOKEN, "Content_Type": content_type}
    return served.ask(path, method="POST", body=body, **headers)


def test_a_workbook_of_many_megabytes_arrives_whole(served, clerk):
    answer = post(served, "/imports/start/", clerk, *upload("名单.csv", b"x," * 8_000_000))
    assert answer.status == 302
    kept = served.ask(answer.headers["location"], Cookie=clerk)
    assert kept.status == 200
    assert "名单.csv" in kept.text


def chunked(site, path, parts, *headers):
    """What the server answers to a body sent in chunks, whose length nobody says beforehand."""
    with site.raw() as line:
        asked = [f"POST {path} HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked", *headers]
        line.sendall("\r\n".join([*asked, "", ""]).encode())
        for part in parts:
            line.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n")
        line.sendall(b"0\r\n\r\n")
        return heard(line)


def heard(line):
    """Everything until the server closes or says nothing more of an answer with a length."""
    said = b""
    while more := line.recv(65_536):
        said += more
        length = re.search(rb"content-length: (\d+)", said)
        _head, _blank, body = said.partition(b"\r\n\r\n")
        if length and len(body) >= int(length[1]):
            break
    return said.decode(errors="replace")


def test_a_body_in_chunks_arrives_whole(served, clerk):
    body, content_type = upload("分块.csv", b"x," * 300_000)
    parts = [body[at : at + 50_000] for at in range(0, len(body), 50_000)]
    headers = [f"Cookie: {clerk}", f"X-CSRFToken: {TOKEN}", f"Content-Type: {content_type}"]
    assert chunked(served, "/imports/start/", parts, *headers).startswith("HTTP/1.1 302")


def test_a_body_in_chunks_without_end_is_refused_by_its_size(served):
    said = chunked(served, "/accounts/login/", [b"x" * 100_000] * 30, f"Content-Type: {FORM}")
    assert said.startswith("HTTP/1.1 413")


def test_a_body_that_is_too_large_gets_a_page_that_says_so(served, clerk):
    answer = post(served, "/filters/", clerk, b"x" * LARGE, FORM)
    assert answer.status == 413
    assert "内容过大：表格和附件不超过 20 MB" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["connection"] == "close"


def test_a_workbook_that_is_too_large_gets_a_problem_from_the_api(served, clerk):
    answer = post(served, "/api/v1/imports", clerk, b"x" * 26_000_000, "multipart/form-data; boundary=x")
    assert answer.status == 413
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert (problem["type"], problem["status"]) == ("urn:sibao:problem:too-large", 413)
    assert problem["instance"] == f"urn:sibao:request:{answer.headers['x-request-id']}"


def test_a_body_that_does_not_come_is_given_up(served):
    with served.raw() as line:
        line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=")
        said = heard(line)
    assert said.startswith("HTTP/1.1 408")
    assert "上传太慢" in said


def test_slow_bodies_keep_nobody_waiting(served):
    with contextlib.ExitStack() as stack:
        for _ in range(40):
            line = stack.enter_context(served.raw())
            line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=")
        assert served.ask("/zh/").status == 200


def test_large_bodies_stay_out_of_memory(served, server):
    before = resident(server.pid)
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            line = stack.enter_context(served.raw())
            line.sendall(b"POST /imports/start/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000001\r\n\r\n")
            line.sendall(b"x" * 20_000_000)
        assert served.ask("/zh/").status == 200
        assert resident(server.pid) - before < 100_000_000


def resident(pid):
    """Bytes of memory that a process and its children hold."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize() + sum(resident(child) for child in children(pid))


def test_a_browser_that_leaves_in_the_middle_of_an_upload_changes_nothing(served, clerk):
    runs = re.findall(r'href="/imports/(\d+)/"', served.ask("/imports/", Cookie=clerk).text)
    body, content_type = upload("半截.csv", b"x," * 100_000)
    with served.raw() as line:
        head = f"POST /imports/start/ HTTP/1.1\r\nHost: localhost\r\nCookie: {clerk}\r\nX-CSRFToken: {TOKEN}\r\n"
        head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body[: len(body) // 2])
    assert re.findall(r'href="/imports/(\d+)/"', served.ask("/imports/", Cookie=clerk).text) == runs


def test_a_query_of_odd_bytes_is_answered(served):
    with served.raw() as line:
        line.sendall(b"GET /zh/list/?q=\xe6\xb5\x8e%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert heard(line)[9:12] in ("200", "400")


def test_a_header_with_an_underscore_does_not_pass_for_that_of_the_proxy(served):
    with served.raw() as line:
        line.sendall(
            b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nX_Request_ID: forged-by-me\r\nConnection: close\r\n\r\n"
        )
        assert "forged-by-me" not in heard(line)
