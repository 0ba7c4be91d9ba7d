"""Answers the question that waited for the customer's details."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.answers.which_amount import AMOUNT, asks_which_amount
from actions.dialogue.asked_before import question_before, question_waiting, questions_waiting
from actions.dialogue.base_actions import OFFER_START, ReplyAction, TopicAction
from actions.dialogue.belongings import BELONGINGS, with_named
from actions.dialogue.turn import AHEAD, PAST, ActionContext
from actions.forms.draft import is_plain_question
from actions.forms.return_wishes import puts_right, wish_waits, wishes_to_return
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Reply
from actions.services import Services
from core.contents_questions import asks_what_return_is_for
from core.hand_in_words import plans_hand_in, tells_of_hand_in, tells_only_of_hand_in
from core.money_questions import is_of_money, names_money
from core.references import means_the_same

#: What the day of a hand-in is told for.
HAND_IN = "report_not_marked_returned"
_THANK = "thank"
_STATUS, _MONEY, _CANCEL = "ask_return_status", "ask_track_refund", "ask_cancel_return"
#: Questions that the day of the hand-in answers as well.
_SAME_ANSWER = frozenset({None, _STATUS, HAND_IN})
#: Questions that are about days other than that of a hand-in.
_OWN_DAYS = frozenset({"ask_return_window", "ask_reminders"})
#: Topics behind which the wish to return something is a new one.
_BEFORE_A_WISH = frozenset({None, _STATUS, "ask_return_window", OFFER_START})
#: Words by which somebody chooses among things.
_CHOOSES = re.compile(
    r"\b(?:too|as well|also|both|all|everything|only|just|without|except|but not|not the|leave|plus|and the)\b",
    re.IGNORECASE,
)


class ActionResumeQuestion(ReplyAction):
    """Hands the turn to the action of the waiting topic; a number without a question asks where the return stands."""

    name_ = "action_resume_question"

    def __init__(self, services: Services, topic_actions: Sequence[TopicAction]) -> None:
        super().__init__(services)
        self._default = topic_actions[0]
        self._by_topic = {topic: action for action in topic_actions for topic in action.topics}

    def respond(self, turn: ActionContext) -> Reply:
        """The reply of the topic's own action."""
        if turn.intent == _THANK and not turn.told_now:
            # The question for the details was left open.
            return Reply()
        turn = with_named(turn, self.services)
        if _is_elsewhere(turn):
            turn = replace(turn, number=None)
        if _wants_to_return(turn):
            turn = replace(turn, topic=OFFER_START)
        if _names_return_to_cancel(turn):
            turn = replace(turn, topic=_CANCEL)
        if asks_what_return_is_for(turn.said):
            turn = replace(turn, topic=_STATUS)
        if turn.intent == "give_details" and asks_which_amount(turn):
            turn = replace(turn, topic=AMOUNT)
        if turn.topic == _STATUS and is_of_money(question_waiting(turn.events, _STATUS)):
            # "Where's my money?" is understood as a question where the return is.
            turn = replace(turn, topic=_MONEY)
        waiting = questions_waiting(turn.events, turn.topic or "") if turn.told_now or turn.has_opened_link else ()
        if len(waiting) > 1 and not turn.numbers:
            return self._each(turn, waiting)
        asked = self._by_topic.get(turn.topic or "", self._default)
        if not _tells_of_a_hand_in(turn):
            return asked.respond(turn)
        told = self._by_topic[HAND_IN].respond(replace(turn, topic=HAND_IN))
        if turn.topic in _SAME_ANSWER or not turn.told_now:
            return told
        if told.form is not None or has_problem(told):
            return asked.respond(turn)
        return joined([told, asked.respond(replace(turn, email=None))])

    def _each(self, turn: ActionContext, waiting: Sequence[tuple[str, str]]) -> Reply:
        """The answers to several questions that one message asked before the details; those are tried once."""
        replies: list[Reply] = []
        for topic, said in waiting:
            if replies and (replies[0].form is not None or has_problem(replies[0])):
                break
            told = replace(turn, email=None) if replies else turn
            asked = self._by_topic.get(topic)
            if asked is not None:
                replies.append(asked.respond(replace(told, intent="give_details", topic=topic, said=said)))
        return joined(replies)


def _tells_of_a_hand_in(turn: ActionContext) -> bool:
    """Whether a detail brings a hand-in or its day, and no question waits for the detail that would be another one."""
    if turn.intent != "give_details" or turn.is_press:
        return False
    if turn.date is None and turn.topic in _SAME_ANSWER and tells_only_of_hand_in(turn.said):
        return True
    if turn.date is None or turn.asked_day is None:
        return False
    if names_money(turn.said) and not (tells_of_hand_in(turn.said) or plans_hand_in(turn.said)):
        # "And my money's there on Thursday too?"
        return False
    if turn.in_form or turn.topic in _OWN_DAYS:
        return turn.topic in _SAME_ANSWER
    return turn.date.sense in (PAST, AHEAD) and bool(turn.date.phrase)


def _names_return_to_cancel(turn: ActionContext) -> bool:
    """Whether a return's number comes behind "I want to cancel", which was taken for an order."""
    is_return = turn.number is not None and not turn.numbers and not turn.number[:1].isdigit()
    waits = turn.intent == "give_details" and turn.topic in (None, _STATUS)
    return is_return and waits and question_before(turn.events) == "ask_cancel_order"


def _is_elsewhere(turn: ActionContext) -> bool:
    """Whether a message means another thing than the one in hand, and it is not clear which: "the other one"."""
    is_detail = turn.is_press or turn.told_now or turn.among or (turn.date and turn.date.said_at == turn.now)
    if turn.intent != "give_details" or is_detail or not turn.slots.get(BELONGINGS):
        return False
    return not means_the_same(turn.said)


def _wants_to_return(turn: ActionContext) -> bool:
    """Whether a message that brings the number or the title of what was ordered asks to send it back."""
    if turn.intent != "give_details" or turn.is_press or turn.topic not in _BEFORE_A_WISH:
        return False
    ordered = "customer_number" in turn.told_now and (turn.number or "")[:1].isdigit() and not turn.numbers
    if not ordered or wishes_to_return(turn.said):
        return ordered
    if "?" in turn.said or is_plain_question(turn.said):
        return False
    # A number put right carries on the wish that it belongs to, and so does a choice among what was offered.
    chooses = (turn.offer or "").startswith(OFFER_START) and _CHOOSES.search(turn.said) is not None
    return chooses or (puts_right(turn.said) and wish_waits(turn))
