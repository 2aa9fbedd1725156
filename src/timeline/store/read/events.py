"""
What an `EventQuery` finds: as rows in order, as ids, as a number.

Rows stream: what hangs on the events (participants, sources, tags) is fetched for a chunk of them at
a time, so memory does not grow with the answer. Actors merged into another are shown as that one, and once.
What is above the level that may be let out is left out of the rows too. How a query becomes SQL is
in `asking`; a new column of `EventRow` is one more in `_COLUMNS`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.model import EVENT_STATUS, EventRow, Hidden, Participant
from timeline.query import EventQuery
from timeline.store.read import asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.store.engine import Reader

    Row = tuple[Any, ...]

EVERYTHING = EventQuery()
_FIRST_CHUNK = 64
"""Small, so that the first lines come at once."""
_CHUNK = 1000
_LONG_CHUNK = 3000
"""Of plain rows: the more ids are looked up together, the oftener the next lies on the page just read."""
_MOST_KNOWN = 100_000
"""Names of actors and sources kept at hand before they are forgotten and read again."""
_COLUMNS = (
    *("e.id", "e.uid", "e.title", "e.summary", "e.kind", "e.edtf", "e.calendar", "e.as_written", "e.zone"),
    *("e.start_min", "e.start_max", "e.end_min", "e.end_max", "e.gaps", "e.sort_key", "e.position", "e.status"),
    *("e.importance", "e.access", "e.note", "pl.uid", "pl.name", "e.batch_id"),
)
_START_MIN, _GAPS, _REV = 9, 13, 22


def events(reader: Reader, query: EventQuery = EVERYTHING) -> Iterator[EventRow]:
    """Give the events that `query` finds, in its order, each with its place, participants, sources and tags."""
    related = Related(reader, query.max_access)
    for chunk in chunks(_rows(reader, query), _LONG_CHUNK):
        yield from related.complete(chunk)
        del chunk


def keys(reader: Reader, query: EventQuery = EVERYTHING) -> Iterator[int]:
    """Give the ids of the events that `query` finds, in its order."""
    return (row[-1] for row in _walked(reader, query))


def count(reader: Reader, query: EventQuery = EVERYTHING) -> int:
    """Give how many events `query` finds, its limit and page apart."""
    return sum(_by_status(reader, _unordered(query)).values())


def hidden(reader: Reader, query: EventQuery = EVERYTHING) -> Hidden:
    """Give how many events `query` left out because of its defaults."""
    query = _unordered(query)
    shown = query.statuses or EVENT_STATUS
    missing = tuple(status for status in ("draft", "retracted") if status not in shown)
    # Few are hidden: they are found by their status, and only then asked who takes part.
    found = _by_status(reader, query._replace(statuses=missing, sort="recorded")) if missing else {}
    undated = secret = 0
    if not asking.takes_undated(query):
        # The undated are the last walk of a query that takes them.
        given = asking.asked(reader, query)
        last = asking.walks(query._replace(undated=True))[-1]
        undated = sum(_counted(reader, last, given).values())
    above = asking.held_back(query.max_access)
    if above:
        secret = sum(_by_status(reader, query, above).values())
    return Hidden(found.get("draft", 0), found.get("retracted", 0), undated, secret)


def place_of(row: EventRow, query: EventQuery) -> tuple[int | str | None, ...]:
    """Give what `EventQuery.after` needs to go on behind `row`."""
    if query.sort == "title":
        return row.title.encode().lower().decode(), row.id  # bytes fold ASCII alone, as the databases do
    if query.sort == "recorded":
        return row.rev, row.id
    when = (row.sort_key, row.position, row.id)
    if query.sort == "importance":
        return -(asking.NO_IMPORTANCE if row.importance is None else row.importance), *when
    return when


def matching(reader: Reader, query: EventQuery) -> tuple[str, dict[str, object]]:
    """Give a statement whose one column is the ids that `query` finds, for an IN of another, and its values."""
    if query.limit is not None or query.after is not None:
        return f"SELECT e.id FROM event e WHERE e.id IN ({asking.numbers(keys(reader, query))})", {}
    query = _unordered(query)
    return asking.finding(query, asking.asked(reader, query))


def _rows(reader: Reader, query: EventQuery) -> Iterator[Row]:
    """Give the columns of the events found, without what hangs on them."""
    if not asking.walks_actors(query):
        yield from _walked(reader, query, _COLUMNS)
        return
    for chunk in chunks(_walked(reader, query)):
        wanted = [row[-1] for row in chunk]
        found = {
            row[0]: row
            for row in reader.all(
                f"SELECT {', '.join(_COLUMNS)} FROM event e LEFT JOIN place pl ON pl.id = e.place_id"
                f" WHERE e.id IN ({asking.numbers(wanted)})"
            )
        }
        yield from (found[event_id] for event_id in wanted)


def _walked(reader: Reader, query: EventQuery, columns: tuple[str, ...] = ()) -> Iterator[Row]:
    """Run the walks one after the other until the limit is reached; without columns each row ends with the id."""
    given = asking.asked(reader, query)
    left = query.limit
    for walk in asking.walks(query):
        sql, params = asking.listing(reader, query._replace(limit=left), walk, given, columns)
        rows = reader.rows(sql, params)
        if left is None:
            yield from rows
            continue
        for row in rows:
            left -= 1
            yield row
        if left <= 0:
            return


def _unordered(query: EventQuery) -> EventQuery:
    """Give what `query` finds, without order and page."""
    return query._replace(sort="date", reverse=False, limit=None, after=None)


def _by_status(reader: Reader, query: EventQuery, access: tuple[str, ...] = ()) -> dict[str, int]:
    """Count what `query` finds by status; `access` replaces the levels let out."""
    given = asking.asked(reader, query, access)
    total: dict[str, int] = {}
    for walk in asking.ranges(query):
        for status, number in _counted(reader, walk, given).items():
            total[status] = total.get(status, 0) + number
    return total


def _counted(reader: Reader, walk: tuple[asking.Arm, ...], given: asking.Asked) -> dict[str, int]:
    return dict(reader.all(*asking.counting(walk, given)))


def chunks(rows: Iterable[Row], longest: int = _CHUNK) -> Iterator[list[Row]]:
    """Cut rows into lists: a short one first, so that it is there soon, then ones of up to `longest`."""
    left = iter(rows)
    size = _FIRST_CHUNK
    while chunk := list(islice(left, size)):
        yield chunk
        del chunk  # before the next is read, so that one is held and not two
        size = longest


class Related:
    """What hangs on events, for a chunk of them at a time; keeps the names of actors and sources at hand."""

    def __init__(self, reader: Reader, max_access: str | None) -> None:
        self.reader = reader
        self.levels = asking.let_out(max_access)
        if self.levels and not _any_source(reader, asking.held_back(max_access)):
            self.levels = ()
        self.actors: dict[int, tuple[str, str]] = {}
        self.playing: dict[tuple[int, str], Participant] = {}
        self.sources: dict[int, tuple[str, str]] = {}
        named = "SELECT 1 FROM external_id x WHERE x.entity = 'event' LIMIT 1"
        self.named_elsewhere = reader.one(named) is not None

    def complete(self, rows: Sequence[Row]) -> Iterator[EventRow]:
        """Give the events of `rows`, whole."""
        listed = asking.numbers(row[0] for row in rows)
        participants = self._participants(listed)
        sources = self._sources(listed)
        tags: dict[int, tuple[str, ...]] = {}
        tagged = self.reader.all(f"SELECT g.event_id, g.tag FROM event_tag g WHERE g.event_id IN ({listed})")
        for event_id, tag in tagged:
            tags[event_id] = (*tags[event_id], tag) if event_id in tags else (tag,)
        external = self._external_ids(listed) if self.named_elsewhere else {}
        make = tuple.__new__  # EventRow._make without a call a row
        for row in rows:
            event_id = row[0]
            who = participants.pop(event_id, ())
            marks = tags.pop(event_id, ())
            if row[_START_MIN] == asking.LOWEST or row[_GAPS - 1] == asking.HIGHEST:
                four = [None if abs(bound) == asking.HIGHEST else bound for bound in row[_START_MIN:_GAPS]]
                row = (*row[:_START_MIN], *four, *row[_GAPS:])  # noqa: PLW2901 - the row without infinities
            whole = [*row]
            whole[_GAPS] = row[_GAPS] == 1
            whole[_REV:] = (
                who if len(who) < 2 else tuple(sorted(who)),
                sources.pop(event_id, ()),
                marks if len(marks) < 2 else tuple(sorted(marks)),
                row[_REV],
                external.get(event_id, ()),
            )
            yield make(EventRow, whole)

    def _participants(self, listed: str) -> dict[int, tuple[Participant, ...]]:
        """Give the participants of each event; an actor and one merged into it are the same."""
        allowed = ""
        if self.levels:
            allowed = (
                " AND (p.citation_id IS NULL OR p.citation_id IN (SELECT c.id FROM citation c"
                f" JOIN source s ON s.id = c.source_id WHERE {self._let_out()}))"
            )
        found = self.reader.all(
            f"SELECT p.event_id, p.actor_id, p.role FROM participation p WHERE p.event_id IN ({listed}){allowed}"
        )
        self._learn(
            self.actors,
            {row[1] for row in found},
            "SELECT x.id, a.uid, a.name FROM actor x JOIN actor a ON a.id = coalesce(x.merged_into, x.id)"
            " WHERE x.id IN ({})",
        )
        playing = self.playing
        if len(playing) > _MOST_KNOWN:
            playing.clear()
        participants: dict[int, tuple[Participant, ...]] = {}
        for event_id, actor_id, role in found:
            one = playing.get((actor_id, role))
            if one is None:
                one = playing[actor_id, role] = Participant(*self.actors[actor_id], role)
            before = participants.get(event_id)
            if before is None:
                participants[event_id] = (one,)
            elif one not in before:
                participants[event_id] = (*before, one)
        return participants

    def _sources(self, listed: str) -> dict[int, tuple[tuple[str, str], ...]]:
        """Give the sources of each event, in the order in which their passages were put down."""
        found = self.reader.all(
            "SELECT ec.event_id, c.source_id FROM event_citation ec JOIN citation c ON c.id = ec.citation_id"
            f" WHERE ec.event_id IN ({listed}) AND ec.stance <> 'disputes' ORDER BY ec.event_id, ec.citation_id"
        )
        where = f" AND {self._let_out()}" if self.levels else ""
        self._learn(
            self.sources,
            {row[1] for row in found},
            "SELECT s.id, s.uid, coalesce(s.publisher, s.title) FROM source s WHERE s.id IN ({})" + where,
        )
        cited: dict[int, tuple[tuple[str, str], ...]] = {}
        for event_id, source_id in found:
            one = self.sources.get(source_id)
            before = cited.get(event_id, ())
            if one is not None and one not in before:
                cited[event_id] = (*before, one)
        return cited

    def _external_ids(self, listed: str) -> dict[int, tuple[tuple[str, str], ...]]:
        """Give what each event is called elsewhere."""
        found: dict[int, tuple[tuple[str, str], ...]] = {}
        for event_id, scheme, value in self.reader.all(
            "SELECT x.entity_id, x.scheme, x.value FROM external_id x"
            f" WHERE x.entity = 'event' AND x.entity_id IN ({listed}) ORDER BY x.scheme, x.value"
        ):
            found[event_id] = (*found.get(event_id, ()), (scheme, value))
        return found

    def _let_out(self) -> str:
        """Give the clause on `source s`."""
        return f"s.access IN ({asking.listed(self.levels)})"

    def _learn(self, known: dict[int, tuple[str, str]], wanted: set[int], sql: str) -> None:
        """Read what is not yet known of `wanted`."""
        missing = wanted - known.keys()
        if not missing:
            return
        if len(known) > _MOST_KNOWN:
            known.clear()
            missing = wanted
        known.update((row[0], (row[1], row[2])) for row in self.reader.all(sql.format(asking.numbers(missing))))


def _any_source(reader: Reader, levels: tuple[str, ...]) -> bool:
    """Say whether there is a source of one of `levels`, so that the common database pays nothing for secrets."""
    return reader.one(f"SELECT 1 FROM source s WHERE s.access IN ({asking.listed(levels)}) LIMIT 1") is not None
