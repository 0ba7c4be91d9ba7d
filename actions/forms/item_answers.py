"""Reads which items are to go back: the answer to the question, and a choice whatever was asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.dialogue.turn import ActionContext, written_lately
from actions.forms.confirmation import says_yes
from actions.forms.draft import (
    AMOUNT,
    CONFIRMED,
    DESCRIPTION,
    ITEMS,
    OPEN_ITEMS,
    PIECES,
    REASON,
    REFUSED,
    START_FORM,
    Draft,
    FormUpdate,
    is_plain_question,
)
from actions.forms.return_draft import AskedReturn, prepared
from actions.forms.return_reasons import reason_meant, tells_why, why_slots
from actions.forms.way_out import leaves
from actions.replies.item_names import item_names
from actions.replies.reply import Utterance
from actions.services import Services
from core.described_things import places_priced
from core.giving_up import keeps_goods, speaks_of_keeping
from core.identifiers import number_key
from core.item_choice import ItemsMeant, items_corrected, items_meant
from core.item_mentions import Offered
from core.item_words import ORDINALS
from core.money_questions import without_amounts
from core.parts_of_choice import parts_of_choice
from core.references import things_named
from policy.model import Item

#: How many of the one item that was asked about, and nothing else.
_PIECES_ALONE = re.compile(r"\W{0,3}([0-9]{1,3})\W{0,3}")
#: What the button for all items says.
ALL = "all"
#: A polite wish ends like a question: "can you leave the mug out?"
_POLITE = re.compile(r"\W*(?:\w+\W+){0,2}?(?:can|could|would|will) (?:you|we|i)\b", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:no|not|only|just|instead|rather|except|without|minus|leave|keep|drop|remove|skip|swap|add|also|too|actually|"
    r"sorry|meant?|oops|wait|mistake|make (?:it|that)|change (?:it|that)|(?:picked|chose|ticked|selected) the wrong)\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)
#: Where a clause ends, but not "22,30".
_CLAUSES = re.compile(r"[;!?]|,(?!\d)|\b(?:because|since)\b", re.IGNORECASE)
#: "The second one", of what is chosen.
_PLACED = re.compile(r"\bthe (\w{2,7}) (?:one|item|thing)\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:not|without|except|minus|leave|keep|drop|remove|skip|add|also|too|and|both|all|other|than|never)\b|n['’]t\b",
    re.IGNORECASE,
)

#: Two things that were named before: "ok, both together then".
_BOTH = re.compile(r"\bboth\b(?: of (?:them|those|these))?(?: together)?", re.IGNORECASE)

#: Words that leave something out, so that what is left is told by name.
_LEAVES_OUT = re.compile(
    r"\b(?:not|keep(?:s|ing)?|kept|stay(?:s|ing)?|remain(?:s|ing)?|except|without|minus|only|hang|hold)\b|n['’]?t\b",
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
    if re.search(r"\d", without_amounts(turn.said)) and not turn.told_now:
        return FormUpdate({ITEMS: None}, (Utterance("utter_no_such_item"),))
    return None


def _meant(turn: ActionContext, asked: AskedReturn) -> FormUpdate | None:
    """What the words select: first among the items that an earlier message left open, then among all.

    The number of an amount is no place in the list.
    """
    said = without_amounts(turn.said)
    sure, possible = asked.left_open(turn.slots)
    pieces = _PIECES_ALONE.fullmatch(said) if len(possible) == 1 else None
    if pieces and 1 < int(pieces[1]) <= possible[0].quantity:
        return ticked(asked, [*sure, replace(possible[0], quantity=int(pieces[1]))])
    if possible:
        meant = items_meant(said, [offered(item) for item in possible])
        if meant is not None and not meant.unclear:
            return ticked(asked, [*sure, *picked(possible, meant.pieces)])
    priced = None if is_plain_question(turn.said) else priced_alone(turn.said, asked.choices)
    if priced is not None:
        return ticked(asked, [priced])
    choices, held = [offered(item) for item in asked.choices], held_items(turn, asked)
    meant = items_corrected(said, choices, held) or items_meant(said, choices, held)
    if meant is None:
        return None
    update = selected(asked, meant)
    return _named(update, turn, asked) if _LEAVES_OUT.search(said) and not meant.unclear else update


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


def correct_items(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """Other items than before, by a message that says nothing else, whatever was asked for.

    Few words of a description are such a message only where they correct: "the lamp", but "not the lamp".
    """
    if turn.is_press or turn.told_now or (_asks(turn.said) and not _POLITE.match(turn.said)):
        return None
    if turn.requested == DESCRIPTION and not _CORRECTS.search(turn.said):
        return None
    asked = prepared(turn, draft, services)
    if asked is None:
        return None
    turn = with_both_named(turn, asked)
    priced = None if is_plain_question(turn.said) else priced_alone(turn.said, asked.choices)
    if priced is not None and turn.requested not in (ITEMS, DESCRIPTION) and reason_meant(turn.said) is None:
        return _with_names(ticked(asked, [priced]), turn, asked)
    held = held_items(turn, asked)
    choice, meant, why = _choice_in(turn, asked, held)
    if meant is None or (meant.pieces == held and says_yes(turn)):
        return None
    if not meant:
        if draft.form == START_FORM and held and speaks_of_keeping(turn.said):
            return FormUpdate({CONFIRMED: REFUSED}, over=True)
        return None if turn.requested == ITEMS or leaves(turn, draft) else FormUpdate({ITEMS: None, AMOUNT: None})
    # What was wrong with others says nothing of these.
    told = why_slots(why, turn.slots if meant.pieces.keys() & held.keys() else {}) if why else {}
    if turn.requested == ITEMS:
        chosen = _meant(replace(turn, said=choice), asked)
        return replace(chosen, slots={**told, **chosen.slots}) if chosen else None
    update = FormUpdate({}) if meant == ItemsMeant(held) else selected(asked, meant)
    update = replace(update, slots={**told, **update.slots})
    return update if meant.unclear else _with_names(update, turn, asked)


def _asks(said: str) -> bool:
    return "?" in said or is_plain_question(said)


def _choice_in(turn: ActionContext, asked: AskedReturn, held: Mapping[int, int]) -> tuple[str, ItemsMeant | None, str]:
    """The part of a message that says which items go back, what it means, and what stands behind it of the reason."""
    for lead, choice, rest in parts_of_choice(turn.said):
        is_beside = bool(lead or rest)
        if is_beside and not (turn.requested == ITEMS or _CORRECTS.search(choice)):
            continue
        if lead and turn.requested == DESCRIPTION:
            continue
        meant = chosen_by(choice, asked, held)
        if meant is None or (is_beside and not meant) or not _is_about(f"{lead}. {rest}", meant, asked):
            continue
        says_why = tells_why(rest) and not (speaks_of_keeping(choice) or keeps_goods(rest))
        return choice, meant, rest if says_why else ""
    return turn.said, None, ""


def chosen_by(said: str, asked: AskedReturn, held: Mapping[int, int]) -> ItemsMeant | None:
    """What words select that say only which items go back, by their names among the choices or in the whole order."""
    said = _with_titles(said, asked, held)
    meant = items_corrected(said, [offered(item) for item in asked.choices], held)
    if meant is not None:
        return meant
    of_order = [offered(each.item) for each in asked.items]
    places = [place for place, each in enumerate(asked.items) if each.is_free]
    return among_choices(
        asked, items_corrected(said, of_order, {places[place]: count for place, count in held.items()})
    )


def with_both_named(turn: ActionContext, asked: AskedReturn) -> ActionContext:
    """The turn with the titles of the two things that "both" means among more.

    Those are the two that a message shortly before named, or what is chosen and the one that was named beside it.
    """
    both = _BOTH.search(turn.said)
    if len(asked.choices) <= 2 or both is None:
        return turn
    titles = [item.title for item in asked.choices]
    if things_named(turn.said, titles):
        return turn
    held = set(held_items(turn, asked))
    for said in written_lately(turn.events):
        named = {places[0] for places in things_named(said, titles) if len(places) == 1}
        for two in (named, named | held):
            if len(two) == 2:
                meant = " and ".join(f"the {titles[place]}" for place in sorted(two))
                return replace(turn, said=f"{turn.said[: both.start()]}{meant}{turn.said[both.end() :]}")
    return turn


def _with_titles(said: str, asked: AskedReturn, held: Mapping[int, int]) -> str:
    """A message with the titles of those that it names by their place among what is chosen: "not the second one"."""
    titles = [asked.choices[place].title for place in held]

    def title(found: re.Match[str]) -> str:
        place = len(titles) - 1 if found[1].lower() == "last" else ORDINALS.get(found[1].lower(), len(titles))
        return f"the {titles[place]}" if place < len(titles) else found[0]

    return _PLACED.sub(title, said) if len(titles) > 1 else said


def _is_about(beside: str, meant: ItemsMeant, asked: AskedReturn) -> bool:
    """Whether words beside a choice ask nothing, and name no other items."""
    if is_plain_question(beside):
        return False
    named = things_named(beside, [item.title for item in asked.choices])
    return all(meant.pieces.keys() & set(places) for places in named)


def _with_names(update: FormUpdate, turn: ActionContext, asked: AskedReturn) -> FormUpdate:
    """The update with the names of the items, where the next question tells no amount, and so no items."""
    if turn.requested != REASON or update.slots.get(REASON):
        return update
    return _named(update, turn, asked)


def _named(update: FormUpdate, turn: ActionContext, asked: AskedReturn) -> FormUpdate:
    taken = item_names(asked.chosen({**turn.slots, **update.slots}), asked.order)
    return replace(update, said=(Utterance("utter_items_taken", {"titles": taken}),))


def held_items(turn: ActionContext, asked: AskedReturn) -> dict[int, int]:
    """How many pieces are chosen, by the item's place."""
    chosen = {item.id: item.quantity for item in asked.chosen(turn.slots)}
    return {place: chosen[item.id] for place, item in enumerate(asked.choices) if item.id in chosen}
