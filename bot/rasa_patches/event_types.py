"""Finds the class of an event by its name without a search.

Rasa 3.6 walks through all classes of events, and their subclasses, for each event of a conversation that it reads, and
it reads the whole conversation for every message. `make_known()` looks the names up once. A name that is not known then
is left to Rasa, which may know it by now or says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


def install() -> None:
    """Replace a function of Rasa's, for this process; doing so again changes nothing."""
    former = Event.resolve_by_type
    if not hasattr(former, "searches"):
        Event.resolve_by_type = staticmethod(_known(former))


def _known(search: Callable[..., Any]) -> Callable[..., Any]:
    # The first class of a name is the one that the search would find.
    classes = {kind.type_name: kind for kind in reversed(all_subclasses(Event))}

    def resolve_by_type(type_name: str, default: type | None = None) -> Any:
        return classes.get(type_name) or search(type_name, default)

    resolve_by_type.searches = search  # type: ignore[attr-defined]  # tells that it is in place
    return resolve_by_type
