"""What is known of a request once it was let in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Optional

from aiohttp import web

from returndesk.people.accounts import Person


@dataclass(frozen=True)
class Asked:
    """Who asks, with what.

    Args:
        person: Who is signed in; None on the page to sign in, and where nobody has to be.
        form_token: What the forms of their session bring back.
        form: What was sent, of a form.
    """

    person: Optional[Person] = None
    form_token: str = ""
    form: Mapping[str, str] = field(default_factory=dict)


#: Where a request keeps it.
ASKED: Final = web.RequestKey("asked", Asked)
