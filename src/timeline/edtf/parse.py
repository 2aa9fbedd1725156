"""
EDTF text to value: `parse` is strict, `parse_lenient` mends what is safe to mend and says so.

`parse` takes exactly the levels 0 to 2 of EDTF, as `docs/decisions.md` D1 to D20 read them, and
refuses all else with `EdtfError`, which carries the code point where the text stops being EDTF.
It never refuses for taste: what is refused is malformed (a wrong sign), names no day that exists
(30 February, `2023-02-3X`), or contradicts itself (an interval that ends before it begins).
A plain date is one regular expression and three comparisons; the other forms have a regular
expression each, and `_explain` finds the place of the error once none of them fits.
A lenient repair is a function in `_REPAIRS`: text to text, and a sentence about what was done.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from timeline.edtf.bounds import is_contradictory, masked_span
from timeline.edtf.civil import civil_from_days, days_from_civil, days_in_month
from timeline.edtf.types import (
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
from timeline.errors import EdtfError

if TYPE_CHECKING:
    from timeline.edtf.types import Edtf, Endpoint, Member, Point

MAX_LENGTH = 1_000
"""The longest text that is looked at, in code points."""
MAX_YEAR_DIGITS = 1_000
"""The most digits a year may have, its exponent included (D9)."""

_plain = re.compile(r"([0-9]{4})(?:-([0-9][0-9])(?:-([0-9][0-9]))?)?").fullmatch
_new: Any = tuple.__new__  # a NamedTuple's own constructor costs twice as much

_MARK = {"": 0, "?": 1, "~": 2, "%": 3}


def parse(text: str) -> Edtf:
    """
    Read EDTF of level 0, 1 or 2, and nothing else.

    Raises `EdtfError` with the code point at which the text goes wrong, and what should stand there.

    >>> parse("2024-06~-11")
    Date(year=2024, month=6, day=11, qualifiers=(2, 2, 0))
    """
    found = _plain(text)
    if found is not None:
        year, month, day = found.groups()
        if day is not None and "01" <= month <= "12" and "01" <= day <= "28":  # most dates are days
            return _new(Date, (int(year), int(month), int(day), NOT_QUALIFIED))  # type: ignore[no-any-return]
        try:
            return _simple(found, 0)
        except _Refusal as refusal:
            raise EdtfError(text, refusal.offset, refusal.expected) from None
    if len(text) > MAX_LENGTH:
        raise EdtfError(text[: MAX_LENGTH + 1], MAX_LENGTH, f"the end: a date has at most {MAX_LENGTH:,} characters")
    try:
        return _value(text)
    except _Refusal as refusal:
        raise EdtfError(text, refusal.offset, refusal.expected) from None


class _Refusal(Exception):
    """Where a part of a text goes wrong; becomes the `EdtfError` of the whole."""

    def __init__(self, offset: int, expected: str) -> None:
        super().__init__(offset, expected)
        self.offset = offset
        self.expected = expected


def _value(text: str) -> Edtf:
    if text[:1] in {"[", "{"}:
        return _set(text)
    slash = text.find("/")
    if slash >= 0:
        return _interval(text, slash)
    return _point(text, 0)


# --- dates, seasons, years, date-times ---


@cache
def _forms() -> tuple[Any, Any, Any]:
    """Compile the three forms of a point the first time one is met, so that importing stays cheap."""
    mark, two = "([?~%]?)", "([0-9X]{2})"
    return (
        re.compile(f"{mark}(-?)([0-9X]{{4}}){mark}(?:-{mark}{two}{mark}(?:-{mark}{two}{mark})?)?").fullmatch,
        re.compile(
            r"(-?)([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
        ).fullmatch,
        re.compile(
            f"{mark}(?:Y(-?[1-9][0-9]*)(?:E([1-9][0-9]*))?|(-?[0-9]{{4}})(?=S))(?:S(0|[1-9][0-9]*))?{mark}"
        ).fullmatch,
    )


def _point(text: str, base: int) -> Point:
    """Read what may stand alone, in an interval and in a set; `base` is its offset in the whole text."""
    found = _plain(text)
    if found is not None:
        return _simple(found, base)
    date, moment, year = _forms()
    found = date(text)
    if found is not None:
        return _date(found, base)
    found = moment(text)
    if found is not None:
        return _datetime(found, base)
    found = year(text)
    if found is not None:
        return _year(found, base)
    raise _explain(text, base)


def _simple(found: re.Match[str], base: int) -> Date | Season:
    """Read a date of digits and hyphens only."""
    year_text, month, day = found.groups()
    year = int(year_text)
    if month is None:
        return _new(Date, (year, None, None, NOT_QUALIFIED))  # type: ignore[no-any-return]
    number = int(month)
    if 1 <= number <= 12:
        last = None if day is None else _day_of(year, number, day, base + found.start(3))
        return _new(Date, (year, number, last, NOT_QUALIFIED))  # type: ignore[no-any-return]
    if day is None and 21 <= number <= 41:
        return Season(year, number)
    raise _Refusal(base + found.start(2), _MONTH if day is not None else _MONTH_OR_SEASON)


_MONTH = "a month from 01 to 12"
_MONTH_OR_SEASON = "a month from 01 to 12 or a season from 21 to 41"


def _day_of(year: int, month: int, day: str, offset: int) -> int:
    number, last = int(day), days_in_month(year, month)
    if not 1 <= number <= last:
        raise _Refusal(offset, f"a day from 01 to {last}, which is all that this month has")
    return number


def _date(found: re.Match[str], base: int) -> Date | Season:
    left, sign, digits, right, *rest = found.groups()
    if sign and digits == "0000":
        raise _Refusal(base + found.start(2), "a year; the year 0 has no sign")
    year: int | str = sign + digits if "X" in digits else int(sign + digits)
    month_left, month, month_right, day_left, day, day_right = rest
    # a mark on the right holds for all to its left, one on the left for its own component
    of_day = _MARK[day_right or ""]
    of_month = _MARK[month_right or ""] | of_day
    qualifiers = (
        _MARK[left] | _MARK[right] | of_month,
        _MARK[month_left or ""] | of_month,
        _MARK[day_left or ""] | of_day,
    )
    if month is None:
        if isinstance(year, str) and masked_span(year, None, None) is None:
            raise _Refusal(base + found.start(3), "a year that fits its digits")
        return Date(year, None, None, qualifiers)
    if "X" not in month:
        number = int(month)
        if day is None and 21 <= number <= 41:
            return Season(year, number, qualifiers)
        if not 1 <= number <= 12:
            raise _Refusal(base + found.start(6), _MONTH if day is not None else _MONTH_OR_SEASON)
        if isinstance(year, int) and (day is None or "X" not in day):
            if day is None:
                return Date(year, number, None, qualifiers)
            return Date(year, number, _day_of(year, number, day, base + found.start(9)), qualifiers)
    month_part: int | str = month if "X" in month else int(month)
    day_part: int | str | None = day if day is None or "X" in day else int(day)
    if masked_span(year, month_part, day_part) is None:
        if masked_span("XXXX", month_part, None) is None:
            raise _Refusal(base + found.start(6), "a month from 01 to 12 that fits its digits")
        raise _Refusal(base + found.start(9), "a day that the calendar has in some month that fits")
    return Date(year, month_part, day_part, qualifiers)


def _datetime(found: re.Match[str], base: int) -> DateTime:
    sign, digits, month, day, hour, minute, second, zone = found.groups()
    if sign and digits == "0000":
        raise _Refusal(base, "a year; the year 0 has no sign")
    year, number = int(sign + digits), int(month)
    if not 1 <= number <= 12:
        raise _Refusal(base + found.start(3), _MONTH)
    date = _day_of(year, number, day, base + found.start(4))
    for group, text, greatest in ((5, hour, 23), (6, minute, 59), (7, second, 59)):
        if int(text) > greatest:
            raise _Refusal(base + found.start(group), f"{_CLOCK[group]} from 00 to {greatest}")
    if zone is not None and zone != "Z":
        if len(zone) == 3:
            zone += ":00"
        if int(zone[1:3]) > 23 or int(zone[4:]) > 59:
            raise _Refusal(base + found.start(8), "a zone of at most 23 hours and 59 minutes")
    return DateTime(year, number, date, int(hour), int(minute), int(second), zone)


_CLOCK = {5: "an hour", 6: "a minute", 7: "a second"}


def _year(found: re.Match[str], base: int) -> Year:
    left, long, exponent, short, significant, right = found.groups()
    mantissa = long or short
    if long is not None and exponent is None and len(long.lstrip("-")) < 5:
        raise _Refusal(base + found.start(2), "a year of five digits or more after Y, without leading zeros")
    if short == "-0000":
        raise _Refusal(base + found.start(4), "a year; the year 0 has no sign")
    # the digits are counted before any number is made, for 10**999999 costs more than it tells
    if exponent is not None and (len(exponent) > 4 or len(mantissa.lstrip("-")) + int(exponent) > MAX_YEAR_DIGITS):
        raise _Refusal(base + found.start(3), f"an exponent that makes a year of at most {MAX_YEAR_DIGITS:,} digits")
    return Year(
        int(mantissa),
        None if exponent is None else int(exponent),
        None if significant is None else int(significant),
        _MARK[left] | _MARK[right],
    )


# --- intervals and sets ---


def _interval(text: str, slash: int) -> Interval:
    again = text.find("/", slash + 1)
    if again >= 0:
        raise _Refusal(again, "the end: an interval has one slash")
    start, end = _endpoint(text[:slash], 0), _endpoint(text[slash + 1 :], slash + 1)
    value = Interval(start, end)
    if isinstance(start, Date) and isinstance(end, Date):
        first, last = start.year, end.year
        if type(first) is int and type(last) is int and first < last:  # most are in order, and bounds cost more
            return value
    if is_contradictory(value):
        raise _Refusal(slash + 1, "a date that is not before the interval's start")
    return value


def _endpoint(text: str, base: int) -> Endpoint:
    if not text:
        return End.UNKNOWN
    if text == "..":
        return End.OPEN
    if text.startswith(".."):
        return Until(_point(text[2:], base + 2))
    if text.endswith(".."):
        return Since(_point(text[:-2], base))
    return _point(text, base)


def _set(text: str) -> OneOf | AllOf:
    close = "]" if text[0] == "[" else "}"
    if len(text) < 2 or text[-1] != close:
        found = text.find(close)
        raise _Refusal(len(text) if found < 0 else found + 1, f'"{close}" at the end' if found < 0 else "the end")
    members: list[Member] = []
    offset = 1
    parts = text[1:-1].split(",")
    for place, part in enumerate(parts):
        members.append(_member(part, offset, is_first=place == 0, is_last=place == len(parts) - 1))
        offset += len(part) + 1
    return OneOf(tuple(members)) if close == "]" else AllOf(tuple(members))


def _member(text: str, base: int, *, is_first: bool, is_last: bool) -> Member:
    dots = text.find("..")
    if dots < 0:
        return _point(text, base)
    if text == "..":
        raise _Refusal(base + 2, "a date beside the dots")
    if dots == 0:
        if not is_first:
            raise _Refusal(base, 'a date: "on or before" may only be the first of a set')
        return Until(_point(text[2:], base + 2))
    if dots == len(text) - 2:
        if not is_last:
            raise _Refusal(base + dots + 2, 'a date: "on or after" may only be the last of a set')
        return Since(_point(text[:dots], base))
    value = Range(_point(text[:dots], base), _point(text[dots + 2 :], base + dots + 2))
    if is_contradictory(value):
        raise _Refusal(base + dots + 2, "a date that is not before the range's first")
    return value


# --- where it went wrong ---


def _explain(text: str, base: int) -> _Refusal:
    """Find the first character at which no date can go on; called only when none of the forms fits."""
    at = _Cursor(text)
    expected = at.walk()
    return _Refusal(base + at.place, expected)


class _Cursor:
    """Walks a text that is no date, as far as it could have been one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def take(self, allowed: str, most: int) -> int:
        """Step over up to `most` characters of `allowed`; give how many."""
        start = self.place
        while self.place < len(self.text) and self.place - start < most and self.text[self.place] in allowed:
            self.place += 1
        return self.place - start

    def walk(self) -> str:
        if not self.text:
            return "a date"
        self.take("?~%", 1)
        if self.take("Y", 1):
            return self._long_year()
        self.take("-", 1)
        if self.take("0123456789X", 4) < 4:
            return "a year of four digits or X" if self.place else "a date"
        if "X" not in self.text[: self.place] and self.take("S", 1):
            return self._number("the count of significant digits") or self._marked_end()
        self.take("?~%", 1)
        for component in ("month", "day"):
            if not self.take("-", 1):
                return "the end of the date"
            self.take("?~%", 1)
            if self.take("0123456789X", 2) < 2:
                return f"a {component} of two digits or X"
            self.take("?~%", 1)
        return self._clock() if self.take("T", 1) else "the end of the date"

    def _long_year(self) -> str:
        self.take("-", 1)
        if not self.take("123456789", 1):
            return "a digit from 1 to 9"
        self.take("0123456789", MAX_LENGTH)
        for letter, what in (("E", "the exponent"), ("S", "the count of significant digits")):
            if self.take(letter, 1):
                missing = self._number(what)
                if missing:
                    return missing
        return self._marked_end()

    def _number(self, what: str) -> str:
        """Step over a number; give what is missing if there is none. Only a count of digits may be 0."""
        if what.endswith("digits") and self.take("0", 1):
            return ""
        if self.take("123456789", 1):
            self.take("0123456789", MAX_LENGTH)
            return ""
        return f"{what}, a number without leading zeros"

    def _clock(self) -> str:
        for component in ("hour", "minute", "second"):
            if self.take("0123456789", 2) < 2:
                return f"the {component} in two digits"
            if component != "second" and not self.take(":", 1):
                return f'":" and the {"minute" if component == "hour" else "second"}'
        if not set(self.text[:10]).isdisjoint("?~%X"):
            self.place = next(place for place, char in enumerate(self.text) if char in "?~%X")
            return "a date without marks or X, since a time follows"
        if self.take("+-", 1):
            if self.take("0123456789", 2) < 2:
                return "the hours of the zone in two digits"
            if self.take(":", 1) and self.take("0123456789", 2) < 2:
                return "the minutes of the zone in two digits"
            return "the end"
        return "the end" if self.take("Z", 1) else "a zone or the end"

    def _marked_end(self) -> str:
        self.take("?~%", 1)
        return "the end of the date"


