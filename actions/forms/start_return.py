"""Asks for a return: what can be sent back comes first, all of it is repeated, and the confirmed request is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from actions.answers.cancel_or_change import refused
from actions.answers.return_fee import fee_told
from actions.dialogue.base_actions import Case, OrderAction
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import confirmation
from actions.forms.draft import REASON, START_FORM, Draft, FormUpdate, begun, not_found
from actions.forms.form_actions import AskAction, FinishAction, NotPossible, unchanged
from actions.forms.item_answers import among_choices, offered, priced_alone, selected, ticked
from actions.forms.return_answers import CHANGE
from actions.forms.return_draft import AskedReturn, FormAnswers, asked_return, possible_return, prepared, told
from actions.forms.return_reasons import told_before
from actions.forms.return_wishes import wishes_before
from actions.replies.formatting import show_money
from actions.replies.item_names import item_names
from actions.replies.item_windows import windows_told
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.services import Services
from actions.store.changes import Change, ChangeKind, CustomerState, Done, NewReturn
from core.item_choice import ItemsMeant, items_wished
from policy.eligibility import can_amend
from policy.facts import Facts
from policy.fees import FeeKind
from policy.model import Customer, Order, RefundTerms


class ActionBeginStartReturn(OrderAction):
    """Tells windows and fee of an order, and goes on to ask which items, where one can be sent back."""

    name_ = "action_begin_start_return"
    topics = ("button_start_return",)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """Nothing: whoever gets here has read the rule."""
        return ()

    def answer_order(self, topic: str, turn: ActionContext, customer: Customer, order: Order) -> Reply:
        """The windows, the fee and the form; or why nothing can be asked for."""
        if order.received_at is None or order.received_at > turn.now:
            number = {"order_number": order.number}
            return Reply((Utterance("utter_start_not_received", number, because="request.steps"),))
        returns = records_of(turn, self.services).returns()
        asked = possible_return(order, None, returns, customer, turn.now, self.services.facts)
        windows = windows_told(order, asked.items, customer, turn.now)
        if not asked.choices:
            return Reply((windows, Utterance("utter_start_nothing_left")))
        fee = fee_told(asked.fee, order, customer, turn.now)
        said = (windows, fee, *self._rather_change(asked, turn))
        if len(asked.items) == 1 and asked.choices[0].quantity == 1:
            chosen: FormUpdate | None = ticked(asked, asked.choices)
        else:
            chosen = named_before(turn, asked)
            taken = asked.chosen(chosen.slots) if chosen else ()
            said = (*said, Utterance("utter_items_taken", {"titles": item_names(taken, order)})) if taken else said
        known = {**(chosen.slots if chosen else {}), **told_before(turn)}
        slots = {**begun(turn, START_FORM, order.number, **known), "offer": None}
        return Reply(said, slots, form=START_FORM)

    def _rather_change(self, asked: AskedReturn, turn: ActionContext) -> tuple[Utterance, ...]:
        """The free way to send further items: the return that uses the label can still be changed."""
        first = asked.fee.first_return_number
        if asked.fee.kind is not FeeKind.ORDER_USED or first is None:
            return ()
        found = records_of(turn, self.services).return_request(first)
        if found is None or not can_amend(found, turn.now, self.services.facts).allowed:
            return ()
        change = Choice(
            Phrase("choice_change_instead", {"return_number": first}),
            f"/button_amend_return{json.dumps({'customer_number': first})}",
        )
        return (Utterance("utter_start_rather_change", {"return_number": first}, "request.amend", (change,)),)


def named_before(turn: ActionContext, asked: AskedReturn) -> FormUpdate | None:
    """The items that the customer's wishes have named already, in this message and earlier ones; None where none.

    Args:
        turn: The turn in which the form begins.
        asked: What can be sent back.
    """
    priced = priced_alone(turn.said, asked.choices)
    if priced is not None:
        return ticked(asked, [priced])
    wishes = [*wishes_before(turn)][::-1]
    if not turn.is_press and turn.said not in wishes[-1:]:
        wishes.append(turn.said)
    of_order = [offered(each.item) for each in asked.items]
    meant = ItemsMeant()
    for said in wishes:
        meant = items_wished(said, of_order, meant) or meant
    found = among_choices(asked, meant)
    return selected(asked, found) if found else None


def read_other_order(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A message that names another order or return: that order then, with the item that the message names beside it."""
    if "customer_number" not in turn.told_now or turn.number is None:
        return None
    records, customer = records_of(turn, services), known_customer(turn, services)
    found = records.return_request(turn.number)
    order = found.order if found else records.order(turn.number)
    if order is None or customer is None:
        return FormUpdate({}, (not_found(turn, turn.number, services),))
    if order.number == draft.about:
        return None
    reply = ActionBeginStartReturn(services).answer_order("button_start_return", turn, customer, order)
    return FormUpdate(dict(reply.slots) if reply.form else {}, reply.utterances)


