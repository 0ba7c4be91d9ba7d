"""Tokens and keys that programs show each other, and that people paste by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.masking.span import Span

LABEL = "[token]"

# How well-known services begin theirs, and a signed token of three parts.
_EVIDENT = re.compile(
    r"(?<![\w-])eyJ[\w-]{8,}\.[\w.-]*|\b(?:(?:sk|pk|rk)_(?:live|test)_\w{8,}|(?:gh[opsu]|github_pat)_\w{16,}|xox[a-z]-[\w-]{8,}"
    r"|AKIA[0-9A-Z]{12,}|AIza[\w-]{20,}|glpat-[\w-]{12,}|whsec_[\w+/=-]{8,})"
)
_NAMED = re.compile(
    r"\b(?:bearer|(?:access|auth|authentication|session|refresh|login|api|secret)[ _-]?(?:token|key)|token)\b"
    r"(?:\s+(?:is|was)\b)?\s{0,4}[:=]?\s{0,4}[\"'`]?(?P<value>[\w.~+/=-]{8,})",
    re.IGNORECASE,
)
_LONG = re.compile(r"[\w-]{32,}", re.ASCII)


def tokens(text: str) -> Iterator[Span]:
    """The tokens of a text: those of a known form, what is called one, and long ones of random signs."""
    for found in _EVIDENT.finditer(text):
        yield Span(*found.span(), LABEL)
    for found in _NAMED.finditer(text):
        value = found["value"].rstrip(".")
        if any(map(str.isdigit, value)) and any(map(str.isalpha, value)):
            yield Span(found.start("value"), found.start("value") + len(value), LABEL)
    for found in _LONG.finditer(text):
        if all(any(map(kind, found.group())) for kind in (str.isdigit, str.islower, str.isupper)):
            yield Span(*found.span(), LABEL)
