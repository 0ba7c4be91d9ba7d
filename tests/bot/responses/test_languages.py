"""Days, amounts, lists, countries and plurals as each language writes them, and which language is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from structlog.testing import capture_logs

from bot.responses.languages import Language, LanguageError, english, language_tags, load_language
from bot.responses.nlg import FactsResponseGenerator, has_just_switched, language_of

MONDAY = "2026-11-30"
FRIDAY = "2027-02-05"
BEGIN, END = "\u2068", "\u2069"
#: A response that every language has, and some that none has.
RESPONSES = {
    "utter_language_switched": "I answer in English now.",
    "utter_only_in_english": "Send it by {due}, {name}.",
    "utter_outer": "<{inner}>",
}


def language(tag: str) -> Language:
    return english() if tag == "en" else load_language(tag, {})


def shown(tag: str, show: str, value: Any, country: str = "", **more: Any) -> str:
    return language(tag).shown({"show": show, "value": value, "country": country, **more})


def generator(**more: str) -> FactsResponseGenerator:
    responses = {name: [{"text": text}] for name, text in {**RESPONSES, **more}.items()}
    return FactsResponseGenerator(domain=Domain.from_dict({"responses": responses}))


def say(voice: FactsResponseGenerator, response: str, **values: Any) -> str:
    message = voice.generate_from_slots(response, {}, "rest", **values)
    assert message is not None
    return str(message["text"])


# --- Days, times, amounts, lists, countries -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "day", "day_and_year", "date"),
    [
        ("en", "Monday 30 November", "Friday 5 February 2027", "5 February 2027"),
        ("de", "Montag, 30. November", "Freitag, 5. Februar 2027", "5. Februar 2027"),
        ("es", "lunes, 30 de noviembre", "viernes, 5 de febrero de 2027", "5 de febrero de 2027"),
        ("fr", "lundi 30 novembre", "vendredi 5 février 2027", "5 février 2027"),
        ("he", "יום שני, 30 בנובמבר", "יום שישי, 5 בפברואר 2027", "5 בפברואר 2027"),
        ("it", "lunedì 30 novembre", "venerdì 5 febbraio 2027", "5 febbraio 2027"),
        ("nl", "maandag 30 november", "vrijdag 5 februari 2027", "5 februari 2027"),
        ("pt", "30 de novembro, segunda-feira", "5 de fevereiro de 2027, sexta-feira", "5 de fevereiro de 2027"),
        ("ru", "30 ноября (понедельник)", "5 февраля 2027 (пятница)", "5 февраля 2027\u202fг."),
        ("uk", "30 листопада (понеділок)", "5 лютого 2027 (п\u02bcятниця)", "5 лютого 2027\u202fр."),
    ],
)
def test_days(tag: str, day: str, day_and_year: str, date: str):
    assert shown(tag, "day", MONDAY) == day
    assert shown(tag, "day_and_year", FRIDAY) == day_and_year
    assert shown(tag, "date", FRIDAY) == date


@pytest.mark.parametrize(
    ("tag", "country", "moment", "time"),
    [
        ("en", "GB", "Monday 30 November, 14:05", "14:05"),
        ("en", "US", "Monday 30 November, 2:05\u202fPM", "2:05\u202fPM"),
        ("de", "DE", "Montag, 30. November, 14:05", "14:05"),
        ("fr", "", "lundi 30 novembre, 14:05", "14:05"),
        ("he", "IL", "יום שני, 30 בנובמבר, 14:05", "14:05"),
        ("ru", "", "30 ноября (понедельник), 14:05", "14:05"),
    ],
)
def test_moments(tag: str, country: str, moment: str, time: str):
    assert shown(tag, "moment", f"{MONDAY}T14:05:00", country) == moment
    assert shown(tag, "time", "14:05:00", country) == time


def test_a_moment_may_name_its_year():
    assert shown("de", "moment_and_year", f"{FRIDAY}T09:30:00") == "Freitag, 5. Februar 2027, 09:30"
    assert shown("ru", "moment_and_year", f"{FRIDAY}T09:30:00") == "5 февраля 2027 (пятница), 09:30"


@pytest.mark.parametrize(
    ("tag", "country", "currency", "amount"),
    [
        ("de", "", "EUR", "1.234,50\u00a0€"),
        ("de", "AT", "EUR", "€\u00a01.234,50"),
        ("de", "CH", "EUR", "EUR\u00a01’234.50"),
        # Nobody writes German in Poland by rules of its own: as in Germany.
        ("de", "PL", "USD", "1.234,50\u00a0$"),
        ("fr", "", "EUR", "1\u202f234,50\u00a0€"),
        ("fr", "CA", "USD", "1\u00a0234,50\u00a0$\u00a0US"),
        ("he", "", "EUR", "\u200f1,234.50\u00a0\u200f€"),
        ("nl", "", "EUR", "€\u00a01.234,50"),
        ("pt", "", "BRL", "R$\u00a01.234,50"),
        ("pt_PT", "", "EUR", "1\u00a0234,50\u00a0€"),
        ("ru", "", "EUR", "1\u00a0234,50\u00a0€"),
        ("uk", "", "EUR", "1\u00a0234,50\u00a0EUR"),
        ("en", "", "CHF", "CHF\u00a01,234.50"),
    ],
)
def test_amounts(tag: str, country: str, currency: str, amount: str):
    assert shown(tag, "money", "1234.50", country, currency=currency) == amount


@pytest.mark.parametrize(
    ("tag", "listed", "choice"),
    [
        ("en", "A, B and C", "7, 15 or 30"),
        ("de", "A, B und C", "7, 15 oder 30"),
        ("es", "A, B y C", "7, 15 o 30"),
        ("fr", "A, B et C", "7, 15 ou 30"),
        ("he", "A, B וC", "7, 15 או 30"),
        ("uk", "A, B і C", "7, 15 або 30"),
    ],
)
def test_lists(tag: str, listed: str, choice: str):
    assert shown(tag, "list", ["A", "B", "C"]) == listed
    assert language(tag).listed(["7", "15", "30"], "or") == choice


def test_a_list_may_hold_what_the_language_words():
    entries = [{"show": "day", "value": MONDAY}, {"show": "country", "value": "DE"}]

    assert shown("nl", "list", entries) == "maandag 30 november en Duitsland"


@pytest.mark.parametrize(
    ("tag", "name"),
    [("en", "Germany"), ("de", "Deutschland"), ("fr", "Allemagne"), ("he", "גרמניה"), ("ru", "Германия")],
)
def test_countries(tag: str, name: str):
    assert shown(tag, "country", "DE") == name
    assert shown(tag, "country", "XX") == "XX"


# --- Plurals and directions ---------------------------------------------------------------------------------------

RUSSIAN = "Ещё {count, plural, one {# день} few {# дня} many {# дней} other {# дня}}."
HEBREW = "עוד {count, plural, one {יום אחד} two {יומיים} other {# ימים}}."


@pytest.mark.parametrize(
    ("tag", "text", "count", "said"),
    [
        ("ru", RUSSIAN, 1, "Ещё {count} день."),
        ("ru", RUSSIAN, 2, "Ещё {count} дня."),
        ("ru", RUSSIAN, 5, "Ещё {count} дней."),
        ("ru", RUSSIAN, 11, "Ещё {count} дней."),
        ("ru", RUSSIAN, 21, "Ещё {count} день."),
        ("ru", RUSSIAN, "1,5", "Ещё {count} дня."),
        ("he", HEBREW, 1, "עוד יום אחד."),
        ("he", HEBREW, 2, "עוד יומיים."),
        ("he", HEBREW, 5, "עוד {count} ימים."),
    ],
)
def test_a_noun_agrees_with_its_number(tag: str, text: str, count: object, said: str):
    assert language(tag).with_plurals(text, {"count": count}) == said


def test_a_number_that_is_missing_has_the_general_form():
    assert language("ru").with_plurals(RUSSIAN, {}) == "Ещё {count} дня."


def test_each_of_several_nouns_agrees_with_its_own_number():
    text = "{a, plural, one {# Tag} other {# Tage}}, {b.c, plural, one {# Stunde} other {# Stunden}}"

    assert language("de").with_plurals(text, {"a": 1, "b.c": "24"}) == "{a} Tag, {b.c} Stunden"


@pytest.mark.parametrize("tag", ["en", *language_tags()])
def test_only_hebrew_keeps_its_values_apart(tag: str):
    right_to_left = tag == "he"

    assert language(tag).is_right_to_left == right_to_left
    assert language(tag).isolated("R1001") == (f"{BEGIN}R1001{END}" if right_to_left else "R1001")
    assert language(tag).isolated("") == ""


# --- Files --------------------------------------------------------------------------------------------------------

ABOUT = "name: Klingon\nday: d MMMM\nday_and_year: d MMMM y\nlocal_country: DE\nquotes: ['»', '«']\n"


def written(folder: Path, **files: str) -> Path:
    (folder / "de").mkdir()
    for name, text in {"language": ABOUT, **files}.items():
        (folder / "de" / f"{name}.yml").write_text(text, "utf-8")
    return folder


def test_words_come_from_all_files_and_the_rest_from_the_domain(tmp_path: Path):
    buttons = "buttons: [{title: Ja}]"
    folder = written(
        tmp_path,
        one=f"responses:\n  utter_ask:\n  - text: Sicher?\n    {buttons}\n  utter_gone: [{{text: Weg}}]\n",
        two="sections: {Fees: Gebühren}\nfacts: {fees.listed: Keine}\n",
    )
    domain = {"utter_ask": [{"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}]}

    read = load_language("de", domain, folder)
    assert read.responses == {"utter_ask": [{"text": "Sicher?", "buttons": [{"title": "Ja", "payload": "/affirm"}]}]}
    assert (read.name, read.sections, read.facts) == ("Klingon", {"Fees": "Gebühren"}, {"fees.listed": "Keine"})
    assert language_tags(folder) == ("de",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("responses: {utter_x", "is not YAML"), ("- utter_x", "does not hold names"), ("", "does not hold names")],
)
def test_a_broken_file_names_itself(tmp_path: Path, text: str, fault: str):
    with pytest.raises(LanguageError, match=rf"de/broken\.yml {fault}"):
        load_language("de", {}, written(tmp_path, broken=text))


@pytest.mark.parametrize("missing", ["name", "day", "day_and_year", "local_country", "quotes"])
def test_a_language_says_what_it_has_to_say_of_itself(tmp_path: Path, missing: str):
    about = "".join(line for line in ABOUT.splitlines(keepends=True) if not line.startswith(f"{missing}:"))

    with pytest.raises(LanguageError, match=rf"de/language\.yml does not have '{missing}'"):
        load_language("de", {}, written(tmp_path, language=about))


@pytest.mark.parametrize(
    "said",
    [
        "[{text: Sicher?, buttons: [{title: Ja}]}]",
        "[{text: Sicher?, buttons: [{title: Ja}, {title: Nein}]}, {text: Wirklich?, buttons: [{title: Ja}]}]",
        "[{text: Sicher?}, {text: Wirklich?, buttons: [{title: Ja}]}]",
    ],
)
def test_a_response_that_does_not_fit_the_domain_is_named(tmp_path: Path, said: str):
    domain = {
        "utter_ask": [{"text": "Sure?", "buttons": [{"title": "Yes", "payload": "/affirm"}]}, {"text": "Really?"}]
    }

    with pytest.raises(LanguageError, match="de: utter_ask has other variants or buttons than the domain"):
        load_language("de", domain, written(tmp_path, one=f"responses:\n  utter_ask: {said}\n"))


# --- The generator in another language ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de_CH", "de"),
        ("DE", "de"),
        ("pt", "pt"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt_PT"),
        ("pt_PT", "pt_PT"),
        ("pt-pt", "pt_PT"),
    ],
)
def test_the_nearest_language_with_words_is_spoken(tag: str, spoken: str):
    voice = generator()

    said = load_language(spoken, voice.responses).responses["utter_language_switched"][0]["text"]
    assert say(voice.in_language(tag), "utter_language_switched") == said
    assert voice.in_language(tag) is voice.in_language(spoken)


@pytest.mark.parametrize("tag", ["en", "en-US", "pl", "zh-Hant-TW", "x"])
def test_english_is_spoken_where_there_are_no_words(tag: str):
    voice = generator()

    assert voice.in_language(tag) is voice
    assert say(voice.in_language(tag), "utter_language_switched") == "I answer in English now."


def test_portugal_has_its_own_words_before_those_of_brazil():
    voice = generator(utter_rule_ask_ship_by="English")
    brazil, portugal = voice.in_language("pt-BR"), voice.in_language("pt-PT")

    assert "O melhor é enviar o pacote **no prazo de 5 dias**." in say(portugal, "utter_rule_ask_ship_by")
    assert "O melhor é postar o pacote **no prazo de 5 dias**." in say(brazil, "utter_rule_ask_ship_by")
    # It has no words of its own for this.
    said = [say(each, "utter_language_switched") for each in (brazil, portugal)]
    assert said[0] == said[1] != RESPONSES["utter_language_switched"]


def test_what_has_no_words_in_a_language_is_said_in_english_with_english_days():
    voice = generator().in_language("de")
    due = {"show": "day", "value": MONDAY, "country": "DE"}

    with capture_logs() as logs:
        assert say(voice, "utter_only_in_english", due=due, name="Ana") == "Send it by Monday 30 November, Ana."
        inner = {"say": "only_in_english", "due": due, "name": "Ana"}
        assert say(voice, "utter_outer", inner=inner) == "<Send it by Monday 30 November, Ana.>"
        assert voice.generate_from_slots("utter_nothing", {}, "rest") is None
    assert logs == [{"event": "nlg.response_missing", "response": "utter_nothing", "log_level": "error"}]


def test_days_and_facts_are_worded_in_the_language_and_hebrew_keeps_them_apart():
    words = {"utter_line_date_overdue": "• {label}: {when} ({left}). {advice}"}
    values = {"label": {"say": "language_switched"}, "when": {"show": "day", "value": MONDAY}, "left": "*R1*"}

    german = say(generator(**words).in_language("de"), "utter_line_date_overdue", **values, advice={"marked": "**x**"})
    hebrew = say(generator(**words).in_language("he"), "utter_line_date_overdue", **values, advice={"marked": "**x**"})
    assert german.endswith(r": Montag, 30. November (\*R1\*). **x**")
    assert hebrew.endswith(rf": {BEGIN}יום שני, 30 בנובמבר{END} ({BEGIN}\*R1\*{END}). **x**")
    assert hebrew.count(BEGIN) == 2


def test_a_source_and_its_number_are_told_as_the_language_does():
    said = say(generator(utter_rule_ask_ship_by="English").in_language("de"), "utter_rule_ask_ship_by")

    assert "**innerhalb von 5 Tagen**" in said
    assert said.endswith("\n_Quelle: Complete guide to AliExpress free returns, „Abgabestellen für Rücksendungen“_")


# --- The language of a conversation -------------------------------------------------------------------------------


def conversation(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("web:1", list(events), [TextSlot("language", mappings=[{}])])


def customer(text: str, intent: str = "ask_return_status", locale: str | None = None) -> UserUttered:
    told = {"locale": locale} if locale else None
    return UserUttered(text, {"name": intent, "confidence": 1.0}, metadata=told, message_id=f"said: {text}")


SPOKEN_GERMAN = SlotSet("language", "de")
ENGLISH_BEFORE = (customer("Where is my parcel?"), BotUttered("There."))
GERMAN = customer("Und wann kommt mein Geld?")
OPENED = UserUttered("EXTERNAL: system_open_chat", {"name": "system_open_chat"}, metadata={"is_external": True})


@pytest.mark.parametrize(
    ("events", "tag"),
    [
        ((), "en"),
        ((customer("hi"),), "en"),
        ((customer("hi", locale="de-AT"),), "de-AT"),
        ((customer("hi", locale="de-AT"), SlotSet("language", "fr")), "fr"),
        # The page knows more of a language than the words do.
        ((customer("oi", locale="pt-PT"), SlotSet("language", "pt")), "pt-PT"),
        ((customer("oi"), SlotSet("language", "pt")), "pt"),
        ((customer("hi", locale="de"), SlotSet("language", "en")), "en"),
        ((customer("hi", locale="de"), SlotSet("language", None)), "de"),
        ((customer("hi", locale="de"), customer("hi", locale="fr")), "fr"),
    ],
)
def test_what_was_written_goes_before_the_page(events: tuple[Event, ...], tag: str):
    assert language_of(conversation(*events)) == tag


@pytest.mark.parametrize(
    "events",
    [
        (*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN),
        (*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN, SlotSet("topic", "ask_refund_time")),
        (GERMAN, SPOKEN_GERMAN, BotUttered("Bald."), customer("And when does it come?"), SlotSet("language", "en")),
        # A new session has kept what was spoken in the one before.
        (SessionStarted(), SlotSet("language", "fr"), OPENED, BotUttered("Bonjour !"), GERMAN, SPOKEN_GERMAN),
    ],
)
def test_a_switch_is_told_with_the_first_answer(events: tuple[Event, ...]):
    assert has_just_switched(conversation(*events))


@pytest.mark.parametrize(
    "events",
    [
        (),
        ENGLISH_BEFORE,
        # Who has said nothing yet has not switched; nor has who pressed a button of a greeting.
        (GERMAN, SPOKEN_GERMAN),
        (customer("/open_chat"), BotUttered("Hello!"), GERMAN, SPOKEN_GERMAN),
        (OPENED, BotUttered("Hello!"), GERMAN, SPOKEN_GERMAN),
        (*ENGLISH_BEFORE, GERMAN),
        (*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN, BotUttered("Bald.")),
        (*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN, BotUttered("Bald."), customer("Danke")),
        # Who asked for a language is told so by the answer itself.
        (*ENGLISH_BEFORE, customer("Deutsch bitte", "change_language"), SPOKEN_GERMAN),
    ],
)
def test_no_other_answer_tells_of_a_switch(events: tuple[Event, ...]):
    assert not has_just_switched(conversation(*events))


async def test_the_answer_is_in_the_language_of_the_conversation_and_tells_of_a_switch_once():
    voice = generator(utter_label_ask_refund_time="When the refund comes")
    switched = load_language("de", voice.responses).responses
    title, told = (switched[name][0]["text"] for name in ("utter_label_ask_refund_time", "utter_language_switched"))

    first = await voice.generate(
        "utter_label_ask_refund_time", conversation(*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN), "rest"
    )
    assert first is not None and first["text"] == f"{title}\n\n{told}"
    later = conversation(*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN, BotUttered(title), customer("Danke"))
    second = await voice.generate("utter_label_ask_refund_time", later, "rest")
    assert second is not None and second["text"] == title
    before = await voice.generate("utter_label_ask_refund_time", conversation(*ENGLISH_BEFORE), "rest")
    assert before is not None and before["text"] == "When the refund comes"


async def test_of_two_answers_of_one_action_the_first_tells_of_a_switch():
    voice = generator(utter_label_ask_refund_time="When the refund comes")
    title = load_language("de", voice.responses).responses["utter_label_ask_refund_time"][0]["text"]
    # What an action says is recorded when all of it is said.
    unanswered = conversation(*ENGLISH_BEFORE, GERMAN, SPOKEN_GERMAN)
    said = [await voice.generate("utter_label_ask_refund_time", unanswered, "rest") for _ in range(2)]

    assert [each is not None and each["text"] == title for each in said] == [False, True]
    other = await voice.generate(
        "utter_label_ask_refund_time",
        conversation(*ENGLISH_BEFORE, customer("Wann kommt mein Geld zurück?"), SPOKEN_GERMAN),
        "rest",
    )
    assert other is not None and other["text"] != title


async def test_what_is_said_in_another_language_is_kept_in_english_too():
    voice = generator(utter_line="{label}: {when}", utter_label_ask_refund_time="When the refund comes")
    spoken = conversation(GERMAN, SPOKEN_GERMAN)
    german = await voice.generate("utter_label_ask_refund_time", spoken, "rest")
    english = await voice.generate("utter_label_ask_refund_time", conversation(*ENGLISH_BEFORE), "rest")

    assert german is not None and english is not None
    assert german["english"] == "When the refund comes" != german["text"]
    assert "english" not in english
