"""
When a date can have begun and ended: four bounds, in civil seconds.

The bounds are those of `docs/decisions.md` D1 to D4: seconds of civil time as written since
1970-01-01T00:00:00, proleptic Gregorian, inclusive (a day ends at 23:59:59), plain integers of
any size, and `-math.inf` or `math.inf` where there is no end. Qualifiers never move them (D4).
`Bounds` is always tight: start_min <= start_max <= end_max and start_min <= end_min <= end_max.
Here too is what follows from bounds alone: `band`, `sort_key` and the form they are `stored` in.
A new kind of date gets its branch in `bounds`, or in `span` if it has no end apart from itself.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from timeline.edtf.civil import DAY, days_from_civil, days_in_month, is_leap
from timeline.edtf.types import (
    HALF_OPEN,
    POINTS,
    AllOf,
    Date,
    DateTime,
    End,
    Interval,
    OneOf,
    Range,
    Season,
    Since,
    Until,
    Year,
)
from timeline.errors import DateOutOfRange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.edtf.types import Edtf, Endpoint, Member, Point

SENTINEL_MIN = -(10**18)
"""Stored for a start that is open; every other stored bound is greater."""
SENTINEL_MAX = 10**18
"""Stored for an end that is open; every other stored bound is less."""
UNDATED = 2**63 - 1
"""The sort key of what has no date: after everything."""
BAND_SECONDS = (DAY, 31 * DAY, 366 * DAY, 3653 * DAY)
"""The most seconds a date of band 1, 2, 3 and 4 lasts (a day, a month, a year, ten years)."""

Second = int | float
"""Civil seconds: an integer, or one of the two infinities."""


class Bounds(NamedTuple):
    """The hull of all that a date may mean; a realisation is any start and end, start <= end, inside it."""

    start_min: Second
    start_max: Second
    end_min: Second
    end_max: Second
    gaps: bool = False
    """The hull holds times the date excludes (`2024-X1`, `[2021,2023]`), so it may answer "possibly" too often."""


def bounds(value: Edtf) -> Bounds:
    """
    Give the four bounds of a date in civil seconds, inclusive.

    >>> from timeline.edtf.types import Date
    >>> bounds(Date(1970, 1, 2))
    Bounds(start_min=86400, start_max=172799, end_min=86400, end_max=172799, gaps=False)
    """
    if isinstance(value, POINTS):
        low, high, gaps = span(value)
        return Bounds(low, high, low, high, gaps)
    if isinstance(value, Interval):
        return _interval(value)
    return _one_of(value) if isinstance(value, OneOf) else _all_of(value)


def is_contradictory(value: Interval | Range) -> bool:
    """Say whether something certainly ends before it begins."""
    if isinstance(value, Interval):
        return _start(value.start)[0] > _end(value.end)[1]
    return span(value.first)[0] > span(value.last)[1]


def band(bounds: Bounds) -> int:
    """
    Give the class of a date's length: 1 a day, 2 up to 31 days, 3 to 366, 4 to ten years, 5 more; 0 if it starts open.

    An open end is longer than ten years. `BAND_SECONDS` has the limits.
    """
    if bounds.start_min in {-inf, SENTINEL_MIN}:
        return 0
    if bounds.end_max in {inf, SENTINEL_MAX}:
        return 5
    length = bounds.end_max - bounds.start_min
    for number, limit in enumerate(BAND_SECONDS, 1):
        if length < limit:
            return number
    return 5


def sort_key(bounds: Bounds | None) -> int:
    """
    Give the integer that orders dates: by the second they can first begin, then the wider first (D13).

    Eight times the second, plus a rank. A date whose start is open stands where it must have ended,
    with rank 0, so that "before August" comes before all that begins in August; then rank 1 for band
    5 to rank 5 for band 1, rank 6 for a single second, rank 7 for "some time after". None: `UNDATED`.
    Bounds that can be `stored` give a key that fits 64 bits.
    """
    if bounds is None:
        return UNDATED
    start_min, start_max, _, end_max, _ = bounds
    width = band(bounds)
    if width == 0:
        return 8 * (SENTINEL_MIN if end_max in {inf, SENTINEL_MAX} else int(end_max) + 1)
    if start_max in {inf, SENTINEL_MAX}:
        rank = 7
    elif start_min == end_max:
        rank = 6
    else:
        rank = 6 - width
    return 8 * int(start_min) + rank


def stored(bounds: Bounds) -> tuple[int, int, int, int]:
    """
    Give the four bounds as 64-bit integers, the infinities as `SENTINEL_MIN` and `SENTINEL_MAX`.

    Raises `DateOutOfRange` beyond those, which is some 30,000,000,000 years from 1970.
    """
    start_min, start_max, end_min, end_max, _ = bounds
    return _stored(start_min), _stored(start_max), _stored(end_min), _stored(end_max)


def _stored(second: Second) -> int:
    if isinstance(second, float):
        return SENTINEL_MAX if second > 0 else SENTINEL_MIN
    if not SENTINEL_MIN < second < SENTINEL_MAX:
        raise DateOutOfRange(early=second < 0)
    return second


# --- what has no end apart from itself ---


def span(value: Point) -> tuple[int, int, bool]:
    """Give the first and last second of a date, and whether it leaves out any between."""
    if isinstance(value, Date):
        year, month, day, _ = value
        if type(year) is int and type(month) is int and type(day) is int:  # most dates are days
            first = days_from_civil(year, month, day) * DAY
            return first, first + DAY - 1, False
        if isinstance(year, str) or isinstance(month, str) or isinstance(day, str):
            found = masked_span(year, month, day)
            assert found is not None, "parse lets no mask pass that no day fits"  # noqa: S101 - a hand-built value
            return found
        if month is None:
            first = days_from_civil(year, 1, 1)
            return first * DAY, (first + (366 if is_leap(year) else 365)) * DAY - 1, False
        first = days_from_civil(year, month, 1)
        return first * DAY, (first + days_in_month(year, month)) * DAY - 1, False
    if isinstance(value, Season):
        return _season(value)
    if isinstance(value, Year):
        low, high = significant_years(value)
        return days_from_civil(low, 1, 1) * DAY, days_from_civil(high + 1, 1, 1) * DAY - 1, False
    second = _datetime(value)
    return second, second, False


def significant_years(value: Year) -> tuple[int, int]:
    """
    Give the first and last year that a year with significant digits may mean (D8).

    The digits after the significant ones may be any: `1950S2` is 1900 to 1999. Zero digits are read
    as one, and more than there are as all. BCE years mirror those of our era.
    """
    year = value.value
    if value.significant is None:
        return year, year
    size = abs(year)
    unit = 10 ** max(0, len(str(size)) - max(1, value.significant))
    low = size - size % unit
    high = low + unit - 1
    return (low, high) if year >= 0 else (-high, -low)


def _datetime(value: DateTime) -> int:
    day = days_from_civil(value.year, value.month, value.day)
    return day * DAY + value.hour * 3600 + value.minute * 60 + value.second


SEASON_MONTHS = {
    **dict.fromkeys((21, 25, 31), (3, 3)),
    **dict.fromkeys((22, 26, 32), (6, 3)),
    **dict.fromkeys((23, 27, 29), (9, 3)),
    **dict.fromkeys((24, 28, 30), (12, 3)),
    **{33 + n: (1 + 3 * n, 3) for n in range(4)},
    **{37 + n: (1 + 4 * n, 4) for n in range(3)},
    **{40 + n: (1 + 6 * n, 6) for n in range(2)},
}
"""Season code: (first month, how many); those of December end in the next year's February (D7)."""


