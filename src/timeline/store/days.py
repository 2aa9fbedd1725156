"""Civil seconds as ISO days, in SQL of both databases: what the views show of dates."""

from __future__ import annotations

_CYCLE = 12_622_780_800
"""Seconds in 400 Gregorian years: days in any year are found in 1970-2369 and the cycles are added back."""


def day(column: str, dialect: str) -> str:
    """
    Write the ISO day of a civil second; NULL for the ends of open dates.

    Years outside 0000-9999 take the expanded form of ISO 8601-1 (section 4.3.2 of 2019): `-0043-03-15`, `+12000-01-01`.
    """
    rest = f"(({column} % {_CYCLE} + {_CYCLE}) % {_CYCLE})"
    cycles = f"({column} - {rest}) / {_CYCLE}"
    if dialect == "sqlite":
        year = f"400 * ({cycles}) + strftime('%Y', {rest}, 'unixepoch')"
        sign = f"CASE WHEN {column} < 0 THEN '-%04d' ELSE '+%d' END"
        wide = f"printf({sign}, abs({year})) || strftime('-%m-%d', {rest}, 'unixepoch')"
        plain = f"date({column}, 'unixepoch')"
    else:
        moment = f"(timestamp '1970-01-01' + make_interval(secs => {rest}))"
        year = f"400 * ({cycles}) + extract(year FROM {moment})::bigint"
        wide = (
            f"CASE WHEN {column} < 0 THEN '-' ELSE '+' END"
            f" || lpad(abs({year})::text, greatest(4, length(abs({year})::text)), '0') || to_char({moment}, '-MM-DD')"
        )
        narrow = f"to_char(timestamp '1970-01-01' + make_interval(secs => {column}), 'YYYY-MM-DD')"
        plain = f"CASE WHEN {column} < -62135596800 THEN '0000' || to_char({moment}, '-MM-DD') ELSE {narrow} END"
    return (
        f"CASE WHEN {column} BETWEEN -62167219200 AND 253402300799 THEN {plain}\n"
        f"         WHEN {column} BETWEEN -999999999999999999 AND 999999999999999999 THEN {wide} END"
    )
