"""
Over random histories: the past equals the copies taken then, and an undo is exact.

An operation is a function of a batch and a source of chance that writes something, anything, in that batch. To have a
further way of writing covered, add it to `OPERATIONS`; nothing else here knows what was written.
"""

from __future__ import annotations

import contextlib
import random

import pytest

from timeline.errors import AlreadyUndone, MergeRefused, NoBatch, UndoRefused
from timeline.model import Hit
from timeline.store import history, merge, write
from timeline.store.engine import open_engine, open_reader
from timeline.store.schema import KEYS, metadata
from timeline.store.views import NAMES

DATES = (
    None,
    "2024",
    "2024-06",
    "2024-06-19",
    "2024-06-19T10:00:00",
    "1914/1918",
    "../1950",
    "1990/..",
    "[2021,2023]",
    "-0043-03-15",
    "1870~",
    "2024-06/",
)
WORDS = (
    "Kursk",
    "parade",
    "Kim’s visit",
    "北京",
    "O'Neil",
    'quote " in\\side',
    "naïve café",
    "100 %",
    "tab\tand\nline",
    "x",
)
VALUES = {
    "edtf": DATES,
    "published": DATES,
    "claimed": DATES,
    "period": DATES,
    "status": ("draft", "disputed"),
    "access": ("internal", "public"),
    "calendar": ("gregorian", "julian"),
    "position": (0, 1, 5),
    "importance": (None, 3),
    "stance": ("supports", "disputes"),
    "anchor_kind": (None, "by_hand"),
    "verdict": ("open", "rejected"),
    "confidence": (0.25, 1),
    "likeness": (None, 0.61),
    "qualifier": ("exact", "at_least"),
    "value_min": (1, 15000, 0.1 + 0.2, 1e-7, 123456789012345678),
    "value_max": (10**18, 2.5 * 10**18),
    "lat": (48.858370123456789, -0.1),
    "lon": (2.294481987654321, 129.0),
}
KINDS = {
    "actor": (None, "person", "state"),
    "actor_name": ("alias", "former", "weak"),
    "actor_link": ("member_of", "succeeds"),
    "event_link": ("part_of", "follows", "causes"),
}
NUMBERED = [table for table in KEYS if KEYS[table] == ("id",)]
STATUS = {"claim": ("open", "accepted", "withdrawn")}


# --- what a batch may do ---


def value(batch, chance, table, column):
    """Something to write into a column, or the key of a row that is there."""
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column
        keys = f"SELECT {parent.name} FROM {parent.table.name} ORDER BY 1"
        there = batch.reader.all(keys)
        if not there and not column.nullable and (made := row(batch, chance, parent.table.name)):
            batch.insert(parent.table.name, [made])
            there = batch.reader.all(keys)
        if not there or (column.nullable and chance.random() < 0.4):
            return None
        return chance.choice(there)[0]
    if column.name == "kind" and table in KINDS:
        return chance.choice(KINDS[table])
    if column.name == "status" and table in STATUS:
        return chance.choice(STATUS[table])
    if column.name in VALUES:
        return chance.choice(VALUES[column.name])
    if str(column.type) == "TEXT":
        return None if column.nullable and chance.random() < 0.3 else chance.choice(WORDS)
    return None


def row(batch, chance, table):
    """A new row of a table, or None when what it would refer to is not there."""
    made = {}
    for column in metadata.tables[table].columns:
        if column.name not in write._PLANS[table].given or column.name in {"id", "uid"}:
            continue
        found = value(batch, chance, table, column)
        if found is None and not column.nullable and column.server_default is None:
            return None
        if found is not None or column.nullable:
            made[column.name] = found
    if table in NUMBERED:
        made["id"] = batch.reserve(table)[0]
    if "uid" in metadata.tables[table].columns:
        made["uid"] = batch.uid(table, chance.choice(WORDS))
    return made if possible(batch, table, made) else None


def possible(batch, table, made):
    """Whether the rules of the schema, which are not under test, let such a row be."""
    if table == "external_id":
        made["entity"] = "event"
        events = batch.reader.all("SELECT id FROM event ORDER BY id")
        if not events:
            return False
        made["entity_id"] = events[-1][0]
    if table == "source":
        made["canonical_url"] = None
    if table in {"actor_link", "event_link"}:
        one, other = ("subject_id", "object_id") if table == "actor_link" else ("from_id", "to_id")
        if made[one] == made[other]:
            return False
    if table == "place" and (made["lat"] is None) != (made["lon"] is None):
        return False
    if table == "claim" and made["event_id"] is None and made["actor_id"] is None:
        return False
    unique = [("event_id", "citation_id")] if table == "event_citation" else [KEYS[table]]
    for names in unique:
        if names != ("id",) or table == "event_citation":
            where = " AND ".join(f"{name} = :{name}" for name in names)
            if batch.reader.all(f"SELECT 1 FROM {table} WHERE {where}", {name: made[name] for name in names}):
                return False
    return True


def pick(batch, chance, table):
    rows = batch.reader.all(f"SELECT {', '.join(KEYS[table])} FROM {table} ORDER BY {', '.join(KEYS[table])}")
    return chance.choice(rows) if rows else None


