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

    def bases(self, table: str, ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
        """Give rows that others have changed since as the data set last wrote them."""
        if not self.before or not ids or table not in _TABLES:
            return {}
        listed = ", ".join(map(str, self.before))
        sql = (
            f"SELECT key, image FROM history WHERE entity = '{table}' AND batch_id IN ({listed}) AND {{}}"
            " ORDER BY batch_id"
        )
        found: dict[int, Mapping[str, Any]] = {}
        for key, image in select(self._batch.reader, sql, "key", [f"[{one}]" for one in ids]):
            found[json.loads(key)[0]] = json.loads(image)
        return found
