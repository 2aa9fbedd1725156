"""
Speak the protocol of the EDTF conformance benchmark: JSON lines in, JSON lines out.

In: {"id", "edtf"}. Out: {"id", "valid"} and, if valid, {"level", "earliest", "latest"}: Gregorian
days with astronomical years, "-inf" and "inf" for an end that is open, null for one not known.
What is open and what is unknown is read from the value's structure, for bounds hold both as infinite.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

try:
    import timeline.edtf  # noqa: F401
except ImportError:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from timeline.edtf import Edtf, End, Interval, bounds, level, parse
from timeline.edtf.civil import DAY, civil_from_days
from timeline.errors import EdtfError


def day(second: float) -> str:
    if isinstance(second, float):
        return "inf" if second > 0 else "-inf"
    year, month, day = civil_from_days(second // DAY)
    return f"{year:04d}-{month:02d}-{day:02d}" if year >= 0 else f"-{-year:04d}-{month:02d}-{day:02d}"


def ends(value: Edtf) -> tuple[str | None, str | None]:
    start, _, _, end, _ = bounds(value)
    earliest: str | None = day(start)
    latest: str | None = day(end)
    if type(value) is Interval:
        if value.start is End.UNKNOWN:
            earliest = None
        if value.end is End.UNKNOWN:
            latest = None
    return earliest, latest


def answer(text: str) -> dict[str, object]:
    try:
        value = parse(text)
    except EdtfError as error:
        return {"valid": False, "error": str(error)}
    earliest, latest = ends(value)
    return {"valid": True, "level": level(value), "earliest": earliest, "latest": latest}


def main() -> None:
    write, loads, dumps = sys.stdout.write, json.loads, json.dumps
    for line in sys.stdin:
        row = loads(line)
        write(dumps({"id": row["id"], **answer(row["edtf"])}) + "\n")


if __name__ == "__main__":
    main()