# --- lenient ---

_Repair = tuple[str, str]  # the text after a repair, and the sentence that says what was done


def parse_lenient(text: str) -> tuple[Edtf, tuple[str, ...]]:
    """
    Read EDTF as people and older programs write it; give the value, and a sentence for each repair.

    Nothing is guessed: what could mean two dates is refused as by `parse`, with the error of the text
    as it was given. A strict text needs no repair and gives the same value (D18).

    >>> value, repairs = parse_lenient(" 2024-6-1/open")
    >>> str(value), len(repairs)
    ('2024-06-01/..', 3)
    """
    try:
        return parse(text), ()
    except EdtfError as error:
        refusal = error
    if len(text) > MAX_LENGTH:
        raise refusal
    done: list[str] = []
    mended = text
    for repair in _REPAIRS:
        found = repair(mended)
        if found is None:
            continue
        mended, sentence = found
        done.append(sentence)
        try:  # what reads is not mended further, for a later repair could take it for something else
            return parse(mended), tuple(done)
        except EdtfError:
            continue
    raise refusal


def _changed(before: str, after: str, sentence: str) -> _Repair | None:
    return None if after == before else (after, sentence)


def _plain_characters(text: str) -> _Repair | None:
    """Digits of other scripts, and the dashes that can only be a hyphen or a minus."""
    if text.isascii():
        return None
    out = "".join(
        str(int(char)) if char.isdecimal() else "-" if char in _HYPHENS else " " if char.isspace() else char
        for char in text
    ).replace("\N{HORIZONTAL ELLIPSIS}", "..")
    # a long dash between two years is a range in English (2001-02), so it must not become a month
    year = re.fullmatch(r"([0-9]{2})([0-9]{2})[\u2012-\u2015]([0-9]{2})", out.strip())
    if year is None or int(year[3]) <= int(year[2]):
        dates = re.sub(r"(?<=[0-9X])[\u2012-\u2015](?=[0-9X]{1,2}(?![0-9X]))", "-", out)
        if "\N{EN DASH}" not in dates and "\N{EM DASH}" not in dates:
            out = dates
    return _changed(text, out, "characters of other scripts were read as digits, hyphens and spaces")


