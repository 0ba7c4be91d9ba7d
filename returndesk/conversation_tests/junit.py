"""Writes outcomes as JUnit XML, which build servers read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from returndesk.conversation_tests.outcome import Outcome, Verdict
from returndesk.conversation_tests.report import as_text

#: What XML 1.0 can't hold.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROBLEMS = {Verdict.FAILED: "failure", Verdict.BROKEN: "error", Verdict.NOT_RUN: "skipped"}


def junit_xml(outcomes: Sequence[Outcome]) -> str:
    """One test suite a file, one test case a case, in their order.

    Args:
        outcomes: How the cases went; those of one file stand together.
    """
    root = ElementTree.Element("testsuites", _counts(outcomes) | {"name": "returndesk converse"})
    for file, group in groupby(outcomes, key=lambda outcome: outcome.case.file):
        of_file = list(group)
        suite = ElementTree.SubElement(root, "testsuite", {"name": str(file)} | _counts(of_file))
        for outcome in of_file:
            _add(suite, outcome)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(suite: ElementTree.Element, outcome: Outcome) -> None:
    case = outcome.case
    about = {
        "name": _xml(case.name),
        "classname": case.file.stem,
        "file": str(case.file),
        "line": str(case.line),
        "time": f"{outcome.seconds:.3f}",
    }
    element = ElementTree.SubElement(suite, "testcase", about)
    if outcome.verdict in _PROBLEMS:
        problem = ElementTree.SubElement(element, _PROBLEMS[outcome.verdict], {"message": _xml(_message(outcome))})
        if outcome.verdict is not Verdict.NOT_RUN:
            problem.text = _xml("\n" + as_text([outcome]) + "\n")


def _message(outcome: Outcome) -> str:
    if outcome.verdict is Verdict.NOT_RUN:
        return "not run: another case had failed"
    return f"{outcome.place}: {outcome.trouble or 'the answer is not what the case expects'}"


def _counts(outcomes: Sequence[Outcome]) -> dict[str, str]:
    counts = {"tests": len(outcomes)} | {
        name: sum(outcome.verdict is verdict for outcome in outcomes)
        for verdict, name in ((Verdict.FAILED, "failures"), (Verdict.BROKEN, "errors"), (Verdict.NOT_RUN, "skipped"))
    }
    taken = sum(outcome.seconds for outcome in outcomes)
    return {name: str(count) for name, count in counts.items()} | {"time": f"{taken:.3f}"}


def _xml(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
