"""Dates that name themselves: years, months, days, weekdays, quarters, seasons, centuries, holidays, eras."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from timeline.edtf.civil import days_from_civil
from timeline.timex.calendar import Ref
from timeline.timex.chart import Rule
from timeline.timex.parts import Partial, merge

if TYPE_CHECKING:
    from timeline.timex.context import Context


def short_year(value: int) -> int:
    """Give the century to a year of two digits: 50-99 are 19xx."""
    return value + (1900 if value >= 50 else 2000)


def year(_: Any, value: int) -> Partial:
    """Make a year."""
    return Partial(year=value)


def year_of_two(c: Context, value: int) -> Partial:
    """Make a year written '98; a story's is of the century it tells of."""
    if c.doctype == "narrative" and c.line is not None:
        year_ = c.line.year // 100 * 100 + value
        return Partial(year=year_ - 100 if year_ > c.line.year + 10 else year_)
    return Partial(year=short_year(value))


def era(_: Any, value: int, sign: int) -> Partial | None:
    """Make a year of an era; 1 BC is the astronomical year 0."""
    if value == 0:
        return None
    return Partial(year=value if sign > 0 else 1 - value)


def era_first(_: Any, sign: int, value: int) -> Partial | None:
    """Read "AD 70"."""
    return era(_, value, sign)


def month(_: Any, number: int) -> Partial:
    """Make a month."""
    return Partial(month=number)


def month_year(_: Any, number: int, value: Partial) -> Partial:
    """Make a month of a year."""
    return value.copy(month=number)


def year_month(_: Any, value: Partial, number: int) -> Partial:
    """Read "2017 April"."""
    return value.copy(month=number)


def month_day(_: Any, number: int, day: int) -> Partial:
    """Make a day of a month."""
    return Partial(month=number, day=day)


def day_month(_: Any, day: int, number: int) -> Partial:
    """Read "3 May"."""
    return Partial(month=number, day=day)


def with_year(c: Context, date: Partial, value: Partial) -> Partial | None:
    """Put a day into a year; among a planner's notes "12 Nov 1115" is a time."""
    if (
        c.doctype == "planning"
        and not c.whole
        and value.year is not None
        and not 1900 <= value.year <= 2100
        and c.glued(value.year)
    ):
        return None
    return date.copy(year=value.year, form=None) if value.form is None else None


def day_year(c: Context, date: Partial, value: int) -> Partial | None:
    """Put a day into a year of two digits; "14 June, 74 days after" has none."""
    return None if c.counts() else date.copy(year=short_year(value))


def year_middle(_: Any, a: int, b: int, c: int) -> Partial:
    """Read "September-2020-23"."""
    return Partial(month=a, year=b, day=c)


def full(_: Any, ymd: tuple[int, int, int]) -> Partial:
    """Make a date written in digits, year first."""
    return Partial(year=ymd[0], month=ymd[1], day=ymd[2])


def numeric(c: Context, value: tuple[str, list[tuple[int, int, int]]], _: Any = None) -> Partial:
    """Make a date written in digits, whose day and month may be either way round."""
    sep, readings = value
    chosen = choose(c, sep, readings)
    return Partial(
        year=chosen[0], month=chosen[1], day=chosen[2], readings=tuple(readings) if len(readings) > 1 else None
    )


def month_first(sep: str) -> bool:
    """Say whether digits apart by `sep` usually have the month first."""
    return sep != "."


def choose(c: Context, sep: str, readings: list[Any]) -> Any:
    """Choose a reading by the option, else by the mark: dots have the day first, slashes the month."""
    if len(readings) == 1:
        return readings[0]
    dayfirst = c.options.dayfirst
    if dayfirst is None:
        dayfirst = not month_first(sep)
    return readings[1] if dayfirst else readings[0]


def pair(c: Context, value: tuple[str, list[tuple[int, int]]]) -> Partial:
    """Make a day and month written in digits."""
    sep, readings = value
    number, day = choose(c, sep, readings)
    several = tuple((None, m, d) for m, d in readings)
    return Partial(month=number, day=day, readings=several if len(readings) > 1 else None)


