"""Messages by which things of one order would go back in two returns, one now and one later."""

from __future__ import annotations

import re
from typing import Final

from core.short_messages import pieces

#: In words: a longer message tells a story.
_MOST_WORDS: Final = 40
_LATER: Final = (
    r"(?:later(?: on)?|next (?:week|month|time|\w{3,6}day)|another (?:day|time)|afterwards?|some other time|"
    r"in (?:a|one|two|some|\d) (?:days?|weeks?)|separately|at a later)"
)
_THING: Final = (
    r"(?:(?:the|my) (?:\w+ ){1,3}?|(?:maybe |perhaps |possibly |probably )?(?:the )?"
    r"(?:1|2|one|two|another(?: one)?|others?|some|rest|remaining)(?: (?:more|one|ones|of them|item|thing))? )"
)
#: "Send the hat", "now and", "the scarf next month": each is looked for behind the one before.
_SPLIT: Final = (
    re.compile(
        r"\b(?:return(?:ing)?|send(?:ing)?|give|giving|ship(?:ping)?|post(?:ing)?|go(?:es)?|take|taking)\b", re.I
    ),
    re.compile(
        r"\b(?:now|today|tonight|tomorrow|first|this week|right away|straight away)\b"
        r".{0,12}?(?:\b(?:and|then|but)\b|,)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_THING}.{{0,20}}?\b{_LATER}\b", re.IGNORECASE),
)
_EACH_FREE: Final = re.compile(
    r"\b(?:both|each|all|either)(?: (?:of them|ones?|times|returns?))? (?:be |go |come |are |is )?(?:for )?free\b|"
    r"\bfree (?:both|each) times?\b|\bpay (?:twice|two times|both times)\b",
    re.IGNORECASE,
)
_SECOND: Final = re.compile(r"\b(?:two|2|second|separate|another) (?:separate )?returns?\b", re.IGNORECASE)
_COST: Final = re.compile(r"\b(?:free|pay|costs?|postage|fee|charged?)\b", re.IGNORECASE)
_ORDERS: Final = re.compile(r"\b(?:orders|different order|another order|other order|month|months)\b", re.IGNORECASE)
_CHANGES_MIND: Final = re.compile(
    r"\b(?:(?:change|changed|changing) my mind|decide|want|wanna|add|return|send)\b.{0,50}?\b(?:later|afterwards)\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"\b(?:if|can|could|may|possible|when)\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.?!;]")
_GOES: Final = r"(?:go|come|be (?:sent|returned)|be in)(?: (?:back|in))?"
_TOO: Final = r"(?:too|as well|also|with it|along)"
_HAS_TO_GO: Final = re.compile(
    rf"\b(?:do|does)\b(?: \S+){{1,5}}? (?:have|need) to {_GOES}(?: {_TOO})?\W*$|"
    rf"\b(?:must|should|shall)\b(?: \S+){{1,5}}? {_GOES} {_TOO}\W*$|"
    rf"\b(?:do|must|should) i (?:have to |need to )?(?:return|send(?: back)?|give(?: back)?)(?: \S+){{1,4}}? {_TOO}\b",
    re.IGNORECASE,
)


def plans_two_returns(said: str) -> bool:
    """Whether a message would send things of one order back in two returns: "the hat now and the scarf next month".

    Args:
        said: What the customer wrote.
    """
    if not 3 < len(pieces(said)) <= _MOST_WORDS or _ORDERS.search(said):
        return False
    place = 0
    for part in _SPLIT:
        found = part.search(said, place)
        if found is None:
            return _says_two_free(said)
        place = found.end()
    return True


def supposes_one_more_later(said: str) -> bool:
    """Whether a message supposes that its writer sends something else as well, later: "and if I change my mind later?".

    Only of use while a return is prepared.

    Args:
        said: What the customer wrote.
    """
    is_short = 2 < len(pieces(said)) <= _MOST_WORDS
    return is_short and _CHANGES_MIND.search(said) is not None and _ASKS.search(said) is not None


def asks_if_it_has_to_go(said: str) -> bool:
    """Whether a message asks if something has to go back as well: "does the lid have to go too?".

    Args:
        said: What the customer wrote.
    """
    is_short = 2 < len(pieces(said)) <= _MOST_WORDS
    return is_short and any(_HAS_TO_GO.search(each) for each in _SENTENCE.split(said))


def _says_two_free(said: str) -> bool:
    return all(each.search(said) for each in (_SECOND, _COST, _EACH_FREE))
