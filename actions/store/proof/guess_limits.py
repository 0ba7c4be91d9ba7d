"""How often somebody may be wrong about who they are, and how long they wait in between.

Refused tries count for four subjects at once, each with limits of its own, and the strictest one holds:

- the **session**: who mistypes twice goes on at once; from the third refusal on there is a pause, which typing anew
  mostly takes anyway, and after six within half an hour this conversation tries no more until they have aged.
- the **client**, the network address or channel user: a script that opens one conversation after another. Whole
  offices and mobile networks share an address, so it may be wrong more often, and for an hour only.
- the **number**, as it was typed, whether it exists or not: it stands on the parcel, and then the address is what
  remains to be guessed, from many places if need be. Ten tries a day are not enough for that.
- the **e-mail address**: the same the other way round, where an address is known and numbers are tried.

The last two let an attacker keep a customer from proving themselves by a number: that is the price of holding off
guesses from everywhere, and it is kept low. The pauses come first, so a passer-by closes nothing. A lock ends by
itself, since tries are not counted while it lasts. The order's number and the return's are counted apart, so the other
one still works; so does signing in at the shop, which guesses nothing. And a person can always be asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

#: How much more of everything but a session's own tries development allows, where scripts play many customers at once
#: and the clock may stand still.
_WIDER = 50


class Subject(str, Enum):
    """What refused tries are counted for."""

    SESSION = "session"
    CLIENT = "client"
    NUMBER = "number"
    EMAIL = "email"


@dataclass(frozen=True)
class Limit:
    """How many refusals one subject may have.

    Args:
        free: After this many refusals the next try still comes at once.
        pauses: Before each further try, how long after the last refusal it may come; the last pause repeats.
        lock: With this many refusals within `window`, no try is taken until some have aged.
        window: How long a refusal counts.
    """

    free: int
    pauses: Sequence[timedelta]
    lock: int
    window: timedelta

    def pause_after(self, refusals: int) -> timedelta:
        """How long to wait after this many refusals."""
        beyond = refusals - self.free
        return self.pauses[min(beyond, len(self.pauses)) - 1] if beyond > 0 else timedelta()


@dataclass(frozen=True)
class Hold:
    """Why no try is taken now: a pause of this length, or a lock."""

    remaining: timedelta
    locked: bool


def _seconds(*lengths: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=length) for length in lengths)


#: What production allows.
STRICT: Mapping[Subject, Limit] = {
    Subject.SESSION: Limit(free=2, pauses=_seconds(5, 15, 60), lock=6, window=timedelta(minutes=30)),
    Subject.CLIENT: Limit(free=10, pauses=_seconds(5, 15, 60), lock=40, window=timedelta(hours=1)),
    Subject.NUMBER: Limit(free=4, pauses=_seconds(5, 15, 60, 300), lock=10, window=timedelta(hours=24)),
    Subject.EMAIL: Limit(free=4, pauses=_seconds(5, 15, 60, 300), lock=20, window=timedelta(hours=24)),
}

#: What development allows: a session's own limits are the same.
WIDE: Mapping[Subject, Limit] = {
    subject: limit if subject is Subject.SESSION else replace(limit, free=limit.free * _WIDER, lock=limit.lock * _WIDER)
    for subject, limit in STRICT.items()
}


def hold(limit: Limit, refusals: Sequence[datetime], now: datetime) -> Hold | None:
    """What a subject's refusals mean for a try now.

    Args:
        limit: The subject's limit.
        refusals: When it was refused, the latest first, all within the limit's window.
        now: The current instant, aware.

    Returns:
        None where a try may be taken.
    """
    if len(refusals) >= limit.lock:
        # The lock ends when so many have aged that fewer than `lock` remain.
        return Hold(refusals[limit.lock - 1] + limit.window - now, locked=True)
    if not refusals:
        return None
    pause = limit.pause_after(len(refusals))
    # No longer than the pause itself, should the clock have been set back since.
    remaining = min(pause, refusals[0] + pause - now)
    return Hold(remaining, locked=False) if remaining > timedelta() else None
