"""What tests of mailboxes share: a real server, and an account on it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from dovecot_mailbox import Box, dovecot_or_skip

from lab.testbed.dovecot import Dovecot

_COUNT = itertools.count()


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with dovecot_or_skip() as server:
        yield server


@pytest.fixture
def box(dovecot: Dovecot) -> Box:
    return Box(dovecot.port, f"user{next(_COUNT)}")
