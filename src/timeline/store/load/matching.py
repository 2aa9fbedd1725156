"""
Which row a record means: by uid, by external id, by what identifies it otherwise.

What identifies a source is its address; what identifies a place, an actor or a source without uid
is its name; an event without uid is matched by title, date and source among the events there were before
(D126). Whatever could mean several rows is refused. A record that means no row gets an id, and a uid made of
its title or name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.model import slug
from timeline.seen import Ids
from timeline.store.among import among, select
from timeline.store.engine import identity
from timeline.store.load.names import canonical, pick
from timeline.store.load.shapes import Item, OwnRef, Wrong

if TYPE_CHECKING:
    from timeline.store.load.names import Names
    from timeline.store.load.owned import Owned
    from timeline.store.load.shapes import Ref
    from timeline.store.write import Batch

_CLAIM = (
    "event_id",
    "actor_id",
    "attribute",
    "qualifier",
    "value_text",
    "value_min",
    "value_max",
    "about_actor_id",
    "attributed_to_id",
    "claimed",
    "period",
)
"""Columns by which a claim without uid is known again."""
_OF_FIGURE = ("event_id", "attribute", "about_actor_id", "attributed_to_id")
"""Columns by which the figure of a data set is known again, whatever its value."""

Refuse = Callable[[Item, Wrong], None]

_ALIKE = 0.6
"""Likeness of titles that is a correction, where date and source are the same."""
_SCAN = 20_000
"""Events up to which titles are looked up by reading them all; beyond, an index of them is made for the batch."""


class Matcher:
    """Finds the rows that records mean."""

    def __init__(self, batch: Batch, names: Names, refuse: Refuse, owned: Owned | None = None) -> None:
        self.owned = owned
        self.batch = batch
        self.reader = batch.reader
        self.names = names
        self.refuse = refuse
        self.events_before = 0
        """How many events there were before this import."""
        self.taken = Ids()
        """Events that a record without uid was found to mean."""
        self.taken_claims = Ids()
        """Claims that a record without uid was found to mean."""
        self._titles_indexed = False
        self._external: dict[tuple[str, str, str], int] = {}
        """External ids of rows that are not written yet."""
        self._identity: str | None = None

    # --- by what the record says it is ---

    def by_identity(self, kind: str, items: list[Item]) -> list[Item]:
        """
        Find by uid, external id and address, and make new rows of those that have a uid; give the rest.

        An item that means the same row as one before it in the list is `existing`, though not yet written.
        """
        if kind == "event":
            self._of_calendars(items)
        found = self.names.ids(kind, {item.uid for item in items if item.uid is not None})
        others = self._by_external(kind, items)
        addresses = self._by_address(items) if kind == "source" else {}
        left, new = [], []
        if not (found or others or addresses):  # all are new, as those of a first import
            left = [item for item in items if item.uid is None]
            self._make_known(kind, [item for item in items if item.uid is not None])
            return left
        for item in items:
            rows = {others[one] for one in item.external or () if one in others}
            address = addresses.get(item.values.get("canonical_url") or "")
            item.id = found.get(item.uid) if item.uid is not None else None
            if item.id is None and rows:
                item.id = min(rows)
            if item.id is None:
                item.id = address
            elif address not in {None, item.id}:
                item.id = None
                self.refuse(item, Wrong("canonical_url: another source has this address", "keep one of the two"))
                continue
            if item.id is not None:
                if rows - {item.id}:
                    item.id = None
                    self.refuse(item, Wrong(f"external_ids: they belong to another {kind}, or to several"))
                    continue
                item.existing = True
                if item.uid is not None and item.uid not in found:
                    found[item.uid] = item.id
                    self.names.know(kind, item.uid, item.id, keep=True)
            elif item.uid is not None:
                new.append(item)
            else:
                left.append(item)
        self._make_known(kind, new)
        return left

    def _of_calendars(self, items: list[Item]) -> None:
        """Know events by the UID that they have in calendars of this chronology, of before D311 too."""
        said: dict[str, list[tuple[Item, tuple[str, str]]]] = {}
        for item in items if any(item.external and item.uid is None for item in items) else ():
            for scheme, value in item.external or () if item.uid is None else ():
                uid, at, home = value.rpartition("@")
                if scheme == "ical" and at and home in {self._home(), "timeline"}:
                    said.setdefault(uid, []).append((item, (scheme, value)))
        if not said:
            return
        known = self.names.ids("event", set(said))
        elsewhere = self._by_external("event", [item for some in said.values() for item, _ in some])
        for uid, some in said.items():
            for item, one in some:
                if uid in known and one not in elsewhere:
                    item.uid = uid
                    item.external = [other for other in item.external or () if other != one] or None

    def _home(self) -> str:
        """Give the identity of this chronology; asked of the database once."""
        if self._identity is None:
            self._identity = identity(self.reader)
        return self._identity

    def _make_known(self, kind: str, new: list[Item]) -> None:
        """Give ids to new items with uids; of several that mean one, the later are as if the first were written."""
        first: dict[str, Item] = {}
        same: list[Item] = []
        by_external: dict[tuple[str, str], Item] = {}
        by_address: dict[str, Item] = {}
        for item in new:
            address = item.values.get("canonical_url") if kind == "source" else None
            before = first.get(item.uid or "") or next(
                (by_external[one] for one in item.external or () if one in by_external), None
            )
            before = before or by_address.get(address or "")
            if before is not None:
                same.append(item)
                first.setdefault(item.uid or "", before)
                continue
            first[item.uid or ""] = item
            by_external.update((one, item) for one in item.external or ())
            if address:
                by_address[address] = item
        originals = list({id(item): item for item in first.values()}.values())
        self.make(kind, originals, [item.uid or "" for item in originals])
        for uid, item in first.items():
            if item.uid != uid and item.id is not None:
                self.names.know(kind, uid, item.id, keep=True)
        for item in same:
            item.id, item.existing = first[item.uid or ""].id, True

    def make(self, kind: str, items: list[Item], uids: list[str]) -> None:
        """Reserve a row for each item, under its uid."""
        for item, uid, row in zip(items, uids, self.batch.reserve(kind, len(items)), strict=True):
            item.id, item.uid = row, uid
            self.names.know(kind, uid, row)
            for scheme, value in item.external or ():
                self._external[kind, scheme, value] = row

    def written(self) -> None:
        """Say that all rows reserved so far are written, or known for good."""
        self._external.clear()
        self.names.settled()

    def _by_external(self, kind: str, items: Iterable[Item]) -> dict[tuple[str, str], int]:
        wanted = {one for item in items for one in item.external or ()}
        found = {one: self._external[kind, *one] for one in wanted if (kind, *one) in self._external}
        schemes: dict[str, list[str]] = {}
        for scheme, value in wanted:
            schemes.setdefault(scheme, []).append(value)
        for scheme, values in schemes.items():
            where, params = among(self.reader, "value", values)
            sql = f"SELECT value, entity_id FROM external_id WHERE entity = '{kind}' AND scheme = :scheme AND {where}"
            for value, row in self.reader.all(sql, {"scheme": scheme, **params}):
                found[scheme, value] = row
        return found

    def _by_address(self, items: Iterable[Item]) -> dict[str, int]:
        """Set the canonical address of sources that have an address, and find who has it already."""
        for item in items:
            url = item.values.get("url")
            if url and "canonical_url" not in item.values:
                item.values["canonical_url"] = canonical(url)
        wanted = {item.values["canonical_url"] for item in items if item.values.get("canonical_url")}
        sql = "SELECT canonical_url, id FROM source WHERE {}"
        return {str(url): row for url, row in select(self.reader, sql, "canonical_url", wanted)}

    # --- by what identifies it otherwise ---

    def by_nature(self, kind: str, items: list[Item], *, late: bool) -> tuple[list[Item], list[Item]]:
        """
        Find items that have no uid; give those settled, and those to be asked again when the file is read.

        Called when what the items refer to has been found.
        """
        if kind == "event":
            return self._events(items, late=late)
        settled = self._claims(items) if kind == "claim" else self._named(kind, items)
        new = [item for item in settled if not item.existing]
        self.make(kind, new, list(self.names.free(kind, map(_slug, new))))
        return settled, []

    def _named(self, kind: str, items: list[Item]) -> list[Item]:
        """Find actors, places and sources by their name."""
        column = "title" if kind == "source" else "name"
        settled: list[Item] = []
        first: dict[str, Item] = {}
        found = self.names.called(kind, [str(item.values.get(column) or "") for item in items])
        for item in items:
            name = str(item.values.get(column) or "")
            if not name:
                self.refuse(item, Wrong(f"{column} is missing"))
                continue
            if name in first:
                self.refuse(item, Wrong(f'"{name}" stands twice in the file, without a uid', "give each its uid"))
                continue
            item.id = pick(found[name], name)
            item.existing = item.id is not None
            if item.id is None and found[name]:
                listed = ", ".join(sorted({one.uid for one in found[name]})[:8])
                self.refuse(item, Wrong(f'"{name}" means several {kind}s', f"give the uid of one: {listed}"))
                continue
            first[name] = item
            settled.append(item)
        return settled

    def _claims(self, items: list[Item]) -> list[Item]:
        """Find claims that say all that the record says, and no other of its file means."""
        columns = _CLAIM
        rows: dict[object, list[tuple[Any, ...]]] = {}
        for column in ("event_id", "actor_id"):
            wanted = {
                item.values[column].id
                for item in items
                if item.values.get(column) is not None and not _is_of_new(item.values[column])
            }
            sql = f"SELECT id, {', '.join(columns)}, batch_id FROM claim WHERE {{}}"
            for row in select(self.reader, sql, column, wanted):
                rows.setdefault((column, row[1 + columns.index(column)]), []).append(row)
        for item in items if rows else ():
            said = {column: getattr(value, "id", value) for column, value in item.values.items()}
            said.setdefault("qualifier", "exact")
            owner = "event_id" if said.get("event_id") is not None else "actor_id"
            for row in rows.get((owner, said.get(owner)), ()):
                if row[0] not in self.taken_claims and all(
                    _alike(said.get(column), now) for column, now in zip(columns, row[1:-1], strict=True)
                ):
                    item.id, item.existing = row[0], True
                    self.taken_claims.add(row[0])
                    break
        if self.owned is not None and self.owned.before:
            self._corrected_claims([item for item in items if item.flat and not item.existing], rows)
        return items

    def _corrected_claims(self, items: list[Item], rows: dict[object, list[tuple[Any, ...]]]) -> None:
        """Find the claims of the same data set whose figure a corrected file says otherwise."""
        at = [1 + _CLAIM.index(column) for column in _OF_FIGURE]
        left: dict[tuple[Any, ...], list[int]] = {}
        for item in items:
            event = getattr(item.values.get("event_id"), "id", None)
            there = rows.get(("event_id", event), ())
            changed = self.owned.ever("claim", [row[0] for row in there]) if self.owned and there else set()
            for row in there:
                if row[0] not in self.taken_claims and (row[-1] in (self.owned or ()) or row[0] in changed):
                    listed = left.setdefault(tuple(row[one] for one in at), [])
                    if row[0] not in listed:
                        listed.append(row[0])
        for item in items:
            wanted = tuple(getattr(item.values.get(column), "id", item.values.get(column)) for column in _OF_FIGURE)
            listed = left.get(wanted, [])
            if listed:
                item.id, item.existing = listed.pop(0), True
                self.taken_claims.add(item.id)

    def _events(self, items: list[Item], *, late: bool) -> tuple[list[Item], list[Item]]:
        """Find events without uid by title, date and source; what only nearly fits waits for the end of the file."""
        settled: list[Item] = []
        waiting: list[Item] = []
        new: list[Item] = []
        known = self._titled(items) if self.events_before else {}
        dated = self._dated([item for item in items if item.values.get("title") not in known])
        for item in items:
            title = item.values.get("title")
            if not title:
                self.refuse(item, Wrong("title is missing"))
                continue
            of_title = known.get(title, {})
            exact = self._left(of_title.get(item.values.get("edtf"), ()), item)
            if exact:
                best = [row for row in exact if row.is_like(item)] or exact
                if len(best) > 1 and not best[0].is_like(item):
                    self.refuse(item, _several(title, best))
                    continue
                self._take(item, best[0])
                settled.append(item)
                continue
            by_source = [row for rows in of_title.values() for row in self._left(rows, item) if row.shares_source(item)]
            if not by_source:
                renamed = self._renamed(item, self._dated([item]) if of_title else dated)
                if renamed is None:
                    new.append(item)
                elif not late:
                    waiting.append(item)
                else:
                    self._take(item, renamed)
                    settled.append(item)
            elif not late:
                waiting.append(item)
            elif len(by_source) > 1:
                self.refuse(item, _several(title, by_source))
            else:
                self._take(item, by_source[0])
                settled.append(item)
        self.make("event", new, list(self.names.free("event", map(_slug, new))))
        return settled + new, waiting

    def _renamed(self, item: Item, dated: dict[str, list[tuple[str, _Titled]]]) -> _Titled | None:
        """Find the one event of the same data set, date and source whose title a corrected file says otherwise."""
        title = str(item.values.get("title"))
        found = [
            row
            for before, row in dated.get(item.values.get("edtf") or "", ())
            if row.id not in self.taken and row.shares_source(item) and row.is_renamed(item, before, title)
        ]
        return found[0] if len(found) == 1 else None

    def _dated(self, items: list[Item]) -> dict[str, list[tuple[str, _Titled]]]:
        """Give the events that earlier imports of the same data set wrote, by date, with title and sources."""
        if not self.events_before or self.owned is None or not self.owned.before:
            return {}
        dates = {item.values["edtf"] for item in items if item.values.get("edtf")}
        batches = ", ".join(map(str, self.owned.before))
        sql = f"SELECT id, title, edtf, place_id, kind, summary FROM event WHERE batch_id IN ({batches}) AND {{}}"
        rows = select(self.reader, sql, "edtf", dates)
        sources = self._sources_of([row[0] for row in rows])
        found: dict[str, list[tuple[str, _Titled]]] = {}
        for event, title, edtf, *rest in sorted(rows):
            row = _Titled._make((event, edtf, *rest, sources.get(event, set())))
            found.setdefault(edtf, []).append((title, row))
        return found

    def _sources_of(self, events: list[int]) -> dict[int, set[int]]:
        sources: dict[int, set[int]] = {}
        sql = "SELECT ec.event_id, c.source_id FROM event_citation ec JOIN citation c ON c.id = ec.citation_id WHERE {}"
        for event, source in select(self.reader, sql, "ec.event_id", events):
            sources.setdefault(event, set()).add(source)
        return sources

    def _left(self, rows: Iterable[_Titled], item: Item) -> list[_Titled]:
        """Give those that no record was found to mean yet and that this one may mean."""
        return [row for row in rows if row.id not in self.taken and row.may_be(item)]

    def _take(self, item: Item, row: _Titled) -> None:
        item.id, item.existing = row.id, True
        self.taken.add(row.id)

    def _titled(self, items: list[Item]) -> dict[str, dict[str | None, list[_Titled]]]:
        """Give the events there were before this import, by title and date, with their sources."""
        titles = {item.values["title"] for item in items if item.values.get("title")}
        from_ = "event"
        if self.events_before > _SCAN:
            if not self._titles_indexed:
                ending = " ON COMMIT DROP" if self.batch.dialect == "postgresql" else ""
                self.batch.run(
                    f"CREATE TEMPORARY TABLE known_event{ending} AS SELECT id, title, edtf, place_id, kind, summary"
                    f" FROM event WHERE batch_id <> {self.batch.id}"
                )
                self.batch.run("CREATE INDEX known_event_title ON known_event (title)")
                self._titles_indexed = True
            from_ = "known_event"
        rows = select(
            self.reader, f"SELECT id, title, edtf, place_id, kind, summary FROM {from_} WHERE {{}}", "title", titles
        )
        sources = self._sources_of([row[0] for row in rows])
        found: dict[str, dict[str | None, list[_Titled]]] = {}
        for event, title, *rest in sorted(rows):
            row = _Titled._make((event, *rest, sources.get(event, set())))
            found.setdefault(title, {}).setdefault(row.edtf, []).append(row)
        return found

    def close(self) -> None:
        """Put away what was made to find titles."""
        if self._titles_indexed:
            self.batch.run("DROP TABLE known_event")


class _Titled(NamedTuple):
    """An event that a title may mean."""

    id: int
    edtf: str | None
    place_id: int | None
    kind: str | None
    summary: str | None
    sources: set[int]

    def may_be(self, item: Item) -> bool:
        """Say whether the record is not about another place."""
        place = item.values.get("place_id")
        return place is None or self.place_id in {None, place.id}

    def is_like(self, item: Item) -> bool:
        """Say whether all that the record says beside title and date is so already."""
        place = item.values.get("place_id")
        said = (("kind", self.kind), ("summary", self.summary))
        return (place is None or place.id == self.place_id) and all(
            item.values.get(column, now) == now for column, now in said
        )

    def is_renamed(self, item: Item, before: str, title: str) -> bool:
        """Say whether a record of another title may be the same event: like titles, or all else the same."""
        said = (("place_id", self.place_id), ("summary", self.summary))
        place = item.values.get("place_id")
        now = {"place_id": place.id if place is not None else None, "summary": item.values.get("summary")}
        if any(known is not None and now[column] == known for column, known in said) and self.is_like(item):
            return True
        return SequenceMatcher(None, before.casefold(), title.casefold(), autojunk=False).ratio() >= _ALIKE

    def shares_source(self, item: Item) -> bool:
        """Say whether the record cites a source that the event cites."""
        return any(one["source_id"].id in self.sources for one in item.nested.get("citations") or ())


def _is_of_new(ref: Ref) -> bool:
    """Say whether a claim came with an event that is made just now, of which there are no claims."""
    return isinstance(ref, OwnRef) and ref.is_new


def _slug(item: Item) -> str:
    """Give the uid to be wished for: of the title or name; of a claim, what it is about and what it tells."""
    values = item.values
    if item.kind == "claim":
        about = values.get("event_id") or values.get("actor_id")
        return slug(f"{(about and (about.uid or about.name)) or 'claim'} {values.get('attribute')}", 100)
    return slug(str(values.get("title") or values.get("name") or ""))


def _several(title: str, rows: list[_Titled]) -> Wrong:
    return Wrong(f'{len(rows)} events are called "{title[:60]}" and could be meant', "give the record its uid")


def _alike(said: object, now: object) -> bool:
    if isinstance(said, float | int) and isinstance(now, float | int):
        return f"{said:.15g}" == f"{now:.15g}"
    return said == now
