"""Times of day: clock times (`C`), parts of the day, and either on a date (`D`)."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG005, E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.timex.calendar import PARTS, SIZE, Ref
from timeline.timex.chart import Rule
from timeline.timex.parts import Partial, Range, merge

if TYPE_CHECKING:
    from timeline.timex.context import Context


def clock(_: Any, value: tuple[int, int, int | None], ampm: int | None = None) -> Partial | None:
    """Make a time written with a colon or an h."""
    hour, minute, second = value
    if ampm is not None and hour > 12 and not (ampm == 12 and hour < 24):
        return None
    return Partial(hour=hour, minute=minute, second=second, ampm=ampm if hour <= 12 else None)


def two(c: Context, value: tuple[int, int], ampm: int | None = None) -> Partial | None:
    """Make a time written with a dot or glued ("9.30 am", "0935")."""
    return clock(c, (value[0], value[1], None), ampm)


def hour(_: Any, value: int, ampm: int) -> Partial | None:
    """Make "3 pm"."""
    return Partial(hour=int(value), ampm=ampm) if 0 < value <= 12 and value == int(value) else None


def hour_minute(c: Context, value: int, minute: int, ampm: int | None = None) -> Partial | None:
    """Make "nine fifty-nine a.m.", "at 3 15"; an hour from 1 to 6 said so is one of the afternoon."""
    if not (0 < value <= 24 and 10 <= minute < 60):
        return None
    return clock(c, (int(value), int(minute), None), 12 if ampm is None and value <= 6 else ampm)


def at(_: Any, value: int) -> Partial | None:
    """Make "at 7"."""
    return Partial(hour=int(value), bare=True) if 0 <= value <= 24 and value == int(value) else None


def at_planning(c: Context, value: int) -> Partial | None:
    """Make "at 7", where a person plans."""
    return at(c, value) if c.doctype == "planning" else None


def oclock(_: Any, value: int, __: Any, ampm: int | None = None) -> Partial | None:
    """Make "7 o'clock"."""
    return Partial(hour=int(value), ampm=ampm, bare=ampm is None) if 0 < value <= 12 else None


_ALREADY = re.compile(r"\b(?:after|since|past)\s")


def noon(c: Context, value: int) -> Partial:
    """Make noon or midnight; "after midnight on Friday" is the beginning of Friday."""
    if value == 24 and c.doctype != "planning" and _ALREADY.search(c.low[max(0, c.start - 8) : c.start + 18]):
        value = 0
    return Partial(hour=value, minute=0)


def past(_: Any, minutes: float, time: Partial) -> Partial | None:
    """Make "20 past 3"."""
    if time.hour is None or time.minute not in (None, 0) or not 0 < minutes < 60:
        return None
    return time.copy(minute=int(minutes))


def to(_: Any, minutes: float, time: Partial) -> Partial | None:
    """Make "20 to 3"."""
    if time.hour is None or time.minute not in (None, 0) or not 0 < minutes < 60:
        return None
    return time.copy(hour=time.hour - 1 if time.hour > 1 else 12, minute=60 - int(minutes))


def to_words(c: Context, minutes: int, value: int) -> Partial | None:
    """Make "ten to nine", "twenty-five to six", as one says them; "nine to ten" is a range."""
    if c.doctype != "planning" or minutes not in (5, 10, 20, 25) or not 0 < value <= 12:
        return None
    return Partial(hour=value - 1 if value > 1 else 12, minute=60 - minutes, bare=True)


def half_past(c: Context, _: Any, time: Partial) -> Partial | None:
    """Make "half past 7"."""
    return past(c, 30, time)


def quarter_past(c: Context, _: Any, time: Partial) -> Partial | None:
    """Make "a quarter past 7"."""
    return past(c, 15, time)


def quarter_to(c: Context, _: Any, time: Partial) -> Partial | None:
    """Make "a quarter to 7"."""
    return to(c, 15, time)


def zoned(_: Any, time: Partial | None, zone: float | None) -> Partial | None:
    """Note the zone of a time."""
    if time is None:
        return None
    return time.copy(zone="" if zone is None else f"{zone:+g}")


def part(_: Any, code: str) -> Partial:
    """Make a part of the day."""
    return Partial(part=code)


def part_alone(c: Context, value: Partial) -> Partial:
    """Make a part of the day by itself; a story's "night" without an article is any night."""
    if c.doctype == "narrative" and not c.low[c.start : c.end].startswith("the ") and value.part:
        from timeline.timex.rules.relative import nowadays

        return nowadays(f"XXXX-XX-XXT{value.part}")
    if c.doctype == "news" and c.low[c.start : c.end].strip() == "overnight" and not c.day_in_sentence():
        night = Ref("part", c.today() - 1, 0, value.part)  # the one before the paper came out
        night.begin, night.finish = night.day * 86400 + 18 * 3600, (night.day + 1) * 86400 + 6 * 3600
        return Partial(base=night)
    return value


