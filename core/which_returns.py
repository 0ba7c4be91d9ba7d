"""Questions over several of somebody's returns: "which of mine have a label already?"."""

from __future__ import annotations

import itertools
from typing import Final, Optional

from core.fact_checks import Check, denies
from core.short_messages import asked_pieces, words
from core.supposed_facts import MOST_WORDS, supposed_in

_ASKING: Final = words("which what how many any are is do does did have has list show me tell")
#: What several returns are called.
_SEVERAL: Final = words("ones one mine my returns them those these all of the i've got any")
_NAMES: Final = words("ones mine returns them those these")
#: "Which ones do I still have to send?" ends where its statement begins.
_TURNED: Final = words("do did does have has are is were was")


def asked_of_several(said: str) -> Optional[Check]:
    """What a message asks which returns it is true of; None where it asks no such thing.

    Args:
        said: What the customer wrote.
    """
    spoken = asked_pieces(said)
    if not 2 < len(spoken) <= MOST_WORDS or spoken[0] not in ("which", "what", "are", "do", "have", "any", "how"):
        return None
    begins = list(itertools.takewhile(lambda word: word in _ASKING | _SEVERAL, spoken))
    if _NAMES.isdisjoint(begins) and begins[:2] != ["which", "did"]:
        return None
    statement = list(itertools.dropwhile(lambda word: word in (_ASKING | _SEVERAL) - _TURNED, spoken))
    text = " ".join(["it", *statement])
    supposed = supposed_in(text)
    return Check(text, denies(statement), supposed) if supposed else None
