"""
What the picture needs to know of a date: its bounds, its marks, the parts between gaps, its heading.

Bounds are those of `edtf.bounds`, with ±10^18 where there is none, as the database keeps them. Nothing here says
where a mark is drawn: that is `page/src/shape.ts`, which gets no more than this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from timeline.edtf import (
    AllOf,
    Date,
    DateTime,
    Edtf,
    Interval,
    OneOf,
    Range,
    Season,
    Since,
    Until,
    Year,
    bounds,
    english,
    parse,
    stored,
)
from timeline.edtf.bounds import SENTINEL_MAX, SENTINEL_MIN, span
from timeline.edtf.civil import DAY, civil_from_days, days_in_month
from timeline.errors import TimelineError

UNCERTAIN, APPROXIMATE, SPAN, GAPS, ALL_OF = 1, 2, 4, 8, 16
"""The bits of `Shape.marks`; the first two are those of `edtf.Qualifier`."""
_MOST_PARTS = 60
"""A date in more pieces than this is shown by its hull: they could not be told apart."""


class Shape(NamedTuple):
    """A date as the page holds it."""

    edtf: str
    """Canonical; "" where there is no date."""
    words: str
    bounds: list[int] | int
    """start_min, start_max, end_min, end_max; 0 where there is no date."""
    marks: int
    parts: list[list[int]]
    """First and last second of each stretch in which it may lie, where there are gaps between them."""
    year: str
    """What it stands under in a chronological list."""


NO_DATE = Shape("", "undated", 0, 0, [], "Undated")


@lru_cache(maxsize=4096)
def of(edtf: str | None) -> Shape:
    """Give the shape of a date kept as EDTF; one that this version cannot read or place is undated, with its words."""
    if edtf is None:
        return NO_DATE
    try:
        value = parse(edtf)
        limits = list(stored(bounds(value)))
    except TimelineError:
        return NO_DATE._replace(edtf=edtf, words=edtf)
    marks = _marks(value)
    pieces = parts(value)
    if bounds(value).gaps:
        marks |= GAPS
    if isinstance(value, Interval) or _is_run(value):
        marks |= SPAN
    elif isinstance(value, AllOf):
        marks |= ALL_OF
    return Shape(edtf, english(value), limits, marks, pieces, heading(limits))


def heading(limits: list[int]) -> str:
    """Give the year in which a date can first begin, else in which it must be over; "Any time" if it has neither."""
    start, _, _, end = limits
    second = start if start > SENTINEL_MIN else end
    if not SENTINEL_MIN < second < SENTINEL_MAX:
        return "At any time"
    year, _, _ = civil_from_days(second // DAY)
    return english(Date(year)) if -10_000 < year < 10_000 else english(Year(year))


def _is_run(value: Edtf) -> bool:
    """Say whether it is all of one unbroken stretch: `{A..B}`."""
    return isinstance(value, AllOf) and len(value.members) == 1 and isinstance(value.members[0], Range | Until | Since)


def _marks(value: object) -> int:
    """Give the qualifiers of all that a date is made of, together."""
    match value:
        case Date() | Season():
            return value.qualifiers[0] | value.qualifiers[1] | value.qualifiers[2]
        case Year():
            return value.qualifier
        case Interval() | Range():
            return _marks(value[0]) | _marks(value[1])
        case Until() | Since():
            return _marks(value.date)
        case OneOf() | AllOf():
            found = 0
            for member in value.members:
                found |= _marks(member)
            return found
        case _:
            return 0


# --- gaps ---


def parts(value: Edtf) -> list[list[int]]:
    """
    Give the stretches in which a date with gaps may lie, from the first on; none where it has no gaps, or too many.

    >>> len(parts(parse("2024-X1"))), parts(parse("2024-06"))
    (2, [])
    """
    if _is_run(value) or not bounds(value).gaps:
        return []
    members = value.members if isinstance(value, OneOf | AllOf) else (value,)
    found: list[list[int]] = []
    stretches = sorted(islice((stretch for one in members for stretch in _stretches(one)), 400 * _MOST_PARTS))
    for first, last in stretches:
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found if 1 < len(found) <= _MOST_PARTS else []


def _stretches(value: object) -> Iterator[tuple[int, int]]:
    match value:
        case Range():
            yield span(value.first)[0], span(value.last)[1]
        case Until():
            yield SENTINEL_MIN, span(value.date)[1]
        case Since():
            yield span(value.date)[0], SENTINEL_MAX
        case Date():
            for one in _days(value):
                first, last, _ = span(one)
                yield first, last
        case Season() if isinstance(value.year, str):
            for year in _years(value.year):
                first, last, _ = span(Season(year, value.season))
                yield first, last
        case Season() | Year() | DateTime():
            first, last, _ = span(value)
            yield first, last


def _days(value: Date) -> Iterator[Date]:
    """Give the dates without unspecified digits that a date may mean; whole months and years where it can be."""
    for year in _years(value.year):
        if value.month is None or (value.month == "XX" and value.day in {None, "XX"}):
            yield Date(year)
            continue
        for month in _numbers(value.month, 12):
            if value.day is None or value.day == "XX":
                yield Date(year, month)
                continue
            for day in _numbers(value.day, days_in_month(year, month)):
                yield Date(year, month, day)


def _years(mask: int | str) -> Iterator[int]:
    if isinstance(mask, int):
        yield mask
        return
    sign, digits = (-1, mask[1:]) if mask.startswith("-") else (1, mask)
    for number in range(10_000):
        if _fits(f"{number:04d}", digits) and (number or sign > 0):
            yield sign * number


def _numbers(mask: int | str, greatest: int) -> Iterator[int]:
    for number in range(1, greatest + 1):
        if number == mask or (isinstance(mask, str) and _fits(f"{number:02d}", mask)):
            yield number


def _fits(digits: str, mask: str) -> bool:
    return all(wanted in {"X", digit} for digit, wanted in zip(digits, mask, strict=True))
