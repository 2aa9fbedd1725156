"""
Every error a user can meet, one class a situation.

A class holds its sentence (`__str__`), its exit code and, where we know it, the remedy
(`hint`). Errors are raised with data, not with finished sentences, and are turned into
text in one place only, `cli/app.py`. Exit code 2 belongs to wrong usage; ours start at 3.
`docs/errors.md` lists them all; a test holds the two together. A new situation is a new
class here and a new row there.
"""

from __future__ import annotations

from typing import ClassVar


class TimelineError(Exception):
    """Base of every error that is the user's to mend; a traceback is only ever our bug."""

    exit_code: ClassVar[int] = 3
    hint: str | None = None
    """What to do, in the imperative, or None where we do not know."""
    place: str | None = None
    """Where: a file, `file:line`, an option; None when the sentence says it."""
    excerpt: str | None = None
    """The text that was wrong, when showing it helps."""
    offset: int | None = None
    """Code point in `excerpt` at which the caret is drawn."""


class EdtfError(TimelineError):
    """A text is not EDTF (ISO 8601-2:2019; Library of Congress EDTF, 2019)."""

    exit_code = 5
    offset: int

    def __init__(self, text: str, offset: int, expected: str) -> None:
        super().__init__(text, offset, expected)
        self.text = text
        self.offset = offset
        self.expected = expected
        self.excerpt = text if len(text) <= 100 and text.isprintable() else None

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 40 else self.text[:37] + "..."
        shown = ascii(shown) if not shown.isprintable() else f'"{shown}"'
        if len(shown) > 60:
            shown = shown[:56] + '..."'
        return f"{shown} is not an EDTF date: at character {self.offset + 1}, expected {self.expected}"


class BadDate(TimelineError):
    """A date was given in words that could not be read, or that can be read in two ways."""

    exit_code = 6

    def __init__(self, text: str, reason: str, place: str | None = None, readings: tuple[str, ...] = ()) -> None:
        super().__init__(text, reason, place, readings)
        self.text = text
        self.reason = reason
        self.place = place
        self.readings = readings
        if readings:
            self.hint = "it can be read as: " + "; ".join(readings)

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 60 else self.text[:57] + "..."
        return f'cannot read the date "{shown}": {self.reason}'


class NothingNamed(TimelineError):
    """A name that must be known is not in the database."""

    exit_code = 7

    def __init__(self, kind: str, name: str, suggestions: tuple[str, ...] = (), hint: str | None = None) -> None:
        super().__init__(kind, name, suggestions)
        self.kind = kind
        self.name = name
        self.suggestions = suggestions
        self.hint = hint
        if suggestions:
            self.hint = "did you mean " + ", ".join(suggestions) + "?" + (f"\n  {hint}" if hint else "")

    def __str__(self) -> str:
        return f'no {self.kind} is named "{self.name[:80]}"'


class SeveralNamed(TimelineError):
    """A name that must mean one thing means several."""

    exit_code = 8

    def __init__(self, kind: str, name: str, found: tuple[str, ...]) -> None:
        super().__init__(kind, name, found)
        self.kind = kind
        self.name = name
        self.found = found
        self.hint = "name one by its uid: " + ", ".join(found[:8]) + (" …" if len(found) > 8 else "")

    def __str__(self) -> str:
        return f'"{self.name[:80]}" means {len(self.found)} {self.kind}s'


class OutputFailed(TimelineError):
    """An output file could not be written; what was there before is still there."""

    exit_code = 9
    hint = "name a folder that exists and may be written to"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.place = path
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot write: {self.reason}"


class WindowReversed(TimelineError):
    """A window of time would end before it begins."""

    exit_code = 16
    hint = "give the earlier date to --since and the later to --until"

    def __str__(self) -> str:
        return "the window ends before it begins"


class DateOutOfRange(TimelineError):
    """A date lies further from 1970 than the database can hold (10^18 seconds, D3)."""

    exit_code = 17
    hint = "give a year between -31,000,000,000 and 31,000,000,000"

    def __init__(self, *, early: bool) -> None:
        super().__init__(early)
        self.early = early

    def __str__(self) -> str:
        return f"the date is too {'early' if self.early else 'late'} to be stored"


