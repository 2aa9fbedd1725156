"""Events with all that hangs on them: references resolved, in order, as the records say, nothing held back leaks."""

import pytest

from timeline.query import ALL_STATUSES, EventQuery
from timeline.store import load, write
from timeline.store.read.beyond import beyond, unseen
from timeline.store.read.whole import whole

NOW = "2025-09-03T12:00:00.000000Z"
EVERY = EventQuery(statuses=ALL_STATUSES)
RECORDS = [
    {"record": "place", "uid": "beijing", "name": "Beijing", "lat": 39.9, "lon": 116.4},
    {"record": "source", "uid": "open", "title": "Open", "publisher": "BBC", "url": "https://example.org/a"},
    {"record": "source", "uid": "closed", "title": "Closed", "access": "confidential"},
    {"record": "actor", "uid": "kim", "name": "Kim", "kind": "person", "country": "KP"},
    {"record": "actor", "uid": "kim-2", "name": "Kim J.", "merged_into": "kim"},
    {
        "record": "event",
        "uid": "talks",
        "title": "Talks",
        "date": "2024-06",
        "place": "beijing",
        "tags": ["b", "a"],
        "participants": [{"actor": "kim", "role": "host"}, {"actor": "kim-2", "role": "host"}],
        "citations": [{"source": "open", "quote": "so"}, {"source": "closed", "quote": "secret", "stance": "disputes"}],
    },
    {"record": "event", "uid": "before", "title": "Before", "date": "2023"},
    {"record": "event", "uid": "hidden", "title": "Hidden", "date": "2025", "access": "internal"},
    {"record": "link", "from": "talks", "kind": "follows", "to": "before"},
    {"record": "link", "from": "talks", "kind": "causes", "to": "hidden"},
    {"record": "attribute", "name": "killed"},
    {"record": "claim", "uid": "c1", "event": "talks", "attribute": "killed", "min": 3, "by": "kim-2", "about": "kim"},
    {
        "record": "claim",
        "uid": "c2",
        "event": "talks",
        "attribute": "killed",
        "min": 4,
        "citation": {"source": "closed"},
    },
]


@pytest.fixture
def kept(engine, reader):
    with write.batch(engine, command="import", who=None, now=NOW) as batch:
        load.apply(batch, RECORDS)
    reader.refresh()
    return reader


def by_uid(reader, query):
    return {one["uid"]: one for one in whole(reader, query)}


def test_everything_of_an_event_stands_in_its_place(kept):
    talks = by_uid(kept, EVERY)["talks"]
    assert talks["place"] == {"uid": "beijing", "name": "Beijing", "lat": 39.9, "lon": 116.4}
    assert talks["participants"] == [
        {"actor": {"uid": "kim", "name": "Kim", "kind": "person", "country": "KP"}, "role": "host"}
    ]
    assert [(one["source"]["title"], one["quote"], one["stance"]) for one in talks["citations"]] == [
        ("Open", "so", "supports"),
        ("Closed", "secret", "disputes"),
    ]
    assert [(one["uid"], one["min"], one.get("by"), one.get("about")) for one in talks["claims"]] == [
        ("c1", 3, {"uid": "kim", "name": "Kim"}, {"uid": "kim", "name": "Kim"}),
        ("c2", 4, None, None),
    ]
    assert talks["links"] == [
        {"kind": "causes", "to": {"uid": "hidden", "title": "Hidden"}},
        {"kind": "follows", "to": {"uid": "before", "title": "Before"}},
    ]
    assert talks["tags"] == ["a", "b"]
    assert talks["recorded"] == NOW


def test_what_there_is_nothing_of_is_absent(kept):
    before = by_uid(kept, EVERY)["before"]
    assert before["linked_from"] == [{"kind": "follows", "from": {"uid": "talks", "title": "Talks"}}]
    assert not {"place", "participants", "citations", "claims", "links", "summary", "rev"} & before.keys()


