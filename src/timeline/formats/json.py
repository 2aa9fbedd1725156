"""
JSON: one array of objects for a table, one document `{"timeline": 1, "records": […]}` for an export.

One object a line inside the document, so that it streams and can be read by eye and by `diff`.
Numbers keep their type; what JSON has no number for (infinity, not-a-number) is its name as text.
The reader goes through the file twice, and holds a record at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from timeline.errors import NotOurForm
from timeline.formats import text, types
from timeline.jsontext import listed, outline


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write one array, an object a row and a line."""
    del width, dates
    names, encode = types.distinct(columns), text.encoder()
    before = "["
    for row in rows:
        yield before + "\n" + encode({name: text.jsonable(cell) for name, cell in zip(names, row, strict=True)})
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def write_records(records: Iterable[dict[str, Any]], lost: types.Losses) -> Iterator[str]:
    """Write one document with all records, one a line; nothing is lost."""
    del lost
    encode = text.encoder()
    before = '{"timeline":1,"records":['
    for record in records:
        yield before + "\n" + encode(record)
        before = ","
    yield '{"timeline":1,"records":[]}\n' if before.startswith("{") else "\n]}\n"


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """Read such a document; a record's `line` is its number in the list."""
    began = stream.tell()
    document, which = outline(text.pulled(stream, name), "records", ("timeline",))
    if document is None or not which or "timeline" not in document:
        raise NotOurForm(name, 1, 'is not {"timeline": 1, "records": […]}')
    text.check_version(document["timeline"], name, 1)
    stream.seek(began)
    for number, given in enumerate(listed(text.pulled(stream, name), "records", which), 1):
        if not isinstance(given, dict):
            raise NotOurForm(name, number, "is not an object", unit="record")
        record = types.Record(given)
        record.line = number
        yield record


FORMAT = types.Format(
    "json",
    ".json",
    "one JSON document",
    write_table=write_table,
    write_records=write_records,
    read=read,
    complete=True,
)
