"""A desk in production, served by `returndesk up` as a shop would, and those who come to it."""

from __future__ import annotations

import json
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from pathlib import Path
from typing import Any, Optional

import requests
from databases import Databases
from own_environment import own_environment
from security_store import PRIVATE, document
from security_tokens import AUDIENCE, ISSUER, Shop

from core.settings import ActionsIn
from returndesk.process.ports import free_ports
from returndesk.project import this_project

ROOT = this_project().root
SHOP_PAGE = "https://shop.example"

_START_SECONDS = 900
_STOP_SECONDS = 30
_ANSWER_SECONDS = 90

#: What of the inside of a program shows where an error is not kept to itself.
INSIDE = re.compile(
    r"Traceback|File \"|\.py\b|site-packages|sqlalchemy|sqlite3?\.|psycopg|OperationalError|pydantic|"
    r"[A-Z]\w+(?:Error|Exception)\b"
)

#: A signed token is written in random letters, which may look like any of these.
TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+")


@dataclass(frozen=True)
class Secrets:
    """All that nobody may find out, made anew for every run."""

    session: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    actions: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    api_key: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    help_desk: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    store: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    shop: Shop = field(default_factory=lambda: Shop(secrets.token_hex(32)), repr=False)

    def all(self) -> tuple[str, ...]:
        """Their texts."""
        return (self.session, self.actions, self.api_key, self.help_desk, self.store, self.shop.secret)


@dataclass(frozen=True)
class Desk:
    """A running desk.

    Args:
        folder: Where its logs and secrets lie, and its databases should they be files.
        database: The address of its store.
        port: The bot's.
        actions_port: The action server's.
        second_actions_port: That of a second action server on the same store, for shops that sign with a secret.
        web_port: The page's.
        known: Its secrets.
        process: `returndesk up`.
    """

    folder: Path
    database: str
    port: int
    actions_port: int
    second_actions_port: int
    web_port: int
    known: Secrets
    process: subprocess.Popen[bytes]

    @property
    def bot(self) -> str:
        """The bot's address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def rest(self) -> str:
        """The REST channel's."""
        return f"{self.bot}/webhooks/rest"

    @property
    def actions(self) -> str:
        """The action server's."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def second_actions(self) -> str:
        """The second action server's."""
        return f"http://127.0.0.1:{self.second_actions_port}"

    @property
    def page(self) -> str:
        """The page's."""
        return f"http://127.0.0.1:{self.web_port}"

    def logs(self) -> dict[str, str]:
        """All that was written so far, by process."""
        paths = [*(self.folder / "state" / "logs").glob("*.log"), *self.folder.glob("*.log")]
        return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in paths}

    def visitor(self) -> Visitor:
        """Somebody at an address of their own who has just opened the page."""
        return Visitor(self)

    def as_bot(self, path: str, body: Any, server: Optional[str] = None) -> requests.Response:
        """Calls the action server as the bot does."""
        headers = {"Authorization": f"Bearer {self.known.actions}", "Content-Type": "application/json"}
        return requests.post(
            f"{server or self.actions}{path}", data=json.dumps(body), headers=headers, timeout=_ANSWER_SECONDS
        )


class Visitor:
    """Somebody who comes to the desk, from an address that nobody else has.

    Every answer is looked at: it must not be an error of the server's, show its inside or one of its secrets.
    """

    def __init__(self, desk: Desk) -> None:
        """Has no session yet; one is made when it is needed."""
        self.desk = desk
        # The desk trusts the proxy on this machine to say where somebody comes from.
        self.address = str(".".join(["100", *(str(secrets.randbelow(254) + 1) for _ in range(3))]))

    @cached_property
    def session(self) -> str:
        """Their session."""
        answer = self.call("POST", "/session", {}, session=None)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["session"])

    @property
    def headers(self) -> dict[str, str]:
        """What shows where they come from."""
        return {"X-Forwarded-For": self.address}

    def call(self, method: str, path: str, body: Any = None, *, session: Optional[str] = "", **more: Any) -> Any:
        """Calls `/webhooks/rest/…`; with their session unless another one, or none, is given."""
        shown = self.session if session == "" else session
        authorization = {} if shown is None else {"Authorization": f"Bearer {shown}"}
        return self.request(
            method, f"{self.desk.rest}{path}", json=body, headers={**authorization, **more.pop("headers", {})}, **more
        )

    def request(self, method: str, address: str, **more: Any) -> requests.Response:
        """Calls any address."""
        headers = {**self.headers, **more.pop("headers", {})}
        answer = requests.request(
            method, address, headers=headers, timeout=_ANSWER_SECONDS, allow_redirects=False, **more
        )
        check_harmless(self.desk, answer)
        return answer

    def say(self, message: str, **more: Any) -> list[dict[str, Any]]:
        """Says something and returns what the desk answers."""
        answer = self.call("POST", "/webhook", {"message": message, **more})
        assert answer.status_code == 200, answer.text
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def text(self, *messages: str) -> str:
        """Says one message after the other and returns all that the desk says to the last, as one text."""
        answers = [self.say(message) for message in messages]
        return "\n".join(each.get("text", "") for each in answers[-1])

    def everything(self) -> str:
        """All that the desk has told them, buttons and cards included."""
        return json.dumps(self.call("GET", "/history").json(), ensure_ascii=False)

    def prove(self, number: str, email: str) -> str:
        """Proves who they are by a number and an address, and asks where the return is; what the desk says to it."""
        return self.text(f"Where is my return {number}? My e-mail address is {email}")

    def sign_in(self, token: str) -> requests.Response:
        """Shows a token of the shop's."""
        answer: requests.Response = self.call("POST", "/session/customer", {"customer_token": token})
        return answer


