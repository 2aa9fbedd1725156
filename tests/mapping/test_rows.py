"""Files of every kind, taken apart into rows: encodings, separators, line ends, ragged rows, sheets, documents."""

import datetime
import io
import json

import openpyxl
import pytest

from timeline import errors

TITLE = 'title = "title"\n'
DATE = '[date]\ncolumn = "date"\n'
ACCENTS = "Les États généraux sont réunis à l’aube; Müller, Señor Peña und größere Straßen"


def titles(made):
    return [one["title"] for one in made.events]


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [
        ("utf-8", "\n"),
        ("utf-8-sig", "\r\n"),
        ("utf-16", "\r\n"),
        ("utf-16-le", "\n"),
        ("cp1252", "\r\n"),
        ("mac_roman", "\r"),
        ("mac_roman", "\n"),
    ],
)
def test_the_encoding_and_the_line_ends_are_found(read, encoding, ends):
    text = ends.join(("title,place", f'"{ACCENTS}",Besançon', f'"{ACCENTS} 2",Köln', ""))
    assert titles(read(text.encode(encoding), TITLE)) == [ACCENTS, f"{ACCENTS} 2"]


def test_cyrillic_without_utf_8_is_found(read):
    text = "title;n\n" + "\n".join(f"Взрыв в городе, пострадали люди, сообщили власти;{n}" for n in range(20))
    assert titles(read(text.encode("cp1251"), TITLE))[0].startswith("Взрыв в городе")


def test_in_a_file_of_utf_8_a_damaged_row_is_refused_alone(read):
    rows = [f"Événement numéro {n}".encode() for n in range(9)]
    rows[4] = "Événement abîmé".encode("cp1252")
    made = read(b"title\n" + b"\n".join(rows) + b"\n", TITLE)
    assert len(made.events) == 8
    assert made.events[0]["title"] == "Événement numéro 0"
    assert made.refused == [(6, "the row has bytes that are no UTF-8, as the rest of the file is")]


def test_an_encoding_that_the_map_names_is_taken_and_one_that_does_not_fit_refused(read):
    assert titles(read("title\nÉ".encode("mac_roman"), TITLE + '[file]\nencoding = "mac_roman"')) == ["É"]
    with pytest.raises(errors.NotTabular, match="is not ascii"):
        read("title\nÉ".encode("mac_roman"), TITLE + '[file]\nencoding = "ascii"')


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(read, delimiter):
    made = read(f"title{delimiter}note\nOne, two{delimiter}x\nThree{delimiter}y\n", TITLE + 'note = "note"')
    assert made.events[0]["note"] == "x" if delimiter != "," else True
    assert len(made.events) + len(made.refused) == 2


def test_short_rows_are_filled_up_empty_cells_dropped_and_longer_rows_named(read):
    made = read("title,a,b\nOne\nTwo,1,2,,\nThree,1,2,3\n\n,,\nFour,1,2\n", TITLE)
    assert titles(made) == ["One", "Two", "Four"]
    assert made.refused == [(4, "the row has 4 cells, the header 3")]


def test_quotes_that_are_not_doubled_are_read_where_the_cells_fit_the_header(read):
    made = read('title,a\n"say "no" now",x\n"fine",y\n', TITLE + 'note = "a"')
    assert titles(made) == ['say "no" now', "fine"]


def test_a_cell_of_several_lines_is_one_and_rows_keep_their_line(read):
    made = read('title,note\n"a\nb",x\nc,y,z\n', TITLE)
    assert titles(made) == ["a\nb"]
    assert made.refused[0][0] == 4


def test_a_quote_that_is_never_closed_refuses_the_file_with_its_line(read):
    with pytest.raises(errors.BadCsv) as caught:
        read('title\nok\n"never closed\nmore\n', TITLE)
    assert caught.value.place.endswith(":3")


def test_a_title_above_the_header_is_passed_over(read):
    assert titles(read("Our list of things\n\ntitle,when,where\nOne,2020,Rome\nTwo,2021,Bern\n", TITLE)) == [
        "One",
        "Two",
    ]


