"""Rules for what a shop does not tell: what is wrong with a file is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from woocommerce_stand_in import RULES

from actions.connect.rules import RulesError, load_rules

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples"
GOOD = yaml.safe_load(RULES)


@pytest.fixture
def load(tmp_path):
    def load(said):
        path = tmp_path / "rules.yml"
        path.write_text(said if isinstance(said, str) else yaml.safe_dump(said), encoding="utf-8")
        return load_rules(path)

    return load


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("a: [", "rules.yml: is not YAML"),
        ("[]", "rules.yml: the file: is not an object"),
        ({**GOOD, "window": 3}, "rules.yml: window: is not one of"),
        ({name: GOOD[name] for name in GOOD if name != "received"}, "rules.yml: received: is missing"),
        ({**GOOD, "received": "shipped"}, "rules.yml: received: is neither completed nor unknown"),
        ({**GOOD, "timezone": "Mars/Olympus"}, "rules.yml: timezone: "),
        (
            "timezones: {NO: Europe/Oslo}\n" + RULES.replace("timezones: {FR: Europe/Paris}\n", ""),
            "timezones: YAML takes",
        ),
        ({**GOOD, "shipping": "by boat"}, "rules.yml: shipping: "),
        ({**GOOD, "items": []}, "rules.yml: items: is not a list"),
        ({**GOOD, "items": GOOD["items"][:1]}, "rules.yml: items[0]: the last rule holds for all others"),
        ({**GOOD, "items": [{"free_returns": True}]}, "rules.yml: items[0].return_window_days: is missing"),
        ({**GOOD, "items": [{"free_returns": "yes", "return_window_days": 30}]}, "items[0].free_returns: "),
        ({**GOOD, "items": [{"free_returns": True, "return_window_days": 31}]}, "items[0].return_window_days: "),
        ({**GOOD, "items": [{"when": 1, "free_returns": True, "return_window_days": 30}]}, "items[0].when: is not one"),
    ],
)
def test_a_file_that_nobody_understands_is_refused_with_the_place(load, said, reason):
    with pytest.raises(RulesError) as refused:
        load(said)
    assert reason in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RulesError, match=r"none\.yml: can't be read"):
        load_rules(tmp_path / "none.yml")


@pytest.mark.parametrize("example", ["woocommerce.yml", "shopify.yml"])
def test_the_examples_of_the_documentation_can_be_used(example):
    assert load_rules(EXAMPLES / example).shipping == "free_label"
