"""Stored phrases: read again by this version, and counted again from a corrected publication date."""

import pytest

from timeline import timex
from timeline.store import dates, history, load, write
from timeline.store.engine import open_engine, open_reader
from timeline.store.schema import KEYS, metadata

NOW = "2025-09-04T09:30:00.000000Z"
HAND = "by hand"
TIMEX = "timex 1"


def citation(phrase, date, anchor="2025-09-03", kind="publication", of=None, *, resolver=TIMEX, source="paper", **more):
    made = {"source": source, "phrase": phrase, "date": date, "resolver": resolver, "accepted": True, "quote": phrase}
    if anchor is not None:
        made |= {"anchor": anchor, "anchor_kind": kind}
        if kind == "publication" or of is not None:
            made["anchor_of"] = of or source
    return {**made, **more}


def event(uid, *citations, **more):
    accepted = [one for one in citations if one.get("accepted")]
    date = accepted[0]["date"] if accepted else None
    return {"record": "event", "uid": uid, "title": uid, "date": date, "citations": list(citations), **more}


@pytest.fixture
def put(engine):
    """Put records down beside two papers, one of 3 September 2025."""

    def put(*records):
        papers = [
            {"record": "source", "uid": "paper", "title": "Paper", "published": "2025-09-03"},
            {"record": "source", "uid": "other", "title": "Other", "published": "2025-09-03"},
        ]
        with write.batch(engine, command="import", who="anna", now=NOW) as batch:
            load.apply(batch, [*papers, *records])

    return put


@pytest.fixture
def found(database):
    def found(**how):
        with open_reader(database) as reader:
            return {one.event: one for one in dates.differing(reader, **how)}

    return found


@pytest.fixture
def planned(database):
    """Plan another publication date; gives `(after, why left)` by event."""

    def planned(date, source="paper"):
        with open_reader(database) as reader:
            made = dates.plan(reader, source_id(reader, source), date)
        return {one.was.event: (one.after, one.left) for one in made.changes}

    return planned


def source_id(reader, uid):
    return reader.one("SELECT id FROM source WHERE uid = :uid", {"uid": uid})[0]


def anchored(database, date, source="paper"):
    engine = open_engine(database)
    try:
        with write.batch(engine, command="anchor", who="anna", now=NOW) as batch:
            dates.carry_out(batch, dates.plan(batch.reader, source_id(batch.reader, source), date))
    finally:
        engine.dispose()


def copy(database):
    with open_reader(database) as reader:
        return {
            table: sorted(
                map(
                    repr,
                    reader.rows(
                        "SELECT "
                        + ", ".join(c.name for c in metadata.tables[table].columns if c.name != "batch_id")
                        + f" FROM {table}"
                    ),
                )
            )
            for table in KEYS
        }


# --- read again ---


def test_phrases_that_are_read_as_stored_are_no_findings(put, found):
    put(
        event("typed", citation("Tuesday", "2025-09-02", kind="by_hand")),
        event("of-an-article", citation("Tuesday", "2025-09-02")),
        event("to-come", citation("Tuesday", "2025-09-09")),
        event("absolute", citation("June 2024", "2024-06", anchor=None)),
        event("day-first", citation("03/04/2024", "2024-04-03", anchor=None)),
        event("month-first", citation("03/04/2024", "2024-03-04", anchor=None)),
        event("julian", citation("25 October 1917", "1917-11-07", anchor=None), calendar="julian"),
        event("told", citation("two months later", "2025-03", "2025-01", "text")),
        event("of-a-moment", citation("ten minutes ago", "2025-09-03T09:20:00", "2025-09-03T09:30:00", "by_hand")),
        event("of-a-month", citation("last year", "2024", "2025-09", "by_hand")),
    )
    assert found(by_hand=True) == {}


