"""
Stretches of the civil calendar at a grain (a day, a week, a century …) and their arithmetic.

A `Ref` is what a phrase points at once it is anchored: its first day, its grain, and a time
of day where it has one. Everything is integer arithmetic on `timeline.edtf.civil`; years are
astronomical and without bounds. TIMEX3 and EDTF text are made elsewhere (`output.py`).
"""

from __future__ import annotations

from functools import lru_cache

from timeline.edtf import civil
from timeline.edtf.civil import days_in_month

GRAINS = (
    "second", "minute", "hour", "part", "day", "weekend", "week", "fortnight", "month", "quarter", "season", "half",
    "year", "decade", "century", "millennium",
)  # fmt: skip
"""From fine to coarse."""
civil_from_days = lru_cache(maxsize=4096)(civil.civil_from_days)
"""A text speaks of the same days again and again."""
days_from_civil = lru_cache(maxsize=4096)(civil.days_from_civil)
SIZE = {name: number for number, name in enumerate(GRAINS)}
MONTHS = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}
SECONDS = {"second": 1, "minute": 60, "hour": 3600}
DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14, "part": 1}
PARTS = {  # hours that a part of the day reaches over, as [from, to)
    "MO": (6, 12), "MI": (12, 13), "AF": (12, 18), "EV": (18, 24), "NI": (18, 24), "DT": (8, 18),
    "LU": (11, 13), "DA": (5, 7), "DU": (18, 20), "BR": (8, 12), "DI": (16, 20), "SC": (8, 15), "WH": (9, 17),
}  # fmt: skip
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The month in which a season begins in the north; in the south it is six months off."""


def season_month(code: str, hemisphere: str = "north") -> int:
    """
    Give the month in which a season begins.

    >>> season_month("SU"), season_month("SU", "south")
    (6, 12)
    """
    month = SEASON_MONTH[code]
    return month if hemisphere == "north" else (month + 5) % 12 + 1


class Ref:
    """A stretch of the calendar: `grain`, first `day` (day number), `sec` of the day, `part` of the day or season."""

    # The class holds the defaults, so that making and copying one costs little.
    mod: str | None = None
    zone: str | None = None
    value: str | None = None
    """TIMEX3 value that differs from what the grain gives."""
    anchor: str | None = None
    anchor_kind: str | None = None
    approx = False
    exact: int | None = None
    """Second it was shifted to, finer than its grain ("two weeks ago")."""
    begin: int | None = None
    """Narrower interval inside ("early March"), seconds."""
    finish: int | None = None
    reach: tuple[int | None, int | None] | None = None
    """What "more than two years ago" leaves open: the first and last day it can be, None where there is no limit."""
    kind: str | None = None
    """"open" (a finish not yet come), "year" (the year was said) …"""
    rule: str | None = None

    def __init__(self, grain: str, day: int, sec: int = 0, part: str | None = None) -> None:
        self.grain = grain
        self.day = day
        self.sec = sec
        self.part = part

    def copy(self) -> Ref:
        """Give an independent copy."""
        new = Ref.__new__(Ref)
        new.__dict__.update(self.__dict__)
        return new

    @property
    def ymd(self) -> tuple[int, int, int]:
        """Year, month and day on which it begins."""
        return civil_from_days(self.day)

    @property
    def year(self) -> int:
        """Year in which it begins."""
        return civil_from_days(self.day)[0]

    def __repr__(self) -> str:
        return f"Ref({self.grain}, {self.ymd}, {self.sec}, {self.part})"


def floor(grain: str, day: int, week_start: int = 1) -> int:
    """Give the first day of the `grain` that holds `day`."""
    if grain in ("week", "weekend", "fortnight"):
        monday = day - (day + 4 - week_start) % 7
        return monday + 5 if grain == "weekend" else monday
    months = MONTHS.get(grain)
    if months is None:
        return day
    year, month, _ = civil_from_days(day)
    if grain == "season":
        index = year * 12 + month - 3
        index -= index % 3
        return days_from_civil((index + 2) // 12, (index + 2) % 12 + 1, 1)
    if grain in {"century", "millennium", "decade"}:
        size = months // 12
        if year >= 0:
            return days_from_civil(year // size * size, 1, 1)
        if grain == "decade":  # the 480s BC are 489 to 480 BC
            return days_from_civil(-((1 - year) // 10 * 10) - 8, 1, 1)
        return days_from_civil(-(-year // size * size) - size + 1, 1, 1)  # the 5th century BC is 500 to 401 BC
    return days_from_civil(year, (month - 1) // months * months + 1, 1) if months <= 12 else day


def add_months(day: int, months: int) -> int:
    """Shift a day by calendar months, keeping the day of the month where the month has it."""
    year, month, dom = civil_from_days(day)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    return days_from_civil(year, month, min(dom, days_in_month(year, month)))


def after(ref: Ref) -> int:
    """Give the first day after a stretch of day grain or coarser."""
    grain = ref.grain
    months = MONTHS.get(grain)
    if months:
        return add_months(ref.day, months)
    if grain == "weekend":
        return ref.day + 2
    return ref.day + DAYS.get(grain, 1)


def start_second(ref: Ref) -> int:
    """Give the civil second at which it begins."""
    if ref.begin is not None:
        return ref.begin
    if ref.grain == "part" and ref.part:
        return ref.day * 86400 + PARTS[ref.part][0] * 3600
    return ref.day * 86400 + ref.sec


def end_second(ref: Ref) -> int:
    """Give the first civil second after it."""
    if ref.finish is not None:
        return ref.finish
    if ref.grain in SECONDS:
        return ref.day * 86400 + ref.sec + SECONDS[ref.grain]
    if ref.grain == "part" and ref.part:
        return ref.day * 86400 + PARTS[ref.part][1] * 3600
    return after(ref) * 86400


def containing(grain: str, day: int, week_start: int = 1) -> Ref:
    """Give the stretch of `grain` that holds `day`."""
    ref = Ref(grain, floor(grain, day, week_start))
    if grain == "season":
        ref.part = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[civil_from_days(ref.day)[1]]
    return ref


def shifted(ref: Ref, count: int) -> Ref:
    """Give the stretch of the same grain `count` further on (or back)."""
    new = ref.copy()
    new.begin = new.finish = new.exact = new.reach = None
    months = MONTHS.get(ref.grain)
    if months:
        new.day = add_months(ref.day, months * count)
        if ref.grain == "season":
            found = containing("season", new.day)
            if ref.part and SEASON_MONTH[ref.part] != civil_from_days(ref.day)[1]:  # a season of the south
                found.part = {"SP": "FA", "SU": "WI", "FA": "SP", "WI": "SU"}[found.part or "SP"]
            return found
    elif ref.grain in SECONDS:
        total = ref.day * 86400 + ref.sec + SECONDS[ref.grain] * count
        new.day, new.sec = divmod(total, 86400)
    else:
        new.day = ref.day + DAYS.get(ref.grain, 1) * count
    return new


def iso(second: int) -> str | None:
    """Give civil ISO text of a second of the axis; None outside the years 1 to 9999."""
    day, sec = divmod(second, 86400)
    head = _iso_day(day)
    if head is None or not sec:
        return head and head + "T00:00:00"
    return f"{head}T{sec // 3600:02d}:{sec // 60 % 60:02d}:{sec % 60:02d}"


@lru_cache(maxsize=4096)
def _iso_day(day: int) -> str | None:
    year, month, dom = civil_from_days(day)
    return f"{year:04d}-{month:02d}-{dom:02d}" if 1 <= year <= 9999 else None
