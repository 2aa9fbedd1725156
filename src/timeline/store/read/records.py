"""
The database, or what a query finds of it, as the records of docs/records.md, streaming.

Asked for everything, it gives everything: actors without events, sources without citations, attributes that
nothing uses. Asked for some events, it gives those and what they refer to, so that the records can be
imported into an empty database. What may not be let out is left out, and so is whatever only it
refers to. What a record refers to comes before it, rings and the links between events apart.

A record with `rev` is whole: every key is there, null where there is nothing, and its lists are all there
is. A record of which something was held back carries neither `rev` nor nulls, so that importing it
where it came from takes nothing away (D113). A key that would refer to what is not among the
records is left out. A new table is one more entry in `_EVERY_KIND`, in the order of what refers to what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.model import EVENT_STATUS
from timeline.query import ALL_STATUSES, EventQuery
from timeline.store.read import asking
from timeline.store.read.detail import ANCHOR_OF
from timeline.store.read.events import chunks, keys, matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from timeline.store.engine import Reader

    Record = dict[str, Any]
    Row = tuple[Any, ...]

WHOLE = EventQuery(statuses=ALL_STATUSES)
_PASSAGE_KEYS = ("source", "quote", "start", "end", "prefix", "suffix", "page")
_PASSAGE = "s.uid, c.quote, c.quote_start, c.quote_end, c.prefix, c.suffix, c.page"
_CITATION_KEYS = (
    *_PASSAGE_KEYS,
    "date",
    "phrase",
    "phrase_start",
    "phrase_end",
    "anchor",
    "anchor_kind",
    "anchor_of",
    "rule",
    "resolver",
    "stance",
    "note",
    "accepted",
)
_EVENT_KEYS = (
    "uid",
    "title",
    "summary",
    "kind",
    "date",
    "calendar",
    "as_written",
    "zone",
    "place",
    "position",
    "status",
    "importance",
    "access",
    "note",
)
_CLAIM_KEYS = ("attribute", "qualifier", "value", "min", "max", "unit", "about", "by", "claimed", "period", "place")


def records(reader: Reader, query: EventQuery = WHOLE) -> Iterator[Record]:
    """Give what `query` finds, and all it refers to, as records; everything there is if it filters nothing."""
    dump = Dump(reader, query)
    for kind in _EVERY_KIND:
        yield from kind(dump)


class Dump:
    """
    What goes into one set of records, as conditions: which events, passages, claims, actors, places, sources.

    A condition is SQL on the column it is given, "" where all may pass.
    """

    def __init__(self, reader: Reader, query: EventQuery) -> None:
        self.reader = reader
        self.whole = not query.is_filtered()
        if asking.let_out(query.max_access) and not _anything_above(reader, query.max_access):
            query = query._replace(max_access=None)
        self.query = query
        self.levels = asking.let_out(query.max_access)
        self.partial = query.known is not None
        """Of every event and claim something may be held back: what was not known."""
        all_statuses = not query.statuses or set(query.statuses) == set(EVENT_STATUS)
        self.every_event = self.whole and not self.levels and all_statuses
        self.found, self.params = ("", {}) if self.every_event else matching(reader, query)

    # Conditions

    def event(self, column: str) -> str:
        """An event that the query finds."""
        return "" if self.every_event else f"{column} IN ({self.found})"

    def passage(self, column: str) -> str:
        """A citation that may be let out, or none."""
        if not self.levels:
            return ""
        return (
            f"({column} IS NULL OR {column} IN (SELECT c.id FROM citation c WHERE {self.source_level('c.source_id')}))"
        )

    def its_passage(self, column: str) -> str:
        """The same, looked up for each row: for a few rows at a time of a large database."""
        if not self.levels:
            return ""
        return (
            f"({column} IS NULL OR EXISTS (SELECT 1 FROM citation c JOIN source s ON s.id = c.source_id"
            f" WHERE c.id = {column} AND s.access IN ({asking.listed(self.levels)})))"
        )

    def source_level(self, column: str) -> str:
        """A source of a level that may be let out."""
        if not self.levels:
            return ""
        return f"{column} IN (SELECT s.id FROM source s WHERE s.access IN ({asking.listed(self.levels)}))"

    def claim(self, alias: str) -> str:
        """A claim on an event that is there, or on none; filtered, those on no event have nothing to do with it."""
        event = self.event(f"{alias}.event_id")
        if event and self.whole:
            event = f"({alias}.event_id IS NULL OR {event})"
        return _and(event, self.passage(f"{alias}.citation_id"))

    def taking_part(self) -> str:
        """A participation `p` in an event that is there, by a passage that may be let out."""
        return _and(self.event("p.event_id"), self.passage("p.citation_id"))

    def citing(self) -> str:
        """A passage `ec` of an event that is there, and that may be let out."""
        return _and(self.event("ec.event_id"), self.passage("ec.citation_id"))

    def linking(self) -> str:
        """A link `l` between two events that are there."""
        return _and(self.event("l.from_id"), self.event("l.to_id"), self.passage("l.citation_id"))

    def actor(self, column: str) -> str:
        """An actor that something there refers to, and whom it was merged into."""
        if self.every_event:
            return ""
        return self._referred(
            column,
            "actor",
            [
                ("participation p", "p.actor_id", self.taking_part()),
                ("claim k", "k.actor_id", self.claim("k")),
                ("claim k", "k.about_actor_id", self.claim("k")),
                ("claim k", "k.attributed_to_id", self.claim("k")),
            ],
            [
                ("actor_link h", "h.subject_id", self.passage("h.citation_id")),
                ("actor_link h", "h.object_id", self.passage("h.citation_id")),
            ],
            onward="SELECT x.merged_into FROM actor x JOIN up ON x.id = up.id WHERE x.merged_into IS NOT NULL",
        )

    def place(self, column: str) -> str:
        """A place that something there lies in, and what that lies in."""
        if self.every_event:
            return ""
        return self._referred(
            column,
            "place",
            [("event e0", "e0.place_id", self.event("e0.id")), ("claim k", "k.place_id", self.claim("k"))],
            [],
            onward="SELECT x.parent_id FROM place x JOIN up ON x.id = up.id WHERE x.parent_id IS NOT NULL",
        )

    def attribute(self, column: str) -> str:
        """An attribute that a claim has, and what it is a part of."""
        if self.every_event:
            return ""
        return self._referred(
            column,
            "attribute",
            [("claim k", "k.attribute", self.claim("k"))],
            [],
            onward="SELECT x.part_of FROM attribute x JOIN up ON x.name = up.id WHERE x.part_of IS NOT NULL",
            key="name",
        )

    def source(self, column: str) -> str:
        """A source that something there cites or counts from, and that may be let out."""
        if self.every_event:
            return ""
        cited = "{0} JOIN citation c ON c.id = {1}.citation_id"
        referred = self._referred(
            column,
            "source",
            [
                (cited.format("event_citation ec", "ec"), "c.source_id", self.event("ec.event_id")),
                (cited.format("participation p", "p"), "c.source_id", self.event("p.event_id")),
                (cited.format("claim k", "k"), "c.source_id", self.claim("k")),
                (cited.format("event_link l", "l"), "c.source_id", self.linking()),
                (cited.format("actor_link h", "h"), "c.source_id", self.actor_link()),
                ("event_citation ec", "ec.anchor_id", _and(_SOURCE_ANCHOR, self.citing())),
            ],
            [],
        )
        return _and(self.source_level(column), referred)

    def actor_link(self) -> str:
        """A link `h` between two actors that are there."""
        return _and(self.actor("h.subject_id"), self.actor("h.object_id"), self.passage("h.citation_id"))

    def _referred(
        self,
        column: str,
        table: str,
        references: list[tuple[str, str, str]],
        weak: list[tuple[str, str, str]],
        *,
        onward: str = "",
        key: str = "id",
    ) -> str:
        """
        Give the condition that one of `references` (tables, column, condition) refers to `column`.

        In a whole dump also what nothing at all refers to passes; `weak` references count only there.
        """
        known = [
            f"SELECT {name} FROM {tables} WHERE {_and(f'{name} IS NOT NULL', condition)}"
            for tables, name, condition in [*references, *(weak if self.whole else [])]
        ]
        if self.whole:
            anything = [
                f"SELECT {name} FROM {tables} WHERE {_and(f'{name} IS NOT NULL', _own_anchor(name))}"
                for tables, name, _ in [*references, *weak]
            ]
            known.append(f"SELECT o.{key} FROM {table} o WHERE o.{key} NOT IN ({' UNION '.join(anything)})")
        listed = " UNION ".join(known)
        if onward:
            # The recursive part may stand once only, and last.
            listed = f"WITH RECURSIVE up(id) AS (SELECT * FROM ({listed}) known UNION {onward}) SELECT up.id FROM up"
        return f"{column} IN ({listed})"

    # Statements

    def rows(self, sql: str, *conditions: str) -> Iterator[Row]:
        """Run a statement in whose `{}` the conditions stand as WHERE."""
        where = _and(*conditions)
        return self.reader.rows(sql.format(f" WHERE {where}" if where else ""), self.params)

    def nested(self, sql: str, ids: Iterable[object]) -> dict[int, list[Row]]:
        """Run a statement in whose `{}` the ids stand, and give its rows by their first column, without it."""
        found: dict[int, list[Row]] = {}
        for owner, *row in self.reader.all(sql.format(asking.numbers(int(str(one)) for one in ids))):
            found.setdefault(owner, []).append(tuple(row))
        return found

    def external(self, entity: str, ids: Iterable[object]) -> dict[int, list[Row]]:
        """Give (scheme, value, batch) of the external ids of some rows of a table."""
        scheme, value = asking.by_code_point(self.reader, "x.scheme"), asking.by_code_point(self.reader, "x.value")
        return self.nested(
            "SELECT x.entity_id, x.scheme, x.value, x.batch_id FROM external_id x"
            f" WHERE x.entity = '{entity}' AND x.entity_id IN ({{}}) ORDER BY {scheme}, {value}",
            ids,
        )

    def passages(self, ids: Iterable[object]) -> dict[int, Record]:
        """Give citations by id, as they are nested in what cites them."""
        found = self.nested(
            f"SELECT c.id, {_PASSAGE} FROM citation c JOIN source s ON s.id = c.source_id WHERE c.id IN ({{}})",
            {one for one in ids if one is not None},
        )
        return {one: _given(_PASSAGE_KEYS, rows[0]) for one, rows in found.items()}


_SOURCE_ANCHOR = "ec.anchor_kind IN ('publication', 'text')"


def _own_anchor(column: str) -> str:
    return _SOURCE_ANCHOR if column == "ec.anchor_id" else ""


# --- one function a kind of record ---


def _attributes(dump: Dump) -> Iterator[Record]:
    rows = dump.rows("SELECT t.name, t.part_of, t.unit, t.batch_id FROM attribute t{}", dump.attribute("t.name"))
    for name, part_of, unit, rev in _parents_first(sorted(rows)):
        yield {"record": "attribute", "name": name, "unit": unit, "part_of": part_of, "rev": rev}


def _places(dump: Dump) -> Iterator[Record]:
    rows = dump.rows(
        "SELECT o.id, o.parent_id, o.uid, o.name, o.kind, u.uid, o.country, o.lat, o.lon, o.precision, o.batch_id"
        " FROM place o LEFT JOIN place u ON u.id = o.parent_id{} ORDER BY o.id",
        dump.place("o.id"),
    )
    names = ("uid", "name", "kind", "parent", "country", "lat", "lon", "precision")
    for chunk in chunks(_parents_first(rows)):
        external = dump.external("place", (row[0] for row in chunk))
        for row in chunk:
            yield _record("place", names, row[2:-1], row[-1], external.get(row[0], []))


def _sources(dump: Dump) -> Iterator[Record]:
    names = (
        "uid",
        "kind",
        "title",
        "publisher",
        "author",
        "url",
        "canonical_url",
        "lang",
        "published",
        "accessed",
        "archive_url",
        "sha256",
        "body",
        "reliability",
        "access",
        "note",
    )
    before = dump.source("u.id")
    revised = f"CASE WHEN {before} THEN u.uid END" if before else "u.uid"
    rows = dump.rows(
        f"SELECT o.id, {', '.join(f'o.{name}' for name in names)}, {revised}, o.batch_id"
        " FROM source o LEFT JOIN source u ON u.id = o.revision_of_id{} ORDER BY o.id",
        dump.source("o.id"),
    )
    for chunk in chunks(rows):
        external = dump.external("source", (row[0] for row in chunk))
        for row in chunk:
            record = _record("source", (*names, "revision_of"), row[1:-1], row[-1], external.get(row[0], []))
            if not dump.every_event and row[-2] is None:
                del record["revision_of"]
            yield record


def _actors(dump: Dump) -> Iterator[Record]:
    rows = dump.rows(
        "SELECT o.id, o.merged_into, o.uid, o.name, o.kind, o.country, o.note, m.uid, o.batch_id"
        " FROM actor o LEFT JOIN actor m ON m.id = o.merged_into{} ORDER BY o.id",
        dump.actor("o.id"),
    )
    names = ("uid", "name", "kind", "country", "note", "merged_into")
    for chunk in chunks(_parents_first(rows)):
        external = dump.external("actor", (row[0] for row in chunk))
        aliases = dump.nested(
            "SELECT n.actor_id, n.name, n.kind, n.lang, n.batch_id FROM actor_name n"
            " WHERE n.kind <> 'primary' AND n.actor_id IN ({})"
            f" ORDER BY n.actor_id, {asking.by_code_point(dump.reader, 'n.name')}",
            (row[0] for row in chunk),
        )
        for row in chunk:
            others = aliases.get(row[0], [])
            record = _record("actor", names, row[2:-1], max(row[-1], *(other[-1] for other in others), 0), [])
            record["names"] = [_given(("name", "kind", "lang"), other) for other in others]
            yield _with_external(record, external.get(row[0], []))


def _actor_links(dump: Dump) -> Iterator[Record]:
    rows = dump.rows(
        "SELECT a.uid, h.kind, b.uid, h.role, h.edtf, h.citation_id, h.batch_id"
        " FROM actor_link h JOIN actor a ON a.id = h.subject_id JOIN actor b ON b.id = h.object_id{} ORDER BY h.id",
        "" if dump.every_event else dump.actor_link(),
    )
    for chunk in chunks(rows):
        passages = dump.passages(row[5] for row in chunk)
        for subject, kind, other, role, edtf, citation, rev in chunk:
            yield {
                "record": "actor_link",
                "subject": subject,
                "kind": kind,
                "object": other,
                "role": role,
                "date": edtf,
                "citation": passages.get(citation),
                "rev": rev,
            }


def _events(dump: Dump) -> Iterator[Record]:
    for chunk in chunks((one,) for one in keys(dump.reader, dump.query)):
        yield from event_chunk(dump, [row[0] for row in chunk])


def event_chunk(dump: Dump, ids: list[int]) -> Iterator[Record]:
    """Give the events of `ids`, in that order, with all that is nested in them."""
    reader = dump.reader
    listed = asking.numbers(ids)
    found = {
        row[0]: row
        for row in reader.all(
            "SELECT e.id, e.batch_id, e.uid, e.title, e.summary, e.kind, e.edtf, e.calendar, e.as_written, e.zone,"
            " pl.uid, e.position, e.status, e.importance, e.access, e.note"
            f" FROM event e LEFT JOIN place pl ON pl.id = e.place_id WHERE e.id IN ({listed})"
        )
    }
    # Names, not ids, order what is nested: the same chronology gives the same text in every database.
    uid, role, tag = (asking.by_code_point(reader, column) for column in ("a.uid", "p.role", "g.tag"))
    participants = dump.nested(
        "SELECT p.event_id, a.uid, p.role, p.citation_id, p.batch_id, s.access"
        " FROM participation p JOIN actor a ON a.id = p.actor_id"
        " LEFT JOIN citation c ON c.id = p.citation_id LEFT JOIN source s ON s.id = c.source_id"
        f" WHERE p.event_id IN ({{}}) ORDER BY p.event_id, {uid}, {role}",
        ids,
    )
    tags = dump.nested(
        f"SELECT g.event_id, g.tag, g.batch_id FROM event_tag g WHERE g.event_id IN ({{}}) ORDER BY g.event_id, {tag}",
        ids,
    )
    anchor_level = f" AND n.access IN ({asking.listed(dump.levels)})" if dump.levels else ""
    citations = dump.nested(
        f"SELECT ec.event_id, {_PASSAGE}, ec.edtf, ec.phrase, ec.phrase_start, ec.phrase_end, ec.anchor,"
        f" ec.anchor_kind, {ANCHOR_OF.format(anchor_level)}, ec.rule, ec.resolver, ec.stance, ec.note,"
        " CASE WHEN e.dated_by = ec.id THEN 1 END,"
        " CASE WHEN c.batch_id > ec.batch_id THEN c.batch_id ELSE ec.batch_id END,"
        " s.access"
        " FROM event_citation ec JOIN event e ON e.id = ec.event_id JOIN citation c ON c.id = ec.citation_id"
        " JOIN source s ON s.id = c.source_id WHERE ec.event_id IN ({}) ORDER BY ec.event_id, ec.id",
        ids,
    )
    external = dump.external("event", ids)
    passages = dump.passages(row[2] for rows in participants.values() for row in rows)
    for event_id in ids:
        rev, *values = found[event_id][1:]
        nested = [*participants.get(event_id, ()), *citations.get(event_id, ())]
        held_back = dump.partial or (
            bool(dump.levels) and any(row[-1] is not None and row[-1] not in dump.levels for row in nested)
        )
        newest = max(rev, *(row[-2] for row in nested), *(row[-1] for row in tags.get(event_id, ())), 0)
        record = _record("event", _EVENT_KEYS, values, None if held_back else newest, [])
        record["participants"] = [
            _given(("actor", "role", "citation"), (actor, role, passages.get(citation)))
            for actor, role, citation, _, access in participants.get(event_id, ())
            if not dump.levels or access is None or access in dump.levels
        ]
        record["tags"] = [row[0] for row in tags.get(event_id, ())]
        record["citations"] = [
            _given(_CITATION_KEYS, (*row[:-3], row[-3] == 1 or None))
            for row in citations.get(event_id, ())
            if not dump.levels or row[-1] in dump.levels
        ]
        yield _with_external(record, external.get(event_id, []))


def _claims(dump: Dump) -> Iterator[Record]:
    repeated = "d.uid"
    if there := dump.claim("d"):
        repeated = f"CASE WHEN {there} THEN d.uid END"
    rows = dump.rows(
        "SELECT k.id, k.derived_from_id, k.uid, e.uid, a.uid, k.attribute, k.qualifier, k.value_text, k.value_min,"
        f" k.value_max, k.unit, ab.uid, bt.uid, k.claimed, k.period, pl.uid, k.citation_id, {repeated}, k.status,"
        " k.note, k.batch_id FROM claim k LEFT JOIN event e ON e.id = k.event_id LEFT JOIN actor a ON a.id = k.actor_id"
        " LEFT JOIN actor ab ON ab.id = k.about_actor_id LEFT JOIN actor bt ON bt.id = k.attributed_to_id"
        " LEFT JOIN place pl ON pl.id = k.place_id LEFT JOIN claim d ON d.id = k.derived_from_id{} ORDER BY k.id",
        dump.claim("k"),
    )
    names = (
        "uid",
        "event",
        "actor",
        *_CLAIM_KEYS,
        "citation",
        "derived_from",
        "status",
        "note",
    )
    for chunk in chunks(_parents_first((row[0], row[1] if row[17] else None, *row[2:]) for row in rows)):
        external = dump.external("claim", (row[0] for row in chunk))
        passages = dump.passages(row[16] for row in chunk)
        for row in chunk:
            values = (*row[2:16], passages.get(row[16]), *row[17:20])
            record = _record("claim", names, values, None if dump.partial else row[20], external.get(row[0], []))
            if not dump.every_event and row[17] is None:
                record.pop("derived_from", None)
            yield record


def claims_on(dump: Dump, ids: list[int]) -> Iterator[tuple[int, Record]]:
    """Give the claims on the events `ids`, each after its event, as far as they may be let out: as `_claims` would."""
    rows = dump.reader.all(
        "SELECT k.event_id, k.id, k.uid, a.uid, k.attribute, k.qualifier, k.value_text, k.value_min, k.value_max,"
        " k.unit, ab.uid, bt.uid, k.claimed, k.period, pl.uid, k.citation_id, k.status, k.note"
        " FROM claim k LEFT JOIN actor a ON a.id = k.actor_id"
        " LEFT JOIN actor ab ON ab.id = k.about_actor_id LEFT JOIN actor bt ON bt.id = k.attributed_to_id"
        " LEFT JOIN place pl ON pl.id = k.place_id"
        f" WHERE {_and(f'k.event_id IN ({asking.numbers(ids)})', dump.its_passage('k.citation_id'))}"
        f" ORDER BY {asking.by_code_point(dump.reader, 'k.attribute')},"
        f" coalesce(k.claimed_start_min, {asking.UNDATED}), k.id",
    )
    passages = dump.passages(row[15] for row in rows)
    names = ("uid", "actor", *_CLAIM_KEYS, "citation", "status", "note")
    for row in rows:
        yield row[0], _given(names, (*row[2:15], passages.get(row[15]), *row[16:]))


def links_at(dump: Dump, ids: list[int]) -> list[Row]:
    """Give (from, to, kind) of the links at the events `ids`, as far as their passages may be let out."""
    listed = asking.numbers(ids)
    return dump.reader.all(
        f"SELECT l.from_id, l.to_id, l.kind FROM event_link l"
        f" WHERE {_and(f'(l.from_id IN ({listed}) OR l.to_id IN ({listed}))', dump.its_passage('l.citation_id'))}"
        f" ORDER BY {asking.by_code_point(dump.reader, 'l.kind')}, l.from_id, l.to_id"
    )


def _links(dump: Dump) -> Iterator[Record]:
    rows = dump.rows(
        "SELECT a.uid, l.kind, b.uid, l.citation_id, l.batch_id"
        " FROM event_link l JOIN event a ON a.id = l.from_id JOIN event b ON b.id = l.to_id{}"
        f" ORDER BY l.from_id, l.to_id, {asking.by_code_point(dump.reader, 'l.kind')}",
        dump.linking(),
    )
    for chunk in chunks(rows):
        passages = dump.passages(row[3] for row in chunk)
        for from_, kind, to, citation, rev in chunk:
            yield {
                "record": "link",
                "from": from_,
                "kind": kind,
                "to": to,
                "citation": passages.get(citation),
                "rev": rev,
            }


_EVERY_KIND: tuple[Callable[[Dump], Iterator[Record]], ...] = (
    _attributes,
    _places,
    _sources,
    _actors,
    _actor_links,
    _events,
    _claims,
    _links,
)


# --- shapes ---


def _record(kind: str, names: tuple[str, ...], values: Iterable[Any], rev: int | None, external: list[Row]) -> Record:
    """Make a record; without `rev` nulls are left out."""
    record: Record = {"record": kind}
    if rev is None:
        record |= _given(names, values)
    else:
        record |= zip(names, values, strict=True)
        record["rev"] = rev
    return _with_external(record, external)


def _with_external(record: Record, external: list[Row]) -> Record:
    """Add external ids, if there are any, and let the record be as new as they are."""
    if external:
        record["external_ids"] = [{"scheme": scheme, "value": value} for scheme, value, _ in external]
        if "rev" in record:
            record["rev"] = max(record["rev"], *(row[-1] for row in external))
    return record


def _given(names: tuple[str, ...], values: Iterable[Any]) -> Record:
    """Pair names with the values that are there."""
    return {name: value for name, value in zip(names, values, strict=False) if value is not None}


def _parents_first(rows: Iterable[Row]) -> Iterator[Row]:
    """
    Give rows of (key, key of its parent, …), which come by ascending key, so that parents come first.

    Only what waits for its parent is kept. Rings have no first; they come at the end, as does what waits
    for a parent that is not among the rows.
    """
    waiting: dict[Any, list[Row]] = {}
    held: set[Any] = set()
    for row in rows:
        parent = row[1]
        if parent is not None and (parent > row[0] or parent in held):
            waiting.setdefault(parent, []).append(row)
            held.add(row[0])
            continue
        ready = [row]
        while ready:
            one = ready.pop()
            yield one
            held.discard(one[0])
            ready += reversed(waiting.pop(one[0], []))
    for rest in waiting.values():
        yield from rest


def _anything_above(reader: Reader, max_access: str | None) -> bool:
    """Say whether there is anything to hold back, so that the common database pays nothing for secrets."""
    levels = asking.listed(asking.held_back(max_access))
    return any(
        reader.one(f"SELECT 1 FROM {table} t WHERE t.access IN ({levels}) LIMIT 1") for table in ("source", "event")
    )


def _and(*conditions: str) -> str:
    return " AND ".join(condition for condition in conditions if condition)