def test_a_phrase_that_is_read_otherwise_now_is_found_with_both_readings(put, found):
    put(event("a-visit", citation("yesterday", "2025-09-01", rule="day-before", resolver="timex 0")))
    one = found()["a-visit"]
    assert (one.phrase, one.stored, one.now, one.anchor) == ("yesterday", "2025-09-01", "2025-09-02", "2025-09-03")
    assert (one.rule, one.rule_now, one.resolver) == ("day-before", "today", "timex 0")
    assert one.why


@pytest.mark.parametrize("phrase", ["once upon a time", "yesterday or so it seems", "03/04/2024"])
def test_a_phrase_that_is_not_read_any_more_is_found_with_the_reason(put, found, phrase):
    put(event("a-visit", citation(phrase, "2025-09-01")))
    one = found()["a-visit"]
    assert one.now is None
    assert one.why.startswith("it is not read now: ")


def test_a_typed_weekday_is_not_excused_by_how_a_clause_of_an_article_might_turn(put, found):
    put(event("a-visit", citation("Tuesday", "2025-09-09", kind="by_hand")))
    assert found()["a-visit"].now == "2025-09-02"


def test_an_ambiguous_phrase_is_found_when_neither_reading_is_stored(put, found):
    put(event("a-visit", citation("03/04/2024", "2024-05-03", anchor=None)))
    assert "2024-03-04 or 2024-04-03" in found()["a-visit"].why


def test_a_phrase_that_never_gave_a_date_is_found_and_counted_from_its_source(put, found):
    bare = {"source": "paper", "phrase": "yesterday", "quote": "yesterday"}
    put(event("a-visit", bare), event("a-letter", {**bare, "phrase": "before long", "quote": "x"}))
    assert set(found()) == {"a-visit", "a-letter"}
    assert (found()["a-visit"].stored, found()["a-visit"].now) == (None, "2025-09-02")
    assert found()["a-visit"].why == "it was never resolved"
    assert found()["a-letter"].now is None
    assert found()["a-letter"].why.startswith("it was never resolved: ")


@pytest.mark.parametrize("resolver", [HAND, "another program 2.1", "timexy 1", None])
def test_what_others_decided_is_judged_only_on_request(put, found, resolver):
    put(event("a-visit", citation("yesterday", "2025-09-01", resolver=resolver)))
    assert found() == {}
    assert found(by_hand=True)["a-visit"].now == "2025-09-02"


def test_what_a_person_left_without_a_date_is_judged_only_on_request(put, found):
    put(event("a-visit", citation("yesterday", None, resolver=HAND, accepted=False)))
    assert found() == {}
    assert found(by_hand=True)["a-visit"].why == "it was never resolved"


def test_what_was_read_within_its_text_is_judged_by_the_rules_for_phrases_alone(put, found):
    inside = "timeline-ingest/1"
    put(
        event("to-come", citation("on Tuesday", "2025-09-09", rule="weekday", resolver=inside)),
        event("otherwise", citation("on Tuesday", "2025-09-08", rule="weekday", resolver=inside)),
        event("of-an-event", citation("since then", "2025-01/..", rule="since-event", resolver=inside)),
    )
    assert set(found()) == {"otherwise"}


def test_a_date_that_is_not_exact_gives_none_that_seems_so(put, found):
    put(
        event("of-a-month", citation("yesterday", "2025-08-31", "2025-09", "by_hand")),
        event("of-about", citation("yesterday", "2025-09-02", "2025-09-03~", "by_hand")),
        event("of-open", citation("yesterday", "2025-09-02", "2025-09-03/..", "by_hand")),
        event("of-far", citation("yesterday", "-0044-03-14", "-0044-03-15", "by_hand")),
    )
    assert {uid: one.now for uid, one in found().items()} == dict.fromkeys(
        ("of-a-month", "of-about", "of-open", "of-far")
    )


# --- counted again ---


