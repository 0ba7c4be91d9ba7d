"""The rules of the assistant told as stories: what the stock bot's story policies, TED above all, learn from.

Rasa's default configuration decides by stories, and ours are rules only. Without stories TED and its companions have
nothing to learn and take no part, and ours would be compared with half of what a stock bot runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml


def stories_from_rules(files: Iterable[Path]) -> str:
    """A file of stories in Rasa's format, one story a rule.

    Rules with a condition, those within a form, stay rules alone, as they would in a stock bot.

    Args:
        files: Training data; what is not a file of rules is passed over.
    """
    stories: list[dict[str, Any]] = []
    for file in files:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for number, rule in enumerate(content.get("rules", ()), 1):
            if "condition" not in rule:
                stories.append({"story": f"{file.stem} {number}", "steps": rule["steps"]})
    return yaml.safe_dump({"version": "3.1", "stories": stories}, sort_keys=False, allow_unicode=True)
