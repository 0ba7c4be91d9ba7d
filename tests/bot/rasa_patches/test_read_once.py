"""What training reads to check it is what it learns from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.rasa_patches.read_once import read_once

NLU = """\
version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello there
    - good morning
"""


@pytest.fixture
def replaced() -> Iterator[None]:
    """Puts the replacement in place and takes it away again."""
    alone = TrainingDataImporter.__dict__["load_from_config"]
    read_once()
    read_once()
    yield
    TrainingDataImporter.load_from_config = alone
    RasaFileImporter.get_nlu_data = RasaFileImporter.read_messages
    del TrainingDataImporter.load_anew, RasaFileImporter.read_messages


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, list[str]]:
    for name, text in (("config.yml", "recipe: default.v1\nlanguage: en\n"), ("domain.yml", "intents: [greet]\n")):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "nlu.yml").write_text(NLU, "utf-8")
    return str(tmp_path / "config.yml"), str(tmp_path / "domain.yml"), [str(tmp_path / "nlu.yml")]


def messages(importer: TrainingDataImporter) -> list[str]:
    return [each.get("text") for each in importer.get_nlu_data().intent_examples if each.get("text")]


def test_the_same_files_are_read_once(replaced, files):
    config, domain, data = files
    checked = TrainingDataImporter.load_from_config(domain_path=domain, training_data_paths=data, config_path=config)
    (Path(data[0])).write_text(NLU.replace("good morning", "good evening"), "utf-8")
    learnt = TrainingDataImporter.load_from_config(config, domain, data, {"augmentation_factor": 0})

    assert learnt is checked
    assert messages(learnt) == messages(checked) == ["hello there", "good evening"]


def test_other_files_are_read(replaced, files, tmp_path):
    config, domain, data = files
    other = tmp_path / "more.yml"
    other.write_text(NLU.replace("hello there", "hey"), "utf-8")
    first = TrainingDataImporter.load_from_config(config, domain, data)
    second = TrainingDataImporter.load_from_config(config, domain, [str(other)])

    assert first is not second
    assert messages(second) == ["hey", "good morning"]


def test_messages_are_read_once_whichever_way_they_are_asked_for(replaced, files):
    importer = RasaFileImporter(*files)
    read = importer.get_nlu_data()
    (Path(files[2][0])).write_text(NLU.replace("good morning", "good evening"), "utf-8")

    assert importer.get_nlu_data("en") is importer.get_nlu_data(language="de") is read
    assert messages(importer) == ["hello there", "good morning"]
    assert messages(RasaFileImporter(*files)) == ["hello there", "good evening"]
