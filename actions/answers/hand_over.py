"""Hands a conversation to a person and back: the case goes along, and what both say is passed on."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.answers.deadlines import deadline_line
from actions.answers.return_status import timeline
from actions.dialogue.base_actions import OFFER_TICKET, Case, ReplyAction
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import is_plain_question
from actions.help_desk.case import ticket_content, ticket_priority
from actions.help_desk.ticket import TicketContent
from actions.help_desk.tickets import PassedOn
from actions.help_desk.transcript import LONGEST_LINE, readable, with_meaning
from actions.help_desk.wording import WENT_BACK, asks_again
from actions.photos.tickets import lines_for_help_desk
from actions.replies.item_names import item_names
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import status_word
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.intents import TALK_TO_PERSON
from policy.deadlines import open_deadlines
from policy.model import Customer
from policy.status import return_state

#: Holds the number of the ticket while a person has the conversation and the assistant is quiet.
WITH_PERSON = "with_person"
#: How much of the conversation an agent reads again when the customer comes back to them.
_LAST_LINES = 12


class ActionTalkToPerson(ReplyAction):
    """Offers to open a ticket; it opens on a yes to what would be passed on.

    Who asks for a person often wants a telephone number, and a ticket silences the assistant. So it shows what it would
    pass on and asks first. A customer who has an open ticket goes back to it at once.
    """

    name_ = "action_talk_to_person"

    def respond(self, turn: ActionContext) -> Reply:
        """The ticket or the offer of one; advice where the store is down."""
        if turn.group:
            # What a person answers can be about the customer's own return.
            return Reply((Utterance("utter_write_me_directly"),), {"offer": None})
        try:
            if self.services.hand_over.tickets.open_of(turn.session) is not None or _says_yes(turn):
                return self._open(turn)
            return self._offer(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_person"),), {"offer": None})

    def hand_over(self, turn: ActionContext) -> Reply:
        """The ticket, for a customer who has said yes to it."""
        if turn.group:
            return self.respond(turn)
        try:
            return self._open(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_person"),), {"offer": None})

    def _offer(self, turn: ActionContext) -> Reply:
        case = case_of(turn, known_customer(turn, self.services), self.services)
        said = Utterance("utter_person_offer") if case is None else self._summary(case)
        choices = (Choice(Phrase("choice_pass_on"), "/affirm"), Choice(Phrase("choice_not_now"), "/deny"))
        return Reply((Utterance(said.response, said.values, choices=choices),), {"offer": OFFER_TICKET})

    def _summary(self, case: Case) -> Utterance:
        state = return_state(case.found.events, case.now)
        deadlines = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        lines = [*timeline(state, case), *(deadline_line(deadline, case) for deadline in deadlines)]
        values = {
            "return_number": case.found.number,
            "order_number": case.found.order.number,
            "titles": item_names(case.found.items, case.found.order),
            "status": Phrase(f"short_status_{status_word(state, case.found)}"),
            "lines": lines or [Phrase("line_no_events")],
        }
        return Utterance("utter_person_offer_with_summary", values)

    def _open(self, turn: ActionContext) -> Reply:
        customer = known_customer(turn, self.services)
        case = case_of(turn, customer, self.services)
        content = self._with_photos(turn, ticket_content(turn, customer, case, self.services.facts))
        opened = self.services.hand_over.tickets.open(
            turn.session,
            ticket_priority(case, self.services.facts),
            content,
            asks_again(content.transcript[-_LAST_LINES:]),
            turn.now,
        )
        said = "utter_ticket_opened" if opened.is_new else "utter_ticket_is_open"
        number = opened.ticket.number
        return Reply((Utterance(said, {"ticket": number}),), {"offer": None, WITH_PERSON: number})

    def _with_photos(self, turn: ActionContext, content: TicketContent) -> TicketContent:
        """What was said, with what the customer has sent in its place among it."""
        photos = self.services.photos
        sent = lines_for_help_desk(photos.stored.of_conversation(turn.session), photos.links)
        return replace(content, transcript=tuple(heapq.merge(content.transcript, sent, key=lambda each: each.at)))


def _says_yes(turn: ActionContext) -> bool:
    """Whether the wish for a person answers the question whether to pass on what was shown: "ok put me through"."""
    asks = "?" in turn.said or is_plain_question(turn.said)
    return turn.offer == OFFER_TICKET and turn.intent == TALK_TO_PERSON and not (turn.is_press or asks)


def case_of(turn: ActionContext, customer: Customer | None, services: Services) -> Case | None:
    """The return that the conversation is about, where the customer is verified and one is meant.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    if customer is None:
        return None
    records = records_of(turn, services)
    found = records.return_request(turn.number) if turn.number else None
    if found is None:
        of_order = records.returns_of_order(turn.number) if turn.number else ()
        returns = of_order or records.returns()
        found = returns[0] if len(returns) == 1 else None
    return Case(found, customer, turn.now) if found else None


