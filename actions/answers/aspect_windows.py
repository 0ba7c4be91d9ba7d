"""Until when the items in view can be asked for, once more or for the first time, alone or together."""

from __future__ import annotations

from typing import Final

from actions.answers.aspect_in_view import InView
from actions.answers.cancel_or_change import apply_again
from actions.dialogue.base_actions import windows_of
from actions.dialogue.identity import records_of
from actions.replies.formatting import show_day
from actions.replies.reply import Reply, Utterance
from policy.eligibility import can_cancel
from policy.returnable import items_standing
from policy.window import WindowKind

_SEVERAL: Final = 2


def ask_again(view: InView) -> Reply | None:
    """Whether the items can be asked for once more, and until when."""
    case = view.asked.case if view.asked else None
    if case is not None and can_cancel(case.found, case.now, view.services.facts).allowed:
        return apply_again(case, view.services.facts, view.items)
    return ask_until(view)


def ask_until(view: InView) -> Reply | None:
    """Until when the items can be asked for, be they in a return or not."""
    told = windows_of(view.turn, view.customer, view.order, view.items, view.services)
    together = _together(view)
    if together is not None:
        told = Reply((*told.utterances, together), told.slots)
    number = view.asked.case.found.number if view.asked else view.order.number
    return Reply(told.utterances, {**told.slots, "customer_number": number})


def _together(view: InView) -> Utterance | None:
    """The last day on which several items can be asked for at once, where they have different ones."""
    returns = records_of(view.turn, view.services).returns_of_order(view.order.number)
    standing = items_standing(view.order, returns, view.turn.now, view.services.facts, view.customer.timezone)
    meant = [each for each in standing if each.item.id in view.items]
    ends = {each.window.ends_on for each in meant if each.window.kind is WindowKind.OPEN and each.window.ends_on}
    if len(ends) < _SEVERAL or any(each.window.kind is not WindowKind.OPEN for each in meant):
        return None
    return Utterance("utter_aspect_together", {"ends_on": show_day(min(ends), view.customer, view.turn.now)})
