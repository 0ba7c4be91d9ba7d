"""Whether somebody who names two things puts the second in the place of the first: "the lamp, no sorry, the mug"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.short_messages import words

#: Words with which people take back what they have just named.
_CORRECTING: Final = words(
    "no nope nah sorry oops whoops wait actually mean meant rather correction scratch mistake wrong typo apologies "
    "mixed oh argh instead"
)
#: What may stand beside them without saying anything else.
_AROUND: Final = words(
    "i im ive id is it its thats that was the my a an this one order return number nr item ok okay ah um uh er erm hm "
    "hmm please pls hold on hang for about of to should be make but with have up got typed said say bad me just in "
    "fact want wanted go going rather where wheres what whats regarding doing looking "
    "at status but"
)
#: "Order no. 8120 …" names a number, "what about R1001, R1002" corrects nothing.
_ALONE_TOO_LITTLE: Final = words("oh instead wrong")
_CALLED_NUMBER: Final = words("order return number item nr")
_NOT: Final = words("not isnt wasnt dont")
#: "The lamp, wait, the mug too" names both.
_ADDING: Final = words("too also both well plus")
#: So many words after the second thing may say that it comes to the first.
_BEHIND: Final = 4


def takes_back(between: Sequence[str], behind: Sequence[str] = ()) -> bool:
    """Whether the words between two things take the first one back.

    Args:
        between: The words, in lower case and without signs or apostrophes.
        behind: The words after the second thing.
    """
    heard = [word for word in between if word not in _AROUND]
    # "Sorry, not that one but" takes back what stands behind the "not", and then says what is meant.
    denied = [at for at, word in enumerate(between) if word in _NOT]
    heard = [word for word in heard if word not in _NOT]
    if not heard or not _CORRECTING.issuperset(heard) or (denied and "but" not in between[denied[0] :]):
        return False
    if not _ADDING.isdisjoint(behind[:_BEHIND]):
        return False
    telling = [at for at, word in enumerate(between) if word in _CORRECTING and word not in _ALONE_TOO_LITTLE]
    return any(not (between[at] == "no" and at and between[at - 1] in _CALLED_NUMBER) for at in telling)
