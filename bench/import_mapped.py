"""
The mapped import: rows a second of the mapping alone, and of the whole import, with the memory it takes.

    python bench/import_mapped.py [ROWS]

Makes a plain CSV of ROWS rows (default 200,000): an id, an ISO date, a title, a summary, a place, two actors, two
tags and now and then an address. Reads it by a map into records, which are thrown away; then imports it into a new
database, and again, when nothing changes. Seconds are of CPU, which other work on the machine disturbs
least; memory is the peak of the process.
"""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from timeline import mapping
from timeline.store import engine, load, write

WORDS = [
    "summit",
    "talks",
    "treaty",
    "parade",
    "visit",
    "launch",
    "sanction",
    "troops",
    "envoy",
    "accord",
    "border",
    "river",
    "harbour",
    "general",
]
MAP = """
name = "bench"
id = "id"
title = "title"
summary = "summary"
[date]
column = "date"
[place]
name = "place"
[[actors]]
column = "actors"
[[sources]]
columns = ["link"]
[source]
title = "Bench"
[[tags]]
column = "tags"
"""


def make(path: Path, rows: int) -> None:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "date", "title", "summary", "place", "actors", "tags", "link"))
        for n in range(rows):
            date = f"{chance.randrange(1950, 2025)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            actors = "; ".join(f"Actor {chance.randrange(150)}" for _ in range(2))
            out.writerow(
                (
                    f"{n}.0",
                    date,
                    " ".join(chance.choices(WORDS, k=6)) + f" {n}",
                    " ".join(chance.choices(WORDS, k=15)),
                    f"City {n % 200}",
                    actors,
                    "; ".join(chance.sample(WORDS, 2)),
                    f"https://example.org/{n // 50}" if n % 5 == 0 else "",
                )
            )


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def main(rows: int) -> None:
    how = mapping.parsed(MAP, "bench.toml")
    with tempfile.TemporaryDirectory() as folder:
        path, database = Path(folder) / "bench.csv", str(Path(folder) / "bench.db")
        make(path, rows)
        clock = time.process_time
        with path.open("rb") as stream:
            began = clock()
            table = mapping.opened(stream, path.name, how.file)
            made = sum(1 for _ in mapping.Mapper(how, table, mapping.Told()).records())
            spent = clock() - began
        print(f"rows                 {rows:>10,}   records {made:,}")
        print(f"mapping alone        {spent:>10.2f} s   {rows / spent:>10,.0f} rows/s   peak {peak()}")
        engine.create(database)
        opened = engine.open_engine(database)
        for what in ("import", "the same again"):
            began = clock()
            with (
                path.open("rb") as stream,
                write.batch(opened, command="import bench", who=None, now="2026-01-01T00:00:00.000000Z") as batch,
            ):
                table = mapping.opened(stream, path.name, how.file)
                records = mapping.Mapper(how, table, mapping.Told()).records()
                report = load.apply(batch, records, name=path.name, owner="import bench")
            spent = clock() - began
            done = report.new or report.changed or report.same
            print(f"{what:<20} {spent:>10.2f} s   {rows / spent:>10,.0f} rows/s   peak {peak()}   {done}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
