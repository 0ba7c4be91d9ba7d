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
        (r"\b(?:instead of|rather than|in place of)\b", "not"),
        (r"\b(?:swap|replace|switch|exchange|change|trade)\b([^,.;]{1,80}?)\b(?:for|with|to|by)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE}|take|taking|keep|put)\b([^,.;]{{1,80}}?)\b(?:out|off|away|aside)\b", r"not \1,"),
        (rf"\b(?:{_LEAVE})\b", "not"),
        # "The mug I keep", "the mug stays".
        (
            r"(^|[,.;]|\bbut|\band)\s*(?!i |we )((?:[\w-]+ ){1,6})(?:not|no|(?:can |will |should )?stays?(?: here)?|"
            r"(?:i |we )(?:ll |will |am |m |want to )?keep(?:ing)?)(?= *(?:$|[,.;]|please|sorry|but))",
            r"\1 not \2",
        ),
    )
)
#: What is about all that is being prepared: "forget the return", "that's all".
OF_THE_WHOLE: Final = re.compile(r"\b(?:(?:the|that|this|my|whole) return|thats all|that is all)\b")
