"""What is wrong with the attributes of the widget's tag, asked of nobody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlsplit

from bot.responses.languages import language_tags
from core.identifiers import NumberError, NumberShapes, parse
from core.languages import ENGLISH
from returndesk.demo_shop.widget_script import ATTRIBUTES
from returndesk.doctor.check import Check, fail, warn
from returndesk.doctor.page_tag import ShopPage, shown

_OF_EVERY_TAG: Final = frozenset({"server", "token-url", "locale", "theme"})
#: The attributes that have one of a few values; a test holds it against what the widget knows.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "theme": ("light", "dark"),
    "position": ("left", "right"),
    "layout": ("full",),
    "launcher": ("hidden",),
    "alerts": ("offer",),
    "skip-link": ("off",),
    "token-credentials": ("include",),
}
_ADDRESSES: Final = ("server", "token-url", "sign-in-url", "avatar", "launcher-icon")
_A: Final = {"order": "an order", "return": "a return"}
_FIELDS: Final = ("name", "email", "order")
_HOST: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}", re.IGNORECASE)
_ID: Final = re.compile(r"#([\w-]{1,80})")


def attribute_checks(page: ShopPage, tag: Mapping[str, str], shapes: NumberShapes) -> Iterator[Check]:
    """One check for each attribute that can't be read as it stands.

    Args:
        page: The page that the tag is in.
        tag: All its attributes.
        shapes: What the numbers of the shop look like.
    """
    data = {name[len("data-") :]: value for name, value in tag.items() if name.startswith("data-")}
    yield from _unknown(data)
    yield from _choices(data)
    for name in _ADDRESSES:
        if data.get(name) and urlsplit(page.address(data[name])).scheme not in ("http", "https"):
            yield fail(f"data-{name}", f'"{shown(data[name])}" is no web address', "write it as https://shop.example/…")
    yield from _locale(data.get("locale", ""))
    yield from _numbers(data, shapes)
    for host in re.split(r"[\s,]+", data.get("link-hosts", "")):
        if host and not _HOST.fullmatch(host):
            yield fail("data-link-hosts", f'"{shown(host)}" is no name of a host', "write it as shop.example")
    for field in re.split(r"[\s,]+", data.get("form", "")):
        if field and field.rstrip("*") not in _FIELDS:
            yield fail("data-form", f'there is no field "{shown(field)}"', f"there are {', '.join(_FIELDS)}")
    yield from _json(data)
    for name in ("inline", "texts"):
        named = _ID.fullmatch(data.get(name, "").strip())
        if named and named[1] not in page.ids:
            yield warn(
                f"data-{name}", f"the page has no element #{named[1]}", "add it, unless a script of the page makes it"
            )


def _unknown(data: Mapping[str, str]) -> Iterator[Check]:
    known = ATTRIBUTES | _OF_EVERY_TAG
    for name in sorted(data.keys() - known):
        near = get_close_matches(name, known, 1)
        remedy = f"did you mean data-{near[0]}?" if near else "take it out; docs/widget.md lists those there are"
        yield warn(f"data-{shown(name)}", "is nothing that the widget reads", remedy)


def _choices(data: Mapping[str, str]) -> Iterator[Check]:
    for name, choices in CHOICES.items():
        value = data.get(name)
        if value and value not in choices:
            yield fail(
                f"data-{name}", f'"{shown(value)}" is not known', f"write {' or '.join(choices)}, or leave it out"
            )


def _locale(locale: str) -> Iterator[Check]:
    tags = {tag.lower(): tag for tag in (ENGLISH, *(tag.replace("_", "-") for tag in language_tags()))}
    parts = locale.lower().split("-")
    wanted = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    if locale and not any(each in tags for each in wanted):
        remedy = f"there are {', '.join(sorted(tags.values()))}, with a region if you like: de-AT"
        yield fail("data-locale", f'there are no words for "{shown(locale)}"', remedy)


def _numbers(data: Mapping[str, str], shapes: NumberShapes) -> Iterator[Check]:
    examples = {"order": shapes.order_example, "return": shapes.return_example}
    for name, example in examples.items():
        value = data.get(name, "").strip()
        number = parse(value, shapes) if value else None
        if isinstance(number, NumberError):
            found = f'"{shown(value)}" does not look like a number of your {name}s, such as {example}'
            yield warn(f"data-{name}", found, "write one, or say in RETURNDESK_NUMBERS what yours look like")
        elif number is not None and number.kind != name:
            yield warn(
                f"data-{name}", f'"{shown(value)}" is the number of {_A[number.kind]}', f"write data-{number.kind}"
            )


def _json(data: Mapping[str, str]) -> Iterator[Check]:
    kinds: Mapping[str, tuple[type, Callable[[str], bool]]] = {
        "texts": (dict, lambda value: value.startswith("{")),
        "invitations": (list, bool),
    }
    for name, (kind, is_json) in kinds.items():
        value = data.get(name, "").strip()
        if not value or not is_json(value):
            continue
        try:
            read = json.loads(value)
        except (ValueError, RecursionError) as error:
            yield fail(f"data-{name}", f"is not JSON: {shown(str(error))}", "quotes inside it are written as &quot;")
            continue
        if not isinstance(read, kind):
            yield fail(f"data-{name}", "is JSON of another kind", "docs/widget.md shows one")
