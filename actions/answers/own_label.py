"""The label of a customer's own return: a link to print it, the QR code, and until when both are good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from actions.answers.return_status import next_step_phrase
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.labels.links import MINUTES, Part
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Choice, Marked, Phrase, Reply, Utterance
from actions.replies.return_case import Case, return_choices
from actions.services import Services
from actions.store.labels import ReturnLabel
from core.database.errors import StoreUnavailable
from core.notation import escaped
from policy.model import ReturnRequest
from policy.next_step import NextStep, StepKind, next_step
from policy.status import AT_WAREHOUSE, SENT, History, Status, return_state

TO_LABEL: Final = Choice(Phrase("button_own_label"), "/ask_label_missing")
#: What comes next where the label is there.
_SHIP: Final = frozenset({StepKind.DOWNLOAD_LABEL, StepKind.SHIP_PARCEL, StepKind.SHIP_PARCEL_NOW})
#: Where no parcel is handed in any more.
_OVER: Final = frozenset({Status.CANCELLED, Status.REJECTED, Status.REFUND_ISSUED, Status.REFUND_SETTLED})


def label_of_known(turn: ActionContext, services: Services, *, usable: bool = False) -> Reply | None:
    """The label of the return that a known customer means: the one in hand, or the only one that is still to be sent.

    None where nobody is known, or nothing is known of a label; the rule has to do then.

    Args:
        turn: The turn.
        services: Store, links and rules.
        usable: Whether only a label that can be used is of interest, and which return is meant is not asked.
    """
    try:
        customer = known_customer(turn, services)
        if customer is None:
            return None
        records = records_of(turn, services)
        in_hand = records.return_request(turn.number) if turn.number else None
        of_order = records.returns_of_order(turn.number) if turn.number and in_hand is None else ()
        meant = [in_hand] if in_hand else [*of_order] or [*records.returns()]
        unsent = meant if len(meant) == 1 else [each for each in meant if _is_unsent(each, turn)]
        if len(unsent) == 1:
            case = Case(unsent[0], customer, turn.now)
            return label_told(turn, case, services) if not usable or offers_label(turn, case, services) else None
    except StoreUnavailable:
        return None
    if usable or not unsent:
        return None
    choices = return_choices(tuple(unsent))
    which = Utterance("utter_which_return", {"count": len(unsent)}, choices=choices)
    return Reply((which,), {"topic": "ask_return_status", "offer": None})


def label_told(turn: ActionContext, case: Case, services: Services) -> Reply | None:
    """A return's label, that it has run out, or that it is not there yet; None where there is no more to say of it.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    step = next_step(case.found, case.customer, case.now, services.facts)
    values = {"return_number": case.found.number}
    label = _usable(turn, case.found, services)
    if label is None:
        if step.kind is StepKind.DOWNLOAD_LABEL:
            # It was approved, and no label has been issued.
            said = Utterance("utter_own_label_none", values, step.because, (TO_PERSON,))
            return _about(case, said, OFFER_PERSON)
        if step.kind is not StepKind.WAIT_FOR_PROCESSING:
            return None
        return _about(case, Utterance("utter_own_label_not_yet", {**values, "next_step": next_step_phrase(step, case)}))
    if label.expires_at is not None and label.expires_at <= case.now:
        day = show_instant(label.expires_at, case.customer, case.now)
        said = Utterance("utter_own_label_expired", {**values, "day": day}, "ship.label", (TO_PERSON,))
        return _about(case, said, OFFER_PERSON)
    code = services.labels.links.link(Part.CODE, label.return_key, case.customer.id) if label.has_code else None
    file = services.labels.links.link(Part.FILE, label.return_key, case.customer.id) if label.has_file else None
    if code is None and file is None:
        return None
    lines = [*_lines(label, case, file, code), *_hand_in(step, case)]
    because = "ship.within" if step.kind in _SHIP else "label.download"
    if code is None:
        return _about(case, Utterance("utter_own_label", {"lines": lines}, because))
    return _about(case, Utterance("utter_own_label_with_code", {"lines": lines, "picture": code}, because))


def offers_label(turn: ActionContext, case: Case, services: Services) -> bool:
    """Whether there is a label to give out.

    Raises:
        StoreUnavailable: The database did not answer.
    """
    label = _usable(turn, case.found, services) if services.labels.links.are_made else None
    return label is not None and (label.expires_at is None or label.expires_at > case.now)


def _usable(turn: ActionContext, found: ReturnRequest, services: Services) -> ReturnLabel | None:
    """The label of a return whose parcel is still to be handed in."""
    return records_of(turn, services).label(found.number) if _is_unsent(found, turn) else None


def _is_unsent(found: ReturnRequest, turn: ActionContext) -> bool:
    sent = History.until(found.events, turn.now).has(*SENT, *AT_WAREHOUSE)
    return not sent and return_state(found.events, turn.now).status not in _OVER


def _lines(label: ReturnLabel, case: Case, file: str | None, code: str | None) -> Iterator[Phrase]:
    values = {"return_number": case.found.number}
    if file is not None:
        yield Phrase("line_own_label_file", {**values, "link": Marked(escaped(file))})
    if code is not None:
        yield Phrase("line_own_label_code", {**values, "link": Marked(escaped(code))})
    if label.expires_at is not None:
        day = show_instant(label.expires_at, case.customer, case.now)
        yield Phrase("line_own_label_expires", {"day": day})
    yield Phrase("line_own_label_links", {"minutes": MINUTES})


def _hand_in(step: NextStep, case: Case) -> Iterator[Phrase]:
    """What is done with the label; that it has to be downloaded first need not be said with it."""
    if step.kind is StepKind.DOWNLOAD_LABEL:
        kind = StepKind.SHIP_PARCEL if step.by else StepKind.SHIP_PARCEL_NOW
        yield next_step_phrase(NextStep(kind, step.because, step.by), case)
    elif step.kind in _SHIP:
        yield next_step_phrase(step, case)


def _about(case: Case, said: Utterance, offer: str | None = None) -> Reply:
    return Reply((said,), {"customer_number": case.found.number, "offer": offer})