def _season(value: Season) -> tuple[int, int, bool]:
    first, last = year_range(value.year) if isinstance(value.year, str) else (value.year, value.year)
    month, months = SEASON_MONTHS[value.season]
    after = month + months
    end = days_from_civil(last, after, 1) if after <= 12 else days_from_civil(last + 1, after - 12, 1)
    return days_from_civil(first, month, 1) * DAY, end * DAY - 1, first != last


# --- unspecified digits ---


def masked_span(year: int | str, month: int | str | None, day: int | str | None) -> tuple[int, int, bool] | None:
    """
    Give the first and last second that fit a date with unspecified digits, and whether days between are left out.

    None if no day of the calendar fits (`2023-02-3X`).
    """
    first, last = year_range(year) if isinstance(year, str) else (year, year)
    if first > last:
        return None
    ordinary = _days_of_year(month, day, leap=False)
    if ordinary is None:
        if _days_of_year(month, day, leap=True) is None:
            return None
        leap = leap_range(year) if isinstance(year, str) else (year, year) if is_leap(year) else None
        if leap is None:
            return None
        first, last = leap
    low = _days_of_year(month, day, leap=is_leap(first))
    high = _days_of_year(month, day, leap=is_leap(last))
    if low is None or high is None:
        return None
    is_unbroken = low.is_run if first == last else low.is_year and isinstance(year, str) and _is_run_of_years(year)
    return (
        days_from_civil(first, *low.first) * DAY,
        (days_from_civil(last, *high.last) + 1) * DAY - 1,
        not is_unbroken,
    )


def year_range(mask: str) -> tuple[int, int]:
    """Give the least and greatest year that fit a mask; the year -0000 is none, so `-000X` ends with -0001."""
    digits = mask.lstrip("-")
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    if not mask.startswith("-"):
        return low, high
    if low == 0:
        low = 10 ** (3 - digits.rindex("X")) if "X" in digits else 1
    return -high, -low


