"""
Lists of days: lines that are a date and nothing else, and what they date below them.

A chronology, a log, a live page and a table of years give the date once, over what happened; days without a year go
on from those before them (D285).
"""

from __future__ import annotations

import itertools
import re

from timeline.ingest.blocks import Block, Sentence
from timeline.timex import Resolved, Timex


def headed(text: str, parts: list[Block], begin: int, end: int, times: list[Timex]) -> dict[int, Timex]:
    """
    Give the date that stands over each block, where a text is a list of days: lines that are dates and nothing else.

    One such line is when something was written, or a headline; two and more are the days of what follows.
    """
    heads = _heads(text, parts, begin, end, times)
    if len(heads) < 2:
        heads = set()
    made: dict[int, Timex] = {}
    over: Timex | None = None
    year: str | None = None
    moved: str | None = None
    """The day of the heading as it was read, if it got another year."""
    at = 0
    for number, block in enumerate(itertools.islice(parts, begin, end), begin):
        while at < len(times) and times[at].start < block.start:
            at += 1
        stop = at
        while stop < len(times) and times[stop].start < block.end:
            stop += 1
        entry = block.kind == "entry" and stop - at > 1 and times[at].start < block.start + 6
        own = _FULL.match(times[at].text) if entry else None
        read = times[at:stop]
        for index in range(at, stop):
            times[index] = _of_year(times[index], own[1] if own is not None else year, moved)
        if number in heads:
            found = next((t for t in times[at:stop] if isinstance(t.outcome, Resolved) and t.type != "SET"), None)
            if found is not None:
                was = next(t for t in read if t.start == found.start)
                year = _year_over(was, over, year)
                found = _of_year(was, year)
                moved = _day(was) if found is not was else None
            over = found
        elif over is not None and block.kind != "furniture":
            made[number] = over
    for number in made:
        if parts[number].kind == "caption":
            parts[number].kind = "entry"
    return made


def _heads(text: str, parts: list[Block], begin: int, end: int, times: list[Timex]) -> set[int]:
    """Give the numbers of the blocks that are a date and nothing else."""
    found: set[int] = set()
    at = 0
    for number, block in enumerate(itertools.islice(parts, begin, end), begin):
        while at < len(times) and times[at].start < block.start:
            at += 1
        if at < len(times) and times[at].start < block.end and block.end - block.start < 60:
            inside = [time for time in times[at : at + 8] if time.start < block.end]
            if is_heading(text, Sentence(block.start, block.end, number), inside):
                found.add(number)
    return found


_FULL = re.compile(r".*\b(1\d{3}|20\d\d)\b")
_HEAD_DAY = re.compile(r"\[?(\d{4})(-\d\d-\d\d)")


def _year_over(time: Timex, before: Timex | None, year: str | None) -> str | None:
    """
    Give the year of what stands below a heading: its own, else that of the heading before it.

    A list of days goes forward, so that "January" after "December" is of the next year.
    """
    outcome, last = time.outcome, before.outcome if before is not None else None
    if not isinstance(outcome, Resolved):
        return year
    named = _FULL.match(time.text)
    if named is not None:
        return named[1]
    day = _HEAD_DAY.match(outcome.edtf)
    its = _HEAD_DAY.match(last.edtf) if isinstance(last, Resolved) else None
    if day is None or outcome.anchor_kind != "publication":
        return year
    if its is None:
        return year or (day[1] if "weekday" in outcome.rule or _WEEKDAY.search(time.text) else None)
    return f"{int(its[1]) + (day[2] < its[2]):04d}"


_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")


def _day(time: Timex) -> str | None:
    return time.outcome.edtf if isinstance(time.outcome, Resolved) else None


def _of_year(time: Timex, year: str | None, moved: str | None = None) -> Timex:
    """Give a date without a year the year of the list of days that it stands in; weekdays are counted, and stay."""
    outcome = time.outcome
    if year is None or not isinstance(outcome, Resolved) or re.search(r"\d{4}|day\b", time.text.lower()):
        return time
    counted = moved is not None and outcome.anchor == moved  # "two days later"
    if outcome.anchor_kind != "publication" and "T" not in outcome.edtf and not counted:
        return time
    had = re.match(r"\[?(\d{4})-", outcome.edtf)
    if had is None or had[1] == year:
        return time
    return time._replace(outcome=outcome._replace(edtf=re.sub(rf"\b{had[1]}(?=-)", year, outcome.edtf)))


def is_heading(text: str, sentence: Sentence, times: list[Timex]) -> bool:
    """Tell whether a sentence is a date and nothing else: the head of a list of entries."""
    if not times:
        return False
    rest, here = "", sentence.start
    for time in times:
        rest += text[here : time.start]
        here = max(here, time.end)
    return not re.search(r"\w{3,}", rest + text[here : sentence.end])
