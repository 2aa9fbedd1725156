"""The log, undo and redo with their refusals, and the database as it stood."""

from __future__ import annotations

import pytest

from timeline.errors import AlreadyUndone, BadMoment, NoBatch, UndoRefused
from timeline.store import history, write
from timeline.store import undo as undoing
from timeline.store.engine import open_reader

EVENTS = "SELECT uid, title FROM event ORDER BY id"


@pytest.fixture
def chronicle(engine, database):
    return Chronicle(engine, database)


class Chronicle:
    """A database written to once a second."""

    def __init__(self, engine, target):
        self.engine, self.target, self.seconds = engine, target, 0

    def now(self):
        self.seconds += 1
        return f"2025-09-03T12:00:{self.seconds:02d}.500000Z"

    def batch(self, command="test"):
        return write.batch(self.engine, command=command, who="kim", now=self.now())

    def undo(self, batch=None):
        return history.undo(self.engine, batch, who="kim", now=self.now())

    def all(self, sql, when=None):
        with open_reader(self.target) as reader:
            if when is not None:
                history.as_recorded(reader, when)
            return reader.all(sql)

    def log(self):
        with open_reader(self.target) as reader:
            return list(history.log(reader))

    def add(self, title="Parade", **more):
        with self.batch("add") as batch:
            (event,) = batch.reserve("event")
            row = {"id": event, "uid": batch.uid("event", title.lower()), "title": title, "edtf": "2025-09", **more}
            batch.insert("event", [row])
        return event, batch.id

    def cite(self, event, quote="marching"):
        with self.batch("cite") as batch:
            (source,), (citation,), (link,) = (
                batch.reserve(table) for table in ("source", "citation", "event_citation")
            )
            batch.insert("source", [{"id": source, "uid": f"paper-{source}", "title": "Paper"}])
            batch.insert("citation", [{"id": citation, "source_id": source, "quote": quote}])
            batch.insert("event_citation", [{"id": link, "event_id": event, "citation_id": citation}])
        return citation, batch.id

    def edit(self, event, **values):
        with self.batch("edit") as batch:
            assert batch.update("event", (event,), values)
        return batch.id


def test_the_log_tells_what_was_written_and_what_was_undone(chronicle):
    _, first = chronicle.add()
    back = chronicle.undo().batch
    newest, oldest = chronicle.log()
    assert (newest.id, newest.undoes, newest.wrote) == (back, first, {"event": [0, 0, 1]})
    assert (oldest.id, oldest.command, oldest.who, oldest.undone_by) == (first, "add", "kim", back)
    with open_reader(chronicle.target) as reader:
        assert history.undone(reader, first)
        assert not history.undone(reader, back)
        assert [batch.id for batch in history.log(reader, 1)] == [back]


def test_undoing_the_undo_is_redo(chronicle):
    _, first = chronicle.add()
    before = chronicle.all("SELECT * FROM event_text")
    back = chronicle.undo(first).batch
    assert chronicle.all(EVENTS) == chronicle.all("SELECT * FROM event_text") == []
    redo = chronicle.undo(back)
    assert redo.undone.id == back
    assert chronicle.all(EVENTS) == [("parade", "Parade")]
    assert chronicle.all("SELECT * FROM event_text") == before
    with open_reader(chronicle.target) as reader:
        assert not history.undone(reader, first)


def test_repeating_undo_walks_back(chronicle):
    event, first = chronicle.add()
    second = chronicle.edit(event, title="March")
    third = chronicle.edit(event, title="Drill")
    assert [chronicle.undo().undone.id for _ in range(3)] == [third, second, first]
    with pytest.raises(NoBatch):
        chronicle.undo()


def test_a_batch_is_not_undone_twice(chronicle):
    _, first = chronicle.add()
    back = chronicle.undo().batch
    with pytest.raises(AlreadyUndone) as refusal:
        chronicle.undo(first)
    assert (refusal.value.batch, refusal.value.by) == (first, back)
    assert len(chronicle.log()) == 2


@pytest.mark.parametrize("batch", [0, 99])
def test_there_is_no_undo_of_what_is_no_batch(chronicle, batch):
    chronicle.add()
    with pytest.raises(NoBatch):
        chronicle.undo(batch)


def test_undo_names_the_row_and_the_batch_that_rewrote_it(chronicle):
    event, first = chronicle.add()
    later = chronicle.edit(event, title="March")
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(first)
    assert refusal.value.reasons == (f'event parade "March" was rewritten by batch {later}',)
    assert refusal.value.later == (later,)
    assert chronicle.all(EVENTS) == [("parade", "March")]


def test_undo_names_the_row_that_refers_to_one_that_would_go(chronicle):
    event, first = chronicle.add()
    _, later = chronicle.cite(event)
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(first)
    assert refusal.value.reasons == (f'citation of paper-1 in parade of batch {later} refers to event parade "Parade"',)
    assert refusal.value.later == (later,)


