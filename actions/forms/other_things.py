"""What a message in a form names that is not being prepared there: another return, or an item of another order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.identity import records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import CONFIRMED, DOING, REFUSED, Draft, FormUpdate, is_plain_question
from actions.forms.form_actions import FinishAction
from actions.forms.return_wishes import wishes_to_return
from actions.replies.reply import Reply
from actions.services import Services
from actions.store.customer_records import CustomerRecords
from core.database.errors import StoreUnavailable
from core.identifiers import number_key
from core.references import same_words, things_named
from policy.model import Order

#: "No, it's the order of R1001": that order takes the place of the one that is being prepared.
_OF_AN_ORDER = re.compile(r"\border\b", re.IGNORECASE)
_CORRECTS = re.compile(r"\b(?:no|not|wrong|sorry|meant?|instead|rather|actually)\b", re.IGNORECASE)


def leave_for_other(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """Nothing is asked for any more where a message is about something else that the customer has.

    What it asks of that is answered behind the end of the form, by `ThenAnswer`.
    """
    return FormUpdate({CONFIRMED: REFUSED}, over=True) if other_numbers(turn, draft, services) else None


def other_numbers(turn: ActionContext, draft: Draft, services: Services) -> tuple[str, ...]:
    """The numbers of what a message means instead of that which is being prepared; of a name that fits several things,
    all of them.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    if turn.is_press:
        return ()
    records = records_of(turn, services)
    replaced = records.return_request(draft.about)
    order = replaced.order if replaced else records.order(draft.about)
    if order is None:
        return ()
    if "customer_number" in turn.told_now:
        return _told(turn, draft, order, records)
    return tuple(dict.fromkeys(_named(turn, order, records)))


def _told(turn: ActionContext, draft: Draft, order: Order, records: CustomerRecords) -> tuple[str, ...]:
    if turn.number is None or number_key(turn.number) == number_key(draft.about) or wishes_to_return(turn.said):
        return ()
    if records.return_request(turn.number) is not None:
        return () if _OF_AN_ORDER.search(turn.said) else (turn.number,)
    # An order's number alone takes the place of the one that is being prepared; a question about it is one.
    asks = _asks(turn.said) and not _CORRECTS.search(turn.said)
    other = records.order(turn.number)
    return (other.number,) if asks and other is not None and other.number != order.number else ()


def _named(turn: ActionContext, order: Order, records: CustomerRecords) -> Iterator[str]:
    """The numbers of the things of other orders that a message names, where it names none of this one.

    Words that tell what is wrong name a thing only by its whole title: "the glass is cracked" may be said of a frame.
    """
    returns = records.returns()
    sent = {(found.order.number, item.id): found.number for found in returns for item in found.items}
    others = [(each, item) for each in records.orders() if each.number != order.number for item in each.items]
    titles = [*(item.title for item in order.items), *(item.title for _, item in others)]
    named = [place for places in things_named(turn.said, titles) for place in places]
    if any(place < len(order.items) for place in named):
        return
    asks = _asks(turn.said)
    heard = f" {same_words(turn.said)} "
    for place in named:
        other, item = others[place - len(order.items)]
        if asks or any(f" {same_words(each)} " in heard for each in (item.title, f"{item.title}s", f"{item.title}es")):
            yield sent.get((other.number, item.id), other.number)


def _asks(said: str) -> bool:
    return "?" in said or is_plain_question(said)


class ThenAnswer(ReplyAction):
    """The end of a form, and the answer for what a message named instead of that which was being prepared.

    Args:
        end: Ends the form; its name is the name of this one.
        resume: Answers a question for what is named.
    """

    def __init__(self, end: FinishAction, resume: ReplyAction) -> None:
        super().__init__(end.services)
        self._end = end
        self._resume = resume

    def name(self) -> str:
        return self._end.name()

    def respond(self, turn: ActionContext) -> Reply:
        """What the form says in the end, then the answer where the message is about something else."""
        reply = self._end.respond(turn)
        draft = Draft.of(turn)
        if draft is None or turn.slots.get(CONFIRMED) != REFUSED:
            return reply
        try:
            meant = other_numbers(turn, draft, self.services)
        except StoreUnavailable:
            return reply
        if not meant:
            return reply
        answered = self._resume.respond(_about(turn, meant))
        return Reply((*reply.utterances, *answered.utterances), {**reply.slots, **answered.slots}, answered.form)


def _about(turn: ActionContext, numbers: tuple[str, ...]) -> ActionContext:
    """The same question about other things, outside of any form."""
    topic = turn.intent if turn.intent.startswith(("ask_", "report_")) else None
    one = len(numbers) == 1
    return replace(
        turn,
        intent="give_details",
        topic=topic,
        number=numbers[0] if one else None,
        numbers=(),
        among=() if one else numbers,
        told_now=turn.told_now | ({"customer_number"} if one else set()),
        loop=None,
        requested=None,
        slots={**turn.slots, DOING: None},
    )
