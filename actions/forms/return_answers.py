"""Reads the answers to the questions for a new return: which items, why, how much, how it is sent."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import says_no, says_yes
from actions.forms.draft import AMOUNT, CONFIRMED, DESCRIPTION, ITEMS, REASON, SERVICE, Draft, FormUpdate
from actions.forms.return_draft import REASONS, AskedReturn, amount_slot, prepared, total
from actions.replies.reply import Utterance
from actions.services import Services
from actions.store.tables.operations import LONGEST_DESCRIPTION
from core.identifiers import number_key
from policy.model import Shipping

_NUMBERS = {
    **{str(number): number for number in range(1, 100)},
    **{
        word: number
        for number, words in enumerate(
            (
                ("one", "first", "1st"),
                ("two", "second", "2nd"),
                ("three", "third", "3rd"),
                ("four", "fourth", "4th"),
                ("five", "fifth", "5th"),
                ("six", "sixth", "6th"),
                ("seven", "seventh", "7th"),
                ("eight", "eighth", "8th"),
                ("nine", "ninth", "9th"),
            ),
            start=1,
        )
        for word in words
    },
}
_WORD = re.compile(r"\w+")
_ALL = re.compile(r"\b(?:all|everything|every one|both|the lot|whole order)\b", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|except|without|not)\b", re.IGNORECASE)
_OTHER = re.compile(r"\bother\s*(?:one|item|thing|product)?\b", re.IGNORECASE)
#: "The other one" and "the first one" hold the word without meaning the number.
_ONE = re.compile(r"\b(other|this|that|first|second|third|which|last)\s+one\b", re.IGNORECASE)
#: Shorter words stand in many titles and messages.
_LEAST_LETTERS = 3


def items_meant(said: str, titles: Sequence[str], ticked: Collection[int] = ()) -> tuple[int, ...] | None:
    """The places, from 0, of the items that a message names, in the order of the list.

    Args:
        said: What the customer wrote.
        titles: The items, as they were listed.
        ticked: Those that were named before.

    Returns:
        None where the message names none, or one that is not in the list.
    """
    if _ALL.search(said):
        return _all_but(said, titles, ticked)
    if _OTHER.search(said) and ticked:
        others = tuple(place for place in range(len(titles)) if place not in ticked)
        return others or None
    words = [word.lower() for word in _WORD.findall(_ONE.sub(r"\1", said))]
    numbers = [_NUMBERS[word] for word in words if word in _NUMBERS]
    if numbers:
        fits = all(1 <= number <= len(titles) for number in numbers)
        return tuple(sorted({number - 1 for number in numbers})) if fits else None
    return _titled(words, titles)


def _all_but(said: str, titles: Sequence[str], ticked: Collection[int]) -> tuple[int, ...] | None:
    everything = tuple(range(len(titles)))
    but = _BUT.search(said)
    if but is None:
        return everything
    rest = said[but.end() :]
    # "All but all" names nothing, however often it is said again.
    left_out = None if _ALL.search(rest) else items_meant(rest, titles, ticked)
    return tuple(place for place in everything if place not in left_out) or None if left_out else None


def _titled(words: Collection[str], titles: Sequence[str]) -> tuple[int, ...] | None:
    """The items of whose titles the message has a word that no other title has, or else all words."""
    title_words = [{word.lower() for word in _WORD.findall(title) if len(word) >= _LEAST_LETTERS} for title in titles]
    said = set(words)
    found = [
        place
        for place, own in enumerate(title_words)
        if any(
            word in said and not any(word in other for at, other in enumerate(title_words) if at != place)
            for word in own
        )
        or (own and own <= said)
    ]
    return tuple(found) or None


#: The first that fits is meant: "the wrong size" is about the size.
_SAID = (
    ("wrong_size", r"\b(?:size|fit|fits|too (?:small|big|large|tight|long|short|wide|narrow))\b"),
    ("missing_parts", r"\b(?:missing|incomplete|parts? (?:is|are) not)\b"),
    ("wrong_item", r"\b(?:wrong|different (?:item|thing|product|colou?r)|not what i ordered)\b"),
    ("damaged", r"\b(?:broken|broke|damaged?|crack(?:ed)?|smashed|scratch(?:ed)?|shattered|torn|ripped|dented)\b"),
    ("faulty", r"\b(?:faulty|defect(?:ive)?|(?:does|do|did|is)(?:n'?t| not) (?:work|turn|switch|charge)|dead|leaks?)"),
    ("not_as_described", r"\b(?:describ|descri|picture|photo|quality|fake|advertis)"),
    ("not_wanted", r"\b(?:changed my mind|(?:don'?t|do not) (?:want|like|need)|no longer|unwanted|gift)\b"),
    ("other", r"\b(?:other|something else|another reason)\b"),
)
_READ = tuple((reason, re.compile(words, re.IGNORECASE)) for reason, words in _SAID)


def reason_meant(said: str) -> str | None:
    """The reason's code, None where the words give none."""
    return next((reason for reason, words in _READ if words.search(said)), None)


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


def read_items(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """The items to send back, as buttons, numbers or titles name them."""
    asked = prepared(turn, draft, services)
    other = "customer_number" in turn.told_now and number_key(turn.number or "") != number_key(draft.about)
    if asked is None or other:
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
        return FormUpdate({ITEMS: None}, (Utterance("utter_no_such_item"),))
    return None


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
    if len(words) < _LEAST_WORDS:
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


def _ticked(ids: list[str]) -> FormUpdate:
    """Other items have another price, so the amount is to be checked again."""
    return FormUpdate({ITEMS: ids, AMOUNT: None})


def _places(turn: ActionContext, asked: AskedReturn) -> list[int]:
    chosen = asked.chosen(turn.slots)
    return [place for place, item in enumerate(asked.choices) if item in chosen]


def _service_said(turn: ActionContext, asked: AskedReturn) -> str | None:
    number = _NUMBER.fullmatch(turn.said.strip())
    if number and 1 <= int(number[1]) <= len(asked.services):
        return asked.services[int(number[1]) - 1].value
    if asked.services == (Shipping.PAID,):
        return Shipping.PAID.value if says_yes(turn) or _OWN_COST.search(turn.said) else None
    if _QR.search(turn.said):
        return Shipping.FREE_QR.value
    return Shipping.FREE_LABEL.value if _LABEL.search(turn.said) else None
