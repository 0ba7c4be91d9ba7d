"""Whether a message about reminders asks for none. The intent says already that reminders are meant."""

from __future__ import annotations

import re
from typing import Final

_NOT: Final = r"(not|never|no|(do|does|did|wo|would|need)n?['’]?t)"
_NONE: Final = re.compile(
    rf"\b({_NOT}|stop\w*|stpo|off|cancel\w*|without|unsubscri\w*|opt(ing)?[ -]?out|disab\w*|deactivat\w*|end|quit|"
    r"mute\w*|silence|remove|delete|enough|cease|discontinue|leave me|kill|ditch|drop the|pause|halt|annoy\w*|"
    r"get rid)\b",
    re.IGNORECASE,
)
#: The same words where they ask for the contrary, or for nothing: "don't let me forget", "the end of the window".
_SOME: Final = re.compile(
    rf"\b({_NOT} (\w+ ){{0,3}}?(forget\w*|miss\w*|los(e|ing))|{_NOT} want to (keep|have to)|"
    r"drop[- ]off|drop(ping|ped)? (it |the (parcel|package) )?off|(why|if) not|not (to|too) late|no later|not sure|"
    r"(the|at|return|window|period)(['’]s)? end)\b|\bif\b[^,.;!?]*",
    re.IGNORECASE,
)


def wants_none(message: str) -> bool:
    """Whether a message about reminders asks to end them rather than for some.

    Args:
        message: What the customer wrote.
    """
    return _NONE.search(_SOME.sub(" ", " ".join(message.split()))) is not None
