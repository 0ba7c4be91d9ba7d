"""What a customer can do at every turn of a return."""

from datetime import datetime

import pytest
from policy_cases import a_customer, a_return, madrid

from policy.model import Shipping, Word
from policy.next_step import StepKind, next_step

ANA = a_customer()
REQUESTED = madrid(2026, 10, 1, 9)
END_OF_DAY = (23, 59, 59, 999999)

# Each case: what happened, now, the step, its fact, until when. Dates are those of test_deadlines.
CASES: list[tuple[str, dict[str, datetime], datetime, StepKind, str, datetime | None]] = [
    (
        "a new request",
        {"requested": REQUESTED},
        madrid(2026, 10, 1, 10),
        StepKind.WAIT_FOR_PROCESSING,
        "request.processing",
        madrid(2026, 10, 2, 9),
    ),
    ("a request of unknown age", {}, madrid(2026, 10, 1, 10), StepKind.WAIT_FOR_PROCESSING, "request.processing", None),
    (
        "a request that was not processed in time",
        {"requested": REQUESTED},
        madrid(2026, 10, 2, 10),
        StepKind.WAIT_FOR_SELLER,
        "seller.silence",
        madrid(2026, 10, 3, 9),
    ),
    (
        "a silent seller",
        {"requested": REQUESTED},
        madrid(2026, 10, 3, 10),
        StepKind.PLATFORM_STEPS_IN,
        "seller.silence",
        None,
    ),
    (
        "a seller who answered",
        {"requested": REQUESTED, "seller_responded": madrid(2026, 10, 2)},
        madrid(2026, 10, 3, 10),
        StepKind.WAIT_FOR_DECISION,
        "seller.silence",
        None,
    ),
    (
        "an approval",
        {"requested": REQUESTED, "approved": madrid(2026, 10, 2, 9)},
        madrid(2026, 10, 3),
        StepKind.DOWNLOAD_LABEL,
        "label.download",
        madrid(2026, 10, 7, 9),
    ),
    (
        "an approval that is older than the advice, and no label yet",
        {"requested": REQUESTED, "approved": madrid(2026, 10, 2, 9)},
        madrid(2026, 10, 9),
        StepKind.DOWNLOAD_LABEL,
        "label.download",
        None,
    ),
    (
        "a label",
        {"requested": REQUESTED, "approved": madrid(2026, 10, 2, 9), "label_issued": madrid(2026, 10, 2, 9)},
        madrid(2026, 10, 3),
        StepKind.SHIP_PARCEL,
        "ship.within",
        madrid(2026, 10, 7, 9),
    ),
    (
        "a label that is older than the advice",
        {"requested": REQUESTED, "label_issued": madrid(2026, 10, 2, 9)},
        madrid(2026, 10, 8),
        StepKind.SHIP_PARCEL_NOW,
        "ship.within",
        None,
    ),
    (
        "a parcel that was handed in",
        {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)},
        madrid(2026, 10, 14, 12),
        StepKind.WAIT_FOR_UPDATE,
        "update.dropoff",
        madrid(2026, 10, 14, *END_OF_DAY),
    ),
    (
        "a parcel that was handed in at the customer's own cost",
        {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)},
        madrid(2026, 10, 30),
        StepKind.WAIT_UNSTATED,
        "update.dropoff",
        None,
    ),
    (
        "a parcel on its way that the page does not show in time",
        {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18), "carrier_scan": madrid(2026, 10, 11)},
        madrid(2026, 10, 15),
        StepKind.GET_HELP_UPDATE_LATE,
        "update.dropoff",
        None,
    ),
    (
        "a lost parcel",
        {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)},
        madrid(2026, 10, 27),
        StepKind.LOST_PARCEL_REFUND,
        "parcel.lost",
        None,
    ),
    (
        "a lost parcel of which no refund was ever recorded",
        {"requested": REQUESTED, "dropped_off": madrid(2026, 10, 9, 18)},
        madrid(2026, 11, 24),
        StepKind.LOST_PARCEL_REFUND,
        "parcel.lost",
        None,
    ),
    (
        "a parcel at the warehouse",
        {"warehouse_received": madrid(2026, 10, 8, 11)},
        madrid(2026, 10, 9),
        StepKind.WAIT_FOR_INSPECTION,
        "inspection",
        madrid(2026, 10, 13, *END_OF_DAY),
    ),
    (
        "an inspection that takes longer",
        {"warehouse_received": madrid(2026, 10, 8, 11)},
        madrid(2026, 10, 14),
        StepKind.GET_HELP_INSPECTION_LATE,
        "inspection",
        None,
    ),
    (
        "a passed inspection",
        {"warehouse_received": madrid(2026, 10, 8, 11), "inspection_passed": madrid(2026, 10, 9)},
        madrid(2026, 10, 14),
        StepKind.WAIT_FOR_REFUND,
        "refund.time",
        madrid(2026, 11, 9, *END_OF_DAY),
    ),
    (
        "a refund that was not issued in time",
        {"warehouse_received": madrid(2026, 10, 8, 11), "inspection_passed": madrid(2026, 10, 9)},
        madrid(2026, 11, 10),
        StepKind.GET_HELP_REFUND_LATE,
        "refund.time",
        None,
    ),
    (
        "an issued refund",
        {"warehouse_received": madrid(2026, 10, 8, 11), "refund_issued": madrid(2026, 10, 15, 9)},
        madrid(2026, 10, 16),
        StepKind.WAIT_FOR_REFUND,
        "refund.time",
        madrid(2026, 11, 12, *END_OF_DAY),
    ),
    (
        "a refund that was issued though nobody confirmed the parcel",
        {"refund_issued": madrid(2026, 10, 15, 9)},
        madrid(2026, 10, 16),
        StepKind.WAIT_FOR_REFUND,
        "refund.time",
        madrid(2026, 11, 12, *END_OF_DAY),
    ),
    (
        "a cancelled return that the warehouse received",
        {"cancelled": madrid(2026, 10, 5), "warehouse_received": madrid(2026, 10, 8, 11)},
        madrid(2026, 10, 16),
        StepKind.GET_HELP_CANCELLED,
        "request.cancel",
        None,
    ),
    (
        "an issued refund that did not arrive in time",
        {"warehouse_received": madrid(2026, 10, 8, 11), "refund_issued": madrid(2026, 10, 15, 9)},
        madrid(2026, 11, 13),
        StepKind.CHECK_WITH_BANK,
        "refund.time",
        None,
    ),
    ("a settled refund", {"refund_settled": REQUESTED}, madrid(2026, 10, 16), StepKind.NONE, "refund.time", None),
    (
        "a cancelled request",
        {"requested": REQUESTED, "cancelled": madrid(2026, 10, 2)},
        madrid(2026, 10, 3),
        StepKind.APPLY_AGAIN,
        "request.amend",
        None,
    ),
    (
        "a cancelled request whose parcel was sent",
        {"requested": REQUESTED, "cancelled": madrid(2026, 10, 2), "dropped_off": madrid(2026, 10, 3)},
        madrid(2026, 10, 4),
        StepKind.TALK_TO_PERSON,
        "request.cancel",
        None,
    ),
    (
        "a request cancelled after the warehouse got the parcel",
        {"warehouse_received": madrid(2026, 10, 2), "cancelled": madrid(2026, 10, 3)},
        madrid(2026, 10, 4),
        StepKind.TALK_TO_PERSON,
        "request.cancel",
        None,
    ),
    (
        "a rejected request",
        {"requested": REQUESTED, "rejected": madrid(2026, 10, 2)},
        madrid(2026, 10, 3),
        StepKind.OPEN_DISPUTE,
        "dispute",
        None,
    ),
    (
        "a failed inspection",
        {"warehouse_received": REQUESTED, "inspection_failed": madrid(2026, 10, 2)},
        madrid(2026, 10, 3),
        StepKind.OPEN_DISPUTE,
        "dispute",
        None,
    ),
    (
        "an escalated return",
        {"rejected": REQUESTED, "escalated": madrid(2026, 10, 2)},
        madrid(2026, 10, 3),
        StepKind.WAIT_FOR_PLATFORM,
        "dispute",
        None,
    ),
]


@pytest.mark.parametrize(
    ("happened", "now", "kind", "because", "by"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_next_step_after(facts, happened, now, kind, because, by):
    shipping = Shipping.PAID if kind is StepKind.WAIT_UNSTATED else Shipping.FREE_LABEL
    step = next_step(a_return(shipping=shipping, **happened), ANA, now, facts)
    assert (step.kind, step.because, step.by) == (kind, because, by)


def test_every_kind_of_step_has_an_example():
    # What leaves a refund without a date is in test_refund.
    assert {case[3] for case in CASES} == set(StepKind) - {StepKind.GET_HELP_REFUND_UNCLEAR}
    assert issubclass(StepKind, Word)
