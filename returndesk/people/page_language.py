"""A language as the pages are written in it: their words, and its dates, lengths of time, numbers and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, Final, Union

from aiohttp import web
from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from markupsafe import Markup

from core.clock import parse_instant
from policy.sentences import Sentence
from returndesk.failure import Failure

_MINUTES_OF_AN_HOUR: Final = 60
_HOURS_OF_TWO_DAYS: Final = 48
#: Below it no language writes a number otherwise than another.
_PLAIN: Final = 1000
#: How many names of languages are kept.
_NAMES: Final = 500


@dataclass(frozen=True)
class PageLanguage:
    """A language of the pages.

    Args:
        tag: Its tag, such as "de".
        locale: How it writes dates and numbers.
        catalogue: The pages' words in it; what it does not have is English.
    """

    tag: str
    locale: Locale
    catalogue: NullTranslations

    @property
    def direction(self) -> str:
        """Which way it runs, as HTML says it: "ltr" or "rtl"."""
        return str(self.locale.text_direction)

    @property
    def own_name(self) -> str:
        """What it is called in itself."""
        return str(self.locale.languages.get(self.locale.language, self.tag))

    def gettext(self, message: str, **values: Any) -> str:
        """A message of the catalogue with its values in their places.

        Args:
            message: In English, as it stands in the code: what somebody wrote is none.
            values: By the names of their places, `%(name)s`.
        """
        return self.catalogue.gettext(message) % values

    def told(self, text: str) -> str:
        """A sentence with its values in their places, and those that are sentences as well; any other text as it is."""
        if not isinstance(text, Sentence):
            return text
        return self.gettext(text.words, **{name: self.told(value) for name, value in text.values.items()})

    def failure(self, failure: Failure) -> str:
        """Why something can't be done, in one line."""
        return " ".join(self.told(failure.args[0]).split())

    def ngettext(self, one: str, several: str, number: int, **values: Any) -> str:
        """The same for a number of things, where one and several of them are told in other words."""
        return self.catalogue.ngettext(one, several, number) % {"num": number, **values}

    def for_templates(self) -> dict[str, Any]:
        """What Jinja's extension looks for: the same as HTML, in which values are escaped."""

        def gettext(message: str, **values: Any) -> Markup:
            return Markup(self.catalogue.gettext(message)) % values  # noqa: S704  # the catalogues are ours

        def ngettext(one: str, several: str, number: int, **values: Any) -> Markup:
            told = self.catalogue.ngettext(one, several, number)
            return Markup(told) % {"num": number, **values}  # noqa: S704

        return {"gettext": gettext, "ngettext": ngettext, "language": self}

    def term(self, text: str) -> str:
        """What is kept or listed in English, such as a status, in this language; as it is where nobody translated it.

        Args:
            text: Whatever it is: nothing in it is a place for a value, and it is text still.
        """
        return self.catalogue.gettext(text) if text else ""

    def name_of(self, tag: str) -> str:
        """What another language is called; its tag where nobody has a name for it."""
        return _name(tag, self.locale)

    def instant(self, at: Union[datetime, str]) -> str:
        """An instant to the minute, aware or in ISO 8601, with its time zone's name; what is no instant as it is."""
        if isinstance(at, str):
            try:
                return self.instant(parse_instant(at))
            except ValueError:
                return at
        time = format_time(at, "short", tzinfo=at.tzinfo, locale=self.locale)
        together = str(self.locale.datetime_formats["medium"])
        return together.replace("{1}", self.day(at)).replace("{0}", f"{time} {at:%Z}")

    def day(self, day: date) -> str:
        """A day."""
        return str(format_skeleton("yMMMd", day, locale=self.locale))

    def short_day(self, day: date) -> str:
        """A day of a year that everybody knows."""
        return str(format_skeleton("MMMd", day, locale=self.locale))

    def number(self, number: Union[int, float]) -> str:
        """A number."""
        if isinstance(number, int) and 0 <= number < _PLAIN:
            return str(number)
        return str(format_decimal(number, locale=self.locale))

    def share(self, share: float) -> str:
        """A share of 1, in whole per cent."""
        return format_percent(share, locale=self.locale)

    def one_of(self, names: Sequence[str]) -> str:
        """Names of which one is meant: "a, b or c"."""
        return format_list(names, "or", locale=self.locale)

    def cell(self, value: Union[datetime, date, str, int, float]) -> str:
        """What stands in a table."""
        if isinstance(value, datetime):
            return self.instant(value)
        if isinstance(value, date):
            return self.day(value)
        return value if isinstance(value, str) else self.number(value)

    def span(self, length: timedelta) -> str:
        """How long something takes, as people say it."""
        minutes = int(length.total_seconds()) // 60
        hours = minutes // _MINUTES_OF_AN_HOUR
        if minutes < 1:
            return self.gettext("less than a minute")
        if hours >= _HOURS_OF_TWO_DAYS:
            return format_unit(hours // 24, "duration-day", "long", locale=self.locale)
        # Signs of units that most languages have: of one hour CLDR's short forms have none in Spanish.
        if hours < 1:
            return self.gettext("%(minutes)s min", minutes=minutes)
        return self.gettext("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes % _MINUTES_OF_AN_HOUR)


@lru_cache(maxsize=_NAMES)
def _name(tag: str, reader: Locale) -> str:
    """What a reader calls a language; a queue asks for it once a second and ticket."""
    try:
        return str(Locale.parse(tag.replace("_", "-"), sep="-").get_display_name(reader) or tag)
    except (UnknownLocaleError, ValueError):
        return tag


def message(text: str) -> str:
    """A message for the catalogues, in English, where it is not told at once but later as a term."""
    return text


#: The language that somebody reads, where their request keeps it.
LANGUAGE: Final = web.RequestKey("language", PageLanguage)


def language_of(request: web.Request) -> PageLanguage:
    """The language of the page that somebody has asked for, behind `Guard`."""
    return request[LANGUAGE]
