"""Applying records: what is new, what changes, what is the same; never twice."""

import io

import pytest

from timeline import errors, formats
from timeline.store.load import flow
from timeline.store.read.events import events
from timeline.store.read.records import records

SOURCE = {
    "record": "source",
    "uid": "times",
    "title": "Times",
    "url": "https://example.org/a",
    "published": "2025-09-03",
}
KIM = {
    "record": "actor",
    "uid": "kim",
    "name": "Kim Jong Un",
    "kind": "person",
    "names": [{"name": "Kim", "kind": "weak"}],
}
PUTIN = {"record": "actor", "uid": "putin", "name": "Vladimir Putin", "kind": "person"}
TALKS = {
    "record": "event",
    "uid": "talks",
    "title": "Talks in Beijing",
    "date": "2025-09-03",
    "participants": [{"actor": "kim", "role": "guest"}, {"actor": "putin"}],
    "tags": ["summit", "war"],
    "citations": [
        {"source": "times", "quote": "met on Wednesday", "date": "2025-09-03", "phrase": "Wednesday", "accepted": True}
    ],
}
CLAIM = {"record": "claim", "uid": "sent", "event": "talks", "attribute": "killed", "min": 600, "by": "kim"}
LINK = {"record": "link", "from": "talks", "kind": "follows", "to": "treaty"}
TREATY = {"record": "event", "uid": "treaty", "title": "A treaty is signed", "date": "2024-06"}
ALL = [SOURCE, KIM, PUTIN, TREATY, TALKS, CLAIM, LINK]


class Given(dict):
    """A record with what a reader tells beside it."""

    def __init__(self, record, line=None, flat=False):
        super().__init__(record)
        self.line = line
        self.flat = flat


def csv(text, name="FILE.csv"):
    return formats.by_name("csv").read(io.BytesIO(text.encode()), name)


def only(kind, listed):
    return [one for one in listed if one["record"] == kind]


def event(uid="e", **said):
    return {"record": "event", "uid": uid, "title": f"Event {uid}", **said}


# --- new, same, changed ---


def test_records_are_written_and_counted_by_kind(apply):
    report = apply(ALL)
    assert report.new == {"source": 1, "actor": 2, "event": 2, "claim": 1, "link": 1}
    assert not report.changed
    assert not report.same


def test_the_same_records_again_change_nothing_and_leave_no_batch(apply, reader):
    apply(ALL)
    report = apply(ALL)
    assert not report.new
    assert not report.changed
    assert sum(report.same.values()) == 7
    assert reader.one("SELECT count(*) FROM batch WHERE id > 0") == (1,)


def test_records_may_come_in_any_order(apply, dump):
    apply(ALL)
    wanted = dump()
    report = apply(list(reversed(ALL)))
    assert not report.new
    assert dump() == wanted


def test_forward_references_are_found_across_pieces(apply, monkeypatch, dump):
    monkeypatch.setattr(flow, "_PIECE", 1)
    report = apply([LINK, CLAIM, TALKS, TREATY, PUTIN, KIM, SOURCE])
    assert report.new == {"source": 1, "actor": 2, "event": 2, "claim": 1, "link": 1}
    assert [one["actor"] for one in only("event", dump())[1]["participants"]] == ["kim", "putin"]


def test_only_what_differs_changes(apply, reader):
    apply(ALL)
    report = apply([*ALL[:4], {**TALKS, "title": "Talks"}, *ALL[5:]])
    assert report.changed == {"event": 1}
    assert apply.wrote == {"event": [0, 1, 0]}


def test_an_absent_key_leaves_and_null_clears(apply, dump):
    apply([event(summary="s", importance=3, status="disputed", date="2024", place={"name": "Seoul"})])
    apply([{"record": "event", "uid": "e", "summary": None, "status": None}])
    [found] = only("event", dump())
    assert (found["summary"], found["status"], found["importance"], found["date"]) == (None, "confirmed", 3, "2024")
    assert found["place"] == "seoul"


def test_without_rev_lists_are_added_to_and_never_taken_from(apply, dump):
    apply(ALL)
    report = apply(
        [{"record": "event", "uid": "talks", "tags": ["new"], "participants": [{"actor": "kim", "role": "host"}]}]
    )
    assert report.changed == {"event": 1}
    found = only("event", dump())[1]
    assert found["tags"] == ["new", "summit", "war"]
    assert [(one["actor"], one["role"]) for one in found["participants"]] == [
        ("kim", "guest"),
        ("kim", "host"),
        ("putin", "participant"),
    ]


