"""Messages that mean two returns at once without naming them: "when will I be paid for both?"."""

from __future__ import annotations

from typing import Final

from core.short_messages import pieces, words

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
