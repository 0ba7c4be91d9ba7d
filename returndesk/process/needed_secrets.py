"""Which secrets of the environment a process gets: those that it reads, and none besides.

What somebody finds in one process, by a hole in the page's server for one, opens nothing of another's then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.settings import ENV_PREFIX, Settings, secret_fields

#: What libraries read by themselves: where traces go, with headers, and how PostgreSQL is reached.
LIBRARIES: Final = ("OTEL_", "PG")

_FILE: Final = "_FILE"
#: Words in the name of a variable that no setting of ours tells of: a channel's, a library's or a shop's own. The
#: address of a mail server has the account's password in it.
_SECRET_WORD = re.compile(r"SECRETS?|TOKENS?|(?:PG)?PASS(?:WORD|WD|FILE|PHRASE)?|KEYS?|CREDENTIALS?|HEADERS|SMTP|IMAP")


@dataclass(frozen=True)
class NeededSecrets:
    """The secrets that a process reads, by what the names of their variables begin with.

    Args:
        beginnings: Of those that it reads; an empty text is the beginning of all.
        but: Of those among them that it does not read.
    """

    beginnings: Sequence[str] = ()
    but: Sequence[str] = ()

    def of(self, environment: Mapping[str, str]) -> Mapping[str, str]:
        """An environment without the secrets, and the files that hold them, that the process does not read."""
        return {name: value for name, value in environment.items() if self._reads(name) or not _holds_secret(name)}

    def _reads(self, variable: str) -> bool:
        return variable.startswith(tuple(self.beginnings)) and not variable.startswith(tuple(self.but))


#: Of a process that reads none.
NO_SECRETS: Final = NeededSecrets()


def variables(*fields: str) -> tuple[str, ...]:
    """The variables that settings are read from."""
    return tuple(f"{ENV_PREFIX}{field.upper()}" for field in fields)


def _holds_secret(variable: str) -> bool:
    name = variable[: -len(_FILE)] if variable.endswith(_FILE) else variable
    if name in variables(*Settings.__fields__):
        return name in variables(*secret_fields())
    return any(map(_SECRET_WORD.fullmatch, name.upper().split("_")))
