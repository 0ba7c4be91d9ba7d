"""What the messages are taken for that go on about the answer before, by what they ask."""

from __future__ import annotations

from bot.nlu.entities.stances import words
from core.intents import FALLBACK, FOLLOW_UPS, OUT_OF_SCOPE, RULES_ALONE

#: In words: a message that is longer tells more than a detail; what looks out of scope sooner.
LONGEST_DETAIL, LONGEST_DETAIL_ELSEWHERE = 16, 10
DETAILS, WINDOW, CONDITION = "give_details", "ask_return_window", "ask_item_condition"
#: The intent whose answer tells what follows from a hand-in that has not happened or lies ahead.
HAND_IN = "report_not_marked_returned"
#: And those of the question for the last day to send it.
SHIP_BY = "ask_ship_by"
STOP = "stop"
REMINDERS = "ask_reminders"
UNWANTED = "message_unwanted"
#: "I'll bring it on Friday" has the words of questions for a place as well.
PICKUP = "ask_pickup"
#: What a message that wants something left alone is taken for beside the wish itself.
UNSURE = frozenset([FALLBACK, OUT_OF_SCOPE, "give_details", "stop", "deny", "affirm", "goodbye"])
#: What a wish for the refund in another way is taken for.
OF_A_WAY = frozenset(
    [FALLBACK, OUT_OF_SCOPE, "ask_refund_time", "ask_refund_method", "ask_return_methods", "ask_paid_return"]
)
#: What the question when the page changes is taken for.
OF_A_PAGE = frozenset([FALLBACK, OUT_OF_SCOPE, "how_long", "what_next"])
#: What a question for a detail of the return in hand is taken for.
OF_A_DETAIL = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_return_status", "ask_multiple_items", "ask_seasonal_categories")
}
#: What a question for the day of something that happened to a return is taken for.
OF_AN_EVENT = OF_A_DETAIL | {
    *("ask_my_returns", "ask_inspection_time", "ask_return_window", "ask_track_parcel", "ask_drop_off_points"),
    *("ask_ship_by", "ask_track_refund", "ask_refund_time", "report_order_not_arrived", "report_parcel_delivered"),
    *("report_not_marked_returned", "ask_seller_silent", "ask_processing_time", "ask_label_missing", "ask_deadlines"),
}
#: What a question for something that is not so yet is taken for.
OF_A_SUPPOSITION = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_return_status", "ask_ship_by", "ask_drop_off_points", "ask_how_to_return"),
    *("ask_return_in_store", "ask_return_methods", "report_not_marked_returned", "ask_cancel_return", "ask_deadlines"),
    *("ask_amend_return", "ask_seller_silent", "ask_return_window", "ask_return_fee", "ask_refund_amount"),
    *(
        "ask_pickup",
        "ask_failed_inspection",
        "ask_faster_refund",
        "ask_gift_return",
        "ask_track_parcel",
        "ask_packaging",
    ),
}
#: What a question is taken for that asks if it is late when nothing has changed by some day.
OF_NO_CHANGE = OF_A_SUPPOSITION | {"ask_reminders", "report_parcel_lost", "ask_refund_time", "ask_track_refund"}
#: What questions with money in them are taken for that ask for no money of a return.
OF_MONEY = frozenset({FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_how_to_return", "ask_get_refund", "ask_return_fee"})
#: What a complaint is taken for that no money has come since a day on which something else happened.
OF_NO_MONEY = frozenset({FALLBACK, OUT_OF_SCOPE, DETAILS, "report_parcel_delivered", "report_not_marked_returned"})
#: What the question is taken for which of two things is paid first.
OF_TWO_DAYS = frozenset(
    {FALLBACK, OUT_OF_SCOPE, DETAILS, "ask_faster_refund", "ask_refund_time", "explain_why", "ask_get_refund"}
)
#: What is taken for something else that says that a card or an account shows nothing.
OF_NO_ACCOUNT = frozenset(
    {FALLBACK, OUT_OF_SCOPE, DETAILS, "report_order_not_arrived", "ask_shop_matter", "ask_refund_method", "what_next"}
)
#: What a question is taken for that asks if somebody else may hand in a parcel.
OF_ANOTHERS_HANDS = frozenset(
    {
        FALLBACK,
        OUT_OF_SCOPE,
        DETAILS,
        "report_not_marked_returned",
        "ask_pickup",
        "ask_drop_off_points",
        "ask_label_use",
    }
)
#: What a question for the refund of a lost parcel is taken for.
OF_REFUNDS = OF_MONEY | FOLLOW_UPS | {"ask_refund_time", "ask_track_refund", "ask_paid_return", "ask_faster_refund"}
#: What a wish for a lower price is taken for.
OF_A_DISCOUNT = OF_MONEY | {
    *("ask_refund_amount", "ask_exchange", "ask_shop_matter", "ask_dispute", "ask_refund_method")
}
#: What a doubt about an item's window is taken for.
OF_A_WINDOW = FOLLOW_UPS | {
    *(FALLBACK, OUT_OF_SCOPE, DETAILS, "report_order_not_arrived", "report_item_problem", "report_return_closed"),
    *("ask_return_window", "ask_item_condition"),
}
#: What a message is taken for that states a window's length beside the day from which it counts.
OF_A_STATED_WINDOW = OF_A_WINDOW | {"ask_ship_by", "ask_deadlines", "ask_return_policy", "ask_gift_return"}
#: Words with which a message asks of what it is taken for, and not of an answer before it, whatever else it says.
OWN_WORDS = {
    "report_return_closed": words(
        "close closed closing shut cancel cancelled canceled cancled annulled completed expired"
    ),
    "report_order_not_arrived": words(
        "delivery deliver delivered arrive processing tracking customs signature received"
    )
    | words("sign shipped dispatched taking"),
    "report_parcel_delivered": words(
        "reaction peep refund page inspection warehouse place destination depot processed"
    ),
    "ask_delays": words("hold couriers excuse processing process over"),
    "ask_label_missing": words("label etiquette"),
    "ask_shop_matter": words("charged basket checkout"),
}
#: What is answered in the same words whatever is in hand, and a question about that may be taken for.
OF_NOTHING = frozenset({"help", "ask_shop_matter", "ask_packaging", "stop", "bot_challenge"})
#: What is answered by the rule alone, so that nobody would hear what a message puts up for a yes or no.
OF_A_RULE = (OF_NOTHING | RULES_ALONE | {"thank", "goodbye", "greet"}) - {CONDITION, "ask_receipt_needed"}
