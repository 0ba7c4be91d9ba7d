"""How the return in hand may end: at the latest, if the parcel turns up, if the seller says no or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from actions.answers.asked_of_stage import BEFORE_APPROVAL, MONEY, AskedOfStage
from actions.answers.stage_progress import span_of
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.lateness import LIMITS
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from core.stage_question import StageQuestion
from policy.status import AT_WAREHOUSE, Status

_SILENCE = "seller.silence"
_REFUSED = frozenset({Status.REJECTED, Status.INSPECTION_FAILED})
_OF_REFUSAL = frozenset({"dispute", "inspection.checks"})
_LIMITED = frozenset(limit for limits in LIMITS.values() for limit in limits)


def outcome_in_general(asked: StageQuestion, behind: tuple[str, ...]) -> Reply | None:
    """What the rules say of how it may end, behind an answer for everybody; None where that was about something else.

    Args:
        asked: The question.
        behind: The rules of the answer before, the deciding one first.
    """
    first = next(iter(behind), "")
    if asked is StageQuestion.LATEST and first in _LIMITED:
        return Reply((Utterance("utter_how_long", {"lines": [Phrase(f"reason_{first.replace('.', '_')}")]}, first),))
    if asked is StageQuestion.LATEST and first:
        said = span_of(first)
        return Reply((said,)) if said else None
    if asked is StageQuestion.TURNS_UP and not {"parcel.lost", "update.dropoff"}.isdisjoint(behind):
        return Reply((Utterance("utter_what_next", {"lines": [Phrase("after_update_dropoff")]}, "inspection"),))
    if asked is StageQuestion.SELLER_REFUSES and first == _SILENCE:
        return Reply((Utterance("utter_rule_ask_dispute"),), {"offer": None})
    if asked is StageQuestion.WINS and first == _SILENCE:
        return _left_open([Phrase("reason_seller_silence")], _SILENCE)
    if asked is StageQuestion.LAST_DATE and first in _OF_REFUSAL:
        return _left_open([], "dispute")
    return None


def _left_open(lines: list[Phrase], because: str) -> Reply:
    said = Utterance("utter_what_next", {"lines": [*lines, Phrase("rules_leave_open")]}, because, (TO_PERSON,))
    return Reply((said,), {"offer": OFFER_PERSON})


def _latest(asked: AskedOfStage) -> Reply | None:
    if asked.history.has(*AT_WAREHOUSE) and asked.status not in _REFUSED:
        return asked.topic(MONEY)
    return asked.lines(asked.standing(), asked.step.because)


def _turns_up(asked: AskedOfStage) -> Reply | None:
    if asked.history.has(*AT_WAREHOUSE):
        return None
    return asked.lines([Phrase("after_update_dropoff")], "inspection")


def _of_the_seller(asked: StageQuestion) -> Callable[[AskedOfStage], Reply | None]:
    def answer(about: AskedOfStage) -> Reply | None:
        return outcome_in_general(asked, (_SILENCE,)) if about.status in BEFORE_APPROVAL else None

    return answer


def _last_date(asked: AskedOfStage) -> Reply | None:
    return _left_open([], "dispute") if asked.status in _REFUSED else None


#: What answers each question of how it may end.
OUTCOMES: Mapping[StageQuestion, Callable[[AskedOfStage], Reply | None]] = MappingProxyType(
    {
        StageQuestion.LATEST: _latest,
        StageQuestion.TURNS_UP: _turns_up,
        StageQuestion.SELLER_REFUSES: _of_the_seller(StageQuestion.SELLER_REFUSES),
        StageQuestion.WINS: _of_the_seller(StageQuestion.WINS),
        StageQuestion.LAST_DATE: _last_date,
    }
)
