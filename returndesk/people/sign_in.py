"""Signing in: a name, a password and, where the account has one, a code; and how often somebody may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType
from typing import Final, Optional

from sqlalchemy.engine import Engine

from actions.store.proof.guess_limits import Limit
from returndesk.people.accounts import Accounts, Person
from returndesk.people.passwords import NOBODYS, code_step, is_password
from returndesk.people.roles import DEMO_NAME
from returndesk.people.tries import Tries, digest, seconds

_HOUR: Final = timedelta(hours=1)


class _Subject(str, Enum):
    """What refused tries are counted for."""

    NAME = "person"
    ADDRESS = "address of a person"
    NAME_AT_ADDRESS = "person at address"


#: Somebody who is wrong four times waits, longer each time. From many addresses a name may be tried some more, and
#: never is it locked: whoever knows a name could keep its owner out.
_LIMITS: Final[Mapping[_Subject, Limit]] = MappingProxyType(
    {
        _Subject.NAME_AT_ADDRESS: Limit(free=4, pauses=seconds(5, 15, 60, 300), window=_HOUR),
        _Subject.ADDRESS: Limit(free=20, pauses=seconds(5, 15, 60), window=_HOUR),
        _Subject.NAME: Limit(free=30, pauses=seconds(5, 15, 60), window=_HOUR),
    }
)


@dataclass(frozen=True)
class Shown:
    """What somebody types to sign in, and the network that they do it from."""

    name: str
    password: str
    code: str
    network: str


class SignIn:
    """Finds out who somebody is. Blocks: it takes a tenth of a second of computing by intention.

    Args:
        engine: A migrated database, from `open_engine`.
        demo: Whether the demo shop's account counts.
    """

    def __init__(self, engine: Engine, *, demo: bool) -> None:
        self._tries = Tries(engine)
        self._accounts = Accounts(engine)
        self._demo = demo

    def person(self, shown: Shown, now: datetime) -> Optional[Person]:
        """Who shows this; None where it is nobody, for whatever reason.

        A try counts as refused before anybody looks, and no more when it was right: of many at once no more are taken
        than of as many in a row.

        Raises:
            TryLater: There were too many.
            StoreUnavailable: The database did not answer.
        """
        counted = self._count(shown, now)
        found = self._accounts.credentials(shown.name) if self._demo or shown.name != DEMO_NAME else None
        right = is_password(shown.password, found.password if found else NOBODYS)
        # Who signs in at the identity provider has no password that could be right.
        if found is None or not right or found.locked or found.person.issuer:
            return None
        if found.totp_secret is not None:
            step = code_step(shown.code, found.totp_secret, now)
            if step is None or not self._accounts.use_code(found.person, step):
                return None
        self._tries.take_back(counted)
        return found.person

    def _count(self, shown: Shown, now: datetime) -> list[int]:
        subjects = {
            digest(_Subject.NAME.value, shown.name): _LIMITS[_Subject.NAME],
            digest(_Subject.ADDRESS.value, shown.network): _LIMITS[_Subject.ADDRESS],
            digest(_Subject.NAME_AT_ADDRESS.value, f"{shown.network} {shown.name}"): _LIMITS[_Subject.NAME_AT_ADDRESS],
        }
        return self._tries.count(subjects, now)
