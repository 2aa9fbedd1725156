"""
Passages: the citations that events, claims, participations and links stand on.

A passage is known again by source, span and quote; one without either by its page (D125). The passages of a
source are read when it is cited and kept while it is, and one that is not there yet is written with the first
row that uses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from timeline.store.among import select

if TYPE_CHECKING:
    from timeline.store.write import Batch

_MOST_KEPT = 5_000
"""Sources whose passages are kept at hand."""
_NOTHING = (None, None, None)
_REST = ("prefix", "suffix", "page")


class Passage:
    """A row of `citation`, or one to be."""

    __slots__ = ("id", "rest", "row", "source")

    def __init__(
        self, source: int, row_id: int | None, rest: tuple[str | None, ...], row: dict[str, Any] | None
    ) -> None:
        self.source = source
        self.id = row_id
        """None: not written yet."""
        self.rest = rest
        self.row = row


class Passages:
    """The passages of the sources that an import cites."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._known: dict[int, dict[object, Passage]] = {}
        """By source."""
        self._used: set[int] = set()
        """The sources of the piece of the file at hand."""
        self._fresh: list[Passage] = []

    def read(self, sources: Iterable[int]) -> None:
        """Read the passages of those sources, if they are not read yet."""
        asked = set(sources)
        self._used |= asked
        wanted = asked - self._known.keys()
        for one in wanted:
            self._known[one] = {}
        columns = "id, source_id, quote_start, quote_end, quote, prefix, suffix, page"
        sql = f"SELECT {columns} FROM citation WHERE {{}} ORDER BY id"
        for row_id, source, start, end, quote, *rest in select(self.batch.reader, sql, "source_id", wanted):
            key = _key(start, end, quote, rest[2])
            kept = tuple(rest) if any(rest) else _NOTHING
            self._known[source].setdefault(key, Passage(source, row_id, kept, None))

    def settled(self) -> None:
        """Say that all that was used is written; what the last piece of the file did not need may be forgotten."""
        if len(self._known) > _MOST_KEPT:
            self._known = {source: self._known[source] for source in self._used}
        self._used = set()

    def get(self, values: Mapping[str, Any]) -> Passage:
        """Give the passage that a record tells of; its source must have been read."""
        source = values["source_id"].id
        start, end, quote = values.get("quote_start"), values.get("quote_end"), values.get("quote")
        page = values.get("page")
        key = _key(start, end, quote, page)
        found = self._known[source].get(key)
        if found is None:
            rest = values.get("prefix"), values.get("suffix"), page
            row = {"source_id": source, "quote_start": start, "quote_end": end, "quote": quote}
            found = Passage(source, None, rest, row | dict(zip(_REST, rest, strict=True)))
            self._known[source][key] = found
        return found

    def use(self, passage: Passage) -> None:
        """Have the passage written, if it is not there."""
        if passage.id is None:
            self._fresh.append(passage)

    def changes(self, passage: Passage, values: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
        """Give what a record says of the surroundings of a passage that is there, and is not so yet."""
        if passage.id is None:
            return {}
        said = {name: values.get(name) for name in _REST if whole or name in values}
        return {name: value for name, value in said.items() if value != passage.rest[_REST.index(name)]}

    def changed(self, passage: Passage, changes: Mapping[str, Any]) -> None:
        """Remember what was written of a passage."""
        passage.rest = tuple(changes.get(name, now) for name, now in zip(_REST, passage.rest, strict=True))

    def write(self) -> None:
        """Write the passages that are used and not there."""
        fresh = [one for one in dict.fromkeys(self._fresh) if one.id is None]
        self._fresh = []
        rows = []
        for passage, row_id in zip(fresh, self.batch.reserve("citation", len(fresh)), strict=True):
            passage.id = row_id
            rows.append({**(passage.row or {}), "id": row_id})
            passage.row = None
        self.batch.insert("citation", rows)

    def gone(self, row_ids: set[int]) -> None:
        """Forget passages that were removed."""
        for known in self._known.values():
            for key in [key for key, one in known.items() if one.id in row_ids]:
                del known[key]


def _key(start: int | None, end: int | None, quote: str | None, page: str | None) -> object:
    if quote is None and start is None:
        return page
    return start, end, hash(quote)
