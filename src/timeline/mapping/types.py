"""
The values of a mapped import: a map, a table of rows, and the record that a row becomes.

All are made once and never changed. What a key of a map means, in full, is told in docs/mapping.md;
here is what it is after reading. "Not mapped" is None or an empty tuple, never an empty text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class Record(dict[str, Any]):
    """A record as docs/records.md describes it, and how it came; the store reads the attributes by name."""

    __slots__ = ("claims", "flat", "line", "mark")

    claims: list[Record]
    """The claims about an event, which need not name it; only on an event whose map has figures."""
    line: int
    """The row of the file, as the table counts it."""
    flat: bool
    mark: int
    """A hash of the whole row; two rows of one mark are the same word for word."""
    shared = True
    """Lists that are the same in many rows are one object."""


class Row(NamedTuple):
    """A row as it was read."""

    line: int
    cells: Sequence[Any]
    raw: Any
    """What goes into the file of refused rows: the cells of a table, the object of a document."""
    wrong: str | None = None
    """Why it cannot be taken; None: it can."""


class Table(Protocol):
    """A file taken apart into rows."""

    name: str
    columns: list[str]
    """What a map can name, in the file's order; of a document those of its first records."""
    told: list[str]
    """Sentences on how the file was read, where that was found out and not said."""

    def positions(self, wanted: Sequence[str]) -> list[int]:
        """Give where in `Row.cells` each column stands; raises `NoSuchColumn`."""
        ...

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Read from the start; may be asked again."""
        ...

    def place(self, line: int) -> str:
        """Name a row for the user."""
        ...


class Value(NamedTuple):
    """Where a value of a record comes from: a column, words with columns in them, or fixed words."""

    parts: tuple[tuple[str, str, int | None], ...] = ()
    """(words before, column, most characters or None), in order; one without words is a column alone."""
    tail: str = ""
    fixed: str | None = None
    words: Mapping[str, str] | None = None
    """What a cell's words become, in small letters; None: as they are."""
    other: str | None = None
    """What any other words become; None: they are refused."""
    otherwise: Value | None = None
    """What is taken where this gives nothing."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Give all columns it takes."""
        more = self.otherwise.columns if self.otherwise else ()
        return tuple(column for _, column, _ in self.parts) + more


class When(NamedTuple):
    """One end of a date: a column, or columns for its parts."""

    column: str | None = None
    year: str | None = None
    month: str | None = None
    day: str | None = None
    time: str | None = None
    earliest: str | None = None
    """With `latest`, instead of all the others: columns between which it lies."""
    latest: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Give all columns it takes."""
        return tuple(one for one in self if one is not None)

    @property
    def bounded(self) -> bool:
        """Say whether it lies between two columns."""
        return self.earliest is not None or self.latest is not None

    @property
    def dates(self) -> tuple[str, ...]:
        """Give the columns that hold dates, or their years."""
        return tuple(one for one in (self.column, self.year, self.earliest, self.latest) if one is not None)


class Dates(NamedTuple):
    """How the date of a row is found."""

    start: When = When()
    end: When | None = None
    precision: str | None = None
    precisions: Mapping[str, str] = {}
    fixed: str | None = None
    """The precision of every date, where no column tells it."""
    order: str | None = None
    calendar: str = "gregorian"
    bce: str | None = None
    two_digit_years: int | None = None
    """The first of the hundred years that two digits may mean."""
    numbers: str | None = None
    """What a bare number is: year, serial, serial_1904, unix, unix_ms, yyyymmdd."""
    zone: Value | None = None
    worded: str | None = None
    """The column that has the dates as they were worded."""
    ongoing: tuple[str, ...] = ("ongoing", "present", "now", "current", "to date", "continuing")
    """Words of an end that say that it has not come."""


class Place(NamedTuple):
    """Where a row's place is found."""

    name: Value | None = None
    country: Value | None = None
    kind: Value | None = None
    lat: str | None = None
    lon: str | None = None
    coordinates: str | None = None
    """One column with both."""
    lon_first: bool = False
    precision: Value | None = None


class Actors(NamedTuple):
    """A column of actors, or a list of them in a document."""

    column: str
    name: str | None = None
    """In each object of the list: its key."""
    role: Value | None = None
    role_key: str | None = None
    split: tuple[str, ...] = (";",)
    brackets: bool = False
    """`Name (role)`: what stands in brackets is the role."""
    kind: str | None = None


class Sources(NamedTuple):
    """Where sources are found: columns of addresses or titles, several joined in each cell, or a list."""

    columns: tuple[str, ...] = ()
    each: str | None = None
    joined: bool = False
    split: tuple[str, ...] = (";",)
    keys: Mapping[str, str] = {}
    """Key of a source or citation (title, url, publisher, author, published, archive_url, quote, page, note) to the
    column that holds it, or with `each` to the key in each object."""
    fixed: Mapping[str, str] = {}


class Figure(NamedTuple):
    """Columns that hold one figure."""

    attribute: str
    best: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    by: Value | None = None
    about: Value | None = None
    note: Value | None = None


class Tags(NamedTuple):
    """A column of tags."""

    column: str
    split: tuple[str, ...] = (";",)
    prefix: str = ""
    name: str | None = None


class Condition(NamedTuple):
    """Which rows are left out, or alone taken."""

    column: str
    words: frozenset[str] | None = None
    matches: str | None = None
    empty: bool | None = None
    keep: bool = False


class Join(NamedTuple):
    """Records of another file, or of another list of the same document, put into each record."""

    column: str
    key: str
    as_: str
    file: str | None = None
    records: str | None = None


class File(NamedTuple):
    """How the file is to be taken apart; what is None is found out."""

    kind: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    sheet: str | int | None = None
    records: str | None = None
    joins: tuple[Join, ...] = ()


class Map(NamedTuple):
    """How the rows of a file become records."""

    place_of_map: str
    """The file it was read from, for errors."""
    name: str
    file: File = File()
    id_column: str | None = None
    scheme: str | None = None
    dates: Dates = Dates()
    title: Value | None = None
    values: Mapping[str, Value] = {}
    """summary, kind, status, importance, access, note."""
    place: Place | None = None
    actors: tuple[Actors, ...] = ()
    sources: tuple[Sources, ...] = ()
    source: Mapping[str, str] | None = None
    """The file itself, as a source that every event cites."""
    figures: tuple[Figure, ...] = ()
    tags: tuple[Tags, ...] = ()
    fixed_tags: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    null: frozenset[str] = frozenset()
