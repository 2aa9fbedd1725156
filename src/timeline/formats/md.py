"""
Markdown tables (GitHub Flavored Markdown, section 4.10): for a note, an issue, a mail.

Everything that Markdown or HTML would take for its own is escaped, so that a title is shown as it
is written and nothing in it runs. Dates of an export are in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from timeline.formats import types
from timeline.model import ROLE, EventRow

_MARKED = re.compile(r"([\\`*_{}\[\]<>|~&#$])")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_BLOCK = 200


def escaped(given: str) -> str:
    r"""
    Give text as a cell of a table.

    >>> print(escaped("a | <b> *c*"))
    a \| \<b\> \*c\*
    """
    shown = _MARKED.sub(r"\\\1", given)
    shown = _LINE_ENDS.sub("<br>", shown).replace("\t", " ")
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", shown).strip()


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write a table; columns of numbers are not told apart, for the first rows cannot know the last."""
    del width, dates
    yield _line(columns) + "|" + " --- |" * len(columns) + "\n"
    block: list[str] = []
    for row in rows:
        block.append(_line([types.plain(cell) for cell in row]))
        if len(block) == _BLOCK:
            yield "".join(block)
            block.clear()
    if block:
        yield "".join(block)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |\n"


def write_events(events: Iterable[EventRow], lost: types.Losses) -> Iterator[str]:
    """Write a table of date, event, who took part, where, and the sources."""
    return write_table(("Date", "Event", "Who", "Where", "Sources"), (_row(event, lost) for event in events))


def _row(event: EventRow, lost: types.Losses) -> tuple[str, ...]:
    for what, there in (
        ("summaries dropped", event.summary),
        ("kinds dropped", event.kind),
        ("tags dropped", event.tags),
        ("notes dropped", event.note),
        ("importances dropped", event.importance is not None),
        ("dates as written dropped", event.as_written),
        ("zones dropped", event.zone),
        ("calendars dropped", event.calendar != "gregorian"),
        ("orders by hand within a day dropped", event.position),
        ("identifiers of elsewhere dropped", event.external_ids),
    ):
        if there:
            lost.add(what)
    who = (name if role == ROLE else f"{name} ({role})" for _, name, role in event.participants)
    sources = dict.fromkeys(label for _, label in event.sources)
    title = event.title if event.status == "confirmed" else f"{event.title} ({event.status})"
    return _date(event.edtf), title, "; ".join(who), event.place or "", "; ".join(sources)


def _date(edtf: str | None) -> str:
    """Give the date in words; as it stands, should it be no EDTF of this version."""
    from timeline.edtf import english, parse
    from timeline.errors import EdtfError

    if edtf is None:
        return "undated"
    try:
        return english(parse(edtf))
    except EdtfError:
        return edtf


FORMAT = types.Format(
    "md",
    ".md",
    "a Markdown table",
    write_table=write_table,
    write_events=write_events,
)
