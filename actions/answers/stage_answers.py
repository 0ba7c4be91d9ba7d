"""What follows for the return in hand at its stage: if the check fails, if nobody answers, if it waits; what the
carrier knows; and whether a day is right.

A short message without a topic of its own is about what is in hand, whatever it was understood as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from actions.answers.carrier_told import carrier_told
from actions.answers.counted_dates import is_not_handed_in, own_deadline
from actions.answers.days_right import day_right
from actions.answers.deadlines import send_not_yet
from actions.answers.hand_over import case_of
from actions.answers.return_fee import fee_told
from actions.answers.return_status import next_step_phrase, status_phrase
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import last_answer, rules_behind
from actions.dialogue.read_first import Reader
from actions.dialogue.turn import ActionContext
from actions.replies.item_names import item_names
from actions.replies.item_windows import TO_PERSON, windows_of_return
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.intents import FALLBACK, OUT_OF_SCOPE
from core.stage_questions import StageQuestion, stage_questions
from core.word_sets import WordSets, phrases
from policy.fees import FeeKind, free_returns_counted, next_return_fee
from policy.model import Customer, Order
from policy.next_step import NextStep, next_step
from policy.status import AT_WAREHOUSE, SENT, History, Status, return_state

_STATUS, _HAND_IN, _MONEY, _AMEND = (
    "ask_return_status",
    "report_not_marked_returned",
    "ask_track_refund",
    "ask_amend_return",
)
_SILENT = "ask_seller_silent"
#: Their action says itself where money is that is recorded and not there.
_OF_THE_MONEY = frozenset({_MONEY, "ask_refund_time"})
_OF_FEES = ("utter_next_return_", "utter_free_returns_left", "utter_rule_ask_return_fee")
_BEFORE_APPROVAL = frozenset({Status.REQUESTED, Status.SELLER_RESPONDED})
_REFUSED = frozenset({"inspection", "inspection.checks", "dispute"})
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
#: "They keep telling me nothing" keeps no item.
_KEEPS = WordSets(
    needed=(
        phrases(
            "keep the, keep my, keep one, keep just, keep only, keep this, keeping the, keeping my, hang on to, "
            "hold on to"
        ),
    ),
    most=20,
)
#: What is looked up for whoever has to prove first that a return is theirs.
_TOPICS: Mapping[StageQuestion, str] = MappingProxyType(
    {
        StageQuestion.CARRIER: _HAND_IN,
        StageQuestion.LATE: _HAND_IN,
        StageQuestion.STANDING: _STATUS,
        StageQuestion.WHICH_RETURN: "ask_my_returns",
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


@dataclass(frozen=True)
class _Asked:
    """A message about the return in hand."""

    turn: ActionContext
    case: Case
    behind: tuple[str, ...]
    services: Services
    resume: ReplyAction

    @property
    def step(self) -> NextStep:
        """What comes next for the return."""
        return next_step(self.case.found, self.case.customer, self.case.now, self.services.facts)

    @property
    def history(self) -> History:
        """What has happened to it."""
        return History.until(self.case.found.events, self.case.now)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return return_state(self.case.found.events, self.case.now).status

    def standing(self) -> list[Phrase]:
        """Where it stands, and what comes next."""
        state = return_state(self.case.found.events, self.case.now)
        return [status_phrase(state, self.case), self.next()]

    def next(self) -> Phrase:
        """What comes next, in words."""
        return next_step_phrase(self.step, self.case)

    def topic(self, topic: str) -> Reply:
        """The answer to a question of its own for this return."""
        number, told = self.case.found.number, self.turn.told_now | {"customer_number"}
        return self.resume.respond(
            replace(self.turn, intent="give_details", topic=topic, number=number, told_now=told, date=None)
        )

    def lines(self, lines: Sequence[Phrase], because: str, *, person: bool = False) -> Reply:
        """Some sentences with their source, and a person where only one knows more."""
        said = Utterance("utter_what_next", {"lines": list(lines)}, because, (TO_PERSON,) if person else ())
        return Reply((said,), {"offer": OFFER_PERSON if person else None, "customer_number": self.case.found.number})


def told_of_stage(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """The answer for the return in hand; None where a message asks nothing of it, or something of its own.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    asked = stage_questions(turn.said)
    keeps = _KEEPS.fits(turn.said) and "?" not in turn.said
    if turn.is_press or turn.group or turn.loop is not None or not (asked or keeps):
        return None
    behind = rules_behind(turn.events)
    try:
        turn, customer = with_named(turn, services), known_customer(turn, services)
        if StageQuestion.WHICH_USED in asked and customer is not None:
            used = _which_used(turn, behind, customer, services)
            if used is not None:
                return used
        case = None if turn.numbers or turn.among else case_of(turn, customer, services)
        order = case.found.order if case else records_of(turn, services).order(turn.number or "") if customer else None
        if StageQuestion.OWN_COST in asked and customer is not None and order is not None:
            return _own_cost(turn, behind, customer, order, services)
        if case is None and customer is None and "customer_number" in turn.told_now:
            return _unproven(asked, turn, resume)
        if case is None:
            return None if turn.told_now else _in_general(asked, turn, behind)
        about = _Asked(turn, case, behind, services, resume)
        if keeps and _keeps_one(about):
            return about.topic(_AMEND)
        answers = (_ANSWERS[each](about) for each in asked if each in _ANSWERS)
        return next((each for each in answers if each is not None), None)
    except StoreUnavailable:
        return None


