"""
The date of a row, from as many columns as the map says: one, two ends, parts, a clock, a code of precision.

What a single cell leaves open (the order of day and month, how years before 1 are counted) is decided from
the whole column by `surveyed`, or not at all: then the file is refused with both readings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from timeline.errors import DatesUnclear
from timeline.mapping import dates as days
from timeline.mapping.between import between, instant
from timeline.mapping.cells import FLOAT, Binding, Cells, Refused, plain, sound
from timeline.mapping.dates import Read
from timeline.mapping.types import When

if TYPE_CHECKING:
    from timeline.mapping.types import Dates, Table

_MOST_KEPT = 20_000
_NO_NUMBER = frozenset(["0", "00", "-9", "-99", "99"])
"""What tables write for a month or day that is not known."""


class RowDate:
    """Reads the date of a row."""

    def __init__(self, how: Dates, bound: Binding, survey: Callable[[], Dates] | None = None) -> None:
        """`survey` looks through the whole column, as soon as one cell leaves anything open; None: that is done."""
        self.how = how
        self._survey = survey
        self._bound = bound
        self._columns = bound.columns
        self._cell = days.Reader(how, bound.null)
        self.undated = 0
        """Rows whose words say no date."""
        self.unread: list[str] = []
        """Some of those words."""
        self.wider = 0
        """Rows whose date says more than the bounds of the row, for EDTF has no narrower."""
        self.widened: list[str] = []
        """Some of them: the bounds, and the date."""
        self.read = self._chosen()

    def _chosen(self) -> Callable[[Cells], tuple[str | None, str | None]]:
        """Give the function from a row to EDTF and words; a single column has one of its own, for speed."""
        how = self.how
        if not how.start.columns and (how.end is None or not how.end.columns):
            return lambda _: (None, None)
        if how.start.bounded or (how.end is not None and how.end.bounded):
            return self._of_bounds
        if how.start.column is None or not self.is_single(how):
            return self._of_parts
        at, read = self._columns[how.start.column], self._cell.read

        def single(cells: Cells) -> tuple[str | None, str | None]:
            cell = cells[at]
            found = read(cell if type(cell) is str else sound(plain(cell)))
            if found[2] or found[3]:
                self._note(found)
            return found[0], found[1]

        def unsure(cells: Cells) -> tuple[str | None, str | None]:
            cell = cells[at]
            if len(cell) == 10 and cell[4] == cell[7] == "-" and cell[:4].isdigit():
                return single(cells)
            if self._survey is not None:
                self.how = self._survey()
                self._cell = days.Reader(self.how, self._bound.null)
                self._survey = None
            self.read = self._chosen()
            return self.read(cells)

        return single if self._survey is None else unsure

    @staticmethod
    def is_single(how: Dates) -> bool:
        """Say whether the whole date stands in one column."""
        alone = how.end is None and how.precision is None and how.fixed is None and how.start.time is None
        return alone and how.worded is None and how.start.column is not None

    def _note(self, found: Read) -> None:
        if found.wrong:
            raise Refused(found.wrong)
        self.undated += 1
        if len(self.unread) < 3 and found.words and found.words not in self.unread:
            self.unread.append(found.words)

    def _end(self, when: When, cells: Cells) -> Read:
        """Read one end of a date."""
        if when.column is not None:
            found = self._cell.read(sound(plain(cells[self._columns[when.column]])))
        else:
            found = self._of_numbers(when, cells)
        if found.wrong:
            raise Refused(found.wrong)
        if when.time is not None and found.edtf is not None:
            clock = self._bound.text(cells[self._columns[when.time]])
            made = days.timed(found.edtf, clock) if clock else None
            if clock and (made is None or found.words):
                return Read(made or found.edtf, f"{found.words or found.edtf} {clock}")
            if made is not None:
                return Read(made)
        return found

    def _of_numbers(self, when: When, cells: Cells) -> Read:
        """Read a date of columns for year, month and day."""
        given = [plain(cells[self._columns[one]]).strip() if one else "" for one in (when.year, when.month, when.day)]
        year, month, day = (FLOAT.sub(r"\1", sound(one)) for one in given)
        month, day = ("" if one.casefold() in self._bound.null or one in _NO_NUMBER else one for one in (month, day))
        if year.casefold() in self._bound.null:
            if month or day:
                raise Refused(f'date: "{" ".join(one for one in (day, month) if one)[:40]}" has no year')
            return Read(None, year or None)
        number = year.replace("−", "-").replace("–", "-")
        if not number.removeprefix("-").isdecimal():
            return self._cell.read(" ".join(one for one in (day, month, year) if one))
        read = self._cell.year(int(number), year, number.removeprefix("-"))
        if read.wrong or read.edtf is None or not month:
            return read
        if month.isdecimal():
            of_year = f"-{int(month):02d}" if 1 <= int(month) <= 12 else ""
        else:
            named = self._cell.read(f"{month} 2000").edtf or ""
            of_year = named[4:] if len(named) == 7 else ""
        if not of_year or read.edtf[:1] == "Y":
            raise Refused(f'date: there is no month "{month[:20]}"')
        if not day:
            return self._cell.given(read.edtf + of_year)
        if not day.isdecimal() or not self._cell.is_day(f"{read.edtf}{of_year}-{int(day):02d}"):
            raise Refused(f'date: there is no day "{day[:20]}" in {read.edtf}{of_year}')
        return self._cell.given(f"{read.edtf}{of_year}-{int(day):02d}")

    def _of_parts(self, cells: Cells) -> tuple[str | None, str | None]:
        """Read a date of several columns."""
        how = self.how
        start = self._end(how.start, cells) if how.start.columns else Read(None)
        end = self._end(how.end, cells) if how.end is not None else Read(None)
        meaning = self._meaning(cells)
        words = start.words
        if end.words or (end.edtf is not None and start.words and end.edtf != start.edtf):
            said = (start.words or start.edtf or "?", end.words or end.edtf)
            words = start.words if said[0] == said[1] else f"{said[0]} – {said[1]}"
        made = self._joined(start, end, meaning)
        if how.worded is not None:
            made, words = self._worded(made, words, sound(plain(cells[self._columns[how.worded]])).strip())
        if made is None and (start.unread or end.unread):
            self._note(Read(None, words, unread=True))
        return made, words

    def _of_bounds(self, cells: Cells) -> tuple[str | None, str | None]:
        """Read a date of which an end, or each of them, lies between an earliest and a latest."""
        how = self.how
        ends = [self._edges(how.start, cells), self._edges(how.end, cells) if how.end is not None else None]
        start, end = ends[0] or (Read(None), Read(None)), ends[1]
        read = [*start, *(end or ())]
        if end is None:
            made = instant(start[0].edtf, start[1].edtf)
        else:
            last = end[1].edtf
            if last is None and (end[1].words or "").strip().casefold() in how.ongoing:
                last = ".."
            made = between(start[0].edtf, start[1].edtf, end[0].edtf, last)
        if made.wrong is not None:
            raise Refused(made.wrong)
        words = None
        if not made.exact or any(one.words for one in read):
            said = [one.words or one.edtf or "?" for one in read]
            words = " – ".join(
                one if one == other else f"{one}..{other}" for one, other in zip(said[::2], said[1::2], strict=True)
            )
            words = None if set(said) == {"?"} else words
        if not made.exact:
            self.wider += 1
            if len(self.widened) < 3:
                self.widened.append(f"{words} is {made.edtf}")
        date = made.edtf
        if how.worded is not None:
            date, words = self._worded(date, words, sound(plain(cells[self._columns[how.worded]])).strip())
        if date is None and any(one.unread for one in read):
            self._note(Read(None, words, unread=True))
        return date, words

    def _edges(self, when: When, cells: Cells) -> tuple[Read, Read]:
        """Read the earliest and the latest of one end; they are the same where the map names one date."""
        if not when.bounded:
            found = self._end(when, cells) if when.columns else Read(None)
            return found, found
        read = [Read(None) if one is None else self._end(When(one), cells) for one in (when.earliest, when.latest)]
        return read[0], read[1]

    def _worded(self, made: str | None, words: str | None, said: str) -> tuple[str | None, str | None]:
        """Take the words of a date over, and how sure they say it is: "(Believed to be) May 31st"."""
        if not said or said.casefold() in self._bound.null:
            return made, words
        if made is None:
            found = self._cell.read(said)
            return (None if found.wrong else found.edtf), said
        mark = days.sureness(said)
        return (days.marked(made, mark) or made if mark is not None else made), said

    def _joined(self, start: Read, end: Read, meaning: str) -> str | None:
        """Make one date of two ends, as exact as the code says."""
        if start.edtf is None and end.edtf is None:
            return None
        if end.edtf is None or start.edtf is None:
            if start.edtf is not None and (end.words or "").strip().casefold() in self.how.ongoing:
                return days.spanned(start.edtf, "..")
            one = start.edtf or f"/{end.edtf}"
            return one if meaning in {"exact", "within"} else days.coarsened(one, meaning)
        span = days.spanned(start.edtf, end.edtf)
        if span is None:
            raise Refused(f"date: it ends ({end.edtf}) before it begins ({start.edtf})")
        if start.edtf == end.edtf:
            return span if meaning in {"exact", "within"} else days.coarsened(span, meaning)
        if meaning in {"within", "week"}:
            return days.within(start.edtf, end.edtf)
        if meaning in {"month", "year", "decade", "century"}:
            ends = days.coarsened(start.edtf, meaning), days.coarsened(end.edtf, meaning)
            return ends[0] if ends[0] == ends[1] else days.within(start.edtf, end.edtf)
        return span if meaning == "exact" else days.coarsened(span, meaning)

    def _meaning(self, cells: Cells) -> str:
        how = self.how
        if how.fixed is not None:
            return how.fixed
        if how.precision is None:
            return "exact"
        code = FLOAT.sub(r"\1", plain(cells[self._columns[how.precision]]).strip()).casefold()
        meaning = how.precisions.get(code)
        if meaning is None:
            if not code or code in self._bound.null:
                return "exact"
            raise Refused(f'date: the map does not say what the code "{code[:20]}" in "{how.precision}" means')
        return meaning


def surveyed(how: Dates, table: Table, wanted: list[str], columns: Mapping[str, int]) -> Dates:
    """Decide from whole columns what the map leaves open; raises `DatesUnclear`, with both readings."""
    named = [one for when in (how.start, how.end) if when for one in when.dates]
    if not named or (how.order is not None and how.bce is not None):
        return how
    found = surveys(table, wanted, {column: columns[column] for column in named})
    order = how.order or _order(how, found, table)
    if how.bce is None:
        for column, one in found.items():
            if one.negative is not None:
                line, cell = one.negative
                year = int(cell.strip().lstrip("-−–"))
                reason = (
                    f'"{cell.strip()[:40]}" in the column "{column}" is a year before 1,'
                    " and the map does not say how it counts"
                )
                hint = (
                    f'under [date]: bce = "historical" ({year} BC)'
                    f' or bce = "astronomical" ({year + 1} BC, for that count has a year 0)'
                )
                raise DatesUnclear(table.place(line), reason, hint)
    return how._replace(order=order)


def surveys(table: Table, wanted: list[str], columns: Mapping[str, int]) -> dict[str, days.Survey]:
    """Look at whole columns of dates."""
    found = {column: days.Survey() for column in columns}
    places = [(found[column], at) for column, at in columns.items()]
    seen: set[str] = set()
    for row in table.rows(wanted):
        if row[3] is None:
            cells = row[1]
            for one, at in places:
                cell = cells[at]
                text = cell if type(cell) is str else plain(cell)
                if (len(text) == 10 and text[4] == "-") or text in seen:
                    continue
                if len(seen) < _MOST_KEPT:
                    seen.add(text)
                one.look(row[0], text.strip())
    return found


def _order(how: Dates, found: Mapping[str, days.Survey], table: Table) -> str | None:
    """Give the order of day and month that all columns of dates agree on."""
    dmy = next((one.dmy for one in found.values() if one.dmy), None)
    mdy = next((one.mdy for one in found.values() if one.mdy), None)
    if dmy and mdy:
        raise DatesUnclear(
            table.name,
            f'some dates are day first ("{dmy[1][:30]}", {table.place(dmy[0])}),'
            f' others month first ("{mdy[1][:30]}", {table.place(mdy[0])})',
            'say which under [date], and the others are refused row by row: order = "dmy" or order = "mdy"',
        )
    if dmy or mdy:
        return "dmy" if dmy else "mdy"
    for column, one in found.items():
        if one.both is not None:
            line, cell = one.both
            readings = [
                days.Reader(how._replace(order=order, two_digit_years=2000), frozenset()).read(cell).edtf
                for order in ("dmy", "mdy")
            ]
            told = "every date" if one.boths > 1 else "the only date that is all digits"
            raise DatesUnclear(
                table.place(line),
                f'{told} of the column "{column}" can be read in two ways: "{cell.strip()[:40]}" is {readings[0]}'
                f" (day first) or {readings[1]} (month first)",
                'say which under [date]: order = "dmy" or order = "mdy"',
            )
    return None
