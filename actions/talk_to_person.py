"""How to reach a person, with a summary that spares the customer telling everything again."""

from __future__ import annotations

from actions.identity import known_customer, records_of
from actions.reply import Phrase, Reply, Utterance
from actions.return_action import Case
from actions.return_deadlines import deadline_line
from actions.return_status import timeline
from actions.services import Services
from actions.store.errors import StoreUnavailable
from actions.topic_action import ReplyAction
from actions.turn import Turn
from policy.deadlines import open_deadlines
from policy.status import return_state


class ActionTalkToPerson(ReplyAction):
    """Tells where people can be reached; for a verified customer's return it adds what happened and what is open."""

    name_ = "action_talk_to_person"

    def respond(self, turn: Turn) -> Reply:
        """The way to a person, with the summary where there is one."""
        if turn.group:
            # What a person answers can be about the customer's own return.
            return Reply((Utterance("utter_write_me_directly"),), {"offer": None})
        try:
            case = current_case(turn, self.services)
        except StoreUnavailable:
            case = None
        if case is None:
            return Reply((Utterance("utter_person"),), {"offer": None})
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
        return Reply((Utterance("utter_person_with_summary", values),), {"offer": None})


def current_case(turn: Turn, services: Services) -> Case | None:
    """The return that the conversation is about, where the session is verified and one is meant."""
    customer = known_customer(turn, services)
    if customer is None:
        return None
    records = records_of(turn, services)
    found = records.return_request(turn.number) if turn.number else None
    if found is None:
        of_order = records.returns_of_order(turn.number) if turn.number else ()
        returns = of_order or records.returns()
        found = returns[0] if len(returns) == 1 else None
    return Case(found, customer, turn.now) if found else None