def pair_glued(c: Context, number: int, day: int) -> Partial | None:
    """Read "2-15" where a person plans."""
    if c.doctype != "planning":
        return None
    if number > 12:
        return Partial(month=day, day=number) if day <= 12 else None
    return Partial(month=number, day=day)


def ym(_: Any, value: tuple[int, int]) -> Partial:
    """Make a month written in digits."""
    return Partial(year=value[0], month=value[1])


def iso_time(_: Any, value: tuple[int, int, int, int, int, int | None, str | None]) -> Partial:
    """Make an ISO date-time."""
    y, m, d, h, mi, s, zone = value
    return Partial(year=y, month=m, day=d, hour=h, minute=mi, second=s, zone=zone)


def weekday(_: Any, number: int) -> Partial:
    """Make a weekday."""
    return Partial(weekday=number)


def dom(c: Context, day: int) -> Partial:
    """Make "the 15th"."""
    return Partial(day=day, ordinal=True)


def both(c: Context, a: Partial, b: Partial) -> Partial | None:
    """Join two parts of one date: "Tuesday, 5 May", "5 pm tomorrow"."""
    for one, other in ((a, b), (b, a)):
        if one.ordinal and one.month is None and one.weekday is None and other.weekday is None:
            return None  # "March 1951, the Eighth Army"
        if (
            one.year is not None
            and one.month is None
            and c.doctype == "planning"
            and not c.whole
            and not 1900 <= one.year <= 2100
            and c.glued(one.year)
        ):
            return None  # "12 Nov 1115" is a time
    if c.doctype != "planning" and _is_month(a) and b.weekday is not None and b.day is b.month is None:
        return None  # "joined a march on Saturday": no month
    if c.doctype != "planning" and (a.base is not None or b.base is not None) and _apart(a, b, c):
        return None  # "two years ago, in May", "Tuesday, the day after the feast": each is marked
    return merge(a, b)


def _is_month(part: Partial) -> bool:
    """Say whether a part is the name of a month and nothing else."""
    return part.month is not None and part.base is None and part.day is part.year is part.weekday is None


def _apart(a: Partial, b: Partial, c: Context) -> bool:
    """Say whether a comma stands between two dates; their places are tokens, so anything between them may be one."""
    return a.place is not None and b.place is not None and a.place[1] < b.place[0] and c.joined(",")


def of_weekday(c: Context, a: Partial, day: int) -> Partial | None:
    """Join a weekday and a day of the month: "Friday the 13th"."""
    return (
        a.copy(day=day)
        if a.day is None
        and a.month is None
        and ((a.weekday and a.base is None) or (a.base and a.base.grain == "day" and c.doctype == "planning"))
        else None
    )


def season(_: Any, code: str, value: Partial | None = None) -> Partial:
    """Make a season, perhaps of a year."""
    return Partial(season=code) if value is None else value.copy(season=code)


def season_years(_: Any, code: str, first: int | tuple[int, int], last: int | None = None) -> Partial | None:
    """Make "the winter of 1854-55": a season of two years that follow each other."""
    if isinstance(first, tuple):
        first, last = first
    if last is None or last % 100 != (first + 1) % 100:
        return None
    if code == "SU":  # only in the south does a summer have days of two years
        return Partial(base=Ref("season", days_from_civil(first, 12, 1), 0, code))
    return Partial(season=code, year=first)


def season_of(_: Any, code: str, value: Partial) -> Partial | None:
    """Put a season into a year said as "that year", "last year"."""
    new = merge(Partial(season=code), value)
    return new if new and (value.base is None or value.base.grain == "year") and value.month is None else None


def quarter(_: Any, number: int, value: Partial | None = None) -> Partial | None:
    """Make a quarter."""
    if not 1 <= number <= 4:
        return None
    if value is None:
        return Partial(quarter=number)
    return merge(Partial(quarter=number), value) if yearish(value) else None


