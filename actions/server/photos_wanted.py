"""Whether photos that somebody sends in a conversation could be about anything: only then are they kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Optional

from actions.forms.draft import AMEND_FORM, START_FORM
from actions.services import Services
from policy.progress import is_over
from policy.status import History

#: At whose end there is a return.
_BEGIN_RETURNS: Final = (START_FORM, AMEND_FORM)


@dataclass(frozen=True)
class Wanted:
    """What is done with the photos of a conversation.

    Args:
        open: Whether a ticket is open, or its customer is known and has a return that is not over.
        held: Files that came before its customer was known, and go with the next message now.
    """

    open: bool
    held: Sequence[str] = ()


def wanted(conversation: str, form: Optional[str], services: Services) -> Wanted:
    """What is done with what is sent in a conversation.

    Args:
        conversation: Whose photos.
        form: The form that runs there.
        services: What knows.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    now = services.clock.now()
    has_ticket = services.hand_over.tickets.open_of(conversation) is not None
    if services.verifications.verified(conversation, now) is None:
        return Wanted(has_ticket)
    held = services.photos.held(conversation)
    if has_ticket or form in _BEGIN_RETURNS:
        return Wanted(open=True, held=held)
    returns = services.store.of_session(conversation, now).returns()
    return Wanted(any(not is_over(History.until(each.events, now)) for each in returns), held)
