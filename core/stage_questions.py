"""What a message asks of the return in hand that is no question of its own: what follows at its stage, on which
condition, what the carrier knows, or whether a day is right.

By words alone; whether a return is in hand, and at which stage it is, the action server knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.days_put_up import puts_up_day
from core.stage_conditions import CONDITIONS
from core.stage_outcomes import OUTCOMES
from core.stage_progress import PROGRESS
from core.stage_question import StageQuestion
from core.stage_waiting import WAITING
from core.word_sets import WordSets

#: The first that fits is meant.
_READ: Final[Mapping[StageQuestion, tuple[WordSets, ...]]] = MappingProxyType(
    {**CONDITIONS, **PROGRESS, **WAITING, **OUTCOMES}
)


def stage_questions(said: str) -> tuple[StageQuestion, ...]:
    """What a message may ask of the return in hand, the likeliest first; none where it asks something of its own."""
    if puts_up_day(said):
        return ()
    return tuple(asked for asked, readers in _READ.items() if any(each.fits(said) for each in readers))