def test_what_is_above_the_level_is_nowhere(kept):
    public = by_uid(kept, EVERY._replace(max_access="public"))
    assert set(public) == {"talks", "before"}
    assert "Closed" not in str(public)
    assert "secret" not in str(public)
    assert "Hidden" not in str(public)
    assert [one["uid"] for one in public["talks"]["claims"]] == ["c1"]


def test_a_link_leads_only_to_what_goes_out(kept):
    assert "links" not in by_uid(kept, EVERY._replace(limit=1, reverse=True, max_access="public"))["talks"]
    found = by_uid(kept, EVERY._replace(kinds=(), sort="title", limit=2))
    assert list(found) == ["before", "hidden"]


def test_events_come_in_the_order_of_the_query(kept):
    assert [one["uid"] for one in whole(kept, EVERY)] == ["before", "talks", "hidden"]
    assert [one["uid"] for one in whole(kept, EVERY._replace(reverse=True))] == ["hidden", "talks", "before"]


def test_what_hangs_on_events_beyond_a_row_is_counted_as_far_as_it_may_be_let_out(kept):
    assert beyond(kept, EVERY) == {
        "passages dropped": 2,
        "disputing sources dropped": 1,
        "claims dropped": 2,
        "links between events dropped": 2,
        "coordinates dropped": 1,
        "kinds and countries of actors dropped": 1,
        "authors, links, days and the like of sources dropped": 1,
    }
    assert beyond(kept, EVERY._replace(max_access="public")) == {
        "passages dropped": 1,
        "claims dropped": 1,
        "links between events dropped": 1,
        "coordinates dropped": 1,
        "kinds and countries of actors dropped": 1,
        "authors, links, days and the like of sources dropped": 1,
    }


MORE = [
    {"record": "place", "uid": "china", "name": "China"},
    {"record": "place", "uid": "beijing", "name": "Beijing", "parent": "china"},
    {"record": "source", "uid": "open", "title": "Open", "body": "so it was", "accessed": "2025"},
    {"record": "source", "uid": "closed", "title": "Closed", "access": "confidential", "body": "secret"},
    {"record": "source", "uid": "later", "title": "Later", "revision_of": "open", "external_ids": [{"scheme": "x", "value": "1"}]},
    {"record": "actor", "uid": "kim", "name": "Kim", "names": [{"name": "K.", "kind": "alias"}], "note": "n"},
    {"record": "actor", "uid": "dprk", "name": "DPRK", "external_ids": [{"scheme": "wikidata", "value": "Q423"}]},
    {"record": "actor_link", "subject": "kim", "kind": "office_in", "object": "dprk"},
    {"record": "claim", "uid": "c3", "actor": "dprk", "attribute": "killed", "min": 5},
    {"record": "link", "from": "talks", "kind": "follows", "to": "before", "citation": {"source": "closed"}},
]  # fmt: skip


def test_what_no_event_carries_is_counted_as_far_as_it_goes_out_as_records(engine, kept):
    with write.batch(engine, command="import", who=None, now=NOW) as batch:
        load.apply(batch, MORE)
    kept.refresh()
    assert unseen(kept, EVERY) == {
        "texts of sources dropped": 2,
        "days of access and checksums of sources dropped": 1,
        "versions of sources told as sources alone": 1,
        "ids of sources elsewhere dropped": 1,
        "other names of actors dropped": 1,
        "notes on actors dropped": 1,
        "merged actors told as one": 1,
        "ids of actors elsewhere dropped": 1,
        "places that places lie in dropped": 1,
        "links between actors dropped": 1,
        "claims on no event dropped": 1,
        "passages of links dropped": 1,
    }
    assert "texts of sources dropped" not in unseen(kept, EVERY._replace(text="Before"))
    public = unseen(kept, EVERY._replace(max_access="public"))
    assert public["texts of sources dropped"] == 1
    assert "passages of links dropped" not in public
    about = unseen(kept, EVERY._replace(text="talks"))
    assert about["texts of sources dropped"] == 2
    assert "claims on no event dropped" not in about
    assert "links between actors dropped" not in about
