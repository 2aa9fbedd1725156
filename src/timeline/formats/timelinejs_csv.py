"""
The spreadsheet of TimelineJS, as CSV: a row a slide, for a Google sheet that the program reads.

The columns are those of its template, and behind them ours, which it passes over: what it has no column for, so
that a sheet that was edited can come back. A row of the type "title" is no event, one of the type "era" is a
named span. What a spreadsheet would run is guarded (D120).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from timeline.errors import NotOfFormat
from timeline.formats import cells, slides, text, types, unheld

_START = ("Year", "Month", "Day", "Time")
_END = tuple(f"End {name}" for name in _START)
TEMPLATE = (
    *_START,
    *_END,
    "Display Date",
    "Headline",
    "Text",
    "Media",
    "Media Credit",
    "Media Caption",
    "Media Thumbnail",
    "Type",
    "Group",
    "Background",
)
"""The columns of the template, in its order."""
OWN = ("uid", "date", "summary", "kind", "status", "place", "actors", "tags", "sources", "importance", "access", "note")
"""Ours, named as in our own CSV behind `our `."""
_OURS = "our "
_FORM = "TimelineJS spreadsheet"
_DELIMITERS = (",", ";", "\t")
_BLOCK = 500
_MAX_CELL = 10_000_000
_UNHELD = (
    *("as_written", "zone", "calendar", "position", "external_ids", "links", "coordinates", "place", "actor"),
    *("dated", "offsets", "around", "passage_note"),
)


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write the header, the title and a row an event."""
    import csv

    made: list[str] = []

    class Lines:
        """What the csv module writes to; told CRLF, it quotes both of its characters, and each line gets LF here."""

        @staticmethod
        def write(line: str) -> None:
            made.append(line[:-2] + "\n")

    writer = csv.writer(Lines, lineterminator="\r\n")
    writer.writerow([*TEMPLATE, *(_OURS + name for name in OWN)])
    title = {"Headline": context.title, "Text": context.filters, "Type": "title"}
    writer.writerow([cells.guarded(title.get(name, "")) for name in TEMPLATE] + [""] * len(OWN))
    for event in events:
        slide = slides.slide(event)
        if slide is None:
            lost.add("events without a date skipped")
            continue
        _count(event, lost)
        writer.writerow([*_columns(event, slide), *_own(event)])
        if len(made) >= _BLOCK:
            yield "".join(made)
            made.clear()
    yield "".join(made)


def _count(event: Mapping[str, Any], lost: types.Losses) -> None:
    """Count what is there as words alone, or not at all."""
    lost.add("passages kept as words alone", sum("quote" in one for one in event.get("citations", ())))
    lost.add("claims kept as words alone", len(event.get("claims", ())))
    unheld.count(event, lost, _UNHELD)


def _columns(event: Mapping[str, Any], slide: dict[str, Any]) -> list[object]:
    era = event.get("kind") == slides.ERA and slides.is_span(event)
    texts = {
        "Display Date": slide["display_date"],
        "Headline": slide["text"]["headline"],
        "Text": slide["text"]["text"],
        "Type": "era" if era else "",
        "Group": slide.get("group", ""),
    }
    made: list[object] = [*_parts(slide["start_date"]), *_parts(slide.get("end_date", {}))]
    return made + [cells.guarded(texts.get(name, "")) for name in TEMPLATE[8:]]


def _parts(date: Mapping[str, int]) -> list[object]:
    time = f"{date['hour']:02d}:{date['minute']:02d}:{date['second']:02d}" if "hour" in date else ""
    return [*(date.get(name, "") for name in ("year", "month", "day")), time]


def _own(event: Mapping[str, Any]) -> list[object]:
    found = cells.of_whole(event)
    return [
        value if isinstance(value, int) or name == "date" else cells.text_cell(value or "")
        for name, value in ((name, found[name]) for name in OWN)
    ]


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """Read a sheet; a record's `line` is that of the file. Raises `NotOfFormat`, `NotUtf8`, `BareReturns`."""
    return types.told(_read(stream, name))


