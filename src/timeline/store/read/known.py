"""
What was known by a day: only what had been said or printed by then.

A source counts when it was published by then, for certain unless `possibly`; one without a date never does. A passage
counts with its source; a claim when it was said by then, or, if that is not told, when its passage counts; participants
and links of a passage that does not count are left out. An event is known when a passage that supports it counts. Its
date is the accepted one if the passage it rests on counts, else that of the earliest published passage that gives one,
marked in its note; a date set by hand stays where no passage gives another (D193).

Like the past (`store/history.py`), it is shown by TEMP views of the tables' own names, over the past if that is asked
for too, so that no read changes: whatever reads tables obeys, and a new read cannot forget to. `asking.asked` applies
what a query says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.store.days import day
from timeline.store.history import event_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.query import Known
    from timeline.store.engine import Reader

_HIDDEN = (
    *("source", "citation", "event_citation", "event", "participation", "claim", "event_link", "actor_link"),
    "event_text",
)
"""The tables that are shown as they were known, each over those before it."""
_DATE = ("edtf", "start_min", "start_max", "end_min", "end_max", "gaps", "band", "sort_key", "dated_by")


def apply(reader: Reader, known: Known, *, every_event: bool = False) -> None:
    """
    Show `reader` only what was known, until it is closed; the same once more costs nothing.

    With `every_event` the events that were not known are still there: a claim may have been said before
    anything was printed of the event it is about.
    """
    if getattr(reader, "known", None) == (known, every_event):
        return
    _Shown(reader, known, every_event=every_event).make()
    setattr(reader, "known", (known, every_event))  # noqa: B010 - told to neighbours by name


def undated_sources(reader: Reader) -> int:
    """Give how many cited sources have no date of publication, and so never count."""
    applied = getattr(reader, "known", None) is not None
    source, citation = (_under(reader, table) if applied else table for table in ("source", "citation"))
    row = reader.one(
        f"SELECT count(*) FROM {source} s WHERE s.published IS NULL AND s.id IN (SELECT c.source_id FROM {citation} c)"
    )
    return int(row[0]) if row else 0


def redated(reader: Reader) -> frozenset[int]:
    """Give the ids of the events whose date as known is another than the accepted one; none if nothing was applied."""
    if getattr(reader, "known", None) is None:
        return frozenset()
    return frozenset(row[0] for row in reader.all("SELECT k.event_id FROM known_event k WHERE k.redated = 1"))


class _Shown:
    """The views of one moment, being made."""

    def __init__(self, reader: Reader, known: Known, *, every_event: bool) -> None:
        self.reader = reader
        self.every_event = every_event
        self.by = known.by
        edge = "start_min" if known.possibly else "end_max"
        order = ("start_min", "end_max") if known.possibly else ("end_max", "start_min")
        self.published = f"s.published IS NOT NULL AND s.published_{edge} <= {int(known.by)}"
        self.said = f"k.claimed IS NOT NULL AND k.claimed_{edge} <= {int(known.by)}"
        self.earliest = ", ".join(f"s.published_{bound}" for bound in order)

    def make(self) -> None:
        """Make the views, in place of those that are there."""
        _lay_bare(self.reader)
        its_passage = "({0}.citation_id IS NULL OR {0}.citation_id IN (SELECT c.id FROM citation c))"
        self.view("source", f"SELECT s.* FROM {{}} s WHERE {self.published}")
        self.view("citation", "SELECT c.* FROM {} c WHERE c.source_id IN (SELECT s.id FROM source s)")
        self.view("event_citation", "SELECT x.* FROM {} x WHERE x.citation_id IN (SELECT c.id FROM citation c)")
        self.settle_dates()
        self.view("event", self.events())
        self.view("participation", self.participations() + its_passage.format("p"))
        self.view(
            "claim",
            f"SELECT k.* FROM {{}} k WHERE ({self.said})"
            " OR (k.claimed IS NULL AND k.citation_id IN (SELECT c.id FROM citation c))",
        )
        self.view("event_link", f"SELECT l.* FROM {{}} l WHERE {its_passage.format('l')}")
        self.view("actor_link", f"SELECT h.* FROM {{}} h WHERE {its_passage.format('h')}")
        self.settle_texts()

    def view(self, table: str, select: str) -> None:
        """Hide a table behind `select`, in whose `{}` its rows stand."""
        self.reader.execute(f"CREATE TEMP VIEW {table} AS {select.format(_under(self.reader, table))}")

    def settle_dates(self) -> None:
        """Fill `known_event`: which events are known, and the date of those that have another than the accepted one."""
        event = _under(self.reader, "event")
        flag = "SMALLINT NOT NULL DEFAULT 0"
        self.reader.execute(
            f"CREATE TEMP TABLE known_event (event_id BIGINT PRIMARY KEY, taken {flag}, redated {flag}, edtf TEXT,"
            " start_min BIGINT, start_max BIGINT, end_min BIGINT, end_max BIGINT, gaps BOOLEAN, band SMALLINT,"
            " sort_key BIGINT, dated_by BIGINT)"
        )
        self.reader.execute(
            "INSERT INTO known_event (event_id) SELECT DISTINCT x.event_id FROM event_citation x"
            " WHERE x.stance = 'supports'"
        )
        rows = self.reader.all(
            "WITH dating AS (SELECT x.event_id AS event_id, x.id AS id, x.edtf AS edtf,"
            f" row_number() OVER (PARTITION BY x.event_id ORDER BY {self.earliest}, x.id) AS first"
            " FROM event_citation x JOIN citation c ON c.id = x.citation_id JOIN source s ON s.id = c.source_id"
            " WHERE x.stance = 'supports' AND x.edtf IS NOT NULL)"
            f" SELECT k.event_id, e.edtf, d.id, d.edtf FROM known_event k JOIN {event} e ON e.id = k.event_id"
            " LEFT JOIN dating d ON d.event_id = k.event_id AND d.first = 1"
            " LEFT JOIN event_citation accepted ON accepted.id = e.dated_by"
            " WHERE accepted.id IS NULL AND (d.id IS NOT NULL OR e.dated_by IS NOT NULL)"
        )
        _run(
            self.reader,
            "UPDATE known_event SET taken = 1, redated = {}, "
            + ", ".join(f"{name} = {{}}" for name in _DATE)
            + " WHERE event_id = {}",
            [(int(now != then), *_dated(now), citation, event_id) for event_id, then, citation, now in rows],
        )

    def events(self) -> str:
        """Write the SELECT of the events with their date as known."""
        columns = _columns(self.reader, _under(self.reader, "event"))
        mark = f"'[date as known by ' || {day(str(int(self.by)), self.reader.dialect)} || ']'"
        other = {
            "as_written": "NULL",
            "zone": "NULL",
            "calendar": "'gregorian'",
            "note": f"coalesce(e.note || ' ', '') || {mark}",
        }
        shown = []
        for name in columns:
            if name in _DATE:
                shown.append(f"CASE WHEN k.taken = 1 THEN k.{name} ELSE e.{name} END AS {name}")
            elif name in other:
                shown.append(f"CASE WHEN k.redated = 1 THEN {other[name]} ELSE e.{name} END AS {name}")
            else:
                shown.append(f"e.{name}")
        joined = "{} e LEFT JOIN known_event k" if self.every_event else "known_event k JOIN {} e"
        return f"SELECT {', '.join(shown)} FROM {joined} ON k.event_id = e.id"

    def participations(self) -> str:
        """Write the SELECT of the participations in the order of the events as known, up to its condition."""
        columns = _columns(self.reader, _under(self.reader, "participation"))
        shown = ", ".join(f"{'e' if name in {'sort_key', 'position'} else 'p'}.{name} AS {name}" for name in columns)
        return f"SELECT {shown} FROM {{}} p JOIN event e ON e.id = p.event_id WHERE "

    def settle_texts(self) -> None:
        """Make the words anew of events some of whose quotes were not known."""
        under = {table: _under(self.reader, table) for table in ("citation", "event_citation", "event_text")}
        self.reader.execute("CREATE TEMP TABLE known_text (event_id BIGINT PRIMARY KEY, words TEXT)")
        changed = (
            f"SELECT x.event_id FROM {under['event_citation']} x JOIN {under['citation']} c ON c.id = x.citation_id"
            " WHERE c.quote IS NOT NULL AND c.id NOT IN (SELECT o.id FROM citation o)"
        )
        quotes: dict[int, list[str]] = {}
        for event, quote in self.reader.all(
            "SELECT x.event_id, c.quote FROM event_citation x JOIN citation c ON c.id = x.citation_id"
            f" WHERE c.quote IS NOT NULL AND x.event_id IN ({changed}) ORDER BY x.event_id, c.id"
        ):
            quotes.setdefault(event, []).append(quote)
        found = self.reader.all(f"SELECT e.id, e.title, e.summary FROM event e WHERE e.id IN ({changed})")
        _run(
            self.reader,
            "INSERT INTO known_text (event_id, words) VALUES ({}, {})",
            [(event, event_words(title, summary, quotes.get(event, ()))) for event, title, summary in found],
        )
        self.view(
            "event_text",
            "SELECT t.event_id, t.words FROM {} t WHERE t.event_id NOT IN (SELECT n.event_id FROM known_text n)"
            " UNION ALL SELECT n.event_id, n.words FROM known_text n",
        )


def _dated(edtf: str | None) -> tuple[object, ...]:
    """Give the columns `_DATE` of a date but the last."""
    from timeline.edtf import UNDATED, band, bounds, parse, sort_key, stored

    if edtf is None:
        return None, None, None, None, None, False, None, UNDATED
    made = bounds(parse(edtf))
    return edtf, *stored(made), made.gaps, band(made), sort_key(made)


def _under(reader: Reader, table: str) -> str:
    """Name the rows that are there, known or not: the table itself, or, where the past is shown, how it stood."""
    if getattr(reader, "as_of", None) is not None:
        return f"recorded_{table}"
    return f"main.{table}" if reader.dialect == "sqlite" else f"{_schema(reader)}.{table}"


def _schema(reader: Reader) -> str:
    row = reader.one(
        "SELECT quote_ident(n.nspname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.oid = to_regclass('history')"
    )
    assert row is not None  # noqa: S101 - open_reader found the tables
    return str(row[0])


def _lay_bare(reader: Reader) -> None:
    """Take away what was applied before; where the past is shown, give its views the names they are found under."""
    if getattr(reader, "known", None) is not None:
        temporary = "temp" if reader.dialect == "sqlite" else "pg_temp"
        for table in reversed(_HIDDEN):
            reader.execute(f"DROP VIEW {temporary}.{table}")
        reader.execute(f"DROP TABLE {temporary}.known_event")
        reader.execute(f"DROP TABLE {temporary}.known_text")
        return
    if getattr(reader, "as_of", None) is None:
        return
    for table in _HIDDEN:
        if reader.dialect == "postgresql":
            reader.execute(f"ALTER VIEW pg_temp.{table} RENAME TO recorded_{table}")
            continue
        row = reader.one("SELECT sql FROM sqlite_temp_master WHERE type = 'view' AND name = :name", {"name": table})
        assert row is not None  # noqa: S101 - `history.as_recorded` made it
        reader.execute(f"DROP VIEW temp.{table}")
        reader.execute(f"CREATE TEMP VIEW recorded_{table} AS {row[0].partition(' AS ')[2]}")


def _columns(reader: Reader, table: str) -> list[str]:
    return [column[0] for column in reader.raw.execute(f"SELECT * FROM {table} LIMIT 0").description]


def _run(reader: Reader, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement that writes to a TEMP table once a row; `{}` is a value."""
    if not rows:
        return
    if reader.dialect == "postgresql":
        with reader.raw.cursor() as cursor:
            cursor.executemany(sql.replace("{}", "%s"), rows)
        return
    kept = reader.raw.execute("PRAGMA query_only").fetchone()[0]
    reader.raw.execute("PRAGMA query_only = OFF")
    try:
        reader.raw.executemany(sql.replace("{}", "?"), rows)
    finally:
        reader.raw.execute(f"PRAGMA query_only = {kept}")
