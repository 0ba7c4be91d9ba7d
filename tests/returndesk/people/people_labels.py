"""Messages that people label, and how they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import ClientResponse
from people_said import NOW

from returndesk.people.services import PeopleServices

if TYPE_CHECKING:
    from conftest import Visitor

#: What nobody trained and no test set holds, with the topic that somebody gives it.
TEN = {
    "any clue at what point the dough for the kettle lands back": "ask_refund_time",
    "the dosh for my broken kettle, roughly what week of june": "ask_refund_time",
    "kettle money, ballpark arrival please, my rent is looming": "ask_refund_time",
    "must the kettle wear its birthday box on the way home to you": "ask_packaging",
    "is a pillowcase an honest wrapper for a kettle": "ask_packaging",
    "wrapping the kettle in yesterday's gazette, thoughts": "ask_packaging",
    "does somebody with a white van fetch the kettle from my porch": "ask_pickup",
    "my porch, your van, the kettle, thursday perhaps": "ask_pickup",
    "recite me a limerick concerning kettles": "out_of_scope",
    "which kettle did the queen of sheba own": "out_of_scope",
}
#: Those of them that are for the test.
FOR_TEST = {
    "kettle money, ballpark arrival please, my rent is looming",
    "is a pillowcase an honest wrapper for a kettle",
    "my porch, your van, the kettle, thursday perhaps",
}


def catch_up(services: PeopleServices) -> None:
    """Have every message listed."""
    while services.turn_list.catch_up(NOW):
        pass


async def label(
    somebody: Visitor, services: PeopleServices, words: str, topic: str = "", what: str = "topic"
) -> ClientResponse:
    """Say on the page what a group of messages means."""
    group = next(each for each in services.learning.groups() if each.words == words)
    events = ",".join(map(str, group.events))
    return await somebody.send("/learning", "/learning/label", events=events, topic=topic, what=what)
