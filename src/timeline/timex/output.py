"""
The two output layers: TIMEX3 values as annotators write them, and EDTF as the database keeps it.

Conventions of TIMEX3 (`PXW`, `PAST_REF`, `2012-SU`, `P1DE`) live here and nowhere else; so do
those of EDTF (a week is "one of its days", "before August" ends with July). TIMEX3: ISO 24617-1
and the TimeML 1.2.1 guidelines; EDTF: ISO 8601-2:2019.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.edtf.civil import iso_week, weekday
from timeline.timex.calendar import SEASON_MONTH, SECONDS, SIZE, Ref, after, civil_from_days, end_second, shifted

if TYPE_CHECKING:
    from timeline.timex.parts import Duration

_DATE_UNITS = {"year": "Y", "month": "M", "week": "W", "day": "D", "night": "D", "quarter": "Q", "season": "Q", "weekend": "WE",
               "workday": "WD", "workweek": "W", "decade": "DE", "century": "CE", "millennium": "ML"}  # fmt: skip
_TIME_UNITS = {"hour": "H", "minute": "M", "second": "S"}
_AS = {"fortnight": (2, "week"), "halfcentury": (50, "year"), "quartercentury": (25, "year"), "halfhour": (30, "minute"),
       "half": (6, "month"), "semester": (6, "month")}  # fmt: skip


def number(value: float) -> str:
    """Write a number without a needless fraction."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def unit_code(count: float | None, unit: str) -> str:
    """
    Write a length of one unit as TIMEX3.

    >>> unit_code(2, "week"), unit_code(None, "hour"), unit_code(1, "decade")
    ('P2W', 'PTXH', 'P1DE')
    """
    factor, unit = _AS.get(unit, (1, unit))
    text = "X" if count is None else number(count * factor)
    return f"PT{text}{_TIME_UNITS[unit]}" if unit in _TIME_UNITS else f"P{text}{_DATE_UNITS[unit]}"


def duration_value(length: Duration, doctype: str) -> str:
    """Write a duration as TIMEX3."""
    if length.said:
        return length.said
    dates = times = ""
    for count, unit in length.amounts:
        code = unit_code(count, unit)
        if code.startswith("PT"):
            times += code[2:]
        else:
            dates += code[1:]
    value = "P" + dates + ("T" + times if times else "")
    if doctype == "news":
        value = value.replace("DE", "E")
    return value


