"""
Time an actor's newest 50 events, all of them, and their number, on chronologies of growing size.

    python bench/actor_page.py [EVENTS …]     (default 10000 100000 1000000; databases are kept in a temporary folder)

The actor takes part in every tenth event. Milliseconds, the least of several runs; "whole" is a row.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import synthetic
from windows import least

from timeline.query import EventQuery
from timeline.store.engine import open_reader
from timeline.store.read.events import count, events, hidden
from timeline.store.read.names import find_actors


def main(sizes: list[int]) -> None:
    folder = Path(tempfile.gettempdir()) / "timeline-bench"
    folder.mkdir(exist_ok=True)
    print(
        f"{'events':>9} {'found':>8} {'name':>8} {'newest 50':>10} {'two':>8} {'count':>8} {'hidden':>8} {'µs a row':>9}"
    )
    for size in sizes:
        path = folder / f"windows-{size}.db"
        synthetic.make(path, size)
        with open_reader(str(path)) as reader:
            newest = EventQuery(actors=find_actors(reader, "kim")[0].ids, reverse=True, limit=50)
            found = count(reader, newest)
            figures = [
                least(lambda: find_actors(reader, "kim")),
                least(lambda query=newest: list(events(reader, query))),
                least(lambda query=newest: list(events(reader, query._replace(actors=(1, 2))))),
                least(lambda query=newest: count(reader, query)),
                least(lambda query=newest: hidden(reader, query)),
                least(lambda query=newest: sum(1 for _ in events(reader, query._replace(limit=None)))) * 1000 / found,
            ]
            name, page, two, number, left_out, row = figures
            print(f"{size:9,} {found:8,} {name:8.2f} {page:10.2f} {two:8.2f} {number:8.2f} {left_out:8.2f} {row:9.2f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
