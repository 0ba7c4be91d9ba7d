"""Messages that mean several returns at once without naming them: "for both?", "all of them", "the other two"."""

from __future__ import annotations

from enum import Enum
from typing import Final, Optional

from core.short_messages import MOST_WORDS, pieces, words
from core.word_sets import phrases


class Several(str, Enum):
    """Which of the returns that were spoken of a message means."""

    BOTH = "both"
    ALL = "all"
    OTHERS = "others"


#: In words: a longer message tells a story.
_MOST_WORDS: Final = 20
_PAIRS: Final = words("both either neither each two")
_POINTING: Final = words("the these those my")
_RETURNS: Final = words("returns return parcels parcel packages package boxes box refunds refund ones labels label")
#: What goes on behind "both" where it stands for two returns, and is no thing that two are of.
_BEHIND: Final = words(
    "be been is are was were has have had will would can could must should do does did at in on by to from for with "
    "yet already now then still again together back arrive arrived come came go goes get got went handed sent posted "
    "dropped shipped mailed received approved accepted checked inspected cancelled refunded paid free late ok okay "
    "fine there here cost costs need wait waits when until before if but please too as closed finished"
)
_ALL: Final = phrases(
    "all of them, all of these, all of those, all of mine, all three, all 3, all my returns, all the returns, all my "
    "parcels, all the parcels, each of them, every one of them, all the three"
)
_OTHERS: Final = phrases(
    "the other two, the other ones, the others, other two, the rest of them, the remaining two, my other ones, my "
    "others, my other returns, the other returns, my other two, my other three, the other three, all the others, all "
    "my others, the remaining ones, my remaining returns"
)
_NO_RETURNS: Final = words("not without except items item things days")
_AROUND_SEVERAL: Final = words(
    "all of them these those mine three 3 my the returns parcels each every one for other two ones others rest "
    "remaining and so ok okay please pls yes what about how then now also too same but thanks well hm in"
)


def several_meant(said: str) -> Optional[Several]:
    """Which returns a message means that were spoken of; None where it means none so.

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    if len(spoken) <= MOST_WORDS and _NO_RETURNS.isdisjoint(spoken):
        heard = f" {' '.join(spoken)} "
        for several, listed in ((Several.OTHERS, _OTHERS), (Several.ALL, _ALL)):
            if any(f" {each} " in heard for each in listed):
                return several
    return Several.BOTH if means_both(said) else None


def says_only_which(said: str) -> bool:
    """Whether a message says no more than which returns it means: "all of them please", "and the other two?"."""
    return several_meant(said) is not None and _AROUND_SEVERAL.union(_PAIRS).issuperset(pieces(said))


def means_both(said: str) -> bool:
    """Whether a message means two returns that were spoken of; "both lamps" and "both of the mugs" are things.

    Args:
        said: What the customer wrote.
    """
    spoken = pieces(said)
    if len(spoken) > _MOST_WORDS:
        return False
    return any(_stands_for_two(spoken, at) for at, word in enumerate(spoken) if word in _PAIRS)


def _stands_for_two(spoken: list[str], at: int) -> bool:
    """Whether the word for a pair at a place stands for returns."""
    word, before = spoken[at], spoken[at - 1] if at else ""
    if before == "not" or (word == "two" and before not in _POINTING):
        return False
    behind = spoken[at + 1 :]
    is_of = behind[:1] == ["of"]
    behind = behind[1:] if is_of else behind
    if is_of and behind[:1] in (["them"], ["mine"]):
        return True
    pointed = bool(behind) and behind[0] in _POINTING
    behind = behind[1:] if pointed else behind
    if behind and behind[0] in _RETURNS:
        return True
    # Alone, "the two" is as well two days or rules.
    stands_alone = word == "both" or (word == "two" and before in ("these", "those"))
    return (not behind or behind[0] in _BEHIND) and (is_of and pointed if is_of or pointed else stands_alone)
