"""
The values of EDTF: what a date says, exactly as uncertain as it is said.

Seven kinds: `Date`, `Season`, `Year`, `DateTime`, `Interval`, `OneOf`, `AllOf`; `Edtf` is their
union. They are immutable, equal by kind and content, and `str()` of one is its canonical EDTF
text. They hold what was said and nothing derived: bounds are in `bounds`, words in `english`.
`parse` is the door that checks; a value built by hand is as good as `parse(str(value))` finds it.
A new kind of date is a class here, a branch in `bounds`, `parse`, `english`, and a line in `Edtf`.

Source: ISO 8601-2:2019 and the Library of Congress EDTF specification of February 2019.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import NamedTuple

_MARKS = ("", "?", "~", "%")


class Qualifier(IntEnum):
    """How sure a component is; two bits, so that `?` and `~` together are `%`."""

    NONE = 0
    UNCERTAIN = 1
    """`?`: the source is doubted."""
    APPROXIMATE = 2
    """`~`: an estimate."""
    BOTH = 3
    """`%`: an estimate, and doubted."""


class End(StrEnum):
    """The ends of an interval that are no date; the value is the text EDTF writes for it."""

    OPEN = ".."
    """There is no end: it goes on, or has always been (D11)."""
    UNKNOWN = ""
    """There is an end, and nobody knows it."""


NOT_QUALIFIED = (0, 0, 0)
"""The qualifiers of a date that has none."""


class Date(NamedTuple):
    """A year, month or day. A component is an integer, or its text when digits in it are unspecified (`X`)."""

    year: int | str
    """Astronomical (0 is 1 BCE), -9999 to 9999; a mask keeps its sign: `-19XX`."""
    month: int | str | None = None
    day: int | str | None = None
    qualifiers: tuple[int, int, int] = NOT_QUALIFIED
    """A `Qualifier` for year, month and day; a component that is not there has none."""

    def __str__(self) -> str:
        year, month, day, qualifiers = self
        text = year if isinstance(year, str) else f"{year:04d}" if year >= 0 else f"-{-year:04d}"
        if qualifiers == NOT_QUALIFIED:
            if month is None:
                return text
            text += f"-{month}" if isinstance(month, str) else f"-{month:02d}"
            if day is None:
                return text
            return text + (f"-{day}" if isinstance(day, str) else f"-{day:02d}")
        parts = [text]
        parts += [part if isinstance(part, str) else f"{part:02d}" for part in (month, day) if part is not None]
        return _qualified(parts, qualifiers)

    def __eq__(self, other: object) -> bool:
        return type(other) is Date and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Date or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


class Season(NamedTuple):
    """A part of a year by its code, 21 to 41: seasons, quarters, four-month terms, halves."""

    year: int | str
    season: int
    """21-24 spring to winter, 25-28 northern, 29-32 southern, 33-36 quarters, 37-39 quadrimesters, 40-41 halves."""
    qualifiers: tuple[int, int, int] = NOT_QUALIFIED
    """Of the year and of the season; the third is always none."""

    def __str__(self) -> str:
        return _qualified([str(Date(self.year)), str(self.season)], self.qualifiers)

    def __eq__(self, other: object) -> bool:
        return type(other) is Season and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Season or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


class Year(NamedTuple):
    """A year of more than four digits, with an exponent, or known to some significant digits only."""

    mantissa: int
    exponent: int | None = None
    """Zeros to append (`E`), 1 or more."""
    significant: int | None = None
    """How many leading digits hold (`S`)."""
    qualifier: int = 0

    @property
    def value(self) -> int:
        """The estimate, as an astronomical year."""
        return self.mantissa if self.exponent is None else self.mantissa * 10**self.exponent

    def __str__(self) -> str:
        mantissa, exponent, significant, qualifier = self
        if exponent is None and -9999 <= mantissa <= 9999:
            text = str(Date(mantissa))
        else:
            text = f"Y{mantissa}" if exponent is None else f"Y{mantissa}E{exponent}"
        return text + ("" if significant is None else f"S{significant}") + _MARKS[qualifier]

    def __eq__(self, other: object) -> bool:
        return type(other) is Year and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Year or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


class DateTime(NamedTuple):
    """A second of a day, as a clock at the place showed it."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    zone: str | None = None
    """`Z`, `+hh:mm` or `-hh:mm` as written, or None where nothing was said."""

    def __str__(self) -> str:
        year, month, day, hour, minute, second, zone = self
        sign, year = ("-", -year) if year < 0 else ("", year)
        return f"{sign}{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{zone or ''}"

    def __eq__(self, other: object) -> bool:
        return type(other) is DateTime and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not DateTime or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


Point = Date | Season | Year | DateTime
"""What has no end apart from itself: may stand in an interval or a set."""
POINTS = (Date, Season, Year, DateTime)
"""The same for `isinstance`, which takes twice as long to ask a union."""


class Until(NamedTuple):
    """`..D`: some time on or before D, as a member of a set or an end of an interval."""

    date: Point

    def __str__(self) -> str:
        return f"..{self.date}"

    def __eq__(self, other: object) -> bool:
        return type(other) is Until and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Until or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((Until, self.date))


