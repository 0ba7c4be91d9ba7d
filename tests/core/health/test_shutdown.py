"""How a server ends: others are told, what it has begun comes to its end, and it takes in nothing more."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from health_process import Asked, asked, until

from returndesk.process.ports import free_ports

SERVER = Path(__file__).with_name("draining_server.py")

Start = Callable[..., Asked]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a server with so many seconds to go on, and so many for what is under way."""
    with ExitStack() as stack:

        def run(window: float = 0, patience: float = 30) -> Asked:
            (port,) = free_ports(1)
            command = [str(SERVER), str(port), str(window), str(patience)]
            return stack.enter_context(asked(command, port, tmp_path / "log", {}))

        yield run


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Makes requests beside the test."""
    with ThreadPoolExecutor(4) as pool:
        yield pool


def status_of(server: Asked, path: str) -> int | None:
    """How a path is answered, None where nobody listens."""
    try:
        return server.get(path).status_code
    except requests.ConnectionError:
        return None


def test_a_server_that_works_says_so(start: Start) -> None:
    server = start()

    assert (server.get("/healthz").status_code, server.get("/healthz").json()) == (200, {"status": "ok"})
    assert (server.get("/readyz").status_code, server.get("/readyz").json()) == (200, {"ready": True, "checks": {}})


def test_a_stuck_event_loop_does_not_say_that_it_is_well(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start()
    stuck = beside.submit(server.get, "/stuck/3.0", 30)

    def is_silent() -> bool:
        try:
            server.get("/healthz", 0.3)
        except requests.Timeout:
            return True
        return False

    until(is_silent)
    assert stuck.result().ok
    assert server.get("/healthz").ok


def test_a_server_that_leaves_says_so_and_goes_on_serving_for_a_while(start: Start) -> None:
    server = start(window=60)
    server.terminate()

    until(lambda: not server.is_ready())
    assert server.check("process") == {"ok": False, "why": "it is about to end"}
    assert server.get("/healthz").ok
    answer = server.get("/wait/0.1")
    assert (answer.text, answer.headers["connection"]) == ("done", "close")


def test_what_is_under_way_is_answered_and_nothing_new_is_taken_in(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start()
    begun = [beside.submit(server.get, "/wait/2.0", 30) for _ in range(3)]
    until(lambda: len(begun) == 3 and server.get("/healthz").ok)
    server.get("/wait/0.3")
    server.terminate()

    until(lambda: status_of(server, "/wait/0.0") in (503, None))
    assert [answer.result().text for answer in begun] == ["done"] * 3
    assert server.wait() == 0


def test_a_refusal_says_when_to_come_again(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start()
    begun = beside.submit(server.get, "/wait/3.0", 30)
    server.get("/wait/0.3")
    server.terminate()

    until(lambda: not server.is_ready())
    refusal = server.get("/wait/0.0")
    assert (refusal.status_code, refusal.headers["retry-after"], refusal.headers["connection"]) == (503, "1", "close")
    assert "try again" in refusal.json()["error"]
    assert begun.result().ok


def test_what_takes_too_long_is_broken_off(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start(patience=0.2)
    begun = beside.submit(server.get, "/wait/600.0", 60)
    server.get("/wait/0.3")
    server.terminate()

    assert server.wait() == 0
    # Sanic itself answers what it ends.
    assert begun.exception() is not None or begun.result().status_code == 503


def test_nobody_waits_for_a_visitor_who_just_stays(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start(patience=600)
    stays = beside.submit(server.get, "/lasting", 60)
    server.get("/wait/0.3")
    server.terminate()

    assert server.wait() == 0
    assert stays.exception() is not None or stays.result().status_code == 503


def test_a_second_signal_ends_it_at_once(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start(window=600)
    server.terminate()
    until(lambda: not server.is_ready())
    server.terminate()

    assert server.wait() == -signal.SIGTERM


def test_ctrl_c_waits_for_what_is_under_way_and_no_longer(start: Start, beside: ThreadPoolExecutor) -> None:
    server = start(window=600)
    begun = beside.submit(server.get, "/wait/1.0", 30)
    server.get("/wait/0.3")
    server.process.send_signal(signal.SIGINT)

    assert server.wait() == 0
    assert begun.result().text == "done"
