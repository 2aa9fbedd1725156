"""
Finding what records refer to, many at a time: by uid, by external id, by name, by address.

What is found is kept at hand; what is named and not there is made (an actor of unknown kind, a place, a
source), unless that is refused. Nothing is asked of the database a row at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from timeline.model import fold, slug
from timeline.store.among import select
from timeline.store.load.shapes import Ref, Wrong

if TYPE_CHECKING:
    from timeline.store.write import Batch

_MOST_KEPT = 10_000
"""Names and uids that are kept at hand of each table."""
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def canonical(url: str) -> str:
    """
    Give an address as one source has it, however it was copied: by it a source is known again.

    Scheme and host in small letters, without port of the scheme, fragment, parameters that track the
    reader, and slash at the end (D127).

    >>> canonical("HTTPS://Example.org:443/a/?utm_source=x&id=2#top")
    'https://example.org/a?id=2'
    """
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if not parts.scheme or not parts.netloc:
        return url.strip()
    host = parts.netloc.lower()
    if port == {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = host.rpartition(":")[0]
    kept = [one for one in parts.query.split("&") if one and not one.lower().startswith(_TRACKING)]
    return urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/"), "&".join(kept), ""))


class _Found(NamedTuple):
    """A row that a name may mean."""

    id: int
    uid: str
    name: str


class Names:
    """What is known of the rows that records refer to."""

    def __init__(self, batch: Batch, *, create_actors: bool) -> None:
        self.batch = batch
        self.reader = batch.reader
        self.create_actors = create_actors
        self.made: dict[str, int] = {}
        """How many rows were made because something named them."""
        self._ids: dict[str, dict[str, int]] = {}
        """What is written may be forgotten, but by `settled` alone: what is not yet written is known from here."""
        self._other: dict[tuple[str, str], int] = {}
        """(table, uid as the file has it) -> row, where the row found has another uid, or is not yet written."""
        self._named: dict[str, dict[str, list[_Found]]] = {}
        self._attributes: set[str] | None = None

    # --- by uid ---

    def know(self, table: str, uid: str, row: int, *, keep: bool = False) -> None:
        """Remember which row a uid means; `keep` where the database itself does not say so."""
        if keep:
            self._other[table, uid] = row
        self._ids.setdefault(table, {})[uid] = row

    def ids(self, table: str, uids: Iterable[str]) -> dict[str, int]:
        """Give the rows of those uids that are known or in the database."""
        known = self._ids.setdefault(table, {})
        wanted = set(uids)
        missing = [uid for uid in wanted if uid not in known]
        if missing:
            sql = f"SELECT uid, id FROM {table} WHERE {{}}"
            for uid, row in select(self.reader, sql, "uid", missing):
                known[uid] = row
        return {uid: known[uid] for uid in wanted if uid in known}

    def free(self, table: str, wanted: Iterable[str]) -> Iterator[str]:
        """Give a uid for each that is wanted, in order: itself, or with a number where it is taken."""
        listed = list(wanted)
        taken = set(self.ids(table, listed))
        known = self._ids[table]
        times = Counter(listed)
        again = {uid: number for uid, number in times.items() if number > 1 or uid in taken}
        if again:
            self.batch.look_up_uids(table, again)
        for uid in listed:
            made = uid
            while made in taken or made in known:
                made = self.batch.uid(table, uid)
            taken.add(made)
            yield made

    def settled(self) -> None:
        """Say that all rows are written of which this import knows, or known for good."""
        for table, known in self._ids.items():
            if len(known) > _MOST_KEPT:
                known.clear()
                known.update((uid, row) for (one, uid), row in self._other.items() if one == table)
        for table in ("actor", "source"):
            if len(self._named.get(table, ())) > _MOST_KEPT:
                self.forget(table)
        self.batch.forget_uids()

    # --- references ---

    def find(self, refs: Iterable[Ref]) -> None:
        """Set the `id` of each reference that can be found, and make what is named and not there."""
        by_table: dict[str, list[Ref]] = {}
        for ref in refs:
            if ref.id is None:
                by_table.setdefault(ref.table, []).append(ref)
        for table, wanted in by_table.items():
            found = self.ids(table, {ref.uid for ref in wanted if ref.uid is not None})
            named: list[Ref] = []
            for ref in wanted:
                if ref.uid is not None:
                    ref.id = found.get(ref.uid)
                if ref.id is None and ref.name is not None:
                    named.append(ref)
            if named:
                self._find_named(table, named)

    def _find_named(self, table: str, refs: list[Ref]) -> None:
        """Find by name what has no uid, or one that is not there; make what is not found."""
        candidates = self.called(table, [ref.name or "" for ref in refs if ref.uid is None])
        by_uid = self.ids(table, {ref.name or "" for ref in refs if ref.uid is None})
        unknown: dict[tuple[str | None, str], list[Ref]] = {}
        for ref in refs:
            name = ref.name or ""
            if ref.uid is None:
                ref.id = pick(candidates.get(name, []), name) or by_uid.get(name)
                if ref.id is None and len({one.id for one in candidates.get(name, [])}) > 1:
                    continue
            if ref.id is None:
                unknown.setdefault((ref.uid, key(table, name)), []).append(ref)
        if table != "actor" or self.create_actors:
            self._make(table, unknown)

    def _make(self, table: str, wanted: dict[tuple[str | None, str], list[Ref]]) -> None:
        """Write a row for each name, with nothing but the name."""
        firsts = [refs[0] for refs in wanted.values()]
        names = [ref.name or "" for ref in firsts]
        given = [ref.uid for ref in firsts]
        uids = self.free(table, [slug(bare(name)) for name, uid in zip(names, given, strict=True) if uid is None])
        rows: list[dict[str, object]] = []
        for row_id, name, uid, refs in zip(
            self.batch.reserve(table, len(firsts)), names, given, wanted.values(), strict=True
        ):
            made = uid if uid is not None else next(uids)
            row: dict[str, object] = {"id": row_id, "uid": made}
            if table == "source":
                row["title"] = bare(name)
                if "://" in name:
                    row["url"], row["canonical_url"] = name, canonical(name)
            else:
                row["name"] = name
            rows.append(row)
            self.know(table, made, row_id)
            self.name(table, row_id, made, name)
            for ref in refs:
                ref.id = row_id
        if rows:
            self.batch.insert(table, rows)
            self.made[table] = self.made.get(table, 0) + len(rows)

    def why(self, ref: Ref) -> Wrong:
        """Say why a reference was not found, and what is spelt like it."""
        from timeline.store.read.names import suggest

        if ref.name is not None and ref.uid is None:
            found = self.called(ref.table, [ref.name]).get(ref.name, [])
            if len({one.id for one in found}) > 1:
                listed = ", ".join(sorted({one.uid for one in found})[:8])
                return Wrong(f'"{ref.name}" means several {ref.table}s', f"name one by its uid: {listed}")
        if ref.name is not None:
            near = suggest(self.reader, ref.table, ref.name)
            hint = f"did you mean {', '.join(near)}?" if near else f"put down the {ref.table} first"
            return Wrong(f'no {ref.table} is named "{ref.name}"', hint)
        return Wrong(f'no {ref.table} has the uid "{ref.uid}"', self._like_uid(ref.table, ref.uid or ""))

    def _like_uid(self, table: str, uid: str) -> str | None:
        from difflib import get_close_matches

        sql = f"SELECT uid FROM {table} WHERE uid LIKE :start LIMIT 2000"
        near = [row[0] for row in self.reader.all(sql, {"start": uid[:1].replace("%", "").replace("_", "") + "%"})]
        found = get_close_matches(uid, {*near, *list(self._ids.get(table, {}))[:5000]}, 3)
        return f"did you mean {', '.join(found)}?" if found else None

    # --- by name ---

    def called(self, table: str, names: Iterable[str]) -> dict[str, list[_Found]]:
        """Give what each name may mean: an actor by any of its names, a source by title or address."""
        wanted = {name: key(table, name) for name in names}
        index = self._named.setdefault(table, {})
        if table == "actor":
            self._learn_actors(index, wanted)
        elif table == "source":
            self._learn_sources(index, wanted)
        elif not index:
            index[""] = []
            for row in self.reader.rows("SELECT id, uid, name FROM place"):
                index.setdefault(key(table, row[2]), []).append(_Found(*row))
        return {name: index.get(folded, []) for name, folded in wanted.items()}

    def _learn_actors(self, index: dict[str, list[_Found]], wanted: dict[str, str]) -> None:
        """Read the actors of names not yet asked for; one merged into another is that other."""
        missing = {folded for folded in wanted.values() if folded not in index}
        for folded in missing:
            index[folded] = []
        sql = (
            "SELECT n.folded, s.id, s.uid, n.name FROM actor_name n JOIN actor a ON a.id = n.actor_id"
            " JOIN actor s ON s.id = coalesce(a.merged_into, a.id) WHERE {} ORDER BY s.id"
        )
        for folded, *found in select(self.reader, sql, "n.folded", [one for one in missing if one[:1] != "="]):
            index[folded].append(_Found(*found))
        bare_names = [one[1:] for one in missing if one[:1] == "="]
        sql = "SELECT a.name, coalesce(a.merged_into, a.id), a.uid, a.name FROM actor a WHERE {}"
        for name, *found in select(self.reader, sql, "a.name", bare_names):
            index["=" + name].append(_Found(*found))

    def _learn_sources(self, index: dict[str, list[_Found]], wanted: dict[str, str]) -> None:
        """Read sources: by address those asked for, by title all of them once a title is asked for."""
        addresses = [one for one in wanted.values() if "://" in one and one not in index]
        for address in addresses:
            index[address] = []
        sql = "SELECT canonical_url, id, uid, title FROM source WHERE {}"
        for address, *found in select(self.reader, sql, "canonical_url", addresses):
            index[address].append(_Found(*found))
        if "" not in index and any("://" not in one for one in wanted.values()):
            index[""] = []
            sql = (
                "SELECT s.id, s.uid, s.title, s.publisher FROM source s"
                " WHERE NOT EXISTS (SELECT 1 FROM source n WHERE n.revision_of_id = s.id)"  # of versions, the newest
            )
            for source, uid, title, publisher in self.reader.rows(sql):
                index.setdefault(key("source", title), []).append(_Found(source, uid, title))
                if publisher and slug(publisher) == uid:
                    index.setdefault(key("source", publisher), []).append(_Found(source, uid, publisher))

    def name(self, table: str, row: int, uid: str, name: str) -> None:
        """Remember a row that this import has made."""
        index = self._named.get(table)
        if index is not None and (key(table, name) in index or table != "actor"):
            index.setdefault(key(table, name), []).append(_Found(row, uid, name))

    def forget(self, table: str) -> None:
        """Forget the names of a table whose rows are being written."""
        self._named.pop(table, None)

    # --- attributes ---

    def attributes(self) -> set[str]:
        """Give the names of all attributes; the caller adds those it writes."""
        if self._attributes is None:
            self._attributes = {row[0] for row in self.reader.rows("SELECT name FROM attribute")}
        return self._attributes


def bare(name: str) -> str:
    """Give the title of what is known by its address alone."""
    return name.partition("://")[2].rstrip("/") or name if "://" in name else name


def key(table: str, name: str) -> str:
    """Give what a name is looked up by: folded, or an address as such; a name of no letter as it is, marked."""
    if table == "source" and "://" in name:
        return canonical(name)
    return fold(name) or "=" + name


def pick(found: list[_Found], name: str) -> int | None:
    """Give the one row that a name means: the only one, else the one whose uid it makes, else the one so spelt."""
    ids = {one.id for one in found}
    if len(ids) > 1:
        made = slug(bare(name))
        ids = {one.id for one in found if one.uid == made} or {one.id for one in found if one.name == name}
    return ids.pop() if len(ids) == 1 else None
