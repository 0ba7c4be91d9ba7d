"""A lead makes a branch of another value, by keyboard: its page, and what it says where the name is taken."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timezone

import pytest
from people_desk import PASSWORD, WIDER
from playwright.sync_api import expect
from served_desk import Process
from widget_chat import Complaints, violations

from actions.store.engine import migrate
from core.database.engine import open_engine
from returndesk.people.accounts import Accounts
from returndesk.people.roles import Role
from returndesk.process.environment import child_environment
from returndesk.process.ports import free_ports
from returndesk.project import this_project

pytestmark = pytest.mark.embedded("what a browser shows is the same wherever the desk keeps its data")

ENGLISH = ("The change is a branch now", "The branch needs another name")
HEBREW = ("השינוי הוא עכשיו ענף", "לענף נחוץ שם אחר")


def git(folder, *words):
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True).stdout.decode()


@pytest.fixture
def rules(tmp_path):
    """A shop's own rules, in a repository of theirs whose checkout is on a branch that is named as ours begin."""
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copyfile(this_project().root / "policy" / "facts.yml", folder / "facts.yml")
    git(tmp_path, "init", "-q", "-b", "people", str(folder))
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first")
    return folder


@pytest.fixture
def served(rules, tmp_path) -> Iterator[tuple[str, Accounts]]:
    """The application in a process of its own over those rules, with branches, and its accounts."""
    (port,) = free_ports(1)
    address, store = f"http://127.0.0.1:{port}", f"sqlite:///{tmp_path / 'store.db'}"
    engine = open_engine(store)
    migrate(engine)
    accounts = Accounts(engine)
    accounts.add("lea", Role.LEAD, PASSWORD, datetime.now(timezone.utc))
    environment = child_environment(
        this_project(),
        RETURNDESK_DATABASE_URL=store,
        RETURNDESK_RULES=rules,
        RETURNDESK_PEOPLE_BRANCHES="true",
        GIT_CONFIG_GLOBAL="/dev/null",
    )
    command = ("returndesk.people", "--port", str(port))
    process = Process("people", command, f"{address}/readyz", environment, tmp_path / "people.log")
    process.start()
    yield address, accounts
    process.kill()
    engine.dispose()


@pytest.fixture
def come(browser) -> Iterator[object]:
    """Opens a page of a browser without a past, whose policy nothing may have broken in the end."""
    contexts = []

    def make(**options):
        context = browser.new_context(**options)
        contexts.append((context, Complaints(context)))
        return context.new_page()

    yield make
    for context, complaints in contexts:
        context.close()
        # A name that is taken is an answer of 409, which the browser tells of.
        assert [each for each in complaints.found if "409" not in each] == []


@pytest.mark.parametrize(
    ("tag", "scheme", "size", "headings"),
    [
        ("en", "light", {"width": 1280, "height": 800}, ENGLISH),
        ("en", "dark", {"width": 390, "height": 844}, ENGLISH),
        ("he", "dark", {"width": 390, "height": 844}, HEBREW),
    ],
)
def test_by_keyboard_another_value_becomes_a_branch_under_a_free_name(come, served, rules, tag, scheme, size, headings):
    address, accounts = served
    accounts.read_in("lea", tag)
    page = come(color_scheme=scheme, viewport=size)
    page.goto(f"{address}/people/sign-in?next=/people/rules/update.dropoff")
    expect(page.locator("input[name=name]")).to_be_focused()
    page.keyboard.type("lea")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("update.dropoff")
    page.locator("input[name=value]").fill("[1, 3]")
    page.keyboard.press("Enter")
    expect(page.locator("button[formaction$='/branch']")).to_be_visible()
    found = [violations(page), page.evaluate(WIDER)]
    page.locator("button[formaction$='/branch']").focus()
    page.keyboard.press("Enter")

    done, taken = headings
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(taken)
    expect(page.get_by_role("alert")).to_contain_text("people-update.dropoff-")
    offered = page.locator("main button")
    expect(offered).to_be_focused()
    found += [violations(page), page.evaluate(WIDER)]
    page.keyboard.press("Enter")

    expect(heading).to_have_text(done)
    (branch,) = git(rules, "branch", "--list", "people-*", "--format=%(refname:short)").split()
    expect(page.locator("main")).to_contain_text(branch)
    found += [violations(page), page.evaluate(WIDER)]
    assert found == [[], 0] * 3
    assert "+  value: [1, 3]\n" in git(rules, "diff", "people", branch)
    assert git(rules, "status", "--porcelain") == "" and git(rules, "log", "--format=%an", "-1", branch) == "lea\n"
