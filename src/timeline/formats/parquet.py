"""
Parquet: a table of events for DuckDB, pandas and their kin, and one of claims beside it.

The four bounds are 64-bit integers of civil seconds since 1970, null where open and where there is no date;
`open_start` and `open_end` tell the two apart (D233). Dates are text, EDTF as it stands and ISO days where there are.
What an event has several of is a list of text, those of one thing in the same order. Rows are written a group at a
time, so memory does not grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from math import isfinite
from typing import Any, BinaryIO

from timeline.edtf import SENTINEL_MAX, SENTINEL_MIN, bounds, english
from timeline.formats import days, types, unheld

_GROUP = 5_000
"""Rows of one group: what is held in memory at once."""
_TEXT, _LIST, _NUMBER, _FLAG, _REAL = "string", "list", "int64", "bool", "double"

EVENTS = {
    "uid": _TEXT,
    "title": _TEXT,
    "date": _TEXT,
    "date_words": _TEXT,
    "start_min": _NUMBER,
    "start_max": _NUMBER,
    "end_min": _NUMBER,
    "end_max": _NUMBER,
    "open_start": _FLAG,
    "open_end": _FLAG,
    "gaps": _FLAG,
    "start_day": _TEXT,
    "end_day": _TEXT,
    "summary": _TEXT,
    "kind": _TEXT,
    "status": _TEXT,
    "access": _TEXT,
    "importance": _NUMBER,
    "note": _TEXT,
    "as_written": _TEXT,
    "calendar": _TEXT,
    "zone": _TEXT,
    "place": _TEXT,
    "country": _TEXT,
    "lat": _REAL,
    "lon": _REAL,
    "tags": _LIST,
    "actors": _LIST,
    "actor_uids": _LIST,
    "roles": _LIST,
    "sources": _LIST,
    "source_uids": _LIST,
    "source_urls": _LIST,
    "quotes": _LIST,
    "stances": _LIST,
    "links": _LIST,
}
"""Column: type, of an event. `actors`, `actor_uids`, `roles` go together, and so do the five of the passages."""

CLAIMS = {
    "uid": _TEXT,
    "event_uid": _TEXT,
    "event": _TEXT,
    "event_date": _TEXT,
    "attribute": _TEXT,
    "qualifier": _TEXT,
    "value": _TEXT,
    "min": _REAL,
    "max": _REAL,
    "unit": _TEXT,
    "actor": _TEXT,
    "about": _TEXT,
    "claimed_by": _TEXT,
    "claimed": _TEXT,
    "period": _TEXT,
    "place": _TEXT,
    "source": _TEXT,
    "source_uid": _TEXT,
    "quote": _TEXT,
    "status": _TEXT,
    "note": _TEXT,
}
"""Column: type, of a claim."""

Row = dict[str, Any]

_UNHELD = ("external_ids", "position", "place_kind", "actor", "dated", "offsets", "around", "passage_note")


def write_file(events: Iterable[dict[str, Any]], file: BinaryIO, lost: types.Losses, context: types.Context) -> None:
    """Write the table of events."""
    _write((_event(event, lost) for event in events), EVENTS, file, context)


def write_claims(events: Iterable[dict[str, Any]], file: BinaryIO, lost: types.Losses, context: types.Context) -> None:
    """Write the table of the claims on these events."""
    del lost
    _write((_claim(event, claim) for event in events for claim in event.get("claims") or ()), CLAIMS, file, context)


def _write(rows: Iterator[Row], columns: Mapping[str, str], file: BinaryIO, context: types.Context) -> None:
    arrow, parquet = (types.library(name, "parquet", "parquet") for name in ("pyarrow", "pyarrow.parquet"))
    kinds = {_TEXT: arrow.string(), _LIST: arrow.list_(arrow.string()), _NUMBER: arrow.int64()}
    kinds |= {_FLAG: arrow.bool_(), _REAL: arrow.float64()}
    # Nothing of the clock goes in: the same chronology gives the same bytes.
    told = {"title": context.title, "filters": context.filters, "creator": f"timeline {context.version}"}
    schema = arrow.schema([(name, kinds[kind]) for name, kind in columns.items()], metadata=told)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            data = {name: [row.get(name) for row in group] for name in columns}
            writer.write_table(arrow.Table.from_pydict(data, schema=schema), row_group_size=_GROUP)


def _event(event: Mapping[str, Any], lost: types.Losses) -> Row:
    row: Row = {name: event.get(name) for name in EVENTS if not isinstance(event.get(name), list | dict)}
    row |= _dated(event.get("date"))
    place = event.get("place") or {}
    row |= {
        "place": place.get("name"),
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
    }
    row["tags"] = list(event.get("tags") or ())
    taking_part = event.get("participants") or ()
    row["actors"] = [one["actor"]["name"] for one in taking_part]
    row["actor_uids"] = [one["actor"]["uid"] for one in taking_part]
    row["roles"] = [one.get("role", "participant") for one in taking_part]
    passages = event.get("citations") or ()
    row["sources"] = [one["source"]["title"] for one in passages]
    row["source_uids"] = [one["source"]["uid"] for one in passages]
    row["source_urls"] = [one["source"].get("url") for one in passages]
    row["quotes"] = [one.get("quote") for one in passages]
    row["stances"] = [one.get("stance", "supports") for one in passages]
    row["links"] = [f"{one['kind']} {one['to']['uid']}" for one in event.get("links") or ()]
    unheld.count(event, lost, _UNHELD)
    return row


def _dated(edtf: str | None) -> Row:
    """Give the date in words, bounds as seconds and as days; null for what is open and what is not there."""
    value = days.value(edtf)
    if value is None:
        return {"date": edtf, "open_start": None, "open_end": None, "gaps": None}
    found = bounds(value)
    open_start, open_end = days.is_open(value)
    seconds = zip(("start_min", "start_max", "end_min", "end_max"), found[:4], strict=True)
    return {
        "date": edtf,
        "date_words": english(value),
        **{name: _second(second) for name, second in seconds},
        "open_start": open_start,
        "open_end": open_end,
        "gaps": found.gaps,
        "start_day": days.day(found.start_min),
        "end_day": days.day(found.end_max),
    }


def _second(second: float) -> int | None:
    """Give a bound as 64 bits hold it; none for what is open."""
    return int(second) if isfinite(second) and SENTINEL_MIN < second < SENTINEL_MAX else None


def _claim(event: Mapping[str, Any], claim: Mapping[str, Any]) -> Row:
    row: Row = {name: claim.get(name) for name in CLAIMS if not isinstance(claim.get(name), dict)}
    named: dict[str, Callable[[Mapping[str, Any]], Any]] = {
        "actor": lambda one: _name(one.get("actor")),
        "about": lambda one: _name(one.get("about")),
        "claimed_by": lambda one: _name(one.get("by")),
        "place": lambda one: _name(one.get("place")),
    }
    row |= {name: find(claim) for name, find in named.items()}
    passage = claim.get("citation") or {}
    source = passage.get("source") or {}
    row |= {"source": source.get("title"), "source_uid": source.get("uid"), "quote": passage.get("quote")}
    return row | {"event_uid": event["uid"], "event": event.get("title"), "event_date": event.get("date")}


def _name(given: Mapping[str, Any] | str | None) -> str | None:
    return given if isinstance(given, str) or given is None else given.get("name")


FORMAT = types.Format(
    "parquet",
    ".parquet",
    "a table for DuckDB and pandas; claims in a second file",
    write_file=write_file,
    beside=(types.Beside("claims", write_claims),),
    extra="parquet",
)
