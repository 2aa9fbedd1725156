"""
Events that one to be added is much like: a hint, never a match.

Three things count: the title's words, a time that both may share, an actor in both. Two titles are held
against each other only where the database finds a word, or an actor and a time, in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from timeline.edtf import bounds, parse, stored
from timeline.errors import EdtfError
from timeline.model import Named, fold, words
from timeline.store.among import select

if TYPE_CHECKING:
    from timeline.store.engine import Reader

_MOST = 3
_CANDIDATES = 400
_ALONE = 0.85
"""Likeness of titles that is enough when the times may be the same."""
_WITH_ACTOR = 0.6
"""The same, when an actor takes part in both."""
_COLUMNS = "e.id, e.uid, e.title, e.start_min, e.start_max, e.end_min, e.end_max"


def similar(reader: Reader, title: str, edtf: str | None, actors: Sequence[int] = ()) -> list[Named]:
    """Give up to three events that may be the same as one of this title, date and actors, the likest first."""
    wanted = fold(title)
    when = _bounds(edtf)
    rows = {row[0]: row for row in (*_of_actors(reader, when, actors), *_of_words(reader, words(title)))}
    shared = _taking_part(reader, list(rows), actors)
    found: list[tuple[float, str, str]] = []
    for event, uid, its_title, *its in rows.values():
        if when is not None and its[0] is not None and (its[0] > when[3] or its[3] < when[0]):
            continue
        likeness = _likeness(wanted, fold(its_title))
        dated = when is not None and its[0] is not None
        enough = _WITH_ACTOR if event in shared and dated else _ALONE
        if likeness >= enough:
            found.append((-likeness - 0.2 * (event in shared) - 0.1 * dated, uid, its_title))
    return [Named(uid, its_title) for _, uid, its_title in sorted(found)[:_MOST]]


def _bounds(edtf: str | None) -> tuple[int, ...] | None:
    if edtf is None:
        return None
    try:
        four = stored(bounds(parse(edtf)))
    except EdtfError:
        return None
    return tuple(int(one) for one in four if one is not None)


def _likeness(one: str, other: str) -> float:
    """Give how like two folded titles are, 0 to 1: by their letters, or by their words in any order."""
    if not one or not other:
        return 0.0
    mine, its = set(one.split()), set(other.split())
    by_words = 2 * len(mine & its) / (len(mine) + len(its))
    return max(by_words, SequenceMatcher(None, one, other, autojunk=False).ratio())


def _of_actors(reader: Reader, when: tuple[int, ...] | None, actors: Sequence[int]) -> list[tuple[Any, ...]]:
    """Give events of those actors that may touch the date."""
    if when is None or not actors:
        return []
    sql = (
        f"SELECT {_COLUMNS} FROM participation p JOIN event e ON e.id = p.event_id WHERE {{}}"
        f" AND e.start_min <= {when[3]} AND e.end_max >= {when[0]} LIMIT {_CANDIDATES}"
    )
    return select(reader, sql, "p.actor_id", list(actors))


def _of_words(reader: Reader, wanted: str) -> list[tuple[Any, ...]]:
    """Give events whose text has the longest words of the title, by the full-text search of the database."""
    longest = sorted(dict.fromkeys(wanted.split()), key=len, reverse=True)[:3]
    rows: dict[int, tuple[Any, ...]] = {}
    for number in range(len(longest), 0, -1):
        for row in reader.all(*_searched(reader, longest[:number])):
            rows[row[0]] = row
        if rows:
            break
    return list(rows.values())


def _searched(reader: Reader, listed: Sequence[str]) -> tuple[str, dict[str, object]]:
    if reader.dialect == "sqlite":
        match = " ".join(f'"{word}"' for word in listed)
        where = "e.id IN (SELECT rowid FROM event_fts WHERE event_fts MATCH :words)"
    else:
        match = " ".join(listed)
        where = "e.id IN (SELECT t.event_id FROM event_text t WHERE t.tsv @@ plainto_tsquery('simple', :words))"
    return f"SELECT {_COLUMNS} FROM event e WHERE {where} ORDER BY e.id DESC LIMIT {_CANDIDATES}", {"words": match}


def _taking_part(reader: Reader, events: list[int], actors: Sequence[int]) -> set[int]:
    if not actors or not events:
        return set()
    listed = ", ".join(str(int(one)) for one in actors)
    sql = f"SELECT DISTINCT event_id FROM participation WHERE actor_id IN ({listed}) AND {{}}"
    return {row[0] for row in select(reader, sql, "event_id", events)}
