"""Notes a hand-in that the customer has confirmed."""

from __future__ import annotations

from collections.abc import Callable

from actions.doing.draft import Draft
from actions.doing.dropping_off import claim_of, drop_off_key, nothing_to_tell
from actions.doing.finish import FinishAction, NotPossible, unchanged
from actions.identity import known_customer, records_of
from actions.parcel_outlook import parcel_news
from actions.reply import Utterance
from actions.return_case import Case
from actions.store.changes import Change, Deed, Done, Holdings
from actions.turn import Turn


class ActionNoteDropOff(FinishAction):
    """The end of the form that notes a hand-in."""

    name_ = "action_note_drop_off"
    topic = "tell_drop_off"

    def decide(self, turn: Turn, draft: Draft, confirmed: str) -> Callable[[Holdings], Change]:
        """The note, where nobody else has reported the hand-in by then."""

        def change(held: Holdings) -> Change:
            found, claim = held.return_request(draft.about), claim_of(turn)
            if found is None or claim is None:
                raise NotPossible(Utterance("utter_offer_over"))
            known = nothing_to_tell(Case(found, held.customer, turn.now), self.services.facts)
            if known is not None:
                raise NotPossible(known)
            unchanged(confirmed, drop_off_key(draft, found.number, claim))
            return Change(Deed.REPORT_DROP_OFF, claim=claim, about=found.number)

        return change

    def told(self, turn: Turn, draft: Draft, done: Done) -> tuple[Utterance, ...]:
        """That it is noted, and what follows from it."""
        values = {"return_number": done.return_number}
        if done.earlier:
            return (Utterance("utter_already_report_drop_off", values),)
        found = records_of(turn, self.services).return_request(done.return_number)
        customer, claim = known_customer(turn, self.services), claim_of(turn)
        noted = Utterance("utter_hand_in_noted", values)
        if found is None or customer is None or claim is None:
            return (noted,)
        case = Case(found, customer, turn.now)
        return noted, parcel_news(case, self.services, claim.dropped_off_at, claim.tracking_number).said