def year_quarter(_: Any, value: Partial, number: int) -> Partial | None:
    """Read "2017 Q1", "last year's third quarter"."""
    return quarter(_, number, value)


def yearish(value: Partial) -> bool:
    """Say whether a date is a year and nothing finer."""
    return value.month is None and value.day is None and value.weekday is None and not value.timed and value.form is None and (
        value.year is not None or (value.base is not None and value.base.grain == "year")
    )  # fmt: skip


def half(_: Any, number: int, value: Partial | None = None) -> Partial | None:
    """Make a half-year."""
    if number not in (1, 2):
        return None
    if value is None:
        return Partial(half=number)
    return merge(Partial(half=number), value) if yearish(value) else None


def year_half(_: Any, value: Partial, number: int) -> Partial | None:
    """Read "2019 H2"."""
    return half(_, number, value)


def decade(c: Context, value: tuple[int, int]) -> Partial | None:
    """Make a decade: "the 1920s", "the '90s"."""
    number, digits = value
    if digits <= 2:
        number += 1900 if number >= 20 else 2000
        if c.doctype == "narrative" and c.history:
            number = c.history[-1].year // 100 * 100 + number % 100
    if number % 100 == 0 and digits == 4 and c.doctype == "never":
        return None
    return Partial(year=number, form="decade")


def decade_word(c: Context, tens: int) -> Partial:
    """Make "the thirties"."""
    return Partial(year=1900 + tens, form="decade")


def century(_: Any, number: float, sign: int | None = None) -> Partial | None:
    """Make a century: "the 5th century BC"."""
    count = int(number)
    if not 1 <= count <= 99:
        return None
    return Partial(year=(count - 1) * 100 if (sign or 1) > 0 else 1 - count * 100, form="century")


def decade_bc(_: Any, value: tuple[int, int], sign: int) -> Partial | None:
    """Make "the 480s BC": the years 489 to 480."""
    return Partial(year=-value[0] - 8 if sign < 0 else value[0], form="decade")


def holiday(_: Any, row: int, value: Partial | None = None) -> Partial | None:
    """Make a holiday, perhaps of a year."""
    if value is None:
        return Partial(holiday=row)
    return merge(Partial(holiday=row), value) if yearish(value) else None


def old_style(_: Any, date: Partial) -> Partial | None:
    """Take a date as one of the Julian calendar."""
    return date.copy(julian=True) if date.day is not None and date.year is not None else None


def new_style(_: Any, date: Partial) -> Partial:
    """Take a date marked "New Style" as it stands."""
    return date


def about(_: Any, date: Partial) -> Partial | None:
    """Mark a date as approximate."""
    return None if date.approx else date.copy(approx=True)


def about_mod(_: Any, mod: str, date: Partial) -> Partial | None:
    """Mark a date as approximate."""
    return about(_, date) if mod == "APPROX" else None


def uncertain(_: Any, date: Partial) -> Partial:
    """Take a date that somebody doubts as the date."""
    return date


def week_number(c: Context, number: int, value: Partial | None = None) -> Partial | None:
    """Make an ISO week: "week 36"."""
    from timeline.edtf.civil import civil_from_days, days_from_week

    if not 1 <= number <= 53:
        return None
    if value is not None:
        if not yearish(value):
            return None
        year_ = value.year if value.year is not None else value.base.year if value.base else 0
    else:
        year_ = civil_from_days(c.today())[0]
    return Partial(base=Ref("week", days_from_week(year_, number)))


def iso_week(c: Context, value: tuple[int, int, int]) -> Partial | None:
    """Make "2018-W12", "2018-W12-3"."""
    from timeline.edtf.civil import days_from_week
    from timeline.edtf.civil import iso_week as week_holding

    first = days_from_week(value[0], value[1])
    if week_holding(first)[:2] != value[:2]:
        return None
    return Partial(base=Ref("day", first + value[2] - 1) if value[2] else Ref("week", first))