def _in_general(asked: Sequence[StageQuestion], turn: ActionContext, behind: Sequence[str]) -> Reply | None:
    """The span of the stage that an answer for everybody was about, and what a condition means where that was not
    understood."""
    said: Utterance | None = None
    if StageQuestion.SPAN in asked and behind and not any(each.personal for each in last_answer(turn.events)):
        said = _span_of(behind[0])
    elif turn.intent in (FALLBACK, OUT_OF_SCOPE):
        if StageQuestion.SILENCE in asked:
            said = Utterance(f"utter_rule_{_SILENT}")
        elif StageQuestion.SAME_LABEL in asked:
            said = Utterance("utter_rule_ask_multiple_items")
        elif StageQuestion.CHECK_FAILS in asked:
            said = Utterance("utter_rule_ask_failed_inspection")
        elif StageQuestion.SEND_EARLY in asked:
            said = Utterance("utter_what_next", {"lines": [Phrase("reason_label_download")]}, "label.download")
        elif StageQuestion.AFTER_SENDING in asked:
            said = Utterance("utter_what_next", {"lines": [Phrase("after_ship_within")]}, "ship.within")
    return Reply((said,)) if said else None


def _span_of(fact: str) -> Utterance | None:
    if fact not in _SPANS:
        return None
    span = _SPANS[fact]
    if span is None:
        return Utterance("utter_how_long", {"lines": [Phrase("rules_leave_open")]}, fact, (TO_PERSON,))
    return Utterance("utter_how_long", {"lines": [Phrase(f"reason_{span.replace('.', '_')}")]}, span)


def _keeps_one(asked: _Asked) -> bool:
    """Whether some of the items of a return are to be kept."""
    items = {item.id for item in asked.case.found.items}
    named = named_items(asked.turn, asked.case.found.order)
    return len(items) > 1 and bool(named & items)


def _check_fails(asked: _Asked) -> Reply | None:
    if asked.status is Status.INSPECTION_FAILED:
        return None
    rule = Utterance("utter_rule_ask_failed_inspection")
    return Reply((rule, *asked.lines(asked.standing(), asked.step.because).utterances), {"offer": OFFER_PERSON})


def _sent_back(asked: _Asked) -> Reply | None:
    is_refused = asked.status is Status.INSPECTION_FAILED or bool(_REFUSED & set(asked.behind[:1]))
    return asked.lines([Phrase("rules_leave_open")], "inspection.checks", person=True) if is_refused else None


