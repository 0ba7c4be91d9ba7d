"""The shape that answers share: who is asking, which return or order is meant, then the answer.

Identity, look-up, "several match" and "the store is down" live here once. A topic's own action only turns one
return (or order, or customer) into an answer.
"""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionReverted, ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue import belongings
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import IdentityStatus, identity_status, known_customer, records_of
from actions.dialogue.lateness import OFFER_PERSON, late_rule
from actions.dialogue.number_errors import error_utterance, tracking_utterance
from actions.dialogue.own_language import in_own_language
from actions.dialogue.repeated import asked_enough, with_way_out
from actions.dialogue.turn import IDENTITY_FORM, ActionContext, numbers_typed
from actions.replies.formatting import show_wait
from actions.replies.item_names import item_names
from actions.replies.item_windows import TO_PERSON, windows_offered
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.replies.return_case import MOST_CHOICES, Case, return_choices, short_title
from actions.replies.return_picker_card import return_picker
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.database.remembered_reads import remembering
from core.giving_up import speaks_of_keeping
from core.hand_in_words import tells_of_another_event
from core.identifiers import NumberError, parse
from core.references import means_the_other
from policy.model import Customer, Order, ReturnRequest
from policy.returnable import items_standing

#: What keeps somebody from their records who has proven nothing more than that the mailbox is theirs.
LINK_HELPS = frozenset({"email_missing", "refused", "refused_often", "paused", "locked"})
#: Of so many numbers in a message each is looked up.
MOST_NUMBERS = 3
_GENERAL = re.compile(
    r"\b(?:in general|general(?:ly)?|usual(?:ly)?|normal(?:ly)?|typical(?:ly)?|as a rule|on average|in principle|"
    r"the rules?)\b",
    re.IGNORECASE,
)

logger = structlog.get_logger(__name__)

#: That number and address don't go together, and a request for both.
REFUSED = "utter_identity_refused"
OFFER_LOOK_UP = "look_up"
#: The ticket whose content was shown; `OFFER_PERSON` only shows it.
OFFER_TICKET = "ticket"
#: Topics that a "yes" begins; the day of a hand-in may follow behind a space.
OFFER_START = "button_start_return"
OFFER_CANCEL = "button_cancel_return"
OFFER_AMEND = "button_amend_return"
OFFER_TELL_DROP_OFF = "button_report_drop_off"
BEGINNINGS = frozenset({OFFER_START, OFFER_CANCEL, OFFER_AMEND, OFFER_TELL_DROP_OFF})


def is_general(said: str) -> bool:
    """Whether a question asks for the rule, whatever return is in hand: "how long does it take in general?"."""
    return _GENERAL.search(said) is not None


class ReplyAction(Action):
    """A custom action whose work is a plain function from a turn to a reply."""

    name_: ClassVar[str]

    def __init__(self, services: Services) -> None:
        self.services = services

    def name(self) -> str:
        return self.name_

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Answer the turn. The look-ups block, so they run beside the server's event loop."""
        turn = ActionContext.from_tracker(tracker, self.services.clock.now())
        reply = await asyncio.to_thread(self._respond, turn)
        return say(dispatcher, turn, reply)

    def _respond(self, turn: ActionContext) -> Reply:
        with remembering():
            return in_own_language(self.respond(turn), turn, self.services)

    @abstractmethod
    def respond(self, turn: ActionContext) -> Reply:
        """The reply to one turn."""


