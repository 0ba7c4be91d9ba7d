"""Refuses requests that don't say plainly how long their body is, before any of it is read.

Sanic 21.12 reads Content-Length with `int()`: what is not a number ended in an error of the server, and for one below
zero it read an empty piece of the body after the other without end, so that a single request stopped the whole server.

The length of a compressed body says nothing about what it unpacks to. Whoever calls has no need of one.
"""

from __future__ import annotations

from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request

from actions.packed_bodies import NOT_TAKEN, is_packed


class CheckedRequest(Request):
    """A request whose length, where it gives one, is made of digits, and whose body comes as it is."""

    def __init__(self, url_bytes: bytes, headers: Any, *more: Any, **named: Any) -> None:
        """Made by the server out of a request's headers, before it reads the body."""
        for length in headers.getall("content-length", ()):
            if not (length.isascii() and length.isdigit()):
                raise InvalidUsage("Content-Length is not a length.")
        super().__init__(url_bytes, headers, *more, **named)

    async def receive_body(self) -> None:
        """Reads the body, unless it is compressed."""
        # Not earlier: an error is answered with this request, whose headers say who calls.
        if is_packed(self.headers.getall("content-encoding", ())):
            raise SanicException(NOT_TAKEN, status_code=415)
        await super().receive_body()


def check_body_lengths(app: Sanic) -> None:
    """Has a server that was not started yet look at the lengths of bodies before it reads them."""
    app.request_class = CheckedRequest
