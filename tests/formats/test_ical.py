"""Calendars: icalendar opens what we write, what is kept is read back, calendars of the wild are taken."""

import datetime
import io

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.errors import NotOfFormat, NotUtf8
from timeline.formats import Context, Losses, ical

CONTEXT = Context(title="A, b; c", filters="actor: Kim")


def event(**given):
    return {
        "record": "event",
        "uid": "e",
        "title": "E",
        "date": "2024-06-05",
        "status": "confirmed",
        "access": "public",
        "recorded": "2025-01-02T03:04:05.000006Z",
    } | given


def written(events, lost=None):
    return "".join(ical.write_whole(events, Losses() if lost is None else lost, CONTEXT))


def opened(text):
    return icalendar.Calendar.from_ical(text.encode())


def read(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return list(ical.read(io.BytesIO(raw), "x.ics"))


def calendar(*lines):
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""))


def one(*lines):
    found = [
        dict(record) for record in read(calendar("BEGIN:VEVENT", *lines, "END:VEVENT")) if record["record"] == "event"
    ]
    assert len(found) == 1
    return found[0]


def losses(records):
    return {what: n for record in records if hasattr(record, "lost") for what, n in record.lost.counts.items()}


def in_range(events):
    return [one for one in events if not isinstance(ical._span(one.get("date")), str)]


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_back(whole_events, data):
    events = data.draw(whole_events)
    kept = ("uid", "title", "date", "summary", "note", "kind", "tags", "importance", "status", "access")
    found = {record["uid"]: record for record in read(written(events)) if record["record"] == "event"}
    assert set(found) == {one["uid"] for one in in_range(events)}
    for one in in_range(events):
        assert {key: found[one["uid"]].get(key) for key in kept} == {key: one.get(key) for key in kept}


def test_every_line_ends_with_crlf_and_has_75_octets_at_most(every_date):
    text = written([event(title="北京 é " * 60), *every_date])
    lines = text.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()
    assert str(opened(text).walk("VEVENT")[0]["SUMMARY"]) == ("北京 é " * 60)


def test_another_program_opens_every_date(every_date):
    found = opened(written(every_date)).walk("VEVENT")
    assert len(found) == len(in_range(every_date))
    for component in found:
        assert component.errors == []
        assert component["DTSTAMP"].dt.tzinfo is not None
        if "DTEND" in component:
            assert component["DTEND"].dt > component["DTSTART"].dt
    assert len({str(component["UID"]) for component in found}) == len(found)


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("2024-06-05", datetime.date(2024, 6, 5), datetime.date(2024, 6, 6)),
        ("2024-02", datetime.date(2024, 2, 1), datetime.date(2024, 3, 1)),
        ("1931~", datetime.date(1931, 1, 1), datetime.date(1932, 1, 1)),
        ("[2024-06..2024-08]", datetime.date(2024, 6, 1), datetime.date(2024, 9, 1)),
        ("2024-12-30/2025-01-02", datetime.date(2024, 12, 30), datetime.date(2025, 1, 3)),
        ("2024-06-05T09:10:11+02:00", datetime.datetime(2024, 6, 5, 7, 10, 11, tzinfo=datetime.UTC), None),
        ("2024-06-05T09:10:11", datetime.datetime(2024, 6, 5, 9, 10, 11), None),  # noqa: DTZ001
    ],
)
def test_a_date_spans_all_that_it_may_mean_and_the_end_is_the_day_after(edtf, start, end):
    (found,) = opened(written([event(date=edtf)])).walk("VEVENT")
    assert found["DTSTART"].dt == start
    assert (found["DTEND"].dt if "DTEND" in found else None) == end
    assert str(found["X-EDTF"]) == edtf


def test_a_time_in_a_zone_is_told_in_utc():
    (found,) = opened(written([event(date="2024-07-05T09:00:00", zone="Europe/Berlin")])).walk("VEVENT")
    assert found["DTSTART"].dt == datetime.datetime(2024, 7, 5, 7, tzinfo=datetime.UTC)


def test_what_no_calendar_holds_is_counted():
    lost = Losses()
    dates = (None, "-0043", "0000", "Y17000", "../..", "2024-06/..", "[..2022-07]")
    found = opened(written([event(uid=str(n), date=date) for n, date in enumerate(dates)], lost)).walk("VEVENT")
    assert len(found) == 2
    assert lost.counts == {
        "undated events skipped": 1,
        "events before the year 1 skipped": 2,
        "events after the year 9999 skipped": 1,
        "events that may be at any time skipped": 1,
        "open ends told in words alone": 2,
    }


