"""Where the money of a return is, and when to expect it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from actions.answers.return_status import status_phrase
from actions.answers.which_amount import tells_less
from actions.dialogue.base_actions import OFFER_PERSON, Case, ReturnAction
from actions.dialogue.belongings import named_items
from actions.dialogue.identity import records_of
from actions.dialogue.lateness import ANYBODY, with_doubt
from actions.dialogue.relative_dates import meant_day
from actions.dialogue.turn import ActionContext, Waited, confirmation_day, messages
from actions.replies.formatting import show_instant, show_list, show_money
from actions.replies.item_names import item_name
from actions.replies.reply import Phrase, Reply, Utterance
from core.gone_accounts import tells_of_gone_account
from core.money_questions import asks_for_another_way, denies_arrival, misses_on_account
from policy.facts import Facts
from policy.model import Customer, EventType, Item, Order, ReturnRequest
from policy.next_step import StepKind, next_step
from policy.refund import RefundKind, RefundOutlook, refund_outlook
from policy.refund_doubts import RefundDoubt
from policy.returnable import items_standing
from policy.status import History, return_state

#: Where only a person can go on.
NEEDS_PERSON = frozenset({RefundKind.LATE, RefundKind.REFUSED})
#: Where there is none that could go another way.
_NO_MONEY = frozenset({RefundKind.NONE, RefundKind.REFUSED})
#: The refund that a lost parcel should have by the rule, while the records show none.
_UNSEEN = "expected_lost"
#: Words of when the money comes, or whether it has.
_TIME = re.compile(
    r"\b(?:when|how (?:long|soon|many days)|by|until|yet|already|started?|where|came|come|arriv\w*|received?|got|sent|"
    r"issued|only|just|days?|weeks?|status)\b",
    re.IGNORECASE,
)
#: "Paypal or bank? I closed a card" asks which way the money goes; "that card has expired" knows it.
_WAY_ASKED = re.compile(r"\?|\b(?:how|which|where|what|or)\b", re.IGNORECASE)
#: Where it has left, so that some of it can have arrived.
_SENT = frozenset({RefundKind.ISSUED, RefundKind.SETTLED})
#: Ways of paying back, as stores name them, and the phrase for each.
METHODS = MappingProxyType(
    {
        **dict.fromkeys(("card", "credit card", "debit card"), "method_card"),
        "paypal": "method_paypal",
        "bank transfer": "method_bank_transfer",
        "gift card": "method_gift_card",
        "original": "method_original",
    }
)


class ActionRefund(ReturnAction):
    """Tells where the refund of a return stands, with the dates between which it should arrive."""

    name_ = "action_refund"
    topics = ("ask_refund_time", "ask_track_refund", "ask_refund_method", "ask_refund_amount")

    def rule(self, topic: str, turn: ActionContext) -> tuple[Utterance, ...]:
        """The rule; that it states no choice where the customer would have the money in another way."""
        if asks_for_another_way(turn.said):
            return (Utterance("utter_other_way_unstated"),)
        return super().rule(topic, replace(turn, waited=turn.waited or _since_confirmation(turn)))

    def answer(
        self, topic: str, turn: ActionContext, customer: Customer, subject: ReturnRequest | Order | None
    ) -> Reply:
        """The answer for the return; of an order that is asked about as a whole also what is in none."""
        reply = super().answer(topic, turn, customer, subject)
        if topic != "ask_refund_amount" or not isinstance(subject, Order) or named_items(turn, subject):
            return reply
        returns = records_of(turn, self.services).returns_of_order(subject.number)
        facts, timezone = self.services.facts, customer.timezone
        standing = items_standing(subject, returns, turn.now, facts, timezone) if returns else ()
        free = [each.item for each in standing if each.is_free]
        if not free:
            return reply
        values = {"order_number": subject.number, "lines": _price_lines(free, subject, customer)}
        return Reply((*reply.utterances, Utterance("utter_refund_beside", values)), reply.slots, reply.form)

    def answer_return(self, topic: str, turn: ActionContext, case: Case) -> Reply:
        """The refund's state; the rule is its reason. Of a card that is gone the records tell only that it was used."""
        outlook = refund_outlook(case.found, case.customer, case.now, self.services.facts)
        values = self._values(outlook, case)
        if topic == "ask_refund_method" and tells_of_gone_account(turn.said) and not turn.is_press:
            asks = outlook.kind not in _NO_MONEY and _WAY_ASKED.search(turn.said) is not None
            way = (Utterance("utter_refund_way", values),) if asks else ()
            return Reply((*way, *self.rule(topic, turn)), {"offer": OFFER_PERSON})
        if asks_for_another_way(turn.said) and outlook.kind not in _NO_MONEY:
            return Reply((Utterance("utter_other_way", values),), {"offer": OFFER_PERSON})
        kind = _wording(outlook)
        if outlook.doubts or kind == _UNSEEN:
            lines = _unclear(outlook, values)
            if topic == "ask_refund_amount":
                lines += _prices(case)
            said = Utterance("utter_refund_unclear", {"lines": lines}, because=outlook.because)
            return Reply((said, *_by_your_word(outlook, case)), {"offer": OFFER_PERSON})
        if kind == RefundKind.NONE and sent_after_cancelling(case, self.services.facts):
            kind = "none_sent"
        offer = OFFER_PERSON if kind == "none_sent" or outlook.kind in NEEDS_PERSON else None
        answers = [Utterance(f"utter_refund_{kind}", values, because=outlook.because), *_by_your_word(outlook, case)]
        if topic == "ask_refund_amount" and outlook.kind is RefundKind.NOT_DUE_YET and _only_amount(turn):
            # That nothing has started yet nobody asked; which way it goes is part of the sum.
            answers[0] = Utterance("utter_refund_way", values)
        if topic == "ask_refund_amount" and outlook.kind not in _NO_MONEY:
            answers.insert(0, Utterance("utter_refund_amount", {**values, "lines": _prices(case)}))
        # Where the refund has begun, its answer ends with the way that it goes.
        if topic == "ask_refund_method" and outlook.kind is RefundKind.NOT_DUE_YET:
            answers.insert(0, Utterance("utter_refund_way", values))
        reply = with_doubt(Reply(tuple(answers), {"offer": offer}), topic, turn, self.services.facts)
        is_missed = denies_arrival(turn.said) or misses_on_account(turn.said)
        doubted = (outlook.kind is RefundKind.SETTLED and is_missed) or (
            outlook.kind in _SENT and tells_less(turn.said)
        )
        if doubted and not reply.slots["offer"]:
            return Reply((*reply.utterances, Utterance("utter_money_not_there")), {"offer": OFFER_PERSON})
        return reply

    def _values(self, outlook: RefundOutlook, case: Case) -> dict[str, Any]:
        values: dict[str, Any] = {
            "return_number": case.found.number,
            "status": status_phrase(return_state(case.found.events, case.now), case),
            "amount": show_money(outlook.amount, case.customer),
            "price": show_money(outlook.price, case.customer) if outlook.price else None,
            "method": method_phrase(outlook.method),
            "issued": show_list(show_instant(at, case.customer, case.now) for at in outlook.issued),
        }
        instants = {name: getattr(outlook, name) for name in ("issued_at", "confirmed_at", "cancelled_at", "latest")}
        instants["settled_at"] = History.until(case.found.events, case.now).first(EventType.REFUND_SETTLED)
        for name, instant in instants.items():
            values[name] = show_instant(instant, case.customer, case.now) if instant else None
        if outlook.latest is not None:
            values["when"] = when_money_comes(outlook.earliest, outlook.latest, case)
        return values


