"""Somebody does to the Socket.IO channel what no page does."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
import websocket
from health_process import until
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from security_desk import INSIDE, SHOP_PAGE, Desk, Visitor, nothing_private
from security_store import VICTIM_EMAIL, VICTIM_RETURN
from security_tokens import claims, unsigned

_PATH = "/webhooks/socketio/socket.io"
_MOST_CONNECTIONS = 200
#: Names that Socket.IO keeps for itself; it acknowledges them never.
_OF_SOCKET_IO = ("connect", "disconnect", "connect_error", "__disconnect_final")
#: For so long the desk says nothing when it has nothing to say.
_SILENT_SECONDS = 0.2
_REQUESTS_A_MINUTE = 240
#: A connection is ended long before that: one that is refused, and one that shows no session.
_ENDED_SECONDS = 20
_WITHOUT_SESSION_SECONDS = 40
_in_the_process = pytest.mark.embedded("what a connection may send is counted in the process, which keeps none of it")


class NotConnected(Exception):
    """The desk did not take the session."""


class Tab:
    """A page's connection, as its library speaks over a WebSocket."""

    def __init__(self, visitor: Visitor, auth: Any) -> None:
        """Connects; raises `NotConnected` where the desk refuses."""
        self._socket = bare(visitor, origin=SHOP_PAGE)
        self._asked = 0
        self._socket.recv()
        self._socket.send("40" + json.dumps(auth))
        if not self._next().startswith("40"):
            raise NotConnected

    def call(self, event: str, data: Any) -> Any:
        """Emits an event; what it was acknowledged with."""
        self._asked += 1
        self._socket.send(f"42{self._asked}" + json.dumps([event, data]))
        while not (packet := self._next()).startswith(f"43{self._asked}["):
            assert packet[:2] in ("42", "41"), packet
            if packet.startswith("41"):
                raise NotConnected
        return json.loads(packet[len(f"43{self._asked}") :])[0]

    def heard(self) -> list[str]:
        """What the desk says by itself until it is silent."""
        self._socket.settimeout(_SILENT_SECONDS)
        packets = []
        try:
            while True:
                packets.append(self._next())
        except (websocket.WebSocketException, OSError):
            return packets

    def close(self) -> None:
        """Goes away."""
        self._socket.shutdown()

    def _next(self) -> str:
        packet = str(self._socket.recv())
        while packet == "2":
            self._socket.send("3")
            packet = str(self._socket.recv())
        if not packet:
            raise NotConnected
        return packet


Open = Callable[..., Tab]


@pytest.fixture
def tab() -> Iterator[Open]:
    """Opens tabs; closes them at the end."""
    with ExitStack() as opened:

        def open_tab(visitor: Visitor, auth: Any = None) -> Tab:
            made = Tab(visitor, {"session": visitor.session} if auth is None else auth)
            opened.callback(made.close)
            return made

        yield open_tab


def bare(visitor: Visitor, origin: str | None = None) -> websocket.WebSocket:
    """A WebSocket on which nothing was said yet."""
    return websocket.create_connection(
        f"ws://127.0.0.1:{visitor.desk.port}{_PATH}/?EIO=4&transport=websocket",
        header=[f"X-Forwarded-For: {visitor.address}"],
        timeout=10,
        suppress_origin=origin is None,
        origin=origin,
    )


def raw(visitor: Visitor, *packets: str | bytes) -> list[str]:
    """Sends packets; what came back until the desk was silent or closed the connection."""
    connection = bare(visitor)
    received: list[str] = []
    try:
        for packet in packets:
            connection.send(packet, websocket.ABNF.OPCODE_BINARY if isinstance(packet, bytes) else 1)
        connection.settimeout(_SILENT_SECONDS)
        while True:
            received.append(str(connection.recv()))
            if not received[-1]:
                return received
    except (websocket.WebSocketException, OSError):
        return received
    finally:
        connection.shutdown()


