"""What a message means that goes on about the answer before, or asks for a detail or a case of what was told."""

from __future__ import annotations

from bot.nlu.corrected_topics import TOPICS, topic_added
from bot.nlu.days_alone import words_of
from bot.nlu.mistaken_for import (
    DETAILS,
    HAND_IN,
    OF_A_DETAIL,
    OF_A_DISCOUNT,
    OF_A_PAGE,
    OF_A_RULE,
    OF_A_STATED_WINDOW,
    OF_A_SUPPOSITION,
    OF_A_WAY,
    OF_A_WINDOW,
    OF_AN_EVENT,
    OF_ANOTHERS_HANDS,
    OF_MONEY,
    OF_NO_ACCOUNT,
    OF_NO_CHANGE,
    OF_NO_MONEY,
    OF_NOTHING,
    OF_REFUNDS,
    OF_TWO_DAYS,
    OWN_WORDS,
    REMINDERS,
    SHIP_BY,
    STOP,
    UNSURE,
)
from core.advised_days import asks_by_advice
from core.agreeing import asks_once_more
from core.asked_events import event_asked_for
from core.calendar_questions import asks_from_when, asks_of_calendar, asks_of_day_end, asks_of_unit, puts_up_start
from core.changed_minds import dislikes_without_fault
from core.detail_questions import (
    asks_amount_again,
    asks_days_so_far,
    asks_usual_time,
    asks_what_is_in,
    asks_where_seen,
    asks_which_day,
    asks_which_number,
    event_asked,
    wants_days_confirmed,
)
from core.doubted_counts import objects_to_count
from core.dropped import asked_instead
from core.endings import asks_how_long_to_decide, asks_if_all_is_lost
from core.fact_checks import supposes_fact
from core.follow_ups import (
    asks_if_late_now,
    asks_in_time,
    asks_of_page,
    asks_same_of_another,
    asks_which,
    corrects_age,
    denies_hand_in,
    knows_not,
    names_day,
    never_arrives,
)
from core.hand_in_words import asks_for_anothers_hands, tells_of_hand_in
from core.intents import DISTRESS, FALLBACK, OUT_OF_SCOPE, TALK_TO_PERSON
from core.money_questions import (
    asks_amount,
    asks_for_another_way,
    asks_for_discount,
    asks_when_paid,
    misses_money,
    misses_on_account,
)
from core.not_stated import asks_if_photos_are_needed, asks_to_take_offer
from core.own_cost import asks_of_promise_at_own_cost
from core.record_questions import record_question
from core.reminder_questions import asks_how_to_end, asks_to_be_told_again, wants_no_nights
from core.stage_questions import stage_questions
from core.stated_windows import asks_by_stated_window, only_states_window
from core.what_ifs import (
    asks_by_other_rule,
    asks_for_last_day,
    asks_how_long_left,
    asks_if_holds,
    asks_of_refund_by_itself,
    asks_to_apply_again,
    asks_to_send_now,
    supposes_arrival,
    supposes_month,
    supposes_no_change,
    supposes_sent,
    supposes_silence,
)
from core.which_returns import asked_of_several
from core.why_questions import (
    asks_start,
    asks_whats_wrong,
    asks_why_it_matters,
    asks_why_of,
    compares,
    compares_days,
    doubts_start,
)

#: What the action server reads in a message, whatever it was taken for.
_READ_BEFORE_RULES = (objects_to_count, supposes_fact, asked_of_several)
ORDER_NOT_ARRIVED = "report_order_not_arrived"
#: What a message is taken for by the thing that it drops, before it asks something.
DROPPED = frozenset({FALLBACK, OUT_OF_SCOPE, REMINDERS, "stop", "ask_cancel_return", "ask_cancel_order", "deny"})
#: What a question for the records is taken for, beside those whose answers read it themselves.
OF_A_RECORD = frozenset({TALK_TO_PERSON, "return_to_bot", "express_threat", "help", "greet", "thank", "bot_challenge"})
#: Those that an age alone belongs to.
TAKE_AGES = frozenset([DETAILS, HAND_IN, "ask_return_window"])


