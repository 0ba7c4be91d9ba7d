"""The demo shop on its second day: whatever was written on the first is found again, and no number is given twice."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from conversation_product import Server, run_returndesk, running, wait_for_line

from returndesk.process.ports import free_ports
from returndesk.project import STATE_VARIABLE

pytestmark = [pytest.mark.served, pytest.mark.embedded("about the store that comes with the program")]

TUESDAY, WEDNESDAY = "2026-10-13T10:00:00Z", "2026-10-14T10:00:00Z"
_START_SECONDS = 900
_ANSWER_SECONDS = 60


class Visitor:
    """Somebody with a session of the demo shop's page, which outlives the bot."""

    def __init__(self, bot: str) -> None:
        self.bot = bot
        session = self._post("session", {}).json()["session"]
        self._proof = {"Authorization": f"Bearer {session}"}

    def say(self, *messages: str) -> str:
        """Sends messages, one after the other; what the last one is answered with."""
        said = [self.hear(message) for message in messages]
        return "\n".join(each["text"] for each in said[-1])

    def hear(self, message: str) -> list[dict[str, Any]]:
        """What a message is answered with, as a page gets it."""
        answers: list[dict[str, Any]] = self._post("webhook", {"message": message, "rich": True}).json()
        return answers

    def like(self, answer: dict[str, Any]) -> None:
        """Gives an answer a thumb up."""
        assert self._post("feedback", {"id": answer["id"], "value": "up"}).json() == {"stored": True}

    def _post(self, what: str, body: dict[str, Any]) -> requests.Response:
        proof = getattr(self, "_proof", {})
        answer = requests.post(f"{self.bot}/webhooks/rest/{what}", json=body, headers=proof, timeout=_ANSWER_SECONDS)
        assert answer.status_code == requests.codes.ok, answer.text
        return answer


@contextmanager
def demo_shop(folder: Path, now: str) -> Iterator[tuple[str, Server]]:
    """What `make up` serves, with its state below a folder: the bot's address, and the program itself."""
    port, actions_port, web_port, carrier_port = free_ports(4)
    command = [
        *(sys.executable, "-m", "returndesk", "up", "--now", now, "--state", str(folder / "state")),
        *("--port", str(port), "--actions-port", str(actions_port)),
        *("--web-port", str(web_port), "--carrier-port", str(carrier_port)),
    ]
    log = folder / f"{now[:10]}.log"
    with running(Server("returndesk up", command, f"http://127.0.0.1:{web_port}/healthz", log), _START_SECONDS) as up:
        wait_for_line(up, "Ready.")
        yield f"http://127.0.0.1:{port}", up
        assert up.stop(signal.SIGINT) == 0


def number_of_ticket(words: str) -> str:
    """The number that somebody is told for their ticket."""
    found = re.search(r"Your number is \*\*(T\d+)\*\*", words)
    assert found, words
    return found[1]


def test_what_was_written_on_the_first_day_is_found_on_the_second(tmp_path: Path) -> None:
    with demo_shop(tmp_path, TUESDAY) as (bot, _):
        handing_in, asking, rating, leaving = (Visitor(bot) for _ in range(4))
        handing_in.say("R1003, ana@example.com", "My parcel is not marked as returned on the page")
        noted = handing_in.say(
            '/button_report_drop_off{"customer_number": "R1003"}', "today", "I have no number", "yes"
        )
        assert "Noted." in noted
        first = number_of_ticket(asking.say("Please put me through to a member of your staff", "yes"))
        rating.like(rating.hear("How long does a refund take?")[0])
        assert "which e-mail address" in leaving.say("Has my return made any progress?", "R1001")

    with demo_shop(tmp_path, WEDNESDAY) as (bot, up):
        for visitor in (handing_in, asking, rating, leaving):
            visitor.bot = bot
        # The form goes on, about the return of the first day.
        assert "handed in your return **R1001** on Monday 12 October" in leaving.say("ana@example.com")
        # Handed in on Tuesday: Wednesday 14, Thursday 15.
        told = Visitor(bot).say("R1003, ana@example.com", "My parcel is not marked as returned on the page")
        assert "by **Thursday 15 October**" in told
        assert f"I've added this to your request **{first}**" in asking.say("Is anybody there?")
        second = number_of_ticket(Visitor(bot).say("Please put me through to a member of your staff", "yes"))
        assert int(second[1:]) == int(first[1:]) + 1
        said = up.log.read_text(encoding="utf-8")
        assert "The demo shop is of 13 October 2026 and stays so" in said
        assert "`returndesk renew-demo` makes it anew" in said

    state = {STATE_VARIABLE: str(tmp_path / "state")}
    listed = run_returndesk("tickets", "list", **state)
    assert (first in listed, second in listed) == (True, True)
    opinions = json.loads(run_returndesk("feedback", "--json", **state))
    assert [(each["up"], each["down"]) for each in opinions] == [(1, 0)]