class ActionAgentReplied(ReplyAction):
    """Says what a person wrote. The turn only names the message; the store knows for which conversation it is."""

    name_ = "action_agent_replied"

    def respond(self, turn: ActionContext) -> Reply:
        """The person's words, or nothing where there is no such message for this conversation."""
        if turn.agent_message is None:
            return Reply()
        message = self.services.hand_over.tickets.message_for(turn.session, turn.agent_message)
        if message is None:
            return Reply()
        if message.signed:
            return Reply((Utterance("utter_named_agent_says", {"name": message.signed, "words": message.words}),))
        return Reply((Utterance("utter_agent_says", {"words": message.words}),))


class ActionTicketClosed(ReplyAction):
    """Says that the person has closed the ticket or given it back, and lets the assistant speak again."""

    name_ = "action_ticket_closed"

    def respond(self, turn: ActionContext) -> Reply:
        """Nothing where the store knows better: a ticket that a person listens to stays with them."""
        ticket = self.services.hand_over.tickets.latest_of(turn.session)
        if ticket is None or (ticket.is_open and ticket.listening):
            return Reply()
        said = "utter_back_with_ticket" if ticket.is_open else "utter_ticket_closed"
        return Reply((Utterance(said, {"ticket": ticket.number}),), {WITH_PERSON: None})


#: What an agent reads where a message had no words, such as a picture.
_NO_WORDS = "[a message without words]"


#: After so many messages without a word the customer is told again who has the case, and how to come back.
_QUIET_MESSAGES = 5


def unanswered(events: Sequence[Mapping[str, Any]]) -> int:
    """How many messages of the customer came since anything was last said, this one included."""
    since = itertools.takewhile(lambda event: event.get("event") != "bot", reversed(events))
    return sum(event.get("event") == "user" for event in since)


class ActionPassOnToPerson(ReplyAction):
    """Runs instead of an answer while the slot says that a person has the conversation.

    The store is what counts. Where it knows of no such ticket, the slot was forged or is old: it is taken back and the
    message answered as any other.
    """

    name_ = "action_pass_on_to_person"

    def respond(self, turn: ActionContext) -> Reply:
        """Nothing but a note: first, now and then, and where a button was pressed, which a person can't answer."""
        try:
            passed_on = self._press(turn) if turn.is_press else self._words(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_not_passed_on"),))
        if passed_on is None:
            return Reply(slots={WITH_PERSON: None}, undone=True)
        quiet = unanswered(turn.events)
        if not passed_on.is_first and (not quiet or quiet % _QUIET_MESSAGES):
            return Reply()
        said = "utter_with_person" if turn.is_press or not passed_on.is_first else "utter_passed_on"
        return Reply((Utterance(said, {"ticket": passed_on.ticket.number}),))

    def _words(self, turn: ActionContext) -> PassedOn | None:
        # A verified customer's address stands in the ticket anyway; anybody else may well want to be written to.
        words = readable(turn.said, verified=True)[:LONGEST_LINE]
        told = with_meaning(words, turn.questions or (turn.intent,), turn.language) if words else _NO_WORDS
        key = turn.message_id or turn.now.isoformat()
        return self.services.hand_over.tickets.pass_on(turn.session, key, told, turn.now)

    def _press(self, turn: ActionContext) -> PassedOn | None:
        """A button of an earlier answer is no message to a person; that a person has the case is said each time."""
        ticket = self.services.hand_over.tickets.open_of(turn.session)
        return PassedOn(ticket, is_first=True) if ticket is not None and ticket.listening else None


class ActionReturnToBot(ReplyAction):
    """Lets the assistant speak again. The ticket stays open: whoever asked for a person still gets their answer."""

    name_ = "action_return_to_bot"

    def respond(self, turn: ActionContext) -> Reply:
        """That the assistant is there, and that the ticket still is."""
        try:
            ticket = self.services.hand_over.tickets.go_back(turn.session, WENT_BACK, turn.now)
        except StoreUnavailable:
            ticket = None
        if ticket is None:
            return Reply((Utterance("utter_back"),), {WITH_PERSON: None})
        return Reply((Utterance("utter_back_with_ticket", {"ticket": ticket.number}),), {WITH_PERSON: None})
