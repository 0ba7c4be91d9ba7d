from __future__ import annotations

import pytest

from returndesk.model import fingerprint


def change(project, name, text="changed\n"):
    path = project.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_nothing_changed_gives_no_group(project):
    assert fingerprint.changed_groups(fingerprint.take(project), fingerprint.take(project)) == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data/nlu/refund.yml", "training data (data/nlu/refund.yml)"),
        ("data/rules/topics.yml", "training data (data/rules/topics.yml)"),
        ("data/stories/new.yml", "training data (data/stories/new.yml)"),
        ("bot/domain/refund.yml", "domain (bot/domain/refund.yml)"),
        ("bot/config.yml", "configuration (bot/config.yml)"),
        ("bot/nlu/sentences.py", "components (bot/nlu/sentences.py)"),
        ("core/identifiers/numbers.py", "components (core/identifiers/numbers.py)"),
        ("bot/nlu/entities/words.yml", "components (bot/nlu/entities/words.yml)"),
        ("bot/nlu/artefacts/sentences.bin", "artefacts (bot/nlu/artefacts/sentences.bin)"),
    ],
)
def test_a_changed_or_new_file_is_named_with_its_group(project, name, said):
    former = fingerprint.take(project)
    change(project, name)
    assert list(fingerprint.changed_groups(former, fingerprint.take(project)).values()) == [said]


def test_a_removed_file_is_a_change(project):
    former = fingerprint.take(project)
    (project.root / "data/rules/topics.yml").unlink()
    assert list(fingerprint.changed_groups(former, fingerprint.take(project))) == ["training data"]


def test_another_version_of_rasa_is_a_change(project):
    former = {**fingerprint.take(project)}
    former["libraries"] = {**former["libraries"], "rasa": "3.6.20"}
    assert list(fingerprint.changed_groups(former, fingerprint.take(project)).values()) == ["libraries (rasa)"]


@pytest.mark.parametrize(
    "name",
    [
        "data/test/test_refund.yml",
        "bot/nlu/__pycache__/sentences.cpython-310.pyc",
        "bot/endpoints.yml",
        "bot/responses/nlg.py",
        "policy/facts.yml",
    ],
)
def test_what_no_model_is_made_from_is_no_change(project, name):
    former = fingerprint.take(project)
    change(project, name)
    assert fingerprint.changed_groups(former, fingerprint.take(project)) == {}


def test_many_changed_files_are_counted_not_listed(project):
    former = fingerprint.take(project)
    for number in range(5):
        change(project, f"data/nlu/topic_{number}.yml")
    (said,) = fingerprint.changed_groups(former, fingerprint.take(project)).values()
    assert said == "training data (data/nlu/topic_0.yml, data/nlu/topic_1.yml and 3 more)"


def test_a_stored_fingerprint_reads_back_the_same(project, tmp_path):
    taken = fingerprint.take(project)
    fingerprint.write(tmp_path / "stored.json", taken)
    assert fingerprint.read(tmp_path / "stored.json") == taken


@pytest.mark.parametrize("text", ["", "{", "[]", '{"domain": 1}'])
def test_a_stored_fingerprint_that_makes_no_sense_counts_as_none(tmp_path, text):
    (tmp_path / "stored.json").write_text(text, encoding="utf-8")
    assert fingerprint.read(tmp_path / "stored.json") is None


def test_test_conversations_are_no_training_data(project):
    assert [path.name for path in project.training_data()] == ["nlu", "rules"]
