"""Says yes to what the bot offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from actions.answers.asked_why import WHY, goes_on_asking_why
from actions.answers.hand_over import ActionTalkToPerson
from actions.answers.person_wanted import asks_for_person, takes_person
from actions.answers.reminders import OFFER_REMINDERS, STOP_REMINDERS
from actions.answers.resume_question import HAND_IN, ActionResumeQuestion
from actions.dialogue.base_actions import (
    BEGINNINGS,
    OFFER_CANCEL,
    OFFER_LOOK_UP,
    OFFER_PERSON,
    OFFER_START,
    OFFER_TELL_DROP_OFF,
    OFFER_TICKET,
    ReplyAction,
    TopicAction,
)
from actions.dialogue.belongings import with_named
from actions.dialogue.last_answer import answers_before, last_answer
from actions.dialogue.turn import NOT, PAST, ActionContext, SaidDate
from actions.forms.cancel_return import cancelled_at_once
from actions.forms.confirmation import says_yes
from actions.replies.reply import Reply, Utterance
from actions.services import Services
from core.agreed_cancelling import agrees_to_cancel
from core.agreeing import agrees_to_begin
from core.database.errors import StoreUnavailable
from core.short_messages import pieces, words

#: Responses of the domain that say "I can also tell you how to reach a person".
_TELLS_OF_PERSON = frozenset({"utter_bot_challenge", "utter_not_understood"})
#: How many messages back stands the answer that the one before declined an offer of.
_AT_OFFER = 2
#: Buttons that name topics, and how many of them make a menu.
_TOPICS = ("/ask_", "/report_")
_FEWEST_TOPICS = 3
_CANCEL = "ask_cancel_return"
_MOST_HEARD = 3
#: These agree to nothing that nobody asked.
_HEARD = words("right ok okay okey k kk fine alright all hm hmm mm mhm aha ah oh i see got it understood so well then")
#: In the payload of a button.
_NUMBER = re.compile(r'"customer_number": "([^"]+)"')
_YES = re.compile(r"\W*(?:yes|yep|yeah|yup|sure|ok|okay|please)\b", re.IGNORECASE)


class ActionAcceptOffer(ReplyAction):
    """A "yes" means the last offer; where there was none, it asks what the customer would like to know."""

    name_ = "action_accept_offer"

    def __init__(
        self,
        services: Services,
        resume: ActionResumeQuestion,
        person: ActionTalkToPerson,
        reminders: TopicAction,
        follow_up: ReplyAction,
    ) -> None:
        super().__init__(services)
        self._follow_up = follow_up
        self._resume = resume
        self._takers: dict[str, Callable[[ActionContext], Reply]] = {
            OFFER_LOOK_UP: resume.respond,
            OFFER_PERSON: person.respond,
            OFFER_TICKET: person.hand_over,
            OFFER_REMINDERS: reminders.respond,
        }

    def respond(self, turn: ActionContext) -> Reply:
        """The reply of the offered action."""
        if turn.offer_key is not None:
            return self._late(turn, turn.offer_key)
        if turn.offer is None and (declined := offer_declined(turn.events)) is not None:
            turn = replace(turn, offer=declined)
        offer, _, detail = (turn.offer or "").partition(" ")
        if offer != OFFER_TICKET and not turn.is_press and asks_for_person(turn):
            return self._takers[OFFER_PERSON](turn)
        if offer == OFFER_PERSON and _only_hears(turn):
            return Reply((Utterance("utter_declined"),), {"offer": None})
        if _tells_something(turn, offer, self.services):
            # "The clock, that's the one I took there yesterday" agrees to nothing.
            return self._resume.respond(replace(turn, intent="give_details", topic=HAND_IN))
        if offer != OFFER_CANCEL and agrees_to_cancel(turn.said):
            return self._resume.respond(replace(turn, intent=_CANCEL, topic=_CANCEL, offer=None))
        if offer == OFFER_CANCEL and not turn.is_press and (cancelled := self._cancelled(turn)) is not None:
            return cancelled
        if offer in BEGINNINGS:
            return self._resume.respond(replace(turn, topic=offer, **_offered(offer, detail, turn)))
        if not offer and agrees_to_begin(turn.said):
            return self._resume.respond(replace(turn, topic=OFFER_START))
        if not offer and not turn.is_press and (begins := _beginning_shown(turn)) is not None:
            return self._resume.respond(replace(turn, topic=OFFER_START, **begins))
        if not offer and goes_on_asking_why(turn, self._follow_up):
            # "Why not?" agrees only to what was offered.
            return self._follow_up.respond(replace(turn, intent=WHY))
        if not offer and any(each.response == "utter_reminders_on" for each in last_answer(turn.events)):
            # Who is told that they will be reminded may still say yes to it.
            return Reply((Utterance("utter_reminders_are_on", choices=(STOP_REMINDERS,)),))
        taker = self._takers.get(offer or _offered_in_words(turn))
        if taker is None:
            return Reply((Utterance("utter_yes_in_words" if _menu_shown(turn) else "utter_yes_to_what"),))
        return taker(turn)

    def _cancelled(self, turn: ActionContext) -> Reply | None:
        """The return cancelled that it was offered for: who was asked once is not asked again."""
        if not says_yes(turn) or with_named(turn, self.services) is not turn:
            return None
        try:
            return cancelled_at_once(turn, self.services)
        except StoreUnavailable:
            return None

    def _late(self, turn: ActionContext, offer_key: str) -> Reply:
        """A button that confirms what is done or was given up: a second tap changes nothing."""
        try:
            done = self.services.store.doing_of_session(turn.session, turn.now).done(offer_key)
        except StoreUnavailable:
            return Reply((Utterance("utter_store_down"),))
        if done is None:
            return Reply((Utterance("utter_offer_over"),))
        return Reply((Utterance(f"utter_already_{done.deed.value}", {"return_number": done.return_number}),))


def _tells_something(turn: ActionContext, offer: str, services: Services) -> bool:
    """Whether a message tells of a hand-in where nothing of that was offered, or of that of another thing."""
    if turn.is_press or turn.date is None or turn.date.said_at != turn.now or turn.date.sense not in (PAST, NOT):
        return False
    if not offer or with_named(turn, services) is not turn:
        return True
    return offer != OFFER_TELL_DROP_OFF and _YES.match(turn.said) is None


def offer_declined(events: Sequence[Mapping[str, Any]]) -> str | None:
    """What the answer offered that the message before this one declined: "no thanks", and then "actually, yes".

    None where that message declined nothing, or where a yes to it would send something.

    Args:
        events: The conversation, up to this message.
    """
    if all(each.response != "utter_declined" for each in next(answers_before(events), ())):
        return None
    users = 0
    for event in reversed(events):
        users += event.get("event") == "user"
        if users > _AT_OFFER:
            return None
        if users == _AT_OFFER and event.get("event") == "slot" and event.get("name") == "offer":
            return str(event.get("value") or "") or None
    return None


def _only_hears(turn: ActionContext) -> bool:
    """Whether a message only says that it was read, behind an answer which ends with no question: "right."."""
    said = [line for each in last_answer(turn.events) for line in each.text.splitlines()]
    asked = any(line.rstrip().endswith("?") for line in said)
    if turn.is_press or asked or "?" in turn.said:
        return False
    spoken = pieces(turn.said)
    return 0 < len(spoken) <= _MOST_HEARD and _HEARD.issuperset(spoken)


def _menu_shown(turn: ActionContext) -> bool:
    """Whether one of the last answers was topics to choose from, so that the same once more would help nobody."""
    shown = [
        payload
        for said in islice(answers_before(turn.events), _AT_OFFER)
        for each in said
        for _, payload in each.buttons
    ]
    return sum(payload.startswith(_TOPICS) for payload in shown) >= _FEWEST_TOPICS


def _beginning_shown(turn: ActionContext) -> dict[str, Any] | None:
    """What a "yes" takes up where the answer before offers by a button to start a return, and by no menu of topics: the
    number of its order, where that is named."""
    if _menu_shown(turn):
        return None
    shown = (payload for each in last_answer(turn.events) for _, payload in each.buttons)
    payload = next((each for each in shown if each.startswith(f"/{OFFER_START}")), None)
    if payload is None:
        return None
    number = _NUMBER.search(payload)
    return {"number": number[1]} if number else {}


def _offered_in_words(turn: ActionContext) -> str:
    """What the answer before offers without a question."""
    said = {each.response for each in next(answers_before(turn.events), ())}
    return OFFER_PERSON if said & _TELLS_OF_PERSON or takes_person(turn) else ""


def _offered(offer: str, detail: str, turn: ActionContext) -> dict[str, Any]:
    """What an offer names besides what would be done: the day of a hand-in, or the number of an order."""
    if not detail:
        return {}
    return {"date": SaidDate(detail, turn.now)} if offer == OFFER_TELL_DROP_OFF else {"number": detail}
