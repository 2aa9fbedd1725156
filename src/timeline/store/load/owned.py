"""
What earlier imports of the same data set wrote, and what they said.

A data set that comes again says all there is of its own: what it wrote and does not say any more goes
away. What a person changed or added since stays, as long as the data set says what it said then; where both
were changed, the row is refused, or one of them wins (`on_conflict`). The base of that comparison is
the row as the data set wrote it, which `history` has kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from timeline.store.among import select

if TYPE_CHECKING:
    from timeline.store.write import Batch

_TABLES = frozenset(["event", "claim", "place", "source", "actor"])


class Owned:
    """The batches of one data set."""

    def __init__(self, batch: Batch, owner: str) -> None:
        self._batch = batch
        rows = batch.reader.all("SELECT id FROM batch WHERE command = :owner", {"owner": owner})
        self.before = sorted(int(row[0]) for row in rows if row[0] != batch.id)
        """The batches before this one."""
        self._all = {*self.before, batch.id}

    def __contains__(self, batch_id: object) -> bool:
        return batch_id in self._all

    def said(self, table: str, rows: Mapping[int, Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
        """
        Give what the data set last said of rows that others have changed too; of `rows` by id, as they stand.

        A version that the data set wrote differs from the one before it in what it said anew; the rest is as it
        said before, or as somebody else had put it.
        """
        if not self.before or table not in _TABLES:
            return {}
        versions = self._versions(table, rows)
        found: dict[int, Mapping[str, Any]] = {}
        for row, images in versions.items():
            listed = [*images, (rows[row]["batch_id"], rows[row])]
            if all(batch in self._all for batch, _ in listed):
                continue
            said: dict[str, Any] = {}
            before: Mapping[str, Any] = {}
            for batch, image in listed:
                if batch in self._all:
                    said.update({name: value for name, value in image.items() if not said or value != before.get(name)})
                before = image
            if said:
                found[row] = said
        return found

    def ever(self, table: str, rows: Collection[int]) -> set[int]:
        """Give those rows of which the data set wrote some version before the one that stands."""
        if not self.before:
            return set()
        versions = self._versions(table, rows)
        return {row for row, images in versions.items() if any(batch in self._all for batch, _ in images)}

    def _versions(self, table: str, rows: Collection[int]) -> dict[int, list[tuple[int, Mapping[str, Any]]]]:
        """Give the versions of rows that were displaced, the oldest first."""
        sql = f"SELECT key, batch_id, image FROM history WHERE entity = '{table}' AND {{}} ORDER BY displaced_by"
        found: dict[int, list[tuple[int, Mapping[str, Any]]]] = {}
        for key, batch, image in select(self._batch.reader, sql, "key", [f"[{one}]" for one in rows]):
            found.setdefault(json.loads(key)[0], []).append((batch, json.loads(image)))
        return found