def _send_early(asked: _Asked) -> Reply | None:
    if asked.status not in _BEFORE_APPROVAL:
        return None
    return Reply((send_not_yet(asked.case, asked.step),), {"offer": None})


def _free_back(asked: _Asked) -> Reply | None:
    if asked.status is Status.CANCELLED or not asked.case.found.is_free:
        return None
    return asked.lines([Phrase("rules_leave_open"), Phrase("reason_fee_next")], "fee.next", person=True)


def _same_label(asked: _Asked) -> Reply | None:
    found = asked.case.found
    if not found.is_free or asked.status in (Status.CANCELLED, Status.REJECTED):
        return None
    if asked.history.has(*SENT, *AT_WAREHOUSE):
        return asked.lines([Phrase("share_parcel_too_late"), Phrase("reason_fee_next")], "fee.next", person=True)
    kind = "with" if found.tracking_number else "without"
    told = Phrase(f"share_parcel_{kind}_tracking", {"tracking_number": found.tracking_number})
    return asked.lines([told, Phrase("reason_fee_next")], "fee.next")


def _own_cost(
    turn: ActionContext, behind: Sequence[str], customer: Customer, order: Order, services: Services
) -> Reply | None:
    """That the rules leave open who pays where the next return is not free, behind what it costs where that was not
    told."""
    returns = records_of(turn, services).returns()
    fee = next_return_fee(returns, order, turn.now, services.facts, customer.timezone)
    if fee.kind is FeeKind.FREE:
        return None
    told = () if any(each.startswith("fee") for each in behind) else (fee_told(fee, order, customer, turn.now),)
    lines = {"lines": [Phrase("reason_fee_paid_return")]}
    left_open = Utterance("utter_what_next", lines, "fee.paid_return", (TO_PERSON,))
    return Reply((*told, left_open), {"offer": OFFER_PERSON})


def _unproven(asked: Sequence[StageQuestion], turn: ActionContext, resume: ReplyAction) -> Reply | None:
    """The look at a return whose number is told; whoever asks has to prove first that it is theirs."""
    topic = next((_TOPICS[each] for each in asked if each in _TOPICS), None)
    return resume.respond(replace(turn, intent="give_details", topic=topic)) if topic else None


def _which_used(turn: ActionContext, behind: Sequence[str], customer: Customer, services: Services) -> Reply | None:
    """The returns that were counted as free ones, with what is in each, behind an answer about fees."""
    before = [each.response for each in last_answer(turn.events)]
    if not any(each.startswith(_OF_FEES) for each in before):
        return None
    counted = free_returns_counted(records_of(turn, services).returns(), turn.now, customer.timezone)
    told = tuple(
        Utterance("utter_return_items", {"return_number": each.number, "items": item_names(each.items, each.order)})
        for each in counted
    )
    because = "fee.next" if "fee.next" in behind else "fee.monthly_limit"
    reason = Phrase(f"reason_{because.replace('.', '_')}")
    return Reply((*told, Utterance("utter_why", {"lines": [reason]}, because))) if told else None


def _apply_again(asked: _Asked) -> Reply | None:
    return asked.topic(_AMEND)


def _month(asked: _Asked) -> Reply | None:
    is_here = is_not_handed_in(asked.case, asked.services.facts) or asked.status is Status.CANCELLED
    windows = windows_of_return(asked.case, asked.services.facts)
    return asked.lines([Phrase("reason_ship_within"), *windows], "ship.within") if is_here else None


def _silence(asked: _Asked) -> Reply | None:
    if own_deadline(["seller.silence"], asked.case, asked.services.facts) is not None:
        return None if asked.turn.intent == _SILENT else asked.topic(_SILENT)
    waits = asked.status in _BEFORE_APPROVAL
    return asked.lines([Phrase("reason_seller_silence"), *asked.standing()], "seller.silence") if waits else None