def going_on(text: str, intent: str | None) -> str | None:
    """What a message that goes on about the answer before means, else what it was taken for."""
    if intent == DISTRESS:
        return intent
    asked = asked_instead(text)
    if asked is not None and intent in DROPPED:
        return going_on(asked, _topic_asked(asked))
    if knows_not(text):
        return FALLBACK
    if asks_same_of_another(text):
        return DETAILS
    if intent in (FALLBACK, OUT_OF_SCOPE, "report_item_problem") and dislikes_without_fault(text):
        return "ask_how_to_return"
    if intent in (STOP, "deny", FALLBACK, OUT_OF_SCOPE) and denies_hand_in(text):
        return HAND_IN
    if asks_to_take_offer(text) or asks_if_photos_are_needed(text):
        return FALLBACK
    if intent in OF_A_RULE and (event_asked_for(text) or asks_of_promise_at_own_cost(text)):
        return HAND_IN
    if intent in OF_A_RECORD and record_question(text):
        return FALLBACK
    if intent in OF_A_RULE and any(asks(text) for asks in _READ_BEFORE_RULES):
        return FALLBACK
    own = not OWN_WORDS.get(intent or "", frozenset()).isdisjoint(words_of(text))
    if corrects_age(text) and intent not in TAKE_AGES and not own:
        return DETAILS
    if never_arrives(text):
        return "what_next"
    if intent in OF_ANOTHERS_HANDS and asks_for_anothers_hands(text):
        return "ask_gift_return"
    if intent in OF_NO_MONEY and misses_money(text) and not tells_of_hand_in(text) and names_day(text):
        return "ask_track_refund"
    if intent in OF_TWO_DAYS and compares_days(text):
        return "ask_track_refund"
    if intent in OF_A_STATED_WINDOW and puts_up_start(text):
        return "explain_answer"
    if intent in OF_A_STATED_WINDOW | {"ask_change_order"} and asks_by_other_rule(text):
        return "ask_return_window"
    if intent in OF_NO_ACCOUNT and misses_on_account(text):
        return "ask_track_refund"
    if asks_by_advice(text) or (intent in OF_A_SUPPOSITION and asks_if_late_now(text)):
        return "ask_return_window"
    supposes = intent in (FALLBACK, OUT_OF_SCOPE) or (intent == ORDER_NOT_ARRIVED and asks_for_last_day(text))
    if supposes and supposes_arrival(text):
        return "ask_return_window"
    is_of_window = intent in OF_A_STATED_WINDOW and asks_by_stated_window(text)
    is_of_window = is_of_window or (intent in (FALLBACK, HAND_IN) and only_states_window(text))
    if is_of_window or asks_in_time(text) or asks_once_more(text):
        return "ask_return_window"
    if asks_when_paid(text):
        return "ask_track_refund"
    if intent in (FALLBACK, OUT_OF_SCOPE, "ask_dispute", "what_next") and asks_which(text):
        return "explain_answer"
    if intent in OF_A_PAGE and asks_of_page(text):
        return HAND_IN
    if intent in OF_NO_CHANGE and supposes_no_change(text) and names_day(text):
        return HAND_IN
    if not own and any(asks(text) for asks in (asks_of_calendar, asks_of_day_end, asks_of_unit, asks_from_when)):
        return "explain_answer"
    if asks_which_day(text):
        return "ask_return_status"
    if asks_how_long_to_decide(text):
        return "ask_dispute"
    if asks_if_all_is_lost(text):
        return "what_next"
    if asks_why_it_matters(text) or (compares(text) and not own) or (intent == "affirm" and asks_why_of(text)):
        return "explain_why"
    if intent in (REMINDERS, *OF_A_DETAIL) and asks_to_be_told_again(text):
        return "ask_deadlines"
    if intent in OF_A_DISCOUNT and asks_for_discount(text):
        return "ask_get_refund"
    is_topic = intent is not None and intent.startswith(("ask_", "report_"))
    if (intent in OF_REFUNDS or not is_topic) and asks_of_refund_by_itself(text):
        return "report_parcel_lost"
    if intent in OF_MONEY and asks_amount(text):
        return "ask_refund_amount"
    if intent in (*OF_A_DETAIL, "ask_processing_time") and asks_usual_time(text):
        return "how_long"
    supposed = _supposed(text) if intent in OF_A_SUPPOSITION else None
    if supposed is not None:
        return supposed
    if intent in OF_A_SUPPOSITION | OF_REFUNDS and asks_if_holds(text):
        return "how_long"
    if intent in OF_A_WINDOW and ((asks_whats_wrong(text) and not own) or doubts_start(text)):
        return "explain_why"
    if intent in OF_NOTHING | OF_A_WINDOW and asks_start(text):
        return "explain_why"
    if intent in OF_NOTHING and stage_questions(text):
        return FALLBACK
    if intent in OF_AN_EVENT and event_asked(text):
        return "ask_return_status"
    if intent in OF_AN_EVENT and asks_where_seen(text) and not own:
        return "explain_answer"
    if asks_how_to_end(text) or (intent in UNSURE and wants_no_nights(text)):
        return REMINDERS
    if intent in OF_A_DETAIL:
        intent = _detail_asked(text) or topic_added(text) or intent
    return "ask_refund_method" if intent in OF_A_WAY and asks_for_another_way(text) else intent


def _topic_asked(asked: str) -> str:
    """The question that a message asks by one word of it, behind something that it drops."""
    spoken = words_of(asked)
    named = (TOPICS[word] for word in spoken if word in TOPICS)
    return next(named, "ask_refund_amount" if spoken[:2] == ["how", "much"] else "ask_return_status")


def _supposed(text: str) -> str | None:
    """The intent of a question for what is not so yet, None where it is none."""
    if supposes_silence(text):
        return "ask_seller_silent"
    if asks_to_send_now(text):
        return SHIP_BY
    if asks_to_apply_again(text):
        return "ask_amend_return"
    if asks_how_long_left(text):
        return "how_long"
    return "what_next" if supposes_sent(text) or supposes_month(text) else None


def _detail_asked(text: str) -> str | None:
    """The intent of a question for a detail of what was told, None where it is none."""
    if asks_what_is_in(text) or asks_which_number(text):
        return "ask_my_returns"
    if asks_amount_again(text):
        return "repeat_answer"
    if asks_days_so_far(text):
        return "how_long"
    return "doubt_answer" if wants_days_confirmed(text) else None