class NoDatabase(TimelineError):
    """There is no file where the database should be."""

    exit_code = 20
    hint = "make one with: timeline init, or name another with --db or TIMELINE_DB"

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.place = target

    def __str__(self) -> str:
        return "no such database"


class NotADatabase(TimelineError):
    """What is there is not an SQLite database: a folder, an empty file, a text."""

    exit_code = 21

    def __init__(self, target: str, what: str) -> None:
        super().__init__(target, what)
        self.place = target
        self.what = what

    def __str__(self) -> str:
        return f"not a database: {self.what}"


class ForeignDatabase(TimelineError):
    """The database belongs to another program."""

    exit_code = 22

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.place = target

    def __str__(self) -> str:
        return "this database was not made by timeline"


class SchemaBehind(TimelineError):
    """The database was made by an older timeline."""

    exit_code = 4
    hint = "run: timeline db upgrade (it makes a backup of the file first)"

    def __init__(self, target: str, found: str, wanted: str) -> None:
        super().__init__(target, found, wanted)
        self.place = target
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        return f"made by an older timeline: its schema is {self.found}, this program needs {self.wanted}"


class SchemaAhead(TimelineError):
    """The database was made by a newer timeline."""

    exit_code = 23
    hint = "use the newer timeline"

    def __init__(self, target: str, found: str, wanted: str) -> None:
        super().__init__(target, found, wanted)
        self.place = target
        self.found = found
        self.wanted = wanted

    def __str__(self) -> str:
        return f"made by a newer timeline: its schema is {self.found}, this program knows {self.wanted}"


class DatabaseLocked(TimelineError):
    """Another process holds the database for longer than we wait."""

    exit_code = 24
    hint = "wait for the other process to end, then try again"

    def __init__(self, target: str | None) -> None:
        super().__init__(target)
        self.place = target

    def __str__(self) -> str:
        return "locked by another process"


