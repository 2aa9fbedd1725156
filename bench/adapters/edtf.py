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


def answer(text: str) -> str:
    """Write all of the answer but its id; by hand, for an encoder costs more than the parser."""
    try:
        value = parse(text)
    except EdtfError as error:
        return f'"valid": false, "error": {json.dumps(str(error))}}}\n'
    earliest, latest = ends(value)
    return (
        f'"valid": true, "level": {level(value)}, '
        f'"earliest": {"null" if earliest is None else chr(34) + earliest + chr(34)}, '
        f'"latest": {"null" if latest is None else chr(34) + latest + chr(34)}}}\n'
    )


def main() -> None:
    loads, dumps = json.loads, json.JSONEncoder().encode
    lines: list[str] = []
    for line in sys.stdin:
        row = loads(line)
        lines.append(f'{{"id": {dumps(row["id"])}, {answer(row["edtf"])}')
        if len(lines) == 1000:
            sys.stdout.write("".join(lines))
            lines.clear()
    sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main()
