"""Reads the answers to the questions for a new return: which items, why, how much, how it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import says_no, says_yes
from actions.forms.draft import (
    AMOUNT,
    CONFIRMED,
    DESCRIPTION,
    ITEMS,
    LEAST_WORDS,
    OPEN_ITEMS,
    PIECES,
    REASON,
    SERVICE,
    Draft,
    FormUpdate,
)
from actions.forms.return_draft import REASONS, AskedReturn, amount_slot, prepared, total
from actions.forms.return_reasons import reason_meant
from actions.forms.way_out import leaves
from actions.replies.item_names import item_names
from actions.replies.reply import Utterance
from actions.services import Services
from actions.store.tables.operations import LONGEST_DESCRIPTION
from core.described_things import places_priced
from core.identifiers import number_key
from core.item_choice import ItemsMeant, Offered, items_corrected, items_meant
from policy.model import Item, Shipping

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
#: A polite wish ends like a question: "can you leave the mug out?"
_POLITE = re.compile(r"\W*(?:\w+\W+){0,2}?(?:can|could|would|will) (?:you|we|i)\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:no|not|only|just|instead|rather|except|without|minus|leave|keep|drop|remove|skip|swap|add|also|too|actually|"
    r"sorry|meant)\b|n['’]t\b",
    re.IGNORECASE,
)
#: Where a clause ends, but not "22,30".
_CLAUSES = re.compile(r"[;!?]|,(?!\d)|\b(?:because|since)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:not|without|except|minus|leave|keep|drop|remove|skip|add|also|too|and|both|all|other|than|never)\b|n['’]t\b",
    re.IGNORECASE,
)


def read_items(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The items to send back, as buttons, numbers or titles name them."""
    asked = prepared(turn, draft, services)
    other = "customer_number" in turn.told_now and number_key(turn.number or "") != number_key(draft.about)
    if asked is None or other:
        return None
    if turn.choice is not None:
        return _pressed(turn.choice, turn, asked)
    if turn.is_press:
        return None
    meant = _meant(turn, asked)
    if meant is not None:
        return meant
    if re.search(r"\d", turn.said) and not turn.told_now:
        return FormUpdate({ITEMS: None}, (Utterance("utter_no_such_item"),))
    return None


def _meant(turn: ActionContext, asked: AskedReturn) -> FormUpdate | None:
    """What the words select: first among the items that an earlier message left open, then among all."""
    sure, possible = asked.left_open(turn.slots)
    if possible:
        meant = items_meant(turn.said, [offered(item) for item in possible])
        if meant is not None and not meant.unclear:
            return ticked(asked, [*sure, *picked(possible, meant.pieces)])
    priced = priced_alone(turn.said, asked.choices)
    if priced is not None:
        return ticked(asked, [priced])
    choices, held = [offered(item) for item in asked.choices], _held(turn, asked)
    meant = items_corrected(turn.said, choices, held) or items_meant(turn.said, choices, held)
    return None if meant is None else selected(asked, meant)


def priced_alone(said: str, items: Sequence[Item]) -> Item | None:
    """The one item that a message names by its price, "the 24 euro one", and that alone; None where it is left out or
    named beside others."""
    prices = [item.price.amount for item in items]
    named = ((clause, places_priced(clause, prices)) for clause in _CLAUSES.split(said))
    clause, places = next((each for each in named if each[1]), ("", ()))
    return items[places[0]] if len(places) == 1 and not _BESIDE.search(clause) else None


def among_choices(asked: AskedReturn, meant: ItemsMeant | None) -> ItemsMeant | None:
    """What is meant among all items of the order, as places of those that can be sent back.

    Who names the desk lamp, which is in a return already, does not mean the floor lamp.
    """
    if meant is None:
        return None
    free = [place for place, each in enumerate(asked.items) if each.is_free]
    pieces = {free.index(place): count for place, count in meant.pieces.items() if place in free}
    unclear = tuple(free.index(place) for place in meant.unclear if place in free)
    if not pieces and len(unclear) == 1 and asked.choices[unclear[0]].quantity == 1:
        return ItemsMeant({unclear[0]: 1})
    return ItemsMeant(pieces, unclear)


def selected(asked: AskedReturn, meant: ItemsMeant) -> FormUpdate:
    """The slots for what a message selects; where it leaves something open, for the question which."""
    sure = picked(asked.choices, meant.pieces)
    if not meant.unclear:
        return ticked(asked, sure)
    left_open = {
        "sure": {item.id: item.quantity for item in sure},
        "possible": [asked.choices[place].id for place in meant.unclear],
    }
    return FormUpdate({ITEMS: None, PIECES: None, OPEN_ITEMS: left_open, AMOUNT: None})


