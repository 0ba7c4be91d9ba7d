"""A change that a lead has looked at becomes a branch of the checkout, of them, where the settings allow it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import pytest
from aiohttp.test_utils import TestServer
from page_forms import Forms
from people_labels import FOR_TEST, TEN, label
from people_said import NOW

from core.settings import load_settings
from returndesk.people.fact_edit import FactFile
from returndesk.people.server import people_server
from returndesk.people.services import people_services
from returndesk.people.training_patch import TrainingData
from returndesk.project import this_project

PAGE = "/rules/update.dropoff"
RULE = "people/update.dropoff-2026-10-13"
TRAINING = "people/training-2026-10-13"


def git(folder, *words):
    return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=True).stdout.decode()


def commit_all(folder):
    git(folder.parent, "init", "-q", "-b", "main", str(folder))
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first")


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """A shop's own rules, in a repository of theirs."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    folder = tmp_path / "rules"
    folder.mkdir()
    shutil.copyfile(this_project().root / "policy" / "facts.yml", folder / "facts.yml")
    commit_all(folder)
    return folder


@pytest.fixture
async def served(services, rules):
    """The application with branches, over those rules."""
    fact_file = FactFile(this_project(), rules, services.engine)
    async with TestServer(people_server(replace(services, branches=True, fact_file=fact_file))) as server:
        yield server


async def tried(somebody, value="[1, 3]"):
    return await (await somebody.send(PAGE, f"{PAGE}/try", value=value)).text()


def token_in(page):
    return page.partition('name="token" value="')[2].partition('"')[0]


