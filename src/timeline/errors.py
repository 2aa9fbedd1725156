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