_HYPHENS = "\u2010\u2011\u2212\u2043\ufe63\uff0d"


def _spaces(text: str) -> _Repair | None:
    """Spaces around the whole and around punctuation; between digits they stay, and so does " - ", a range."""
    out = re.sub(r"\s+", " ", text.strip())
    out = re.sub(r" ?(\.\.|[/,\[\]{}]) ?", r"\1", out)
    out = re.sub(r"(?<! )- (?! )|(?<! ) -(?! )", "-", out)
    return _changed(text, out, "spaces were left out")


def _time_after_space(text: str) -> _Repair | None:
    out = re.sub(r"(?<=[0-9]{4}-[0-9]{2}-[0-9]{2})\s(?=[0-9]{1,2}:)", "T", text)
    out = re.sub(r"(?<=[0-9]) (?=Z|[+-][0-9]{2})", "", out)
    return _changed(text, out, 'the space before the time was read as "T"')


def _words(text: str) -> _Repair | None:
    """`open` and `unknown`, as drafts before 2019 wrote the ends of an interval."""
    start, slash, end = text.partition("/")
    if not slash:
        return None
    ends = {"unknown": "", "open": ".."}
    out = "/".join(ends.get(part.lower(), part) for part in (start, end))
    return _changed(text, out, '"open" and "unknown" were read as ".." and an empty end')


