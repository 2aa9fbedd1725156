"""
Workbooks (Office Open XML): a sheet each for events, passages, sources and claims, to be sorted and filtered.

A date is a date of the spreadsheet only where its day is certain; every other stays text, for a spreadsheet would
make a first of the month of it. Text is never a formula, and keeps that when it is edited (D222). The first
sheet is read back by its header, as our CSV is; numbers and serial dates that a spreadsheet made of what was typed
are understood. Writing wants XlsxWriter, in constant memory, reading openpyxl: the extra `xlsx`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from timeline.edtf import Date, DateTime, parse
from timeline.errors import BadHeader, EdtfError, NotOfFormat
from timeline.formats import cells, types, unheld, wording
from timeline.formats.nested import Seen

_FORM = "workbook"
WORDS = "in words"
"""The column of events that reading passes over."""
EVENTS = ("uid", "date", WORDS, *(name for name in cells.COLUMNS if name not in {"uid", "date", "rev"}))
PASSAGES = ("event", "title", "stance", "source", "quote", "page", "phrase", "date", "rule", "link", "note")
SOURCES = ("uid", "title", "publisher", "author", "published", "link", "archived", "kind", "lang", "access")
CLAIMS = (
    *("event", "title", "what", "of", "qualifier", "value", "min", "max", "unit", "by", "said", "period", "place"),
    *("source", "quote", "link", "status", "note"),
)
_SHEETS = {"events": EVENTS, "passages": PASSAGES, "sources": SOURCES, "claims": CLAIMS}
_WIDTHS = {"title": 50, "summary": 60, "quote": 60, "actors": 40, WORDS: 24, "source": 30, "link": 30, "note": 30}
_DATES = frozenset({"date", "published", "said", "period"})
_LINKS = frozenset({"link", "archived"})
_MOST_ROWS = 1_048_576
_MOST_CHARS = 32_767
_MOST_LINKS = 65_000
_LONGEST_LINK = 2_000
_FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets count a 29 February 1900 that never was."""

_UNHELD = ("links", "coordinates", "place", "actor", "offsets", "around")


# --- out ---


def write_file(events: Iterable[dict[str, Any]], file: BinaryIO, lost: types.Losses, context: types.Context) -> None:
    """Write a workbook."""
    library = types.library("xlsxwriter", "xlsx", "xlsx")
    workbook = library.Workbook(file, {"constant_memory": True})
    made = datetime.fromisoformat(context.made).replace(tzinfo=None) if context.made else datetime(2000, 1, 1)  # noqa: DTZ001
    workbook.set_properties({"title": context.title, "comments": context.filters, "created": made})
    styles = {
        "header": workbook.add_format({"bold": True, "bottom": 1}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "time": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "text": workbook.add_format({"num_format": "@"}),
        "quoted": workbook.add_format({"num_format": "@", "quote_prefix": True}),
        "link": workbook.add_format({"font_color": "blue", "underline": 1}),
    }
    sheets = {name: _Sheet(workbook, name, columns, styles, lost) for name, columns in _SHEETS.items()}
    seen = Seen()
    for event in events:
        sheets["events"].add(_event(event))
        unheld.count(event, lost, _UNHELD)
        for citation in event.get("citations", ()):
            sheets["passages"].add(_passage(event, citation))
            _add_source(sheets["sources"], citation["source"], seen)
        for claim in event.get("claims", ()):
            sheets["claims"].add(_claim(event, claim))
            if "citation" in claim:
                _add_source(sheets["sources"], claim["citation"]["source"], seen)
    for sheet in sheets.values():
        sheet.finish()
    workbook.close()


class _Sheet:
    """A sheet that is written row by row."""

    def __init__(
        self, workbook: Any, name: str, columns: Sequence[str], styles: Mapping[str, Any], lost: types.Losses
    ) -> None:
        self.sheet = workbook.add_worksheet(name)
        self.name = name
        self.columns = columns
        self.styles = styles
        self.lost = lost
        self.row = 0
        self.links = 0
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, _WIDTHS.get(column, 14))
            self.sheet.write_string(0, number, column, styles["header"])
        self.sheet.freeze_panes(1, 0)

    def add(self, given: Mapping[str, Any]) -> None:
        """Add a row, if there is room for one."""
        if self.row + 1 >= _MOST_ROWS:
            self.lost.add(f"{self.name} beyond the {_MOST_ROWS:,} rows of a sheet dropped")
            return
        self.row += 1
        for number, column in enumerate(self.columns):
            value = given.get(column)
            if value is not None and value != "":
                self._write(number, column, value)

    def _write(self, number: int, column: str, value: Any) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(self.row, number, value)
            return
        text = str(value)
        moment = _moment(text) if column in _DATES else None
        if moment is not None:
            style = self.styles["date" if moment.time() == time() else "time"]
            self.sheet.write_datetime(self.row, number, moment, style)
        elif len(text) > _MOST_CHARS:
            self.lost.add(f"texts longer than the {_MOST_CHARS:,} characters of a cell dropped")
        elif column in _LINKS and self.links < _MOST_LINKS and len(text) < _LONGEST_LINK and wording.address(text):
            self.links += 1
            self.sheet.write_url(self.row, number, text, self.styles["link"], text[:255])
        else:
            quoted = column not in _DATES and cells.guarded(text) != text
            self.sheet.write_string(self.row, number, text, self.styles["quoted" if quoted else "text"])

    def finish(self) -> None:
        """Put the filters over what was written."""
        self.sheet.autofilter(0, 0, self.row, len(self.columns) - 1)