def test_dates_counted_from_the_publication_move_and_their_events_with_them(put, planned, database):
    put(
        event("a-visit", citation("yesterday", "2025-09-02")), event("absolute", citation("June 2024", "2024-06", None))
    )
    assert planned("2025-09-10") == {"a-visit": ("2025-09-09", None)}
    anchored(database, "2025-09-10")
    with open_reader(database) as reader:
        assert reader.all("SELECT published, published_start_min IS NULL FROM source WHERE uid = 'paper'") == [
            ("2025-09-10", False)
        ]
        assert reader.all(
            "SELECT e.edtf, ec.edtf, ec.anchor, ec.resolver, e.start_min = ec.start_min, e.sort_key > 0 FROM event e"
            " JOIN event_citation ec ON ec.event_id = e.id WHERE e.uid = 'a-visit'"
        ) == [("2025-09-09", "2025-09-09", "2025-09-10", f"timex {timex.RESOLVER_VERSION}", True, True)]
    assert planned("2025-09-10") == {}


def test_what_was_told_and_what_was_announced_keep_their_direction(put, planned):
    put(event("told", citation("Tuesday", "2025-09-02")), event("announced", citation("Tuesday", "2025-09-09")))
    assert planned("2025-09-10") == {"told": ("2025-09-09", None), "announced": ("2025-09-16", None)}


def test_a_day_that_comes_first_and_a_julian_one_keep_their_convention(put, planned):
    put(
        event("day-first", citation("03/04", "2025-04-03")),
        event("month-first", citation("03/04", "2025-03-04")),
        event("julian", citation("yesterday", "2025-09-15"), calendar="julian"),
    )
    assert planned("2026-09-10") == {
        "day-first": ("2026-04-03", None),
        "month-first": ("2026-03-04", None),
        "julian": ("2026-09-22", None),
    }


def test_dates_that_hang_on_events_that_move_go_along_however_far(put, planned):
    put(
        event("a-visit", citation("yesterday", "2025-09-02")),
        event("a-letter", citation("the next day", "2025-09-03", "2025-09-02", "event", "a-visit", source="other")),
        event("a-reply", citation("two days later", "2025-09-05", "2025-09-03", "event", "a-letter", source="other")),
    )
    assert planned("2025-09-10") == {
        "a-visit": ("2025-09-09", None),
        "a-letter": ("2025-09-10", None),
        "a-reply": ("2025-09-12", None),
    }


def test_dates_that_hang_on_one_another_in_a_ring_are_counted_once(put, planned):
    put(
        event("a", citation("yesterday", "2025-09-02"), citation("the same day", "2025-09-02", "2025-09-02", "event", "b", accepted=False)),
        event("b", citation("that day", "2025-09-02", "2025-09-02", "event", "a")),
    )  # fmt: skip
    assert planned("2025-09-10") == {"a": ("2025-09-09", None), "b": ("2025-09-09", None)}


def test_dates_that_hang_on_a_date_of_the_text_go_along(put, planned):
    put(
        event("a-visit", citation("yesterday", "2025-09-02")),
        event("a-letter", citation("the next day", "2025-09-03", "2025-09-02", "text")),
        event("a-talk", citation("the same day", "2025-09-02", "2025-09-02", "text")),
        event("a-feast", citation("that day", "2025-09-02", "2025-09-02", "text")),
        event("elsewhere", citation("the next day", "2025-09-03", "2025-09-02", "text", source="other")),
    )
    assert planned("2025-09-10") == {
        "a-visit": ("2025-09-09", None),
        "a-letter": ("2025-09-10", None),
        "a-talk": ("2025-09-09", None),
        "a-feast": ("2025-09-09", None),
    }


def test_a_date_of_the_text_that_not_all_agree_on_is_left_and_told(put, planned):
    put(
        event("a-visit", citation("yesterday", "2025-09-02")),
        event("a-feast", citation("2 September 2025", "2025-09-02", None)),
        event("a-letter", citation("the next day", "2025-09-03", "2025-09-02", "text")),
    )
    after, left = planned("2025-09-10")["a-letter"]
    assert after == "2025-09-03"
    assert "2025-09-02" in left


