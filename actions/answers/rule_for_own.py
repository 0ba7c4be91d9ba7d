"""Rules that hold for everybody, with what a customer's own return or order shows beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Optional

from actions.answers.asked_of_parcel import LABEL, told_of_parcel
from actions.answers.asked_of_stage import AskedOfStage
from actions.answers.hand_over import case_of
from actions.answers.own_label import label_of_known
from actions.answers.return_status import STANDING
from actions.answers.spans_held_against import span_against_limit
from actions.dialogue.asked_before import question_before
from actions.dialogue.base_actions import OFFER_PERSON, OFFER_START, ReplyAction
from actions.dialogue.belongings import named_items, with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import answers_before, last_answer, rules_behind
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.forms.draft import AMEND_FORM, START_FORM
from actions.replies.item_windows import TO_PERSON
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Phrase, Reply, Utterance
from actions.services import Services
from core.database.errors import StoreUnavailable
from core.follow_ups import asks_same_of_another
from core.money_questions import asks_for_discount, names_money
from core.own_damage import asks_of_own_damage
from core.references import means_the_same
from core.stored_chats import asks_if_chat_is_kept
from core.suppositions import case_supposed
from policy.status import AT_WAREHOUSE, SENT, Status, return_state

_DISPUTE, _FAILED, _PROBLEM = "ask_dispute", "ask_failed_inspection", "report_item_problem"
#: Of these nothing else is known of a return: an order on its way, the details that are asked for, a spoilt label.
_NOT_ARRIVED = "report_order_not_arrived"
_DETAILS_ASKED = "ask_about_details"
_ALONE = (_NOT_ARRIVED, _DETAILS_ASKED, LABEL)
_LABEL_MISSING, _GET_REFUND = "ask_label_missing", "ask_get_refund"
_STATUS, _WINDOW = "ask_return_status", "ask_return_window"
#: What is told of the return or order that is meant, by the question.
_OWN: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((_DISPUTE, "ask_track_parcel", _LABEL_MISSING, _FAILED, _PROBLEM), _STATUS),
        _GET_REFUND: "ask_track_refund",
    }
)
#: The rule behind that, where the answer for everybody offers to look or to begin; None where nothing is left to say.
_BEHIND: Mapping[str, str | None] = MappingProxyType(
    {_FAILED: "inspection.checks", _LABEL_MISSING: "label.download", _GET_REFUND: None}
)
_REFUSED = frozenset({Status.REJECTED, Status.INSPECTION_FAILED})
#: Where a return is over, what is told of a problem is said of something else.
_OVER = frozenset({Status.CANCELLED, Status.REJECTED, Status.REFUND_SETTLED})
#: A problem of another thing than the one that was sent back.
_OF_ANOTHER = re.compile(
    r"\b(?:another|other|new|else|arriv\w*|came|come|bought|order\w*|received|got|too)\b", re.IGNORECASE
)
#: What is asked of an order that came, where its words are those of one that did not: "there was a mask in that order".
_NEVER_CAME = re.compile(
    r"\b(?:arriv\w*|c[ao]me|deliver\w*|missing|lost|where\w*|still|never|not|yet|track\w*|waiting|empty|only)\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)
_PHOTOS = re.compile(r"\b(?:photos?|pictures?|pics?|videos?|snapshots?|filmed|photographed)\b", re.IGNORECASE)
_HOW_LONG = re.compile(
    r"\b(?:how (?:long|soon|many days|much time)|by when|until when|when (?:will|do|does|is))\b", re.IGNORECASE
)
_WHY = re.compile(r"\b(?:why|how come|what for|reason|grounds?)\b", re.IGNORECASE)


class ActionRuleForOwn(ReplyAction):
    """Tells a rule that no date follows from, behind what is known of the return or order that is asked about."""

    name_ = "action_rule_for_own"
    topics = (*_OWN, *_ALONE)

    def __init__(self, services: Services, resume: ReplyAction) -> None:
        super().__init__(services)
        self._resume = resume

    def respond(self, turn: ActionContext) -> Reply:
        """The rule alone where a message names no thing of a known customer's, points at none and proves nothing."""
        topic = turn.intent if turn.intent in self.topics else self.topics[0]
        untimed = topic == self.topics[0] and _HOW_LONG.search(turn.said)
        times = (Utterance("utter_dispute_untimed"),) if untimed else ()
        rule = Reply((Utterance(f"utter_rule_{topic}"), *times))
        if topic == _DETAILS_ASKED and asks_if_chat_is_kept(turn.said):
            return Reply((Utterance("utter_chat_is_kept"),))
        if topic == _GET_REFUND and asks_for_discount(turn.said):
            return Reply((Utterance("utter_discount_unstated", choices=(TO_PERSON,)),), {"offer": OFFER_PERSON})
        if topic == _NOT_ARRIVED and names_money(turn.said):
            return Reply((Utterance("utter_order_money_unstated"),), {"offer": OFFER_PERSON})
        against = span_against_limit(turn, rules_behind(turn.events), self.services.facts)
        if topic == _NOT_ARRIVED and against is not None:
            # "It's been 3 days!" is said of what was told.
            return against
        if turn.loop in (START_FORM, AMEND_FORM) and topic in (_DISPUTE, _FAILED) and not turn.told_now:
            # What is being prepared has no check yet, and how it stands was told.
            return rule
        if topic == _PROBLEM and _PHOTOS.search(turn.said) and _was_told(turn, rule):
            # How a return is asked for was told; of pictures there is this.
            return Reply((Utterance("utter_what_next", {"lines": [Phrase("photos_step")]}, "request.steps"),))
        of_thing = self._of_thing_sent(turn) if topic == _PROBLEM else None
        of_thing = of_thing or (self._of_thing_ordered(turn) if topic == _NOT_ARRIVED else None)
        if of_thing is not None:
            return of_thing
        told = told_of_parcel(topic, turn, self.services)
        if told is not None or topic in _ALONE:
            # A new copy is what the rule asks to get.
            copy = label_of_known(turn, self.services, usable=True) if topic == LABEL and told is None else None
            return told or (joined([rule, copy]) if copy else rule)
        if topic == _LABEL_MISSING and not self._is_proof(turn):
            label = label_of_known(turn, self.services)
            if label is not None:
                return label
        is_of_none = case_supposed(turn.said) or asks_of_own_damage(turn.said)
        if topic == _FAILED and is_of_none and not turn.is_press and not turn.told_now:
            # What may be found is no word of the return in hand, nor is what has been done to a thing at home.
            return rule
        meant = with_named(turn, self.services)
        is_order = topic == _PROBLEM and (meant.number or "")[:1].isdigit()
        # "It is broken" is said of no return that is on its way.
        in_hand = (topic != _PROBLEM or is_order) and self._is_in_hand(turn)
        if meant is turn and not in_hand and not self._is_proven(turn):
            return rule
        told_now = turn.told_now | {"customer_number"} if in_hand else turn.told_now
        asked = _WINDOW if is_order else _OWN[topic]
        own = self._resume.respond(replace(turn, intent="give_details", topic=asked, told_now=told_now))
        known = _told_whole(turn, own)
        own = _without_what_happened(own) if known else own
        if own.form == IDENTITY_FORM or has_problem(own):
            # Whoever names a return has asked for it.
            return own if topic == _GET_REFUND and _names_return(turn) else joined([own, rule])
        if own.form is not None:
            return own
        if topic == _LABEL_MISSING:
            label = label_of_known(replace(turn, number=own.slots.get("customer_number")), self.services)
            if label is not None:
                return Reply(label.utterances, {**own.slots, **label.slots})
        asks_why = topic == _FAILED or _WHY.search(turn.said) is not None
        status = self._status(turn, own.slots.get("customer_number"))
        reason = Reply((Utterance("utter_reason_not_recorded"),) if asks_why and status in _REFUSED else ())
        if topic == _FAILED and status is Status.REJECTED:
            # It was declined before anybody could inspect it, and that can be disputed.
            topic, rule = _DISPUTE, Reply((Utterance(f"utter_rule_{_DISPUTE}"),))
        if known and topic == _LABEL_MISSING:
            return own
        return joined([own, reason, self._behind(topic, own, rule)])

    def _of_thing_sent(self, turn: ActionContext) -> Optional[Reply]:
        """What is checked, or where it stands after the check, to who tells of a flaw of what is in the return in hand
        and was sent; None where another thing may be meant."""
        if turn.is_press or turn.told_now or turn.loop is not None or turn.numbers or turn.among:
            return None
        if _OF_ANOTHER.search(turn.said):
            return None
        try:
            case = case_of(turn, known_customer(turn, self.services), self.services)
        except StoreUnavailable:
            return None
        if case is None:
            return None
        about = AskedOfStage(turn, case, tuple(rules_behind(turn.events)), self.services, self._resume)
        named = named_items(turn, case.found.order)
        is_of_it = not named or named <= {item.id for item in case.found.items}
        if not is_of_it or about.status in _OVER or not about.history.has(*SENT, *AT_WAREHOUSE):
            return None
        if about.status is Status.INSPECTION_FAILED:
            disputed = Utterance(f"utter_rule_{_DISPUTE}", choices=(TO_PERSON,))
            return Reply((disputed,), {"offer": OFFER_PERSON, "customer_number": case.found.number})
        lines = [Phrase("rules_leave_open"), Phrase("reason_inspection_checks")]
        return about.lines(lines, "inspection.checks", person=True)

    def _of_thing_ordered(self, turn: ActionContext) -> Optional[Reply]:
        """Until when a thing of the order in hand can be asked for, which came and is no parcel that is waited for."""
        if turn.is_press or turn.loop is not None or "?" not in turn.said or _NEVER_CAME.search(turn.said):
            return None
        meant = with_named(turn, self.services)
        try:
            if known_customer(meant, self.services) is None or not meant.number or meant.numbers or meant.among:
                return None
            records = records_of(meant, self.services)
            found = records.return_request(meant.number)
            order = found.order if found else records.order(meant.number)
            is_named = order is not None and order.received_at is not None and bool(named_items(meant, order))
        except StoreUnavailable:
            return None
        if order is None or not is_named:
            return None
        told = meant.told_now | {"customer_number"}
        return self._resume.respond(
            replace(meant, intent="give_details", topic=_WINDOW, number=order.number, told_now=told)
        )

    def _behind(self, topic: str, own: Reply, rule: Reply) -> Reply:
        """The rule that goes on from what was told of somebody's own."""
        if topic == _PROBLEM and not str(own.slots.get("offer") or "").startswith(OFFER_START):
            # How a return is asked for helps only where one can be.
            return Reply()
        if topic not in _BEHIND:
            return rule
        fact = _BEHIND[topic]
        if fact is None:
            return Reply()
        return Reply((Utterance("utter_why", {"lines": [Phrase(f"reason_{fact.replace('.', '_')}")]}, fact),))

    def _status(self, turn: ActionContext, number: Any) -> Optional[Status]:
        try:
            found = records_of(turn, self.services).return_request(str(number or ""))
        except StoreUnavailable:
            return None
        return return_state(found.events, turn.now).status if found is not None else None

    def _is_in_hand(self, turn: ActionContext) -> bool:
        # Who asks when the label comes, or wants the money, has only the one return in mind that is spoken of.
        is_meant = turn.intent in (_LABEL_MISSING, _GET_REFUND) or means_the_same(turn.said)
        return turn.number is not None and is_meant and self._is_known(turn)

    @staticmethod
    def _is_proof(turn: ActionContext) -> bool:
        """Whether a message brings a number and an address, which are checked before anything is told."""
        return turn.number is not None and turn.email is not None and bool(turn.told_now)

    def _is_proven(self, turn: ActionContext) -> bool:
        """Whether a message brings what tells whose return or order is meant, or the rest of that."""
        if turn.number is None or not turn.told_now:
            return False
        return turn.email is not None or self._is_known(turn) or _names_return(turn)

    def _is_known(self, turn: ActionContext) -> bool:
        if turn.is_press:
            return False
        try:
            return known_customer(turn, self.services) is not None
        except StoreUnavailable:
            return False