def _letters(text: str) -> _Repair | None:
    """Lower-case letters, and the `u` and `x` of old drafts for a digit that is not known."""
    out = re.sub(r"(?<![A-Za-z])[0-9XxUu]{4}(?![0-9A-Za-z])|(?<=-)[0-9XxUu]{2}(?![0-9A-Za-z])", _unspecified, text)
    out = re.sub(r"(?<=[0-9])t(?=[0-9])", "T", out)
    out = re.sub(r"(?<=[0-9])z$|(?<=[0-9])z(?=/)", "Z", out)
    out = re.sub(r"(?<![A-Za-z0-9])y(?=-?[1-9])", "Y", out)
    out = re.sub(r"(?<=[0-9])e(?=[1-9])", "E", out)
    out = re.sub(r"(?<=[0-9])[sp](?=[1-9])", "S", out)
    return _changed(text, out, "letters were read in the case and spelling of today's EDTF")


def _unspecified(found: re.Match[str]) -> str:
    return found[0].replace("x", "X").replace("u", "X").replace("U", "X")


def _unknown_digits(text: str) -> _Repair | None:
    """`197?` and `19??`, as catalogues write a digit that is not known; a year of three digits would be 0197."""
    found = re.fullmatch(r"(-?)([0-9]{3}\?|[0-9]{2}\?\?)", text)
    return None if found is None else (text.replace("?", "X"), "question marks were read as unknown digits")


