"""The bot's triggers endpoint, served by a test: it says a reminder once for each key, or is down."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "the-secret-that-bot-and-action-server-share"


@dataclass
class ReminderEndpoint:
    """What arrived, in order, as conversation and key; `status` is what it answers with."""

    url: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    status: int = 200

    @property
    def keys(self) -> list[str]:
        return [key for _, key in self.asked]


@contextmanager
def reminder_endpoint() -> Iterator[ReminderEndpoint]:
    """An endpoint on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/webhooks/desk/trigger"
            assert self.headers["Authorization"] == f"Bearer {SECRET}"
            assert (body["intent"], set(body["values"])) == ("system_reminder_due", {"reminder"})
            endpoint.asked.append((body["conversation"], body["key"]))
            endpoint.ids.append(body["values"]["reminder"])
            content = json.dumps({"delivered": False}).encode()
            self.send_response(endpoint.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Keeps the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    endpoint = ReminderEndpoint(f"http://127.0.0.1:{server.server_port}")
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