@pytest.mark.parametrize(
    "auth",
    [
        {},
        {"session": ""},
        {"session": None},
        {"session": ["a"]},
        {"session": {"$ne": None}},
        {"session": "x" * 9000},
        {"session": unsigned({"alg": "none"}, {"aud": "session", "sub": "web:" + "A" * 43, "exp": 9999999999})},
        {"token": "x", "sender": "web:" + "A" * 43},
        {"session": unsigned({"alg": "HS256"}, claims(), "AAAA")},
    ],
    # The same in every run, which claims() is not.
    ids=["nothing", "empty", "null", "list", "operator", "long", "alg none", "other names", "another signature"],
)
def test_without_a_session_of_ours_nobody_connects(visitor: Visitor, tab: Open, auth: Any) -> None:
    with pytest.raises(NotConnected):
        tab(visitor, auth)


def test_a_tab_hears_nothing_of_another_conversation(victim: Visitor, visitor: Visitor, tab: Open) -> None:
    listening = tab(visitor)
    victim.prove(VICTIM_RETURN, VICTIM_EMAIL)
    name = victim.say("When do I get my refund?")[0]["recipient_id"]
    for event in ("join", "enter_room", "subscribe", "history"):
        listening.call(event, {"room": name, "conversation": name, "sender": name, "session": name})
    assert listening.call("history", {"conversation": name})["messages"] == []
    victim.say("When do I get my refund?")
    assert listening.heard() == []


def test_an_ended_session_is_closed_to_tabs_that_were_open(victim: Visitor, tab: Open) -> None:
    planted = tab(victim)
    victim.prove(VICTIM_RETURN, VICTIM_EMAIL)
    victim.call("DELETE", "/session")
    with suppress(NotConnected):
        answer = planted.call("history", {})
        assert answer["status"] == 401
    assert nothing_private("".join(planted.heard()))


@pytest.mark.parametrize("origin", ["https://attacker.example", "null", f"{SHOP_PAGE}.attacker.example", "file://"])
def test_pages_of_other_websites_get_no_connection(visitor: Visitor, origin: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        bare(visitor, origin)
    assert refused.value.status_code == 403


def test_the_shops_page_gets_one_so_that_the_refusals_mean_something(visitor: Visitor) -> None:
    connection = bare(visitor, SHOP_PAGE)
    assert str(connection.recv()).startswith("0{")
    connection.shutdown()


ODD_PACKETS: list[tuple[str | bytes, ...]] = [
    ("40",),
    ("42[]",),
    ('42["say"]',),
    ('42["say",{"message":"hello"}]',),
    ('42["__proto__",{}]',),
    ("42[",),
    ("42" + "[" * 20_000,),
    ("4",),
    ("49",),
    ("9",),
    ("",),
    ("\0",),
    ('40/admin,{"session":"x"}',),
    ('40{"session":',),
    ('40{"session":' + "9" * 5000 + "}",),
    ('4599999999-["say",{"_placeholder":true,"num":0}]',),
    ('451-["say",{"_placeholder":true,"num":99}]', b"x"),
    (b"\xff\xfe\x00",),
    ("430[]",),
    ('43999999999999999999["x"]',),
    ("2probe", "5"),
    ("6", "1"),
    ("41", "41", '42["history"]'),
    ('42["say",{"message":"' + "x" * 60_000 + '"}]',),
]


@pytest.mark.parametrize("packets", ODD_PACKETS, ids=lambda packets: repr(packets[0][:24]))
def test_an_odd_packet_hurts_nobody(visitor: Visitor, packets: tuple[str | bytes, ...]) -> None:
    for first in ((), ("40" + json.dumps({"session": visitor.session}),)):
        received = "".join(raw(visitor, *first, *packets))
        assert not INSIDE.search(received)


def test_events_without_a_session_are_not_handled(visitor: Visitor) -> None:
    received = raw(visitor, '420["say",{"message":"hello"}]', '421["history",{}]')
    assert not [packet for packet in received if '"ok"' in packet or '"messages"' in packet]


def _is_plain(event: str) -> bool:
    """Whether it is the name of an event that is read; a packet with another one ends the connection."""
    return event not in _OF_SOCKET_IO and json.dumps(event) == f'"{event}"'


@given(
    event=some.sampled_from(["say", "open", "history", "sign_in", "feedback", "end ", "*"])
    | some.text(max_size=20).filter(_is_plain),
    data=some.recursive(
        some.none() | some.booleans() | some.floats() | some.integers() | some.text(max_size=30),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(
                some.sampled_from(["message", "message_id", "customer_token", "id", "value", "session"])
                | some.text(max_size=5),
                inner,
            )
        ),
        max_leaves=8,
    ),
)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_emitted_is_acknowledged_with_no_more_than_a_refusal(
    fuzzed_tab: Callable[[], Tab], event: str, data: Any
) -> None:
    answer = fuzzed_tab().call(event, data)
    assert answer.get("ok") is True or answer["status"] in (400, 401, 404, 413, 429)
    assert not INSIDE.search(json.dumps(answer))


