"""How an event looks in a column; shared by the commands that list events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from timeline.model import EventRow, Hidden


def words(edtf: str | None) -> str:
    """Give a date in English; "undated" where there is none."""
    from timeline.edtf import english_of

    return english_of(edtf) if edtf else "undated"


def marked_title(row: EventRow) -> str:
    """Give the title with what a reader must not miss: a status other than confirmed, an access that is not public."""
    marks = [mark for mark in (row.status, row.access) if mark not in {"confirmed", "public"}]
    return f"{row.title} [{', '.join(marks)}]" if marks else row.title


def _actors(row: EventRow) -> list[str]:
    return list(dict.fromkeys(p.name for p in row.participants))


COLUMNS: dict[str, Callable[[EventRow], object]] = {
    "uid": lambda row: row.uid,
    "date": lambda row: row.edtf,
    "words": lambda row: words(row.edtf),
    "title": lambda row: row.title,
    "summary": lambda row: row.summary,
    "kind": lambda row: row.kind,
    "status": lambda row: row.status,
    "place": lambda row: row.place,
    "actors": _actors,
    "roles": lambda row: [f"{p.name}:{p.role}" for p in row.participants],
    "tags": lambda row: list(row.tags),
    "sources": lambda row: [label for _, label in row.sources],
    "importance": lambda row: row.importance,
    "access": lambda row: row.access,
    "as_written": lambda row: row.as_written,
    "calendar": lambda row: row.calendar,
    "zone": lambda row: row.zone,
    "note": lambda row: row.note,
    "rev": lambda row: row.rev,
}


def getter(name: str, *, for_people: bool) -> Callable[[EventRow], object]:
    """Give what fills a column: for people a date is English and a title is marked, for machines both are plain."""
    if for_people and name == "date":
        return COLUMNS["words"]
    if for_people and name == "title":
        return marked_title
    return COLUMNS[name]


def say_hidden(hidden: Hidden) -> None:
    """Tell what the defaults of a query left out, if anything."""
    parts = []
    if hidden.drafts:
        parts.append(f"{count(hidden.drafts, 'draft')} (--status draft)")
    if hidden.retracted:
        parts.append(f"{hidden.retracted} retracted (--status retracted)")
    if hidden.undated:
        parts.append(f"{hidden.undated} undated (--undated)")
    if hidden.secret:
        parts.append(f"{hidden.secret} above the access level (--access)")
    if parts:
        say("not shown: " + ", ".join(parts))


def count(number: int, noun: str) -> str:
    """
    Give a number with its noun.

    >>> count(1, "event"), count(2, "entry")
    ('1 event', '2 entries')
    """
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"
