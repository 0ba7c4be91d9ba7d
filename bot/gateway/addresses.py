"""Whose address a request comes from, also behind proxies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Union

Network = Union[IPv4Network, IPv6Network]

#: What a provider gives one customer; addresses within it are one caller.
_ONE_CALLER_IPV6 = 64
#: What a provider gives one organisation, and many give whoever asks.
_ONE_SITE_IPV6 = 48
_UNKNOWN = "unknown"
#: As some proxies write it: 203.0.113.7:4711, [2001:db8::7]:4711, [2001:db8::7].
_WITH_PORT = re.compile(r"(?P<v4>[0-9.]{7,15}):[0-9]{1,5}|\[(?P<v6>[0-9A-Fa-f:.]{2,45})\](?::[0-9]{1,5})?")


@dataclass(frozen=True)
class Caller:
    """Where a request comes from.

    Args:
        address: The network address; "unknown" where there is none, as on a Unix socket.
        from_this_machine: Whether the caller sits on the desk's own machine, with no proxy in between.
    """

    address: str
    from_this_machine: bool

    @property
    def is_known(self) -> bool:
        """Whether there is an address, so that what is counted for it is one caller's."""
        return self.address != _UNKNOWN

    @property
    def network(self) -> str:
        """What limits count by: the address, of IPv6 the network that one customer has."""
        return self._within(_ONE_CALLER_IPV6) or self.address

    @property
    def site(self) -> str:
        """The network of IPv6 that one organisation has, out of which one caller can take many; empty of IPv4."""
        return self._within(_ONE_SITE_IPV6)

    def _within(self, bits: int) -> str:
        if ":" not in self.address:
            return ""
        try:
            address = ip_address(self.address)
        except ValueError:
            return ""
        return str(ip_network((address, bits), strict=False)) if isinstance(address, IPv6Address) else ""


def networks(text: str) -> tuple[Network, ...]:
    """Read `10.0.0.0/8, ::1`.

    Raises:
        ValueError: The first entry that is not a network.
    """
    return tuple(ip_network(entry, strict=False) for entry in text.replace(",", " ").split())


def caller_of(peer: str, forwarded_for: str, proxies: Iterable[Network]) -> Caller:
    """Who made a request.

    Args:
        peer: The address at the other end of the connection.
        forwarded_for: The `X-Forwarded-For` header, empty where there is none. Anybody can send one, so an address in
            it counts only as far as a proxy of ours wrote it.
        proxies: Our proxies.
    """
    known = tuple(proxies)
    forwarded = [entry.strip() for entry in forwarded_for.split(",") if entry.strip()]
    address = _plain(peer)
    while forwarded and _is_within(address, known):
        address = _plain(forwarded.pop())
    return Caller(address, from_this_machine=not forwarded_for and _is_loopback(address))


def _plain(address: str) -> str:
    """The address as `ipaddress` writes it, less a port; an IPv4 address in IPv6's clothes becomes itself."""
    with_port = _WITH_PORT.fullmatch(address)
    try:
        parsed = ip_address(with_port["v4"] or with_port["v6"] if with_port else address)
    except ValueError:
        return _UNKNOWN
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


def _is_within(address: str, proxies: tuple[Network, ...]) -> bool:
    return bool(proxies) and address != _UNKNOWN and any(ip_address(address) in proxy for proxy in proxies)


def _is_loopback(address: str) -> bool:
    return address != _UNKNOWN and ip_address(address).is_loopback