class DatabaseReadOnly(TimelineError):
    """The file, its folder, or the server's role lets us read but not write."""

    exit_code = 25

    def __init__(self, target: str | None, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot be written to: {self.reason}"


class DatabaseUnreadable(TimelineError):
    """The file is there and cannot be read: no permission, a failing disk."""

    exit_code = 26

    def __init__(self, target: str | None, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot be read: {self.reason}"


class DatabaseDamaged(TimelineError):
    """The file is an SQLite database whose content is corrupt."""

    exit_code = 27
    hint = "restore a backup with: timeline db restore FILE"

    def __init__(self, target: str | None, detail: str) -> None:
        super().__init__(target, detail)
        self.place = target
        self.detail = detail

    def __str__(self) -> str:
        return f"damaged: {self.detail}"


class DiskFull(TimelineError):
    """No room is left on the disk; nothing was written."""

    exit_code = 28
    hint = "free some space, then try again"

    def __init__(self, target: str | None) -> None:
        super().__init__(target)
        self.place = target

    def __str__(self) -> str:
        return "the disk is full; nothing was written"


class CannotCreate(TimelineError):
    """A new file cannot be made here."""

    exit_code = 29

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot be created: {self.reason}"


class UnknownServer(TimelineError):
    """A URL names a kind of database that we do not speak."""

    exit_code = 30
    hint = "give the path of an SQLite file or postgresql://USER:PASSWORD@HOST/DATABASE"

    def __init__(self, target: str, kind: str) -> None:
        super().__init__(target, kind)
        self.place = target
        self.kind = kind

    def __str__(self) -> str:
        return f'"{self.kind}" is not a kind of database timeline can use'


class DriverMissing(TimelineError):
    """PostgreSQL is asked for and its driver is not installed."""

    exit_code = 31
    hint = "run: pip install 'timeline[postgres]'"

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.place = target

    def __str__(self) -> str:
        return "the driver for PostgreSQL (psycopg) is not installed"


class ServerUnreachable(TimelineError):
    """No PostgreSQL server answers at this address, or the connection broke."""

    exit_code = 32

    def __init__(self, target: str | None, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"the server cannot be reached: {self.reason}"


class LoginRefused(TimelineError):
    """The PostgreSQL server does not let this user in, or not do this."""

    exit_code = 33

    def __init__(self, target: str | None, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"the server refused: {self.reason}"


class NoServerDatabase(TimelineError):
    """The server is there and holds no database, or no timeline in it, of that name."""

    exit_code = 34
    hint = "make the database with createdb, then its tables with: timeline init --db URL"

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(target, reason)
        self.place = target
        self.reason = reason

    def __str__(self) -> str:
        return f"no timeline on the server: {self.reason}"


class FilesOnly(TimelineError):
    """A command that works on a database file was given a server."""

    exit_code = 35
    hint = "use the server's own tools: pg_dump and pg_restore"

    def __init__(self, target: str, what: str) -> None:
        super().__init__(target, what)
        self.place = target
        self.what = what

    def __str__(self) -> str:
        return f"{self.what} works on an SQLite file, not on a server"


class SqlRefused(TimelineError):
    """An ad-hoc query asks for something it may not do."""

    exit_code = 36
    hint = "timeline sql reads only: give one SELECT, VALUES, WITH or EXPLAIN statement"

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"refused: {self.what}"


class SqlMistake(TimelineError):
    """An ad-hoc query is not valid SQL, or names what is not there."""

    exit_code = 37
    hint = "see the tables, views and columns with: timeline sql --schema"

    def __init__(self, message: str, excerpt: str | None = None, offset: int | None = None) -> None:
        super().__init__(message, excerpt, offset)
        self.message = message
        self.excerpt = excerpt
        self.offset = offset

    def __str__(self) -> str:
        return f"the query has a mistake: {self.message}"


class SqlTimeout(TimelineError):
    """An ad-hoc query took longer than it may."""

    exit_code = 38
    hint = "narrow it, or allow more time with --timeout SECONDS"

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"stopped after {self.seconds:g} s"


class SqlTooLarge(TimelineError):
    """An ad-hoc query makes a value, or needs room, beyond the limit."""

    exit_code = 39

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return f"the query needs too much: {self.what}"


class UnknownFormat(TimelineError):
    """A format was named that there is not."""

    exit_code = 40

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name, known)
        self.name = name
        self.known = known
        self.hint = "formats are: " + ", ".join(known)

    def __str__(self) -> str:
        return f'no format is called "{self.name[:40]}"'


class NotUtf8(TimelineError):
    """A file to be read is not UTF-8."""

    exit_code = 41

    def __init__(self, name: str, line: int, offset: int, byte: int, likely: str | None = None) -> None:
        super().__init__(name, line, offset, byte, likely)
        self.place = f"{name}:{line}"
        self.byte_offset = offset
        self.byte = byte
        self.likely = likely
        self.hint = f"save it as UTF-8, or run: iconv -f {likely or 'WINDOWS-1252'} -t UTF-8 OLD > NEW"

    def __str__(self) -> str:
        told = f"; it begins like {self.likely}" if self.likely else ""
        return f"the file is not UTF-8: byte 0x{self.byte:02X} at byte {self.byte_offset + 1} of the file{told}"


class BareReturns(TimelineError):
    """The lines of a file end with a carriage return alone, as on the first Macintosh."""

    exit_code = 42
    hint = "save it with LF or CRLF line ends, or run: tr '\\r' '\\n' < OLD > NEW"

    def __init__(self, name: str, line: int = 1) -> None:
        super().__init__(name, line)
        self.place = f"{name}:{line}"

    def __str__(self) -> str:
        return "a line ends with a carriage return (CR) alone"


class NulBytes(TimelineError):
    """A file holds a NUL byte, which no text has and no database keeps."""

    exit_code = 43
    hint = "the file is damaged or no text; if it was UTF-16, save it as UTF-8"

    def __init__(self, name: str, line: int) -> None:
        super().__init__(name, line)
        self.place = f"{name}:{line}"

    def __str__(self) -> str:
        return "the line holds a NUL byte"


class NotJson(TimelineError):
    """A line, or a document, is not JSON (RFC 8259)."""

    exit_code = 44

    def __init__(self, name: str, line: int, column: int, message: str) -> None:
        super().__init__(name, line, column, message)
        self.place = f"{name}:{line}"
        self.column = column
        self.message = message
        self.hint = "a line holds one whole JSON object" if name.endswith("l") else None

    def __str__(self) -> str:
        return f"not JSON at column {self.column}: {self.message}"


class NotOurForm(TimelineError):
    """JSON, but not the form of docs/records.md."""

    exit_code = 45
    hint = 'a line is {"timeline": 1} or an object with "record"; docs/records.md tells which there are'

    def __init__(self, name: str, line: int, what: str, unit: str = "line") -> None:
        super().__init__(name, line, what, unit)
        self.place = f"{name}:{line}"
        self.what = what
        self.unit = unit

    def __str__(self) -> str:
        return f"the {self.unit} {self.what}"


class NewerForm(TimelineError):
    """A file was written by a later timeline in a form this one does not know."""

    exit_code = 46
    hint = "install the newer timeline, or export the file again with this one"

    def __init__(self, name: str, version: int, known: int) -> None:
        super().__init__(name, version, known)
        self.place = f"{name}:1"
        self.version = version
        self.known = known

    def __str__(self) -> str:
        return f"the file is of version {self.version}; this timeline reads version {self.known}"


class BadHeader(TimelineError):
    """The first row of a CSV file does not name the columns as we know them."""

    exit_code = 47

    def __init__(self, name: str, what: str, hint: str) -> None:
        super().__init__(name, what, hint)
        self.place = f"{name}:1"
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return self.what


class RaggedRow(TimelineError):
    """A row of a CSV file has another number of cells than the header."""

    exit_code = 48
    hint = 'a cell that holds a comma, a quote or a line end stands in double quotes ("a, b")'

    def __init__(self, name: str, line: int, cells: int, columns: int) -> None:
        super().__init__(name, line, cells, columns)
        self.place = f"{name}:{line}"
        self.cells = cells
        self.columns = columns

    def __str__(self) -> str:
        return f"the row has {self.cells} cells, the header {self.columns}"


class BadCsv(TimelineError):
    """A row of a CSV file cannot be taken apart (RFC 4180), or a cell is longer than any we take."""

    exit_code = 49

    def __init__(self, name: str, line: int, what: str, hint: str | None = None) -> None:
        super().__init__(name, line, what, hint)
        self.place = f"{name}:{line}"
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return self.what


class RecordsRefused(TimelineError):
    """Records were given of which one or more cannot be taken; nothing was written."""

    exit_code = 50

    def __init__(self, refused: tuple[tuple[str | None, str, str | None], ...], total: int) -> None:
        super().__init__(refused, total)
        self.refused = refused
        """Of each, in the order met: its place, the reason, the remedy."""
        self.lines: tuple[int | None, ...] = ()
        """Of each, the line of its file, where it has one."""
        self.total = total
        self.place, _, self.hint = refused[0]

    def __str__(self) -> str:
        (_, reason, _), *others = self.refused
        shown = "".join(f"\n  {place}: {why}" if place else f"\n  {why}" for place, why, _ in others[:9])
        more = self.total - 1 - len(others[:9])
        return reason + shown + (f"\n  … and {more} more" if more > 0 else "")


class ImportConflict(RecordsRefused):
    """Rows were changed in the database since the file was exported, and differ; nothing was written."""

    exit_code = 51

    def __init__(self, refused: tuple[tuple[str | None, str, str | None], ...], total: int) -> None:
        super().__init__(refused, total)
        self.hint = "--theirs takes what the file says, --ours keeps what the database says"


class FormatCannot(TimelineError):
    """A format is known, but not for what was asked of it."""

    exit_code = 10

    def __init__(self, name: str, what: str, others: tuple[str, ...] = ()) -> None:
        super().__init__(name, what, others)
        self.name = name
        self.what = what
        if others:
            self.hint = f"formats that can: {', '.join(others)}"

    def __str__(self) -> str:
        return f"the format {self.name} cannot {self.what}"


class InputUnreadable(TimelineError):
    """A file to be read is not there, is a folder, or may not be read."""

    exit_code = 11

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.place = path
        self.reason = reason

    def __str__(self) -> str:
        return f"cannot read: {self.reason}"


class NothingToChange(TimelineError):
    """A command that changes something was given nothing to change."""

    exit_code = 12
    hint = "name at least one option; --help lists them"

    def __str__(self) -> str:
        return "nothing to change was named"


class CheckFailed(TimelineError):
    """A check found something; what it found stands on stdout."""

    exit_code = 13

    def __init__(self, findings: int) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "1 finding" if self.findings == 1 else f"{self.findings:,} findings"


class StillNeeded(TimelineError):
    """Something was to be taken away that the rest still needs."""

    exit_code = 14

    def __init__(self, kind: str, name: str, why: str) -> None:
        super().__init__(kind, name, why)
        self.kind = kind
        self.name = name
        self.why = why

    def __str__(self) -> str:
        return f'the {self.kind} "{self.name}" cannot go: {self.why}'


class NotTheSameDay(TimelineError):
    """An order by hand was asked for between events whose dates already order them."""

    exit_code = 15
    hint = "an order by hand holds only between events of one and the same date; change a date with --when"

    def __init__(self, title: str, other: str) -> None:
        super().__init__(title, other)
        self.title = title
        self.other = other

    def __str__(self) -> str:
        return f'"{self.title}" and "{self.other}" are not of the same date'


class RowRefused(TimelineError):
    """A row breaks a rule of the database."""

    exit_code = 60

    def __init__(self, table: str | None, why: str) -> None:
        super().__init__(table, why)
        self.table = table
        self.why = why

    def __str__(self) -> str:
        what = f"a row of {self.table}" if self.table else "a row"
        return f"{what} cannot be stored: {self.why}"


class NoBatch(TimelineError):
    """There is no batch of that number, or none that could be undone."""

    exit_code = 61
    hint = "see them all with: timeline log"

    def __init__(self, batch: int | None) -> None:
        super().__init__(batch)
        self.batch = batch

    def __str__(self) -> str:
        return "there is nothing to undo" if self.batch is None else f"there is no batch {self.batch}"


class AlreadyUndone(TimelineError):
    """A batch to be undone has been undone before."""

    exit_code = 62

    def __init__(self, batch: int, by: int) -> None:
        super().__init__(batch, by)
        self.batch = batch
        self.by = by
        self.hint = f"to bring it back, undo the undo: timeline undo {by}"

    def __str__(self) -> str:
        return f"batch {self.batch} was undone by batch {self.by}"


class UndoRefused(TimelineError):
    """Later batches rely on what a batch to be undone has written."""

    exit_code = 63

    def __init__(self, batch: int, reasons: tuple[str, ...], later: tuple[int, ...], more: int = 0) -> None:
        super().__init__(batch, reasons, later, more)
        self.batch = batch
        self.reasons = reasons
        self.later = later
        """The batches that stand in the way, newest first."""
        self.more = more
        """How many further rows are in the way."""
        if later:
            self.hint = "undo first, in this order: batch " + ", ".join(map(str, later))

    def __str__(self) -> str:
        rest = f"; and {self.more} more" if self.more else ""
        return f"batch {self.batch} cannot be undone: " + "; ".join(self.reasons) + rest


class BadMoment(TimelineError):
    """The moment of the database's past is neither a batch nor a time."""

    exit_code = 64
    hint = "give a number of timeline log, or a time such as 2025-09-03T12:00:00Z"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f'"{self.text}" is neither a batch nor a time in UTC'


class UidTaken(TimelineError):
    """A uid named by hand belongs to something else already."""

    exit_code = 18
    hint = "choose another, or leave --uid out: one is made"

    def __init__(self, kind: str, uid: str) -> None:
        super().__init__(kind, uid)
        self.kind = kind
        self.uid = uid

    def __str__(self) -> str:
        return f'another {self.kind} has the uid "{self.uid}"'


class InputEmpty(TimelineError):
    """A file to be ingested holds nothing."""

    exit_code = 70

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.place = name

    def __str__(self) -> str:
        return "the file is empty"


class InputTooLarge(TimelineError):
    """A file to be ingested is larger than an article can be."""

    exit_code = 71
    hint = "split it, or take the text out of it first"

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(name, size, limit)
        self.place = name
        self.size = size
        self.limit = limit

    def __str__(self) -> str:
        return f"the file has {self.size / 2**20:,.0f} MB; the most that is read is {self.limit / 2**20:,.0f} MB"


class InputNotText(TimelineError):
    """A file to be ingested is damaged, or is no text in an encoding that can be told."""

    exit_code = 72
    hint = "save it as UTF-8, or name its kind"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.place = name

    def __str__(self) -> str:
        return "the file is damaged, or not text in UTF-8, UTF-16 or Windows-1252"


class InputWithoutText(TimelineError):
    """A page or document to be ingested holds no text of an article."""

    exit_code = 73
    hint = "save the text of the article as plain text and ingest that"

    def __init__(self, name: str, kind: str) -> None:
        super().__init__(name, kind)
        self.place = name
        self.kind = kind

    def __str__(self) -> str:
        return f"the {self.kind} file holds no text of an article"


class InputLocked(TimelineError):
    """A PDF to be ingested is encrypted."""

    exit_code = 74
    hint = "save a copy without a password"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.place = name

    def __str__(self) -> str:
        return "the PDF is encrypted"


class InputScanned(TimelineError):
    """A PDF to be ingested has pages but no text: they are pictures."""

    exit_code = 75
    hint = "run text recognition over it first"

    def __init__(self, name: str, pages: int) -> None:
        super().__init__(name, pages)
        self.place = name
        self.pages = pages

    def __str__(self) -> str:
        return f"the PDF has {self.pages} page{'' if self.pages == 1 else 's'} and no text: it is scanned"


class InputUnknownKind(TimelineError):
    """A file to be ingested is named as of a kind that cannot be read."""

    exit_code = 76

    def __init__(self, name: str, kind: str, kinds: tuple[str, ...]) -> None:
        super().__init__(name, kind, kinds)
        self.place = name
        self.kind = kind
        self.hint = f"kinds that can be read: {', '.join(kinds)}"

    def __str__(self) -> str:
        return f'files of the kind "{self.kind}" cannot be read'


class ExtraMissing(TimelineError):
    """A file or a format wants a library of an extra that is not installed."""

    exit_code = 77

    def __init__(self, name: str, kind: str, extra: str = "ingest") -> None:
        super().__init__(name, kind, extra)
        self.place = name
        self.kind = kind
        self.extra = extra
        self.hint = f"run: pip install 'timeline[{extra}]'"

    def __str__(self) -> str:
        return f'for {self.kind}, timeline needs its extra "{self.extra}"'


class NotAgreed(TimelineError):
    """A change that is shown before it is written was not agreed to; nothing was written."""

    exit_code = 19
    hint = "--yes writes it without a question"

    def __str__(self) -> str:
        return "nothing was written"


class ChangedMeanwhile(TimelineError):
    """The database was changed between showing what would be written and the yes; nothing was written."""

    exit_code = 65
    hint = "look at it again: run the same command once more"

    def __str__(self) -> str:
        return "the database was changed by someone else meanwhile; nothing was written"


class LossRefused(TimelineError):
    """An export was to be strict, and the format cannot hold all that was to go out; nothing was written."""

    exit_code = 100
    hint = "without --strict it is written without what it cannot hold; docs/formats.md tells what each format holds"

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(name, sentence)
        self.name = name
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.name} cannot hold all of it ({self.sentence}); nothing was written"


class NotOfFormat(TimelineError):
    """A file to be imported is not of the format it was taken for, or breaks that format's rules."""

    exit_code = 101

    def __init__(self, name: str, where: int | str | None, form: str, problem: str, hint: str | None = None) -> None:
        super().__init__(name, where, form, problem, hint)
        self.place = name if where is None else f"{name}:{where}"
        self.form = form
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.form}: {self.problem}"


class BytesToTerminal(TimelineError):
    """A format that is no text was to be written to a terminal."""

    exit_code = 102
    hint = "name a file with -o, or send it into a pipe"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"{self.name} is no text, and a terminal shows nothing else"


class MergeRefused(TimelineError):
    """Two actors cannot be made one, or cannot be told apart any more."""

    exit_code = 90

    def __init__(self, keep: str, other: str, why: str, hint: str | None = None) -> None:
        super().__init__(keep, other, why, hint)
        self.keep = keep
        self.other = other
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.other} and {self.keep}: {self.why}"


