"""The measure of follow-ups."""

from __future__ import annotations

import pytest

from bot.nlu.follow_up_model import EXAMPLES, FollowUp, read_follow_ups
from lab.follow_ups.command import AUTHORS, share_right


def test_right_is_what_the_likeliest_meaning_is() -> None:
    said = [FollowUp("ask_pickup", "and where to", "ask_drop_off_points"), FollowUp("ask_pickup", "why", "explain_why")]
    found = [{"ask_drop_off_points": 0.6, "explain_why": 0.4}, {"ask_drop_off_points": 0.7, "explain_why": 0.3}]
    assert share_right(said, found) == pytest.approx(0.5)
    assert share_right([], []) == 0


def test_each_author_wrote_of_questions_of_their_own() -> None:
    asked = [{each.before for each in read_follow_ups(file)} for file in sorted(EXAMPLES.glob(AUTHORS))]
    assert len(asked) == 4
    assert sum(map(len, asked)) == len(set().union(*asked))
