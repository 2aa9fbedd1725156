"""
JSON Lines: one object a line; for an export our own form of docs/records.md, which loses nothing.

The first line of an export is `{"timeline": 1}`. The reader refuses a greater number, and takes a
file without that line for version 1 (D123), so that lines picked out with other tools can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from timeline.errors import NotOurForm
from timeline.formats import text, types

_BLOCK = 200
"""Lines joined into one piece: a write a line costs more than making the line."""


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write an object a row."""
    del width, dates
    names = types.distinct(columns)
    return _lines({name: text.jsonable(cell) for name, cell in zip(names, row, strict=True)} for row in rows)


def write_records(records: Iterable[dict[str, Any]], lost: types.Losses) -> Iterator[str]:
    """Write the first line and then a record a line; nothing is lost."""
    del lost
    yield '{"timeline":1}\n'
    yield from _lines(records)


def _lines(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Give the objects as lines, many in one piece."""
    encode = text.encoder()
    block: list[str] = []
    for given in objects:
        block.append(encode(given))
        if len(block) == _BLOCK:
            yield "\n".join(block) + "\n"
            block.clear()
    if block:
        yield "\n".join(block) + "\n"


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """Read records, one a line; empty lines are passed over."""
    for number, line in enumerate(text.decoded(stream, name), 1):
        if not line.strip():
            continue
        given = text.parsed(line.rstrip("\r\n"), name, number)
        if not isinstance(given, dict):
            raise NotOurForm(name, number, "is not an object")
        if "timeline" in given and "record" not in given:
            text.check_version(given["timeline"], name, number)
            continue
        record = types.Record(given)
        record.line = number
        yield record


FORMAT = types.Format(
    "jsonl",
    ".jsonl",
    "one JSON object a line; keeps everything",
    write_table=write_table,
    write_records=write_records,
    read=read,
    complete=True,
)