def _read(stream: BinaryIO, name: str) -> Iterator[types.Record | str]:
    import csv

    lines = text.decoded(stream, name)
    first = next(lines, "")
    delimiter = max(_DELIMITERS, key=first.count)
    header = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
    if "Headline" not in header or not {"Year", "Start Date"} & set(header):
        raise NotOfFormat(
            name, 1, _FORM, "the columns Year and Headline are missing", f"columns: {', '.join(TEMPLATE)}"
        )
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    called, began = name.rpartition("/")[2].split(".", maxsplit=1)[0], 2
    limit_before = csv.field_size_limit(_MAX_CELL)
    try:
        for row in rows:
            given = {column: cells.unguarded(cell.strip()) for column, cell in zip(header, row, strict=False)}
            line, began = began, rows.line_num + 2
            if not any(given.values()):
                continue
            if given.get("Type", "").lower() == "title":
                called = slides.plain(given.get("Headline", ""))[0] or called
                continue
            try:
                for record in _records(given, row, header, called):
                    yield record if isinstance(record, str) else types.numbered(record, line)
            except ValueError as error:
                raise NotOfFormat(name, line, _FORM, str(error)) from None
    except csv.Error as error:
        raise NotOfFormat(name, began, _FORM, f"the row cannot be taken apart: {error}") from None
    finally:
        csv.field_size_limit(limit_before)


def _records(given: dict[str, str], row: list[str], header: list[str], called: str) -> Iterator[dict[str, Any] | str]:
    slide = _slide(given)
    era = given.get("Type", "").lower() == "era"
    own: dict[str, Any] = {}
    for column, cell in zip(header, row, strict=False):
        name = column.removeprefix(_OURS)
        if column != name and name in OWN and cell:
            (cells.PLANS.get(name) or cells.take_text)(own, name, cell)
    for record in (slides.era_of if era else slides.event_of)(slide, called):
        if isinstance(record, str) or record["record"] != "event":
            if "uid" not in own:
                yield record
            continue
        if "uid" not in own:
            yield record
            continue
        yield _merged(record, own, slide)


def _merged(record: dict[str, Any], own: dict[str, Any], slide: Mapping[str, Any]) -> dict[str, Any]:
    """Give the event of a row of ours: our columns, and from the others the title and what was changed of the date."""
    made = {"record": "event", "title": slides.plain(slide["text"]["headline"])[0] or record["title"], **own}
    shown = slides.dates(own.get("date"))
    start, end = slides.parts(slide.get("start_date")), slides.parts(slide.get("end_date"))
    if start is not None and shown != (start, None if end == start else end):
        made["date"] = record.get("date")
    return made


def _slide(given: Mapping[str, str]) -> dict[str, Any]:
    if "Start Date" in given:
        start: object = _old(given["Start Date"])
        end: object = _old(given.get("End Date", ""))
    else:
        start, end = _date(given, ""), _date(given, "End ")
    return {
        "start_date": start,
        "end_date": end,
        "display_date": given.get("Display Date"),
        "text": {"headline": given.get("Headline"), "text": given.get("Text")},
        "media": {
            "url": given.get("Media"),
            "caption": given.get("Media Caption"),
            "credit": given.get("Media Credit"),
        },
        "group": given.get("Group") or given.get("Tag"),
        "background": given.get("Background"),
    }


def _date(given: Mapping[str, str], before: str) -> dict[str, object]:
    made: dict[str, object] = {part.lower(): given.get(before + part, "") for part in ("Year", "Month", "Day")}
    if given.get(before + "Time"):
        made |= slides.clock(given[before + "Time"])
    return made


def _old(cell: str) -> object:
    """Take apart the dates of the first template: month, day and year with slashes, or ISO."""
    if "/" in cell:
        *fields, year = cell.split(maxsplit=1)[0].split("/")
        return dict(zip(("month", "day"), fields, strict=False)) | {"year": year}
    sign = "-" if cell.startswith("-") else ""
    return dict(
        zip(("year", "month", "day"), (sign + cell.lstrip("-")).rsplit("-", cell.lstrip("-").count("-")), strict=False)
    )


FORMAT = types.Format(
    "timelinejs-csv",
    ".timelinejs.csv",
    "the spreadsheet of TimelineJS, as CSV",
    write_whole=write_whole,
    read=read,
)