class LinkRefused(TimelineError):
    """A link was asked for that cannot be: of something with itself, or closing a ring of parts."""

    exit_code = 91

    def __init__(self, subject: str, kind: str, other: str, why: str, hint: str | None = None) -> None:
        super().__init__(subject, kind, other, why, hint)
        self.subject = subject
        self.kind = kind
        self.other = other
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.other}: {self.why}"


class LinkUnclear(TimelineError):
    """The names of a link mean both two events and two actors."""

    exit_code = 92

    def __init__(self, kind: str, events: tuple[str, str], actors: tuple[str, str]) -> None:
        super().__init__(kind, events, actors)
        self.kind = kind
        self.events = events
        self.actors = actors
        self.hint = "say which with --events or --actors, or name them by their uids"

    def __str__(self) -> str:
        return (
            f"{self.kind} could be between the events {' and '.join(self.events)},"
            f" or between the actors {' and '.join(self.actors)}"
        )


class RowsRefused(TimelineError):
    """Rows of a mapped import were refused and put aside; all others were written."""

    exit_code = 111

    def __init__(self, refused: int, rows: int, kept_in: tuple[str, ...], *, written: bool) -> None:
        super().__init__(refused, rows, kept_in, written)
        self.refused = refused
        self.rows = rows
        self.written = written
        if kept_in:
            self.hint = f"they are in {', '.join(kept_in)}, each with its reason: mend them, and import that file too"

    def __str__(self) -> str:
        told = f"{self.refused:,} of {self.rows:,} row{'' if self.rows == 1 else 's'} "
        told += "was refused" if self.refused == 1 else "were refused"
        return told if not self.written else f"{told}, the others were taken"


