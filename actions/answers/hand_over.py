"""Hands a conversation to a person: who asks for one is shown what goes along, and a ticket is opened."""

from __future__ import annotations

import heapq
from dataclasses import replace

from actions.answers.deadlines import deadline_line
from actions.answers.return_status import timeline
from actions.answers.with_person import WITH_PERSON
from actions.dialogue.base_actions import OFFER_TICKET, Case, ReplyAction
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.forms.draft import is_plain_question
from actions.help_desk.case import ticket_content, ticket_priority
from actions.help_desk.ticket import TicketContent
from actions.help_desk.wording import asks_again
from actions.photos.tickets import lines_for_help_desk
from actions.replies.formatting import show_wait
from actions.replies.item_names import item_names
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import status_word
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.intents import TALK_TO_PERSON
from policy.deadlines import open_deadlines
from policy.model import Customer
from policy.status import return_state

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
        number, within = opened.ticket.number, self.services.hand_over.answers_within
        if not opened.is_new:
            told = Utterance("utter_ticket_is_open", {"ticket": number})
        elif within is None:
            told = Utterance("utter_ticket_opened", {"ticket": number})
        else:
            told = Utterance("utter_ticket_opened_within", {"ticket": number, "time": show_wait(within)})
        return Reply((told,), {"offer": None, WITH_PERSON: number})

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
