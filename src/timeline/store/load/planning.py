"""
What is to be written for records whose row and references are known.

A new row is written whole. One that is there is compared first, and so is what hangs on it; only what
differs becomes an operation, and a record without any is "the same". A record with `rev` says all there
is: what hangs on its row and is not in it goes away; if the row was changed since, that is a conflict.
All operations of a list of records are done together: passages, rows, changes, removals.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.store import edit
from timeline.store.among import select
from timeline.store.load.passages import Passage, Passages
from timeline.store.load.shapes import CITATION, FIELDS, REQUIRED, Item, Ref, Wrong

if TYPE_CHECKING:
    from timeline.store.load.flow import Outcome
    from timeline.store.load.names import Names
    from timeline.store.load.owned import Owned
    from timeline.store.write import Batch

Key = tuple[Any, ...]
Row = dict[str, Any]

TABLES = {kind: {"link": "event_link"}.get(kind, kind) for kind in FIELDS}
_COLUMNS = {kind: tuple(dict.fromkeys(field.column for field in fields.values())) for kind, fields in FIELDS.items()}
_COLUMNS["event"] += ("dated_by",)
_SAID = tuple(
    dict.fromkeys(field.column for field in CITATION.values() if field.column not in {"accepted", "source_id"})
)
_OF_CITATION = tuple(
    one for one in _SAID if one not in {"quote", "quote_start", "quote_end", "prefix", "suffix", "page"}
)
"""Columns of `event_citation` that a record sets."""
_REFERRING = {
    kind: tuple(field.column for field in fields.values() if field.table is not None) for kind, fields in FIELDS.items()
}
"""Of each kind: the columns that refer to a row."""
_CITING = {kind for kind, fields in FIELDS.items() if "citation" in fields}
_INSERTED = (
    "attribute",
    "place",
    "source",
    "actor",
    "actor_name",
    "actor_link",
    "event",
    "event_citation",
    "participation",
    "event_tag",
    "external_id",
    "claim",
    "event_link",
)


class _Plan:
    """What one record that means a row there is would change."""

    __slots__ = ("deletes", "inserts", "newest", "orphans", "passages", "updates", "uses")

    def __init__(self) -> None:
        self.inserts: list[tuple[str, Row]] = []
        self.updates: list[tuple[str, Key, Row]] = []
        self.deletes: list[tuple[str, Key]] = []
        self.passages: list[tuple[Passage, Row]] = []
        """Passages whose surroundings change."""
        self.uses: list[Passage] = []
        self.orphans: list[int] = []
        """Passages that may be of no more use."""
        self.newest: list[int] = []
        """The batches that wrote the row and what hangs on it."""

    def __bool__(self) -> bool:
        return bool(self.inserts or self.updates or self.deletes or self.passages)


class Hanging(NamedTuple):
    """What hangs on the rows of a list of records; by row, each row with its batch last."""

    participants: dict[int, list[Key]]
    tags: dict[int, list[Key]]
    citations: dict[int, list[Key]]
    names: dict[int, list[Key]]
    external: dict[int, list[Key]]


class Planner:
    """Writes records of one kind at a time."""

    def __init__(
        self, batch: Batch, names: Names, outcome: Outcome, on_conflict: str, owned: Owned | None = None
    ) -> None:
        self.owned = owned
        self._bases: dict[int, Any] = {}
        """Rows that others have changed since, as the same data set wrote them."""
        self.batch = batch
        self.reader = batch.reader
        self.names = names
        self.outcome = outcome
        self.on_conflict = on_conflict
        self.passages = Passages(batch)
        self.edges: dict[str, dict[tuple[Any, Any], Item]] = {}
        """By table: what is now part of what, and the record that says so; for `rings`."""
        self._rows: dict[str, list[Row]] = {}
        self._plans: list[_Plan] = []
        self._displaced: dict[tuple[str, int], int] | None = None

    def write(self, kind: str, items: list[Item]) -> list[Item]:
        """Write records, no two of which mean one row; give those whose row is not there yet."""
        self._read_passages(items)
        found, hanging = self._existing(kind, items)
        absent: list[Item] = []
        for item in items:
            try:
                if item.existing:
                    row = found.get(self._key(item))
                    if row is None:
                        absent.append(item)
                        continue
                    self._change(item, row, hanging)
                else:
                    self._make(item)
                    self.outcome.count("new", kind, line=item.line)
            except Wrong as wrong:
                self.outcome.refuse(item, wrong)
        self._flush()
        if kind in {"place", "source", "actor"}:
            self.names.forget(kind)
        return absent

    # --- what is there ---

    def _key(self, item: Item) -> Any:
        if item.kind == "attribute":
            return item.values.get("name")
        if item.kind == "link":
            return item.values["from_id"].id, item.values["to_id"].id, item.values["kind"]
        return item.id

    def _existing(self, kind: str, items: list[Item]) -> tuple[dict[Any, Row], Hanging]:
        """Give the rows that records mean, and what hangs on them."""
        columns = _COLUMNS[kind]
        table = TABLES[kind]
        found: dict[Any, Row] = {}
        select_row = f"SELECT {{}}{', '.join(columns)}, batch_id FROM {table} WHERE {{{{}}}}"
        if kind in {"attribute", "link"}:
            column = "name" if kind == "attribute" else "from_id"
            wanted = {key[0] if kind == "link" else key for key in map(self._key, items)}
            for row in select(self.reader, select_row.format(""), column, wanted):
                one = dict(zip((*columns, "batch_id"), row, strict=True))
                key = one["name"] if kind == "attribute" else (one["from_id"], one["to_id"], one["kind"])
                found[key] = one
            for item in items:
                item.existing = self._key(item) in found
            return found, _NOTHING_HANGS
        ids = [item.id for item in items if item.existing]
        for key, *rest in select(self.reader, select_row.format("id, "), "id", ids):
            found[key] = dict(zip((*columns, "batch_id"), rest, strict=True))
        if self.owned is not None:
            self._bases = self.owned.said(table, found)
        return found, self._hanging(kind, ids) if found else _NOTHING_HANGS

    def _hanging(self, kind: str, ids: list[int | None]) -> Hanging:
        def by_owner(sql: str, column: str) -> dict[int, list[Key]]:
            made: dict[int, list[Key]] = {}
            for owner, *row in select(self.reader, sql, column, ids):
                made.setdefault(owner, []).append(tuple(row))
            return made

        external = by_owner(
            f"SELECT entity_id, scheme, value, batch_id FROM external_id WHERE entity = '{kind}' AND {{}}", "entity_id"
        )
        if kind == "actor":
            names = by_owner(
                "SELECT actor_id, name, kind, lang, batch_id FROM actor_name WHERE kind <> 'primary' AND {}", "actor_id"
            )
            return Hanging({}, {}, {}, names, external)
        if kind != "event":
            return Hanging({}, {}, {}, {}, external)
        said = ", ".join(f"ec.{column}" for column in _OF_CITATION)
        return Hanging(
            by_owner(
                "SELECT p.event_id, p.actor_id, p.role, p.citation_id, coalesce(a.merged_into, a.id), s.access,"
                " p.batch_id"
                " FROM participation p JOIN actor a ON a.id = p.actor_id LEFT JOIN citation c ON c.id = p.citation_id"
                " LEFT JOIN source s ON s.id = c.source_id WHERE {}",
                "p.event_id",
            ),
            by_owner("SELECT event_id, tag, batch_id FROM event_tag WHERE {}", "event_id"),
            by_owner(
                f"SELECT ec.event_id, ec.id, ec.citation_id, c.source_id, s.access, {said},"
                " CASE WHEN c.batch_id > ec.batch_id THEN c.batch_id ELSE ec.batch_id END"
                " FROM event_citation ec JOIN citation c ON c.id = ec.citation_id JOIN source s ON s.id = c.source_id"
                " WHERE {} ORDER BY ec.id",
                "ec.event_id",
            ),
            {},
            external,
        )

    def _read_passages(self, items: Iterable[Item]) -> None:
        """Read the passages of every source that the records cite."""
        sources: set[int] = set()
        for item in items:
            if item.kind in _CITING and item.values.get("citation_id") is not None:
                sources.add(item.values["citation_id"]["source_id"].id)
            if not item.nested:
                continue
            for one in item.nested.get("citations") or ():
                sources.add(one["source_id"].id)
            for one in item.nested.get("participants") or ():
                if "citation_id" in one and one["citation_id"] is not None:
                    sources.add(one["citation_id"]["source_id"].id)
        self.passages.read(sources)

    # --- a new row ---

    def _make(self, item: Item) -> None:
        """Put down a new row and what hangs on it."""
        kind, values = item.kind, item.values
        for key, column in REQUIRED[kind]:
            if values.get(column) is None:
                raise Wrong(f"{key} is missing")
        row: Row = values.copy()
        for column in _REFERRING[kind]:
            ref = row.get(column)
            if ref is not None:
                row[column] = ref.id
        if kind in _CITING and row.get("citation_id") is not None:
            row["citation_id"] = self._passage(row["citation_id"])
        _check(kind, row)
        if item.id is not None:
            row["id"] = item.id
            if item.uid is not None:
                row["uid"] = item.uid
        self._note_edges(item, row)
        self._put(TABLES[kind], row)
        if item.external:
            for scheme, value in item.external:
                self._put("external_id", {"entity": kind, "entity_id": item.id, "scheme": scheme, "value": value})
        if kind == "actor":
            others = {one["name"]: one for one in item.nested.get("names") or () if one["name"] != row["name"]}
            for other in others.values():
                self._put("actor_name", {"kind": "alias", **other, "actor_id": item.id})
        elif kind == "attribute":
            self.names.attributes().add(row["name"])
        elif kind == "event" and item.nested:
            self._make_nested(item, row)

    def _make_nested(self, item: Item, row: Row) -> None:
        """Put down what hangs on a new event."""
        event, nested = item.id, item.nested
        if participants := nested.get("participants"):
            rows = self._rows.setdefault("participation", [])
            taken: set[Key] = set()
            for one in participants:
                key = one["actor_id"].id, one["role"]
                if key not in taken:
                    taken.add(key)
                    made = {"event_id": event, "actor_id": key[0], "role": key[1]}
                    if one.get("citation_id") is not None:
                        made["citation_id"] = self._passage(one["citation_id"])
                    rows.append(made)
        if tags := nested.get("tags"):
            self._rows.setdefault("event_tag", []).extend([{"event_id": event, "tag": tag} for tag in tags])
        cited: dict[Passage, Row] = {}
        for one in nested.get("citations") or ():
            passage = self.passages.get(one)
            if _twice(cited, passage, one):
                continue
            made = self._citation(one, event)
            self.passages.use(passage)
            made["citation_id"] = passage
            self._put("event_citation", made)
            if one.get("accepted"):
                row["dated_by"] = made

    def _citation(self, said: Row, event: int | None) -> Row:
        made = {column: self._value(said[column]) for column in _OF_CITATION if column in said}
        made["event_id"] = event
        return made

    def _put(self, table: str, row: Row) -> None:
        self._rows.setdefault(table, []).append(row)

    def _passage(self, values: Row) -> Passage:
        """Give the passage that a record tells of, to be written with what uses it."""
        passage = self.passages.get(values)
        self.passages.use(passage)
        return passage

    # --- a row that is there ---

    def _change(self, item: Item, row: Row, hanging: Hanging) -> None:
        """Compare a record with its row; do what differs, or count it as the same."""
        plan = _Plan()
        plan.newest.append(row["batch_id"])
        whole = item.rev is not None
        self._compare(item, row, plan)
        if item.kind in {"place", "source", "actor", "event", "claim"} and item.id is not None:
            self._compare_external(item, hanging.external.get(item.id, []), plan, whole=whole)
        if item.kind == "actor" and item.id is not None:
            self._compare_names(item, row, hanging.names.get(item.id, []), plan, whole=whole)
        if item.kind == "event" and item.id is not None:
            self._compare_participants(item, hanging.participants.get(item.id, []), plan, whole=whole)
            self._compare_tags(item, hanging.tags.get(item.id, []), plan, whole=whole)
            self._compare_citations(item, row, hanging.citations.get(item.id, []), plan, whole=whole)
        if not plan:
            self.outcome.count("same", item.kind, line=item.line)
            return
        if whole and self.on_conflict != "theirs" and self._changed_since(item, row, plan):
            if self.on_conflict == "ours":
                self.outcome.count("same", item.kind, line=item.line)
            else:
                self.outcome.conflict(item, _conflict(item, plan))
            return
        self._plans.append(plan)
        for passage in plan.uses:
            self.passages.use(passage)
        self._note_edges(item, {**row, **{c: self._value(v) for c, v in item.values.items()}}, only=set(item.values))
        self.outcome.count("changed", item.kind, line=item.line)

    def _value(self, value: Any) -> Any:
        return value.id if isinstance(value, Ref) else None if isinstance(value, dict) else value

    def _compare(self, item: Item, row: Row, plan: _Plan) -> None:
        """Compare the columns of the row itself."""
        changes: Row = {}
        for column, value in item.values.items():
            if isinstance(value, dict):
                passage = self.passages.get(value)
                if passage.id is None or passage.id != row[column]:
                    changes[column] = passage
                    plan.uses.append(passage)
                    if row[column] is not None:
                        plan.orphans.append(row[column])
                self._compare_passage(passage, value, plan, whole=item.rev is not None)
                continue
            new = value.id if isinstance(value, Ref) else value
            if not _same(new, row[column]) and (self.owned is None or self._prevails(item, row, column, new)):
                changes[column] = new
                if column == "citation_id" and row[column] is not None:
                    plan.orphans.append(row[column])
        if changes:
            for key, column in REQUIRED[item.kind]:
                if changes.get(column, column) is None:
                    raise Wrong(f"{key} cannot be cleared")
            _check(item.kind, {**row, **changes})
            plan.updates.append((TABLES[item.kind], self._row_key(item), changes))

    def _prevails(self, item: Item, row: Row, column: str, new: Any) -> bool:
        """Say whether what a data set says of a column goes over what stands there."""
        if self.owned is None:
            return True
        base = self._bases.get(item.id) if item.id is not None else None
        if base is None and row["batch_id"] in self.owned:
            return True
        if base is not None:
            if _same(new, base.get(column)) or self.on_conflict == "ours":
                return False  # the file says what it said then; what is here now was written by someone since
            if _same(row[column], base.get(column)) or self.on_conflict == "theirs":
                return True
            told = {"edtf": "date", "place_id": "place"}.get(column, column)
            raise Wrong(
                f"{told}: was changed in the database since it was imported, and now in the file too",
                "--theirs takes the file's, --ours keeps the database's",
            )
        if new == _DEFAULTS[item.kind].get(column):
            return False
        return item.kind in {"event", "claim"} or row[column] is None

    def drop_claim(self, claim: int, citation: int | None) -> None:
        """Remove a claim that its data set does not make any more."""
        edit.remove_claim(self.batch, claim)
        if citation is not None:
            self._remove({citation})

    def _may_go(self, item: Item, key: str, batch: int) -> bool:
        """Say whether what hangs on a row may go when the record does not have it: of a data set only its own."""
        if self.owned is None or item.rev is not None or item.nested[key] is None:
            return True
        return batch in self.owned and batch != self.batch.id

    def _row_key(self, item: Item) -> Key:
        key = self._key(item)
        return key if isinstance(key, tuple) else (key,)

    def _compare_passage(self, passage: Passage, said: Row, plan: _Plan, *, whole: bool) -> None:
        changes = self.passages.changes(passage, said, whole=whole)
        if changes:
            plan.passages.append((passage, changes))

    def _compare_external(self, item: Item, there: list[Key], plan: _Plan, *, whole: bool) -> None:
        plan.newest += [one[-1] for one in there]
        if item.external is None:
            return
        now = {one[:2] for one in there}
        for scheme, value in dict.fromkeys(item.external):
            if (scheme, value) not in now:
                row = {"entity": item.kind, "entity_id": item.id, "scheme": scheme, "value": value}
                plan.inserts.append(("external_id", row))
        if whole or not item.external:
            for scheme, value in sorted(now - set(item.external)):
                plan.deletes.append(("external_id", (item.kind, scheme, value)))

    def _compare_names(self, item: Item, row: Row, there: list[Key], plan: _Plan, *, whole: bool) -> None:
        plan.newest += [one[-1] for one in there]
        if "names" not in item.nested:
            return
        primary = item.values.get("name", row["name"])
        said = {one["name"]: one for one in item.nested["names"] or () if one["name"] != primary}
        now = {one[0]: one for one in there}
        for name, one in said.items():
            if name not in now:
                if name != row["name"]:
                    plan.inserts.append(("actor_name", {"kind": "alias", **one, "actor_id": item.id}))
                continue
            wanted = {"kind": one.get("kind", "alias"), "lang": one.get("lang")} if whole else dict(one)
            wanted.pop("name", None)
            changes = {c: v for c, v in wanted.items() if v != now[name][("name", "kind", "lang").index(c)]}
            if changes:
                plan.updates.append(("actor_name", (item.id, name), changes))
        if whole or item.nested["names"] is None:
            plan.deletes += [("actor_name", (item.id, name)) for name in now if name not in said and name != primary]

    def _compare_tags(self, item: Item, there: list[Key], plan: _Plan, *, whole: bool) -> None:
        plan.newest += [one[-1] for one in there]
        if "tags" not in item.nested:
            return
        said = item.nested["tags"] or []
        now = {one[0]: one[-1] for one in there}
        plan.inserts += [("event_tag", {"event_id": item.id, "tag": tag}) for tag in said if tag not in now]
        if whole or item.nested["tags"] is None or self.owned is not None:
            for tag, batch in now.items():
                if tag not in said and not self._came_later(item, batch) and self._may_go(item, "tags", batch):
                    plan.deletes.append(("event_tag", (item.id, tag)))

    def _came_later(self, item: Item, batch: int) -> bool:
        """Say whether a row came after a record that cannot say how new what hangs on it was (D131)."""
        return item.flat and item.rev is not None and batch > item.rev and self.on_conflict != "theirs"

    def _compare_participants(self, item: Item, there: list[Key], plan: _Plan, *, whole: bool) -> None:
        plan.newest += [one[-1] for one in there]
        if "participants" not in item.nested:
            return
        now: dict[Key, Key] = {}
        for one in there:
            now.setdefault((one[3], one[1]) if item.flat else one[:2], one)
        said: set[Key] = set()
        for one in item.nested["participants"] or ():
            key = one["actor_id"].id, one["role"]
            if key in said:
                continue
            said.add(key)
            citation = one.get("citation_id")
            passage = self.passages.get(citation) if citation is not None else None
            if passage is not None:
                plan.uses.append(passage)
                self._compare_passage(passage, citation, plan, whole=whole)
            if key not in now:
                row = {"event_id": item.id, "actor_id": key[0], "role": key[1], "citation_id": passage}
                plan.inserts.append(("participation", row))
            elif "citation_id" in one or (whole and not item.flat):
                before = now[key][2]
                if (passage.id if passage is not None else None) != before or (passage and passage.id is None):
                    plan.updates.append(("participation", (item.id, *now[key][:2]), {"citation_id": passage}))
                    if before is not None:
                        plan.orphans.append(before)
        if not whole and item.nested["participants"] is not None and self.owned is None:
            return
        for key, one in now.items():
            actor, role, before, _, access, batch = one
            held_back = item.flat and (access or "public") != "public"
            if (
                key not in said
                and not held_back
                and not self._came_later(item, batch)
                and self._may_go(item, "participants", batch)
            ):
                plan.deletes.append(("participation", (item.id, actor, role)))
                if before is not None:
                    plan.orphans.append(before)

    def _compare_citations(self, item: Item, row: Row, there: list[Key], plan: _Plan, *, whole: bool) -> None:
        plan.newest += [one[-1] for one in there]
        date = item.values.get("edtf", row["edtf"])
        columns = ("id", "citation_id", "source_id", "access", *_OF_CITATION, "batch_id")
        listed = [dict(zip(columns, one, strict=True)) for one in there]
        by_passage = {one["citation_id"]: one for one in listed}
        kept: set[int] = set()
        dated_by: Any = row["dated_by"]
        if "citations" in item.nested:
            if whole and not item.flat:
                dated_by = None
            cited: dict[Passage, Row] = {}
            for one in item.nested["citations"] or ():
                passage = self.passages.get(one)
                if _twice(cited, passage, one):
                    continue
                now = by_passage.get(passage.id) if passage.id is not None else None
                if one.keys() == {"source_id"} and (now is None or item.flat):
                    same = [other for other in listed if other["source_id"] == one["source_id"].id]
                    kept |= {other["id"] for other in same}
                    if same:
                        continue
                if now is None:
                    made = self._citation(one, item.id)
                    made["citation_id"] = passage
                    plan.uses.append(passage)
                    plan.inserts.append(("event_citation", made))
                    citation: Any = made
                else:
                    kept.add(now["id"])
                    self._compare_passage(passage, one, plan, whole=whole and not item.flat)
                    self._compare_citation(one, now, plan, whole=whole and not item.flat)
                    citation = now["id"]
                if one.get("accepted"):
                    dated_by = citation
                elif "accepted" in one and dated_by == citation:
                    dated_by = None
            if whole or item.nested["citations"] is None or self.owned is not None:
                for other in listed:
                    if not self._may_go(item, "citations", other["batch_id"]):
                        continue
                    held_back = item.flat and (other["access"] != "public" or other["stance"] == "disputes")
                    if other["id"] not in kept and not held_back and not self._came_later(item, other["batch_id"]):
                        plan.deletes.append(("event_citation", (other["id"],)))
                        plan.orphans.append(other["citation_id"])
                        if dated_by == other["id"]:
                            dated_by = None
        if (
            isinstance(dated_by, int)
            and dated_by == row["dated_by"]
            and "edtf" in item.values
            and any(one["id"] == dated_by and one["edtf"] != date for one in listed)
        ):
            dated_by = None  # a date put down by hand is no longer that of the passage
        if dated_by is not row["dated_by"] and dated_by != row["dated_by"]:
            plan.updates.append(("event", (item.id,), {"dated_by": dated_by}))

    def _compare_citation(self, said: Row, now: Row, plan: _Plan, *, whole: bool) -> None:
        """Compare what a record says of the date with what the passage was found to say."""
        changes: Row = {}
        for column in _OF_CITATION:
            if column in said or whole:
                value = said.get(column, "supports" if column == "stance" else None)
                new = value.id if isinstance(value, Ref) else value
                if new != now[column]:
                    changes[column] = new
        if changes:
            plan.updates.append(("event_citation", (now["id"],), changes))

    # --- conflicts ---

    def _changed_since(self, item: Item, row: Row, plan: _Plan) -> bool:
        """Say whether the row, or what hangs on it, was written after the record was made."""
        rev = item.rev or 0
        if item.flat:
            return row["batch_id"] not in {rev, self.batch.id}
        newest = max((one for one in plan.newest if one != self.batch.id), default=rev)
        if newest > rev or (newest < rev and self.batch.id not in plan.newest):
            return True
        return self._removed_since(item) > rev

    def _removed_since(self, item: Item) -> int:
        """Give the newest batch that displaced something that hung on the row; 0 if none did."""
        if item.kind not in {"event", "actor"} or item.id is None:
            return 0
        if self._displaced is None:
            self._displaced = displaced(self.reader, self.batch.id)
        return self._displaced.get((item.kind, item.id), 0)

    # --- doing it ---

    def _note_edges(self, item: Item, row: Row, only: set[str] | None = None) -> None:
        """Remember what the record makes a part of what."""
        edge = _EDGES.get(item.kind)
        if edge is None:
            return
        part, whole = edge
        if row.get(whole) is None or (only is not None and whole not in only):
            return
        if row.get("kind") not in _RINGED.get(item.kind, {row.get("kind")}):
            return
        child = item.id if part == "id" else row[part]
        self.edges.setdefault(item.kind, {})[child, row[whole]] = item

    def _flush(self) -> None:
        """Write all that is planned."""
        for plan in self._plans:
            for table, row in plan.inserts:
                self._put(table, row)
        self.passages.write()
        citations = self._rows.get("event_citation", [])
        for row, row_id in zip(citations, self.batch.reserve("event_citation", len(citations)), strict=True):
            row["id"] = row_id
        links = [row for row in self._rows.get("actor_link", []) if "id" not in row]
        for row, row_id in zip(links, self.batch.reserve("actor_link", len(links)), strict=True):
            row["id"] = row_id
        for table in _INSERTED:
            rows = self._rows.pop(table, None)
            if rows:
                if table in _WITH_PASSAGES:
                    for row in rows:
                        if "citation_id" in row or "dated_by" in row:
                            _settle(row)
                self.batch.insert(table, rows)
        plans, self._plans = self._plans, []
        for plan in plans:
            for table, key, values in plan.updates:
                _settle(values)
                self.batch.update(table, key, values)
            for passage, changes in plan.passages:
                if passage.id is not None and self.batch.update("citation", (passage.id,), changes):
                    self.passages.changed(passage, changes)
        for plan in plans:
            for table, key in plan.deletes:
                self.batch.delete(table, key)
        self._remove({one for plan in plans for one in plan.orphans})

    def _remove(self, passages: set[int]) -> None:
        """Remove the passages that nothing uses any more."""
        if passages:
            for one in sorted(passages):
                edit.remove_unused_passage(self.batch, one)
            left = {row[0] for row in select(self.reader, "SELECT id FROM citation WHERE {}", "id", passages)}
            self.passages.gone(passages - left)


_DEFAULTS = {kind: {field.column: field.default for field in fields.values()} for kind, fields in FIELDS.items()}
_NOTHING_HANGS = Hanging({}, {}, {}, {}, {})
_WITH_PASSAGES = {"event", "event_citation", "participation", "claim", "event_link", "actor_link"}
_EDGES = {
    "place": ("id", "parent_id"),
    "source": ("id", "revision_of_id"),
    "attribute": ("name", "part_of"),
    "claim": ("id", "derived_from_id"),
    "actor": ("id", "merged_into"),
    "link": ("from_id", "to_id"),
    "actor_link": ("subject_id", "object_id"),
}
"""Of each kind that can be part of itself: the columns of the part and of the whole."""
_RINGED = {"link": {"part_of"}, "actor_link": {"part_of", "not_same_as"}}
"""Kinds of link after which something is looked for that cannot be."""


def _settle(row: Row) -> None:
    """Put the ids of what has been written in the meantime into a row."""
    for column in ("citation_id", "dated_by"):
        value = row.get(column)
        if isinstance(value, Passage):
            row[column] = value.id
        elif isinstance(value, dict):
            row[column] = value["id"]


def _twice(cited: dict[Passage, Row], passage: Passage, said: Row) -> bool:
    """Say whether a record cites a passage again; refuse it if it says something else of it."""
    before = cited.setdefault(passage, said)
    if before is said:
        return False
    if before != said:
        raise Wrong("citations: the same passage stands there twice", "put what it says into one citation")
    return True


def _same(new: Any, now: Any) -> bool:
    if isinstance(new, float | int) and isinstance(now, float | int):
        return f"{new:.15g}" == f"{now:.15g}"
    return bool(new == now)


def _check(kind: str, row: Row) -> None:
    """Refuse a row that the schema would refuse, in words."""
    if kind == "place" and (row.get("lat") is None) != (row.get("lon") is None):
        raise Wrong("lat and lon go together")
    if kind == "claim":
        if row.get("event_id") is None and row.get("actor_id") is None:
            raise Wrong("a claim needs an event or an actor that it is about")
        low, high = row.get("value_min"), row.get("value_max")
        if low is None and high is None and row.get("value_text") is None:
            raise Wrong("a claim needs a value: text in value, or numbers in min and max")
        if low is not None and high is not None and low > high:
            raise Wrong(f"min ({low:g}) is greater than max ({high:g})")
    if kind == "actor_link" and row.get("subject_id") == row.get("object_id"):
        raise Wrong("an actor cannot be linked to itself")
    if kind == "link" and row.get("from_id") == row.get("to_id"):
        raise Wrong("an event cannot be linked to itself")


def _conflict(item: Item, plan: _Plan) -> Wrong:
    what = {one[0] for one in plan.updates} | {one[0] for one in plan.inserts} | {one[0] for one in plan.deletes}
    columns = sorted({column for table, _, values in plan.updates if table == TABLES[item.kind] for column in values})
    told = ", ".join(columns or sorted(one.replace("_", " ") for one in what))
    name = item.uid or item.values.get("name") or item.id
    return Wrong(f'{item.kind} "{name}" was changed in the database since rev {item.rev}, and differs in: {told}')


def displaced(reader: Any, this_batch: int) -> dict[tuple[str, int], int]:
    """Give, for every event and actor, the newest batch that displaced a row hanging on it."""
    import json

    found: dict[tuple[str, int], int] = {}
    owners = {
        "participation": "event_id",
        "event_tag": "event_id",
        "event_citation": "event_id",
        "actor_name": "actor_id",
        "external_id": "entity_id",
    }
    listed = ", ".join(f"'{table}'" for table in owners)
    sql = f"SELECT entity, image, displaced_by FROM history WHERE entity IN ({listed}) AND displaced_by <> {this_batch}"
    for table, image, batch in reader.rows(sql):
        row = json.loads(image)
        kind = row["entity"] if table == "external_id" else owners[table].removesuffix("_id")
        key = kind, row[owners[table]]
        found[key] = max(batch, found.get(key, 0))
    return found
