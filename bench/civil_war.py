"""
Statements of many authorities on many battles, of the kind that histories of the American Civil War give, and how fast
`conflicts` is over them.

    python bench/civil_war.py [BATTLES]       times an import and `conflicts` on a new SQLite file

Nine authorities tell, each of the battles it knows, when it was, who won, and for either side the strength, the killed,
wounded, missing and casualties, as figures, ranges, or lower bounds. All is invented, seeded and the same every time.
`records` gives the lines of docs/records.md, `differing` the cells whose statements are not all alike, found without
any SQL; a test compares them with what the program lists.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AUTHORITIES = ("Fox", "Livermore", "Phisterer", "Dyer", "Bodart", "Thorne", "Kendall", "Commission", "Clayton")
SIDES = ("united-states", "confederate-states")
ATTRIBUTES = ("strength", "killed", "wounded", "missing", "casualties")


def records(battles: int = 400, seed: int = 1861) -> Iterator[dict[str, Any]]:
    """Give the records: attributes, sources, actors, events with the dates the authorities give, claims."""
    chance = random.Random(seed)
    yield {"record": "attribute", "name": "strength", "unit": "people"}
    yield {"record": "attribute", "name": "victor"}
    for number, side in enumerate(SIDES):
        yield {"record": "actor", "uid": side, "name": ("United States", "Confederate States")[number], "kind": "state"}
    for number, name in enumerate(AUTHORITIES):
        year = str(1866 + 14 * number)
        yield {"record": "actor", "uid": name.lower(), "name": name, "kind": "person"}
        source = {"record": "source", "uid": f"{name.lower()}-book", "title": f"{name} on the battles of the war"}
        yield source | {"author": name, "published": year, "kind": "book"}
    for number in range(1, battles + 1):
        yield from _battle(chance, f"battle-{number:03}", number)


def _battle(chance: random.Random, uid: str, number: int) -> Iterator[dict[str, Any]]:
    day = f"{1861 + number % 4}-{1 + number % 12:02}-{1 + number % 27:02}"
    known = chance.sample(AUTHORITIES, chance.choice((1, 2, 3, 5, 9)))
    citations = []
    for name in known:
        date = chance.choice((day, day, day, day[:7], f"{day}/{day[:8]}28"))
        citations.append({"source": f"{name.lower()}-book", "date": date, "page": str(number)})
    event = {"record": "event", "uid": uid, "title": f"Battle {number:03}", "date": day, "kind": "battle"}
    yield event | {"citations": citations, "participants": [{"actor": side, "role": "belligerent"} for side in SIDES]}
    winner = chance.choice(SIDES)
    for name in known:
        if chance.random() < 0.5:
            victor = winner if chance.random() < 0.9 else "inconclusive"
            yield _claim(uid, name, number, attribute="victor", value=victor)
    for side in SIDES:
        for attribute in ATTRIBUTES:
            true = chance.randrange(3, 900) * chance.choice((1, 10, 100))
            agreed = chance.random() < 0.4
            for name in known:
                if chance.random() < 0.7:
                    said = true if agreed else round(true * chance.choice((1, 1, 0.8, 0.95, 1.3)))
                    yield _claim(uid, name, number, attribute=attribute, about=side) | _figure(chance, said, agreed)


def _claim(event: str, name: str, number: int, **more: Any) -> dict[str, Any]:
    citation = {"source": f"{name.lower()}-book", "page": str(number)}
    return {"record": "claim", "event": event, "by": name.lower(), "citation": citation, **more}


def _figure(chance: random.Random, said: int, agreed: bool) -> dict[str, Any]:
    kind = "exact" if agreed else chance.choice(("exact", "exact", "exact", "between", "at_least", "about"))
    if kind == "between":
        return {"qualifier": kind, "min": said, "max": said + 10}
    return {"qualifier": kind, "min": said, "max": None if kind == "at_least" else said}


def differing(given: Iterable[dict[str, Any]]) -> set[tuple[str, str, str | None]]:
    """Give (event, attribute, about) of all of which the authorities do not say the same."""
    said: dict[tuple[str, str, str | None], set[object]] = {}
    for record in given:
        if record["record"] == "event":
            said[record["uid"], "date", None] = {citation["date"] for citation in record["citations"]}
        if record["record"] == "claim":
            cell = record["event"], record["attribute"], record.get("about")
            said.setdefault(cell, set()).add((record.get("value"), record.get("min"), record.get("max")))
    return {cell for cell, values in said.items() if len(values) > 1}


def main(battles: int) -> None:
    """Import so many battles into a new file and list what contradicts, a line a step."""
    from timeline.store import load, write
    from timeline.store.engine import create, open_engine, open_reader
    from timeline.store.read.conflicts import conflicts

    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder) / "battles.db")
        create(target)
        given = list(records(battles))
        engine = open_engine(target)
        begun = time.perf_counter()
        with write.batch(engine, command="bench", who=None, now="2025-01-01T00:00:00.000000Z") as batch:
            load.apply(batch, given)
        engine.dispose()
        claims = sum(record["record"] == "claim" for record in given)
        print(f"{claims:,} claims on {battles:,} battles imported in {time.perf_counter() - begun:.2f} s")
        with open_reader(target) as reader:
            begun = time.perf_counter()
            found = list(conflicts(reader))
            print(f"{len(found):,} cells differ, found in {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