def _two_marks(text: str) -> _Repair | None:
    out = re.sub(r"\?~|~\?", "%", text)
    return _changed(text, out, '"?" and "~" together were read as "%"')


def _groups(text: str) -> _Repair | None:
    """`2004-(06-11)?`: drafts before 2019 grouped components in brackets."""

    def ungroup(found: re.Match[str]) -> str:
        return "-".join(found[2] + part for part in found[1].split("-"))

    out = re.sub(r"\(([0-9X]{2,4}(?:-[0-9X]{2}){0,2})\)([?~%])", ungroup, text)
    return _changed(text, out, "a group in brackets was read as a mark on each of its parts")


def _compact(text: str) -> _Repair | None:
    """`20240615`, `2024/06/15`, `2024.06.15`: year, month and day in that order, and nothing else it could be."""
    out = re.sub(r"^([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})$", r"\1-\3-\4", text)
    out = re.sub(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?=T|$)", r"\1-\2-\3", out)
    return _changed(text, out, "the date was read as year, month, day")


def _padding(text: str) -> _Repair | None:
    out = re.sub(r"(?<=[0-9X]{4})-([1-9])(?![0-9X])", r"-0\1", text)
    out = re.sub(r"(?<=[0-9X]{4}-[0-9X]{2})-([1-9])(?![0-9X])", r"-0\1", out)
    out = re.sub(r"T([0-9])(?=:)", r"T0\1", out)
    return _changed(text, out, "numbers of one digit were given a leading zero")


