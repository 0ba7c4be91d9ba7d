"""Keeps Rasa's own actions, of which Rasa 3.6 makes all twelve anew each time that it looks for any action by name.

They hold nothing but the endpoint that they ask, so that one of each will do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Optional

from rasa.core.actions import action
from rasa.core.actions.action import Action


class _Kept:
    """The actions for the endpoint that was asked last: a process has one.

    Args:
        made: Makes them.
    """

    def __init__(self, made: Callable[[Any], list[Action]]) -> None:
        self._made = made
        self._kept: Optional[tuple[Any, Sequence[Action]]] = None

    def __call__(self, action_endpoint: Any = None) -> list[Action]:
        """The list of them, as Rasa's own function gives it."""
        if self._kept is None or self._kept[0] is not action_endpoint:
            self._kept = (action_endpoint, self._made(action_endpoint))
        return list(self._kept[1])


def install() -> None:
    """Replace a function of Rasa's, for this process; doing so again changes nothing."""
    if not isinstance(action.default_actions, _Kept):
        action.default_actions = _Kept(action.default_actions)
