"""What `/readyz` makes of the checks: all at once, for a limited time, and not again and again."""

from __future__ import annotations

import threading

import pytest

from core.health.check import Check, NotReady
from core.health.readiness import Readiness

SECRET = "postgresql://desk:the-password@database/returns"


def refuse(reason):
    def ask():
        raise NotReady(reason)

    return ask


async def test_what_is_there_is_ready():
    report = await Readiness([Check("store", lambda: None)]).report()

    assert report.as_dict() == {"ready": True, "checks": {"store": {"ok": True}}}


async def test_one_thing_that_is_missing_is_enough_and_is_named():
    report = await Readiness([Check("store", lambda: None), Check("bot", refuse("it does not answer"))]).report()

    assert report.as_dict() == {
        "ready": False,
        "checks": {"store": {"ok": True}, "bot": {"ok": False, "why": "it does not answer"}},
    }


async def test_an_error_that_nobody_foresaw_is_told_by_its_kind_alone():
    def fail():
        raise RuntimeError(f"could not reach {SECRET}")

    report = await Readiness([Check("store", fail)]).report()

    assert report.as_dict()["checks"]["store"] == {"ok": False, "why": "failed: RuntimeError"}


async def test_an_answer_holds_for_a_moment():
    asked = []
    readiness = Readiness([Check("store", lambda: asked.append(1))], fresh=3600)

    await readiness.report()
    await readiness.report()

    assert len(asked) == 1


async def test_it_is_asked_anew_once_the_answer_is_old():
    asked = []
    readiness = Readiness([Check("store", lambda: asked.append(1))], fresh=0)

    await readiness.report()
    await readiness.report()

    assert len(asked) == 2


@pytest.fixture
def release():
    """Lets what hangs go on at the end of a test."""
    event = threading.Event()
    yield event
    event.set()


async def test_what_hangs_is_not_there_and_holds_one_thread_however_often_it_is_asked(release):
    entered = []

    def hang():
        entered.append(1)
        release.wait()

    readiness = Readiness([Check("store", hang), Check("bot", lambda: None)], patience=0.05, fresh=0)

    reports = [await readiness.report() for _ in range(5)]

    assert {report.as_dict()["checks"]["store"]["why"] for report in reports} == {"no answer within 0.05 s"}
    assert all(report.as_dict()["checks"]["bot"]["ok"] for report in reports)
    assert len(entered) == 1


async def test_what_hung_and_came_back_is_ready_again(release):
    readiness = Readiness([Check("store", release.wait)], patience=0.05, fresh=0)
    assert not (await readiness.report()).ready

    release.set()
    waited = Readiness([Check("store", release.wait)], patience=30, fresh=0)

    assert (await waited.report()).ready
