"""Workbooks: openpyxl opens what we write, what is kept is read back, what a spreadsheet made of cells is understood."""

import datetime
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.errors import BadHeader, NotOfFormat
from timeline.formats import Context, Losses, xlsx

CONTEXT = Context(title="T", made="2026-01-01T00:00:00Z")


def event(**given):
    return {
        "record": "event",
        "uid": "e",
        "title": "E",
        "date": "2024-06-05",
        "status": "confirmed",
        "access": "public",
    } | given


def written(events, lost=None):
    file = io.BytesIO()
    xlsx.write_file(events, file, Losses() if lost is None else lost, CONTEXT)
    return file.getvalue()


def opened(raw):
    return openpyxl.load_workbook(io.BytesIO(raw))


def read(raw):
    return list(xlsx.read(io.BytesIO(raw), "x.xlsx"))


def book(*rows, formats=None):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for cell, number_format in (formats or {}).items():
        made.active[cell].number_format = number_format
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_read_back(whole_events, data):
    events = data.draw(whole_events)
    kept = ("uid", "title", "date", "summary", "note", "kind", "tags", "importance", "status", "access")
    found = {record["uid"]: record for record in read(written(events))}
    assert set(found) == {one["uid"] for one in events}
    for one in events:
        assert {key: found[one["uid"]].get(key) for key in kept} == {key: one.get(key) for key in kept}


def test_hostile_text_is_read_back_and_is_never_a_formula():
    titles = ["=1+1", "'=x", "+1", "-1", "@SUM(A1)", "_x0041_", "a\x01\r\n\tb", "\\N", "北京 🎉", "</t>&amp;"]
    raw = written([event(uid=str(n), title=title) for n, title in enumerate(titles)])
    assert [one["title"] for one in read(raw)] == titles
    for row in opened(raw)["events"].iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_only_a_certain_day_is_a_date_of_the_spreadsheet(every_date):
    raw = written(every_date)
    sheet = opened(raw)["events"]
    header = [cell.value for cell in sheet[1]]
    shown = {
        row[header.index("uid")]: row[header.index("date")] for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    for one in every_date:
        cell = shown[one["uid"]]
        if one.get("date") == "2024-08-11":
            assert cell == datetime.datetime(2024, 8, 11)  # noqa: DTZ001
        elif one.get("date") not in {"9999-12-31"}:
            assert cell == one.get("date")
    assert {one["uid"]: one.get("date") for one in read(raw)} == {one["uid"]: one.get("date") for one in every_date}


def test_there_is_a_sheet_each_with_frozen_header_filters_and_links():
    source = {"uid": "s", "title": "S", "url": "https://example.org/a"}
    claim = {
        "uid": "c",
        "attribute": "killed",
        "qualifier": "exact",
        "min": 5,
        "status": "open",
        "citation": {"source": source},
    }
    made = opened(written([event(citations=[{"source": source, "quote": "Q"}], claims=[claim])]))
    assert made.sheetnames == ["events", "passages", "sources", "claims"]
    for sheet in made:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).coordinate[:-1]}2"
        assert sheet.max_row == 2
    assert [cell.hyperlink.target for row in made["sources"] for cell in row if cell.hyperlink] == [source["url"]]
    assert 5 in [cell.value for cell in made["claims"][2]]


def test_the_same_events_give_the_same_bytes():
    assert written([event()]) == written([event()])


def test_a_text_longer_than_a_cell_is_left_out_and_counted():
    lost = Losses()
    (found,) = read(written([event(summary="x" * 40_000)], lost))
    assert "summary" not in found
    assert lost.counts == {"texts longer than the 32,767 characters of a cell dropped": 1}


@pytest.mark.parametrize(
    ("cell", "number_format", "date"),
    [
        (1984, "General", "1984"),
        (2024.0, "General", "2024"),
        (45537, "General", "2024-09-02"),
        (datetime.datetime(2024, 6, 1), "mmm-yy", "2024-06"),  # noqa: DTZ001
        (datetime.datetime(2024, 6, 1), "yyyy", "2024"),  # noqa: DTZ001
        (datetime.datetime(2024, 6, 1), "yyyy-mm-dd", "2024-06-01"),  # noqa: DTZ001
        (datetime.datetime(2024, 6, 1), 'd" of "mmmm', "2024-06-01"),  # noqa: DTZ001
        (datetime.datetime(2024, 6, 1, 12, 30), "yyyy-mm-dd hh:mm", "2024-06-01T12:30:00"),  # noqa: DTZ001
        ("1861-08~", "General", "1861-08~"),
    ],
)
def test_a_cell_is_the_date_that_was_typed(cell, number_format, date):
    raw = book(("Title", "Date"), ("A", cell), formats={"B2": number_format})
    assert [one["date"] for one in read(raw)] == [date]


def test_numbers_that_were_text_are_text_again():
    (found,) = read(book(("title", "kind", "tags"), (1984, 7.0, True)))
    assert dict(found) == {"record": "event", "title": "1984", "kind": "7", "tags": ["true"]}


def test_a_formula_without_a_value_and_an_error_are_refused_by_their_cell():
    with pytest.raises(NotOfFormat) as caught:
        read(book(("title",), ("=A1",)))
    assert caught.value.place == "x.xlsx:A2"
    with pytest.raises(NotOfFormat) as caught:
        read(book(("title", "note"), ("a", "#REF!")))
    assert caught.value.place == "x.xlsx:B2"


def test_what_is_no_workbook_or_has_other_columns_is_refused():
    for raw in (b"", b"PK\x03\x04", b"hello", b"\xd0\xcf\x11\xe0"):
        with pytest.raises(NotOfFormat):
            read(raw)
    with pytest.raises(BadHeader):
        read(book(("Titel", "Date"), ("a", 1)))
    with pytest.raises(BadHeader):
        read(book(("date",), ("2024",)))
