"""Markwhen: its own parser opens what we write, what is kept is read back, common files are taken."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.formats import markwhen, types

KEPT = ("uid", "title", "date", "summary", "note", "kind", "tags")
CONTEXT = types.Context(title='A "chronology" #1: x', made="2026-01-01T00:00:00Z")


def written(events, lost=None):
    return "".join(markwhen.write_whole(events, types.Losses() if lost is None else lost, CONTEXT))


def read(text, name="x.mw"):
    return list(markwhen.read(io.BytesIO(text.encode()), name))


def held(events):
    return [event for event in events if event.get("date") not in {"Y-1E9", "Y170000002", "../..", None}]


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_written_is_read_back(whole_events, data):
    events = data.draw(whole_events)
    records = read(written(events))
    assert [one["uid"] for one in records] == [event["uid"] for event in held(events)]
    for event, record in zip(held(events), records, strict=True):
        assert {key: record.get(key) for key in KEPT} == {key: event.get(key) for key in KEPT}
        assert record.get("status", "confirmed") == event["status"]
        assert [(one["actor"]["name"], one.get("role", "participant")) for one in record.get("participants", ())] == [
            (one["actor"]["name"], one["role"]) for one in event.get("participants", ())
        ]
        assert [one["source"]["name"] for one in record.get("citations", ())] == list(
            dict.fromkeys(one["source"]["title"] for one in event.get("citations", ()))
        )
        if "place" in event:
            assert record["place"]["name"] == event["place"]["name"]


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_the_parser_of_markwhen_opens_it_without_a_message(whole_events, node, data):
    events = data.draw(whole_events)
    found = node("markwhen.js", written(events))
    assert found["messages"] == []
    assert found["header"]["title"] == CONTEXT.title
    assert [one["properties"]["id"] for one in found["events"]] == [event["uid"] for event in held(events)]


def test_the_parser_sees_every_date_where_it_lies(every_date, node):
    found = node("markwhen.js", written(every_date))
    assert found["messages"] == []
    shown = {
        event["date"]: (one["from"][:10], one["to"][:10])
        for event, one in zip(held(every_date), found["events"], strict=True)
    }
    assert shown["2024-08"] == ("2024-08-01", "2024-09-01")
    assert shown["2024-06/2024-08"] == ("2024-06-01", "2024-09-01")
    assert shown["156X"] == ("1560-01-01", "1570-01-01")
    assert shown["[2024-01..2024-03]"] == ("2024-01-01", "2024-04-01")
    assert shown["2024-04/2024-04-11"] == ("2024-04-01", "2024-04-12")
    assert shown["-0043"][0].startswith("-000043")


def test_what_is_left_out_is_counted(every_date):
    lost = types.Losses()
    written(every_date, lost)
    assert lost.counts["undated events skipped"] == 1
    assert lost.counts["events outside the years -9999 to 9999 skipped"] == len(every_date) - 1 - len(held(every_date))


def test_an_event_that_goes_on_is_never_shown_to_end_before_it_begins():
    made = written([{"uid": "a", "title": "A", "date": "2030/.."}, {"uid": "b", "title": "B", "date": "2020/.."}])
    assert "\n2030: A" in made
    assert "\n2020/now: B" in made


WILD = """title: My year
dateFormat: {order}

# Work #x
// a comment: 2024: no
{line}
"""


@pytest.mark.parametrize(
    ("line", "date", "title"),
    [
        ("2024-08: August", "2024-08", "August"),
        ("2024-01/2024-03: Quarter", "2024-01/2024-03", "Quarter"),
        ("Jan 2020 - 5 May 2021: Trip", "2020-01/2021-05-05", "Trip"),
        ("December 25, 2021 3pm: Feast", "2021-12-25T15:00:00", "Feast"),
        ("2022-05-06 14:30: Timed: yes", "2022-05-06T14:30:00", "Timed: yes"),
        ("2021-05-01 / 3 days: Stay", "2021-05-01/2021-05-03", "Stay"),
        ("Jan 2020 - 6 months: Half", "2020-01/2020-06-30", "Half"),
        ("2020-01/now: Still", "2020-01/..", "Still"),
        ("now - 10 years: Hm", None, "Hm"),
        ("after !x 3 days: Later", None, "Later"),
        ("3 weeks: Then", None, "Then"),
        ("300 BCE - 200 BCE: Old", "-0299/-0199", "Old"),
        ("1999: Party #fun", "1999", "Party"),
        ("2024-W12: Week", "2024-03-18/2024-03-24", "Week"),
        ("2020-02-30: No", None, None),
        ("Note: nothing", None, None),
        ("by Monday: nothing", None, None),
    ],
)  # fmt: skip
def test_dates_of_the_wild(line, date, title):
    records = read(WILD.format(order="M/d/y", line=line))
    assert [(one.get("date"), one["title"]) for one in records] == ([(date, title)] if title else [])


@pytest.mark.parametrize(("order", "date"), [("M/d/y", "2022-05-03"), ("d/M/y", "2022-03-05")])
def test_the_header_says_whether_the_day_comes_first(order, date):
    assert read(WILD.format(order=order, line="5/3/2022: X"))[0]["date"] == date


def test_sections_tags_properties_links_and_text():
    [record] = read(
        "section Old\ngroup Inner\n2024: See [it](https://a.org/x) #Tag1\nid: 7\nlocation: Bonn\n\nSome text #more\n- item\nendGroup\nendSection\n"
    )
    assert record == {
        "record": "event", "date": "2024", "title": "See it", "summary": "Some text #more\n- item",
        "tags": ["Old", "Inner", "Tag1", "more"], "place": {"name": "Bonn"},
        "external_ids": [{"scheme": "markwhen:x", "value": "7"}], "citations": [{"source": {"name": "https://a.org/x"}}],
    }  # fmt: skip
    assert record.line == 3


def test_a_date_in_words_is_kept_beside_the_date():
    [record] = read("Jan 2020 - 5 May 2021: Trip")
    assert record["as_written"] == "Jan 2020 - 5 May 2021"


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_a_traceback(text):
    read("2024: a\n" + text.replace("\0", "").encode("utf-8", "replace").decode().replace("\r", ""))
