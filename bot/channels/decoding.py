"""Bodies of requests, decoded without trusting them to be well formed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from bot.channels.platform import NotReadable, Request

_MOST_FIELDS = 200


def json_body(request: Request) -> Any:
    """The JSON of a body.

    Raises:
        NotReadable: It is none, or nests deeper than any platform's.
    """
    return decoded(request.body)


def decoded(text: bytes | str) -> Any:
    """The value of a JSON text; raises `NotReadable` where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotReadable("the body is not JSON") from error


def json_or_none(body: bytes) -> Any:
    """The value of a JSON text, None where it is none."""
    try:
        return decoded(body)
    except NotReadable:
        return None


def form_body(request: Request) -> dict[str, list[str]]:
    """The values of a form, each name's in their order.

    Raises:
        NotReadable: It is none.
    """
    try:
        pairs = parse_qsl(
            request.body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS
        )
    except ValueError as error:
        raise NotReadable("the body is not a form") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields
