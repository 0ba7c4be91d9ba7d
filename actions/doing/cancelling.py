"""What cancelling a return means, and when it can't be done."""

from __future__ import annotations

from actions.doing.another_return import another_return
from actions.doing.draft import CANCEL_FORM, Draft, begun
from actions.doing.understood import Understood
from actions.identity import known_customer, records_of
from actions.reply import Phrase, Utterance
from actions.return_case import Case
from actions.services import Services
from actions.show import show_day, show_moment
from actions.store.changes import Deed, DropOffClaim
from actions.turn import Turn
from policy.eligibility import EligibilityReason, can_cancel
from policy.facts import Facts
from policy.model import ReturnRequest
from policy.reapply import reapply_window
from policy.window import WindowKind


def cancel_key(draft: Draft, found: ReturnRequest) -> str:
    """The key of the question whether to cancel this return."""
    return draft.key(Deed.CANCEL, found.number, [item.id for item in found.items], str(found.refund.total.amount))


def refusal(case: Case, claim: DropOffClaim | None, facts: Facts) -> Utterance | None:
    """Why this return can't be cancelled, None where it can.

    Args:
        case: The return.
        claim: What the customer told of handing it in: to them it has been sent then.
        facts: The rules.
    """
    verdict = can_cancel(case.found, case.now, facts)
    if verdict.allowed and claim is None:
        return None
    reason = EligibilityReason.ALREADY_SENT if verdict.allowed else verdict.reason
    return Utterance(f"utter_cancel_refused_{reason}", {"return_number": case.found.number}, because=verdict.because)


def after_cancelling(case: Case, facts: Facts) -> Phrase:
    """Until when the same items could be asked for again."""
    window = reapply_window(case.found, case.now, facts, case.customer.timezone)
    if window.kind is not WindowKind.OPEN or window.ends_on is None or window.ends_at is None:
        return Phrase(f"after_cancel_{window.kind}")
    if window.days_left == 0:
        return Phrase("after_cancel_last_day", {"ends_at": show_moment(window.ends_at, case.customer, case.now)})
    return Phrase("after_cancel_open", {"ends_on": show_day(window.ends_on, case.customer, case.now)})


def read_other_to_cancel(turn: Turn, draft: Draft, services: Services) -> Understood | None:
    """A message that names another return: that one then, where it can be cancelled."""
    found = another_return(turn, draft, services)
    if found is None or isinstance(found, Understood):
        return found
    customer = known_customer(turn, services)
    claim = records_of(turn, services).drop_off_claim(found.number)
    refused = refusal(Case(found, customer, turn.now), claim, services.facts) if customer else None
    return Understood({}, (refused,)) if refused else Understood(begun(turn, CANCEL_FORM, found.number))
