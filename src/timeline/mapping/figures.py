"""
Numbers as tables have them: `1,234`, `10–15`, `~50`, `50+`, `at least 50`, to a claim's qualifier and bounds.

What says no number stays words; a figure is never dropped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = (
    r"(\d{1,3}(?:[,  '’]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*(k|thousand|m|mn|million|bn|billion)?"
)
_ONE = re.compile(rf"([-−]?){_NUMBER}\s*(\+)?", re.IGNORECASE)
_RANGE = re.compile(rf"(?:between\s+|from\s+)?{_NUMBER}\s*(?:-|–|—|to|and|/)\s*{_NUMBER}", re.IGNORECASE)
_WORDS = (
    (
        "at_least",
        re.compile(
            r"^(?:at least|no fewer than|no less than|min(?:imum)?\.?(?: of)?|over|more than|>=|≥|>)\s*", re.IGNORECASE
        ),
    ),
    (
        "at_most",
        re.compile(
            r"^(?:at most|up to|no more than|max(?:imum)?\.?(?: of)?|under|fewer than|less than|<=|≤|<)\s*",
            re.IGNORECASE,
        ),
    ),
    (
        "about",
        re.compile(
            r"^(?:about|approx(?:imately|\.)?|around|roughly|some|circa|c\.|ca\.|nearly|almost|est\.|~|≈)\s*",
            re.IGNORECASE,
        ),
    ),
)
_SCALE = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}


class Number(NamedTuple):
    """What a cell says of a number."""

    qualifier: str
    low: int | float | None
    high: int | float | None


def number(text: str) -> Number | None:
    """
    Read a cell that holds a figure; None where it is words.

    >>> number("1,234"), number("50+"), number("10–15")
    (Number(qualifier='exact', low=1234, high=1234), Number(qualifier='at_least', low=50, high=None), \
Number(qualifier='between', low=10, high=15))
    """
    text = text.strip()
    if text.isdecimal() and text.isascii() and len(text) < 16:
        made = int(text)
        return Number("exact", made, made)
    ranged = _RANGE.fullmatch(text)
    if ranged is not None:
        low, high = _value(ranged[1], ranged[2] or ranged[4]), _value(ranged[3], ranged[4])
        if low is not None and high is not None and low <= high:
            return Number("between", low, high) if low < high else Number("exact", low, high)
    qualifier = "exact"
    for name, pattern in _WORDS:
        bare = pattern.sub("", text, count=1)
        if bare != text:
            qualifier, text = name, bare
            break
    one = _ONE.fullmatch(text.strip(" $€£"))
    if one is None:
        return None
    value = _value(one[2], one[3])
    if value is None:
        return None
    if one[1]:
        value = -value
    if one[4] and qualifier in {"exact", "at_least"}:
        qualifier = "at_least"
    return Number(qualifier, None if qualifier == "at_most" else value, None if qualifier == "at_least" else value)


def _value(text: str, scale: str | None) -> int | float | None:
    plain = re.sub(r"[  '’]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        made = float(plain.replace(",", ".")) * (_SCALE[scale.lower()] if scale else 1)
    except (ValueError, OverflowError):
        return None
    if not abs(made) < 1e300:
        return None
    return int(made) if made.is_integer() and abs(made) < 2**53 else made
