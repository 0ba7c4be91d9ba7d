"""Reads the answers to the questions for a new return."""

from __future__ import annotations

import re

from actions.doing.asked_return import REASONS, AskedReturn, amount_slot, prepared, total
from actions.doing.confirmation import says_no, says_yes
from actions.doing.draft import AMOUNT, CONFIRMED, DESCRIPTION, ITEMS, REASON, SERVICE, Draft
from actions.doing.item_choice import items_meant
from actions.doing.reason_choice import reason_meant
from actions.doing.understood import Understood
from actions.reply import Utterance
from actions.services import Services
from actions.store.operation_tables import LONGEST_DESCRIPTION
from actions.turn import Turn
from policy.model import Shipping

#: What the buttons say besides the things to choose.
ALL, RIGHT = "all", "right"
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
#: A description says something.
_LEAST_WORDS = 3


def read_items(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """The items to send back, as buttons, numbers or titles name them."""
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    if turn.choice is not None:
        meant = [item.id for item in asked.choices if turn.choice in (ALL, item.id)]
        return _ticked(meant) if meant else None
    if turn.is_press:
        return None
    places = items_meant(turn.said, [item.title for item in asked.choices], _places(turn, asked))
    if places is not None:
        return _ticked([asked.choices[place].id for place in places])
    if re.search(r"\d", turn.said) and not turn.told_now:
        return Understood({ITEMS: None}, (Utterance("utter_no_such_item"),))
    return None


def read_reason(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """The reason, as a button, a number or words name it."""
    if turn.choice in REASONS:
        return Understood({REASON: turn.choice})
    if turn.is_press:
        return None
    number = _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(REASONS):
        return Understood({REASON: REASONS[int(number[1]) - 1]})
    reason = reason_meant(turn.said)
    return Understood({REASON: reason}) if reason else None


def read_amount(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """Whether the amount is the one that the customer expects."""
    if turn.choice == RIGHT or (not turn.is_press and says_yes(turn)):
        asked = prepared(turn, draft, services)
        amount = total(asked.chosen(turn.slots)) if asked else None
        return Understood({AMOUNT: amount_slot(amount)}) if amount else None
    if turn.intent == "deny" or (not turn.is_press and says_no(turn)):
        others = None if turn.is_press else read_items(turn, draft, services)
        if others is not None and not others.said:
            return others
        return Understood({ITEMS: None, AMOUNT: None}, (Utterance("utter_amount_disputed"),))
    return None


def read_service(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """How the parcel is to be sent, among what is possible."""
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    meant = turn.choice if turn.is_press else _service_said(turn, asked)
    found = next((each.value for each in asked.services if each.value == meant), None)
    return Understood({SERVICE: found}) if found else None


def read_description(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """The description: whatever the customer writes, as long as it says something."""
    if turn.is_press:
        return None
    words = turn.said.split()
    if len(words) < _LEAST_WORDS:
        return Understood({DESCRIPTION: None}, (Utterance("utter_description_too_short"),))
    return Understood({DESCRIPTION: " ".join(words)[:LONGEST_DESCRIPTION]})


def correct_return(turn: Turn, draft: Draft, services: Services) -> Understood | None:
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


def _asked_again(slot: str) -> Understood:
    return Understood({slot: None, **({AMOUNT: None} if slot == ITEMS else {})})


def _ticked(ids: list[str]) -> Understood:
    """Other items have another price, so the amount is to be checked again."""
    return Understood({ITEMS: ids, AMOUNT: None})


def _places(turn: Turn, asked: AskedReturn) -> list[int]:
    chosen = asked.chosen(turn.slots)
    return [place for place, item in enumerate(asked.choices) if item in chosen]


def _service_said(turn: Turn, asked: AskedReturn) -> str | None:
    number = _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(asked.services):
        return asked.services[int(number[1]) - 1].value
    if asked.services == (Shipping.PAID,):
        return Shipping.PAID.value if says_yes(turn) or _OWN_COST.search(turn.said) else None
    if _QR.search(turn.said):
        return Shipping.FREE_QR.value
    return Shipping.FREE_LABEL.value if _LABEL.search(turn.said) else None
