"""Whether a message only says that its writer goes now, or comes back to it later: "gotta run", "some other day"."""

from __future__ import annotations

import re
from typing import Final

from core.giving_up import clauses_of

#: In words: what is longer tells something.
_MOST_WORDS: Final = 12
_GOES: Final = (
    r"(?:i |we )?(?:'ll |will |am |'m |m |im |i'm |we're )?(?:really |just )?"
    r"(?:gotta|got to|have to|need to|must|should|better|about to|going to|gonna|wanna) "
    r"(?:go|run|leave|dash|be off|be going|head (?:off|out)|get going|sign off|log off|hang up|get back to work)"
)
_IS_OFF: Final = r"(?:i'?m|i am|we'?re|am) (?:off|leaving|out of here|heading (?:off|out)|going)"
_LATER: Final = (
    r"(?:i |we )?(?:'ll |will |can )?(?:be (?:right )?back|come back|talk|speak|chat|"
    r"finish(?: it| this)?|continue|try(?: again)?|get back)(?: to (?:you|u|this|it))?(?: with you)? ?"
    r"(?:laters?|soon|another (?:time|day)|some other (?:time|day)|tomorrow|in a bit)"
)
_BACK: Final = r"(?:brb|(?:i |we )?(?:'ll |will )(?:be (?:right )?back|come back|get back to (?:you|this|it)))"
_NO_TIME: Final = r"(?:(?:i )?(?:have|'ve got|ve got) )?no time(?: for (?:this|that|it))?"
_BYE: Final = (
    r"(?:(?:good)?bye(?:[ -]?bye)?|cya|ciao|ttyl|so long|farewell|good ?night|take care|cheerio|laters?|"
    r"not (?:right )?now|"
    r"(?:an|some )other (?:time|day)|(?:see|catch) (?:you|ya|u)|"
    r"(?:have|enjoy) (?:a|the|your) (?:\w+ )?(?:day|one|evening|weekend|night|afternoon))"
)
_TAIL: Final = (
    r"(?: (?:now|then|for now|everyone|everybody|all|mate|later|soon|tomorrow|right now|sorry|thanks|bot|guys|today|"
    r"again|anyway|though|first|in a bit|at the moment|another time))*\W*$"
)
_GOING: Final = re.compile(rf"(?:{_GOES}|{_IS_OFF}|{_LATER}|{_BACK}|{_NO_TIME}){_TAIL}", re.IGNORECASE)
_FAREWELL: Final = re.compile(r"(?:thanks? (?:you )?|thx )?" + _BYE + _TAIL, re.IGNORECASE)
_THANKS: Final = re.compile(
    r"(?:(?:many |no )?thanks?(?: you| a lot| so much)?|thx|ty|ta|cheers)(?: \w+){0,3}\W*$", re.IGNORECASE
)
_AGREES: Final = re.compile(r"(?:yes|yep|yeah|sure|do it|send|go ahead|confirm|all|both)\b", re.IGNORECASE)


def takes_leave(said: str) -> bool:
    """Whether a message says good-bye and neither asks nor agrees to anything.

    Beside words of going one clause may say why: "the bus is here, gotta run". "Too small, bye" is an answer.

    Args:
        said: What the customer wrote.
    """
    if not 0 < len(said.split()) <= _MOST_WORDS or "?" in said or any(map(str.isdigit, said)):
        return False
    clauses = [each for each in clauses_of(said) if each]
    going = [each for each in clauses if _GOING.match(each)]
    rest = [each for each in clauses if not (_GOING.match(each) or _FAREWELL.match(each) or _THANKS.match(each))]
    if any(_AGREES.match(each) for each in rest):
        return False
    return len(rest) <= 1 if going else not rest and any(_FAREWELL.match(each) for each in clauses)