def test_undo_names_what_has_gone_that_a_row_would_refer_to(chronicle):
    with chronicle.batch() as batch:
        (place,) = batch.reserve("place")
        batch.insert("place", [{"id": place, "uid": "kursk", "name": "Kursk"}])
    event, _ = chronicle.add(place_id=place)
    moved = chronicle.edit(event, place_id=None)
    with chronicle.batch() as gone:
        gone.delete("place", (place,))
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(moved)
    assert refusal.value.reasons == (
        f'event parade "Parade" refers to place kursk "Kursk", which is gone since batch {gone.id}',
    )
    assert refusal.value.later == (gone.id,)


def test_undo_names_a_uid_that_was_taken(chronicle):
    _, first = chronicle.add()
    back = chronicle.undo(first).batch
    _, later = chronicle.add(title="parade")
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(back)
    assert refusal.value.reasons == (f'event parade "Parade" cannot come back: batch {later} has taken parade',)
    assert refusal.value.later == (later,)


def test_an_external_id_holds_its_row(chronicle):
    event, first = chronicle.add()
    with chronicle.batch() as later:
        row = {"entity": "event", "scheme": "ucdp", "value": "7", "entity_id": event}
        later.insert("external_id", [row])
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(first)
    assert refusal.value.later == (later.id,)


def test_of_many_rows_in_the_way_a_few_are_named(chronicle):
    with chronicle.batch() as batch:
        ids = batch.reserve("event", 9)
        batch.insert("event", [{"id": n, "uid": f"e{n}", "title": f"Event {n}"} for n in ids])
    with chronicle.batch() as later:
        for n in ids:
            later.update("event", (n,), {"kind": "drill"})
    with pytest.raises(UndoRefused) as refusal:
        chronicle.undo(batch.id)
    assert len(refusal.value.reasons) == undoing.SHOWN
    assert refusal.value.more == 9 - undoing.SHOWN
    assert str(refusal.value).endswith(f"and {9 - undoing.SHOWN} more")


def test_an_unrelated_later_batch_does_not_hold_up_an_undo(chronicle):
    _, first = chronicle.add()
    chronicle.add("March")
    chronicle.undo(first)
    assert chronicle.all(EVENTS) == [("march", "March")]


@pytest.mark.parametrize("many", [1, 10**9])
def test_undo_brings_back_order_and_text(chronicle, monkeypatch, many):
    monkeypatch.setattr(undoing, "MANY_REFERRED", many)
    event, _ = chronicle.add()
    citation, _ = chronicle.cite(event)
    with chronicle.batch() as batch:
        batch.insert("actor", [{"id": 1, "uid": "kim", "name": "Kim"}])
        batch.insert("participation", [{"actor_id": 1, "event_id": event, "role": "host"}])
    order = "SELECT sort_key, position FROM participation"
    before = chronicle.all(order), chronicle.all("SELECT words FROM event_text")
    with chronicle.batch() as batch:
        batch.update("event", (event,), {"edtf": "1950", "position": 3})
        batch.update("citation", (citation,), {"quote": "standing"})
    changed = chronicle.all(order), chronicle.all("SELECT words FROM event_text")
    assert changed[1] == [("parade standing",)]
    back = chronicle.undo(batch.id).batch
    assert (chronicle.all(order), chronicle.all("SELECT words FROM event_text")) == before
    chronicle.undo(back)
    assert (chronicle.all(order), chronicle.all("SELECT words FROM event_text")) == changed


def test_numbers_come_back_to_the_last_digit(chronicle):
    with chronicle.batch() as batch:
        batch.insert("actor", [{"id": 1, "uid": "kim", "name": "Kim"}])
        numbers = [0.1 + 0.2, 1 / 3, 2.0**-40, 123456789012345678, 2**70, 1e300, -7.1]
        batch.insert(
            "claim",
            [
                {"id": n, "uid": f"c{n}", "actor_id": 1, "attribute": "killed", "value_min": value}
                for n, value in enumerate(numbers)
            ],
        )
        places = [{"id": n, "uid": f"p{n}", "name": "P", "lat": n / 7, "lon": n / 11} for n in range(60)]
        batch.insert("place", places)
    sql = "SELECT id, value_min FROM claim ORDER BY id", "SELECT id, lat, lon FROM place ORDER BY id"
    before = [chronicle.all(one) for one in sql]
    back = chronicle.undo().batch
    assert [chronicle.all(one, batch.id) for one in sql] == before
    chronicle.undo(back)
    assert [chronicle.all(one) for one in sql] == before


