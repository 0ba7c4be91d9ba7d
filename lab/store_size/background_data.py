"""What lies beside the records in a store that is in use: proofs, tries, requests, reminders, tickets, conversations.

Each is there for some of the returns, so that its queries have to find theirs among many.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import text
from sqlalchemy.engine import Engine

from actions.help_desk.ticket import TicketContent
from lab.store_size.shop import NOW, Shop

#: The conversations are called this and their number.
CONVERSATION = "web:size-"

_PICKED = """
CREATE TEMPORARY TABLE picked ON COMMIT DROP AS
SELECT r.seq / :one_of AS n, r.key AS return_key, r.number, o.customer_id,
    :conversation || (r.seq / :one_of) AS conversation,
    encode(sha256(convert_to(:conversation || (r.seq / :one_of), 'UTF8')), 'hex') AS session_key
FROM returns r JOIN orders o ON o.key = r.order_key WHERE r.seq % :one_of = 0
"""
_FILLED = {
    "verified_sessions": """
        INSERT INTO verified_sessions (session_key, customer_id, proven, live_until)
        SELECT session_key, customer_id, 'guest', :now + n % 1800 * interval '1 second' FROM picked WHERE n % 2 = 0""",
    "conversation_links": """
        INSERT INTO conversation_links (session_key, customer_id, last_proven_at)
        SELECT session_key, customer_id, :now - n % 90 * interval '1 day' FROM picked""",
    "refused_tries": """
        INSERT INTO refused_tries (subject_key, at)
        SELECT encode(sha256(convert_to(kind || return_key, 'UTF8')), 'hex'), :now - n % 86400 * interval '1 second'
        FROM picked, (VALUES ('number:'), ('email:')) AS kinds (kind)""",
    "operations": """
        INSERT INTO operations (session_key, offer, customer_id, kind, return_number, at)
        SELECT session_key, 'offer', customer_id, 'cancel', number, :now - n % 90 * interval '1 day' FROM picked""",
    "return_reasons": """
        INSERT INTO return_reasons (return_key, customer_id, reason, description, at)
        SELECT return_key, customer_id, 'damaged', 'It arrived with a crack along the edge.',
            :now - n % 90 * interval '1 day' FROM picked""",
    "drop_off_claims": """
        INSERT INTO drop_off_claims (return_key, customer_id, dropped_off_at, at)
        SELECT return_key, customer_id, :now - n % 30 * interval '1 day', :now - n % 30 * interval '1 day'
        FROM picked""",
    "reminder_wishes": """
        INSERT INTO reminder_wishes (conversation, conversation_key, customer_id, return_key, since, until, mark,
            closed_at)
        SELECT conversation, session_key, customer_id, return_key, :now - interval '10 days',
            :now + interval '100 days', 'known', CASE WHEN n % 4 > 0 THEN :now - n % 60 * interval '1 day' END
        FROM picked""",
    "reminders": """
        INSERT INTO reminders (conversation, conversation_key, customer_id, return_key, key, kind, about, at, told_at,
            tries, due_at)
        SELECT conversation, session_key, customer_id, return_key, 'status-' || which, 'status', :now,
            :now - n % 60 * interval '1 day', CASE WHEN n % 50 > 0 THEN :now END, 1, :now
        FROM picked, generate_series(1, 2) AS which""",
    "tickets": """
        INSERT INTO tickets (token, conversation, conversation_key, open_key, customer_id, desk, reference, priority,
            content, opened_at, closed_at, listening)
        SELECT md5(n::text)::uuid::text, conversation, session_key, CASE WHEN n % 200 = 0 THEN session_key END,
            customer_id, 'zendesk', n::text, CASE WHEN n % 6 = 0 THEN 'high' ELSE 'normal' END, :content,
            :now - n % 60 * interval '1 day', CASE WHEN n % 200 > 0 THEN :now - n % 50 * interval '1 day' END,
            n % 200 = 0
        FROM picked WHERE n % 2 = 0""",
    "ticket_messages": """
        INSERT INTO ticket_messages (ticket_seq, key, author, words, at)
        SELECT t.seq, 'message-' || which, CASE WHEN which % 2 = 0 THEN 'agent' ELSE 'customer' END,
            'It has been a week. Where is it now?', :now
        FROM tickets t, generate_series(1, 4) AS which""",
    "help_desk_outbox": """
        INSERT INTO help_desk_outbox (ticket_seq, message_seq, target, kind, key, tries, due_at)
        SELECT t.seq, (SELECT min(m.seq) FROM ticket_messages m WHERE m.ticket_seq = t.seq), 'help_desk', 'message',
            t.token || '-1', 1, :now + interval '1 hour'
        FROM tickets t WHERE t.closed_at IS NULL""",
    "feedback": """
        INSERT INTO feedback (session_key, message_id, value, response, facts, at)
        SELECT session_key, 'm1.0', CASE WHEN n % 5 = 0 THEN 'down' ELSE 'up' END, 'utter_answer_' || n % 40, '[]',
            :now - n % 90 * interval '1 day' FROM picked""",
    "conversations": """
        INSERT INTO conversations (sender_id, session_key, session_id, last_active, additions)
        SELECT conversation, session_key, 0, extract(epoch FROM :now - n % 60 * interval '1 day'), 1 FROM picked""",
    "events": """
        INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data)
        SELECT conversation, 'user', extract(epoch FROM :now - n % 60 * interval '1 day') + which,
            'ask_return_status', NULL, :event
        FROM generate_series(1, 25) AS which, picked WHERE n % 4 = 0 ORDER BY n % 60 DESC, n, which""",
    "channel_seen": """
        INSERT INTO channel_seen (channel, delivery, at)
        SELECT 'telegram', session_key, extract(epoch FROM :now) - n % 600000 FROM picked""",
    "channel_inbox": """
        INSERT INTO channel_inbox (channel, conversation, message, tries, at)
        SELECT 'telegram', 'telegram:' || n, '{}', 0, extract(epoch FROM :now) FROM picked WHERE n % 200 = 0""",
    "channel_outbox": """
        INSERT INTO channel_outbox (channel, conversation, path, body, at)
        SELECT 'telegram', 'telegram:' || n, '/sendMessage', '{}', extract(epoch FROM :now)
        FROM picked WHERE n % 200 = 100""",
    "channel_set_aside": """
        INSERT INTO channel_set_aside (channel, sender_id, message, tries, at)
        SELECT 'telegram', 'telegram:' || n, '{}', 4, extract(epoch FROM :now) FROM picked WHERE n % 20000 = 0""",
}
_EVENT = {
    "event": "user",
    "timestamp": NOW.timestamp(),
    "text": "Where is my return?",
    "parse_data": {
        "intent": {"name": "ask_return_status", "confidence": 0.97},
        "entities": [],
        "text": "Where is my return?",
        "intent_ranking": [{"name": f"intent_{rank}", "confidence": 0.1} for rank in range(8)],
    },
    "metadata": {},
}


def fill(engine: Engine, shop: Shop, progress: Callable[[str], None]) -> None:
    """Fill the tables beside the records, all in one transaction; do nothing where that was done.

    Args:
        engine: A store with the shop's records in it.
        shop: The shop.
        progress: Is told which table it is at.
    """
    values = {
        "now": NOW,
        "content": json.dumps(asdict(TicketContent(customer_id="C1", return_number="R1", transcript=()))),
        "event": json.dumps(_EVENT),
    }
    with engine.begin() as connection:
        if connection.execute(text("SELECT 1 FROM conversation_links LIMIT 1")).first() is not None:
            return
        connection.execute(text(_PICKED), {"one_of": shop.talked_about, "conversation": CONVERSATION})
        for table, statement in _FILLED.items():
            progress(f"filling {table}")
            named = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), named)
        last = shop.return_number(shop.returns - 1)[1:]
        counter = "INSERT INTO return_numbers (id, last) VALUES (1, :last)"
        connection.execute(text(counter), {"last": int(last)})