class BadMap(TimelineError):
    """A map for an import is not TOML, has a key that there is not, or a value that cannot be."""

    exit_code = 112

    def __init__(self, place: str, reason: str, hint: str | None = None) -> None:
        super().__init__(place, reason, hint)
        self.place = place
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


class NoSuchColumn(TimelineError):
    """A map names a column that the file does not have, or has twice."""

    exit_code = 113

    def __init__(self, name: str, column: str, reason: str, hint: str) -> None:
        super().__init__(name, column, reason, hint)
        self.place = name
        self.column = column
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


class DatesUnclear(TimelineError):
    """The dates of a whole column can be read in two ways, and the map does not say which."""

    exit_code = 114

    def __init__(self, name: str, reason: str, hint: str) -> None:
        super().__init__(name, reason, hint)
        self.place = name
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


class NotTabular(TimelineError):
    """A file for a mapped import is no table: empty, of another kind, or broken beyond a row."""

    exit_code = 115

    def __init__(self, name: str, reason: str, hint: str | None = None) -> None:
        super().__init__(name, reason, hint)
        self.place = name
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


class NothingGuessed(TimelineError):
    """No map can be guessed for a file: nothing in it reads like the title or the date of an event."""

    exit_code = 116

    def __init__(self, name: str, reason: str, hint: str) -> None:
        super().__init__(name, reason, hint)
        self.place = name
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        return self.reason


