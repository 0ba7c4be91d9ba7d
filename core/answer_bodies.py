"""What another server answered, read up to a bound. What a compressed answer unpacks to counts, not what travels."""

from __future__ import annotations

from typing import Final

import requests

_PIECE: Final = 16 * 1024


class AnswerTooLong(requests.RequestException):
    """A server answered more than is read."""


def body_up_to(longest: int, answer: requests.Response) -> bytes:
    """The body of an answer.

    Args:
        longest: The most that is read, in bytes.
        answer: Asked for with `stream=True`, or all of it would have been read before.

    Raises:
        AnswerTooLong: There is more.
        requests.RequestException: It breaks off, or can't be unpacked.
    """
    body = bytearray()
    for piece in answer.iter_content(_PIECE):
        body += piece
        if len(body) > longest:
            raise AnswerTooLong(f"the answer is longer than {longest} bytes")
    return bytes(body)
