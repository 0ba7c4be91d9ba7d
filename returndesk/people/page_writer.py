"""Writes the application's pages and the parts of them that are loaded again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from core.notation import rendered
from returndesk.people.addresses import ROOT
from returndesk.people.asked import ASKED, Asked
from returndesk.people.page_language import language_of
from returndesk.people.page_languages import PageLanguages
from returndesk.people.roles import Right

TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


class PageWriter:
    """Writes pages, each in the language of who reads it. Whatever anybody wrote is escaped in them.

    Args:
        languages: Those that there are.
    """

    def __init__(self, languages: PageLanguages) -> None:
        self.languages = languages
        self._templates = page_templates()

    def write(self, request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page.

        Args:
            request: What was asked for, with who is signed in.
            template: A file of `templates/`.
            status: The answer's status.
            values: What the template asks for.
        """
        html = self._rendered(request, template, values)
        return web.Response(text=html, content_type="text/html", status=status)

    def write_part(self, request: web.Request, template: str, **values: Any) -> web.Response:
        """A part of a page, with its version; nothing where the script has that version already."""
        html = self._rendered(request, template, values)
        version = f'"{hashlib.sha256(html.encode("utf-8", "replace")).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == version:
            return web.Response(status=304, headers={"ETag": version})
        return web.Response(text=html, content_type="text/html", headers={"ETag": version})

    def _rendered(self, request: web.Request, template: str, values: dict[str, Any]) -> str:
        asked = request.get(ASKED, Asked())
        return self._templates.get_template(template).render(
            person=asked.person,
            form_token=asked.form_token,
            path=request.path,
            **language_of(request).for_templates(),
            **values,
        )


def page_templates() -> Environment:
    """The templates, which look for their words in what each page is written with."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Only with values in its messages, rather than beside them, is HTML of a message told from a value.
    vars(templates)["newstyle_gettext"] = True
    templates.policies["ext.i18n.trimmed"] = True
    templates.globals.update(root=ROOT, Right=Right)
    templates.filters["formatted"] = _formatted
    return templates


def _formatted(words: str) -> Markup:
    """What the assistant said, with its bold words and italics; all else in it is text."""
    return Markup(rendered(words, lambda text: str(escape(text)), bold="<b>{}</b>", italic="<i>{}</i>"))  # noqa: S704
