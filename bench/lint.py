"""
Time every rule of `check`, `stats`, and the search for doubles among actors, on chronologies of growing size.

    python bench/lint.py [EVENTS …]     (default 10000 100000; databases are kept in a temporary folder)

Seconds. The last line looks for doubles among 20,000 invented names of people.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import synthetic

from timeline.query import EventQuery
from timeline.store.engine import open_reader
from timeline.store.read import doubles, likeness
from timeline.store.read.lint import RULES, Scope
from timeline.store.read.stats import stats

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = 1_757_000_000


def main(sizes: list[int]) -> None:
    folder = Path(tempfile.gettempdir()) / "timeline-bench"
    folder.mkdir(exist_ok=True)
    for size in sizes:
        path = folder / f"lint-{size}.db"
        synthetic.make(path, size)
        with open_reader(str(path)) as reader:
            scope = Scope(reader, EventQuery(), NOW)
            whole = 0.0
            for rule in RULES:
                found, seconds = timed(lambda rule=rule, scope=scope: sum(1 for _ in rule.find(scope)))
                whole += seconds
                print(f"{size:9,} {rule.name:16} {seconds:7.2f}  {found:,} findings")
            print(f"{size:9,} {'check':16} {whole:7.2f}")
            print(f"{size:9,} {'stats':16} {timed(lambda: stats(reader, EventQuery()))[1]:7.2f}")
    pairs, seconds = timed(lambda: alike(names(20_000)))
    print(f"{20_000:9,} {'doubles':16} {seconds:7.2f}  {pairs:,} pairs of names alike")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def names(number: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    some = [first + second for first in "bcdfgklmnprstvz" for second in "aeiou"]
    given = ["".join(chance.choices(some, k=chance.choice((2, 3)))).title() for _ in range(number // 50)]
    family = ["".join(chance.choices(some, k=chance.choice((2, 3, 4)))).title() for _ in range(number // 7)]
    return [f"{chance.choice(given)} {chance.choice(family)}" for _ in range(number)]


def alike(listed: list[str]) -> int:
    forms = {number: [likeness.form(name)] for number, name in enumerate(listed)}
    found = (likeness.alike(forms[one][0], forms[other][0]) for one, other in doubles._candidates(forms))  # noqa: SLF001
    return sum(1 for one in found if one is not None)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
