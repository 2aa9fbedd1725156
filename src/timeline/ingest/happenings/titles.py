"""The words of a happening, cut to a title: without the date, the markup and what hangs on loosely."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.ingest.clauses import Token

MAX_TITLE = 110
"""Code points of a proposed title."""


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join stretches of tokens that touch."""
    made: list[tuple[int, int]] = []
    for a, b in spans:
        if made and a <= made[-1][1]:
            made[-1] = (made[-1][0], max(b, made[-1][1]))
        else:
            made.append((a, b))
    return made


def tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave off the signs and joining words at the edges of a quote."""
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-)"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-("):
        end -= 1
    return start, end


def title_of(text: str, tokens: list[Token], spans: list[tuple[int, int]], dates: set[tuple[int, int]]) -> str:
    """Give the words of a clause without its date, shortened at a word."""
    pieces: list[str] = []
    for first, last in spans:
        position: int | None = None
        for token in tokens[first:last]:
            if any(a <= token.start < b for a, b in dates) or False:
                position = None
                while pieces and pieces[-1].strip().lower() in {
                    "",
                    "of",
                    "in",
                    "on",
                    "at",
                    "the",
                    "during",
                    "by",
                    "from",
                    "since",
                }:
                    pieces.pop()
                continue
            if position is not None and pieces:
                gap = text[position : token.start]
                pieces.append(" " if gap.strip() == "" and gap else gap)
            elif pieces:
                pieces.append(" ")
            pieces.append(token.raw)
            position = token.end
    made = " ".join("".join(pieces).split())
    made = " ".join(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", " ", made).split())
    made = re.sub(r",(?:\s*,)+", ",", made)
    made = re.sub(r"^(?:[,;:.–—)\-]\s*|[’']s\s+)+", "", made)
    made = re.sub(
        r"^(?:and|but|when|while|after|before|who|whom|which|that|then|where|as|since|following)\s+",
        "",
        made,
        flags=re.IGNORECASE,
    )
    made = (
        re.sub(r"^[,;:.–—)\-“”\"\s]+(?=\w)", "", made)
        if made.count("“") != made.count("”")
        else re.sub(r"^[,;:.–—)\-\s]+", "", made)
    )
    made = re.sub(r"\s+([,.;:])", r"\1", made)
    made = re.sub(r"(?:\s+(?:on|in|at|and|by|the|of))*[\s,;:.–—(\-]*$", "", made)
    return (
        shortened(made[:1].upper() + made[1:])
        if made
        else " ".join(text[tokens[spans[0][0]].start : tokens[spans[0][1] - 1].end].split())[:MAX_TITLE]
    )


def shortened(title: str) -> str:
    """Cut a title to what fits, between words."""
    if len(title) <= MAX_TITLE:
        return title
    cut = title[: MAX_TITLE - 1]
    comma = cut.rfind(", ")
    cut = cut[:comma] if comma > 50 else cut.rsplit(" ", 1)[0]
    return re.sub(r"(?:\s+(?:on|in|at|and|by|the|of|to|a|an|for|with|that))*[\s,;:.–—(\-]*$", "", cut) + (
        "" if comma > 50 else "…"
    )
