"""
Make a chronology of any size for the benchmarks: fast, seeded, shaped like a real one.

Events lie between 1900 and 2030: of 20, eleven are days, three months, one a year, one a decade, two open
at one end, one runs for some weeks, one is undated. Two actors take part in each; one actor ("Kim Jong Un") takes
part in every tenth event, the rest are many. One in fifty is a draft. Every event has a source and a tag.

    python bench/synthetic.py PATH EVENTS
"""

from __future__ import annotations

import random
import sqlite3
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SRC))

from timeline.edtf import band, bounds, parse, sort_key, stored  # noqa: E402
from timeline.edtf.bounds import UNDATED  # noqa: E402
from timeline.edtf.civil import civil_from_days, days_from_civil  # noqa: E402
from timeline.model import fold, words  # noqa: E402
from timeline.store.engine import create  # noqa: E402

KIM = 1
FIRST, LAST = days_from_civil(1900, 1, 1), days_from_civil(2030, 1, 1)
WORDS = (
    *("troops", "parade", "talks", "ceremony", "summit", "strike", "treaty"),
    *("visit", "front", "envoy", "missile", "border", "sanctions", "workers"),
)


def make(path: Path, events: int, *, full_text: bool = False, seed: int = 1) -> None:
    """Make the database, or keep the one that is there."""
    if path.exists():
        return
    create(str(path))
    chosen = random.Random(seed)
    actors = max(20, events // 100)
    sources = max(5, events // 50)
    with sqlite3.connect(path, isolation_level=None) as raw:
        for pragma in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        raw.execute("INSERT INTO batch (id, command, started_at) VALUES (1, 'bench', '2025-01-01T00:00:00.000000Z')")
        names = ["Kim Jong Un", *(f"Actor {n}" for n in range(2, actors + 1))]
        raw.executemany(
            "INSERT INTO actor (id, uid, name, batch_id) VALUES (?, ?, ?, 1)",
            ((n, f"actor-{n}", name) for n, name in enumerate(names, 1)),
        )
        raw.executemany(
            "INSERT INTO actor_name (actor_id, name, kind, folded, batch_id) VALUES (?, ?, 'primary', ?, 1)",
            ((n, name, fold(name)) for n, name in enumerate(names, 1)),
        )
        raw.executemany(
            "INSERT INTO source (id, uid, title, publisher, batch_id) VALUES (?, ?, ?, ?, 1)",
            ((n, f"source-{n}", f"Article {n}", f"Agency {n % 40}") for n in range(1, sources + 1)),
        )
        raw.executemany(
            "INSERT INTO citation (id, source_id, quote, batch_id) VALUES (?, ?, ?, 1)",
            ((n, 1 + n % sources, "as reported") for n in range(1, events + 1)),
        )
        rows = [_event(chosen, n, actors) for n in range(1, events + 1)]
        raw.executemany(
            "INSERT INTO event (id, uid, title, edtf, start_min, start_max, end_min, end_max, gaps, band, sort_key,"
            " status, batch_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 1)",
            (row[:-1] for row in rows),
        )
        taking_part = sorted((actor, row[9], row[0]) for row in rows for actor in row[-1])
        raw.executemany(
            "INSERT INTO participation (actor_id, sort_key, position, event_id, role, batch_id)"
            " VALUES (?, ?, 0, ?, 'participant', 1)",
            taking_part,
        )
        raw.executemany(
            "INSERT INTO event_citation (event_id, citation_id, batch_id) VALUES (?, ?, 1)",
            ((n, n) for n in range(1, events + 1)),
        )
        raw.executemany(
            "INSERT INTO event_tag (event_id, tag, batch_id) VALUES (?, ?, 1)",
            ((n, WORDS[n % len(WORDS)]) for n in range(1, events + 1)),
        )
        if full_text:
            raw.executemany(
                "INSERT INTO event_text (event_id, words) VALUES (?, ?)", ((row[0], words(row[2])) for row in rows)
            )
        raw.execute("COMMIT")
        raw.execute("PRAGMA journal_mode = WAL")


def _event(chosen: random.Random, number: int, actors: int) -> tuple[object, ...]:
    """Give the columns of an event, and its actors."""
    year, month, day = civil_from_days(chosen.randrange(FIRST, LAST))
    date = f"{year}-{month:02}-{day:02}"
    kind = chosen.randrange(20)
    if kind < 11:
        when: str | None = date
    elif kind < 14:
        when = date[:7]
    elif kind == 14:
        when = date[:4]
    elif kind == 15:
        when = f"{date[:3]}X"
    elif kind == 16:
        when = f"{date}/.."
    elif kind == 17:
        when = f"[..{date}]"
    elif kind == 18:
        year, month, day = civil_from_days(days_from_civil(year, month, day) + chosen.randrange(7, 40))
        when = f"{date}/{year}-{month:02}-{day:02}"
    else:
        when = None
    dated = bounds(parse(when)) if when else None
    title = f"{' '.join(chosen.choices(WORDS, k=4)).capitalize()} {number}"
    who = {chosen.randrange(2, actors + 1), KIM if number % 10 == 0 else chosen.randrange(2, actors + 1)}
    four = stored(dated) if dated else (None,) * 4
    return (
        number,
        f"event-{number}",
        title,
        when,
        *four,
        band(dated) if dated else None,
        sort_key(dated) if dated else UNDATED,
        "draft" if number % 50 == 0 else "confirmed",
        who,
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), full_text=True)
