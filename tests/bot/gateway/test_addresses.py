"""Where a request comes from, however the proxies in between write it."""

from __future__ import annotations

import pytest

from bot.gateway.addresses import caller_of, networks

PROXIES = networks("10.0.0.0/8")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("198.51.100.9", "198.51.100.9"),
        ("198.51.100.9:52011", "198.51.100.9"),
        ("2001:db8:7::9", "2001:db8:7::9"),
        ("[2001:db8:7::9]", "2001:db8:7::9"),
        ("[2001:db8:7::9]:443", "2001:db8:7::9"),
        ("[::ffff:198.51.100.9]:443", "198.51.100.9"),
        ("192.0.2.1, 198.51.100.9:1", "198.51.100.9"),
        ("198.51.100.9:52011, 10.0.0.7:80", "198.51.100.9"),
    ],
)
def test_an_address_is_read_with_and_without_its_port(written: str, address: str) -> None:
    caller = caller_of("10.1.2.3", written, PROXIES)
    assert (caller.address, caller.is_known) == (address, True)


@pytest.mark.parametrize(
    "written", ["unknown", "_hidden", "198.51.100.9:", "198.51.100.9:1:2", "[198.51.100.9", "]", "1:2"]
)
def test_what_is_no_address_is_unknown(written: str) -> None:
    assert not caller_of("10.1.2.3", written, PROXIES).is_known


def test_of_ipv6_callers_are_counted_by_their_network_and_by_that_of_their_organisation() -> None:
    one, two = (caller_of("10.1.2.3", f"2001:db8:7:{network}::9", PROXIES) for network in ("1", "2"))
    assert (one.network, one.site) == ("2001:db8:7:1::/64", "2001:db8:7::/48")
    assert one.network != two.network
    assert one.site == two.site != caller_of("10.1.2.3", "2001:db8:8:1::9", PROXIES).site


@pytest.mark.parametrize("address", ["198.51.100.9", "::ffff:198.51.100.9", "unknown"])
def test_of_ipv4_and_of_unknown_callers_no_network_is_counted_besides(address: str) -> None:
    caller = caller_of("10.1.2.3", address, PROXIES)
    assert (caller.network, caller.site) == (caller.address, "")


def test_a_claimed_port_makes_nobody_a_proxy() -> None:
    assert caller_of("198.51.100.9", "127.0.0.1:80", PROXIES).address == "198.51.100.9"