def test_the_description_begins_with_the_date_in_words_and_links_are_there():
    source = {"uid": "s", "title": "S", "url": "https://example.org/a"}
    given = event(date="2024-06~", citations=[{"source": source, "quote": "so, it; was\n!", "page": "7"}])
    (found,) = opened(written([given])).walk("VEVENT")
    assert str(found["DESCRIPTION"]).startswith("About June 2024")
    assert "so, it; was\n!" in str(found["DESCRIPTION"])
    assert str(found["URL"]) == "https://example.org/a"


def test_the_same_events_give_the_same_bytes():
    assert written([event()]) == written([event()])
    assert "DTSTAMP:20250102T030405Z" in written([event()])


def test_what_was_changed_in_a_calendar_wins():
    text = written([event(tags=["a"], kind="talks", summary="S")])
    text = text.replace("SUMMARY:E", "SUMMARY:New").replace("20240605", "20240705").replace("20240606", "20240706")
    (found,) = [one for one in read(text) if one["record"] == "event"]
    assert (found["title"], found["date"], found["kind"], found["summary"]) == ("New", "2024-07-05", "talks", "S")


def test_an_event_of_the_wild_is_taken():
    found = one(
        "UID:abc@google.com",
        "DTSTART;TZID=Europe/Berlin:20240601T100000",
        "DTEND;TZID=Europe/Berlin:20240601T113000",
        "SUMMARY:Talks\\, at last",
        "DESCRIPTION:A long",
        "  line\\nand another",
        "CATEGORIES:war,peace",
        "CATEGORIES:third",
        "LOCATION:Berlin",
        "GEO:52.5;13.4",
        'ORGANIZER;CN="Anna B":mailto:a@example.org',
        "ATTENDEE;ROLE=CHAIR;CN=Carl:mailto:c@example.org",
        "ATTENDEE:mailto:d@example.org",
        "URL:https://example.org/x",
        "STATUS:CANCELLED",
        "CLASS:PRIVATE",
    )
    assert found == {
        "record": "event",
        "title": "Talks, at last",
        "summary": "A long line\nand another",
        "date": "2024-06-01T10:00:00/2024-06-01T11:30:00",
        "zone": "Europe/Berlin",
        "tags": ["war", "peace", "third"],
        "status": "retracted",
        "access": "internal",
        "place": {"name": "Berlin"},
        "participants": [
            {"actor": {"name": "Anna B"}, "role": "organizer"},
            {"actor": {"name": "Carl"}, "role": "chair"},
            {"actor": {"name": "d@example.org"}},
        ],
        "citations": [{"source": {"name": "https://example.org/x"}}],
        "external_ids": [{"scheme": "ical", "value": "abc@google.com"}],
    }


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        (("DTSTART;VALUE=DATE:20240601", "DTEND;VALUE=DATE:20240604"), "2024-06-01/2024-06-03"),
        (("DTSTART;VALUE=DATE:20240601", "DTEND;VALUE=DATE:20240602"), "2024-06-01"),
        (("DTSTART;VALUE=DATE:20240601",), "2024-06-01"),
        (("DTSTART;VALUE=DATE:20240601", "DURATION:P2D"), "2024-06-01/2024-06-02"),
        (("DTSTART:20240601T100000Z", "DURATION:PT1H"), "2024-06-01T10:00:00Z/2024-06-01T11:00:00Z"),
        (("DTSTART:20240601T100000",), "2024-06-01T10:00:00"),
        (("DTSTART:2024-06-01",), "2024-06-01"),
        ((), None),
    ],
)
def test_a_start_and_an_end_are_a_date(lines, date):
    assert one("UID:1", "SUMMARY:S", *lines).get("date") == date


