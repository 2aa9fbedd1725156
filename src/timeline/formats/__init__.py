"""
The forms in which a chronology goes out and comes in, one file a format.

`FORMATS` is the list; a format that is not in it does not exist. To add one: a file here that
ends with its `FORMAT`, a line in the tuple, a section in `docs/formats.md`. Formats never import
each other; what they share is in `types` and `text`.
"""

from __future__ import annotations

from timeline.errors import UnknownFormat
from timeline.formats import csv, json, jsonl, md, table
from timeline.formats.types import Format, Record

FORMATS: tuple[Format, ...] = (table.FORMAT, csv.FORMAT, json.FORMAT, jsonl.FORMAT, md.FORMAT)

__all__ = ["FORMATS", "Format", "Record", "by_name", "of_file"]


def by_name(name: str) -> Format:
    """Give the format called `name`; raise `UnknownFormat`, which lists those there are."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise UnknownFormat(name, tuple(known.name for known in FORMATS))


def of_file(name: str) -> Format | None:
    """Give the format that the extension of a file name tells; None if it tells none."""
    lowered = name.lower()
    for known in FORMATS:
        if known.extension and lowered.endswith(known.extension):
            return known
    return None
