"""References without a date (`V`): now, recently, the future."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: ARG001, ARG005, E501

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.timex.chart import Rule
from timeline.timex.parts import Vague

if TYPE_CHECKING:
    from timeline.timex.context import Context


def reference(c: Context, value: str) -> Vague:
    """Make a reference to the past, the present or the future."""
    return Vague(value)


def word(c: Context, value: str) -> Vague | None:
    """Make a reference of one word, if it is not an ordinary one here."""
    return Vague(value)


def now(_: Any) -> Vague:
    """Make "now"."""
    return Vague("PRESENT_REF")


RULES = (
    Rule("reference", "V", "REF", reference, "The past, the present or the future as such.", "right now -> PRESENT_REF", "the past tense", cost=1),
    Rule("reference-word", "V", "REFW", word, "", "", "", cost=2),
    Rule("recent", "V", "the? RECENT UNITS / the? most? RECENT UNITS", lambda c, value, _: Vague(value), "A stretch of the past without a number.", "", "", cost=1),
    Rule("past", "V", "the recent|distant|not? PASTW / the PASTW", lambda c, value: Vague(value), "The past as such.", "", "the past year", cost=1.5),
    Rule("now", "V", "now / right now / just now", now, "", "", "", cost=1.5),
)  # fmt: skip
