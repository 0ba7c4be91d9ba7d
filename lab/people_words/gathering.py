"""Every message of the pages, out of their templates, their code and what these list, as Babel finds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from lab.people_words.terms import terms
from returndesk.people.page_writer import TEMPLATES
from returndesk.project import Project

#: As the pages' environment has it, so that a message is the same in both.
_OF_TEMPLATES: Final = {
    **{"trimmed": "true", "newstyle_gettext": "true", "silent": "false"},
    **{"trim_blocks": "true", "lstrip_blocks": "true"},
}
_REFUSALS: Final = ("BadRequest", "Conflict", "Forbidden", "NotFound", "UnsupportedMediaType")
#: What is called with a message, and which of its arguments are messages; of a refusal the one that is a text.
_KEYWORDS: Final[Any] = {
    **{
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "say": None,
        "message": None,
        "NotTheirs": None,
        "Sentence": None,
    },
    **{f"HTTP{kind}": None for kind in _REFUSALS},
}
#: Code outside the pages' folder whose messages they show.
_ELSEWHERE: Final = (
    *("actions/help_desk/agent_tickets.py", "bot/responses/own_answers.py"),
    *("returndesk/admin/rules_change.py", "returndesk/branch.py", "policy/fact.py"),
)


def messages(project: Project) -> Catalog:
    """A catalogue with all messages and no translation.

    Args:
        project: The checkout.
    """
    catalogue = Catalog(project="Return Desk", charset="utf-8", fuzzy=False)
    people = TEMPLATES.parent
    for file in sorted(TEMPLATES.glob("*.html")):
        _take(catalogue, project, file, "jinja2.ext:babel_extract", _OF_TEMPLATES)
    for file in [*sorted(people.rglob("*.py")), *(project.root / each for each in _ELSEWHERE)]:
        _take(catalogue, project, file, "python", {})
    for each in terms(project):
        catalogue.add(each)
    return catalogue


def _take(catalogue: Catalog, project: Project, file: Path, method: str, options: dict[str, str]) -> None:
    place = file.relative_to(project.root).as_posix()
    found: Any = extract_from_file(method, str(file), keywords=_KEYWORDS, comment_tags=(), options=options)
    for line, words, _, context in found:
        if isinstance(words, str) and not words.strip():
            # What joins the lines of another error.
            continue
        catalogue.add(words, locations=[(place, line)], context=context)
