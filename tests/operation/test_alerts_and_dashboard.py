"""Alerts and dashboard name only what is measured, and each alert has its page in the runbook."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
import requests
import yaml
from operated_desk import ROOT, OperatedDesk
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.embedded("what is told and measured is the same wherever it is kept")

ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "return-desk.json"
OPERATIONS = ROOT / "docs" / "operations.md"
#: What Prometheus itself knows of every process that it scrapes.
OF_PROMETHEUS = {"up"}
SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}
WORDS = {"and", "or", "unless", "on", "by", "without", "ignoring", "group_left", "group_right", "bool", "offset"}
#: Not names of metrics: quoted text, labels and ranges in brackets, lists of labels.
NOISE = re.compile(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)')
NAME = re.compile(r"(?<![\w:.])[a-zA-Z_:][\w:]*\b(?!\s*\()")


def rules() -> list[dict[str, Any]]:
    """Every rule, alerts and records."""
    document = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))
    return [rule for group in document["groups"] for rule in group["rules"]]


def names_in(expression: str) -> set[str]:
    """The metrics that an expression of PromQL names."""
    return set(NAME.findall(NOISE.sub(" ", NOISE.sub(" ", expression)))) - WORDS


def expressions() -> list[str]:
    """All of the rules' and the dashboard's."""
    panels = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return [rule["expr"] for rule in rules()] + [target["expr"] for panel in panels for target in panel["targets"]]


def test_the_names_of_an_expression_are_found() -> None:
    rated = 'topk(8, sum by (a, le) (rate(x_total{b="c"}[5m])))'
    expression = f"{rated} / ignoring (k) group_left () 1.5e9 > 2 * job:y:p95 and on () z"
    assert names_in(expression) == {"x_total", "job:y:p95", "z"}


@pytest.mark.served
def test_every_expression_names_only_what_a_scrape_shows(desk: OperatedDesk) -> None:
    measured = set(OF_PROMETHEUS) | {rule["record"] for rule in rules() if "record" in rule}
    for server in (desk.bot, desk.actions):
        for family in text_string_to_metric_families(requests.get(f"{server.url}/metrics", timeout=60).text):
            measured |= {family.name + suffix for suffix in SUFFIXES.get(family.type, ("",))}
    named = set().union(*(names_in(each) for each in expressions()))
    assert named - measured == set()


@pytest.mark.served
def test_every_measure_of_ours_is_explained(desk: OperatedDesk) -> None:
    explained = OPERATIONS.read_text(encoding="utf-8")
    for server in (desk.bot, desk.actions):
        for family in text_string_to_metric_families(requests.get(f"{server.url}/metrics", timeout=60).text):
            # When a series began is told beside it.
            name = family.name.removesuffix("_created")
            assert not name.startswith("returndesk_") or name in explained, name


def test_every_alert_has_its_page_in_the_runbook_and_every_page_its_alert() -> None:
    runbook = OPERATIONS.read_text(encoding="utf-8").partition("\n## Runbook\n")[2]
    assert re.findall(r"^### (\w+)$", runbook, re.MULTILINE) == [rule["alert"] for rule in rules() if "alert" in rule]
    for page in re.split(r"^### ", runbook, flags=re.MULTILINE)[1:]:
        assert all(f"**{part}**" in page for part in ("Customers", "Causes", "Look", "Do")), page.splitlines()[0]


def test_every_alert_says_how_urgent_it_is_and_what_it_means() -> None:
    for rule in rules():
        if "alert" in rule:
            assert rule["labels"]["severity"] in ("page", "ticket"), rule["alert"]
            assert rule["annotations"]["summary"].endswith("."), rule["alert"]


def test_promtool_takes_the_rules() -> None:
    program = shutil.which("promtool")
    if program is None:
        pytest.skip(
            "promtool is not installed; it comes with Debian's package prometheus, see scripts/install-services"
        )
    checked = subprocess.run([program, "check", "rules", str(ALERTS)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
