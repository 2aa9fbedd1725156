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
        return f"{shown} is not an EDTF date: at character {self.offset + 1}, {self.expected}"


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

    exit_code = 5
    hint = "give the earlier date to --since and the later to --until"

    def __str__(self) -> str:
        return "the window ends before it begins"


class DateOutOfRange(TimelineError):
    """A date lies further from 1970 than the database can hold (10^18 seconds, D3)."""

    exit_code = 5
    hint = "give a year between -31,000,000,000 and 31,000,000,000"

    def __init__(self, *, early: bool) -> None:
        super().__init__(early)
        self.early = early

    def __str__(self) -> str:
        return f"the date is too {'early' if self.early else 'late'} to be stored"
