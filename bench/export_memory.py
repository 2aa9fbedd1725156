"""
The memory that an export takes, by format and number of events: it must be flat, and under 120 MB at a million.

    python bench/export_memory.py [EVENTS …] [--formats csv,jsonl,…]

Each export runs in a process of its own, to a file; printed is the greatest resident memory of that process in MB,
with the interpreter and the libraries of the format in it, and the seconds it took.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import make

from timeline.formats import all_formats

LIMIT = 120


def measured(database: Path, name: str, to: Path) -> tuple[float, float]:
    """Give the megabytes and seconds of one export; a child of a child, so that its greatest is its own."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    export = [sys.executable, "-m", "timeline", "export", "--db", str(database), "--format", name, "-o", str(to)]
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, *export], check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024, time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("events", nargs="*", type=int, default=[200_000, 400_000])
    parser.add_argument("--formats", default=",".join(one.name for one in all_formats() if one.writes()))
    given = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        print("format           " + "".join(f"{number:>12,} events" for number in given.events))
        databases = [Path(folder) / f"{number}.db" for number in given.events]
        for database, number in zip(databases, given.events, strict=True):
            make(database, number)
        for name in given.formats.split(","):
            to = Path(folder) / "out"
            found = [measured(database, name, to) for database in databases]
            worst = max(worst, *(megabytes for megabytes, _ in found))
            print(f"{name:17}" + "".join(f"{megabytes:>9.0f} MB {seconds:5.0f} s" for megabytes, seconds in found))
    print(f"greatest: {worst:.0f} MB; the limit is {LIMIT} MB")


if __name__ == "__main__":
    main()
