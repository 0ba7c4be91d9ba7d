"""A message that says which items go back and something else beside it: "only the mug then, its handle is loose"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

#: In characters: what is longer is no choice.
LONGEST: Final = 400
_ENDS: Final = re.compile(
    r"[.;!?\n](?!\d)|,(?!\d)|\s[-–—]\s|\b(?:because|cause)\b|\b(?:since|as)\b(?= (?:it|they|the|its)\b)", re.IGNORECASE
)
#: In words: a longer beginning is no mere "ok, fair enough".
_LONGEST_LEAD: Final = 4
_MOST_LEADS: Final = 2
#: Signs around what stands beside a choice.
_SIGNS: Final = " ,.;:!?\n-–—"


def parts_of_choice(said: str) -> Iterator[tuple[str, str, str]]:
    """The ways in which a message may be a choice: what leads to it, the choice, and what stands behind it.

    The longest choice comes first, the whole message before all.

    Args:
        said: What the customer wrote.
    """
    if len(said) > LONGEST:
        return
    ends = [end.span() for end in _ENDS.finditer(said)]
    # Where a choice can begin and end, with what is left out between it and the rest.
    starts = [0, *(behind for _, behind in ends)][: _MOST_LEADS + 1]
    stops = [*(end for end in reversed(ends)), (len(said), len(said))]
    for start in starts:
        lead = said[:start].strip(_SIGNS)
        if len(lead.split()) > _LONGEST_LEAD:
            return
        for stop, behind in (stops[-1], *stops[:-1]):
            choice = said[start:stop].strip(_SIGNS)
            if stop > start and choice:
                yield lead, choice, said[behind:].strip(_SIGNS)
