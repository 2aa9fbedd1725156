"""
What a format is, and the record it reads.

A format is pure: rows, events or records in, pieces of text or bytes out; or bytes in, records out. It
knows neither files nor SQL nor other formats. What a writer cannot hold it counts in `Losses`, and
`docs/formats.md` has the table of it, which a test derives from what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO, NamedTuple, Protocol

from timeline.errors import ExtraMissing
from timeline.model import EventRow


class Losses:
    """
    What a writer could not hold, counted by kind in the order in which it was first met.

    >>> lost = Losses()
    >>> lost.add("undated events skipped")
    >>> lost.add("roles dropped", 12)
    >>> lost.sentence()
    'undated events skipped: 1; roles dropped: 12'
    """

    __slots__ = ("counts",)

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def add(self, what: str, n: int = 1) -> None:
        """Count `n` more of `what`: a plural noun and what became of it; none adds nothing."""
        if n > 0:
            self.counts[what] = self.counts.get(what, 0) + n

    def sentence(self) -> str:
        """Give all of it in words, "" where nothing was lost."""
        return "; ".join(f"{what}: {n:,}" for what, n in self.counts.items())

    def __bool__(self) -> bool:
        return bool(self.counts)


class Context(NamedTuple):
    """What an export tells of itself; all of it comes from the command line, for formats know no clock."""

    title: str = "Chronology"
    made: str = ""
    """When it was made, in UTC as ISO text; for what would not be the same twice anyway."""
    filters: str = ""
    """The filters in words; empty: everything."""
    version: str = ""
    """Of this program."""
    database: str = ""
    """The name of the database file without its extension; empty where it is no file."""
    identity: str = ""
    """The UUID that tells the chronology from every other; empty where it has none."""


Events = Callable[[Iterable[EventRow], Losses], Iterator[str]]
Records = Callable[[Iterable[dict[str, Any]], Losses], Iterator[str]]
Whole = Callable[[Iterable[dict[str, Any]], Losses, Context], Iterator[str]]
"""Takes events with all references resolved in place, as `store.read.whole` gives them."""
File = Callable[[Iterable[dict[str, Any]], BinaryIO, Losses, Context], None]
"""Takes the same and fills a file of bytes, which can be sought in."""


class Record(dict[str, Any]):
    """A record as docs/records.md describes it, and how it came."""

    __slots__ = ("flat", "line", "lost", "mark")

    line: int
    """The line of the file at which it began."""
    flat: bool
    """Read from a form of one row an event, which cannot show all that hangs on one; absent is false."""
    mark: int
    """A hash of all that was read; two lines of one file with the same mark are the same."""
    lost: Losses
    """What a reader met since the record before and has no place for; absent is nothing."""


def numbered(given: dict[str, Any], line: int) -> Record:
    """Give a record that began at `line`."""
    record = Record(given)
    record.line = line
    return record


def told(found: Iterable[Record | str]) -> Iterator[Record]:
    """Give the records of what a reader found; the words between them, each a loss, go with the record before."""
    held: Record | None = None
    early = Losses()
    for one in found:
        if isinstance(one, str):
            if held is None:
                early.add(one)
                continue
            if not hasattr(held, "lost"):
                held.lost = Losses()
            held.lost.add(one)
            continue
        if held is not None:
            yield held
        elif early:
            one.lost = early
        held = one
    if held is not None:
        yield held


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


class Beside(NamedTuple):
    """A second file that goes with the first: `out.claims.parquet` beside `out.parquet`."""

    name: str
    """What is in it, in the plural; stands before the extension. The key of an event under which it hangs, too."""
    fill: File


class Format(NamedTuple):
    """One entry of the registry."""

    name: str
    """What `--format` takes."""
    extension: str
    """With its dot; by it a file name tells the format. Empty: no file is known by it."""
    description: str
    write_table: Table | None = None
    """Any rows; None: the format is for events alone."""
    write_events: Events | None = None
    """An export of events as rows; what hangs on them besides is counted as lost by whoever asks."""
    write_records: Records | None = None
    """An export of everything, as records."""
    read: Reader | None = None
    write_whole: Whole | None = None
    """An export of events with all that hangs on them."""
    write_file: File | None = None
    """The same where the form is bytes."""
    extra: str | None = None
    """The extra of the package that must be installed (`pip install 'timeline[EXTRA]'`); None: nothing is needed."""

    beside: tuple[Beside, ...] = ()
    """Further files for what has no place in that of `write_file`."""
    holds: bool = True
    """What it writes tells of the events; else it is about the database, and has nothing to lose."""
    complete: bool = False
    """Records without a filter are all there is, drafts and retracted events too: so it is with our own form alone."""

    def writes(self) -> bool:
        """Say whether a chronology goes out in it."""
        return any((self.write_events, self.write_records, self.write_whole, self.write_file))


def library(module: str, form: str, extra: str) -> ModuleType:
    """Import a library that only the format `form` needs; raise `ExtraMissing` with the way to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ExtraMissing(form, f"the format {form}", extra) from error


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
