"""A message within its limit of characters is taken, however its client writes it in JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.gateway.errors import ApiError
from bot.gateway.packets import LARGEST_PACKET, packets_in
from bot.gateway.request_bodies import (
    LARGEST_BODY,
    LONGEST_MESSAGE,
    locale_in,
    message_id_in,
    message_in,
    object_in,
    sender_in,
)

LONGEST = {"emoji": "\U0001f9e6", "Hebrew": "\u05d0", "quotes": '"', "control": "\x01", "plain": "a"}


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "in UTF-8"])
@pytest.mark.parametrize("sign", LONGEST)
def test_the_longest_message_fits(sign: str, escaped: bool) -> None:
    message = LONGEST[sign] * LONGEST_MESSAGE
    said = {"message": message, "message_id": "m" * 64, "locale": "pt-BR", "rich": True}
    body = json.dumps(said, ensure_ascii=escaped).encode()
    assert message_in(object_in(body)) == message
    packet = b'42123["say",' + body + b"]"
    assert packets_in(packet) == [packet.decode()]


def test_one_character_more_is_refused_for_its_length_and_not_for_its_encoding() -> None:
    body = json.dumps({"message": LONGEST["emoji"] * (LONGEST_MESSAGE + 1)}).encode()
    with pytest.raises(ApiError, match="longer than 2000 characters"):
        message_in(object_in(body))
    assert len(body) < LARGEST_PACKET


@pytest.mark.parametrize(
    ("read", "body", "says"),
    [
        (object_in, b"{", "not JSON in UTF-8"),
        (object_in, b'{"a": "\xff"}', "not JSON in UTF-8"),
        (object_in, b"[1]", 'not an object such as {"message"'),
        (object_in, b" " * (LARGEST_BODY + 1), f"larger than {LARGEST_BODY // 1024} kB"),
        (message_in, {}, '"message" is missing or not a text'),
        (message_id_in, {"message_id": "a b"}, '"message_id" is not 1 to 64 letters'),
        (locale_in, {"locale": "nowhere at all"}, '"locale" is no language tag'),
        (sender_in, {"sender": "a\nb"}, '"sender" is not a name of 1 to 128'),
    ],
)
def test_a_refusal_names_what_it_is_about_and_repeats_nothing_of_it(read: Any, body: Any, says: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read(body)
    assert says in refusal.value.reason
    assert "nowhere at all" not in refusal.value.reason
    assert "a b" not in refusal.value.reason
