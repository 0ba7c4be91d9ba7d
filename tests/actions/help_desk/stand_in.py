"""What the stand-ins of help desks share: a server on loopback that can be slow, down, busy, broken or forgetful.

Trouble comes request by request: each is answered with the next entry of `troubles`, and properly once there are none.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


class Refused(Exception):
    """The stand-in's API does not take this request: a status, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass
class StandIn:
    """A help desk's API. `refusals` says what was wrong with requests that the real one would refuse."""

    troubles: list[Any] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.serve(self)

            def do_POST(self) -> None:
                outer.serve(self)

            def do_PUT(self) -> None:
                outer.serve(self)

            def log_message(self, *arguments: object) -> None:
                """Keeps the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda request, client: None  # a client that gave up is part of the game
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """The API itself."""
        raise NotImplementedError

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        raw = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        address = urlsplit(request.path)
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.command, address.path, dict(parse_qsl(address.query)), headers, raw)
        self.asked.append(asked)
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble == "silent":
            self.closing.wait(10)
            return
        if isinstance(trouble, tuple):
            status, more = trouble
            self._send(request, status, {"error": "trouble"}, more)
            return
        try:
            with self._lock:
                status, body = self.answer(asked)
        except Refused as refused:
            self.refusals.append(str(refused))
            status, body = refused.status, {"error": str(refused)}
        if trouble == "answer lost":
            request.close_connection = True
            request.connection.close()
            return
        self._send(request, status, body, {})

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, status: int, body: Any, headers: dict[str, str]) -> None:
        content = json.dumps(body).encode()
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(content)), **headers}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def only(body: Any, required: set[str], allowed: set[str]) -> None:
    """Refuses a body that lacks a field or has one that the API doesn't know."""
    if not isinstance(body, dict):
        raise Refused(400, "the body is not an object")
    if required - set(body):
        raise Refused(422, f"missing: {sorted(required - set(body))}")
    if set(body) - required - allowed:
        raise Refused(422, f"unknown: {sorted(set(body) - required - allowed)}")
