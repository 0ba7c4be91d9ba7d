"""Whether a request can still be cancelled or changed, for every event it may have seen."""

import pytest
from policy_cases import a_return, days, utc

from policy.eligibility import EligibilityReason, can_amend, can_cancel
from policy.model import EventType

DAY = utc(2026, 10, 16, 8)
NOW = utc(2026, 11, 1)

REASON_AFTER = {
    "requested": EligibilityReason.NOT_SENT,
    "seller_responded": EligibilityReason.NOT_SENT,
    "approved": EligibilityReason.NOT_SENT,
    "label_issued": EligibilityReason.NOT_SENT,
    "escalated": EligibilityReason.NOT_SENT,
    "dropped_off": EligibilityReason.ALREADY_SENT,
    "carrier_scan": EligibilityReason.ALREADY_SENT,
    "warehouse_received": EligibilityReason.ALREADY_SENT,
    "inspection_passed": EligibilityReason.ALREADY_SENT,
    "inspection_failed": EligibilityReason.ALREADY_SENT,
    "refund_issued": EligibilityReason.FINISHED,
    "refund_settled": EligibilityReason.FINISHED,
    "cancelled": EligibilityReason.ALREADY_CANCELLED,
    "rejected": EligibilityReason.REJECTED,
}


def test_every_event_type_has_an_example():
    assert set(REASON_AFTER) == {kind.value for kind in EventType}
    assert set(REASON_AFTER.values()) | {EligibilityReason.TOLD_SENT} == set(EligibilityReason)


@pytest.mark.parametrize("name", REASON_AFTER)
@pytest.mark.parametrize(("rule", "because"), [(can_cancel, "request.cancel"), (can_amend, "request.amend")])
def test_a_request_can_be_cancelled_or_changed_only_before_sending(facts, name, rule, because):
    found = rule(a_return(**{"requested": DAY, name: DAY + days(1)}), NOW, facts)
    assert (found.reason, found.because) == (REASON_AFTER[name], because)
    assert found.allowed is (REASON_AFTER[name] is EligibilityReason.NOT_SENT)


def test_what_happens_later_does_not_count_yet(facts):
    ret = a_return(requested=DAY, dropped_off=DAY + days(1))
    assert can_cancel(ret, DAY + days(1) - days(0.1), facts).allowed
    assert not can_cancel(ret, DAY + days(1), facts).allowed


def test_a_disputed_rejection_is_still_a_rejection(facts):
    ret = a_return(requested=DAY, rejected=DAY + days(1), escalated=DAY + days(2))
    assert can_cancel(ret, NOW, facts).reason is EligibilityReason.REJECTED


def test_a_request_approved_after_its_rejection_can_be_cancelled(facts):
    ret = a_return(requested=DAY, rejected=DAY + days(1), approved=DAY + days(2))
    assert can_cancel(ret, NOW, facts).allowed


def test_a_cancelled_request_whose_parcel_was_sent_is_cancelled_already(facts):
    ret = a_return(requested=DAY, cancelled=DAY + days(1), dropped_off=DAY + days(2))
    assert can_cancel(ret, NOW, facts).reason is EligibilityReason.ALREADY_CANCELLED
