"""
WHEN: EDTF dates (ISO 8601-2, levels 0 to 2), exactly as uncertain as they are.

Text to value (`parse`, `parse_lenient`), value to canonical text (`str`) and to English
(`english`), four bounds in civil seconds (`bounds`), how two dates or a date and a window lie
(`relation`). Pure, standard library only; nothing here knows of events, files or clocks.
What is re-exported here is the room's door; `civil` is public beside it.
"""

from __future__ import annotations

from timeline.edtf.bounds import (
    BAND_SECONDS,
    SENTINEL_MAX,
    SENTINEL_MIN,
    UNDATED,
    Bounds,
    band,
    bounds,
    sort_key,
    stored,
)
from timeline.edtf.english import english, english_of
from timeline.edtf.julian import from_julian, parse_julian
from timeline.edtf.parse import parse, parse_lenient
from timeline.edtf.relation import (
    CONVERSE,
    WINDOW_RELATIONS,
    Allen,
    Verdict,
    after,
    allen,
    before,
    precedes,
    touches,
    within,
)
from timeline.edtf.types import (
    AllOf,
    Date,
    DateTime,
    Edtf,
    End,
    Interval,
    OneOf,
    Point,
    Qualifier,
    Range,
    Season,
    Since,
    Until,
    Year,
    is_masked,
    level,
)

__all__ = [
    "BAND_SECONDS",
    "CONVERSE",
    "SENTINEL_MAX",
    "SENTINEL_MIN",
    "UNDATED",
    "WINDOW_RELATIONS",
    "AllOf",
    "Allen",
    "Bounds",
    "Date",
    "DateTime",
    "Edtf",
    "End",
    "Interval",
    "OneOf",
    "Point",
    "Qualifier",
    "Range",
    "Season",
    "Since",
    "Until",
    "Verdict",
    "Year",
    "after",
    "allen",
    "band",
    "before",
    "bounds",
    "english",
    "english_of",
    "from_julian",
    "is_masked",
    "level",
    "parse",
    "parse_julian",
    "parse_lenient",
    "precedes",
    "sort_key",
    "stored",
    "touches",
    "within",
]
