"""
A chronology to send an editor: Markdown with headings by year and month and a footnote a citation.

GitHub Flavored Markdown and its footnotes, which Pandoc, Obsidian and others read too. Dates are in words; figures
for one thing stand side by side in a table with who says each; every footnote has the source, the place in it,
the words, the link. Everything of the user's is escaped, so that it is shown as it is written. It streams: footnotes
stand below their event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

from timeline.edtf import bounds, parse
from timeline.edtf.civil import DAY, civil_from_days
from timeline.errors import EdtfError
from timeline.formats import markup, types, unheld, wording

_UNHELD = (
    *("as_written", "zone", "calendar", "position", "kind", "importance", "note", "external_ids"),
    *("coordinates", "place", "actor", "reasons", "offsets", "around"),
)
_STANCE = {"disputes": " (disputes it)", "mentions": " (mentions it)"}


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write the title, then each event under the heading of its time."""
    yield f"# {markup.inline(context.title)}\n"
    if context.filters:
        yield f"\n{markup.inline(context.filters)}\n"
    under: tuple[str, str] = ("", "")
    note = 0
    for event in events:
        year, month = _headings(event.get("date"))
        if year != under[0]:
            yield f"\n## {markup.inline(year)}\n"
        if month and (year, month) != under:
            yield f"\n### {markup.inline(month)}\n"
        under = (year, month or (under[1] if year == under[0] else ""))
        text, note = _event(event, note)
        yield text
        unheld.count(event, lost, _UNHELD)


def _headings(edtf: str | None) -> tuple[str, str]:
    """
    Give the heading of the year and that of the month, "" where the year is all there is.

    What begins in no known month has its own words as the heading of its stretch.

    >>> _headings("2024-08-06"), _headings("2024"), _headings("[2024-06..2024-08]"), _headings(None)
    (('2024', 'August 2024'), ('2024', ''), ('2024', 'Between June and August 2024'), ('Undated', ''))
    """
    try:
        value = parse(edtf) if edtf else None
    except EdtfError:
        value = None
    if value is None:
        return "Undated", ""
    reach = bounds(value)
    words = wording.date(edtf)
    words = words[:1].upper() + words[1:]
    if not (isfinite(reach.start_min) and isfinite(reach.start_max)):
        return words, ""
    low, high = (civil_from_days(int(second) // DAY) for second in (reach.start_min, reach.start_max))
    if low[0] != high[0]:
        return words, ""
    sign = "-" if low[0] < 0 else ""
    year = f"{sign}{abs(low[0]):04d}" if abs(low[0]) <= 9999 else f"Y{low[0]}"
    told = wording.date(year)
    if low[1] == high[1]:
        return told, wording.date(f"{year}-{low[1]:02d}") if abs(low[0]) <= 9999 else ""
    whole_year = low[1:] == (1, 1) and high[1:] == (12, 31)
    return told, "" if whole_year else words


def _event(event: Mapping[str, Any], note: int) -> tuple[str, int]:
    """Give an event with its footnotes, the first of which has the number after `note`."""
    first = note
    notes: list[str] = []
    for citation in event.get("citations", ()):
        note += 1
        notes.append(_footnote(note, citation))
    marks = "".join(f"[^{number}]" for number in range(first + 1, note + 1))
    when = wording.date(event.get("date"))
    title = f"**{markup.inline(when[:1].upper() + when[1:])}.** **{markup.inline(event['title'])}**"
    if event.get("status", "confirmed") != "confirmed":
        title += f" *({event['status']})*"
    blocks = [title + marks]
    blocks += [markup.inline(part) for part in (event.get("summary") or "").split("\n\n") if part.strip()]
    facts = [("Who", "; ".join(wording.who(event))), ("Where", event.get("place", {}).get("name", ""))]
    facts.append(("Tags", ", ".join(event.get("tags", ()))))
    linked = [f"{one['kind'].replace('_', ' ')}: {one['to']['title']}" for one in event.get("links", ())]
    facts.append(("Related", "; ".join(linked)))
    blocks += [f"*{name}:* {markup.inline(told)}" for name, told in facts if told]
    if event.get("claims"):
        table, claimed, note = _figures(event["claims"], note)
        blocks.append(table)
        notes += claimed
    return "".join(f"\n{block}\n" for block in [*blocks, *notes]), note


def _figures(claims: list[Mapping[str, Any]], note: int) -> tuple[str, list[str], int]:
    """Give the figures as a table, those of one thing below each other, and their footnotes."""
    lines = ["| What | Figure | Who says it | For | Status |", "| --- | --- | --- | --- | --- |"]
    notes = []
    for claim in sorted(claims, key=wording.subject):
        mark = ""
        if "citation" in claim:
            note += 1
            notes.append(_footnote(note, claim["citation"]))
            mark = f"[^{note}]"
        period = wording.date(claim["period"]) if claim.get("period") else ""
        cells = (wording.subject(claim), wording.value(claim), wording.asserted(claim), period, claim["status"])
        shown = [markup.inline(cell) for cell in cells]
        shown[1] += mark
        lines.append("| " + " | ".join(shown) + " |")
    return "\n".join(lines), notes, note


def _footnote(number: int, citation: Mapping[str, Any]) -> str:
    """Give the definition of a footnote: source, place in it, words, link, archive."""
    source = citation["source"]
    told = markup.inline(wording.source(source))
    if url := wording.address(source.get("url")):
        told = f"[{told}]({markup.target(url)})"
    if place := wording.locator(citation):
        told += f", {markup.inline(place)}"
    told += _STANCE.get(citation.get("stance", ""), "")
    if citation.get("quote"):
        told += f": “{markup.inline(citation['quote'])}”"
    if archive := wording.address(source.get("archive_url")):
        told += f" ([archived]({markup.target(archive)}))"
    if citation.get("date") and not citation.get("accepted"):
        told += f" — gives {markup.inline(wording.date(citation['date']))}"
    if citation.get("note"):
        told += f" — {markup.inline(citation['note'])}"
    return f"[^{number}]: {told}"


FORMAT = types.Format(
    "md-report",
    ".report.md",
    "a chronology to send an editor, in Markdown",
    write_whole=write_whole,
)
