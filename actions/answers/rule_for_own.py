"""Rules that hold for everybody, with where the return stands that a known customer names beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.turn import ActionContext
from actions.replies.joined import joined
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.references import means_the_same
from policy.status import Status, return_state

_REFUSED = frozenset({Status.REJECTED, Status.INSPECTION_FAILED})
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|soon|many days|much time)|by when|until when|when (?:will|do|does|is))\b", re.IGNORECASE
)
_WHY = re.compile(r"\b(?:why|how come|what for|reason)\b", re.IGNORECASE)


class ActionRuleForOwn(ReplyAction):
    """Tells a rule that no date follows from, behind where the return stands of which the customer asks."""

    name_ = "action_rule_for_own"
    topics = ("ask_dispute", "ask_track_parcel")

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """The rule alone where a message names no thing of a known customer's and points at none."""
        topic = turn.intent if turn.intent in self.topics else self.topics[0]
        untimed = topic == self.topics[0] and _HOW_LONG.search(turn.said)
        times = (Utterance("utter_dispute_untimed", because="dispute"),) if untimed else ()
        rule = Reply((Utterance(f"utter_rule_{topic}"), *times))
        if with_named(turn, self.services) is turn and not self._is_in_hand(turn):
            return rule
        own = self._resume.respond(replace(turn, intent="give_details", topic="ask_return_status"))
        untold = _WHY.search(turn.said) and self._is_refused(turn, own.slots.get("customer_number"))
        return joined([own, Reply((Utterance("utter_reason_not_recorded"),) if untold else ()), rule])

    def _is_refused(self, turn: ActionContext, number: Any) -> bool:
        try:
            found = records_of(turn, self.services).return_request(str(number or ""))
        except StoreUnavailable:
            return False
        return found is not None and return_state(found.events, turn.now).status in _REFUSED

    def _is_in_hand(self, turn: ActionContext) -> bool:
        if turn.number is None or turn.is_press or not means_the_same(turn.said):
            return False
        try:
            return known_customer(turn, self.services) is not None
        except StoreUnavailable:
            return False