def say(dispatcher: CollectingDispatcher, turn: ActionContext, reply: Reply) -> list[EventType]:
    """Say a reply; the events that it leaves behind."""
    if turn.group and reply.form is not None:
        # Whatever asks for personal details asks for them in private.
        reply = Reply((*reply.utterances, Utterance("utter_write_me_directly")), reply.slots)
    for utterance in with_way_out(turn, reply.utterances):
        dispatcher.utter_message(**utterance.as_arguments())
    events: list[EventType] = [ActionReverted()] if reply.undone else []
    events += [SlotSet(name, value) for name, value in reply.slots.items()]
    if reply.form is not None and not turn.in_form:
        events.append(ActiveLoop(reply.form))
    if reply.form == IDENTITY_FORM and any(each.response == REFUSED for each in reply.utterances):
        # It asks for both already: the form's own question would sound as if no address had been given.
        events += [SlotSet("requested_slot", "customer_email"), FollowupAction("action_listen")]
    is_general_now = turn.loop == IDENTITY_FORM and is_general(turn.said)
    if not turn.told_now and (is_general_now or asked_enough(turn, reply.utterances)):
        events += [ActiveLoop(None), SlotSet("requested_slot", None)]
    return events


class TopicAction(ReplyAction):
    """Answers a question that has a general answer (the rule) and a personal one (the customer's own dates)."""

    #: The intents that this action answers. `utter_rule_<topic>` of the domain holds the general answer.
    topics: ClassVar[tuple[str, ...]]
    #: The response that offers a look at what is the customer's own.
    look_up_offer: ClassVar[str] = "utter_offer_look_up"

    def respond(self, turn: ActionContext) -> Reply:
        """The rule and an offer to look, a question for what is missing, or the personal answer."""
        turn = with_named(turn, self.services)
        if turn.numbers:
            return self._each(turn)
        topic = next((said for said in (turn.intent, turn.topic) if said in self.topics), self.topics[0])
        resumed = turn.intent not in self.topics
        if turn.group:
            return self._in_group(topic, turn, resumed)
        number = parse(turn.number, self.services.shapes) if turn.number else None
        if isinstance(number, NumberError):
            said = error_utterance(number, self.services.shapes)
            return self._unreadable(topic, turn, said, "customer_number", resumed)
        if turn.email_is_incomplete:
            return self._unreadable(topic, turn, Utterance("utter_email_unreadable"), "customer_email", resumed)
        if number is not None:
            turn = replace(turn, number=number.key)
        try:
            stands = identity_status(turn, self.services)
            if stands.customer is None:
                reply = self._not_verified(topic, turn, stands, resumed)
            else:
                reply = self._verified(topic, turn, stands.customer, stands.subject)
        except StoreUnavailable:
            logger.warning("store.unavailable", action=self.name_)
            reply = self._store_down(topic, turn, resumed)
        return Reply(
            reply.utterances, {"topic": topic, "offer": None, **self._remember(turn), **reply.slots}, reply.form
        )

    def _each(self, turn: ActionContext) -> Reply:
        """An answer for each of several numbers. One message is one try: after a refusal no further one is tried."""
        first = self.respond(replace(turn, number=turn.numbers[0], numbers=()))
        if first.form is not None or has_problem(first):
            return Reply(first.utterances, {**first.slots, "customer_number": list(turn.numbers)}, first.form)
        # Whoever means "the others" means all of them.
        most = MOST_NUMBERS if any(map(str.isdigit, turn.said)) else MOST_CHOICES
        rest = turn.numbers[1:most]
        return joined([first, *(self.respond(replace(turn, number=each, email=None, numbers=())) for each in rest)])

    @abstractmethod
    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The personal answer for a verified customer.

        Args:
            topic: The question, one of `topics`.
            turn: What was said.
            customer: Who is asking.
            subject: The return or order whose number they gave, if they gave one.
        """

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """The general answer, or that it is late by it. An action that can say more of one question overrides it."""
        return (late_rule(topic, turn, self.services.facts) or Utterance(f"utter_rule_{topic}"),)

    def _asked_rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """The general answer, to a question that this message asks; nothing where a message only brings a detail."""
        return self.rule(topic, turn) if turn.intent == topic else ()

    def _in_group(self, topic: str, turn: ActionContext, resumed: bool) -> Reply:
        """The rule, and nothing of anybody's own: others read along."""
        rule = () if resumed else self.rule(topic, turn)
        return Reply((*rule, Utterance("utter_write_me_directly")), {"topic": None, "offer": None})

    def _unreadable(self, topic: str, turn: ActionContext, said: Utterance, slot: str, resumed: bool) -> Reply:
        """What is wrong with a detail. Who is verified just types it again; all others are asked for both details."""
        rule = () if resumed else self.rule(topic, turn)
        try:
            verified = known_customer(turn, self.services) is not None
        except StoreUnavailable:
            verified = False
        return Reply(
            (*rule, said),
            {"topic": topic, "offer": None, slot: None, **self._remember(turn)},
            form=None if verified else IDENTITY_FORM,
        )

    def _verified(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        reply = self.answer(topic, turn, customer, subject)
        noted = belongings.noted(turn, customer, self.services)
        told = {"customer_number": turn.number} if "customer_number" in turn.told_now else {}
        return Reply(reply.utterances, {"customer_email": None, **told, **noted, **reply.slots}, reply.form)

    def _not_verified(self, topic: str, turn: ActionContext, stands: IdentityStatus, resumed: bool) -> Reply:
        rule = () if resumed else self.rule(topic, turn)
        if turn.number is None and turn.tracking_number:
            said = tracking_utterance(turn.tracking_number, self.services.shapes)
            return Reply((*rule, said), form=IDENTITY_FORM)
        by_link = self._by_link(turn, stands)
        if by_link is not None:
            return Reply((*rule, by_link), {"customer_number": turn.number, "customer_email": None})
        if is_general(turn.said) and rule and not turn.told_now and stands.problem != "nothing_given":
            # Whoever asks in general is told the rule, and what was given of their own is left.
            return Reply(rule, {"customer_number": None, "customer_email": None})
        if stands.problem == "nothing_given":
            if turn.in_form or resumed:
                return Reply(rule, form=IDENTITY_FORM)
            if not rule:
                return Reply((Utterance("utter_look_up"),), form=IDENTITY_FORM)
            return Reply((*rule, Utterance(self.look_up_offer)), {"offer": OFFER_LOOK_UP})
        if stands.problem == "refused":
            return Reply(
                (*rule, Utterance(REFUSED)),
                {"customer_number": turn.number, "customer_email": None},
                form=IDENTITY_FORM,
            )
        if stands.problem == "refused_often":
            return Reply(
                (*rule, Utterance("utter_identity_refused_often")),
                {"customer_number": None, "customer_email": None, "offer": OFFER_PERSON},
            )
        if stands.problem == "anothers_chat":
            said = Utterance("utter_identity_anothers_chat")
            return Reply((*rule, said), {"customer_number": None, "customer_email": None})
        if stands.problem in ("paused", "locked"):
            response = "utter_identity_paused" if stands.problem == "paused" else "utter_identity_locked"
            said = Utterance(response, {"wait": show_wait(stands.wait)})
            return Reply((*rule, said), {"customer_number": None, "customer_email": None, "offer": OFFER_PERSON})
        if stands.problem == "not_among_yours":
            return Reply(
                (*rule, Utterance("utter_number_not_among_yours", {"number": turn.number})), form=IDENTITY_FORM
            )
        if stands.problem == "not_in_account":
            said = Utterance("utter_number_not_in_account", {"number": turn.number})
            return Reply((*rule, said), {"customer_number": None, "customer_email": None})
        if stands.problem == "number_missing" and rule and not turn.in_form and "email" not in turn.told_now:
            # The number was asked for before, and whoever asks something else has not got it at hand.
            return Reply((*rule, Utterance(self.look_up_offer)), {"offer": OFFER_LOOK_UP})
        return Reply(rule, form=IDENTITY_FORM)

    def _by_link(self, turn: ActionContext, stands: IdentityStatus) -> Utterance | None:
        """The link by which who writes a mail proves who they are; None where the mail is not of the number's owner."""
        if turn.number is None or stands.problem not in LINK_HELPS:
            return None
        links = self.services.mail_links
        link = links.offer(turn.session, turn.number, turn.written_by)
        return Utterance("utter_identity_mail_link", {"link": link, "wait": show_wait(links.lasts)}) if link else None

    def _store_down(self, topic: str, turn: ActionContext, resumed: bool) -> Reply:
        rule = () if resumed and turn.topic is None else self.rule(topic, turn)
        return Reply((*rule, Utterance("utter_store_down")), {"offer": OFFER_PERSON})

    @staticmethod
    def _remember(turn: ActionContext) -> dict[str, Any]:
        # The day of a delivery is none of a hand-in, and is held for none.
        is_another = turn.date is not None and turn.date.said_at == turn.now and tells_of_another_event(turn.said)
        return {"said_date": turn.date.as_slot()} if turn.date and not is_another else {}


class OrderAction(TopicAction):
    """Answers a question about one order; the number of a return names its order."""

    look_up_offer = "utter_offer_look_up_order"

    @abstractmethod
    def answer_order(self, topic: str, turn: ActionContext, customer: Customer, order: Order) -> Reply:
        """The answer for this order."""

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The answer for the order that is meant, or a question which one that is."""
        if isinstance(subject, ReturnRequest):
            subject = subject.order
        if isinstance(subject, Order):
            return self._of_one(topic, turn, customer, subject)
        records = records_of(turn, self.services)
        orders = records.orders()
        if turn.among:
            sent = {found.order.number for found in records.returns() if found.number in turn.among}
            orders = tuple(each for each in orders if each.number in sent.union(turn.among))
        others = _others(turn, [each.number for each in orders])
        orders = tuple(each for each in orders if not others or each.number in others)
        if len(orders) == 1:
            return self._of_one(topic, turn, customer, orders[0])
        return Reply((_which_order(orders, turn),))

    def _of_one(self, topic: str, turn: ActionContext, customer: Customer, order: Order) -> Reply:
        """The answer for an order, behind the rule where that is asked for."""
        reply = self.answer_order(topic, turn, customer, order)
        rule = self._asked_rule(topic, turn) if is_general(turn.said) else ()
        said = (*(each for each in rule if each not in reply.utterances), *reply.utterances)
        return Reply(said, reply.slots, reply.form)


def _others(turn: ActionContext, numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers but for the one that is in hand, where a message means "the other one"; none where it does not."""
    if not means_the_other(turn.said):
        return ()
    spoken_of = (turn.slots.get("customer_number"), *numbers_typed(turn.events))
    in_hand = next((each for each in spoken_of if each in numbers), None)
    if in_hand is None:
        return ()
    return tuple(each for each in numbers if each != in_hand)


def _which_order(orders: Sequence[Order], turn: ActionContext) -> Utterance:
    """The question which one is meant."""
    choices = tuple(
        Choice(
            Phrase("label_order", {"order_number": order.number, "title": _first_title(turn, order)}),
            f'/give_details{{"customer_number": "{order.number}"}}',
        )
        for order in orders[:MOST_CHOICES]
    )
    return Utterance("utter_which_order", choices=choices)


def _first_title(turn: ActionContext, order: Order) -> str:
    """The title of the first item, of those that the message names where it names any."""
    named = named_items(turn, order)
    return next((item.title for item in order.items if item.id in named), order.items[0].title)


__all__ = ["MOST_CHOICES", "OFFER_PERSON", "Case", "ReturnAction", "return_choices", "short_title"]


class ReturnAction(TopicAction):
    """Answers a question about one return."""

    @abstractmethod
    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The answer for this return."""

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The answer for the return that is meant, or a question which one that is."""
        if isinstance(subject, ReturnRequest):
            return self._answer_one(topic, turn, customer, subject)
        if isinstance(subject, Order):
            returns = records_of(turn, self.services).returns_of_order(subject.number)
            named = named_items(turn, subject)
            if named:
                returns = tuple(each for each in returns if named.intersection(item.id for item in each.items))
            unsent = named.difference(item.id for each in returns for item in each.items)
            if returns and speaks_of_keeping(turn.said):
                # What is kept is in no return, and nobody asks until when it could be.
                unsent = frozenset()
            prepares = turn.loop not in (None, IDENTITY_FORM) and not named and not returns
            if prepares and (rule := self._asked_rule(topic, turn)):
                # What is being prepared has no return yet, and its windows were told as it began.
                return Reply(rule)
            if unsent or not returns:
                nothing = self._without_return(turn, customer, subject, unsent)
                nothing = Reply((*self._asked_rule(topic, turn), *nothing.utterances), nothing.slots)
                return joined([*(self._answer_one(topic, turn, customer, each) for each in returns), nothing])
        else:
            returns = records_of(turn, self.services).returns()
            if turn.among:
                returns = tuple(each for each in returns if each.number in turn.among)
                if not returns:
                    orders = records_of(turn, self.services).orders()
                    return Reply((_which_order([each for each in orders if each.number in turn.among], turn),))
            if not returns:
                return Reply((*self._asked_rule(topic, turn), Utterance("utter_no_returns")))
        others = _others(turn, [each.number for each in returns])
        if others:
            returns = tuple(each for each in returns if each.number in others)
            turn = replace(turn, among=others)
        if len(returns) == 1:
            return self._answer_one(topic, turn, customer, returns[0])
        rule = self._asked_rule(topic, turn) if is_general(turn.said) else ()
        return Reply((*rule, _which_return(returns, turn)))

    def _without_return(self, turn: ActionContext, customer: Customer, order: Order, named: Collection[str]) -> Reply:
        """That no return has these items, or any of the order, and until when they can be sent back."""
        nothing = Utterance("utter_no_return_for_order", {"order_number": order.number})
        if named:
            titles = item_names([each for each in order.items if each.id in named], order)
            nothing = Utterance("utter_no_return_for_items", {"titles": titles})
        items = named or {each.id for each in order.items}
        return joined([Reply((nothing,)), windows_of(turn, customer, order, items, self.services)])

    def _answer_one(self, topic: str, turn: ActionContext, customer: Customer, found: ReturnRequest) -> Reply:
        reply = self.answer_return(topic, turn, Case(found, customer, turn.now))
        rule = self._asked_rule(topic, turn) if is_general(turn.said) else ()
        said = (*(each for each in rule if each not in reply.utterances), *reply.utterances)
        return Reply(said, {"customer_number": found.number, **reply.slots}, reply.form)


def windows_of(
    turn: ActionContext, customer: Customer, order: Order, items: Collection[str], services: Services
) -> Reply:
    """Until when these items of an order (by id) can be sent back, with what is offered then."""
    returns = records_of(turn, services).returns_of_order(order.number)
    standing = items_standing(order, returns, turn.now, services.facts, customer.timezone)
    windows = windows_offered(order, [each for each in standing if each.item.id in items], customer, turn.now)
    return Reply((windows,), window_offer(windows, order))


def window_offer(windows: Utterance, order: Order) -> dict[str, Any]:
    """What a "yes" to windows means: to start a return of the order, or a person where none can be any more."""
    if not windows.choices:
        return {}
    return {"offer": OFFER_PERSON if TO_PERSON in windows.choices else f"{OFFER_START} {order.number}"}


def _which_return(returns: tuple[ReturnRequest, ...], turn: ActionContext) -> Utterance:
    """The question which one is meant."""
    count, choices = {"count": len(returns)}, return_choices(returns)
    if turn.among:
        return Utterance("utter_which_return_named", count, choices=choices)
    if not turn.rich:
        return Utterance("utter_which_return", count, choices=choices)
    card = return_picker(Phrase("card_which_return", count), returns, turn.now)
    return Utterance("utter_which_return_listed", {**count, "lines": card.lines()}, choices=choices, card=card)
