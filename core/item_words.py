"""The words that select items, and how words of titles are compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from core.short_messages import words

_TOKEN: Final = re.compile(r"[^\W_]+|[,;.)–-]")
_SPELLED: Final = "one two three four five six seven eight nine ten"
CARDINALS: Final = {
    **{str(number): number for number in range(100)},
    **{word: number for number, word in enumerate(_SPELLED.split(), start=1)},
}
_ORDINAL_WORDS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth",
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th",
)
ORDINALS: Final = {word: place for listed in _ORDINAL_WORDS for place, word in enumerate(listed.split())}
ALL: Final = words(
    "all everything both each every whole entire lot todo todos todas ambos tout tous toutes alles alle beide tutto "
    "tutti tutte entrambi הכול הכל усе всі все всё оба"
)
OTHERS: Final = words("other others rest remaining")
NOT: Final = words("not dont wont never no keep keeping kept")
EXCEPT: Final = words("except excluding without minus besides apart aside bar")
ONLY: Final = words("only just rather instead")
RANGE: Final = words("- – to through thru till until")
#: What may stand between a number or "all" and what is counted.
BETWEEN: Final = words("of the my our these those them x piece pieces pc pcs unit units")
THINGS: Final = words("item items thing things product products article articles them these those")
NUMBERED: Final = words("item items number numbers no nr option options position positions")
#: "The other one" counts nothing.
BEFORE_ONE: Final = words("other that this which any") | ORDINALS.keys()
#: Words of a title that alone name nothing.
STOP: Final = words(
    "a an and as at but by for from in is it my no not of off on one or per set size the this to two up with x"
) | (ALL | OTHERS | NOT | EXCEPT | ONLY | BETWEEN | THINGS)
_LEAST_LETTERS: Final = 3
#: Words that stand in any wish: where nothing was listed yet, they alone name no item.
DESK: Final = words(
    "case label box card order return refund parcel page code light game gift kit post time new old big small free "
    "open start help good first phone mobile mail app web chat bank account money home day week today wrong right back"
)
MORE: Final = words("also too plus add adding including")
#: What else may stand in a message that only says which items go back.
CHOOSING: Final = (
    words(
        "yes yeah yep nah nope n oh ah ok okay well hm hmm um uh oops whoops hang hold wait actually sorry please pls "
        "then now second thought thoughts mistake i id ill im ive we can could would will you like want wanna to "
        "need have has make that it its should be meant mean think guess lets let us me and or from go goes going back "
        "send sending sent give return returning take put include list instead both out so do lets alright thanks "
        "thank hey pick choose select prefer oop whoop"
    )
    | STOP
    | MORE
) - words("for in off on up with by at size set per")


def telling_words(title: Sequence[str]) -> frozenset[str]:
    """Those words of a title that name it."""
    telling = [word for word in title if word not in STOP]
    return frozenset([word for word in telling if len(word) >= _LEAST_LETTERS] or telling or title)


def tokens(text: str) -> list[str]:
    """The words and signs of a text, in lower case."""
    return _TOKEN.findall(text.casefold().replace("'", "").replace("’", ""))


def words_of(title: str) -> Iterator[str]:
    """The words of a title, without its signs."""
    return (token for token in tokens(title) if token.isalnum())


def singular(word: str) -> str:
    """A word without the s of its plural."""
    if word in STOP or len(word) < 4 or word.endswith("ss"):
        return word
    return word[:-1] if word.endswith("s") else word
