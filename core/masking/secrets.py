"""Passwords, PINs, card security codes and one-time codes, by the words that announce them or the address before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.identifiers import NumberShapes, is_evident_tracking_number, number_key
from core.masking.span import Span

PASSWORD_LABEL = "[password]"  # noqa: S105 - what is written in a password's place
CODE_LABEL = "[code]"

_SAYS = r"(?:\s+(?:is|was|it's|equals?|ist|es|est|é)(?=\s|:)|\s*(?:[:=]|->|=>))"
_PASSWORD = re.compile(
    r"\b(?:pass ?words?|passphrase|passwd|pwd|passwort|kennwort|contrase(?:ñ|n)a|mot de passe|senha|wachtwoord"
    r"|пароль|סיסמה|pw(?=\s)|pass(?=\s+(?:is|was)\s|\s?[:=]))\b"
    rf"(?:\s+(?:for|of|to|on|in)(?:\s+[\w.@-]+){{1,4}}?(?={_SAYS}))?(?P<says>{_SAYS})?:?\s+[\"'«“]?(?P<value>[^\s\"'»”]+)"
    r"|\b(?:pass ?words?|passphrase|passwd|pwd|passwort|kennwort|contrase(?:ñ|n)a|mot de passe|senha|wachtwoord"
    r"|пароль|סיסמה|pw|pass)\s*[:=]\s*[\"'«“]?(?P<glued>[^\s\"'»”]+)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:pin|cvv2?|cvc2?|csc|card verification|otp|2fa|tan|one[ -]time (?:code|pin|password|passcode)|passcode"
    r"|(?:security|verification|confirmation|login|log-in|sign-?in|sms|text|access|auth\w{0,12}|activation|email) code"
    r"|code (?:that |which )?(?:they|you|it|i|we|somebody|someone) (?:\w+ )?(?:sent|send|texted|got|received|gave)"
    r"(?: (?:me|us))?"
    r"|code (?:from|in|by|via) (?:the |my |an? )?(?:sms|text|texts|e-?mail|message|app)"
    r"|(?:best[aä]tigungs|sicherheits|einmal|sms-?)code"
    r"|code de (?:v[eé]rification|s[eé]curit[eé]|confirmation)"
    r"|c[oó]digo de (?:verifica\w{1,6}|seguran[cç]a|seguridad|confirma\w{1,6})"
    r"|codice di (?:verifica|sicurezza|conferma)"
    r"|(?:verificatie|beveiligings|bevestigings)code|код (?:подтверждения|из смс|підтвердження|з смс)"
    r"|קוד (?:אימות|אישור))\b",
    re.IGNORECASE,
)
# "482913 is my code"
_CODE_BEFORE = re.compile(
    r"(?<![\w.,/-])(?P<digits>\d(?:[ -]?\d){3,7}) (?:is|was) (?:my|the|your|our) "
    r"(?:\w{1,20} ){0,2}(?:code|otp|pin|passcode)\b",
    re.IGNORECASE,
)
# Nothing after it can send it back: the code is looked for where the link ends, and only there.
_LINK = re.compile(
    r"(?:\s+(?:code|no|number|is|was|of|for|my|card|the|ist|es|est|é|è)\b)*\s*[.:#=-]*\s*", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:[A-Z]{1,2}-)?\d(?:[ -]?\d){2,7}(?![^\W_]|[./]\d)")
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
    for before in _CODE_BEFORE.finditer(text):
        yield Span(*before.span("digits"), CODE_LABEL)


# What people put between an address and its password; without a blank, or with a blank around it.
_BEHIND_ADDRESS = re.compile(
    r"(?P<glued>[:/|;])?(?:\s{1,3}(?P<sign>[:/|,;-])?\s{0,3})?(?P<value>[^\s\"'»”]{4,64})(?!\S)"
)
# Numbers, dates and amounts with what belongs to them: nothing that somebody signs in with.
_NO_PASSWORD = re.compile(
    r"[+(]?\d[\d.,:/+()-]*[^\W\d_]{0,10}|[A-Z]{1,5}[-_#]?\d[\dA-Z-]*|r[-#]?\d+|[a-z]{2}\d{8,}[a-z]{0,2}|[€$£₽₴₪]\S*",
    re.ASCII,
)


def _is_number(value: str, shapes: NumberShapes) -> bool:
    if _NO_PASSWORD.fullmatch(value) or is_evident_tracking_number(value.upper()):
        return True
    return shapes.shape_of(number_key(value)) is not None


def beside_addresses(text: str, addresses: Iterable[tuple[int, int]], shapes: NumberShapes) -> Iterator[Span]:
    """What stands behind an e-mail address as a password does: "ana@example.com / Blue7horse".

    Args:
        text: What somebody wrote.
        addresses: Where its e-mail addresses stand.
        shapes: What the shop's numbers look like, of which one is no password.
    """
    for _, end in addresses:
        found = _BEHIND_ADDRESS.match(text, end)
        if found is None:
            continue
        value = found["value"].rstrip(_AFTER)
        has_both = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
        if has_both and "@" not in value and not _is_number(value, shapes):
            yield Span(found.start("value"), found.start("value") + len(value), PASSWORD_LABEL)


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
