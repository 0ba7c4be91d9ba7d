"""How a shop is asked again that doesn't answer, or asks to be left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from core.http_client import ServiceUnavailable

Given = TypeVar("Given")

_LONGEST_PAUSE: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class Patience:
    """So many tries, with a pause between them that the shop may choose.

    Args:
        tries: How often something is asked at most.
        first_pause: Before the second try, where the shop names none; doubled each time.
        sleep: Waits so many seconds.
    """

    tries: int = 1
    first_pause: timedelta = timedelta(seconds=2)
    sleep: Callable[[float], None] = time.sleep

    def ask(self, question: Callable[[], Given]) -> Given:
        """The answer to a question.

        Raises:
            ServiceUnavailable: There was none at the last try, or the shop wants to be left alone for longer than that.
        """
        pause = self.first_pause
        for left in reversed(range(self.tries)):
            try:
                return question()
            except ServiceUnavailable as error:
                wanted = error.pause or pause
                if not left or wanted > _LONGEST_PAUSE:
                    raise
                self.sleep(wanted.total_seconds())
                pause *= 2
        raise AssertionError("there is one try at least")


#: Somebody waits for the answer.
ONCE: Final = Patience()
#: A shop that is down for a minute or two, or throttles, is waited for.
PATIENT: Final = Patience(tries=7)
