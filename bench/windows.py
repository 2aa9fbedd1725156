"""
Time windows of time: pages in both orders and counts, on chronologies of growing size.

    python bench/windows.py [EVENTS …]        (default 10000 100000 1000000; databases are kept in a temporary folder)

Each figure is the least of several runs in milliseconds, with participants, sources and tags of what is
listed. "month" finds more as the chronology grows; "few" is narrowed as it grows, so that only the dates that
are open at one end become more. The last column is a plain walk of the order index with the condition as
a filter, which is what the bands replace.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import synthetic

from timeline.edtf import bounds, parse
from timeline.query import EventQuery, Window, hull
from timeline.store.engine import Reader, open_reader
from timeline.store.read.events import count, events

ROUNDS = 5


def least(job) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        job()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def plain(reader: Reader, window: Window) -> list[tuple[object, ...]]:
    return reader.all(
        "SELECT id FROM event WHERE start_min <= :y AND end_max >= :x AND status IN ('confirmed', 'disputed')"
        " ORDER BY sort_key DESC, position DESC, id DESC LIMIT 50",
        {"x": window.start, "y": window.end},
    )


def main(sizes: list[int]) -> None:
    folder = Path(tempfile.gettempdir()) / "timeline-bench"
    folder.mkdir(exist_ok=True)
    print(
        f"{'events':>9} {'window':>7} {'found':>8} {'first 50':>9} {'last 50':>9} {'certain':>9} {'count':>9} {'plain':>9}"
    )
    for size in sizes:
        path = folder / f"windows-{size}.db"
        synthetic.make(path, size)
        with open_reader(str(path)) as reader:
            middle = hull(bounds(parse("1965-06"))).start
            assert middle is not None
            month = Window(middle, middle + 30 * 86400)
            span = (synthetic.LAST - synthetic.FIRST) * 86400
            width = span * 3000 // size
            few = Window(middle - width // 2, middle + width // 2)
            for name, window in (("month", month), ("few", few)):
                page = EventQuery(window=window, limit=50)
                figures = [
                    least(lambda query=page: list(events(reader, query))),
                    least(lambda query=page: list(events(reader, query._replace(reverse=True)))),
                    least(lambda query=page: list(events(reader, query._replace(certainly=True)))),
                    least(lambda query=page: count(reader, query)),
                    least(lambda asked=window: plain(reader, asked)),
                ]
                shown = " ".join(f"{figure:9.2f}" for figure in figures)
                print(f"{size:9,} {name:>7} {count(reader, page):8,} {shown}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
