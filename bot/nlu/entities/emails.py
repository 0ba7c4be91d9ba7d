"""E-mail addresses, also with a typo, so that the customer can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.entities.detail import Detail, Kind
from core.identifiers import email_key, is_email

# What people put around an address, "<mailto:a@b.example>;", belongs to no address.
AROUND = r"\s@:;,<>()\[\]\"“”„«»"
DOMAIN = r"[\w.-]+"
# "ana @ example.com": with spaces it takes a domain to tell it from "call me @ home".
HOST = rf" ?@ ?{DOMAIN}\.[^\W\d_]{{2,}}|@{DOMAIN}"
# Takes words whole, whether a host follows or not, so that none is read again from each of its letters.
WORD = re.compile(rf"[^{AROUND}]+(?P<host>{HOST})?")
# An address may have an apostrophe in it, but one before it is a quotation mark.
BEFORE = "'*.`"
AFTER = ".-_"
# Full-width signs become plain ones and the apostrophe of phones that of addresses; a long dash is no hyphen.
PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("’"): "'", ord("–"): " ", ord("—"): " "}


class EmailFinder:
    """Finds e-mail addresses and gives them as the store compares them.

    spaCy's tokens don't serve here: they break an address at capitals ("Ana.Lopez@Example.COM").
    """

    def find(self, text: str) -> Iterator[Detail]:
        """The addresses of a message."""
        text = text.translate(PLAIN)
        if "@" not in text:
            return
        for found in WORD.finditer(text):
            if not found["host"]:
                continue
            written = found.group().rstrip(AFTER).lstrip(BEFORE)
            start = found.end() - len(found.group().lstrip(BEFORE))
            address = written.replace(" ", "")
            well_formed = is_email(address)
            key = email_key(address) if well_formed else address.lower()
            yield Detail(Kind.EMAIL, start, start + len(written), key, well_formed)
