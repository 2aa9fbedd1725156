"""
What the columns of a table look like: how full, how different, how much of it is dates, numbers, addresses.

Names are taken apart into words, values are looked at as they would be read; `guess` decides by both.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.mapping import dates as days
from timeline.mapping.cells import plain
from timeline.mapping.figures import number
from timeline.mapping.spec import NULL

if TYPE_CHECKING:
    from timeline.mapping.types import Dates, Table

LOOKED_AT = 3_000
"""Rows whose values are looked at."""
ALL = 1_000_000
"""Rows over which an id must be unique."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])")
_AGAIN = re.compile(r" \[\d+\]$")
"""What tells columns of the same name apart."""
_JANUARY = re.compile(r"(?:0?1[-/.]0?1[-/.]\d{4}|\d{4}[-/.]0?1[-/.]0?1)(?!\d)")
_WKT_POINT = re.compile(r"\s*(?:SRID=\d+;\s*)?POINT\s*Z?\s*\(", re.IGNORECASE)
_URL = re.compile(r"\s*(?:\[[^\]]*\]\()?(?:https?|ftp)://|\s*www\.", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:Z|[+-]\d\d:?\d\d))?", re.IGNORECASE)
_NULL = frozenset(NULL)
_LANGUAGES = frozenset(["en", "eng", "es", "fr", "de", "tr", "ru", "uk", "ar", "pt", "nl", "pl", "zh", "ja", "fa"])
"""Codes of languages at the end of a column's name: "name_en"."""


def words_of(name: str) -> tuple[str, ...]:
    """
    Give the words of a column's name.

    >>> words_of("properties.startDate"), words_of("Side_A")
    (('properties', 'start', 'date'), ('side', 'a'))
    """
    name = _AGAIN.sub("", name)
    return tuple(word.lower() for word in re.split(r"[\W_]+", _CAMEL.sub(" ", name)) if word)


class Column:
    """A column and what is in it."""

    def __init__(self, name: str, rows: list[Any]) -> None:
        self.name = name
        self.words = words_of(name)
        last = words_of(name.rpartition(".")[2]) or self.words
        self.last = last[:-1] if len(last) > 1 and last[-1] in _LANGUAGES else last
        """The words of the last part of a path."""
        self.cells = rows
        self.texts = [text for text in (plain(cell).strip() for cell in rows) if text.casefold() not in _NULL]
        self.rows = len(rows)
        self.objects = any(isinstance(cell, list) and any(isinstance(one, dict) for one in cell) for cell in rows)
        self.lists = any(isinstance(cell, list) for cell in rows)
        self.counts = Counter(self.texts)

    @property
    def filled(self) -> float:
        """Give the share of rows in which it says something."""
        return len(self.texts) / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> float:
        """Give how different the values are: 1 is no two the same."""
        return len(self.counts) / len(self.texts) if self.texts else 0.0

    @property
    def length(self) -> float:
        """Give the mean length of what it says."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    def share(self, fits: Any) -> float:
        """Give the share of values that fit."""
        if not self.texts:
            return 0.0
        listed = self.texts[:500]
        return sum(1 for text in listed if fits(text)) / len(listed)

    @property
    def urls(self) -> float:
        """Give the share that are addresses."""
        return self.share(lambda text: _URL.match(text) is not None or "http://" in text or "https://" in text)

    @property
    def numbers(self) -> float:
        """Give the share that are figures."""
        return self.share(lambda text: number(text) is not None)

    @property
    def plain_numbers(self) -> float:
        """Give the share that are bare numbers, whole or not."""
        return self.share(lambda text: re.fullmatch(r"[-+]?\d+(?:[.,]\d+)?", text) is not None)

    @property
    def epochs(self) -> float:
        """Give the share that are seconds or milliseconds since 1970, of the years 1973 to 2096."""
        return self.share(
            lambda text: re.fullmatch(r"[1-3]\d{9}(?:\.0)?|[1-9]\d{8}(?:\.0)?|[1-3]?\d{12}(?:\.0)?", text) is not None
        )

    @property
    def points(self) -> float:
        """Give the share that are points as well-known text (OGC 06-103r4, 7)."""
        return self.share(lambda text: _WKT_POINT.match(text) is not None)

    @property
    def januaries(self) -> float:
        """Give the share that are a first of January."""
        return self.share(lambda text: _JANUARY.match(text) is not None)

    @property
    def clocks(self) -> float:
        """Give the share that are times of day."""
        return self.share(lambda text: _CLOCK.fullmatch(text) is not None)

    def dates(self, how: Dates) -> float:
        """Give the share that read as dates."""
        reader = days.Reader(how, frozenset())
        return self.share(lambda text: reader.read(text).edtf is not None)

    def within(self, low: float, high: float) -> bool:
        """Say whether nearly all are numbers in a range."""

        def fits(text: str) -> bool:
            try:
                return low <= float(text.replace(",", ".").rstrip("°")) <= high
            except ValueError:
                return False

        return bool(self.texts) and self.share(fits) > 0.95

    def separated_by(self, separators: tuple[str, ...] = (";", "|")) -> tuple[str, float]:
        """Give the separator that most values have, and in what share of them."""
        shares = [(self.share(lambda text, one=one: one in text), one) for one in separators]
        share, one = max(shares)
        return one, share


def profiled(table: Table) -> list[Column]:
    """Look at the first rows of a table, column by column."""
    rows = [row.cells for row in islice(table.rows(table.columns), LOOKED_AT) if row.wrong is None]
    return [
        Column(name, [cells[at] if at < len(cells) else None for cells in rows])
        for at, name in enumerate(table.columns)
    ]


def unique(table: Table, name: str) -> tuple[bool, str | None]:
    """Say whether no two rows have the same in a column, and a value that two have."""
    at = table.positions([name])[0]
    seen: set[int] = set()
    for row in islice(table.rows([name]), ALL):
        if row.wrong is not None:
            continue
        text = plain(row.cells[at]).strip()
        if text.casefold() in _NULL:
            continue
        if hash(text) in seen:
            return False, text
        seen.add(hash(text))
    return True, None
