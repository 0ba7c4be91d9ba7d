"""Reads the answers to the questions for a new return beside that for its items: why, how much, how it is sent."""

from __future__ import annotations

import re

from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import says_no, says_yes
from actions.forms.draft import (
    AMOUNT,
    CONFIRMED,
    DESCRIPTION,
    ITEMS,
    LEAST_WORDS,
    REASON,
    SERVICE,
    Draft,
    FormUpdate,
    asks,
)
from actions.forms.item_answers import read_items
from actions.forms.return_draft import REASONS, AskedReturn, amount_slot, prepared, total
from actions.forms.return_reasons import tells_of_thing, why_slots
from actions.replies.reply import Utterance
from actions.services import Services
from actions.store.tables.operations import LONGEST_DESCRIPTION
from core.intents import FALLBACK
from core.money_questions import names_amount
from policy.model import Shipping

#: What the button says that agrees to the amount.
RIGHT = "right"
CHANGE = {"change_items": ITEMS, "change_reason": REASON, "change_description": DESCRIPTION}
_NUMBER = re.compile(r"\D{0,3}(\d{1,2})\D{0,3}")
_QR = re.compile(r"\b(?:qr|code)\b", re.IGNORECASE)
_LABEL = re.compile(r"\blabel\b", re.IGNORECASE)
_OWN_COST = re.compile(r"\b(?:own|myself|pay|paid)\b", re.IGNORECASE)
#: A correction that names no item, reason or description by itself.
_CHANGES = (
    (ITEMS, re.compile(r"\bitems?\b|\bother one\b", re.IGNORECASE)),
    (REASON, re.compile(r"\breason\b", re.IGNORECASE)),
    (DESCRIPTION, re.compile(r"\bdescription\b", re.IGNORECASE)),
)


def read_reason(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The reason, as a button, a number or words name it."""
    if turn.choice in REASONS:
        return FormUpdate({REASON: turn.choice})
    if turn.is_press:
        return None
    number = None if names_amount(turn.said) else _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(REASONS):
        return FormUpdate({REASON: REASONS[int(number[1]) - 1]})
    told = why_slots(turn.said, turn.slots)
    if REASON in told:
        return FormUpdate(told)
    return FormUpdate(told, (Utterance("utter_description_noted"),)) if tells_of_thing(turn) else None


def correct_reason(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A problem that is told behind the question for it: the reason that it gives, and further words of description."""
    if turn.requested not in (AMOUNT, SERVICE, CONFIRMED) or says_yes(turn) or says_no(turn):
        return None
    told = why_slots(turn.said, turn.slots)
    is_problem = turn.intent == "report_item_problem" and not asks(turn.said)
    if REASON in told:
        return FormUpdate(told) if is_problem or tells_of_thing(turn) else None
    # At the other questions words that tell no known reason may as well be about what is shown there.
    is_told = is_problem or (turn.intent == FALLBACK and turn.requested == SERVICE)
    return FormUpdate(told) if told and is_told and tells_of_thing(turn) else None


def read_amount(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """Whether the amount is the one that the customer expects."""
    if turn.choice == RIGHT or (not turn.is_press and says_yes(turn)):
        asked = prepared(turn, draft, services)
        amount = total(asked.chosen(turn.slots)) if asked else None
        return FormUpdate({AMOUNT: amount_slot(amount)}) if amount else None
    if turn.intent == "deny" or (not turn.is_press and says_no(turn)):
        others = None if turn.is_press else read_items(turn, draft, services)
        if others is not None and not others.said:
            return others
        return FormUpdate({ITEMS: None, AMOUNT: None}, (Utterance("utter_amount_disputed"),))
    return None


def read_service(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """How the parcel is to be sent, among what is possible."""
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    meant = turn.choice if turn.is_press else _service_said(turn, asked)
    found = next((each.value for each in asked.services if each.value == meant), None)
    return FormUpdate({SERVICE: found}) if found else None


def read_description(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The description: whatever the customer writes, as long as it says something."""
    if turn.is_press:
        return None
    words = turn.said.split()
    if len(words) < LEAST_WORDS:
        return FormUpdate({DESCRIPTION: None}, (Utterance("utter_description_too_short"),))
    return FormUpdate({DESCRIPTION: " ".join(words)[:LONGEST_DESCRIPTION]})


def correct_return(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A wish to change an answer that was given before."""
    if turn.choice in CHANGE:
        return _asked_again(CHANGE[turn.choice])
    if turn.is_press or turn.requested != CONFIRMED:
        return None
    named = next((slot for slot, words in _CHANGES if words.search(turn.said)), None)
    if named is None and not says_no(turn):
        return None
    items = read_items(turn, draft, services) if named in (None, ITEMS) and not turn.said.isdigit() else None
    if items is not None and not items.said:
        return items
    return _asked_again(named) if named else None


def _asked_again(slot: str) -> FormUpdate:
    return FormUpdate({slot: None, **({AMOUNT: None} if slot == ITEMS else {})})


def _service_said(turn: ActionContext, asked: AskedReturn) -> str | None:
    number = None if names_amount(turn.said) else _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(asked.services):
        return asked.services[int(number[1]) - 1].value
    if asked.services == (Shipping.PAID,):
        return Shipping.PAID.value if says_yes(turn) or _OWN_COST.search(turn.said) else None
    if _QR.search(turn.said):
        return Shipping.FREE_QR.value
    return Shipping.FREE_LABEL.value if _LABEL.search(turn.said) else None
