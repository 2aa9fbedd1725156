"""
Asking for many rows at once by the values of one column: one statement and one parameter, however many they are.

Neither reads nor writes need more than a `Reader` for it, so that asking costs no import of what writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    from timeline.store.engine import Reader


def among(reader: Reader, column: str, values: Collection[object]) -> tuple[str, dict[str, object]]:
    """Give the condition that `column` is one of `values`, as one parameter however many they are."""
    if reader.dialect == "sqlite":
        return f"{column} IN (SELECT value FROM json_each(:among))", {"among": json.dumps(list(values))}
    return f"{column} = ANY(:among)", {"among": list(values)}


def select(reader: Reader, sql: str, column: str, values: Collection[object]) -> list[tuple[Any, ...]]:
    """Give the rows of `sql`, in whose `{}` the condition on `column` stands; none for no values."""
    if not values:
        return []
    where, params = among(reader, column, values)
    return reader.all(sql.format(where), params)
