"""Whether photos that somebody sends in a conversation could be about anything: only then are they kept."""

from __future__ import annotations

from typing import Final, Optional

from actions.forms.draft import AMEND_FORM, START_FORM
from actions.services import Services
from policy.progress import is_over
from policy.status import History

#: At whose end there is a return.
_BEGIN_RETURNS: Final = (START_FORM, AMEND_FORM)


def are_wanted(conversation: str, form: Optional[str], services: Services) -> bool:
    """Whether a ticket is open, or the conversation's customer is known and has a return that is not over.

    Args:
        conversation: Whose photos.
        form: The form that runs there.
        services: What knows.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    if services.hand_over.tickets.open_of(conversation) is not None:
        return True
    now = services.clock.now()
    if services.verifications.verified(conversation, now) is None:
        return False
    if form in _BEGIN_RETURNS:
        return True
    returns = services.store.of_session(conversation, now).returns()
    return any(not is_over(History.until(each.events, now)) for each in returns)