class PublishedAhead(TimelineError):
    """An article to be ingested is said to be published after today."""

    exit_code = 78
    hint = "give the day it was published with --published DATE"

    def __init__(self, name: str, published: str, today: str) -> None:
        super().__init__(name, published, today)
        self.place = name
        self.published = published
        self.today = today

    def __str__(self) -> str:
        return f"the day of publication, {self.published}, lies after today, {self.today}"


class NothingToIngest(TimelineError):
    """A folder to be ingested holds no file of a kind that can be read."""

    exit_code = 79

    def __init__(self, name: str, endings: tuple[str, ...]) -> None:
        super().__init__(name, endings)
        self.place = name
        self.hint = f"files that are taken from a folder end in {', '.join(endings)}"

    def __str__(self) -> str:
        return "the folder holds no file that can be ingested"


class IngestRefused(TimelineError):
    """Of several files to be ingested one or more cannot be read; nothing was written, unless told to keep going."""

    exit_code = 80

    def __init__(self, refused: int, total: int, *, others: bool = False) -> None:
        super().__init__(refused, total, others)
        self.refused = refused
        self.total = total
        self.others = others
        """The other files were ingested, as was asked."""
        self.hint = None if others else "mend them or leave them out; --keep-going ingests the others"

    def __str__(self) -> str:
        rest = "the others were ingested" if self.others else "nothing was written"
        return f"{self.refused} of {self.total} files cannot be read; {rest}"


