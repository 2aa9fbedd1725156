"""
The forms in which a chronology goes out and comes in, one file a format.

`REGISTRY` is the list; a format that is not in it does not exist. A format is imported when it is
asked for: all of them cost a start 20 ms. To add one: a file here that ends with its `FORMAT`, a row
in `REGISTRY` with its name and extension, a section in `docs/formats.md`; a test holds the three together. Formats
never import each other; what they share is in `types` and `text`.
"""

from __future__ import annotations

from importlib import import_module

from timeline.errors import UnknownFormat
from timeline.formats.types import Format, Record

REGISTRY = (
    ("table", ""),
    ("csv", ".csv"),
    ("json", ".json"),
    ("jsonl", ".jsonl"),
    ("md", ".md"),
)
"""The name that `--format` takes, which is also the module's, and the extension by which a file tells it."""

__all__ = ["REGISTRY", "Format", "Record", "all_formats", "by_name", "of_file"]


def all_formats() -> tuple[Format, ...]:
    """Give every format, in the order of the registry."""
    return tuple(_load(name) for name, _ in REGISTRY)


def by_name(name: str) -> Format:
    """Give the format called `name`; raise `UnknownFormat`, which lists those there are."""
    known = tuple(known for known, _ in REGISTRY)
    if name not in known:
        raise UnknownFormat(name, known)
    return _load(name)


def of_file(name: str) -> Format | None:
    """Give the format that the extension of a file name tells; None if it tells none."""
    lowered = name.lower()
    for known, extension in REGISTRY:
        if extension and lowered.endswith(extension):
            return _load(known)
    return None


def _load(name: str) -> Format:
    found: Format = import_module(f"timeline.formats.{name}").FORMAT
    return found
