"""
What a query finds, each event with all that hangs on it in one piece: for formats that are no records.

An event is its record of docs/records.md with the references resolved in place, so that a writer needs to look up
nothing; keys are absent where there is nothing. It streams in the query's order, a chunk at a time, and memory
does not grow. What may be let out is decided by the functions of `records`, and only there. Actors merged into
another are that one, and once. Claims on no event, links between actors, other names and the bodies of
sources have no place under an event: `records` gives them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.store.read import asking
from timeline.store.read.events import chunks, keys, matching
from timeline.store.read.records import Dump, claims_on, event_chunk, links_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.query import EventQuery
    from timeline.store.engine import Reader

    Record = dict[str, Any]

_SOURCE_KEYS = (
    *("uid", "title", "publisher", "author", "url", "archive_url", "published", "kind", "lang", "access"),
    *("reliability", "note"),
)
_PLACE_KEYS = ("uid", "name", "kind", "country", "lat", "lon", "precision")
_ACTOR_KEYS = ("uid", "name", "kind", "country")
_ASKED_AT_ONCE = 500
_MOST_KNOWN = 20_000
"""Actors, places and sources kept at hand before they are forgotten and read again."""


def whole(reader: Reader, query: EventQuery) -> Iterator[Record]:
    """Give the events that `query` finds, in its order, each with all that hangs on it and may be let out."""
    dump = Dump(reader, query)
    known = _Known(reader)
    beside = _Beside(dump)
    for chunk in chunks((one,) for one in keys(reader, dump.query)):
        yield from _resolved(dump, known, beside, [row[0] for row in chunk])


class _Known:
    """Actors, places and sources by their uid, as they stand under an event."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.actors: dict[str, Record] = {}
        self.places: dict[str, Record] = {}
        self.sources: dict[str, Record] = {}

    def learn(self, actors: Iterable[str], places: Iterable[str], sources: Iterable[str]) -> None:
        """Read what is not yet at hand."""
        survivor = "actor x JOIN actor a ON a.id = coalesce(x.merged_into, x.id)"
        self._learn(self.actors, actors, survivor, "a", _ACTOR_KEYS)
        self._learn(self.places, places, "place x", "x", _PLACE_KEYS)
        self._learn(self.sources, sources, "source x", "x", _SOURCE_KEYS)

    def _learn(self, known: dict[str, Record], uids: Iterable[str], tables: str, of: str, names: Any) -> None:
        wanted = set(uids)
        missing = sorted(wanted - known.keys())
        if len(known) + len(missing) > _MOST_KNOWN:
            known.clear()
            missing = sorted(wanted)
        columns = ", ".join(f"{of}.{name}" for name in names)
        for start in range(0, len(missing), _ASKED_AT_ONCE):
            params: dict[str, object] = {}
            listed = asking.texts("uid", missing[start : start + _ASKED_AT_ONCE], params)
            for uid, *values in self.reader.all(
                f"SELECT x.uid, {columns} FROM {tables} WHERE x.uid IN ({listed})", params
            ):
                known[uid] = _given(names, values)


class _Beside:
    """Whether the event at the other end of a link is one of those that go out."""

    def __init__(self, dump: Dump) -> None:
        self.reader = dump.reader
        self.query = dump.query
        paged = self.query.limit is not None or self.query.after is not None
        self.page = frozenset(keys(self.reader, self.query)) if paged and not dump.every_event else None

    def among(self, ids: set[int], here: set[int]) -> dict[int, tuple[str, str]]:
        """Give (uid, title) of those of `ids` that go out; those of `here` do."""
        others = ids - here
        if others and self.page is not None:
            others &= self.page
        elif others:
            query = self.query
            narrowed = others if query.ids is None else others & set(query.ids)
            found, params = matching(self.reader, query._replace(ids=tuple(narrowed)))
            others = {row[0] for row in self.reader.all(found, params)}
        listed = asking.numbers(sorted(others | (ids & here)))
        rows = self.reader.all(f"SELECT e.id, e.uid, e.title FROM event e WHERE e.id IN ({listed})")
        return {row[0]: (row[1], row[2]) for row in rows}


