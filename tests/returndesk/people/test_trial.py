"""Before and after: a candidate learns the labels in a folder of its own, both models are asked, a page shows it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from people_labels import FOR_TEST, TEN, catch_up, label
from people_said import NOW, SCRIPTS, UNCLEAR, say

from core.settings import load_settings
from returndesk.cli.command import main
from returndesk.failure import Failure
from returndesk.learn.utterances import read_training
from returndesk.people.label_trials import Change, Tried, Understood, Worth
from returndesk.people.training_patch import Part
from returndesk.people.try_labels import try_labels
from returndesk.project import Project, this_project

FIRST = next(iter(TEN))
FOLDERS = ("data/nlu", "tests/conversations")
#: `python -m bot train` and `python -m lab put-messages` of a checkout whose models know what they were trained with.
TRAINS = """
import pathlib, sys
arguments = sys.argv[1:]
data = arguments[arguments.index("--data") + 1 : arguments.index("--config")]
out = pathlib.Path(arguments[arguments.index("--out") + 1])
out.mkdir(parents=True, exist_ok=True)
texts = [file.read_text() for place in data for file in sorted(pathlib.Path(place).rglob("*.yml"))]
(out / "returndesk.tar.gz").write_text("".join(texts))
"""
ANSWERS = """
import json, pathlib, sys
_, model, messages, answers = sys.argv[1:]
known = pathlib.Path(model).read_text()
found = [
    {"best": each["intent"], "confidence": 0.98, "verdict": "right"}
    if f"- {each['text']}\\n" in known
    else {"best": "greet", "confidence": 0.2, "verdict": "declined"}
    for each in json.loads(pathlib.Path(messages).read_text())
]
pathlib.Path(answers).write_text(json.dumps(found))
"""


@pytest.fixture
def lab(tmp_path):
    """A checkout of four topics with stand-ins for Rasa and the laboratory, and a model that knows no label yet."""
    checkout, own = Project(tmp_path / "checkout"), this_project()
    topics = [f"{name}.yml" for name in ("out_of_scope", "packaging", "pickup", "refund_time")]
    files = {f"{folder}/{name}": own.root / folder / name for name in topics for folder in FOLDERS}
    for name, text in {
        **{name: file.read_text(encoding="utf-8") for name, file in files.items()},
        "bot/__init__.py": "",
        "bot/__main__.py": TRAINS,
        "bot/config.yml": "",
        "bot/nlu/parts.py": "",
        "bot/domain/all.yml": "",
        "lab/__init__.py": "",
        "lab/__main__.py": ANSWERS,
        "models/returndesk.tar.gz": "nothing",
    }.items():
        path = checkout.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return checkout


@pytest.fixture
def tried(lab, progress, stop_signals):
    """Trains the candidate and asks both models."""

    def run(now=NOW):
        settings = load_settings().copy(update={"model_dir": lab.root / "models"})
        return try_labels(lab, settings, progress, stop_signals, now)

    return run


@pytest.fixture
def labelled(said):
    """Ten labelled messages."""
    for group in said.learning.groups():
        if group.words in TEN:
            said.learning.label(group.events, TEN[group.words], "lea", NOW)
    return said


def worth(before, after):
    scores = (Understood("greet", 0.5, each) for each in (before, after))
    return Tried(1, "ask_refund_time", Part.CASE, *scores)


async def test_the_candidate_is_asked_about_all_ten_and_was_trained_with_all_but_the_cases(
    labelled, tried, lab, visitor, console
):
    before = read_training(lab.training_data())
    trial = tried()
    assert trial.newer == 0
    assert {turn.words: each.part for turn, each in trial.shown} == {
        words: Part.CASE if words in FOR_TEST else Part.TRAINING for words in TEN
    }
    assert trial.counts(Part.TRAINING) == {Change.BETTER: 7, Change.SAME: 0, Change.WORSE: 0}
    assert trial.counts(Part.CASE) == {Change.BETTER: 0, Change.SAME: 3, Change.WORSE: 0}
    # Nothing of the checkout's own is other than it was.
    assert read_training(lab.training_data()) == before
    assert (lab.root / "models" / "returndesk.tar.gz").read_text() == "nothing"
    assert "training line (7): 7 better" in console.file.getvalue()
    page = await (await visitor("aud")).page("/learning/trial")
    assert page.count("training line</td>") == 7 and page.count(">case</td>") == 3
    assert "98% sure: right" in page and "20% sure: declined" in page
    assert "Download" not in page and "older than the labels" not in page


async def test_the_table_comes_as_csv_to_who_takes_patches_and_the_log_says_so(labelled, tried, visitor):
    tried()
    lea = await visitor("lea")
    response = await lea.send("/learning/trial", "/learning/trial")
    assert response.content_type == "text/csv"
    rows = list(csv.reader(io.StringIO(await response.text())))
    assert len(rows) == 11
    assert [FIRST, "ask_refund_time", "training line", "greet", "0.2", "declined", "ask_refund_time", "0.98", "right",
            "better"] in rows  # fmt: skip
    assert "took before and after" in await lea.page("/log")


async def test_without_a_candidate_the_page_says_how_to_make_one(said, visitor):
    lea = await visitor("lea")
    page = await lea.page("/learning/trial")
    assert "There is no candidate yet" in page and "returndesk learn try" in page and "Download" not in page
    token = page.partition('name="token" value="')[2].partition('"')[0]
    assert (await lea.post("/learning/trial", {"token": token})).status == 404


async def test_a_candidate_older_than_the_labels_stands_out(labelled, tried, visitor):
    tried()
    lea = await visitor("lea")
    await label(lea, labelled, "will kettles rise tomorrow", what="not_ours")
    event = next(each.event for each in labelled.learning.labelled() if each.words == FIRST)
    labelled.learning.label([event], "ask_packaging", "lea", NOW)
    page = await lea.page("/learning/trial")
    assert "older than the labels: 2 labels were given or changed since" in page
    assert FIRST not in page
    tried(NOW + timedelta(hours=1))
    page = await lea.page("/learning/trial")
    assert "older than the labels" not in page and FIRST in page and "11:00 UTC" in page


async def test_what_a_model_says_goes_with_its_conversation(labelled, tried):
    tried()
    labelled.conversations.forget(["web:n0"])
    trial = labelled.trials.latest(labelled.learning.labelled())
    assert trial is not None and trial.newer == 0
    assert len(trial.shown) == 9 and FIRST not in {turn.words for turn, _ in trial.shown}


def test_what_was_forgotten_while_the_models_were_asked_is_not_kept(said):
    assert said.trials.keep([worth(Worth.WRONG, Worth.RIGHT)], NOW) in (0, 1)
    gone = replace(worth(Worth.WRONG, Worth.RIGHT), event=999_999)
    assert said.trials.keep([gone], NOW) == 0
    assert said.trials.latest([]) is None


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (Worth.WRONG, Worth.DECLINED, Change.BETTER),
        (Worth.DECLINED, Worth.OFFERED, Change.BETTER),
        (Worth.OFFERED, Worth.RIGHT, Change.BETTER),
        (Worth.RIGHT, Worth.RIGHT, Change.SAME),
        (Worth.RIGHT, Worth.OFFERED, Change.WORSE),
        (Worth.DECLINED, Worth.WRONG, Change.WORSE),
    ],
)
def test_an_answer_is_better_where_it_is_worth_more(before, after, change):
    assert worth(before, after).change is change


async def test_a_label_that_is_no_topic_is_not_tried(said, tried, visitor):
    lea = await visitor("lea")
    await label(lea, said, FIRST, what="new")
    with pytest.raises(Failure, match="no message has a topic"):
        tried()


async def test_a_model_that_can_not_be_asked_leaves_the_last_results(labelled, tried, lab):
    tried()
    (lab.root / "lab" / "__main__.py").write_text("raise SystemExit(1)")
    with pytest.raises(Failure, match="could not be asked; nothing was kept"):
        tried(NOW + timedelta(hours=1))
    assert labelled.trials.latest(labelled.learning.labelled()).at == NOW


async def test_without_a_model_or_a_laboratory_it_says_what_is_missing(labelled, tried, lab):
    (lab.root / "models" / "returndesk.tar.gz").rename(lab.root / "models" / "away")
    with pytest.raises(Failure, match="run `returndesk train` first"):
        tried()
    (lab.root / "models" / "away").rename(lab.root / "models" / "returndesk.tar.gz")
    (lab.root / "lab").rename(lab.root / "laboratory")
    with pytest.raises(Failure, match="none around this program"):
        tried()


def test_the_command_is_there(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["returndesk", "learn", "try", "--help"])
    with pytest.raises(SystemExit):
        main()
    assert "Train a candidate" in capsys.readouterr().out


async def test_who_is_not_signed_in_of_another_role_or_site_takes_nothing(labelled, tried, visitor):
    tried()
    assert (await (await visitor()).see("/learning/trial")).status == 303
    for name in ("aud", "mia"):
        somebody = await visitor(name)
        token = (await somebody.page("/")).partition('name="token" value="')[2].partition('"')[0]
        assert (await somebody.post("/learning/trial", {"token": token})).status == 403
    lea, ben = await visitor("lea"), await visitor("ben")
    own, bens = [(await each.page("/")).partition('name="token" value="')[2].partition('"')[0] for each in (lea, ben)]
    assert (await lea.post("/learning/trial", {"token": bens})).status == 403
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert (await lea.post("/learning/trial", {"token": own}, headers=headers)).status == 403


async def test_a_script_that_a_customer_wrote_is_text_and_no_formula(said, visitor):
    lea = await visitor("lea")
    formula = "=HYPERLINK(0) kettle formula of the day"
    for number, words in enumerate([*(f"kettle {each.replace(chr(0), '')}" for each in SCRIPTS), formula]):
        say(said.conversations, f"web:x{number}", words, NOW, UNCLEAR)
    catch_up(said)
    for group in said.learning.groups():
        await label(lea, said, group.words, "ask_refund_time")
    scores = Understood("<script>alert(2)</script>", 0.5, Worth.WRONG), Understood("", 0.0, Worth.RIGHT)
    found = [Tried(each.event, each.label, Part.CASE, *scores) for each in said.learning.labelled()]
    said.trials.keep(found, NOW)
    page = await lea.page("/learning/trial")
    for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
        assert attack not in page
    assert " style=" not in page and "<style" not in page
    rows = list(csv.reader(io.StringIO(await (await lea.send("/learning/trial", "/learning/trial")).text())))
    assert any(row[0] == f"'{formula}" for row in rows)


async def test_addresses_and_long_numbers_are_in_no_table_and_in_no_candidate(said, visitor, tried, lab):
    words = "kettle gone, I am ana@example.com, my name is Ana Perez, order 8120034500012345"
    say(said.conversations, "web:ana", words, NOW, UNCLEAR)
    catch_up(said)
    lea = await visitor("lea")
    shown = next(each.words for each in said.learning.groups() if "kettle gone" in each.words)
    await label(lea, said, shown, "ask_refund_time")
    tried()
    held = "".join(file.read_text() for file in (lab.state / "learn").rglob("*") if file.is_file())
    for place in (await lea.page("/learning/trial"), held, json.dumps([str(each) for each in lab.state.rglob("*")])):
        assert "Perez" not in place and "8120034500012345" not in place
