"""What one batch promises: all or nothing, derived columns in step, displaced rows kept."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from timeline.errors import DatabaseLocked, EdtfError, RowRefused
from timeline.store import write
from timeline.store.engine import open_engine, open_reader

NOW = "2025-09-03T12:00:00.000000Z"


def begin(engine, command="test", **options):
    return write.batch(engine, command=command, who="kim", now=NOW, **options)


def add_event(batch, title="Parade", edtf="2025-09-03", **more):
    (event,) = batch.reserve("event")
    batch.insert(
        "event", [{"id": event, "uid": batch.uid("event", title.lower()), "title": title, "edtf": edtf, **more}]
    )
    return event


def add_actor(batch, name="Kim Jong Un"):
    (actor,) = batch.reserve("actor")
    batch.insert("actor", [{"id": actor, "uid": batch.uid("actor", name.lower()), "name": name}])
    return actor


def add_citation(batch, event, quote="the parade", **more):
    (source,) = batch.reserve("source")
    (citation,) = batch.reserve("citation")
    (link,) = batch.reserve("event_citation")
    batch.insert("source", [{"id": source, "uid": f"s{source}", "title": "Paper", "published": "2025-09"}])
    batch.insert("citation", [{"id": citation, "source_id": source, "quote": quote}])
    batch.insert("event_citation", [{"id": link, "event_id": event, "citation_id": citation, **more}])
    return source, citation, link


def test_a_batch_is_logged_with_who_what_when_and_how_much_it_wrote(engine, database):
    with begin(engine, "add", file_sha256="ab") as batch:
        add_event(batch)
    with open_reader(database) as reader:
        row = reader.one(
            "SELECT command, who, started_at, file_sha256, undoes, wrote FROM batch WHERE id = :id", {"id": batch.id}
        )
    assert row[:5] == ("add", "kim", NOW, "ab", None)
    assert json.loads(row[5]) == {"event": [1, 0, 0]}


def test_a_batch_that_wrote_nothing_leaves_nothing(engine, database):
    with begin(engine) as batch:
        assert not batch.update("attribute", ("killed",), {"unit": "people"})
    with open_reader(database) as reader:
        assert reader.all("SELECT id FROM batch WHERE id > 0") == []


def test_an_exception_leaves_nothing(engine, database):
    with pytest.raises(ZeroDivisionError), begin(engine) as batch:  # noqa: PT012
        add_event(batch)
        raise ZeroDivisionError
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM event") == (0,)
        assert reader.all("SELECT id FROM batch WHERE id > 0") == []


def test_bounds_order_and_text_follow_from_what_is_given(engine, database):
    with begin(engine) as batch:
        event = add_event(batch, "Café parade", "2024-06", summary="Kim’s")
        add_citation(batch, event, "In June")
    with open_reader(database) as reader:
        assert reader.one("SELECT edtf, start_min, start_max, gaps, band FROM event") == (
            "2024-06",
            1717200000,
            1719791999,
            0,
            2,
        )
        assert reader.one("SELECT words FROM event_text") == ("cafe parade kim s in june",)
        assert reader.one("SELECT published_start_min FROM source") == (1756684800,)
    with begin(engine) as batch:
        assert batch.update("event", (event,), {"edtf": "2024-06-19", "title": "Visit"})
    with open_reader(database) as reader:
        assert reader.one("SELECT start_min, band FROM event") == (1718755200, 1)
        assert reader.one("SELECT words FROM event_text") == ("visit kim s in june",)


def test_text_follows_a_changed_quote_and_a_removed_citation(engine, database):
    with begin(engine) as batch:
        event = add_event(batch)
        _, citation, link = add_citation(batch, event, "old words")
    with begin(engine) as batch:
        batch.update("citation", (citation,), {"quote": "new words"})
    with open_reader(database) as reader:
        assert reader.one("SELECT words FROM event_text") == ("parade new words",)
    with begin(engine) as batch:
        batch.delete("event_citation", (link,))
    with open_reader(database) as reader:
        assert reader.one("SELECT words FROM event_text") == ("parade",)


def test_a_participation_stands_where_its_event_stands(engine, database):
    with begin(engine) as batch:
        event, actor = add_event(batch), add_actor(batch)
        batch.insert("participation", [{"actor_id": actor, "event_id": event, "role": "host"}])
    with begin(engine) as batch:
        batch.update("event", (event,), {"edtf": "1950", "position": 7})
    with open_reader(database) as reader:
        assert reader.all("SELECT sort_key, position FROM participation") == reader.all(
            "SELECT sort_key, position FROM event"
        )
        assert reader.one("SELECT count(*) FROM history WHERE entity = 'participation'") == (0,)


def test_a_participation_in_no_event_is_refused(engine):
    with pytest.raises(RowRefused), begin(engine) as batch:
        batch.insert("participation", [{"actor_id": add_actor(batch), "event_id": 99, "role": "host"}])


def test_the_primary_name_of_an_actor_goes_with_the_actor(engine, database):
    names = "SELECT name, kind, folded FROM actor_name ORDER BY name"
    with begin(engine) as batch:
        actor = add_actor(batch, "Kim")
        batch.insert("actor_name", [{"actor_id": actor, "name": "Gím", "kind": "alias"}])
    with open_reader(database) as reader:
        assert sorted(reader.all(names)) == [("Gím", "alias", "gim"), ("Kim", "primary", "kim")]
    with begin(engine) as batch:
        batch.update("actor", (actor,), {"name": "Gím"})
    with open_reader(database) as reader:
        assert reader.all(names) == [("Gím", "primary", "gim")]
    with begin(engine) as batch:
        batch.delete("actor", (actor,))
    with open_reader(database) as reader:
        assert reader.all(names) == []


def test_history_keeps_the_row_once_a_batch(engine, database):
    with begin(engine) as first:
        event = add_event(first, "One")
        first.update("event", (event,), {"title": "Two"})
    with begin(engine) as second:
        second.update("event", (event,), {"title": "Three"})
        second.update("event", (event,), {"title": "Four"})
        second.delete("event", (event,))
    with open_reader(database) as reader:
        ((key, by, writer, image),) = reader.all("SELECT key, displaced_by, batch_id, image FROM history")
    assert (json.loads(key), by, writer) == ([event], second.id, first.id)
    assert json.loads(image)["title"] == "Two"
    assert "batch_id" not in json.loads(image)


def test_counts_are_of_rows_and_not_of_calls(engine):
    with begin(engine) as first:
        event = add_event(first)
        actor = add_actor(first, "Kim")
        first.insert("event_tag", [{"event_id": event, "tag": "a"}, {"event_id": event, "tag": "b"}])
        first.delete("event_tag", (event, "b"))
    assert first.wrote["event_tag"] == [1, 0, 0]
    with begin(engine) as second:
        second.delete("event_tag", (event, "a"))
        second.insert("event_tag", [{"event_id": event, "tag": "a"}])
        second.update("actor", (actor,), {"note": "x"})
        second.delete("actor", (actor,))
    assert second.wrote == {"event_tag": [0, 1, 0], "actor": [0, 0, 1], "actor_name": [0, 0, 1]}


def test_an_update_to_the_same_values_writes_nothing(engine, database):
    with begin(engine) as batch:
        event = add_event(batch)
        (place,) = batch.reserve("place")
        batch.insert("place", [{"id": place, "uid": "p", "name": "P", "lat": 0.1 + 0.2, "lon": 37.123456789012345}])
    with begin(engine) as again:
        assert not again.update("event", (event,), {"edtf": "2025-09-03", "title": "Parade", "note": None})
        assert not again.update("place", (place,), {"lat": 0.1 + 0.2, "lon": 37.123456789012345})
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM history") == (0,)


def test_a_column_that_is_computed_or_fixed_cannot_be_set(engine):
    with begin(engine) as batch:
        event = add_event(batch)
        for values in ({"sort_key": 3}, {"uid": "x"}, {"id": 9}, {"batch_id": 1}, {"no_such": 1}):
            with pytest.raises(KeyError):
                batch.update("event", (event,), values)
        with pytest.raises(KeyError):
            batch.insert("event", [{"id": 7, "uid": "x", "title": "x", "band": 1}])
        with pytest.raises(KeyError):
            batch.update("event", (999,), {"title": "x"})


def test_ids_are_never_given_twice(engine):
    with begin(engine) as batch:
        last = add_event(batch)
    with begin(engine) as batch:
        batch.delete("event", (last,))
    with begin(engine) as batch:
        assert batch.reserve("event", 3)[0] > last
        assert len(batch.reserve("event", 0)) == 0
        assert batch.reserve("event")[0] > last + 3


def test_a_taken_uid_gets_a_number(engine):
    with begin(engine) as batch:
        add_event(batch, "parade")
    with begin(engine) as batch:
        assert [batch.uid("event", "parade") for _ in range(3)] == ["parade-2", "parade-3", "parade-4"]
        assert batch.uid("actor", "parade") == "parade"


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("event", {"title": ""}),
        ("event", {"title": "a\0b"}),
        ("event", {"title": "\ud800"}),
        ("event", {"title": "x", "status": "unheard"}),
        ("event", {"title": "x", "place_id": 77}),
        ("event", {"title": "x", "importance": 10**30}),
        ("place", {"name": "x", "lat": 91, "lon": 0}),
        ("place", {"name": "x", "lat": float("nan"), "lon": 0}),
    ],
)
def test_what_the_schema_refuses_is_refused_with_a_sentence(engine, database, table, row):
    with pytest.raises(RowRefused), begin(engine) as batch:
        batch.insert(table, [{"id": batch.reserve(table)[0], "uid": "x", **row}])
    with open_reader(database) as reader:
        assert reader.one(f"SELECT count(*) FROM {table}") == (0,)


def test_a_bad_date_is_refused(engine):
    with pytest.raises(EdtfError), begin(engine) as batch:
        add_event(batch, edtf="2025-13")


def test_a_row_that_others_refer_to_cannot_be_deleted_alone(engine, database):
    with begin(engine) as batch:
        event = add_event(batch)
        add_citation(batch, event)
    with pytest.raises(RowRefused), begin(engine) as batch:
        batch.delete("event", (event,))
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM event") == (1,)


def test_an_event_may_name_the_citation_that_dates_it_before_it_is_there(engine, database):
    with begin(engine) as batch:
        (link,) = batch.reserve("event_citation")
        event = add_event(batch, dated_by=link)
        (source,) = batch.reserve("source")
        batch.insert("source", [{"id": source, "uid": "s", "title": "S"}])
        batch.insert("citation", [{"id": 1, "source_id": source}])
        batch.insert("event_citation", [{"id": link, "event_id": event, "citation_id": 1}])
    with open_reader(database) as reader:
        assert reader.one("SELECT dated_by FROM event") == (link,)


def test_a_second_writer_that_waits_too_long_is_told_so(engine, database, monkeypatch):
    monkeypatch.setattr(write, "BUSY_SECONDS", 0.1)
    other = open_engine(database, wait=0.1)
    with begin(engine) as batch:
        add_event(batch)
        with pytest.raises(DatabaseLocked), begin(other):
            pass
    other.dispose()
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM event") == (1,)


@pytest.mark.parametrize("bulk", [False, True])
def test_bulk_leaves_the_same_database(engine, database, bulk):
    with begin(engine) as batch:
        if bulk:
            batch.bulk()
        ids = batch.reserve("event", 300)
        actor = add_actor(batch)
        rows = [{"id": n, "uid": f"e{n}", "title": f"Event {n}", "edtf": f"{1700 + n}"} for n in ids]
        batch.insert("event", rows)
        batch.insert("participation", [{"actor_id": actor, "event_id": n, "role": "host"} for n in ids])
        batch.update("event", (ids[5],), {"edtf": "1066", "title": "Hastings"})
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM event_text") == (300,)
        places = "SELECT count(*) FROM participation p JOIN event e ON e.id = p.event_id AND e.sort_key = p.sort_key"
        assert reader.one(places) == (300,)
        if reader.dialect == "sqlite":
            assert reader.all("SELECT rowid FROM event_fts WHERE event_fts MATCH 'hastings'") == [(ids[5],)]
            assert reader.one("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'") == (3,)
            indexes = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        else:
            indexes = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)"
        assert reader.one(indexes)[0] > 10


def test_bulk_refuses_references_to_nothing(engine, database):
    with pytest.raises(RowRefused), begin(engine) as batch:  # noqa: PT012
        batch.bulk()
        add_event(batch, place_id=77)
    with open_reader(database) as reader:
        assert reader.one("SELECT count(*) FROM event") == (0,)


def test_bulk_comes_before_the_first_write(engine):
    with pytest.raises(RuntimeError), begin(engine) as batch:  # noqa: PT012
        add_event(batch)
        batch.bulk()


KILLED = """
import os, sys
from timeline.store import engine, write
with write.batch(engine.open_engine(sys.argv[1]), command="import", who=None, now="2025-09-03T12:00:00.000000Z") as batch:
    batch.bulk()
    ids = batch.reserve("event", 3000)
    batch.insert("event", [{"id": n, "uid": f"e{n}", "title": "Event", "edtf": "2024"} for n in ids])
    if sys.argv[2] == "finished":
        batch.finish()
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("when", ["loading", "finished"])
def test_a_process_killed_in_a_bulk_load_leaves_the_database_as_it_was(database, when):
    def kept():
        with open_reader(database) as reader:
            if reader.dialect == "sqlite":
                assert reader.all("PRAGMA integrity_check") == [("ok",)]
                made = reader.all("SELECT name FROM sqlite_master ORDER BY name")
            else:
                made = reader.all("SELECT conname FROM pg_constraint ORDER BY conname")
                made += reader.all("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1")
            return made, reader.all("SELECT count(*) FROM event"), reader.all("SELECT id FROM batch")

    before = kept()
    ended = subprocess.run([sys.executable, "-c", KILLED, database, when], check=False)
    assert ended.returncode == -9
    assert kept() == before