class ActionConfirmReturn(AskAction):
    """The last question before a return is asked for, or asked for anew.

    Args:
        services: What actions work with.
        form: The form that ends with it.
    """

    def __init__(self, services: Services, form: str) -> None:
        super().__init__(services)
        self._name = f"action_ask_{form}_confirmed"

    def name(self) -> str:
        return self._name

    def ask(self, turn: ActionContext, draft: Draft, customer: Customer) -> Reply:
        """The whole request, and what can still be changed in it."""
        asked = prepared(turn, draft, self.services)
        said = told(turn.slots, asked) if asked else None
        if asked is None or said is None:
            return Reply((Utterance("utter_offer_changed_nothing_done"),))
        response = "utter_confirm_amend" if asked.replaced else "utter_confirm_start"
        fact = "request.amend" if asked.replaced else "request.steps"
        yes = Phrase("choice_amend_it" if asked.replaced else "choice_start_it")
        utterance = Utterance(response, _values(asked, said, customer), because=fact)
        reply = confirmation(utterance, said.key(draft, asked), yes, Phrase("choice_leave_it"))
        (question,) = reply.utterances
        changes = tuple(
            Choice(Phrase(f"choice_{each}"), f"/button_choose{json.dumps({'choice': each})}") for each in CHANGE
        )
        return replace(reply, utterances=(replace(question, choices=(*question.choices, *changes)),))


def _values(asked: AskedReturn, said: FormAnswers, customer: Customer) -> dict[str, object]:
    return {
        "order_number": asked.order.number,
        "replaced": asked.replaced.number if asked.replaced else None,
        "titles": item_names(said.items, asked.order),
        "reason": Phrase(f"reason_{said.reason}"),
        "description": said.description,
        "amount": show_money(said.amount, customer),
        "service": Phrase(f"service_{said.service.value}"),
    }


#: What is wrong with the thing itself, so that a photo shows it (step 7 of the guide).
_SHOWN_BY_PHOTOS = frozenset({"damaged", "faulty", "wrong_item", "missing_parts", "not_as_described"})
#: An order does not tell how it was paid; refunds go back the same way.
REFUND_METHOD = "original"


class ActionStartReturn(FinishAction):
    """The end of the form that starts a return."""

    name_ = "action_start_return"
    topic = "button_start_return"
    said = "utter_return_started"
    said_before = "utter_already_start"

    def decide(self, turn: ActionContext, draft: Draft, confirmed: str) -> Callable[[CustomerState], Change]:
        """The request, where all that was confirmed is still possible."""

        def change(held: CustomerState) -> Change:
            asked = asked_return(held, draft, turn.now, self.services.facts)
            what = told(turn.slots, asked) if asked else None
            if asked is None or what is None:
                raise NotPossible(Utterance("utter_offer_changed_nothing_done"))
            unchanged(confirmed, what.key(draft, asked))
            require_changeable(asked, held, turn.now, self.services.facts)
            return _change(asked, what)

        return change

    def told(self, turn: ActionContext, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """The number, and what comes next."""
        values = {"return_number": done.return_number}
        if done.earlier:
            return (Utterance(self.said_before, values),)
        values = {**values, "replaced": draft.about}
        if not (turn.rich or turn.takes_photos):
            return (Utterance(self.said, values, because="request.processing"),)
        # The chat on a page has a paper clip for photos; elsewhere they come as people send them there.
        asked, possible = ("photos_asked", "photos_possible") if turn.rich else ("photos_asked_here", "photos_here")
        photos = Phrase(asked if turn.slots.get(REASON) in _SHOWN_BY_PHOTOS else possible)
        return (Utterance(f"{self.said}_here", {**values, "photos": photos}, because="request.processing"),)


class ActionAmendReturn(ActionStartReturn):
    """The end of the form that changes a return."""

    name_ = "action_amend_return"
    topic = "button_amend_return"
    said = "utter_return_amended"
    said_before = "utter_already_amend"


def require_changeable(asked: AskedReturn, held: CustomerState, now: datetime, facts: Facts) -> None:
    """Refuse to replace a return whose parcel has left.

    Raises:
        NotPossible: It has, or the return is over.
    """
    if asked.replaced is None:
        return
    verdict = can_amend(asked.replaced, now, facts)
    if not verdict.allowed:
        raise NotPossible(refused(verdict, Case(asked.replaced, held.customer, now), amends=True))


def _change(asked: AskedReturn, what: FormAnswers) -> Change:
    new = NewReturn(
        order_number=asked.order.number,
        item_ids=tuple(item.id for item in what.items),
        pieces={item.id: item.quantity for item in what.items},
        shipping=what.service,
        refund=RefundTerms(what.amount, REFUND_METHOD),
        reason=what.reason,
        description=what.description,
    )
    if asked.replaced is None:
        return Change(ChangeKind.START, ask_for=new)
    return Change(ChangeKind.AMEND, cancel=asked.replaced.number, ask_for=new)
