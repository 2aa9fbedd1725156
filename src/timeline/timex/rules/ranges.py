"""Ranges and lists: from … to, between … and, before, since, until, 3-7 May, 14 or 15 June, 1914-18."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.timex.calendar import SIZE, Ref, containing
from timeline.timex.chart import Rule
from timeline.timex.parts import Duration, Partial, Range, Several, merge
from timeline.timex.rules.clock import at, hour_minute
from timeline.timex.rules.dates import century, choose, short_year, yearish
from timeline.timex.rules.relative import nth_weekday

if TYPE_CHECKING:
    from timeline.timex.context import Context

_COARSE = ("year", "month", "day", "weekday", "holiday")


def shared(a: Partial, b: Partial) -> tuple[Partial, Partial]:
    """Let each end have what only the other said: the month in "3-7 May", p.m. in "5 to 6 pm", the day in "Monday 9-11"."""
    a, b = a.copy(), b.copy()
    if a.hour is not None and b.hour is not None:
        if a.ampm is None and b.ampm is not None and a.hour <= 12 and a.part is None:
            a.ampm = b.ampm if (a.hour % 12, a.minute or 0) <= (b.hour % 12, b.minute or 0) else 12 - b.ampm
            if a.hour == 12 and b.hour != 12:
                a.ampm = 12 if b.ampm == 12 else a.ampm
        elif b.ampm is None and a.ampm is not None and b.hour <= 12:
            b.ampm = a.ampm if b.hour % 12 > a.hour % 12 else 12 - a.ampm
        elif (
            a.ampm is None
            and b.ampm is None
            and (a.bare or b.bare)
            and (b.hour, b.minute or 0) <= (a.hour, a.minute or 0)
            and a.hour <= 12
        ):
            b.hour += 12
            if a.hour == 12:
                pass
        if a.part is None and b.part is not None and a.ampm is None:
            a.part = b.part
        if b.part is None and a.part is not None and b.ampm is None:
            b.part = a.part
        if a.bare and b.bare and a.ampm is None and b.ampm is None:
            b.bare = a.bare = a.hour <= 6 and b.hour <= 6 and a.part is None and False
        a.bare = a.bare and a.ampm is None
        for name in ("year", "month", "day", "weekday", "holiday", "base"):
            if not a.dated and getattr(b, name) is not None:
                setattr(a, name, getattr(b, name))
        if not b.dated:
            for name in ("year", "month", "day", "weekday", "holiday", "base"):
                setattr(b, name, getattr(a, name))
        return a, b
    if a.hour is not None and not b.timed and not b.dated:
        return a, b
    if a.year is None and a.base is None and a.month is not None and b.base is not None and b.base.grain == "year":
        a.base = b.base
    if (
        a.year is None
        and b.year is not None
        and a.base is None
        and a.form is None
        and (a.month or a.day or a.weekday or a.season or a.quarter or a.holiday is not None)
    ):
        a.year = b.year if not (a.weekday and not a.day) else None
        later = (b.month or 12, b.day or 31)
        if a.month is not None and (a.month, a.day or 1) > later and a.year is not None:
            a.year -= 1
    if (
        b.year is None
        and a.year is not None
        and b.base is None
        and b.form is None
        and (b.month or b.day or b.season or b.quarter)
    ):
        b.year = a.year
        if b.month is not None and a.month is not None and (b.month, b.day or 31) < (a.month, a.day or 1):
            b.year += 1
    if a.month is None and a.day is not None and b.month is not None:
        a.month = b.month
    if b.month is None and b.day is not None and a.month is not None:
        b.month = a.month
        if a.day is not None and b.day < a.day:
            b.month = a.month % 12 + 1
            if b.month == 1 and b.year is not None:
                b.year += 1
    if a.day is not None and a.base is None and b.base is not None and b.base.grain == "month":
        a.base = b.base
    if (
        a.weekday is not None and not a.day and a.base is None and a.year is None
        and b.weekday is not None and b.base is not None and b.base.grain == "week"
    ):  # fmt: skip
        a.base = b.base
    return a, b


_FROM_TEXT = frozenset(["day-after", "day-before", "length-after", "length-before", "later", "earlier"])


def between(c: Context, a: Partial, b: Partial, kind: str) -> Range | None:
    """Make a range whose ends may share what only one of them says."""
    if (a.hour is not None) != (b.hour is not None) and (b if a.hour is not None else a).dated:
        coarse = b if a.hour is not None else a
        if coarse.base is None or SIZE[coarse.base.grain] > SIZE["day"]:
            return None
    if c.doctype != "planning" and b.rule in _FROM_TEXT:
        return None  # "on 5 May - the day before the vote": two dates
    first, last = shared(a, b)
    if c.doctype == "news" and kind != "from" and (first.bare or last.bare):
        return None
    return Range(first, last, kind)


def from_to(c: Context, a: Partial, b: Partial) -> Range | None:
    """Make "from June to August"."""
    return between(c, a, b, "from")


def between_and(c: Context, a: Partial, b: Partial) -> Range | None:
    """Make "between June and August"."""
    return between(c, a, b, "between")


def days_month(c: Context, first: int, last: int, number: int) -> Range | None:
    """Make "3-7 May"."""
    return Range(Partial(month=number, day=first), Partial(month=number, day=last), "from") if first < last else None


def month_days(c: Context, number: int, first: int, last: int) -> Range | None:
    """Make "May 3-7"."""
    if first < last:
        return days_month(c, first, last, number)
    return (
        Range(Partial(month=number, day=first), Partial(month=number % 12 + 1, day=last), "from")
        if c.doctype == "planning" and last < first
        else None
    )


def days_of(c: Context, first: int, last: int, there: Partial) -> Range | None:
    """Make "the 3rd to the 7th of next month"."""
    a, b = merge(Partial(day=first), there), merge(Partial(day=last), there)
    return Range(a, b, "from") if a and b and there.base is not None and first < last else None


def dated(c: Context, found: Range, more: Partial) -> Range | None:
    """Put a year, a weekday or a time on both ends of a range."""
    if found.first is None or found.last is None:
        return None
    if more.year is not None and more.month is not None and found.first.month is not None:
        return None
    a, b = merge(found.first, more), merge(found.last, more)
    if a is None or b is None:
        return None
    if more.timed and not more.dated and not found.first.dated:
        return None
    if a.hour is not None and b.hour is not None:
        a, b = shared(a, b)
    return Range(a, b, found.kind)


def range_year(c: Context, found: Range, value: Partial) -> Range | None:
    """Put a year on both ends of a range."""
    if found.first is None or found.last is None or found.first.year is not None or found.last.year is not None:
        return None
    a, b = found.first.copy(), found.last.copy(year=value.year)
    return Range(*shared(a, b), found.kind) if yearish(value) and value.year is not None else None


def years(c: Context, first: int, last: int) -> Range | None:
    """Make "1914-1918"."""
    return Range(Partial(year=first), Partial(year=last), "from") if first < last and last - first < 1500 else None


def years_short(c: Context, first: int, last: int) -> Range | None:
    """Make "1914-18"."""
    end = first // 100 * 100 + last
    if c.doctype == "planning" and not c.whole and end > 2030:
        return None
    return Range(Partial(year=first), Partial(year=end), "from") if end > first else None


def years_words(c: Context, a: Partial, b: Partial) -> Range | None:
    """Make "499 to 449 BC": the era holds for both."""
    return None


def era_range(c: Context, first: int, last: int, sign: int) -> Range | None:
    """Make "499-449 BC"."""
    if sign < 0:
        return Range(Partial(year=1 - first), Partial(year=1 - last), "from") if first > last else None
    return Range(Partial(year=first), Partial(year=last), "from") if first < last else None


def hours(c: Context, first: float, last: float, ampm: int | None = None) -> Range | None:
    """Make "3-4 pm", "from 5 to 7"."""
    a, b = at(c, int(first)), at(c, int(last))
    if a is None or b is None or first == last:
        return None
    if ampm is not None:
        if not 1 <= last <= 12 or not 1 <= first <= 12:
            return None
        b.ampm, b.bare = ampm, False
    return Range(*shared(a, b), "from")


def hours_plain(c: Context, first: float, last: float) -> Range | None:
    """Make "6-8" beside a day."""
    return hours(c, first, last) if c.doctype == "planning" else None


def clocks(c: Context, a: Partial, last: float) -> Range | None:
    """Make "8 pm - 11"."""
    b = at(c, int(last))
    return Range(*shared(a, b), "from") if b and c.doctype == "planning" else None


def to_clock(c: Context, first: float, b: Partial) -> Range | None:
    """Make "from 9 to 10:30"; "20 to 5 pm" is no range."""
    a = at(c, int(first)) if first <= 12 or b.ampm is None else None
    return Range(*shared(a, b), "from") if a else None


def glued(c: Context, a: tuple[int, int], b: tuple[int, int]) -> Range | None:
    """Make "0935-1101"."""
    if c.doctype != "planning":
        return None
    if (1900 <= a[0] * 100 + a[1] <= 2100 and 1900 <= b[0] * 100 + b[1] <= 2100) or (
        b[0] * 100 + b[1] < 1000 and a[0] > 24
    ):
        return None
    late = b[0] + 12 if b < a and b[0] < 12 and a < (b[0] + 12, b[1]) else b[0]
    return Range(Partial(hour=a[0], minute=a[1]), Partial(hour=late, minute=b[1]), "from")


def range_on(c: Context, times: Range, date: Partial) -> Range | None:
    """Put a range of times on a day."""
    if times.first is None or times.last is None or times.first.hour is None or not date.dated:
        return None
    if date.hour is not None or (times.first.dated and times.first.base is not None):
        return None
    a, b = merge(times.first, date), merge(times.last, date)
    if a is None or b is None:
        return None
    return Range(*shared(a, b), "from")


def on_range(c: Context, date: Partial, times: Range) -> Range | None:
    """Put a range of times on a day."""
    return range_on(c, times, date)


def before(c: Context, kind: str, date: Partial) -> Range | None:
    """Make "before 2018", "until Friday", "by 2030"."""
    return _limit(None, date, kind)


def _limit(first: Partial | None, last: Partial | None, kind: str) -> Range:
    """Make a range with one end; what is shortly before or after a time of day is near it."""
    found = Range(first, last, kind.removeprefix("shortly "))
    found.near = found.kind != kind
    return found


def after(c: Context, kind: str, date: Partial) -> Range | None:
    """Make "after 2018", "since March"."""
    return _limit(date, None, kind)


def or_later(c: Context, date: Partial) -> Range | None:
    """Make "2012 or later"."""
    if not c.clause_ends() and c.doctype == "planning" and c.joined("and after"):
        return None
    return Range(date, None, "from")


def or_earlier(c: Context, date: Partial) -> Range | None:
    """Make "2012 or earlier"."""
    if not c.clause_ends():
        return None
    return Range(None, date, "by")


def _clock_after(c: Context, time: Partial) -> bool:
    """Say whether an hour after a date is one: a bare one only where a person plans, and none that counts ("after eight months")."""
    return not time.bare or (c.doctype == "planning" and not c.counts())


def date_before(c: Context, date: Partial, kind: str, time: Partial) -> Range | None:
    """Make "today before 4 pm"."""
    whole = merge(date, time) if _clock_after(c, time) else None
    return _limit(None, whole, kind) if whole and time.timed else None


def date_after(c: Context, date: Partial, kind: str, time: Partial) -> Range | None:
    """Make "Monday after 3 pm"."""
    whole = merge(date, time) if _clock_after(c, time) else None
    return _limit(whole, None, kind) if whole and time.timed else None


def more_than_after(c: Context, mod: str, length: Any, date: Partial, sign: int) -> Range | None:
    """Make "more than two weeks after today", "less than 3 days after tomorrow"."""
    from timeline.timex.rules.relative import offset

    end = offset(c, length, date, sign)
    if end is None or c.doctype != "planning" or c.whole:
        return None
    if "MORE" in mod:
        return Range(end, None, "since") if sign > 0 else Range(None, end, "before")
    return Range(date, end, "between") if sign > 0 else Range(end, date, "between")


def to_date(c: Context, unit: str) -> Range | None:
    """Make "year to date"."""
    from timeline.timex.calendar import Ref, containing

    first = containing(unit, c.today())
    found = Range(Partial(base=Ref("day", first.day)), Partial(base=Ref("day", c.today())), "from")
    found.single = True
    return found


def till_now(c: Context, *_: Any) -> Range:
    """Make "to date"."""
    return Range(None, now_end(c), "until")


def now_end(c: Context, *_: Any) -> Partial:
    """Give now as the end of a range."""
    from timeline.timex.calendar import Ref

    if c.doctype == "narrative":
        ref = Ref("day", c.today())
        ref.value = "PRESENT_REF"
        return Partial(base=ref)
    if c.now_sec and c.doctype == "planning":
        return Partial(base=Ref("minute", c.today(), c.now_sec))
    return Partial(base=Ref("day", c.today()))


def listed(c: Context, a: Partial, b: Partial, kind: str) -> Several | None:
    """Make "14 or 15 June", "June or July 2024"."""
    first, last = shared(a, b)
    if first.timed or last.timed or (c.doctype == "planning" and not c.whole):
        return None
    if any(item.base is not None and item.base.exact is not None for item in (first, last)):
        return None  # "in January 1994 and a year later"
    return Several((first, last), kind)


def day_list(c: Context, *values: Any) -> Several | None:
    """Make "14, 15 or 16 June 2024"."""
    *days, last, kind = values
    if last.month is None or last.day is None:
        return None
    items = tuple(last.copy(day=d) for d in days)
    return Several((*items, last), kind)


def numeric_range(c: Context, a: Any, b: Partial) -> Range | None:
    """Make "14-15.11.2017": only the day differs."""
    if b.day is None or b.month is None or b.timed or not 1 <= a <= 31:
        return None
    if c.doctype != "planning" and re.search(r"(?:to|-|and)\s*[a-z]", c.low[c.start : c.end]):
        return None  # "July 1 to Aug. 9": the day at hand is of the month before it
    return Range(b.copy(day=int(a)), b, "from") if a < b.day else None


def floats(c: Context, a: Any, b: Any) -> Range | None:
    """Make "15.10 - 16.10"."""
    if c.doctype != "planning":
        return None
    first, last = choose(c, *a), choose(c, *b)
    return Range(Partial(month=first[0], day=first[1]), Partial(month=last[0], day=last[1]), "from")


def dot_clocks(
    c: Context, date: Partial, a: tuple[int, int], b: tuple[int, int], ampm: int | None = None
) -> Range | None:
    """Make "7 June 17.05-18.15"."""
    if (
        c.doctype != "planning"
        or date.hour is not None
        or (date.day is None and date.weekday is None and date.base is None)
    ):
        return None
    first, last = Partial(hour=a[0], minute=a[1]), Partial(hour=b[0], minute=b[1], ampm=ampm)
    x, y = shared(first, last)
    if ampm == 12 and a[0] > b[0] % 12:
        x.ampm = 0
    return range_on(c, Range(x, y, "from"), date)


def short_years(c: Context, value: int) -> int:
    """Give a year of two digits its century."""
    return short_year(value)


def dated_part(c: Context, times: Range | None, part: Partial) -> Range | None:
    """Put a part of the day on both ends of a range of hours."""
    if times is None or times.first is None or times.last is None or part.part is None:
        return None
    return Range(times.first.copy(part=part.part, bare=False), times.last.copy(part=part.part, bare=False), "from")


def _this_part_range(c: Context, times: Range, step: int, part: Partial) -> Range | None:
    from timeline.timex.rules.relative import this_part

    there = this_part(c, step, part.part or "MO")
    times = dated_part(c, times, part) or times
    return range_on(c, times, there.copy(part=None))


def about_range(_: Context, mod: str, found: Range) -> Range | None:
    """Make "c. 1850-1860": both ends are only near."""
    ends = (found.first, found.last)
    if mod != "APPROX" or any(end is None or end.timed or end.approx for end in ends):
        return None
    a, b = (end.copy(approx=True) for end in ends if end is not None)
    return Range(a, b, found.kind)


def part_of_days(c: Context, part: Partial, days: Range | Several) -> Partial | None:
    """Make "the night of 4-5 May": one night, which begins on the first of two days that follow each other."""
    ends = (days.first, days.last) if isinstance(days, Range) else days.items
    if part.part != "NI" or len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    first, last = c.settle(ends[0]), c.settle(ends[1])
    if first is None or last is None or first.grain != "day" or (last.grain, last.day) != ("day", first.day + 1):
        return None
    night = Ref("part", first.day, 0, part.part)
    night.begin, night.finish = first.day * 86400 + 18 * 3600, last.day * 86400 + 6 * 3600
    return Partial(base=night)


def weekend_of(c: Context, unit: str, days: Any) -> Partial | None:
    """Make "the weekend of 4-5 May", "the weekend of 4 May"."""
    day = days if isinstance(days, Partial) else days.first if isinstance(days, Range) else days.items[0]
    ref = c.settle(day) if unit == "weekend" and day is not None and day.holiday is None else None
    if ref is None or ref.grain != "day":
        return None
    return Partial(base=containing("weekend", ref.day, c.options.week_start))


def at_the_latest(_: Context, date: Partial, word: str) -> Range:
    """Make "5 May at the latest", "2019 at the earliest"."""
    return Range(None, date, "by") if word == "by" else Range(date, None, "from")


def centuries(_: Context, first: float, last: float, sign: int | None = None) -> Range | None:
    """Make "the 16th to 18th centuries"."""
    a, b = century(_, first, sign), century(_, last, sign)
    return Range(a, b, "from") if a is not None and b is not None and (a.year or 0) < (b.year or 0) else None


def within(c: Context, length: Duration) -> Range | None:
    """Make "within two weeks" of a phrase that is read for itself: from now on."""
    if not c.whole or length.mod is not None or length.vague:
        return None
    from timeline.timex.rules.relative import hence

    return Range(Partial(base=Ref("day", c.today())), exactly(hence(c, length)), "between")


def within_of(c: Context, length: Duration, date: Partial) -> Range | None:
    """Make "within a week of 5 May": to either side of it."""
    from timeline.timex.rules.relative import counted

    origin = c.settle(date) if c.whole and not length.vague else None
    if origin is None or SIZE[origin.grain] > SIZE["day"]:
        return None
    return Range(exactly(counted(c, origin, length, -1)), exactly(counted(c, origin, length, 1)), "between")


def exactly(date: Partial) -> Partial:
    """Give the day that was counted to, where the count is in weeks, months or years."""
    ref = date.base
    if ref is None or ref.exact is None or SIZE[ref.grain] <= SIZE["day"]:
        return date
    return Partial(base=Ref("day", ref.exact // 86400))


_TO = "to|-|—|until|till|through|thru|~"
RULES = (
    Rule("w-date", "W", "D / C", lambda c, p: p, cost=0.1),
    Rule("w-now", "W", "now / the present / present / today", now_end, cost=0.5),
    Rule("from-to", "G", f"FROMP? W {_TO} the? W / FROMP the? W to|until|till|through the? W / AFTERP W until|till|to|through W", lambda c, *v: from_to(c, v[-2], v[-1]),
         "A stretch from its first date to its last.", "from June to August 2024 -> 2024-06/2024-08", "from Paris to May", cost=0.8),
    Rule("between", "G", f"between the? W and|to|-|—|through the? W / in between W and|to|- W / between W {_TO} W", between_and, "Some time between two dates.", "between June and August 2024 -> [2024-06..2024-08]", "", cost=0.5),
    Rule("in-through", "G", "in|during W through W", from_to, "", "", "", cost=0.7),
    Rule("days-month", "G", f"FROMP? the? DAY {_TO} the? DAY of? MONTH", lambda c, *v: days_month(c, v[-3], v[-2], v[-1]), "Days of one month.", "3-7 May 2023 -> 2023-05-03/2023-05-07", "", cost=0.4),
    Rule("month-days", "G", f"FROMP? MONTH the? DAY {_TO} the? DAY", lambda c, *v: month_days(c, *v[-3:]), "Days of one month, the month first.", "July 13-15, 2024 -> 2024-07-13/2024-07-15", "", cost=0.4),
    Rule("between-days", "G", "between the? DAY and|- the? DAY of? MONTH", lambda c, a, b, m: Range(Partial(month=m, day=a), Partial(month=m, day=b), "between") if a < b else None, "", "", "", cost=0.3),
    Rule("between-month-days", "G", "between MONTH the? DAY and the? DAY", lambda c, m, a, b: Range(Partial(month=m, day=a), Partial(month=m, day=b), "between") if a < b else None, "", "", "", cost=0.3),
    Rule("between-doms", "G", "between the DAYQ and the? DAYQ", lambda c, a, b: Range(Partial(day=a), Partial(day=b), "between") if a < b else None, "", "", "", cost=0.6),
    Rule("days-of", "G", f"FROMP? the? DAY {_TO} the? DAY of|in D", lambda c, *v: days_of(c, *v[-3:]), "", "", "", cost=0.8),
    Rule("range-year", "G", "G ,|of|in? Y", range_year, "", "", "", cost=0.2),
    Rule("range-year-short", "G", "G , YY", lambda c, g, y: range_year(c, g, Partial(year=short_year(y))), "", "", "", cost=1.5),
    Rule("weekday-range", "G", "WEEKDAY ,? G", lambda c, d, g: g if g.first and g.first.day and not g.first.timed else None, "", "", "", cost=0.3),
    Rule("range-clock", "G", "G ,|at C", lambda c, g, t: dated(c, g, t) if g.first and g.first.day else None, "", "", "", cost=0.6),
    Rule("years", "G", f"FROMP? YR {_TO} YR / the? YEARW YR {_TO} YR / between YR - YR", lambda c, *v: years(c, v[-2], v[-1]), "Years.", "1914-1918 -> 1914/1918", "2000-1500", cost=0.4),
    Rule("years-short", "G", "FROMP? YR - YY / YR /|/ YY / FROMP YR to YY", lambda c, *v: years_short(c, v[-2], v[-1]), "Years, the second in two digits.", "1914–18 -> 1914/1918", "", cost=0.7),
    Rule("years-season", "G", "YRANGE", lambda c, v: years(c, v[0], v[1]) if v[1] == v[0] + 1 and c.doctype != "planning" else None, "", "", ""),
    Rule("years-era", "G", f"FROMP? INT {_TO} INT ERA / between INT and INT ERA", lambda c, *v: era_range(c, v[-3], v[-2], v[-1]), "Years BC.", "499-449 BC -> -0498/-0448", "", cost=0.1),
    Rule("hours-ampm", "G", f"FROMP? N99|HR {_TO}|and N99|HR AMPM / between N99|HR and|to|- N99|HR AMPM / FROMP? N99|HR {_TO} N99|HR in the AMPM", lambda c, *v: hours(c, *v[-3:]), "Hours of one half of the day.", "3-4 pm -> 2025-09-03T15:00:00/2025-09-03T16:00:00", "", cost=0.6),
    Rule("hours-part", "G", f"FROMP? N99|HR {_TO} N99|HR ,|in|at? the? PT / between N99|HR and|to|- N99|HR in|at? the? PT", lambda c, *v: dated_part(c, hours(c, v[-3], v[-2]), v[-1]), "", "", "", cost=0.8),
    Rule("clock-hour", "G", f"FROMP? C {_TO} N99|HR / between C and|to|- N99|HR", lambda c, *v: clocks(c, v[-2], v[-1]), "", "", "", cost=1),
    Rule("hour-clock", "G", f"FROMP? N99|HR {_TO} C / between N99|HR and|to|- C / around N99|HR {_TO} C", lambda c, *v: to_clock(c, v[-2], v[-1]), "", "", "", cost=0.9),
    Rule("hours-plain", "T", f"FROMP? N99|HR {_TO} N99|HR / between N99|HR and|to|- N99|HR / around HR {_TO}|or HR", lambda c, *v: hours_plain(c, v[-2], v[-1]), cost=1),
    Rule("spoken-range", "T", f"FROMP CS {_TO} CS / between CS and CS / FROMP N99 {_TO} CS / CS to CS", lambda c, *v: from_to(c, v[-2] if isinstance(v[-2], Partial) else at(c, int(v[-2])) or v[-1], v[-1]), cost=0.8),
    Rule("glued-clocks", "T", "CLK4|CLK3 -|to CLK4 / between CLK4 -|and|to CLK4 / CLK4 - CLK3", lambda c, *v: glued(c, v[-2], v[-1]), cost=0.8),
    Rule("glued-plus", "T", "CLK4 - CLK4 + INT", lambda c, a, b, n: glued(c, a, b), cost=0.6),
    Rule("dot-clocks", "G", "D ,|at? CLKDOT - CLKDOT AMPM? / D between CLKDOT and|- CLKDOT AMPM?", dot_clocks, "", "", "", cost=0.8),
    Rule("dot-hour", "G", "D around|at? CLKDOT /|- N AMPM?", lambda c, d, a, n, ap=None: dot_clocks(c, d, a, (int(n), 0), ap), "", "", "", cost=1.2),
    Rule("times", "T", "G", lambda c, g: g if g.first is not None and g.last is not None and g.first.hour is not None else None, cost=0.1),
    Rule("spoken-top", "TT", "T", lambda c, g: g if (c.doctype == "planning" and c.low[c.start : c.end].startswith(("from", "between", "around"))) or g.first.minute is not None else None, "", "", "", cost=2.5),
    Rule("nth-weekday-times", "G", "the? ORD WEEKDAY T of|in D", lambda c, n, d, t, there: range_on(c, t, found) if (found := nth_weekday(c, n, d, there)) else None, cost=0.3),
    Rule("date-times", "G", "D ,|on|at|around|(? T )? / D ,? from|between T", on_range, "Hours of a day.", "Monday from 9 to 11 -> 2025-09-08T09:00:00/2025-09-08T11:00:00", "", cost=0.5),
    Rule("times-date", "G", "T on|of|,? the? D / T THIS|LAST PT", lambda c, t, *v: range_on(c, t, v[0]) if isinstance(v[0], Partial) else _this_part_range(c, t, *v), "Hours of a day, the hours first.", "from 5 to 6 pm of 22 April 2025 -> 2025-04-22T17:00:00/2025-04-22T18:00:00", "", cost=0.5),
    Rule("zone-range", "G", "G|T (? ZONE )? / G|T ZONEWORD ZTIME?", lambda c, g, *_: g if g.first and g.first.timed else None, "", "", "", cost=0.45),
    Rule("ish-range", "G", "G|T ish", lambda c, g: g, "", "", "", cost=0.4),
    Rule("about-range", "G", "APPROX T", lambda c, *v: v[-1], "", "", "", cost=0.4),
    Rule("about-years", "G", "APPROX G", about_range, "Years of which both are only near.", "c. 1850-1860 -> 1850~/1860~", "", cost=0.2),
    Rule("centuries", "G", f"FROMP? the? ORD CENTURY? {_TO} the? ORD CENTURY ERA? / between the? ORD CENTURY? and the? ORD CENTURY ERA?", lambda c, *v: centuries(c, v[-5], v[-3], v[-1]), "Centuries.", "the 16th to 18th centuries -> 15XX/17XX", "", cost=0.3),
    Rule("night-of-days", "D", "the? PT of|between G|L", part_of_days, "A night between two days.", "the night of 4-5 May 2020 -> [2020-05-04..2020-05-05]", "", cost=0.3),
    Rule("weekend-of", "D", "the? UNIT1 of D|G|L", weekend_of, "The weekend that holds a day.", "the weekend of 4-5 May 2024 -> [2024-05-04..2024-05-05]", "", cost=1),
    Rule("sometime-range", "G", "SOMETIME G", lambda c, _, g: g, cost=0.3),
    Rule("latest", "G", "D ,? LATEST", at_the_latest, "A limit said after the date.", "May 2020 at the latest -> [..2020-05]", "", cost=0.3),
    Rule("within", "G", "within U", within, "Some time from now to then, where a phrase is read for itself.", "within two weeks -> [2025-09-03..2025-09-17]", "", cost=0.4),
    Rule("within-of", "G", "within U of D", within_of, "Some time about a date, no further from it than that.", "within a week of 5 May 2020 -> [2020-04-28..2020-05-12]", "", cost=0.4),
    Rule("before", "G", "BEFOREP D / BEFOREP C / BEFOREP or at? D / BEFOREP around D", before, "Before, until, no later than: no beginning is known.", "before August 2022 -> [..2022-07]", "before us", cost=0.9),
    Rule("after", "G", "AFTERP D / AFTERP C / FROMP D on|onward|onwards|forward", lambda c, *v: after(c, v[0] or "since", v[-1]), "After, since: no end is known.", "after 2018 -> [2019..]", "after all", cost=0.9),
    Rule("greater", "G", "> =? D / > D / greater than D / YEARW greater than D", lambda c, *v: Range(v[-1], None, "since" if "=" in c.low[c.start : c.end] else "after"), "", "", "", cost=0.5),
    Rule("smaller", "G", "< =? D", lambda c, d: Range(None, d, "until" if "=" in c.low[c.start : c.end] else "before"), "", "", "", cost=0.5),
    Rule("equal", "D", "= D", lambda c, d: d, "", "", "", cost=0.5),
    Rule("or-later", "G", "D|C or|and later|afterwards|onward|onwards|thereafter / D onward|onwards / D|C or later on D", lambda c, d, *r: or_later(c, merge(d, r[0]) or d if r else d), "", "", "", cost=0.6),
    Rule("or-earlier", "G", "D|C or|and earlier|before", or_earlier, "", "", "", cost=0.6),
    Rule("date-before", "G", "D ,? BEFOREP C|HRB", date_before, "", "", "", cost=0.5),
    Rule("date-after", "G", "D ,? AFTERP C|HRB", date_after, "", "", "", cost=0.5),
    Rule("more-after", "G", "MORETHAN U0 after|from D", lambda c, m, u, d: more_than_after(c, m, u, d, 1), "", "", "", cost=0.3),
    Rule("more-before", "G", "MORETHAN U0 before D", lambda c, m, u, d: more_than_after(c, m, u, d, -1), "", "", "", cost=0.3),
    Rule("to-date", "G", "the? YTD", to_date, "From the beginning of the year to today.", "year to date -> 2025-01-01/2025-09-03", "", cost=0.5),
    Rule("till-date", "G", "TODATE", till_now, "Until today.", "until now -> ../2025-09-03", ""),
    Rule("until-now", "G", "BEFOREP now", till_now, "", "", "", cost=0.5),
    Rule("or-date", "L", "D or the? D / between D or D", lambda c, a, b: listed(c, a, b, "or"), "One of two dates.", "14 or 15 June 2024 -> [2024-06-14,2024-06-15]", "", cost=1),
    Rule("day-or-date", "L", "the? DAY or the? MD / the? DAY or the? D", lambda c, a, d: day_list(c, a, d, "or"), "", "", "", cost=0.6),
    Rule("day-and-date", "L", "the? DAY and the? MD / the? DAY and the? D", lambda c, a, d: day_list(c, a, d, "and") if a < (d.day or 0) else None, "All of several days.", "14 and 15 June 2024 -> {2024-06-14,2024-06-15}", "", cost=0.8),
    Rule("days-or-date", "L", "the? DAY , the? DAY ,? or the? MD|D / the? DAY , the? DAY , the? DAY ,? or the? MD|D", lambda c, *v: day_list(c, *v, "or"), "", "", "", cost=0.4),
    Rule("days-and-date", "L", "the? DAY , the? DAY ,? and the? MD|D", lambda c, *v: day_list(c, *v, "and"), "", "", "", cost=0.4),
    Rule("month-days-or", "L", "MONTH the? DAY or the? DAY", lambda c, m, a, b: Several((Partial(month=m, day=a), Partial(month=m, day=b)), "or"), "", "", "", cost=0.6),
    Rule("month-days-and", "L", "MONTH the? DAY and the? DAY", lambda c, m, a, b: Several((Partial(month=m, day=a), Partial(month=m, day=b)), "and"), "", "", "", cost=0.8),
    Rule("list-year", "L", "L ,? Y", lambda c, found, y: Several(tuple(i.copy(year=y.year) for i in found.items), found.kind) if all(i.year is None for i in found.items) and yearish(y) else None, "", "", "", cost=0.2),
    Rule("and-date", "L", "D and D", lambda c, a, b: listed(c, a, b, "and"), "", "", "", cost=1.5),
    Rule("numeric-range", "G", f"FROMP? the? DAYN {_TO} D / between DAYN and D", lambda c, *v: numeric_range(c, v[-2], v[-1]), "", "", "", cost=0.9),
    Rule("dotted-range", "G", f"FROMP? MDDOT|MDDOTS {_TO} MDDOT|MDDOTS", lambda c, *v: floats(c, v[-2], v[-1]), "", "", "", cost=1),
    Rule("month-range", "G", f"FROMP? MONTH {_TO} MONTH", lambda c, *v: from_to(c, Partial(month=v[-2]), Partial(month=v[-1])), "", "", "", cost=0.6),
    Rule("month-list", "L", "MONTH and|or MONTH", lambda c, a, b: Several((Partial(month=a), Partial(month=b)), "and" if " and " in c.low[c.start : c.end] else "or"), "", "", "", cost=1.2),
)  # fmt: skip


__all__ = ["RULES", "hour_minute"]
