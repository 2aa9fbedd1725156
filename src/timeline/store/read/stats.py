"""
A chronology in numbers: how much there is, when, where nothing is, who is in most of it and with whom.

Events are counted in the period in which they begin: certainly, where all that their date may mean lies in it,
and possibly, where some does (D206). What may have begun in too many periods is counted apart. A gap is
a stretch that no event can touch, whatever its exact date. Everything is asked of the database grouped, so a million
events cost what their different dates cost. A new figure is a field of `Stats` and a statement here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from timeline.edtf.civil import DAY, civil_from_days, days_from_civil
from timeline.model import EVENT_STATUS, Named
from timeline.query import SHOWN, EventQuery
from timeline.store.read import asking
from timeline.store.read.events import matching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.engine import Reader

PERIODS = ("day", "month", "year", "decade", "century")
_WIDEST = 100
"""Periods that an event may have begun in; beyond, it is counted apart."""
_LAST_YEAR = 9999
_MOST_MONTHS, _MOST_ROWS = 36, 60
"""Months, and periods with events, up to which the finer period is chosen."""


class Period(NamedTuple):
    """How many events begin in one period."""

    label: str
    """EDTF: 2024-06-12, 2024-06, 2024, 2020/2029, 2000/2099."""
    certain: int
    possible: int
    """Certain ones with those that may."""
    place: int
    """Its number among periods of its kind, so that neighbours are told."""


class Gap(NamedTuple):
    """A stretch in which there is no event."""

    since: str
    """The first day of it, EDTF."""
    until: str
    """The last day of it."""
    days: int
    before: Named
    """An event after which it begins."""
    after: Named
    """An event with which it ends."""


class Stats(NamedTuple):
    """A chronology in numbers."""

    events: int
    statuses: dict[str, int]
    """All there are of each status, whatever statuses were asked for; with a limit, of those counted."""
    undated: int
    counts: dict[str, int]
    """Actors, sources, citations, claims, links, places, tags: of the events counted, or all there are."""
    first: Named | None
    last: Named | None
    span: tuple[str | None, str | None]
    """EDTF of the first and of the last event in the order of lists."""
    by: str
    periods: tuple[Period, ...]
    """Those in which there may be an event, in order."""
    uncharted: int
    """Dated events that may have begun in more periods than are worth counting."""
    gaps: tuple[Gap, ...]
    """The longest first."""
    busiest: tuple[tuple[Named, int], ...]
    pairs: tuple[tuple[Named, Named, int], ...]
    """Actors who take part together, and in how many events."""


class _Scope:
    """The events counted, as a condition."""

    def __init__(self, reader: Reader, query: EventQuery) -> None:
        self.reader = reader
        self.query = query
        self.everything = query._replace(statuses=SHOWN) == EventQuery()
        self.found, self.params = ("", {}) if self.everything else matching(reader, query)

    def of(self, alias: str = "e") -> str:
        if self.everything:
            return "".join(asking.status_in(f"{alias}.status", self.query.statuses)) or "1 = 1"
        return f"{alias}.id IN ({self.found})"

    def rows(self, sql: str) -> Iterator[tuple[object, ...]]:
        return self.reader.rows(sql, self.params)

    def number(self, sql: str) -> int:
        return int(str(self.reader.all(sql, self.params)[0][0]))


def stats(reader: Reader, query: EventQuery, by: str | None = None, most: int = 10) -> Stats:
    """Count the events that `query` finds; `by` is one of `PERIODS`, or what fits; lists have at most `most` rows."""
    scope = _Scope(reader, query)
    statuses = _statuses(reader, query)
    events = scope.number(f"SELECT count(*) FROM event e WHERE {scope.of()}")
    undated = scope.number(f"SELECT count(*) FROM event e WHERE {scope.of()} AND e.start_min IS NULL")
    ends = [
        next(
            scope.rows(
                f"SELECT e.uid, e.title, e.edtf FROM event e WHERE {scope.of()} AND e.start_min IS NOT NULL"
                f" ORDER BY e.sort_key {way}, e.position {way}, e.id {way} LIMIT 1"
            ),
            None,
        )
        for way in ("", "DESC")
    ]
    first, last = (None if one is None else Named(str(one[0]), str(one[1])) for one in ends)
    chosen, periods, uncharted = _periods(scope, by)
    return Stats(
        events,
        statuses,
        undated,
        _counts(scope),
        first,
        last,
        (str(ends[0][2]) if ends[0] else None, str(ends[1][2]) if ends[1] else None),
        chosen,
        periods,
        uncharted,
        _gaps(scope, most),
        _busiest(scope, most),
        _pairs(scope, most),
    )


# --- how much ---


def _statuses(reader: Reader, query: EventQuery) -> dict[str, int]:
    wide = _Scope(reader, query._replace(statuses=EVENT_STATUS) if query.limit is None else query)
    found = {
        str(row[0]): int(str(row[1]))
        for row in wide.rows(f"SELECT e.status, count(*) FROM event e WHERE {wide.of()} GROUP BY e.status")
    }
    return {status: found[status] for status in EVENT_STATUS if status in found}


def _counts(scope: _Scope) -> dict[str, int]:
    """Count what the events refer to; without a filter, all there is."""
    of = scope.of()
    if scope.everything:
        whole = {
            "actors": "SELECT count(*) FROM actor a WHERE a.merged_into IS NULL",
            "sources": "SELECT count(*) FROM source s",
            "citations": "SELECT count(*) FROM citation c",
            "claims": "SELECT count(*) FROM claim k",
            "links": "SELECT count(*) FROM event_link l",
            "places": "SELECT count(*) FROM place o",
            "tags": "SELECT count(DISTINCT g.tag) FROM event_tag g",
        }
        return {name: scope.number(sql) for name, sql in whole.items()}
    used = {
        "actors": (
            "SELECT count(DISTINCT coalesce(a.merged_into, a.id)) FROM participation p"
            f" JOIN actor a ON a.id = p.actor_id JOIN event e ON e.id = p.event_id WHERE {of}"
        ),
        "sources": (
            "SELECT count(DISTINCT c.source_id) FROM event_citation ec JOIN citation c ON c.id = ec.citation_id"
            f" JOIN event e ON e.id = ec.event_id WHERE {of}"
        ),
        "citations": f"SELECT count(*) FROM event_citation ec JOIN event e ON e.id = ec.event_id WHERE {of}",
        "claims": f"SELECT count(*) FROM claim k JOIN event e ON e.id = k.event_id WHERE {of}",
        "links": f"SELECT count(*) FROM event_link l JOIN event e ON e.id = l.from_id WHERE {of}",
        "places": f"SELECT count(DISTINCT e.place_id) FROM event e WHERE {of}",
        "tags": f"SELECT count(DISTINCT g.tag) FROM event_tag g JOIN event e ON e.id = g.event_id WHERE {of}",
    }
    return {name: scope.number(sql) for name, sql in used.items()}


# --- when ---


def period_of(second: int, by: str) -> int:
    """
    Give the number of the period in which a civil second lies; neighbours have neighbouring numbers.

    >>> period_of(0, "year"), period_of(-1, "year"), period_of(0, "decade")
    (1970, 1969, 197)
    """
    days = second // DAY
    if by == "day":
        return days
    year, month, _ = civil_from_days(days)
    return {"month": year * 12 + month - 1, "year": year, "decade": year // 10, "century": year // 100}[by]


def label_of(place: int, by: str) -> str:
    """
    Give a period as EDTF.

    >>> label_of(24293, "month"), label_of(-44, "year"), label_of(197, "decade"), label_of(-1, "century")
    ('2024-06', '-0044', '1970/1979', '-0100/-0001')
    """
    if by == "day":
        year, month, day = civil_from_days(place)
        # EDTF has no days, and no months, in years of five digits.
        return _year(year) if abs(year) > _LAST_YEAR else f"{_year(year)}-{month:02d}-{day:02d}"
    if by == "month":
        year = place // 12
        return _year(year) if abs(year) > _LAST_YEAR else f"{_year(year)}-{place % 12 + 1:02d}"
    if by == "year":
        return _year(place)
    length = 10 if by == "decade" else 100
    return f"{_year(place * length)}/{_year(place * length + length - 1)}"


def _year(year: int) -> str:
    text = f"{'-' if year < 0 else ''}{abs(year):04d}"
    return f"Y{text}" if abs(year) > _LAST_YEAR else text


def _periods(scope: _Scope, by: str | None) -> tuple[str, tuple[Period, ...], int]:
    """Give the kind of period, the periods with events, and how many events are in none."""
    starts = [
        (int(str(low)), int(str(high)), int(str(number)))
        for low, high, number in scope.rows(
            "SELECT e.start_min, e.start_max, count(*) FROM event e"
            f" WHERE {scope.of()} AND e.start_min IS NOT NULL GROUP BY e.start_min, e.start_max"
        )
    ]
    if by is not None:
        return by, *_counted(starts, by)
    months = _counted(starts, "month")
    if months[0] and months[0][-1].place - months[0][0].place < _MOST_MONTHS:
        return "month", *months
    for chosen in ("year", "decade"):
        found = _counted(starts, chosen)
        if len(found[0]) <= _MOST_ROWS:
            return chosen, *found
    return "century", *_counted(starts, "century")


def _counted(starts: list[tuple[int, int, int]], by: str) -> tuple[tuple[Period, ...], int]:
    certain: dict[int, int] = {}
    change: dict[int, int] = {}
    uncharted = 0
    for low, high, number in starts:
        if low <= asking.LOWEST or high >= asking.HIGHEST:
            uncharted += number
            continue
        first, last = period_of(low, by), period_of(high, by)
        if last - first >= _WIDEST:
            uncharted += number
            continue
        if first == last:
            certain[first] = certain.get(first, 0) + number
        change[first] = change.get(first, 0) + number
        change[last + 1] = change.get(last + 1, 0) - number
    made = []
    possible = 0
    steps = sorted(change)
    for step, following in pairwise(steps):
        possible += change[step]
        if possible:
            made += [Period(label_of(one, by), certain.get(one, 0), possible, one) for one in range(step, following)]
    return tuple(made), uncharted


def _gaps(scope: _Scope, most: int) -> tuple[Gap, ...]:
    """Give the longest stretches of whole days that no event can touch."""
    extents = []
    rows = scope.rows(
        "SELECT e.start_min, e.start_max, e.end_min, e.end_max, min(e.id) FROM event e"
        f" WHERE {scope.of()} AND e.start_min IS NOT NULL GROUP BY e.start_min, e.start_max, e.end_min, e.end_max"
    )
    for row in rows:
        low, start, end, high, event = (int(str(one)) for one in row)
        # Of a date with an open end only the end that is known is an event of that time.
        if high >= asking.HIGHEST:
            high = start
        if low <= asking.LOWEST:
            low = end
        if asking.LOWEST < low <= high < asking.HIGHEST:
            extents.append((low, high, event))
    extents.sort()
    found = []
    reach: tuple[int, int] | None = None
    for low, high, event in extents:
        if reach is not None:
            days = low // DAY - reach[0] // DAY - 1
            if days > 0:
                found.append((days, reach[0] // DAY + 1, low // DAY - 1, reach[1], event))
        if reach is None or high > reach[0]:
            reach = (high, event)
    found.sort(key=lambda gap: (-gap[0], gap[1]))
    found = found[:most]
    ids = asking.numbers({one for gap in found for one in gap[3:]})
    names = {
        row[0]: Named(row[1], row[2])
        for row in scope.reader.all(f"SELECT e.id, e.uid, e.title FROM event e WHERE e.id IN ({ids})")
    }
    return tuple(
        Gap(label_of(since, "day"), label_of(until, "day"), days, names[before], names[after])
        for days, since, until, before, after in found
    )


# --- who ---


def _busiest(scope: _Scope, most: int) -> tuple[tuple[Named, int], ...]:
    rows = scope.rows(
        "SELECT a.uid, a.name, count(DISTINCT e.id) FROM participation p JOIN event e ON e.id = p.event_id"
        f" JOIN actor x ON x.id = p.actor_id JOIN actor a ON a.id = coalesce(x.merged_into, x.id) WHERE {scope.of()}"
        f" GROUP BY a.id, a.uid, a.name ORDER BY count(DISTINCT e.id) DESC,"
        f" {asking.by_code_point(scope.reader, 'a.name')}, a.id LIMIT {int(most)}"
    )
    return tuple((Named(str(uid), str(name)), int(str(number))) for uid, name, number in rows)


def _pairs(scope: _Scope, most: int) -> tuple[tuple[Named, Named, int], ...]:
    part = (
        "SELECT DISTINCT p.event_id AS event_id, coalesce(x.merged_into, x.id) AS actor_id FROM participation p"
        f" JOIN event e ON e.id = p.event_id JOIN actor x ON x.id = p.actor_id WHERE {scope.of()}"
    )
    rows = scope.rows(
        f"WITH part AS ({part}) SELECT a.uid, a.name, b.uid, b.name, w.events FROM ("
        " SELECT one.actor_id AS low, other.actor_id AS high, count(*) AS events FROM part one"
        " JOIN part other ON other.event_id = one.event_id AND other.actor_id > one.actor_id"
        " GROUP BY one.actor_id, other.actor_id"
        f" ORDER BY count(*) DESC, one.actor_id, other.actor_id LIMIT {int(most)}) w"
        " JOIN actor a ON a.id = w.low JOIN actor b ON b.id = w.high ORDER BY w.events DESC, a.id, b.id"
    )
    return tuple(
        (Named(str(one), str(name)), Named(str(other), str(its)), int(str(number)))
        for one, name, other, its, number in rows
    )


def years_from(days: int) -> str:
    """
    Say how long a stretch of days is.

    >>> years_from(3), years_from(1), years_from(900), years_from(28000)
    ('3 days', '1 day', '2 years 5 months', '76 years')
    """
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    months = days * 400 * 12 // days_from_civil(2370, 1, 1)
    years, months = divmod(months, 12)
    said = [f"{years:,} year{'' if years == 1 else 's'}"] if years else []
    if months and years < 10:
        said.append(f"{months} month{'' if months == 1 else 's'}")
    return " ".join(said)
