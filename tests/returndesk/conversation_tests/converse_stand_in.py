"""A server on this machine that speaks an assistant's REST format and does as a test tells it, faults included."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_MEETING_SECONDS = 60


class StandIn(ThreadingHTTPServer):
    """Answers `say X` with X, and other messages as `_Handler.answers` says."""

    daemon_threads = True

    def __init__(self, *, debug_view: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.debug_view = debug_view
        self.said: list[tuple[str, str]] = []
        self.metadata: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.slots: dict[str, Any] = {}
        self.refusals: Counter[str] = Counter()
        #: Two conversations that say "meet" are answered once both are there.
        self.meeting = threading.Barrier(2)

    @property
    def webhook(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhooks/rest/webhook"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Nothing is written."""

    def do_GET(self) -> None:
        if self.path == "/webhooks/rest/":
            self._send(200, {"status": "ok"})
        elif self.path.startswith("/webhooks/debug_view/events?sender=") and self.server.debug_view:
            sender = self.path.rpartition("=")[2]
            said = [text for name, text in self.server.said if name == sender]
            self._send(200, {"events": [event for text in said for event in events_of(text)]})
        else:
            self._send(404, {"error": "there is nothing here"})

    def do_PUT(self) -> None:
        slots = self._body()["slots"]
        if "unheard_of" in slots:
            self._send(400, {"error": "there is no slot unheard_of"})
        else:
            self.server.slots |= slots
            self._send(200, {})

    def do_POST(self) -> None:
        body = self._body()
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        if self.path == "/webhooks/rest/session":
            self._send(200, {"session": "signed", "expires_in": 60, "customer": None})
            return
        message = body["message"]
        self.server.metadata.append(body.get("metadata"))
        if message == "busy" and self.server.refusals[body["sender"]] < 2:
            self.server.refusals[body["sender"]] += 1
            self._send(429, {"error": "wait"}, {"Retry-After": "0"})
            return
        if message == "die":
            self.close_connection = True
            self.connection.close()
            threading.Thread(target=self.server.shutdown).start()
            self.server.socket.close()
            return
        self.server.said.append((body["sender"], message))
        if message == "boom":
            self._send(500, {"error": "something broke"})
        elif message == "page":
            self._raw(200, b"<html>not for you</html>")
        elif message == "meet":
            self.server.meeting.wait(_MEETING_SECONDS)
            self._send(200, [{"text": "met"}])
        else:
            self._send(200, answer_to(message))

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _send(self, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
        self._raw(status, json.dumps(content).encode(), headers)

    def _raw(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def answer_to(message: str) -> Any:
    if message.startswith("say "):
        return [{"recipient_id": "me", "text": message.removeprefix("say ")}]
    return {
        "hello": [{"text": "Hello!", "buttons": [{"title": "Yes", "payload": "/affirm"}]}],
        "two": [{"text": "one"}, {"text": "two"}],
        "odd": {"text": "no list"},
        "busy": [{"text": "at last"}],
    }.get(message, [])


def events_of(message: str) -> list[dict[str, Any]]:
    uttered = [
        {"event": "bot", "text": each["text"], "utter_name": f"utter_{message.split()[0]}"}
        for each in answer_to(message)
    ]
    return [
        {"event": "user", "intent": message.split()[0]},
        {"event": "action", "name": f"action_{message.split()[0]}"},
        {"event": "slot", "name": "topic", "value": message},
        *uttered,
    ]


@contextmanager
def serving(server: StandIn) -> Iterator[StandIn]:
    """Serves in a thread for the time of a block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
