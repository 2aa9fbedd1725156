"""What every guess has: the columns, which of them are taken and for what, and the lines of the map so far."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from timeline.mapping.documents import Document
from timeline.mapping.profile import Column, profiled

if TYPE_CHECKING:
    from timeline.mapping.types import Table


def quoted(text: str) -> str:
    """Give a text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def last_part(name: str) -> str:
    """Give the last part of a path."""
    return re.split(r"[/\\]", name)[-1]


def keys_of(column: Column) -> list[str]:
    """Give the keys of the objects in a column of lists."""
    keys: dict[str, None] = {}
    for cell in column.cells[:300]:
        for one in cell if isinstance(cell, list) else ():
            if isinstance(one, dict):
                keys.update(dict.fromkeys(one))
    return list(keys)


class Base:
    """The columns of one table and the lines of its map."""

    def __init__(self, table: Table, name: str, others: Sequence[tuple[str, Table]] = ()) -> None:
        self.table = table
        self.name = name
        self.others = others
        self.document = isinstance(table, Document)
        self.columns = profiled(table)
        self.rows = max((column.rows for column in self.columns), default=0)
        self.used: dict[str, str] = {}
        """Column -> what it was taken for."""
        self._lines: list[str] = []
        self.question: str | None = None
        """What the columns leave open and a person must answer before the map runs."""

    def _say(self, *lines: str) -> None:
        self._lines += lines

    def _take(self, column: Column | str, what: str) -> str:
        """Mark a column as used; give its name quoted."""
        name = column if isinstance(column, str) else column.name
        self.used[name] = what
        return quoted(name)

    def _free(self) -> list[Column]:
        """Give the columns that nothing took, that say something and are no list of objects."""
        return [one for one in self.columns if one.name not in self.used and one.texts and not one.objects]

    def _named(self, names: Iterable[str], among: list[Column] | None = None) -> list[Column]:
        """Give columns whose name, or last part of a path, is one of those, in their order."""
        order = {name: at for at, name in enumerate(names)}
        found = [
            (order.get(" ".join(one.words), order.get(" ".join(one.last), -1)), at, one)
            for at, one in enumerate(self._free() if among is None else among)
        ]
        return [one for rank, _, one in sorted((r, a, c) for r, a, c in found if r >= 0)]

    def _inside(self, column: Column) -> bool:
        """Say whether a column is a part of one that was taken."""
        return any(column.name.startswith(f"{name}.") for name in self.used)

    def _splitting(self, column: Column, *, plural: bool) -> list[str]:
        one, share = column.separated_by()
        if share > 0.02:
            return [] if one == ";" else [f"split = {quoted(one)}"]
        comma = column.share(lambda text: ", " in text or ("," in text and " " not in text))
        if plural and comma > 0.2 and column.length < 120:
            return ['split = ","  # several in one cell']
        if column.share(lambda text: "\n" in text) > 0.1:
            return ['split = "\\n"']
        return []
