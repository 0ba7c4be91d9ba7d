"""Reads a body in chunks only where each chunk is what HTTP says it is.

Sanic 21.12 reads a chunk's size with `int()`, which takes a sign, underscores, `0x` and digits of other scripts, and
does not look how the chunk before it ends. A proxy in front that reads the same bytes in another way would take for a
body what is a request here, or the other way round.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any, Final

from sanic.exceptions import InvalidUsage

#: RFC 9112, 7.1; what is longer than eight digits is longer than any body here.
_SIZE: Final = re.compile(r"[0-9A-Fa-f]{1,8}(?:;[\t -~]*)?")
_END: Final = b"\r\n"
#: In bytes, as Sanic has it: a size with what else stands on its line.
_LONGEST: Final = 64


async def pieces_of(stream: Any) -> AsyncIterator[bytes]:
    """The pieces of a request's body as they come.

    Args:
        stream: Sanic's own, of HTTP/1.1.

    Raises:
        InvalidUsage: A chunk does not begin with a size, or does not end where it says.
    """
    while stream.request_body:
        # Who waits to be asked for the body sends nothing before; Sanic asks with its first reading.
        if stream.request_body == "chunked" and not stream.request_bytes_left and not stream.expecting_continue:
            await _check_size(stream)
        piece = await stream.read()
        if piece:
            yield piece


async def _check_size(stream: Any) -> None:
    buffer = stream.recv_buffer
    while (end := buffer.find(_END, len(_END))) < 0 and len(buffer) <= _LONGEST:
        await stream._receive_more()
    if end < 0 or buffer[: len(_END)] != _END or not _SIZE.fullmatch(buffer[len(_END) : end].decode("latin-1")):
        stream.keep_alive = False
        raise InvalidUsage("A chunk of the body has no size, or another one than it says.")
