"""What a shop's numbers look like: perhaps letters or a "#" at the beginning, then so many digits.

A shape is written as people read it: `#<4 to 6 digits>`, `RMA-<5 digits>`, `<3 digits>-<7 digits>-<7 digits>`. It is no
regular expression, so that no shape of any shop can make reading a message slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, NamedTuple, Optional

from core.identifiers.separators import LONGEST_NUMBER, SEPARATOR, SEPARATORS
from core.identifiers.tracking import is_evident_tracking_number

ShapeKind = Literal["order", "return", "tracking"]

#: The digits that stand for a number of so many of them where no shop has given an example.
_EXAMPLE_DIGITS: Final = "1234567890"
#: Fewer digits than this behind a "#" are a place in a list, where a shop does not write one itself.
_FEWEST_BEHIND_HASH: Final = 4
#: Fewer digits than this are common in all that people write; as many are left to be masked whatever they look like.
_FEWEST_APART: Final = 8

# What stands around and between the parts, in a `folded` text. Blanks stand between short groups only: what follows
# "R1001 " is something else.
_GAP: Final = rf"(?P<gap>(?:{SEPARATOR}|\s){{0,3}})"
_GROUPS: Final = rf"(?P<digits>[0-9]{{1,3}}(?:\s[0-9]{{1,3}})+|[0-9]+(?:{SEPARATOR}[0-9]+)*)(?![^\W_])"
#: "#1001" says that it is a number of something, so nothing is between its digits; "&#1001;" is a sign of a web page.
_DIGIT: Final = re.compile("[0-9]")
_AFTER_HASH: Final = re.compile(rf"(?<![0-9&])#\s?(?P<digits>[0-9]{{1,{LONGEST_NUMBER}}})(?![^\W_]|[-.,/][0-9])")


class Digits(NamedTuple):
    """From how many to how many digits, both of them included."""

    least: int
    most: int

    def hold(self, count: int) -> bool:
        """Whether so many digits are as many."""
        return self.least <= count <= self.most

    @property
    def exactly(self) -> int:
        """How many digits, 0 where it may be more or fewer."""
        return self.least if self.least == self.most else 0


class WrittenNumber(NamedTuple):
    """A number in a text: offsets of its first character and after its last, and its key."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class NumberShape:
    """One way in which a shop's numbers are written.

    Args:
        kind: What they are the numbers of.
        lead: The letters that they begin with, in upper case; empty where there are none.
        digits: How many digits follow.
        hashed: Whether they are written with a "#" at the beginning, which is no part of the key.
    """

    kind: ShapeKind
    lead: str
    digits: Digits
    hashed: bool = False

    def fits(self, key: str) -> bool:
        """Whether a key, without separators and in upper case, is of this shape."""
        digits = key[len(self.lead) :]
        return key.startswith(self.lead) and digits.isdigit() and self.digits.hold(len(digits))

    def could_be(self, other: NumberShape) -> bool:
        """Whether some key is of this shape and of another one."""
        common = max(self.digits.least, other.digits.least) <= min(self.digits.most, other.digits.most)
        return self.lead == other.lead and common

    def could_be_of_a_carrier(self) -> bool:
        """Whether some key of this shape is a number that the post or UPS prints."""
        counts = range(self.digits.least, self.digits.most + 1)
        return any(is_evident_tracking_number(self.lead + "1" * count) for count in counts)

    def written(self, text: str) -> Iterator[WrittenNumber]:
        """Where numbers stand in a `folded` text that their letters or their "#" make evident.

        "where r my 2 items" has none: the fewer digits there are, the closer to their letter they stand.
        """
        for found in self._expression.finditer(text) if self._expression else ():
            digits = SEPARATORS.sub("", found["digits"])
            least = self.digits.least
            if len(self.lead) == 1:
                least = max(least, 1 + text[found.start()].islower() + found["gap"].isspace())
            if least <= len(digits) <= self.digits.most:
                yield WrittenNumber(found.start(), found.end(), self.lead + digits)

    @cached_property
    def _expression(self) -> Optional[re.Pattern[str]]:
        if self.lead:
            return re.compile(rf"(?<![^\W_]){self.lead}{_GAP}{_GROUPS}", re.IGNORECASE | re.ASCII)
        # Who writes a "#" means a number, unless so few digits are one that it may be any count.
        return _AFTER_HASH if self.hashed or self.digits.least >= _FEWEST_BEHIND_HASH else None


