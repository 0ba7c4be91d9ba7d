"""Somebody sends what no client sends: too much, too slowly, not quite HTTP, from a page that may not call."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from memory_watch import FEW_MEGABYTES, memory_of_server
from packed_answers import packed
from security_desk import INSIDE, SHOP_PAGE, Desk, Visitor

_MB = 1024 * 1024

ADDRESSES = [
    "bot/webhooks/rest/webhook",
    "bot/webhooks/rest/session",
    "bot/webhooks/desk/trigger",
    "bot/webhooks/socketio/socket.io/?EIO=4&transport=polling",
    "actions/webhook",
    "actions/identity/sign-in",
    "actions/feedback",
    "actions/help_desk/webhook",
    "actions/store/changes",
    "bot/webhooks/store/changes",
]


def address(desk: Desk, place: str) -> str:
    server, _, path = place.partition("/")
    return f"{getattr(desk, server)}/{path}"


def authorization(visitor: Visitor, place: str) -> dict[str, str]:
    """What lets a request in there, so that its body is looked at."""
    secret = visitor.desk.known.actions if place.startswith("actions") or "desk" in place else visitor.session
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("place", ADDRESSES)
def test_ten_megabytes_are_refused_or_hurt_nobody(visitor: Visitor, place: str) -> None:
    body = b'{"message": "' + b"x" * (10 * _MB) + b'"}'
    try:
        answer = visitor.request("POST", address(visitor.desk, place), data=body)
    except requests.ConnectionError:
        return  # the connection was closed before all was read
    assert answer.status_code in (400, 401, 404, 413, 429)


def test_ten_megabytes_in_pieces_of_no_known_number_are_refused(visitor: Visitor) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(160):
            yield b"x" * 65_536

    try:
        answer = visitor.request("POST", f"{visitor.desk.rest}/webhook", data=pieces())
    except requests.ConnectionError:
        return
    assert answer.status_code == 413


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "GZIP"])
@pytest.mark.parametrize("place", [*ADDRESSES, "page/", "page/token"])
def test_a_compressed_body_is_refused_before_it_is_sent(visitor: Visitor, place: str, coding: str) -> None:
    where = urlsplit(address(visitor.desk, place))
    shown = authorization(visitor, place)["Authorization"]
    with socket.create_connection((where.hostname, where.port), timeout=10) as connection:
        head = f"POST {where.path}?{where.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(packed())}\r\n"
        connection.sendall(f"{head}Authorization: {shown}\r\nContent-Encoding: {coding}\r\n\r\n".encode())
        assert connection.recv(65_536).split()[1] == b"415"


@pytest.mark.parametrize("place", [*ADDRESSES, "page/", "page/nowhere"])
def test_a_body_that_unpacks_to_250_megabytes_takes_no_memory(attacked: Desk, place: str) -> None:
    where = urlsplit(address(attacked, place))
    head = f"POST {where.path}?{where.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(packed())}\r\n"
    with memory_of_server(where.port or 0) as taken:
        for _ in range(2):
            with (
                socket.create_connection((where.hostname, where.port), timeout=10) as connection,
                # The server may hang up on what it has refused.
                suppress(ConnectionError),
            ):
                connection.sendall(f"{head}Content-Encoding: gzip\r\nConnection: close\r\n\r\n".encode() + packed())
                while connection.recv(65_536):
                    pass
    assert taken.peak < FEW_MEGABYTES


BODIES = {
    "not UTF-8": b'{"message": "\xff\xfe"}',
    "UTF-16": '{"message": "hello"}'.encode("utf-16"),
    "overlong UTF-8": b'{"message": "\xc0\xaf"}',
    "half a sign": b'{"message": "\xf0\x9f"}',
    "a byte order mark": b'\xef\xbb\xbf{"message": "hello"}',
    "deep lists": b"[" * 8_000,
    "deep objects": b'{"message":' * 1_300,
    "deep and closed": b'{"message": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "a list": b"[]",
    "a text": b'"hello"',
    "null": b"null",
    "a number that is none": b'{"message": NaN}',
    "a long number": b'{"message": ' + b"9" * 6_000 + b"}",
    "a number without bounds": b'{"message": 1e999999}',
    "a name twice": b'{"message": 1, "message": "hello", "message": []}',
    "a prototype": b'{"__proto__": {"admin": true}, "message": {"constructor": 1}}',
    "NUL": b'{"message": "\x00"}',
    "a form": b"message=hello&sender=me",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "YAML": b"!!python/object/apply:os.system ['id']",
    "pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94.",
    "nothing": b"",
}


@pytest.mark.parametrize("place", ADDRESSES)
def test_a_body_that_can_not_be_read_is_refused(visitor: Visitor, place: str) -> None:
    for name, body in BODIES.items():
        headers = {**authorization(visitor, place), "Content-Type": "application/json"}
        answer = visitor.request("POST", address(visitor.desk, place), data=body, headers=headers)
        assert answer.status_code in (200, 400, 401, 404, 413), name


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/html",
        "application/json; charset=utf-7",
        "application/json; charset=\0",
        "x" * 2000,
        "",
    ],
)
def test_a_wrong_content_type_changes_nothing(visitor: Visitor, kind: str) -> None:
    headers = {**authorization(visitor, "bot"), "Content-Type": kind.replace("\0", "")}
    answer = visitor.request("POST", f"{visitor.desk.rest}/webhook", data=b'{"message": "hello"}', headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "post"])
def test_another_method_is_refused(visitor: Visitor, method: str) -> None:
    for place in ("bot/webhooks/rest/webhook", "bot/webhooks/desk/trigger", "actions/webhook"):
        answer = visitor.request(method, address(visitor.desk, place), headers={"X-HTTP-Method-Override": "POST"})
        assert answer.status_code in (200, 204, 400, 401, 405)
        assert not answer.content or answer.status_code >= 400


_IN_PIECES = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

ODD_HTTP = {
    "no HTTP": b"hello\r\n\r\n",
    "another version": b"POST /webhooks/rest/webhook HTTP/9.9\r\n\r\n",
    "a length that is none": b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
    "a length below zero": b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}",
    "two lengths": b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
    "length and pieces": b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "a piece that is none": _IN_PIECES + b"zz\r\n",
    "a huge piece": _IN_PIECES + b"ffffffffff\r\nx",
    "headers without end": b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 4000,
    "one long header": b"GET / HTTP/1.1\r\nX-A: " + b"b" * 40_000 + b"\r\n\r\n",
    "a header of bytes": b"GET /webhooks/rest/history HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \xff\xfe\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n",
    "a path of bytes": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "a path with escapes": b"GET /%00%ff%2e%2e/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "an address for a path": b"GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "a tunnel": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an upgrade to nothing": b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
    "a query of bytes": b"GET /webhooks/rest/history?sid=%ff\xff HTTP/1.1\r\nHost: x\r\n\r\n",
    "waits to be asked": b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
    b"Content-Length: 99999999\r\n\r\n",
}


@pytest.mark.parametrize("name", ODD_HTTP)
def test_what_is_not_quite_http_hurts_nobody(attacked: Desk, name: str) -> None:
    for port in (attacked.port, attacked.actions_port, attacked.web_port):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(ODD_HTTP[name])
            connection.settimeout(0.3)
            try:
                answer = connection.recv(65_536)
            except OSError:
                continue
        text = answer.decode("utf-8", "replace")
        assert not INSIDE.search(text), text
        assert not text.startswith(("HTTP/1.1 5", "HTTP/1.0 5")), text


_SAID = b'{"message": "hello"}'
#: Its chunks as a proxy may read them in another way than the desk.
ODD_CHUNKS = {
    "a sign": b"+14\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "a prefix": b"0x14\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "an underscore": b"1_4\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "a blank before": b" 14\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "a blank behind": b"14 \r\n" + _SAID + b"\r\n0\r\n\r\n",
    "digits of another script": "\N{ARABIC-INDIC DIGIT ONE}4\r\n".encode() + _SAID + b"\r\n0\r\n\r\n",
    "a line within a line": b"14;a\nb\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "many noughts": b"0000000000000014\r\n" + _SAID + b"\r\n0\r\n\r\n",
    "another end than it says": b"14\r\n" + _SAID + b"XX0\r\n\r\n",
    "an odd last one": b"14\r\n" + _SAID + b"\r\n-0\r\n\r\n",
}


@pytest.mark.parametrize("name", ODD_CHUNKS)
def test_a_body_in_odd_chunks_is_refused(visitor: Visitor, name: str) -> None:
    headers = {"Host": "x", "Transfer-Encoding": "chunked", **authorization(visitor, "bot")}
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    with socket.create_connection(("127.0.0.1", visitor.desk.port), timeout=10) as connection:
        connection.sendall(f"POST /webhooks/rest/webhook HTTP/1.1\r\n{lines}\r\n".encode() + ODD_CHUNKS[name])
        answer = connection.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 400 "), answer


def test_a_body_in_chunks_is_read_as_one(visitor: Visitor) -> None:
    pieces = iter([b'{"mess', b'age": "when do I get my money', b' back?"}'])
    headers = {**authorization(visitor, "bot"), "Content-Type": "application/json"}
    answer = visitor.request("POST", f"{visitor.desk.rest}/webhook", data=pieces, headers=headers)
    assert answer.status_code == 200
    assert "business days" in answer.text


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1:1", "x?y", "x#y", "x/y", "a b", "<script>", "é", ""])
def test_the_host_that_a_client_names_is_not_repeated(visitor: Visitor, host: str) -> None:
    for place in ("bot/", "bot/webhooks/rest/", "bot/nowhere", "actions/health"):
        answer = visitor.request("GET", address(visitor.desk, place), headers={"Host": host.encode()})
        assert answer.status_code in (200, 400, 401, 404)
        assert not host or host not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "origin",
    [
        "https://attacker.example",
        "null",
        f"{SHOP_PAGE}.attacker.example",
        "https://shopXexample",
        "http://shop.example",
        f"{SHOP_PAGE}:444",
    ],
)
def test_pages_of_other_websites_may_neither_call_nor_read(visitor: Visitor, origin: str) -> None:
    for method, path in (("POST", "/session"), ("POST", "/webhook"), ("GET", "/history"), ("DELETE", "/session")):
        answer = visitor.call(method, path, {"message": "hello"}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "Access-Control-Allow-Origin" not in answer.headers
    asked = visitor.request(
        "OPTIONS",
        f"{visitor.desk.rest}/webhook",
        headers={"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"},
    )
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_the_shops_pages_may_call_without_cookies(visitor: Visitor) -> None:
    answer = visitor.call("POST", "/webhook", {"message": "hello"}, headers={"Origin": SHOP_PAGE})
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP_PAGE
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/..%2fserver.py",
        "/static/%2e%2e/%2e%2e/server.py",
        "/static/..%5cserver.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/....//....//server.py",
        "/static/..;/server.py",
        "/../../pyproject.toml",
        "/.returndesk/secrets.json",
        "/static/page.css%00.py",
        "/static/",
        "/%2e%2e/%2e%2e/proc/self/environ",
    ],
)
def test_the_page_gives_out_no_other_file(attacked: Desk, path: str) -> None:
    with socket.create_connection(("127.0.0.1", attacked.web_port), timeout=10) as connection:
        # As it stands: a library would tidy the path up first.
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65_536), b"")).decode("utf-8", "replace")
    assert answer.split()[1] in ("400", "403", "404")
    assert "import" not in answer and "root:" not in answer and not INSIDE.search(answer)


def test_clients_that_take_their_time_keep_nobody_waiting(attacked: Desk) -> None:
    """Two hundred connections to each server: silent ones, headers that don't end, bodies that don't come."""
    start = b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
    begun = (b"", start, start + b"\r\n{")
    with ExitStack() as held:
        for port in (attacked.port, attacked.actions_port, attacked.web_port):
            for count in range(200):
                connection = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                connection.sendall(begun[count % len(begun)])
        assert "3 to 20 business days" in attacked.visitor().text("How long does a refund take?")
        assert requests.get(f"{attacked.actions}/health", timeout=60).status_code == 200
        assert requests.get(f"{attacked.page}/readyz", timeout=60).status_code == 200


@given(
    body=some.binary(max_size=200)
    | some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(max_size=20),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(
                some.sampled_from(["message", "message_id", "sender", "rich", "customer_token", "id", "value"]), inner
            )
        ),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode())
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_body_comes_in_is_answered_or_refused(attacked: Desk, visitor: Visitor, body: bytes) -> None:
    for place in ("bot/webhooks/rest/session", "bot/webhooks/rest/webhook", "bot/webhooks/rest/feedback"):
        stranger = attacked.visitor()
        answer = stranger.request(
            "POST", address(attacked, place), data=body, headers={"Authorization": f"Bearer {visitor.session}"}
        )
        assert answer.status_code in (200, 400, 401, 413, 429)
