"""Several parcels of one return: it is on its way until the last of them is delivered."""

from itertools import permutations

from policy_cases import a_customer, a_return, madrid

from policy.drop_off import DropOffKind, drop_off_outlook
from policy.model import CarrierScan, ScanKind
from policy.parcels import scans_together

NOW = madrid(2026, 10, 13, 12)
RETURN = a_return(requested=madrid(2026, 10, 1, 9))
TAKEN_IN = CarrierScan(ScanKind.ACCEPTED, madrid(2026, 10, 9, 18), "Madrid")
DELIVERED = CarrierScan(ScanKind.DELIVERED, madrid(2026, 10, 12, 9), "Leipzig")
LATER = CarrierScan(ScanKind.DELIVERED, madrid(2026, 10, 13, 9), "Leipzig")


def outlook(parcels, facts, ret=RETURN):
    scans = scans_together(parcels, ret, NOW)
    return drop_off_outlook(ret, a_customer(), scans, NOW, facts)


def test_a_return_is_on_its_way_while_one_parcel_is(facts):
    for parcels in permutations([(TAKEN_IN, DELIVERED), (TAKEN_IN,), ()]):
        found = outlook(parcels, facts)
        assert (found.kind, found.delivered_at) == (DropOffKind.WAIT, None)
        assert found.dropped_off_at == TAKEN_IN.at


def test_it_is_delivered_with_its_last_parcel(facts):
    for parcels in permutations([(TAKEN_IN, DELIVERED), (LATER,)]):
        found = outlook(parcels, facts)
        assert (found.kind, found.delivered_at) == (DropOffKind.DELIVERED, LATER.at)


def test_a_delivery_alone_proves_that_it_was_handed_in(facts):
    found = outlook([(DELIVERED,), ()], facts)
    assert (found.kind, found.dropped_off_at) == (DropOffKind.WAIT, DELIVERED.at)


def test_a_parcel_that_nobody_can_be_asked_for_is_not_delivered(facts):
    assert outlook([(DELIVERED,), None], facts).kind is DropOffKind.WAIT
    assert scans_together([None, None], RETURN, NOW) is None


def test_a_number_that_the_carrier_used_before_tells_nothing(facts):
    earlier = CarrierScan(ScanKind.DELIVERED, madrid(2026, 9, 1, 9), "Leipzig")
    assert outlook([(DELIVERED,), (earlier,)], facts).kind is DropOffKind.WAIT
    assert outlook([(earlier,), (earlier,)], facts).kind is DropOffKind.NO_DROP_OFF


def test_one_parcel_is_as_it_is():
    scans = (TAKEN_IN, DELIVERED)
    assert scans_together([scans], RETURN, NOW) is scans
