"""Answers what the records hold of a return and what was done in this chat, and says what they don't hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from actions.answers.hand_over import case_of
from actions.dialogue.asked_before import question_open
from actions.dialogue.base_actions import OFFER_CANCEL, OFFER_START, ReplyAction, windows_of
from actions.dialogue.belongings import with_named
from actions.dialogue.deeds import TELLING_DEEDS, deeds_told
from actions.dialogue.identity import known_customer, records_of
from actions.dialogue.last_answer import answers_before
from actions.dialogue.read_first import Answer, Reader
from actions.dialogue.turn import IDENTITY_FORM, ActionContext
from actions.forms.draft import CANCEL_FORM
from actions.replies.formatting import show_instant
from actions.replies.item_windows import TO_PERSON
from actions.replies.joined import has_problem, joined
from actions.replies.reply import Phrase, Reply, Utterance
from actions.replies.return_case import Case
from actions.services import Services
from actions.store.changes import ChangeKind
from core.database.errors import StoreUnavailable
from core.record_questions import RecordQuestion, record_question
from core.short_messages import pieces, words
from policy.model import EventType
from policy.status import History, Status, has_failed, is_rejected, return_state

_STATUS, _CANCEL, _DETAILS = "ask_return_status", "ask_cancel_return", "give_details"
#: By these a question is about a return of one's own, not about returns.
_OWN: Final = words("my mine our me it this that the")
#: Answers behind which "nothing sent then?" is about what was being prepared or offered.
_OF_DOING: Final = frozenset(
    {
        *("utter_nothing_sent", "utter_nothing_begun", "utter_doing_stopped", "utter_left_for_now", "utter_left_alone"),
        *("utter_declined", "utter_offer_over", "utter_confirm_cancel", "utter_confirm_start", "utter_confirm_amend"),
        *("utter_cancel_allowed", "utter_amend_allowed", "utter_offer_changed_nothing_done", "utter_nothing_done"),
        *("utter_confirm_drop_off", "utter_no_hand_in_noted", "utter_stopped"),
    }
)
#: Of so many returns each is told about.
_MOST: Final = 3
#: Whether a cancelled return counts as a free one.
_UNSTATED: Final = Utterance(
    "utter_what_next",
    {"lines": [Phrase("rules_leave_open"), Phrase("reason_fee_monthly_limit")]},
    "fee.monthly_limit",
    (TO_PERSON,),
)


def record_reader(services: Services, resume: ReplyAction) -> Reader:
    """Reads questions what is on record, whatever they were understood as.

    Args:
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """

    def read(turn: ActionContext, answer: Answer) -> Reply | None:
        if _waits(turn):
            return _behind_details(turn, answer(turn), services, resume)
        if _asked(turn) is RecordQuestion.WHY_REFUSED:
            return _asking_which(turn, with_reason(turn, answer(turn), services), services)
        return told_of_record(turn, services, resume)

    return read


def _behind_details(turn: ActionContext, reply: Reply, services: Services, resume: ReplyAction) -> Reply:
    """What is on record, asked before the details that this message brings; `reply` has tried those."""
    if reply.form is not None or has_problem(reply):
        return reply
    if _asked(turn) is RecordQuestion.WHY_REFUSED:
        return with_reason(turn, reply, services)
    told = told_of_record(replace(turn, email=None), services, resume)
    return reply if told is None else Reply(told.utterances, {**reply.slots, **told.slots}, told.form)


def _asking_which(turn: ActionContext, reply: Reply, services: Services) -> Reply:
    """An answer to why a return was refused, behind which whoever is not known is asked which one that is."""
    is_own = not _OWN.isdisjoint(pieces(turn.said))
    if not is_own or turn.loop is not None or reply.form is not None or has_problem(reply) or turn.email:
        return reply
    try:
        is_known = known_customer(turn, services) is not None
    except StoreUnavailable:
        return reply
    return reply if is_known else Reply(reply.utterances, {**reply.slots, "topic": _STATUS}, IDENTITY_FORM)


def told_of_record(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """What is on record; None where a message asks for nothing of it, or nothing of the kind has happened.

    Args:
        turn: The turn.
        services: Store, carrier and rules.
        resume: Answers a question for what is in hand.
    """
    asked = _asked(turn)
    if asked is None:
        return None
    if asked is RecordQuestion.ANYTHING_DONE:
        return _done(turn)
    if asked is RecordQuestion.FREE_IF_CANCELLED:
        return Reply((_UNSTATED,), {"offer": turn.offer}) if _speaks_of_cancelling(turn) else None
    try:
        named = with_named(turn, services)
        customer = known_customer(named, services)
        if customer is None:
            is_open = asked is RecordQuestion.UNDO and turn.loop is None and turn.email is None and not turn.numbers
            # No rule says that it can be revived, and whether it is cancelled the records tell.
            return Reply((), {"topic": _CANCEL, "offer": None}, IDENTITY_FORM) if is_open else None
        if asked is RecordQuestion.HAND_IN_NOTED:
            return _hand_ins(named, services, resume)
        case = case_of(replace(named, number=named.number or _last_deed(turn)), customer, services)
        if asked is RecordQuestion.UNDO:
            return _undo(turn, case, services, resume)
        return _of_case(asked, named, case, resume) if case else None
    except StoreUnavailable:
        return None


def _asked(turn: ActionContext) -> RecordQuestion | None:
    if turn.is_press or turn.group or turn.loop == IDENTITY_FORM:
        return None
    asked = record_question(turn.said)
    return asked if asked is not None or not _waits(turn) else record_question(question_open(turn.events))


def _waits(turn: ActionContext) -> bool:
    """Whether a message brings details and nothing else, for which such a question waits."""
    if turn.is_press or turn.group or turn.intent != _DETAILS or not turn.told_now or "?" in turn.said:
        return False
    return record_question(turn.said) is None and record_question(question_open(turn.events)) is not None


def with_reason(turn: ActionContext, reply: Reply, services: Services) -> Reply:
    """An answer, behind that the records don't say why, where a message asks why its return was refused.

    Args:
        turn: The turn.
        reply: The answer.
        services: Store, carrier and rules.
    """
    told = _asked(turn) is not RecordQuestion.WHY_REFUSED
    told = told or any(each.response == "utter_reason_not_recorded" for each in reply.utterances)
    if reply.form is not None or told or has_problem(reply):
        return reply
    try:
        named = with_named(turn, services)
        case = case_of(named, known_customer(named, services), services)
    except StoreUnavailable:
        return reply
    history = History.until(case.found.events, case.now) if case else None
    if history is None or not (is_rejected(history) or has_failed(history)):
        return reply
    return Reply((Utterance("utter_reason_not_recorded"), *reply.utterances), reply.slots)


def _done(turn: ActionContext) -> Reply | None:
    """What was done last in this chat, or that nothing was; None where nothing of that was spoken of."""
    if turn.loop is not None:
        return Reply((Utterance("utter_nothing_sent_yet"),))
    deeds = deeds_told(turn.events)
    lately = {each.response for said in answers_before(turn.events) for each in said}
    if deeds and not lately.isdisjoint(TELLING_DEEDS):
        return Reply((Utterance(f"utter_already_{deeds[-1].kind.value}", {"return_number": deeds[-1].number}),))
    return Reply((Utterance("utter_nothing_done"),), {"offer": turn.offer}) if _speaks_of_doing(turn) else None


def _undo(turn: ActionContext, case: Case | None, services: Services, resume: ReplyAction) -> Reply | None:
    """That a return that is cancelled stays so, and until when its items can be asked for again."""
    deeds = deeds_told(turn.events)
    if deeds and deeds[-1].kind in (ChangeKind.START, ChangeKind.AMEND):
        told = turn.told_now | {"customer_number"}
        return resume.respond(
            replace(turn, intent="give_details", topic=_CANCEL, number=deeds[-1].number, told_now=told)
        )
    if case is None or not _is(case, Status.CANCELLED):
        return Reply((Utterance("utter_nothing_done"),), {"offer": turn.offer}) if _speaks_of_doing(turn) else None
    order, items = case.found.order, {item.id for item in case.found.items}
    windows = windows_of(turn, case.customer, order, items, services)
    number = {"return_number": case.found.number}
    return Reply((Utterance("utter_cancel_not_undone", number), *windows.utterances), windows.slots)


def _of_case(asked: RecordQuestion, turn: ActionContext, case: Case, resume: ReplyAction) -> Reply | None:
    """Who cancelled the return, or what its seller said."""
    number = case.found.number
    if asked is RecordQuestion.WHO_CANCELLED:
        since = return_state(case.found.events, case.now).since
        if not _is(case, Status.CANCELLED) or since is None:
            return None
        if any(each.kind is ChangeKind.CANCEL and each.number == number for each in deeds_told(turn.events)):
            return Reply((Utterance("utter_already_cancel", {"return_number": number}),))
        on = show_instant(since, case.customer, case.now)
        said = Utterance("utter_who_cancelled", {"return_number": number, "on": on}, choices=(TO_PERSON,))
        return Reply((said,), {"customer_number": number})
    if not History.until(case.found.events, case.now).has(EventType.SELLER_RESPONDED):
        return None
    untold = Reply((Utterance("utter_seller_words_unrecorded", {"return_number": number}),))
    return joined([untold, _status(turn, number, resume)])


def _hand_ins(turn: ActionContext, services: Services, resume: ReplyAction) -> Reply | None:
    """Of each return that is meant, that no hand-in is noted, or where it stands."""
    own = {each.number: each for each in records_of(turn, services).returns()}
    meant = [each for each in turn.numbers or _spoken_of(turn.events) or (turn.number or "",) if each in own]
    if not meant and len(own) == 1:
        meant = list(own)
    replies = []
    for number in sorted(meant[:_MOST]):
        history = History.until(own[number].events, turn.now)
        if history.told is None and not history.has(EventType.DROPPED_OFF):
            replies.append(Reply((Utterance("utter_no_hand_in_noted", {"return_number": number}),)))
        else:
            replies.append(_status(turn, number, resume))
    return replace(joined(replies), slots={"offer": turn.offer}) if replies else None


def _status(turn: ActionContext, number: str, resume: ReplyAction) -> Reply:
    told = turn.told_now | {"customer_number"}
    one = replace(turn, intent="give_details", topic=_STATUS, number=number, numbers=(), told_now=told)
    return resume.respond(one)


def _is(case: Case, status: Status) -> bool:
    return return_state(case.found.events, case.now).status is status


def _last_deed(turn: ActionContext) -> str | None:
    return next((each.number for each in reversed(deeds_told(turn.events))), None)


def _speaks_of_doing(turn: ActionContext) -> bool:
    """Whether something was offered, prepared or left in one of the last answers."""
    if turn.loop is not None or (turn.offer or "").startswith((OFFER_CANCEL, OFFER_START)):
        return True
    return any(each.response in _OF_DOING for said in answers_before(turn.events) for each in said)


def _speaks_of_cancelling(turn: ActionContext) -> bool:
    """Whether a message or one of the answers before it is about cancelling."""
    if "cancel" in turn.said.lower() or turn.loop == CANCEL_FORM:
        return True
    return any("cancel" in each.response for said in answers_before(turn.events) for each in said)


def _spoken_of(events: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The numbers that were spoken of in this conversation, in their order."""
    found: dict[str, None] = {}
    for event in events:
        if event.get("event") == "slot" and event.get("name") == "customer_number":
            held = event.get("value")
            found.update(dict.fromkeys(map(str, held if isinstance(held, list) else (held,))))
    return tuple(found)
