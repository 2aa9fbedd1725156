"""
What phrases mean before they are anchored: partial dates, durations, ranges, sets, references.

Operations (`operations.py`) build these; `resolve.py` settles a `Partial` on the calendar. A
`Partial` is a set of fields ("Tuesday", "May", "5 pm") and perhaps a stretch already known
(`base`: "next week"); two that do not contradict one another merge into one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.timex.calendar import Ref

FIELDS = (
    "year",
    "month",
    "day",
    "weekday",
    "hour",
    "minute",
    "second",
    "ampm",
    "part",
    "zone",
    "holiday",
    "season",
    "quarter",
    "half",
)


class Partial:
    """A date known in part. Fields that were not said are None."""

    # The class holds the defaults and an instance only what was said: making and copying are the inner loop.
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    ampm: int | None = None
    part: str | None = None
    zone: str | None = None
    holiday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    base: Ref | None = None
    edge: str | None = None
    """START MID END: which part of the stretch."""
    mod: str | None = None
    approx = False
    bare = False
    """An hour without minutes or a.m./p.m."""
    julian = False
    readings: tuple[tuple[int | None, int, int], ...] | None = None
    """Where day and month could be swapped, both."""
    rivals: tuple[Ref, ...] = ()
    """What another convention would make of "last" and "next"."""
    form: str | None = None
    """How the year was written: "decade", "century" …"""
    certain = True
    monthless = False
    ordinal = False
    """The day was written 3rd, the 3rd."""
    rule: str | None = None
    place: tuple[int, int] | None = None

    def __init__(self, **fields: object) -> None:
        self.__dict__.update(fields)

    def copy(self, **changes: object) -> Partial:
        """Give a copy with some fields changed."""
        new = Partial()
        new.__dict__.update(self.__dict__)
        new.__dict__.update(changes)
        return new

    @property
    def timed(self) -> bool:
        """Whether a time of day or a part of the day was said."""
        return self.hour is not None or self.part is not None

    @property
    def dated(self) -> bool:
        """Whether anything of a date was said."""
        return (
            self.base is not None or self.year is not None or self.month is not None or self.day is not None
            or self.weekday is not None or self.holiday is not None or self.season is not None
            or self.quarter is not None or self.half is not None
        )  # fmt: skip


class Duration:
    """A length of time: amounts by unit. An amount of None is an unknown number ("days", "several years")."""

    __slots__ = ("amounts", "guess", "mod", "near", "place", "rule", "said")

    def __init__(self, amounts: tuple[tuple[float | None, str], ...], mod: str | None = None, guess: float = 3) -> None:
        self.amounts = amounts
        self.mod = mod
        self.guess = guess
        """What a vague number comes to where one is needed."""
        self.near = False
        """Whether it is only near ("nearly two years", whose modifier is LESS_THAN)."""
        self.said: str | None = None
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None

    def copy(self, mod: str | None) -> Duration:
        """Give a copy with another modifier."""
        new = Duration(self.amounts, mod or self.mod, self.guess)
        new.said, new.near = self.said, self.near
        return new

    @property
    def vague(self) -> bool:
        """Whether any amount is unknown."""
        return any(n is None for n, _ in self.amounts)


class Range:
    """Two ends, either of which may be missing: `kind` is `from`, `between`, `before`, `until`, `after` or `since`."""

    __slots__ = ("first", "kind", "last", "length", "mod", "near", "place", "rule", "single")

    def __init__(self, first: Partial | None, last: Partial | None, kind: str) -> None:
        self.first = first
        self.last = last
        self.kind = kind
        self.length: Duration | None = None
        self.near = False
        """Whether it is shortly before or after its one end."""
        self.single = False
        """Whether TIMEX3 marks it as one expression ("1914-18" is two, "the last three months" one)."""
        self.mod: str | None = None
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None


class Several:
    """Dates listed as alternatives or all together: "14 or 15 June"."""

    __slots__ = ("items", "kind", "place", "rule")

    def __init__(self, items: tuple[Partial, ...], kind: str) -> None:
        self.items = items
        self.kind = kind
        """`or` (one of) or `and` (all of)."""
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None


class Repeat:
    """A set of times: "every Tuesday", "daily"."""

    __slots__ = ("freq", "place", "quant", "rule", "value")

    def __init__(self, value: str) -> None:
        self.value = value
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None


class Vague:
    """A reference without a date: PAST_REF, PRESENT_REF, FUTURE_REF."""

    __slots__ = ("place", "rule", "value")

    def __init__(self, value: str) -> None:
        self.value = value
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None


class Unanchored:
    """A relative date with nothing to count it from."""

    __slots__ = ("place", "reason", "rule")

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.rule: str | None = None
        self.place: tuple[int, int] | None = None


Meaning = Unanchored | Partial | Duration | Range | Several | Repeat | Vague


def merge(a: Partial, b: Partial) -> Partial | None:
    """
    Join two partial dates that speak of the same time; None if they contradict each other.

    An explicit day beats a relative one ("tomorrow, 13/04/21"); "evening" decides the half of the day of "at 5".
    """
    for one, other in ((a, b), (b, a)):
        if one.form in ("decade", "century", "millennium") and other.dated:
            return None
        if one.year is not None and other.base is not None and other.base.grain != "day":
            return None
        if one.base is not None and one.base.mod is not None and (other.edge or other.weekday):
            return None
        if other.month is not None and (one.half is not None or one.quarter is not None):
            return None  # "the first half of August" is no half-year
    new = a.copy()
    for name in FIELDS:
        mine, its = getattr(a, name), getattr(b, name)
        if its is None:
            continue
        if mine is None:
            setattr(new, name, its)
        elif mine != its or name in ("year", "month", "weekday"):
            return None
    if a.base is not None and b.base is not None:
        return None
    new.base = a.base or b.base
    new.edge = a.edge or b.edge
    if a.edge and b.edge and a.edge != b.edge:
        return None
    new.mod = a.mod or b.mod
    new.approx = a.approx or b.approx
    new.julian = a.julian or b.julian
    new.readings = a.readings or b.readings
    new.bare = a.bare if a.hour is not None else b.bare
    new.form = a.form or b.form
    new.ordinal = a.ordinal or b.ordinal
    return new
