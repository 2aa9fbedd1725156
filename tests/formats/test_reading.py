"""What the readers take, what they refuse, and that what was written is read back."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import errors, formats
from timeline.formats import csv as our_csv
from timeline.formats import text
from timeline.model import EventRow, Participant, slug

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
NAME = TEXT.map(str.strip).filter(bool)


def read(name, data):
    return list(formats.by_name(name).read(io.BytesIO(data if isinstance(data, bytes) else data.encode()), "FILE"))


def refused(name, data, error):
    with pytest.raises(error) as caught:
        read(name, data)
    return caught.value


def event(**given):
    row = dict.fromkeys(EventRow._fields)
    row |= {
        "id": 1, "uid": "talks", "title": "Talks", "calendar": "gregorian", "gaps": False, "sort_key": 0, "position": 0,
        "status": "confirmed", "access": "public", "participants": (), "sources": (), "tags": (), "rev": 7,
    }  # fmt: skip
    return EventRow(**row | given)


def through_csv(*events):
    return read("csv", "".join(formats.by_name("csv").write_events(events, formats.Losses())))


# --- CSV: what is written is read back ---


def test_an_event_of_our_csv_is_read_back_as_a_record():
    [record] = through_csv(
        event(
            edtf="-0043-03-15",
            summary='a, b\n"c"',
            place="North Korea",
            place_uid="dprk",
            participants=(Participant("kim", "Kim", "host"), Participant("p-2", "P; [x]: y", "participant")),
            tags=("a;b", "c"),
            sources=(("bbc-1", "BBC"),),
            importance=3,
        )
    )
    assert record == {
        "record": "event", "uid": "talks", "date": "-0043-03-15", "title": "Talks", "summary": 'a, b\n"c"',
        "status": "confirmed", "place": {"name": "North Korea", "uid": "dprk"},
        "participants": [{"actor": {"name": "Kim"}, "role": "host"}, {"actor": {"name": "P; [x]: y", "uid": "p-2"}}],
        "tags": ["a;b", "c"], "citations": [{"source": {"name": "BBC", "uid": "bbc-1"}}], "importance": 3,
        "access": "public", "calendar": "gregorian", "position": 0, "rev": 7,
    }  # fmt: skip
    assert record.line == 2


@given(
    st.lists(
        st.builds(
            event,
            title=NAME,
            summary=st.none() | TEXT,
            note=st.none() | TEXT,
            kind=st.none() | NAME,
            edtf=st.sampled_from(
                [None, "2024-06", "-0043", "../2024", "{2024-01,2024-03}", "[..2022-07]", "Y-1E9", "%-2011-06"]
            ),
            place=NAME,
            place_uid=NAME.map(slug) | st.just("other"),
            participants=st.lists(st.builds(Participant, NAME.map(slug), NAME, NAME), max_size=3).map(tuple),
            tags=st.lists(NAME, max_size=3).map(tuple),
            sources=st.lists(st.tuples(NAME.map(slug), NAME), max_size=2).map(tuple),
        ),
        max_size=4,
    )
)
@settings(max_examples=80, deadline=None)
def test_whatever_csv_keeps_is_read_back(events):
    records = through_csv(*events)
    assert len(records) == len(events)
    for row, record in zip(events, records, strict=True):
        for key, said in (("title", row.title), ("summary", row.summary), ("note", row.note), ("kind", row.kind)):
            assert record.get(key) == said
        assert record.get("date") == row.edtf
        assert back(record["place"]) == (row.place_uid, row.place)
        assert [(*back(one["actor"]), one.get("role", "participant")) for one in record.get("participants", ())] == [
            tuple(one) for one in row.participants
        ]
        assert record.get("tags", []) == list(row.tags)
        assert [back(one["source"]) for one in record.get("citations", ())] == list(row.sources)


def back(reference):
    return reference.get("uid", slug(reference["name"])), reference["name"]


def test_no_cell_of_an_export_runs_in_a_spreadsheet():
    made = "".join(
        formats.by_name("csv").write_events(
            [event(title="=1+1", participants=(Participant("y", "@x", "host"),))], formats.Losses()
        )
    )
    row = made.splitlines()[1].split(",")
    assert row[2] == "'=1+1"
    assert row[7] == "'@x [y]:host"


@pytest.mark.parametrize("title", ["\\N", "\\\\N", "'", "'=x", "'x", "-1"])
def test_text_that_looks_like_a_sign_of_ours_stays_text(title):
    assert through_csv(event(title=title))[0]["title"] == title


def test_an_empty_cell_says_nothing_and_a_sign_clears():
    [record] = read("csv", "uid,title,summary,tags,importance,place\nx,,\\N,\\N,\\N,\\N\n")
    assert record == {"record": "event", "uid": "x", "summary": None, "tags": None, "importance": None, "place": None}


def test_a_quote_of_the_user_is_no_guard():
    assert read("csv", "title\n'Tis the season\n")[0]["title"] == "'Tis the season"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(delimiter):
    data = f"date{delimiter}Title\n2024{delimiter}Talks\n"
    assert read("csv", data)[0] == {"record": "event", "date": "2024", "title": "Talks"}


def test_a_byte_order_mark_and_crlf_are_taken():
    assert read("csv", b"\xef\xbb\xbftitle,date\r\nTalks,2024\r\n\r\n")[0] == {
        "record": "event",
        "title": "Talks",
        "date": "2024",
    }


def test_lines_are_counted_as_an_editor_counts_them():
    records = read("csv", 'title,note\n"a\nb",x\n\nc,y\n')
    assert [record.line for record in records] == [2, 5]


def test_an_external_id_may_hold_a_colon_and_a_source_is_an_address():
    [record] = read("csv", "title,external_ids,sources\nTalks,doi:10.1/a:b; x:1,https://example.org/a?b=1\n")
    assert record["external_ids"] == [{"scheme": "doi", "value": "10.1/a:b"}, {"scheme": "x", "value": "1"}]
    assert record["citations"] == [{"source": {"name": "https://example.org/a?b=1"}}]


# --- CSV: what is refused ---


@pytest.mark.parametrize(
    ("data", "error", "place", "told"),
    [
        (b"", errors.BadHeader, "FILE:1", "empty"),
        (b"date,place\n2024,X\n", errors.BadHeader, "FILE:1", '"title" is missing'),
        (b"titel,date\nx,2024\n", errors.BadHeader, "FILE:1", "titel"),
        (b"title,title\nx,y\n", errors.BadHeader, "FILE:1", "twice"),
        (b"title,\nx,y\n", errors.BadHeader, "FILE:1", "no name"),
        (b"title,date\na,2024\nb\n", errors.RaggedRow, "FILE:3", "1 cells"),
        (b"title,date\na,2024,x\n", errors.RaggedRow, "FILE:2", "3 cells"),
        (b"title,date\ra,2024\r", errors.BareReturns, "FILE:1", "CR"),
        (b"title,date\na,20\r24\n", errors.BareReturns, "FILE:2", "CR"),
        (b"title,date\nCaf\xe9,2024\n", errors.NotUtf8, "FILE:2", "0xE9 at byte 15"),
        ("title\nx\n".encode("utf-16"), errors.NotUtf8, "FILE:1", "UTF-16"),
        (b"title,date\na\0b,2024\n", errors.NulBytes, "FILE:2", "NUL"),
        (b'title,date\n"a,2024\nb,2024\n', errors.BadCsv, "FILE:2", "not closed"),
        (b'title,date\n"a"b,2024\n', errors.BadCsv, "FILE:2", "quotes"),
        (b"title\n" + b"x" * 1_000_001 + b"\n", errors.BadCsv, "FILE:2", "1,000,000"),
    ],
)  # fmt: skip
def test_a_broken_csv_file_is_refused_with_place_and_remedy(data, error, place, told):
    found = refused("csv", data, error)
    assert found.place == place
    assert told in str(found)
    assert found.hint


def test_a_column_nearly_right_is_suggested():
    assert "title" in refused("csv", "titel,date\nx,2024\n", errors.BadHeader).hint


def test_the_limit_of_the_csv_module_is_left_as_it_was():
    import csv

    before = csv.field_size_limit()
    read("csv", "title\nx\n")
    assert csv.field_size_limit() == before


@given(st.binary(max_size=200))
@settings(max_examples=150)
def test_no_bytes_raise_anything_but_our_errors(data):
    for name in ("csv", "json", "jsonl"):
        try:
            read(name, b"title,date\n" + data if name == "csv" else data)
        except errors.TimelineError as error:
            assert error.place.startswith("FILE:")  # noqa: PT017


# --- JSON ---

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(st.dictionaries(TEXT, JSON, max_size=4).map(lambda one: {"record": "event", **one}), max_size=4)


@pytest.mark.parametrize("name", ["json", "jsonl"])
@given(records=RECORDS)
@settings(max_examples=60)
def test_records_are_read_back_as_they_were_written(name, records):
    assert read(name, "".join(formats.by_name(name).write_records(records, formats.Losses()))) == records


def test_records_stream_out_of_jsonl_and_json():
    taken = []

    def records():
        for number in range(10_000):
            taken.append(number)
            yield {"record": "event", "uid": str(number)}

    for name in ("json", "jsonl"):
        pieces = formats.by_name(name).write_records(records(), formats.Losses())
        next(pieces)
        next(pieces, None)
        assert len(taken) < 1_000


def test_jsonl_begins_with_its_version_and_may_lack_it():
    assert "".join(formats.by_name("jsonl").write_records([], formats.Losses())) == '{"timeline":1}\n'
    assert [one.line for one in read("jsonl", '\n{"record":"event"}\n')] == [2]


@pytest.mark.parametrize(
    ("name", "data", "error", "place", "told"),
    [
        ("jsonl", '{"timeline":1}\n{"record": "event",}\n', errors.NotJson, "FILE:2", "column 20"),
        ("jsonl", '{"timeline":2}\n', errors.NewerForm, "FILE:1", "version 2"),
        ("jsonl", '{"timeline":"x"}\n', errors.NotOurForm, "FILE:1", "version"),
        ("jsonl", "[1]\n", errors.NotOurForm, "FILE:1", "not an object"),
        ("jsonl", "1" * 5000 + "\n", errors.NotJson, "FILE:1", "digits"),
        ("jsonl", "[" * 100_000 + "\n", errors.NotJson, "FILE:1", "deep"),
        ("jsonl", '{"a": NaN}\n', errors.NotJson, "FILE:1", "NaN"),
        ("jsonl", b'{"record":"event","title":"\xff"}\n', errors.NotUtf8, "FILE:1", "0xFF"),
        ("json", '{"timeline":1,"records":[{},]}', errors.NotJson, "FILE:1", "column"),
        ("json", "[]", errors.NotOurForm, "FILE:1", "records"),
        ("json", '{"timeline":9,"records":[]}', errors.NewerForm, "FILE:1", "version 9"),
        ("json", '{"timeline":1,"records":[1]}', errors.NotOurForm, "FILE:1", "not an object"),
    ],
)  # fmt: skip
def test_what_is_not_our_json_is_refused_with_its_place(name, data, error, place, told):
    found = refused(name, data, error)
    assert found.place == place
    assert told in str(found)


# --- references in a cell ---


@given(name=NAME, uid=NAME.map(slug))
def test_a_reference_is_read_back(name, uid):
    assert back(text.reference(text.named(name, uid))) == (uid, name)


@given(parts=st.lists(TEXT, max_size=4))
def test_a_list_in_a_cell_is_read_back(parts):
    assert [text.unescape(one) for one in text.split(";".join(map(text.escape, parts)), ";")] == (parts or [""])


def test_a_name_stays_readable():
    assert text.named("Kim Jong Un", "kim-jong-un") == "Kim Jong Un"
    assert our_csv.guarded("Kim") == "Kim"


def test_markdown_of_events_says_dates_in_words():
    row = event(edtf="2024-06", title="A | b", participants=(Participant("k", "Kim", "host"),), status="disputed")
    made = "".join(formats.by_name("md").write_events([row, event(edtf=None)], formats.Losses()))
    assert "| June 2024 | A \\| b (disputed) | Kim (host) |" in made
    assert "| undated |" in made
    assert json.dumps(made)
