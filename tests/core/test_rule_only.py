"""Who gives no details and wants the rule alone, and who says no more than where somebody lives."""

from __future__ import annotations

import pytest

from core.rule_only import tells_only_place, wants_rule_only


@pytest.mark.parametrize(
    "said",
    [
        "you're not getting my address, just the rule",
        "without my e-mail please, tell me the general rule",
        "I'd rather not give a number. the rules will do",
    ],
)
def test_the_rule_alone_is_wanted(said: str):
    assert wants_rule_only(said)


@pytest.mark.parametrize(
    "said",
    ["I have no number here", "what's the rule for labels?", "not bob@example.com, just the rule", "no mail " * 60, ""],
)
def test_the_rule_alone_is_not_wanted(said: str):
    assert not wants_rule_only(said)


@pytest.mark.parametrize(
    "said",
    ["we're in Denmark", "and my old aunt in the Netherlands?", "ok I live in Peru now", "for our son in Israel"],
)
def test_only_a_place_is_told(said: str):
    assert tells_only_place(said)


@pytest.mark.parametrize(
    "said",
    [
        "my parcel is in Germany",
        "I bought it in Spain",
        "my aunt in Chile never got her money back from you lot",
        "in",
        "",
    ],
)
def test_more_than_a_place_is_told(said: str):
    assert not tells_only_place(said)
