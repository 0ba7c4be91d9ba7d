"""What a client gets of a message of the desk."""

from __future__ import annotations

import pytest

from bot.gateway.transcript import HAPPENED, DeskMessage

AT = "2026-10-13T10:00:00.000Z"


def shown(response: str | None) -> dict[str, object]:
    return DeskMessage("m1.0", {"text": "…"}, AT, response).as_dict()


@pytest.mark.parametrize(("response", "happened"), sorted(HAPPENED.items()))
def test_what_a_page_may_act_on_comes_with_the_message_that_tells_of_it(response, happened):
    assert shown(response)["happened"] == happened


@pytest.mark.parametrize("response", ["utter_greet", None])
def test_other_messages_hold_nothing_of_their_response(response):
    assert shown(response) == {"id": "m1.0", "text": "…", "buttons": [], "custom": None, "at": AT}
