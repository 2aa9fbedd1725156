"""
The values that `timex` gives and takes: options, outcomes and tagged expressions.

All are immutable. An outcome is one of three: `Resolved` (one date, perhaps with other
readings named), `Ambiguous` (several dates, none preferred) or `Unresolved` (a reason).
Nothing is guessed in silence: what a convention decided is in `Options`, with its default
stated there.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

from typing import NamedTuple

RESOLVER_VERSION = "1"
"""Version of the rules; kept beside a stored resolution so that a later one can tell which have changed."""

DOCTYPES = ("news", "narrative", "planning")


class Moment(NamedTuple):
    """A civil date and time as written, without a zone; the year is astronomical (0 is 1 BCE)."""

    year: int
    month: int
    day: int
    hour: int = 0
    minute: int = 0
    second: int = 0

    @classmethod
    def parse(cls, text: str) -> Moment | None:
        """
        Read `2025-09-03` or `2025-09-03T14:30[:15]`; None if the text is neither or no such day exists.

        >>> Moment.parse("2025-09-03")
        Moment(year=2025, month=9, day=3, hour=0, minute=0, second=0)
        """
        from timeline.edtf.civil import days_in_month

        head, _, clock = text.strip().partition("T" if "T" in text else " ")
        parts = head.split("-")
        clock = clock[:8].rstrip("Z")
        times = clock.split(":") if clock else []
        if len(parts) != 3 or len(times) > 3 or not all(p.isascii() and p.isdigit() for p in parts + times):
            return None
        if len(parts[0]) != 4 or any(len(p) > 2 for p in parts[1:] + times):
            return None
        year, month, day = (int(p) for p in parts)
        hour, minute, second = ([int(p) for p in times] + [0, 0, 0])[:3]
        if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month) and hour < 24 and minute < 60):
            return None
        return cls(year, month, day, hour, minute, min(second, 59))

    def date(self) -> str:
        """Give the day as ISO text."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


class Options(NamedTuple):
    """The conventions of one resolution; every default is stated here and in docs/resolution.md."""

    now: Moment | None = None
    """Publication date, or the day that "today" means. None: relative phrases are Unresolved."""
    doctype: str = "planning"
    """`news` (relative to publication, past by default), `narrative` (relative to the dates told), `planning` (a
    person's own phrase; weekdays and months to come by default)."""
    dayfirst: bool | None = None
    """`03/04/2024` is 3 April (True), March 4 (False) or Ambiguous (None)."""
    week_start: int = 1
    """ISO weekday that a week begins on; 1 is Monday. "Last week" is the whole week before this one."""
    direction: str | None = None
    """`past` or `future`: where a bare weekday or month lies. None: by the cues of the clause, then by the doctype."""
    hemisphere: str = "north"
    """`north` or `south`: which months `summer` means: a season of the south gets the codes that say so (EDTF 29 to 32)."""
    nearest_weekday: bool = False
    """True: "next Friday" is the first Friday after today; False (default): the Friday of next week."""


class Reading(NamedTuple):
    """One way to read a phrase."""

    edtf: str
    rule: str
    anchor: str | None = None


class Resolved(NamedTuple):
    """The phrase means `edtf`; `alternatives` are readings that another convention would give."""

    edtf: str
    rule: str
    anchor: str | None = None
    """ISO date (or EDTF) that the phrase was counted from; None for an absolute date."""
    anchor_kind: str | None = None
    """`publication` (the `now` of the options), `text` (a date the text spoke of before) or None."""
    alternatives: tuple[Reading, ...] = ()


class Ambiguous(NamedTuple):
    """The phrase has several readings and no option or cue prefers one."""

    readings: tuple[Reading, ...]


class Unresolved(NamedTuple):
    """The phrase gives no date; `reason` is a clause that says why."""

    reason: str


Outcome = Resolved | Ambiguous | Unresolved


class Timex(NamedTuple):
    """A time expression in a text: a TIMEX3 (ISO-TimeML, ISO 24617-1) and what it means as a date."""

    start: int
    """Code point at which it begins in the text as given."""
    end: int
    """Code point after its last."""
    text: str
    type: str
    """DATE, TIME, DURATION or SET."""
    value: str
    """TIMEX3 value, such as `2013-W12`, `P2W`, `PAST_REF`; empty when it cannot be told."""
    mod: str | None
    """TIMEX3 mod (APPROX, START, MID, END, BEFORE, AFTER, MORE_THAN …) or None."""
    outcome: Outcome
    begin: str | None = None
    """Civil ISO text of the first moment meant, where the expression names an interval; None if open or not one."""
    finish: str | None = None
    """Civil ISO text of the first moment after it; None if open or not an interval."""
    whole: tuple[int, int] | None = None
    """Span of the whole range ("from June to August") that this expression is one end of; the outcome is the range's."""
