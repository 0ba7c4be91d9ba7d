"""Whether this return can still be cancelled or changed, and how."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from actions.answers.changed_contents import windows_once_cancelled
from actions.dialogue.asked_before import question_waiting
from actions.dialogue.base_actions import (
    OFFER_AMEND,
    OFFER_CANCEL,
    OFFER_PERSON,
    Case,
    ReplyAction,
    ReturnAction,
    windows_of,
)
from actions.dialogue.belongings import with_named
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import answers_before, last_answer
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import NOT, ActionContext
from actions.forms.draft import CANCEL_FORM, begun
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON, windows_of_return
from actions.replies.reply import Choice, Phrase, Reply, Utterance
from actions.services import Services
from core.agreed_cancelling import asks_cost_of_cancelling, wants_cancelling
from core.database.errors import StoreUnavailable
from core.suppositions import Case as SupposedCase
from core.suppositions import case_supposed
from core.what_ifs import asks_to_apply_again, supposes_too_late
from policy.eligibility import Eligibility, EligibilityReason, can_amend, can_cancel
from policy.facts import Facts
from policy.status import History, Status, return_state

#: What is said where it is possible, what the button says, and what it begins; by whether the customer wants a change.
_ALLOWED: Final = {
    False: ("utter_cancel_allowed", "choice_cancel_for_me", OFFER_CANCEL),
    True: ("utter_amend_allowed", "choice_amend_for_me", OFFER_AMEND),
}

CANCEL: Final = "ask_cancel_return"
#: Answers after which "so I'd have to cancel it all?" is about the return.
ABOUT_A_RETURN: Final = ("utter_amend_", "utter_cancel_", "utter_rule_ask_amend_return", "utter_rule_ask_cancel_return")
_ORDER: Final = re.compile(r"\b(?:orders?|ordered|purchases?)\b", re.IGNORECASE)


#: Answers after which "can I cancel it?" is about an order that has not come.
_OF_AN_ORDER: Final = frozenset({"utter_rule_report_order_not_arrived", "utter_start_not_received"})
#: So many answers before this message are looked at for one of these.
_ANSWERS_BACK: Final = 2


def order_reader(services: Services) -> Reader:
    """Reads the wish to cancel where only an order that has not come can be meant.

    Args:
        services: The store.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if turn.intent != CANCEL or turn.is_press or turn.told_now or turn.group:
            return None
        lately = islice(answers_before(turn.events), _ANSWERS_BACK)
        if not any(each.response in _OF_AN_ORDER for said in lately for each in said):
            return None
        try:
            records = records_of(turn, services) if known_customer(turn, services) else None
            returns = records.returns_of_order(turn.number) if records and turn.number else ()
            is_return = records is not None and records.return_request(turn.number or "") is not None
        except StoreUnavailable:
            return None
        if returns or is_return:
            return None
        return Reply((Utterance("utter_rule_ask_cancel_order"),), {"topic": None, "offer": None})

    return read


def still_here(case: Case) -> Choice:
    """The button by which a customer takes back that they handed in a parcel."""
    about = json.dumps({"customer_number": case.found.number, "hand_in": NOT})
    return Choice(Phrase("choice_still_here"), f"/report_not_marked_returned{about}")


def refused(verdict: Eligibility, case: Case, *, amends: bool) -> Utterance:
    """Why a return can't be cancelled or changed.

    Args:
        verdict: What the rules say, which is no.
        case: The return.
        amends: Whether it should be changed.
    """
    told = History.until(case.found.events, case.now).told
    values: dict[str, Any] = {"return_number": case.found.number}
    if verdict.reason is EligibilityReason.TOLD_SENT and told is not None:
        values["on"] = show_instant(told, case.customer, case.now)
    choices = (still_here(case),) if "on" in values else ()
    said = f"utter_{'amend' if amends else 'cancel'}_refused_{verdict.reason}"
    return Utterance(said, values, verdict.because, choices)


def apply_again(case: Case, facts: Facts, items: Collection[str] = ()) -> Reply:
    """That the items of a return can be asked for again once it is cancelled, and until when.

    Args:
        case: The return.
        facts: The rules.
        items: The ids of those that are meant, all where there are none.
    """
    meant = tuple(each for each in case.found.items if each.id in items) or case.found.items
    lines = windows_of_return(replace(case, found=replace(case.found, items=meant)), facts)
    said = Utterance("utter_apply_again", {"return_number": case.found.number, "lines": lines}, "request.amend")
    return Reply((said,), {"offer": None})