@pytest.mark.parametrize("bulk", [False, True])
def test_a_large_import_is_undone_and_redone(chronicle, monkeypatch, bulk):
    monkeypatch.setattr(undoing, "BULK_ROWS", 10 if bulk else 10**9)
    event, _ = chronicle.add()
    with chronicle.batch("import") as batch:
        ids = batch.reserve("event", 200)
        (actor,) = batch.reserve("actor")
        batch.insert("actor", [{"id": actor, "uid": "kim", "name": "Kim"}])
        batch.insert("event", [{"id": n, "uid": f"e{n}", "title": f"Event {n}", "edtf": f"{n + 1000}"} for n in ids])
        batch.insert("participation", [{"actor_id": actor, "event_id": n, "role": "host"} for n in ids])
        batch.update("event", (event,), {"title": "March"})
    full = chronicle.all(EVENTS), chronicle.all("SELECT event_id, words FROM event_text ORDER BY 1")
    back = chronicle.undo().batch
    assert chronicle.all(EVENTS) == [("parade", "Parade")]
    assert chronicle.all("SELECT words FROM event_text") == [("parade",)]
    redo = chronicle.undo(back)
    assert (chronicle.all(EVENTS), chronicle.all("SELECT event_id, words FROM event_text ORDER BY 1")) == full
    assert redo.wrote == {
        "event": [200, 1, 0],
        "actor": [1, 0, 0],
        "actor_name": [1, 0, 0],
        "participation": [200, 0, 0],
    }
    if chronicle.engine.dialect.name == "sqlite":
        found = chronicle.all("SELECT count(*) FROM event_fts WHERE event_fts MATCH 'event'")
        assert found == [(200,)]
        assert chronicle.all("PRAGMA foreign_key_check") == []
        assert chronicle.all("PRAGMA integrity_check") == [("ok",)]


def test_changes_show_each_row_before_and_after(chronicle):
    event, _ = chronicle.add()
    with chronicle.batch() as batch:
        batch.insert("event_tag", [{"event_id": event, "tag": "drill"}])
        batch.update("event", (event,), {"title": "March"})
    later = chronicle.edit(event, title="Drill")
    with open_reader(chronicle.target) as reader:
        row, tag = history.changes(reader, batch.id)
        (again,) = history.changes(reader, later)
        with pytest.raises(NoBatch):
            list(history.changes(reader, 99))
    assert (row.table, row.key, row.name) == ("event", (event,), 'event parade "March"')
    assert (row.before["title"], row.after["title"]) == ("Parade", "March")
    assert (tag.name, tag.before, tag.after) == ("tag drill of parade", None, {"event_id": event, "tag": "drill"})
    assert (again.before["title"], again.after["title"]) == ("March", "Drill")


def test_the_past_is_read_by_batch_and_by_time(chronicle):
    event, first = chronicle.add()
    second = chronicle.edit(event, title="March")
    title = "SELECT title FROM event"
    assert chronicle.all(title, 0) == []
    assert chronicle.all(title, first) == chronicle.all(title, str(first)) == [("Parade",)]
    assert chronicle.all(title, second) == chronicle.all(title) == [("March",)]
    assert chronicle.all(title, "2025-09-03T12:00:00Z") == []
    for when in (
        "2025-09-03T12:00:01.5Z",
        "2025-09-03T12:00:01",
        "2025-09-03 14:00:01+02:00",
        "2025-09-03T12:00:01.9Z",
    ):
        assert chronicle.all(title, when) == [("Parade",)]
    for when in ("2025-09-03", "2025-09-03T12:00", "2025-09-03T12:00:02Z", "9999-12-31"):
        assert chronicle.all(title, when) == [("March",)]


@pytest.mark.parametrize("when", ["", "yesterday", "2025-13-01", "-1", "2025-09-03T25:00", "٣"])
def test_a_moment_that_is_none_is_refused(chronicle, when):
    with open_reader(chronicle.target) as reader, pytest.raises(BadMoment):
        history.as_recorded(reader, when)


def test_a_batch_to_come_has_no_past(chronicle):
    with open_reader(chronicle.target) as reader, pytest.raises(NoBatch):
        history.as_recorded(reader, 7)


def test_views_text_and_order_are_those_of_the_past(chronicle):
    event, _ = chronicle.add()
    citation, _ = chronicle.cite(event)
    with chronicle.batch() as batch:
        batch.insert("actor", [{"id": 1, "uid": "kim", "name": "Kim"}])
        batch.insert("participation", [{"actor_id": 1, "event_id": event, "role": "host"}])
    with chronicle.batch() as later:
        later.update("event", (event,), {"edtf": "1950", "title": "March"})
        later.update("citation", (citation,), {"quote": "standing"})
        later.update("actor", (1,), {"name": "Un"})
    assert chronicle.all("SELECT date, title, actors FROM timeline", batch.id) == [("2025-09", "Parade", "Kim")]
    assert chronicle.all("SELECT actor, date FROM actor_events", batch.id) == [("Kim", "2025-09")]
    assert chronicle.all("SELECT words FROM event_text", batch.id) == [("parade marching",)]
    same = "SELECT count(*) FROM participation p JOIN event e ON e.id = p.event_id WHERE p.sort_key = e.sort_key"
    assert chronicle.all(same, batch.id) == [(1,)]
    assert chronicle.all("SELECT date, title, actors FROM timeline") == [("1950", "March", "Un")]


def test_the_past_can_be_read_without_its_text(chronicle):
    _, first = chronicle.add()
    with open_reader(chronicle.target) as reader:
        assert history.as_recorded(reader, first, text=False) == first
        assert reader.as_of == first
        assert reader.all("SELECT title FROM event") == [("Parade",)]
        assert reader.all("SELECT words FROM event_text") == []
