"""`returndesk report`: the page of a day, out of real databases."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from report_turns import ANSWERED, DECLINED, GREETED, HANDED_OVER, UNCLEAR
from rich.console import Console
from sqlalchemy import text

from actions.help_desk.ticket import Priority, TicketContent
from actions.help_desk.tickets import Tickets
from actions.store.feedback import WHOLE_CHAT, Feedback, Rating
from core.identifiers import session_key
from core.settings import load_settings
from returndesk.failure import Failure
from returndesk.progress import Progress
from returndesk.project import this_project
from returndesk.report.command import Asked, report

NOON = datetime(2026, 10, 13, 12, tzinfo=timezone.utc)
_ALONE = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A report as a reader gets it: its texts by element, and everything that it would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.fetched: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.fetched += [f"{tag} {given[name]}" for name in ("src", "data", "srcset") if name in given]
        # A link is followed by who reads the page, if they like.
        self.fetched += [
            f"{tag} {value}"
            for name, value in attrs
            if name.endswith("href") and not str(value).startswith("#") and tag != "a"
        ]
        if tag not in _ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((self.open[-1] if self.open else "", " ".join(data.split())))

    def texts(self, tag: str) -> list[str]:
        """What stands in the elements of a kind."""
        return [words for where, words in self.words if where == tag]


@pytest.fixture
def make(kept, tmp_path):
    """Makes the report of a day; gives its HTML."""

    def run(day="2026-10-13", zone="UTC", least=3, console=None, **more) -> str:
        settings = load_settings(database_url=kept.url, conversations_url=kept.url, **more)
        file = tmp_path / "out" / "report.html"
        made = report(this_project(), settings, Asked(day, zone, file, least), Progress(console or Console(quiet=True)))
        assert made == file
        return file.read_text("utf-8")

    return run


def numbers(html: str) -> dict[str, tuple[str, str]]:
    """The figures on top: how many, and against the day before."""
    page = Page(html)
    values = page.texts("dd")
    return dict(zip(page.texts("dt"), zip(values[::2], values[1::2], strict=True), strict=True))


@pytest.fixture
def busy_day(kept):
    """A day with questions of every kind, and one question the day before."""
    teller = kept.teller
    teller.say("web:0", "when is my refund", NOON - timedelta(days=1), ANSWERED)
    for number in range(4):
        teller.say(f"web:{number}", "When do I get my refund?", NOON, ANSWERED)
        teller.say(f"telegram:{number}", "Do you sell <b>shoes</b>?", NOON + timedelta(hours=3), DECLINED)
    teller.say("web:9", "my order 8120034500012345 is blurble", NOON, UNCLEAR)
    teller.say("web:9", "a person", NOON, HANDED_OVER)
    Tickets(kept.engine, "embedded").open("web:9", Priority.NORMAL, TicketContent(), "", NOON)
    for number, value in enumerate(("up", "up", "down")):
        Feedback(kept.engine).keep(Rating("web:0", f"m{number}", value, "utter_greet", (), NOON))
    Feedback(kept.engine).keep(Rating("web:0", "earlier", "up", "utter_greet", (), NOON - timedelta(days=1)))


def test_the_numbers_of_the_day_stand_against_those_of_the_day_before(make, busy_day):
    assert numbers(make()) == {
        "Questions asked": ("10", "+900% on the day before"),
        "Conversations": ("9", "+800% on the day before"),
        "Answered": ("40.0%", "-60.0 points"),
        "Declined": ("40.0%", "+40.0 points"),
        "Unclear": ("10.0%", "+10.0 points"),
        "Handed over": ("10.0%", "+10.0 points"),
        "Given up": ("0", "as the day before"),
        "Cases given to people": ("1", "none the day before"),
        "Thumbs up": ("2", "+100% on the day before"),
        "Thumbs down": ("1", "none the day before"),
    }


def test_why_answers_did_not_help_and_how_chats_ended_is_told(make, busy_day, kept):
    thumbs = Feedback(kept.engine)
    for place, reason in enumerate(("wrong", "unclear", "wrong")):
        thumbs.keep(Rating("web:1", f"d{place}.0", "down", "utter_greet", (), NOON, reason))
    for session, value in (("web:1", "up"), ("web:2", "up"), ("web:3", "down")):
        thumbs.keep(Rating(session, WHOLE_CHAT, value, WHOLE_CHAT, (), NOON))
    thumbs.keep(Rating("web:1", "d9.0", "down", "utter_greet", (), NOON, None, "Ask Ana"))
    html = make()
    assert "In words of their own: 1." in html and "Ask Ana" not in html
    cells = Page(html).texts("td")
    assert cells[cells.index("It isn't right") + 1] == "2"
    assert cells[cells.index("Hard to understand") + 1] == "1"
    assert "it had helped 2, it had not 1." in html
    # The thumbs on answers are counted without those on whole chats.
    assert numbers(html)["Thumbs up"][0] == "2"


def rows(html: str, caption: str) -> dict[str, list[str]]:
    """The rows of a table, by what stands in front."""
    table = html.partition(f"<caption>{caption}</caption>")[2].partition("</table>")[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table):
        head, *cells = Page(row).words
        found[head[1]] = [text for _, text in cells]
    return found


def test_each_language_has_its_conversations_messages_and_what_came_of_its_questions(make, kept):
    for number in range(3):
        kept.teller.say(f"web:{number}", "wann kommt mein Geld", NOON, ANSWERED, language="de")
    kept.teller.say("web:0", "hallo", NOON, GREETED, language="de")
    kept.teller.say("web:1", "/talk_to_person", NOON, HANDED_OVER, title="Mensch", language="en")
    kept.teller.say("web:9", "משהו", NOON, UNCLEAR, language="he")
    kept.teller.say("web:8", "merci", NOON, GREETED, language="fr")

    assert rows(make(), "By language") == {
        "Language": ["Conversations", "Messages", "Answered", "Declined", "Unclear", "Handed over", "All"],
        "German": ["3", "5", "3", "0", "0", "1", "4"],
        "Hebrew": ["1", "1", "0", "0", "1", "0", "1"],
        "French": ["0", "1", "0", "0", "0", "0", "0"],
    }


def test_conversations_that_were_given_up_stand_beside_the_other_figures(make, kept):
    for number in range(2):
        kept.teller.say(f"web:{number}", "blurble", NOON, UNCLEAR)
    kept.teller.say("web:9", "when is my refund", NOON, ANSWERED)
    html = make()

    assert numbers(html)["Given up"] == ("2", "none the day before")
    trend = rows(html, "The last 14 days")
    assert trend["Day"][0] == "Given up"
    assert (trend["13 Oct"][0], trend["12 Oct"][0]) == ("2", "0")
    assert "conversations in which the last answer was of no use" in html


def test_a_wording_is_shown_once_enough_have_said_it_and_never_as_html(make, busy_day):
    html = make()

    assert "do you sell &lt;b&gt;shoes&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "blurble" not in html
    assert "8120034500012345" not in make(least=1)
    assert "my order [number] is blurble" in make(least=1)


def test_each_wording_leads_to_its_conversations_which_the_command_names_too(make, busy_day):
    told = Console(file=StringIO(), width=200)
    html = make(least=1, console=told, people_url="https://people.shop.example/")
    desk = "https://people.shop.example/people/conversations"
    unclear, declined = session_key("web:9"), [session_key(f"telegram:{number}") for number in range(4)]

    links = [str(given["href"]) for tag, given in Page(html).tags if tag == "a"]
    assert links == [f"{desk}/{key}" for key in (*declined, unclear)]
    output = told.file.getvalue()
    assert '"do you sell <b>shoes</b>" (declined): 4 conversations' in output
    assert '"my order [number] is blurble" (unclear): 1 conversation\n' in output
    assert all(link in output for link in links)
    # Nobody is named by it.
    assert "web:9" not in html + output and "telegram:" not in html + output


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "http://shop.example", "//evil.example"])
def test_without_an_address_of_the_application_conversations_are_named_and_nothing_is_linked(make, busy_day, address):
    html = make(least=1, people_url=address)

    assert f"/people/conversations/{session_key('web:9')}" in Page(html).texts("code")
    assert "<a " not in html and "javascript" not in html


def test_a_name_that_is_said_to_be_one_is_not_shown(make, kept):
    kept.teller.say("web:1", "Dressed for dinner, my name is Xaverina", NOON, DECLINED)
    html = make(least=1)

    assert "dressed for dinner, my name is [name]" in html
    assert "xaverina" not in html.lower()


def test_the_page_fetches_nothing_and_runs_nothing(make, busy_day):
    html = make()

    assert Page(html).fetched == []
    assert "<script" not in html
    assert not re.search(r"url\((?!#)|@import", html)


def test_every_plot_has_a_name_a_description_and_a_table(make, busy_day):
    page = Page(make())

    plots = [given for tag, given in page.tags if tag == "svg"]
    ids = {given["id"] for _, given in page.tags if given.get("id")}
    assert len(plots) == 5
    for plot in plots:
        assert plot["role"] == "img"
        assert set(str(plot["aria-labelledby"]).split()) <= ids
    assert len(page.texts("caption")) == 5
    assert len([given for _, given in page.tags if given.get("id")]) == len(
        {given["id"] for _, given in page.tags if given.get("id")}
    )


def test_plots_take_their_colours_from_the_page_in_light_and_dark(make, busy_day):
    html = make()
    drawn = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))

    assert "prefers-color-scheme: dark" in html
    assert "var(--answered)" in drawn
    assert set(re.findall(r"#[0-9a-f]{6}", drawn)) == set()


def test_a_day_is_that_of_the_clock_that_is_named(make, kept):
    kept.teller.say("web:a", "late", datetime(2026, 10, 13, 23, 30, tzinfo=timezone.utc), ANSWERED)

    assert numbers(make("2026-10-13", "UTC"))["Questions asked"][0] == "1"
    assert numbers(make("2026-10-13", "Europe/Madrid"))["Questions asked"][0] == "0"
    assert numbers(make("2026-10-14", "Europe/Madrid"))["Questions asked"][0] == "1"


def test_a_day_on_which_nobody_asked_says_so(make, kept):
    assert "Nothing was asked on this day." in make()


def test_figures_outlive_the_conversations_they_were_counted_from(make, kept, busy_day):
    before = numbers(make())
    with kept.engine.begin() as connection:
        connection.execute(text("DELETE FROM events"))

    assert numbers(make())["Questions asked"] == before["Questions asked"]
    assert numbers(make("2026-10-14"))["Questions asked"] == ("0", "-100% on the day before")


def test_a_day_that_is_not_over_is_counted_anew(make, kept):
    now = datetime.now(timezone.utc)
    today = now.date().isoformat()
    kept.teller.say("web:a", "one", now, ANSWERED)
    assert numbers(make(today))["Questions asked"][0] == "1"
    kept.teller.say("web:a", "two", now, ANSWERED)

    html = make(today)
    assert numbers(html)["Questions asked"][0] == "2"
    assert "The day is not over yet." in html


@pytest.mark.embedded("about a file that is not there")
def test_without_conversations_it_says_who_makes_them(tmp_path: Path):
    from actions.store.engine import migrate
    from core.database.engine import open_engine

    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(open_engine(url))
    settings = load_settings(database_url=url, conversations_url=f"sqlite:///{tmp_path / 'gone.db'}")
    with pytest.raises(Failure, match=r"there are no conversations at .*gone\.db"):
        report(this_project(), settings, Asked(None, "UTC", None, 3), Progress(Console(quiet=True)))
