"""
How a file of records goes through the import: a piece at a time, each kind in the order of what refers to what.

A record that refers to what has not come yet is kept until the end of the file. When the records come
to more than the database holds, it is loaded in bulk. Memory is that of one piece, of the names
met, and of what is kept; not of the file.
"""

from __future__ import annotations

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import ImportConflict, RecordsRefused
from timeline.seen import Hashes
from timeline.store.among import select
from timeline.store.load import rings
from timeline.store.load.matching import Matcher
from timeline.store.load.names import Names
from timeline.store.load.owned import Owned
from timeline.store.load.planning import Planner
from timeline.store.load.shapes import FIELDS, IDENTIFIED, Item, OwnRef, Refs, Wrong, item

if TYPE_CHECKING:
    from timeline.store.write import Batch

_PIECE = 2_000
"""Records that are worked on together."""
_LOOK_AHEAD = 20_000
"""Records held back to see whether more come than there are."""
_MOST_REFUSED = 100
"""Refusals after which the rest is not looked at."""
_KEPT_INDEXES = ("ix_citation_source_id_quote_start", "ix_actor_name_folded", "ix_external_id_entity_entity_id")
"""Secondary indexes that the import itself reads by."""


class Refusal(NamedTuple):
    """A record that cannot be taken."""

    place: str | None
    reason: str
    hint: str | None


class Report(NamedTuple):
    """What became of the records, by kind."""

    new: dict[str, int]
    changed: dict[str, int]
    same: dict[str, int]
    refused: tuple[Refusal, ...] = ()
    """Always empty where an import ended well: one refused record refuses the file."""


class Outcome:
    """Counts what becomes of the records, and keeps what is refused."""

    def __init__(
        self, name: str | None, told: Callable[[int, str, str], None] | None = None, most: int = _MOST_REFUSED
    ) -> None:
        self.name = name
        self._told = told
        self._most = most
        self._lines: list[int | None] = []
        """Of each refusal, the line."""
        self.counts: dict[str, dict[str, int]] = {"new": {}, "changed": {}, "same": {}}
        self.refused: list[Refusal] = []
        self.conflicts: list[Refusal] = []
        self.broken: set[tuple[str, str]] = set()
        """(kind, uid or name) of refused records: that others refer to them is not told again."""

    def count(self, state: str, kind: str, number: int = 1, *, line: int | None = None) -> None:
        """Count a record, and tell whose line it is."""
        counts = self.counts[state]
        counts[kind] = counts.get(kind, 0) + number
        if self._told is not None and line is not None:
            self._told(line, kind, state)

    def refuse(self, one: Item, wrong: Wrong) -> None:
        """Refuse a record."""
        for mark in (one.uid, one.values.get("name")):
            if mark is not None:
                self.broken.add((one.kind, mark))
        self.refuse_line(one.line, wrong)

    def refuse_line(self, line: int | None, wrong: Wrong) -> None:
        """Refuse what stands at a line."""
        self.refused.append(Refusal(self.place(line), wrong.reason, wrong.hint))
        self._lines.append(line)
        if len(self.refused) >= self._most:
            self.end()

    def conflict(self, one: Item, wrong: Wrong) -> None:
        """Tell that the file and the database were both changed."""
        self.conflicts.append(Refusal(self.place(one.line), wrong.reason, wrong.hint))
        if len(self.conflicts) >= _MOST_REFUSED:
            self.end()

    def place(self, line: int | None) -> str | None:
        """Name a line of the file."""
        if line is None:
            return self.name
        return f"{self.name}:{line}" if self.name else f"line {line}"

    def end(self) -> None:
        """Raise what was refused, if anything was."""
        if self.refused:
            error = RecordsRefused(tuple(self.refused), len(self.refused))
            error.lines = tuple(self._lines)
            raise error
        if self.conflicts:
            raise ImportConflict(tuple(self.conflicts), len(self.conflicts))


