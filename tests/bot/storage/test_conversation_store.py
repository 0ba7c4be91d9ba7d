"""Conversations in a database: the same as Rasa's own store gives, after a restart and from several processes."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from databases import everything_in
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage.conversation_store import ConversationStore, forget_conversation, look_at
from bot.storage.kept_conversations import KeptConversations
from core.conversations.turn_records import Overtaken
from core.database.engine import open_engine
from core.database.errors import StoreUnavailable
from core.identifiers import session_key

DOMAIN = Domain.from_dict(
    {"intents": ["greet"], "slots": {"topic": {"type": "text", "mappings": [{"type": "custom"}]}}}
)
SENDER = "web:5f2c"


@pytest.fixture
def url(new_database: Callable[..., str]) -> str:
    return new_database("state/conversations.db")


@pytest.fixture
def store(url: str) -> ConversationStore:
    return ConversationStore(DOMAIN, url)


def _session() -> list:
    return [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def _turn(text: str) -> list:
    said = UserUttered(text, {"name": "greet", "confidence": 0.9}, [], {"intent": {"name": "greet"}})
    return [said, SlotSet("topic", text), ActionExecuted("utter_greet"), BotUttered(f"re: {text}")]


async def _say(store, text: str, sender: str = SENDER) -> DialogueStateTracker:
    """A turn, as Rasa's processor goes about it."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    for event in [*([] if tracker.events else _session()), *_turn(text), ActionExecuted("action_listen")]:
        tracker.update(event, DOMAIN)
    await store.save(tracker)
    return tracker


