"""The tables of what channels have accepted and not finished yet. They live beside the conversations."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

# A row lives from acceptance to the answer, or from the answer to its delivery. Times are seconds of Unix time. A
# message that no turn can answer goes to a table of the conversations, as it has to be forgotten with them.
metadata = MetaData()

#: Which deliveries were accepted, by a digest of the platform's id, so that a redelivery is known.
seen = Table(
    "channel_seen",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("delivery", String(64), primary_key=True),
    Column("at", Float, nullable=False, index=True),
)

#: Messages that wait for an answer.
inbox = Table(
    "channel_inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("message", Text, nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("at", Float, nullable=False),
    Index("ix_channel_inbox_conversation", "channel", "conversation", "id"),
)

#: Calls that wait to be taken by a platform.
outbox = Table(
    "channel_outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("path", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_channel_outbox_conversation", "channel", "conversation", "id"),
)

#: Which process serves a conversation, until when.
leases = Table(
    "channel_leases",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("conversation", String(200), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", Float, nullable=False),
)

#: Which mails an address has sent lately, both as digests, so that nobody is answered without end.
mail_senders = Table(
    "channel_mail_senders",
    metadata,
    Column("sender", String(64), primary_key=True),
    Column("delivery", String(64), primary_key=True),
    Column("at", Float, nullable=False, index=True),
)