def test_a_date_counted_from_within_one_that_moves_is_left_and_told(put, planned):
    put(
        event("a-feast", citation("last week", "[2025-08-25..2025-08-31]")),
        event("a-letter", citation("the next day", "2025-09-01", "2025-08-31", "text")),
    )
    after, left = planned("2025-09-10")["a-letter"]
    assert after == "2025-09-01"
    assert "may have moved" in left


def test_what_was_decided_by_hand_moves_only_where_the_rule_is_ours(put, planned, database):
    put(
        event("ours", citation("on Wednesday", "2025-09-03", resolver=HAND, rule="weekday-of-publication")),
        event("theirs", citation("80 years", "1945", resolver=HAND)),
        event("otherwise", citation("a few weeks ago", "[2025-07~..2025-08~]", resolver=HAND)),
    )
    assert planned("2025-09-11") == {
        "ours": ("2025-09-10", None),
        "theirs": ("1945", "by hand"),
        "otherwise": ("[2025-07~..2025-08~]", "by hand"),
    }
    anchored(database, "2025-09-11")
    with open_reader(database) as reader:
        rows = reader.all(
            "SELECT e.uid, ec.anchor, ec.resolver FROM event_citation ec JOIN event e ON e.id = ec.event_id"
        )
    assert sorted(rows) == [
        ("otherwise", "2025-09-03", HAND),
        ("ours", "2025-09-11", f"timex {timex.RESOLVER_VERSION}"),
        ("theirs", "2025-09-03", HAND),
    ]


def test_a_date_that_stays_is_still_counted_from_the_new_day_and_stays_by_hand(put, planned, database):
    put(event("a-visit", citation("in January", "2025-01", resolver=HAND, rule="bare-month")))
    assert planned("2025-09-10") == {"a-visit": ("2025-01", None)}
    anchored(database, "2025-09-10")
    with open_reader(database) as reader:
        assert reader.all("SELECT edtf, anchor, rule, resolver FROM event_citation") == [
            ("2025-01", "2025-09-10", "bare-month", HAND)
        ]


@pytest.mark.parametrize("date", ["2025-09", "2025-09-10~", "2025/..", "-0044-03-15"])
def test_what_cannot_be_told_from_the_new_day_is_left_as_it_was(put, planned, database, date):
    put(event("a-visit", citation("yesterday", "2025-09-02")))
    after, left = planned(date)["a-visit"]
    assert after == "2025-09-02"
    assert date in left
    anchored(database, date)
    with open_reader(database) as reader:
        assert reader.all("SELECT edtf, anchor FROM event_citation") == [("2025-09-02", "2025-09-03")]
        assert reader.all("SELECT edtf FROM event") == [("2025-09-02",)]
        assert reader.all("SELECT published FROM source WHERE uid = 'paper'") == [(date,)]


def test_a_time_of_day_cannot_be_counted_from_a_day(put, planned):
    put(event("a-visit", citation("ten minutes ago", "2025-09-03T09:20:00", "2025-09-03T09:30:00")))
    after, left = planned("2025-09-10")["a-visit"]
    assert after == "2025-09-03T09:20:00"
    assert "time of day" in left
    assert planned("2025-09-10T12:00:00")["a-visit"] == ("2025-09-10T11:50:00", None)


def test_a_date_without_its_words_is_left_and_told(put, planned):
    made = citation("yesterday", "2025-09-02")
    del made["phrase"]
    put(event("a-visit", made))
    assert planned("2025-09-10") == {"a-visit": ("2025-09-02", "its words were not kept")}


def test_a_day_given_by_hand_is_no_publication(put, planned):
    put(
        event("same-day", citation("yesterday", "2025-09-02", kind="by_hand")),
        event("other-day", citation("yesterday", "2025-09-01", "2025-09-02", kind="by_hand")),
    )
    assert planned("2025-09-10") == {"same-day": ("2025-09-02", "it was counted from a day given by hand")}


