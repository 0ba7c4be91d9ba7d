"""Takes in what a help desk tells: checks who says so, keeps it once, and has it brought to the customer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import Enum
from typing import Final, Optional

from actions.help_desk.incoming import READERS
from actions.help_desk.tickets import Tickets
from core.clock import Clock

_LONGEST_KEY: Final = 200


class Outcome(str, Enum):
    """What became of a request: done now, done before, or none of our business."""

    KEPT = "kept"
    REPEATED = "repeated"
    IGNORED = "ignored"


class HelpDeskInbox:
    """The way in for one help desk.

    Args:
        kind: Which one is configured.
        secret: What it signs its requests with; None closes the way in.
        tickets: The store.
        wall: A clock that runs, for the age of signatures.
        clock: The shop's clock, for when something was said.
    """

    def __init__(self, kind: str, secret: Optional[str], tickets: Tickets, wall: Clock, clock: Clock) -> None:
        self._kind = kind
        self._secret = secret
        self._tickets = tickets
        self._wall = wall
        self._clock = clock

    def receive(self, kind: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Take in one request.

        Args:
            kind: The help desk that it says it comes from.
            headers: By lower-case name.
            body: As it was sent.

        Raises:
            LookupError: No such help desk is configured here, or none that signs.
            BadSignature: Somebody else sent it.
            NotUnderstood: It has another form.
            StoreUnavailable: The database did not answer.
        """
        read = READERS.get(kind)
        if read is None or kind != self._kind or self._secret is None:
            raise LookupError(f"no help desk of the kind {kind!r} is configured with RETURNDESK_HELP_DESK_SECRET")
        told = read(self._secret, headers, body, self._wall.now())
        if told is None:
            return Outcome.IGNORED
        ticket = self._tickets.find(token=told.token, reference=told.reference)
        if ticket is None:
            return Outcome.IGNORED
        now = self._clock.now()
        if told.words is None:
            is_new = self._tickets.close(ticket.number, now)
        else:
            is_new = self._tickets.reply(ticket.number, _bounded(told.key), told.words, now)
        return Outcome.KEPT if is_new else Outcome.REPEATED


def _bounded(key: str) -> str:
    """A delivery's id as it is kept; of a long one a digest, as its end counts too."""
    return key if len(key) <= _LONGEST_KEY else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
