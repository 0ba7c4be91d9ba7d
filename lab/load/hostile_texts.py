"""Messages that somebody makes up to keep a desk busy, by what each is made to wear out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Final

from bot.gateway.request_bodies import LARGEST_BODY, LONGEST_MESSAGE

#: In bytes, for the message alone.
_ROOM: Final = LARGEST_BODY - 512
_KEYCAPS: Final = "".join(f"{digit}\ufe0f\u20e3" for digit in "0123456789")
_LOG_LINE: Final = '192.0.2.7 - - [13/Oct/2026:10:00:01] "GET /returns/R1001?page=2 HTTP/1.1" 200 5316 "-" "Agent/5.0"'
_LINK: Final = (
    "https://shop.example/item/1005006123456789.html?spm=a2g0o.order_list.0.0.7d9a1802&pdp_npi=4%40dis%21EUR%2112.50"
    "%2112.50%21%21%2113.48%2113.48%21%402103867617286%2112000037%21sea%21ES%210%21ABX&curPageLogUid=xy.12-ab&utparam=1"
)


def hostile_texts(longest: int = LONGEST_MESSAGE) -> Mapping[str, str]:
    """The messages by name, none longer than a channel lets in.

    Args:
        longest: In characters; what is made by repeating is as long.
    """

    def repeated(text: str) -> str:
        # As JSON a character outside of ASCII takes six bytes or twelve, and a channel bounds the bytes too.
        count = _ROOM * len(text) // (len(json.dumps(text)) - 2)
        return "".join(islice(cycle(text), min(longest, count)))

    short = {
        "nine return numbers": ", ".join(f"R{number}" for number in range(1001, 1010)),
        "thirty order numbers": " ".join(f"81200345000{number:05d}" for number in range(30)),
        "fifteen keycaps": (_KEYCAPS * 2)[:45],
        "a share link": _LINK,
        "a line of a log": _LOG_LINE,
    }
    long = {
        "return numbers": repeated("R1001, "),
        "keycaps": repeated(_KEYCAPS),
        "at signs and dots": repeated("@."),
        "at signs": "x" + repeated("@")[1:],
        "half addresses": repeated("a@a."),
        "links": repeated(f"{_LINK} "),
        "lines of a log": repeated(f"{_LOG_LINE}\n"),
        "IBAN and blanks": f"iban{' ' * (longest - 5)}1",
        "account and words": repeated("account no is number "),
        "letters": "a" * longest,
        "digits": "7" * longest,
        "digits one by one": repeated("1 "),
        "digits and hyphens": repeated("1-"),
        "IBANs that are none": repeated("ES12 3456 "),
        "passports": repeated("passport number is "),
        "passwords": repeated("my password is "),
        "blanks": "a" + " " * (longest - 2) + "b",
        "line breaks": "a" + "\n" * (longest - 2) + "b",
        "hyphenated": repeated("a-"),
        "apostrophes": repeated("don't'"),
        "questions": repeated("why? "),
        "questions without end": repeated("and when and how and where and "),
        "families": repeated("👩‍👩‍👧‍👦"),
        "accents": repeated("\u0301"),
        "dates": repeated("12.10.2026, last monday, "),
        "number words": repeated("twenty two hundred "),
        "brackets": repeated("(["),
        "letters of five scripts": repeated("aя中عא"),
    }  # fmt: skip
    return {**short, **long}