def insert(batch, chance):
    table = chance.choice([*KEYS, "event", "event", "participation", "citation", "event_citation"])
    made = row(batch, chance, table)
    if made is not None:
        batch.insert(table, [made])


def update(batch, chance):
    table = chance.choice(list(KEYS))
    key = pick(batch, chance, table)
    if key is None:
        return
    fixed = {
        *KEYS[table],
        "uid",
        "lat",
        "lon",
        "parent_id",
        "merged_into",
        "derived_from_id",
        "revision_of_id",
        "part_of",
        "canonical_url",
    }
    fixed |= {"event_id", "actor_id", "citation_id", "subject_id", "object_id", "entity_id"}
    columns = [c for c in metadata.tables[table].columns if c.name in write._PLANS[table].given - fixed]
    values = {
        column.name: value(batch, chance, table, column) for column in chance.sample(columns, min(3, len(columns)))
    }
    values = {
        name: found
        for name, found in values.items()
        if found is not None or metadata.tables[table].columns[name].nullable
    }
    if table == "claim":
        values = {name: found for name, found in values.items() if not name.startswith("value_")}
    if table == "actor_name":
        values.pop("kind", None)
    batch.update(table, key, values)


def remove(batch, chance):
    table = chance.choice(list(KEYS))
    key = pick(batch, chance, table)
    if key is not None and not (table == "actor_name" and is_primary(batch, key)):
        remove_with_all_that_refers(batch, table, key)


def is_primary(batch, key):
    return batch.reader.one(
        "SELECT 1 FROM actor_name WHERE actor_id = :a AND name = :b AND kind = 'primary'",
        dict(zip("ab", key, strict=True)),
    )


def remove_with_all_that_refers(batch, table, key):
    if len(key) == 1:
        for child in KEYS:
            for constraint in metadata.tables[child].foreign_key_constraints:
                column = constraint.column_keys[0]
                if constraint.referred_table.name != table:
                    continue
                found = batch.reader.all(
                    f"SELECT {', '.join(KEYS[child])} FROM {child} WHERE {column} = :key", {"key": key[0]}
                )
                for one in found:
                    free = (
                        metadata.tables[child].columns[column].nullable
                        and column not in KEYS[child]
                        and child != "claim"
                    )
                    if free:
                        batch.update(child, one, {column: None})
                    elif not (child == "actor_name" and is_primary(batch, one)):
                        remove_with_all_that_refers(batch, child, one)
        if table == "event":
            soft = "SELECT entity, scheme, value FROM external_id WHERE entity = 'event' AND entity_id = :key"
            for one in batch.reader.all(soft, {"key": key[0]}):
                batch.delete("external_id", one)
    batch.delete(table, key)


def replace(batch, chance):
    """Delete a row and insert it again in the same batch."""
    key = pick(batch, chance, "event_tag")
    if key is not None:
        batch.delete("event_tag", key)
        batch.insert("event_tag", [dict(zip(KEYS["event_tag"], key, strict=True))])


def move(batch, chance):
    """Give an event that somebody takes part in another date."""
    events = batch.reader.all("SELECT DISTINCT event_id FROM participation ORDER BY 1")
    if events:
        batch.update(
            "event", chance.choice(events), {"edtf": chance.choice(DATES), "position": chance.choice((0, 1, 5))}
        )


def insert_and_remove(batch, chance):
    made = row(batch, chance, "event")
    batch.insert("event", [made])
    batch.delete("event", (made["id"],))


def merge_actors(batch, chance):
    """Make two actors one, whoever was merged into the one that goes."""
    free = batch.reader.all("SELECT id, uid FROM actor WHERE merged_into IS NULL ORDER BY id")
    if len(free) < 2:
        return
    hits = []
    for row, uid in chance.sample(free, 2):
        below = batch.reader.all("SELECT id FROM actor WHERE merged_into = :row ORDER BY id", {"row": row})
        hits.append(Hit(row, uid, uid, (row, *(one for (one,) in below))))
    with contextlib.suppress(MergeRefused):
        merge.merge(batch, *hits)


OPERATIONS = [insert, insert, insert, insert, update, update, move, remove, replace, insert_and_remove, merge_actors]


# --- copies ---


def copy(reader):
    """Every row of every table that history covers, by key."""
    found = {}
    for table in KEYS:
        columns = [column.name for column in metadata.tables[table].columns if column.name != "batch_id"]
        columns.append("batch_id")
        rows = reader.all(f"SELECT {', '.join(columns)} FROM {table}")
        place = [columns.index(name) for name in KEYS[table]]
        found[table] = {tuple(row[at] for at in place): row for row in rows}
    return found


def shown(reader):
    """What the views and the full text show."""
    found = {name: sorted(map(repr, reader.all(f"SELECT * FROM {name}"))) for name in NAMES}
    found["event_text"] = sorted(reader.all("SELECT event_id, words FROM event_text"))
    return found


def without_batch(rows):
    """Rows without their last column, which is `batch_id`."""
    return {table: {key: row[:-1] for key, row in kept.items()} for table, kept in rows.items()}


