"""What the suite itself promises: see conftest.py."""

from __future__ import annotations

import os
import socket
import warnings

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "203.0.113.9"])
def test_a_connection_beyond_this_machine_is_refused(address):
    with socket.socket() as outside, pytest.raises(RuntimeError, match="this machine alone"):
        outside.settimeout(0.1)
        outside.connect((address, 80))


def test_a_name_beyond_this_machine_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match="this machine alone"):
        socket.getaddrinfo("shop.example", 443)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_no_telemetry_leaves_the_suite():
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


@pytest.mark.parametrize(
    ("category", "module"),
    [(UserWarning, "storage_watch"), (RuntimeWarning, "rasa.core"), (DeprecationWarning, "actions.store.engine")],
)
def test_a_warning_that_somebody_can_act_on_fails_a_test(category, module):
    with pytest.raises(category, match="about something"):
        warnings.warn_explicit("about something", category, "file.py", 1, module=module)


def test_what_libraries_say_of_each_other_fails_none():
    warnings.warn_explicit("about something", DeprecationWarning, "file.py", 1, module="rasa.core")
