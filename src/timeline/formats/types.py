"""
What a format is, and the record it reads.

A format is pure: rows, events or records in, pieces of text out; or bytes in, records out. It
knows neither files nor SQL nor other formats. What a writer cannot hold is said in
`docs/formats.md`, whose lines a test compares with the registry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, Protocol

from timeline.model import EventRow

Events = Callable[[Iterable[EventRow]], Iterator[str]]
Records = Callable[[Iterable[dict[str, Any]]], Iterator[str]]


class Record(dict[str, Any]):
    """A record as docs/records.md describes it, and how it came."""

    __slots__ = ("flat", "line", "mark")

    line: int
    """The line of the file at which it began."""
    flat: bool
    """Read from a form of one row an event, which cannot show all that hangs on one; absent is false."""
    mark: int
    """A hash of all that was read; two lines of one file with the same mark are the same."""


Reader = Callable[[BinaryIO, str], Iterator[Record]]
"""Takes the bytes and the name by which errors call the file; errors name `file:line`."""


class Table(Protocol):
    """Write any rows: what list, claims, log and sql print."""

    def __call__(
        self,
        columns: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        width: int | None = None,
        dates: Sequence[str] = (),
    ) -> Iterator[str]:
        """
        Give the text in pieces that end with a line end.

        `width` is that of the terminal in columns, None if it is no terminal; `dates` names the
        columns whose text is EDTF. A cell is text, a number, a truth value, None, bytes, or a
        sequence of these.
        """
        ...


class Format(NamedTuple):
    """One entry of the registry."""

    name: str
    """What `--format` takes."""
    extension: str
    """With its dot; by it a file name tells the format. Empty: no file is known by it."""
    description: str
    write_table: Table
    write_events: Events | None = None
    """An export of events; None: the format has no form for them, or a better one for records."""
    write_records: Records | None = None
    """An export of everything, as records."""
    read: Reader | None = None


def plain(cell: object) -> str:
    """Give a cell as text without any escape: nothing for None, lists with semicolons, bytes in hexadecimal."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).hex()
    if isinstance(cell, list | tuple):
        return "; ".join(plain(part) for part in cell)
    return str(cell)


def distinct(columns: Sequence[str]) -> list[str]:
    """
    Give the column names so that no two are the same: a repeated one gets a number.

    >>> distinct(["n", "title", "n"])
    ['n', 'title', 'n_2']
    """
    given: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in given or (number > 1 and name in columns):
            number += 1
            name = f"{column}_{number}"
        given.append(name)
    return given
