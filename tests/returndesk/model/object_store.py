"""An S3-compatible object store on loopback that tests can interrupt: moto's server with a hand on its answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ObjectStore:
    """A running object store.

    Args:
        url: Where it listens.
        application: What answers, unless a test interrupts.

    While `is_down` it answers everything with 503.
    """

    def __init__(self, application: Application) -> None:
        self.url = ""
        self._application = application
        self._cut = 0
        self._refused = ""
        self.is_down = False

    def cut_answers(self, times: int) -> None:
        """Ends the next answers that hold a model in the middle."""
        self._cut = times

    def refuse_writes_of(self, part: str) -> None:
        """Is out of order for whatever is to be written to keys that hold `part`."""
        self._refused = part

    def client(self) -> Any:
        """A client of its own for the test."""
        return boto3.client("s3", endpoint_url=self.url)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.is_down:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method == "PUT" and self._refused and self._refused in path:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        answer = b"".join(self._application(environ, start_response))
        if method == "GET" and path.endswith(".tar.gz") and self._cut:
            self._cut -= 1
            return [answer[: len(answer) // 2]]
        return [answer]


@contextmanager
def own_object_store() -> Iterator[ObjectStore]:
    """An object store on a free port for as long as the block runs."""
    store = ObjectStore(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, store, threaded=True, request_handler=MotoRequestHandler)
    store.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