def test_a_list_of_null_is_cleared_with_its_passages(apply, dump, reader):
    apply(ALL)
    apply([{"record": "event", "uid": "talks", "tags": None, "participants": None, "citations": None}])
    found = only("event", dump())[1]
    assert found["tags"] == found["participants"] == found["citations"] == []
    assert reader.one("SELECT count(*) FROM citation") == (0,)
    assert found["date"] == "2025-09-03"


def test_a_uid_is_made_of_the_title_and_never_of_the_date(apply, dump):
    apply([{"record": "event", "title": "Talks in Beijing", "date": "2025-09-03"}])
    assert [one["uid"] for one in only("event", dump())] == ["talks-in-beijing"]


def test_rows_of_one_title_are_events_of_their_own_unless_repeated_word_for_word(apply):
    rows = "title,date,place\nProtest,2024-06-01,Paris\nProtest,2024-06-01,Lyon\nProtest,2024-06-02,Paris\nProtest,2024-06-01,Paris\n"
    report = apply(csv(rows))
    assert (report.new["event"], report.same["event"]) == (3, 1)
    assert apply(csv(rows)).same == {"event": 4}


def test_blank_text_is_none_and_names_lose_the_spaces_around_them(apply, dump):
    apply([event(title="  Talks ", summary=" ", note=" n ")])
    [found] = only("event", dump())
    assert (found["title"], found["summary"], found["note"]) == ("Talks", None, " n ")


# --- matching ---


def test_an_event_is_matched_by_an_external_id(apply, dump):
    ids = [{"scheme": "ucdp", "value": "17"}]
    apply([event("a", external_ids=ids)])
    report = apply([{"record": "event", "title": "Renamed", "external_ids": ids}])
    assert report.changed == {"event": 1}
    assert [(one["uid"], one["title"]) for one in only("event", dump())] == [("a", "Renamed")]


def test_a_uid_of_the_file_that_led_to_another_row_is_good_for_references(apply, dump):
    apply([SOURCE])
    report = apply(
        [
            {"record": "source", "uid": "other", "title": "Times", "url": "HTTPS://example.org/a/?utm_source=x#top"},
            event(citations=[{"source": "other"}]),
        ]
    )
    assert report.new == {"event": 1}
    assert only("event", dump())[0]["citations"][0]["source"] == "times"


def test_two_records_of_one_file_with_one_address_are_one_source(apply, dump):
    report = apply([SOURCE, {**SOURCE, "uid": "again"}, event(citations=[{"source": "again", "quote": "q"}])])
    assert report.new == {"source": 1, "event": 1}
    assert only("event", dump())[0]["citations"][0]["source"] == "times"


def test_an_event_without_uid_is_matched_by_title_and_date(apply):
    apply([event("x", title="Talks", date="2024-06")])
    report = apply([{"record": "event", "title": "Talks", "date": "2024-06", "kind": "meeting"}])
    assert report.changed == {"event": 1}


def test_an_event_without_uid_is_matched_by_title_and_source_when_its_date_was_corrected(apply, dump):
    said = {"record": "event", "title": "Talks", "citations": [{"source": "times"}]}
    apply([SOURCE, {**said, "date": "2024-06"}])
    report = apply([{**said, "date": "2024-07"}])
    assert report.changed == {"event": 1}
    assert only("event", dump())[0]["date"] == "2024-07"


def test_a_corrected_row_never_takes_the_event_of_another_row(apply, dump):
    rows = [
        {"record": "event", "title": "Talks", "citations": [{"source": "times"}], "date": f"2024-0{n}"} for n in (1, 2)
    ]
    apply([SOURCE, *rows])
    report = apply([{**rows[0], "date": "2024-03"}, rows[1]])
    assert (report.changed, report.same) == ({"event": 1}, {"event": 1})
    assert sorted(one["date"] for one in only("event", dump())) == ["2024-02", "2024-03"]


def test_an_event_with_a_uid_is_never_matched_by_its_title(apply):
    apply([event("a", title="Protest", date="2024")])
    assert apply([event("b", title="Protest", date="2024")]).new == {"event": 1}


def test_an_event_elsewhere_is_another_event(apply):
    apply([event("a", title="Protest", date="2024", place={"name": "Paris"})])
    said = {"record": "event", "title": "Protest", "date": "2024", "place": {"name": "Lyon"}}
    assert apply([said]).new == {"event": 1, "place": 1}