@dataclass(frozen=True)
class NumberShapes:
    """What the numbers of one shop look like.

    Args:
        shapes: Every shape, in the order in which they are tried; the store's own returns are of one of them.
        order_example: An order number, as answers show one.
        return_example: A return number likewise.
    """

    shapes: tuple[NumberShape, ...]
    order_example: str
    return_example: str

    def of(self, kind: ShapeKind) -> tuple[NumberShape, ...]:
        """The shapes of one kind of number."""
        return tuple(shape for shape in self.shapes if shape.kind == kind)

    def shape_of(self, key: str) -> Optional[NumberShape]:
        """The shape that a key is of; None where it is none of this shop's numbers."""
        return next((shape for shape in self.shapes if shape.fits(key)), None)

    def completed(self, digits: str) -> str:
        """The key of an order that a customer named by its digits alone: as it is, or behind the letters it lacks."""
        orders = [shape for shape in self.of("order") if shape.digits.hold(len(digits))]
        return orders[0].lead + digits if orders and self.shape_of(digits) is None else digits

    def counts(self, digits: int) -> bool:
        """Whether so many digits alone are a number of an order or a return."""
        return any(not shape.lead and shape.digits.hold(digits) for shape in (*self.of("order"), *self.of("return")))

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The letters that order and return numbers begin with, the longest first."""
        return tuple(sorted({shape.lead for shape in self.shapes if shape.lead}, key=lambda lead: (-len(lead), lead)))

    @cached_property
    def order_digits(self) -> Digits:
        """From how many to how many digits order numbers have."""
        orders = self.of("order")
        return Digits(min(each.digits.least for each in orders), max(each.digits.most for each in orders))

    @property
    def left_unmasked(self) -> int:
        """How many digits in a row are an order number rather than a phone's or a document's; 0 where it is uncertain.

        Where few digits or several lengths are order numbers, what may be a person's is masked as anywhere.
        """
        plain = all(not shape.lead for shape in self.of("order"))
        return self.order_digits.exactly if plain and self.order_digits.least >= _FEWEST_APART else 0

    def is_tracking(self, key: str) -> bool:
        """Whether a key can be nothing but a carrier's number."""
        return is_evident_tracking_number(key) or any(shape.fits(key) for shape in self.of("tracking"))

    def written(self, text: str) -> Iterator[WrittenNumber]:
        """The numbers of orders and returns in a `folded` text that are evident, by their place in it."""
        # Looking for each shape at each letter takes long, and most messages hold no number at all.
        if not _DIGIT.search(text):
            return
        found = [number for shape in (*self.of("return"), *self.of("order")) for number in shape.written(text)]
        end = 0
        for number in sorted(found, key=lambda each: (each.start, -each.end)):
            if number.start >= end:
                yield number
                end = number.end


#: The numbers that the store gives to returns itself, from R1001 on, whatever a shop's own look like.
OWN_RETURNS: Final = NumberShape("return", "R", Digits(4, 8))


def plain_shapes(order_digits: int) -> NumberShapes:
    """The shapes of a shop that gave none of its own: an R and digits, and as many digits as order numbers have.

    Args:
        order_digits: How many those are; 0 where they differ.
    """
    digits = Digits(order_digits or 1, order_digits or LONGEST_NUMBER)
    example = (_EXAMPLE_DIGITS * (order_digits // len(_EXAMPLE_DIGITS) + 1))[: order_digits or len(_EXAMPLE_DIGITS)]
    shapes = (NumberShape("return", "R", Digits(1, LONGEST_NUMBER - 1)), NumberShape("order", "", digits))
    return NumberShapes(shapes, order_example=example, return_example="R1234")


#: How the numbers look that the training messages have, and the demo shop's.
USUAL_SHAPES: Final = plain_shapes(16)
