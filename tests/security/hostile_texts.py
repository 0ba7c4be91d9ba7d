"""Texts that are made to take long: the named ones, each shape repeated, and shapes mixed by a seeded generator."""

from __future__ import annotations

from random import Random
from typing import Final

#: Characters, less than the longest message by so little that every limit is reached.
LONGEST: Final = 4_000
#: How long a text is that may still be several questions, and a run that is still read as a word.
_QUESTIONS: Final = 500
_RUN: Final = 127

NAMED: Final = {
    "nine return numbers": "R1001, R1002, R1003, R1004, R1005, R1006, R1007, R1008, R1009",
    "keycaps": "1\ufe0f\u20e3" * 15,
    "at signs and dots": "@." * 250,
    "a share link": "https://www.shop.example/gp/product/B08N5WRWNW/ref=ppx_yo_dt_b_asin_title_o00_s00?ie=UTF8&psc=1&"
    "pd_rd_w=Xy12z&pf_rd_p=11111111-2222-3333-4444-555555555555&pf_rd_r=A1B2C3D4E5F6G7H8I9J0&pd_rd_wg=aBcDe",
    "a line of a log": "2026-10-10T10:10:10.123Z ERROR [a.b.c-1] user=ana@example.com ip=127.0.0.1 t=0.003s "
    "id=1f2e-3d4c GET /a/b?c=1&d=2 HTTP/1.1 500",
    "an account far away": "iban" + " " * 1_994 + "1",
    "many letters": "a" * LONGEST,
    "many questions": "is? " * 124,
    "numbers in words": " ".join(f"{hundreds} hundred {tens} {one} days ago"
                                 for hundreds in ("one", "two", "three")
                                 for tens in ("twenty", "thirty", "forty", "sixty")
                                 for one in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")),
    "signs without end": " ".join(f"{'([{:!?' * 21}{number}"[-_RUN:] for number in range(31)),
    "all but all": "all but " * 499,
}  # fmt: skip

#: Letters of several scripts, emoji that are put together of several, digits and what stands between them, and the
#: words and signs at which the expressions and matchers of the code begin.
SHAPES: Final = (
    *("1", "12 ", "1-", "1/2/", "1.", "8120 0345 ", "\u0663", "\u00bd", "\u2167", "2026-10-10 ", "10:10:10,"),
    *("127.0.0.1 ", "@", "@.", "a@", "a@b.", "a @ b.c ", "ana@example.com ", "a:a@", ".", "..", "a.", "-", "- ", "a-"),
    *("_", "__a", " ", "\n", "\n \n", "\t", "\u00a0", "\u2028", ",", ", ", ";", ":", "?", "? ", "!", "/", "://", "'"),
    *("\u2019", "a'", '"', "(", "[", "<a>", "*", "**", "**a", "_a_ ", "**_", "#", "\u20ac1 ", "+", "+34 ", "&amp;"),
    *("=", "|", "\\", "{", "\u2014", "1\ufe0f\u20e3", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    *("\U0001f1ea\U0001f1f8", "\U0001f44d\U0001f3fd", "\u0301", "a", "R", "e\u0301", "\u6f22", "\u5b57 ", "\ud55c"),
    *("\u05e9\u05dc ", "\u0645\u0631 ", "\u041f\u0440 ", "\u0130", "\ufb01", "R1001, ", "R1 ", "R1,R2;", "r # ", "1O"),
    *("LP 123 ", "AB 123 ", "3d ", "80days", "return 1 ", "order # ", "tracking is ", "1 of the ", "two hundred "),
    *("one-", "a couple of ", "last ", "the day ", "1 may ", "may 1 ", "1 - 2 - ", "9/10 ", "and how ", "how? ", "?\n"),
    *("ok ", "IN ", "united ", "U.S.", "can't ", "retrun ", "xyzzyq ", "www.a.b/", "http://a", "iban ", "DE12 "),
    *("passport ", "passport no ", "card ", "cvv ", "pin is ", "password: ", "phone ", "call me ", "4111 ", "4111-"),
    *("01/2", "A1b2 ", "12345678Z ", "pass", "no. ", "is ", "my "),
)


def hostile_texts() -> dict[str, str]:
    """The texts by a name that says what they are; the same in every run."""
    texts = dict(NAMED)
    for shape in SHAPES:
        texts[f"{shape!r} again and again"] = (shape * LONGEST)[:LONGEST]
        texts[f"{shape!r} in a question"] = (shape * _QUESTIONS)[: _QUESTIONS - 5] + " how!"
    # Mixed without security in mind: what counts is that every run mixes the same.
    chance = Random(12)  # noqa: S311
    for number in range(40):
        shapes = chance.sample(SHAPES, chance.randint(2, 5))
        length = chance.choice((_QUESTIONS, LONGEST, LONGEST))
        texts[f"mixed {number}: {shapes}"] = "".join(chance.choices(shapes, k=length))[:length]
        # Runs that are all different, so that nothing remembers one.
        runs = ("".join(chance.choices(shapes, k=_RUN)).replace(" ", "")[:_RUN] for _ in range(length // _RUN + 1))
        texts[f"runs {number}: {shapes}"] = " ".join(runs)[:length]
    return texts
