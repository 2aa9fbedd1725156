"""
Opening a file as a table of rows, whatever it is: CSV, TSV, XLSX, JSON, JSON lines, GeoJSON.

What kind a file is, is told by the map, else by its first bytes and then by its name. A new kind is one
module with a class that is a `types.Table`, and a line in `opened`. What cannot be rows at all is refused
in one sentence (`NotTabular`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from timeline.errors import NotTabular

if TYPE_CHECKING:
    from timeline.mapping.types import File, Table

KINDS = ("csv", "tsv", "xlsx", "json", "jsonl", "geojson")

_SIGNS = (
    (b"PK\x03\x04", "xlsx"),
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "old Excel (.xls)"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"SQLite format 3\0", "SQLite database"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"PAR1", "Parquet"),
)
_REMEDY = {
    "old Excel (.xls)": "save it as .xlsx or CSV",
    "gzip archive": "unpack it first: gunzip FILE",
    "bzip2 archive": "unpack it first: bunzip2 FILE",
    "a calendar": "import it with --format ical, without a map",
    "a page of HTML": "save the table itself, as CSV or XLSX",
    "XML": "save it as CSV, XLSX or JSON",
}
_STARTS = (
    (b"begin:vcalendar", "a calendar"),
    (b"<!doctype html", "a page of HTML"),
    (b"<html", "a page of HTML"),
    (b"<?xml", "XML"),
)


def opened(
    stream: BinaryIO, name: str, how: File, beside: Callable[[str], tuple[BinaryIO, str] | None] = lambda _: None
) -> Table:
    """
    Take a file for a table; `stream` must be able to seek.

    `beside` gives the stream of another file that the map names, and what errors call it. Raises
    `NotTabular`, `NotJson`, `NoSuchColumn`, `ExtraMissing`.
    """
    stream.seek(0)
    head = stream.read(65_536)
    stream.seek(0)
    kind = how.kind or _kind(head, name)
    packed = head.startswith(b"PK\x03\x04")
    if not head.strip() or (kind == "xlsx") is not packed or name.lower().endswith((".jsonl", ".ndjson")):
        kind = _kind(head, name)  # what it is goes over what the map says: refused rows come back in another form
    if kind == "xlsx":
        from timeline.mapping.sheets import Sheet

        return Sheet(stream, name, how)
    if kind in {"json", "jsonl", "geojson"}:
        from timeline.mapping.documents import Document

        return Document(stream, name, how, lines=kind == "jsonl", beside=beside)
    from timeline.mapping.delimited import Delimited

    return Delimited(stream, name, how, tabs=kind == "tsv")


def _kind(head: bytes, name: str) -> str:
    """Tell the kind of a file from how it begins, then from its name."""
    if not head.strip():
        raise NotTabular(name, "the file is empty", "the first row names the columns, one row an event follows")
    for sign, kind in _SIGNS:
        if head.startswith(sign):
            if kind == "xlsx" and (b"xl/" in head or name.lower().endswith(".xlsx") or b"[Content_Types]" in head):
                return kind
            told = "ZIP archive" if kind == "xlsx" else kind
            raise NotTabular(name, f"is no table: it is a {told}", _REMEDY.get(told, f"a map reads {', '.join(KINDS)}"))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = name.lower()
    for sign, kind in _STARTS:
        if start[:20].lower().startswith(sign):
            raise NotTabular(name, f"is no table: it is {kind}", _REMEDY[kind])
    for extension in (".csv", ".txt", ".tsv", ".tab"):
        if lowered.endswith(extension):
            return "tsv" if extension in {".tsv", ".tab"} else "csv"
    for extension in (".jsonl", ".ndjson", ".jsonlines"):
        if lowered.endswith(extension):
            return "jsonl"
    if lowered.endswith((".json", ".geojson")) or start[:1] in {b"{", b"["}:
        return "json"
    return "csv"
