"""Spoils messages as hurried people do: typos, words left out, capitals, emoji.

Each change is drawn from a seed and the message alone, so that the same message is spoilt in the same way wherever it
stands and whatever else is in the set. Words with a digit or an @ are never touched: a wrong number is another
number, not another wording.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

#: One word in so many gets a typo, is left out; but always at least one.
WORDS_PER_TYPO: Final = 6
WORDS_PER_DROP: Final = 6
#: Shorter words are mistyped too, but then often are other words.
SHORTEST_MISTYPED: Final = 4
#: A message of fewer words is left whole.
FEWEST_WORDS_TO_DROP_FROM: Final = 4

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[^ ]+")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_EMOJI: Final = ("😡", "😭", "🙏", "🤔", "😅", "📦", "👍", "❗", "🙂", "😤")

Perturbation = Callable[[str, random.Random], str]


def perturbed(kind: str, text: str, seed: int) -> str:
    """A message spoilt in one way.

    Args:
        kind: One of `PERTURBATIONS`.
        text: The message.
        seed: Another seed draws other changes.
    """
    # Not for secrets: the same draws every time are the point.
    return PERTURBATIONS[kind](text, random.Random(f"{seed}:{kind}:{text}"))  # noqa: S311


def with_typos(text: str, draw: random.Random) -> str:
    """One slip of the finger in one word of six: letters swapped, left out, doubled, or a neighbouring key."""
    tokens = [token for token in _TOKEN.finditer(text) if not _is_number(token.group())]
    words = (match for token in tokens for match in _WORD.finditer(text, *token.span()))
    found = [match for match in words if len(match.group()) >= SHORTEST_MISTYPED]
    if not found:
        return text
    chosen = draw.sample(found, k=max(1, len(found) // WORDS_PER_TYPO))
    for match in sorted(chosen, key=lambda match: -match.start()):
        text = text[: match.start()] + _mistyped(match.group(), draw) + text[match.end() :]
    return text


def with_words_left_out(text: str, draw: random.Random) -> str:
    """One word of six left out, whichever it is."""
    said = text.split()
    if len(said) < FEWEST_WORDS_TO_DROP_FROM:
        return text
    droppable = [number for number, word in enumerate(said) if word.isascii() and word.strip(".,!?'").isalpha()]
    count = min(max(1, len(said) // WORDS_PER_DROP), len(droppable))
    dropped = set(draw.sample(droppable, k=count))
    return " ".join(word for number, word in enumerate(said) if number not in dropped)


def with_other_case(text: str, draw: random.Random) -> str:
    """All in capitals, all in small letters, or each word with a capital."""
    return draw.choice((str.upper, str.lower, _capitalised))(text)


def with_emoji(text: str, draw: random.Random) -> str:
    """One to three emoji: between two words, or at the end."""
    said = text.split()
    for _ in range(draw.randint(1, 2)):
        said.insert(draw.randint(1, len(said)) if said else 0, draw.choice(_EMOJI) * draw.choice((1, 1, 2)))
    return " ".join(said)


def _mistyped(word: str, draw: random.Random) -> str:
    # The first letter is the one that people get right.
    at = draw.randrange(1, len(word) - 1)
    before, letter, following, after = word[:at], word[at], word[at + 1], word[at + 2 :]
    slips = [before + following + letter + after, before + following + after, before + 2 * letter + following + after]
    if neighbours := _neighbours(letter):
        slips.append(before + draw.choice(neighbours) + following + after)
    different = [slip for slip in slips if slip != word]
    return draw.choice(different)


def _neighbours(letter: str) -> list[str]:
    for row in _ROWS:
        if (at := row.find(letter.lower())) >= 0:
            return [key for key in (row[at - 1] if at else "", row[at + 1 : at + 2]) if key]
    return []


def _is_number(token: str) -> bool:
    return "@" in token or any(character.isdigit() for character in token)


def _capitalised(text: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


PERTURBATIONS: Final[Mapping[str, Perturbation]] = MappingProxyType(
    {"typos": with_typos, "dropped_words": with_words_left_out, "casing": with_other_case, "emoji": with_emoji}
)
