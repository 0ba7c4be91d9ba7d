"""What synthetic customers say: conversations in the mix that a return desk has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import cycle, islice
from typing import Final

from lab.benchmark.turns import POLICY
from lab.load.customers import Customer


class Kind(str, Enum):
    """What answering a line takes."""

    POLICY = "rules"
    STORE = "store"
    SIGN_IN = "sign-in"
    SMALL_TALK = "small talk"
    UNCLEAR = "unclear"
    DEED = "deed"
    PERSON = "person"


@dataclass(frozen=True)
class Line:
    """One thing that a customer says.

    Args:
        text: The words.
        kind: What answering it takes.
        silent: Whether the desk may say nothing to it, as it does while a person has the conversation.
    """

    text: str
    kind: Kind
    silent: bool = False


Script = tuple[Line, ...]

_POLICY: Final = tuple(text for text in POLICY if "?" in text)
_RECORD: Final = (
    "what is the status of my return?",
    "which deadlines apply to my return?",
    "I dropped it off but it is still not marked as returned",
    "where is my refund?",
    "can I still cancel my return?",
)
_UNCLEAR: Final = ("sdlkfj qwpoeir zmxncb", "📦🛵🪴", "blue seven under the maybe")
_HELLO: Final = Line("hello", Kind.SMALL_TALK)
_THANKS: Final = Line("thank you", Kind.SMALL_TALK)

#: Of ten conversations: how many ask for the rules alone, sign in at once, are asked who they are, are unclear.
_MIX: Final = ("rules", "record", "rules", "record", "asked", "record", "rules", "unclear", "record", "rules")


def script(number: int, who: Customer) -> Script:
    """The conversation of that number: the mix repeats every ten, the questions walk through their lists.

    Args:
        number: From 0 on.
        who: Who has it.
    """
    kind = _MIX[number % len(_MIX)]
    if kind == "rules":
        return (_HELLO, *_rules(number, 3), _THANKS)
    if kind == "record":
        return (sign_in(who), *_record(number, 3), *_rules(number, 1), _THANKS)
    if kind == "asked":
        return (
            Line("I dropped my parcel off and it still says not returned", Kind.POLICY),
            Line(who.return_number, Kind.SIGN_IN),
            Line(who.email, Kind.STORE),
            *_record(number, 1),
        )
    return (Line(_UNCLEAR[number % len(_UNCLEAR)], Kind.UNCLEAR), *_rules(number, 2), _THANKS)


def every_question(who: Customer) -> Script:
    """Everything that is answered from the store, asked once: what is right to say to this customer."""
    return (sign_in(who), *(Line(text, Kind.STORE) for text in _RECORD))


def cancelling(who: Customer) -> Script:
    """A conversation that changes something, which must happen once."""
    return (
        sign_in(who),
        Line("Is it still possible to withdraw this return of mine?", Kind.STORE),
        # Where what goes back could not be asked for again, a yes is asked about once more.
        Line("yes please", Kind.DEED),
        Line("yes", Kind.DEED),
        _THANKS,
    )


def handing_over(who: Customer) -> Script:
    """A conversation that goes to a person, and back."""
    return (
        sign_in(who),
        Line("Please put me through to a member of your staff", Kind.PERSON),
        Line("yes", Kind.PERSON),
        Line("When do I get my refund?", Kind.PERSON, silent=True),
        Line("Please let the robot answer me from now on", Kind.PERSON),
    )


def sign_in(who: Customer) -> Line:
    """How a customer proves who they are."""
    return Line(f"{who.return_number}, {who.email}", Kind.SIGN_IN)


def _rules(number: int, count: int) -> Script:
    return tuple(Line(text, Kind.POLICY) for text in _from(_POLICY, number, count))


def _record(number: int, count: int) -> Script:
    return tuple(Line(text, Kind.STORE) for text in _from(_RECORD, number, count))


def _from(texts: tuple[str, ...], start: int, count: int) -> tuple[str, ...]:
    return tuple(islice(cycle(texts), start % len(texts), start % len(texts) + count))
