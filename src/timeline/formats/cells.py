r"""
One row an event: the columns, how each is written into a cell, and how it is read back.

CSV, workbooks and the spreadsheet of TimelineJS share it. A cell that a spreadsheet would run as a formula gets one
`'` in front, which reading takes away (D120); an empty cell says nothing, `\N` clears (D122).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from timeline.formats import text
from timeline.model import ROLE, EventRow

COLUMNS = (
    "uid",
    "date",
    "title",
    "summary",
    "kind",
    "status",
    "place",
    "actors",
    "tags",
    "sources",
    "importance",
    "access",
    "note",
    "as_written",
    "calendar",
    "zone",
    "position",
    "external_ids",
    "rev",
)
"""The columns of an export, in their order; an import takes them in any order and needs `title` or `uid`."""


CLEAR = "\\N"

_GUARDED = frozenset("=+-@\t\r'")
_MARKED = _GUARDED | {"\\"}
"""What a cell begins with that is not written as it is."""
_GUARD_READ = re.compile(r"'[=+\-@\t\r']")
_LOOKS_CLEAR = re.compile(r"\\+N")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def guarded(cell: str) -> str:
    """
    Give a cell so that no spreadsheet runs it.

    >>> guarded("=HYPERLINK(1)"), guarded("1+1")
    ("'=HYPERLINK(1)", '1+1')
    """
    return "'" + cell if cell and cell[0] in _GUARDED else cell


def unguarded(cell: str) -> str:
    """Take away the `'` of `guarded`; one that stands before anything else was the user's own."""
    return cell[1:] if _GUARD_READ.match(cell) else cell


def row(event: EventRow) -> tuple[object, ...]:
    """Give the cells of an event; what comes again and again (who, tags, sources) is made once."""
    # Taken apart at once, for a look-up a column costs as much as the cell; and a call as much as three.
    (_, uid, title, summary, kind, edtf, calendar, as_written, zone, _, _, _, _, _, _, position, status, importance,
     access, note, place_uid, place, who, sources, tags, rev, external) = event  # fmt: skip
    return (
        uid,
        edtf,
        text_cell(title) if title[:1] in _MARKED else title,
        text_cell(summary) if summary else "",
        text_cell(kind) if kind else "",
        status,
        _place_cell(place, place_uid or "") if place else "",
        text_cell("; ".join([_actor(one) for one in who])) if who else "",
        _tags_cell(tags) if tags else "",
        _sources_cell(sources) if sources else "",
        importance,
        access,
        text_cell(note) if note else "",
        text_cell(as_written) if as_written else "",
        calendar,
        text_cell(zone) if zone else "",
        position,
        text_cell("; ".join(map(_pair, external))) if external else "",
        rev,
    )


def text_cell(cell: str) -> str:
    """Give a text cell guarded; one that reads like the sign that clears gets a backslash more."""
    first = cell[:1]
    if first in _GUARDED:
        return "'" + cell
    if first == "\\" and _LOOKS_CLEAR.fullmatch(cell):
        return "\\" + cell
    return cell


_name = lru_cache(maxsize=20_000)(text.named)
_escaped = lru_cache(maxsize=20_000)(text.escape)


@lru_cache(maxsize=20_000)
def _actor(participant: tuple[str, str, str]) -> str:
    uid, name, role = participant
    return text.named(name, uid) if role == ROLE else f"{text.named(name, uid)}:{text.escape(role)}"


@lru_cache(maxsize=20_000)
def _source_cell(source: tuple[str, str]) -> str:
    uid, label = source
    return text.named(label, uid)


@lru_cache(maxsize=20_000)
def _sources_cell(sources: tuple[tuple[str, str], ...]) -> str:
    return text_cell("; ".join(map(_source_cell, sources)))


@lru_cache(maxsize=20_000)
def _tags_cell(tags: tuple[str, ...]) -> str:
    return text_cell("; ".join(map(_escaped, tags)))


@lru_cache(maxsize=20_000)
def _place_cell(name: str, uid: str) -> str:
    return text_cell(_name(name, uid))


def _pair(external_id: tuple[str, str]) -> str:
    return ":".join(map(text.escape, external_id))


# --- reading ---

Take = Callable[[dict[str, Any], str, str], None]


