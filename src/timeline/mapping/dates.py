"""
The dates of a table: cells of any shape, each to EDTF, with the words kept.

A plain ISO day costs one look into a table; digits with separators, serials, seconds since 1970 and bare years
are read here, because only the map can say what they are; every word is read by `timex`. Nothing is guessed
cell by cell: what a column leaves open is asked of the whole column (`survey`) or of the map. Words that say no
date ("Unknown", "TBD", "Jun-24") leave the event undated and are kept; digits that are no date are refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline import edtf, timex
from timeline.edtf.civil import civil_from_days, days_in_month
from timeline.errors import DateOutOfRange, EdtfError

if TYPE_CHECKING:
    from timeline.mapping.types import Dates

MEANINGS = {
    "exact": "as the columns say; a start and an end are a span",
    "within": "some time between start and end",
    "week": "some time in the week of the date",
    "month": "some time in the month",
    "year": "some time in the year",
    "decade": "some time in the decade",
    "century": "some time in the century",
    "about": "about then",
    "uncertain": "then, but that is uncertain",
    "undated": "not known",
}
"""What a code of precision may mean."""
NUMBERS = ("year", "serial", "serial_1904", "unix", "unix_ms", "yyyymmdd")
ORDERS = ("dmy", "mdy", "ymd")

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_NUMERIC = re.compile(r"(\d{1,4})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{1,4})" + _CLOCK + _ZONE)
_NUMBER = re.compile(r"[-−–+]?\d+(?:\.\d+)?")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]?\s+(?=\d|[A-Za-z]{3})", re.IGNORECASE
)
_TAIL_ZONE = re.compile(r"(\d\d:\d\d(?::\d\d)?)\s*(UTC|GMT|Z|[+-]\d\d:?\d\d)$")
_DAMAGED = re.compile(r"(?:[A-Za-z]{3,9}[-/ ]\d{2}|\d{1,2}[-/][A-Za-z]{3,9}|#+)")
_HEDGE = re.compile(
    r"^[(\[]?\s*(?:(?:it is |is |are )?(?:believed|thought|presumed|reported|said|alleged|assumed|estimated|understood)"
    r"(?: to (?:be|have been)(?: on)?)?|probably|possibly|presumably|reportedly|allegedly|likely|perhaps|maybe"
    r"|unconfirmed|uncertain|unsure|estimated?|est\.?|tentative(?:ly)?)\s*[:,]?\s*[)\]]?\s*[:,]?\s*(?:on |in )?",
    re.IGNORECASE,
)
_HEDGE_AFTER = re.compile(
    r"\s*[(\[,]\s*(?:believed|presumed|probably|probable|possibly|reportedly|allegedly|likely|uncertain|unconfirmed"
    r"|unsure|to be confirmed|tbc|\?)\s*[)\]]?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:on or about|on or around|around|roughly|approx(?:\.|imately)?|circa|c\.|ca\.|~)\s*", re.IGNORECASE
)
_ABOUT_AFTER = re.compile(
    r"\s*[(\[,]\s*(?:approx(?:\.|imately)?|circa|c\.|about|estimated?|est\.?)\s*[)\]]?$", re.IGNORECASE
)
_MARKS = ((_HEDGE, "?"), (_HEDGE_AFTER, "?"), (_ABOUT, "~"), (_ABOUT_AFTER, "~"))
"""Words around a date that say how sure it is, with the mark of EDTF for each."""
_BRACKETS_AFTER = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_ERA_YEAR = re.compile(r"[-−–](\d{1,6})")
_FIRST_SERIAL, _LAST_SERIAL = 18_000, 80_000
"""A number of five digits in a column of dates is a day of a spreadsheet: 1949 to 2119."""
_MOST_KEPT = 20_000


class Read(NamedTuple):
    """What a cell says."""

    edtf: str | None
    words: str | None = None
    """The cell as written, where it is more than a plain ISO date."""
    wrong: str | None = None
    """Why it cannot be taken."""
    unread: bool = False
    """It has words that say no date."""


class Survey:
    """What the dates of a whole column leave open: the order of day and month, years before 1, bare numbers."""

    def __init__(self) -> None:
        self.dmy: tuple[int, str] | None = None
        """Row and cell that only a day before a month explains."""
        self.mdy: tuple[int, str] | None = None
        self.both: tuple[int, str] | None = None
        """Row and cell that can be read both ways."""
        self.dmys = self.mdys = self.boths = 0
        self.negative: tuple[int, str] | None = None
        self.zero = False
        self.short: tuple[int, str] | None = None

    def look(self, line: int, cell: str) -> None:
        """Take one cell into account."""
        if len(cell) == 10 and cell[4] == "-":
            return
        for part in _parts(cell):
            found = _NUMERIC.fullmatch(part)
            if found is None:
                negative = _ERA_YEAR.fullmatch(part.strip())
                if negative is not None and self.negative is None:
                    self.negative = line, cell
                self.zero = self.zero or part.strip() in {"0", "0000", "0.0"}
                continue
            first, third = found[1], found[4]
            if len(first) > 2 or len(third) < 2:
                continue
            if len(third) == 2 and self.short is None:
                self.short = line, cell
            a, b = int(first), int(found[3])
            if a == b:
                continue
            if 12 < a <= 31 and b <= 12:
                self.dmy, self.dmys = self.dmy or (line, cell), self.dmys + 1
            elif 12 < b <= 31 and a <= 12:
                self.mdy, self.mdys = self.mdy or (line, cell), self.mdys + 1
            elif 1 <= a <= 12 and 1 <= b <= 12:
                self.both, self.boths = self.both or (line, cell), self.boths + 1

    @property
    def order(self) -> str | None:
        """Give the one order that explains all; None if there is none, or two."""
        if self.dmy and not self.mdy:
            return "dmy"
        if self.mdy and not self.dmy:
            return "mdy"
        return None


def _parts(cell: str) -> list[str]:
    """Give the dates of a cell that may hold a range."""
    if len(cell) < 15:
        return [cell]
    return [part.strip() for part in re.split(r"\s+(?:-|–|—|to|until|and)\s+|\s*[–—;]\s*", cell)]


class Reader:
    """Reads the cells of a date as the map says."""

    def __init__(self, how: Dates, null: frozenset[str]) -> None:
        self.how = how
        self.null = null
        self._known: dict[str, Read] = {}
        self._dayfirst = {"dmy": True, "mdy": False}.get(how.order or "")
        self.unclear: str | None = None
        """A cell that showed that the map must say more; the caller asks after each row that has one."""

    def read(self, cell: str) -> Read:
        """Read one cell; the empty one says nothing."""
        known = self._known.get(cell)
        if known is None:
            known = self._read(cell)
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[cell] = known
        return known

    def _read(self, cell: str) -> Read:
        text = " ".join(cell.split())
        if not text:
            return Read(None)
        iso = _ISO.fullmatch(text)
        if iso is not None:
            if _is_day(int(iso[1]), int(iso[2]), int(iso[3])):
                return self.given(text, None)
            if iso[2] == "00" or (iso[3] == "00" and 1 <= int(iso[2]) <= 12):
                return self.given(text[:4] if iso[2] == "00" else text[:7], text)
            if int(iso[2]) >= 21 or self.how.order == "ymd" or int(iso[2]) > 12:
                return self._no_day(text)
        if text.casefold() in self.null or not any(one.isalnum() for one in text):
            return Read(None, cell.strip() if text.casefold() not in _SILENT else None, unread=False)
        if _NUMBER.fullmatch(text):
            return self._number(text)
        numeric = _NUMERIC.fullmatch(text)
        if numeric is not None:
            return self._numeric(text, numeric)
        return self._words(text, cell)

    def is_day(self, made: str) -> bool:
        """Say whether a text of the shape of a day is one."""
        try:
            if self.how.calendar == "julian":
                edtf.parse_julian(made)
            else:
                edtf.parse(made)
        except EdtfError:
            return False
        return True

    def given(self, made: str, words: str | None = None) -> Read:
        """Give a date whose numbers are known, from the calendar that the map says."""
        if self.how.calendar == "julian":
            try:
                return Read(str(edtf.parse_julian(made)), words or made)
            except EdtfError as error:
                return Read(None, wrong=f'date: "{made}" in the Julian calendar: {error}')
        return Read(made, words)

    def _no_day(self, text: str) -> Read:
        return Read(None, wrong=f'date: there is no day "{text[:60]}"')

    # --- digits ---

    def _numeric(self, text: str, found: re.Match[str]) -> Read:
        """Read three numbers, perhaps with a clock and a zone."""
        a, _, b, c, hour, minute, second, half, zone = found.groups()
        order = self.how.order
        if len(a) >= 3:
            year, month, day = int(a), int(b), int(c)
            if len(c) > 2:
                return self._no_day(text)
        elif len(c) >= 3 or order in {"dmy", "mdy"} or order is None:
            year = int(c)
            if len(c) <= 2:
                pivot = self.how.two_digit_years
                if pivot is None:
                    return Read(
                        None,
                        wrong=f'date: "{text[:40]}" has a year of two digits; say which hundred years:'
                        " two_digit_years = 1950 under [date] is 1950 to 2049",
                    )
                year = pivot + (year - pivot) % 100
            one, other = int(a), int(b)
            if order is None and one != other and one <= 12 and other <= 12:
                self.unclear = text
                return Read(None, wrong=f'date: "{text[:40]}" can be read day first or month first')
            dayfirst = one > 12 if order is None else order == "dmy"
            day, month = (one, other) if dayfirst else (other, one)
            if order is not None and month > 12 >= day:
                told = "day first" if dayfirst else "month first"
                return Read(None, wrong=f'date: "{text[:40]}" is no date {told}, as the other dates of the column are')
        else:
            return self._no_day(text)
        if not _is_day(year, month, day):
            return self._no_day(text)
        made = f"{year:04d}-{month:02d}-{day:02d}"
        if hour is None:
            return self.given(made, text)
        clock = _clock(int(hour), int(minute), int(second or 0), half)
        if clock is None:
            return Read(None, wrong=f'date: there is no time "{text[:60]}"')
        plain = len(a) == 4 and found[2] == "-"
        if clock == "00:00:00":  # programs write a day so (D243)
            return self.given(made, None if plain else text)
        if self.how.calendar == "julian":
            return self.given(made, text)
        return Read(f"{made}T{clock}{_offset(zone)}", None if plain else text)

    def _number(self, text: str) -> Read:
        """Read a bare number."""
        plain = text.replace("−", "-").replace("–", "-")
        value = float(plain)
        whole = value.is_integer()
        rule = self.how.numbers
        digits = plain.lstrip("+-").partition(".")[0]
        if rule is None:
            if len(digits) == 8 and whole and value > 0 and _is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])):
                rule = "yyyymmdd"
            elif len(digits) == 5 and _FIRST_SERIAL <= value < _LAST_SERIAL and (len(plain) == 5 or "." in plain):
                rule = "serial"
            elif len(digits) <= 4 or plain[:1] == "-":
                rule = "year"
            else:
                return Read(
                    None,
                    wrong=f'date: what the number "{text[:40]}" means is not said; numbers = under [date] is one of'
                    f" {', '.join(NUMBERS)}",
                )
        if rule == "year":
            if not whole:
                return Read(None, wrong=f'date: "{text[:40]}" is no year')
            return self.year(int(value), text, digits)
        if rule in {"serial", "serial_1904"}:
            return self._serial(value, text, 24_107 if rule == "serial_1904" else 25_569)
        if rule == "yyyymmdd":
            if len(digits) != 8 or not _is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])):
                return self._no_day(text)
            return self.given(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}", text)
        seconds = int(value / 1000 if rule == "unix_ms" else value)
        return self._moment(seconds, text, zone="Z")

    def year(self, year: int, text: str, digits: str = "") -> Read:
        """Give the date of a year given as a number; before 1 as the map counts."""
        if year < 0 or (year == 0 and self.how.bce is not None):
            if self.how.bce is None:
                self.unclear = text
                return Read(
                    None, wrong=f'date: "{text[:40]}" is a year before 1, and the map does not say how it counts'
                )
            if self.how.bce == "historical":
                if year == 0:
                    return Read(None, wrong="date: there is no year 0 where years are counted as historians do")
                year += 1
        elif len(digits or text) <= 2 and year < 100 and self.how.bce is None and not digits.startswith("0"):
            pivot = self.how.two_digit_years
            if pivot is None:
                return Read(
                    None,
                    wrong=f'date: "{text[:40]}" has a year of two digits; say which hundred years:'
                    " two_digit_years = 1950 under [date] is 1950 to 2049",
                )
            year = pivot + (year - pivot) % 100
        made = _year_text(year)
        return self.given(made, None if made == text else text)

    def _serial(self, value: float, text: str, epoch: int) -> Read:
        """Read a day of a spreadsheet: counted from the end of 1899 (or from 1904), the day's part as a fraction."""
        if not -700_000 < value < 2_960_000:
            return Read(None, wrong=f'date: "{text[:40]}" is no day of a spreadsheet')
        if epoch == 25_569 and value < 60:
            value += 1  # the spreadsheet counts a 29 February 1900 that never was
        return self._moment(round((value - epoch) * 86_400), text)

    def _moment(self, seconds: int, text: str, zone: str = "") -> Read:
        if abs(seconds) > 10**13:
            return Read(None, wrong=f'date: "{text[:40]}" is too far away to be seconds since 1970')
        day, clock = divmod(seconds, 86_400)
        year, month, dom = civil_from_days(day)
        if not 0 <= year <= 9999:
            return Read(None, wrong=f'date: "{text[:40]}" is too far away')
        made = f"{year:04d}-{month:02d}-{dom:02d}"
        if clock == 0:
            return self.given(made, text)
        return Read(f"{made}T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}{zone}", text)

    # --- words ---

    def _words(self, text: str, cell: str) -> Read:
        words = cell.strip()
        if _DAMAGED.fullmatch(text):
            return Read(None, words, unread=True)
        made = self._timex(text)
        if isinstance(made, Read):
            return made
        if made is None:
            made = self._hedged(text)
        if made is None:
            ranged = self._range(text)
            if ranged is not None:
                return ranged
        if made is None:
            if _looks_digital(text):
                return self._no_day(text)
            return Read(None, words, unread=True)
        return self.given(made, None if made == text else words)

    def _timex(self, text: str) -> str | Read | None:
        """Read words by the reader of English dates; None where they say none."""
        zone = _TAIL_ZONE.search(text)
        if zone is not None:
            made = self._timex(text[: zone.end(1)])
            return made + _offset(zone[2]) if isinstance(made, str) and _CIVIL.fullmatch(made) else made
        outcome = timex.read(text, timex.Options(doctype="news", dayfirst=self._dayfirst))
        if isinstance(outcome, timex.Unresolved):
            bare = _WEEKDAY.sub("", text, count=1)
            if bare != text:
                return self._timex(bare)
            return None
        if isinstance(outcome, timex.Ambiguous):
            self.unclear = text
            return Read(
                None, wrong=f'date: "{text[:60]}" can be read as {" or ".join(r.edtf for r in outcome.readings)}'
            )
        made = _MIDNIGHT.sub(r"\1", outcome.edtf)
        try:
            edtf.stored(edtf.bounds(edtf.parse(made)))
        except (EdtfError, DateOutOfRange):
            return None
        return made

    def _range(self, text: str) -> Read | None:
        """Read a range of two dates of which each is read by itself, such as `03/04/2020 - 05/04/2020`."""
        parts = _parts(text)
        if len(parts) != 2:
            return None
        first, last = self.read(parts[0]), self.read(parts[1])
        if first.wrong or last.wrong:
            return Read(None, wrong=first.wrong or last.wrong)
        if first.edtf is None or last.edtf is None:
            return None
        made = spanned(first.edtf, last.edtf)
        return Read(None, wrong=f'date: "{text[:60]}" ends before it begins') if made is None else Read(made, text)

    def _hedged(self, text: str) -> str | None:
        """Read a date with words around it that say how sure it is."""
        for pattern, mark in _MARKS:
            bare = pattern.sub("", text, count=1).strip()
            if bare and bare != text:
                inner = self.read(bare)
                if inner.edtf is not None:
                    return marked(inner.edtf, mark)
        return None


