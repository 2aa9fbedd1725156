from __future__ import annotations

import json

from timeline.query import ALL_STATUSES, EventQuery
from timeline.store import load, write
from timeline.store.read.records import WHOLE, records

PUBLIC = WHOLE._replace(max_access="public")


def by_kind(found):
    kinds: dict[str, list] = {}
    for record in found:
        kinds.setdefault(record["record"], []).append(record)
    return kinds


def uids(found, kind):
    return [record.get("uid", record.get("name")) for record in by_kind(found).get(kind, [])]


def everything(chronicle):
    """A chronology with a row of every kind, and two of each event's kin that only secrets refer to."""
    asia = chronicle.place("Asia")
    china = chronicle.place("China", asia, country="CN")
    chronicle.place("Nowhere")
    kim = chronicle.actor("Kim", "Chairman", kind="person")
    chronicle.actor("Kim Chong-un", merged_into=kim)
    putin, spy = chronicle.actor("Putin"), chronicle.actor("Spy")
    chronicle.actor("Nobody")
    paper = chronicle.source("Paper", uid="paper", published="2025-09-03", body="In August they came.")
    secret = chronicle.source("Secret", uid="secret", access="confidential")
    chronicle.source("Unread", uid="unread")
    said, whispered = chronicle.quote(paper, "In August", quote_start=0, quote_end=9), chronicle.quote(secret, "psst")
    parade = chronicle.event(
        "Parade", "2024-08", [(kim, "host", said), putin, (spy, "agent", whispered)], ("war",), uid="parade",
        place_id=china, position=2, importance=1,
    )  # fmt: skip
    cited = chronicle.cite(
        parade, said, "2024-08", phrase="August", anchor="2025-09-03", anchor_kind="publication", anchor_id=paper
    )
    chronicle.rows["event"][0]["dated_by"] = cited
    chronicle.cite(parade, whispered, stance="disputes")
    hush = chronicle.event(
        "Hush", "2023", [spy], uid="hush", access="internal", place_id=chronicle.place("Bunker", china)
    )
    draft = chronicle.event("Draft", None, [putin], uid="draft", status="draft")
    first = chronicle.claim(uid="first", event_id=parade, attributed_to_id=putin, citation_id=said, claimed="2025-01")
    chronicle.claim(uid="hushed", event_id=hush)
    chronicle.claim("wounded", uid="echo", event_id=parade, derived_from_id=2, place_id=china)
    chronicle.claim(uid="own", actor_id=kim, derived_from_id=first, value_max=1500.5)
    chronicle.link(parade, "causes", draft, citation_id=said)
    chronicle.link(hush, "causes", parade)
    chronicle.add("actor_link", id=1, subject_id=kim, object_id=putin, kind="member_of", citation_id=whispered)
    chronicle.add("actor_link", id=2, subject_id=putin, object_id=kim, kind="part_of", edtf="2024/..", start_min=1,
                  start_max=1, end_min=10**18, end_max=10**18)  # fmt: skip
    chronicle.add("external_id", entity="event", entity_id=parade, scheme="wikidata", value="Q1")
    return parade


