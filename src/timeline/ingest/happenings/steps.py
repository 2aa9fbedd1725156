"""Days counted on and back, and where words stand: small steps that several ideas share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.edtf import bounds, parse
from timeline.edtf.civil import civil_from_days
from timeline.errors import TimelineError
from timeline.ingest.happenings.types import DAY

if TYPE_CHECKING:
    from timeline.ingest.clauses import Token


def token_at(tokens: list[Token], position: int) -> int:
    """Give the last token that begins at or before a code point."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start <= position:
            low = middle + 1
        else:
            high = middle
    return max(0, low - 1)


def day_after(text: str, days: int) -> str:
    """Give the ISO day so many days from an ISO day."""
    bound = bounds(parse(text))
    start = int(bound.start_min) // DAY if bound is not None else 0
    year, month, day = civil_from_days(start + days)
    return f"{year:04d}-{month:02d}-{day:02d}"


def day_number(text: str) -> int:
    """Give the day number of an ISO day."""
    return int(bounds(parse(text)).start_min) // DAY


def shifted(text: str, count: int, unit: str) -> str:
    """Give an ISO day, month or year moved by some units; as a full day where days are counted."""
    try:
        full = (text[:10] + "-01-01")[:10] if len(text) < 10 else text[:10]
        full = text[:7] + "-01" if len(text) == 7 else full
        if unit in {"day", "week"}:
            return day_after(full, count * (7 if unit == "week" else 1))
        year, month, day = (int(p) for p in full.split("-"))
        months = (year * 12 + month - 1) + count * {"month": 1, "year": 12, "decade": 120}[unit]
        return f"{months // 12:04d}-{months % 12 + 1:02d}-{min(day, 28) if day > 28 else day:02d}"
    except (ValueError, TimelineError):
        return text