def _only_amount(turn: ActionContext) -> bool:
    """Whether a message asks how much alone, and nothing of when or whether it has come."""
    return not turn.is_press and bool(turn.said) and _TIME.search(turn.said) is None


def _since_confirmation(turn: ActionContext) -> Waited | None:
    """How long ago the return was confirmed, where a message names that day."""
    _, entities = next(messages(turn.events), ("", ()))
    confirmed = confirmation_day(turn.said, entities, turn.now)
    day = meant_day(confirmed, ANYBODY) if confirmed and "/" not in confirmed.phrase else None
    return Waited((turn.now.date() - day.date()).days) if day else None


def method_phrase(method: str) -> Phrase:
    """A way of paying back in words that people use; one that is not known by the name that the store gives it."""
    name = " ".join(re.split(r"[\W_]+", method)).strip().lower()
    return Phrase(METHODS[name]) if name in METHODS else Phrase("method_other", {"name": name})


def _wording(outlook: RefundOutlook) -> str:
    """The name of the response for a refund that nothing is wrong with in the records."""
    if outlook.kind is RefundKind.LATE and outlook.issued_at is None:
        return "late_not_issued"
    if outlook.kind is RefundKind.LATE:
        return "late_issued"
    if outlook.because == "parcel.lost":
        return _UNSEEN if outlook.kind is RefundKind.EXPECTED else "issued_lost"
    return str(outlook.kind)


