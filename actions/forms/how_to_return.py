"""How something is sent back, and the offer to ask for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from actions.answers.return_fee import ActionReturnFee
from actions.dialogue.base_actions import OFFER_START, TopicAction
from actions.dialogue.identity import known_customer
from actions.dialogue.turn import ActionContext
from actions.forms.confirmation import says_yes
from actions.forms.draft import AMEND_FORM, CONFIRMED, START_FORM, Draft, FormUpdate, is_plain_question
from actions.forms.item_answers import offered
from actions.forms.start_return import ActionBeginStartReturn
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.item_choice import items_meant
from policy.model import Customer, Order, ReturnRequest

#: Words by which somebody wants to know how it is done, or whether it can be.
_ASKS_HOW = re.compile(
    r"\b(?:how|hw|steps?|instructions?|proced\w+|process|guid\w+|tutorial|explain\w*|advise|instruct|teach|"
    r"(?:tell|show|walk|take|talk) (?:me|us)|where (?:do|can|is|are|must|should|in|to)|what(?:['’]?s| do| must| should|"
    r" is| are| next| now| info\w*)|which (?:button|reason|box|field)|(?:can|may|could|should|must|do|am) (?:i|we)|"
    r"is (?:it|there)|possible to)\b|^\W*(?:do|does|did|is|are|must|may)\b",
    re.IGNORECASE,
)
#: "Could you open a return" asks for it, politely.
_POLITE = re.compile(r"\b(?:can|could|would|will) you\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"\b(?:(?:do|did|does|wo|would|ca|should)n['’]?t|not|never|no longer)\s+(?:\w+\s+){0,2}(?:return|send|give)\b",
    re.IGNORECASE,
)
_WHETHER_FREE = re.compile(
    r"\b(?:is|will|would|does|do|can|could)\b.{0,30}\b(?:free|cost|pay|charged?|fee)\b|\bhow much\b.{0,20}\bcost\b",
    re.IGNORECASE,
)
#: "Yes, return it."
_RETURNS = re.compile(r"\b(?:return|start|begin|send it)\b", re.IGNORECASE)

#: In words: a longer message says more than that it goes on.
_MOST_WORDS = 8
_GOES_ON = re.compile(
    r"\W*(?:(?:ok|okay|so|sorry|right|alright|please|now|then|well|and)\W+){0,3}(?:let['’]?s |let us |can we |we can |"
    r"shall we |i want to |i['’]d like to )?(?:go on|carry on|continue|finish|proceed|move on|get on|get back to|"
    r"back to)\b",
    re.IGNORECASE,
)


def wants_it_begun(said: str) -> bool:
    """Whether a message about how to return something wants it done, rather than to know how it is done.

    Args:
        said: What the customer wrote.
    """
    if _ASKS_HOW.search(said) or _REFUSES.search(said):
        return False
    return not is_plain_question(said) or _POLITE.search(said) is not None


class ActionHowToReturn(TopicAction):
    """Tells the steps and offers to take them together.

    Whoever says yes to that begins, and so does at once who says what is to go back and has proven whose it is.
    """

    name_ = "action_how_to_return"
    topics = ("ask_how_to_return",)
    look_up_offer = "utter_offer_start_return"

    def _each(self, turn: ActionContext) -> Reply:
        """The steps for each order; where they begin, which comes first is asked: a return is of one order."""
        reply = super()._each(turn)
        try:
            customer = known_customer(turn, self.services) if reply.form == START_FORM else None
        except StoreUnavailable:
            return self._store_down(self.topics[0], turn, resumed=False)
        if customer is None:
            return reply
        several = replace(turn, number=None, numbers=(), among=turn.numbers)
        which = ActionBeginStartReturn(self.services).answer(OFFER_START, several, customer, None)
        left = {"topic": self.topics[0], "offer": None, "customer_email": None, "customer_number": None}
        return Reply(which.utterances, {**left, **which.slots}, which.form)

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The steps with the offer, or the first of them."""
        if turn.intent not in self.topics or _says_of_what(turn, subject):
            return ActionBeginStartReturn(self.services).answer("button_start_return", turn, customer, subject)
        order = subject.order if isinstance(subject, ReturnRequest) else subject
        if order is not None and _WHETHER_FREE.search(turn.said):
            # "Is that going to be free?" is answered before the steps are.
            fee = ActionReturnFee(self.services).answer_order("ask_return_fee", turn, customer, order)
            return Reply((*fee.utterances, _shall_i_start(turn, order)), {"offer": OFFER_START})
        if turn.loop in (START_FORM, AMEND_FORM):
            # That is being done.
            return Reply(self.rule(topic, turn))
        return Reply((*self.rule(topic, turn), _shall_i_start(turn, order)), {"offer": OFFER_START})


def _shall_i_start(turn: ActionContext, order: Order | None) -> Utterance:
    """The offer to go through it, for the order that this message names."""
    named = json.dumps({"customer_number": order.number}) if order and "customer_number" in turn.told_now else ""
    return Utterance(
        "utter_shall_i_start",
        choices=(
            Choice(Phrase("choice_start_return"), f"/button_start_return{named}"),
            Choice(Phrase("choice_no_thanks"), "/deny"),
        ),
    )


def _says_of_what(turn: ActionContext, subject: ReturnRequest | Order | None) -> bool:
    """Whether a wish to return something says of which order, by its number or by what is in it."""
    if turn.is_press or not wants_it_begun(turn.said):
        return False
    if not isinstance(subject, Order):
        return subject is None and bool(turn.among)
    items = [offered(item) for item in subject.items]
    return "customer_number" in turn.told_now or items_meant(turn.said, items, listed=False) is not None


def read_going_on(turn: ActionContext, draft: Draft, services: Services) -> FormUpdate | None:
    """A wish to start the return that is being prepared: it goes on. "Yes, start it" answers the last question."""
    if turn.is_press or (turn.requested == CONFIRMED and says_yes(turn)):
        return None
    if "?" not in turn.said and len(turn.said.split()) <= _MOST_WORDS and _GOES_ON.match(turn.said):
        return FormUpdate({})
    if not wants_it_begun(turn.said):
        return None
    is_wish = turn.intent in ActionHowToReturn.topics or (turn.intent == "affirm" and _RETURNS.search(turn.said))
    return FormUpdate({}) if is_wish else None
