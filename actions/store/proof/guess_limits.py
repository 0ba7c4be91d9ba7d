"""How often somebody may be wrong about who they are, and how long they wait in between.

Refused tries count for several subjects at once, each with limits of its own, and the strictest one holds:

- the **session**: who mistypes twice goes on at once; from the third refusal on there is a pause, which typing anew
  mostly takes anyway, and after six within half an hour this conversation tries no more until they have aged.
- the **source**, the network address or channel user: a script that opens one conversation after another. Whole
  offices and mobile networks share an address, so it may be wrong more often, and for an hour only.
- the **source at a number** and **at an e-mail address**: whoever knows one of the two and tries the other waits longer
  and longer, at last eight hours, and nobody else does.
- the **number**, as it was typed, whether it exists or not: it stands on the parcel, and then the address is what
  remains to be guessed, from many places if need be. The waits grow to four hours.
- the **e-mail address**: the same the other way round, where an address is known and numbers are tried.

The last two hold for everybody, its owner included, so one source or two don't bring them about: of each source
`FROM_ONE_SOURCE` refusals count, until a third one shows that several have a part in it. There is no lock: who waits
comes through. A conversation in which the customer was known before gets through meanwhile, as its name can't
be guessed; so does signing in at the shop. The order's number and the return's are counted apart, and a person can
always be asked. What all this leaves of guessing is reckoned in docs/security.md, and held there by a test.
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
    CLIENT_AT_NUMBER = "client at number"
    CLIENT_AT_EMAIL = "client at email"
    NUMBER = "number"
    EMAIL = "email"


#: What counts for everybody, and what of it is one source's own.
SHARED: Mapping[Subject, Subject] = {Subject.NUMBER: Subject.CLIENT_AT_NUMBER, Subject.EMAIL: Subject.CLIENT_AT_EMAIL}
#: How many of a source's refusals count for everybody, as long as no more than two sources were refused.
FROM_ONE_SOURCE = 4
FROM_TWO_SOURCES = 2 * FROM_ONE_SOURCE
#: A wait from which on nobody is told to type it again in a moment.
_LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Limit:
    """How many refusals one subject may have.

    Args:
        free: After this many refusals the next try still comes at once.
        pauses: Before each further try, how long after the last refusal it may come; the last pause repeats.
        window: How long a refusal counts.
        lock: With this many refusals within `window`, no try is taken until some have aged; None where waits do.
    """

    free: int
    pauses: Sequence[timedelta]
    window: timedelta
    lock: int | None = None

    def pause_after(self, refusals: int) -> timedelta:
        """How long to wait after this many refusals."""
        beyond = refusals - self.free
        return self.pauses[min(beyond, len(self.pauses)) - 1] if beyond > 0 else timedelta()


@dataclass(frozen=True)
class Hold:
    """Why no try is taken now: a pause of this length, or a lock, as which a pause of half an hour or more counts."""

    remaining: timedelta
    locked: bool


def _seconds(*lengths: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(seconds=length) for length in lengths)


_MINUTE, _HOUR, _WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(weeks=1)
_GROWING = (*_seconds(5, 15, 60, 300), 30 * _MINUTE)
_OF_A_SOURCE = Limit(FROM_ONE_SOURCE, (*_GROWING, 2 * _HOUR, 8 * _HOUR), _WEEK)
_OF_EVERYBODY = Limit(FROM_ONE_SOURCE, (*_GROWING, _HOUR, 2 * _HOUR, 4 * _HOUR), _WEEK)

#: What production allows.
STRICT: Mapping[Subject, Limit] = {
    Subject.SESSION: Limit(free=2, pauses=_seconds(5, 15, 60), lock=6, window=30 * _MINUTE),
    Subject.CLIENT: Limit(free=10, pauses=_seconds(5, 15, 60), lock=40, window=_HOUR),
    Subject.CLIENT_AT_NUMBER: _OF_A_SOURCE,
    Subject.CLIENT_AT_EMAIL: _OF_A_SOURCE,
    Subject.NUMBER: _OF_EVERYBODY,
    Subject.EMAIL: _OF_EVERYBODY,
}


def _wider(limit: Limit) -> Limit:
    return replace(limit, free=limit.free * _WIDER, lock=limit.lock * _WIDER if limit.lock else None)


#: What development allows: a session's own limits are the same.
WIDE: Mapping[Subject, Limit] = {
    subject: limit if subject is Subject.SESSION else _wider(limit) for subject, limit in STRICT.items()
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
    if limit.lock is not None and len(refusals) >= limit.lock:
        # The lock ends when so many have aged that fewer than `lock` remain.
        return Hold(refusals[limit.lock - 1] + limit.window - now, locked=True)
    if not refusals:
        return None
    pause = limit.pause_after(len(refusals))
    # No longer than the pause itself, should the clock have been set back since.
    remaining = min(pause, refusals[0] + pause - now)
    return Hold(remaining, locked=remaining >= _LONG) if remaining > timedelta() else None
