"""A change that somebody has looked at, kept as a branch of the checkout, and the page that says where it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Optional

from aiohttp import web

from returndesk.branch import Author, Checkout, NameTaken
from returndesk.failure import Failure
from returndesk.people.accounts import Person
from returndesk.people.deeds import Deed
from returndesk.people.page_language import language_of
from returndesk.people.page_writer import PageWriter
from returndesk.people.requests import field
from returndesk.people.services import PeopleServices

#: The field of a form that says which of the names that were offered a branch takes.
_NAME: Final = "branch"
_LONGEST_NAME: Final = 200


class KeptBranches:
    """Makes branches, where the settings allow it.

    Args:
        services: The settings and the log.
        writer: Writes the page.
    """

    def __init__(self, services: PeopleServices, writer: PageWriter) -> None:
        self._services = services
        self._writer = writer

    def may_be(self, root: Path) -> bool:
        """Whether a change below a folder can become one."""
        return self._services.branches and Checkout(root).is_there

    async def keep(
        self,
        request: web.Request,
        person: Person,
        root: Path,
        change: str,
        texts: Mapping[Path, str],
        words: str,
        sent: Optional[Mapping[str, str]] = None,
    ) -> web.Response:
        """Make one, and say so; where its name is taken, offer another.

        Args:
            request: Who has asked for it.
            person: Whom its commit is of.
            root: The folder of the checkout.
            change: What changes, in the branch's name.
            texts: The new texts of files.
            words: What the commit says.
            sent: The fields of the form by which it was asked for.

        Raises:
            HTTPConflict: Nothing changes, or git can't do it; it says why.
        """
        language, now = language_of(request), self._services.wall.now()
        if not texts:
            raise web.HTTPConflict(reason="Nothing changes, so there is nothing for a branch.")
        usual = f"people/{change}-{now:%Y-%m-%d}"
        # Nobody sends a name of their own: what is offered begins as it does.
        branch = field(request, _NAME, _LONGEST_NAME) or usual
        if branch != usual and not branch.startswith((usual, usual.replace("/", "-"))):
            raise web.HTTPBadRequest(reason="A branch is not named so here.")
        try:
            commit = await asyncio.to_thread(Checkout(root).keep, texts, branch, words, now, Author(person.name))
        except NameTaken as taken:
            why, fields = language.failure(taken), {**(sent or {}), _NAME: taken.free}
            return self._writer.write(request, "branch_taken.html", status=409, why=why, free=taken.free, fields=fields)
        except Failure as failure:
            why = language.gettext("There is no branch: %(why)s.", why=language.failure(failure))
            raise web.HTTPConflict(reason=why) from None
        await asyncio.to_thread(self._services.deeds.note, person.name, Deed.MADE_BRANCH, now, branch)
        return self._writer.write(request, "branch.html", branch=branch, commit=commit[:12], files=len(texts))
