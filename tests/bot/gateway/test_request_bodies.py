"""A message within its limit of characters is taken, however its client writes it in JSON."""

from __future__ import annotations

import json

import pytest

from bot.gateway.errors import ApiError
from bot.gateway.packets import LARGEST_PACKET, packets_in
from bot.gateway.request_bodies import LONGEST_MESSAGE, message_in, object_in

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
