"""What is asked beside the question whether to cancel a return: one aspect of it, a sum, a day, why a window ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.answers.aspects import told_of_aspect
from actions.answers.sums import sum_told
from actions.answers.window_reasons import windows_counted
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import named_items
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext
from actions.forms.draft import Draft, FormUpdate
from actions.replies.item_windows import windows_told
from actions.replies.reply import Utterance
from actions.services import Services
from core.follow_ups import goes_on
from core.why_questions import asks_reason
from policy.model import Customer, ReturnRequest
from policy.returnable import ItemStanding
from policy.window import return_window

#: In words: a longer message asks more than this.
_MOST_WORDS = 14


class BesideCancelling:
    """Answers a question about the return that is to be cancelled; the question whether to follows.

    Args:
        resume: Answers a question for what is in hand.
    """

    def __init__(self, resume: ReplyAction) -> None:
        self._resume = resume

    def __call__(self, turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
        """The answer; None where a message asks for none of this."""
        if turn.is_press or turn.told_now or len(turn.said.split()) > _MOST_WORDS:
            return None
        about = replace(turn, number=draft.about, numbers=())
        told = told_of_aspect(about, services, self._resume, None) or sum_told(about, services, self._resume)
        if told is not None and told.form is None:
            return FormUpdate({}, told.utterances)
        found, customer = records_of(turn, services).return_request(draft.about), known_customer(turn, services)
        asks = "?" in turn.said or goes_on(turn.said) or asks_reason(turn.said)
        if found is None or customer is None or turn.asked_day is None or not asks:
            return None
        said = _of_day(turn, found, customer, services)
        return FormUpdate({}, (said,)) if said is not None else None


def _of_day(turn: ActionContext, found: ReturnRequest, customer: Customer, services: Services) -> Utterance | None:
    """Whether the items can be asked for anew on a day, or why their windows end on it."""
    order, zone = found.order, customer.timezone
    named = named_items(turn, order)
    items = [each for each in found.items if each.id in named] or list(found.items)
    standing: Sequence[ItemStanding] = [
        ItemStanding(each, return_window(order, each, turn.now, services.facts, zone), None) for each in items
    ]
    if asks_reason(turn.said):
        windows = [(each.item, each.window) for each in standing]
        return windows_counted(order, windows, customer, turn.now, services.facts, differ=False)
    day = meant_day(turn.asked_day, customer) if turn.asked_day else None
    return windows_told(order, standing, customer, turn.now, day) if day is not None else None
