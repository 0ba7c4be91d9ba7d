"""Which packets are part of our protocol."""

from __future__ import annotations

import pytest

from bot.gateway.errors import ApiError
from bot.gateway.packets import LARGEST_PACKET, check_packet, packets_in

OURS = [
    "1",
    "2probe",
    "3",
    "5",
    "40",
    '40{"session":"x"}',
    "41",
    '42["say",{}]',
    '42["connected"]',
    '42["*"]',
    '4217["say",{"message":"a\nb"}]',
]
NOT_OURS = [
    *("", "0", "2", "6", "7", "x", "33", "3probe", "4", "4{}", "41,", "44{}", "\0", "²", "42", "42[]", "42{}"),
    *("40[]", "40/admin,", "42/admin,[]", '42/admin,1["a"]', "42[[", '421-["a"]', "42" + "9" * 16 + '["a"]'),
    *(
        '42["connect"]',
        '42["connect",{},{}]',
        '427["disconnect","x"]',
        '42["connect_error"]',
        '42["__disconnect_final"]',
    ),
    *(r'42["\u0063onnect"]', r'42["disconnec\u0074"]', r'42["\"connect"]', '42["' + "a" * 65 + '"]', '42["say'),
    *('43["a"]', '430["a"]', '451-["a",{"_placeholder":true,"num":0}]', "461-[]", "bAAAA", "d=3"),
]


@pytest.mark.parametrize("packet", OURS)
def test_what_a_client_sends_is_taken(packet: str) -> None:
    check_packet(packet)


@pytest.mark.parametrize("packet", [*NOT_OURS, b"3", b"x"], ids=repr)
def test_what_no_client_of_ours_sends_is_refused(packet: str | bytes) -> None:
    with pytest.raises(ApiError):
        check_packet(packet)


def test_the_packets_of_a_body_are_looked_at_one_by_one() -> None:
    assert packets_in("\x1e".join(OURS).encode()) == OURS
    with pytest.raises(ApiError):
        packets_in("\x1e".join([*OURS, "bAAAA"]).encode())


@pytest.mark.parametrize("body", [b"", b"\xff", b"3" * (LARGEST_PACKET + 1), b"3\x1e"])
def test_a_body_that_holds_no_packets_is_refused(body: bytes) -> None:
    with pytest.raises(ApiError):
        packets_in(body)
