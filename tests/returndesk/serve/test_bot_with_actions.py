"""A bot that runs the actions in its process: what takes an action server otherwise, and what one port tells."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from health_desk import own_bot
from health_process import Asked, until
from own_environment import own_environment
from prometheus_client.parser import text_string_to_metric_families
from running_desk import ROOT, STORE, Desk, customer_token

from returndesk.process.ports import free_ports

pytestmark = [
    pytest.mark.served,
    pytest.mark.embedded("the store is moved away, and one process on one machine keeps its data in files"),
]

MODULE = "returndesk.serve.bot_with_actions"
RULE = "How long does a refund take?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("with_actions")


@pytest.fixture(scope="module")
def bot(folder: Path) -> Iterator[Asked]:
    """A bot whose action server is nowhere, with the store of the conversation tests; in the end it has to end well."""
    database = f"sqlite:///{folder / 'returns.db'}"
    for command in (("train",), ("import", str(STORE), "--database-url", database)):
        subprocess.run([sys.executable, "-m", "returndesk", *command], cwd=ROOT, env=own_environment(), check=True)
    port, nobody = free_ports(2)
    settings = {"RETURNDESK_DATABASE_URL": database, "RETURNDESK_CARRIER_URL": f"http://127.0.0.1:{nobody}"}
    with own_bot(port, nobody, folder, settings, ("-m", MODULE)) as running:
        yield running
        running.terminate()
        assert running.wait() == 0


@pytest.fixture
def desk(bot: Asked) -> Desk:
    return Desk(bot.url, bot.log)


def said(desk: Desk, *messages: str) -> str:
    """What is answered to the last of some messages of a new chat."""
    visit = desk.visit()
    answers = [visit.say(message).json() for message in messages]
    return "\n".join(message.get("text", "") for message in answers[-1])


def test_it_is_ready_with_what_both_need(bot: Asked) -> None:
    needed = ("model", "understanding", "conversations", "return store", "migrations")
    assert bot.get("/readyz").json() == {"ready": True, "checks": {name: {"ok": True} for name in needed}}


def test_a_question_of_ones_own_is_answered_after_number_and_address(desk: Desk) -> None:
    refused = said(desk, "Has my return made any progress?", "R1009", "felix@example.com")
    assert "**R1009**" not in refused
    assert "**R1009**" in said(desk, "Has my return made any progress?", "R1009", "ines@example.com")


def test_a_shop_signs_its_customer_in_and_a_thumb_is_kept(desk: Desk) -> None:
    visit = desk.visit()
    answer = visit.call("POST", "/session/customer", {"customer_token": customer_token("C-lucia", "Lucía")})
    assert answer.status_code == 200, answer.text
    assert visit.call("POST", "/session/customer", {"customer_token": "forged"}).status_code == 401
    visit.say(RULE, message_id="m1")
    assert visit.call("POST", "/feedback", {"id": "m1.0", "value": "up"}).json() == {"stored": True}


def test_a_help_desk_that_is_not_set_up_is_refused(bot: Asked) -> None:
    answer = requests.post(f"{bot.url}/webhooks/help_desk/zendesk", data=b"{}", timeout=30)
    assert answer.status_code == 404, answer.text


@pytest.mark.parametrize("path", ["/webhook", "/feedback", "/identity/sign-in", "/help_desk/zendesk"])
def test_nobody_outside_reaches_the_actions(path: str, bot: Asked) -> None:
    assert requests.post(bot.url + path, data=b"{}", timeout=30).status_code == 404


def test_one_scrape_has_the_measures_of_both_and_each_once(bot: Asked, desk: Desk) -> None:
    said(desk, RULE)
    families = list(text_string_to_metric_families(bot.get("/metrics").text))
    assert [name for name, count in Counter(family.name for family in families).items() if count > 1] == []
    samples = {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}
    assert samples["returndesk_action_seconds_count", "action_refund"] >= 1
    assert any(name == "returndesk_turn_seconds_count" for name, *_ in samples)
    assert samples["returndesk_store_up", "returns"] == samples["returndesk_store_up", "conversations"] == 1
    assert {"tickets", "agent_replies", "reminders"} <= {more[0] for name, *more in samples if "queue" in name}
    assert samples[("process_resident_memory_bytes",)] > 0
    queries = {more[0] for name, *more in samples if name == "returndesk_store_seconds_count"}
    assert any(query.startswith("conversations.") for query in queries)


def test_without_its_store_it_is_not_ready_and_still_tells_the_rules(bot: Asked, desk: Desk, folder: Path) -> None:
    for name in ("returns.db", "returns.db-wal", "returns.db-shm"):
        if (folder / name).exists():
            (folder / name).rename(folder / f"away-{name}")
    until(lambda: not bot.is_ready())
    assert bot.check("return store") == {"ok": False, "why": "its file is gone"}
    assert bot.get("/healthz").ok
    assert "business days" in said(desk, RULE)
    for file in folder.glob("away-*"):
        file.rename(folder / file.name.removeprefix("away-"))
    until(bot.is_ready)
