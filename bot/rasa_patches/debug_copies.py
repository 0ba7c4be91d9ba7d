"""Copies what a debug line shows only where there is a debug log.

Rasa 3.6 deep-copies the events of each action, the slots that were filled and what a message says, for lines of a log
that is off. `install()` gives the module in which it does so a `deepcopy` that looks whether anybody will see the line;
there it has no other use for it.
"""

from __future__ import annotations

import copy
import logging
from typing import TypeVar

from rasa.core import processor

Copied = TypeVar("Copied")


class _Copies:
    """What Rasa's processor takes from the module `copy`."""

    @staticmethod
    def deepcopy(value: Copied) -> Copied:
        """A copy where it will be shown, and the value itself where nobody looks at it."""
        return copy.deepcopy(value) if logging.getLogger().isEnabledFor(logging.DEBUG) else value


def install() -> None:
    """Replace a module in a module of Rasa's, for this process; doing so again changes nothing."""
    processor.copy = _Copies
