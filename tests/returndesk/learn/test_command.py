"""`returndesk learn`: out of real conversations, into real files, and nothing half done."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

import pytest
from rasa.shared.nlu.training_data.loading import load_data
from report_turns import ANSWERED, DECLINED, GREETED, HANDED_OVER, UNCLEAR, Teller
from sqlalchemy.engine import Engine

from actions.store.engine import migrate
from actions.store.feedback import Feedback, Rating
from core.conversations.conversations import open_conversations
from core.database.engine import open_engine
from core.settings import Settings, load_settings
from returndesk.cli.command import main
from returndesk.failure import Failure
from returndesk.learn import gathering
from returndesk.learn.command import export_messages, import_labels
from returndesk.project import Project

NOON = datetime(2026, 10, 13, 12, tzinfo=timezone.utc)
STORE_DOWN = ("ask_return_status", "action_status", "utter_store_down")
DATA = {
    "data/nlu/refund_time.yml": (
        "nlu:\n- intent: ask_refund_time\n  examples: |\n    - when is my refund due\n\n"
        "rules:\n- rule: refund\n  steps:\n  - intent: ask_refund_time\n  - action: utter_x\n"
    ),
    "data/nlu/packaging.yml": "nlu:\n- intent: ask_packaging\n  examples: |\n    - which box to use\n",
    "tests/conversations/refund_time.yml": (
        "unseen:\n- intent: ask_refund_time\n  examples: |\n    - has anybody sent my money off yet\n"
    ),
}


@dataclass(frozen=True)
class Shop:
    """A small checkout with a store in which people have talked.

    Args:
        project: The checkout.
        settings: Where the store is.
        engine: The same, opened.
        teller: Puts turns into it.
    """

    project: Project
    settings: Settings
    engine: Engine
    teller: Teller

    def texts(self) -> dict[str, str]:
        """The files of the checkout."""
        return {name: (self.project.root / name).read_text("utf-8") for name in DATA}


@pytest.fixture
def shop(project: Project, new_database: Callable[..., str]) -> Shop:
    for path in project.root.joinpath("data").rglob("*.yml"):
        path.unlink()
    for name, text in DATA.items():
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    url = new_database()
    engine = open_engine(url)
    migrate(engine)
    conversations = open_conversations(url)
    conversations.create()
    settings = load_settings(database_url=url, conversations_url=url)
    return Shop(project, settings, engine, Teller(conversations))


@pytest.fixture
def export(shop, progress, tmp_path):
    def run(since: Optional[str] = None, most: int = 500, name: str = "labels.yml") -> Path:
        return export_messages(shop.project, shop.settings, progress, since=since, to=tmp_path / name, most=most)

    return run


@pytest.fixture
def take_in(shop, progress):
    def run(file: Path, *, into: Optional[Path] = None, dry_run: bool = False, branch: Optional[str] = None) -> None:
        import_labels(shop.project, shop.settings, progress, file, into=into, dry_run=dry_run, branch=branch)

    return run


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line.startswith("- ")]


def label(file: Path, labels: dict[str, str]) -> None:
    """Writes the label of every line that holds a text."""
    text = file.read_text("utf-8")
    for words, intent in labels.items():
        (line,) = [line for line in lines(file) if words in line]
        text = text.replace(line, line.replace("label: ,", f"label: {intent},"))
    file.write_text(text, "utf-8")


def test_what_was_not_understood_asked_back_or_refused_is_written_and_nothing_else(shop, export):
    say = shop.teller.say
    say("web:a", "blurble my dosh", NOON, UNCLEAR)
    say("web:a", "do you sell shoes", NOON, DECLINED)
    say("web:a", "what of my cash", NOON, ("ask_refund_time", "action_clarify", "utter_clarify"))
    say("web:a", "understood", NOON, ANSWERED)
    say("web:a", "a person", NOON, HANDED_OVER)
    say("web:a", "good day", NOON, GREETED)
    say("web:a", "the store was away", NOON, STORE_DOWN)
    say("web:a", "EXTERNAL: open", NOON, ("system_open_chat", *UNCLEAR[1:]))
    say("web:a", "/ask_refund_time", NOON, UNCLEAR, title="Refund time")
    say("web:a", "R1001 ana@example.com", NOON, UNCLEAR)

    assert [line.partition(", said")[0] for line in lines(export())] == [
        '- {label: , message: "blurble my dosh"',
        '- {label: , message: "do you sell shoes"',
        '- {label: , message: "what of my cash"',
    ]


def test_an_answer_that_a_customer_disliked_brings_its_message(shop, export):
    for name in ("one", "two"):
        shop.teller.say("web:a", f"{name} about money", NOON, ANSWERED, message_id=f"m.{name}")
    shop.teller.say("web:b", "of somebody else", NOON, ANSWERED, message_id="m.two")
    rated = Feedback(shop.engine)
    rated.keep(Rating("web:a", "m.one.0", "up", "utter_x", (), NOON))
    rated.keep(Rating("web:a", "m.two.1", "down", "utter_x", (), NOON))

    (line,) = lines(export())
    assert 'message: "two about money"' in line
    assert 'answered: ["utter_rule_ask_refund_time"]' in line


def test_a_line_has_the_guess_and_how_often_it_was_said_the_most_frequent_first(shop, export):
    ranking = {"nlu_fallback": 0.5, "ask_refund_time": 0.31, "greet": 0.1}
    shop.teller.say("web:a", "only once", NOON, UNCLEAR)
    shop.teller.say("web:b", "My dosh?", NOON, UNCLEAR, ranking=ranking)
    shop.teller.say("web:c", "my DOSH", NOON, UNCLEAR, ranking={**ranking, "ask_refund_time": 0.327})

    assert lines(export()) == [
        '- {label: , message: "My dosh?", said: 2, guess: "ask_refund_time", confidence: 0.33, '
        'answered: ["utter_not_understood"]}',
        '- {label: , message: "only once", said: 1, guess: "", confidence: 0.0, answered: ["utter_not_understood"]}',
    ]
    assert "only once" not in export(most=1, name="one.yml").read_text("utf-8")


def test_what_tells_who_wrote_a_message_is_masked(shop, export):
    shop.teller.say("web:a", "R1002 of ana@example.com, my name is Ana Lee: where", NOON, UNCLEAR)
    text = export().read_text("utf-8")

    assert '"[number] of [e-mail], my name is [name]: where"' in text
    assert "R1002" not in text
    assert "Ana" not in text


def test_what_training_holds_and_letters_are_left_out(shop, export, console):
    shop.teller.say("web:a", "When is my refund due?", NOON, UNCLEAR)
    shop.teller.say("web:a", "so " * gathering.LONGEST, NOON, UNCLEAR)

    assert lines(export()) == []
    assert "Left out: 1 that training holds already" in console.file.getvalue()
    assert "Left out: 1 of more than 1,000 characters" in console.file.getvalue()


def test_a_first_day_leaves_out_what_was_said_before(shop, export):
    shop.teller.say("web:a", "early bird", datetime(2026, 10, 12, 23, 59, tzinfo=timezone.utc), UNCLEAR)
    shop.teller.say("web:a", "late bird", NOON, UNCLEAR)

    assert [line.split('"')[1] for line in lines(export(since="2026-10-13"))] == ["late bird"]
    with pytest.raises(Failure, match='"soon" is no day'):
        export(since="soon", name="other.yml")


def test_what_is_in_memory_is_bounded_to_what_was_said_more_than_once(shop, export, monkeypatch):
    monkeypatch.setattr(gathering, "_MOST_MESSAGES", 2)
    monkeypatch.setattr(gathering, "_READ", 2)
    for text in ("twice said", "twice said", "one", "two words", "three words more"):
        shop.teller.say("web:a", text, NOON, UNCLEAR)

    assert 'message: "twice said", said: 2' in lines(export())[0]
    assert len(lines(export(name="again.yml"))) <= 2


def test_a_file_that_may_hold_labels_is_not_written_over(export, tmp_path):
    (tmp_path / "labels.yml").write_text("mine", "utf-8")
    with pytest.raises(Failure, match=r"labels\.yml is there already and may hold labels; .* --to"):
        export()
    assert (tmp_path / "labels.yml").read_text("utf-8") == "mine"


def test_lines_become_a_branch_of_the_checkout_and_its_files_stay(shop, export, take_in, monkeypatch):
    for name, value in {"CONFIG_GLOBAL": "/dev/null", "AUTHOR_NAME": "Ana", "AUTHOR_EMAIL": "ana@example.com"}.items():
        monkeypatch.setenv(f"GIT_{name}", value)
        monkeypatch.setenv(f"GIT_{name}".replace("AUTHOR", "COMMITTER"), value)
    git = ["git", "-C", str(shop.project.root)]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    shop.teller.say("web:a", "my dosh please", NOON, UNCLEAR)
    file, before = export(), shop.texts()
    label(file, {"dosh": "ask_refund_time"})
    take_in(file, branch="learnt")
    assert shop.texts() == before
    shown = subprocess.run([*git, "show", "--format=%an", "learnt"], check=True, capture_output=True, text=True).stdout
    assert shown.startswith("Ana\n") and "+    - my dosh please\n" in shown
    with pytest.raises(Failure, match="the branch learnt is there already"):
        take_in(file, branch="learnt")


def test_exported_labelled_and_imported_lines_are_training_data_that_rasa_reads(shop, export, take_in, console):
    for text in ('is "[free](fee)" {for} C:\\users?', "- my dosh 💸 for R1003", "left as it is", "a skipped one"):
        shop.teller.say("web:a", text, NOON, UNCLEAR)
    file = export()
    label(file, {"C:": "ask_packaging", "dosh": "ask_refund_time", "skipped": "skip"})
    take_in(file)

    read = load_data(str(shop.project.root / "data" / "nlu"))
    assert sorted((each.get("intent"), each.get("text")) for each in read.intent_examples) == [
        ("ask_packaging", 'is "[free] (fee)" {for} C: users?'),
        ("ask_packaging", "which box to use"),
        ("ask_refund_time", "- my dosh 💸 for R1001"),
        ("ask_refund_time", "when is my refund due"),
    ]
    assert read.entity_examples == []
    added = shop.texts()["data/nlu/refund_time.yml"]
    assert added.replace("    - - my dosh 💸 for R1001\n", "") == DATA["data/nlu/refund_time.yml"]
    assert "Took over 2 messages" in console.file.getvalue()
    assert len(lines(export(name="next.yml"))) == 2


def test_a_dry_run_says_what_would_be_written_and_writes_nothing(shop, take_in, tmp_path, console):
    file = tmp_path / "mine.yml"
    file.write_text("- {label: ask_packaging, message: a jute sack?}\n", "utf-8")
    take_in(file, dry_run=True)

    assert shop.texts() == DATA
    assert "data/nlu/packaging.yml: 1 as ask_packaging" in console.file.getvalue()
    assert "1 messages could be taken over; nothing was written" in console.file.getvalue()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "{label: refund_time, message: my dosh}",
            'line 2: there is no intent "refund_time"; the nearest are ask_refund',
        ),
        ("{label: ask_refund_time, message: dosh for R1002}", "line 2: the message holds what tells who wrote it"),
        (
            "{label: ask_packaging, message: When is my refund due?}",
            "line 2: training holds it already as ask_refund_time",
        ),
        ("{label: ask_refund_time, message: has anybody sent my money off}", "line 2: 86% of its words are those of"),
    ],
)
def test_one_bad_line_has_all_refused(shop, take_in, tmp_path, line, said):
    file = tmp_path / "mine.yml"
    file.write_text(f"- {{label: ask_packaging, message: a jute sack?}}\n- {line}\n", "utf-8")
    with pytest.raises(Failure) as refused:
        take_in(file)

    assert str(refused.value).startswith("nothing was written; what can't be taken over (1):\n")
    assert f"mine.yml: {said}" in str(refused.value)
    assert shop.texts() == DATA


def test_many_bad_lines_are_told_in_part(take_in, tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text("".join(f"- {{label: nothing, message: word{number}}}\n" for number in range(35)), "utf-8")
    with pytest.raises(Failure, match=r"(?s)\(35\):.*line 30: .*\nand 5 more$"):
        take_in(file)


def test_a_disk_that_takes_only_the_first_file_keeps_both_as_they_were(shop, take_in, tmp_path):
    file = tmp_path / "mine.yml"
    file.write_text(
        "- {label: ask_packaging, message: a sack?}\n- {label: ask_refund_time, message: my dosh}\n", "utf-8"
    )
    (shop.project.root / "data/nlu/refund_time.yml.unfinished").mkdir()
    with pytest.raises(Failure, match=r"refund_time\.yml can't be written"):
        take_in(file)
    assert shop.texts() == DATA
    assert not (shop.project.root / "data/nlu/packaging.yml.unfinished").exists()


def test_lines_can_go_to_a_folder_of_ones_own_and_are_known_there(shop, take_in, tmp_path, console):
    file, own = tmp_path / "mine.yml", shop.project.root / "data" / "own"
    file.write_text("- {label: ask_refund_time, message: my dosh}\n", "utf-8")
    take_in(file, into=own)
    take_in(file, into=own)

    assert shop.texts() == DATA
    assert (own / "refund_time.yml").read_text("utf-8") == (
        'version: "3.1"\n\nnlu:\n- intent: ask_refund_time\n  examples: |\n    - my dosh\n'
    )
    assert own in shop.project.training_data()
    assert "training reads only" not in console.file.getvalue()
    assert "Left out: 1 that training holds already" in console.file.getvalue()


def test_a_folder_that_training_does_not_read_is_said(shop, take_in, tmp_path, console):
    file = tmp_path / "mine.yml"
    file.write_text("- {label: ask_refund_time, message: my dosh}\n", "utf-8")
    take_in(file, into=tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere" / "refund_time.yml").exists()
    assert "training reads only what lies in data" in console.file.getvalue()


def test_without_test_messages_it_says_that_nothing_was_compared(shop, take_in, tmp_path, console):
    (shop.project.root / "tests/conversations/refund_time.yml").unlink()
    shop.project.unseen.rmdir()
    file = tmp_path / "mine.yml"
    file.write_text("- {label: ask_refund_time, message: has anybody sent my money off yet}\n", "utf-8")
    take_in(file, dry_run=True)
    assert "nothing was compared with them" in console.file.getvalue()


def test_the_commands_work_from_a_terminal(shop, tmp_path, monkeypatch, capsys):
    shop.teller.say("web:a", "zorble my dosh grumpf", NOON, UNCLEAR)
    file = tmp_path / "mine.yml"

    def run(*arguments: object) -> str:
        monkeypatch.setattr(sys, "argv", ["returndesk", "learn", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        written = capsys.readouterr()
        assert end.value.code in (None, 0), written.err
        return written.out

    monkeypatch.setenv("RETURNDESK_CONVERSATIONS_URL", shop.settings.conversations_url)
    run("export", "--to", file, "--database-url", shop.settings.database_url)
    label(file, {"zorble": "ask_refund_time"})
    assert "data/nlu/refund_time.yml: 1 as ask_refund_time" in run("import", file, "--dry-run")
