"""All come up or all go down, with small real servers in place of the assistant's."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import threading

import pytest
from returndesk_cases import process_lives

from returndesk.failure import Failure
from returndesk.process.needed_secrets import NeededSecrets
from returndesk.process.service import Service, check_ports
from returndesk.process.supervisor import Supervisor

SERVES = """
import http.server, os, sys, threading, time
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 404)
        self.end_headers()
    def log_message(self, *arguments): pass
print("pid", os.getpid(), flush=True)
{before}
server = http.server.HTTPServer(("127.0.0.1", {port}), Handler)
{then}
server.serve_forever()
"""


class Watcher:
    """Notes what it is told."""

    def __init__(self):
        self.lines = []
        self.ready_services = []

    def line(self, service, text):
        self.lines.append((service.name, text))

    def waiting(self, services, seconds):
        pass

    def ready(self, service, seconds):
        self.ready_services.append(service.name)

    def pids(self):
        return [int(text.split()[1]) for _, text in self.lines if text.startswith("pid ")]


@pytest.fixture
def server(free_port):
    """Makes a service that serves; `before` runs before it listens, `then` after."""

    def make(name, before="", then="", **options):
        port = free_port()
        source = SERVES.format(port=port, before=before, then=then)
        settings = {"port_option": f"--{name}-port", "health_path": "/health", "ready_within": 60.0, **options}
        return Service(name, [sys.executable, "-S", "-c", source], "127.0.0.1", port, **settings)

    return make


@pytest.fixture
def watcher():
    return Watcher()


@pytest.fixture
def supervise(tmp_path, watcher, stop_signals):
    def make(*services):
        return Supervisor(
            services,
            folder=tmp_path,
            environment=os.environ,
            logs=tmp_path / "logs",
            watcher=watcher,
            stop_signals=stop_signals,
            grace_seconds=5,
        )

    return make


def ask_to_stop(number=signal.SIGTERM, after=0.3):
    threading.Timer(after, os.kill, (os.getpid(), number)).start()


def test_all_are_ready_once_each_answers(supervise, server, watcher):
    with supervise(server("actions"), server("bot", before="time.sleep(0.3)")) as supervisor:
        assert supervisor.start() is True
        assert watcher.ready_services == ["actions", "bot"]


def test_a_process_has_only_the_secrets_that_it_reads_in_its_environment(supervise, server, watcher, monkeypatch):
    monkeypatch.setenv("RETURNDESK_SESSION_SECRET", "of-the-bot-alone")
    shows = "print('told', os.environ.get('RETURNDESK_SESSION_SECRET'), flush=True)"
    bot = server("bot", before=shows, secrets=NeededSecrets(("RETURNDESK_SESSION_SECRET",)))
    with supervise(server("page", before=shows), bot) as supervisor:
        assert supervisor.start()
    assert [line for line in sorted(watcher.lines) if "told" in line[1]] == [
        ("bot", "told of-the-bot-alone"),
        ("page", "told None"),
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_the_watch_and_every_process(supervise, server, watcher, number):
    with supervise(server("actions"), server("bot")) as supervisor:
        assert supervisor.start()
        ask_to_stop(number)
        supervisor.watch()
    assert len(watcher.pids()) == 2
    assert not any(map(process_lives, watcher.pids()))


def test_a_request_to_stop_during_the_start_ends_the_start(supervise, server, watcher):
    with supervise(server("bot", before="time.sleep(60)")) as supervisor:
        ask_to_stop()
        assert supervisor.start() is False
    assert not any(map(process_lives, watcher.pids()))


def test_one_that_dies_while_starting_is_named_with_its_code_and_last_lines(supervise, server, watcher):
    dying = server("actions", before="print('no such table'); sys.exit(7)")
    with pytest.raises(Failure) as failure, supervise(dying, server("bot")) as supervisor:
        supervisor.start()
    said = str(failure.value)
    assert said.startswith("actions ended with exit code 7; stopping the rest. It last said:\n  pid ")
    assert "  no such table\nAll of it: " in said
    assert "actions.log" in said
    assert not any(map(process_lives, watcher.pids()))


def test_one_that_dies_later_stops_the_rest(supervise, server, watcher):
    dying = server("actions", then="threading.Timer(1, lambda: os._exit(9)).start()")
    with pytest.raises(Failure, match="actions ended with exit code 9"), supervise(dying, server("bot")) as supervisor:
        assert supervisor.start()
        supervisor.watch()
    assert not any(map(process_lives, watcher.pids()))


def test_one_that_is_killed_is_named_with_the_signal(supervise, server, watcher):
    with pytest.raises(Failure, match="bot was ended by signal 9"), supervise(server("bot")) as supervisor:
        assert supervisor.start()
        os.kill(watcher.pids()[0], signal.SIGKILL)
        supervisor.watch()


def test_one_that_never_answers_is_given_up(supervise, server):
    slow = server("bot", before="time.sleep(60)", ready_within=1.0)
    with pytest.raises(Failure, match="bot was not ready within 1 s"), supervise(slow) as supervisor:
        supervisor.start()


def test_one_that_reports_a_fatal_error_is_given_up_although_it_answers(supervise, server):
    broken = server("bot", before="print('Could not load model', flush=True)", fatal=re.compile("Could not load"))
    with pytest.raises(Failure, match="bot reported an error that it can't"), supervise(broken) as supervisor:
        supervisor.start()
        supervisor.watch()


def test_one_that_said_nothing_is_told_so(supervise, server):
    silent = Service("bot", ["/bin/sh", "-c", "exit 3"], "127.0.0.1", server("bot").port, "--port", "/health", 5.0)
    with (
        pytest.raises(Failure, match=r"exit code 3; stopping the rest. It said nothing\."),
        supervise(silent) as supervisor,
    ):
        supervisor.start()


def test_one_that_can_not_be_started_is_named(supervise, server):
    missing = Service("bot", ["/nowhere/bot"], "127.0.0.1", server("bot").port, "--port", "/health", 5.0)
    with pytest.raises(Failure, match="bot can't be started"), supervise(missing) as supervisor:
        supervisor.start()


def test_a_port_in_use_is_named_with_the_option_that_changes_it(server):
    wanted = server("web")
    said = rf"port {wanted.port} for the web can't be had .* with --web-port"
    with socket.create_server(("127.0.0.1", wanted.port)), pytest.raises(Failure, match=said):
        check_ports([server("bot"), wanted])


def test_a_port_wanted_twice_is_named_with_both_options(server):
    bot = server("bot")
    web = Service("web", bot.command, bot.host, bot.port, "--web-port", "/", 5.0)
    with pytest.raises(Failure, match=rf"port {bot.port} is wanted by bot \(--bot-port\) and by web \(--web-port\)"):
        check_ports([bot, web])


def test_free_ports_pass(server):
    check_ports([server("bot"), server("web")])