def take_text(record: dict[str, Any], column: str, cell: str) -> None:
    """Take a text cell; a date too, for no date begins with what is stripped."""
    first = cell[0]
    if first == "'":
        cell = unguarded(cell)
    elif first == "\\":
        if cell == CLEAR:
            record[column] = None
            return
        if _LOOKS_CLEAR.fullmatch(cell):
            cell = cell[1:]
    record[column] = cell


def _whole(record: dict[str, Any], column: str, cell: str) -> None:
    """Take a whole number; anything else stays text, which the store refuses with its place."""
    record[column] = None if cell == CLEAR else int(cell) if _WHOLE.fullmatch(cell.strip()) else cell


def _parts(record: dict[str, Any], key: str, cell: str) -> list[str]:
    """Give the parts of a cell between semicolons; clear the key if the cell says so."""
    if "\\" not in cell and cell[0] != "'":
        return [part for part in map(str.strip, cell.split(";")) if part]
    if cell == CLEAR:
        record[key] = None
        return []
    return [part for part in map(str.strip, text.split(unguarded(cell), ";")) if part]


def _place(record: dict[str, Any], column: str, cell: str) -> None:
    record[column] = None if cell == CLEAR else _referred(cell)


@lru_cache(maxsize=20_000)
def _referred(cell: str) -> dict[str, str]:
    return text.reference(unguarded(cell))


def _actors(record: dict[str, Any], column: str, cell: str) -> None:
    """Take `Name:role; Name`."""
    del column
    parts = _parts(record, "participants", cell)
    if not parts:
        return
    record["participants"] = list(map(_participant, parts))


@lru_cache(maxsize=20_000)
def _participant(part: str) -> dict[str, Any]:
    """Read `Name:role`; whoever gets the same words gets the same object, and must not change it."""
    name, *roles = text.split(part, ":")
    participant: dict[str, Any] = {"actor": text.reference(name)}
    if roles:
        participant["role"] = text.unescape(":".join(roles)).strip()
    return participant


def _tags(record: dict[str, Any], column: str, cell: str) -> None:
    parts = _parts(record, column, cell)
    if parts:
        record[column] = [text.unescape(part) for part in parts]


def _sources(record: dict[str, Any], column: str, cell: str) -> None:
    """Take sources by name, by `name [uid]` or by address."""
    del column
    parts = _parts(record, "citations", cell)
    if parts:
        record["citations"] = list(map(_source, parts))


@lru_cache(maxsize=20_000)
def _source(part: str) -> dict[str, Any]:
    return {"source": text.reference(part)}


def _external_ids(record: dict[str, Any], column: str, cell: str) -> None:
    """Take `scheme:value; scheme:value`."""
    parts = _parts(record, column, cell)
    if not parts:
        return
    taken = record[column] = []
    for part in parts:
        scheme, *values = text.split(part, ":")
        taken.append({"scheme": text.unescape(scheme).strip(), "value": text.unescape(":".join(values)).strip()})


PLANS: dict[str, Take] = {
    "place": _place,
    "actors": _actors,
    "tags": _tags,
    "sources": _sources,
    "external_ids": _external_ids,
    "importance": _whole,
    "position": _whole,
    "rev": _whole,
}
"""What reads the cell of a column that is not plain text."""


# --- writing what `store.read.whole` gives ---


def of_whole(event: Mapping[str, Any]) -> dict[str, Any]:
    """Give the cells of an event with all that hangs on it, unguarded; lists of names as one text."""
    made = {column: event.get(column) for column in COLUMNS}
    place = event.get("place")
    made["place"] = _name(place["name"], place["uid"]) if place else None
    who = ((one["actor"]["uid"], one["actor"]["name"], one["role"]) for one in event.get("participants", ()))
    made["actors"] = "; ".join(map(_actor, who))
    made["tags"] = "; ".join(map(_escaped, event.get("tags", ())))
    said = (one["source"] for one in event.get("citations", ()) if one.get("stance") != "disputes")
    labels = ((one["uid"], one.get("publisher") or one["title"]) for one in said)
    made["sources"] = "; ".join(dict.fromkeys(map(_source_cell, labels)))
    made["external_ids"] = "; ".join(_pair((one["scheme"], one["value"])) for one in event.get("external_ids", ()))
    return made
