"""Makes Rasa's calls to the action server cost what they have to, and no more.

Rasa 3.6 opens a new connection for each call, and before it looks at an answer it checks the JSON schema of answers
itself against the schema of schemas: that check alone takes several times as long as all the rest of a turn. Neither
can be configured away. `make_cheap()` keeps connections open for the next call, and checks the schema once. Answers are
checked as before, and what is refused is refused in Rasa's words.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import aiohttp
from jsonschema.validators import validator_for  # type: ignore[import-untyped]
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import DEFAULT_REQUEST_TIMEOUT, EndpointConfig

#: Less than the five seconds after which the action server closes an idle connection, so that no call meets one that
#: is just being closed.
IDLE_SECONDS: Final = 2.0

_KEPT: Final = "connections_kept"


def make_cheap() -> None:
    """Replaces the two methods of Rasa's, for this process; doing so again changes nothing."""
    if RemoteAction._validate_action_result is not _validate_action_result:
        RemoteAction._validate_action_result_slowly = RemoteAction._validate_action_result
        RemoteAction._answers = _answer_validator()
        RemoteAction._validate_action_result = _validate_action_result
    EndpointConfig.session = _session


def _answer_validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def _validate_action_result(action: Any, result: dict[str, Any]) -> bool:
    """Whether an action server's answer has the right form; Rasa's own method says what is wrong with any other."""
    return bool(action._answers.is_valid(result) or action._validate_action_result_slowly(result))


def _session(endpoint: Any) -> aiohttp.ClientSession:
    """A session for one call, as Rasa makes it; only the connections below it stay open, and no cookies do."""
    auth = endpoint.basic_auth
    return aiohttp.ClientSession(
        headers=endpoint.headers,
        auth=aiohttp.BasicAuth(auth["username"], auth["password"]) if auth else None,
        timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
        connector=_connections(endpoint),
        connector_owner=False,
    )


def _connections(endpoint: Any) -> aiohttp.TCPConnector:
    """The connections of an endpoint. They belong to the event loop that they were opened on."""
    loop = asyncio.get_running_loop()
    kept_on, connections = getattr(endpoint, _KEPT, (None, None))
    if kept_on is not loop or connections is None or connections.closed:
        connections = aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
        setattr(endpoint, _KEPT, (loop, connections))
    return connections
