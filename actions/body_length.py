"""Refuses requests whose Content-Length is no length.

Sanic 21.12 reads it with `int()`: what is not a number ended in an error of the server, and for one below zero it read
an empty piece of the body after the other without end, so that a single request stopped the whole server.
"""

from __future__ import annotations

from typing import Any

from sanic import Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request


class CheckedRequest(Request):
    """A request whose length, where it gives one, is made of digits."""

    def __init__(self, url_bytes: bytes, headers: Any, *more: Any, **named: Any) -> None:
        """Made by the server out of a request's headers, before it reads the body."""
        for length in headers.getall("content-length", ()):
            if not (length.isascii() and length.isdigit()):
                raise InvalidUsage("Content-Length is not a length.")
        super().__init__(url_bytes, headers, *more, **named)


def check_body_lengths(app: Sanic) -> None:
    """Has a server that was not started yet look at the lengths of bodies before it reads them."""
    app.request_class = CheckedRequest
