"""Yes or no to what is supposed of a return: what has happened to it, where its parcel is, on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from actions.answers.asked_of_stage import AMEND, AskedOfStage
from actions.answers.carrier_told import carrier_told
from actions.answers.counted_dates import own_deadline
from actions.answers.days_right import day_right
from actions.answers.parcel_outlook import carrier_report
from actions.answers.refund import when_money_comes
from actions.answers.return_facts import DELIVERED, EVENTS, is_so, parcel_outlook, scans_of
from actions.answers.return_status import person_choice
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.towns import place_named
from actions.dialogue.turn import PAST, SaidDate
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_instant
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.timeline_card import event_line
from core.fact_checks import Check
from core.money_questions import amounts_named, names_money
from core.short_messages import pieces, words
from core.supposed_facts import Supposed
from policy.calendars import local_date
from policy.deadlines import Deadline
from policy.eligibility import can_amend, can_cancel
from policy.refund import RefundKind, refund_outlook
from policy.status import return_state

RIGHT, WRONG = "check_right", "check_wrong"
#: Where a parcel is by now, not where it has been.
_NOW = words("now is it's currently")
#: Words of places that are anywhere.
_ANYWHERE = words("office centre center parcel returns sorting")
_BY, _OF_WINDOW = words("by until till"), words("window close closes closed end ends return returned page")
_SENDS = words("send hand bring post ship drop mail take")
_EARLIEST = words("earliest soonest")
_AMOUNT = "ask_refund_amount"
_REFUND = "ask_refund_time"
_NO_MONEY = frozenset({RefundKind.REFUSED, RefundKind.NONE})
_CANCEL = "ask_cancel_return"


def return_checked(check: Check, asked: AskedOfStage) -> Reply | None:
    """Yes or no and the fact; None where nothing that is known of a return is supposed.

    Args:
        check: What is put up for a yes or no.
        asked: The return in hand.
    """
    of_money = asked.behind[:1] and asked.behind[0].startswith("refund")
    for each in check.supposed:
        # What was sent, behind an answer about money, is that.
        supposed = Supposed.REFUNDED if each is Supposed.HANDED_IN and of_money and "sent" in check.statement else each
        if supposed in (Supposed.CANCELLABLE, Supposed.CHANGEABLE):
            return _possible(supposed, check, asked)
        if supposed is Supposed.GETS_MONEY:
            return _money(check, asked)
        if supposed is Supposed.TO_SEND:
            waits = is_so(supposed, asked.case, asked.services)
            lines = [_verdict(waits != check.denies), *asked.standing()]
            return asked.lines(lines, asked.step.because, person=bool(person_choice(asked.step)))
        if supposed in EVENTS:
            told = _event(supposed, check, asked)
            if told is not None:
                return told
        if supposed is Supposed.PLACE and (place := _place(check, asked)) is not None:
            return place
    return _amount(check, asked) or _day(asked)


def _verdict(is_right: bool) -> Phrase:
    return Phrase(RIGHT if is_right else WRONG)


def _said(is_right: bool) -> Utterance:
    return Utterance(f"utter_{RIGHT if is_right else WRONG}")


def _event(supposed: Supposed, check: Check, asked: AskedOfStage) -> Reply | None:
    """Whether something has happened to a return, on the day that is named where one is."""
    state = return_state(asked.case.found.events, asked.case.now)
    entries = [each for each in state.timeline if each.type in EVENTS[supposed]]
    outlook = parcel_outlook(asked.case, asked.services)
    holds = is_so(supposed, asked.case, asked.services)
    day = _past_day(asked)
    zone = asked.case.customer.timezone
    if day is not None and local_date(day, zone) > local_date(asked.case.now, zone):
        # A day ahead is one by which it should happen.
        return None
    if day is not None and holds and entries:
        holds = any(local_date(each.at, zone) == local_date(day, zone) for each in entries[:1])
    by_carrier = carrier_told(asked.case, asked.services) if outlook.kind in DELIVERED and not entries else None
    if by_carrier is not None:
        return Reply((_said(holds != check.denies), *by_carrier.utterances), by_carrier.slots)
    lines = [_verdict(holds != check.denies)]
    is_current = any(each.at == state.since for each in entries)
    lines += [event_line(each, asked.case) for each in entries[:1] if not is_current]
    lines += asked.standing()
    return asked.lines(lines, asked.step.because, person=bool(person_choice(asked.step)))


def _possible(supposed: Supposed, check: Check, asked: AskedOfStage) -> Reply:
    """Whether a return can be cancelled or changed."""
    amends = supposed is Supposed.CHANGEABLE
    allowed = (can_amend if amends else can_cancel)(asked.case.found, asked.case.now, asked.services.facts).allowed
    denies = check.denies or any(each in check.statement for each in ("too late", "impossible", "not possible"))
    told = asked.topic(AMEND if amends else _CANCEL)
    # That it is possible begins with a yes.
    said = () if allowed else (_said(denies),)
    return Reply((*said, *told.utterances), told.slots, told.form)


def _money(check: Check, asked: AskedOfStage) -> Reply:
    """Whether money is to come; that none is on its way is no last word, so nobody hears a yes to it."""
    case = asked.case
    kind = refund_outlook(case.found, case.customer, case.now, asked.services.facts).kind
    told = asked.topic(_REFUND)
    said = () if kind in _NO_MONEY else (_said(not check.denies),)
    return Reply((*said, *told.utterances), told.slots, told.form)


def _place(check: Check, asked: AskedOfStage) -> Reply | None:
    """Whether the carrier has seen a parcel in the place that is named, or sees it there now."""
    outlook = parcel_outlook(asked.case, asked.services)
    last = carrier_report(outlook, asked.case)
    if outlook.last_scan is None or last is None:
        return None
    heard = set(pieces(check.statement))
    scans = [outlook.last_scan] if heard & _NOW else [outlook.last_scan, *scans_of(asked.case, asked.services)]
    there = next((each for each in scans if each.place and heard & _names(each.place)), None)
    if there is None and place_named(asked.turn.said) is None:
        return None
    seen = carrier_report(replace(outlook, last_scan=there), asked.case) if there else None
    told = carrier_told(asked.case, asked.services)
    lines = [_verdict((there is not None) != check.denies), *([seen] if seen and seen != last else [])]
    said = Utterance("utter_check_seen", {"lines": lines})
    return Reply((said, *told.utterances), told.slots) if told else None


def _names(place: str) -> set[str]:
    """The words of a place that tell it from others."""
    return {word for word in pieces(place.replace("-", " ")) if len(word) > len("post")} - _ANYWHERE


def _amount(check: Check, asked: AskedOfStage) -> Reply | None:
    """Whether the refund is the amount that is named."""
    named = amounts_named(asked.turn.said)
    if len(named) != 1:
        return None
    is_right = named[0] == asked.case.found.refund.total.amount
    told = asked.topic(_AMOUNT)
    return Reply((_said(is_right != check.denies), *told.utterances), told.slots)


def _day(asked: AskedOfStage) -> Reply | None:
    """Whether a day is the one that was told, or the first on which something may be there."""
    if asked.turn.asked_day is None:
        return None
    facts, case = asked.services.facts, asked.case
    delivered = _delivered(asked)
    if delivered is not None:
        return delivered
    behind = [*asked.behind, asked.step.because]
    deadline = own_deadline(behind, case, facts)
    if names_money(asked.turn.said) and own_deadline(["refund.time"], case, facts) is None:
        return asked.topic(_REFUND)
    advised = own_deadline(["ship.within"], case, facts)
    spoken = set(pieces(asked.turn.said))
    of_sending = bool(spoken & _SENDS) or (asked.behind[:1] == ("ship.within",) and bool(spoken & _BY))
    if advised is not None and of_sending and not spoken & _OF_WINDOW:
        return _advised(advised, asked)
    earliest = deadline.earliest if deadline else None
    is_first = not _EARLIEST.isdisjoint(pieces(asked.turn.said)) or "not before" in asked.turn.said.lower()
    if is_first and deadline is not None and earliest is not None:
        day = meant_day(asked.turn.asked_day, case.customer)
        zone = case.customer.timezone
        is_right = day is not None and local_date(day, zone) == local_date(earliest, zone)
        when = Phrase("check_when", {"when": when_money_comes(earliest, deadline.due, case)})
        return asked.lines([_verdict(is_right), when], deadline.because)
    lines, because = day_right(asked.turn, behind, case, facts)
    is_late = bool(person_choice(asked.step))
    return asked.lines([*lines, *([asked.next()] if is_late else [])], because, person=is_late) if lines else None


def _delivered(asked: AskedOfStage) -> Reply | None:
    """Whether the page changes on a day, of a parcel that the carrier has delivered: that lets it change later."""
    outlook = parcel_outlook(asked.case, asked.services)
    said, case = asked.turn.asked_day, asked.case
    if outlook.kind not in DELIVERED or outlook.due is None or said is None or names_money(asked.turn.said):
        return None
    day, told = meant_day(said, case.customer), carrier_told(case, asked.services)
    zone = case.customer.timezone
    is_right = day is not None and local_date(day, zone) == local_date(outlook.due, zone)
    due = {"due": show_instant(outlook.due, case.customer, case.now)}
    verdict = Utterance("utter_check_seen", {"lines": [Phrase("day_confirmed" if is_right else "day_denied", due)]})
    return Reply((verdict, *told.utterances), told.slots) if told else None


def _advised(advised: Deadline, asked: AskedOfStage) -> Reply:
    """Whether a day is the one by which it is best to send a parcel, and that this is advice."""
    case, said = asked.case, asked.turn.asked_day
    day = meant_day(said, case.customer) if said else None
    zone = case.customer.timezone
    is_right = day is not None and local_date(day, zone) == advised.due_on(zone)
    due = {"due": show_due(advised, case.customer, case.now)}
    verdict = Phrase("day_confirmed" if is_right else "day_denied", due)
    return asked.lines([verdict, Phrase("reason_ship_within")], advised.because)


def _past_day(asked: AskedOfStage) -> datetime | None:
    """The day that is named, one of the past where its name leaves that open."""
    said = asked.turn.asked_day
    return meant_day(SaidDate(said.phrase, said.said_at, PAST), asked.case.customer) if said else None
