"""
The mapped import: rows a second of the mapping alone, and of the whole import, with the memory it takes.

    python bench/import_mapped.py [ROWS] [--shape csv|json|jsonl|geojson|features]

Makes a file of ROWS rows (default 200,000) in that shape, a plain CSV by default: an id, an ISO date, a title, a
summary, a place, two actors, two tags and now and then an address; a document has them in an object, a text of a
thousand characters and a point beside them. Reads it by a map into records, which are thrown away; then imports it
into a new database, and again, when nothing changes. `features` reads the GeoJSON without a map, as
`import --format geojson` does. Seconds are of CPU, which other work on the machine disturbs least; memory is the peak
of the process so far.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from timeline import mapping
from timeline.formats import by_name
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


COLUMNS = ("id", "date", "title", "summary", "place", "actors", "tags", "link")


def plain(rows: int) -> Iterator[tuple[str, ...]]:
    chance = random.Random(1)
    for n in range(rows):
        date = f"{chance.randrange(1950, 2025)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        actors = "; ".join(f"Actor {chance.randrange(150)}" for _ in range(2))
        yield (
            f"{n}.0",
            date,
            " ".join(chance.choices(WORDS, k=6)) + f" {n}",
            " ".join(chance.choices(WORDS, k=15)),
            f"City {n % 200}",
            actors,
            "; ".join(chance.sample(WORDS, 2)),
            f"https://example.org/{n // 50}" if n % 5 == 0 else "",
        )


def make(path: Path, rows: int, shape: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        if shape == "csv":
            out = csv.writer(file)
            out.writerow(COLUMNS)
            out.writerows(plain(rows))
            return
        before, between, after = {
            "jsonl": ("", "\n", "\n"),
            "json": ("[", ",\n", "]\n"),
            "geojson": ('{"type":"FeatureCollection","features":[', ",", "]}"),  # one line, as programs write it
        }[shape]
        file.write(before)
        for n, row in enumerate(plain(rows)):
            one = dict(zip(COLUMNS, row, strict=True)) | {"text": "é 漢 text " * 100, "numbers": [n, n / 7, None, True]}
            if shape == "geojson":
                point = {"type": "Point", "coordinates": [n % 200 / 2, n % 200 / 4]}
                one = {"type": "Feature", "id": n, "geometry": point, "properties": one}
            file.write((between if n else "") + json.dumps(one, ensure_ascii=False))
        file.write(after)


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"


def read(stream: BinaryIO, path: Path, how: mapping.Map, shape: str) -> Iterator[dict]:
    if shape == "features":
        return by_name("geojson").read(stream, path.name)
    table = mapping.opened(stream, path.name, how.file)
    return mapping.Mapper(how, table, mapping.Told()).records()


def main(rows: int, shape: str) -> None:
    how = mapping.parsed(MAP, "bench.toml")
    form = "geojson" if shape == "features" else shape
    if form == "geojson":
        inner = MAP
        for column in COLUMNS:
            inner = inner.replace(f'"{column}"', f'"properties.{column}"')
        how = mapping.parsed(inner, "bench.toml")
    with tempfile.TemporaryDirectory() as folder:
        path, database = Path(folder) / f"bench.{form}", str(Path(folder) / "bench.db")
        make(path, rows, form)
        clock = time.process_time
        with path.open("rb") as stream:
            began = clock()
            made = sum(1 for _ in read(stream, path, how, shape))
            spent = clock() - began
        print(f"rows                 {rows:>10,}   records {made:,}   {path.stat().st_size / 1e6:,.0f} MB of {shape}")
        print(f"reading alone        {spent:>10.2f} s   {rows / spent:>10,.0f} rows/s   peak {peak()}")
        engine.create(database)
        opened = engine.open_engine(database)
        for what in ("import", "the same again"):
            began = clock()
            with (
                path.open("rb") as stream,
                write.batch(opened, command="import bench", who=None, now="2026-01-01T00:00:00.000000Z") as batch,
            ):
                report = load.apply(batch, read(stream, path, how, shape), name=path.name, owner="import bench")
            spent = clock() - began
            done = report.new or report.changed or report.same
            print(f"{what:<20} {spent:>10.2f} s   {rows / spent:>10,.0f} rows/s   peak {peak()}   {done}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("rows", nargs="?", type=int, default=200_000)
    parser.add_argument("--shape", choices=("csv", "json", "jsonl", "geojson", "features"), default="csv")
    given = parser.parse_args()
    main(given.rows, given.shape)
