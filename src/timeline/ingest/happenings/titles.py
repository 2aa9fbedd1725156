"""The words of a happening, cut to a title: without the date, the markup and what hangs on loosely."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.ingest.lexicon import each

if TYPE_CHECKING:
    from timeline.ingest.clauses import Token

MAX_TITLE = 110
"""Code points of a proposed title."""
_MARKUP = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)")
_COMMAS = re.compile(r",(?:\s*,)+")
_HEAD_SIGNS = re.compile(r"^(?:[,;:.–—)\-]\s*|[’']s\s+)+")
_HEAD_WORD = re.compile(
    r"^(?:(?:despite|in spite of) the fact that|and|but|when|while|after|before|until|till|because|although|though|"
    r"who|whom|which|that|then|where|as|since|following)\s+",
    re.IGNORECASE,
)
_HEAD_QUOTED = re.compile(r"^[,;:.–—)\-“”\"\s]+(?=\w)")
_HEAD = re.compile(r"^[,;:.–—)\-\s]+")
_GAP = re.compile(r"\s+([,.;:])")
_TAIL = re.compile(r"(?:\s+(?:on|in|at|and|by|the|of|under|for|with|a|an|that|which|but|or))*[\s,;:.–—(\-]*$")
_TAIL_UNIT = re.compile(r",\s+(?:(?:\w+ ){0,2})(?:minutes|hours|days|weeks|months|years)$")
"""What is left of "…, hours after the vote"."""
_TAIL_WORDS = frozenset(
    ["on", "in", "at", "and", "by", "the", "of", "under", "for", "with", "a", "an", "that", "which", "but", "or"]
)
_PUT_IN = re.compile(r"^([^,]{3,60}), [^,]{3,90}, ((?:have|has|had|was|were|is|are|will|would|[a-z]+ed)\b)")
"""What a subject is told to be before its verb: "Two men, one of them a boxer, were"."""
_CLOCK = re.compile(r"\s*\([^()]{0,16}\b(?:[ap]\.?m\.?|GMT|BST|UTC|E[SD]T|CES?T)\)")
"""A time of day told again for another place: "(8 p.m. GMT)"."""
_LOCAL = re.compile(r"^local time,?\s*|^alone,\s*|,?\s*\blocal time\b", re.IGNORECASE)
_CUT_TAIL = re.compile(r"(?:\s+(?:on|in|at|and|by|the|of|to|a|an|for|with|that))*[\s,;:.–—(\-]*$")
_LOOSE = each(
    "as of in on at the during by from since shortly just soon right immediately sometime around about before after "
    "until"
) | {""}
"""What is left out before a date that is left out."""


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


def _within(position: int, spans: set[tuple[int, int]]) -> bool:
    for start, end in spans:  # noqa: SIM110 - a generator costs more than all of its work
        if start <= position < end:
            return True
    return False


def _opened(pieces: list[str]) -> bool:
    """Tell whether a comma has opened what is put in: "X, the mayor"."""
    return pieces[-1].strip() != "," and sum(piece.strip() == "," for piece in pieces) % 2 == 1


def title_of(text: str, tokens: list[Token], spans: list[tuple[int, int]], dates: set[tuple[int, int]]) -> str:
    """Give the words of a clause without its date, shortened at a word."""
    pieces: list[str] = []
    for first, last in spans:
        position: int | None = None
        owner = dropped = False
        apart = bool(pieces)
        for token in tokens[first:last]:
            at = token.start
            if owner and token.low == "’s":
                pieces.append(" the" if pieces else "the")  # "in Saturday’s quake": in the quake
                owner, position = False, None
                continue
            if _within(at, dates):
                position, dropped = None, True
                owner = text[token.end : token.end + 2] in {"’s", "'s"}
                if owner:
                    continue
                while pieces and pieces[-1].strip().lower() in _LOOSE:
                    pieces.pop()
                apart = apart or (bool(pieces) and pieces[-1].rstrip().endswith(","))
                continue
            if apart and token.low == ",":
                if position is None and not dropped and _opened(pieces):
                    pieces.append(",")  # the second of the two around "the mayor" in "X, the mayor, …, was"
                    apart = False
                continue
            while apart and pieces and pieces[-1].strip() in {",", ""}:
                pieces.pop()  # what stood between commas is left out, and so are these
            apart = False
            if position is not None and pieces:
                gap = text[position : token.start]
                pieces.append(" " if gap.strip() == "" and gap else gap)
            elif pieces:
                pieces.append(" ")
            pieces.append(token.raw)
            position = token.end
    made = " ".join("".join(pieces).split())
    if "|" in made:
        made = " ".join(made.replace("|", " ").split())
    if "*" in made or "_" in made:
        made = " ".join(_MARKUP.sub(" ", made).split())
    if "ocal time" in made or made[:5].lower() == "alone":
        made = _LOCAL.sub("", made)
    if ")" in made:
        made = _CLOCK.sub("", made)
    if made.count(",") > 1:
        made = _COMMAS.sub(",", made)
    made = _HEAD_SIGNS.sub("", made)
    made = _HEAD_WORD.sub("", made)
    made = (_HEAD_QUOTED if made.count("“") != made.count("”") else _HEAD).sub("", made)
    made = _GAP.sub(r"\1", made)
    if made and (not made[-1].isalnum() or made.rpartition(" ")[2] in _TAIL_WORDS):
        made = _TAIL.sub("", made)
    if made.endswith("s"):
        made = _TAIL_UNIT.sub("", made)
    return (
        shortened(made[:1].upper() + made[1:])
        if made
        else " ".join(text[tokens[spans[0][0]].start : tokens[spans[0][1] - 1].end].split())[:MAX_TITLE]
    )


_LEAD = re.compile(
    r"(?:(?:In|At|On|Under|After|Amid|With|During|Despite|Following|For|By|As) [^,]{4,100}"
    r"|\w+ (?:hours|days|weeks|months|years) (?:after|before) [^,]{3,80}), (?=\S)"
)


def _without_lead(title: str) -> str:
    """Leave out what a long title opens with before its subject: "In one of the largest deals in history, …"."""
    for _ in range(2):
        lead = _LEAD.match(title)
        if lead is None or len(title) - lead.end() < 30:
            break
        title = title[lead.end()].upper() + title[lead.end() + 1 :]
    return title


def shortened(title: str) -> str:
    """Cut a title to what fits, between words; what is put in between commas goes first."""
    if len(title) > MAX_TITLE:
        title = _without_lead(title)
        title = _PUT_IN.sub(r"\1 \2", title)
    if len(title) <= MAX_TITLE:
        return title
    cut = title[: MAX_TITLE - 1]
    comma = cut.rfind(", ")
    cut = cut[:comma] if comma > 50 else cut.rsplit(" ", 1)[0]
    return _CUT_TAIL.sub("", cut) + ("" if comma > 50 else "…")