def test_several_events_that_could_be_meant_are_refused(apply, refused):
    apply([event("a", title="Talks", date="2024", kind="x"), event("b", title="Talks", date="2024", kind="y")])
    error = refused([Given({"record": "event", "title": "Talks", "date": "2024", "kind": "z"}, 7)], name="FILE")
    assert error.place == "FILE:7"
    assert "2 events" in str(error)


def test_titles_are_found_among_many_events(apply, monkeypatch):
    from timeline.store.load import matching

    monkeypatch.setattr(matching, "_SCAN", 1)
    apply([event(str(n), title=f"T{n}", date="2024") for n in range(5)])
    rows = [{"record": "event", "title": f"T{n}", "date": "2024"} for n in range(6)]
    report = apply(rows)
    assert (report.new, report.same) == ({"event": 1}, {"event": 5})


def test_an_external_id_of_another_event_is_refused(apply, refused):
    ids = [{"scheme": "s", "value": "1"}]
    apply([event("a", external_ids=ids), event("b")])
    assert "another event" in str(refused([event("b", external_ids=ids)]))


def test_a_claim_without_uid_is_not_doubled(apply):
    said = {key: value for key, value in CLAIM.items() if key != "uid"}
    apply([KIM, PUTIN, SOURCE, TALKS, said])
    report = apply([said])
    assert (report.new, report.same) == ({}, {"claim": 1})
    assert apply([{**said, "min": 700}]).new == {"claim": 1}


def test_links_between_actors_are_matched_by_kind_role_and_date(apply, dump):
    link = {"record": "actor_link", "subject": "kim", "kind": "office_in", "object": "putin", "role": "guard"}
    apply([KIM, PUTIN, link])
    assert apply([{**link, "date": "2012/2018"}]).changed == {"actor_link": 1}
    assert apply([link]).same == {"actor_link": 1}
    assert apply([{**link, "date": "2020/.."}]).new == {"actor_link": 1}
    assert [one["date"] for one in only("actor_link", dump())] == ["2012/2018", "2020/.."]


# --- references by name ---


def test_what_is_named_and_not_there_is_made_once(apply, dump):
    report = apply(
        csv(
            "title,actors,place,sources\nA,Kim Jong Un:host; Xi,Beijing,https://example.org/x\nB,kim jong un,BEIJING,\n"
        )
    )
    assert report.new == {"event": 2, "actor": 2, "place": 1, "source": 1}
    assert [(one["uid"], one["kind"]) for one in only("actor", dump())] == [("kim-jong-un", None), ("xi", None)]
    assert only("source", dump())[0]["url"] == "https://example.org/x"


def test_a_name_is_found_by_alias_accents_apart(apply, dump):
    apply([KIM, PUTIN])
    report = apply(csv("title,actors\nA,KIM; Vládimir Putin [putin]\n"))
    assert report.new == {"event": 1}
    assert [one["actor"] for one in only("event", dump())[0]["participants"]] == ["kim", "putin"]


def test_a_name_that_means_several_is_refused_with_their_uids(apply, refused):
    apply([{"record": "actor", "uid": uid, "name": f"Kim {uid}", "names": ["Kim"]} for uid in ("jong-un", "yo-jong")])
    error = refused(csv("title,actors\nA,x\nB,Kim\n"), name="FILE.csv")
    assert error.place == "FILE.csv:3"
    assert "jong-un, yo-jong" in error.hint


def test_of_several_of_one_name_the_one_whose_uid_it_makes_is_meant(apply, dump):
    apply([{"record": "actor", "uid": uid, "name": "Kim"} for uid in ("kim", "kim-2")])
    apply(csv("title,actors\nA,Kim\nB,Kim [kim-2]\n"))
    assert [one["participants"][0]["actor"] for one in only("event", dump())] == ["kim", "kim-2"]


def test_an_unknown_actor_may_be_refused_instead_with_a_suggestion(apply, refused):
    apply([KIM, PUTIN])
    error = refused(csv("title,actors\nA,Vladimir Puttin\n"), create_actors=False, name="FILE.csv")
    assert error.place == "FILE.csv:2"
    assert "Vladimir Putin" in error.hint


def test_a_name_of_a_merged_actor_goes_to_the_survivor_and_a_uid_stays(apply, dump):
    apply([KIM, {"record": "actor", "uid": "kju", "name": "KJU", "merged_into": "kim"}])
    apply([event("a", participants=[{"actor": {"name": "KJU"}}]), event("b", participants=[{"actor": "kju"}])])
    assert [one["participants"][0]["actor"] for one in only("event", dump())] == ["kim", "kju"]


