"""Rules of events among each other: told twice, linked to nothing, in an order that cannot be."""

from __future__ import annotations

import re
import shlex
from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from timeline.edtf import english_of
from timeline.model import fold
from timeline.store.load.rings import circles
from timeline.store.read import asking
from timeline.store.read.lint.types import ORDER, Finding, Scope, cited
from timeline.store.relations import precedes_sql

if TYPE_CHECKING:
    from collections.abc import Iterator

# --- told twice ---

_KEYS = 3
"""Words of a title, the rarest, under which an event is looked for."""
_COMPARED = 25
"""Events under one word and of one time that one is compared with."""
_WIDEST = 62 * 86400
"""Seconds a date may span; a wider one shares its time with too many, unless both are the same date."""
_ALIKE, _ALONE = 82.0, 93.0
"""Likeness of titles, of 100: with an actor in both, and without."""
_ORDINALS = frozenset(
    (
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last"),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "another", "other"),
        *("begin", "begins", "began", "start", "starts", "started", "end", "ends", "ended", "north", "south"),
        *("east", "west", "not", "no", "de", "un"),
    )
)
"""Words that make two titles two events, though nothing else differs."""
_NUMBER = re.compile(r"\d")


class _Event(NamedTuple):
    id: int
    uid: str
    title: str
    low: int | None
    high: int | None
    edtf: str | None
    words: tuple[str, ...]
    apart: frozenset[str]
    """Numbers and the like, which must be the same."""


def duplicate_event(scope: Scope) -> Iterator[Finding]:
    """Find events of one time whose titles are alike and in which the same actors take part."""
    from rapidfuzz.fuzz import token_sort_ratio

    columns = "e.id, e.uid, e.title, e.start_min, e.end_max, e.edtf"
    rows = scope.rows(f"SELECT {columns} FROM event e WHERE {scope.of()} ORDER BY {ORDER}")
    events = [_event(*row) for row in rows]
    pairs = []
    for one, other in _candidates(events):
        likeness = token_sort_ratio(" ".join(one.words), " ".join(other.words), score_cutoff=_ALIKE)
        if likeness:
            pairs.append((one, other, likeness))
    if not pairs:
        return
    wanted = {one.id for pair in pairs for one in pair[:2]}
    actors, linked = _actors(scope, wanted), _linked(scope, wanted)
    for first, second, likeness in pairs:
        one, other = sorted((first, second))  # the one put down later repeats the other
        mine, its = actors.get(one.id, {}), actors.get(other.id, {})
        both = [mine[actor] for actor in mine if actor in its]
        if (one.id, other.id) in linked or not (both or (likeness >= _ALONE and not (mine and its))):
            continue
        what = f"may be {one.uid}: the same time, titles alike" + (f", both with {', '.join(both[:3])}" if both else "")
        remedy = (
            f"one event: timeline edit {one.uid} --source … and timeline rm {other.uid},"
            f" or timeline link {other.uid} same_as {one.uid}; two: timeline link {other.uid} follows {one.uid}"
        )
        yield Finding("duplicate-event", "event", other.uid, what, remedy)


def _event(row: int, uid: str, title: str, low: int | None, high: int | None, edtf: str | None) -> _Event:
    words = tuple(fold(title).split())
    apart = frozenset(word for word in words if word in _ORDINALS or _NUMBER.search(word))
    return _Event(row, uid, title, low, high, edtf, words, apart)


