"""Servers that the action server asks answer with little that unpacks to a lot: carrier, help desk, shop, bot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from memory_watch import FEW_MEGABYTES, memory_of_calls
from packed_answers import PACKED, PackingServer, packing_server

from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.http_carrier import HttpCarrier
from actions.sign_in.customer_token import TokenProblem, TokenRefused
from actions.sign_in.published_keys import PublishedKeys
from core.health.checks import server_check
from core.json_api import JsonApi, ServiceUnavailable


@pytest.fixture(params=[False, True], ids=["its length is said", "in pieces"])
def in_pieces(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture(params=PACKED)
def server(request: pytest.FixtureRequest, in_pieces: bool) -> Iterator[PackingServer]:
    with packing_server(request.param, in_pieces) as server:
        yield server


def test_a_carriers_answer_is_cut_where_it_unpacks_to_too_much(server: PackingServer) -> None:
    with memory_of_calls() as taken, pytest.raises(CarrierUnavailable, match="answered more than 65536 bytes"):
        HttpCarrier(server.url).scans("LP1")
    assert taken.peak < FEW_MEGABYTES


def test_a_help_desks_answer_is_cut_where_it_unpacks_to_too_much() -> None:
    with (
        packing_server() as server,
        memory_of_calls() as taken,
        # Which of the two depends on how quick the machine is.
        pytest.raises(ServiceUnavailable, match=r"answered (more than 524288 bytes|too slowly)"),
    ):
        JsonApi("Zendesk", server.url, budget=2).get("/tickets")
    assert taken.peak < FEW_MEGABYTES


def test_a_shops_keys_are_cut_where_they_unpack_to_too_much(server: PackingServer) -> None:
    with memory_of_calls() as taken, pytest.raises(TokenRefused) as refused:
        PublishedKeys(server.url).key_for("one")
    assert refused.value.problem is TokenProblem.KEYS_UNAVAILABLE
    assert taken.peak < FEW_MEGABYTES


def test_keys_that_can_not_be_unpacked_let_nobody_in() -> None:
    with packing_server(body=b"not packed at all") as server, pytest.raises(TokenRefused) as refused:
        PublishedKeys(server.url).key_for("one")
    assert refused.value.problem is TokenProblem.KEYS_UNAVAILABLE


def test_whether_a_neighbour_answers_is_seen_without_reading_what(server: PackingServer) -> None:
    with memory_of_calls() as taken:
        server_check("bot", server.url).ask()
    assert taken.peak < FEW_MEGABYTES