def test_a_citation_of_nothing_but_a_source_adds_nothing_to_one_with_a_quote(apply):
    apply(ALL)
    assert apply([{"record": "event", "uid": "talks", "citations": [{"source": "times"}]}]).same == {"event": 1}


# --- the date and the passage it comes from ---


def test_the_accepted_citation_dates_the_event(apply, dump):
    apply([SOURCE, event(citations=[{"source": "times", "quote": "q", "date": "2024-06", "accepted": True}])])
    [found] = only("event", dump())
    assert found["date"] == "2024-06"
    assert found["citations"][0]["accepted"] is True


def test_a_date_changed_by_hand_is_no_longer_that_of_the_passage(apply, dump):
    apply(ALL)
    apply([{"record": "event", "uid": "talks", "date": "2025-09-04"}])
    assert "accepted" not in only("event", dump())[1]["citations"][0]


def test_the_accepted_date_must_be_the_events(refused):
    error = refused([SOURCE, event(date="2024", citations=[{"source": "times", "date": "2025", "accepted": True}])])
    assert "2024" in str(error)
    assert "2025" in str(error)


def test_another_citation_can_be_accepted(apply, dump):
    apply(ALL)
    other = {"source": "times", "quote": "on Thursday", "date": "2025-09-04", "accepted": True}
    apply([{"record": "event", "uid": "talks", "date": "2025-09-04", "citations": [other]}])
    found = only("event", dump())[1]
    assert [one.get("accepted") for one in found["citations"]] == [None, True]


def test_passages_of_one_span_and_quote_are_one(apply, reader):
    quote = {"source": "times", "quote": "they met", "start": 3, "end": 11}
    apply(
        [
            SOURCE,
            KIM,
            event("a", citations=[quote], participants=[{"actor": "kim", "citation": quote}]),
            event("b", citations=[quote]),
        ]
    )
    assert reader.one("SELECT count(*) FROM citation") == (1,)


def test_an_anchor_may_be_an_event_that_comes_later(apply, dump):
    said = {
        "source": "times",
        "phrase": "two months later",
        "anchor": "2024-06",
        "anchor_kind": "event",
        "anchor_of": "b",
    }
    apply([SOURCE, event("a", date="2024-08", citations=[said]), event("b", date="2024-10")])
    assert only("event", dump())[0]["citations"][0]["anchor_of"] == "b"


# --- rev ---


def exported(reader):
    reader.refresh()
    return list(records(reader))


def test_an_export_read_back_is_the_same(apply, reader):
    apply(ALL)
    report = apply(exported(reader))
    assert not report.new
    assert not report.changed


def test_a_record_with_rev_of_an_unchanged_row_wins_with_whole_lists(apply, reader, dump):
    apply(ALL)
    edited = exported(reader)
    talks = next(one for one in edited if one.get("uid") == "talks")
    talks |= {"title": "Talks", "tags": ["war"], "participants": [{"actor": "kim", "role": "guest"}], "citations": []}
    assert apply(edited).changed == {"event": 1}
    found = only("event", dump())[1]
    assert (found["title"], found["tags"], len(found["participants"]), found["citations"]) == ("Talks", ["war"], 1, [])


@pytest.mark.parametrize(
    "since",
    [
        {"title": "Changed since"},
        {"tags": ["since"]},
        {"tags": None},
        {"participants": [{"actor": "kim", "role": "since"}]},
        {"citations": [{"source": "times", "quote": "since"}]},
        {"citations": [{"source": "times", "quote": "met on Wednesday", "note": "since"}]},
        {"external_ids": [{"scheme": "s", "value": "since"}]},
    ],
)
def test_a_row_changed_since_and_different_is_a_conflict(apply, reader, refused, dump, since):
    apply(ALL)
    edited = exported(reader)
    talks = next(one for one in edited if one.get("uid") == "talks")
    talks["note"] = "edited in the file"
    apply([{"record": "event", "uid": "talks", **since}])
    changed = dump()
    error = refused([Given(one, n) for n, one in enumerate(edited, 2)], errors.ImportConflict, name="FILE")
    assert error.place.startswith("FILE:")
    assert "--theirs" in error.hint
    assert not apply(edited, on_conflict="ours").changed
    assert dump() == changed
    assert apply(edited, on_conflict="theirs").changed == {"event": 1}
    assert only("event", dump())[1]["note"] == "edited in the file"
    again = apply(edited, on_conflict="theirs")
    assert not again.changed


