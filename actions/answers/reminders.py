"""Turns a customer's reminders on and off, and says one when it is due."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from actions.answers.reminder_times import REMINDERS_ON, goes_on_about_when, quiet_phrase, when_reminded
from actions.dialogue.asked_before import question_waiting
from actions.dialogue.base_actions import BEGINNINGS, OFFER_TICKET, ReplyAction, TopicAction
from actions.dialogue.identity import records_of
from actions.dialogue.last_answer import last_answer
from actions.dialogue.turn import NOT, ActionContext
from actions.replies.formatting import show_instant, show_moment
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.languages import ENGLISH
from core.reminder_questions import asks_how_to_end, wants_no_nights, wants_own_day
from core.spoken_wishes import puts_reminder_off
from policy.deadlines import DeadlineKind, is_open, open_deadlines
from policy.model import Customer, Order, ReturnRequest
from policy.reminders import ReminderKind, is_settled, status_mark

_ENDINGS: Final = Path(__file__).with_name("ends_reminders.yml")
_SIGNS: Final = '.,!?;:()"\u2026\u00ab\u00bb\u00bf\u00a1'
_NOT: Final = r"(not|never|no|(do|does|did|wo|would|need)n?['’]?t)"
_NONE: Final = re.compile(
    rf"\b({_NOT}|stop\w*|stpo|off|cancel\w*|without|unsubscri\w*|opt(ing)?( me)?[ -]?out|disab\w*|deactivat\w*|end|"
    r"quit|mute\w*|silence|remove|delete|enough|cease|discontinue|leave me|kill|ditch|drop the|pause|halt|annoy\w*|"
    r"get rid)\b",
    re.IGNORECASE,
)
#: The same words where they ask for the contrary, or for nothing: "don't let me forget", "the end of the window",
#: "not at night".
_SOME: Final = re.compile(
    rf"\b({_NOT} (\w+ ){{0,3}}?(forget\w*|miss\w*|los(e|ing)|pass\w*|slip\w*)|{_NOT} want to (keep|have to)|"
    r"(drop|cut)[- ]?off|drop(ping|ped)? (it |(the|my) \w+ )?off|(why|if) not|not (to|too) late|no later|not sure|"
    rf"or not|and not (me|him|her)|not (at|in|on|during|before|after)|never (came|arrived|reached|got|showed)|"
    rf"{_NOT} (\w+ ){{0,4}}?(every|each)|"
    r"(the|at|return|window|period)(['’]s)? end)\b|\bif\b[^,.;!?]*",
    re.IGNORECASE,
)


def wants_none(message: str, language: str = ENGLISH) -> bool:
    """Whether a message about reminders asks to end them rather than for some.

    Args:
        message: What the customer wrote.
        language: The tag of the language that it is in.
    """
    if language in _elsewhere():
        words = [word.strip(_SIGNS) for word in message.lower().replace("\u2019", "'").split()]
        none, but = _elsewhere()[language]
        return _has_any(words, none) and not _has_any(words, but)
    return _NONE.search(_SOME.sub(" ", " ".join(message.split()))) is not None


def _has_any(words: Sequence[str], listed: Sequence[Sequence[str]]) -> bool:
    """Whether some listed words follow each other among the words of a message."""
    return any(
        all(_fits(word, pattern) for word, pattern in zip(words[at:], patterns, strict=False))
        for patterns in listed
        for at in range(len(words) - len(patterns) + 1)
    )


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("-") else word == pattern


@cache
def _elsewhere() -> Mapping[str, tuple[Sequence[Sequence[str]], ...]]:
    """By language: the words that ask for no reminder, and those that take such a word back."""
    return {
        tag: tuple([listed.split("_") for listed in words[kind].split()] for kind in ("none", "but"))
        for tag, words in _endings().items()
    }


@cache
def _endings() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = yaml.safe_load(_ENDINGS.read_text(encoding="utf-8"))
    return table


#: The words by which messaging services let people end what they are sent.
_STOP: Final = frozenset(
    ("stop", "stop all", "stopall", "stop it", "stop please", "please stop", "unsubscribe", "cancel", "end", "quit")
)


@cache
def _stops() -> frozenset[str]:
    """The same in every language: such a word is too short to tell which it is in."""
    return _STOP.union(listed.replace("_", " ") for words in _endings().values() for listed in words["alone"].split())


#: The same with whatever reminders are called.
_STOP_THESE: Final = re.compile(
    r"\W{0,3}(?:please |pls |ok |now )?(?:stop|end|quit|no more|enough of|enough)\b(?: \w{1,12}){0,3} "
    r"(?:nudg\w{1,8}|ping\w{0,8}|pok(?:es?|ing)|alerts?|messages?|messaging|texts?|texting|notif\w{1,14}|remind\w{0,8}|"
    r"writing)\b",
    re.IGNORECASE,
)
_ABOUT_A_FORM: Final = frozenset(("stop it", "cancel", "end", "quit"))

_HAND_IN = "report_not_marked_returned"
OFFER_REMINDERS = "reminders"
TOPIC = "ask_reminders"
#: What the button below a reminder says of it.
OFF = "off"
STOP_REMINDERS = Choice(Phrase("choice_stop_reminders"), f'/{TOPIC}{{"reminder_wish": "{OFF}"}}')
#: After reminders were turned on, a number alone asks for the dates of its return.
_NEXT_TOPIC = "ask_deadlines"


def reminders_stopped(turn: ActionContext, services: Services) -> tuple[Utterance, ...]:
    """That reminders are off, where a bare "STOP", as messaging services teach it, ended any."""
    said = turn.said.strip(" .!").casefold()
    # In a form they are about the form.
    told = {each.response for each in last_answer(turn.events)}
    is_stop = said in _stops() or _STOP_THESE.match(turn.said) is not None or "utter_reminders_on" in told
    if turn.group or not is_stop or (turn.slots.get("doing") and said in _ABOUT_A_FORM):
        return ()
    try:
        ended = services.reminding.wishes.turn_off(turn.session)
    except StoreUnavailable:
        return (Utterance("utter_reminders_unknown"),)
    return (Utterance("utter_reminders_off"),) if ended else ()


class ActionStop(ReplyAction):
    """Leaves it there, and drops what was offered; a bare "STOP" ends reminders too."""

    name_ = "action_stop"

    def respond(self, turn: ActionContext) -> Reply:
        """That it stops, that nothing was sent where something was about to be, and whether reminders stop."""
        slots = {"offer": None, **({"topic": None} if turn.topic in BEGINNINGS else {})}
        if sends_something(turn.offer):
            return Reply((Utterance("utter_nothing_sent"), *reminders_stopped(turn, self.services)), slots)
        return Reply(reminders_stopped(turn, self.services) or (Utterance("utter_stopped"),), slots)


class ActionDecline(ReplyAction):
    """Answers a "no": what was offered is dropped.

    Args:
        services: What actions work with.
        resume: Answers what a message tells besides its no.
    """

    name_ = "action_decline"

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """That nothing was sent, where something was about to be; "no, I still have that one" takes a hand-in back."""
        is_told = turn.date is not None and turn.date.sense == NOT and turn.date.said_at == turn.now
        if is_told and not turn.is_press and turn.number is not None:
            return self._resume.respond(replace(turn, intent=_HAND_IN, topic=_HAND_IN))
        said = "utter_nothing_sent" if sends_something(turn.offer) else "utter_declined"
        return Reply((Utterance(said),), {"offer": None})


def sends_something(offer: str | None) -> bool:
    """Whether a yes to an offer would begin to change something, or pass the conversation on."""
    name = (offer or "").partition(" ")[0]
    return name in BEGINNINGS or name == OFFER_TICKET


class ActionReminders(TopicAction):
    """Notes that a verified customer wants reminders about a return in this conversation, or that they want no more.

    Nobody has to prove anything to be left alone.
    """

    name_ = "action_reminders"
    topics = (TOPIC,)
    look_up_offer = "utter_offer_look_up_for_reminders"

    def respond(self, turn: ActionContext) -> Reply:
        """Off at once; on for whoever has proven who they are. A button that says neither offers the way off."""
        if turn.intent != TOPIC or turn.group:
            return super().respond(turn)
        try:
            if not turn.is_press and asks_how_to_end(turn.said):
                return self._how_to_end(turn)
            # "Never in the evening" wants none at some hours, and not none at all.
            ends = wants_none(turn.said, turn.language) and not wants_no_nights(turn.said)
            if turn.reminder_wish == OFF if turn.is_press else ends:
                return self._turn_off(turn)
            if turn.is_press and not turn.told_now and self.services.reminding.wishes.any_on(turn.session):
                return Reply((Utterance("utter_reminders_are_on", choices=(STOP_REMINDERS,)),), {"offer": None})
        except StoreUnavailable:
            return Reply((Utterance("utter_reminders_unknown"),), {"offer": None})
        return super().respond(turn)

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """What reminders there are."""
        return (Utterance("utter_about_reminders"),)

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """On, for the return that is meant, or for all that are open."""
        if wants_no_nights(turn.said):
            quiet = quiet_phrase(self.services.reminding.quiet, customer)
            return Reply((Utterance("utter_reminders_hours", {"quiet": quiet}),))
        returns = self._meant(turn, subject)
        if not returns:
            if isinstance(subject, Order):
                return Reply((Utterance("utter_no_return_for_order", {"order_number": subject.number}),))
            return Reply((Utterance("utter_no_returns"),))
        open_ones = [each for each in returns if _may_go_on(each, turn, named=subject is not None)]
        if not open_ones:
            return Reply((Utterance("utter_reminders_nothing_left"),))
        if wants_own_day(self._wish(turn)) or (turn.intent == TOPIC and puts_reminder_off(turn.said)):
            return self._on_own_day([Case(each, customer, turn.now) for each in open_ones], turn)
        marks = [(each.number, status_mark(each, turn.now)) for each in open_ones]
        self.services.reminding.wishes.turn_on(turn.session, customer.id, marks, turn.now)
        if goes_on_about_when(turn):
            times = tuple(when_reminded(Case(each, customer, turn.now), self.services) for each in open_ones)
            return Reply(times, {"topic": TOPIC})
        numbers = ", ".join(each.number for each in open_ones)
        said = Utterance(
            REMINDERS_ON, {"return_numbers": numbers, "quiet": quiet_phrase(self.services.reminding.quiet, customer)}
        )
        return Reply((said,), {"topic": _NEXT_TOPIC})

    @staticmethod
    def _wish(turn: ActionContext) -> str:
        """The words of the wish, also where it waited for a number or an address; none of a yes or a button."""
        if turn.is_press:
            return ""
        if turn.intent == TOPIC:
            return turn.said
        return question_waiting(turn.events, TOPIC) if turn.intent == "give_details" else ""

    def _on_own_day(self, cases: Sequence[Case], turn: ActionContext) -> Reply:
        """That nobody is reminded on a day of their own, when reminders would come, and the offer of these."""
        wishes = self.services.reminding.wishes
        said = (Utterance("utter_reminders_own_day"), *(when_reminded(case, self.services) for case in cases))
        if all(wishes.are_on(turn.session, case.found.number) for case in cases):
            return Reply(said, {"topic": TOPIC})
        return Reply((*said, Utterance("utter_reminders_own_day_offer")), {"topic": TOPIC, "offer": OFFER_REMINDERS})

    def _how_to_end(self, turn: ActionContext) -> Reply:
        """How reminders are ended, where any are on; they stay on."""
        if self.services.reminding.wishes.any_on(turn.session):
            return Reply((Utterance("utter_reminders_are_on", choices=(STOP_REMINDERS,)),), {"offer": None})
        return Reply((Utterance("utter_reminders_were_off"),), {"offer": None})

    def _meant(self, turn: ActionContext, subject: ReturnRequest | Order | None) -> Sequence[ReturnRequest]:
        if isinstance(subject, ReturnRequest):
            return (subject,)
        records = records_of(turn, self.services)
        returns = records.returns_of_order(subject.number) if isinstance(subject, Order) else records.returns()
        return tuple(each for each in returns if each.number in turn.among) or returns

    def _turn_off(self, turn: ActionContext) -> Reply:
        ended = self.services.reminding.wishes.turn_off(turn.session)
        return Reply((Utterance("utter_reminders_off" if ended else "utter_reminders_were_off"),), {"offer": None})


def reminder_offer(case: Case, turn: ActionContext, services: Services) -> tuple[Choice, ...]:
    """The button that turns reminders about a return on; nothing where they are on, or nothing is left to remind of.

    Raises:
        StoreUnavailable: The store can't be asked.
    """
    number = case.found.number
    if turn.group or not is_open(case.found, case.now) or services.reminding.wishes.are_on(turn.session, number):
        return ()
    ahead = (each for each in open_deadlines(case.found, case.customer, case.now, services.facts))
    ship_by = next((each for each in ahead if each.kind is DeadlineKind.SHIP_BY and not each.overdue(case.now)), None)
    title = Phrase("choice_remind_me")
    if ship_by is not None:
        title = Phrase("choice_remind_me_before", {"due": show_instant(ship_by.due, case.customer, case.now)})
    return (Choice(title, f'/{TOPIC}{{"customer_number": "{number}"}}'),)


def _may_go_on(ret: ReturnRequest, turn: ActionContext, *, named: bool) -> bool:
    """Whether something is left to remind of; who names a rejected return may want to hear when that changes."""
    return not is_settled(ret, turn.now) if named else is_open(ret, turn.now)


class ActionTellReminder(ReplyAction):
    """Says what the store knows of a reminder; the turn only names it.

    The proof of who reads this may have run out since they asked for it. So it tells the number and a date, and leaves
    the rest to a question, for which they prove again who they are.
    """

    name_ = "action_tell_reminder"

    def respond(self, turn: ActionContext) -> Reply:
        """The reminder with ways to look closer and to hear no more, or nothing where it is not this conversation's."""
        if turn.reminder is None or turn.group:
            return Reply()
        found = self.services.reminding.reminders.to_tell(turn.session, turn.reminder)
        if found is None:
            return Reply()
        show = show_moment if found.kind is ReminderKind.WINDOW_END else show_instant
        values = {"return_number": found.number, "date": show(found.about, found.customer, turn.now)}
        look = Choice(Phrase("choice_look_at_return"), f'/give_details{{"customer_number": "{found.number}"}}')
        return Reply((Utterance(f"utter_reminder_{found.kind}", values, choices=(look, STOP_REMINDERS)),))
