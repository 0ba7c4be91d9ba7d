"""The shape of what the bot sends: read before anything runs, so that another shape is a clear refusal."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Optional

import ujson
from pydantic import BaseModel, StrictBool, StrictInt, StrictStr, ValidationError, root_validator, validator

from actions.server.usual_calls import READ_OF, SCALARS, is_usual_call

#: In bytes. An action gets the whole conversation, about three kilobytes for each message with what it was understood
#: as, so this is room for some five thousand messages; a megabyte would end a long conversation within a day.
LARGEST_BODY = 16 * 1024 * 1024


class BadBody(Exception):
    """A request's body is not what the endpoint takes; the message says what it lacks."""


class _Object(BaseModel):
    """A JSON object; pydantic would also make one of a list."""

    class Config:
        extra = "allow"

    @classmethod
    def validate(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError("is not an object")
        return super().validate(value)


class _Entity(_Object):
    entity: Optional[StrictStr]
    value: Optional[Any]
    sense: Optional[StrictStr]
    start: Optional[StrictInt]
    end: Optional[StrictInt]
    well_formed: Optional[StrictBool]

    @validator("value")
    @classmethod
    def _is_scalar(cls, value: Any) -> Any:
        if not isinstance(value, SCALARS):
            raise ValueError("is not text, a number, true or false")
        return value


class _Intent(_Object):
    name: Optional[StrictStr]
    confidence: Optional[float]


class _Message(_Object):
    text: Optional[StrictStr]
    intent: Optional[_Intent]
    entities: Optional[list[_Entity]]
    intent_ranking: Optional[list[_Intent]]
    questions: Optional[list[StrictStr]]
    metadata: Optional[_Object]


class _Loop(_Object):
    name: Optional[StrictStr]


class _Event(_Object):
    event: StrictStr
    name: Optional[Any]

    @root_validator(pre=True)
    @classmethod
    def _what_is_read_is_there(cls, values: dict[str, Any]) -> dict[str, Any]:
        needed = READ_OF.get(str(values.get("event")), ())
        if missing := [name for name in needed if name not in values]:
            raise ValueError(f"an event without {missing[0]}")
        _check_parse_data(values.get("parse_data"))
        return values


def _check_parse_data(parsed: Any) -> None:
    if parsed is None:
        return
    if not isinstance(parsed, dict):
        raise ValueError("parse_data is no object")
    for name, kind in (("entities", list), ("intent", dict), ("intent_ranking", list)):
        if not isinstance(parsed.get(name), (kind, type(None))):
            raise ValueError(f"parse_data.{name} is no {kind.__name__}")
    entities = parsed.get("entities") or ()
    if not all(isinstance(each, dict) and isinstance(each.get("value"), SCALARS) for each in entities):
        raise ValueError("parse_data.entities holds another thing than entities with one value each")


class _Tracker(_Object):
    sender_id: StrictStr
    slots: Optional[_Object]
    latest_message: Optional[_Message]
    events: Optional[list[_Event]]
    active_loop: Optional[_Loop]


class _ActionCall(_Object):
    next_action: StrictStr
    tracker: _Tracker
    domain: Optional[_Object]


class _SignIn(_Object):
    session: StrictStr
    token: StrictStr


class _OfSession(_Object):
    session: StrictStr


def action_call(body: bytes, earlier: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The call that a body holds, as the bot wrote it. It is the largest of what is read, so by the quicker reader.

    Args:
        body: The call as JSON.
        earlier: Events that stand before its own, read already; they are held against the same form.

    Raises:
        BadBody: It is not JSON, or no call.
    """
    call: dict[str, Any] = _json(body, ujson.loads)
    if earlier:
        call["tracker"]["events"] = [*earlier, *call["tracker"]["events"]]
    if not is_usual_call(call):
        _check(_ActionCall, call, "an action call: it needs next_action and tracker")
    tracker = call["tracker"]
    # What is left out or null is nothing, and the executor counts on there being something.
    for name, nothing in (("slots", {}), ("latest_message", {}), ("events", []), ("active_loop", {})):
        if tracker.get(name) is None:
            tracker[name] = nothing
    return call


def sign_in(body: bytes) -> tuple[str, str]:
    """The conversation and the token of a sign-in.

    Raises:
        BadBody: They are not there.
    """
    said = _check(_SignIn, _json(body), "a sign-in: it needs session and token, both text")
    return said.session, said.token


def sign_out(body: bytes) -> str:
    """The conversation of a sign-out.

    Raises:
        BadBody: It is not there.
    """
    said: _OfSession = _check(_OfSession, _json(body), "a sign-out: it needs session, a text")
    return said.session


def customer_writes(body: bytes) -> str:
    """The conversation whose customer is writing.

    Raises:
        BadBody: It is not there.
    """
    said: _OfSession = _check(_OfSession, _json(body), "that a customer writes: it needs session, a text")
    return said.session


def _json(body: bytes, read: Callable[[bytes], Any] = json.loads) -> Any:
    try:
        return read(body)
    except (ValueError, RecursionError):
        raise BadBody("the body is not JSON") from None


def _check(model: type[_Object], value: Any, what: str) -> Any:
    try:
        return model.validate(value)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadBody(f"the body is not {what}; see {place}") from None
    except TypeError:
        raise BadBody(f"the body is not {what}") from None
