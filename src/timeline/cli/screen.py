"""
A draft on the screen: its passage with the words and the date marked, what it says, what it looks like.

On a terminal with colours the quoted words are bold and the words of the date stand out; without (NO_COLOR, TERM=dumb)
they stand between marks. Only lines of text are made here; `sitting` puts them on the terminal.
"""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from timeline.cli import statements
from timeline.cli.events import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.model import CitationRow, Detail
    from timeline.store.engine import Reader
    from timeline.store.proposals import Look
    from timeline.store.review import DraftRow

_AROUND = 240
"""Code points of the text that are shown before and after the quoted words."""
_BOLD, _PHRASE, _FAINT, _PLAIN = "\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"


class Style(NamedTuple):
    """How words are marked."""

    quote: tuple[str, str]
    phrase: tuple[str, str]
    faint: tuple[str, str]
    title: tuple[str, str]


COLOURED = Style((_BOLD, _PLAIN), (_PHRASE, _PLAIN + _BOLD), (_FAINT, _PLAIN), (_BOLD, _PLAIN))
BARE = Style(("»", "«"), ("[", "]"), ("", ""), ("", ""))


def style() -> Style:
    """Give colours, or plain marks where none are wanted."""
    return BARE if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else COLOURED


def lines(reader: Reader, draft: DraftRow, found: Detail, look: Look | None, width: int) -> Iterator[str]:
    """Give the lines that show a draft."""
    marks = style()
    if draft.source_title:
        yield from _wrapped(f"{draft.source_title} [{draft.source}]", width, marks.faint)
    for citation in found.citations:
        yield ""
        yield from _passage(reader, citation, width, marks)
    yield ""
    event = found.event
    yield from _wrapped(event.title, width, marks.title)
    dated = next((one for one in found.citations if one.accepted), None)
    yield from _row("date", words(event.edtf) + (f"  ({event.edtf})" if event.edtf else ""), width)
    if dated is not None:
        yield from _row("because", reason(dated), width)
    if found.participants:
        yield from _row("who", "; ".join(f"{one.actor.name} ({one.role})" for one in found.participants), width)
    for label, value in (
        ("place", ", ".join(place.name for place in found.places)),
        ("kind", event.kind),
        ("summary", event.summary),
        ("tags", ", ".join(event.tags)),
        ("note", event.note),
    ):
        if value:
            yield from _row(label, value, width)
    for claim in found.claims:
        by = f", by {claim.by.name}" if claim.by else ""
        about = f", of {claim.about.name}" if claim.about else ""
        said = f", said {words(claim.claimed)}" if claim.claimed else ""
        yield from _row("claim", f"{claim.attribute}: {statements.value(claim)}{about}{by}{said}", width)
    if draft.confidence is not None:
        yield from _row("sure", f"{draft.confidence:.2f}" + (f": {draft.why}" if draft.why else ""), width)
    if look is not None:
        its = reader.one("SELECT edtf, status FROM event WHERE id = :id", {"id": look.id})
        when = f", {words(its[0])}" if its else ""
        draft_too = ", a draft too" if its and its[1] == "draft" else ""
        said = f"{look.likeness:.2f}{draft_too}" + (f": {look.reason}" if look.reason else "")
        yield from _row("looks like", f"{look.title}{when} [{look.uid}] ({said})", width)


def reason(citation: CitationRow) -> str:
    """Say what makes the date: phrase, anchor, rule."""
    parts = []
    if citation.phrase:
        parts.append(f"“{citation.phrase}”")
    if citation.anchor:
        kind = f" ({citation.anchor_kind})" if citation.anchor_kind else ""
        parts.append(f"counted from {words(citation.anchor)}{kind}")
    if citation.rule:
        parts.append(f"rule {citation.rule}")
    return ", ".join(parts) or "by hand"


def _passage(reader: Reader, citation: CitationRow, width: int, marks: Style) -> Iterator[str]:
    """Give the passage in its paragraph, the quoted words and those of the date marked."""
    quote = citation.quote or ""
    before = after = ""
    start, end = citation.quote_start, citation.quote_end
    if start is not None and end is not None:
        # substr counts code points from 1; only the stretch around the words is read
        low = max(0, start - _AROUND)
        row = reader.one(
            "SELECT substr(body, :low, :length) FROM source WHERE uid = :uid AND body IS NOT NULL",
            {"low": low + 1, "length": end - low + _AROUND, "uid": citation.source.uid},
        )
        text = row[0] if row else ""
        if text[start - low : end - low] == quote:
            before = text[: start - low].rpartition("\n")[2]
            if low and "\n" not in text[: start - low]:
                before = "…" + before.partition(" ")[2]
            after = text[end - low :].partition("\n")[0]
            if "\n" not in text[end - low :] and len(text) - (end - low) >= _AROUND:
                after = after.rpartition(" ")[0] + "…"
    inside = quote
    if citation.phrase and citation.phrase in quote:
        at = quote.index(citation.phrase)
        if citation.phrase_start is not None and start is not None:
            offset = citation.phrase_start - start
            at = offset if quote.startswith(citation.phrase, max(offset, 0)) and offset >= 0 else at
        phrase_end = at + len(citation.phrase)
        inside = quote[:at] + marks.phrase[0] + quote[at:phrase_end] + marks.phrase[1] + quote[phrase_end:]
    shown = f"{before}{marks.quote[0]}{inside}{marks.quote[1]}{after}"
    for line in _fold(" ".join(shown.split()), max(width - 2, 30)):
        yield f"  {line}"


def _fold(text: str, width: int) -> Iterator[str]:
    """Break a text with marks into lines; marks take no room, and begin anew on each line."""
    line, room, on = "", 0, ""
    for word in text.split(" "):
        bare = _bare(word)
        if line and room + 1 + len(bare) > width:
            yield line + (_PLAIN if on else "")
            line, room = on, 0
        elif line and room:
            line, room = line + " ", room + 1
        line, room = line + word, room + len(bare)
        for mark in (_PHRASE, _BOLD):
            if mark in word:
                on = mark
        if _PLAIN in word:
            on = _BOLD if word.rpartition(_PLAIN)[2].startswith(_BOLD) else ""
    if line:
        yield line


def _bare(word: str) -> str:
    for mark in (_PHRASE, _BOLD, _FAINT, _PLAIN):
        word = word.replace(mark, "")
    return word


def _row(label: str, value: str, width: int) -> Iterator[str]:
    wrapped = textwrap.wrap(value, max(width - 14, 30), break_on_hyphens=False) or [""]
    yield f"  {label:<12}{wrapped[0]}"
    yield from (f"  {'':<12}{line}" for line in wrapped[1:])


def _wrapped(text: str, width: int, marks: tuple[str, str]) -> Iterator[str]:
    for line in textwrap.wrap(text, max(width, 30), break_on_hyphens=False):
        yield f"{marks[0]}{line}{marks[1]}"
