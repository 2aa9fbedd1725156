"""Dates counted from another: today, this/last/next, ago, later, the day after, the first Monday of."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

import re
from typing import Any

from timeline.edtf.civil import weekday
from timeline.timex.calendar import (
    SIZE,
    Ref,
    add_months,
    after,
    civil_from_days,
    containing,
    end_second,
    floor,
    shifted,
    start_second,
)
from timeline.timex.chart import Rule
from timeline.timex.context import Context, holiday_ref
from timeline.timex.parts import Duration, Partial, merge

REAL = {"night": "day", "workday": "day", "workweek": "week", "semester": "half"}


def today(c: Context, step: int) -> Partial:
    """Make today, yesterday, tomorrow."""
    if c.doctype == "narrative" and not step:
        return nowadays("PRESENT_REF")
    if c.doctype == "narrative" and c.history:
        return Partial(base=Ref("day", c.text_day().day + step))
    return Partial(base=Ref("day", c.today() + step))


def nowadays(value: str) -> Partial:
    """Make the "today" of a narrative, which is no day of its story."""
    ref = Ref("day", 0)
    ref.value = value
    return Partial(base=ref)


def this(c: Context, step: int, unit: str) -> Partial | None:
    """Make "last week", "this year", "next month"."""
    grain = REAL.get(unit, unit)
    if unit in ("halfhour", "halfcentury", "quartercentury"):
        return None
    if grain in ("second", "minute", "hour"):
        moment = c.now_second()
        ref = Ref(
            grain,
            moment // 86400,
            moment
            % 86400
            // {"second": 1, "minute": 60, "hour": 3600}[grain]
            * {"second": 1, "minute": 60, "hour": 3600}[grain],
        )
        return Partial(base=shifted(ref, step))
    origin = c.base_day() if c.doctype == "narrative" else c.today()
    if unit == "workday" and step:
        return Partial(base=Ref("day", workdays(origin, step)))
    ref = containing(grain, origin, c.options.week_start)
    if unit == "weekend" and c.doctype == "news" and step == -1 and weekday(origin) >= 6:
        step = -1
    ref = shifted(ref, step)
    if unit == "workweek":
        ref.begin, ref.finish = ref.day * 86400, (ref.day + 5) * 86400
    new = Partial(base=ref)
    if unit == "night":
        new.part = "NI"
    return new


def workdays(day: int, count: int) -> int:
    """Count working days forward or back."""
    step = 1 if count > 0 else -1
    while count:
        day += step
        if weekday(day) <= 5:
            count -= step
    return day


def this_part(c: Context, step: int, part: str) -> Partial:
    """Make "this morning", "last night", "next morning"."""
    if step == -1 and part in ("MO", "AF") and c.doctype == "news":
        return Partial(base=Ref("day", c.today() - 1), part=part)
    if step == 1 and c.doctype != "planning":
        return Partial(base=Ref("day", c.text_day().day + 1), part=part)
    return Partial(base=Ref("day", c.today() + step), part=part)


def that_part(c: Context, part: Partial) -> Partial:
    """Make "that night"."""
    return part.copy(base=Ref("day", c.text_day().day if c.doctype != "planning" else c.today()))


def next_part(c: Context, part: Partial, step: int = 1) -> Partial:
    """Make "the following morning", "the previous evening"."""
    return part.copy(base=Ref("day", (c.text_day().day if c.doctype != "planning" else c.today()) + step))


def this_weekday(c: Context, step: int, day: int, *, nearest: bool = False) -> Partial:
    """Make "last Friday", "next Friday", "this Friday"."""
    origin = c.base_day()
    monday = floor("week", origin, c.options.week_start)
    if nearest or (step > 0 and c.options.nearest_weekday) or (step < 0 and c.doctype != "planning"):
        if step > 0:
            found = origin + 1 + (day - weekday(origin + 1)) % 7
        elif step < 0:
            found = origin - 1 - (weekday(origin - 1) - day) % 7
        else:
            found = origin + (day - weekday(origin)) % 7
    elif step:
        found = monday + 7 * step + (day - c.options.week_start) % 7
    elif c.doctype == "planning":
        found = origin + (day - weekday(origin)) % 7
    else:
        found = monday + (day - c.options.week_start) % 7
        if c.direction() == "future" and found < origin:
            found += 7
    # "Last Friday" is to some the Friday just gone, to others that of last week; so is "next Friday".
    nearest_day = (
        origin + 1 + (day - weekday(origin + 1)) % 7 if step > 0 else origin - 1 - (weekday(origin - 1) - day) % 7
    )
    of_week = monday + 7 * step + (day - c.options.week_start) % 7
    rivals = () if nearest or not step else tuple(Ref("day", one) for one in (nearest_day, of_week) if one != found)
    return Partial(base=Ref("day", found), certain=True, rivals=rivals)


def near_weekday(c: Context, step: int, day: int) -> Partial:
    """Make "this past Friday", "this coming Friday"."""
    return this_weekday(c, step, day, nearest=True)


def in_direction(c: Context, step: int, found: list[Ref], origin: int, *, cover: bool = True) -> Ref | None:
    """Choose the last before, the one that holds, or the next after a day."""
    before = [r for r in found if after(r) <= origin]
    later = [r for r in found if r.day > origin]
    holding = [r for r in found if r.day <= origin < after(r)]
    if step < 0:
        return before[-1] if before else None
    if step > 0:
        return later[0] if later else None
    return holding[0] if holding and cover else later[0] if later else None


def this_month(c: Context, step: int, month: int) -> Partial | None:
    """Make "last June", "this September", "next March"."""
    origin = c.base_day()
    year = civil_from_days(origin)[0]
    if step == 0:
        return Partial(year=year, month=month)
    found = [r for y in range(year - 2, year + 3) if (r := c.settle(Partial(year=y, month=month)))]
    ref = in_direction(c, step, found, origin)
    # Said in September, "last June" is this year's to most, and to some that of last year.
    rivals = tuple(r for r in found if r.year == year + step and ref is not None and r.day != ref.day)
    return Partial(base=ref, rivals=rivals) if ref else None


_JUST_OVER = 45
"""Days after its end in which a season is not yet "last spring"."""


def this_season(c: Context, step: int, code: str) -> Partial | None:
    """Make "last summer", "this winter"."""
    origin = c.base_day()
    year = civil_from_days(origin)[0]
    found = [r for y in range(year - 2, year + 3) if (r := c.settle(Partial(year=y, season=code)))]
    if step == 0:
        near = [r for r in found if r.year == year]
        holding = in_direction(c, 0, found, origin) if code == "WI" and c.doctype == "planning" else None
        ref = holding if holding and holding.day <= origin else (near[0] if near else None)
    else:
        ref = in_direction(c, step, found, origin)
    rivals: tuple[Ref, ...] = ()
    if step < 0 and ref is not None:
        # Said in June, "last spring" is that of last year to most, since this year's is "this spring"; said in October
        # it is this year's.
        before = [r for r in found if r.day < ref.day]
        if before and origin - after(ref) < _JUST_OVER:
            ref, rivals = before[-1], (ref,)
        elif before and ref.year == year:
            rivals = (before[-1],)
    return Partial(base=ref, rivals=rivals) if ref else None


def that_season(c: Context, code: str) -> Partial:
    """Make "that summer": of the year the text spoke of."""
    told = None if c.doctype == "planning" else c.told("year")
    return Partial(year=told.year if told is not None else civil_from_days(c.today())[0], season=code)


def this_date(c: Context, step: int, date: Partial) -> Partial | None:
    """Make "next 6 April", "last Easter"."""
    if date.year is not None or date.base is not None or date.timed:
        return None
    if date.weekday is not None and date.month is None:
        return None
    origin = c.base_day()
    year = civil_from_days(origin)[0]
    found = [r for y in range(year - 4, year + 5) if (r := c.settle(date.copy(year=y, weekday=None)))]
    if step == 0:
        found = [r for r in found if r.year == year]
        return Partial(base=found[0]) if found else None
    if date.month is not None and date.day is None:
        return None
    ref = in_direction(c, step, found, origin)
    return Partial(base=ref) if ref else None


def this_holiday(c: Context, step: int, row: int) -> Partial | None:
    """Make "last Christmas"."""
    origin = c.base_day()
    year = civil_from_days(origin)[0]
    found = [holiday_ref(row, y) for y in range(year - 2, year + 3)]
    ref = in_direction(c, step, found, origin)
    return Partial(base=ref) if ref else None


def this_quarter(c: Context, step: int, number: int) -> Partial | None:
    """Make "last third quarter"."""
    origin = c.today()
    year = civil_from_days(origin)[0]
    found = [r for y in range(year - 2, year + 3) if (r := c.settle(Partial(year=y, quarter=number)))]
    ref = in_direction(c, step, found, origin)
    return Partial(base=ref) if ref else None


def that_unit(c: Context, unit: str) -> Partial | None:
    """Make "that year", "the same month": the one the text spoke of."""
    grain = REAL.get(unit, unit)
    if unit in ("halfhour", "halfcentury", "quartercentury", "hour", "minute", "second"):
        return None
    if c.doctype == "planning":
        ref = containing(grain, c.today(), c.options.week_start)
        if ref.grain == "weekend" and after(ref) <= c.today():
            ref = shifted(ref, 1)
        return Partial(base=ref)
    origin = c.told(grain) or (c.text_day("century") if SIZE[grain] >= SIZE["year"] else c.text_day(grain))
    new = Partial(base=containing(grain, origin.day, c.options.week_start))
    if unit == "night":
        new.part = "NI"
    return new


def step_unit(c: Context, step: int, unit: str) -> Partial | None:
    """Make "the following year", "the next day", "the previous month": counted from what the text spoke of."""
    if c.doctype == "planning":
        return this(c, step, unit)
    there = that_unit(c, unit)
    if there is None or there.base is None:
        return None
    return Partial(base=shifted(there.base, step), part=there.part)


def the_unit(c: Context, unit: str) -> Partial | None:
    """Make "the year", "the quarter": the one at hand."""
    if (
        unit
        in ("day", "second", "minute", "hour", "night", "workday", "week", "decade", "century", "season", "weekend")
        and c.doctype != "planning"
    ):
        return None
    if unit in ("second", "minute", "hour"):
        return None
    if c.doctype != "news":
        return that_unit(c, unit)
    if unit == "quarter":
        told = max((r for r in c.history[-12:] if r.grain == "quarter"), key=lambda r: r.day, default=None)
        if told is not None:
            c.note(told)
            return Partial(base=told.copy())
        first = floor("quarter", c.today())
        if c.today() - first < 60 and c.direction() != "future":
            return this(c, -1, unit)  # results of a quarter are reported in the next one
    return this(c, 0, unit)


def twice(c: Context, step: int, unit: str) -> Partial | None:
    """Make "the week before last", "the year after next"."""
    there = this(c, step, unit)
    if there is None or there.base is None:
        return None
    return there.copy(base=shifted(there.base, step))


def before_last(c: Context, unit: str, step: int) -> Partial | None:
    """Make "the week before last"."""
    return twice(c, -1, unit) if step < 0 else None


def after_next(c: Context, unit: str, step: int) -> Partial | None:
    """Make "the week after next"."""
    return twice(c, 1, unit) if step > 0 else None


def weekday_after_next(c: Context, date: Partial, step: int) -> Partial | None:
    """Make "Wednesday after next", "March after next"."""
    if step < 0:
        return None
    if date.weekday is not None and date.month is None and date.day is None:
        return Partial(base=Ref("day", c.today() + (date.weekday - weekday(c.today()) - 1) % 7 + 8))
    if date.month is not None and date.day is None:
        first = this_month(c, 1, date.month)
        return Partial(base=Ref("month", add_months(first.base.day, 12))) if first and first.base else None
    return None


def ago(c: Context, length: Duration) -> Partial:
    """Make "two years ago": counted from now."""
    origin = c.base_day() if c.doctype == "narrative" and c.history and c.now_day is None else c.today()
    return counted(c, Ref("day", origin, c.now_sec if origin == c.now_day else 0), length, -1)


def ago_either(c: Context, few: float, many: float, unit: str) -> Partial | None:
    """Make "two or three days ago", "three to four weeks later": one of two, or between them."""
    if few >= many:
        return None
    count = (
        ago
        if c.joined(" ago", " back")
        else earlier
        if c.joined(" earlier")
        else later
        if c.joined(" later")
        else hence
    )
    ends = [count(c, Duration(((number, unit),))).base for number in (few, many)]
    first, last = sorted((ref for ref in ends if ref is not None), key=lambda ref: (ref.day, ref.sec))
    new = ends[1].copy() if ends[1] is not None else first.copy()
    new.begin, new.finish = start_second(first), end_second(last)
    if SIZE[new.grain] >= SIZE["day"]:
        new.reach = (new.begin // 86400, (new.finish - 1) // 86400)
    return Partial(base=new)


def ago_today(c: Context, length: Duration) -> Partial | None:
    """Make "a year ago today": that day, not the year."""
    there = ago(c, length).base
    if there is None or there.exact is None or length.vague:
        return None
    return Partial(base=Ref("day", there.exact // 86400 + (c.joined("tomorrow") - c.joined("yesterday"))))


def hence(c: Context, length: Duration) -> Partial:
    """Make "in two years", "two years from now"."""
    return counted(c, Ref("day", c.today(), c.now_sec), length, 1)


def later(c: Context, length: Duration) -> Partial:
    """Make "two months later": counted from what the text spoke of."""
    return from_text(c, length, 1)


def earlier(c: Context, length: Duration) -> Partial:
    """Make "a year earlier"."""
    return from_text(c, length, -1)


def from_text(c: Context, length: Duration, sign: int) -> Partial:
    """Count from what the text spoke of last with a fitting precision."""
    if c.doctype == "planning":
        return counted(c, Ref("day", c.today(), c.now_sec), length, sign)
    unit = REAL.get(length.amounts[-1][1], length.amounts[-1][1])
    grain = {"halfcentury": "year", "quartercentury": "year", "halfhour": "minute", "fortnight": "week"}.get(unit, unit)
    if SIZE.get(grain, 4) < SIZE["day"]:
        grain = "day"
    origin = c.told(grain)
    if (
        origin is not None and origin.kind == "compared"
    ):  # results of several lines are compared with one and the same year
        origin = next(
            (r for r in reversed(c.history[-12:]) if r.kind != "compared" and SIZE[r.grain] <= SIZE[grain]), origin
        )
        c.note(origin)
    if origin is None:
        origin = c.told("century") if c.history else None
    if origin is None:
        origin = c.text_day("century")
    if (
        c.doctype == "news"
        and grain == "year"
        and origin.grain == "quarter"
        and len(length.amounts) == 1
        and length.amounts[0][0] is not None
    ):
        return _compared(
            c, shifted(origin, 4 * sign * int(length.amounts[0][0])), sign
        )  # "from a year earlier", of a quarter
    if unit == "hour" and len(length.amounts) == 1 and origin.grain == "day" and (length.amounts[0][0] or 1) % 24 == 0:
        length = Duration((((length.amounts[0][0] or 24) / 24, "day"),), length.mod)
        return counted(c, origin, length, sign)
    if unit in ("hour", "minute", "second", "halfhour") and SIZE[origin.grain] >= SIZE["day"]:
        ref = Ref("day", origin.day)
        ref.value = f"{output_day(origin.day)}TXX:XX"
        ref.approx = True
        return Partial(base=ref)
    found = counted(c, origin, length, sign)
    return _compared(c, found.base, sign) if found.base is not None and SIZE[grain] >= SIZE["month"] else found


def _compared(c: Context, ref: Ref, sign: int) -> Partial:
    """Mark what figures are compared with in news, so that the next comparison is not counted from it."""
    if c.doctype == "news" and sign < 0:
        ref.kind = "compared"
    return Partial(base=ref)


def output_day(day: int) -> str:
    """Write a day as ISO text."""
    year, month, dom = civil_from_days(day)
    return f"{year:04d}-{month:02d}-{dom:02d}"


def that_time(c: Context) -> Partial | None:
    """Make "at the time": the date the text spoke of last."""
    if c.doctype == "narrative":
        return None
    last = next((r for r in reversed(c.history) if r.value is None), None)
    if last is not None:
        c.note(last)
        return Partial(base=last.copy())
    return Partial(base=Ref("day", c.today()))


_LIMITS = {"MORE_THAN": True, "EQUAL_OR_MORE": True, "LESS_THAN": False, "EQUAL_OR_LESS": False}


def _reach(origin: Ref, there: Ref, sign: int, *, beyond: bool) -> tuple[int | None, int | None]:
    """Give the days that "more than two years ago", "less than a week after" can be."""
    if there.exact is not None and SIZE[origin.grain] <= SIZE["day"]:
        first = last = there.exact // 86400
    else:
        first, last = there.day, after(there) - 1
    if beyond:
        return (first, None) if sign > 0 else (None, last)
    return (origin.day, last) if sign > 0 else (first, after(origin) - 1)


def counted(c: Context, origin: Ref, length: Duration, sign: int) -> Partial:
    """Count a length from a date; a vague length gives an approximate stretch."""
    ref = c.moved(origin, length, sign)
    if length.mod == "APPROX" or length.mod in ("LESS_THAN", "MORE_THAN"):
        ref.mod = length.mod
        ref.approx = length.near or length.mod == "APPROX"
    if length.mod in _LIMITS and not length.near and not length.vague:
        ref.reach = _reach(origin, ref, sign, beyond=_LIMITS[length.mod])
    if SIZE[ref.grain] > SIZE["year"] and ref.exact is not None and (c.whole or c.doctype != "planning"):
        year = containing("year", ref.exact // 86400)  # "a decade ago" is a decade's count of years, and only near
        ref.begin, ref.finish, ref.approx = start_second(year), end_second(year), True
    if length.vague:
        near = c.moved(origin, Duration(tuple((n if n is not None else 2, u) for n, u in length.amounts)), sign)
        far = c.moved(
            origin, Duration(tuple((n if n is not None else max(6, length.guess), u) for n, u in length.amounts)), sign
        )
        first, last = (far, near) if sign < 0 else (near, far)
        ref.begin, ref.finish = (
            first.day * 86400 + first.sec,
            last.day * 86400 + last.sec + (86400 if SIZE[last.grain] >= SIZE["day"] else 60),
        )
        ref.approx = True
        ref.value = "PAST_REF" if sign < 0 else "FUTURE_REF"
    return Partial(base=ref)


def offset(c: Context, length: Duration, date: Partial, sign: int) -> Partial | None:
    """Make "two weeks after 5 May"."""
    origin = c.settle(date)
    return counted(c, origin, length, sign) if origin is not None else None


def after_date(c: Context, length: Duration, date: Partial) -> Partial | None:
    """Count on from a date."""
    return offset(c, length, date, 1)


def before_date(c: Context, length: Duration, date: Partial) -> Partial | None:
    """Count back from a date."""
    return offset(c, length, date, -1)


def offset_clock(c: Context, length: Duration, when: tuple[Partial, ...], sign: int) -> Partial | None:
    """Make "two hours before 3 pm", "30 minutes after midnight on Friday"."""
    time = when[0] if len(when) == 1 else merge(when[1], when[0])
    if time is None or time.hour is None or length.amounts[-1][1] not in ("second", "minute", "hour", "halfhour"):
        return None
    origin = c.settle(time)
    if origin is None:
        return None
    if (
        sign < 0
        and time.hour == 24
        and origin.sec == 0
        and time.dated
        and time.part is None
        and c.doctype == "planning"
    ):
        return None
    return counted(c, origin, length, sign)


def _week_on(c: Context, a: Any, b: Any) -> Partial | None:
    if isinstance(a, Duration):
        said = c.joined("today", "yesterday", "tomorrow")
        date = today(c, b) if said else Partial(weekday=b)
        return week_on(c, a, date) if not (said and b < 0) else None
    if b not in ("week", "fortnight") or c.doctype != "planning":
        return None
    said = c.joined("today", "tomorrow")
    return week_on(c, Duration(((1, b),)), today(c, a) if said else Partial(weekday=a))


def _before_last(c: Context, what: int | str) -> Partial | None:
    there = this_month(c, -1, what) if isinstance(what, int) else this_season(c, -1, what)
    if there is None or there.base is None:
        return None
    ref = there.base.copy()
    ref.day = add_months(ref.day, -12)
    return Partial(base=ref)


def weekdays_ago(c: Context, number: float, day: int, sign: int) -> Partial:
    """Make "2 Thursdays ago"."""
    origin = c.today()
    if sign < 0:
        found = origin - 1 - (weekday(origin - 1) - day) % 7 - 7 * (int(number) - 1)
    else:
        found = origin + 1 + (day - weekday(origin + 1)) % 7 + 7 * (int(number) - 1)
    return Partial(base=Ref("day", found))


def spread(c: Context, date: Partial) -> tuple[int, int] | None:
    """Give the first day of a stretch and the day after it."""
    ref = c.settle(date)
    if ref is None or SIZE[ref.grain] < SIZE["week"]:
        return None
    return ref.day, after(ref)


def nth_weekday(c: Context, number: float, day: int, date: Partial) -> Partial | None:
    """Make "the third Tuesday of September 2014"; a negative number counts from the end."""
    reach = spread(c, date)
    if reach is None or not number:
        return None
    first, stop = reach
    count = int(number)
    if count > 0:
        found = first + (day - weekday(first)) % 7 + 7 * (count - 1)
    else:
        found = stop - 1 - (weekday(stop - 1) - day) % 7 + 7 * (count + 1)
    return Partial(base=Ref("day", found)) if first <= found < stop else None


def nth_unit(c: Context, number: float, unit: str, date: Partial) -> Partial | None:
    """Make "the first week of October", "the last day of May"; a negative number counts from the end."""
    reach = spread(c, date)
    grain = REAL.get(unit, unit)
    if reach is None or grain not in ("day", "week", "weekend", "month", "quarter", "half", "year", "decade"):
        return None
    first, stop = reach
    count = int(number)
    ref = Ref(grain, first)
    if grain in ("week", "weekend"):
        monday = floor("week", first, c.options.week_start)
        if count > 0:
            monday = floor("week", first + 3, c.options.week_start)
            if stop - first < 40 and c.doctype == "planning" and monday < first and count == 1 and grain == "weekend":
                monday += 7
            ref = Ref("week", monday + 7 * (count - 1))
        else:
            last = floor("week", stop - 1, c.options.week_start)
            if last + 3 >= stop:
                last -= 7
            if grain == "weekend" and last + 5 >= stop:
                last -= 7
            ref = Ref("week", last + 7 * (count + 1))
        if grain == "weekend":
            ref = Ref("weekend", ref.day + 5)
    elif grain == "day":
        ref = Ref("day", first + count - 1 if count > 0 else stop + count)
    else:
        begin = containing(grain, first if count > 0 else stop - 1)
        ref = shifted(begin, count - 1 if count > 0 else count + 1)
    if not (first - 6 <= ref.day < stop):
        return None
    return Partial(base=ref)


def nth_to_last(c: Context, number: float, step: int, what: int | str, date: Partial) -> Partial | None:
    """Make "the second to last Friday of May", "the penultimate day of March"."""
    if step > 0:
        return None
    return nth_unit(c, -number, what, date) if isinstance(what, str) else nth_weekday(c, -number, what, date)


def week_on(c: Context, length: Duration, date: Partial) -> Partial | None:
    """Make "a week on Tuesday", "two weeks today": so long after the day to come."""
    unit = length.amounts[0][1]
    if unit not in ("week", "fortnight", "month", "year") or length.vague or date.timed or c.doctype == "narrative":
        return None
    if date.base is not None and date.base.exact is not None:
        return None
    ref = c.ahead(date)
    if ref is None or ref.grain != "day" or (c.now_day is not None and ref.day < c.now_day):
        return None
    return Partial(base=Ref("day", (c.moved(ref, length, 1).exact or 0) // 86400))


def nth_after(c: Context, number: float, day: int, date: Partial, sign: int) -> Partial | None:
    """Make "the third Tuesday after Christmas"."""
    ref = c.settle(date)
    if ref is None or SIZE[ref.grain] > SIZE["month"]:
        return None
    if sign > 0:
        start = after(ref)
        found = start + (day - weekday(start)) % 7 + 7 * (int(number) - 1)
    else:
        start = ref.day - 1
        found = start - (weekday(start) - day) % 7 - 7 * (int(number) - 1)
    return Partial(base=Ref("day", found))


def closest(c: Context, number: float, date: Partial, to: Partial) -> Partial | None:
    """Make "the second closest Monday to 5 October"."""
    ref = c.settle(to)
    if ref is None or date.weekday is None:
        return None
    near = sorted(range(ref.day - 7 * int(number) - 7, ref.day + 7 * int(number) + 8), key=lambda d: abs(d - ref.day))
    found = [d for d in near if weekday(d) == date.weekday]
    return Partial(base=Ref("day", found[int(number) - 1]))


def of_stretch(c: Context, date: Partial, there: Partial) -> Partial | None:
    """Make "the 15th of next month", "Monday of next week", "March of last year"."""
    return merge(date, there)


def week_day(c: Context, a: Partial, b: Partial) -> Partial | None:
    """Make "next week, preferably on Tuesday": a week and one of its days."""
    week, day = (a, b) if a.base is not None else (b, a)
    if week.base is None or week.base.grain not in ("week", "weekend", "fortnight") or day.weekday is None:
        return None
    return merge(a, b)


def day_before(c: Context, step: int) -> Partial:
    """Make "the day before", "the next day"."""
    return Partial(base=Ref("day", c.text_day().day + step))


def next_to(c: Context, unit: str, date: Partial, step: int) -> Partial | None:
    """Make "the day after Christmas"."""
    ref = c.settle(date)
    if (
        ref is None
        or ref.value is not None
        or unit not in ("day", "week", "month", "year", "weekend")
        or SIZE[ref.grain] > SIZE[unit]
    ):
        return None
    return Partial(base=shifted(containing(unit, ref.day, c.options.week_start), step))


def weekday_offset(c: Context, day: int, there: Partial) -> Partial | None:
    """Make "Monday two weeks from now"."""
    ref = c.settle(there)
    if ref is None or SIZE[ref.grain] < SIZE["day"]:
        return None
    there_day = ref.exact // 86400 if ref.exact is not None else ref.day
    if weekday(there_day) == day:
        return Partial(base=Ref("day", there_day))
    monday = floor("week", there_day, c.options.week_start)
    return Partial(base=Ref("day", monday + (day - c.options.week_start) % 7))


def long_weekend(c: Context, date: Partial) -> Partial | None:
    """Make "Labor Day weekend"."""
    ref = c.settle(date)
    if ref is None or ref.grain != "day":
        return None
    number = weekday(ref.day)
    new = Ref("weekend", ref.day + 6 - number if number != 1 else ref.day - 2)
    new.begin, new.finish = min(new.day, ref.day) * 86400, (max(new.day + 1, ref.day) + 1) * 86400
    return Partial(base=new)


def _this(c: Context, values: tuple[Any, ...]) -> Partial | None:
    steps = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
    units = [v for v in values if isinstance(v, str)]
    step = next((s for s in steps if s), steps[0] if steps else 0)
    unit = units[-1] if units else None
    if unit is None:
        return None
    if ("year" in units and len(units) > 1) or (len(values) == 3 and values[1] == "year"):
        return _fiscal(c, step)
    return this(c, step, unit)


def _fiscal(c: Context, step: int) -> Partial | None:
    there = this(c, step, "year")
    if there is None or there.base is None:
        return None
    if c.doctype == "planning":
        ref = there.base.copy()
        ref.value = f"FY{ref.year}"
        return Partial(base=ref)
    return there


def _step(c: Context, step: int, unit: str) -> Partial | None:
    if c.doctype != "planning" and step < 0 and re.search(r"\b(?:last|past)\b", c.low[c.start : c.end]):
        return None  # "the last year" is a length of time
    return step_unit(c, step, unit)


def _weekend(c: Context) -> Partial:
    ref = containing("weekend", c.today(), c.options.week_start)
    if c.doctype != "planning" and ref.day > c.today() and c.direction() != "future":
        ref = shifted(ref, -1)
    return Partial(base=ref)


def _part_of_unit(c: Context, mod: str, values: tuple[Any, ...]) -> Partial | None:
    unit = values[-1]
    if not isinstance(unit, str):
        return None
    steps = [v for v in values[:-1] if isinstance(v, int)]
    there = this(c, steps[0], unit) if steps else that_unit(c, unit) if c.doctype != "planning" else this(c, 0, unit)
    if there is None or there.base is None:
        return None
    ref = there.base
    if (c.whole or c.doctype == "news") and SIZE[ref.grain] > SIZE["day"]:
        if steps and steps[0]:
            return there.copy(edge=mod)  # "late last year"
        if ref.day <= c.today() < after(ref) and not c.joined("that "):
            ref.mod, middle = mod, c.today() * 86400
            ref.begin, ref.finish = (
                (ref.day * 86400, middle + 86400) if mod == "START" else (middle, after(ref) * 86400)
            )
            return there
    ref.mod = mod
    if c.doctype == "planning" and SIZE[ref.grain] > SIZE["day"]:
        low, high = ref.day, after(ref)
        middle = {"week": low + 3, "year": add_months(low, 6), "month": low + 15}.get(ref.grain, (low + high) // 2)
        now = c.today()
        if not steps or steps[0] == 0:
            ref.begin, ref.finish = (
                (low * 86400, max(low + 1, min(middle, now)) * 86400)
                if mod == "START"
                else (max(middle, now) * 86400, high * 86400)
            )
        else:
            ref.begin, ref.finish = (low * 86400, middle * 86400) if mod == "START" else (middle * 86400, high * 86400)
    elif ref.grain == "day":
        return there.copy(edge=mod)
    return there


RULES = (
    Rule("today", "D", "TODAY", today, "Today, yesterday, tomorrow and their neighbours.", "yesterday -> 2025-09-02", "today's youth"),
    Rule("day-offset", "D", "N TODAY", lambda c, n, t: today(c, int(t / 2 * (n + 1))) if abs(t) == 2 else None, cost=0.4),
    Rule("this-unit", "D", "THIS|NEARLAST|NEARNEXT UNIT1 / THIS|LAST|NEXT FISCAL UNIT1? / the THIS UNIT1 / THIS LAST|NEXT UNIT1", lambda c, *v: _this(c, v),
         "This, last or next week, month, year …, counted from now.", "last week -> [2025-08-25..2025-08-31]", "the last week"),
    Rule("fiscal-this", "D", "the? THIS|LAST|NEXT FISCAL", lambda c, s, f: _fiscal(c, s) if f else None, "", "", ""),
    Rule("that-unit", "D", "THAT UNIT1 / the? same UNIT1 / that|this very|same UNIT1 / that|the particular UNIT1", lambda c, *v: that_unit(c, v[-1]),
         "The day, month or year the text spoke of.", "that year -> 2025", "in that one"),
    Rule("step-unit", "D", "the? FOLLOW|PREVIOUS UNIT1 / the NEXT UNIT1 / the LAST UNIT1", _step, "The following or previous unit, counted from what the text spoke of.", "the following year -> 2026", ""),
    Rule("unit-following", "D", "the UNIT1 following|after / the UNIT1 before", lambda c, u: None if c.doctype == "planning" and u != "day" else step_unit(c, 1, u), "", "", "", cost=9),
    Rule("day-after", "D", "the UNIT1 after", lambda c, u: step_unit(c, 1, u), "The day after what the text spoke of.", "the day after -> 2025-09-04", "the day after the vote", cost=1.5),
    Rule("day-before", "D", "the UNIT1 before / the UNIT1 earlier|previously", lambda c, u: step_unit(c, -1, u), "The day before what the text spoke of.", "the day before -> 2025-09-02", "the day before the vote", cost=1.5),
    Rule("unit-after-date", "D", "the? UNIT1 after|following D", lambda c, u, d: next_to(c, u, d, 1), "The day, week, month after a date.", "the day after Christmas -> 2025-12-26", "", cost=0.4),
    Rule("unit-before-date", "D", "the? UNIT1 before D", lambda c, u, d: next_to(c, u, d, -1), "The day, week, month before a date.", "the day before 5 May 2020 -> 2020-05-04", "", cost=0.4),
    Rule("the-unit", "D", "the UNIT1", the_unit, "The month, quarter or year at hand.", "the quarter -> 2025-35", "", cost=4),
    Rule("my-day", "D", "my UNIT1", lambda c, u: Partial(base=Ref("day", c.today())) if u == "day" and c.doctype == "planning" else None, "", "", "", cost=3),
    Rule("this-weekday", "D", "THIS|LAST|NEXT WEEKDAY / on THIS|LAST|NEXT WEEKDAY", this_weekday,
         "Last Friday is Friday of last week, next Friday that of next week (an option says nearest).", "next Friday -> 2025-09-12", "", cost=0.8),
    Rule("near-weekday", "D", "this LAST|NEXT WEEKDAY", near_weekday, "The Friday just past or just to come.", "this past Friday -> 2025-08-29", "", cost=0.5),
    Rule("past-weekday", "D", "on? PASTW WEEKDAY", lambda c, _, d: near_weekday(c, -1, d), cost=0.4),
    Rule("this-month", "D", "THIS|LAST|NEXT MONTH / the LAST|NEXT MONTH", this_month, "The June last gone, of this year, or next to come.", "last June -> 2025-06", "the last march of the penguins", cost=0.8),
    Rule("this-season", "D", "the? THIS|LAST|NEXT SEASON", this_season, "The summer last gone, of this year, or next to come.", "last winter -> 2024-24", "", cost=0.8),
    Rule("this-quarter", "D", "THIS|LAST|NEXT QUARTERN", this_quarter, "", "", "", cost=0.8),
    Rule("this-date", "D", "THIS|LAST|NEXT D", this_date, "The day of that name last gone or next to come.", "next 6 April -> 2026-04-06", "", cost=2),
    Rule("this-holiday", "D", "the? THIS|LAST|NEXT HOLIDAY", this_holiday, "The feast last gone or next to come.", "last Christmas -> 2024-12-25", "", cost=0.8),
    Rule("this-part", "D", "THIS|LAST|NEXT PT", lambda c, s, p: this_part(c, s, p.part).copy(edge=p.edge), "This morning, last night.", "last night -> 2025-09-02", "", cost=0.8),
    Rule("that-part", "D", "THAT PT / the same PT / that same PT", lambda c, *v: that_part(c, v[-1]), "That night: of the day the text spoke of.", "that night -> 2025-09-03", "", cost=0.8),
    Rule("that-season", "D", "THAT SEASON", lambda c, _, code: that_season(c, code), cost=0.8),
    Rule("this-time-last", "D", "this time LAST|NEXT UNIT1 / REF LAST|NEXT UNIT1", lambda c, *v: this(c, *v[-2:]) if v[-1] in ("year", "month", "week") and c.joined("this time") else None, cost=0.4),
    Rule("step-part", "D", "the? PREVIOUS PT", lambda c, s, p: next_part(c, p, -1) if c.doctype != "planning" else None, "The previous evening: counted from what the text spoke of.", "", "", cost=0.6),
    Rule("part-before", "D", "the PT before|earlier", lambda c, p: next_part(c, p, -1) if c.doctype != "planning" and c.clause_ends() else None, cost=0.6),
    Rule("next-part", "D", "the NEXT PT", lambda c, s, p: next_part(c, p) if s > 0 else None, "", "", "", cost=0.7),
    Rule("early-next-part", "D", "EARLY|LATE the? NEXT PT", lambda c, m, s, p: next_part(c, p.copy(edge=m)) if s > 0 else None, "", "", "", cost=0.7),
    Rule("before-last", "D", "the? UNIT1 before LAST", before_last, "Two back.", "the week before last -> [2025-08-18..2025-08-24]", "", cost=0.5),
    Rule("after-next", "D", "the? UNIT1 after NEXT", after_next, "Two on.", "the year after next -> 2027", "", cost=0.5),
    Rule("date-after-next", "D", "D after NEXT", weekday_after_next, "The one after the next.", "March after next -> 2027-03", "", cost=0.5),
    Rule("date-before-last", "D", "the? WEEKDAY before LAST", lambda c, d, s: weekdays_ago(c, 2, d, -1) if s < 0 else None, "", "", "", cost=0.5),
    Rule("month-before-last", "D", "the? MONTH before LAST / the? SEASON before LAST", lambda c, m, s: _before_last(c, m) if s < 0 else None, "The June or the summer two back.", "the June before last -> 2024-06", "", cost=0.5),
    Rule("ago", "D", "U ago|back", ago, "A length of time before now.", "two years ago -> 2023", "ago", cost=0.5),
    Rule("ago-either", "D", "N or|to|- N UNITS ago|back|earlier|later|hence / N or|to|- N UNITS from now", ago_either, "A length of time that is one of two.", "two or three days ago -> [2025-08-31..2025-09-01]", "", cost=0.3),
    Rule("ago-today", "D", "U ago today|yesterday|tomorrow", ago_today, cost=0.4),
    Rule("year-ago", "D", "the? UNIT1 - ago period|quarter|level|figure? / a UNIT1 - ago", lambda c, u: earlier(c, Duration(((1, u),))), "The like stretch a year before.", "the year-ago quarter -> 2024", ""),
    Rule("year-earlier", "D", "the? UNIT1 - earlier period|quarter|level? / the UNIT1 earlier period", lambda c, u: earlier(c, Duration(((1, u),))), "The like stretch a year before.", "the year-earlier period -> 2024", ""),
    Rule("at-the-time", "D", "at THETIME", lambda c, _: that_time(c) if c.clause_ends() else None, "The date that the text spoke of last.", "at the time -> 2025-09-03", "at the time of the vote", cost=2),
    Rule("from-now", "D", "U hence / U from now / U from THISTIME", lambda c, u, *_: hence(c, u), "A length of time after now.", "two weeks from now -> [2025-09-15..2025-09-21]", "", cost=0.5),
    Rule("in-length", "D", "in U / within U / in U time / in U 's time / in U ' time / for U from now", lambda c, u: hence(c, u) if c.doctype == "planning" and not c.joined(" last ", " past ", " previous ") else None,
         "A length of time after now, where a person plans.", "in two weeks -> [2025-09-15..2025-09-21]", "He won in two sets.", cost=1.2),
    Rule("after-length", "D", "after U", lambda c, u: hence(c, u) if c.doctype == "planning" else None, "", "", "", cost=2.2),
    Rule("timer", "D", "for U", lambda c, u: None, "", "", "", cost=3),
    Rule("plus", "D", "+ U / now + U", lambda c, u: hence(c, u) if c.doctype == "planning" else None, "", "", "", cost=1),
    Rule("minus", "D", "- U", lambda c, u: ago(c, u) if c.doctype == "planning" else None, "", "", "", cost=2),
    Rule("later", "D", "U later|afterwards|afterward|thereafter / U after that", later, "A length of time after what the text spoke of.", "two months later -> 2025-11", "", cost=0.5),
    Rule("earlier", "D", "U earlier|previously|beforehand / U before that / U prior", earlier, "A length of time before what the text spoke of.", "a year earlier -> 2024", "", cost=0.5),
    Rule("length-before", "D", "U before", lambda c, u: earlier(c, u) if c.doctype == "narrative" or c.clause_ends() else None, "", "", "", cost=1.6),
    Rule("length-after", "D", "U after", lambda c, u: later(c, u) if c.doctype == "narrative" or (c.doctype == "news" and c.clause_ends()) else None, "", "", "", cost=2.5),
    Rule("after-date", "D", "U after|following D / U from|since D / in U since|from|after D", lambda c, u, d: after_date(c, u, d) if c.doctype == "planning" or c.joined("after", "following", "from now", "from today", "from tomorrow") else None, "A length of time after a date.", "two weeks after 5 May 2020 -> [2020-05-18..2020-05-24]", "", cost=0.8),
    Rule("before-date", "D", "U before|till|until D / U prior to D", lambda c, u, d: before_date(c, u, d) if c.doctype == "planning" or c.joined("before", "prior") else None, "A length of time before a date.", "2 days before yesterday -> 2025-08-31", "", cost=0.8),
    Rule("week-on", "D", "U on WEEKDAY / U TODAY / WEEKDAY|TODAY UNIT1", _week_on, "A week or more after a weekday or day to come.", "a week on Tuesday -> 2025-09-16", "a week on Mars", cost=0.7),
    Rule("after-clock", "D", "U after|following|past C / U after C on? D", lambda c, u, *v: offset_clock(c, u, v, 1), "A length of time after a time of day.", "two hours after noon -> 2025-09-03T14:00:00", "", cost=0.6),
    Rule("before-clock", "D", "U before C / U prior to C / U before C on? D", lambda c, u, *v: offset_clock(c, u, v, -1), "A length of time before a time of day.", "half an hour before 3 pm -> 2025-09-03T14:30:00", "", cost=0.6),
    Rule("weekdays-ago", "D", "N WEEKDAY|WEEKDAYS ago|back", lambda c, n, d: weekdays_ago(c, n, d, -1), "So many Thursdays back.", "2 Thursdays ago -> 2025-08-21", "", cost=0.5),
    Rule("weekdays-hence", "D", "N WEEKDAY|WEEKDAYS from now / N WEEKDAY|WEEKDAYS hence", lambda c, n, d: weekdays_ago(c, n, d, 1), "", "", "", cost=0.5),
    Rule("nth-weekday", "D", "the? ORD WEEKDAY of|in|, the? D / the? ORD WEEKDAY of|in D", nth_weekday, "The first Monday of a month.", "the third Tuesday of September 2014 -> 2014-09-16", "", cost=0.5),
    Rule("nth-weekday-clock", "D", "the? ORD WEEKDAY C of|in D", lambda c, n, d, t, there: merge(there_, t) if (there_ := nth_weekday(c, n, d, there)) else None, "", "", "", cost=0.5),
    Rule("early-day", "D", "EARLY|LATE in the UNIT1 D", lambda c, m, u, d: d.copy(edge=m) if u == "day" and not d.timed else None, cost=0.3),
    Rule("last-weekday", "D", "the? LAST WEEKDAY of|in the? D", lambda c, s, d, there: nth_weekday(c, -1, d, there) if s < 0 else None, "The last Friday of a month.", "last Friday of October 2024 -> 2024-10-25", "", cost=0.4),
    Rule("nth-to-last-weekday", "D", "the? ORD -? to -? LAST WEEKDAY|UNIT1 of|in the? D / the? ORD -? LAST WEEKDAY|UNIT1 of|in the? D", nth_to_last, "The last but one of a stretch, and so on back.", "the second to last Friday of May 2025 -> 2025-05-23", "", cost=0.3),
    Rule("penultimate", "D", "the? penultimate WEEKDAY|UNIT1 of|in the? D", lambda c, d, there: nth_to_last(c, 2, -1, d, there), cost=0.3),
    Rule("nth-last-weekday", "D", "the? ORD LAST WEEKDAY of|in the? D", lambda c, n, s, d, there: nth_weekday(c, -n, d, there) if s < 0 else None, "", "", "", cost=0.4),
    Rule("nth-unit", "D", "the? ORD UNIT1 of|in the? D", nth_unit, "The first week, day, month of a longer stretch.", "the first week of October 2014 -> [2014-09-29..2014-10-05]", "the first day of the battle", cost=0.5),
    Rule("last-unit", "D", "the? LAST UNIT1 of|in the? D / the? final UNIT1 of|in the? D", lambda c, *v: nth_unit(c, -1, v[-2], v[-1]) if v[0] == -1 or len(v) == 2 else None, "The last week, day, month of a longer stretch.", "last day of May 2024 -> 2024-05-31", "", cost=0.4),
    Rule("nth-last-unit", "D", "the? ORD LAST UNIT1 of|in the? D", lambda c, n, s, u, there: nth_unit(c, -n, u, there) if s < 0 else None, "", "", "", cost=0.4),
    Rule("nth-after", "D", "the? ORD WEEKDAY after|following D", lambda c, n, d, there: nth_after(c, n, d, there, 1), "The third Tuesday after a date.", "third Tuesday after Christmas 2014 -> 2015-01-13", "", cost=0.4),
    Rule("nth-before", "D", "the? ORD WEEKDAY before D", lambda c, n, d, there: nth_after(c, n, d, there, -1), "", "", "", cost=0.4),
    Rule("weekday-after", "D", "the WEEKDAY after|following D", lambda c, d, there: nth_after(c, 1, d, there, 1), "", "", "", cost=0.4),
    Rule("weekday-before", "D", "the WEEKDAY before D", lambda c, d, there: nth_after(c, 1, d, there, -1), "", "", "", cost=0.4),
    Rule("closest", "D", "the? ORD? closest|nearest D to D", lambda c, n, d, to: closest(c, n or 1, d, to), "The nearest weekday to a date.", "the closest Monday to 5 October 2013 -> 2013-10-07", "", cost=0.4),
    Rule("of-stretch", "D", "the? DAYQ|DAYN of the? D", lambda c, day, there: of_stretch(c, Partial(day=day), there) if there.base else None, "A day of a month said otherwise.", "the 15th of next month -> 2025-10-15", "", cost=0.5),
    Rule("day-word-of", "D", "the? DAYQ day of the? D / on the DAYQ of D", lambda c, day, there: of_stretch(c, Partial(day=day), there), "", "", "", cost=0.5),
    Rule("weekday-week", "D", "D on|,|-|of? D / D , on|preferably D / D , preferably|maybe on? D / D maybe , say on D", week_day, "", "", "", cost=1),
    Rule("weekday-offset", "D", "WEEKDAY ,? D", lambda c, d, there: weekday_offset(c, d, there) if there.base is not None and there.base.exact is not None else None, "", "", "", cost=0.9),
    Rule("offset-weekday", "D", "D on WEEKDAY", lambda c, there, d: weekday_offset(c, d, there) if there.base is not None and there.base.exact is not None else None, "", "", "", cost=0.9),
    Rule("holiday-weekend", "D", "D UNIT1 / UNIT1 of D", lambda c, *v: long_weekend(c, v[0] if isinstance(v[0], Partial) else v[1]) if "weekend" in v and next(x for x in v if isinstance(x, Partial)).holiday is not None else None, "", "", "", cost=0.9),
    Rule("latest-unit", "D", "the latest UNIT1", lambda c, u: this(c, -1, u) if c.doctype == "news" and u in ("week", "month", "quarter", "year") else None, cost=1),
    Rule("weekend", "D", "UNIT1 / the UNIT1", lambda c, u: _weekend(c) if u == "weekend" else None, cost=3),
    Rule("later-in", "D", "EARLY|LATE in|on? THIS|LAST|NEXT UNIT1 / EARLY|LATE in|on? the UNIT1", lambda c, m, *v: _part_of_unit(c, m, v), "Earlier or later in the unit at hand.", "later this year -> [2025-09..2025-12]", "", cost=0.4),
    Rule("later-that", "D", "EARLY|LATE in|on? THAT UNIT1", lambda c, m, _, u: _part_of_unit(c, m, (u,)), cost=0.4),
    Rule("this-time", "THISTIME", "today / this day", lambda c: 1),
)  # fmt: skip
