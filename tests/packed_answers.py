"""Compressed bodies, some 250 kB that unpack to 250 MB, and a server that answers with one."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_MB = 1024 * 1024
_UNPACKED_MB = 250
_PIECE = 64 * 1024

#: How a body may be packed: what Content-Encoding says, and what zlib calls it. Some servers leave a header out.
PACKED = {"gzip": ("gzip", 31), "deflate": ("deflate", 15), "deflate without its header": ("deflate", -15)}


@lru_cache
def packed(how: str = "gzip") -> bytes:
    """JSON that unpacks to 250 MB: an empty object, and blanks, which any reader of JSON skips."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, PACKED[how][1])
    blanks = b" " * _MB
    pieces = [compressor.compress(b"{}"), *(compressor.compress(blanks) for _ in range(_UNPACKED_MB))]
    return b"".join([*pieces, compressor.flush()])


class PackingServer(ThreadingHTTPServer):
    """Answers every request with a packed body.

    Args:
        how: A key of PACKED.
        in_pieces: Whether the length is left open.
        status: The status of its answers.
        body: Another body than a packed one.
    """

    daemon_threads = True

    def __init__(self, how: str = "gzip", in_pieces: bool = False, status: int = 200, body: bytes = b"") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.how, self.in_pieces, self.status = how, in_pieces, status
        # Made before anybody measures.
        self.body = body or packed(how)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what is hoped for."""


class _Handler(BaseHTTPRequestHandler):
    server: PackingServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Nothing is written."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = self.server.body
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", PACKED[self.server.how][0])
        if self.server.in_pieces:
            self.send_header("Transfer-Encoding", "chunked")
            pieces = [body[start : start + _PIECE] for start in range(0, len(body), _PIECE)]
            body = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the library's name


@contextmanager
def packing_server(how: str = "gzip", in_pieces: bool = False, body: bytes = b"") -> Iterator[PackingServer]:
    """A server for the time of a block."""
    with PackingServer(how, in_pieces, body=body) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()
