"""Puts labels in the place of what the finders find."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from core.identifiers import USUAL_SHAPES, NumberShapes
from core.masking.bank_accounts import bank_accounts, named_accounts
from core.masking.card_numbers import card_numbers
from core.masking.identity_documents import identity_documents
from core.masking.phone_numbers import phone_numbers
from core.masking.secrets import beside_addresses, codes, secrets
from core.masking.span import Span
from core.masking.tokens import tokens
from core.settings import load_settings

_DIGIT = re.compile(r"\d")
# Every word that announces a password holds one of these.
_SECRET = re.compile(r"pass|pwd|\bpw\b|kennwort|contrase|senha|wachtwoord|пароль|סיסמה", re.IGNORECASE)
# Takes words whole, whether an address follows or not, so that none is read again from each of its letters.
_WORD = re.compile(r"[^\s@:;,<>()\[\]\"']+(?P<host>@[^\s@:;,<>()\[\]\"']+\.[^\W\d_]{2,})?")


class Masker:
    """Replaces what nobody needs in order to help with a return.

    Args:
        order_number_digits: How many digits an order number of this shop has; 0 where those say nothing.
        shapes: What the shop's numbers look like.
        countries: Where its customers live, by ISO code: phone numbers as they are dialled there are known by that.
    """

    def __init__(
        self, order_number_digits: int, countries: Collection[str] = (), shapes: NumberShapes = USUAL_SHAPES
    ) -> None:
        self._order_number_digits = order_number_digits
        self._countries = frozenset(countries)
        self.shapes = shapes

    @classmethod
    def for_shop(cls, shapes: NumberShapes, countries: Collection[str] = ()) -> Masker:
        """A masker for a shop whose numbers look so, and whose customers live there."""
        return cls(shapes.left_unmasked, countries, shapes)

    def mask(self, text: str, countries: Collection[str] | None = None) -> str:
        """The text with labels in place of cards, accounts, phone numbers, identity documents and secrets.

        Masking what is masked already changes nothing.

        Args:
            text: What somebody wrote.
            countries: Where they may be at home, by ISO code; without it where the shop's customers are.
        """
        has_digits = _DIGIT.search(text) is not None
        if not has_digits and _SECRET.search(text) is None:
            return text
        at_home = self._countries if countries is None else countries
        spans = _apart(self._spans(text, at_home, has_digits=has_digits), _addresses(text))
        parts, done = [], 0
        for start, end, label in sorted(spans):
            parts += [text[done:start], label]
            done = end
        return "".join(parts) + text[done:]

    def _spans(self, text: str, countries: Collection[str], *, has_digits: bool) -> Iterator[Span]:
        """What to replace; where two overlap, the first one counts."""
        if has_digits:
            # The check of an account's number says more than that of a card's, which one number in ten passes.
            yield from bank_accounts(text)
            yield from card_numbers(text)
            yield from tokens(text)
        yield from secrets(text)
        if has_digits:
            yield from codes(text, self._order_number_digits)
            yield from identity_documents(text, self._order_number_digits)
            yield from named_accounts(text, self._order_number_digits)
            yield from phone_numbers(text, self._order_number_digits, countries)
            yield from beside_addresses(text, _addresses(text), self.shapes)


def mask(text: str, countries: Collection[str] | None = None) -> str:
    """`Masker.mask` with this shop's settings.

    Args:
        text: What somebody wrote.
        countries: Where they may be at home, by ISO code; without it where the shop's customers are.

    Raises:
        SettingsError: A RETURNDESK_… variable can't be used.
    """
    return _masker().mask(text, countries)


@lru_cache(maxsize=1)
def _masker() -> Masker:
    settings = load_settings()
    return Masker.for_shop(settings.number_shapes, settings.home_countries)


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where e-mail addresses stand: they prove who a customer is, also those with many digits."""
    return [found.span() for found in _WORD.finditer(text) if found["host"]] if "@" in text else []


def _apart(spans: Iterable[Span], keep: list[tuple[int, int]]) -> list[Span]:
    """The spans that overlap neither what is kept nor one that came before them."""
    taken = list(keep)  # in order, and none overlaps another
    chosen = []
    for span in spans:
        place = bisect_left(taken, (span.end, span.end))
        if place == 0 or taken[place - 1][1] <= span.start:
            taken.insert(place, (span.start, span.end))
            chosen.append(span)
    return chosen
