"""Pages come in the language that somebody has chosen, else in the one that their browser asks for, else in English."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from gettext import NullTranslations
from html.parser import HTMLParser

import pytest
from aiohttp.test_utils import TestServer
from babel import Locale
from page_forms import Forms
from people_returns import keep_return
from people_said import NOW, SCRIPTS

from actions.help_desk.ticket import Line
from returndesk.people.page_language import PageLanguage
from returndesk.people.page_languages import CATALOGUES, PageLanguages
from returndesk.people.server import people_server

AT = datetime(2026, 9, 7, 15, 4, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def languages():
    return PageLanguages.load()


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("ES-mx", "es"),
        ("en;q=0.3, he;q=0.7", "he"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("sw, es;q=0.2", "es"),
        ("sw", "en"),
        ("de;q=0, es;q=0.1", "es"),
        ("*", "en"),
        ("de;q=many, es", "es"),
        ("de;q=nan", "en"),
        (";;;,,q=1,=", "en"),
        ("\udcff, es", "es"),
        ("x" * 100_000 + ", de", "en"),
        (", ".join(["xx"] * 50_000), "en"),
    ],
)
def test_a_browser_is_given_the_first_language_that_there_is(languages, header, tag):
    assert languages.accepted(header).tag == tag


async def test_a_page_and_its_parts_are_in_the_browsers_language(visitor, open_ticket):
    number = open_ticket(minutes=75)
    mia = await visitor("mia")
    german, spanish = {"Accept-Language": "de-AT"}, {"Accept-Language": "es"}
    page = await (await mia.see("/", headers=german)).text()
    assert '<html lang="de" dir="ltr">' in page
    assert f"{number}: Rücksendung R1001, unterwegs, auf Deutsch" in page and "1 h 15 min" in page
    part = await (await mia.see("/parts/queue", headers=spanish)).text()
    assert f"{number}: devolución R1001, en camino, en alemán" in part and "con retraso" in part
    ticket = await (await mia.see(f"/tickets/{number}", headers=german)).text()
    assert "abgegeben, nach Angabe des Kunden" in ticket and "ist verstrichen" in ticket
    assert "12. Okt. 2026, 18:00 UTC" in ticket
    assert f"{number}: return R1001, in transit, in German" in await mia.page("/")


async def test_who_is_not_signed_in_reads_their_browsers_language(visitor):
    somebody = await visitor()
    page = await (await somebody.see("/sign-in", headers={"Accept-Language": "es-ES"})).text()
    assert "<h1>Iniciar sesión</h1>" in page and "Contraseña" in page
    fields = {"name": "mia", "password": "not hers, by far", "next": ""}
    refused = await somebody.post("/sign-in", fields, headers={"Accept-Language": "de"})
    assert "Name, Passwort oder Code ist falsch." in await refused.text()


async def test_what_somebody_chose_counts_before_their_browser_and_is_taken_back(visitor, services):
    aud = await visitor("aud")
    english = {"Accept-Language": "en"}
    assert (await aud.send("/account", "/account/language", language="de")).status == 303
    assert services.accounts.credentials("aud").person.language == "de"
    page = await (await aud.see("/account", headers=english)).text()
    assert '<option value="de" lang="de" selected>Deutsch</option>' in page and "Ihr Konto" in page
    assert "<h1>Sign in</h1>" in await (await visitor()).page("/sign-in")
    assert (await aud.send("/account", "/account/language", language="")).status == 303
    assert "Your account" in await aud.page("/account")


@pytest.mark.parametrize("language", ["fr", "../de", "x" * 500, "<script>", "de\0x"])
async def test_a_language_that_there_is_not_is_refused(visitor, services, language):
    mia = await visitor("mia")
    assert (await mia.send("/account", "/account/language", language=language)).status == 400
    assert services.accounts.credentials("mia").person.language == ""


async def test_a_language_that_is_no_more_there_is_the_browsers(visitor, services):
    services.accounts.read_in("mia", "tlh")
    assert '<html lang="en" dir="ltr">' in await (await visitor("mia")).page("/")


async def test_a_refusal_is_told_in_the_readers_language(visitor, open_ticket, tickets):
    number = open_ticket()
    tickets.claim(number, "ben", NOW)
    mia = await visitor("mia")
    await mia.send("/account", "/account/language", language="es")
    assert "Esa consulta no existe." in await (await mia.see("/tickets/T9999")).text()
    assert "Error 403" in await (await mia.see("/log")).text()
    assert "Quien está aquí como agente no puede hacer esto." in await (await mia.see("/log")).text()
    token = (await mia.page("/")).partition('name="token" value="')[2].partition('"')[0]
    taken = await mia.post(f"/tickets/{number}/claim", {"token": token})
    assert taken.status == 409 and f"ben ya se encarga de {number}." in await taken.text()


@pytest.mark.parametrize(
    ("language", "doubt", "refusal"),
    [
        ("de", "Angabe „update.dropoff“: Der Wert ist ein anderer", "von der kleinsten zur größten"),
        ("es", "dato «update.dropoff»: el valor ha cambiado", "del menor al mayor"),
        ("he", "עובדה ״update.dropoff״: הערך השתנה", "מהקצר לארוך"),
        ("en", "fact “update.dropoff”: the value has changed", "from shortest to longest"),
    ],
)
async def test_what_is_doubtful_of_a_rule_or_can_t_be_used_is_told_in_the_readers_language(
    visitor, services, language, doubt, refusal
):
    services.accounts.read_in("lea", language)
    lea, page = await visitor("lea"), "/rules/update.dropoff"
    tried = await (await lea.send(page, f"{page}/try", value="[1, 3]")).text()
    assert doubt in tried and "2026-05-26" in tried
    refused = await lea.send(page, f"{page}/try", value="[3, 1]")
    assert refused.status == 400 and refusal in await refused.text()
    answer = await lea.post(
        f"{page}/patch", {"token": Forms(tried).found["/people/sign-out"]["token"], "value": "[3, 1]"}
    )
    assert answer.status == 400 and refusal in await answer.text()


async def test_hebrew_runs_from_the_right(visitor, open_ticket):
    open_ticket()
    lea = await visitor("lea")
    await lea.send("/account", "/account/language", language="he")
    page = await lea.page("/")
    assert '<html lang="he" dir="rtl">' in page
    assert "מי ממתין לנציג" in page and "with" not in page.partition("<thead>")[2].partition("</thead>")[0]
    assert "<h1>מי ראה ושינה מה</h1>" in await lea.page("/log")


async def test_pictures_and_tables_are_in_the_readers_language_and_a_table_as_csv_too(visitor, services):
    keep_return(services.engine, "R9001", NOW - timedelta(days=30), "warehouse_received")
    mia = await visitor("mia")
    await mia.send("/account", "/account/language", language="de")
    page = await mia.page("/figures")
    assert "Fällige Prüfungen im Lager" in page and "Verspätete Prüfungen: 1. Innerhalb eines Tages fällig: 0." in page
    assert (await mia.page("/figures/warehouse.csv")).splitlines()[0] == "Rücksendung,Angekommen,Fällig,Stand"


def test_dates_numbers_and_lengths_of_time_are_written_as_each_language_does(languages):
    told = {
        tag: (
            language.instant(AT),
            language.day(AT.date()),
            language.number(12_345.5),
            language.share(0.125),
            *(language.span(timedelta(minutes=minutes)) for minutes in (0, 59, 75, 3 * 24 * 60)),
            language.name_of("pt-BR"),
        )
        for tag, language in ((tag, languages.chosen(tag)) for tag in ("en", "de", "es"))
    }
    assert told["en"] == (
        *("7 Sept 2026, 15:04 UTC", "7 Sept 2026", "12,345.5", "12%"),
        *("less than a minute", "59 min", "1 h 15 min", "3 days", "Portuguese (Brazil)"),
    )
    assert told["de"] == (
        *("7. Sept. 2026, 15:04 UTC", "7. Sept. 2026", "12.345,5", "12\xa0%"),
        *("weniger als eine Minute", "59 min", "1 h 15 min", "3 Tage", "Portugiesisch (Brasilien)"),
    )
    assert told["es"] == (
        *("7 sept 2026, 15:04 UTC", "7 sept 2026", "12.345,5", "12\xa0%"),
        *("menos de un minuto", "59 min", "1 h 15 min", "3 días", "portugués (Brasil)"),
    )


@pytest.mark.parametrize("words", ["100 % sure", "%(name)s", "%s %d %", "", "{{ 7 * 7 }}", "no such term"])
def test_what_is_kept_is_no_message_with_places(languages, words):
    for tag in ("en", "de", "he"):
        assert languages.chosen(tag).term(words) == words


@pytest.mark.parametrize("script", [*SCRIPTS, "%(person)s %s %", "100%"])
async def test_a_script_stays_text_in_every_language(visitor, open_ticket, services, script):
    services.conversations.create()
    script = script.replace("\0", "")
    number = open_ticket(
        topic=script, status=script, events=(Line(script, script, script),), return_number=script, language=script[:16]
    )
    mia = await visitor("mia")
    for tag in ("de", "es", "he"):
        await mia.send("/account", "/account/language", language=tag)
        for shown in (await mia.page(f"/tickets/{number}"), await mia.page("/"), await mia.page("/conversations")):
            for attack in ("<script>alert", "<img src=x", "<svg/onload", "<b>gnol", ">49<"):
                assert attack not in shown


async def test_no_page_reads_a_catalogue(visitor, services, tmp_path):
    folder = tmp_path / "words"
    shutil.copytree(CATALOGUES, folder)
    served = TestServer(people_server(replace(services, languages=PageLanguages.load(folder))))
    shutil.rmtree(folder)
    async with served:
        mia = await visitor("mia", served)
        page = await (await mia.see("/", headers={"Accept-Language": "de"})).text()
        assert "Wer auf einen Menschen wartet" in page


class Bracketed(NullTranslations):
    """Puts every message that is asked for in brackets, so that what never was asked for stands out."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, several, number):
        return f"⟦{one if number == 1 else several}⟧"


