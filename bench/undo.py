"""
What the ways of writing cost: a bulk import, its undo and redo, and reading the database as it stood before it.

    python bench/undo.py [EVENTS] [TARGET]

Prints seconds and ratios of one run. The import is of events with two participations and one citation each; its insert
of events alone is compared with `sqlite3.executemany` of the same tuples into the same table, on the same machine.
TARGET is an SQLite file to be made (default: in a temporary folder), or a PostgreSQL URL of an empty database.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from timeline.store import history, write
from timeline.store.engine import create, open_engine, open_reader
from timeline.store.schema import metadata

NOW = "2025-09-03T12:00:00.000000Z"
CHUNK = 10_000
ACTORS = 2_000
SEED = 7


class Clock:
    def __init__(self):
        self.seconds = {}

    @contextmanager
    def __call__(self, name):
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start


def date(chance):
    year = chance.randint(1990, 2025)
    kind = chance.random()
    if kind < 0.7:
        return f"{year}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    if kind < 0.85:
        return f"{year}-{chance.randint(1, 12):02d}"
    return f"{year}" if kind < 0.9 else f"{year}-{chance.randint(1, 12):02d}/.."


def events(chance, ids):
    return [
        {
            "id": n,
            "uid": f"clash-{n}",
            "title": f"Clash near town {n % 9973} in district {n % 331}",
            "summary": f"Fighting between two sides, with {n % 40} deaths reported by observers.",
            "kind": "battle",
            "edtf": date(chance),
        }
        for n in ids
    ]


def load(batch, events_wanted, clock):
    """Insert events, participations and citations as an import would, in chunks."""
    chance = random.Random(SEED)
    with clock("import: other rows"):
        actors = batch.reserve("actor", ACTORS)
        batch.insert("actor", [{"id": n, "uid": f"actor-{n}", "name": f"Actor {n}"} for n in actors])
        sources = batch.reserve("source", ACTORS)
        batch.insert(
            "source",
            [{"id": n, "uid": f"source-{n}", "title": f"Report {n}", "published": "2025-09-03"} for n in sources],
        )
    for start in range(0, events_wanted, CHUNK):
        wanted = min(CHUNK, events_wanted - start)
        with clock("(making the rows)"):
            ids = batch.reserve("event", wanted)
            rows = events(chance, ids)
        with clock("import: events"):
            batch.insert("event", rows)
        with clock("import: other rows"):
            citations, links = batch.reserve("citation", wanted), batch.reserve("event_citation", wanted)
            batch.insert(
                "participation",
                [
                    {"actor_id": chance.choice(actors), "event_id": n, "role": role}
                    for n in ids
                    for role in ("attacker", "defender")
                ],
            )
            batch.insert(
                "citation", [{"id": n, "source_id": chance.choice(sources), "page": str(n % 300)} for n in citations]
            )
            batch.insert(
                "event_citation",
                [
                    {"id": link, "event_id": n, "citation_id": c}
                    for link, n, c in zip(links, ids, citations, strict=True)
                ],
            )
    with clock("import: full text, indexes, checks"):
        batch.finish()


def raw_insert(path, target, clock):
    """Insert the rows of the import into the same table by the driver alone."""
    names = [column.name for column in metadata.tables["event"].columns]
    create(str(path))
    raw = sqlite3.connect(path, isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall():
        raw.execute(f"DROP INDEX {name}")
    raw.execute("BEGIN")
    with open_reader(target) as reader:
        rows = reader.rows(f"SELECT {', '.join(names)} FROM event")
        while chunk := list(islice(rows, CHUNK)):
            with clock("raw executemany: events"):
                raw.executemany(f"INSERT INTO event VALUES ({', '.join('?' * len(names))})", chunk)
    with clock("raw executemany: events"):
        raw.execute("COMMIT")
    raw.close()


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        target = sys.argv[2] if len(sys.argv) > 2 else str(Path(folder) / "timeline.db")
        create(target)
        engine = open_engine(target)
        with write.batch(engine, command="add", who=None, now=NOW) as first:
            first.insert(
                "event", [{"id": first.reserve("event")[0], "uid": "first", "title": "First", "edtf": "2025-09-03"}]
            )
        with clock("whole import"), write.batch(engine, command="import", who=None, now=NOW) as batch:
            batch.bulk()
            load(batch, wanted, clock)
        page = "SELECT e.id, e.uid, e.title, e.edtf FROM event e ORDER BY e.sort_key DESC, e.position, e.id LIMIT 50"
        count = "SELECT count(*) FROM event"
        for name, when in (("before the import", first.id), ("after the import", batch.id)):
            with open_reader(target) as reader, clock(f"as recorded {name}: open, page, count"):
                history.as_recorded(reader, when)
                shown, counted = reader.all(page), reader.one(count)
            assert (len(shown), counted) == ((1, (1,)) if when == first.id else (50, (wanted + 1,)))
        with clock("undo of the import"):
            undo = history.undo(engine, batch.id, who=None, now=NOW)
        with open_reader(target) as reader, clock("as recorded before the undo: open, page, count"):
            history.as_recorded(reader, batch.id, text=False)
            shown, counted = reader.all(page), reader.one(count)
        assert counted == (wanted + 1,)
        with clock("redo (undo of the undo)"):
            history.undo(engine, undo.batch, who=None, now=NOW)
        raw_insert(Path(folder) / "raw.db", target, clock)
        size = Path(target).stat().st_size if Path(target).exists() else None
    for name, seconds in clock.seconds.items():
        print(f"{name:55} {seconds:8.2f} s")
    whole = clock.seconds["whole import"]
    print(f"{wanted:,} events" + (f", {size / 1e6:,.0f} MB after undo and redo" if size else ""))
    print(
        f"insert of events / raw executemany: {clock.seconds['import: events'] / clock.seconds['raw executemany: events']:.2f}"
    )
    print(f"undo / whole import: {clock.seconds['undo of the import'] / whole:.2f}")
    print(f"redo / whole import: {clock.seconds['redo (undo of the undo)'] / whole:.2f}")


if __name__ == "__main__":
    main()
