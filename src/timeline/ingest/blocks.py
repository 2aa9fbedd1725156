"""
A text cut into blocks and sentences: what is telling, and what is headline, caption or furniture.

Offsets are code points of the text as given; nothing is copied or changed. A block is a paragraph, a list entry,
a log line. Blocks that do not end like a sentence are captions or headings unless the whole text is written so;
they may support an event but never make one. New kinds of furniture are words in `data/cues.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.ingest.lexicon import lexicon

_BREAK = re.compile(r"\n[ \t]*\n\s*")
_STARTS_ANEW = re.compile(
    r"[ \t]*(?:[-*•–—|]\s|#{1,6}\s|\d{1,2}[.)]\s|\d{1,2}[:.h]\d\d\b|\[?\d{1,2}:\d\d|\*\*|[A-Z][a-z]+day\b|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\d{4}\s*[:–—-])",
)
_END = re.compile(
    r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-ZÀ-Þ0-9])|[.!?…][”\"’](?=\s)",
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sts|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Maj|Cmdr|Rev|Hon|Jr|Sr|No|Nos|vs|approx|Ave|Blvd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Fig|Art|ca|cf|Mt|Ft|Supt|Det|Insp)|"
    r"\b[A-Z](?:\.[A-Z])*)\.$",
)
_SMALL_ABBREVIATIONS = frozenset(["vs", "approx", "ca", "cf"])
"""Those of them that are written small; any other word in small letters is none."""
_HALF_DAY = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)
_AFTER_HALF_DAY = re.compile(
    r"\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec|\d|[A-Z]{2,4}\b)",
)
_TERMINAL = re.compile(r"[.!?…:;][\"”’')\]*_]*\s*$|[\"”]\s*$")
_BYLINE = re.compile(
    r"(?:By|Words by|Reporting by|Written by) [A-Z][\w’'.-]+(?: [A-Zdv][\w’'.-]+){0,5}(?:,? (?:and|in) .{1,60})?\.?$"
)
_BULLET = re.compile(r"[ \t]*(?:[-*•–—|]\s+|#{1,6}\s+|>\s*|\d{1,2}[.)]\s+)")


@dataclass(slots=True)
class Block:
    """A paragraph, an entry of a list, a heading."""

    start: int
    end: int
    kind: str
    """text, entry, heading, caption or furniture."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence inside a block."""

    start: int
    end: int
    block: int


def blocks(text: str, title: str | None = None) -> list[Block]:
    """Cut `text` into blocks and tell what each is."""
    found = [Block(start, end, "") for start, end in _paragraphs(text)]
    loose = 0
    for number, block in enumerate(found):
        block.kind = _kind(text[block.start : block.end], number, title)
        loose += block.kind in {"caption", "heading"}
    if found and loose > 0.6 * len(found) and len(found) > 2:
        # written without full stops throughout: notes, a log, a table of years
        for number, block in enumerate(found):
            if block.kind in {"caption", "heading"} and number:
                block.kind = "entry"
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    for gap in [*_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _lines(text, position, end)
        position = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph at the line breaks that are meant (a wrapped line goes on)."""
    first = start
    while True:
        stop = text.find("\n", start, end)
        if stop < 0:
            break
        line = text[start:stop].rstrip()
        short = len(line) < 55
        if _STARTS_ANEW.match(text, stop + 1) or short or len(line) > 110:
            yield from _trimmed(text, first, stop)
            first = stop + 1
        start = stop + 1
    yield from _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _kind(block: str, number: int, title: str | None) -> str:
    words = lexicon().words
    low = block[:300].lower()
    bare = low.lstrip("#*>-–— ")
    if len(block) < 220 and any(
        bare.startswith(cue) or (len(block) < 80 and cue in low) for cue in words["boilerplate"]
    ):
        return "furniture"
    if len(block) < 120 and _BYLINE.match(block):
        return "furniture"
    if block.startswith("#") or (title is not None and block == title):
        return "heading"
    if _STARTS_ANEW.match(block):
        return "entry"
    if _TERMINAL.search(block[-6:]):
        return "text"
    return "heading" if number == 0 and len(block) < 200 else "caption"


def sentences(text: str, block: Block, number: int) -> Iterator[Sentence]:
    """Cut a block into its sentences."""
    start = block.start
    bullet = _BULLET.match(text, start, block.end)
    if bullet:
        start = bullet.end()
    for match in _END.finditer(text, start, block.end):
        if _goes_on(text, start, match):
            continue
        yield Sentence(start, match.end(), number)
        start = match.end()
        while start < block.end and text[start].isspace():
            start += 1
    if start < block.end:
        yield Sentence(start, block.end, number)


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a full stop belongs to an abbreviation, or a quotation goes on after it."""
    head = text[max(start, match.start() - 12) : match.start() + 1]
    if match.group()[0] == ".":
        if head.endswith((".m.", ".M.")) and _HALF_DAY.search(head):
            return _AFTER_HALF_DAY.match(text, match.end()) is not None
        last = head[:-1].rpartition(" ")[2]
        plain = last.isalpha() and last.islower() and last not in _SMALL_ABBREVIATIONS
        if not plain and _ABBREVIATED.search(head):
            return True
    rest = text[match.end() : match.end() + 3].lstrip()
    return bool(rest) and rest[0].islower()
