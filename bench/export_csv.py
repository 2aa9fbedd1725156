"""
Export of our CSV against a raw cursor into `csv.writer`, and the memory it takes.

    python bench/export_csv.py [EVENTS]

The raw cursor runs one statement that joins and concatenates the same cells (place, actors with roles, tags,
sources) in SQL, in the same order, without names made unambiguous and without guarding formulas. Both write
to the same kind of file. Prints seconds of CPU, least of five, their ratio, and the greatest memory that
Python held for an export of a tenth of the events and of all.
"""

from __future__ import annotations

import csv
import gc
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from functools import partial
from pathlib import Path

from synthetic import make

from timeline.formats import Losses, by_name
from timeline.query import EventQuery
from timeline.store.engine import open_reader
from timeline.store.read.events import events

TURNS = 5
RAW = """
    SELECT e.uid, e.edtf, e.title, e.summary, e.kind, e.status, pl.name,
        (SELECT group_concat(a.name || ':' || p.role, '; ') FROM participation p JOIN actor a ON a.id = p.actor_id
            WHERE p.event_id = e.id),
        (SELECT group_concat(g.tag, '; ') FROM event_tag g WHERE g.event_id = e.id),
        (SELECT group_concat(coalesce(s.publisher, s.title), '; ') FROM event_citation ec
            JOIN citation c ON c.id = ec.citation_id JOIN source s ON s.id = c.source_id
            WHERE ec.event_id = e.id AND ec.stance <> 'disputes'),
        e.importance, e.access, e.note, e.as_written, e.calendar, e.zone, e.position, e.batch_id
    FROM event e LEFT JOIN place pl ON pl.id = e.place_id
    WHERE e.status IN ('confirmed', 'disputed') AND e.access = 'public'
    ORDER BY e.sort_key, e.position, e.id
"""


def ours(database: str, to: Path, limit: int | None = None) -> None:
    with open_reader(database) as reader, to.open("w", encoding="utf-8", newline="") as file:
        for piece in by_name("csv").write_events(
            events(reader, EventQuery(max_access="public", limit=limit)), Losses()
        ):
            file.write(piece)


def raw(database: str, to: Path) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(connection.execute(RAW))
    connection.close()


def least(*runs) -> list[float]:
    """Give the least seconds of CPU of each, run in turn, so that what else the machine does falls on all alike."""
    spent: list[list[float]] = [[] for _ in runs]
    for _ in range(TURNS):
        for run, taken in zip(runs, spent, strict=True):
            began = time.process_time()
            run()
            taken.append(time.process_time() - began)
    return [min(taken) for taken in spent]


def held(database: str, to: Path, limit: int) -> float:
    tracemalloc.start()
    ours(database, to, limit)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def main(number: int) -> None:
    gc.set_threshold(50_000, 20, 20)  # as the program itself does before it runs a command
    with tempfile.TemporaryDirectory() as folder:
        database, to = Path(folder) / "timeline.db", Path(folder) / "events.csv"
        make(database, number)
        base, spent = least(partial(raw, str(database), to), partial(ours, str(database), to))
        print(f"events                        {number:>10,}")
        print(f"raw cursor into csv.writer    {base:>10.2f} s")
        print(f"export --format csv           {spent:>10.2f} s   ratio {spent / base:.2f}")
        small, large = held(str(database), to, number // 10), held(str(database), to, number)
        print(f"memory, a tenth and all       {small:>10.1f} MB  {large:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
