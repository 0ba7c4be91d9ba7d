"""What refers to the answer before: why it is so, whether that is sure, what it means, again, and then, how long."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date

from actions.answers.hand_over import case_of
from actions.answers.return_status import next_step_phrase, status_phrase
from actions.dialogue.base_actions import ReplyAction
from actions.dialogue.belongings import BELONGINGS
from actions.dialogue.identity import known_customer
from actions.dialogue.last_answer import SaidMessage, last_answer, rules_behind
from actions.dialogue.turn import ActionContext
from actions.replies.due_phrases import show_due
from actions.replies.formatting import show_days, show_instant, show_moment
from actions.replies.reply import Choice, Marked, Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable
from policy.deadlines import Deadline, open_deadlines
from policy.fact import Unit
from policy.next_step import next_step
from policy.status import return_state

#: Not worth saying again: what was not understood, and what was said of it.
UNCLEAR = frozenset(
    {"utter_clarify", "utter_clarify_one", "utter_not_understood", "utter_nothing_before", "utter_out_of_scope"}
)
#: Rules after which the domain tells what follows.
STAGES = (
    *("request.steps", "request.processing", "seller.silence", "ship.label", "ship.within"),
    *("update.dropoff", "inspection", "refund.time"),
)
SILENCE = "seller.silence"
_QUESTIONS = "utter_ask_"
WHY, SURE, MEANING, AGAIN, NEXT = "explain_why", "doubt_answer", "explain_answer", "repeat_answer", "what_next"
_SAID = {WHY: "utter_why", SURE: "utter_sure", MEANING: "utter_meaning"}


class ActionFollowUp(ReplyAction):
    """Says more of the last answer: the rule that it rests on, how its date was counted, what comes after it."""

    name_ = "action_follow_up"

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """More of the answer before; where there is none but the question who somebody is, why that is asked."""
        facts = [each for each in rules_behind(turn.events) if each in self.services.facts]
        if turn.in_form and not facts and turn.intent != AGAIN:
            return Reply((Utterance("utter_rule_ask_about_details"),))
        try:
            case = case_of(turn, known_customer(turn, self.services), self.services)
        except StoreUnavailable:
            case = None
        if turn.intent == AGAIN:
            return self._again(turn)
        if turn.intent == NEXT:
            return self._next(turn, facts, case)
        if not facts:
            # Of what rests on no rule, such as reminders that are off, there is no more to say than it.
            return self._again(turn) if turn.intent in (SURE, MEANING) else Reply((Utterance("utter_nothing_before"),))
        deadline = self._deadline(facts, case)
        return Reply((self._more(turn, facts[0], deadline, case),))

    def _again(self, turn: ActionContext) -> Reply:
        """The same words; what was a customer's own only for whoever still is that customer."""
        said = last_answer(turn.events, UNCLEAR)
        # Whoever has proven nothing in this conversation was told nothing of their own.
        if turn.slots.get(BELONGINGS) and any(each.personal for each in said) and not self._is_known(turn):
            return self._resume.respond(turn)
        if turn.in_form:
            # The form asks its question again by itself.
            return Reply(tuple(_repeated(each) for each in said if not each.response.startswith(_QUESTIONS)))
        return Reply(tuple(map(_repeated, said)) or (Utterance("utter_nothing_before"),))

    def _is_known(self, turn: ActionContext) -> bool:
        try:
            return known_customer(turn, self.services) is not None
        except StoreUnavailable:
            return False

    def _next(self, turn: ActionContext, facts: list[str], case: Case | None) -> Reply:
        if facts[:1] == [SILENCE] and "if" in turn.said.lower().split():
            # "And if they don't?" asks about the seller, whatever the return's next step is.
            return Reply((Utterance("utter_what_next", {"lines": [Phrase(_named("reason", SILENCE))]}, SILENCE),))
        if case is not None:
            step = next_step(case.found, case.customer, case.now, self.services.facts)
            state = return_state(case.found.events, case.now)
            lines = [status_phrase(state, case), next_step_phrase(step, case)]
            return Reply((Utterance("utter_what_next", {"lines": lines}, step.because),))
        stage = next((each for each in facts if each in STAGES), None)
        if stage is None:
            return Reply((Utterance("utter_rule_ask_deadlines" if facts else "utter_nothing_before"),))
        return Reply((Utterance("utter_what_next", {"lines": [Phrase(_named("after", stage))]}, stage),))

    def _deadline(self, facts: list[str], case: Case | None) -> Deadline | None:
        """The date of the customer's own return that follows from what was said."""
        if case is None:
            return None
        found = open_deadlines(case.found, case.customer, case.now, self.services.facts)
        return next((each for fact in facts for each in found if each.because == fact), None)

    def _more(self, turn: ActionContext, fact: str, deadline: Deadline | None, case: Case | None) -> Utterance:
        because = deadline.because if deadline else fact
        counted = [self._counted(deadline, case)] if deadline and case else []
        if turn.intent in _SAID:
            lines = [Phrase(_named("reason", because)), *counted]
            if turn.intent == MEANING and case is not None:
                step = next_step(case.found, case.customer, case.now, self.services.facts)
                lines.append(next_step_phrase(step, case))
            if not self.services.facts[because].complete and turn.intent == SURE:
                lines.append(Phrase("text_breaks_off"))
            values = {"lines": lines, "read_on": _read_on(self.services.facts[because].last_verified)}
            return Utterance(_SAID[turn.intent], values, because)
        left = [_left(deadline, case)] if deadline and case else [Phrase(_named("reason", because))]
        return Utterance("utter_how_long", {"lines": [*left, *counted]}, because)

    def _counted(self, deadline: Deadline, case: Case) -> Phrase:
        """How the date comes about: from when, how many of which days."""
        fact = self.services.facts[deadline.because]
        show = show_moment if fact.unit is Unit.HOURS else show_instant
        country = Locale.parse("en").territories.get(deadline.place.country, deadline.place.country)
        values = {
            "longest": fact.longest,
            "starts": show(deadline.starts, case.customer, case.now),
            "due": show_due(deadline, case),
            "country": country,
        }
        return Phrase(f"counted_{fact.unit}", values)


def _repeated(said: SaidMessage) -> Utterance:
    choices = tuple(Choice(Phrase("again_title", {"title": title}), payload) for title, payload in said.buttons)
    return Utterance("utter_again", {"words": Marked(said.text)}, said.facts[0] if said.facts else None, choices)


def _named(kind: str, fact: str) -> str:
    return f"{kind}_{fact.replace('.', '_')}"


def _left(deadline: Deadline, case: Case) -> Phrase:
    days = deadline.days_left(case.now, case.customer.timezone)
    kind = "today" if days == 0 else "ahead" if days > 0 else "over"
    return Phrase(f"left_{kind}", {"days": show_days(abs(days)), "due": show_due(deadline, case)})


def _read_on(day: date) -> str:
    return format_date(day, "d MMMM y", locale="en_GB")
