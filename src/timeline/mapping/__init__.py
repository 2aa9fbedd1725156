"""
Any table or document of events into records, by a map that says which column is what; and maps guessed.

`parsed` reads a map (TOML, docs/mapping.md), `opened` takes a file apart into rows, `Mapper` makes records
(docs/records.md) of them, `guessed` writes a map for a file. Pure: bytes in, records out. A new kind of file is a
module beside `delimited`, `sheets` and `documents`; a new key of a map an entry in `spec.SHAPES`.
"""

from __future__ import annotations

from timeline.mapping.reading import Mapper, Told
from timeline.mapping.rows import KINDS, opened
from timeline.mapping.spec import parsed
from timeline.mapping.types import File, Map, Record, Row, Table

__all__ = ["KINDS", "File", "Map", "Mapper", "Record", "Row", "Table", "Told", "opened", "parsed"]