_HEXED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character that XML cannot hold, as the format writes it (ECMA-376, 22.9.2.19); XlsxWriter does so by itself."""


def _moment(edtf: str) -> datetime | None:
    """Give a date as one of the spreadsheet, if it is one day or one time of a day and nothing else."""
    try:
        value = parse(edtf)
    except EdtfError:
        return None
    if isinstance(value, DateTime):
        if value.zone or not 1901 <= value.year <= 9999 or (value.hour, value.minute, value.second) == (0, 0, 0):
            return None
        return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)  # noqa: DTZ001
    if not isinstance(value, Date) or any(value.qualifiers) or not re.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
        return None
    day = date.fromisoformat(edtf) if edtf >= "0001" else date.min
    return datetime.combine(day, time()) if day >= _FIRST_DAY else None


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    made = cells.of_whole(event)
    for column, value in made.items():
        if isinstance(value, str) and column != "date":
            made[column] = cells.unguarded(cells.text_cell(value))
    return {**made, WORDS: wording.date(event.get("date"))}


def _passage(event: Mapping[str, Any], citation: Mapping[str, Any]) -> dict[str, Any]:
    source = citation["source"]
    return {
        "event": event["uid"],
        "title": event["title"],
        "source": source["uid"],
        "link": wording.link(source),
        **{key: citation.get(key) for key in ("stance", "quote", "page", "phrase", "date", "rule", "note")},
    }


def _add_source(sheet: _Sheet, source: Mapping[str, Any], seen: Seen) -> None:
    if seen.first(source["uid"]):
        sheet.add({**source, "link": source.get("url"), "archived": source.get("archive_url")})


def _claim(event: Mapping[str, Any], claim: Mapping[str, Any]) -> dict[str, Any]:
    citation = claim.get("citation", {})
    source = citation.get("source", {})
    about = claim.get("about") or claim.get("actor") or {}
    return {
        "event": event["uid"],
        "title": event["title"],
        "what": claim["attribute"],
        "of": about.get("name"),
        "by": claim.get("by", {}).get("name"),
        "said": claim.get("claimed"),
        "place": claim.get("place", {}).get("name"),
        "source": source.get("uid"),
        "link": wording.link(source) if source else None,
        "quote": citation.get("quote"),
        **{key: claim.get(key) for key in ("qualifier", "value", "min", "max", "unit", "period", "status", "note")},
    }


# --- in ---


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """
    Read the first sheet, one event a row, by the columns of our CSV.

    Raises `ExtraMissing`, `NotOfFormat` with the cell, `BadHeader`.
    """
    columns: list[str] = []
    for number, row in rows(stream, name):
        if not columns:
            columns = _header([_text(cell) for cell in row], name)
            continue
        record = types.Record(record="event")
        record.line = number
        record.flat = True
        record.mark = hash(tuple(_text(cell) for cell in row))
        for place, (column, cell) in enumerate(zip(columns, row, strict=False)):
            if cell.value is None or column == WORDS or not column:
                continue
            shown = _dated(cell, name, number, place) if column == "date" else _text(cell)
            if shown:
                (cells.PLANS.get(column) or cells.take_text)(record, column, cells.guarded(shown))
        if len(record) > 1:
            yield record


def rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """Give the rows of the first sheet that are not empty, each with its number, as openpyxl's cells with values."""
    library = types.library("openpyxl", "xlsx", "xlsx")
    books = []
    for data_only in (True, False):
        stream.seek(0)
        try:
            books.append(library.load_workbook(stream, read_only=True, data_only=data_only))
        except Exception as error:  # the library promises no errors of its own
            hint = "save it as .xlsx, without a password"
            raise NotOfFormat(name, None, _FORM, "this is no workbook that can be read", hint) from error
    try:
        values, formulas = (book.worksheets[0] for book in books)
        for sheet in (values, formulas):
            sheet.reset_dimensions()
        for number, (row, typed) in enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=False), 1):
            for place, (cell, formula) in enumerate(zip(row, typed, strict=False)):
                if formula.data_type == "f" and cell.value is None:
                    where = f"{_letters(place)}{number}"
                    hint = "open it in a spreadsheet and save it, then its values are in the file"
                    raise NotOfFormat(name, where, _FORM, "a formula whose value was never computed", hint)
                if cell.data_type == "e":
                    raise NotOfFormat(
                        name, f"{_letters(place)}{number}", _FORM, f"the cell holds the error {cell.value}"
                    )
            if any(cell.value is not None for cell in row):
                yield number, row
    except (IndexError, KeyError, ValueError) as error:
        if isinstance(error, NotOfFormat):
            raise
        raise NotOfFormat(name, None, _FORM, "its first sheet cannot be read") from error
    finally:
        for book in books:
            book.close()


