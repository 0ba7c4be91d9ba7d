"""Topics whose answers promise money, a date or a right, as `evaluation/dangers.yml` of the checkout lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

_FILE: Final = Path(__file__).resolve().parents[2] / "evaluation" / "dangers.yml"


def dangerous_topics(file: Path = _FILE) -> frozenset[str]:
    """The topics; none where there is no such file, as in an image without the laboratory."""
    if not file.exists():
        return frozenset()
    answers = yaml.safe_load(file.read_text(encoding="utf-8"))["answers"]
    return frozenset(str(topic) for topics in answers.values() for topic in topics)
