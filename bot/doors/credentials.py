"""What a client shows to be let in, and what the conversations of each kind of client begin with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.doors.refusal import Refusal

#: Conversations that a server of the shop names.
API: Final = "api:"
#: Conversations that a person at the desk's own machine names, in development.
DEV: Final = "dev:"


def bearer_in(headers: Mapping[str, str]) -> str | None:
    """The token of an `Authorization: Bearer` header, None where there is no such header.

    Raises:
        Refusal: There is the header, and it holds something else.
    """
    header = headers.get("authorization")
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Refusal(401, "Authorization is not of the form: Bearer <session>.")
    return token.strip()
