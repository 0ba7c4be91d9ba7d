"""Refused bodies: the length of a compressed one says nothing about what it unpacks to. Nobody has need of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: What is answered, with 415.
NOT_TAKEN: Final = "A body has to come as it is, without any Content-Encoding."


def is_packed(codings: Iterable[str]) -> bool:
    """Whether a request's body is compressed, after its Content-Encoding headers."""
    return any(coding.strip().lower() not in ("", "identity") for coding in codings)
