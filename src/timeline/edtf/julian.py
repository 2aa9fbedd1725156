"""
Julian ("Old Style") dates, turned into Gregorian ones at the door (D19).

A day becomes a day. A month, season or year of the one calendar is none of the other, so it becomes
the days it covers, as one of them: `[1917-02-14..1917-03-13]` for February 1917. Nothing is made more
exact than it was: where EDTF cannot say the result (an interval from a month, all of several months,
days such as `1917-XX-25`), the date is refused with `EdtfError`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.edtf.bounds import SEASON_MONTHS, significant_years, year_range
from timeline.edtf.civil import civil_from_days, days_from_julian
from timeline.edtf.parse import parse
from timeline.edtf.types import POINTS, AllOf, Date, DateTime, End, Interval, OneOf, Range, Season, Since, Until, Year
from timeline.errors import EdtfError

if TYPE_CHECKING:
    from timeline.edtf.types import Edtf, Endpoint, Member, Point


def parse_julian(text: str) -> Edtf:
    """
    Read a date given in the Julian calendar as EDTF, and give the Gregorian date.

    A 29 February that only the Julian calendar has (1900-02-29) is read as a date by itself or at an
    end of an interval. Raises `EdtfError`.

    >>> str(parse_julian("1917-10-25"))
    '1917-11-07'
    """
    try:
        value = parse(text)
    except EdtfError:
        ends = [_leap_day(end) for end in text.split("/")]
        if len(ends) > 2 or not any(ends):
            raise
        known = [leap or _plain_end(end) for leap, end in zip(ends, text.split("/"), strict=True)]
        value = Interval(known[0], known[1]) if len(known) == 2 else _as_date(known[0])
    return from_julian(value)


def from_julian(value: Edtf) -> Edtf:
    """
    Turn a date whose numbers are of the Julian calendar into the Gregorian date.

    Raises `EdtfError` where no EDTF says the same.

    >>> from timeline.edtf.parse import parse
    >>> str(from_julian(parse("1917-02"))), str(from_julian(parse("1917-10-25~")))
    ('[1917-02-14..1917-03-13]', '1917-11-07~')
    """
    if isinstance(value, Interval):
        return Interval(_endpoint(value.start), _endpoint(value.end))
    if isinstance(value, OneOf):
        return OneOf(tuple(_candidate(member) for member in value.members))
    if isinstance(value, AllOf):
        return AllOf(tuple(_part(member) for member in value.members))
    if _is_exact(value):
        return _exact(value)
    return OneOf((_days(value),))


def _leap_day(text: str) -> Date | None:
    found = re.fullmatch(r"(-?[0-9]{4})-02-29", text)
    return Date(int(found[1]), 2, 29) if found and int(found[1]) % 4 == 0 else None


def _plain_end(text: str) -> Endpoint:
    if text in {"", ".."}:
        return End(text)
    value = parse(text)
    if not isinstance(value, POINTS):
        raise EdtfError(text, 0, "a date")
    return value


def _as_date(end: Endpoint) -> Date:
    assert isinstance(end, Date)  # noqa: S101 - the only end there is was a leap day
    return end


def _endpoint(end: Endpoint) -> Endpoint:
    if isinstance(end, End):
        return end
    if isinstance(end, Until):
        return Until(_days(end.date).last)
    if isinstance(end, Since):
        return Since(_days(end.date).first)
    return _exact(end)


def _candidate(member: Member) -> Member:
    if isinstance(member, Range):
        return Range(_days(member.first).first, _days(member.last).last)
    if isinstance(member, Until):
        return Until(_days(member.date).last)
    if isinstance(member, Since):
        return Since(_days(member.date).first)
    return _exact(member) if _is_exact(member) else _days(member)


def _part(member: Member) -> Member:
    if isinstance(member, Range):
        return Range(_exact(member.first), _exact(member.last))
    if isinstance(member, Until):
        return Until(_exact(member.date))
    if isinstance(member, Since):
        return Since(_exact(member.date))
    return _exact(member)


def _is_exact(date: Point) -> bool:
    if isinstance(date, Date):
        return not any(isinstance(part, str) for part in date[:3]) and date.day is not None
    return isinstance(date, DateTime)


def _exact(date: Point) -> Point:
    """Turn a day or a second into the same day or second."""
    if isinstance(date, DateTime):
        year, month, day = civil_from_days(days_from_julian(date.year, date.month, date.day))
        return date._replace(year=year, month=month, day=day)
    if not isinstance(date, Date) or not _is_exact(date):
        raise _refusal(date, "a day, since a Julian month or year is none of today's calendar")
    number = days_from_julian(int(date.year), int(date.month or 1), int(date.day or 1))
    return _day(number, date, date.qualifiers)


def _days(date: Point) -> Range:
    """Give the first and last day that a date of any precision covers."""
    if _is_exact(date):
        exact = _exact(date)
        return Range(exact, exact)
    if isinstance(date, Year):
        low, high = significant_years(date)
        mark = date.qualifier
        first, last = days_from_julian(low, 1, 1), days_from_julian(high + 1, 1, 1) - 1
    else:
        assert not isinstance(date, DateTime)  # noqa: S101 - a second is exact
        mark = date.qualifiers[0] | date.qualifiers[1] | date.qualifiers[2]
        first, last = _season(date) if isinstance(date, Season) else _month_or_year(date)
    return Range(_day(first, date, (mark, mark, mark)), _day(last, date, (mark, mark, mark)))


def _season(date: Season) -> tuple[int, int]:
    if isinstance(date.year, str):
        raise _refusal(date, "a year without X")
    month, months = SEASON_MONTHS[date.season]
    return days_from_julian(date.year, month, 1), _month_after(date.year, month + months) - 1


def _month_or_year(date: Date) -> tuple[int, int]:
    year, month, day, _ = date
    if isinstance(year, str):
        if month is not None or year[year.index("X") :].strip("X"):
            raise _refusal(date, "unspecified digits that stand for one run of days")
        low, high = year_range(year)
        return days_from_julian(low, 1, 1), days_from_julian(high + 1, 1, 1) - 1
    if month is None or (month == "XX" and day in (None, "XX")):
        return days_from_julian(year, 1, 1), days_from_julian(year + 1, 1, 1) - 1
    if isinstance(month, str) or day not in (None, "XX"):
        raise _refusal(date, "unspecified digits that stand for one run of days")
    return days_from_julian(year, month, 1), _month_after(year, month + 1) - 1


def _month_after(year: int, month: int) -> int:
    return days_from_julian(year + (month > 12), month - 12 * (month > 12), 1)


def _day(number: int, source: Point, qualifiers: tuple[int, int, int]) -> Date:
    date = Date(*civil_from_days(number), qualifiers)
    if not -9999 <= int(date.year) <= 9999:
        raise _refusal(source, "a Julian date in the years -9999 to 9999")
    return date


def _refusal(date: Point, expected: str) -> EdtfError:
    return EdtfError(str(date), 0, expected)
