"""A message about the return in hand, with what is known of its stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.answers.return_status import next_step_phrase, status_phrase
from actions.dialogue.base_actions import OFFER_PERSON, ReplyAction
from actions.dialogue.turn import ActionContext
from actions.replies.item_windows import TO_PERSON
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from policy.next_step import NextStep, next_step
from policy.status import History, Status, return_state

STATUS, HAND_IN, MONEY, AMEND, SILENT = (
    "ask_return_status",
    "report_not_marked_returned",
    "ask_track_refund",
    "ask_amend_return",
    "ask_seller_silent",
)


BEFORE_APPROVAL = frozenset({Status.REQUESTED, Status.SELLER_RESPONDED})


@dataclass(frozen=True)
class AskedOfStage:
    """A message about the return in hand."""

    turn: ActionContext
    case: Case
    behind: tuple[str, ...]
    services: Services
    resume: ReplyAction

    @property
    def step(self) -> NextStep:
        """What comes next for the return."""
        return next_step(self.case.found, self.case.customer, self.case.now, self.services.facts)

    @property
    def history(self) -> History:
        """What has happened to it."""
        return History.until(self.case.found.events, self.case.now)

    @property
    def status(self) -> Status:
        """Where it stands."""
        return return_state(self.case.found.events, self.case.now).status

    def standing(self) -> list[Phrase]:
        """Where it stands, and what comes next."""
        state = return_state(self.case.found.events, self.case.now)
        return [status_phrase(state, self.case), self.next()]

    def next(self) -> Phrase:
        """What comes next, in words."""
        return next_step_phrase(self.step, self.case)

    def topic(self, topic: str) -> Reply:
        """The answer to a question of its own for this return."""
        number, told = self.case.found.number, self.turn.told_now | {"customer_number"}
        return self.resume.respond(
            replace(self.turn, intent="give_details", topic=topic, number=number, told_now=told, date=None)
        )

    def lines(self, lines: Sequence[Phrase], because: str, *, person: bool = False) -> Reply:
        """Some sentences with their source, and a person where only one knows more."""
        said = Utterance("utter_what_next", {"lines": list(lines)}, because, (TO_PERSON,) if person else ())
        return Reply((said,), {"offer": OFFER_PERSON if person else None, "customer_number": self.case.found.number})