def _year(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def timex_value(ref: Ref) -> str:
    """Write a stretch of the calendar as a TIMEX3 value."""
    if ref.value is not None:
        return ref.value
    year, month, day = ref.ymd
    grain = ref.grain
    if grain == "day":
        return f"{_year(year)}-{month:02d}-{day:02d}"
    if grain == "month":
        return f"{_year(year)}-{month:02d}"
    if grain == "year":
        return _year(year)
    if grain in {"week", "weekend", "fortnight"}:
        week_year, week = iso_week(ref.day)
        return f"{_year(week_year)}-W{week:02d}" + ("-WE" if grain == "weekend" else "")
    if grain == "quarter":
        return f"{_year(year)}-Q{(month + 2) // 3}"
    if grain == "half":
        return f"{_year(year)}-H{1 if month < 7 else 2}"
    if grain == "season":
        return f"{_year(year)}-{ref.part}"
    if grain == "decade":
        return f"{year // 10:03d}" if year > 0 else f"BC{(1 - year) // 10:03d}"
    if grain == "century":
        return f"{year // 100:02d}" if year >= 0 else f"BC{(99 - year) // 100 - 1:02d}"
    if grain == "millennium":
        return f"{year // 1000}"
    head = f"{_year(year)}-{month:02d}-{day:02d}T"
    if grain == "part":
        return head + {"DA": "MO", "DU": "EV", "LU": "MI"}.get(ref.part or "", ref.part or "")
    clock = f"{ref.sec // 3600:02d}:{ref.sec // 60 % 60:02d}"
    return (
        head
        + clock
        + (f":{ref.sec % 60:02d}" if grain == "second" else "")
        + (ref.zone if ref.zone and ref.zone[0] == "z" else "").upper()
    )


def edtf_year(year: int) -> str:
    """Write a year in EDTF (ISO 8601-2, 4.7.2 for more than four digits)."""
    if -9999 <= year <= 9999:
        return f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    return f"Y{year}"


def edtf_day(day: int) -> str:
    """Write a day number in EDTF."""
    year, month, dom = civil_from_days(day)
    return f"{edtf_year(year)}-{month:02d}-{dom:02d}"


def _at(second: int, grain: str) -> str:
    year, month, day = civil_from_days(second // 86400)
    if grain == "year":
        return edtf_year(year)
    if grain == "month":
        return f"{edtf_year(year)}-{month:02d}"
    return f"{edtf_year(year)}-{month:02d}-{day:02d}"


def edtf_ends(ref: Ref) -> tuple[str, str]:
    """Give the first and last date of a stretch in EDTF, as fine as the stretch is said."""
    grain = ref.grain
    if ref.begin is not None and ref.finish is not None:
        fine = "day"
        if ref.begin % 86400 or ref.finish % 86400:
            return _at(ref.begin, "day"), _at(ref.finish - 1, "day")
        if SIZE[grain] >= SIZE["decade"]:
            fine = "year"
        elif SIZE[grain] > SIZE["month"]:
            fine = "month"
        return _at(ref.begin, fine), _at(ref.finish - 1, fine)
    if grain in ("week", "weekend", "fortnight", "day", "part"):
        return edtf_day(ref.day), edtf_day((end_second(ref) if grain != "part" else (ref.day + 1) * 86400) // 86400 - 1)
    if grain in ("decade", "century", "millennium"):
        return _at(ref.day * 86400, "year"), _at(after(ref) * 86400 - 1, "year")
    one = edtf_single(ref)
    return one, one


def edtf_single(ref: Ref) -> str:
    """Write a stretch that EDTF has one symbol for."""
    year, month, _ = ref.ymd
    grain = ref.grain
    head = edtf_year(year)
    if grain == "month":
        return f"{head}-{month:02d}"
    if grain == "year":
        return head
    if grain == "quarter":
        return f"{head}-{33 + (month - 1) // 3}"
    if grain == "half":
        return f"{head}-{40 if month < 7 else 41}"
    if grain == "season":
        part = ref.part or "SP"
        south = 0 if SEASON_MONTH[part] == month else 8  # the codes that name the southern hemisphere (D59)
        return f"{head}-{('SP', 'SU', 'FA', 'WI').index(part) + 21 + south}"
    if grain in SECONDS:
        return edtf_day(ref.day) + f"T{ref.sec // 3600:02d}:{ref.sec // 60 % 60:02d}:{ref.sec % 60:02d}"
    return edtf_day(ref.day)


_NEAR_CLOCK = {False: 1800, True: 600}
"""Seconds to either side of "around 3 pm" and of "around 3:20"."""


def _clock(second: int) -> str:
    return edtf_single(Ref("second", second // 86400, second % 86400))


def edtf(ref: Ref) -> str:
    """
    Write a stretch as EDTF.

    A week, a weekend and the early, middle or late part of something are "one of their days"
    (`[a..b]`), since an event "last week" need not last the week.
    """
    mark = "~" if ref.approx else ""
    grain = ref.grain
    if ref.reach is not None:
        return "[" + "..".join("" if day is None else edtf_day(day) for day in ref.reach) + "]"
    if grain in SECONDS:
        if ref.approx:  # no mark stands on a time of day
            around = ref.day * 86400 + ref.sec, _NEAR_CLOCK[ref.sec % 3600 != 0]
            return "[" + "..".join(_clock(around[0] + step) for step in (-around[1], around[1])) + "]"
        return edtf_single(ref)
    if ref.begin is not None and ref.finish is not None and grain != "day":
        first, last = edtf_ends(ref)
        return f"[{first}{mark}..{last}{mark}]" if first != last else first + mark
    if grain in ("day", "part") and (ref.begin is None or ref.finish is None or ref.finish - ref.begin <= 86400):
        return edtf_day(ref.day) + mark
    if grain in ("decade", "century", "millennium"):
        cut = {"decade": 1, "century": 2, "millennium": 3}[grain]
        if 0 <= ref.year <= 9999 and ref.year % 10**cut == 0:
            return edtf_year(ref.year)[:-cut] + "X" * cut + mark
        first, last = edtf_ends(ref)
        return f"[{first}{mark}..{last}{mark}]"
    first, last = edtf_ends(ref)
    if first == last:
        return first + mark
    if grain == "day":
        return f"{first}{mark}/{last}{mark}"
    return f"[{first}{mark}..{last}{mark}]"


def before(ref: Ref) -> str:
    """Write the last date before a stretch, as fine as the stretch; before 9 p.m. is to the second before it."""
    if ref.grain in SECONDS:
        return _clock(ref.day * 86400 + ref.sec - 1)
    if ref.begin is not None:
        return edtf_day(ref.begin // 86400 - 1)
    if ref.grain == "part":
        return edtf_day(ref.day)  # before the evening of a day may be that day
    if ref.grain in ("week", "weekend", "fortnight"):
        return edtf_day(ref.day - 1)
    if ref.grain in ("decade", "century", "millennium"):
        return edtf_year(ref.year - 1)
    if ref.grain in ("season", "quarter", "half"):
        return _at(ref.day * 86400 - 1, "month")
    return edtf_single(shifted(ref, -1))


def shortly(ref: Ref, sign: int) -> str:
    """Write what is shortly before (-1) or after (+1) a time of day: within as much as "around" it is (D279)."""
    second, near = ref.day * 86400 + ref.sec, _NEAR_CLOCK[ref.sec % 3600 != 0]
    first, last = (second - near, second - 1) if sign < 0 else (second + 1, second + near)
    return f"[{_clock(first)}..{_clock(last)}]"


def following(ref: Ref) -> str:
    """Write the first date after a stretch, as fine as the stretch."""
    if ref.grain in SECONDS:
        return _clock(ref.day * 86400 + ref.sec + 1)
    if ref.finish is not None:
        return edtf_day(ref.finish // 86400)
    if ref.grain == "part":
        return edtf_day(ref.day)
    if ref.grain in ("week", "weekend", "fortnight"):
        return edtf_day(after(ref))
    if ref.grain in ("decade", "century", "millennium"):
        return _at(after(ref) * 86400, "year")
    if ref.grain in ("season", "quarter", "half"):
        return _at(after(ref) * 86400, "month")
    return edtf_single(shifted(ref, 1))


def timex_type(ref: Ref) -> str:
    """Give DATE or TIME."""
    if ref.value is not None and "T" in ref.value and "REF" not in ref.value:
        return "TIME"
    return "TIME" if SIZE[ref.grain] < SIZE["day"] else "DATE"


__all__ = [
    "before",
    "duration_value",
    "edtf",
    "edtf_ends",
    "following",
    "shortly",
    "timex_type",
    "timex_value",
    "unit_code",
    "weekday",
]