def part_mod(_: Any, mod: str, value: Partial) -> Partial:
    """Make "early morning"."""
    return value.copy(edge=mod) if value.edge is None else value


def part_mod_after(_: Any, value: Partial, mod: str) -> Partial | None:
    """Make "Tuesday, early"."""
    return value.copy(edge=mod) if value.edge is None else None


def with_part(_: Any, date: Partial, value: Partial) -> Partial | None:
    """Put a part of the day on a date or a time."""
    if date.base is not None and SIZE[date.base.grain] > SIZE["day"] and date.weekday is None and date.day is None:
        return None
    return merge(date, value)


def on_date(_: Any, time: Partial, date: Partial) -> Partial | None:
    """Put a time on a date."""
    if not date.dated or (
        date.base is not None
        and SIZE[date.base.grain] > SIZE["day"]
        and date.weekday is None
        and date.day is None
        and date.base.exact is None
    ):
        return None
    return merge(date, time)


def date_time(_: Any, date: Partial, time: Partial) -> Partial | None:
    """Put a time on a date."""
    return on_date(_, time, date)


def date_at(c: Context, date: Partial, value: float) -> Partial | None:
    """Make "Monday at 5"."""
    if c.doctype != "planning" and not c.joined(" at "):
        return None
    time = at(c, int(value))
    return on_date(c, time, date) if time and value == int(value) and date.hour is None else None


def date_glued(c: Context, date: Partial, value: tuple[int, int]) -> Partial | None:
    """Make "16 Nov 2330"."""
    if c.doctype != "planning" or c.whole or date.hour is not None or (date.day is None and date.weekday is None):
        return None
    time = two(c, value)
    return on_date(c, time, date) if time else None


def before_part(_: Any, kind: str, part: str, date: Partial) -> Partial | None:
    """Make "before dawn on 5 May", "Monday, after sunset": the small or the late hours of that day."""
    if (
        (kind, part) not in (("before", "DA"), ("shortly before", "DA"), ("after", "DU"), ("shortly after", "DU"))
        or date.timed
        or not date.dated
    ):
        return None
    return on_date(_, Partial(part="MO" if part == "DA" else "NI"), date)


def end_of_day(_: Any) -> Partial:
    """Make the end of the day."""
    return Partial(hour=23, minute=59, second=59)


def tonight(c: Context, _: Any) -> Partial:
    """Make "tonight"."""
    if c.doctype == "narrative":
        from timeline.timex.rules.relative import nowadays

        return nowadays("XXXX-XX-XXTNI")
    return Partial(base=day_ref(c), part="NI")


def day_ref(c: Context) -> Any:
    """Give today."""
    from timeline.timex.calendar import Ref

    return Ref("day", c.today())


def hour_tonight(c: Context, time: Partial, step: Any, part: Partial | None = None) -> Partial | None:
    """Make "8 tonight", "6 this evening", where a person plans."""
    if c.doctype != "planning" or c.labelled():
        return None  # "in building 4 this afternoon"
    there = tonight(c, step) if part is None else Partial(base=day_ref(c), part=part.part)
    return merge(there, time) if there.part in ("MO", "AF", "EV", "NI") else None


def approximate(_: Any, time: Partial) -> Partial:
    """Take "around 3 pm" as the time, approximate."""
    return time.copy(approx=True)


