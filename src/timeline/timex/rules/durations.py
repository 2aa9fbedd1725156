"""Lengths of time (`U`): "five years", "a few days", "the past decade", "an hour and a half"."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.timex.chart import Rule
from timeline.timex.parts import Duration, Partial, Range

if TYPE_CHECKING:
    from timeline.timex.context import Context


def length(_: Any, number: float, unit: str) -> Duration:
    """Make a number of units."""
    return Duration(((number, unit),), guess=number)


def single(_: Any, unit: str) -> Duration:
    """Make "a week"."""
    return Duration(((1, unit),), guess=1)


def plain_unit(c: Context, unit: str) -> Duration | None:
    """Make "weeks"."""
    wide = unit in ("hour", "day", "week", "month", "year", "decade", "century")
    return Duration(((None, unit),)) if wide and c.doctype != "planning" else None


def vague(c: Context, guess: int, unit: str) -> Duration:
    """Make "several weeks"; where a person plans, a few is three."""
    if c.doctype == "planning" or guess == 2:
        return Duration(((guess if guess != 2 else 2, unit),), guess=guess)
    return Duration(((None, unit),), guess=guess)


def halved(_: Any, value: float, unit: str) -> Duration:
    """Make "half an hour"."""
    return Duration(((value, unit),), guess=value)


def unit_and_half(_: Any, number: float | None, unit: str, part: float) -> Duration:
    """Make "an hour and a half", "one year and a quarter"."""
    return Duration((((number or 1) + part, unit),), guess=(number or 1) + part)


def both(_: Any, a: Duration, b: Duration) -> Duration | None:
    """Add two lengths: "1 hour and 30 minutes"; the second has the finer unit."""
    order = (
        "millennium",
        "century",
        "decade",
        "year",
        "quarter",
        "month",
        "fortnight",
        "week",
        "day",
        "hour",
        "minute",
        "second",
    )
    if a.vague or b.vague or a.mod or b.mod or a.amounts[-1][1] not in order or b.amounts[0][1] not in order:
        return None
    if order.index(a.amounts[-1][1]) >= order.index(b.amounts[0][1]):
        return None
    return Duration(a.amounts + b.amounts)


def modified(_: Any, mod: str | None, value: Duration) -> Duration | None:
    """Mark a length "about", "more than"."""
    return value.copy(mod) if value.mod is None else None


def near(_: Any, mod: str, value: Duration) -> Duration | None:
    """Mark a length "about", "nearly"."""
    new = modified(_, mod, value)
    if new is not None:
        new.near = True
    return new


def word_mod(mod: str) -> Any:
    """Give the operation that marks a length with a fixed modifier."""
    return lambda _, value: modified(_, mod, value)


def past_length(c: Context, step: int, value: Duration) -> Duration | Range | None:
    """Make "the past three years": a length in a text, the stretch itself where a person plans."""
    if step < 0 and c.verb_before() and c.joined("last"):
        return None  # "could last several months"
    if c.doctype != "planning" and not c.whole:
        return value
    return stretch(c, step, value)


def past_unit(c: Context, step: int, unit: str) -> Duration | None:
    """Make "the past year", "the next decade": a length."""
    return single(c, unit) if c.doctype != "planning" else None


def stretch(c: Context, step: int, value: Duration) -> Range | None:
    """Make the stretch of a length that ends or begins now."""
    from timeline.timex.calendar import Ref, after, containing, shifted
    from timeline.timex.rules.relative import workdays

    if not step:
        return None
    number, unit = value.amounts[0]
    if unit == "workday" and number:
        last = workdays(c.today(), step * int(number))
        a, b = (c.today() + 1, last + 1) if step > 0 else (last, c.today())
        found = Range(Partial(base=Ref("day", a)), Partial(base=Ref("day", b - 1)), "between")
        found.single = True
        return found
    if unit in ("quarter", "decade", "century", "weekend", "fortnight") and number and len(value.amounts) == 1:
        here = containing("fortnight" if unit == "fortnight" else unit, c.today(), c.options.week_start)
        first = shifted(here, 1) if step > 0 else shifted(here, -int(number))
        last_ref = shifted(first, int(number) - 1)
        span = Ref("day", first.day)
        span.begin, span.finish = first.day * 86400, after(last_ref) * 86400
        return _span(span, value)
    if (
        not c.joined("the ")
        and len(value.amounts) == 1
        and number
        and unit in ("minute", "hour", "day", "week", "month", "year")
    ):
        return _span(
            whole_units(c, step, int(number), unit), value
        )  # "next 3 weeks" are calendar weeks, "the next 3 weeks" roll
    there = c.moved(Ref("day", c.today(), c.now_sec), value, step)
    fine = unit in ("second", "minute", "hour", "halfhour")
    now = c.now_second() if fine else c.today() * 86400
    exact = there.exact if there.exact is not None else there.day * 86400
    other = exact if fine else exact // 86400 * 86400
    ref = Ref("day", min(c.today(), other // 86400))
    if step > 0:
        ref.begin, ref.finish = (now, other) if fine else (now + 86400, other + 86400)
    else:
        ref.begin, ref.finish = other, now
    return _span(ref, value)


def whole_units(c: Context, step: int, number: int, unit: str) -> Any:
    """Give the next or last whole calendar units."""
    from timeline.timex.calendar import SECONDS, Ref, after, containing, shifted

    size = SECONDS.get(unit)
    if size:
        now = c.now_second() // size * size
        first = now + size if step > 0 else now - number * size
        ref = Ref("day", first // 86400)
        ref.begin, ref.finish = first, first + number * size
        return ref
    here = containing(unit, c.today(), c.options.week_start)
    begin = shifted(here, 1) if step > 0 else shifted(here, -number)
    ref = Ref("day", begin.day)
    ref.begin, ref.finish = begin.day * 86400, after(shifted(begin, number - 1)) * 86400
    return ref


def _span(ref: Any, value: Duration) -> Range:
    found = Range(Partial(base=ref), None, "span")
    found.length = value
    found.single = True
    return found


def number_step(c: Context, number: float, step: int, unit: str) -> Any:
    """Make "the 5 upcoming years"."""
    return past_length(c, step, length(c, number, unit))


def vague_step(c: Context, step: int, guess: int, unit: str) -> Any:
    """Make "the next few days"."""
    return past_length(c, step, vague(c, guess, unit))


def whole(c: Context, unit: str) -> Duration | None:
    """Make "all day", "the whole year"."""
    return single(c, unit)


def of_stretch(c: Context, number: float, value: Duration, date: Partial, *, last: bool) -> Any:
    """Make "the first ten months of 1917": a length in a text, the stretch where a person plans."""
    if c.doctype != "planning" and not c.whole:
        return value
    from timeline.timex.calendar import SIZE, Ref, after, floor

    ref = c.settle(date)
    if ref is None or SIZE[ref.grain] < SIZE["week"]:
        return None
    unit = value.amounts[0][1]
    found = Ref("day", ref.day)
    if last:
        stop = after(ref)
        if unit == "week":
            stop = floor("week", stop + 3, c.options.week_start)
        begin = (c.moved(Ref("day", stop), value, -1).exact or 0) // 86400
        found.begin, found.finish = begin * 86400, stop * 86400
    else:
        first = floor("week", ref.day + 3, c.options.week_start) if unit == "week" else ref.day
        found.begin, found.finish = first * 86400, (c.moved(Ref("day", first), value, 1).exact or 0)
    return _span(found, value)


def for_from(c: Context, value: Duration, date: Partial) -> Range | None:
    """Make "for 10 days from 18 December", "a week starting tomorrow"."""
    said = c.low[c.start : c.end]
    if c.doctype != "planning" or (" from " in said and not said.startswith("for ")):
        return None
    return stretch_from(c, value, date)


def stretch_from(c: Context, value: Duration, date: Partial) -> Range | None:
    """Make the stretch of a length that begins with a date or time."""
    from timeline.timex.calendar import SIZE, Ref

    ref = c.ahead(date)
    if ref is None or SIZE[ref.grain] > SIZE["day"]:
        return None
    end = c.moved(ref, value, 1)
    new = Ref("day", ref.day)
    begin = ref.day * 86400 + ref.sec
    new.begin, new.finish = begin, end.exact if end.exact is not None else end.day * 86400
    if c.joined("for "):
        new.finish += 86400 if SIZE[ref.grain] >= SIZE["day"] else 0
    return _span(new, value)


def from_for(c: Context, date: Partial, value: Duration) -> Range | None:
    """Make "18 December for 10 days"."""
    return stretch_from(c, value, date) if c.doctype == "planning" else None


def date_for_from(c: Context, date: Partial, value: Duration, time: Partial) -> Range | None:
    """Make "14 February for 7 hours from 9:30"."""
    from timeline.timex.parts import merge

    both_ = merge(date, time)
    return stretch_from(c, value, both_) if both_ is not None else None


_MEASURED = re.compile(
    r"(?:^|[.,;:(\u2014-]|\b(?:for|in|after|of|lasted|lasting|lasts|last|took|takes|take|taken|taking|within|just|well|little|is|was|are|were|be|been|"
    r"by|than|spent|spending|spend|waited|waiting|held|until|with|every|from|and|or|not|only|already|now))\s*$"
)


def more(c: Context, mod: str, value: Duration) -> Duration | None:
    """Make "more than three years"; "testimony over 14 days" is no more than 14 days."""
    if (
        c.doctype != "planning"
        and c.low.startswith("over ", c.start)
        and not _MEASURED.search(c.low[max(0, c.start - 12) : c.start])
    ):
        return None
    return modified(c, mod if isinstance(mod, str) else "MORE_THAN", value)


def eons(c: Context, number: float, many: float, unit: str) -> Duration | None:
    """Make "four billion years"."""
    return length(c, number * many, unit)


def age(_: Any, value: Duration) -> Duration | None:
    """Take "18 years old" as a length."""
    return value if value.amounts[0][1] in ("year", "month", "week", "day") else None


RULES = (
    Rule("length", "U0", "N -? UNIT1|UNITS / N consecutive|straight|more|full|solid|long|whole|additional|further|successive UNIT1|UNITS / N - UNIT1|UNITS", length, cost=0.5),
    Rule("length-letter", "U0", "N UNITLETTER", lambda c, n, u: None if c.doctype != "planning" and u in ("minute", "second") else length(c, n, u), cost=0.6),
    Rule("eons", "U0", "N|FLOAT MILLION UNITS|UNIT1 / N|FLOAT -? MILLION - UNIT1", eons, cost=0.4),
    Rule("a-unit", "U0", "a|an UNIT1 / another UNIT1 / a|an full|whole|single|mere|entire UNIT1 / a UNITS / a mere UNIT1", single),
    Rule("another-n", "U0", "another N UNITS|UNIT1", length),
    Rule("a-mere", "U0", "a mere N UNIT1|UNITS / a|an good|additional|extra|estimated|further|total N UNIT1|UNITS", length),
    Rule("vague-length", "U0", "a? VAGUE -? UNITS|UNIT1 / a VAGUE more|full|short|long UNITS / VAGUE more|long|short UNITS / a few of? UNITS / a few UNIT1", lambda c, *v: vague(c, v[0], v[1]) if len(v) == 2 else vague(c, 3, v[0])),
    Rule("half-unit", "U0", "HALFW -? a|an UNIT1 / a? HALFW -? UNIT1 / HALFW of an? UNIT1", halved),
    Rule("quarter-unit", "U0", "QUARTERW of an UNIT1 / a QUARTERW of an UNIT1 / three QUARTERW of an UNIT1 / three quarters of an UNIT1", lambda c, *v: halved(c, 0.25 * (3 if "three" in c.low[c.start : c.end] else 1), v[-1])),
    Rule("unit-and-half", "U0", "N UNIT1 and a? HALFW|QUARTERW", unit_and_half, cost=0.4),
    Rule("a-unit-half", "U0", "a|an UNIT1 and a HALFW|QUARTERW / UNIT1 - and - a - HALFW / UNIT1 and a HALFW", lambda c, u, p: unit_and_half(c, 1, u, p), cost=0.4),
    Rule("one-and-half", "U0", "one and a? HALFW|QUARTERW -? UNIT1|UNITS / N and a HALFW -? UNIT1|UNITS", lambda c, *v: halved(c, (v[0] if len(v) == 3 else 1) + v[-2], v[-1]), cost=0.4),
    Rule("and-half-hour", "U0", "N and a? UNIT1", lambda c, n, u: length(c, n + 0.5, "hour") if u == "halfhour" else None, cost=0.3),
    Rule("compound", "U0", "U0 and|, U0 / U0 , and U0 / U0 U0", both, cost=0.6),
    Rule("known", "U", "U0", lambda c, v: v, "A length of time.", "five years -> P5Y", "5 percent", cost=0.5),
    Rule("plain-units", "UP", "UNITS", plain_unit),
    Rule("long", "U0", "U0 -? LONG / UNIT1 - LONG / UP - LONG", lambda c, u, _: u if isinstance(u, Duration) else single(c, u), cost=0.3),
    Rule("length-adjective", "U0", "N ADJ UNITS", lambda c, n, _, u: length(c, n, u), cost=0.5),
    Rule("plain-length", "U", "UP / the UP", lambda c, v: v, cost=2),
    Rule("many-units", "U", "the? few|many|several more UP / coming|intervening|following UP / in coming UP / the intervening|following|ensuing UP / the LAST|NEXT UP / LAST|NEXT UP", lambda c, *v: v[-1], "", "", "", cost=2),
    Rule("about-length", "U", "APPROX U / some U / U or so", lambda c, *v: near(c, v[0] if isinstance(v[0], str) else "APPROX", v[-1]), "A length that is only near.", "about a week -> P1W", "about a", cost=0.6),
    Rule("more-length", "U", "MORETHAN U", more, "A length with a bound.", "more than three years -> P3Y", "", cost=0.6),
    Rule("up-to-length", "U", "U or more|longer|above / U and|or counting", word_mod("EQUAL_OR_MORE"), "", "", "", cost=0.6),
    Rule("or-less", "U", "U or less|fewer", word_mod("EQUAL_OR_LESS"), "", "", "", cost=0.6),
    Rule("the-length", "U", "the|these|those|its|their|his|her|our|whole|entire|full|intervening U / the whole|entire|full U", lambda c, v: v, "", "", "", cost=1.4),
    Rule("past-length", "P", "the? LAST|NEXT U0 / the? LAST|NEXT DOZEN UNITS / in|within|over|during the? LAST|NEXT U0 / these LAST U0", lambda c, s, *v: past_length(c, s, v[-1] if isinstance(v[-1], Duration) else length(c, v[0], v[1])),
         "So many units back or on: a length in a text, the stretch itself where a person plans.", "the last nine months -> 2024-12-03/2025-09-02", "the last three men", cost=0.5),
    Rule("past-about", "P", "the? LAST|NEXT APPROX|MORETHAN U0", lambda c, s, m, v: past_length(c, s, v), "", "", "", cost=0.6),
    Rule("number-past", "P", "the? N LAST|NEXT UNITS / the? VAGUE LAST|NEXT UNITS", number_step, "", "", "", cost=0.5),
    Rule("past-unit", "U", "the NEARLAST UNIT1 / over|for|in|within|during the NEARLAST|NEARNEXT UNIT1", past_unit, "The past year: a length in a text.", "", "", cost=1.2),
    Rule("first-length", "U", "the? ORDW U0|UP / the? LAST U0 / the? final|opening|closing U0|UP / its|his|her|their ORDW|LAST UP", lambda c, *v: None if v[0] == -1 and c.verb_before() else v[-1], "", "", "", cost=1.5),
    Rule("first-length-of", "P", "the? ORDW U0 of|in the? D", lambda c, n, u, d: of_stretch(c, n, u, d, last=False) if n == 1 else None, "The first months of a year: a length in a text.", "the first two months of 1939 -> 1939-01-01/1939-02-28", "", cost=0.4),
    Rule("last-length-of", "P", "the? LAST|NEXT U0 of|in the? D / the? final U0 of|in the? D", lambda c, *v: of_stretch(c, -1, v[-2], v[-1], last=True) if v[0] == -1 or len(v) == 2 else None, "", "", "", cost=0.4),
    Rule("length-from", "G", "for? U from|starting|beginning|commencing D|C", lambda c, *v: for_from(c, v[0], v[-1]), "A length and the day it begins, where a person plans.", "for 10 days from 18 December 2025 -> 2025-12-18/2025-12-28", "", cost=0.5),
    Rule("from-length", "G", "from? D|C for U", from_for, "", "", "", cost=0.5),
    Rule("date-length-from", "G", "D for U from C", date_for_from, "", "", "", cost=0.4),
    Rule("all-unit", "U", "all UNIT1 / the? whole|entire|full UNIT1 / all of the UNIT1 / the rest|remainder of the UNIT1", lambda c, u: whole(c, u or "year"), "", "", "", cost=0.8),
    Rule("for-unit", "U", "for the UNIT1", lambda c, u: None, "", "", ""),
    Rule("age", "A", "U -? OLD / U0 -? OLDYEARS", lambda c, v, _: age(c, v), "An age, as a length.", "", "", cost=0.5),
    Rule("unit-letter", "UNITLETTER", "UL", lambda c, v: v),
)  # fmt: skip