async def test_another_value_becomes_a_branch_of_one_line_of_the_person(served, rules, visitor):
    lea = await visitor("lea", served)
    page = await tried(lea)
    assert f'formaction="/people{PAGE}/branch"' in page and "Make a branch of it" in page
    answer = await lea.post(f"{PAGE}/branch", {"token": token_in(page), "value": "[1, 3]"})
    assert answer.status == 200 and RULE in await answer.text()
    assert git(rules, "log", "--format=%an: %s", f"main..{RULE}") == "lea: Change the rule update.dropoff\n"
    lines = git(rules, "diff", "main", RULE).splitlines()
    changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-  value: [1, 2]", "+  value: [1, 3]"]
    assert git(rules, "status", "--porcelain") == "" and git(rules, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    log = await lea.page("/log")
    assert "made a branch" in log and RULE in log


async def test_why_there_is_no_branch_is_said_and_nothing_is_logged(served, rules, visitor, services):
    lea = await visitor("lea", served)
    token = token_in(await tried(lea))
    asked = {"token": token, "value": "[1, 3]"}
    assert (await lea.post(f"{PAGE}/branch", {**asked, "value": "[1, 2]"})).status == 409
    assert (await lea.post(f"{PAGE}/branch", {**asked, "value": "[3, 1]"})).status == 400
    text = (rules / "facts.yml").read_text(encoding="utf-8")
    (rules / "facts.yml").write_text(f"{text}# mine\n", encoding="utf-8")
    refused = await lea.post(f"{PAGE}/branch", asked)
    assert refused.status == 409 and "not committed in facts.yml; commit or undo them first" in await refused.text()
    (rules / "facts.yml").write_text(text, encoding="utf-8")
    git(rules, "branch", RULE)
    refused = await lea.post(f"{PAGE}/branch", asked)
    assert refused.status == 409 and f"{RULE} is there already" in await refused.text()
    assert "made a branch" not in {each.deed for each in services.deeds.latest(50)}


@pytest.mark.parametrize("there", ["people", RULE], ids=["in the way", "there"])
async def test_where_the_name_is_taken_a_free_one_is_a_press_away(served, rules, visitor, services, there):
    git(rules, "branch", there)
    lea = await visitor("lea", served)
    refused = await lea.post(f"{PAGE}/branch", {"token": token_in(await tried(lea)), "value": "[1, 3]"})
    page = await refused.text()
    fields = Forms(page).found[f"/people{PAGE}/branch"]
    assert refused.status == 409 and f"Make the branch {fields['branch']}" in page and there in page
    answer = await lea.post(f"{PAGE}/branch", fields)
    assert answer.status == 200 and fields["branch"] in await answer.text()
    assert "+  value: [1, 3]\n" in git(rules, "diff", "main", fields["branch"])
    assert fields["branch"] in {each.about for each in services.deeds.latest(50)}


@pytest.mark.parametrize("branch", ["main", "other", f"{RULE}..x", f"{RULE} x", f"{RULE}@{{-1}}", "people/other"])
async def test_nobody_gives_a_branch_another_name(served, rules, visitor, branch):
    lea = await visitor("lea", served)
    fields = {"token": token_in(await tried(lea)), "value": "[1, 3]", "branch": branch}
    assert (await lea.post(f"{PAGE}/branch", fields)).status in (400, 409)
    assert git(rules, "branch", "--format=%(refname:short)") == "main\n"


async def test_only_who_takes_patches_makes_branches(served, rules, visitor):
    for name in ("mia", "aud"):
        somebody = await visitor(name, served)
        token = token_in(await somebody.page("/"))
        for path in (f"{PAGE}/branch", "/learning/branch"):
            assert (await somebody.post(path, {"token": token, "value": "[1, 3]"})).status == 403
    lea = await visitor("lea", served)
    assert (await lea.post(f"{PAGE}/branch", {"token": "x", "value": "[1, 3]"})).status == 403
    assert git(rules, "branch", "--format=%(refname:short)") == "main\n"


async def test_unless_it_is_allowed_there_is_no_button_and_no_address(services, visitor):
    assert not people_services(load_settings()).branches
    lea = await visitor("lea")
    page = await tried(lea)
    assert "/branch" not in page and "/branch" not in await lea.page("/learning/patch")
    for path in (f"{PAGE}/branch", "/learning/branch"):
        assert (await lea.post(path, {"token": token_in(page), "value": "[1, 3]"})).status == 404


async def test_outside_a_checkout_there_is_no_button(services, rules, visitor):
    shutil.rmtree(rules / ".git")
    fact_file = FactFile(this_project(), rules, services.engine)
    async with TestServer(people_server(replace(services, branches=True, fact_file=fact_file))) as server:
        lea = await visitor("lea", server)
        page = await tried(lea)
        assert "Download the patch" in page and "/branch" not in page
        answer = await lea.post(f"{PAGE}/branch", {"token": token_in(page), "value": "[1, 3]"})
        assert answer.status == 409 and "not a git repository" in await answer.text()


async def test_labels_become_a_branch_with_the_lines_of_the_patch(said, visitor, checkout, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    commit_all(checkout.root)
    training = TrainingData(checkout, said.turn_list._masker)
    async with TestServer(people_server(replace(said, branches=True, training=training))) as server:
        lea = await visitor("lea", server)
        for words, topic in TEN.items():
            await label(lea, said, words, *(("", "not_ours") if topic == "out_of_scope" else (topic,)))
        page = await lea.page("/learning/patch")
        patch = await (await lea.send("/learning/patch", "/learning/patch")).read()
        answer = await lea.post("/learning/branch", {"token": token_in(page)})
        assert answer.status == 200 and TRAINING in await answer.text()
    assert git(checkout.root, "status", "--porcelain") == ""
    subject = git(checkout.root, "log", "--format=%an: %s", f"HEAD..{TRAINING}").strip()
    cases = len(FOR_TEST)
    assert (
        subject == f"lea: Add what labels of customers' messages say: {len(TEN) - cases} training lines, {cases} cases"
    )
    subprocess.run(["git", "apply", "--index", "-"], input=patch, cwd=checkout.root, check=True)
    assert git(checkout.root, "diff", "--cached", TRAINING) == ""
    assert NOW.date().isoformat() in TRAINING
