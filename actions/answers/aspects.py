"""One aspect of the return or item in view, in one short answer: whether it is late, its number, until when it can be
asked for; or that neither records nor rules tell it.

What was told of a return is not told again word for word to who asks for one thing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from actions.answers.asked_of_parcel import tracking_number_told
from actions.answers.asked_of_stage import BEFORE_APPROVAL, MONEY, AskedOfStage
from actions.answers.aspect_in_view import InView
from actions.answers.aspect_lateness import ADVICE, how_late, late, lost, lost_from
from actions.answers.aspect_windows import ask_again, ask_until
from actions.answers.counted_dates import how_counted, own_deadline, time_until
from actions.answers.hand_over import case_of
from actions.answers.return_status import status_phrase
from actions.answers.sums import pointed_at
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import ActionContext
from actions.forms.draft import CANCEL_FORM
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.aspects import OF_RULES, Aspect, aspect_asked
from core.database.errors import StoreUnavailable
from core.intents import FALLBACK, OUT_OF_SCOPE, RULES_ALONE
from core.what_ifs import asks_to_apply_again
from policy.deadlines import OVER
from policy.status import AT_WAREHOUSE, SENT, Status, return_state

_SURE: Final = "doubt_answer"
#: Their action tells how to ask for what was cancelled once more.
_OF_CHANGES: Final = frozenset({"ask_amend_return", "ask_cancel_return"})
_TRACK: Final = "ask_track_parcel"
_MONEY_TIME: Final = "refund.time"
_PROCESSING: Final = "ask_processing_time"
#: As which the details of a rule reach the actions (bot/nlu/negations.py).
_UNCLEAR: Final = frozenset({FALLBACK, OUT_OF_SCOPE, "give_details"}) | RULES_ALONE
_DISPUTE, _LABEL, _BARCODE = "dispute", "ship.label", "ship.barcode"
#: Where the platform decides, or may be asked to.
_DECIDED: Final = frozenset({Status.INSPECTION_FAILED, Status.REJECTED, Status.ESCALATED})


def aspect_reader(services: Services, resume: ReplyAction, follow_up: ReplyAction | None = None) -> Reader:
    """Reads for which aspect of what was told a message asks, whatever it was understood as.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
        follow_up: Says more of the answer before.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        return told_of_aspect(turn, services, resume, follow_up)

    return read


def told_of_aspect(
    turn: ActionContext, services: Services, resume: ReplyAction, follow_up: ReplyAction | None
) -> Reply | None:
    """The answer to the aspect alone; None where a message asks for none, or nothing is in view that has it.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
        follow_up: Says more of the answer before.
    """
    elsewhere = turn.is_press or turn.group or "email" in turn.told_now
    aspect = None if elsewhere else aspect_asked(turn.said)
    if aspect is None or (aspect in OF_RULES and turn.intent not in _UNCLEAR):
        return None
    if turn.loop not in (None, CANCEL_FORM):
        # What is being prepared has no dates yet.
        return _OF_ALL[aspect](turn, services) if aspect in _OF_ALL else None
    behind = rules_behind(turn.events)
    if aspect is Aspect.SOURCE:
        return follow_up.respond(replace(turn, intent=_SURE)) if follow_up and behind else None
    if asks_to_apply_again(turn.said) and turn.intent in _OF_CHANGES:
        return None
    if aspect in (Aspect.ADVICE, Aspect.CONSEQUENCE):
        return _advice(aspect, behind)
    try:
        view = _in_view(turn, services, resume)
    except StoreUnavailable:
        return None
    told = _ANSWERS[aspect](view) if view is not None and aspect in _ANSWERS else None
    if told is not None or (view is not None and aspect not in OF_RULES):
        return told
    return _OF_ALL[aspect](turn, services) if aspect in _OF_ALL and "customer_number" not in turn.told_now else None


