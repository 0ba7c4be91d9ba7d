"""`returndesk converse` as someone at a terminal uses it, also with servers that fail them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from converse_stand_in import StandIn, serving
from typer.testing import CliRunner

from returndesk.cli.command import app
from returndesk.conversation_tests.case_files import read_all
from returndesk.conversation_tests.rest_client import RestClient
from returndesk.conversation_tests.runner import Plan, run_cases


@dataclass(frozen=True)
class Done:
    """How the command ended and what it wrote."""

    code: int
    text: str


@dataclass(frozen=True)
class Terminal:
    """A folder with files of cases, and the command."""

    folder: Path

    def write(self, text: str, name: str = "mine.yml") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def run(self, *arguments: object, **environment: str) -> Done:
        done = CliRunner().invoke(
            app, ["converse", *map(str, arguments)], env={"COLUMNS": "160", "NO_COLOR": "1", **environment}
        )
        assert done.exception is None or isinstance(done.exception, SystemExit), done.output
        return Done(done.exit_code, done.output)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with serving(StandIn()) as stand_in:
        yield stand_in


def cases(**said: str) -> str:
    """Cases by name, each with what is said to get it said back; `wrong` begins the name of one that fails."""
    entries = [
        f"- test_case: {name}\n  steps:\n  - user: say {text}\n"
        f"  - bot: {'not ' if name.startswith('wrong') else ''}{text}\n"
        for name, text in said.items()
    ]
    return "test_cases:\n" + "".join(entries)


def parsed(report: Path) -> ElementTree.Element:
    return ElementTree.parse(report).getroot()  # noqa: S314  # written a moment ago


def turns(*users: str) -> str:
    """One case that says something each turn and takes any answer; the last turn takes whatever is no word."""
    said = "".join(f"  - user: {user}\n" for user in users)
    return f"test_cases:\n- test_case: one\n  steps:\n{said}    assertions:\n    - bot_uttered: {{text_matches: .}}\n"


def test_cases_that_hold_end_with_zero(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(cases(first="a", second="b")), "--server", server.webhook)
    assert done.code == 0
    assert "✓ mine.yml: first" in done.text
    assert "2 cases in" in done.text
    assert "2 passed" in done.text


def test_a_wrong_answer_ends_with_one_and_stands_beside_what_was_expected(terminal: Terminal, server: StandIn) -> None:
    file = terminal.write(cases(right="a", wrong="tea"))
    done = terminal.run(file, "--server", server.webhook)
    assert done.code == 1
    (row,) = [line for line in done.text.splitlines() if "✗ text: not tea" in line]
    # Expected in the second column, actual in the third, the line of the step in the fourth.
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["✗", "✗ text: not tea", "tea", "9"]
    assert "customer: say tea" in done.text
    assert f"{file}:9: wrong" in done.text
    assert "1 passed, 1 failed" in done.text


def test_each_case_is_a_conversation_of_its_own(terminal: Terminal, server: StandIn) -> None:
    terminal.run(terminal.write(cases(first="a", second="b")), "--server", server.webhook)
    assert len({sender for sender, _ in server.said}) == 2


def test_what_happened_behind_the_messages_is_seen_in_development(terminal: Terminal, server: StandIn) -> None:
    text = (
        "fixtures:\n- premium:\n  - membership: premium\n"
        "test_cases:\n- test_case: one\n  fixtures: premium\n  steps:\n  - user: hello\n    assertions:\n"
        "    - bot_uttered: {utter_name: utter_hello}\n    - action_executed: action_hello\n"
        "    - slot_was_set: [{name: topic, value: hello}]\n    - slot_was_not_set: [{name: offer}]\n"
        "  - user: say a\n    assertions:\n    - bot_did_not_utter: {utter_name: utter_hello}\n"
    )
    done = terminal.run(terminal.write(text), "--server", server.webhook)
    assert done.code == 0, done.text
    assert server.slots == {"membership": "premium"}


def test_a_case_that_looks_inside_is_refused_where_there_is_no_view(terminal: Terminal) -> None:
    text = "test_cases:\n- test_case: one\n  steps:\n  - user: hello\n  - utter: utter_hello\n"
    with serving(StandIn(debug_view=False)) as closed:
        done = terminal.run(terminal.write(text), "--server", closed.webhook)
        assert done.code == 2
        assert "mine.yml:2: checks response names, slots or actions, which the server does not show" in done.text
        assert closed.said == []


def test_a_slot_that_is_unheard_of_breaks_its_case(terminal: Terminal, server: StandIn) -> None:
    text = cases(one="a").replace("test_cases:", "fixtures:\n- b: [unheard_of: 1]\ntest_cases:")
    done = terminal.run(terminal.write(text.replace("  steps", "  fixtures: b\n  steps")), "--server", server.webhook)
    assert done.code == 1
    assert "there is no slot unheard_of" in done.text
    assert server.said == []


def test_metadata_goes_along_with_each_message(terminal: Terminal, server: StandIn) -> None:
    text = "metadata:\n- site: {language: es}\n" + cases(one="a").replace("  steps", "  metadata: site\n  steps")
    assert terminal.run(terminal.write(text), "--server", server.webhook).code == 0
    assert server.metadata == [{"language": "es"}]


def test_a_session_is_begun_where_it_is_asked_for(terminal: Terminal, server: StandIn) -> None:
    assert terminal.run(terminal.write(cases(one="a")), "--server", server.webhook, "--session").code == 0
    assert "authorization" not in server.headers[0]
    assert server.headers[1]["authorization"] == "Bearer signed"


def test_the_api_key_comes_from_the_environment(terminal: Terminal, server: StandIn) -> None:
    file = terminal.write(cases(one="a"))
    assert terminal.run(file, "--server", server.webhook, RETURNDESK_API_KEY="of-the-shop").code == 0
    assert [sent.get("x-api-key") for sent in server.headers] == ["of-the-shop"]


def test_a_server_that_asks_to_wait_is_waited_for(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(turns("busy", "say a")), "--server", server.webhook)
    assert done.code == 0, done.text
    assert sum(server.refusals.values()) == 2


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("boom", "the server answered 500 Internal Server Error"),
        ("page", "the answer is no JSON"),
        ("odd", "the answer is no list of messages"),
    ],
)
def test_an_answer_that_is_none_breaks_its_case_alone(
    message: str, said: str, terminal: Terminal, server: StandIn
) -> None:
    files = [terminal.write(turns(message)), terminal.write(cases(other="a"), "other.yml")]
    done = terminal.run(*files, "--server", server.webhook)
    assert done.code == 1
    assert said in done.text
    assert "1 passed, 1 broken" in done.text


def test_a_server_that_dies_half_way_breaks_what_is_left(terminal: Terminal) -> None:
    files = [terminal.write(cases(first="a"), "a.yml"), terminal.write(turns("say b", "die", "say c"), "b.yml")]
    files.append(terminal.write(cases(last="d"), "c.yml"))
    report = terminal.folder / "junit.xml"
    with serving(StandIn()) as dying:
        done = terminal.run(*files, "--server", dying.webhook, "--jobs", 1, "--junit", report)
    assert done.code == 1
    assert "1 passed, 2 broken" in done.text
    assert "went away" in done.text
    assert [len(suite.findall("testcase/error")) for suite in parsed(report)] == [0, 1, 1]


def test_a_server_that_is_not_there_is_said_before_anything_runs(terminal: Terminal) -> None:
    with serving(StandIn()) as gone:
        webhook = gone.webhook
    done = terminal.run(terminal.write(cases(one="a")), "--server", webhook)
    assert done.code == 2
    assert f"nothing answers at {webhook}" in done.text
    assert "returndesk up" in done.text


def test_the_usual_server_is_the_one_that_up_serves_here(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(cases(one="a")), RETURNDESK_PORT=str(server.server_port))
    assert done.code == 0, done.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "broken.yml:1: holds no `test_cases:`"),
        ("test_cases:\n- test_case: [\n", "broken.yml:3: is not YAML"),
        ("test_cases:\n- test_case: a\n  stepz: []\n", "broken.yml:3: `stepz` is not a key that is known here"),
    ],
)
def test_one_file_that_is_wrong_stops_all_before_anything_is_said(
    text: str, said: str, terminal: Terminal, server: StandIn
) -> None:
    report = terminal.folder / "junit.xml"
    files = [terminal.write(cases(one="a")), terminal.write(text, "broken.yml")]
    done = terminal.run(*files, "--server", server.webhook, "--junit", report)
    assert done.code == 2
    assert said in done.text
    assert server.said == []
    assert not report.exists()


def test_cases_are_selected_by_a_part_of_file_or_name(terminal: Terminal, server: StandIn) -> None:
    files = [terminal.write(cases(refund="a", fee="b")), terminal.write(cases(third="c"), "Refunds.yml")]
    done = terminal.run(*files, "--server", server.webhook, "--select", "REFUND")
    assert done.code == 0
    assert sorted(text for _, text in server.said) == ["say a", "say c"]


def test_a_selection_of_nothing_is_no_success(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(cases(one="a")), "--server", server.webhook, "--select", "none of these")
    assert done.code == 2
    assert 'no case of 1 has "none of these"' in done.text


def test_fail_fast_begins_nothing_after_a_failure(terminal: Terminal, server: StandIn) -> None:
    report = terminal.folder / "junit.xml"
    file = terminal.write(cases(first="a", wrong="b", last="c"))
    done = terminal.run(file, "--server", server.webhook, "--fail-fast", "--jobs", 1, "--junit", report)
    assert done.code == 1
    assert [text for _, text in server.said] == ["say a", "say b"]
    assert "1 passed, 1 failed, 1 not run" in done.text
    assert len(parsed(report).findall("testsuite/testcase/skipped")) == 1


def test_conversations_are_held_at_the_same_time(terminal: Terminal, server: StandIn) -> None:
    meet = "- test_case: {}\n  steps:\n  - user: meet\n  - bot: met\n"
    file = terminal.write("test_cases:\n" + meet.format("one") + meet.format("other"))
    assert terminal.run(file, "--server", server.webhook, "--jobs", 2).code == 0


def test_many_at_a_time_come_to_the_same_as_one_after_the_other(terminal: Terminal, server: StandIn) -> None:
    said = {f"{'wrong' if number % 5 == 0 else 'right'} {number}": f"word {number}" for number in range(40)}
    found = read_all([terminal.write(cases(**said))])
    serial, parallel = (
        run_cases(found, RestClient(server.webhook), Plan(jobs), lambda outcome: None) for jobs in (1, 8)
    )  # fmt: skip
    assert [(each.case, each.verdict, each.rows) for each in serial] == [
        (each.case, each.verdict, each.rows) for each in parallel
    ]


def test_the_junit_file_counts_and_holds_what_differs(terminal: Terminal, server: StandIn) -> None:
    report = terminal.folder / "reports" / "junit.xml"
    file = terminal.write(cases(right="a", wrong="<b> & \U0001f4e6"))
    terminal.write(turns("boom"), "other.yml")
    assert terminal.run(terminal.folder, "--server", server.webhook, "--junit", report).code == 1
    root = parsed(report)
    assert root.tag == "testsuites"
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3", "failures": "1", "errors": "1", "skipped": "0",
    }  # fmt: skip
    mine, other = root.findall("testsuite")
    assert (mine.get("name"), mine.get("tests"), mine.get("failures")) == (str(file), "2", "1")
    assert other.find("testcase/error") is not None
    right, wrong = mine.findall("testcase")
    assert list(right) == []
    assert (wrong.get("name"), wrong.get("classname"), wrong.get("line")) == ("wrong", "mine", "6")
    assert all(float(each.get("time", "")) >= 0 for each in (right, wrong))
    failure = wrong.find("failure")
    assert failure is not None
    assert failure.get("message") == f"{file}:9: the answer is not what the case expects"
    assert "text: not <b> & \U0001f4e6" in (failure.text or "")


def test_what_xml_can_not_hold_is_replaced(terminal: Terminal, server: StandIn) -> None:
    report = terminal.folder / "junit.xml"
    text = 'test_cases:\n- test_case: one\n  steps:\n  - user: "say \\x01 bell"\n  - bot: no bell\n'
    assert terminal.run(terminal.write(text), "--server", server.webhook, "--junit", report).code == 1
    assert "\N{REPLACEMENT CHARACTER} bell" in (parsed(report).findtext(".//failure") or "")


def test_unicode_and_very_long_messages_come_back_as_they_went(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(cases(one="在路上 📦 " + "é" * 20_000)), "--server", server.webhook)
    assert done.code == 0


def test_a_long_message_is_shortened_in_the_report(terminal: Terminal, server: StandIn) -> None:
    done = terminal.run(terminal.write(cases(wrong="x" * 20_000)), "--server", server.webhook)
    assert "(20004 characters)" in done.text


WORLD = "fixtures:\n- frozen: [returndesk_now: 2026-10-13T10:00:00Z]\n"


def test_a_named_server_is_not_given_another_clock(terminal: Terminal, server: StandIn) -> None:
    file = terminal.write(WORLD + cases(one="a").replace("  steps", "  fixtures: frozen\n  steps"))
    done = terminal.run(file, "--server", server.webhook)
    assert done.code == 2
    assert "which can't be given to a running server" in done.text
    assert server.said == []


def test_a_server_may_be_said_to_be_prepared(terminal: Terminal, server: StandIn) -> None:
    file = terminal.write(WORLD + cases(one="a").replace("  steps", "  fixtures: frozen\n  steps"))
    assert terminal.run(file, "--server", server.webhook, "--prepared").code == 0


@pytest.mark.embedded("cases bring their own store, which is a file")
def test_a_store_that_can_not_be_loaded_is_named_and_nothing_is_started(terminal: Terminal) -> None:
    store = terminal.write('{"customers": 3}', "store.json")
    world = "fixtures:\n- mine: [returndesk_store: store.json]\n"
    done = terminal.run(terminal.write(world + cases(one="a").replace("  steps", "  fixtures: mine\n  steps")))
    assert done.code == 2
    assert f"{store} can't be loaded for the cases that name it" in done.text


def test_with_an_api_key_a_case_that_looks_inside_is_refused(terminal: Terminal, server: StandIn) -> None:
    """The view shows what programs in development name, and an answer without events would prove nothing."""
    file = terminal.write("test_cases:\n- test_case: one\n  steps:\n  - user: hello\n  - utter: utter_hello\n")
    done = terminal.run(file, "--server", server.webhook, RETURNDESK_API_KEY="of-the-shop")
    assert done.code == 2
    assert server.said == []
