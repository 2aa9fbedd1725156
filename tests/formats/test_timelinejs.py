"""TimelineJS: its own code opens what we write, what is kept is read back, documents of the wild are taken."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.errors import NotOfFormat
from timeline.formats import Context, Losses, by_name, slides

CONTEXT = Context(title="A <b>chronology</b>", filters="actor: Kim", made="2026-01-01T00:00:00Z")


def event(**given):
    return {
        "record": "event",
        "uid": "e",
        "title": "E",
        "date": "2024",
        "status": "confirmed",
        "access": "public",
    } | given


def written(name, events, lost=None):
    return "".join(by_name(name).write_whole(events, Losses() if lost is None else lost, CONTEXT))


def read(name, text):
    return list(by_name(name).read(io.BytesIO(text.encode()), f"x.{name}"))


def events_of(records):
    return [dict(one) for one in records if one["record"] == "event"]


def dated(events):
    return [one for one in events if slides.dates(one.get("date"))]


@pytest.mark.parametrize("name", ["timelinejs", "timelinejs-csv"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_back(name, whole_events, data):
    events = dated(data.draw(whole_events))
    kept = ("uid", "title", "date", "summary", "note", "kind", "tags", "importance")
    found = {one["uid"]: one for one in events_of(read(name, written(name, events)))}
    assert set(found) == {one["uid"] for one in events}
    for one in events:
        assert {key: found[one["uid"]].get(key) for key in kept} == {key: one.get(key) for key in kept}


def test_a_date_has_the_coarsest_parts_that_reach_no_further_and_its_words():
    made = json.loads(
        written(
            "timelinejs",
            [
                event(uid="a", date="2024-06~"),
                event(uid="b", date="[2024-06..2024-08]"),
                event(uid="c", date="-0043-03-15"),
                event(uid="d", date="2024-06-05T09:10:00"),
                event(uid="e", date="2024-06-05/.."),
            ],
        )
    )
    shown = {one["unique_id"]: (one["start_date"], one.get("end_date"), one["display_date"]) for one in made["events"]}
    assert shown == {
        "a": ({"year": 2024, "month": 6}, None, "about June 2024"),
        "b": ({"year": 2024, "month": 6}, {"year": 2024, "month": 8}, "between June 2024 and August 2024"),
        "c": ({"year": -43, "month": 3, "day": 15}, None, "15 March 44 BC"),
        "d": (
            {"year": 2024, "month": 6, "day": 5, "hour": 9, "minute": 10, "second": 0},
            None,
            shown["d"][2],
        ),
        "e": ({"year": 2024, "month": 6, "day": 5}, None, shown["e"][2]),
    }


def test_undated_events_are_counted_as_lost():
    lost = Losses()
    assert json.loads(written("timelinejs", [event(date=None), event(date="../..")], lost))["events"] == []
    assert lost.counts == {"events without a date skipped": 2}


def test_a_span_is_an_era_too_and_comes_back_once():
    text = written("timelinejs", [event(date="2022-02-24/2024-08")])
    made = json.loads(text)
    assert [(era["text"]["headline"], era["end_date"]) for era in made["eras"]] == [("E", {"year": 2024, "month": 8})]
    assert len(events_of(read("timelinejs", text))) == 1
    for one in (*made["events"], *made["eras"]):
        one.pop("timeline")
    alone = event(kind="era", date="1939-09-01/1945-09-02")
    made = json.loads(written("timelinejs", [alone]))
    assert (made["events"], len(made["eras"])) == ([], 1)


def test_nothing_of_a_text_runs_and_only_addresses_of_the_web_are_links():
    source = {"uid": "s", "title": "<script>", "url": "javascript:alert(1)"}
    made = json.loads(written("timelinejs", [event(title="</script><img onerror=x>", citations=[{"source": source}])]))
    text = made["events"][0]["text"]
    assert text["headline"] == "&lt;/script&gt;&lt;img onerror=x&gt;"
    assert "javascript:" not in text["text"]
    assert "<script" not in text["text"]


@pytest.mark.parametrize("name", ["timelinejs", "timelinejs-csv"])
def test_the_program_itself_understands_every_slide(name, node, every_date):
    events = dated(every_date)
    shown = node("timelinejs.mjs", written(name, events))
    assert shown["errors"] == []
    assert len(shown["events"]) == len(events)
    by_title = {one["words"]: one for one in shown["events"]}
    for one in events:
        start, _ = slides.dates(one["date"])
        slide = by_title[slides.slide(one)["display_date"]]
        assert int(slide["start"]["year"]) == start["year"] or slide["words"].count(" or ")


def test_a_document_of_the_wild_is_taken():
    document = {
        "title": {"text": {"headline": "Whistler's life", "text": ""}, "media": {"url": "x"}},
        "events": [
            {
                "start_date": {"year": "1900", "month": "", "day": ""},
                "display_date": "circa 1900",
                "text": {
                    "headline": "A <b>bold</b> step",
                    "text": "<p>See <a href='https://example.org/a'>the paper</a>.</p>",
                },
                "group": "Art",
                "media": {"url": "https://example.org/i.jpg", "caption": "A <i>picture</i>", "credit": "C"},
                "unique_id": "slide-1",
            },
            {
                "start_date": {"year": 1903, "month": "7", "day": 17.0, "hour": 9},
                "text": {"headline": "Dies &amp; rests"},
            },
            {"start_date": {"year": "-500"}, "end_date": {"year": -400}, "text": {"headline": "Long ago"}},
            {"text": {"headline": "Some day"}},
            {"start_date": {"year": 1}, "text": {"headline": "", "text": ""}, "background": {"color": "red"}},
        ],
        "eras": [{"start_date": {"year": 1834}, "end_date": {"year": 1903}, "text": {"headline": "Life"}}],
    }
    records = read("timelinejs", json.dumps(document))
    found = {one["title"]: one for one in events_of(records)}
    assert found["A bold step"] == {
        "record": "event",
        "title": "A bold step",
        "summary": "See the paper.",
        "date": "1900~",
        "tags": ["Art"],
        "note": "Media: https://example.org/i.jpg — A picture — C",
        "citations": [{"source": {"name": "https://example.org/a"}}],
        "external_ids": [{"scheme": "timelinejs", "value": "whistler-s-life#slide-1"}],
        **({"as_written": "circa 1900"} if "as_written" in found["A bold step"] else {}),
    }
    assert found["Dies & rests"]["date"] == "1903-07-17T09:00:00"
    assert found["Long ago"]["date"] == "-0500/-0400"
    assert "date" not in found["Some day"]
    assert (found["Life"]["kind"], found["Life"]["date"]) == ("era", "1834/1903")
    lost = Losses()
    for one in records:
        for what, number in getattr(one, "lost", lost).counts.items() if hasattr(one, "lost") else ():
            lost.add(what, number)
    assert lost.counts == {"empty slides left out": 1}


def test_a_document_of_the_older_versions_is_taken():
    old = {
        "timeline": {
            "headline": "Old",
            "type": "default",
            "date": [
                {
                    "startDate": "2011,12,10",
                    "endDate": "2011,12,11",
                    "headline": "H",
                    "text": "T",
                    "asset": {"media": "u"},
                }
            ],
            "era": [{"startDate": "2011", "endDate": "2012", "headline": "An era"}],
        }
    }
    found = events_of(read("timelinejs", json.dumps(old)))
    assert [(one["title"], one["date"]) for one in found] == [("H", "2011-12-10/2011-12-11"), ("An era", "2011/2012")]


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "x.timelinejs"),
        ({"events": [3]}, "event 1"),
        ({"events": [{"start_date": {"year": 2024, "month": 13}, "text": {"headline": "a"}}]}, "event 1"),
        ({"events": [{"start_date": {"year": "soon"}, "text": {"headline": "a"}}]}, "event 1"),
        ({"events": [], "eras": {"a": 1}}, "x.timelinejs"),
    ],
)
def test_what_is_no_such_document_is_refused_with_its_place(document, place):
    with pytest.raises(NotOfFormat) as caught:
        read("timelinejs", json.dumps(document))
    assert place in caught.value.place


def test_what_was_changed_on_a_slide_of_ours_wins():
    made = json.loads(written("timelinejs", [event(summary="Before", kind="talks")]))
    made["events"][0]["text"] = {"headline": "New", "text": "<p>After</p>"}
    made["events"][0]["start_date"] = {"year": 2025, "month": 2}
    (found,) = events_of(read("timelinejs", json.dumps(made)))
    assert (found["title"], found["summary"], found["date"], found["kind"]) == ("New", "After", "2025-02", "talks")


def test_a_sheet_of_the_wild_is_taken():
    sheet = (
        "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type,Group\n"
        ",,,,,,,,,The title,,,title,\n"
        "2011,1,22,3:05 PM,,,,,,Event one,Some text,,,\n"
        '"1,066",10,14,,,,,,,Hastings,,,,War\n'
        "1914,,,,1918,,,,,War,,,era,\n"
    )
    found = events_of(read("timelinejs-csv", sheet))
    assert [(one["title"], one["date"], one.get("kind")) for one in found] == [
        ("Event one", "2011-01-22T15:05:00", None),
        ("Hastings", "1066-10-14", None),
        ("War", "1914/1918", "era"),
    ]


def test_no_cell_of_the_sheet_runs_in_a_spreadsheet():
    text = written("timelinejs-csv", [event(title="=1+1", summary="@SUM(A1)", tags=["+x"])])
    for row in csv.reader(io.StringIO(text)):
        assert not [cell for cell in row if cell and cell[0] in "=@\t\r+"]


@pytest.mark.parametrize("bad", ["a,b\n1,2\n", "Year,Headline\nsoon,A\n", 'Year,Headline\n2024,"A\n', ""])
def test_what_is_no_such_sheet_is_refused(bad):
    with pytest.raises(NotOfFormat):
        read("timelinejs-csv", bad)