def is_under_review(case: Case) -> bool:
    """Whether the platform is looking at a return, which its cancelling would touch."""
    return return_state(case.found.events, case.now).status is Status.ESCALATED


class ActionCancelOrChange(ReturnAction):
    """Answers for one return whether cancelling or amending is still possible, and offers to do it."""

    name_ = "action_cancel_or_change"
    topics = (CANCEL, "ask_amend_return")

    def respond(self, turn: ActionContext) -> Reply:
        """What is left of a return that is supposed to be on its way already, what cancelling costs, or the answer for
        the return in hand."""
        if not turn.is_press and case_supposed(turn.said) is SupposedCase.REGRETTED:
            sent = Utterance(
                "utter_what_next", {"lines": [Phrase("after_request_cancel")]}, "request.cancel", (TO_PERSON,)
            )
            return Reply((sent,), {"offer": OFFER_PERSON})
        if not turn.is_press and asks_cost_of_cancelling(turn.said):
            # What was offered is still to be had.
            offer = turn.offer if turn.offer == OFFER_CANCEL else None
            return Reply((Utterance("utter_cancel_fee_unstated", because="request.cancel"),), {"offer": offer})
        return super().respond(turn)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """Yes and how, or no and why."""
        amends = topic == "ask_amend_return"
        verdict = (can_amend if amends else can_cancel)(case.found, case.now, self.services.facts)
        values = {"return_number": case.found.number}
        if asks_to_apply_again(turn.said) and (
            verdict.allowed or verdict.reason is EligibilityReason.ALREADY_CANCELLED
        ):
            if not verdict.allowed:
                order, items = case.found.order, {item.id for item in case.found.items}
                windows = windows_of(turn, case.customer, order, items, self.services)
                return Reply((refused(verdict, case, amends=True), *windows.utterances), windows.slots)
            if supposes_too_late(turn.said):
                # "Yes" would say that it is too late.
                return Reply((windows_once_cancelled(turn, case.found, case.customer, self.services),), {"offer": None})
            return apply_again(case, self.services.facts)
        if not verdict.allowed:
            return Reply((refused(verdict, case, amends=amends),))
        if not amends and turn.loop is None and _wishes(turn):
            # Whoever asks for it is asked once, with all that would be cancelled.
            return Reply((), begun(turn, CANCEL_FORM, case.found.number), form=CANCEL_FORM)
        allowed, choice, offer = _ALLOWED[amends]
        about = json.dumps({"customer_number": case.found.number})
        choices = (Choice(Phrase(choice, values), f"/{offer}{about}"), Choice(Phrase("choice_no_thanks"), "/deny"))
        review = (Utterance("utter_cancel_amid_review", values),) if is_under_review(case) else ()
        return Reply((Utterance(allowed, values, verdict.because, choices), *review), {"offer": offer})


def _wishes(turn: ActionContext) -> bool:
    """Whether a message wishes that a return is cancelled, or brings the details for such a wish."""
    if turn.is_press:
        return False
    waiting = question_waiting(turn.events, CANCEL) if turn.intent == "give_details" and turn.told_now else ""
    return wants_cancelling(turn.said) or wants_cancelling(waiting)


class ActionCancelOrder(ReplyAction):
    """Says that orders are not cancelled here; behind an answer about a return it answers for that return again."""

    name_ = "action_cancel_order"

    def __init__(self, services: Services, of_return: ActionCancelOrChange) -> None:
        super().__init__(services)
        self._of_return = of_return

    def respond(self, turn: ActionContext) -> Reply:
        """About the return that was spoken of, unless the message names an order."""
        before = last_answer(turn.events)
        if any(each.response.startswith(ABOUT_A_RETURN) for each in before) and not _ORDER.search(turn.said):
            topic = turn.topic if turn.topic in self._of_return.topics else self._of_return.topics[0]
            return self._of_return.respond(replace(turn, intent=topic))
        meant = with_named(turn, self.services)
        if not _ORDER.search(turn.said) and _is_return(meant):
            return self._of_return.respond(replace(meant, intent=self._of_return.topics[0]))
        return Reply((Utterance("utter_rule_ask_cancel_order"),))


def _is_return(meant: ActionContext) -> bool:
    """Whether what a message names is a return, or only returns may be meant."""
    numbers = meant.among or meant.numbers or ((meant.number,) if meant.number else ())
    return bool(numbers) and not any(each[:1].isdigit() for each in numbers)