def _in_view(turn: ActionContext, services: Services, resume: ReplyAction) -> InView | None:
    """What a message is about: what it names, or what the conversation has come to.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    turn, customer = with_named(turn, services), known_customer(turn, services)
    if customer is None or turn.numbers or turn.among:
        return None
    case = case_of(turn, customer, services)
    order = records_of(turn, services).order(turn.number or "") or (case.found.order if case else None)
    if order is None:
        return None
    named = named_items(turn, order) or frozenset(each.id for each in pointed_at(turn, order))
    if case is not None and named and named.isdisjoint(item.id for item in case.found.items):
        # The order has a return, and the thing is not in it.
        case = None
    asked = AskedOfStage(turn, case, tuple(rules_behind(turn.events)), services, resume) if case else None
    held = {item.id for item in case.found.items} if case else {item.id for item in order.items}
    return InView(turn, customer, order, named or frozenset(held), asked, services)


def _advice(aspect: Aspect, behind: Sequence[str]) -> Reply | None:
    """That it is advice, behind an answer which gave some, and that no consequence is stated where one is feared."""
    if ADVICE not in behind:
        return None
    feared = [Phrase("aspect_no_consequence")] if aspect is Aspect.CONSEQUENCE else []
    return Reply((Utterance("utter_what_next", {"lines": [*feared, Phrase("reason_ship_within")]}, ADVICE),))


def _tracking_number(view: InView) -> Reply | None:
    if view.asked is None:
        return None
    follow = (Utterance(f"utter_rule_{_TRACK}"),) if view.turn.intent == _TRACK else ()
    return Reply((tracking_number_told(view.asked.case), *follow))


def _where_refund(view: InView) -> Reply | None:
    return Reply((Utterance("utter_rule_ask_track_refund"),))


def _label_until(view: InView) -> Reply | None:
    """Until when a label is good by the records, or that they don't tell and no rule does."""
    if view.asked is None:
        return None
    case = view.asked.case
    label = records_of(view.turn, view.services).label(case.found.number)
    if label is None or label.expires_at is None:
        said = Utterance("utter_aspect_label_undated", {"return_number": case.found.number}, choices=(TO_PERSON,))
        return Reply((said,), {"offer": OFFER_PERSON, "customer_number": case.found.number})
    values = {"return_number": case.found.number, "day": show_instant(label.expires_at, case.customer, case.now)}
    if label.expires_at <= case.now:
        said = Utterance("utter_own_label_expired", values, "ship.label", (TO_PERSON,))
        return Reply((said,), {"offer": OFFER_PERSON, "customer_number": case.found.number})
    return Reply((Utterance("utter_aspect_label_until", values),), {"customer_number": case.found.number})


def _complaint(view: InView) -> Reply | None:
    return _no_date_for_complaining(view.turn, view.services)


def _no_date_for_complaining(turn: ActionContext, services: Services) -> Reply:
    return Reply(
        (Utterance("utter_aspect_complaint", because="dispute", choices=(TO_PERSON,)),), {"offer": OFFER_PERSON}
    )


def _which_day(view: InView) -> Reply | None:
    """The day of what has happened last."""
    if view.asked is None:
        return None
    state = return_state(view.asked.case.found.events, view.asked.case.now)
    return view.asked.lines([status_phrase(state, view.asked.case)], view.asked.step.because) if state.since else None


def _paid(view: InView) -> Reply | None:
    return view.asked.topic(MONEY) if view.asked else None


def _latest(view: InView) -> Reply | None:
    """Until when the money should be there, behind an answer that told of it."""
    if view.asked is None or view.asked.behind[:1] != (_MONEY_TIME,):
        return None
    deadline = own_deadline([_MONEY_TIME], view.asked.case, view.services.facts)
    if deadline is None:
        return None
    counted = how_counted(deadline, view.customer, view.turn.now, view.services.facts)
    return view.asked.lines([time_until(deadline, view.customer, view.turn.now), *counted], deadline.because)


