"""Rules of dates: more exact than their words, never resolved, read otherwise now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline import timex
from timeline.edtf import bounds, parse
from timeline.errors import EdtfError
from timeline.store.read.lint.types import ORDER, Finding, Scope, cited

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST = re.compile(r"-?\d{4,}-\d\d-01")
_MIDNIGHT = re.compile(r"-?\d{4,}-\d\d-\d\dT00:00:00(?:Z|[+-]\d\d(?::?\d\d)?)?")
_TOLD = re.compile(r"midnight|\b0?0[:.]00|\b12 ?a\.?m\b|\b1(?:st)?\b|\bfirst\b|\b01[./-]|new year", re.IGNORECASE)
_LONGEST = 2000
"""Characters of a quote in which dates are looked for."""


def false_precision(scope: Scope) -> Iterator[Finding]:
    """Find dates of the first of a month, or of midnight, whose words say less."""
    exact = "({0} LIKE '%-01' OR {0} LIKE '%T00:00:00%')"
    sql = (
        "SELECT e.uid, e.edtf, e.as_written, ec.edtf, ec.phrase, c.quote, ec.anchor, s.published, s.uid"
        " FROM event e LEFT JOIN event_citation ec ON ec.event_id = e.id AND ec.stance = 'supports'"
        " LEFT JOIN citation c ON c.id = ec.citation_id LEFT JOIN source s ON s.id = c.source_id"
        f" WHERE {scope.of()} AND ({exact.format('e.edtf')} OR {exact.format('ec.edtf')}) ORDER BY {ORDER}, ec.id"
    )
    told: set[tuple[str, str]] = set()
    for event, date, written, said, phrase, quote, anchor, published, source in scope.rows(sql):
        passage = f" {cited(source, quote)}" if said else ""
        pairs = ((date, written, None, ""), (said or date, phrase or quote, anchor or published, passage))
        for stored, words, counted_from, where in pairs:
            if stored is None or not words or (event, stored) in told:
                continue
            less = gives_less(words, stored, counted_from)
            if less is not None:
                told.add((event, stored))
                shown = words if len(words) <= 60 else f"{words[:59]}…"
                what = f"{stored} is more exact than “{shown}”, which gives {less}"
                yield Finding("false-precision", "event", event, what, f"timeline edit {event} --when {less}{where}")


def gives_less(words: str, stored: str, counted_from: str | None) -> str | None:
    """
    Give the date that `words` mean, EDTF, where `stored` pretends to the first of its month or midnight; else None.

    >>> gives_less("in January 2024", "2024-01-01", None), gives_less("on 1 January 2024", "2024-01-01", None)
    ('2024-01', None)
    """
    if not (_FIRST.fullmatch(stored) or _MIDNIGHT.fullmatch(stored)) or len(words) > _LONGEST:
        return None
    if _FIRST.fullmatch(stored) is None and _TOLD.search(words):
        return None
    try:
        narrow = bounds(parse(stored))
    except EdtfError:
        return None
    read = _readings(words, stored, counted_from)
    if stored in read:
        return None
    for text in read:
        wide = bounds(parse(text))
        if wide[0] <= narrow[0] and narrow[3] <= wide[3] and (wide[0], wide[3]) != (narrow[0], narrow[3]):
            return text
    return None


def _readings(words: str, stored: str, counted_from: str | None) -> list[str]:
    """Give the dates that words tell: the whole of them as one, else each that stands in them."""
    day = (counted_from or stored)[:10]
    moment = timex.Moment.parse(day) or timex.Moment.parse(stored[:10])
    outcome = timex.read(words, timex.Options(now=moment, doctype="news"))
    if isinstance(outcome, timex.Resolved):
        return [outcome.edtf]
    found = timex.tag(words, moment.date() if moment else None, timex.Options(doctype="news"))
    return [one.outcome.edtf for one in found if isinstance(one.outcome, timex.Resolved)]


def unresolved(scope: Scope) -> Iterator[Finding]:
    """Find words for a date that have given none."""
    sql = (
        "SELECT e.uid, ec.phrase, s.uid, s.published, c.quote FROM event_citation ec JOIN event e ON e.id = ec.event_id"
        " JOIN citation c ON c.id = ec.citation_id JOIN source s ON s.id = c.source_id"
        f" WHERE {scope.of()} AND ec.phrase IS NOT NULL AND ec.edtf IS NULL ORDER BY {ORDER}, ec.id"
    )
    for event, phrase, source, published, quote in scope.rows(sql):
        if published is None:
            remedy = f"timeline anchor {source} DATE, the day it was published"
        else:
            remedy = f"timeline edit {event} --when DATE {cited(source, quote)}"
        yield Finding("unresolved", "event", event, f"“{phrase}” has given no date", remedy)


def dates(scope: Scope) -> Iterator[Finding]:
    """Find phrases that this version reads otherwise than they are stored."""
    from timeline.store.dates import differing

    wanted = {row[0] for row in scope.rows(f"SELECT e.uid FROM event e WHERE {scope.of()}")} if scope.filtered else None
    for one in differing(scope.reader, by_hand=scope.by_hand):
        if one.stored is None or (wanted is not None and one.event not in wanted):
            continue
        now = f"is read as {one.now} now" if one.now else "cannot be read now"
        what = f"“{one.phrase}” is stored as {one.stored} and {now}"
        yield Finding("dates", "event", one.event, what, "timeline check --dates tells more; timeline edit --when")
