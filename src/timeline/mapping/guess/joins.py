"""What stands in other files: columns whose values are the ids of records there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.mapping.documents import Document, resolved
from timeline.mapping.guess.base import Base, last_part, quoted
from timeline.mapping.profile import Column, profiled, words_of
from timeline.model import slug

if TYPE_CHECKING:
    from timeline.mapping.types import Table


class Joins(Base):
    """Finds what refers to another file."""

    def _joins(self) -> None:
        """Find columns whose values are the ids of records in another file."""
        if not self.document:
            return
        for name, other in self.others:
            mine = {one.name for one in self.columns}
            if len(mine & set(other.columns)) > 0.6 * min(len(mine), len(other.columns)):
                continue  # more rows of the same shape
            profiles = profiled(other)
            best: tuple[float, Column, Column] | None = None
            for key in profiles:
                if not key.texts or key.distinct < 0.3 or key.objects:
                    continue
                known = set(key.texts) if not key.lists else {str(v) for cell in key.cells for v in cell or ()}
                for column in self.columns:
                    if column.objects or not column.texts:
                        continue
                    values = [
                        str(v) for cell in column.cells for v in (cell if isinstance(cell, list) else [cell]) if v
                    ]
                    hits = sum(value in known for value in values) / len(values) if values else 0.0
                    named = 0.3 * bool(set(column.last) & set(words_of(name))) + 0.2 * (key.last[-1:] == ("id",))
                    if (
                        hits > 0.5
                        and not all(v.replace(".", "").isdigit() and len(v) < 3 for v in values[:50])
                        and (best is None or hits + named > best[0])
                    ):
                        best = hits + named, column, key
            if best is None:
                self._say(
                    f"# {last_part(name)}: nothing in {last_part(self.name)} refers to it, so it is not joined", ""
                )
                continue
            _, column, key = best
            under = slug(last_part(name).rsplit(".", 1)[0]).replace("-", "_")
            under = under if under not in {one.name for one in self.columns} else f"{under}_joined"
            self._say(
                f"# the values of {column.name} are found under {key.name} in {last_part(name)}",
                "[[file.join]]",
                f"column = {quoted(column.name)}",
                f"file = {quoted(last_part(name))}",
                f"key = {quoted(key.name)}",
                f"as = {quoted(under)}",
                "",
            )
            self._add_joined(under, column, key, other)

    def _add_joined(self, under: str, column: Column, key: Column, other: Table) -> None:
        """Add the columns that a join brings."""
        index: dict[str, list[Any]] = {}
        if isinstance(other, Document):
            for _, value in other.objects():
                if isinstance(value, dict):
                    found = resolved(value, key.name)
                    for one in found if isinstance(found, list) else [found]:
                        index.setdefault(str(one), []).append(value)
        cells = [
            [hit for v in (cell if isinstance(cell, list) else [cell]) for hit in index.get(str(v), ())]
            for cell in column.cells
        ]
        self.used[column.name] = "join"
        self.columns.append(Column(under, cells))
        names = dict.fromkeys(path for cell in cells[:200] for one in cell for path in one)
        for path in names:
            self.columns.append(Column(f"{under}.{path}", [[one.get(path) for one in cell] for cell in cells]))
