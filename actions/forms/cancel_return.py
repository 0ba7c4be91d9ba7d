"""Cancels a return: asks first, repeats which one and what follows, and says when it can't be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from actions.answers.cancel_or_change import refused
from actions.dialogue.base_actions import ReturnAction
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import SaidMessage, answers_before
from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import confirmation, read_confirmation
from actions.forms.draft import ASKED, CANCEL_FORM, CONFIRMED, REFUSED, Draft, FormUpdate, another_return, begun
from actions.forms.form_actions import AskAction, FinishAction, NotPossible, unchanged
from actions.replies.formatting import show_day, show_moment, show_money
from actions.replies.item_names import item_names
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from actions.store.changes import Change, ChangeKind, CustomerState, Done
from core.agreed_cancelling import keeps_return
from policy.eligibility import can_cancel
from policy.facts import Facts
from policy.model import Customer, ReturnRequest
from policy.returnable import reapply_window
from policy.window import WindowKind

_ASKS, _ASKS_AGAIN = "utter_confirm_cancel", "utter_confirm_cancel_again"
#: After these what is cancelled can be asked for anew.
_ASKED_FOR_AGAIN = frozenset({"after_cancel_open", "after_cancel_not_received"})
#: In the slot for what was confirmed, where the question was left.
_DROPPED = "dropped"
_CANCEL_IT = re.compile(
    r"(?:yes|yeah|ok|please|just|then|go on)?\W*(?:cancel|withdraw) (?:it|this one|(?:the|that|this|my) return)"
    r"(?: (?:please|now|then|for me))?\W*",
    re.IGNORECASE,
)


def cancel_key(draft: Draft, found: ReturnRequest) -> str:
    """The key of the question whether to cancel this return."""
    return draft.key(ChangeKind.CANCEL, found.number, [item.id for item in found.items], str(found.refund.total.amount))


def refusal(case: Case, facts: Facts) -> Utterance | None:
    """Why this return can't be cancelled, None where it can."""
    verdict = can_cancel(case.found, case.now, facts)
    return None if verdict.allowed else refused(verdict, case, amends=False)


def after_cancelling(case: Case, facts: Facts) -> Phrase:
    """Until when the same items could be asked for again."""
    window = reapply_window(case.found, case.now, facts, case.customer.timezone)
    if window.kind is not WindowKind.OPEN or window.ends_on is None or window.ends_at is None:
        return Phrase(f"after_cancel_{window.kind}")
    if window.days_left == 0:
        return Phrase("after_cancel_last_day", {"ends_at": show_moment(window.ends_at, case.customer, case.now)})
    return Phrase("after_cancel_open", {"ends_on": show_day(window.ends_on, case.customer, case.now)})


