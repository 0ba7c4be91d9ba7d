"""Whether a request comes from outside, through a proxy."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

#: What proxies add to the requests that they pass on.
_PASSED_ON: Final = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via")


def is_passed_on(headers: Container[str]) -> bool:
    """Whether a request came through a proxy, after its headers."""
    return any(name in headers for name in _PASSED_ON)