def test_a_whole_dump_holds_every_row_and_what_is_referred_to_comes_first(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        found = list(records(reader))
    assert uids(found, "place") == ["asia", "china", "nowhere", "bunker"]
    assert uids(found, "source") == ["paper", "secret", "unread"]
    assert uids(found, "actor") == ["kim", "kim-chong-un", "putin", "spy", "nobody"]
    assert uids(found, "event") == ["hush", "parade", "draft"]
    assert uids(found, "claim") == ["first", "hushed", "echo", "own"]
    assert {"killed", "casualties"} <= set(uids(found, "attribute"))
    kinds = [record["record"] for record in found]
    order = ["attribute", "place", "source", "actor", "actor_link", "event", "claim", "link"]
    assert kinds == sorted(kinds, key=order.index)
    names = [record["name"] for record in by_kind(found)["attribute"]]
    assert names.index("casualties") < names.index("killed")
    assert all("rev" in record for record in found)
    json.dumps(found)


def test_an_event_is_written_with_all_that_is_nested_in_it(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        parade = by_kind(records(reader))["event"][1]
    quote = {"source": "paper", "quote": "In August", "start": 0, "end": 9}
    assert parade == {
        "record": "event", "uid": "parade", "title": "Parade", "summary": None, "kind": None, "date": "2024-08",
        "calendar": "gregorian", "as_written": None, "zone": None, "place": "china", "position": 2,
        "status": "confirmed", "importance": 1, "access": "public", "note": None, "rev": 1,
        "participants": [
            {"actor": "kim", "role": "host", "citation": quote},
            {"actor": "putin", "role": "participant"},
            {"actor": "spy", "role": "agent", "citation": {"source": "secret", "quote": "psst"}},
        ],
        "tags": ["war"],
        "citations": [
            quote | {"date": "2024-08", "phrase": "August", "anchor": "2025-09-03", "anchor_kind": "publication",
                     "anchor_of": "paper", "stance": "supports", "accepted": True},
            {"source": "secret", "quote": "psst", "stance": "disputes"},
        ],
        "external_ids": [{"scheme": "wikidata", "value": "Q1"}],
    }  # fmt: skip


def test_claims_and_links_name_what_they_are_about(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        found = by_kind(records(reader))
    own = found["claim"][3]
    assert (own["actor"], own["event"], own["derived_from"], own["min"], own["max"]) == (
        "kim",
        None,
        "first",
        1000,
        1500.5,
    )
    assert found["claim"][0]["citation"]["quote"] == "In August"
    assert [(link["from"], link["to"]) for link in found["link"]] == [("parade", "draft"), ("hush", "parade")]
    assert [(link["subject"], link["object"], link["date"]) for link in found["actor_link"]] == [
        ("kim", "putin", None),
        ("putin", "kim", "2024/.."),
    ]
    assert found["actor"][0]["names"] == [{"name": "Chairman", "kind": "alias"}]
    assert found["actor"][1]["merged_into"] == "kim"


def test_nothing_above_the_level_nor_what_only_that_refers_to_is_let_out(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        found = list(records(reader, PUBLIC))
    text = json.dumps(found)
    for word in ("psst", "secret", "Secret", "spy", "Spy", "hush", "Hush", "bunker"):
        assert word not in text
    assert uids(found, "place") == ["asia", "china", "nowhere"]
    assert uids(found, "source") == ["paper", "unread"]
    assert uids(found, "actor") == ["kim", "kim-chong-un", "putin", "nobody"]
    assert uids(found, "claim") == ["first", "echo", "own"]
    assert [(link["from"], link["to"]) for link in by_kind(found)["link"]] == [("parade", "draft")]
    assert [link["subject"] for link in by_kind(found)["actor_link"]] == ["putin"]


def test_a_record_of_which_something_was_held_back_takes_nothing_away_when_imported(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        found = by_kind(records(reader, PUBLIC))
    parade, draft = found["event"]
    assert "rev" not in parade
    assert None not in parade.values()
    assert draft["rev"] == 1
    assert draft["summary"] is None
    assert "derived_from" not in found["claim"][1]


def test_without_secrets_a_level_changes_nothing(chronicle):
    chronicle.event("Parade", "2024", [chronicle.actor("Kim")])
    chronicle.actor("Nobody")
    with chronicle.read() as reader:
        assert list(records(reader, PUBLIC)) == list(records(reader))


def test_a_dump_taken_in_where_it_came_from_changes_nothing(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        dumps = [list(records(reader, query)) for query in (WHOLE, PUBLIC, EventQuery(tags=("war",)))]
    for dump in dumps:
        with write.batch(chronicle.engine, command="test", who=None, now="2025-09-05T00:00:00.000000Z") as batch:
            report = load.apply(batch, dump)
        assert (report.new, report.changed, report.refused) == ({}, {}, ())


def test_drafts_go_only_where_they_are_asked_for_and_links_to_them_with_them(chronicle):
    everything(chronicle)
    with chronicle.read() as reader:
        found = list(records(reader, EventQuery()))
    assert uids(found, "event") == ["hush", "parade"]
    assert uids(found, "actor") == ["kim", "kim-chong-un", "putin", "spy", "nobody"]
    assert [(link["from"], link["to"]) for link in by_kind(found)["link"]] == [("hush", "parade")]


def test_a_filtered_dump_holds_what_its_events_refer_to_and_can_stand_alone(chronicle):
    parade = everything(chronicle)
    merged = chronicle.actor("Putain", merged_into=3)
    alone = chronicle.event("Alone", "2020", [merged], uid="alone")
    with chronicle.read() as reader:
        for query in (EventQuery(tags=("war",)), EventQuery(ids=(parade,), limit=1), EventQuery(text="parade")):
            found = list(records(reader, query))
            assert uids(found, "event") == ["parade"]
            assert uids(found, "place") == ["asia", "china"]
            assert uids(found, "source") == ["paper", "secret"]
            assert uids(found, "actor") == ["kim", "putin", "spy"]
            assert uids(found, "claim") == ["first", "echo"]
            assert uids(found, "attribute") == ["casualties", "killed", "wounded"]
            assert "link" not in by_kind(found)
            assert "derived_from" not in by_kind(found)["claim"][1]
        found = list(records(reader, EventQuery(ids=(alone,))))
    assert uids(found, "actor") == ["putin", "putain"]
    assert set(by_kind(found)) == {"actor", "event"}


def test_a_record_is_as_new_as_what_is_nested_in_it(chronicle):
    actor = chronicle.actor("Kim")
    event = chronicle.event("Parade", "2024")
    later = chronicle.new_batch()
    chronicle.add("event_tag", event_id=event, tag="war")
    chronicle.add("external_id", entity="actor", entity_id=actor, scheme="wikidata", value="Q1")
    with chronicle.read() as reader:
        found = by_kind(records(reader))
    assert found["event"][0]["rev"] == later
    assert found["actor"][0]["rev"] == later


def test_rings_and_children_that_came_first_are_all_there(chronicle):
    child = chronicle.place("Child")
    parent = chronicle.place("Parent")
    one, two = chronicle.place("One"), chronicle.place("Two")
    grandchild = chronicle.place("Grandchild", child)
    for place, of in ((child, parent), (one, two), (two, one)):
        chronicle.rows["place"][place - 1]["parent_id"] = of
    assert grandchild
    with chronicle.read() as reader:
        found = uids(records(reader), "place")
    assert found[:3] == ["parent", "child", "grandchild"]
    assert set(found[3:]) == {"one", "two"}


def test_a_thousand_events_and_their_claims_stream(chronicle):
    for number in range(1200):
        event = chronicle.event(f"{number}", f"{3000 - number}", tags=("war",))
        chronicle.claim(event_id=event)
    with chronicle.read() as reader:
        found = by_kind(records(reader, EventQuery(tags=("war",), statuses=ALL_STATUSES)))
    assert [record["title"] for record in found["event"]] == [str(number) for number in reversed(range(1200))]
    assert len(found["claim"]) == 1200
