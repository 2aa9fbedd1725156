"""
Rows into records, as a map says: what `timeline import --map` feeds the store with.

A row becomes one event with its claims, and before it, once a file, the places, sources and actors that it names
first. It is taken whole or refused whole, with the reason. What is alike in many rows is made once and
given again (the store relies on that), so a plain row costs a few look-ups. Hashes of each id and of each thing
named are all the memory that grows with the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from timeline.mapping.cells import FLOAT, NAME, TEXT, Binding, Refused, identifier
from timeline.mapping.delimited import Delimited
from timeline.mapping.documents import Document
from timeline.mapping.named import Named
from timeline.mapping.types import Record
from timeline.mapping.when import RowDate, surveyed
from timeline.model import ACCESS, EVENT_STATUS
from timeline.seen import Hashes

if TYPE_CHECKING:
    from timeline.mapping.types import Dates, Map, Row, Table

_CLOSED = {"status": EVENT_STATUS, "access": ACCESS}
_FREE = ("summary", "kind", "note")


class Told:
    """What the caller is told while rows are read."""

    def refused(self, row: Row, reason: str) -> None:
        """Take a row that was refused."""

    def repeated(self, line: int) -> None:
        """Take a row that stood in the file before, word for word."""


class Mapper:
    """Reads one table by one map."""

    def __init__(self, how: Map, table: Table, told: Told, *, without: Mapping[int, str] | None = None) -> None:
        self.table = table
        self.told = told
        self.without = without or {}
        """Rows that the store refused before, with the reasons: they are not given again."""
        self.rows = self.skipped = 0
        self.wanted = list(dict.fromkeys(mapped(how)))
        positions = table.positions(self.wanted)
        columns = dict(zip(self.wanted, positions, strict=True))
        bound = Binding(columns, how.null, document=isinstance(table, Document))
        later = None
        if isinstance(table, Delimited) and RowDate.is_single(how.dates) and "published" not in _said_of_sources(how):
            # Most columns of dates leave nothing open: the file is looked through when a cell is met that does.
            open_dates = how.dates

            def later() -> Dates:
                with table.aside():
                    return surveyed(open_dates, table, self.wanted, columns)

        else:
            how = how._replace(dates=surveyed(how.dates, table, self.wanted, columns))
        self.how = how
        self.date = RowDate(how.dates, bound, later)
        self._bound = bound
        self._named = Named(how, bound)
        self._title = bound.maybe(how.title)
        last = how.title
        while last is not None and last.otherwise is not None:
            last = last.otherwise
        dated = bool(how.dates.start.dates)
        self._nameless = last.fixed if dated and last is not None and last is not how.title else None
        """The title of rows whose columns give none."""
        self._id = columns[how.id_column] if how.id_column else None
        self._values = [(key, bound.value(value)) for key, value in how.values.items()]
        self._zone = bound.maybe(how.dates.zone)
        self._passes = [bound.passes(one) for one in how.conditions]
        self._ids = Hashes(carrying=True)
        """Of each id that was taken, a hash of its row."""
        self._met: int | None = None
        """The id of the row at hand."""
        self._always: dict[str, Any] = {"record": "event"}
        if how.dates.calendar != "gregorian":
            self._always["calendar"] = how.dates.calendar

    def records(self) -> Iterator[Record]:
        """Give the records of every row that can be taken, from the first row; to be asked once."""
        units = {figure.attribute: figure.unit for figure in reversed(self.how.figures)}
        for attribute, unit in units.items():
            made = Record(record="attribute", name=attribute)
            if unit:
                made["unit"] = unit
            yield made
        named, without, event = self._named, self.without, self._event
        yield from named.settle()  # the file itself, as a source
        for row in self.table.rows(self.wanted):
            self.rows += 1
            wrong = row[3] or (without.get(row[0]) if without else None)
            if wrong is not None:
                self.told.refused(row, wrong)
                continue
            try:
                found = event(row)
            except Refused as refused:
                if self._met is not None:
                    self._ids.forget(self._met)
                named.forget()
                self.told.refused(row, str(refused))
                continue
            if named.ahead:
                for one in named.settle():
                    one.line = row[0]
                    yield one
            if found is not None:
                yield found

    def _event(self, row: Row) -> Record | None:
        """Give the event of a row; None if the map leaves it out or it stood there before."""
        line, cells = row[0], row[1]
        self._met = None
        for passes in self._passes:
            if not passes(cells):
                self.skipped += 1
                return None
        title = self._title(cells) if self._title else ""
        if not title or len(title) > NAME:
            raise Refused(self._bad_title(title))
        date, words = self.date.read(cells)
        if title == self._nameless and date is None and not words:
            raise Refused(
                "title: the row has neither a title nor a date; is it one of the table? [[skip]] leaves it out"
            )
        made = Record(self._always)
        made["title"], made["date"], made["as_written"] = title, date, words
        made.line, made.flat = line, True
        try:
            made.mark = mark = hash(tuple(cells))
        except TypeError:  # of a document, whose cells may be lists
            made.mark = mark = hash(repr(cells))
        value = self._bound.text(cells[self._id]) if self._id is not None else ""
        if value:
            value = identifier(value)
            met = hash(value)
            known = self._ids.meet(met, mark or 1)
            if known == (mark or 1):
                self.told.repeated(line)
                return None
            if known:
                raise Refused(f'id: "{value[:60]}" stands in an earlier row that says something else')
            self._met = met
            made["external_ids"] = [{"scheme": self.how.scheme, "value": value}]
        for key, get in self._values:
            found = get(cells)
            if not found:
                made[key] = None
            elif key in _FREE and len(found) <= NAME:
                made[key] = found
            else:
                made[key] = self._checked(key, found)
        if self._zone is not None:
            made["zone"] = self._zone(cells) or None
        named = self._named
        if self.how.place is not None:
            made["place"] = named.place(cells)
        if self.how.actors:
            made["participants"] = named.participants(cells)
        if self.how.tags or self.how.fixed_tags:
            made["tags"] = named.tags(cells)
        cited: list[dict[str, Any]] = []
        if self.how.sources or named.file_source is not None:
            made["citations"] = cited = named.citations(cells)
        if self.how.figures:
            made.claims = named.claims(cells, cited, line)
        return made

    def _bad_title(self, title: str) -> str:
        columns = self.how.title.columns if self.how.title else ()
        if title:
            shorter = f'"{{{columns[0]}:200}}"' if columns else "a shorter one"
            return f"title: has {len(title):,} characters, the most is {NAME:,}; title = {shorter} shortens it"
        told = ", ".join(f'"{one}"' for one in columns)
        return f"title: {told} {'is' if len(columns) < 2 else 'are'} empty"

    def _checked(self, key: str, text: str) -> Any:
        """Give a value as the record has it."""
        if key == "importance":
            whole = FLOAT.sub(r"\1", text).partition("/")[0].strip()
            try:
                made = int(whole)
            except ValueError:
                made = 2**31
            if not -(2**31) <= made < 2**31:
                raise Refused(f'importance: "{text[:40]}" is no whole number')
            return made
        closed = _CLOSED.get(key)
        if closed is not None:
            word = text.casefold()
            if word not in closed:
                raise Refused(
                    f'{key}: "{text[:40]}" is none of {", ".join(closed)}; words = {{…}} in the map translates it'
                )
            return word
        most = NAME if key == "kind" else TEXT
        if len(text) > most:
            raise Refused(f"{key}: has {len(text):,} characters, the most is {most:,}")
        return text


def _said_of_sources(how: Map) -> set[str]:
    """Give what a map says of sources."""
    said = {key for one in how.sources for key in (*one.keys, *one.fixed)} | set(how.source or ())
    return said | {"published"} if any(one.each is not None and not one.keys for one in how.sources) else said


def mapped(how: Map) -> Iterator[str]:
    """Give every column that a map names."""
    for value in (how.title, how.dates.zone, *how.values.values()):
        if value is not None:
            yield from value.columns
    if how.id_column:
        yield how.id_column
    yield from how.dates.start.columns
    yield from how.dates.end.columns if how.dates.end else ()
    yield from (one for one in (how.dates.precision, how.dates.worded) if one)
    if how.place is not None:
        for part in (how.place.name, how.place.country, how.place.kind, how.place.precision):
            yield from part.columns if part else ()
        yield from (one for one in (how.place.lat, how.place.lon, how.place.coordinates) if one)
    for actors in how.actors:
        yield actors.column
        yield from actors.role.columns if actors.role else ()
    yield from (one.column for one in how.tags)
    for sources in how.sources:
        yield from sources.columns
        if sources.each:
            yield sources.each
        else:
            yield from sources.keys.values()
    for figure in how.figures:
        yield from (one for one in (figure.best, figure.low, figure.high) if one)
        for of in (figure.by, figure.about, figure.note):
            yield from of.columns if of else ()
    yield from (one.column for one in how.conditions)