class Shown(HTMLParser):
    """What a page tells in words of its own: its text and its labels, but not what is marked as somebody's words."""

    #: Words of a customer, a name, code, or what says its own language.
    OTHERS = frozenset({"bdi", "pre", "title", "dd", "time", "option", "del", "ins", "desc"})
    EMPTY = frozenset({"meta", "link", "input", "img", "line", "rect", "br"})

    def __init__(self, page):
        super().__init__()
        self.words, self._open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        held = dict(attributes)
        self.words += [held[name] for name in ("aria-label", "alt", "title", "placeholder") if held.get(name)]
        if tag not in self.EMPTY:
            others = tag in self.OTHERS or (held.get("dir") in ("auto", "ltr") and tag != "html")
            self._open.append((tag, others or ("lang" in held and tag != "html")))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, words):
        if not any(others for _, others in self._open):
            self.words.append(words)


#: What stands in these pages that is no word of theirs: names, numbers of tickets and months.
NAMES = re.compile(r"Return Desk|\b(mia|ben|lea|UTC|Oct|Sept|Jul|Aug|T1001|R1001|German|English)\b")


async def test_every_word_of_a_page_is_of_the_catalogue(said, open_ticket, tickets, visitor, services):
    number = open_ticket()
    keep_return(services.engine, "R9001", NOW - timedelta(days=30), "warehouse_received")
    pseudo = PageLanguage("en", Locale.parse("en_GB"), Bracketed())
    served = TestServer(people_server(replace(services, languages=PageLanguages({"en": pseudo}))))
    async with served:
        lea = await visitor("lea", served)
        await lea.send(f"/tickets/{number}", f"/tickets/{number}/claim")
        paths = ["/", f"/tickets/{number}", "/closed", "/log", "/account", "/figures", "/conversations", "/learning"]
        pages = {path: await lea.page(path) for path in [*paths, "/learning/trial"]}
        pages["/sign-in"] = await (await visitor("", served)).page("/sign-in")
        pages["/nowhere"] = await (await lea.see("/nowhere")).text()
    for path, page in pages.items():
        text = " ".join(Shown(page).words)
        for _ in range(4):  # A message may stand in another's place for a value.
            text = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
        left = NAMES.sub("", text)
        assert not re.search(r"[a-zA-Z]{2}", left), (path, re.findall(r"[^\s]*[a-zA-Z]{2}[^\n]*", left))
