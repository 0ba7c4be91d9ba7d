"""What a cell means to a field: text, an amount, a whole number, yes or no, an instant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Optional

from core.clock import format_instant, parse_instant
from returndesk.spreadsheet.amounts import Amount, NoAmount, amount_of, contradiction, written
from returndesk.spreadsheet.mapping import ColumnMapping, Rule, folded
from returndesk.spreadsheet.months import in_english
from returndesk.spreadsheet.sheets import LONGEST_CELL, Formula

#: A spreadsheet keeps no more digits of a number than these.
_MOST_DIGITS: Final = 15
_YES_OR_NO: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NOON: Final = time(12)
#: What a form has that tells the time of the day.
_OF_DAY: Final = re.compile(r"%[HIcXs]")
#: ISO 8601 without a zone, and as databases and shops write it: the year comes first, so it is no other day.
_ISO: Final = (
    *("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"),
    *("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S %z"),
)


class BadCell(Exception):
    """A cell can't be read as what it is mapped to. The message names the column, and the remedy."""


class Cells:
    """Reads the cells of rows by rules.

    Args:
        mapping: How dates and amounts are written.
    """

    def __init__(self, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        self._forms = (*mapping.dates, *_ISO)
        self._kinds: Mapping[str, Callable[[Any, Rule], Any]] = {
            "placed_at": self._instant,
            "received_at": self._instant,
            "at": self._instant,
            "expires_at": self._end,
            "price": self._amount,
            "amount": self._amount,
            "quantity": self._whole,
            "return_window_days": self._whole,
            "free_returns": self._flag,
        }

    def read(self, cells: Mapping[str, Any], rule: Rule, field: str) -> Any:
        """What a rule gives for a row: None where the cell is empty and nothing stands for that.

        Raises:
            BadCell: The cell holds something else than the field takes.
        """
        if rule.column is None:
            return rule.value
        cell = cells.get(rule.column)
        if isinstance(cell, Formula):
            raise BadCell(f'column "{rule.column}" holds a formula; paste its value in place of it')
        cell = cell.strip() if isinstance(cell, str) else cell
        if isinstance(cell, str) and len(cell) > LONGEST_CELL:
            raise BadCell(f'column "{rule.column}" holds more than {LONGEST_CELL:,} characters')
        if cell in (None, ""):
            return rule.default
        if rule.values is not None:
            meant = rule.values.get(folded(self._text(cell, rule)), rule.default)
            if meant is None and folded(self._text(cell, rule)) not in rule.values:
                raise BadCell(f'column "{rule.column}" holds a value that {rule.where}.values does not name')
            return meant
        read = self._kinds.get(field) or self._text
        return read(cell, rule)

    def _text(self, cell: Any, rule: Rule) -> str:
        if isinstance(cell, bool):
            return "true" if cell else "false"
        if isinstance(cell, (datetime, date, time)):
            return cell.isoformat()
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        if isinstance(cell, int) and len(str(abs(cell))) > _MOST_DIGITS:
            raise BadCell(
                f'column "{rule.column}" holds a number of more than {_MOST_DIGITS} digits, which spreadsheets round; '
                "give the column the format Text, and write it anew"
            )
        return str(cell)

    def _amount(self, cell: Any, rule: Rule) -> str:
        return written(self._money(cell, rule).amount)

    def _money(self, cell: Any, rule: Rule) -> Amount:
        try:
            return amount_of(cell, self._mapping.decimal_sign)
        except NoAmount as error:
            raise BadCell(f'column "{rule.column}" {error}') from None

    def check_currency(self, cells: Mapping[str, Any], rule: Rule, currency: str) -> None:
        """See to it that an amount is not written with the sign of another currency than its record has.

        Raises:
            BadCell: It is.
        """
        cell = cells.get(rule.column) if rule.column is not None and rule.values is None else None
        if cell in (None, "") or isinstance(cell, Formula):
            return
        money = self._money(cell, rule)
        if contradiction(money, currency):
            raise BadCell(f'column "{rule.column}" has the sign "{money.sign}", and its currency is {currency}')

    def _whole(self, cell: Any, rule: Rule) -> int:
        try:
            number = Decimal(str(cell))
            if not isinstance(cell, bool) and number == number.to_integral_value():
                return int(number)
        except (InvalidOperation, OverflowError, ValueError):
            pass
        raise BadCell(f'column "{rule.column}" is not a whole number')

    def _flag(self, cell: Any, rule: Rule) -> bool:
        found = _YES_OR_NO.get(folded(self._text(cell, rule)))
        if found is None:
            raise BadCell(f'column "{rule.column}" is neither yes nor no; say what it means with values')
        return found

    def _end(self, cell: Any, rule: Rule) -> str:
        """An instant from which something is good no longer; until a date without a time is until its end."""
        found = self._instant(cell, rule)
        at_noon = parse_instant(found).astimezone(self._mapping.timezone)
        has_time = isinstance(cell, datetime) and cell.time() != time()
        if has_time or at_noon.time() != _NOON or (isinstance(cell, str) and self._is_exact(cell)):
            return found
        return self._written(datetime.combine(at_noon.date() + timedelta(days=1), time()))

    def _is_exact(self, said: str) -> bool:
        """Whether a date is written with a time of the day."""
        try:
            parse_instant(said)
        except ValueError:
            return any(_OF_DAY.search(form) and self._by(said, form) for form in self._forms)
        return True

    def _instant(self, cell: Any, rule: Rule) -> str:
        """An instant. A date without a time is noon, which is the same day for customers in other zones too."""
        if isinstance(cell, datetime):
            return self._written(cell if cell.time() != time() else datetime.combine(cell, _NOON))
        if isinstance(cell, date):
            return self._written(datetime.combine(cell, _NOON))
        said = str(cell)
        try:
            return format_instant(parse_instant(said))
        except ValueError:
            pass
        for form in self._forms:
            found = self._by(said, form)
            if found is not None:
                return self._written(found if _OF_DAY.search(form) else datetime.combine(found, _NOON))
        forms = ", ".join(self._mapping.dates) or "none"
        raise BadCell(
            f'column "{rule.column}" is not a date such as 2026-10-16, nor in one of the forms that dates names '
            f"({forms}){self._of_months(said)}"
        )

    def _by(self, said: str, form: str) -> Optional[datetime]:
        """What a date means in a form, None where it hasn't that."""
        try:
            return datetime.strptime(in_english(said, form, self._mapping.months), form)  # noqa: DTZ007  # added later
        except ValueError:
            return None

    def _of_months(self, said: str) -> str:
        named = any("%b" in form or "%B" in form for form in self._mapping.dates)
        missing = named and not self._mapping.months and any(map(str.isalpha, said))
        return "; say months: de where months are named in German, and the like" if missing else ""

    def _written(self, found: datetime) -> str:
        try:
            return format_instant(found if found.tzinfo else found.replace(tzinfo=self._mapping.timezone))
        except OverflowError:
            raise BadCell("a date is out of range") from None
