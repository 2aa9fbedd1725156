"""
The forms in which a chronology goes out and comes in, one file a format.

`REGISTRY` is the list; a format that is not in it does not exist. A format is imported when it is
asked for: all of them cost a start 20 ms. To add one: a file here that ends with its `FORMAT`, a row
in `REGISTRY` with its name and extension, a section in `docs/formats.md`; a test holds the three together. Formats
never import each other; what they share is in `types`, `text` and the other modules of `SHARED`. A library that only
one format needs is an extra, imported by `types.library` when something is written or read.
"""

from __future__ import annotations

from importlib import import_module

from timeline.errors import FormatCannot, UnknownFormat
from timeline.formats.types import Context, Format, Losses, Record, Table

REGISTRY = (
    ("table", ""),
    ("csv", ".csv"),
    ("json", ".json"),
    ("jsonl", ".jsonl"),
    ("md", ".md"),
    ("md-report", ".report.md"),
    ("latex", ".tex"),
    ("mediawiki", ".wiki"),
    ("timelinejs", ".timelinejs.json"),
    ("timelinejs-csv", ".timelinejs.csv"),
    ("geojson", ".geojson"),
    ("ftm", ".ftm.json"),
    ("jsonld", ".jsonld"),
    ("markwhen", ".mw"),
    ("timeml", ".tml"),
    ("parquet", ".parquet"),
    ("datasette-config", ""),
    ("ical", ".ics"),
    ("xlsx", ".xlsx"),
    ("html", ".html"),
)
"""
The name that `--format` takes, which is also the module's (with `_` for `-`), and the extension by which a file tells
it; of two extensions that fit, the longer one tells.
"""
FOR_PEOPLE = frozenset({"table", "md", "latex", "mediawiki"})
"""Rows to be read: dates in words, and fewer columns; the others are for machines."""
SHARED = ("types", "text", "days", "nested", "slides", "wording", "cells", "markup", "unheld")
"""The modules here that are no formats."""

__all__ = [
    "FOR_PEOPLE",
    "REGISTRY",
    "SHARED",
    "Context",
    "Format",
    "Losses",
    "Record",
    "all_formats",
    "by_name",
    "of_file",
    "table_writer",
]


def all_formats() -> tuple[Format, ...]:
    """Give every format, in the order of the registry."""
    return tuple(_load(name) for name, _ in REGISTRY)


def by_name(name: str) -> Format:
    """Give the format called `name`; raise `UnknownFormat`, which lists those there are."""
    known = tuple(known for known, _ in REGISTRY)
    if name not in known:
        raise UnknownFormat(name, known)
    return _load(name)


def table_writer(name: str) -> Table:
    """Give what writes any rows in the format called `name`; raise `UnknownFormat`, `FormatCannot` if it holds none."""
    found = by_name(name)
    if found.write_table is None:
        able = tuple(one.name for one in all_formats() if one.write_table is not None)
        raise FormatCannot(name, "hold rows of a table: it is for export", able)
    return found.write_table


def of_file(name: str) -> Format | None:
    """Give the format that the extension of a file name tells; None if it tells none."""
    lowered = name.lower()
    told = [(len(extension), known) for known, extension in REGISTRY if extension and lowered.endswith(extension)]
    return _load(max(told)[1]) if told else None


def _load(name: str) -> Format:
    found: Format = import_module(f"timeline.formats.{name.replace('-', '_')}").FORMAT
    return found
