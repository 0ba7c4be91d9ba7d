"""Carriers for the tests of the carrier client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from misbehaving_carrier import Behaviour, MisbehavingCarrier


@pytest.fixture
def carrier_that() -> Iterator[Callable[..., MisbehavingCarrier]]:
    """Starts a carrier that behaves as told, request by request."""
    started: list[MisbehavingCarrier] = []

    def start(*behaviours: Behaviour) -> MisbehavingCarrier:
        started.append(MisbehavingCarrier(*behaviours))
        return started[-1]

    yield start
    for carrier in started:
        carrier.close()
