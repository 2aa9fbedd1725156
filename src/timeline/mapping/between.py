"""
Dates whose start and end are each known to lie between an earliest and a latest.

EDTF has no interval of sets (`[a..b]/[c..d]`). What it has for an end of an interval is one date of any width (a day,
`2024-06-1X`, a month, a quarter, a year …), and "D or later", "by D or earlier" (D11). Of these the two are taken that
hold all four bounds and add the least time to them; nothing that is possible is ever left out, and what is added is
said (D314).
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf, isfinite
from typing import NamedTuple

from timeline import edtf
from timeline.edtf.bounds import Bounds
from timeline.edtf.civil import DAY, civil_from_days
from timeline.edtf.types import POINTS
from timeline.errors import EdtfError
from timeline.mapping.dates import within

_MARKS = re.compile(r"[?~%]")


class Made(NamedTuple):
    """What four bounds make."""

    edtf: str | None
    exact: bool = True
    """The date says just what the bounds say."""
    wrong: str | None = None
    """Why they make none."""


@lru_cache(maxsize=20_000)
def between(earliest: str | None, latest: str | None, end_earliest: str | None, end_latest: str | None) -> Made:
    """
    Give the date of which these are the bounds, each EDTF or None where it is not known; `..` as last: it goes on.

    >>> between("2024-06-01", "2024-06-30", "2024-08-05", "2024-08-05").edtf
    '2024-06/2024-08-05'
    >>> between("2024-06-03", "2024-06-09", "2024-08-05", "2024-08-05")
    Made(edtf='2024-06-0X/2024-08-05', exact=False, wrong=None)
    """
    goes_on = end_latest == ".."
    earliest, latest = _known(earliest, first=True), _known(latest, first=False)
    end_earliest, end_latest = _known(end_earliest, first=True), _known(end_latest, first=False)
    given = (earliest, latest, end_earliest, end_latest)
    if all(one is None for one in given):
        return Made(None)
    reach = _reach(given)
    wrong = _contradiction(reach, given)
    if wrong is not None:
        return Made(None, wrong=wrong)
    start_min, start_max, end_min, end_max = reach
    known = Bounds(start_min, min(start_max, end_max), max(end_min, start_min), end_max)
    if not goes_on and (known.start_min, known.start_max) == (known.end_min, known.end_max):
        return instant(earliest, end_latest)  # one stretch for both: some time in it
    best: tuple[tuple[int, float], str] | None = None
    for start in _starts(known, given):
        for end in ("..",) if goes_on else _ends(known, given):
            try:
                made = edtf.parse(f"{start}/{end}")
            except EdtfError:
                continue
            excess = _excess(edtf.bounds(made), known, goes_on=goes_on)
            if excess is not None and (best is None or excess < best[0]):
                best = excess, str(made)
            if excess is not None and not any(excess):
                return Made(str(made))
    return Made(None) if best is None or best[1] == "/" else Made(best[1], exact=False)


def instant(earliest: str | None, latest: str | None) -> Made:
    """
    Give "some time between": one date that is not before the one and not after the other.

    >>> instant("2024-06-01", "2024-06-30").edtf, instant(None, "2024-06-09").edtf
    ('2024-06', '[..2024-06-09]')
    """
    same = earliest if earliest == latest else None
    earliest, latest = _known(earliest, first=True), _known(latest, first=False)
    if same is not None or (earliest is None and latest is None):
        return Made(same)
    reach = _reach((earliest, latest, None, None))
    wrong = _contradiction(reach, (earliest, latest, None, None))
    if wrong is not None:
        return Made(None, wrong=wrong)
    first = _point(earliest, reach[0], first=True) if earliest is not None else ""
    last = _point(latest, reach[1], first=False) if latest is not None else ""
    text = within(first, last) if first and last and "T" not in first + last else f"[{first}..{last}]"
    try:
        made = edtf.parse(text)
    except EdtfError:
        return Made(None, wrong=f'date: no date lies between "{earliest}" and "{latest}"')
    found = edtf.bounds(made)
    return Made(str(made), exact=(found.start_min, found.end_max) == (reach[0], reach[1]))


def _known(given: str | None, *, first: bool) -> str | None:
    """Give a bound, or None where it is open itself."""
    found = None if given is None else _bounds(given)
    return given if found is not None and isfinite(found.start_min if first else found.end_max) else None


def _reach(given: tuple[str | None, ...]) -> tuple[float, float, float, float]:
    """Give the four bounds in civil seconds: of an earliest its first, of a latest its last."""
    start_min, start_max, end_min, end_max = (None if one is None else _bounds(one) for one in given)
    return (
        start_min.start_min if start_min else -inf,
        start_max.end_max if start_max else inf,
        end_min.start_min if end_min else -inf,
        end_max.end_max if end_max else inf,
    )


def _contradiction(reach: tuple[float, float, float, float], given: tuple[str | None, ...]) -> str | None:
    """Say which two bounds cannot both hold."""
    for one, other, told in (
        (0, 1, "the earliest start ({}) is after the latest ({})"),
        (2, 3, "the earliest end ({}) is after the latest ({})"),
        (0, 3, "it ends ({1}) before it begins ({0})"),
    ):
        if reach[one] > reach[other]:
            return "date: " + told.format(given[one], given[other])
    return None


def _starts(known: Bounds, given: tuple[str | None, ...]) -> list[str]:
    """Give what can stand for the start."""
    earliest, latest = given[:2]
    if earliest is not None and earliest == latest and isinstance(edtf.parse(earliest), POINTS):
        return [earliest]
    made = _around(known.start_min, known.start_max, _mark(earliest, latest))
    made += [f"{_point(earliest, known.start_min, first=True)}.."] if earliest is not None else []
    made += [f"..{_point(latest, known.start_max, first=False)}"] if latest is not None else []
    return made or [""]


def _ends(known: Bounds, given: tuple[str | None, ...]) -> list[str]:
    """Give what can stand for the end."""
    earliest, latest = given[2:]
    if earliest is not None and earliest == latest and isinstance(edtf.parse(earliest), POINTS):
        return [earliest]
    made = _around(known.end_min, known.end_max, _mark(earliest, latest))
    made += [f"..{_point(latest, known.end_max, first=False)}"] if latest is not None else []
    made += [f"{_point(earliest, known.end_min, first=True)}.."] if earliest is not None else []
    return made or [""]


def _mark(*given: str | None) -> str:
    """Give the mark of all of them together."""
    found = {mark for one in given if one is not None for mark in _MARKS.findall(one)}
    return "" if not found else found.pop() if len(found) == 1 else "%"


def _point(given: str, second: float, *, first: bool) -> str:
    """Give a bound as a single date: itself, or the day on which it begins or ends."""
    value = edtf.parse(given)
    if isinstance(value, POINTS):
        return given
    reach = edtf.bounds(value)
    year, month, day = civil_from_days(int(reach.start_min if first else reach.end_max) // DAY)
    return f"{_year(year)}-{month:02d}-{day:02d}" if isfinite(second) else ""


@lru_cache(maxsize=20_000)
def _bounds(text: str) -> Bounds | None:
    """Give the bounds of a date; None where there is no such date (a day numbered 3X in February)."""
    try:
        return edtf.bounds(edtf.parse(text))
    except EdtfError:
        return None


def _year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def _around(low: float, high: float, mark: str) -> list[str]:
    """Give the narrowest date that holds two seconds and all between; none where there is none."""
    if not (isfinite(low) and isfinite(high)):
        return []
    year, month, day = civil_from_days(int(low) // DAY)
    if abs(year) > 9999:
        return []
    text = _year(year)
    best: tuple[float, str] | None = None
    for one in (
        f"{text}-{month:02d}-{day:02d}",
        f"{text}-{month:02d}-{day // 10}X",
        f"{text}-{month:02d}",
        f"{text}-{33 + (month - 1) // 3}",
        f"{text}-{37 + (month - 1) // 4}",
        f"{text}-{40 + (month - 1) // 6}",
        f"{text}-{month // 10}X",
        text,
        *(text[:-cut] + "X" * cut for cut in (1, 2, 3)),
    ):
        found = _bounds(one)
        if found is not None and found.start_min <= low and found.end_max >= high:
            width = found.end_max - found.start_min
            if best is None or width < best[0]:
                best = width, one + mark
    if low == high and best is not None:
        second = int(low) % DAY
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        return [f"{text}-{month:02d}-{day:02d}T{clock}", best[1]]
    return [best[1]] if best is not None else []


def _excess(found: Bounds, known: Bounds, *, goes_on: bool) -> tuple[int, float] | None:
    """Give how much more a date says is possible: bounds that became infinite, and seconds; None if it says less."""
    wider = [known.start_min - found.start_min, found.start_max - known.start_max]
    if not goes_on:
        wider += [known.end_min - found.end_min, found.end_max - known.end_max]
    wider = [0 if one != one else one for one in wider]  # noqa: PLR0124 -- both are infinite
    if any(one < 0 for one in wider):
        return None
    return sum(one == inf for one in wider), sum(one for one in wider if one != inf)
