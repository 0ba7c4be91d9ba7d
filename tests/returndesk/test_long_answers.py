"""Servers that the commands ask answer with more than is needed, or with little that unpacks to a lot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from memory_watch import FEW_MEGABYTES, memory_of_calls
from object_store import own_object_store
from packed_answers import PACKED, PackingServer, packing_server

from core.settings import load_settings
from returndesk.conversation_tests.rest_client import Conversation, NoAnswer, RestClient
from returndesk.doctor.check import Verdict
from returndesk.doctor.state_checks import state_checks
from returndesk.failure import Failure
from returndesk.model.bucket import Bucket
from returndesk.project import Project


@pytest.fixture(params=[(how, in_pieces) for how in PACKED for in_pieces in (False, True)], ids=str)
def server(request: pytest.FixtureRequest) -> Iterator[PackingServer]:
    with packing_server(*request.param) as server:
        yield server


ASKED: dict[str, Callable[[Conversation], object]] = {
    "a message": lambda conversation: conversation.say("hello"),
    "what was said": lambda conversation: conversation.events(),
}


@pytest.mark.parametrize("what", ASKED)
def test_an_assistants_answer_is_cut_where_it_unpacks_to_too_much(server: PackingServer, what: str) -> None:
    conversation = RestClient(f"{server.url}/webhooks/rest/webhook").conversation()
    with memory_of_calls() as taken, pytest.raises(NoAnswer, match="longer than 16777216 bytes"):
        ASKED[what](conversation)
    # The bound itself is wider here: a whole conversation is an answer too.
    assert taken.peak < 4 * FEW_MEGABYTES


def test_whether_an_assistant_is_there_is_seen_without_reading_what_it_says(server: PackingServer) -> None:
    with memory_of_calls() as taken:
        RestClient(f"{server.url}/webhooks/rest/webhook").check()
    assert taken.peak < FEW_MEGABYTES


@pytest.mark.embedded("only the carrier is looked at")
def test_doctor_sees_that_a_carrier_answers_without_reading_what(
    server: PackingServer, project: Project, tmp_path: Path
) -> None:
    nowhere = f"sqlite:///{tmp_path / 'none.db'}"
    settings = load_settings(
        database_url=nowhere, conversations_url=nowhere, carrier_url=server.url, model_dir=tmp_path / "models"
    )
    with memory_of_calls() as taken:
        found = {check.name: check for check in state_checks(project, settings)}
    assert found["carrier"].verdict is Verdict.OK
    assert taken.peak < FEW_MEGABYTES


def test_a_manifest_that_is_none_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "us-east-1")
    with own_object_store() as store:
        monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
        store.client().create_bucket(Bucket="models")
        store.client().put_object(Bucket="models", Key="current.json", Body=b" " * 1_000_001)
        with pytest.raises(Failure, match="larger than what `returndesk publish-model` writes"):
            Bucket("models").read("current.json")
