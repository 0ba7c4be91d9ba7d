"""No, the other return."""

from __future__ import annotations

from actions.case_number import plain_number
from actions.doing.draft import Draft
from actions.doing.understood import Understood
from actions.identity import records_of
from actions.reply import Utterance
from actions.services import Services
from actions.turn import Turn
from policy.model import ReturnRequest


def another_return(turn: Turn, draft: Draft, services: Services) -> ReturnRequest | Understood | None:
    """The return that a message names instead of the one that is being prepared.

    Returns:
        The return; None where the message names none or the same; what to say where the customer has no such return.
    """
    if "customer_number" not in turn.told_now or turn.number is None or plain_number(turn.number) == draft.about:
        return None
    found = records_of(turn, services).return_request(turn.number)
    return found or Understood({}, (Utterance("utter_number_not_in_account", {"number": turn.number}),))