def _said(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_conversation_goes_on_after_a_restart(store, url):
    await _say(store, "Hello")
    again = ConversationStore(DOMAIN, url)
    await _say(again, "Are you there?")
    tracker = await ConversationStore(DOMAIN, url).retrieve(SENDER)
    assert _said(tracker) == ["Hello", "Are you there?"]
    assert tracker.get_slot("topic") == "Are you there?"


async def test_what_comes_back_is_what_rasas_own_store_gives(store, tmp_path):
    rasas = SQLTrackerStore(DOMAIN, db=str(tmp_path / "rasa.db"))
    saved = await _say(store, "Hello")
    await rasas.save(saved)
    ours, theirs = await store.retrieve(SENDER), await rasas.retrieve(SENDER)
    assert [event.as_dict() for event in ours.events] == [event.as_dict() for event in theirs.events]
    assert ours.current_slot_values() == theirs.current_slot_values()


async def test_rasas_own_store_reads_the_same_database(store, url):
    await _say(store, "Hello")
    where = make_url(url)
    rasas = SQLTrackerStore(
        DOMAIN, where.drivername, where.host, where.port, db=where.database, username=where.username
    )
    assert _said(await rasas.retrieve_full_tracker(SENDER)) == ["Hello"]


async def test_each_event_is_written_once(store):
    for said in ("one", "two", "three"):
        tracker = await _say(store, said)
    await store.save(tracker)
    whole = await store.retrieve_full_tracker(SENDER)
    assert _said(whole) == ["one", "two", "three"]
    assert len(whole.events) == len(_session()) + 3 * len([*_turn(""), 1])


async def test_a_tracker_from_elsewhere_adds_only_what_is_new(store):
    saved = await _say(store, "Hello")
    elsewhere = DialogueStateTracker.from_events(SENDER, [*list(saved.events)[1:], *_turn("More")], DOMAIN.slots)
    await store.save(elsewhere)
    assert _said(await store.retrieve_full_tracker(SENDER)) == ["Hello", "More"]


async def test_only_the_last_session_is_read_and_the_full_conversation_is_kept(store):
    tracker = await _say(store, "Yesterday")
    for event in [*_session(), *_turn("Today")]:
        tracker.update(event, DOMAIN)
    await store.save(tracker)
    assert _said(await store.retrieve(SENDER)) == ["Today"]
    await _say(store, "Later today")
    assert _said(await store.retrieve(SENDER)) == ["Today", "Later today"]
    assert _said(await store.retrieve_full_tracker(SENDER)) == ["Yesterday", "Today", "Later today"]


async def test_a_conversation_nobody_had_is_none(store):
    assert await store.retrieve(SENDER) is None
    assert await store.retrieve_full_tracker(SENDER) is None
    assert not await store.exists(SENDER)


async def test_conversations_are_kept_apart_and_named(store):
    await _say(store, "mine", "web:a")
    await _say(store, "yours", "web:b")
    assert _said(await store.retrieve("web:a")) == ["mine"]
    assert sorted(await store.keys()) == ["web:a", "web:b"]
    assert await store.exists("web:a")
    assert not await store.exists("web:A")


async def test_many_conversations_at_once_lose_nothing(store):
    async def talk(sender: str) -> None:
        for number in range(5):
            await _say(store, str(number), sender)

    await asyncio.gather(*(talk(f"web:{number}") for number in range(20)))
    for number in range(20):
        assert _said(await store.retrieve(f"web:{number}")) == list("01234")


def test_several_processes_may_start_and_write_at_once(url):
    program = (
        "import asyncio, sys\n"
        "from rasa.shared.core.domain import Domain\n"
        "from rasa.shared.core.events import UserUttered\n"
        "from bot.storage.conversation_store import ConversationStore\n"
        "async def run(url, name):\n"
        "    store = ConversationStore(Domain.empty(), url)\n"
        "    for number in range(20):\n"
        "        tracker = await store.get_or_create_tracker(name, append_action_listen=False)\n"
        "        tracker.update(UserUttered(str(number)))\n"
        "        await store.save(tracker)\n"
        "asyncio.run(run(*sys.argv[1:]))\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, url, f"web:{name}"]) for name in range(3)]
    assert [each.wait(120) for each in started] == [0, 0, 0]
    store = ConversationStore(DOMAIN, url)
    for name in range(3):
        assert _said(asyncio.run(store.retrieve(f"web:{name}"))) == [str(number) for number in range(20)]


@pytest.mark.embedded("about a file")
async def test_nobody_but_the_owner_reads_the_file(store, tmp_path):
    await _say(store, "Hello")
    for path in (tmp_path / "state").glob("conversations.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_a_forgotten_conversation_is_gone_from_the_database_too(store, url):
    await _say(store, "My secret is xyzzy-plugh")
    await _say(store, "Good morning", "web:other")
    await forget_conversation(store, SENDER)
    assert await store.retrieve(SENDER) is None
    assert not await store.exists(SENDER)
    assert _said(await store.retrieve("web:other")) == ["Good morning"]
    if url.startswith("sqlite"):
        with open_engine(url).connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert "Good morning" in everything_in(url)
    assert "xyzzy-plugh" not in everything_in(url)


async def test_forgetting_reaches_through_rasas_wrapper_and_what_it_kept_meanwhile(store):
    wrapped = FailSafeTrackerStore(store)
    tracker = await _say(wrapped, "Hello")
    await wrapped.fallback_tracker_store.save(tracker)
    await forget_conversation(wrapped, SENDER)
    assert await wrapped.retrieve(SENDER) is None
    assert await wrapped.fallback_tracker_store.retrieve(SENDER) is None


async def test_forgetting_what_never_was_is_no_mistake(store):
    await forget_conversation(store, SENDER)
    await forget_conversation(InMemoryTrackerStore(DOMAIN), SENDER)


async def test_a_forgotten_conversation_begins_anew(store):
    await _say(store, "Hello")
    await forget_conversation(store, SENDER)
    await _say(store, "Hello again")
    assert _said(await store.retrieve(SENDER)) == ["Hello again"]


async def test_idle_conversations_are_found_by_their_last_event(store):
    await _say(store, "Hello")
    conversations = store.conversations
    assert conversations.idle_since(datetime(2020, 1, 1, tzinfo=timezone.utc)) == []
    assert conversations.idle_since(datetime(2100, 1, 1, tzinfo=timezone.utc)) == [SENDER]


async def test_a_conversation_is_found_by_the_digest_that_the_return_store_keeps(store):
    await _say(store, "Hello")
    assert store.conversations.known_by([session_key(SENDER), session_key("web:never")]) == [SENDER]


@pytest.mark.embedded("about a file")
async def test_a_database_that_is_away_fails_the_turn_and_is_used_once_it_is_back(tmp_path):
    (tmp_path / "state").write_text("a file where a folder should be")
    store = ConversationStore(DOMAIN, f"sqlite:///{tmp_path / 'state' / 'conversations.db'}")
    with pytest.raises(StoreUnavailable):
        await _say(store, "Hello")
    (tmp_path / "state").unlink()
    await _say(store, "Hello again")
    assert _said(await store.retrieve(SENDER)) == ["Hello again"]


async def test_a_turn_that_was_overtaken_is_not_saved(store, url):
    await _say(store, "Hello")
    held_up = await store.retrieve(SENDER)
    held_up.update_with_events(_turn("First"), DOMAIN)
    await _say(ConversationStore(DOMAIN, url), "Second")
    with pytest.raises(Overtaken):
        await store.save(held_up)
    assert _said(await store.retrieve(SENDER)) == ["Hello", "Second"]
    await _say(store, "Third")
    assert _said(await store.retrieve(SENDER)) == ["Hello", "Second", "Third"]


async def test_of_two_that_begin_a_conversation_one_does(store, url):
    other = ConversationStore(DOMAIN, url)
    mine = await store.get_or_create_tracker(SENDER, append_action_listen=False)
    theirs = await other.get_or_create_tracker(SENDER, append_action_listen=False)
    for tracker, said in ((mine, "mine"), (theirs, "theirs")):
        tracker.update_with_events([*_session(), *_turn(said)], DOMAIN)
    await other.save(theirs)
    with pytest.raises(Overtaken):
        await store.save(mine)
    assert _said(await store.retrieve_full_tracker(SENDER)) == ["theirs"]


async def test_what_was_forgotten_meanwhile_is_not_written_again(store, url):
    await _say(store, "Hello")
    held_up = await store.retrieve(SENDER)
    held_up.update_with_events(_turn("More"), DOMAIN)
    await forget_conversation(ConversationStore(DOMAIN, url), SENDER)
    with pytest.raises(Overtaken):
        await store.save(held_up)
    assert not await store.exists(SENDER)


async def test_a_tracker_can_be_saved_as_it_goes(store):
    tracker = await _say(store, "Hello")
    for said in ("one", "two"):
        tracker.update_with_events(_turn(said), DOMAIN)
        await store.save(tracker)
    assert _said(await store.retrieve(SENDER)) == ["Hello", "one", "two"]


async def test_conversations_of_an_older_version_go_on(store, url):
    await _say(store, "Yesterday")
    with open_engine(url).begin() as connection:
        connection.execute(text("ALTER TABLE conversations DROP COLUMN additions"))
    newer = ConversationStore(DOMAIN, url)
    await _say(newer, "Today")
    assert _said(await newer.retrieve(SENDER)) == ["Yesterday", "Today"]


@pytest.mark.embedded("about paths of files")
def test_the_settings_say_where_it_is(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    ConversationStore(DOMAIN)
    assert (tmp_path / ".returndesk" / "conversations.db").exists()
    monkeypatch.setenv("RETURNDESK_DATABASE_URL", f"sqlite:///{tmp_path}/shop/store.db")
    ConversationStore(DOMAIN)
    assert (tmp_path / "shop" / "conversations.db").exists()
    monkeypatch.setenv("RETURNDESK_CONVERSATIONS_URL", f"sqlite:///{tmp_path}/said.db")
    ConversationStore(DOMAIN)
    assert (tmp_path / "said.db").exists()


def test_an_address_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="mysql"):
        ConversationStore(DOMAIN, "mysql://desk@127.0.0.1/shop")


async def test_a_message_is_found_before_the_conversation_last_began_anew(store, url):
    tracker = await store.get_or_create_tracker(SENDER, append_action_listen=False)
    for event in [
        *_session(),
        UserUttered("Hello", message_id="m_1"),
        *_session(),
        UserUttered("Again", message_id="m2"),
    ]:
        tracker.update(event, DOMAIN)
    await store.save(tracker)
    for read in (await ConversationStore(DOMAIN, url).retrieve(SENDER), await store.retrieve(SENDER)):
        assert await store.was_said_earlier(read, "m_1")
        assert not await store.was_said_earlier(read, "m2")
        assert not await store.was_said_earlier(read, "mx1")
    other = await store.get_or_create_tracker("web:other", append_action_listen=False)
    assert not await store.was_said_earlier(other, "m_1")


async def _turn_by(store, text: str) -> list[str]:
    """A turn of one of several bots; what it found in the conversation that it begins from."""
    tracker = await store.get_or_create_tracker(SENDER, append_action_listen=False)
    found = _said(tracker)
    tracker.update_with_events([*([] if tracker.events else _session()), *_turn(text)], DOMAIN)
    await store.save(tracker)
    return found


async def test_two_bots_that_alternate_never_answer_from_a_stale_copy(store, url):
    bots = store, ConversationStore(DOMAIN, url)
    said: list[str] = []
    for number in range(12):
        # Now one after the other, now the same one twice.
        found = await _turn_by(bots[number % 3 % 2], f"message {number}")
        assert found == said
        said.append(f"message {number}")
    assert _said(await store.retrieve_full_tracker(SENDER)) == said


async def test_a_conversation_begun_anew_elsewhere_is_not_taken_for_the_one_in_memory(store, url):
    other = ConversationStore(DOMAIN, url)
    await _turn_by(store, "My secret")
    await forget_conversation(other, SENDER)
    # As many additions, and in a new file the same numbers of events.
    await _turn_by(other, "Good morning")
    assert await _turn_by(store, "Still there?") == ["Good morning"]


async def test_what_is_forgotten_elsewhere_is_gone_from_memory_too(store, url):
    await _turn_by(store, "My secret")
    await forget_conversation(ConversationStore(DOMAIN, url), SENDER)
    assert await store.look(SENDER) is None
    assert await store.retrieve(SENDER) is None


async def test_a_turn_that_was_not_saved_leaves_nothing_in_memory(store):
    await _turn_by(store, "Hello")
    broken = await store.retrieve(SENDER)
    broken.update_with_events(_turn("never said"), DOMAIN)
    assert await _turn_by(store, "Again") == ["Hello"]


async def test_a_save_that_fails_leaves_nothing_in_memory(store, url):
    await _turn_by(store, "Hello")
    mine = await store.retrieve(SENDER)
    mine.update_with_events(_turn("lost"), DOMAIN)
    await _turn_by(ConversationStore(DOMAIN, url), "theirs")
    with pytest.raises(Overtaken):
        await store.save(mine)
    assert await _turn_by(store, "Again") == ["Hello", "theirs"]


async def test_what_was_changed_after_its_save_is_not_gone_on_with(store):
    saved = await _say(store, "Hello")
    saved.update_with_events(_turn("never saved"), DOMAIN)
    assert await _turn_by(store, "Again") == ["Hello"]


async def test_a_conversation_in_memory_is_the_one_that_the_database_gives(store, url):
    tracker = await _say(store, "Yesterday")
    tracker.update_with_events([*_session(), *_turn("Today")], DOMAIN)
    await store.save(tracker)
    kept, read = await store.retrieve(SENDER), await ConversationStore(DOMAIN, url).retrieve(SENDER)
    assert kept is tracker
    assert kept.current_state(EventVerbosity.ALL) == read.current_state(EventVerbosity.ALL)


async def test_a_conversation_in_memory_is_not_read_again(store, url):
    await _turn_by(store, "Hello")
    with open_engine(url).begin() as connection:
        connection.execute(text("UPDATE events SET data = 'no JSON'"))
    assert await _turn_by(store, "Again") == ["Hello"]


async def test_whoever_only_looks_leaves_the_conversation_in_memory(store):
    saved = await _say(store, "Hello")
    assert await look_at(store, SENDER) is saved
    assert await store.retrieve(SENDER) is saved
    assert await look_at(store, SENDER) is not saved


async def test_another_domain_makes_its_own_slots(store):
    await _say(store, "Hello")
    store.domain = Domain.from_dict({"intents": ["greet"], "slots": {}})
    assert "topic" not in (await store.retrieve(SENDER)).slots


async def test_a_message_before_a_session_that_began_in_memory_is_found(store):
    tracker = await store.get_or_create_tracker(SENDER, append_action_listen=False)
    tracker.update_with_events([*_session(), UserUttered("Hello", message_id="m1")], DOMAIN)
    await store.save(tracker)
    tracker = await store.retrieve(SENDER)
    tracker.update_with_events([*_session(), UserUttered("Again", message_id="m2")], DOMAIN)
    await store.save(tracker)
    tracker = await store.retrieve(SENDER)
    assert _said(tracker) == ["Again"]
    assert await store.was_said_earlier(tracker, "m1")
    assert not await store.was_said_earlier(tracker, "m2")


async def test_what_was_put_right_in_the_database_by_hand_is_read_again(store, url):
    await _turn_by(store, "Hello")
    with open_engine(url).begin() as connection:
        connection.execute(text("UPDATE events SET timestamp = timestamp - 3660, data = replace(data, 'Hello', 'Hi')"))
    assert await _turn_by(store, "Again") == ["Hi"]


async def test_what_nobody_writes_in_any_more_is_let_go_although_nobody_else_writes(store, monkeypatch):
    monkeypatch.setattr("bot.storage.conversation_store._SWEEP_SECONDS", 0.0)
    store._kept = KeptConversations(longest=0.0)
    await _turn_by(store, "Hello")
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(store._kept) == 0
    assert await _turn_by(store, "Again") == ["Hello"]
