"""Somebody in the application for people of a cluster, asked of whichever of its processes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone

import requests

from core.database.engine import open_engine
from lab.testbed.cluster import Cluster, Member
from returndesk.people.accounts import Accounts
from returndesk.people.requests import COOKIE
from returndesk.people.roles import Role

PASSWORD = "a password that is long enough"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_ANSWER_SECONDS = 60
#: How often a page looks by itself, as the script does.
_LOOKS_SECONDS = 0.2


def make_agents(cluster: Cluster, *names: str) -> None:
    """Makes an account for each, where there is none yet."""
    engine = open_engine(cluster.database_url)
    accounts = Accounts(engine)
    for name in names:
        if accounts.credentials(name) is None:
            accounts.add(name, Role.AGENT, PASSWORD, datetime.now(timezone.utc))
    engine.dispose()


@dataclass
class Agent:
    """Somebody who is signed in; their session stands in the store, and any process knows it.

    Args:
        name: Their account's.
        desk: The process that they sign in at.
    """

    name: str
    desk: Member
    _cookie: str = field(init=False)

    def __post_init__(self) -> None:
        """Sign in with the password."""
        fields = {"name": self.name, "password": PASSWORD, "next": ""}
        answer = requests.post(
            f"{self.desk.url}/people/sign-in", data=fields, timeout=_ANSWER_SECONDS, allow_redirects=False
        )
        assert answer.status_code == 303, answer.text
        # Browsers send it by https alone, which nothing speaks here.
        self._cookie = f"{COOKIE}={answer.cookies[COOKIE]}"

    def page(self, path: str) -> str:
        """A page of the process that they are at."""
        answer = requests.get(
            f"{self.desk.url}/people{path}", headers={"Cookie": self._cookie}, timeout=_ANSWER_SECONDS
        )
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, **fields: str) -> int:
        """Sends a form of theirs; gives the answer's status."""
        token = _TOKEN.search(self.page("/"))
        assert token is not None
        return requests.post(
            f"{self.desk.url}/people{path}",
            data={"token": token[1], **fields},
            headers={"Cookie": self._cookie},
            timeout=_ANSWER_SECONDS,
            allow_redirects=False,
        ).status_code

    def sees(self, path: str, words: str, within: float) -> bool:
        """Whether a page that looks by itself has words within so many seconds."""
        return _soon(lambda: words in self.page(path), within)


def _soon(condition: Callable[[], bool], within: float) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_LOOKS_SECONDS)
    return True