def test_a_zone_that_the_file_defines_is_an_offset():
    text = calendar(
        *("BEGIN:VTIMEZONE", "TZID:Office", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0300"),
        *("TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE"),
        *("BEGIN:VEVENT", "UID:1", "SUMMARY:S", "DTSTART;TZID=Office:20240601T100000", "END:VEVENT"),
    )
    assert [one["date"] for one in read(text)] == ["2024-06-01T10:00:00+03:00"]


def test_what_is_not_taken_is_told():
    text = calendar(
        *("BEGIN:VEVENT", "UID:1", "SUMMARY:S", "DTSTART:20240601T100000Z", "RRULE:FREQ=DAILY", "this is no line"),
        *("BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM", "END:VEVENT", "BEGIN:VTODO", "UID:2", "END:VTODO"),
    )
    told = losses(read(text))
    assert {what for what in told if "line" not in what} == {
        "recurrences (only the first is taken) left out",
        "alarms left out",
        "to-dos left out",
    }
    assert [what for what in told if "this is no line" in what]


def test_a_missing_uid_and_bare_line_feeds_are_no_matter():
    (found,) = read(
        calendar("BEGIN:VEVENT", "SUMMARY:S", "DTSTART;VALUE=DATE:20240601", "END:VEVENT").replace("\r\n", "\n")
    )
    assert found == {"record": "event", "title": "S", "date": "2024-06-01"}


def test_an_instance_of_a_series_is_an_event_of_its_own():
    lines = ("UID:1", "SUMMARY:S", "DTSTART:20240601T100000Z")
    found = one(*lines, "RECURRENCE-ID:20240601T090000Z")
    assert found["external_ids"] != one(*lines)["external_ids"]


def test_a_character_folded_in_the_middle_is_whole_again():
    raw = calendar("BEGIN:VEVENT", "SUMMARY:é", "END:VEVENT").encode().replace("é".encode(), b"\xc3\r\n \xa9")
    assert [one["title"] for one in read(raw)] == ["é"]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("hello", NotOfFormat, "x.ics:1"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", NotOfFormat, "x.ics:3"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\n", NotOfFormat, "x.ics:2"),
        (b"BEGIN:VCALENDAR\nNAME:\xff\n", NotUtf8, "x.ics:2"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_line(text, kind, place):
    with pytest.raises(kind) as caught:
        read(text)
    assert caught.value.place == place


HOME = "6f0c1f66-5f6b-4f0e-9a53-0d7c1d1e2f3a"


def test_a_uid_is_unique_in_the_world_by_the_identity_of_the_chronology():
    context = CONTEXT._replace(identity=HOME)
    text = "".join(ical.write_whole([event()], Losses(), context))
    assert f"UID:e@{HOME}\r\n" in text
    assert "".join(ical.write_whole([event()], Losses(), context)) == text
    (found,) = [one for one in read(text) if one["record"] == "event"]
    assert found["uid"] == "e"


def stripped(text):
    """A calendar as programs save it that drop what they do not know."""
    text = text.replace("\r\n ", "")
    return "".join(f"{line}\r\n" for line in text.split("\r\n")[:-1] if not line.startswith("X-"))


@pytest.mark.parametrize(
    "date",
    ["2024-06-05", "2024-06", "1931~", "[2019-02..2019-04]", "2017-03-04/2017-05-06", "2016-02-03/..", "2024-06-05?",
     "2024-06-05T09:10:11", "2024-06-05T09:10:11+02:00"],
)  # fmt: skip
def test_the_date_is_as_exact_as_it_was_though_its_property_was_dropped(date):
    (found,) = read(stripped(written([event(date=date, summary="S", status="disputed")])))
    assert (found["date"], found["summary"], found["status"]) == (date, "S", "disputed")
    assert found["external_ids"] == [{"scheme": "ical", "value": "e@timeline"}]


def test_what_was_moved_or_is_anothers_stands_where_it_stands():
    text = stripped(written([event(date="2024-06")]))
    (found,) = read(text.replace("20240601", "20240603"))
    assert found["date"] == "2024-06-03/2024-06-30"
    (found,) = read(text.replace("e@timeline", "e@example.org"))
    assert found["date"] == "2024-06-01/2024-06-30"
    assert found["summary"] == "June 2024"


def test_a_time_in_a_zone_stays_civil_though_the_zone_was_dropped():
    text = stripped(written([event(date="2024-07-05T00:30:00", zone="Asia/Pyongyang")]))
    assert "DTSTART:20240704T153000Z" in text
    (found,) = read(text)
    assert found["date"] == "2024-07-05T00:30:00"
    (found,) = read(text.replace("T153000Z", "T151500Z").replace("20240704", "20240709"))
    assert found["date"] == "2024-07-09T15:15:00Z"