def read_other_to_cancel(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A message that names another return: that one then, where it can be cancelled."""
    found = another_return(turn, draft, services)
    if found is None or isinstance(found, FormUpdate):
        return found
    customer = known_customer(turn, services)
    why_not = refusal(Case(found, customer, turn.now), services.facts) if customer else None
    return FormUpdate({}, (why_not,)) if why_not else FormUpdate(begun(turn, CANCEL_FORM, found.number))


def read_cancelling(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """What a customer answered to the question whether to cancel; "cancel it" says yes to it."""
    asked = turn.slots.get(ASKED)
    if not turn.is_press and asked and _CANCEL_IT.fullmatch(turn.said.strip()):
        return FormUpdate({CONFIRMED: asked})
    if not turn.is_press and keeps_return(turn.said):
        return FormUpdate({CONFIRMED: REFUSED})
    return read_confirmation(turn)


def cancelled_at_once(turn: ActionContext, services: Services) -> Reply | None:
    """Cancels the return in hand for who was asked whether to and says yes.

    None where no return is, and where its items could not be asked for again: that is told before anything is done.

    Args:
        turn: The turn that says yes.
        services: Store and rules.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    customer = known_customer(turn, services)
    found = records_of(turn, services).return_request(turn.number) if turn.number and customer else None
    if found is None or customer is None:
        return None
    after = after_cancelling(Case(found, customer, turn.now), services.facts)
    if after.say not in _ASKED_FOR_AGAIN:
        return None
    slots = begun(turn, CANCEL_FORM, found.number)
    agreed = replace(turn, slots={**turn.slots, **slots})
    draft = Draft.of(agreed)
    if draft is None:
        return None
    confirmed = replace(agreed, slots={**agreed.slots, CONFIRMED: cancel_key(draft, found)})
    reply = ActionCancelReturn(services).respond(confirmed)
    if all(each.response != "utter_cancelled" for each in reply.utterances):
        return reply
    return replace(reply, utterances=(*reply.utterances, Utterance("utter_check_seen", {"lines": [after]})))


def _asked_before(turn: ActionContext, number: str) -> set[str]:
    """The responses in which the answer before this turn has asked whether to cancel this return."""
    before: tuple[SaidMessage, ...] = next(answers_before(turn.events), ())
    return {each.response for each in before if each.response in (_ASKS, _ASKS_AGAIN) and number in each.text}


class ActionAskCancel(AskAction):
    """The last question before a return is cancelled.

    Who asks something else is asked once more, in a few words; after that it is left.
    """

    name_ = "action_ask_cancel_return_form_confirmed"

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """Which return, what is in it, which refund will not come, and until when it could be asked for again."""
        found = records_of(turn, self.services).return_request(draft.about)
        if found is None:
            return Reply((Utterance("utter_offer_over"),))
        asked = _asked_before(turn, found.number)
        if _ASKS_AGAIN in asked:
            return Reply((), {CONFIRMED: _DROPPED, "requested_slot": None})
        values = {
            "return_number": found.number,
            "order_number": found.order.number,
            "titles": item_names(found.items, found.order),
            "amount": show_money(found.refund.total, customer),
            "after": after_cancelling(Case(found, customer, turn.now), self.services.facts),
        }
        number = {"return_number": found.number}
        return confirmation(
            Utterance(_ASKS_AGAIN, number) if asked else Utterance(_ASKS, values, because="request.cancel"),
            cancel_key(draft, found),
            Phrase("choice_cancel_it", number),
            Phrase("choice_keep_it", number),
        )


class ActionBeginCancelReturn(ReturnAction):
    """Goes on to the question whether to cancel, where that is still possible."""

    name_ = "action_begin_cancel_return"
    topics = ("button_cancel_return",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The form, or why not."""
        why_not = refusal(case, self.services.facts)
        if why_not is not None:
            return Reply((why_not,))
        return Reply((), begun(turn, CANCEL_FORM, case.found.number), form=CANCEL_FORM)


class ActionCancelReturn(FinishAction):
    """The end of the form that cancels."""

    name_ = "action_cancel_return"
    topic = "button_cancel_return"

    def respond(self, turn: ActionContext) -> Reply:
        """As of every form; that nothing was cancelled where the question was left."""
        draft = Draft.of(turn)
        if draft is None or turn.slots.get(CONFIRMED) != _DROPPED:
            return super().respond(turn)
        left = super().respond(replace(turn, slots={**turn.slots, CONFIRMED: REFUSED}))
        return Reply((Utterance("utter_cancel_dropped", {"return_number": draft.about}),), left.slots)

    def decide(self, turn: ActionContext, draft: Draft, confirmed: str) -> Callable[[CustomerState], Change]:
        """The cancellation, where nothing has been sent by then."""

        def change(held: CustomerState) -> Change:
            found = held.return_request(draft.about)
            if found is None:
                raise NotPossible(Utterance("utter_offer_over"))
            why_not = refusal(Case(found, held.customer, turn.now), self.services.facts)
            if why_not is not None:
                raise NotPossible(why_not)
            unchanged(confirmed, cancel_key(draft, found))
            return Change(ChangeKind.CANCEL, cancel=found.number)

        return change

    def told(self, turn: ActionContext, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """That it is cancelled."""
        said = "utter_already_cancel" if done.earlier else "utter_cancelled"
        return (Utterance(said, {"return_number": done.return_number}),)
