"""Repeated times (`S`): every Tuesday, daily, each year, twice a week, the 19th of every month."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.timex.chart import Rule
from timeline.timex.output import unit_code
from timeline.timex.parts import Duration, Partial, Repeat

if TYPE_CHECKING:
    from timeline.timex.context import Context


def adverb(_: Any, value: str) -> Repeat:
    """Make "daily"."""
    return Repeat(value)


def every(_: Any, unit: str) -> Repeat:
    """Make "every year"."""
    return Repeat(unit_code(1, unit))


def every_other(_: Any, unit: str) -> Repeat:
    """Make "every other week"."""
    return Repeat(unit_code(2, unit))


def every_length(_: Any, length: Duration) -> Repeat | None:
    """Make "every two weeks"."""
    number, unit = length.amounts[0]
    return Repeat(unit_code(number, unit)) if len(length.amounts) == 1 else None


def weekday(_: Any, day: int, time: Partial | None = None) -> Repeat:
    """Make "every Tuesday", "Tuesdays at 9 am"."""
    return Repeat(f"XXXX-WXX-{day}{clock_text(time)}")


def clock_text(time: Partial | None) -> str:
    """Write the time of a repeated event."""
    if time is None or time.hour is None:
        return "" if time is None or time.part is None else f"T{time.part}"
    hour = time.hour % 12 + time.ampm if time.ampm is not None and time.hour <= 12 else time.hour
    return f"T{hour:02d}" + (f":{time.minute:02d}" if time.minute is not None else "")


def at_time(_: Any, repeat: Repeat, time: Partial) -> Repeat | None:
    """Make "every day at 6 am": the time alone, as TIMEX3 of a planner has it."""
    if repeat.value == "P1D":
        return Repeat(clock_text(time))
    if repeat.value in ("TMO", "TAF", "TEV", "TNI"):
        half = 0 if repeat.value == "TMO" else 12
        return Repeat(clock_text(time if time.ampm is not None or (time.hour or 0) > 12 else time.copy(ampm=half)))
    return (
        Repeat(repeat.value + clock_text(time))
        if repeat.value.startswith("XXXX-WXX-") and "T" not in repeat.value
        else None
    )


def time_set(_: Any, time: Partial, repeat: Repeat) -> Repeat | None:
    """Make "3 pm each day"."""
    return at_time(_, repeat, time)


def part(_: Any, value: Partial) -> Repeat:
    """Make "every morning"."""
    return Repeat(f"T{value.part}")


def part_text(c: Context, value: Partial) -> Repeat:
    """Make "every morning", in a text with its open date."""
    return Repeat(f"T{value.part}" if c.doctype == "planning" else f"XXXX-XX-XXT{value.part}")


def day_of_month(_: Any, day: int, unit: str) -> Repeat | None:
    """Make "the 19th of every month"."""
    return Repeat(f"XXXX-XX-{day:02d}") if unit == "month" else None


def season(_: Any, code: str) -> Repeat:
    """Make "every summer"."""
    return Repeat(f"XXXX-{code}")


def month(_: Any, number: int) -> Repeat:
    """Make "every March"."""
    return Repeat(f"XXXX-{number:02d}")


def month_day(_: Any, date: Partial) -> Repeat | None:
    """Make "every 4 July"."""
    if date.month is None or date.day is None or date.year is not None:
        return None
    return Repeat(f"XXXX-{date.month:02d}-{date.day:02d}")


def adverb_on(value: str, date: Partial | int) -> Repeat | None:
    """Make "annually on 3 March", "weekly on Mondays", "monthly on the 3rd"."""
    if isinstance(date, Partial):
        return month_day(None, date) if value == "P1Y" else None
    if value == "P1W" and date <= 7:
        return weekday(None, date)
    return Repeat(f"XXXX-XX-{date:02d}") if value == "P1M" else None


def per(c: Context, unit: str) -> Repeat:
    """Make "per week", "a year" after a count."""
    return Repeat(unit_code(1, unit))


RULES = (
    Rule("adverb", "S", "SETADV", adverb, "An adverb or adjective of repetition.", "annually -> P1Y", "the Daily Mail", cost=1),
    Rule("every-unit", "S", "EVERY single? UNIT1 / any UNIT1 / EVERY and every UNIT1", lambda c, *v: every(c, v[-1]), "Each or every unit.", "every year -> P1Y", "every man", cost=0.6),
    Rule("every-other", "S", "EVERY other|second UNIT1 / every alternate UNIT1", lambda c, *v: every_other(c, v[-1]), "", "", "", cost=0.4),
    Rule("every-length", "S", "EVERY U0 / EVERY APPROX|VAGUE UNITS / once EVERY U0", lambda c, *v: every_length(c, v[-1]) if isinstance(v[-1], Duration) else Repeat("PX" + unit_code(1, v[-1])[2:]), "Every so many units.", "every two weeks -> P2W", "", cost=0.4),
    Rule("every-nth", "S", "EVERY ORD UNIT1", lambda c, _, n, u: Repeat(unit_code(n, u)), "", "", "", cost=0.4),
    Rule("every-weekday", "S", "EVERY WEEKDAY|WEEKDAYS / EVERY other WEEKDAY", lambda c, _, d: weekday(c, d), "A weekday of every week.", "every Tuesday -> XXXX-WXX-2", "", cost=0.4),
    Rule("every-nth-weekday", "S", "EVERY ORD WEEKDAY", lambda c, _, n, d: weekday(c, d), "Every second Tuesday, of which only the weekday is kept.", "every second Tuesday -> XXXX-WXX-2", "every second man", cost=0.3),
    Rule("every-nth-weekday-of", "S", "EVERY ORD|LAST WEEKDAY of|in the|a? UNIT1", lambda c, e, n, d, u: Repeat(unit_code(1, u)), cost=0.2),
    Rule("nth-weekday-every", "S", "the? ORD|LAST WEEKDAY of|in EVERY UNIT1", lambda c, n, d, e, u: Repeat(unit_code(1, u)), "A weekday of every month.", "", "", cost=0.3),
    Rule("weekends", "S", "on|at|most UNITS", lambda c, u: Repeat("XXXX-WXX-WE") if u == "weekend" else None, cost=0.4),
    Rule("workdays", "S", "on|at|most UNITS / UNITS at? C", lambda c, u, t=None: Repeat("XXXX-WXX-WD" + clock_text(t)) if u == "workday" and (t is None or c.doctype == "planning") else None, "The working days of every week.", "weekdays at 9 am -> XXXX-WXX-WDT09", "", cost=0.4),
    Rule("adverb-on", "S", "SETADV on the? MD|WEEKDAY|WEEKDAYS|DAYQ", lambda c, value, d: adverb_on(value, d), "A day of every week, month or year.", "annually on 3 March -> XXXX-03-03", "", cost=0.3),
    Rule("weekdays", "S", "WEEKDAYS / on WEEKDAYS / the WEEKDAYS", weekday, "", "", "", cost=1),
    Rule("set-clock", "S", "S ,? at? C / S from C / S at HRB", at_time, "", "", "", cost=0.4),
    Rule("clock-set", "S", "C on? S", time_set, "", "", "", cost=0.4),
    Rule("every-part", "S", "EVERY PT", lambda c, _, p: part_text(c, p), "A part of every day.", "every morning -> TMO", "", cost=0.4),
    Rule("parts", "S", "PARTS", lambda c, code: Repeat(f"T{code}" if c.doctype == "planning" else f"XXXX-XX-XXT{code}"), "", "", "", cost=1.5),
    Rule("weekday-parts", "S", "WEEKDAY PARTS", lambda c, d, code: Repeat(f"XXXX-WXX-{d}T{code}"), "", "", "", cost=0.4),
    Rule("dom-every", "S", "the? DAYQ of EVERY UNIT1 / the? DAYQ day of EVERY UNIT1", lambda c, d, *v: day_of_month(c, d, v[-1]), "A day of every month.", "the 19th of every month -> XXXX-XX-19", "", cost=0.3),
    Rule("every-season", "S", "EVERY SEASON / SEASONS", lambda c, *v: season(c, v[-1]), "", "", "", cost=0.8),
    Rule("every-month", "S", "EVERY MONTH", lambda c, _, m: month(c, m), "", "", "", cost=0.4),
    Rule("every-date", "S", "EVERY MD", lambda c, _, d: month_day(c, d), "", "", "", cost=0.4),
    Rule("per-unit", "S", "per UNIT1 / once|twice|times|time a|an|per|every|each UNIT1 / N times a|an|per|each UNIT1 / once|twice EVERY UNIT1", lambda c, *v: per(c, v[-1]), "So often a unit.", "once a week -> P1W", "", cost=0.4),
    Rule("day-after-day", "S", "UNIT1 after|by|in UNIT1", lambda c, a, b: None, "", "", ""),
)  # fmt: skip
