"""Answers two or three questions that came in one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from actions.dialogue.base_actions import ReplyAction, TopicAction
from actions.dialogue.turn import ActionContext
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.identifiers import Number, parse
from core.intents import WHAT_NEXT
from core.money_questions import asks_of_pay

_STATUS, _TRACKING, _REFUND = "ask_return_status", "ask_track_parcel", "ask_refund_time"
_OF_RETURN = MappingProxyType({"report_order_not_arrived": _STATUS})
_OF_MONEY = frozenset(
    {_REFUND, "ask_track_refund", "ask_refund_amount", "ask_refund_method", "ask_get_refund", "ask_faster_refund"}
)


class ActionSeveralQuestions(ReplyAction):
    """Gives each question the answer it would have got alone, and makes one offer at the end."""

    name_ = "action_several_questions"

    def __init__(self, services: Services, by_intent: Mapping[str, ReplyAction]) -> None:
        super().__init__(services)
        self._by_intent = by_intent

    def respond(self, turn: ActionContext) -> Reply:
        """The answers, in the order of the questions; a client that sends the bare intent is told what can be asked."""
        if not turn.questions:
            return Reply((Utterance("utter_help"),))
        replies: list[Reply] = []
        said = dict(zip(turn.questions, turn.question_texts, strict=False))
        for question in self._questions(turn):
            # What a question means is read in its own words, not in those of the one beside it.
            asked = replace(turn, said=said.get(question, turn.said))
            replies.append(self._answer(question, asked, any(map(has_problem, replies))))
        return joined(replies)

    def _questions(self, turn: ActionContext) -> tuple[str, ...]:
        """The questions as they are meant beside a return's number: then "where is my stuff" is about that parcel, and
        a word of being paid, which none of the questions has, asks for the refund. "Did it arrive" beside a question of
        the refund is about that parcel as well."""
        number = parse(turn.number, self.services.shapes) if turn.number else None
        is_of_return = isinstance(number, Number) and number.kind == "return"
        if not is_of_return and _OF_MONEY.isdisjoint(turn.questions):
            return turn.questions
        asked = tuple(dict.fromkeys(_OF_RETURN.get(each, each) for each in turn.questions))
        if not is_of_return:
            return asked
        if not asks_of_pay(turn.said) or not _OF_MONEY.isdisjoint(asked):
            return asked
        # Where a parcel can be followed is told by the status as well.
        kept = tuple(each for each in asked if each != _TRACKING) if _STATUS in asked else asked
        return (*kept, _REFUND)

    def _answer(self, question: str, turn: ActionContext, problem: bool) -> Reply:
        if question == WHAT_NEXT and WHAT_NEXT in self._by_intent:
            return self._what_next(turn)
        action = self._by_intent.get(question)
        if action is None:
            return Reply((Utterance(f"utter_rule_{question}"),))
        if problem and isinstance(action, TopicAction):
            # One message is one try: details that were refused for one question are not tried again for the next.
            return Reply(action.rule(question, replace(turn, intent=question)))
        return action.respond(replace(turn, intent=question, topic=question))

    def _what_next(self, turn: ActionContext) -> Reply:
        """The next step of the return in hand or behind the answer before, else the times of all steps."""
        told = self._by_intent[WHAT_NEXT].respond(replace(turn, intent=WHAT_NEXT))
        nothing = any(each.response == "utter_nothing_before" for each in told.utterances)
        return Reply((Utterance("utter_rule_ask_deadlines"),)) if nothing else told