def test_a_nul_refuses_its_row_alone(read):
    made = read(b"\xef\xbb\xbftitle,a\none\0,x\ntwo,y\n", TITLE)
    assert titles(made) == ["two"]
    assert "NUL" in made.refused[0][1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (bytes(range(256)) * 40, "no text"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0 old", "old Excel"),
        (b"BEGIN:VCALENDAR\r\n", "calendar"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"PK\x03\x04 something", "ZIP"),
        (b"SQLite format 3\0 ...", "SQLite"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(read, data, told):
    with pytest.raises(errors.NotTabular, match=told):
        read(data, TITLE)


def test_a_line_of_no_end_is_refused_without_being_read_whole(read, monkeypatch):
    monkeypatch.setattr("timeline.mapping.delimited.MAX_LINE", 1_000)
    with pytest.raises(errors.NotTabular, match="line 2 is longer"):
        read("title\n" + "x" * 100_000, TITLE)


def test_columns_of_one_name_are_numbered_and_the_bare_name_refused(read):
    table = "title,link,link\nOne,https://a.org/1,https://b.org/2\n"
    made = read(table, TITLE + '[[sources]]\ncolumns = ["link [1]", "link [2]"]')
    assert len(made.events[0]["citations"]) == 2
    with pytest.raises(errors.NoSuchColumn) as caught:
        read(table, TITLE + '[[sources]]\ncolumns = ["link"]')
    assert "link [1], link [2]" in caught.value.hint


def test_a_column_that_is_not_there_is_told_with_the_likely_one(read):
    with pytest.raises(errors.NoSuchColumn) as caught:
        read("title,location\nx,y\n", TITLE + 'place = "locaton"')
    assert caught.value.hint == "did you mean location?"


# --- sheets ---


def workbook(rows, title="Events", more=()):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name in more:
        book.create_sheet(name).append(["title"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_dates_numbers_and_text(read):
    data = workbook(
        [
            ["id", "title", "when"],
            [1.0, "One", datetime.date(2020, 5, 3)],
            [2.0, "Two", 43955],
            [3, "Three", "May 2021"],
        ]
    )
    made = read(data, TITLE + 'id = "id"\n[date]\ncolumn = "when"', "x.xlsx")
    assert [one["date"] for one in made.events] == ["2020-05-03", "2020-05-04", "2021-05"]
    assert made.events[0]["external_ids"] == [{"scheme": "set", "value": "1"}]


def test_a_formula_whose_value_was_never_computed_refuses_its_row(read):
    made = read(workbook([["title", "n"], ["One", "=1+1"], ["Two", 2]]), TITLE + 'note = "n"', "x.xlsx")
    assert titles(made) == ["Two"]
    assert "never computed" in made.refused[0][1]


def test_a_formula_that_was_computed_is_its_value(read):
    import re
    import zipfile

    plain = workbook([["title", "n"], ["One", 2]])
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = re.sub(rb'(<c r="B2"[^>]*>)<v>2</v>', rb"\1<f>1+1</f><v>2</v>", data)
                assert b"<f>" in data
            new.writestr(name, data)
    read_back = read(made.getvalue(), TITLE + 'note = "n"', "x.xlsx")
    assert [one["note"] for one in read_back.events] == ["2"]


def test_another_sheet_may_be_named_and_one_that_is_not_there_is_refused(read):
    data = workbook([["title"], ["One"]], more=("Second",))
    with pytest.raises(errors.NotTabular, match="no sheet"):
        read(data, TITLE + '[file]\nsheet = "Third"', "x.xlsx")
    assert "Second" in read(data, TITLE, "x.xlsx").mapper.table.told[0]
    assert read(data, TITLE + "[file]\nsheet = 2", "x.xlsx").rows == 0


def test_a_damaged_workbook_is_refused(read):
    with pytest.raises(errors.NotTabular):
        read(workbook([["title"], ["One"]])[:900], TITLE, "x.xlsx")


# --- documents ---

RECORDS = [{"title": "One", "at": {"lat": 1.5, "lon": 2}, "who": ["A", "B"]}, {"title": "Two"}]
NESTED = TITLE + '[place]\nlat = "at.lat"\nlon = "at.lon"\n[[actors]]\ncolumn = "who"'


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps({"meta": {"n": 2}, "events": RECORDS}),
        json.dumps({"data": {"items": RECORDS}}),
        json.dumps({"a": RECORDS[0], "b": RECORDS[1]}),
        "\n".join(map(json.dumps, RECORDS)),
        "\ufeff" + json.dumps(RECORDS, indent=2),
    ],
)
def test_records_are_found_wherever_they_stand(read, text):
    made = read(text, NESTED, "x.json")
    assert titles(made) == ["One", "Two"]
    assert made.events[0]["participants"] == [{"actor": {"name": "A"}}, {"actor": {"name": "B"}}]
    assert made.others[0]["lat"] == 1.5
    assert made.events[1]["participants"] == []


def test_one_object_is_one_record_though_it_holds_lists(read):
    one = {"id": "a", "title": "One", "date": "2020", "summary": "s", "sources": [{"url": "https://a.org/1"}]}
    made = read(json.dumps(one), TITLE + '[[sources]]\neach = "sources"\nurl = "url"', "x.json")
    assert titles(made) == ["One"]
    assert made.events[0]["citations"] == [{"source": {"name": "https://a.org/1"}}]


def test_an_array_longer_than_what_is_read_at_once_is_read_a_record_at_a_time(read, monkeypatch):
    monkeypatch.setattr("timeline.mapping.documents._BLOCK", 7)
    many = [{"title": f"É {n}", "n": n, "list": [1, {"x": "]}"}]} for n in range(40)]
    assert len(read(json.dumps({"x": 1.25, "events": many}, ensure_ascii=False), TITLE, "x.json").events) == 40


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"meta": {"a": [1]}, "list": [3], "things": RECORDS}),
        json.dumps({"type": "x", "features": RECORDS}),
        json.dumps({"data": {"items": RECORDS}}),
        json.dumps({"a": RECORDS[0], "b": RECORDS[1]}),
        json.dumps({"meta": 1, "by": {"a": {**RECORDS[0], "n": 1}, "b": {**RECORDS[0], "title": "Two"}}}),
        json.dumps({"meta": {"v": 1}, "deep": {"far": {"things": RECORDS}}}),
        "\n".join(map(json.dumps, RECORDS)),
    ],
)
def test_records_are_found_in_a_document_too_large_to_be_held(read, text, monkeypatch):
    monkeypatch.setattr("timeline.mapping.documents._WHOLE", 10)
    assert titles(read(text, NESTED, "x.json")) == ["One", "Two"]


