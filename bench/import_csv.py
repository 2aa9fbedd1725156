"""
Import of our CSV against raw `sqlite3.executemany` of the same rows.

    python bench/import_csv.py [ROWS]

Makes ROWS events (default 200,000; dates of all kinds, two actors of 300, a place, two tags, now and then a
source), writes them as our CSV, and imports that into a new database. Then the rows of every table that
the import filled are read back and inserted into a database of the same tables by `executemany`
alone, without secondary indexes, triggers and full text. Making these is timed apart, for both are the
same statements of SQLite. Prints seconds of CPU, which other work on the machine disturbs least, and the ratio.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from timeline.formats import by_name
from timeline.store import engine, load, write

TABLES = ("place", "source", "citation", "actor", "actor_name", "event", "event_citation", "participation", "event_tag")
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
    "ceremony",
    "crossing",
    "border",
    "river",
    "harbour",
    "minister",
    "general",
    "delegation",
    "signing",
    "inspection",
    "exercise",
    "shell",
    "factory",
    "railway",
    "ship",
    "convoy",
    "statement",
    "vote",
]


def rows(number: int):
    chance = random.Random(1)
    names = [
        f"{a.title()} {b.title()} {n}" for n, (a, b) in enumerate(zip(WORDS * 12, reversed(WORDS * 12), strict=True))
    ][:300]
    for n in range(number):
        year, month, day = chance.randrange(1890, 2026), chance.randrange(1, 13), chance.randrange(1, 29)
        date = chance.choices(
            (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", f"{year}~", f"[..{year}]", f"{year}/{year + 2}"),
            (80, 10, 5, 2, 3),
        )[0]
        actors = "; ".join(
            f"{name}:{chance.choice(('host', 'guest', 'signatory'))}" for name in chance.sample(names, 2)
        )
        tags = "; ".join(chance.sample(WORDS, 2))
        title = " ".join(chance.choices(WORDS, k=6)).capitalize() + f" {n}"
        source = f"https://example.org/{n // 50}" if n % 5 == 0 else ""
        yield (
            "",
            date,
            title,
            " ".join(chance.choices(WORDS, k=15)),
            "meeting",
            "",
            f"City {n % 200}",
            actors,
            tags,
            source,
        )


COLUMNS = ("uid", "date", "title", "summary", "kind", "status", "place", "actors", "tags", "sources")


def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        csv, ours, raw = (Path(folder) / name for name in ("events.csv", "ours.db", "raw.db"))
        with csv.open("w", encoding="utf-8", newline="") as file:
            file.writelines(by_name("csv").write_table(COLUMNS, rows(number), dates=("date",)))
        engine.create(str(ours))
        engine.create(str(raw))
        opened = engine.open_engine(str(ours))
        clock = time.process_time
        with (
            csv.open("rb") as file,
            write.batch(opened, command="bench", who=None, now="2026-01-01T00:00:00.000000Z") as b,
        ):
            began = clock()
            report = load.apply(b, by_name("csv").read(file, csv.name), name=csv.name)
            loaded = clock() - began
            began = clock()
        around = clock() - began
        assert report.new["event"] == number
        base = clock_raw(ours, raw)
        print(f"events                         {number:>10,}")
        print(f"raw executemany, same rows     {base:>10.2f} s")
        print(f"import of the CSV              {loaded:>10.2f} s   ratio {loaded / base:.2f}")
        print(f"indexes, full text, commit     {around:>10.2f} s   (the import's, apart)")


def clock_raw(ours: Path, raw: Path) -> float:
    """Insert the rows of `ours` into `raw`, whose secondary indexes and triggers are taken away; give the seconds."""
    source, target = sqlite3.connect(ours), sqlite3.connect(raw, isolation_level=None)
    target.execute("PRAGMA journal_mode = WAL")
    target.execute(f"PRAGMA cache_size = -{write.BULK_CACHE_KIB}")
    for kind, name in target.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL").fetchall():
        if kind in {"index", "trigger", "view"}:
            target.execute(f'DROP {kind} "{name}"')
    target.execute("BEGIN IMMEDIATE")
    spent = 0.0
    target.execute("INSERT INTO batch SELECT * FROM batch WHERE 0")
    for table in TABLES:
        order = " ORDER BY event_id" if table == "participation" else ""  # as they come in the file
        cursor = source.execute(f"SELECT * FROM {table}{order}")
        marks = ", ".join("?" * len(cursor.description))
        while block := cursor.fetchmany(50_000):
            began = time.process_time()
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", block)
            spent += time.process_time() - began
    began = time.process_time()
    target.execute("COMMIT")
    return spent + time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