def check_references(reader):
    """No row refers to nothing, and participations stand where their events stand."""
    for table in KEYS:
        for constraint in metadata.tables[table].foreign_key_constraints:
            same = " AND ".join(f"p.{e.column.name} = c.{e.parent.name}" for e in constraint.elements)
            lost = (
                f"SELECT count(*) FROM {table} c WHERE c.{constraint.column_keys[0]} IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {constraint.referred_table.name} p WHERE {same})"
            )
            assert reader.one(lost) == (0,), (table, constraint.name)


class Chronicle:
    """A database whose every moment was copied."""

    def __init__(self, target):
        self.target = target
        self.engine = open_engine(target)
        self.copies = {}
        self.shown = {}
        self.numbers = 0
        self.keep(0)

    def now(self):
        self.numbers += 1
        return f"2025-09-03T12:{self.numbers // 60:02d}:{self.numbers % 60:02d}.000000Z"

    def keep(self, batch):
        with open_reader(self.target) as reader:
            assert reader.one("SELECT max(id) FROM batch") == (batch,)
            self.copies[batch] = copy(reader)
            self.shown[batch] = shown(reader)
            check_references(reader)

    @property
    def newest(self):
        return max(self.copies)

    def write(self, chance, operations):
        with write.batch(self.engine, command="chance", who=None, now=self.now()) as batch:
            for _ in range(chance.randint(1, 8) if self.newest else 40):
                chance.choice(operations)(batch, chance)
        if batch.wrote:
            self.keep(batch.id)

    def undo(self, target=None):
        """Undo, and check that just what the batch touched is as it was before the batch."""
        before = self.copies[self.newest]
        try:
            done = history.undo(self.engine, target, who=None, now=self.now())
        except (UndoRefused, AlreadyUndone, NoBatch):
            with open_reader(self.target) as reader:
                assert copy(reader) == before
            raise
        self.keep(done.batch)
        past = self.copies[max(batch for batch in self.copies if batch < done.undone.id)]
        then = self.copies[done.undone.id]
        expected = {table: dict(rows) for table, rows in without_batch(before).items()}
        for table in KEYS:
            for key in past[table].keys() | then[table].keys():
                if past[table].get(key, [None])[-1] != then[table].get(key, [None])[-1]:
                    expected[table].pop(key, None)
                    if key in past[table]:
                        expected[table][key] = past[table][key][:-1]
        found = without_batch(self.copies[done.batch])
        for rows in (expected["participation"], found["participation"]):
            for key, row in rows.items():
                rows[key] = (row[0], *row[3:])  # where it stands in the order follows from its event
        assert found == expected
        return done


@pytest.mark.parametrize("seed", range(3))
def test_the_past_is_complete_and_undo_exact(database, seed):
    chance = random.Random(seed)
    chronicle = Chronicle(database)
    refused = 0
    for _ in range(14):
        if chance.random() < 0.6 or chronicle.newest == 0:
            chronicle.write(chance, OPERATIONS)
            continue
        try:
            chronicle.undo(chance.choice([None, *(batch for batch in chronicle.copies if batch)]))
        except (UndoRefused, AlreadyUndone, NoBatch):
            refused += 1
    for batch, kept in chronicle.copies.items():
        with open_reader(database) as reader:
            assert history.as_recorded(reader, batch) == batch
            assert copy(reader) == kept
            assert shown(reader) == chronicle.shown[batch]
    with open_reader(database) as reader:
        for batch in list(chronicle.copies)[1:]:
            check_changes(reader, batch, chronicle.copies)
    walk_back(chronicle)
    assert without_batch(chronicle.copies[chronicle.newest]) == without_batch(chronicle.copies[0])
    chronicle.engine.dispose()


def walk_back(chronicle):
    """Undo until nothing is in force; where an undo made out of order is in the way, that one first."""
    for _ in range(100):
        if not in_force(chronicle.target):
            return
        try:
            chronicle.undo()
        except UndoRefused as refusal:
            chronicle.undo(refusal.later[0])
    pytest.fail("walking back does not end")


def in_force(target):
    with open_reader(target) as reader:
        return any(batch.undoes is None and batch.undone_by is None for batch in history.log(reader))


def check_changes(reader, batch, copies):
    """The changes of a batch are the differences of the copies before and after it."""
    past, then = copies[max(one for one in copies if one < batch)], copies[batch]
    expected = set()
    for table in KEYS:
        for key in past[table].keys() | then[table].keys():
            if past[table].get(key, [None])[-1] != then[table].get(key, [None])[-1]:
                expected.add((table, key, key in past[table], key in then[table]))
    found = [
        (one.table, one.key, one.before is not None, one.after is not None) for one in history.changes(reader, batch)
    ]
    assert len(found) == len(set(found))
    assert set(found) == expected
    wrote = next(one.wrote for one in history.log(reader) if one.id == batch)
    counted = {}
    for table, _, before, after in expected:
        counted.setdefault(table, [0, 0, 0])[1 if before and after else 0 if after else 2] += 1
    assert wrote == counted