BROKEN = (
    ('[{"title": "a"},]', "x.json:1", 17),
    ('[{"title": "a"}] [1]', "x.json:1", 18),
    ('{"events": [{"title": "a"}], "meta": {', "x.json:1", 39),
    ('{"events": [{"title": "a"}]\n "meta": 1}', "x.json:2", 2),
    ('{"meta": [1, 2,, 3], "events": [{"title": "a"}]}', "x.json:1", 16),
)


@pytest.mark.parametrize(("text", "place", "column"), BROKEN)
@pytest.mark.parametrize("held", [10, 2_000_000])
def test_a_document_that_is_cut_short_or_goes_wrong_behind_its_records_is_refused(
    read, text, place, column, held, monkeypatch
):
    monkeypatch.setattr("timeline.mapping.documents._WHOLE", held)
    with pytest.raises(errors.NotJson) as caught:
        read(text, TITLE + ('[file]\nrecords = "events"\n' if text[0] == "{" else ""), "x.json")
    assert (caught.value.place, caught.value.column) == (place, column)


def test_a_list_of_records_that_stands_twice_is_refused(read):
    text = '{"events": [{"title": "a"}], "events": [{"title": "b"}]}'
    with pytest.raises(errors.NotTabular, match='has "events" twice'):
        read(text, TITLE + '[file]\nrecords = "events"\n', "x.json")


def test_what_stands_before_the_records_may_be_longer_than_a_record(read, monkeypatch):
    monkeypatch.setattr("timeline.mapping.documents._MAX_VALUE", 400_000)
    monkeypatch.setattr("timeline.mapping.documents._WHOLE", 10)
    before = {"shapes": [[one, one] for one in range(60_000)], "data": {"rows": RECORDS}}
    assert titles(read(json.dumps(before), NESTED, "x.json")) == ["One", "Two"]
    keys = NESTED + '\n[file]\nrecords = "data.rows"\n'
    assert titles(read(json.dumps(before), keys, "x.json")) == ["One", "Two"]
    with pytest.raises(errors.NotTabular, match="record is longer than 400,000 characters"):
        read(json.dumps([{"title": "x" * 900_000}]), TITLE, "x.json")


def test_geojson_has_longitude_first_and_an_area_its_middle(read):
    features = [
        {"type": "Feature", "properties": {"t": "A"}, "geometry": {"type": "Point", "coordinates": [36.2, 49.9]}},
        {"type": "Feature", "properties": {"t": "B"}, "geometry": None},
        {
            "type": "Feature",
            "properties": {"t": "C"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 0]]]},
        },
    ]
    keys = 'title = "properties.t"\n[place]\ncoordinates = "geometry.coordinates"\norder = "lon lat"'
    made = read(json.dumps({"type": "FeatureCollection", "features": features}), keys, "x.geojson")
    places = [one for one in made.others if one["record"] == "place"]
    assert [(one["lat"], one["lon"]) for one in places] == [(49.9, 36.2), (1.0, 2.0)]
    assert places[1]["precision"] == "centre of an area"
    assert made.events[1]["place"] is None


