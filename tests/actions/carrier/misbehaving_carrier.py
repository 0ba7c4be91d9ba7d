"""A tracking service that does what a test tells it to, over a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SCANS = [
    {"kind": "in_transit", "at": "2026-10-15T05:00:00Z", "place": "Madrid, sorting centre"},
    {"kind": "accepted", "at": "2026-10-14T18:05:00+02:00", "place": "Madrid"},
]

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def body(content: bytes, status: int = 200) -> Behaviour:
    """Answers with this body."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)

    return behave


def parcel(tracking_number: str = "LP1", scans: object = SCANS) -> Behaviour:
    """Answers as the protocol says."""
    return body(json.dumps({"tracking_number": tracking_number, "scans": scans}).encode())


def status(code: int) -> Behaviour:
    """Answers with nothing but a status."""
    return body(b"", code)


def redirect(location: str) -> Behaviour:
    """Sends the client elsewhere."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", location)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return behave


def drop(request: BaseHTTPRequestHandler) -> None:
    """Hangs up without a word."""
    request.close_connection = True


def break_off(request: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b'{"tracking_number": ')
    request.close_connection = True


class MisbehavingCarrier:
    """Serves the behaviours it was given, one a request, and repeats the last one."""

    def __init__(self, *behaviours: Behaviour) -> None:
        """Listens on a free port of the loopback interface."""
        self.behaviours = list(behaviours)
        self.paths: list[str] = []
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.paths.append(self.path)
                behave = outer.behaviours.pop(0) if len(outer.behaviours) > 1 else outer.behaviours[0]
                behave(self)

            def log_message(self, *arguments: object) -> None:
                """Keeps the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda request, client: None  # a client that gave up is part of the game
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stall(self, request: BaseHTTPRequestHandler) -> None:
        """A behaviour: says nothing until the test is over."""
        self.closing.wait(60)

    def drip(self, request: BaseHTTPRequestHandler) -> None:
        """A behaviour: an answer that never ends, a byte at a time, each in time."""
        request.send_response(200)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        while not self.closing.wait(0.01):
            request.wfile.write(b" ")

    def close(self) -> None:
        """Lets stalled requests go and stops."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
