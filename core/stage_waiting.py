"""Messages that say only that nothing has come of what was told: "still nothing", "it's been a week, no change"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.stage_question import StageQuestion
from core.word_sets import WordSets, phrases

#: "Not yet" alone answers a question, and "nothing" alone may be all that somebody wants.
_NOTHING: Final = phrases(
    "still nothing, nothing yet, nothing so far, nothing new, nothing changed, nothing has changed, nothing's "
    "changed, nothing happened, nothing has happened, nothing's happened, nothing happens, nothing happening, "
    "nothing there, nothing moved, nothing has moved, nothing came, nothing has come, nothing arrived, no change, no "
    "changes, no news, no movement, no update, no updates, no progress, no sign of it, no sign yet, no different, "
    "unchanged, hasn't changed, hasnt changed, has not changed, didn't change, not changed, hasn't moved, has not "
    "moved, same as before, still the same, the same as yesterday, still same, still waiting, still not there, not "
    "there yet, still not here, still not in, still no, not moving, isn't moving, stuck there, still stuck, as "
    "before"
)
_KNOWN: Final = phrases(
    "still, nothing, yet, so, far, new, changed, has, nothing's, happened, happens, happening, there, moved, came, "
    "come, arrived, no, change, changes, news, movement, update, updates, progress, sign, of, it, different, "
    "unchanged, hasn't, hasnt, not, didn't, moving, same, as, before, the, yesterday, waiting, here, in, isn't, "
    "stuck, is, it's, its, been, a, an, and, but, i, i'm, im, see, can, checked, looked, just, now, today, again, "
    "since, then, for, at, all, on, my, ok, okay, hm, hmm, hi, hello, well, oh, sorry, page, status, site, account, "
    "end, this, that, morning, week, weeks, day, days, two, three, four, five, six, seven, eight, nine, ten, couple, "
    "later, already, more, than, over, says, say, shows, show, says so, to, any, anywhere, by, afternoon, evening, "
    "tonight, though, however, really, honestly, monday, tuesday, wednesday, thursday, friday, saturday, sunday, "
    "last, anything, either"
)

_ONLY_A_WAIT: Final = WordSets(
    needed=(
        phrases("day, days, week, weeks, hours, month, months"),
        phrases("it's, its, it is, that's, been, waited, waiting"),
    ),
    known=phrases(
        "it's, its, it, is, that's, that, been, has, have, i, i've, we, we've, waited, waiting, for, over, more, than, "
        "about, almost, nearly, already, now, just, well, but, and, hm, ok, okay, a, an, one, two, three, four, five, "
        "six, seven, eight, nine, ten, couple, of, few, day, days, week, weeks, hour, hours, month, months, whole, "
        "full, by, so, far"
    )
    | frozenset(map(str, range(1, 366))),
    most=10,
)


def tells_only_wait(said: str) -> bool:
    """Whether a message says only how long something has taken so far: "it's been 4 days!"."""
    return _ONLY_A_WAIT.fits(said)


WAITING: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {
        StageQuestion.NOTHING_NEW: (
            WordSets(
                needed=(_NOTHING,),
                known=_KNOWN | frozenset(map(str, range(2, 100))),
                # Who asks "is there any change?" or "and if nothing changes?" asks something of its own.
                barred=phrases("if, is there, is it still, any change"),
            ),
        )
    }
)
