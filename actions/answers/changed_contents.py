"""Whether another item can go into a return that was asked for, or one of several stay, and until when."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from actions.dialogue.asked_before import question_open
from actions.dialogue.base_actions import TopicAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.replies.item_windows import windows_told
from actions.replies.joined import has_problem
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.changed_contents import adds_to_return, leaves_out_of_return
from core.database.errors import StoreUnavailable
from policy.model import Customer, ReturnRequest
from policy.returnable import items_standing

_AMEND, _DETAILS = "ask_amend_return", "give_details"
#: What a return has to hold that one of its items can stay.
_SEVERAL: Final = 2
_ALLOWED: Final = frozenset({"utter_amend_allowed", "utter_apply_again"})


def changed_contents_reader(amending: TopicAction, services: Services) -> Reader:
    """Reads the wish for other items in a return, whatever it was understood as, also behind the details it waited for.

    Args:
        amending: Answers whether a return can be changed.
        services: Store and rules.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.is_press or turn.group or turn.loop not in (None, IDENTITY_FORM) or turn.numbers:
            return None
        said = _asked(turn)
        if not said:
            return None
        if said != turn.said:
            # The details are tried by the answer.
            reply = amending.respond(replace(turn, topic=_AMEND))
            return reply if reply.form is not None or has_problem(reply) else with_windows(turn, said, reply)
        meant = replace(turn, intent=_AMEND, topic=_AMEND)
        try:
            found, customer = return_meant(meant, turn.number)
        except StoreUnavailable:
            return None
        if found is None or customer is None:
            # Whether several items are in it is not known yet.
            return amending.respond(meant) if customer is None and _is_return(turn.number) else None
        if not adds_to_return(said) and len(found.items) < _SEVERAL:
            return None
        # What is named may be in no return; which one is meant is known.
        return with_windows(turn, said, amending.respond(replace(meant, number=found.number, said="")))

    def return_meant(turn: ActionContext, number: str | None) -> tuple[ReturnRequest | None, Customer | None]:
        """The return of a number, or the only one of the order that a message means, and whose it is."""
        named = with_named(turn, services)
        customer = known_customer(named, services)
        if customer is None:
            return None, None
        records = records_of(named, services)
        found = records.return_request(number or "") or records.return_request(named.number or "")
        of_order = records.returns_of_order(number or named.number or "")
        return found or (of_order[0] if len(of_order) == 1 else None), customer

    def with_windows(turn: ActionContext, said: str, reply: Reply) -> Reply:
        if _ALLOWED.isdisjoint(each.response for each in reply.utterances):
            return reply
        asked = replace(turn, said=said)
        try:
            found, customer = return_meant(asked, reply.slots.get("customer_number"))
        except StoreUnavailable:
            return reply
        if found is None or customer is None:
            return reply
        others = named_items(asked, found.order) - {item.id for item in found.items}
        if not others and not leaves_out_of_return(said):
            # No last day but that of what is in it is asked for.
            return reply
        return Reply(
            (*reply.utterances, windows_once_cancelled(asked, found, customer, services)), reply.slots, reply.form
        )

    return read


def _is_return(number: str | None) -> bool:
    return (number or "")[:1].isalpha()


def _asked(turn: ActionContext) -> str:
    """The words that wish for other items; those before the details where these ask nothing of their own."""
    for said in (turn.said, question_open(turn.events) if turn.intent == _DETAILS and turn.told_now else ""):
        if adds_to_return(said) or leaves_out_of_return(said):
            return said
    return ""


def windows_once_cancelled(
    turn: ActionContext, found: ReturnRequest, customer: Customer, services: Services
) -> Utterance:
    """Until when what is in a return can be asked for anew, and what is named beside it.

    Args:
        turn: The turn.
        found: The return.
        customer: Whose it is.
        services: Store and rules.
    """
    order = found.order
    returns = [
        each for each in records_of(turn, services).returns_of_order(order.number) if each.number != found.number
    ]
    wanted = named_items(turn, order) | {item.id for item in found.items}
    # As if the return were cancelled: what it holds can then be asked for again.
    standing = items_standing(order, returns, turn.now, services.facts, customer.timezone)
    return windows_told(order, [each for each in standing if each.item.id in wanted], customer, turn.now)