def _by_your_word(outlook: RefundOutlook, case: Case) -> tuple[Utterance, ...]:
    """That a parcel counts as lost by the hand-in that the customer alone tells of."""
    told = History.until(case.found.events, case.now).told
    if told is None or outlook.because != "parcel.lost":
        return ()
    return (Utterance("utter_lost_by_your_word", {"on": show_instant(told, case.customer, case.now)}),)


def _unclear(outlook: RefundOutlook, values: Mapping[str, Any]) -> list[Phrase]:
    """What the records say of a refund that they don't fit together for, or that they don't have, a line each."""
    kind: str = outlook.kind
    if _wording(outlook) == _UNSEEN:
        kind = _UNSEEN
    elif outlook.kind in (RefundKind.LATE, RefundKind.EXPECTED):
        kind = RefundKind.ISSUED if outlook.issued else "under_way"
    begins = [f"refund_is_{kind}"] if outlook.kind is not RefundKind.NONE else []
    doubts = [_doubt(doubt, outlook) for doubt in outlook.doubts]
    if outlook.latest is not None:
        ends = ["refund_came_late" if outlook.kind is RefundKind.LATE else "refund_comes_when"]
    else:
        ends = ["refund_comes_undated"] if outlook.kind in (RefundKind.EXPECTED, RefundKind.ISSUED) else []
    return [Phrase(name, values) for name in (*begins, *doubts, *ends)]


def _prices(case: Case) -> list[Phrase]:
    """What each item of a return cost, a line each."""
    return _price_lines(case.found.items, case.found.order, case.customer)


def _price_lines(items: Iterable[Item], order: Order, customer: Customer) -> list[Phrase]:
    """What each of some items cost."""
    return [
        Phrase("line_price", {"title": item_name(item, order), "amount": show_money(item.total, customer)})
        for item in items
    ]


def _doubt(doubt: RefundDoubt, outlook: RefundOutlook) -> str:
    if doubt is RefundDoubt.CANCELLED and outlook.confirmed_at is None:
        return "refund_doubt_cancelled_unreceived"
    if outlook.price is None and doubt in (RefundDoubt.NOTHING, RefundDoubt.OTHER_CURRENCY):
        return f"refund_doubt_{doubt}_unpriced"
    return f"refund_doubt_{doubt}"


def when_money_comes(earliest: datetime | None, latest: datetime, case: Case) -> Phrase:
    """Between which days the money should arrive; only until when, once the first of them has passed."""
    values = {"latest": show_instant(latest, case.customer, case.now)}
    if earliest is None or earliest <= case.now:
        return Phrase("money_by", values)
    return Phrase("money_between", {**values, "earliest": show_instant(earliest, case.customer, case.now)})


def sent_after_cancelling(case: Case, facts: Facts) -> bool:
    """Whether a parcel travels although its return was cancelled."""
    return next_step(case.found, case.customer, case.now, facts).kind is StepKind.TALK_TO_PERSON
