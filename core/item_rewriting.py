"""Ways to say which items go back, put into the order of words that is read."""

from __future__ import annotations

import re
from typing import Final

#: So long a message is read for the words below.
LONGEST_CHOICE: Final = 240
_OUT: Final = "leave leaving drop remove removing skip exclude omit delete forget scrap scratch lose cancel cut"
_LEAVE: Final = f"(?:{'|'.join(_OUT.split())})"
_IT: Final = r"(?:it|this|the (?:return|list|request|order|parcel|box))\b"
#: "Hang on to the mug" keeps it; "hang on" alone says nothing.
HOLDING_ON: Final = re.compile(r"\b(?:hang|hold)(?:s|ing)? on ?to\b", re.IGNORECASE)
#: "Sorry, wrong item", "I picked the wrong one", which puts what is named behind it in the place of what was chosen.
_SLIP: Final = (
    r"\b(?:(?:thats|that is|that was|its|it is|it was|i|ive|i have|have|must have|picked|chose|chosen|selected|ticked|"
    r"clicked|tapped|took|taken|named|said|typed|gave|on)\s+){0,5}(?:the |a )?wrong (?:items?|ones?|things?|articles?|"
    r"products?)\b(?! (?:was|were|is|are|came|arrived|sent|got|in)\b)"
)
_COUNT: Final = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)"
_STAYS: Final = (
    r"(?:(?:can |will |should |is |are |ll |s )?(?:to )?(?:stays?|staying|remains?)(?: (?:here|home|put|mine|"
    r"behind|out|at home|at mine|with (?:me|us)|in (?:the|my|our) [\w-]{1,20}|"
    r"(?:where|as) (?:it|they) (?:is|are))){0,2}|"
    r"(?:is|are)(?: an?)? (?:keepers?|for keeps)|"
    r"(?:i|id|ill|im|we|wed|well|were) (?:(?:will|am|are|want to|would like to|like to|prefer to|rather) ){0,2}"
    r"keep(?:ing)?)"
)
_DOES_NOT: Final = r"(?:dont|doesnt|isnt|arent|wont|do not|does not|is not|are not|will not|not)"
_GOES: Final = r"(?:go(?:es)?|going|gonna go|leaves?|leaving|(?:to |be |get |being )(?:go|sent|returned))"
_THING: Final = r"(?!i |we )((?:[\w-]{1,30} ){1,6}?)"
_END: Final = (
    r"(?: (?:too|also|after all|then|though|instead|for now))?(?= *(?:$|[,.;!]|please|sorry|but|and|though|tho))"
)
_AND_THEN: Final = r"[,.;]? ?(?:but|and|while|whereas)? ?"
#: What names a thing before it says that it stays: "the mug I keep", "the mug isn't going back".
_KEPT: Final = (
    (re.compile(rf"(^|[,.;!]|\bbut|\band|\bwhile)\s*{_THING}(?:not|no|{_STAYS}){_END}"), r"\1 not \2"),
    (
        re.compile(
            rf"(^|[,.;!]|\bbut|\band|\bwhile)\s*{_THING}(?:{_DOES_NOT} (?:(?:have|need|want) to )?{_GOES}"
            rf"(?: back| anywhere| yet)?|go(?:es)? nowhere){_END}"
        ),
        r"\1 not \2",
    ),
    # "The mug goes back but the tray doesn't"; "the mug works but the tray doesn't" says nothing of the kind.
    (re.compile(rf"(\b{_GOES}(?: back)?)({_AND_THEN}){_THING}{_DOES_NOT}{_END}"), r"\1, not \3"),
)
#: The other orders of words in which customers leave something out, put into the one that is read.
REWRITTEN: Final = tuple(
    (re.compile(words), put)
    for words, put in (
        (r"\b(?:on (?:second thoughts?|reflection)|hang on|hold on|after all|in the end|come to think of it)\b", " "),
        (_SLIP, "instead"),
        (r"\bthe other one[,:]? (?=(?:the|my|it|its) )", "instead "),
        # "Make that one block" counts blocks, and "two blocks, not three" two.
        (rf"\b(?:make|change|turn) (?:that|this)(?: in)?(?:to)? (?={_COUNT} \w)", "make it "),
        (rf"(?:, ?|^)(?:and )?not {_COUNT}(?=[,.;!]|$)", " "),
        (r"^\W*(?:(?:oh|ok|okay|yes|sorry|please|hm+|um|uh|wait|actually)\W+){0,4}and\b|\bas well\b", "also"),
        (r"\bwhile (?:youre|you are|were|we are|im) at it\b", "also"),
        (r"\b(?:i |ive )?changed my mind (?:about|on)\b", "not"),
        (
            r"((?:[\w-]+ ){0,6}[\w-]+), (?:please )?(?:leave|take|keep) (?:it|that one|that|them) (?:out|off|away)\b",
            r"not \1",
        ),
        (rf"\b(?:do not|dont|never) {_LEAVE}\b", "also"),
        (rf"\b(?:out of|off|from) {_IT}", "out"),
        (rf"\b(?:to|in|into) {_IT}", " "),
        (r"\b(?:put|throw|pop|chuck|stick|toss|bung)\b([^,.;]{1,60}?)\bin\b", r"add \1"),
        (r"\b(?:is|are|can) (?:to )?(?:coming|come)(?: along)? (?=too\b|also\b)", " "),
        (r"\bhands off\b", "not"),
        (r"\b(?:instead of|rather than|in place of)\b", "not"),
        (r"\b(?:swap|replace|switch|exchange|change|trade)\b([^,.;]{1,80}?)\b(?:for|with|to|by)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE}|take|taking|keep|put)\b([^,.;]{{1,80}}?)\b(?:out|off|away|aside)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE})\b", "not"),
    )
)


def stays_first(plain: str) -> str:
    """A message with each thing that stays behind the word that says so: "not the mug" for "the mug stays".

    Args:
        plain: The message in small letters, without apostrophes.
    """
    if len(plain) > LONGEST_CHOICE:
        return plain
    for words, put in _KEPT:
        plain = words.sub(put, plain)
    return plain


#: What is about all that is being prepared: "forget the return", "that's all".
OF_THE_WHOLE: Final = re.compile(r"\b(?:(?:the|that|this|my|whole) return|thats all|that is all)\b")