def _sign(text: str) -> _Repair | None:
    out = re.sub(r"(?<![0-9A-Za-z:])\+(?=[0-9]{4}(?![0-9]))", "", text)
    return _changed(text, out, "the plus sign was left out")


def _short_end(text: str) -> _Repair | None:
    """`2024-06-15/20`: ISO 8601-1 lets the end leave out what it shares with the start."""
    found = re.fullmatch(r"(-?[0-9]{4})-([0-9]{2})(?:-[0-9]{2}/([0-9]{2}-)?([0-9]{2})|/([0-9]{2}))", text)
    if found is None:
        return None
    year, month, other, day, only_month = found.groups()
    start = text.partition("/")[0]
    end = f"{year}-{only_month}" if only_month else f"{year}-{other or month + '-'}{day}"
    return f"{start}/{end}", "the end was completed from the start"


def _zone(text: str) -> _Repair | None:
    out = re.sub(r"(?<=:[0-9]{2})([+-][0-9]{2})([0-9]{2})(?=$|/)", r"\1:\2", text)
    return _changed(text, out, "the zone was given its colon")


def _fraction(text: str) -> _Repair | None:
    mark = "[.]" if text[:1] in {"[", "{"} else "[.,]"  # in a set a comma begins the next member
    out = re.sub(rf"(?<=T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}){mark}[0-9]+", "", text)
    return _changed(text, out, "the fraction of a second was left out")


def _midnight(text: str) -> _Repair | None:
    """`24:00:00` is the first second of the next day (D16)."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T24:00:00(Z|[+-][0-9:]+)?", text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month)) or text.startswith("9999-12-31"):
        return None
    year, month, day = civil_from_days(days_from_civil(year, month, day) + 1)
    return f"{Date(year, month, day)}T00:00:00{found[4] or ''}", "24:00:00 was read as 00:00:00 of the next day"


def _minute(text: str) -> _Repair | None:
    """`T11:46`: a minute, so one of its seconds; EDTF has no shorter time, and `:00` would be made up."""
    found = re.fullmatch(r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}(?::[0-9]{2})?)?", text)
    if found is None:
        return None
    zone = found[2] or ""
    return (
        f"[{found[1]}:00{zone}..{found[1]}:59{zone}]",
        "a time without seconds was read as some second of that minute",
    )


_REPAIRS = (
    _plain_characters,
    _spaces,
    _time_after_space,
    _words,
    _groups,
    _letters,
    _unknown_digits,
    _two_marks,
    _compact,
    _padding,
    _sign,
    _short_end,
    _zone,
    _fraction,
    _midnight,
    _minute,
)
"""In this order: each finds what the ones before have made plain."""
