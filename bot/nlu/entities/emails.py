"""E-mail addresses, also with a typo, so that the customer can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.lang.lex_attrs import like_email

from bot.nlu.entities.detail import Detail, Kind

# What people put around an address, "<mailto:a@b.example>;", belongs to no address.
AROUND = r"\s@:;,<>()\[\]\"'"
WITHOUT_SPACES = rf"[^{AROUND}]+@[^{AROUND}]+"
# "ana @ example.com": with spaces it takes a domain to tell it from "call me @ home".
WITH_SPACES = rf"[^{AROUND}]+ ?@ ?[^{AROUND}]+\.[A-Za-z]{{2,}}"
CANDIDATE = re.compile(f"{WITH_SPACES}|{WITHOUT_SPACES}")
AFTER = ".!?…"


class EmailFinder:
    """Finds e-mail addresses and gives them in lower case, as the store compares them.

    spaCy's `like_email` decides whether one is well formed. Its tokens don't serve here: they break an address at
    capitals ("Ana.Lopez@Example.COM").
    """

    def find(self, text: str) -> Iterator[Detail]:
        """The addresses of a message."""
        if "@" not in text:
            return
        for found in CANDIDATE.finditer(text):
            written = found.group().rstrip(AFTER)
            address = written.replace(" ", "").lower()
            well_formed = like_email(address)
            yield Detail(Kind.EMAIL, found.start(), found.start() + len(written), address, well_formed)