def week_of(c: Context, date: Partial) -> Partial | None:
    """Make the week that holds a day."""
    ref = c.settle(date)
    if ref is None or ref.grain != "day":
        return None
    from timeline.timex.calendar import floor

    return Partial(base=Ref("week", floor("week", ref.day, c.options.week_start)))


def qy(_: Any, value: tuple[int, int]) -> Partial:
    """Make "18Q4"."""
    return Partial(year=value[0], quarter=value[1])


def fiscal(c: Context, _: Any, value: Partial) -> Partial | None:
    """Make a fiscal year, named by the calendar year in which most take it to be."""
    if not yearish(value):
        return None
    if c.doctype == "planning" and value.year is not None and not c.whole:
        ref = Ref("year", days_from_civil(value.year, 1, 1))
        ref.value = f"FY{value.year}"
        return Partial(base=ref)
    return value.copy(form="fiscal") if value.year is not None else value


def any_year(_: Any) -> Partial | None:
    """Read a fiscal year without a number."""
    ref = Ref("year", days_from_civil(1970, 1, 1))
    ref.value = "FYXXXX"
    return Partial(base=ref)


RULES = (
    Rule("year", "Y", "YR", year, "A year of four digits.", "1987 -> 1987", "The plant employs 1987 workers.", cost=1.2),
    Rule("the-year", "Y", "the? YEARW of? YR|INT / CALYEAR YR / YEARW YR", lambda c, *v: year(c, v[-1]) if 100 <= v[-1] < 3000 else None,
         "A year introduced by the word.", "the year 2008 -> 2008", "the 40 year mark", cost=0.5),
    Rule("calendar-year", "Y", "CALYEAR YY", lambda c, _, v: year_of_two(c, v)),
    Rule("year-words", "Y", "YW", year, "A year in words.", "nineteen eighty-six -> 1986", "ninety people", cost=1.5),
    Rule("year-short", "YQ", "YYQ", year_of_two, "", "", ""),
    Rule("era", "Y", "INT|YR3|YR|DAYN ERA", era, "A year BC, BCE, AD or CE; 1 BC is 0000.", "44 BC -> -0043", "Washington, DC", cost=0.1),
    Rule("era-first", "Y", "ERA INT|YR|YR3", era_first, "An era before its year.", "AD 79 -> 0079", "", cost=0.2),
    Rule("fiscal-year", "Y", "FISCAL Y", fiscal, "A fiscal year, as the calendar year it is named by.", "fiscal 1989 -> 1989", "fiscal policy"),
    Rule("month", "D", "MONTH / the MONTH", month, "A month; its year by context and convention.", "August -> 2026-08", "You may go.", cost=2),
    Rule("month-slash", "D", "MONTH /|- YM", lambda c, m, v: Partial(year=v[0], month=m, day=v[1])),
    Rule("day-number-month", "MD", "N99 of? MONTH", lambda c, n, m: day_month(c, n, m) if n <= 31 and c.doctype == "planning" else None, cost=1.5),
    Rule("dom-dot", "D", "DAYN .", lambda c, d: dom(c, d) if c.doctype == "planning" and re.fullmatch(r"\s*\d\d?\.\s*", c.low) else None, cost=3),
    Rule("month-year", "D", "MONTH ,|of|/|-|in? Y|YQ / MONTH , in|of Y", month_year, "A month of a year.", "March 1940 -> 1940-03", "march 40 miles"),
    Rule("year-month", "D", "YR MONTH / Y ,|/|- MONTH", lambda c, y, m: year_month(c, y if isinstance(y, Partial) else year(c, y), m),
         "A month after its year.", "2017 April -> 2017-04", "", cost=1.5),
    Rule("day-month-dashes", "MDH", "DAYN - MONTH", day_month),
    Rule("month-day", "MD", "MONTH DAYN / MONTH DAYQ / MONTH ,|-|/ DAYN|DAYO", month_day, "", "", ""),
    Rule("the-month-day", "MD", "the MONTH DAYN|DAYO", month_day),  # "after the Nov. 3 vote"
    Rule("month-the-day", "MD", "MONTH the DAYQ", lambda c, m, d: None if c.names_next() else month_day(c, m, d)),
    Rule("day-month", "MD", "DAYN of? MONTH / the? DAYQ of? MONTH / the DAYN of? MONTH / DAYN -|/|. MONTH / DAYO -|/ MONTH", day_month, "", "", ""),
    Rule("day-of-month-word", "MD", "the? DAYQ day of MONTH", day_month, "", "", ""),
    Rule("day", "D", "MD", lambda c, p: p, "A day of a month; its year by context.", "3 September -> 2025-09-03", "3 maybe", cost=0.5),
    Rule("full-date", "D", "MD ,|of|in|-|/? Y|YQ / MD , of|in Y", with_year, "A whole date in words.", "5 May 1999 -> 1999-05-05", "June 31, 2022", cost=0.1),
    Rule("short-year-date", "D", "MD ,|/|of? YY / MDH - YY", day_year, "A whole date with a year of two digits.", "21-APR-16 -> 2016-04-21", "", cost=1.4),
    Rule("year-between", "D", "MONTH - YR - DAYN", year_middle, "", "", ""),
    Rule("year-between-2", "D", "DAYN - YR - MONTH", lambda c, d, y, m: year_middle(c, m, y, d), "", "", ""),
    Rule("year-first", "D", "YR -|/|. MONTH -|/|. DAYN / YR MONTH DAYN", lambda c, y, m, d: year_middle(c, m, y, d),
         "A whole date with the year first.", "2019-aug-1 -> 2019-08-01", ""),
    Rule("year-first-digits", "D", "YR MN DAYN", lambda c, y, m, d: Partial(year=y, month=m, day=d) if c.doctype == "planning" else None, "", "", "", cost=2),
    Rule("iso-date", "D", "FULL", full, "A date in digits, year first.", "2015.05.25 -> 2015-05-25", "2012/80/10"),
    Rule("numeric-date", "D", "NUMDATE DOTS?", numeric,
         "A date in digits; where day and month could be either, both readings are kept.", "25/05/2015 -> 2015-05-25", "133.3"),
    Rule("iso-month", "D", "YM", ym, "A month in digits.", "2014-10 -> 2014-10", "2015-32"),
    Rule("iso-time", "D", "ISODT", iso_time, "A date and time as ISO 8601 writes it.", "1994-11-05T13:15:30 -> 1994-11-05T13:15:30", ""),
    Rule("numeric-day", "D", "MDDOTS", pair, "", "", "", cost=1.2),
    Rule("slash-day", "D", "MDS", pair, "", "", "", cost=1.2),
    Rule("dotted-day", "D", "MDDOT", lambda c, v: pair(c, v).copy(form="dotted") if c.doctype == "planning" else None, cost=2.2),
    Rule("dashed-day", "D", "MN - DAYN / DAYN - MN / MN /|/ DAYN / DAYN /|/ MN", pair_glued, "", "", "", cost=3),
    Rule("weekday", "D", "WEEKDAY / the WEEKDAY", weekday, "A weekday: the last one in news, the next one where a person plans.", "Wednesday -> 2025-09-03", "the sun set"),
    Rule("weekday-day", "D", "D ,? the? DAYQ / D the? DAYN", of_weekday, "A weekday and the day of the month.", "Friday the 13th -> 2026-02-13", ""),
    Rule("day-of-month", "D", "the DAYO / the DAYN / DAYO / on the DAYW / the DAYW", lambda c, d: dom(c, d) if c.doctype == "planning" or (c.low[c.start : c.end].startswith("the ") and c.low[c.start : c.end].rstrip("stndrh")[-1:].isdigit()) else None, "A day of the month that the context names.", "the 15th -> 2025-09-15", "the 15th floor", cost=3.5),
    Rule("join", "D", "D ,? D / D of|on|in D / D , on|in|at D", both,
         "Parts of one date side by side, if they agree.", "Tuesday, 5 May 2020 -> 2020-05-05", "Monday, Tuesday"),
    Rule("season", "D", "SEASON / the SEASON", season, "A season; its year by context.", "winter -> 2025-24", "a fall in prices", cost=2),
    Rule("season-year", "D", "the? SEASON of|,|in? Y|YQ", season, "A season of a year.", "the summer of 1916 -> 1916-22", ""),
    Rule("season-years", "D", "the? SEASON of|,|in? YR - YR|YY / the? SEASON of|,|in? YR /|/ YR|YY / the? SEASON of|,|in? YRANGE", season_years, "A season that two years share, by its first.", "the winter of 1854-55 -> 1854-24", "", cost=0.3),
    Rule("year-season", "D", "Y 's? SEASON", lambda c, y, s: season(c, s, y), "A season after its year.", "1982 summer -> 1982-22", ""),
    Rule("season-of", "D", "the? SEASON of D / SEASON D", season_of, "A season of a year said otherwise.", "the spring of last year -> 2024-21", ""),
    Rule("quarter", "D", "QUARTERN / the QUARTERN", quarter, "A quarter of the year at hand.", "q3 -> 2025-35", "a quarter of the men"),
    Rule("quarter-year", "D", "the? QUARTERN -|of|,|in? D / the? QUARTERN UNIT1 of|,|in? D", lambda c, *v: quarter(c, v[0], v[-1]), "", "", ""),
    Rule("ordinal-quarter", "D", "the? ORD FISCAL? QUARTERW",
         lambda c, n, _, __: quarter(c, int(n)), "A quarter said in words.", "the third quarter -> 2025-35", "a quarter past nine"),
    Rule("ordinal-quarter-year", "D", "the? ORD FISCAL? QUARTERW of|in? the? D / the? ORD FISCAL? QUARTERW D", lambda c, n, _, __, d: quarter(c, int(n), d),
         "A quarter of a year.", "the 4th quarter of 2018 -> 2018-36", "", cost=0.5),
    Rule("year-quarter", "D", "D 's|-|,? QUARTERN", year_quarter, "A quarter after its year.", "2017-Q1 -> 2017-33", ""),
    Rule("year-ordinal-quarter", "D", "the? D 's? ORD FISCAL? QUARTERW", lambda c, d, n, _, __: quarter(c, int(n), d),
         "A quarter of a year said in words.", "last year's third quarter -> 2024-35", ""),
    Rule("quarter-glued", "D", "QY", qy, "A quarter glued to its year.", "2018Q4 -> 2018-36", ""),
    Rule("half", "D", "HALFYEAR / the HALFYEAR", half, "A half-year of the year at hand.", "h2 -> 2025-41", ""),
    Rule("half-year", "D", "the? HALFYEAR of|in|,|-? D", half, "A half of a year.", "H2 2019 -> 2019-41", ""),
    Rule("ordinal-half", "D", "the? ORD HALFW of|in D / the? ORD HALFW", lambda c, n, _, d=None: half(c, int(n), d),
         "A half of a year in words.", "the second half of 2008 -> 2008-41", "the second half of the match"),
    Rule("latter-half", "D", "the? latter HALFW of|in D / the? LAST HALFW of|in D", lambda c, *v: half(c, 2, v[-1]), cost=0.5),
    Rule("year-half", "D", "the? D 's|-? HALFYEAR / the? D 's? ORD HALFW", lambda c, d, n, _=None: half(c, int(n), d), "A half after its year.", "2019 H2 -> 2019-41", ""),
    Rule("decade", "D", "DECADE / the DECADE / the YEARW DECADE", lambda c, *v: decade(c, v[-1]), "A decade.", "the 1920s -> 192X", "a man in his 40s"),
    Rule("decade-era", "D", "the? DECADE ERA", decade_bc, "A decade BC.", "the 480s BC -> [-0488..-0479]", ""),
    Rule("decade-word", "D", "the TENSIES", decade_word, "A decade in words.", "the thirties -> 193X", "in his thirties", cost=1.5),
    Rule("decade-called", "D", "the roaring|swinging|booming|turbulent|troubled|prosperous TENSIES", decade_word, cost=1),
    Rule("decade-words", "D", "the? TEENS -? TENSIES", lambda c, a, b: Partial(year=a * 100 + b, form="decade") if a in (17, 18, 19) else None,
         "A decade in words, with its century.", "the nineteen-thirties -> 193X", ""),
    Rule("century", "D", "the? ORD -? CENTURY ERA?", lambda c, n, _, sign=None: century(c, n, sign), "A century.", "the 19th century -> 18XX", "a century of progress", cost=0.4),
    Rule("week-number", "D", "WEEK INT / the WEEK INT / WEEK INT of|,|in? D", lambda c, _, n, d=None: week_number(c, int(n), d),
         "A numbered ISO week.", "week 36 -> [2025-09-01..2025-09-07]", "6 week"),
    Rule("iso-week", "D", "ISOWEEK", iso_week, "A week, or a day of one, as ISO 8601 writes it.", "2025-W36-3 -> 2025-09-03", "", cost=0.3),
    Rule("week-of", "D", "the? WEEK of D / the? WEEKOF D / the? WEEKEND D / the? WEEK commencing|beginning|starting D", lambda c, _, d: week_of(c, d), "The week that holds a day.", "week of 3 June -> [2025-06-02..2025-06-08]", "a week of talks"),
    Rule("holiday", "D", "HOLIDAY / the HOLIDAY", holiday, "A day with a name; its year by context.", "Christmas -> 2025-12-25", "Easter Island", cost=0.8),
    Rule("holiday-year", "D", "the? HOLIDAY ,|of|in? Y|YQ / the? HOLIDAY of|in D", holiday, "A day with a name in a year.", "Easter 2018 -> 2018-04-01", "", cost=0.6),
    Rule("year-holiday", "D", "Y 's? HOLIDAY", lambda c, y, h: holiday(c, h, y), "", "", ""),
    Rule("old-style", "D", "D ,|(? OLDSTYLE )?", lambda c, d, _: old_style(c, d), "A date of the Julian calendar, converted.", "25 October 1917 O.S. -> 1917-11-07", ""),
    Rule("new-style", "D", "D ,|(? NEWSTYLE )?", lambda c, d, _: new_style(c, d), "A date marked as Gregorian.", "7 November 1917 N.S. -> 1917-11-07", ""),
    Rule("about-date", "D", "APPROX D / some D", lambda c, *v: about_mod(c, v[0], v[1]) if len(v) == 2 else about(c, v[0]),
         "A date that is only near: approximate in EDTF.", "circa 1870 -> 1870~", "about 40 people"),
    Rule("sometime", "D", "SOMETIME in|during|on? the? D", lambda c, _, d: d, "Some time within a date: the date.", "sometime in 2015 -> 2015", "some time", cost=0.4),
    Rule("about-after", "D", "D approximately", about, "", "", ""),
    Rule("approx-tilde", "D", "~ D", about, "", "", ""),
    Rule("fiscal-short", "Y", "FISCAL YY|YYQ", lambda c, f, v: fiscal(c, f, year_of_two(c, v)), cost=0.8),
    Rule("fiscal-bare", "D", "FISCAL", lambda c, v: any_year(c) if c.doctype == "planning" else None, cost=3),
    Rule("y-date", "D", "Y", lambda c, p: p, cost=0.3),
    Rule("yq-date", "D", "YQ", lambda c, p: p, "A year written with an apostrophe.", "'98 -> 1998", "", cost=2),
    Rule("d-paren", "D", "D ( D )", both, "", "", ""),
    Rule("slash-md", "MDS", "MD2", lambda c, v: v, "", "", ""),
)  # fmt: skip