def check_harmless(desk: Desk, answer: requests.Response) -> None:
    """Makes sure that an answer shows neither an error of the server's, nor its inside, nor a secret."""
    text = answer.text
    assert answer.status_code < 500, f"{answer.status_code}: {text[:500]}"
    assert not INSIDE.search(TOKEN.sub("", text)) or "text/html" in answer.headers.get("Content-Type", ""), text[:1000]
    assert not [secret for secret in desk.known.all() if secret in text]


def nothing_private(text: str) -> bool:
    """Whether a text shows nothing of the victim's records."""
    return not [private for private in PRIVATE if private in text]


@contextmanager
def desk_in_production(folder: Path, databases: Databases) -> Iterator[Desk]:
    """The whole desk, with a second action server on its store, for the time of a block.

    On files the bot runs the actions itself, as `returndesk up` has it. The first action server is one beside it then.
    """
    known = Secrets()
    settings = {**_settings(folder, known), **databases.settings(folder)}
    settings["RETURNDESK_DATABASE_URL"] = databases.new(folder)
    _run(("import", str(_written(folder / "store.json", json.dumps(document(datetime.now(timezone.utc)))))), settings)
    port, actions_port, web_port, second = free_ports(4)
    ports = ("--port", str(port), "--actions-port", str(actions_port), "--web-port", str(web_port))
    by_secret = {"RETURNDESK_CUSTOMER_SECRET_FILE": str(_written(folder / "customer_secret", known.shop.secret))}
    second_settings = {name: value for name, value in settings.items() if name != "RETURNDESK_CUSTOMER_JWKS"}
    actions_in = ActionsIn.SERVER if databases.served else ActionsIn.BOT
    first = _process(("actions.server.app", "--port", str(actions_port)), folder / "actions.log", settings)
    with (
        nullcontext() if databases.served else first,
        _process(
            ("returndesk", "up", *ports), folder / "up.log", {**settings, "RETURNDESK_ACTIONS_IN": actions_in.value}
        ) as up,
        _process(
            ("actions.server.app", "--port", str(second)),
            folder / "second_actions.log",
            {**second_settings, **by_secret},
        ) as other,
    ):
        _wait(up, folder / "up.log", lambda: "Ready." in (folder / "up.log").read_text(errors="replace"))
        _wait(other, folder / "second_actions.log", lambda: _answers(f"http://127.0.0.1:{second}/health"))
        _wait(up, folder / "up.log", lambda: _answers(f"http://127.0.0.1:{actions_port}/health"))
        yield Desk(folder, settings["RETURNDESK_DATABASE_URL"], port, actions_port, second, web_port, known, up)


def _settings(folder: Path, known: Secrets) -> dict[str, str]:
    """As a shop would set them: secrets in files, real limits, a proxy in front on this machine."""
    return {
        "RETURNDESK_ENV": "production",
        "RETURNDESK_STATE": str(folder / "state"),
        "RETURNDESK_DEMO_DATA": "false",
        "RETURNDESK_DRAIN_SECONDS": "0",
        "RETURNDESK_SESSION_SECRET_FILE": str(_written(folder / "session_secret", known.session)),
        "RETURNDESK_ACTIONS_SECRET_FILE": str(_written(folder / "actions_secret", known.actions)),
        "RETURNDESK_API_KEYS_FILE": str(_written(folder / "api_keys", f"shop:{known.api_key}")),
        "RETURNDESK_CUSTOMER_JWKS": str(_written(folder / "jwks.json", known.shop.jwks)),
        "RETURNDESK_CUSTOMER_ISSUER": ISSUER,
        "RETURNDESK_CUSTOMER_AUDIENCE": AUDIENCE,
        "RETURNDESK_ALLOWED_ORIGINS": SHOP_PAGE,
        "RETURNDESK_TRUSTED_PROXIES": "127.0.0.1",
        "RETURNDESK_HELP_DESK": "webhook",
        "RETURNDESK_HELP_DESK_URL": "http://127.0.0.1:9",
        "RETURNDESK_HELP_DESK_SECRET_FILE": str(_written(folder / "help_desk_secret", known.help_desk)),
        "RETURNDESK_STORE_SECRET_FILE": str(_written(folder / "store_secret", known.store)),
        # Nobody listens there: parcels are not what is asked about here.
        "RETURNDESK_CARRIER_URL": "http://127.0.0.1:9",
    }


def _written(path: Path, text: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
    return path


def _run(arguments: tuple[str, ...], settings: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "returndesk", *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env=own_environment(**settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert ended.returncode == 0, ended.stdout


@contextmanager
def _process(command: tuple[str, ...], log: Path, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=own_environment(**settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _wait(process: subprocess.Popen[bytes], log: Path, ready: Any) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        assert process.poll() is None, log.read_text(errors="replace")[-3000:]
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-3000:]
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=2).ok
    except requests.RequestException:
        return False