@pytest.fixture
def fuzzed_tab(attacked: Desk, tab: Open) -> Callable[[], Tab]:
    """A tab of a fresh visitor every few events, so that no limit stands in the way."""
    state: dict[str, Any] = {"used": 0}

    def current() -> Tab:
        if state["used"] % 20 == 0:
            state["tab"] = tab(attacked.visitor())
        state["used"] += 1
        return state["tab"]

    return current


def ends(visitor: Visitor, *packets: str | bytes, polling: bool = False) -> bool:
    """Whether the desk ends a connection on which packets were sent, rather than to wait for more."""
    if polling:
        polled = Polled(visitor)
        statuses = [polled.post(packet) for packet in packets]
        return 200 not in (statuses[-1], polled.post("3"))
    connection = bare(visitor)
    try:
        for packet in packets:
            connection.send(packet, websocket.ABNF.OPCODE_BINARY if isinstance(packet, bytes) else 1)
        connection.settimeout(_ENDED_SECONDS)
        while connection.recv():
            pass
    except websocket.WebSocketTimeoutException:
        return False
    except (websocket.WebSocketException, OSError):
        return True
    finally:
        connection.shutdown()
    return True


class Polled:
    """A connection by polling."""

    def __init__(self, visitor: Visitor) -> None:
        """Opens it; no session is shown."""
        self._visitor = visitor
        self._address = f"{visitor.desk.bot}{_PATH}/?EIO=4&transport=polling"
        self._sid = json.loads(visitor.request("GET", self._address).text[1:])["sid"]

    def post(self, packets: str | bytes) -> int:
        """The status with which the desk takes packets."""
        return self._visitor.request("POST", f"{self._address}&sid={self._sid}", data=packets).status_code

    def poll(self) -> str:
        """What the desk says next."""
        return self._visitor.request("GET", f"{self._address}&sid={self._sid}").text


#: Binary packets, those with attachments, and what else is no part of our protocol.
NOT_OURS = [
    '451-["say",{"_placeholder":true,"num":0}]',
    '4599999999-["say"]',
    "461-[]",
    '430["x"]',
    '42/admin,1["say"]',
    "40/admin,",
    "0",
    "2",
    "6",
    "x",
    '4{"a":1}',
    "42[[[",
]


@_in_the_process
@pytest.mark.parametrize("packet", [b"", b"say", bytes(70_000), *NOT_OURS], ids=lambda packet: repr(packet[:24]))
def test_what_is_no_packet_of_ours_ends_the_connection(visitor: Visitor, packet: str | bytes) -> None:
    assert ends(visitor, packet)
    assert ends(visitor, "40" + json.dumps({"session": visitor.session}), packet)


@_in_the_process
@pytest.mark.parametrize("packet", ["bc2F5", *NOT_OURS])
def test_what_is_no_packet_of_ours_ends_a_connection_by_polling(visitor: Visitor, packet: str) -> None:
    assert ends(visitor, packet, polling=True)


@_in_the_process
@pytest.mark.parametrize(
    "packets",
    [
        ['42["a"]'] * 60,
        ['42["' + "a" * 4_000 + '"]'] * 6,
        ['40{"session":"' + "x" * 6_000 + '"}'] * 4,
        ["40", "41"] * 30,
        ["5"] * 60,
        ["3"] * 60,
    ],
    ids=lambda packets: packets[0][:8],
)
@pytest.mark.parametrize("polling", [False, True])
def test_little_can_be_sent_without_a_session(visitor: Visitor, packets: list[str], polling: bool) -> None:
    assert ends(visitor, *packets, polling=polling)


