"""What the records say of the parcel of the return in hand, where a question is understood as one for the rules."""

from __future__ import annotations

import re

from actions.answers.hand_over import case_of
from actions.dialogue.base_actions import OFFER_PERSON
from actions.dialogue.identity import known_customer
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable

#: Questions as which "what number is it?" is understood.
ASKS_NUMBER = frozenset({"ask_about_details", "ask_track_parcel"})
LABEL = "ask_label_problem"
_NUMBER = re.compile(
    r"\b(?:(?:tracking|label|parcel|shipping|shipment|consignment|waybill)[ -]?(?:numbers?|code|id)|"
    r"(?:what|which) (?:number|code))\b",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(r"\b(?:why|mail|e-mail|email|address|order|yours?|need)\b", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:label|code)\b", re.IGNORECASE)
_KEPT = re.compile(r"\b(?:becomes?|happens?|old|earlier|previous|still)\b", re.IGNORECASE)
_SPOILT = re.compile(
    r"\b(?:expir\w*|damaged?|lost|torn|ripped|wet|scan\w*|blurr\w*|smudged?|faded|wrong|mistakes?|errors?)\b",
    re.IGNORECASE,
)


def told_of_parcel(topic: str, turn: ActionContext, services: Services) -> Reply | None:
    """The tracking number, or what becomes of a label that was issued; None where neither is asked for, or no return of
    a known customer is in hand.

    Args:
        topic: As which question the message is understood.
        turn: The turn.
        services: Store and rules.
    """
    number = topic in ASKS_NUMBER and _NUMBER.search(turn.said) and not _OTHER_NUMBER.search(turn.said)
    label = topic == LABEL and _asks_of_label(turn.said)
    if turn.is_press or turn.loop is not None or not (number or label):
        return None
    try:
        case = case_of(turn, known_customer(turn, services), services)
    except StoreUnavailable:
        return None
    if case is None:
        return None
    if number:
        follow = (Utterance(f"utter_rule_{topic}"),) if topic == "ask_track_parcel" else ()
        return Reply((tracking_number_told(case), *follow))
    told = Utterance("utter_old_label_unstated", {"return_number": case.found.number}, "request.amend")
    return Reply((told,), {"offer": OFFER_PERSON})


def _asks_of_label(said: str) -> bool:
    """Whether a message asks what becomes of a label, rather than what to do with a spoilt one."""
    return all(words.search(said) for words in (_LABEL, _KEPT)) and not _SPOILT.search(said)


def tracking_number_told(case: Case) -> Utterance:
    """The tracking number of a return, or those of its parcels, or that the records have none."""
    values = {"return_number": case.found.number, "tracking_number": case.found.tracking_number}
    if case.found.further_parcels:
        numbers = ", ".join(case.found.tracking_numbers)
        return Utterance("utter_tracking_numbers", {"return_number": case.found.number, "tracking_numbers": numbers})
    return Utterance("utter_tracking_number" if case.found.tracking_number else "utter_no_tracking_number", values)
