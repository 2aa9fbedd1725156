"""
EDTF to English: one phrase for every value, another for every other value.

`timex/` reads these phrases back to the same EDTF, so the table is a promise: the phrase is plain
English, says neither more nor less than the date, and no two dates share one. Upper-case words
stand for phrases; `|` separates forms. The order of the rows is the order of the code.

    YEAR        1985 | AD 980 (1 to 999) | 44 BC (year -43) | 12,001 BC (Y-12000) | the year 170,002 (Y170002)
                the year 17 x 10^7 | the year -17 x 10^7 (Y-17E7; the number is astronomical)
                the year 1950 (2 significant digits) | the year -1950 (1 significant digit)
    MASKED      the 1990s (199X; three digits: the 190s) | the decade 1900-1909 (190X) | the 19th century (18XX)
                the 2nd century BC (-01XX: -199 to -100) | the 2nd millennium (1XXX) | the 2nd millennium BC (-1XXX)
                an unknown year (XXXX) | a year of the form 19X5 (any other, astronomical: -201X)
    OF-YEAR     YEAR | an unknown year | a year of the form 19X5 | a year in MASKED
    MONTH       June YEAR | June of OF-YEAR (masked year) | a month in OF-YEAR (XX) | a month numbered X2 in OF-YEAR
    DAY         3 September YEAR | 3 September of OF-YEAR (masked year) | day 25 of MONTH (masked month)
                a day in MONTH (XX) | a day in OF-YEAR (XX-XX) | a day numbered 1X in MONTH
    SEASON      spring|summer|autumn|winter YEAR | spring YEAR in the northern|southern hemisphere
                first|second|third|fourth quarter of YEAR | first|second|third quadrimester of YEAR
                first|second half of YEAR;  masked year: spring of OF-YEAR, first half of OF-YEAR
    TIME        DAY at 00:30:00 | DAY at 00:30:00 UTC (Z) | DAY at 00:30:00 UTC+05:00
    qualified   possibly D (?) | about D (~) | possibly about D (%), when the whole date is;  in a list of a set
                the mark follows: D (uncertain) | D (approximate) | D (uncertain and approximate)
                by component: D (year uncertain) | D (year and month approximate)
                D (year uncertain, month and day approximate) | D (season uncertain and approximate)
    interval    from A to B | from A, ongoing (A/..) | from A, end unknown (A/) | until B, start open (../B)
                until B, start unknown (/B) | ongoing, start open | ongoing, start unknown (/..)
                start open, end unknown (../) | start and end unknown (/)
                an end `..D` or `D..` is written D or earlier, D or later
    one of      before NEXT ([..D]) | after LAST ([D..]), where D is a plain day, month or year: before August 2022
                D or earlier | D or later, where it is not;  between A and B ([A..B]) | one of: D ([D])
                14 or 15 June 2024 | June or August 2024, when all are plain and share the rest
                A or B | A, B or C;  a range or half-open member sets commas: A, between B and C, or D or later
    all of      all from A to B ({A..B}) | all until D ({..D}) | all from D on ({D..}) | all of: D ({D})
                14 and 15 June 2024 | A and B | A, B and C | A, all from B to C, and all from D on
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.edtf.civil import civil_from_days, days_from_civil
from timeline.edtf.types import (
    HALF_OPEN,
    NOT_QUALIFIED,
    AllOf,
    Date,
    DateTime,
    End,
    Interval,
    OneOf,
    Range,
    Season,
    Since,
    Until,
    Year,
)

if TYPE_CHECKING:
    from timeline.edtf.types import Edtf, Endpoint, Member, Point

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_NAMES = {f"{number:02d}": name for number, name in enumerate(MONTHS, start=1)}
_DAYS = {f"{number:02d}": str(number) for number in range(1, 29)}
"""Days that every month has."""
SEASONS = ("spring", "summer", "autumn", "winter")
ORDINALS = ("first", "second", "third", "fourth")
_BEFORE = ("", "possibly ", "about ", "possibly about ")
_MARKS = ("", "uncertain", "approximate", "uncertain and approximate")


def english(value: Edtf) -> str:
    """
    Write a date in English, saying exactly what it says; the module's table has every form.

    >>> from timeline.edtf.parse import parse
    >>> english(parse("2024-06~")), english(parse("[..2022-07]"))
    ('about June 2024', 'before August 2022')
    """
    if isinstance(value, Interval):
        return _interval(value)
    if isinstance(value, OneOf):
        return _one_of(value.members)
    if isinstance(value, AllOf):
        return _all_of(value.members)
    return _point(value)


def english_of(text: str) -> str:
    """
    Write a date kept as canonical EDTF text in English; raise `EdtfError` if it is not EDTF.

    Plain days and months of four-digit years, which most are, are not parsed again.

    >>> english_of("2024-06-19"), english_of("2023-21")
    ('19 June 2024', 'spring 2023')
    """
    year, month, day = text[:4], text[5:7], text[8:]
    if year.isdecimal() and year.isascii() and year[0] != "0" and text[4:5] == "-" and month in _MONTH_NAMES:
        if len(text) == 7:
            return f"{_MONTH_NAMES[month]} {year}"
        if len(text) == 10 and text[7] == "-" and day in _DAYS:
            return f"{_DAYS[day]} {_MONTH_NAMES[month]} {year}"
    from timeline.edtf.parse import parse

    return english(parse(text))


# --- years, months, days ---


def _year(year: int) -> str:
    if year <= 0:
        return f"{_number(1 - year)} BC"
    if year < 1000:
        return f"AD {year}"
    return str(year) if year <= 9999 else f"the year {_number(year)}"


def _number(number: int) -> str:
    return str(number) if abs(number) < 10_000 else f"{number:,}"


def _masked(mask: str) -> str:
    """Name a span of years, or give the form itself where English has no name for exactly these years."""
    digits, era = mask.lstrip("-"), " BC" if mask.startswith("-") else ""
    known = digits.rstrip("X")
    unknown = 4 - len(known)
    if mask == "XXXX":
        return "an unknown year"
    if "X" not in known and known:
        number = int(known)
        # -0199 to -0100 are 200 to 101 BC, a century; but no decade BC has a name, and -0000 is no year
        if unknown > 1 and (number or not era):
            return f"the {_ordinal(number + 1)} {'century' if unknown == 2 else 'millennium'}{era}"
        if unknown == 1 and number >= 10 and not era:
            return f"the {number}0s" if number % 10 else f"the decade {number}0-{number}9"
    return f"a year of the form {mask}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _of_year(year: int | str) -> str:
    if isinstance(year, int):
        return _year(year)
    phrase = _masked(year)
    return f"a year in {phrase}" if phrase.startswith("the ") else phrase


def _month(year: int | str, month: int | str) -> str:
    if isinstance(month, int):
        return f"{MONTHS[month - 1]}{' ' if isinstance(year, int) else ' of '}{_of_year(year)}"
    return f"a month {'' if month == 'XX' else f'numbered {month} '}in {_of_year(year)}"


def _day(year: int | str, month: int | str, day: int | str) -> str:
    if isinstance(day, int):
        return f"{day} {_month(year, month)}" if isinstance(month, int) else f"day {day} of {_month(year, month)}"
    if day == "XX":
        return f"a day in {_of_year(year) if month == 'XX' else _month(year, month)}"
    return f"a day numbered {day} in {_month(year, month)}"


def _date(date: Date) -> str:
    year, month, day, _ = date
    if month is None:
        return _year(year) if isinstance(year, int) else _masked(year)
    return _month(year, month) if day is None else _day(year, month, day)


def _season(value: Season) -> str:
    year, code, _ = value
    of = _of_year(year)
    if code >= 33:
        base, unit = (33, "quarter") if code < 37 else (37, "quadrimester") if code < 40 else (40, "half")
        return f"{ORDINALS[code - base]} {unit} of {of}"
    where = "" if code < 25 else " in the northern hemisphere" if code < 29 else " in the southern hemisphere"
    return f"{SEASONS[(code - 21) % 4]}{' ' if isinstance(year, int) else ' of '}{of}{where}"


def _long_year(value: Year) -> str:
    mantissa, exponent, significant, _ = value
    if exponent is None and significant is None:
        return _year(mantissa)
    text = f"the year {_number(mantissa)}" + (f" x 10^{exponent}" if exponent is not None else "")
    if significant is None:
        return text
    return f"{text} ({significant} significant digit{'' if significant == 1 else 's'})"


def _datetime(value: DateTime) -> str:
    zone = "" if value.zone is None else " UTC" if value.zone == "Z" else f" UTC{value.zone}"
    day = _day(value.year, value.month, value.day)
    return f"{day} at {value.hour:02d}:{value.minute:02d}:{value.second:02d}{zone}"


# --- how sure ---


def _point(value: Point, *, in_list: bool = False) -> str:
    if isinstance(value, DateTime):
        return _datetime(value)
    if isinstance(value, Year):
        return _whole(_long_year(value), value.qualifier, in_list=in_list)
    if isinstance(value, Season):
        names: tuple[str, ...] = ("year", "season")
        text = _season(value)
    else:
        names = ("year", "month", "day")[: 1 + (value.month is not None) + (value.day is not None)]
        text = _date(value)
    if value.qualifiers == NOT_QUALIFIED:
        return text
    marks = value.qualifiers[: len(names)]
    if min(marks) == max(marks):
        return _whole(text, marks[0], in_list=in_list)
    groups: dict[int, list[str]] = {}
    for name, mark in zip(names, marks, strict=True):
        if mark:
            groups.setdefault(mark, []).append(name)
    marked = [f"{' and '.join(group)} {_MARKS[mark]}" for mark, group in groups.items()]
    return f"{text} ({', '.join(marked)})"


def _whole(text: str, mark: int, *, in_list: bool) -> str:
    """Put the mark in front; in a list behind, for "possibly A or B" would be taken to doubt both."""
    if in_list and mark:
        return f"{text} ({_MARKS[mark]})"
    return _BEFORE[mark] + text


# --- intervals ---


def _interval(value: Interval) -> str:
    start, end = value
    if not isinstance(start, End) and not isinstance(end, End):
        return f"from {_edge(start)} to {_edge(end)}"
    if not isinstance(start, End):
        return f"from {_edge(start)}, {'ongoing' if end is End.OPEN else 'end unknown'}"
    state = "start open" if start is End.OPEN else "start unknown"
    if not isinstance(end, End):
        return f"until {_edge(end)}, {state}"
    if end is End.OPEN:
        return f"ongoing, {state}"
    return "start open, end unknown" if start is End.OPEN else "start and end unknown"


def _edge(end: Endpoint, *, in_list: bool = False) -> str:
    if isinstance(end, Until):
        return f"{_point(end.date, in_list=in_list)} or earlier"
    if isinstance(end, Since):
        return f"{_point(end.date, in_list=in_list)} or later"
    assert not isinstance(end, End)  # noqa: S101 - told apart by the caller
    return _point(end, in_list=in_list)


# --- sets ---


def _one_of(members: tuple[Member, ...]) -> str:
    if len(members) > 1:
        return _listed(members, "or")
    only = members[0]
    if isinstance(only, Range):
        return f"between {_point(only.first)} and {_point(only.last)}"
    if isinstance(only, HALF_OPEN):
        near = _neighbour(only.date, 1 if isinstance(only, Until) else -1)
        if near is None:
            return _edge(only)
        return f"{'before' if isinstance(only, Until) else 'after'} {_date(near)}"
    return f"one of: {_point(only)}"


def _all_of(members: tuple[Member, ...]) -> str:
    if len(members) > 1:
        return _listed(members, "and")
    only = members[0]
    if isinstance(only, (Range, *HALF_OPEN)):
        return _member(only, "and", in_list=False)
    return f"all of: {_point(only)}"


def _listed(members: tuple[Member, ...], word: str) -> str:
    shared = _shared(members)
    if shared is not None:
        parts, rest = shared
        return f"{', '.join(parts[:-1])} {word} {parts[-1]} {rest}"
    texts = [_member(member, word, in_list=True) for member in members]
    comma = "," if any(isinstance(member, (Range, *HALF_OPEN)) for member in members) else ""
    return f"{', '.join(texts[:-1])}{comma} {word} {texts[-1]}"


def _member(member: Member, word: str, *, in_list: bool) -> str:
    if word == "or":
        if isinstance(member, Range):
            return f"between {_point(member.first, in_list=in_list)} and {_point(member.last, in_list=in_list)}"
        return _edge(member, in_list=in_list)
    if isinstance(member, Range):
        return f"all from {_point(member.first, in_list=in_list)} to {_point(member.last, in_list=in_list)}"
    if isinstance(member, Until):
        return f"all until {_point(member.date, in_list=in_list)}"
    if isinstance(member, Since):
        return f"all from {_point(member.date, in_list=in_list)} on"
    return _point(member, in_list=in_list)


def _shared(members: tuple[Member, ...]) -> tuple[list[str], str] | None:
    """Split "14", "15" from "June 2024", or "June", "August" from "2024", if all members are plain and share it."""
    dates = [member for member in members if isinstance(member, Date) and _is_plain(member) and member.month]
    if len(dates) < len(members):
        return None
    first = dates[0]
    if all(date.day is not None and date[:2] == first[:2] for date in dates):
        return [str(date.day) for date in dates], _date(Date(first.year, first.month))
    if all(date.day is None and date.year == first.year for date in dates):
        return [MONTHS[int(date.month or 0) - 1] for date in dates], _date(Date(first.year))
    return None


def _is_plain(date: Date) -> bool:
    return date.qualifiers == NOT_QUALIFIED and not any(isinstance(part, str) for part in date[:3])


def _neighbour(date: Point, step: int) -> Date | None:
    """Give the next (1) or last (-1) day, month or year of a plain date; None for any other, and past four digits."""
    if not isinstance(date, Date) or not _is_plain(date):
        return None
    year, month, day = int(date.year), date.month, date.day
    if month is None:
        near = Date(year + step)
    elif day is None:
        count = year * 12 + int(month) - 1 + step
        near = Date(count // 12, count % 12 + 1)
    else:
        near = Date(*civil_from_days(days_from_civil(year, int(month), int(day)) + step))
    return near if -9999 <= int(near.year) <= 9999 else None
