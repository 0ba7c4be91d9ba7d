"""The domain of a model is read as Rasa reads it, and once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot.rasa_patches import stored_domain as module
from bot.rasa_patches.stored_domain import STORED, install, stored_domain
from returndesk.project import this_project

CONTENT = {
    "version": "3.1",
    "intents": ["ask_status", {"say_no": {"use_entities": []}}],
    "entities": ["number", {"place": {"roles": ["from", "to"]}}],
    "slots": {"answer": {"type": "text", "initial_value": "no", "mappings": [{"type": "from_text"}]}},
    "forms": {"details_form": {"required_slots": ["answer"]}},
    "responses": {"utter_no": [{"text": "No: on ${shop}, 1_000 or 0o7 “yes”\n", "metadata": {"of": ["yes", "12:30"]}}]},
    "actions": ["action_look", {"action_tell": {"send_domain": True}}],
    "session_config": {"session_expiration_time": 30, "carry_over_slots_to_new_session": False},
}


@pytest.fixture(autouse=True)
def rasa_as_it_was() -> Iterator[None]:
    """Rasa's own method, and again after each test."""
    own = DomainProvider.__dict__["load"]
    yield
    DomainProvider.load = own


def test_it_is_the_domain_that_rasa_reads(tmp_path):
    Domain.from_dict(dict(CONTENT)).persist(tmp_path / STORED)
    ours, rasas = stored_domain(tmp_path), Domain.from_path(tmp_path)
    assert ours.as_dict() == rasas.as_dict()
    assert ours.fingerprint() == rasas.fingerprint()
    assert (ours.session_config, ours.action_names_or_texts) == (rasas.session_config, rasas.action_names_or_texts)


def test_the_one_of_the_assistant_is_the_same(tmp_path):
    Domain.load(str(this_project().root / "bot" / "domain")).persist(tmp_path / STORED)
    assert stored_domain(tmp_path).fingerprint() == Domain.from_path(tmp_path).fingerprint()


def test_the_provider_of_a_model_reads_it_once(tmp_path, monkeypatch):
    storage, resource = LocalModelStorage.create(tmp_path), Resource("provider")
    with storage.write_to(resource) as folder:
        Domain.from_dict(dict(CONTENT)).persist(folder / STORED)
    read = []
    monkeypatch.setattr(module, "read_yaml", lambda text: read.append(text) or dict(CONTENT))
    install()
    install()
    provider = DomainProvider.load({}, storage, resource, ExecutionContext(GraphSchema({})))
    assert len(read) == 1
    assert provider.provide_inference().fingerprint() == Domain.from_dict(dict(CONTENT)).fingerprint()
