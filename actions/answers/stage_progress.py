"""How the return in hand goes on: what follows, how long that takes, what the carrier knows, whether a day is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from actions.answers.asked_of_stage import BEFORE_APPROVAL, HAND_IN, MONEY, STATUS, AskedOfStage
from actions.answers.carrier_told import carrier_told
from actions.answers.days_right import day_right
from actions.answers.next_again import THEN, money_by
from actions.answers.return_status import person_choice
from actions.dialogue.asked_before import intent_before
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.last_answer import last_answer
from actions.replies.item_names import item_names
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from core.intents import WHAT_NEXT
from core.stage_question import StageQuestion
from policy.deadlines import OVER
from policy.status import AT_WAREHOUSE, SENT, Status

#: Their action says itself where money is that is recorded and not there.
_OF_THE_MONEY = frozenset({MONEY, "ask_refund_time"})


#: Rules after whose stage the domain tells what follows, by the rule of the step.
_AFTER: Mapping[str, str] = MappingProxyType(
    {
        **{
            each: each
            for each in (
                *("request.processing", "seller.silence", "ship.within", "update.dropoff", "inspection", "refund.time"),
                "ship.label",
            )
        },
        "label.download": "ship.within",
        "request.steps": "request.processing",
    }
)


#: How long the stage takes that a general answer was about; None where the rules state nothing.
_SPANS: Mapping[str, str | None] = MappingProxyType(
    {
        "parcel.track": "parcel.upload",
        "inspection.checks": "dispute",
        "dispute": "dispute",
        "refund.track": "refund.time",
        "request.steps": "request.processing",
        "label.download": "request.processing",
        "ship.points": "update.dropoff",
        "ship.label": "update.dropoff",
        **dict.fromkeys(("seasonal", "seasonal.published", "packing", "piece_by_piece")),
    }
)


def span_of(fact: str) -> Utterance | None:
    if fact not in _SPANS:
        return None
    span = _SPANS[fact]
    if span is None:
        return Utterance("utter_how_long", {"lines": [Phrase("rules_leave_open")]}, fact, (TO_PERSON,))
    return Utterance("utter_how_long", {"lines": [Phrase(f"reason_{span.replace('.', '_')}")]}, span)


def _not_seen(asked: AskedOfStage) -> Reply | None:
    if asked.turn.intent in _OF_THE_MONEY:
        return None
    if asked.status is Status.REFUND_ISSUED:
        return asked.topic(MONEY)
    if asked.status is not Status.REFUND_SETTLED:
        return None
    recorded = asked.lines(asked.standing()[:1], "refund.time").utterances
    where = (Utterance("utter_money_not_there"), Utterance("utter_rule_ask_track_refund"))
    return Reply((*recorded, *where), {"offer": OFFER_PERSON})


def _after_sending(asked: AskedOfStage) -> Reply | None:
    return asked.lines([Phrase("after_ship_within")], "ship.within") if asked.case.found.is_free else None


def _after_check(asked: AskedOfStage) -> Reply | None:
    return asked.lines([Phrase("after_inspection")], "inspection") if asked.status is not Status.CANCELLED else None


def _which_return(asked: AskedOfStage) -> Reply | None:
    found = asked.case.found
    values = {"return_number": found.number, "items": item_names(found.items, found.order)}
    return Reply((Utterance("utter_return_items", values),), {"offer": None, "customer_number": found.number})


def _after_that(asked: AskedOfStage) -> Reply | None:
    """What follows the stage that the answer before was about, behind the date of the step in hand."""
    first = next(iter(asked.behind), "")
    because = first if first in _AFTER else asked.step.because
    if because not in _AFTER:
        return None
    # That help is needed now was told before; what follows is asked for.
    is_current = because == asked.step.because and not person_choice(asked.step)
    # Whoever asked for the step before has heard its sentence.
    is_untold = is_current and intent_before(asked.turn.events) != WHAT_NEXT
    stage = _AFTER[because]
    after = Phrase(f"after_{stage.replace('.', '_')}")
    money = money_by(THEN[stage], asked.case, asked.services.facts)
    return asked.lines([*([asked.next()] if is_untold else []), after, *money], THEN[stage])


def _late(asked: AskedOfStage) -> Reply | None:
    if asked.history.has(*SENT) and not asked.history.has(*AT_WAREHOUSE) and asked.status is not Status.CANCELLED:
        return asked.topic(HAND_IN)
    return asked.lines(asked.standing(), asked.step.because, person=True)


def _nothing_new(asked: AskedOfStage) -> Reply | None:
    """Where it stands and until when that holds; a person where the customer was told just that."""
    if asked.status is Status.REFUND_SETTLED and asked.turn.intent in _OF_THE_MONEY:
        # "Nothing came" of money that the records hold for settled: its own topic says what to do.
        return None
    told = _not_seen(asked) or _late(asked)
    before = {each.response for each in last_answer(asked.turn.events)}
    if told is None or not before.issuperset(each.response for each in told.utterances):
        return told
    return asked.lines(asked.standing(), asked.step.because, person=True)


def _span(asked: AskedOfStage) -> Reply | None:
    """The span behind an answer for everybody, though a return is in hand."""
    if not asked.behind or any(each.personal for each in last_answer(asked.turn.events)):
        return None
    said = span_of(asked.behind[0])
    return Reply((said,)) if said else None


def _carrier(asked: AskedOfStage) -> Reply | None:
    told = None if asked.status in BEFORE_APPROVAL else carrier_told(asked.case, asked.services)
    return told or asked.lines(asked.standing(), asked.step.because)


def _standing(asked: AskedOfStage) -> Reply | None:
    return asked.topic(STATUS)


def _day_right(asked: AskedOfStage) -> Reply | None:
    lines, because = day_right(asked.turn, asked.behind, asked.case, asked.services.facts)
    if not lines:
        return None
    # What should be there by now and is not, only a person can look into.
    is_late = bool(person_choice(asked.step))
    return asked.lines([*lines, *([asked.next()] if is_late else [])], because, person=is_late)


def _still_open(asked: AskedOfStage) -> Reply:
    """Yes or no, and where the return stands."""
    verdict = "still_open_not" if asked.status in OVER else "still_open"
    said = Phrase(verdict, {"return_number": asked.case.found.number})
    return asked.lines([said, *asked.standing()], asked.step.because)


#: What answers each question of how it goes on.
PROGRESS: Mapping[StageQuestion, Callable[[AskedOfStage], Reply | None]] = MappingProxyType(
    {
        StageQuestion.NOT_SEEN: _not_seen,
        StageQuestion.DAY_RIGHT: _day_right,
        StageQuestion.STILL_OPEN: _still_open,
        StageQuestion.AFTER_SENDING: _after_sending,
        StageQuestion.AFTER_CHECK: _after_check,
        StageQuestion.AFTER_THAT: _after_that,
        StageQuestion.CARRIER: _carrier,
        StageQuestion.STANDING: _standing,
        StageQuestion.WHICH_RETURN: _which_return,
        StageQuestion.LATE: _late,
        StageQuestion.NOTHING_NEW: _nothing_new,
        StageQuestion.SPAN: _span,
    }
)
