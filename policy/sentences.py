"""Sentences in English with values in them, which whoever shows them may have in other languages."""

from __future__ import annotations


class Sentence(str):
    """A sentence. It is a text, and knows what it was made of.

    Args:
        words: The sentence, with `%(name)s` where a value stands, as a catalogue has it: without straight quotes.
        values: What stands there; of a sentence its words in the same language.

    Attributes:
        words: As above.
        values: As above, by name.
    """

    words: str
    values: dict[str, str]

    def __new__(cls, words: str, **values: str) -> Sentence:
        """The sentence with its values in their places."""
        made = super().__new__(cls, words % values)
        made.words, made.values = words, values
        return made
