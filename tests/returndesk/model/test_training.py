"""When and how a training is started. A stand-in for Rasa notes how it was called; the checkout's own training runs
before the suite, in `make test`."""

from __future__ import annotations

import json
import os
import signal
import threading

import pytest

from returndesk.failure import Failure
from returndesk.model.training import fingerprint_file, model_file, staleness, train_if_stale

# `python -m bot` in the checkout's folder runs this in place of ours.
STAND_IN = """
import json, os, pathlib, sys
arguments = sys.argv[1:]
call = {{"arguments": arguments, "telemetry": os.environ["RASA_TELEMETRY_ENABLED"]}}
pathlib.Path("called.json").write_text(json.dumps(call))
print("Starting to train component 'SentenceFeaturizer'.")
{behaviour}
"""
WRITES_A_MODEL = """
out = pathlib.Path(arguments[arguments.index("--out") + 1])
out.mkdir(parents=True, exist_ok=True)
(out / (arguments[arguments.index("--fixed-model-name") + 1] + ".tar.gz")).write_text("a model")
"""


@pytest.fixture
def rasa(project):
    """Sets how the stand-in behaves; gives what it was called with."""

    class Rasa:
        def does(self, behaviour: str) -> None:
            path = project.root / "bot" / "__main__.py"
            (path.parent / "__init__.py").touch()
            path.write_text(STAND_IN.format(behaviour=behaviour), encoding="utf-8")

        def calls(self) -> dict[str, object] | None:
            path = project.root / "called.json"
            return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

        def forget(self) -> None:
            (project.root / "called.json").unlink()

    rasa = Rasa()
    rasa.does(WRITES_A_MODEL)
    return rasa


@pytest.fixture
def models(project):
    return project.root / "models"


@pytest.fixture
def train(project, models, progress, stop_signals, rasa):
    def run(**options: bool) -> None:
        train_if_stale(project, models, progress, stop_signals, **options)

    return run


def edit(project, name):
    path = project.root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")


def test_the_first_training_makes_a_model_that_is_current(project, models, train, console):
    train()
    assert model_file(models).is_file()
    assert staleness(project, models).why is None
    assert "there is no model yet" in console.file.getvalue()


def test_a_current_model_is_not_trained_again(train, rasa, console):
    train()
    rasa.forget()
    train()
    assert rasa.calls() is None
    assert "Model models/returndesk.tar.gz is current" in console.file.getvalue()


def test_a_change_is_trained_and_named(project, train, rasa, console):
    train()
    rasa.forget()
    edit(project, "bot/domain/refund.yml")
    train()
    assert rasa.calls() is not None
    assert "changed since the last training: domain (bot/domain/refund.yml)" in console.file.getvalue()


def test_force_trains_a_current_model_from_scratch(train, rasa):
    train()
    rasa.forget()
    train(force=True)
    assert "--force" in rasa.calls()["arguments"]


@pytest.mark.parametrize(
    ("name", "from_scratch"),
    [
        ("data/nlu/refund.yml", False),
        ("bot/domain/refund.yml", False),
        ("bot/config.yml", False),
        ("bot/nlu/sentences.py", True),
        ("bot/nlu/artefacts/sentences.bin", True),
    ],
)
def test_rasas_cache_is_trusted_only_with_changes_that_it_sees(project, train, rasa, name, from_scratch):
    train()
    edit(project, name)
    train()
    assert ("--force" in rasa.calls()["arguments"]) is from_scratch


def test_rasa_is_given_the_training_data_without_test_conversations(project, train, rasa):
    train()
    arguments = rasa.calls()["arguments"]
    data = arguments[arguments.index("--data") + 1 : arguments.index("--config")]
    assert data == [str(project.root / "data" / "nlu"), str(project.root / "data" / "rules")]


def test_rasa_sends_no_telemetry(train, rasa):
    train()
    assert rasa.calls()["telemetry"] == "false"


def test_a_model_whose_origin_is_unknown_is_trained_again(project, models, train):
    train()
    fingerprint_file(models).unlink()
    assert staleness(project, models).why == "it is not known what the model was trained from"


def test_a_failed_training_says_the_last_lines_and_leaves_the_model_stale(project, models, train, rasa):
    train()
    edit(project, "bot/config.yml")
    rasa.does('print("InvalidConfigException: no such component"); sys.exit(3)')
    with pytest.raises(Failure, match="training ended with exit code 3") as failure:
        train()
    assert "InvalidConfigException: no such component" in str(failure.value)
    assert staleness(project, models).why is not None


def test_a_training_that_leaves_no_model_is_a_failure(train, rasa):
    rasa.does('print("nothing to train")')
    with pytest.raises(Failure, match="training left no model"):
        train()


def test_rasas_warnings_are_counted(train, rasa, console):
    rasa.does(WRITES_A_MODEL + 'print("x.py:1: UserWarning: intent has no examples")')
    train()
    assert "Rasa's warnings (1) are in .returndesk/logs/train.log" in console.file.getvalue()


def test_a_response_that_only_actions_utter_is_no_warning(train, rasa, console):
    unused = "UserWarning: The utterance 'utter_drop_off_wait' is not used in any story or rule."
    rasa.does(WRITES_A_MODEL + f'print("{unused}")')
    train()
    assert "warnings" not in console.file.getvalue()


def test_a_request_to_stop_ends_the_training(project, models, train, rasa):
    rasa.does("import time; time.sleep(60)")
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        train()
    assert staleness(project, models).why == "there is no model yet"
