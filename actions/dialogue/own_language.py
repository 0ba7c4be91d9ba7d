"""Answers a customer in the language of their account, until they have written in one."""

from __future__ import annotations

from dataclasses import replace

from actions.dialogue.identity import known_customer
from actions.dialogue.turn import ActionContext
from actions.replies.reply import Reply
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.languages import ENGLISH, SPOKEN, language_part


def in_own_language(reply: Reply, turn: ActionContext, services: Services) -> Reply:
    """A reply, in the language of the customer's account where nothing else tells the conversation's language.

    What they wrote or asked for counts before it, and so does the language of the page that they look at, where they
    may have chosen it. A number and an address alone are in no language, and neither are one to three words.
    """
    if not turn.is_language_open:
        return reply
    try:
        customer = known_customer(turn, services)
    except StoreUnavailable:
        return reply
    if customer is None or language_part(customer.locale) == ENGLISH:
        return reply
    said = tuple(replace(each, language=customer.locale) for each in reply.utterances)
    return replace(reply, utterances=said, slots={**reply.slots, SPOKEN: customer.locale})