class NotADraft(TimelineError):
    """What is to be accepted, merged or rejected is no draft, or is none any more."""

    exit_code = 81
    hint = "see the drafts with: timeline review --list"

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text, why)
        self.text = text
        self.why = why

    def __str__(self) -> str:
        return f'"{self.text}" cannot be reviewed: {self.why}'


class NeedsTerminal(TimelineError):
    """A review draft by draft was asked for where there is no terminal."""

    exit_code = 82
    hint = "without one: timeline review --list, then --accept ID, --merge ID --into EVENT, --reject ID or --accept-all"

    def __str__(self) -> str:
        return "a review draft by draft needs a terminal"


class FormWrong(TimelineError):
    """A line of a draft's short text form cannot be taken."""

    exit_code = 83

    def __init__(self, line: int, text: str, problem: str, hint: str | None = None) -> None:
        super().__init__(line, text, problem, hint)
        self.place = f"line {line}"
        self.line = line
        self.excerpt = text
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        return self.problem


class EditorFailed(TimelineError):
    """The editor could not be started, or ended with an error; nothing was changed."""

    exit_code = 84
    hint = "name another with VISUAL or EDITOR"

    def __init__(self, editor: str, why: str) -> None:
        super().__init__(editor, why)
        self.editor = editor
        self.why = why

    def __str__(self) -> str:
        return f"the editor {self.editor} {self.why}"


class ValueUnread(TimelineError):
    """The value of a claim is no figure, and its attribute is counted."""

    exit_code = 85
    hint = 'write it as "at least 1,000", "about 4,700", "1,000 to 2,000", "dozens"; --text keeps the words'

    def __init__(self, attribute: str, unit: str, value: str) -> None:
        super().__init__(attribute, unit, value)
        self.attribute = attribute
        self.unit = unit
        self.value = value

    def __str__(self) -> str:
        return f'{self.attribute} is counted in {self.unit}, and "{self.value}" is no figure'


class NotKnownThen(TimelineError):
    """An event was asked for by a date before anything that counts had been printed of it."""

    exit_code = 86
    hint = "--possibly counts what may have been printed by then; without --known-by all is shown"

    def __init__(self, event: str, by: str) -> None:
        super().__init__(event, by)
        self.event = event
        self.by = by

    def __str__(self) -> str:
        return f"nothing that supports {self.event} had been printed by {self.by}"


class NoBrowser(TimelineError):
    """The page is written, and this machine has no browser that could be started to show it."""

    exit_code = 119
    hint = "open the file yourself; --no-open starts no browser"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.place = path

    def __str__(self) -> str:
        return "the page is here, but no browser could be started"
