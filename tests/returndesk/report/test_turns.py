"""Reading a day's turns: all of them, only them, by index."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from report_turns import ANSWERED, DECLINED, UNCLEAR
from sqlalchemy import event, inspect, text

from core.conversations import turns as turns_module
from core.conversations.turns import Turns

MIDNIGHT = datetime(2026, 10, 13, tzinfo=timezone.utc)
START, END = MIDNIGHT.timestamp(), (MIDNIGHT + timedelta(days=1)).timestamp()


def at(hours: float) -> datetime:
    return MIDNIGHT + timedelta(hours=hours)


def test_a_day_has_the_messages_from_midnight_until_before_midnight(kept):
    for hours in (-0.001, 0, 12, 23.999, 24):
        kept.teller.say("web:a", f"{hours}", at(hours), ANSWERED)
    turns = Turns(kept.engine)

    found = list(turns.between(START, END))

    assert [turn.at for turn in found] == [at(hours).timestamp() for hours in (0, 12, 23.999)]
    assert [(each.event, each.text) for each in turns.messages([turn.event for turn in found])] == [
        (found[0].event, "0"),
        (found[1].event, "12"),
        (found[2].event, "23.999"),
    ]


def test_a_turn_has_its_intent_actions_and_responses(kept):
    kept.teller.say("web:a", "when do I get my money", at(1), ANSWERED)

    (turn,) = Turns(kept.engine).between(START, END)

    assert (turn.conversation, turn.intent) == ("web:a", "ask_refund_time")
    assert turn.actions == ["utter_rule_ask_refund_time"]
    assert turn.responses == ["utter_rule_ask_refund_time"]


def test_conversations_do_not_get_mixed_and_pages_of_rows_do_not_cut_a_turn(kept, monkeypatch):
    monkeypatch.setattr(turns_module, "_ROWS", 3)
    for number in range(7):
        kept.teller.say(f"web:{number % 2}", str(number), at(number / 60), (UNCLEAR, DECLINED)[number % 2])

    found = list(Turns(kept.engine).between(START, END))

    assert sorted((turn.conversation, turn.responses[0]) for turn in found) == sorted(
        [("web:0", UNCLEAR[2])] * 4 + [("web:1", DECLINED[2])] * 3
    )


def test_an_empty_day_has_no_turns(kept):
    assert list(Turns(kept.engine).between(START, END)) == []
    kept.teller.say("web:a", "before", at(-30), ANSWERED)
    assert list(Turns(kept.engine).between(START, END)) == []


def test_every_statement_finds_its_rows_by_index(kept):
    for number in range(3000):
        kept.teller.say(f"web:{number}", "x", at(-24 * 20 + number / 6), ANSWERED)
    with kept.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    statements: list[tuple[str, object]] = []
    event.listen(kept.engine, "before_cursor_execute", lambda *seen: statements.append((seen[2], seen[3])))

    turns = Turns(kept.engine)
    list(turns.messages([turn.event for turn in turns.between(START, START + 7200)]))

    assert len(statements) >= 4
    is_postgresql = kept.engine.dialect.name == "postgresql"
    with kept.engine.connect() as connection:
        for statement, values in list(statements):
            explain = "EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN "
            plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))
            assert "Seq Scan" not in plan if is_postgresql else "SCAN" not in plan, f"{statement}: {plan}"


def test_conversations_of_an_older_version_get_the_index(kept):
    with kept.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_events_said_at"))
    kept.teller.conversations.create()
    indexes = {index["name"] for index in inspect(kept.engine).get_indexes("events")}
    assert "ix_events_said_at" in indexes


def test_a_turn_is_in_the_language_of_its_message_and_a_button_in_that_of_the_one_before_or_of_the_page(kept):
    press = ("web:a", "/ask_refund_time")
    # English is noted of every button.
    kept.teller.say(*press, at(1), ANSWERED, title="Quand ?", language="en", page="fr-CA")
    kept.teller.say("web:a", "cuándo me pagan", at(2), ANSWERED, language="es", page="fr-CA")
    kept.teller.say("web:b", "wann kommt mein Geld", at(3), ANSWERED, language="de")
    kept.teller.say(*press, at(4), ANSWERED, title="¿Cuándo?", language="en", page="fr-CA")
    kept.teller.say("web:c", "of a version before", at(5), ANSWERED)

    assert [turn.language for turn in Turns(kept.engine).between(START, END)] == ["fr", "es", "de", "es", "en"]
