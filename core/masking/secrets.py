"""Passwords, PINs, card security codes and one-time codes, after the words that announce them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.masking.span import Span

PASSWORD_LABEL = "[password]"  # noqa: S105 - what is written in a password's place
CODE_LABEL = "[code]"

_SAYS = r"(?:\s+(?:is|was|it's|equals?|ist|es|est|é)(?=\s|:)|\s*(?:[:=]|->|=>))"
_PASSWORD = re.compile(
    r"\b(?:pass ?words?|passphrase|passwd|pwd|passwort|kennwort|contrase(?:ñ|n)a|mot de passe|senha|wachtwoord"
    r"|пароль|סיסמה)\b"
    rf"(?:\s+(?:for|of|to|on|in)(?:\s+[\w.@-]+){{1,4}}?(?={_SAYS}))?(?P<says>{_SAYS})?:?\s+[\"'«“]?(?P<value>[^\s\"'»”]+)"
    r"|\b(?:pass ?words?|passphrase|passwd|pwd|passwort|kennwort|contrase(?:ñ|n)a|mot de passe|senha|wachtwoord"
    r"|пароль|סיסמה)\s*[:=]\s*[\"'«“]?(?P<glued>[^\s\"'»”]+)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:pin|cvv2?|cvc2?|csc|card verification|security code|one[ -]time (?:code|password)|otp|2fa|tan"
    r"|verification code|confirmation code|login code|sms code)\b",
    re.IGNORECASE,
)
# Nothing after it can send it back: the code is looked for where the link ends, and only there.
_LINK = re.compile(r"(?:\s+(?:code|no|number|is|was|of|for|my|card|the)\b)*\s*[.:#=-]*\s*", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[ -]?\d){2,7}(?![^\W_]|[./]\d)")
# No word of a sentence has a digit, a sign or a capital inside.
_WORD = re.compile(r"[^\W\d_]?(?:[^\W\d_A-Z]*|[A-Z]*)(?:[-'’/][^\W\d_]*)*")
_AFTER = ".,;!?)…"
# How a sentence about a password goes on that does not tell it.
_ORDINARY = re.compile(
    r"a|about|accepted|again|also|an|and|any|anymore|as|asked|been|being|blocked|broken|but|by|"
    r"can|change|changed|changing|correct|different|email|empty|expired|field|fine|for|forgotten|"
    r"form|from|gone|good|hacked|has|he|how|i|if|in|incorrect|insecure|invalid|is|it|known|"
    r"link|locked|lost|manager|mandatory|me|missing|my|necessary|needed|never|new|no|not|of|off|"
    r"ok|okay|old|on|or|page|please|protected|recovery|refused|rejected|required|requirements|"
    r"reset|right|rules|safe|saved|secret|secure|sent|she|so|still|stolen|stored|temporary|that|"
    r"the|there|they|this|to|too|unknown|valid|wanted|was|weak|when|which|will|with|working|"
    r"wrong|you|your",
    re.IGNORECASE,
)
_END_OF_CLAUSE = re.compile(r"\s*(?:[,;.!?)\"']|$|\n|(?:and|but|or|so|please|pls|thanks)\b)", re.IGNORECASE)


def secrets(text: str) -> Iterator[Span]:
    """The secrets of a text."""
    for found in _PASSWORD.finditer(text):
        name = "value" if found.group("value") is not None else "glued"
        word = found.group(name)
        value = word.rstrip(_AFTER) or word
        start = found.start(name)
        told = name == "glued" or (found.group("says") or "").strip()[-1:] in (":", "=", ">")
        if _is_secret(value, told=told, said=bool(found["says"]), ends=_ends_clause(text, start + len(value))):
            yield Span(start, start + len(value), PASSWORD_LABEL)


def codes(text: str, order_number_digits: int) -> Iterator[Span]:
    """The digits of a text that are called a PIN, a security code or a one-time code.

    Args:
        text: What somebody wrote.
        order_number_digits: As many digits are an order number, whatever it is called.
    """
    for called in _CODE.finditer(text):
        link = _LINK.match(text, called.end())
        found = _DIGITS.match(text, link.end()) if link else None
        if found and sum(sign.isdigit() for sign in found.group()) != order_number_digits:
            yield Span(*found.span(), CODE_LABEL)


def _is_secret(value: str, *, told: bool, said: bool, ends: bool) -> bool:
    """Whether the word after "password" is one.

    Args:
        value: The word.
        told: It follows a colon or an equals sign.
        said: It follows "is", a colon or an equals sign.
        ends: The clause ends with it.
    """
    if value.startswith("[") or not any(map(str.isalnum, value)):
        return False
    if told or not _WORD.fullmatch(value):
        return True
    return said and ends and not _ORDINARY.fullmatch(value)


def _ends_clause(text: str, place: int) -> bool:
    return _END_OF_CLAUSE.match(text, place) is not None