def sureness(text: str) -> str | None:
    """Give the mark of EDTF for what the words of a date say of how sure it is: `?`, `~`, or None."""
    for pattern, mark in _MARKS:
        if pattern.search(text) is not None:
            return mark
    return None


_CIVIL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_MIDNIGHT = re.compile(r"^(-?\d{4}-\d\d-\d\d)T00:00:00(?:Z|[+-]\d\d:\d\d)?$")
_SILENT = frozenset(["", "-", "--", "—", "–", "n/a", "na", "nan", "nat", "null", "none", "#n/a", "nil", "."])
"""Null words that say nothing at all, and are not kept as the words of a date."""


def marked(date: str, mark: str) -> str | None:
    """Give a date with `?` or `~` on the whole of it; None where EDTF has no such form."""
    if date[-1:] in {"?", "~", "%"}:
        mark, date = ("%" if date[-1] != mark else mark), date[:-1]
    parts = date.split("/")
    made = "/".join(part if part in {"", ".."} else part + mark for part in parts)
    try:
        return str(edtf.parse(made))
    except EdtfError:
        return date if "T" in date or date[:1] in "[{" else None


def spanned(start: str, end: str) -> str | None:
    """Give the span from one date to another; None if it ends before it begins, or EDTF has none such."""
    if start == end:
        return start
    first, last = start.partition("/")[0], end.rpartition("/")[2] if "/" in end else end
    first, last = _edge(first, first=True), _edge(last, first=False)
    try:
        return str(edtf.parse(f"{first}/{last}"))
    except EdtfError:
        return None


