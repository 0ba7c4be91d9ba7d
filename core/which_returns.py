"""Questions over several of somebody's returns: "which of mine have a label already?"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final, Optional

from core.fact_checks import Check, denies
from core.short_messages import asked_pieces, pieces, words
from core.supposed_facts import MOST_WORDS, Supposed, supposed_in

_ASKING: Final = words("which what how many any are is do does did have has list show me tell")
#: What several returns are called.
_SEVERAL: Final = words("ones one mine my returns them those these all of the i've got any")
_NAMES: Final = words("ones mine returns them those these")
#: Of so many that were spoken of: "which of the two", "can either be cancelled".
_COUNTED: Final = words("two three four 2 3 4 either neither both")
_MAY: Final = words("can could")
#: What may be asked so, by words with which a message leaves something else: "never mind. can either be cancelled?"
_OF_MAY: Final = frozenset({Supposed.CANCELLABLE, Supposed.CHANGEABLE})
#: In characters: what of a message is read for that.
_LONGEST: Final = 200
_LEAVES: Final = re.compile(
    r"(?:\W*(?:nvm|never ?mind|(?:forget|skip|leave|scratch) (?:it|that)|k|no|well)\b[\s,.;!-]+){1,2}", re.IGNORECASE
)
#: "Which ones do I still have to send?" ends where its statement begins.
_TURNED: Final = words("do did does have has are is were was")


def asked_of_several(said: str) -> Optional[Check]:
    """What a message asks which returns it is true of; None where it asks no such thing.

    Args:
        said: What the customer wrote.
    """
    left = _LEAVES.match(said[:_LONGEST])
    spoken = asked_pieces(said[left.end() :] if left else said)
    if not 2 < len(spoken) <= MOST_WORDS:
        return None
    counted = _of_a_count(spoken)
    if counted is not None or spoken[0] not in ("which", "what", "are", "do", "have", "any", "how"):
        return counted
    begins = list(itertools.takewhile(lambda word: word in _ASKING | _SEVERAL, spoken))
    if _NAMES.isdisjoint(begins) and begins[:2] != ["which", "did"]:
        return None
    statement = list(itertools.dropwhile(lambda word: word in (_ASKING | _SEVERAL) - _TURNED, spoken))
    return _check(statement)


def means_some(said: str) -> bool:
    """Whether a message asks of so many returns as were spoken of: "which of the two", "either of them".

    Args:
        said: What the customer wrote.
    """
    return not _COUNTED.isdisjoint(pieces(said))


def _of_a_count(spoken: Sequence[str]) -> Optional[Check]:
    """What is asked of so many returns, or whether any of them may still be cancelled or changed."""
    behind = list(itertools.takewhile(lambda word: word in _COUNTED | _SEVERAL, spoken[1:]))
    if spoken[0] not in _MAY | {"which"} or _COUNTED.union(_NAMES).isdisjoint(behind):
        return None
    may = spoken[0] in _MAY
    check = _check([*([spoken[0]] if may else ()), *spoken[1 + len(behind) :]])
    return check if check is None or not may or not _OF_MAY.isdisjoint(check.supposed) else None


def _check(statement: Sequence[str]) -> Optional[Check]:
    text = " ".join(["it", *statement])
    supposed = supposed_in(text)
    return Check(text, denies(statement), supposed) if supposed else None
