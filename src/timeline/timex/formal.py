"""
The inverse of `timeline.edtf.english`: reads back every phrase it writes, to the same EDTF.

The phrases for unspecified digits, qualified components, sets with ranges and the like are too
exact for the rule table. Here a phrase is taken apart by its own grammar (the table in
`english.py`) into EDTF that it could stand for, and a candidate counts only if `english` writes
exactly the phrase for it; so nothing can be read wrongly. A new form there needs its line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from timeline.edtf import english, parse
from timeline.edtf.civil import civil_from_days, days_from_civil
from timeline.errors import EdtfError

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3}
_UNITS = {"quarter": 33, "quadrimester": 37, "half": 40}
_WHOLE = {
    "ongoing, start open": "../..",
    "ongoing, start unknown": "/..",
    "start open, end unknown": "../",
    "start and end unknown": "/",
}
_BEFORE = (("possibly about ", "%"), ("possibly ", "?"), ("about ", "~"))
_MARKS = {"uncertain": "?", "approximate": "~", "uncertain and approximate": "%"}
_TRIES = 60
"""Ways to take a phrase apart that are tried before it is given up."""


def formal(phrase: str) -> str | None:
    """
    Read a phrase that `timeline.edtf.english` writes, as canonical EDTF; None for any other.

    >>> formal("a day numbered 2X in February 2016"), formal("next Friday")
    ('2016-02-2X', None)
    """
    text = " ".join(phrase.split())
    if len(text) > 400 or not text.isascii():
        return None
    low = text.casefold()
    for number, candidate in enumerate(_value(low)):
        if number > _TRIES:
            return None
        try:
            value = parse(candidate)
        except EdtfError:
            continue
        if english(value).casefold() == low:
            return str(value)
    return None


def _value(text: str) -> Iterator[str]:
    if text in _WHOLE:
        yield _WHOLE[text]
    for head, tail in ((", ongoing", "/.."), (", end unknown", "/")):
        if text.startswith("from ") and text.endswith(head):
            yield from (f"{a}{tail}" for a in _edge(text[5 : -len(head)]))
    for head, lead in ((", start open", "../"), (", start unknown", "/")):
        if text.startswith("until ") and text.endswith(head):
            yield from (f"{lead}{b}" for b in _edge(text[6 : -len(head)]))
    if text.startswith("from "):
        yield from (f"{a}/{b}" for first, last in _splits(text[5:], " to ") for a in _edge(first) for b in _edge(last))
    if text.startswith("one of: "):
        yield from (f"[{d}]" for d in _point(text[8:]))
    if text.startswith("all of: "):
        yield from (f"{{{d}}}" for d in _point(text[8:]))
    for head, step in (("before ", -1), ("after ", 1)):
        if text.startswith(head):
            for date in _point(text[len(head) :]):
                near = _neighbour(date, step)
                if near is not None:
                    yield f"[..{near}]" if step < 0 else f"[{near}..]"
    for marks, word in (("[]", "or"), ("{}", "and")):
        for members in _members(text, word):
            yield marks[0] + ",".join(members) + marks[1]
    yield from _point(text)


def _splits(text: str, separator: str) -> Iterator[tuple[str, str]]:
    at = text.find(separator)
    while at >= 0:
        yield text[:at], text[at + len(separator) :]
        at = text.find(separator, at + 1)


def _members(text: str, word: str) -> Iterator[list[str]]:
    pattern = r", (?:or )?(?!earlier|later)| or (?!earlier|later)" if word == "or" else r", (?:and )?| and "
    bare = re.sub(r"\([^)]*\)", lambda m: "\x00" * len(m[0]), text)
    if word == "or":  # the "and" of "between A and B" is no separator here; the commas inside brackets neither
        cuts = [m.span() for m in re.finditer(pattern, bare)]
    else:
        cuts = [m.span() for m in re.finditer(pattern, bare)]
    parts = [text[a:b] for a, b in zip([0, *(c[1] for c in cuts)], [*(c[0] for c in cuts), len(text)], strict=True)]
    if len(parts) > 1:
        head, _, rest = parts[-1].partition(" ")
        if rest and all(p.isdigit() or p in _MONTHS for p in [*parts[:-1], head]):
            parts = [f"{p} {rest}" for p in [*parts[:-1], head]]
    found = []
    for part in parts:
        member = next(_member(part, word), None)
        if member is None:
            return
        found.append(member)
    yield found


def _member(text: str, word: str) -> Iterator[str]:
    if word == "or" and text.startswith("between "):
        yield from (
            f"{a}..{b}" for first, last in _splits(text[8:], " and ") for a in _point(first) for b in _point(last)
        )
    elif word == "and" and text.startswith("all from "):
        if text.endswith(" on"):
            yield from (f"{d}.." for d in _point(text[9:-3]))
        yield from (
            f"{a}..{b}" for first, last in _splits(text[9:], " to ") for a in _point(first) for b in _point(last)
        )
    elif word == "and" and text.startswith("all until "):
        yield from (f"..{d}" for d in _point(text[10:]))
    else:
        yield from _edge(text)


def _edge(text: str) -> Iterator[str]:
    if text.endswith(" or earlier"):
        yield from (f"..{d}" for d in _point(text[:-11]))
    elif text.endswith(" or later"):
        yield from (f"{d}.." for d in _point(text[:-9]))
    else:
        yield from _point(text)


def _point(text: str) -> Iterator[str]:
    for head, mark in _BEFORE:
        if text.startswith(head):
            yield from (d + mark for d in _point(text[len(head) :]))
            return
    match = re.fullmatch(r"(.+) \(([^()]*)\)", text)
    if match is None:
        yield from _plain(text)
        return
    body, note = match.groups()
    digits = re.fullmatch(r"(\d+) significant digits?", note)
    if digits is not None:
        for year in _plain(body):
            yield f"{year}S{digits[1]}"
        number = body.removeprefix("the year ").replace(",", "")
        if re.fullmatch(r"-?\d{1,4}", number):
            yield f"{'-' if number[0] == '-' else ''}{number.lstrip('-'):0>4}S{digits[1]}"
    elif note in _MARKS:
        yield from (d + _MARKS[note] for d in _point(body))
    else:
        marks = _components(note)
        if marks is not None:
            yield from (_qualified(d, marks) for d in _plain(body))


def _components(note: str) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for group in note.split(", "):
        names, _, mark = group.partition(" uncertain" if " uncertain" in group else " approximate")
        said = ("uncertain" if " uncertain" in group else "approximate") + mark
        if said not in _MARKS:
            return None
        for name in names.split(" and "):
            found[name] = _MARKS[said]
    return found


def _qualified(date: str, marks: dict[str, str]) -> str:
    sign, _, rest = ("-", "", date[1:]) if date.startswith("-") else ("", "", date)
    parts = rest.split("-")
    names = (
        ("year", "season")
        if len(parts) == 2 and parts[1].isdigit() and int(parts[1]) > 20
        else ("year", "month", "day")
    )
    said = [marks.get(name, "") for name in names]
    return said[0] + sign + "-".join(part if not number else said[number] + part for number, part in enumerate(parts))


def _plain(text: str) -> Iterator[str]:
    match = re.fullmatch(r"(.+) at (\d\d:\d\d:\d\d)(?: utc([-+]\d\d:\d\d)?)?", text)
    if match is not None:
        zone = (match[3] or "Z") if " utc" in text else ""
        yield from (f"{d}T{match[2]}{zone}" for d in _day(match[1]))
        return
    yield from _day(text)
    yield from _season(text)
    yield from _month(text)
    yield from _year(text)


def _day(text: str) -> Iterator[str]:
    match = re.fullmatch(r"(?:day )?(\d{1,2}) (?:of )?(.+)", text)
    if match is not None:
        yield from (f"{m}-{int(match[1]):02d}" for m in _month(match[2]))
    match = re.fullmatch(r"a day (?:numbered (\S\S) )?in (.+)", text)
    if match is not None:
        day = (match[1] or "XX").upper()
        yield from (f"{m}-{day}" for m in _month(match[2]))
        if day == "XX":
            yield from (f"{y}-XX-XX" for y in _of_year(match[2]))


def _month(text: str) -> Iterator[str]:
    name, _, rest = text.partition(" ")
    if name in _MONTHS:
        yield from (f"{y}-{_MONTHS[name]:02d}" for y in _of_year(rest.removeprefix("of ")))
    match = re.fullmatch(r"a month (?:numbered (\S\S) )?in (.+)", text)
    if match is not None:
        yield from (f"{y}-{(match[1] or 'XX').upper()}" for y in _of_year(match[2]))


def _season(text: str) -> Iterator[str]:
    body, shift = text, 0
    for tail, codes in ((" in the northern hemisphere", 4), (" in the southern hemisphere", 8)):
        if text.endswith(tail):
            body, shift = text[: -len(tail)], codes
    name, _, rest = body.partition(" ")
    if name in _SEASONS:
        yield from (f"{y}-{_SEASONS[name] + shift}" for y in _of_year(rest.removeprefix("of ")))
    match = re.fullmatch(r"(first|second|third|fourth) (quarter|quadrimester|half) of (.+)", body)
    if match is not None:
        yield from (f"{y}-{_UNITS[match[2]] + _ORDINALS[match[1]]}" for y in _of_year(match[3]))


def _of_year(text: str) -> Iterator[str]:
    yield from _year(text.removeprefix("a year in ") if text.startswith("a year in the ") else text)


def _year(text: str) -> Iterator[str]:
    if text == "an unknown year":
        yield "XXXX"
    match = re.fullmatch(r"a year of the form (-?[\dx]{4})", text)
    if match is not None:
        yield match[1].upper()
    match = re.fullmatch(r"the decade (\d{2,3})0-\d{2,3}9", text) or re.fullmatch(r"the (\d{2,3})0s", text)
    if match is not None:
        yield f"{match[1]:0>3}X"
    match = re.fullmatch(r"the (\d{1,2})(?:st|nd|rd|th) (century|millennium)( bc)?", text)
    if match is not None:
        width = 2 if match[2] == "century" else 1
        yield f"{'-' if match[3] else ''}{int(match[1]) - 1:0>{width}}{'X' * (4 - width)}"
    match = re.fullmatch(r"(?:ad )?(\d{1,4})", text)
    if match is not None:
        yield f"{match[1]:0>4}"
    match = re.fullmatch(r"([\d,]+) bc", text)
    if match is not None:
        yield _number(1 - int(match[1].replace(",", "") or 1))
    match = re.fullmatch(r"the year (-?[\d,]+)(?: x 10\^(\d+))?", text)
    if match is not None:
        number = match[1].replace(",", "")
        if match[2] is not None:
            yield f"Y{number}E{match[2]}"
        elif number.lstrip("-"):
            yield _number(int(number))
            yield f"Y{number}"


def _number(year: int) -> str:
    if -9999 <= year <= 9999:
        return f"{'-' if year < 0 else ''}{abs(year):04d}"
    return f"Y{year}"


def _neighbour(date: str, step: int) -> str | None:
    match = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    if match is None:
        return None
    year = int(match[1])
    if match[2] is None:
        return _number(year + step)
    if match[3] is None:
        count = year * 12 + int(match[2]) - 1 + step
        return f"{_number(count // 12)}-{count % 12 + 1:02d}"
    year, month, day = civil_from_days(days_from_civil(year, int(match[2]), int(match[3])) + step)
    return f"{_number(year)}-{month:02d}-{day:02d}"