def test_a_row_changed_since_that_says_what_the_file_says_is_the_same(apply, reader):
    apply(ALL)
    edited = exported(reader)
    next(one for one in edited if one.get("uid") == "talks")["title"] = "Talks"
    apply([{"record": "event", "uid": "talks", "title": "Talks"}])
    assert not apply(edited).changed


def test_a_csv_read_back_is_the_same_and_its_edits_win(apply, reader, dump):
    apply(ALL)
    reader.refresh()
    text = "".join(formats.by_name("csv").write_events(events(reader), formats.Losses()))
    assert apply(csv(text)).same == {"event": 2}
    edited = (
        text.replace("Talks in Beijing", "Talks").replace("summit; war", "war").replace("; Vladimir Putin [putin]", "")
    )
    assert apply(csv(edited)).changed == {"event": 1}
    found = only("event", dump())[1]
    assert (found["title"], found["tags"]) == ("Talks", ["war"])
    assert [one["actor"] for one in found["participants"]] == ["kim"]
    assert found["citations"][0]["quote"] == "met on Wednesday"


def test_a_csv_takes_nothing_away_that_came_after_it_or_that_it_could_not_show(apply, reader, dump):
    secret = {"record": "source", "uid": "cable", "title": "Cable", "access": "confidential"}
    apply([*ALL, secret])
    reader.refresh()
    text = "".join(formats.by_name("csv").write_events(events(reader), formats.Losses()))
    apply(
        [{"record": "event", "uid": "talks", "tags": ["later"], "participants": [{"actor": "putin", "role": "later"}]}]
    )
    hidden = {"actor": "kim", "role": "hidden", "citation": {"source": "cable", "quote": "q"}}
    apply(
        [
            {
                "record": "event",
                "uid": "talks",
                "participants": [hidden],
                "citations": [{"source": "cable", "quote": "q"}],
            }
        ]
    )
    report = apply(csv(text.replace("Talks in Beijing", "Talks")))
    assert report.changed == {"event": 1}
    found = only("event", dump())[1]
    assert found["tags"] == ["later", "summit", "war"]
    assert {one["role"] for one in found["participants"]} == {"guest", "participant", "later", "hidden"}
    assert {one["source"] for one in found["citations"]} == {"times", "cable"}


def test_a_csv_leaves_every_passage_of_a_source_it_names(apply, reader):
    bare = {"source": "times", "suffix": "kept"}
    apply([*ALL, {"record": "event", "uid": "talks", "citations": [bare]}])
    reader.refresh()
    text = "".join(formats.by_name("csv").write_events(events(reader), formats.Losses()))
    report = apply(csv(text))
    assert (report.changed, report.same) == ({}, {"event": 2})


def test_a_csv_of_a_row_changed_since_is_a_conflict(apply, reader, refused):
    apply(ALL)
    reader.refresh()
    text = "".join(formats.by_name("csv").write_events(events(reader), formats.Losses()))
    apply([{"record": "event", "uid": "talks", "kind": "meeting"}])
    refused(csv(text.replace("Talks in Beijing", "Talks")), errors.ImportConflict)


# --- in bulk ---


def test_a_large_file_is_loaded_in_bulk_with_the_same_result(apply, dump, reader):
    rows = [
        f"Talks {n % 900},{2000 + n % 25}-06-{n % 28 + 1:02},Kim:host; Xi,a; b,Place {n % 7},https://example.org/{n % 50}"
        for n in range(2500)
    ]
    text = "title,date,actors,tags,place,sources\n" + "\n".join(rows) + "\n"
    report = apply(csv(text))
    assert report.new == {"event": 2500, "actor": 2, "place": 7, "source": 50}
    assert apply(csv(text)).same == {"event": 2500}
    reader.refresh()
    assert reader.one("SELECT count(*) FROM participation") == (5000,)
    assert reader.one("SELECT count(*) FROM event_text") == (2500,)
    wrong = reader.one(
        "SELECT count(*) FROM participation p JOIN event e ON e.id = p.event_id WHERE e.sort_key <> p.sort_key"
    )
    assert wrong == (0,)


def test_a_large_file_that_is_refused_leaves_nothing(refused, reader):
    indexes = "SELECT count(*) FROM sqlite_master" if reader.dialect == "sqlite" else "SELECT count(*) FROM pg_indexes"
    before = reader.one(indexes)
    reader.refresh()
    rows = "".join(f"Talks {n},2024\n" for n in range(2500))
    refused(csv("title,date\n" + rows + "Bad,x\n"))
    reader.refresh()
    assert reader.one(indexes) == before