def _was_told(turn: ActionContext, rule: Reply) -> bool:
    """Whether the answer before was this rule."""
    before = {each.response for each in last_answer(turn.events)}
    return not turn.is_press and before.issuperset(each.response for each in rule.utterances)


def _told_whole(turn: ActionContext, own: Reply) -> bool:
    """Whether all that has happened to the return was told before in this conversation."""
    number = f"**{own.slots.get('customer_number')}**"
    return any(
        each.response in STANDING and number in each.text for said in answers_before(turn.events) for each in said
    )


def _without_what_happened(own: Reply) -> Reply:
    """Where a return stands and what comes next, alone."""
    return replace(own, utterances=tuple(map(_shortly, own.utterances)))


def _shortly(said: Utterance) -> Utterance:
    if said.response not in STANDING:
        return said
    lines = [said.values["status"], said.values["next_step"]]
    return replace(said, response="utter_what_next", values={"lines": lines}, card=None)


def _names_return(turn: ActionContext) -> bool:
    """Whether a message brings the number of a return, which is asked about then, whoever asks."""
    return "customer_number" in turn.told_now and turn.number is not None and not turn.number[:1].isdigit()


def same_question_reader(rules: ReplyAction) -> Reader:
    """Reads that a question which is answered by a rule and one's own is asked of another thing: "and the puzzle?".

    Args:
        rules: Answers such questions.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        turn = with_named(turn, rules.services)
        named = turn.told_now == {"customer_number"} or asks_same_of_another(turn.said)
        asked = question_before(turn.events)
        # An address that waits is the rest of the first question.
        if (
            turn.intent != "give_details"
            or turn.email is not None
            or not named
            or turn.loop is not None
            or asked == _PROBLEM
        ):
            return None
        if asked not in _OWN or turn.topic != _OWN[asked]:
            return None
        # A reference is kept as a choice; which thing it is stands in its number.
        said = turn.choice or "" if turn.is_press else turn.said
        number = turn.told_now | {"customer_number"}
        return rules.respond(replace(turn, said=said, intent=asked, told_now=number))

    return read
