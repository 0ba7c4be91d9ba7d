"""A conversation's messages are found as they are, however it goes on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.gateway.customer_messages import customer_messages

EVENTS = st.lists(
    st.one_of(
        st.builds(UserUttered, st.sampled_from(["hello", "/deny", ""])),
        st.builds(BotUttered, st.just("good day")),
        st.builds(ActionExecuted, st.just("action_listen")),
    ),
    max_size=6,
)


def said(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, UserUttered)]


@settings(deadline=None)
@given(st.lists(EVENTS, max_size=5))
def test_after_each_turn_they_are_the_customers_messages(turns):
    tracker = DialogueStateTracker("ana", [])
    for turn in turns:
        tracker.events.extend(turn)
        assert list(map(id, customer_messages(tracker))) == list(map(id, said(list(tracker.events))))


def test_a_conversation_that_is_another_one_now_is_gone_through_anew():
    tracker = DialogueStateTracker("ana", [])
    tracker.events.extend([UserUttered("hello"), UserUttered("good day")])
    assert [each.text for each in customer_messages(tracker)] == ["hello", "good day"]
    tracker.events.clear()
    assert customer_messages(tracker) == []
    tracker.events.extend([BotUttered("hi"), UserUttered("bye"), BotUttered("bye")])
    assert [each.text for each in customer_messages(tracker)] == ["bye"]


def test_a_copy_of_a_conversation_goes_on_by_itself():
    tracker = DialogueStateTracker("ana", [])
    tracker.events.append(UserUttered("hello"))
    assert len(customer_messages(tracker)) == 1
    copied = tracker.copy()
    copied.events.append(UserUttered("good day"))
    assert [len(customer_messages(each)) for each in (tracker, copied)] == [1, 2]
