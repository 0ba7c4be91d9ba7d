"""Whether what the rules say of a parcel's way holds for a return that is sent at the customer's own cost."""

from __future__ import annotations

from policy.facts import Facts
from policy.model import ReturnRequest


def knows_free_service(facts: Facts) -> bool:
    """Whether any return is free, by the fact `fee.first`: its times are then those of the free label."""
    return facts["fee.first"].is_stated


def follows_times(ret: ReturnRequest, facts: Facts) -> bool:
    """Whether the times for a parcel that was handed in hold for a return.

    The marketplace states them for its free label or code. Where the rules know none, whoever sends something back
    pays, and the times are stated for exactly that.

    Args:
        ret: The return.
        facts: The rules.

    Source of the rules: facts `fee.first`, `update.dropoff`, `parcel.lost`.
    """
    return ret.is_free or not knows_free_service(facts)