def _edge(date: str, *, first: bool) -> str:
    """Give one date for the end of a span: of a set its own first or last member."""
    if date[:1] in "[{" and date[-1:] in "]}":
        inner = date[1:-1].replace("..", ",").split(",")
        return inner[0] if first else inner[-1]
    return date


def within(start: str, end: str) -> str:
    """
    Give "some time from start to end": the month or year itself where they are all of it.

    >>> within("1990-02-01", "1990-02-28"), within("1990-02-03", "1990-02-09")
    ('1990-02', '[1990-02-03..1990-02-09]')
    """
    start, end = (one[:10] if "T" in one else one for one in (start, end))
    if start == end:
        return start
    if _ISO.fullmatch(start) and _ISO.fullmatch(end) and start[:4] == end[:4] and start[8:] == "01":
        if start[5:7] == "01" and end[5:] == "12-31":
            return start[:4]
        if start[:7] == end[:7] and int(end[8:]) == days_in_month(int(end[:4]), int(end[5:7])):
            return start[:7]
    return f"[{start}..{end}]"


def coarsened(date: str, meaning: str) -> str | None:
    """Give a date no finer than a week, month, year, decade or century; None where it cannot be made so."""
    if meaning in {"about", "uncertain"}:
        return marked(date, "~" if meaning == "about" else "?")
    if meaning == "undated":
        return None
    found = re.match(r"(-?)(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if found is None:
        return date
    sign, year, month, day = found.groups()
    if meaning == "week":
        if day is None or sign:
            return date
        from timeline.edtf.civil import days_from_civil

        monday = days_from_civil(int(year), int(month), int(day))
        monday -= (monday + 3) % 7
        ends = [civil_from_days(one) for one in (monday, monday + 6)]
        return "[" + "..".join(f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in ends) + "]"
    if meaning == "month":
        return f"{sign}{year}-{month}" if month else date
    cut = {"year": 4, "decade": 3, "century": 2}.get(meaning, 4)
    return f"{sign}{year[:cut]:X<4}"


def _is_day(year: int, month: int, day: int) -> bool:
    return 0 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def _year_text(year: int) -> str:
    if -9999 <= year <= 9999:
        return f"{'-' if year < 0 else ''}{abs(year):04d}"
    return f"Y{year}"


def _clock(hour: int, minute: int, second: int, half: str | None) -> str | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour == 24 and minute == second == 0:
        return "23:59:59"
    if hour > 23 or minute > 59 or second > 60:
        return None
    return f"{hour:02d}:{minute:02d}:{min(second, 59):02d}"


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone in {"Z", "UTC", "GMT"}:
        return "Z"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?" + _ZONE)
_TIME_SHORT = re.compile(r"(\d{1,2})\s*([AaPp])\.?[Mm]\.?")


def timed(date: str, cell: str) -> str | None:
    """Give a day with the time of another cell; None where the cell is no time, or the date no day."""
    if not _ISO.fullmatch(date):
        return None
    text = cell.strip()
    found = _TIME.fullmatch(text)
    clock, zone = None, ""
    if found is not None:
        clock, zone = _clock(int(found[1]), int(found[2]), int(found[3] or 0), found[4]), _offset(found[5])
    elif (short := _TIME_SHORT.fullmatch(text)) is not None:
        clock = _clock(int(short[1]), 0, 0, short[2] + "m")
    elif re.fullmatch(r"\d{3,4}", text):
        clock = _clock(int(text[:-2]), int(text[-2:]), 0, None)
    elif re.fullmatch(r"0?\.\d+", text):  # a part of a day, as spreadsheets keep it
        seconds = round(float(text) * 86_400) % 86_400
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{date}T{clock}{zone}" if clock else None


def _looks_digital(text: str) -> bool:
    """Say whether a text is all digits and their separators: a date mistyped, no words."""
    return any(one.isdigit() for one in text) and not any(one.isalpha() or one == "?" for one in text.replace("T", ""))