class Since(NamedTuple):
    """`D..`: some time on or after D, as a member of a set or an end of an interval."""

    date: Point

    def __str__(self) -> str:
        return f"{self.date}.."

    def __eq__(self, other: object) -> bool:
        return type(other) is Since and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Since or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((Since, self.date))


class Range(NamedTuple):
    """`A..B`: every value from A to B, as a member of a set."""

    first: Point
    last: Point

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    def __eq__(self, other: object) -> bool:
        return type(other) is Range and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Range or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((Range, self.first, self.last))


HALF_OPEN = (Until, Since)
"""The members and ends that reach without end to one side."""
Member = Point | Until | Since | Range
"""What a set is made of."""
Endpoint = Point | Until | Since | End
"""What an interval begins or ends with."""


class Interval(NamedTuple):
    """`A/B`: from A to B, all the time between."""

    start: Endpoint
    end: Endpoint

    def __str__(self) -> str:
        return f"{self.start}/{self.end}"

    def __eq__(self, other: object) -> bool:
        return type(other) is Interval and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not Interval or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return tuple.__hash__(self)


class OneOf(NamedTuple):
    """`[A,B]`: one of the members, not known which."""

    members: tuple[Member, ...]

    def __str__(self) -> str:
        return f"[{','.join(map(str, self.members))}]"

    def __eq__(self, other: object) -> bool:
        return type(other) is OneOf and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not OneOf or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((OneOf, self.members))


class AllOf(NamedTuple):
    """`{A,B}`: all of the members."""

    members: tuple[Member, ...]

    def __str__(self) -> str:
        return f"{{{','.join(map(str, self.members))}}}"

    def __eq__(self, other: object) -> bool:
        return type(other) is AllOf and tuple.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return type(other) is not AllOf or tuple.__ne__(self, other)

    def __hash__(self) -> int:
        return hash((AllOf, self.members))


Edtf = Date | Season | Year | DateTime | Interval | OneOf | AllOf
"""Any EDTF value; works with `isinstance`."""


def level(value: Edtf) -> int:
    """
    Give the conformance level of a value, 0, 1 or 2: the lowest that knows all it says.

    >>> level(Date(2024, 6)), level(Date("202X")), level(Date("20X4"))
    (0, 1, 2)
    """
    if isinstance(value, POINTS):
        return _point_level(value)
    if isinstance(value, Interval):
        return max(_end_level(value.start), _end_level(value.end))
    return 2


def is_masked(value: Endpoint | Member) -> bool:
    """Say whether a date has unspecified digits (`X`)."""
    if isinstance(value, Date):
        return isinstance(value.year, str) or isinstance(value.month, str) or isinstance(value.day, str)
    return isinstance(value, Season) and isinstance(value.year, str)


def _point_level(value: Point) -> int:
    if isinstance(value, Date):
        if type(value.year) is int and value.year >= 0 and value.qualifiers == NOT_QUALIFIED and not is_masked(value):
            return 0
        return max(_is_negative(value.year), _mask_level(value), _qualifier_level(value.qualifiers, value[1:3]))
    if isinstance(value, Season):
        if value.season > 24 or isinstance(value.year, str):
            return 2
        return max(1, _qualifier_level(value.qualifiers, (value.season,)))
    if isinstance(value, Year):
        return 1 if value.exponent is None and value.significant is None else 2
    return int(value.year < 0)


def _is_negative(year: int | str) -> int:
    return int(year.startswith("-") if isinstance(year, str) else year < 0)


def _mask_level(date: Date) -> int:
    """Level 1 knows X for the last one or two digits of a year, and XX for what follows the last known component."""
    if not is_masked(date):
        return 0
    year, month, day, _ = date
    if isinstance(year, str):
        digits = year.lstrip("-")
        return 1 if month is None and digits[:2].isdecimal() and digits[3] == "X" else 2
    if isinstance(month, str):
        return 1 if month == "XX" and day in (None, "XX") else 2
    return 1 if day == "XX" else 2


def _qualifier_level(qualifiers: tuple[int, int, int], rest: tuple[int | str | None, ...]) -> int:
    """Level 1 qualifies a date as a whole, level 2 its components."""
    if qualifiers == NOT_QUALIFIED:
        return 0
    there = qualifiers[: 1 + sum(part is not None for part in rest)]
    return 1 if min(there) == max(there) else 2


def _end_level(end: Endpoint) -> int:
    if isinstance(end, End):
        return 1
    if isinstance(end, HALF_OPEN):
        return 2
    return 2 if is_masked(end) else _point_level(end)


def _qualified(parts: list[str], qualifiers: tuple[int, int, int]) -> str:
    """
    Write components with their marks: the longest run from the left that shares one mark takes it
    at its right end, where it holds for all to its left; the others take theirs in front (D5).
    """
    group = 0
    if qualifiers[0]:
        while group < len(parts) and qualifiers[group] == qualifiers[0]:
            group += 1
    out = []
    for place, part in enumerate(parts):
        if place >= group:
            out.append(_MARKS[qualifiers[place]] + part)
        else:
            out.append(part + _MARKS[qualifiers[0]] if place == group - 1 else part)
    return "-".join(out)
