"""The client by which other servers are asked: what bounds it, also where little unpacks to a lot, and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from memory_watch import FEW_MEGABYTES, memory_of_calls
from misbehaving_carrier import Behaviour, MisbehavingCarrier, body, break_off, drop, redirect, status
from packed_answers import PACKED, PackingServer, packing_server

from actions.carrier.carrier import CarrierUnavailable
from actions.carrier.http_carrier import HttpCarrier
from actions.sign_in.customer_token import TokenProblem, TokenRefused
from actions.sign_in.published_keys import PublishedKeys
from core.health.check import server_check
from core.http_client import AnswerTooLong, HttpClient, JsonApi, ServiceRefused, ServiceUnavailable, is_loopback
from core.tracing import new_trace, traced


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
        pytest.raises(ServiceUnavailable, match="answered more than 524288 bytes"),
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


# --- The client by itself ------------------------------------------------------------------------------------------

Serve = Callable[..., MisbehavingCarrier]


@pytest.fixture
def server_that() -> Iterator[Serve]:
    """Starts servers that behave as a test says, and stops them when it is over."""
    started: list[MisbehavingCarrier] = []

    def start(*behaviours: Behaviour) -> MisbehavingCarrier:
        started.append(MisbehavingCarrier(*behaviours))
        return started[-1]

    yield start
    for each in started:
        each.close()


def client(**options: Any) -> HttpClient:
    return HttpClient("it", **{"timeout": 30.0, "budget": 30.0, "longest": 1_000, **options})


def test_an_answer_of_any_status_comes_with_all_there_is(server_that: Serve) -> None:
    answer = client().send("GET", server_that(body(b"no such thing", 404)).url)
    assert (answer.status, answer.reason, answer.body) == (404, "Not Found", b"no such thing")
    assert answer.headers["content-length"] == "13"
    assert not answer.succeeded
    assert not answer.may_change


def test_an_answer_may_be_as_long_as_the_bound_and_no_longer(server_that: Serve) -> None:
    assert len(client().send("GET", server_that(body(b"x" * 1_000)).url).body) == 1_000
    with pytest.raises(AnswerTooLong, match=r"^it answered more than 1000 bytes$"):
        client().send("GET", server_that(body(b"x" * 1_001)).url)


def test_what_unpacks_to_too_much_is_cut(server: PackingServer) -> None:
    with memory_of_calls() as taken, pytest.raises(AnswerTooLong):
        client(longest=64 * 1024).send("GET", server.url)
    assert taken.peak < FEW_MEGABYTES


def test_what_can_not_be_unpacked_is_no_answer() -> None:
    with (
        packing_server(body=b"not packed at all") as server,
        pytest.raises(ServiceUnavailable, match=r"^it did not answer: DecodeError$"),
    ):
        client().send("GET", server.url)


def test_compressed_answers_are_not_asked_for_and_the_trace_is_carried_on(server_that: Serve) -> None:
    heard: list[dict[str, str]] = []
    server = server_that(lambda request: (heard.append(dict(request.headers.items())), status(200)(request))[1])
    with traced(new_trace()) as trace:
        client().send("GET", server.url, headers={"X-Mine": "1"})
    assert heard[0]["Accept-Encoding"] == "identity"
    assert heard[0]["traceparent"] == trace.header
    assert heard[0]["X-Mine"] == "1"


@pytest.mark.parametrize(
    ("trouble", "kind"), [(drop, "ConnectionError"), (break_off, "ProtocolError|IncompleteRead")], ids=["drop", "break"]
)
def test_an_answer_that_breaks_off_is_none(server_that: Serve, trouble: Behaviour, kind: str) -> None:
    with pytest.raises(ServiceUnavailable, match=f"^it did not answer: ({kind})$"):
        client().send("GET", server_that(trouble).url)


def test_a_deadline_may_be_for_several_requests(server_that: Serve) -> None:
    late = client(monotonic=lambda: 1_000.5)
    server = server_that(body(b"x"))
    assert late.send("GET", server.url, deadline=1_000.5).body == b"x"
    with pytest.raises(ServiceUnavailable, match=r"^it did not answer: too slow$"):
        late.send("GET", server.url, deadline=1_000.0)


@pytest.mark.parametrize("code", [408, 409, 425, 429, 500, 502, 503, 504])
def test_a_status_that_may_change_is_for_later(server_that: Serve, code: int) -> None:
    with pytest.raises(ServiceUnavailable, match=f"^it answered {code}$"):
        client().ask("GET", server_that(status(code)).url)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 422])
def test_a_status_that_stays_is_a_refusal(server_that: Serve, code: int) -> None:
    with pytest.raises(ServiceRefused, match=f"^it refused it with {code}$") as refused:
        client().ask("GET", server_that(status(code)).url)
    assert refused.value.status == code


def test_a_server_may_say_when_to_come_again(server_that: Serve) -> None:
    def busy(request: Any) -> None:
        request.send_response(429)
        request.send_header("Retry-After", "93")
        request.send_header("Content-Length", "0")
        request.end_headers()

    with pytest.raises(ServiceUnavailable) as trouble:
        client().ask("GET", server_that(busy).url)
    assert trouble.value.pause == timedelta(seconds=93)


def test_nobody_is_followed_elsewhere(server_that: Serve) -> None:
    elsewhere = server_that(status(200))
    server = server_that(redirect(elsewhere.url))
    assert client().send("GET", server.url).status == client().status(server.url) == 302
    with pytest.raises(ServiceRefused, match=r"^it refused it with 302$"):
        client().ask("GET", server.url)
    assert elsewhere.paths == []


def test_a_proxy_of_the_environment_is_for_the_world_alone(server_that: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = server_that(status(418))
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert client().status(server_that(status(200)).url) == 200
    assert client().status("http://shop.example/jwks.json") == 418
    assert proxy.paths == ["http://shop.example/jwks.json"]


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("", False),
        ("10.0.0.1", False),
        ("shop.example", False),
    ],
)
def test_what_this_machine_is_called(host: str, here: bool) -> None:
    assert is_loopback(host) is here