def leap_range(mask: str) -> tuple[int, int] | None:
    """Give the least and greatest leap year that fit a mask, or None; by halves, for XXXX fits ten thousand years."""
    sign, digits = (-1, mask[1:]) if mask.startswith("-") else (1, mask)
    centuries, years = _two_digits(digits[:2]), [year for year in _two_digits(digits[2:]) if year % 4 == 0]

    def leaps(*, backwards: bool) -> Iterator[int]:
        for century in reversed(centuries) if backwards else centuries:
            for year in reversed(years) if backwards else years:
                if (year or century % 4 == 0) and (century or year or sign > 0):
                    yield century * 100 + year

    least, greatest = next(leaps(backwards=False), None), next(leaps(backwards=True), None)
    if least is None or greatest is None:
        return None
    return (least, greatest) if sign > 0 else (-greatest, -least)


def _two_digits(mask: str) -> list[int]:
    return [n for n in range(100) if mask[0] in {"X", str(n // 10)} and mask[1] in {"X", str(n % 10)}]


def _is_run_of_years(mask: str) -> bool:
    return not mask[mask.index("X") :].strip("X")


class _Days(NamedTuple):
    first: tuple[int, int]
    last: tuple[int, int]
    is_run: bool
    is_year: bool


@lru_cache(maxsize=2048)
def _days_of_year(month: int | str | None, day: int | str | None, *, leap: bool) -> _Days | None:
    """Give the first and last (month, day) of one year that fit, and whether they are an unbroken run or all of it."""
    year = 4 if leap else 1
    if month is None:
        return _Days((1, 1), (12, 31), is_run=True, is_year=True)
    start = days_from_civil(year, 1, 1)
    days = _fitting("XX" if day is None else day, 31)
    fitting = [(one, other) for one in _fitting(month, 12) for other in days if other <= days_in_month(year, one)]
    if not fitting:
        return None
    first, last = fitting[0], fitting[-1]
    run = days_from_civil(year, *last) - days_from_civil(year, *first) + 1 == len(fitting)
    whole = days_from_civil(year, *last) - start + 1 == len(fitting) == (366 if leap else 365)
    return _Days(first, last, run, whole)


def _fitting(mask: int | str, greatest: int) -> list[int]:
    if isinstance(mask, int):
        return [mask] if 1 <= mask <= greatest else []
    return [n for n in _two_digits(mask) if 1 <= n <= greatest]


# --- what begins and ends ---


def _start(end: Endpoint) -> tuple[Second, Second]:
    if isinstance(end, End):
        return (-inf, -inf) if end is End.OPEN else (-inf, inf)
    return _edge(end)


def _end(end: Endpoint) -> tuple[Second, Second]:
    if isinstance(end, End):
        return (inf, inf) if end is End.OPEN else (-inf, inf)
    return _edge(end)


def _edge(end: Point | Until | Since) -> tuple[Second, Second]:
    if isinstance(end, Until):
        return -inf, span(end.date)[1]
    if isinstance(end, Since):
        return span(end.date)[0], inf
    low, high, _ = span(end)
    return low, high


def _interval(value: Interval) -> Bounds:
    start_min, start_max = _start(value.start)
    end_min, end_max = _end(value.end)
    return Bounds(start_min, min(start_max, end_max), max(end_min, start_min), end_max)


def _extent(member: Member) -> tuple[Second, Second, bool]:
    """Give the first and last second of a member of a set, and whether it leaves out any between."""
    if isinstance(member, Range):
        return span(member.first)[0], span(member.last)[1], False
    if isinstance(member, HALF_OPEN):
        return *_edge(member), False
    return span(member)


def _one_of(value: OneOf) -> Bounds:
    extents = sorted(_extent(member) for member in value.members)
    low, reach, gaps = extents[0]
    for first, last, broken in extents[1:]:
        gaps = gaps or broken or first > reach + 1
        reach = max(reach, last)
    return Bounds(low, reach, low, reach, gaps)


def _all_of(value: AllOf) -> Bounds:
    firsts: list[tuple[Second, Second]] = []
    lasts: list[tuple[Second, Second]] = []
    for member in value.members:
        if isinstance(member, Range):
            firsts.append(_edge(member.first))
            lasts.append(_edge(member.last))
        elif isinstance(member, Until):
            firsts.append((-inf, -inf))
            lasts.append(_edge(member.date))
        elif isinstance(member, Since):
            firsts.append(_edge(member.date))
            lasts.append((inf, inf))
        else:
            firsts.append(_edge(member))
            lasts.append(_edge(member))
    only = value.members[0]
    scattered = len(value.members) > 1 or not isinstance(only, POINTS)
    start_min, start_max = min(low for low, _ in firsts), min(high for _, high in firsts)
    end_min, end_max = max(low for low, _ in lasts), max(high for _, high in lasts)
    return Bounds(
        start_min,
        min(start_max, end_max),
        max(end_min, start_min),
        end_max,
        scattered or span(only)[2],  # type: ignore[arg-type]
    )