def test_records_of_a_parallel_file_are_joined_by_their_keys(read):
    events = [{"title": "One", "refs": ["s1", "s2"]}, {"title": "Two", "refs": []}]
    sources = [{"id": "s1", "name": "First", "link": "https://a.org/1"}, {"id": "s2", "name": "Second"}]
    keys = (
        TITLE + '[[file.join]]\ncolumn = "refs"\nfile = "s.json"\nkey = "id"\nas = "src"\n'
        '[[sources]]\neach = "src"\ntitle = "name"\nurl = "link"'
    )
    made = read(json.dumps(events), keys, "x.json", {"s.json": json.dumps(sources)})
    assert len(made.events[0]["citations"]) == 2
    assert made.events[1]["citations"] == []
    with pytest.raises(errors.BadMap, match="is not there"):
        read(json.dumps(events), keys, "x.json")


def test_lists_of_one_document_are_joined_and_by_the_other_side_too(read):
    whole = {"events": [{"title": "One", "id": 1}], "links": [{"event": 1.0, "url": "https://a.org/1"}]}
    keys = (
        TITLE + '[file]\nrecords = "events"\n[[file.join]]\ncolumn = "id"\nrecords = "links"\nkey = "event"\nas = "l"\n'
        '[[sources]]\neach = "l"\nurl = "url"'
    )
    made = read(json.dumps(whole), keys, "x.json")
    assert made.events[0]["citations"] == [{"source": {"name": "https://a.org/1"}}]


@pytest.mark.parametrize("text", ['[{"title": "a"},', '{"events": [{"title": ]}', '[{"title": "a"} {"title": "b"}]'])
def test_a_broken_document_is_refused_with_its_place(read, text):
    with pytest.raises((errors.NotJson, errors.NotTabular)):
        read(text, TITLE, "x.json")


@pytest.mark.parametrize("text", ["[]", "3", '"x"', "[1, 2]"])
def test_a_document_without_records_is_refused(read, text):
    with pytest.raises(errors.NotTabular, match="no records"):
        read(text, TITLE, "x.json")


def test_half_a_surrogate_pair_refuses_its_row_alone(read):
    made = read('[{"title": "\\ud800"}, {"title": "fine"}]', TITLE, "x.json")
    assert titles(made) == ["fine"]
    assert len(made.refused) == 1


def test_a_date_far_down_is_read_as_the_rest_of_the_column_shows_and_no_row_is_lost(read):
    rows = [f"{1900 + one % 100}-01-02,t{one}" for one in range(3_000)]
    made = read("\n".join(["date,title", *rows, "03/04/2024,unclear", *rows, "25/04/2024,clear"]), TITLE + DATE)
    assert len(made.events) == 6_002
    assert made.events[3_000]["date"] == "2024-04-03"
    assert [one["title"] for one in made.events[3_001:3_003]] == ["t0", "t1"]
    assert made.events[-1]["date"] == "2024-04-25"


def test_rows_are_the_same_wherever_the_file_is_cut(read):
    cells = ["plain", '"a, b"', '"two\nlines"', '"said ""no"""', "x" * 700, '"' + "long\n" * 900 + '"']
    rows = [f"{one},{cells[one % len(cells)]} " if one % 7 else f'{one},"{"y" * one}"' for one in range(600)]
    rows = [row.rstrip() for row in rows]
    made = read("id,title\n" + "\n".join(rows) + "\n", 'id = "id"\ntitle = "{title:90}"\n')
    lines = [1 + sum(row.count("\n") + 1 for row in rows[:at]) + 1 for at in range(len(rows))]
    taken = {one["external_ids"][0]["value"]: one for one in made.events}
    assert [one.line for one in made.events] == [line for at, line in enumerate(lines) if str(at) in taken]
    assert len(taken) + len(made.refused) == len(rows)
    assert taken["9"]["title"] == 'said "no"'


def test_a_line_that_never_ends_is_no_row(read):
    with pytest.raises(errors.NotTabular, match="line 3 is longer"):
        read("title\na\n" + "x" * 11_000_000 + "\nb\n", TITLE)
