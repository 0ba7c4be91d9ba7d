"""What ends a command early with a message for the person at the terminal."""

from __future__ import annotations


class Failure(Exception):
    """The command cannot go on. The message says what is wrong and what to do about it, without a traceback."""
