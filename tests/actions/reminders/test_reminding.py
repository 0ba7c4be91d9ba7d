"""When it is quiet is a setting, and one that can't be read is named."""

from __future__ import annotations

from datetime import time

import pytest

from actions.reminders.reminding import reminding_from
from core.clock import FrozenClock
from core.settings import SettingsError, load_settings
from policy.facts import load_facts
from policy.reminders import QuietHours

SECRET = "a-secret-of-the-desk-with-more-than-32-bytes"


def reminding(engine, now, **settings):
    return reminding_from(load_settings(**settings), engine, FrozenClock(now), load_facts())


def test_the_night_is_quiet_unless_the_shop_says_otherwise(engine, now):
    assert reminding(engine, now).quiet == QuietHours(time(21), time(8))
    assert reminding(engine, now, quiet_hours="13:30-15:00").quiet == QuietHours(time(13, 30), time(15))


@pytest.mark.parametrize("hours", ["21-8", "24:00-08:00", "21:00-08:60", "21:00", "at night", "21:00-08:00-09:00"])
def test_hours_that_are_none_are_named_with_an_example(hours):
    with pytest.raises(SettingsError, match=r"RETURNDESK_QUIET_HOURS: .*such as 21:00-08:00"):
        load_settings(quiet_hours=hours)


def test_without_a_secret_for_the_bot_nothing_is_sent(engine, now):
    assert reminding(engine, now).worker is None
    assert reminding(engine, now, actions_secret=SECRET).worker is not None