def _resolved(dump: Dump, known: _Known, beside: _Beside, ids: list[int]) -> Iterator[Record]:
    """Give the events of `ids`, in that order."""
    events = list(event_chunk(dump, ids))
    claims: dict[int, list[Record]] = {}
    for event_id, claim in claims_on(dump, ids):
        claims.setdefault(event_id, []).append(claim)
    said = [claim for some in claims.values() for claim in some]
    taking_part = [one for event in events for one in event["participants"]]
    passages = [one for event in events for one in event["citations"]]
    passages += [one["citation"] for one in (*taking_part, *said) if "citation" in one]
    known.learn(
        [one["actor"] for one in taking_part]
        + [claim[role] for claim in said for role in ("actor", "about", "by") if role in claim],
        [one["place"] for one in (*events, *said) if one.get("place")],
        [one["source"] for one in passages],
    )
    recorded = _recorded(dump.reader, ids, events)
    linked = _linked(dump, beside, ids)
    for event_id, event in zip(ids, events, strict=True):
        yield _whole(event, claims.get(event_id, []), linked.get(event_id, {}), recorded[event_id], known)


def _whole(event: Record, claims: list[Record], linked: Record, recorded: str, known: _Known) -> Record:
    """Put everything of one event in its place."""
    made = {key: value for key, value in event.items() if value is not None and value != [] and key != "rev"}
    if "place" in made:
        made["place"] = known.places[made["place"]]
    if "participants" in made:
        made["participants"] = _participants(made["participants"], known)
    if "citations" in made:
        made["citations"] = [_cited(one, known) for one in made["citations"]]
    if claims:
        made["claims"] = [_claim(one, known) for one in claims]
    return made | linked | {"recorded": recorded}


def _participants(given: list[Record], known: _Known) -> list[Record]:
    """Give who took part, by name; an actor and one merged into it are one, with the first passage there is."""
    found: dict[tuple[str, str], Record] = {}
    for one in given:
        actor = known.actors[one["actor"]]
        before = found.get((actor["uid"], one["role"]))
        if before is None or "citation" not in before:
            made: Record = {"actor": actor, "role": one["role"]}
            if "citation" in one:
                made["citation"] = _cited(one["citation"], known)
            found[actor["uid"], one["role"]] = made
    return sorted(found.values(), key=lambda one: (one["actor"]["name"], one["actor"]["uid"], one["role"]))


def _cited(passage: Record, known: _Known) -> Record:
    return {**passage, "source": known.sources[passage["source"]]}


def _claim(claim: Record, known: _Known) -> Record:
    made = dict(claim)
    for role in ("actor", "about", "by"):
        if role in made:
            made[role] = _named(known.actors[made[role]])
    if "place" in made:
        made["place"] = _named(known.places[made["place"]])
    if "citation" in made:
        made["citation"] = _cited(made["citation"], known)
    return made


def _named(thing: Record) -> Record:
    return {"uid": thing["uid"], "name": thing["name"]}


def _linked(dump: Dump, beside: _Beside, ids: list[int]) -> dict[int, Record]:
    """Give the links of each event, outward and inward, to those that go out too."""
    links = links_at(dump, ids)
    if not links:
        return {}
    here = set(ids)
    out = beside.among({end for row in links for end in row[:2]}, here)
    found: dict[int, Record] = {}
    for from_id, to_id, kind in links:
        if from_id not in out or to_id not in out:
            continue
        for one, other, key, end in ((from_id, to_id, "links", "to"), (to_id, from_id, "linked_from", "from")):
            if one in here:
                uid, title = out[other]
                linked = {"kind": kind, end: {"uid": uid, "title": title}}
                found.setdefault(one, {}).setdefault(key, []).append(linked)
    return found


def _recorded(reader: Reader, ids: list[int], events: list[Record]) -> dict[int, str]:
    """Give when each event was last written, in UTC: what is nested in it counts unless some of that is held back."""
    own = dict(reader.all(f"SELECT e.id, e.batch_id FROM event e WHERE e.id IN ({asking.numbers(ids)})"))
    newest = {one: event.get("rev") or own[one] for one, event in zip(ids, events, strict=True)}
    listed = asking.numbers(sorted(set(newest.values())))
    started = dict(reader.all(f"SELECT b.id, b.started_at FROM batch b WHERE b.id IN ({listed})"))
    return {one: started[batch] for one, batch in newest.items()}


def _given(names: Iterable[str], values: Iterable[Any]) -> Record:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}
