"""The tables of the conversation store.

`events` is Rasa's own, so that Rasa's tools read it too. `conversations` spares a walk through all events to find
those of one customer, or those nobody has taken up for a month.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table, Text, text

LONGEST_SENDER_ID = 255

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(LONGEST_SENDER_ID), nullable=False),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
    Index("ix_events_sender_id", "sender_id", "id"),
)

#: The events that are messages of customers, as their index has to be asked for. They are one in ten.
SAID = "type_name = 'user'"
said_index = Index("ix_events_said_at", events.c.timestamp, sqlite_where=text(SAID), postgresql_where=text(SAID))

conversations = Table(
    "conversations",
    metadata,
    Column("sender_id", String(LONGEST_SENDER_ID), primary_key=True),
    # The digest under which the return store knows the session; see core/identifiers.py.
    Column("session_key", String(64), nullable=False),
    # The event with which the last session starts; 0 before there was one.
    Column("session_id", Integer, nullable=False),
    # When the last event was, in seconds since 1970, as Rasa stamps them.
    Column("last_active", Float, nullable=False),
    # How often something was added, by which a process sees that another one was faster.
    Column("additions", Integer, nullable=False, server_default="1"),
    Index("ix_conversations_session_key", "session_key", unique=True),
    Index("ix_conversations_last_active", "last_active"),
)

# Messages of messaging channels that no turn has answered, however often one began, for a person to look at.
set_aside = Table(
    "channel_set_aside",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False, index=True),
    Column("sender_id", String(LONGEST_SENDER_ID), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    # Seconds since 1970.
    Column("at", Float, nullable=False, index=True),
)

# The thread of mails that a conversation by e-mail is: whom it is with, and what the next mail in it answers.
mail_threads = Table(
    "mail_threads",
    metadata,
    Column("sender_id", String(LONGEST_SENDER_ID), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    # The Message-ID of their last mail, and those of the mails before it, as a mail's headers hold them.
    Column("message_id", Text, nullable=False),
    Column("earlier", Text, nullable=False),
    # Seconds since 1970.
    Column("at", Float, nullable=False, index=True),
)

# How far what happens in conversations was told elsewhere (bot/events/event_stream.py), and which process tells it now.
event_streams = Table(
    "event_streams",
    metadata,
    Column("name", String(40), primary_key=True),
    # The last event that was told.
    Column("position", BigInteger, nullable=False),
    Column("leased_by", String(32)),
    # Seconds since 1970.
    Column("leased_until", Float, nullable=False),
)

#: The name under which `event_streams` keeps how far turns were listed.
TURN_LIST = "turns"

# Each message of a customer with what came of it, so that one among millions is found without reading what was said.
# It is listed a moment later than it was said (returndesk/people/turn_list.py), and goes with its conversation.
listed_turns = Table(
    "listed_turns",
    metadata,
    # The number of the message's event.
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("sender_id", String(LONGEST_SENDER_ID), nullable=False),
    Column("session_key", String(64), nullable=False),
    Column("message_id", String(128), nullable=False),
    # Seconds since 1970.
    Column("at", Float, nullable=False),
    Column("topic", String(100), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("language", String(16), nullable=False),
    # What came of it; empty where it asks nothing.
    Column("outcome", String(16), nullable=False),
    # What was written, without what tells who wrote it.
    Column("words", Text, nullable=False),
    Index("ix_listed_turns_at", "at"),
    Index("ix_listed_turns_sender_id", "sender_id"),
    Index("ix_listed_turns_session_key", "session_key", "event"),
    Index("ix_listed_turns_topic", "topic", "event"),
    Index("ix_listed_turns_channel", "channel", "event"),
    Index("ix_listed_turns_language", "language", "event"),
    Index("ix_listed_turns_outcome", "outcome", "event"),
)

# What people say that messages mean; it goes with its conversation.
turn_labels = Table(
    "turn_labels",
    metadata,
    # The number of the message's event.
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("sender_id", String(LONGEST_SENDER_ID), nullable=False, index=True),
    # A topic, or what else somebody decided of it (returndesk/people/learning_inbox.py).
    Column("label", String(100), nullable=False),
    Column("person", String(64), nullable=False),
    # Seconds since 1970.
    Column("at", Float, nullable=False, index=True),
)

# What the model in use and a candidate that learnt the labels answer to labelled messages, as of the last time that
# they were asked (returndesk/people/label_trials.py); it goes with its conversation.
label_trials = Table(
    "label_trials",
    metadata,
    # The number of the message's event.
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("sender_id", String(LONGEST_SENDER_ID), nullable=False, index=True),
    Column("label", String(100), nullable=False),
    # Whether the candidate was trained with it.
    Column("part", String(16), nullable=False),
    # The likeliest topic, how sure the model was of it, from 0 to 1, and what its answer is worth.
    Column("topic_before", String(100), nullable=False),
    Column("confidence_before", Float, nullable=False),
    Column("worth_before", String(16), nullable=False),
    Column("topic_after", String(100), nullable=False),
    Column("confidence_after", Float, nullable=False),
    Column("worth_after", String(16), nullable=False),
    # When the models were asked, in seconds since 1970: the same in every row.
    Column("at", Float, nullable=False),
)