RULES = (
    Rule("clock", "C", "CLK AMPM? / CLK OCLOCK / CLK hrs|hours", clock, "A time with minutes.", "15:30 -> 2025-09-03T15:30:00", "a 4:3 aspect ratio", cost=0.8),
    Rule("clock-dot", "C", "CLKDOT AMPM", two, "A time with a dot, when a.m. or p.m. follows.", "9.30 pm -> 2025-09-03T21:30:00", "a share of 9.30", cost=0.8),
    Rule("clock-dot-at", "C", "at CLKDOT / CLKDOT OCLOCK / CLKDOT h / around CLKDOT / at around|about CLKDOT", lambda c, v, *_: two(c, v) if c.doctype == "planning" else None, "", "", "", cost=1.5),
    Rule("clock-glued", "C", "CLK3|CLK4 AMPM / CLK4 OCLOCK / CLK4 h|hrs|hours", lambda c, v, a=None: two(c, v, a if isinstance(a, int) else None), "A time without a mark.", "1515 pm -> 2025-09-03T15:15:00", "", cost=0.8),
    Rule("hour", "C", "N AMPM / N - AMPM", hour, "An hour with a.m. or p.m.", "3 pm -> 2025-09-03T15:00:00", "14PM", cost=0.6),
    Rule("hour-letter-h", "C", "HR h", lambda c, v: Partial(hour=v, minute=0) if c.doctype == "planning" else None, "", "", "", cost=0.8),
    Rule("hour-minute", "C", "N99|HR N99|MIN2 AMPM / N99|HR - N99 AMPM / N99|HR N99|MIN2 MINUTES?", lambda c, h, m, a=None: hour_minute(c, h, m, a if isinstance(a, int) else None) if a is not None else None,
         "", "", "", cost=1.1),
    Rule("hour-minute-at", "C", "at N99|HR N99|MIN2 / at N99 - N99", lambda c, h, m: hour_minute(c, h, m) if c.doctype == "planning" else None, "", "", "", cost=1.6),
    Rule("spoken", "CS", "N99 N99 / N99 - N99", lambda c, h, m: hour_minute(c, h, m) if c.doctype == "planning" else None, "", "", "", cost=2),
    Rule("spoken-alone", "C", "CS", lambda c, p: p if c.doctype == "planning" and c.low.strip() == c.low[c.start : c.end].strip() else None, cost=3),
    Rule("hour-ish", "C", "N ish AMPM?", lambda c, v, a=None: Partial(hour=int(v), ampm=a, bare=a is None, approx=True) if 0 < v <= 12 else None, "", "", "", cost=0.7),
    Rule("clock-ish", "C", "C ish", approximate, "", "", "", cost=0.7),
    Rule("oclock", "C", "N OCLOCK AMPM?", oclock, "An hour with o'clock.", "7 o'clock -> 2025-09-03T07:00:00", "", cost=0.6),
    Rule("noon", "C", "NOON / twelve NOON / 12 NOON", noon, "Noon and midnight.", "noon -> 2025-09-03T12:00:00", ""),
    Rule("past-hour", "C", "N MINUTES? past|after HX / N MINUTES from HX", lambda c, n, *r: past(c, n, r[-1]), "Minutes past the hour.", "20 past 3 pm -> 2025-09-03T15:20:00", "20 past winners", cost=0.8),
    Rule("to-hour", "C", "N MINUTES? to|before|till|til|of HX", lambda c, n, *r: to(c, n, r[-1]) if r[-1].ampm is not None or (r and r[0] is not None and len(r) > 1) else None, "", "", "", cost=1.5),
    Rule("to-hour-words", "C", "TEENS|TENS to ONES|TEENS / TENS -? ONES to ONES|TEENS / at ONES to ONES|TEENS", lambda c, *v: to_words(c, sum(v[:-1]), v[-1]), "Minutes to the hour, in words, where a person plans.", "ten to nine -> 2025-09-03T08:50:00", "nine to ten", cost=1.4),
    Rule("half-past", "C", "HALFW past HX", half_past, "Half past the hour.", "half past 7 pm -> 2025-09-03T19:30:00", "the last half past", cost=0.8),
    Rule("quarter-past", "C", "a? QUARTERW past|after HX", quarter_past, "A quarter past the hour.", "a quarter past 3 pm -> 2025-09-03T15:15:00", "", cost=0.8),
    Rule("quarter-to", "C", "a? QUARTERW to|of|before|till|til HX", quarter_to, "A quarter to the hour.", "a quarter to 4 pm -> 2025-09-03T15:45:00", "", cost=0.8),
    Rule("hour-of-clock", "HX", "C / HRB", lambda c, p: p),
    Rule("bare-hour", "HRB", "HR|N99", at),
    Rule("at-hour", "C", "at HRB|CS / around HRB / at around|about HRB / @ HRB", lambda c, p: p if c.doctype == "planning" else None, "An hour after at, where a person plans.", "at 7 -> 2025-09-03T07:00:00", "at 7 percent", cost=2.5),
    Rule("at-clock", "C", "at|@ C / for C", lambda c, p: p, "", "", "", cost=0.5),
    Rule("about-clock", "C", "APPROX C / C approximately / at APPROX C", lambda c, *v: v[-1].copy(approx=True) if isinstance(v[-1], Partial) else None, "", "", "", cost=0.6),
    Rule("zone", "C", "C (? ZONE )? / C ZONEWORD ZTIME?", lambda c, t, z, _=None: zoned(c, t, z), "A time with its zone.", "5 p.m. EST -> 2025-09-03T17:00:00", "", cost=0.4),
    Rule("zone-glued", "C", "CLK4 ZONE", lambda c, v, z: zoned(c, two(c, v), z), "A time without a mark and its zone.", "2130 GMT -> 2025-09-03T21:30:00", "", cost=0.6),
    Rule("zone-date", "D", "D (? ZONE )? / D ZONEWORD ZTIME?", lambda c, t, z, _=None: zoned(c, t, z) if t.hour is not None else None, "", "", "", cost=0.5),
    Rule("zone-offset", "C", "C (? ZONE +|- HR )?", lambda c, t, z, h: zoned(c, t, h), "", "", "", cost=0.3),
    Rule("zone-words", "ZTIME", "time / timezone / standard time / daylight time / time zone", lambda c: 1, "", "", ""),
    Rule("minutes-word", "MINUTES", "minutes|minute|min|mins|'", lambda c: 1, "", "", ""),
    Rule("part", "PT", "PART / the PART / PARTS", part, "", "", ""),
    Rule("part-early", "PT", "EARLY|LATE|MID -|in? the? PT / EARLY|LATE on? the? PT / SMALLHOURS", lambda c, m, p=None: part_mod(c, m, p) if p else Partial(part="MO", edge="START"), "", "", ""),
    Rule("part-small", "PT", "the? SMALLHOURS of the PT / in the SMALLHOURS", lambda c, _, p=None: (p or Partial(part="MO")).copy(edge="START"), "", "", "", cost=0.5),
    Rule("part-hours", "PT", "the? PT hours / the? EARLY PT hours", lambda c, *v: v[-1].copy(edge=v[0] if isinstance(v[0], str) else v[-1].edge), "", "", "", cost=0.6),
    Rule("office-hours", "PT", "OFFICE", lambda c, _: Partial(part="DT"), "", "", ""),
    Rule("part-alone", "C", "PT", part_alone, "A part of the day.", "morning -> 2025-09-03", "in the", cost=2),
    Rule("in-part", "C", "in|during|by|at the? PT", lambda c, p: p, "", "", "", cost=1.5),
    Rule("part-ampm", "C", "in the AMPM", lambda c, a: Partial(ampm=a, part="AF" if a else "MO"), "", "", "", cost=3),
    Rule("clock-part", "C", "C ,|in|at? the? PT / C ,|(? PT )? / PT ,|at? C / in the? PT at? C / C THIS PT", lambda c, a, *b: with_part(c, a, b[-1]), "A time and the part of the day.",
         "8 in the morning -> 2025-09-03T08:00:00", "", cost=0.7),
    Rule("hour-part", "C", "HRB in|at the? PT", lambda c, a, b: with_part(c, a, b) if b.part in ("MO", "AF", "EV", "NI") else None, "", "", "", cost=1.2),
    Rule("hour-tonight", "D", "at? HRB TONIGHT / at? HRB THIS PT", hour_tonight, "An hour of this evening, where a person plans.", "8 tonight -> 2025-09-03T20:00:00", "building 4 this afternoon", cost=1.2),
    Rule("hour-day-part", "D", "at? HRB TODAY PT", lambda c, h, s, p: merge(Partial(base=Ref("day", c.today() + s), part=p.part), h) if c.doctype == "planning" else None, cost=1.2),
    Rule("part-hour", "C", "PT at HRB / in the? PT at? HRB / PT around|about HRB", with_part, "", "", "", cost=1.2),
    Rule("tonight", "D", "TONIGHT / LATE|EARLY TONIGHT", lambda c, *v: tonight(c, v[-1]).copy(edge=v[0] if len(v) > 1 else None), "The night of today.", "tonight -> 2025-09-03", ""),
    Rule("date-part", "D", "D ,|(? PT )? / D ,|in|at|by|during the PT / D in|at|by PT", with_part, "A date and the part of the day.", "Tuesday morning -> 2025-09-09", "", cost=0.5),
    Rule("part-date", "D", "PT ,|of|on? D / on? the PT of|on D / PT of|on the? D", on_date, "The part of the day and its date.", "the morning of 5 May 2020 -> 2020-05-05", "", cost=0.5),
    Rule("date-clock", "D", "D ,|:|-? C / D ,? at|around|by C / D , around C", date_time, "A date and a time.", "tomorrow at 5 pm -> 2025-09-04T17:00:00", "", cost=0.5),
    Rule("clock-date", "D", "C ,|on|of|-? D / C , on D / C on the D", on_date, "A time and a date.", "5 pm on 7 May 2020 -> 2020-05-07T17:00:00", "", cost=0.5),
    Rule("date-hour", "D", "D ,? at|@ N / D ,? at? around|about N", date_at, "An hour after a date.", "tomorrow at 5 -> 2025-09-04T17:00:00", "", cost=1.6),
    Rule("date-hour-word", "D", "D CS / D N99", lambda c, d, v: (on_date(c, v, d) if isinstance(v, Partial) else date_at(c, d, v) if d.timed or d.base else None) if c.doctype == "planning" else None, "", "", "", cost=2.4),
    Rule("date-dot", "D", "D ,? at|around CLKDOT", lambda c, d, v: date_glued(c, d, v) if d.hour is None else None, cost=1.6),
    Rule("date-dot-bare", "D", "D CLKDOT", lambda c, d, v: date_glued(c, d, v) if d.hour is None else None, cost=4.5),
    Rule("date-glued", "D", "D ,? at? CLK4 / D ,? at? CLK3", date_glued, "A date and a time glued.", "", "", cost=4),
    Rule("end-of-day", "D", "EOP", lambda c, unit: None if unit != "day" else Partial(base=day_ref(c), hour=23, minute=59, second=59), "The end of the day.", "eod -> 2025-09-03T23:59:59", ""),
    Rule("end-of-day-date", "D", "EOP ,|on|of? D", lambda c, unit, d: d.copy(hour=23, minute=59, second=59) if unit == "day" and c.doctype == "planning" and (d.weekday or d.day or (d.base and d.base.grain == "day")) and not d.timed else None, "The end of a day.", "eod tomorrow -> 2025-09-04T23:59:59", "", cost=0.3),
    Rule("end-of-date", "D", "the? end of THIS? D", lambda c, _, d: d.copy(hour=23, minute=59, second=59) if c.doctype == "planning" and (d.weekday or (d.base and d.base.grain == "day")) and d.month is None and not d.timed else None, "", "", "", cost=0.3),
    Rule("before-dawn", "D", "BEFOREP|AFTERP PART ,|on|of? D", before_part, "The hours before dawn, after dark: of that day.", "before dawn on 5 May 2020 -> 2020-05-05", "", cost=0.4),
    Rule("dawn-after", "D", "D ,? BEFOREP|AFTERP PART", lambda c, d, k, p: before_part(c, k, p, d), cost=0.4),
    Rule("meal", "C", "around|at|during MEAL / MEAL time", lambda c, code: Partial(part=code) if c.doctype == "planning" else None),
    Rule("after-meal", "G", "AFTERP MEAL", lambda c, k, code: Range(Partial(hour=PARTS[code][1], minute=0), None, "since") if c.doctype == "planning" and k == "after" else None),
    Rule("before-meal", "G", "BEFOREP MEAL", lambda c, k, code: Range(None, Partial(hour=PARTS[code][0], minute=0), "before") if c.doctype == "planning" and k == "before" else None),
    Rule("at-meal", "D", "D at? MEAL", lambda c, d, code: d.copy(part=code) if not d.timed and c.doctype == "planning" else None, "", "", ""),
    Rule("ampm-date", "D", "D AMPM", lambda c, d, a: d.copy(part="AF" if a else "MO") if c.doctype == "planning" and not d.timed else None, "", "", ""),
    Rule("date-early", "D", "D ,? EARLY|LATE", lambda c, d, m: part_mod_after(c, d, m) if c.doctype == "planning" and (d.day or d.weekday) else None, "", "", "", cost=1.6),
    Rule("edge-part-date", "D", "D ,? EARLY|LATE in the? PT", lambda c, d, m, p: with_part(c, d, p.copy(edge=m)), "", "", "", cost=0.5),
)  # fmt: skip