def _letters(place: int) -> str:
    """
    Give the name of a column by its number.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _header(names: Sequence[str], name: str) -> list[str]:
    """Give our columns of a header."""
    from difflib import get_close_matches

    columns = [re.sub(r"[\s-]+", "_", one.strip().lower()) for one in names]
    columns = [WORDS if one == WORDS.replace(" ", "_") else one for one in columns]
    for column in columns:
        if column and column not in cells.COLUMNS and column != WORDS:
            near = get_close_matches(column, cells.COLUMNS, 1)
            hint = f"did you mean {near[0]}?" if near else f"columns are: {', '.join(cells.COLUMNS)}"
            raise BadHeader(name, f'no column is called "{column[:40]}"', hint)
        if column and columns.count(column) > 1:
            raise BadHeader(name, f'the column "{column}" is there twice', "keep one of them")
    if "title" not in columns and "uid" not in columns:
        hint = f"the first row names the columns: {', '.join(cells.COLUMNS)}"
        raise BadHeader(name, 'the column "title" is missing', hint)
    return columns


def _text(cell: Any) -> str:
    """Give what a cell shows as text: whole numbers without a point, dates as ISO has them."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    return _HEXED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _dated(cell: Any, name: str, row: int, place: int) -> str:
    """Give the date of a cell as EDTF: text as it is, dates as precise as they are shown, years and serial days."""
    value = cell.value
    if isinstance(value, datetime | date):
        day = value.isoformat()[:10]
        if isinstance(value, datetime) and value.time() != time():
            rounded = value.replace(microsecond=0) + timedelta(seconds=round(value.microsecond / 1e6))
            return rounded.isoformat()
        return _as_shown(day, str(cell.number_format))
    if isinstance(value, bool | time | timedelta):
        raise NotOfFormat(
            name, f"{_letters(place)}{row}", _FORM, f"{value} is no date", "give the cell the format Text"
        )
    if isinstance(value, int | float):
        if value == int(value) and -9999 <= value <= 9999:
            year = int(value)
            return f"{year:05d}" if year < 0 else f"{year:04d}"
        library = types.library("openpyxl.utils.datetime", "xlsx", "xlsx")
        try:
            found = library.from_excel(value)
        except (ValueError, OverflowError, TypeError):
            found = None
        if isinstance(found, datetime):
            return found.isoformat()[:10] if found.time() == time() else found.isoformat(timespec="seconds")
        raise NotOfFormat(
            name, f"{_letters(place)}{row}", _FORM, f"{value} is no date", "give the cell the format Text"
        )
    return str(value).strip()


def _as_shown(day: str, number_format: str) -> str:
    """
    Give a day as precise as its cell shows it: `2024-06` typed becomes a first of June that shows no day.

    >>> _as_shown("2024-06-01", "mmm-yy"), _as_shown("2024-06-01", "yyyy"), _as_shown("2024-06-01", "d/m/yy")
    ('2024-06', '2024', '2024-06-01')
    """
    signs = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", number_format.lower())
    if "d" in signs or "y" not in signs:
        return day
    return day[:7] if "m" in signs else day[:4]


FORMAT = types.Format(
    "xlsx",
    ".xlsx",
    "a workbook with sheets of events, passages, sources, claims",
    write_file=write_file,
    read=read,
    extra="xlsx",
)