def _not_seen(asked: _Asked) -> Reply | None:
    if asked.turn.intent in _OF_THE_MONEY:
        return None
    if asked.status is Status.REFUND_ISSUED:
        return asked.topic(_MONEY)
    if asked.status is not Status.REFUND_SETTLED:
        return None
    recorded = asked.lines(asked.standing()[:1], "refund.time").utterances
    where = (Utterance("utter_money_not_there"), Utterance("utter_rule_ask_track_refund"))
    return Reply((*recorded, *where), {"offer": OFFER_PERSON})


def _after_sending(asked: _Asked) -> Reply | None:
    return asked.lines([Phrase("after_ship_within")], "ship.within") if asked.case.found.is_free else None


def _after_check(asked: _Asked) -> Reply | None:
    return asked.lines([Phrase("after_inspection")], "inspection") if asked.status is not Status.CANCELLED else None


def _which_return(asked: _Asked) -> Reply | None:
    found = asked.case.found
    values = {"return_number": found.number, "items": item_names(found.items, found.order)}
    return Reply((Utterance("utter_return_items", values),), {"offer": None, "customer_number": found.number})


def _after_that(asked: _Asked) -> Reply | None:
    """What follows the stage that the answer before was about, behind the date of the step in hand."""
    first = next(iter(asked.behind), "")
    because = first if first in _AFTER else asked.step.because
    if because not in _AFTER:
        return None
    is_current = because == asked.step.because
    after = Phrase(f"after_{_AFTER[because].replace('.', '_')}")
    return asked.lines([*([asked.next()] if is_current else []), after], because)


def _late(asked: _Asked) -> Reply | None:
    if asked.history.has(*SENT) and not asked.history.has(*AT_WAREHOUSE) and asked.status is not Status.CANCELLED:
        return asked.topic(_HAND_IN)
    return asked.lines(asked.standing(), asked.step.because, person=True)


def _span(asked: _Asked) -> Reply | None:
    """The span behind an answer for everybody, though a return is in hand."""
    if not asked.behind or any(each.personal for each in last_answer(asked.turn.events)):
        return None
    said = _span_of(asked.behind[0])
    return Reply((said,)) if said else None


def _carrier(asked: _Asked) -> Reply | None:
    told = None if asked.status in _BEFORE_APPROVAL else carrier_told(asked.case, asked.services)
    return told or asked.lines(asked.standing(), asked.step.because)


def _standing(asked: _Asked) -> Reply | None:
    return asked.topic(_STATUS)


def _day_right(asked: _Asked) -> Reply | None:
    lines, because = day_right(asked.turn, asked.behind, asked.case, asked.services.facts)
    return asked.lines(lines, because) if lines else None


_ANSWERS: Mapping[StageQuestion, Callable[[_Asked], Reply | None]] = MappingProxyType(
    {
        StageQuestion.CHECK_FAILS: _check_fails,
        StageQuestion.SENT_BACK: _sent_back,
        StageQuestion.SEND_EARLY: _send_early,
        StageQuestion.FREE_BACK: _free_back,
        StageQuestion.SAME_LABEL: _same_label,
        StageQuestion.APPLY_AGAIN: _apply_again,
        StageQuestion.MONTH: _month,
        StageQuestion.SILENCE: _silence,
        StageQuestion.NOT_SEEN: _not_seen,
        StageQuestion.DAY_RIGHT: _day_right,
        StageQuestion.AFTER_SENDING: _after_sending,
        StageQuestion.AFTER_CHECK: _after_check,
        StageQuestion.AFTER_THAT: _after_that,
        StageQuestion.CARRIER: _carrier,
        StageQuestion.STANDING: _standing,
        StageQuestion.WHICH_RETURN: _which_return,
        StageQuestion.LATE: _late,
        StageQuestion.SPAN: _span,
    }
)


def stage_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads what a message asks of the return in hand at its stage.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    return lambda turn, answer: told_of_stage(turn, services, resume)
