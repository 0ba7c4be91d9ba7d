"""The schema's revisions that this program knows, and which others it can work with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional


class Revisions:
    """Our migrations by their numbers, which count up.

    Args:
        known: The revisions of this program, the newest last.
    """

    def __init__(self, known: Sequence[str]) -> None:
        self._known = known

    def trouble_with(self, found: Optional[str]) -> Optional[str]:
        """Why this program can't work with a database at a revision; None where it can.

        Its own newest revision will do, and so will any newer one: a migration only adds, so that the processes of the
        version before go on working while the next one is rolled out.
        """
        newest = self._known[-1]
        if found == newest:
            return None
        if found is None or found in self._known:
            return f"its schema is at {found or 'nothing'} and has to be at {newest}; run `returndesk migrate`"
        if found.isdigit() and len(found) == len(newest) and found > newest:
            return None
        return "its schema is of another program"