def test_an_anchor_is_of_the_source_it_names_else_of_the_citation_s_own(put, planned):
    own = citation("yesterday", "2025-09-02", source="other")
    del own["anchor_of"]
    put(event("own", own), event("of-another", citation("yesterday", "2025-09-02", of="paper", source="other")))
    assert set(planned("2025-09-10", "other")) == {"own"}
    assert set(planned("2025-09-10", "paper")) == {"of-another"}


def test_a_phrase_that_waited_for_a_publication_date_gets_one(put, planned, database):
    bare = {"source": "undated", "phrase": "yesterday", "quote": "yesterday", "accepted": True}
    put({"record": "source", "uid": "undated", "title": "Undated"}, {**event("a-visit"), "citations": [bare]})
    assert planned("2025-09-10", "undated") == {"a-visit": ("2025-09-09", None)}
    anchored(database, "2025-09-10", "undated")
    with open_reader(database) as reader:
        assert reader.all("SELECT edtf, anchor, anchor_kind FROM event_citation") == [
            ("2025-09-09", "2025-09-10", "publication")
        ]
        assert reader.all("SELECT edtf FROM event") == [("2025-09-09",)]


def test_an_event_dated_by_hand_or_by_another_passage_keeps_its_date(put, database):
    one, other = citation("yesterday", "2025-09-02", accepted=False), citation("2 September 2025", "2025-09-02", None)
    put({**event("by-hand", one), "date": "2025-09-01"}, event("by-another", one, other))
    anchored(database, "2025-09-10")
    with open_reader(database) as reader:
        assert sorted(reader.all("SELECT uid, edtf FROM event")) == [
            ("by-another", "2025-09-02"),
            ("by-hand", "2025-09-01"),
        ]
        assert reader.all("SELECT count(*) FROM event_citation WHERE edtf = '2025-09-09'") == [(2,)]


def test_what_hangs_on_an_event_that_does_not_move_stays(put, planned):
    put(
        {**event("by-hand", citation("yesterday", "2025-09-02", accepted=False)), "date": "2025-09-02"},
        event("a-letter", citation("the next day", "2025-09-03", "2025-09-02", "event", "by-hand", source="other")),
    )
    assert planned("2025-09-10") == {"by-hand": ("2025-09-09", None)}


def test_what_was_counted_from_a_date_the_event_did_not_have_is_left_and_told(put, planned):
    put(
        event("a-visit", citation("yesterday", "2025-09-02")),
        event("a-letter", citation("the next day", "2025-08-02", "2025-08-01", "event", "a-visit", source="other")),
    )
    after, left = planned("2025-09-10")["a-letter"]
    assert after == "2025-08-02"
    assert "a-visit" in left


def test_a_date_that_was_already_corrected_still_takes_along_what_hangs_on_it(put, planned, engine):
    put(event("a-visit", citation("yesterday", "2025-09-02")))
    with write.batch(engine, command="source edit", who="anna", now=NOW) as batch:
        load.apply(batch, [{"record": "source", "uid": "paper", "published": "2025-09-10"}])
    assert planned("2025-09-10") == {"a-visit": ("2025-09-09", None)}


def test_it_is_one_batch_that_undo_takes_back_exactly(put, database, engine):
    put(
        event("a-visit", citation("yesterday", "2025-09-02"), participants=[{"actor": {"name": "Anna"}}]),
        event("a-letter", citation("the next day", "2025-09-03", "2025-09-02", "event", "a-visit", source="other")),
        event("a-talk", citation("80 years", "1945", resolver=HAND)),
    )
    before = copy(database)
    anchored(database, "2025-09-10")
    assert copy(database) != before
    with open_reader(database) as reader:
        assert reader.all("SELECT command FROM batch WHERE id > 0 ORDER BY id") == [("import",), ("anchor",)]
    history.undo(engine, None, who="anna", now=NOW)
    assert copy(database) == before


def test_nothing_to_do_writes_no_batch(put, database):
    put(event("a-talk", citation("80 years", "1945", resolver=HAND)))
    anchored(database, "2025-09-03")
    with open_reader(database) as reader:
        assert reader.one("SELECT max(id) FROM batch") == (1,)