def _pressed(choice: str, turn: ActionContext, asked: AskedReturn) -> FormUpdate | None:
    """The item of a button, or all; "I1 1" is one piece of it."""
    wanted, _, pieces = choice.partition(" ")
    meant = [item for item in asked.choices if wanted in (ALL, item.id)]
    if pieces.isdecimal() and len(meant) == 1:
        meant = [replace(meant[0], quantity=min(meant[0].quantity, max(1, int(pieces))))]
    return ticked(asked, [*asked.left_open(turn.slots)[0], *meant]) if meant else None


def picked(items: Sequence[Item], pieces: Mapping[int, int]) -> list[Item]:
    """Of the items those at the places, with so many pieces each."""
    return [replace(items[place], quantity=count) for place, count in pieces.items()]


def offered(item: Item) -> Offered:
    """An item as something to choose."""
    return Offered(item.title, item.quantity)


def ticked(asked: AskedReturn, items: Sequence[Item]) -> FormUpdate:
    """Other items have another price, so the amount is to be checked again."""
    held = {item.id: item.quantity for item in asked.choices}
    some = {item.id: item.quantity for item in items if item.quantity < held[item.id]}
    ids = [each for each in held if each in {item.id for item in items}]
    return FormUpdate({ITEMS: ids, PIECES: some or None, OPEN_ITEMS: None, AMOUNT: None})


def read_reason(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The reason, as a button, a number or words name it."""
    if turn.choice in REASONS:
        return FormUpdate({REASON: turn.choice})
    if turn.is_press:
        return None
    number = _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(REASONS):
        return FormUpdate({REASON: REASONS[int(number[1]) - 1]})
    reason = reason_meant(turn.said)
    return FormUpdate({REASON: reason}) if reason else None


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


def correct_items(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """Other items than before, by a message that says nothing else, whatever was asked for.

    Few words of a description are such a message only where they correct: "the lamp", but "not the lamp".
    """
    if turn.is_press or turn.told_now or ("?" in turn.said and not _POLITE.match(turn.said)):
        return None
    if turn.requested == DESCRIPTION and not _CORRECTS.search(turn.said):
        return None
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    priced = priced_alone(turn.said, asked.choices)
    if priced is not None and turn.requested not in (ITEMS, DESCRIPTION) and reason_meant(turn.said) is None:
        return _with_names(ticked(asked, [priced]), turn, asked)
    held = _held(turn, asked)
    meant = items_corrected(turn.said, [offered(item) for item in asked.choices], held)
    if meant is None:
        of_order = [offered(each.item) for each in asked.items]
        places = [place for place, each in enumerate(asked.items) if each.is_free]
        meant = among_choices(
            asked, items_corrected(turn.said, of_order, {places[place]: count for place, count in held.items()})
        )
    if meant is None or (meant.pieces == held and says_yes(turn)):
        return None
    if not meant:
        return None if turn.requested == ITEMS or leaves(turn, draft) else _asked_again(ITEMS)
    if turn.requested == ITEMS:
        return _meant(turn, asked)
    update = FormUpdate({}) if meant == ItemsMeant(held) else selected(asked, meant)
    return update if meant.unclear else _with_names(update, turn, asked)


def _with_names(update: FormUpdate, turn: ActionContext, asked: AskedReturn) -> FormUpdate:
    """The update with the names of the items, where the next question tells no amount, and so no items."""
    if turn.requested != REASON:
        return update
    taken = item_names(asked.chosen({**turn.slots, **update.slots}), asked.order)
    return replace(update, said=(Utterance("utter_items_taken", {"titles": taken}),))


def _asked_again(slot: str) -> FormUpdate:
    return FormUpdate({slot: None, **({AMOUNT: None} if slot == ITEMS else {})})


def _held(turn: ActionContext, asked: AskedReturn) -> dict[int, int]:
    """How many pieces are chosen, by the item's place."""
    chosen = {item.id: item.quantity for item in asked.chosen(turn.slots)}
    return {place: chosen[item.id] for place, item in enumerate(asked.choices) if item.id in chosen}


def _service_said(turn: ActionContext, asked: AskedReturn) -> str | None:
    number = _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(asked.services):
        return asked.services[int(number[1]) - 1].value
    if asked.services == (Shipping.PAID,):
        return Shipping.PAID.value if says_yes(turn) or _OWN_COST.search(turn.said) else None
    if _QR.search(turn.said):
        return Shipping.FREE_QR.value
    return Shipping.FREE_LABEL.value if _LABEL.search(turn.said) else None
