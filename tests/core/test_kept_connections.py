"""A client that keeps its connections uses them again, and nothing else of what was before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import http_client
from core.http_client import HttpClient, ServiceUnavailable


class Server:
    """Keeps connections open as HTTP/1.1 does, unless it is told to hang up after an answer."""

    def __init__(self) -> None:
        self.connections: list[object] = []
        self.cookies: list[str | None] = []
        self.hangs_up = False
        self.hung_up = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                outer.connections.append(self.client_address)

            def do_GET(self) -> None:
                outer.cookies.append(self.headers["Cookie"])
                self.send_response(200)
                self.send_header("Set-Cookie", "who=ana")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")
                # Without a word: the client was promised that it stays open.
                self.close_connection = outer.hangs_up

            def finish(self) -> None:
                super().finish()
                self.connection.close()
                outer.hung_up.set()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def client(*, keeps: bool = True) -> HttpClient:
    return HttpClient("it", timeout=30.0, budget=30.0, longest=1_000, keeps=keeps)


@pytest.mark.parametrize(("keeps", "connections"), [(True, 1), (False, 3)])
def test_a_connection_is_used_again_where_that_is_wanted(server: Server, keeps: bool, connections: int) -> None:
    asking = client(keeps=keeps)
    assert [asking.send("GET", server.url).body for _ in range(3)] == [b"{}"] * 3
    assert len(server.connections) == connections


def test_what_one_answer_sets_is_not_sent_with_the_next_request(server: Server) -> None:
    asking = client()
    for _ in range(2):
        asking.send("GET", server.url)
    assert server.cookies == [None, None]


def test_a_connection_that_was_closed_meanwhile_is_opened_anew(server: Server) -> None:
    server.hangs_up = True
    asking = client()
    asking.send("GET", server.url)
    assert server.hung_up.wait(30)
    assert asking.send("GET", server.url).body == b"{}"
    assert len(server.connections) == 2


def test_one_that_was_idle_for_long_is_not_used_again(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = client()
    asking.send("GET", server.url)
    monkeypatch.setattr(http_client, "_IDLE", -1.0)
    asking.send("GET", server.url)
    assert len(server.connections) == 2


def test_several_at_once_have_connections_of_their_own(server: Server) -> None:
    asking, met = client(), threading.Barrier(4)
    found: list[bytes] = []

    def ask() -> None:
        met.wait(30)
        found.append(asking.send("GET", server.url).body)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [b"{}"] * 4


def test_a_server_that_is_gone_is_no_answer(server: Server) -> None:
    asking = client()
    asking.send("GET", server.url)
    server.hangs_up = True
    asking.send("GET", server.url)
    server.close()
    with pytest.raises(ServiceUnavailable, match=r"^it did not answer: ConnectionError$"):
        asking.send("GET", server.url)
