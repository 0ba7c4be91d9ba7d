"""Wishes to return something, told in this message or before, until a return is begun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from actions.dialogue.turn import ActionContext
from actions.forms.draft import START_FORM, is_plain_question
from core.giving_up import only_gives_up

#: What a wish to return something is understood as.
WISHES = frozenset({"ask_how_to_return", "report_item_problem"})
#: What adds an item to a return, or to the wish for one.
ADDING = "ask_amend_return"
#: How many of the customer's messages back a wish is still one.
_MESSAGES_BACK = 8
#: What a message is understood as that brings a detail, or says yes, and leaves a wish what it was.
_BESIDE = frozenset(
    {"give_details", "nlu_fallback", "affirm", "thank", "greet", "out_of_scope", "ask_about_details", ADDING}
)
#: The words behind these tell why; "since" and "as" only before who or what does something.
BECAUSE = re.compile(
    r"\b(?:because|cause|cuz|coz|bc)\b(?: of\b)?|['’]cause\b"
    r"|\b(?:since|as)\b(?=\s(?:it|they|i|we|the|my|one|this|that|he|she|its|it['’]s)\b(?! (?:soon|long|well)))",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:(?:to|wanna|gonna|i'?ll|can i|please|pls) return|returning|"
    r"(?:go|goes|going|send|sending|take|bring|ship|give) (?:\w+ ){0,12}back|"
    r"(?:start|open|begin|initiate|create|make|file|raise|request|set up) (?:\w+ ){0,2}return|"
    r"(?:start|open|begin|file|raise|request) (?:a new one|a fresh one|another(?: one)?|one|it|that)"
    r"(?= (?:then|now|for|of|please|again)\b|\W*$|[,.;:])|"
    r"(?:has|have|needs?) to go|(?:get|be|want|getting) rid of|"
    r"return (?:the|both|all|everything|my|these|those|only|just|one|two))\b",
    re.IGNORECASE,
)
#: "A return request for the lamp" wishes, where the message brings the number for it.
_REQUEST = re.compile(r"\breturn request\b", re.IGNORECASE)
#: Words by which somebody puts right what they told before.
_PUT_RIGHT = re.compile(
    r"\b(?:sorry|wrong|mistake|typo|meant|mean|oops|not|instead|rather|my bad|correct\w*|no)\b", re.IGNORECASE
)
_NO_WISH = re.compile(r"\b(?:not(?! (?:the|my|all|as) )|never|keep|money|refund|cash)\b|n['’]t\b", re.IGNORECASE)
_ADDS = re.compile(
    r"\b(?:add|also|plus|include)\b|\b(?:too|as well)(?:\W{1,3}(?:please|pls|then))?\W{0,3}$", re.IGNORECASE
)
#: In characters: what of a message is read.
_LONGEST = 1_000


def wishes_to_return(said: str) -> bool:
    """Whether words ask to send something back; "don't" behind the words that say why takes back no wish."""
    named = _WISH.search(said[:_LONGEST]) or _REQUEST.search(said[:_LONGEST])
    return named is not None and _NO_WISH.search(without_why(said)) is None


def puts_right(said: str) -> bool:
    """Whether words put right what was told before, "oops, that's the wrong number", and say of no reason."""
    return _PUT_RIGHT.search(said[:_LONGEST]) is not None and BECAUSE.search(said[:_LONGEST]) is None


def is_wish(said: str, intent: str) -> bool:
    """Whether a message wishes to return something, or adds something to such a wish.

    Args:
        said: What the customer wrote.
        intent: What it was understood as.
    """
    if said.startswith("/"):
        return False
    if intent in WISHES or intent == ADDING:
        return True
    if "?" not in said and _ADDS.search(said[:_LONGEST]) and intent in _BESIDE:
        return True
    if intent in _BESIDE:
        return wishes_to_return(said)
    asks = "?" in said or is_plain_question(said)
    return not asks and _WISH.search(said[:_LONGEST]) is not None and wishes_to_return(said)


def wishes_before(turn: ActionContext) -> Iterator[str]:
    """The wishes of the customer to return something, the newest first, since a return was begun or given up."""
    return (said for said, intent in _lately(turn) if is_wish(said, intent))


def wish_waits(turn: ActionContext) -> bool:
    """Whether the newest thing that the customer wanted, details left out, is to return something."""
    for said, intent in _lately(turn):
        if is_wish(said, intent):
            return True
        if intent not in _BESIDE:
            return False
    return False


def without_why(said: str) -> str:
    """A message up to the words that say why."""
    return BECAUSE.split(said[:_LONGEST], maxsplit=1)[0]


def _lately(turn: ActionContext) -> Iterator[tuple[str, str]]:
    """What the customer wrote and what that was understood as, the newest first, since a return was begun."""
    left = _MESSAGES_BACK
    for event in reversed(turn.events):
        if not left or (event.get("event") == "active_loop" and event.get("name") == START_FORM):
            return
        if event.get("event") == "user":
            said, intent = str(event.get("text") or ""), _intent(event)
            if intent == "stop" or only_gives_up(said):
                return
            left -= 1
            yield said, intent


def _intent(event: Mapping[str, Any]) -> str:
    return str(((event.get("parse_data") or {}).get("intent") or {}).get("name") or "")