def test_one_session_can_not_connect_and_disconnect_without_end(visitor: Visitor) -> None:
    assert ends(visitor, *["40" + json.dumps({"session": visitor.session}), "41"] * 500)


@_in_the_process
@pytest.mark.parametrize("event", ['42["history"]', '421["history"]', "3"])
def test_a_tab_that_sends_without_a_break_is_ended(visitor: Visitor, event: str) -> None:
    connection = bare(visitor)
    try:
        connection.send("40" + json.dumps({"session": visitor.session}))
        with pytest.raises((websocket.WebSocketException, OSError)):
            for _ in range(1_000_000):
                connection.send(event)
    finally:
        connection.shutdown()


@_in_the_process
def test_a_websocket_without_a_session_is_ended_after_some_seconds(visitor: Visitor) -> None:
    connection = bare(visitor)
    connection.settimeout(_WITHOUT_SESSION_SECONDS)
    assert str(connection.recv()).startswith("0{")
    assert connection.recv() == ""
    connection.shutdown()


@_in_the_process
def test_a_connection_by_polling_without_a_session_is_ended_after_some_seconds(visitor: Visitor) -> None:
    polled = Polled(visitor)
    assert polled.poll() == "1"
    assert polled.post("3") == 400


def test_a_refused_connection_is_one_line_in_the_log_and_says_nothing_of_the_client(visitor: Visitor) -> None:
    def lines() -> list[str]:
        return visitor.desk.logs()["bot.log"].splitlines()

    def refusals() -> int:
        return sum("gateway.connection_refused" in line for line in lines()[before:])

    before = len(lines())
    for packet in ('42["telltale', "telltale", '40{"telltale', "4telltale", '4299999["telltale"'):
        assert ends(visitor, *[packet] * 20)
        assert ends(visitor, *[packet] * 20, polling=True)
    # The bot writes the line after the connection has ended.
    until(lambda: refusals() >= 10)
    written = lines()[before:]
    assert [line for line in written if "telltale" in line] == []
    assert refusals() == 10
    assert len(written) < 25


def test_one_tab_can_not_ask_without_end(visitor: Visitor, tab: Open) -> None:
    asking = tab(visitor)
    answers = [asking.call("feedback", {}) for _ in range(_REQUESTS_A_MINUTE + 5)]
    assert answers[0]["status"] == 400
    assert answers[-1]["status"] == 429
    assert answers[-1]["retry_after"] >= 1


def test_one_session_can_not_open_tabs_without_end(visitor: Visitor, tab: Open) -> None:
    for _ in range(20):
        tab(visitor)
    with pytest.raises(NotConnected):
        tab(visitor)


def test_one_address_can_not_hold_connections_without_end(visitor: Visitor) -> None:
    """They show no session at all, and would be kept for ever."""
    with ExitStack() as held:
        for _ in range(_MOST_CONNECTIONS):
            held.callback(bare(visitor).shutdown)
        with pytest.raises(websocket.WebSocketBadStatusException) as refused:
            bare(visitor)
        assert refused.value.status_code == 429
        assert visitor.desk.visitor().say("hello")


@pytest.mark.parametrize(
    ("host", "query"), [("desk.example", "&sid=guessed"), ("x?EIO=4&transport=polling#", "&sid=guessed")]
)
def test_every_new_connection_is_counted(visitor: Visitor, host: str, query: str) -> None:
    """A connection that is there already is not; who only says so is."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.desk.port, timeout=60)
    statuses = []
    for _ in range(_REQUESTS_A_MINUTE + 1):
        connection.putrequest("GET", f"{_PATH}/?EIO=4&transport=polling{query}", skip_host=True)
        connection.putheader("Host", host)
        connection.putheader("X-Forwarded-For", visitor.address)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert 200 not in statuses
    assert statuses[-1] == (429 if host == "desk.example" else 400)