def _candidates(events: list[_Event]) -> Iterator[tuple[_Event, _Event]]:
    """Give pairs, each once, that share a rare word and perhaps a time; the earlier in the order of lists first."""
    often: dict[str, int] = {}
    for event in events:
        for word in set(event.words):
            often[word] = often.get(word, 0) + 1
    blocks: dict[Hashable, list[_Event]] = {}
    for event in events:
        narrow = event.low is not None and event.high is not None and event.high - event.low <= _WIDEST
        # A wide date shares its time with too many: it is compared with the very same date alone.
        when = "" if narrow else f"{event.edtf}"
        shared = sorted({word for word in event.words if often[word] > 1}, key=lambda word: (often[word], word))
        for word in shared[:_KEYS]:
            blocks.setdefault((word, when, event.apart), []).append(event)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for place, one in enumerate(block):
            # In the order of lists, what is later in a block begins no earlier.
            for other in block[place + 1 : place + 1 + _COMPARED]:
                if one.high is not None and other.low is not None and other.low > one.high and one.edtf != other.edtf:
                    break
                if (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    yield one, other


def _actors(scope: Scope, events: set[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    rows = scope.reader.rows(
        "SELECT p.event_id, a.id, a.name FROM participation p JOIN actor x ON x.id = p.actor_id"
        f" JOIN actor a ON a.id = coalesce(x.merged_into, x.id) WHERE p.event_id IN ({asking.numbers(sorted(events))})"
        " ORDER BY p.event_id, a.id"
    )
    for event, actor, name in rows:
        found.setdefault(event, {})[actor] = name
    return found


def _linked(scope: Scope, events: set[int]) -> set[tuple[int, int]]:
    """Give the pairs, either way round, that somebody has linked: he has seen both."""
    rows = scope.reader.rows(
        f"SELECT l.from_id, l.to_id FROM event_link l WHERE l.from_id IN ({asking.numbers(sorted(events))})"
    )
    return {pair for one, other in rows for pair in ((one, other), (other, one))}


# --- linked to nothing ---


def broken_link(scope: Scope) -> Iterator[Finding]:
    """Find links, anchors and identifiers that lead to nothing, or to what is no longer held for true."""
    yield from _to_unheld(scope)
    yield from _anchors(scope)
    if not scope.filtered:
        for entity in ("source", "event", "actor", "place", "claim"):
            rows = scope.reader.rows(
                f"SELECT x.scheme, x.value FROM external_id x LEFT JOIN {entity} o ON o.id = x.entity_id"
                f" WHERE x.entity = '{entity}' AND o.id IS NULL ORDER BY x.scheme, x.value"
            )
            for scheme, value in rows:
                what = f"the identifier belongs to a {entity} that is not there"
                yield Finding("broken-link", entity, f"{scheme}:{value}", what, "timeline check --store; db restore")


def _to_unheld(scope: Scope) -> Iterator[Finding]:
    sql = (
        "SELECT e.uid, l.kind, o.uid, o.status, {0} FROM event_link l JOIN event e ON e.id = l.{1}"
        f" JOIN event o ON o.id = l.{{2}} WHERE {scope.of()} AND o.status IN ('draft', 'retracted')"
        f" AND e.status NOT IN ('draft', 'retracted') ORDER BY {ORDER}, o.id, l.kind"
    )
    for outward, here, there in ((1, "from_id", "to_id"), (0, "to_id", "from_id")):
        for event, kind, other, status, _ in scope.rows(sql.format(outward, here, there)):
            state = "a draft" if status == "draft" else "retracted"
            pair = f"{event} {kind} {other}" if outward else f"{other} {kind} {event}"
            remedy = f"timeline link {pair} --remove, or timeline edit {other} --status confirmed"
            yield Finding("broken-link", "event", event, f"it is linked ({pair}) to what is {state}", remedy)


def _anchors(scope: Scope) -> Iterator[Finding]:
    sql = (
        "SELECT e.uid, ec.phrase, ec.anchor, ec.anchor_kind, o.uid, o.status, own.uid, c.quote"
        " FROM event_citation ec JOIN citation c ON c.id = ec.citation_id JOIN source own ON own.id = c.source_id"
        " JOIN event e ON e.id = ec.event_id LEFT JOIN event o ON o.id = ec.anchor_id AND ec.anchor_kind = 'event'"
        " LEFT JOIN source s ON s.id = ec.anchor_id AND ec.anchor_kind IN ('publication', 'text')"
        f" WHERE {scope.of()} AND (ec.anchor_kind = 'event' AND (o.id IS NULL OR o.status IN ('draft', 'retracted'))"
        " OR ec.anchor_kind IN ('publication', 'text') AND ec.anchor_id IS NOT NULL AND s.id IS NULL)"
        f" ORDER BY {ORDER}, ec.id"
    )
    for event, phrase, anchor, kind, other, status, source, quote in scope.rows(sql):
        if other is not None:
            if status == "draft":
                continue  # it may still be confirmed, and its date is there
            where = f"the event {other}, which is retracted"
        else:
            where = f"{'an event' if kind == 'event' else 'a source'} that is not there"
        said = f"“{phrase}”" if phrase else "its date"
        what = f"{said} is counted from {anchor}, the date of {where}"
        remedy = f"timeline edit {event} --when {shlex.quote(phrase or 'PHRASE')} --on DAY {cited(source, quote)}"
        yield Finding("broken-link", "event", event, what, remedy)


# --- order ---

_CONTRADICTED = {
    "follows": ("e.start_max < o.start_min", "it follows {0} but certainly began before it"),
    "responds_to": ("e.start_max < o.start_min", "it responds to {0} but certainly began before it"),
    "causes": ("o.start_max < e.start_min", "it causes {0}, which certainly began before it"),
    "part_of": (
        "e.start_max < o.start_min OR e.end_min > o.end_max",
        "it is part of {0} but certainly reaches beyond it",
    ),
    "same_as": (
        f"{precedes_sql('e', 'o')[1]} OR {precedes_sql('o', 'e')[1]}",
        "it is the same as {0} but certainly of another time",
    ),
}
"""Of each kind of link from `e` to `o`: when the dates contradict it for certain, and what is said then."""
_LATER_FIRST = {"follows": True, "responds_to": True, "causes": False}
"""Kinds that put two events in order: whether the one linked from is the later."""


def order(scope: Scope) -> Iterator[Finding]:
    """Find links that the dates of their events contradict for certain, and events that come after themselves."""
    for kind, (contradicted, said) in _CONTRADICTED.items():
        sql = (
            "SELECT e.uid, e.edtf, o.uid, o.edtf FROM event_link l JOIN event e ON e.id = l.from_id"
            f" JOIN event o ON o.id = l.to_id WHERE l.kind = '{kind}' AND {scope.of()}"
            " AND o.status NOT IN ('draft', 'retracted') AND e.start_min IS NOT NULL AND o.start_min IS NOT NULL"
            f" AND ({contradicted}) ORDER BY {ORDER}, o.id"
        )
        for event, date, other, its in scope.rows(sql):
            what = f"{said.format(other)}: {english_of(date)} against {english_of(its)}"
            remedy = f"timeline edit EVENT --when DATE, or timeline link {event} {kind} {other} --remove"
            yield Finding("order", "event", event, what, remedy)
    yield from _rings(scope)


def _rings(scope: Scope) -> Iterator[Finding]:
    """Find events that by their links come after themselves."""
    before: dict[Hashable, list[Hashable]] = {}
    rows = scope.rows(
        "SELECT e.uid, o.uid, l.kind FROM event_link l JOIN event e ON e.id = l.from_id JOIN event o ON o.id = l.to_id"
        f" WHERE l.kind IN ({asking.listed(_LATER_FIRST)}) AND {scope.of()} ORDER BY l.from_id, l.to_id"
    )
    for event, other, kind in rows:
        later, earlier = (event, other) if _LATER_FIRST[kind] else (other, event)
        before.setdefault(later, []).append(earlier)
        before.setdefault(earlier, [])
    for ring in circles(before):
        path = " ← ".join(str(one) for one in (*ring, ring[0]))
        what = f"it comes after itself: {path}"
        yield Finding("order", "event", str(ring[0]), what, "take one of these links off: timeline link … --remove")