def _hear_back(view: InView) -> Reply | None:
    return view.asked.topic(_PROCESSING) if view.asked and view.asked.status in BEFORE_APPROVAL else None


def _processed(turn: ActionContext, services: Services) -> Reply:
    return Reply(
        (Utterance("utter_what_next", {"lines": [Phrase("reason_request_processing")]}, "request.processing"),)
    )


def _quicker(view: InView) -> Reply | None:
    """What comes next, and that nothing else makes it come sooner, once the parcel is handed in."""
    asked = view.asked
    if asked is None or asked.status in OVER or not asked.history.has(*SENT, *AT_WAREHOUSE):
        return None
    return asked.lines([asked.next(), Phrase("nothing_further")], asked.step.because, person=True)


def _review(view: InView) -> Reply | None:
    """That no time is stated for a decision of the platform, where that is what a return waits for."""
    if view.asked is None or view.asked.status not in _DECIDED:
        return None
    return view.asked.lines([Phrase("reason_dispute")], _DISPUTE, person=True)


def _rule_quicker(turn: ActionContext, services: Services) -> Reply:
    return Reply((Utterance("utter_rule_ask_faster_refund"),))


def _label_printed(turn: ActionContext, services: Services) -> Reply:
    """Whether a label has to be on paper, which the rules state for some countries alone."""
    try:
        customer = known_customer(turn, services)
    except StoreUnavailable:
        customer = None
    fact = services.facts.by_id.get(_BARCODE)
    named = fact.value if fact is not None and isinstance(fact.value, tuple) else ()
    if customer is not None and customer.country in named:
        return Reply((Utterance("utter_what_next", {"lines": [Phrase("reason_ship_barcode")]}, _BARCODE),))
    lines = [Phrase("rules_leave_open"), Phrase("reason_ship_barcode")]
    return Reply((Utterance("utter_what_next", {"lines": lines}, _BARCODE, (TO_PERSON,)),), {"offer": OFFER_PERSON})


def _label_looks(turn: ActionContext, services: Services) -> Reply:
    lines = {"lines": [Phrase("rules_leave_open")]}
    return Reply((Utterance("utter_what_next", lines, _LABEL, (TO_PERSON,)),), {"offer": OFFER_PERSON})


def _label_place(turn: ActionContext, services: Services) -> Reply:
    return Reply((Utterance("utter_what_next", {"lines": [Phrase("meaning_ship_label")]}, _LABEL),))


_ANSWERS: Final[Mapping[Aspect, Callable[[InView], Reply | None]]] = MappingProxyType(
    {
        Aspect.LOST: lost,
        Aspect.LOST_FROM: lost_from,
        Aspect.HOW_LATE: how_late,
        Aspect.LATE: late,
        Aspect.TRACKING_NUMBER: _tracking_number,
        Aspect.WHERE_REFUND: _where_refund,
        Aspect.LABEL_UNTIL: _label_until,
        Aspect.COMPLAINT: _complaint,
        Aspect.WHICH_DAY: _which_day,
        Aspect.HEAR_BACK: _hear_back,
        Aspect.LATEST: _latest,
        Aspect.PAID: _paid,
        Aspect.ASK_AGAIN: ask_again,
        Aspect.ASK_UNTIL: ask_until,
        Aspect.QUICKER: _quicker,
        Aspect.REVIEW: _review,
    }
)
#: What is the same for everybody.
_OF_ALL: Final[Mapping[Aspect, Callable[[ActionContext, Services], Reply]]] = MappingProxyType(
    {
        Aspect.COMPLAINT: _no_date_for_complaining,
        Aspect.HEAR_BACK: _processed,
        Aspect.LABEL_PRINTED: _label_printed,
        Aspect.LABEL_LOOKS: _label_looks,
        Aspect.LABEL_PLACE: _label_place,
        Aspect.QUICKER: _rule_quicker,
    }
)
