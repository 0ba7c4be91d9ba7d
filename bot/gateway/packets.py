"""What a client of the Socket.IO channel may send; the rest of Engine.IO and Socket.IO is no part of our protocol.

Binary packets and those with attachments would be kept until they are complete, acknowledgements are never asked for,
and there is one namespace. What is refused here, no library reads.
"""

from __future__ import annotations

import re
from typing import Final, Union

from bot.gateway.errors import ApiError
from bot.gateway.request_bodies import LARGEST_BODY

#: In bytes: the longest packet, and the longest body in which polling brings several.
LARGEST_PACKET: Final = LARGEST_BODY
#: Engine.IO's end, probe, answer to a ping and upgrade; Socket.IO's connect, disconnect and event. An event's name is
#: written plainly, and is none of those that the library keeps for connections themselves.
_PACKET: Final = re.compile(
    r'1|2probe|3|5|40(\{.*)?|41|42\d{0,15}\["(?!(?:connect|disconnect|connect_error|__disconnect_final)")[^"\\]{0,64}".*',
    re.DOTALL | re.ASCII,
)
#: What stands between two packets in a body.
_BETWEEN: Final = "\x1e"


def check_packet(packet: Union[str, bytes]) -> None:
    """Make sure that a packet is one of those that a client sends; what its JSON holds is not looked at.

    Raises:
        ApiError: It is none.
    """
    if not isinstance(packet, str) or not _PACKET.fullmatch(packet):
        raise ApiError(400, "That is no packet of this channel; see docs/gateway.md.")


def packets_in(body: bytes) -> list[str]:
    """The packets of a body that polling has brought.

    Raises:
        ApiError: It is none, or one of its packets is none.
    """
    if len(body) > LARGEST_PACKET:
        raise ApiError(413, f"The body is larger than {LARGEST_PACKET // 1024} kB; send less.")
    packets = body.decode("utf-8", "replace").split(_BETWEEN)
    for packet in packets:
        check_packet(packet)
    return packets
