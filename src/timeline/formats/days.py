"""
What other programs' dates can truly hold of ours: ISO 8601 dates of less precision, from EDTF.

A field that holds `YYYY`, `YYYY-MM` or `YYYY-MM-DD` says "some time in it" (ISO 8601-1:2019, 4.3.1). It is
filled only where all that the EDTF may mean lies inside; else it stays empty and the EDTF alone tells.
Nothing open is ever written as a number or a far-away year.
"""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from timeline.edtf import AllOf, DateTime, Edtf, Interval, bounds, parse
from timeline.edtf.civil import DAY, civil_from_days
from timeline.errors import EdtfError


class Frame(NamedTuple):
    """What of a date is true as an ISO date: where it begins and ends, None where ISO cannot say it."""

    start: str | None
    end: str | None
    is_span: bool
    """From start to end, all the time between; else it is one time, somewhere in `start`, which is also `end`."""
    exact: bool
    """Nothing is lost: the ISO dates alone give the EDTF back."""


def value(text: str | None) -> Edtf | None:
    """Give the date of a record; None if it has none, or one that this version cannot read."""
    if not text:
        return None
    try:
        return parse(text)
    except EdtfError:
        return None


def day(second: float | None) -> str | None:
    """
    Give the ISO day of a civil second; None for no second and for the infinities.

    Years outside 0000-9999 take the expanded form (ISO 8601-1:2019, 4.3.2).

    >>> day(0), day(-63_517_824_001), day(float("inf"))
    ('1970-01-01', '-0043-03-14', None)
    """
    if second is None or not isfinite(second):
        return None
    year, month, dom = civil_from_days(int(second) // DAY)
    return f"{_year(year)}-{month:02d}-{dom:02d}"


def _year(year: int) -> str:
    if 0 <= year <= 9999:
        return f"{year:04d}"
    return f"-{-year:04d}" if year < 0 else f"+{year}"


def cover(low: float, high: float) -> str | None:
    """
    Give the most precise ISO date that holds every second from `low` to `high`; None if no year does.

    >>> cover(0, 86_399), cover(0, 86_400), cover(0, 40 * 86_400), cover(0, 400 * 86_400)
    ('1970-01-01', '1970-01', '1970', None)
    """
    if not (isfinite(low) and isfinite(high)):
        return None
    first, last = civil_from_days(int(low) // DAY), civil_from_days(int(high) // DAY)
    if first[0] != last[0] or not -9999 <= first[0] <= 9999:
        return None
    text = _year(first[0])
    if first[1] != last[1]:
        return text
    text += f"-{first[1]:02d}"
    return text if first[2] != last[2] else text + f"-{first[2]:02d}"


def frame(date: Edtf) -> Frame:
    """
    Give what of a date is true as ISO dates.

    >>> frame(parse("2024-06~"))
    Frame(start='2024-06', end='2024-06', is_span=False, exact=False)
    >>> frame(parse("2024-06/.."))
    Frame(start='2024-06', end=None, is_span=True, exact=True)
    """
    if isinstance(date, DateTime):
        text = str(date)
        return Frame(text, text, is_span=False, exact=True)
    found = bounds(date)
    if isinstance(date, Interval | AllOf):
        start, end = cover(found.start_min, found.start_max), cover(found.end_min, found.end_max)
        if isinstance(date, AllOf):
            return Frame(start, end, is_span=True, exact=False)
        start = str(date.start) if isinstance(date.start, DateTime) else start
        end = str(date.end) if isinstance(date.end, DateTime) else end
        return Frame(start, end, is_span=True, exact=str(date) == f"{start or '..'}/{end or '..'}")
    whole = cover(found.start_min, found.end_max)
    return Frame(whole, whole, is_span=False, exact=whole == str(date))


def is_open(date: Edtf) -> tuple[bool, bool]:
    """Say whether a date has no beginning, and whether it has no end, that could be told."""
    found = bounds(date)
    return not isfinite(found.start_min), not isfinite(found.end_max)


def beyond(edtf: str, mod: str) -> str:
    """
    Give the set of what lies before or after a date, as EDTF: TIMEX3's BEFORE, ON_OR_BEFORE, AFTER, ON_OR_AFTER.

    >>> beyond("2022-07", "BEFORE"), beyond("2022", "ON_OR_AFTER"), beyond("2022-12-31", "AFTER")
    ('[..2022-06]', '[2022..]', '[2023-01-01..]')
    """
    low, _, _, high, _ = bounds(parse(edtf))
    late, whole = mod.endswith("AFTER"), cover(low, high)
    fills = whole is not None and bounds(parse(whole))[::3] == (low, high)
    if mod.startswith("ON_OR"):
        edge = whole if fills else day(low if late else high)
    else:
        edge = day(high + 1 if late else low - 1)
        # As precise as the date itself: before July is up to June, not up to 30 June.
        if edge and whole and fills and not edge.startswith("-") and not whole.startswith("-"):
            edge = edge[: len(whole)]
    return f"[{edge}..]" if late else f"[..{edge}]"


def of_iso(text: str) -> str | None:
    """
    Give the EDTF of an ISO date or date-time as other programs write it; None if it is none.

    A time without seconds gets `:00`, fractions of a second go, an offset stays.

    >>> of_iso("2024-06-01T10:30+02"), of_iso("2024-6-1"), of_iso("20240601")
    ('2024-06-01T10:30:00+02:00', '2024-06-01', '2024-06-01')
    """
    import re

    found = re.fullmatch(
        r"\s*([+-]?\d{4})(?:-?(\d\d?)(?:-?(\d\d?)(?:[T ](\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
        r"\s*(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?)?)?\s*",
        text,
    )
    if not found:
        return None
    year, month, dom, hour, minute, second, zone = found.groups()
    made = year.removeprefix("+")
    if month:
        made += f"-{int(month):02d}"
    if dom:
        made += f"-{int(dom):02d}"
    if hour:
        made += f"T{int(hour):02d}:{minute or '00'}:{second or '00'}"
        if zone and zone.upper() in {"Z", "UTC"}:
            made += "Z"
        elif zone:
            made += zone if ":" in zone else f"{zone[:3]}:{zone[3:] or '00'}"
    try:
        return str(parse(made))
    except EdtfError:
        return None
