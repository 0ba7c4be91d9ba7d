"""No process outlives the program that started it; all of these are real ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from returndesk_cases import process_lives, python, wait_until

from returndesk.process.processes import Child, Processes

# Says its own process id and that of a child of its own, then sleeps.
WITH_A_GRANDCHILD = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
print(os.getpid(), child.pid, flush=True)
time.sleep(60)
"""
IGNORES_SIGTERM = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print(os.getpid(), flush=True)
time.sleep(60)
"""
SLEEPS = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"


WAITED = "waited"


class Happened(list[object]):
    """The signals that were sent and the times that something was waited for, in their order."""

    when_it_waits: Callable[[], None] | None = None

    def wait(self, seconds: float) -> None:
        """Waits as `time.sleep` does, after what is to happen the first time."""
        self.append(WAITED)
        if self.when_it_waits is not None:
            self.when_it_waits()
            self.when_it_waits = None
        time.sleep(seconds)


@pytest.fixture
def happened(monkeypatch):
    """What happens to processes from here on."""
    happened = Happened()
    send = Child.send

    def noted(child: Child, number: signal.Signals) -> None:
        happened.append(number)
        send(child, number)

    monkeypatch.setattr(Child, "send", noted)
    clock = SimpleNamespace(monotonic=time.monotonic, sleep=happened.wait)
    monkeypatch.setattr("returndesk.process.processes.time", clock)
    return happened


@pytest.fixture
def start(tmp_path):
    """Starts a piece of Python in `processes` and waits for its first line, the process ids that it says."""

    def run(processes, source, **options):
        child = processes.start(
            python(source), log=tmp_path / "child.log", folder=tmp_path, environment=os.environ, **options
        )
        assert wait_until(lambda: bool(child.last_lines(1)))
        return child, [int(word) for word in child.last_lines(1)[0].split()]

    return run


def test_leaving_stops_a_process_and_what_it_started(start, stop_signals):
    with Processes(stop_signals) as processes:
        _, pids = start(processes, WITH_A_GRANDCHILD)
        assert len(pids) == 2
        assert all(map(process_lives, pids))
    assert not any(map(process_lives, pids))


def test_a_grandchild_is_stopped_even_when_its_parent_ended_before(start, stop_signals):
    ends = WITH_A_GRANDCHILD.replace("time.sleep(60)\n", "")
    with Processes(stop_signals) as processes:
        child, pids = start(processes, ends)
        assert child.wait(60) == 0
        assert process_lives(pids[1])
    assert not process_lives(pids[1])


def test_stopping_does_not_wait_for_ended_processes_that_nobody_collects(start, stop_signals, happened):
    ends = WITH_A_GRANDCHILD.replace("time.sleep(60)\n", "")
    with Processes(stop_signals, grace_seconds=60) as processes:
        child, _ = start(processes, ends)
        assert child.wait(60) == 0
        processes.stop()
    # What is waited for in vain is killed in the end.
    assert [each for each in happened if each != WAITED] == [signal.SIGTERM]


def test_what_ignores_the_request_is_killed_after_the_grace_period(start, stop_signals):
    with Processes(stop_signals, grace_seconds=0.3) as processes:
        child, (pid,) = start(processes, IGNORES_SIGTERM)
    assert not process_lives(pid)
    assert child.exit_code() == -signal.SIGKILL


def test_a_second_request_does_not_wait_for_the_grace_period(start, stop_signals, happened):
    with Processes(stop_signals, grace_seconds=60) as processes:
        _, (pid,) = start(processes, IGNORES_SIGTERM)
        stop_signals.count = 1
        happened.clear()
        # Arrives while the first is being carried out.
        happened.when_it_waits = lambda: os.kill(os.getpid(), signal.SIGINT)
        processes.stop()
    assert not process_lives(pid)
    assert happened[:3] == [signal.SIGTERM, WAITED, signal.SIGKILL]


def test_an_error_in_the_block_stops_the_processes_too(start, stop_signals):
    with pytest.raises(ZeroDivisionError), Processes(stop_signals) as processes:
        _, (pid,) = start(processes, SLEEPS)
        raise ZeroDivisionError
    assert not process_lives(pid)


def test_a_killed_owner_leaves_nothing_behind(tmp_path):
    owner = f"""
import os, sys, time
from pathlib import Path
from returndesk.process.processes import Processes
from returndesk.process.stop_signals import StopSignals
with StopSignals() as signals, Processes(signals) as processes:
    folder = Path({str(tmp_path)!r})
    command = [sys.executable, "-S", "-c", {WITH_A_GRANDCHILD!r}]
    processes.start(command, log=folder / "child.log", folder=folder, environment=os.environ)
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", owner])
    log = tmp_path / "child.log"
    assert wait_until(lambda: log.exists() and log.read_text(encoding="utf-8").endswith("\n"))
    pids = [int(word) for word in log.read_text(encoding="utf-8").split()]
    process.kill()
    process.wait()
    assert len(pids) == 2
    assert wait_until(lambda: not any(map(process_lives, pids)))


def test_the_output_goes_to_the_log_without_colours(start, stop_signals, tmp_path):
    lines = []
    with Processes(stop_signals) as processes:
        source = r"print('\x1b[31m7\x1b[0m'); import sys; print('8', file=sys.stderr); sys.stdout.write('9')"
        child, _ = start(processes, source, on_line=lines.append)
        assert child.wait(60) == 0
        assert set(child.last_lines(5)) == {"7", "8", "9"}
    assert sorted(lines) == ["7", "8", "9"]
    assert sorted((tmp_path / "child.log").read_text(encoding="utf-8").split()) == ["7", "8", "9"]


def test_a_new_start_empties_the_log(start, stop_signals, tmp_path):
    (tmp_path / "child.log").write_text("from before\n", encoding="utf-8")
    with Processes(stop_signals) as processes:
        child, _ = start(processes, "print(1)")
        child.wait(60)
        assert child.last_lines(5) == ("1",)
    assert (tmp_path / "child.log").read_text(encoding="utf-8") == "1\n"


def test_a_full_disk_costs_lines_and_stops_nobody(stop_signals, tmp_path):
    # More than a pipe holds: it would wait for a reader.
    talks = "print('x' * 200_000); print('done')"
    with Processes(stop_signals) as processes:
        child = processes.start(python(talks), log=Path("/dev/full"), folder=tmp_path, environment=os.environ)
        assert child.wait(30) == 0
        assert child.last_lines(1) == ("done",)


@pytest.mark.parametrize("mode", [None, 0o644, 0o666])
def test_a_log_is_for_its_owner_alone_also_where_an_older_one_was_not(tmp_path, stop_signals, mode):
    log = tmp_path / "logs" / "one.log"
    if mode is not None:
        log.parent.mkdir()
        log.write_text("old")
        log.chmod(mode)
    with Processes(stop_signals) as processes:
        child = processes.start(python("print('new')"), log=log, folder=tmp_path, environment=dict(os.environ))
        assert wait_until(lambda: bool(child.last_lines(1)))
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.read_text() == "new\n"
