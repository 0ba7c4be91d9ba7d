"""The files under deploy/, as programs read them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from kustomized import OVERLAYS, ROOT, rendered


@pytest.fixture(scope="session", params=OVERLAYS)
def objects(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What one overlay puts into a cluster."""
    return rendered(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def compose() -> dict[str, Any]:
    """deploy/compose.yml."""
    return dict(yaml.safe_load((ROOT / "deploy" / "compose.yml").read_text(encoding="utf-8")))