@contextmanager
def _no_collection() -> Iterator[None]:
    """
    Look for no garbage that refers to itself: records make none.

    The collector is woken by how many things are made, not by what is thrown away, and would walk all that
    lives every few thousand records: half the time of a large import.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Import:
    """One import, from the first record to the report."""

    def __init__(
        self,
        batch: Batch,
        name: str | None,
        *,
        on_conflict: str,
        create_actors: bool,
        owner: str | None = None,
        told: Callable[[int, str, str], None] | None = None,
        most_refused: int = _MOST_REFUSED,
        in_bulk: bool = True,
    ) -> None:
        self.batch = batch
        self.in_bulk = in_bulk
        self.outcome = Outcome(name, told, most_refused)
        self.names = Names(batch, create_actors=create_actors)
        self.owned = None if owner is None else Owned(batch, owner)
        self.matcher = Matcher(batch, self.names, self.outcome.refuse, self.owned)
        self.planner = Planner(batch, self.names, self.outcome, on_conflict, self.owned)
        self._with_claims = array("q")
        """Events that were there and whose records say all their claims: id and line, in turn; line 0: none."""
        self.refs = Refs()
        self._kept: dict[str, list[Item]] = {}
        """Items that refer to what has not come yet."""
        self._late: list[Item] = []
        """Events without uid that nearly fit one there is."""
        self._repeats = Hashes()

    def run(self, records: Iterable[Mapping[str, Any]]) -> Report:
        """Take all records; raise what was refused."""
        with _no_collection():
            stream = self._begin(iter(records))
            while piece := list(islice(stream, _PIECE)):
                self._take(piece)
            self._end()
        self.outcome.end()
        for table, number in self.names.made.items():
            self.outcome.count("new", table, number)
        self.matcher.close()
        counts = self.outcome.counts
        return Report(counts["new"], counts["changed"], counts["same"])

    def _begin(self, records: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """Count the events there are, and load in bulk if more records come."""
        row = self.batch.reader.one("SELECT count(*) FROM event")
        before = self.matcher.events_before = int(row[0]) if row else 0
        if before >= _LOOK_AHEAD or not self.in_bulk:
            return records
        ahead = list(islice(records, max(before, _PIECE) + 1))
        if len(ahead) > max(before, _PIECE) and not self.batch.wrote:
            self.batch.bulk(keep=_KEPT_INDEXES)
        return chain(ahead, records)

    def _take(self, records: list[Mapping[str, Any]]) -> None:
        """Take a piece of the file."""
        by_kind: dict[str, list[Item]] = {}
        for record in records:
            try:
                made = item(record, self.refs)
            except Wrong as wrong:
                self._refuse_record(record, wrong)
                continue
            if made.kind == "event" and made.uid is None and not made.external and self._is_repeat(record):
                self.outcome.count("same", "event", line=made.line)
                continue
            by_kind.setdefault(made.kind, []).append(made)
            made.claims = hasattr(record, "claims")
            for claim in getattr(record, "claims", ()):
                self._take_claim(claim, made, by_kind)
        for kind in FIELDS:
            if kind in by_kind:
                self._kind(kind, by_kind[kind])
        self.matcher.written()
        self.planner.passages.settled()

    def _take_claim(self, record: Mapping[str, Any], owner: Item, by_kind: dict[str, list[Item]]) -> None:
        """Take a claim that came with its event, and need not name it."""
        try:
            made = item(record, self.refs)
        except Wrong as wrong:
            self._refuse_record(record, wrong)
            return
        own = OwnRef(owner)
        made.values["event_id"] = own
        made.refs.append(own)
        by_kind.setdefault(made.kind, []).append(made)

    def _refuse_record(self, record: Mapping[str, Any], wrong: Wrong) -> None:
        kind = record.get("record")
        for mark in (record.get("uid"), record.get("name")):
            if isinstance(kind, str) and isinstance(mark, str):
                self.outcome.broken.add((kind, mark))
        self.outcome.refuse_line(getattr(record, "line", None), wrong)

    def _is_repeat(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record without any identity stood in the file before, word for word."""
        digest = getattr(record, "mark", None)
        if digest is None:
            digest = hash(repr(record))
        return bool(self._repeats.meet(digest))

    def _kind(self, kind: str, items: list[Item]) -> None:
        """Take items of one kind: whose row do they mean, are their references there, write them."""
        left = self.matcher.by_identity(kind, items) if kind in IDENTIFIED else []
        settled = {id(one) for one in left}
        ready = self._ready(items, final=False)
        nameless = [one for one in ready if id(one) in settled]
        known = [one for one in ready if id(one) not in settled and (kind not in IDENTIFIED or one.id is not None)]
        self._write(kind, known + self._by_nature(kind, nameless))

    def _by_nature(self, kind: str, items: list[Item], *, late: bool = False) -> list[Item]:
        if not items:
            return []
        settled, waiting = self.matcher.by_nature(kind, items, late=late)
        self._late += waiting
        return [one for one in settled if one.id is not None]

    def _ready(self, items: list[Item], *, final: bool) -> list[Item]:
        """Give the items all of whose references are there; keep the others, or refuse them at the end."""
        self.names.find(dict.fromkeys(ref for one in items for ref in one.refs if ref.id is None))
        ready: list[Item] = []
        for one in items:
            missing = [ref for ref in one.refs if ref.id is None]
            attribute = one.values.get("attribute") if one.kind == "claim" else None
            if missing or (attribute is not None and attribute not in self.names.attributes()):
                if final:
                    self._refuse_missing(one)
                else:
                    self._kept.setdefault(one.kind, []).append(one)
                    if one.id is not None and one.uid is not None:
                        self.names.know(one.kind, one.uid, one.id, keep=True)
            else:
                ready.append(one)
        return ready

    def _refuse_missing(self, one: Item) -> None:
        """Say what a record refers to that is nowhere, unless that itself was refused."""
        for ref in one.refs:
            if ref.id is None:
                if isinstance(ref, OwnRef):
                    return  # its event was refused, with the reason
                if (ref.table, ref.uid) not in self.outcome.broken:
                    self.outcome.refuse(one, self.names.why(ref))
                return
        attribute = one.values["attribute"]
        if ("attribute", attribute) not in self.outcome.broken:
            from difflib import get_close_matches

            near = get_close_matches(attribute, self.names.attributes(), 3)
            hint = f"did you mean {', '.join(near)}?" if near else "put it down first, as a record attribute"
            self.outcome.refuse(one, Wrong(f'no attribute is called "{attribute}"', hint))

    def _write(self, kind: str, items: list[Item]) -> None:
        """Write items; of those that mean one row, one after the other."""
        if kind == "actor_link":
            self._match_links(items)
        while items:
            now = items
            later: list[Item] = []
            marks = [self._mark(one) for one in items]
            if len(set(marks)) < len(marks):
                seen: set[Any] = set()
                now = []
                for one, mark in zip(items, marks, strict=True):
                    (later if mark in seen else now).append(one)
                    seen.add(mark)
            absent = self.planner.write(kind, now)
            if kind == "event" and self.owned is not None and self.owned.before:
                for one in now:
                    if one.existing and one.id and one.claims:
                        self._with_claims.extend((one.id, one.line or 0))
            if absent:
                self._kept.setdefault(kind, []).extend(absent)
            items = later

    def _mark(self, one: Item) -> Any:
        if one.kind == "attribute":
            return one.values.get("name")
        if one.kind == "link":
            return one.values["from_id"].id, one.values["to_id"].id, one.values.get("kind")
        return one.id

    def _match_links(self, items: list[Item]) -> None:
        """Find the links between actors that records mean: the same in kind, role and date, else without a date."""
        wanted = {one.values["subject_id"].id for one in items}
        sql = "SELECT id, subject_id, kind, object_id, role, edtf FROM actor_link WHERE {}"
        there: dict[tuple[Any, ...], dict[str | None, int]] = {}
        for row, *said, date in select(self.batch.reader, sql, "subject_id", wanted):
            there.setdefault(tuple(said), {})[date] = row
        new: list[tuple[Item, dict[str | None, int]]] = []
        for one in items:
            values = one.values
            key = values["subject_id"].id, values["kind"], values["object_id"].id, values.get("role")
            dates = there.setdefault(key, {})
            date = values.get("edtf")
            found = dates.get(date)
            if found is None and (date is None or None in dates) and len(dates) == 1:
                found = next(iter(dates.values()))
                if date is None:
                    values.pop("edtf", None)
            if found is not None:
                one.id, one.existing = found, True
            else:
                dates[date] = -1
                new.append((one, dates))
        for (one, dates), row in zip(new, self.batch.reserve("actor_link", len(new)), strict=True):
            one.id = row
            dates[one.values.get("edtf")] = row
        for one in items:
            if one.id == -1:
                values = one.values
                key = values["subject_id"].id, values["kind"], values["object_id"].id, values.get("role")
                one.id = there[key][values.get("edtf")]

    def _drop_claims(self) -> None:
        """Take away the claims of the same data set that its rows do not make any more."""
        if self.owned is None or not self._with_claims:
            return
        before = ", ".join(map(str, self.owned.before))
        sql = "SELECT c.id, c.event_id, c.citation_id FROM claim c WHERE {} AND c.batch_id IN (" + before + ")"
        for start in range(0, len(self._with_claims), 2 * _PIECE):
            piece = self._with_claims[start : start + 2 * _PIECE]
            lines = dict(zip(piece[::2], piece[1::2], strict=True))
            for claim, event, citation in select(self.batch.reader, sql, "c.event_id", lines):
                if claim not in self.matcher.taken_claims:
                    self.planner.drop_claim(claim, citation)
                    self.outcome.count("changed", "claim", line=lines[event] or None)

    def _end(self) -> None:
        """Take what was kept, now that all is known."""
        for _ in range(2):  # what was absent because the one before it in the file was kept comes the second time
            kept, self._kept = self._kept, {}
            for kind in FIELDS:
                items = self._ready(kept.get(kind, []), final=True)
                nameless = [one for one in items if one.id is None and kind in IDENTIFIED]
                known = [one for one in items if one.id is not None or kind not in IDENTIFIED]
                late = self._by_nature(kind, nameless)
                if kind == "event":
                    waiting, self._late = self._late, []
                    late += self._by_nature(kind, waiting, late=True)
                self._write(kind, known + late)
        self._drop_claims()
        if not self.outcome.refused:
            for one, wrong in rings.found(self.batch.reader, self.planner.edges):
                self.outcome.refuse(one, wrong)
