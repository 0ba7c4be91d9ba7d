"""Hands the conversation over to a person, with a case that spares the customer telling everything again."""

from __future__ import annotations

from actions.help_desk.case import ticket_content, ticket_priority
from actions.help_desk.wording import asks_again
from actions.identity import known_customer, records_of
from actions.reply import Choice, Phrase, Reply, Utterance
from actions.return_action import Case
from actions.return_deadlines import deadline_line
from actions.return_status import timeline
from actions.services import Services
from actions.store.errors import StoreUnavailable
from actions.topic_action import OFFER_PERSON, ReplyAction
from actions.turn import Turn
from policy.deadlines import open_deadlines
from policy.model import Customer
from policy.status import return_state

#: Holds the number of the ticket while a person has the conversation and the assistant is quiet.
WITH_PERSON = "with_person"
#: How much of the conversation an agent reads again when the customer comes back to them.
_LAST_LINES = 12


class ActionTalkToPerson(ReplyAction):
    """Opens a ticket where a button or a yes asks for a person; offers one where words do.

    Words that ask for a person as often ask for a telephone number, and a ticket silences the assistant. So it shows
    what it would pass on and asks first.
    """

    name_ = "action_talk_to_person"

    def respond(self, turn: Turn) -> Reply:
        """The ticket or the offer of one; advice where the store is down."""
        if turn.group:
            # What a person answers can be about the customer's own return.
            return Reply((Utterance("utter_write_me_directly"),), {"offer": None})
        try:
            if turn.is_press or self.services.hand_over.tickets.open_of(turn.session) is not None:
                return self._open(turn)
            return self._offer(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_person"),), {"offer": None})

    def hand_over(self, turn: Turn) -> Reply:
        """The ticket, for a customer who has said yes to it."""
        if turn.group:
            return self.respond(turn)
        try:
            return self._open(turn)
        except StoreUnavailable:
            return Reply((Utterance("utter_person"),), {"offer": None})

    def _offer(self, turn: Turn) -> Reply:
        case = case_of(turn, known_customer(turn, self.services), self.services)
        said = Utterance("utter_person_offer") if case is None else self._summary(case)
        choices = (Choice(Phrase("choice_pass_on"), "/affirm"), Choice(Phrase("choice_not_now"), "/deny"))
        return Reply((Utterance(said.response, said.values, choices=choices),), {"offer": OFFER_PERSON})

    def _summary(self, case: Case) -> Utterance:
        state = return_state(case.found.events, case.now)
        deadlines = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        lines = [*timeline(state, case), *(deadline_line(deadline, case) for deadline in deadlines)]
        values = {
            "return_number": case.found.number,
            "order_number": case.found.order.number,
            "titles": ", ".join(item.title for item in case.found.items),
            "status": Phrase(f"short_status_{state.status}"),
            "lines": lines or [Phrase("line_no_events")],
        }
        return Utterance("utter_person_offer_with_summary", values)

    def _open(self, turn: Turn) -> Reply:
        customer = known_customer(turn, self.services)
        case = case_of(turn, customer, self.services)
        content = ticket_content(turn, customer, case, self.services.facts)
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


def case_of(turn: Turn, customer: Customer | None, services: Services) -> Case | None:
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
