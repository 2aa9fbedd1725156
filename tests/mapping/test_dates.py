"""Cells of a column of dates: what they become, which words are kept, what is refused."""

import pytest

from timeline import errors


@pytest.mark.parametrize(
    ("cell", "edtf", "words"),
    [
        ("2020-05-30", "2020-05-30", None),
        ("1861-8-10", "1861-08-10", "1861-8-10"),
        ("2020/5/30", "2020-05-30", "2020/5/30"),
        ("25.12.2024", "2024-12-25", "25.12.2024"),
        ("12/25/2024", "2024-12-25", "12/25/2024"),
        ("2020-01-01 00:00:00.000", "2020-01-01", None),
        ("2020-01-01T00:00:00Z", "2020-01-01", None),
        ("2020-01-01T10:00:00+03:00", "2020-01-01T10:00:00+03:00", None),
        ("2020-01-01 10:05", "2020-01-01T10:05:00", None),
        ("25/12/2024 3:05 PM", "2024-12-25T15:05:00", "25/12/2024 3:05 PM"),
        ("20200530", "2020-05-30", "20200530"),
        ("43831", "2020-01-01", "43831"),
        ("43831.5", "2020-01-01T12:00:00", "43831.5"),
        ("1916", "1916", None),
        ("1916.0", "1916", "1916.0"),
        ("2020-00-00", "2020", "2020-00-00"),
        ("2020-03-00", "2020-03", "2020-03-00"),
        ("c. 1870", "1870~", "c. 1870"),
        ("Spring 1942", "1942-21", "Spring 1942"),
        ("(Believed to be) 2020-05-30", "2020-05-30?", "(Believed to be) 2020-05-30"),
        ("probably May 1916", "1916-05?", "probably May 1916"),
        ("1916 (approx.)", "1916~", "1916 (approx.)"),
        ("on or about 30 May 2020", "2020-05-30~", "on or about 30 May 2020"),
        ("3–7 May 2023", "2023-05-03/2023-05-07", "3–7 May 2023"),
        ("13/04/2020 - 15/04/2020", "2020-04-13/2020-04-15", "13/04/2020 - 15/04/2020"),
        ("753 BC", "-0752", "753 BC"),
        ("Wed, 24 Feb 2022 10:00:00 +0000", "2022-02-24T10:00:00+00:00", "Wed, 24 Feb 2022 10:00:00 +0000"),
        ("before 1900", "[..1899]", "before 1900"),
        ("Unknown", None, "Unknown"),
        ("TBD", None, "TBD"),
        ("Jun-24", None, "Jun-24"),
        ("in the time of the fathers", None, "in the time of the fathers"),
        ("", None, None),
        ("n/a", None, None),
    ],
)
def test_a_cell_becomes_edtf_and_keeps_its_words(date, cell, edtf, words):
    assert date(cell) == (edtf, words)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2021-02-30", "there is no day"),
        ("31/02/2021", "there is no day"),
        ("2021-13-05", "there is no day"),
        ("13/04/98", "two digits"),
        ("2020-05-30T25:00", "there is no"),
        ("99", "two digits"),
        ("123456789012", "numbers = under [date]"),
        ("1 2 3 4 5", "there is no day"),
    ],
)
def test_digits_that_are_no_date_are_refused(date, cell, told):
    assert told in date(cell)


def test_the_order_of_day_and_month_is_found_in_the_whole_column(date):
    assert date("03/04/2024", more=("25/12/2024",)) == ("2024-04-03", "03/04/2024")
    assert date("03/04/2024", more=("12/25/2024",)) == ("2024-03-04", "03/04/2024")
    assert date("03/04/2024", 'order = "mdy"') == ("2024-03-04", "03/04/2024")


def test_a_column_that_can_be_read_both_ways_is_refused_with_both_readings(date):
    with pytest.raises(errors.DatesUnclear) as caught:
        date("03/04/2024", more=("05/06/2024", "2024-01-31"))
    assert "2024-04-03" in str(caught.value)
    assert "2024-03-04" in str(caught.value)
    assert 'order = "dmy"' in caught.value.hint


def test_a_column_of_both_orders_is_refused_until_one_is_said_and_then_row_by_row(date):
    with pytest.raises(errors.DatesUnclear):
        date("25/12/2024", more=("12/25/2024",))
    assert "day first" in date("12/25/2024", 'order = "dmy"', more=("25/12/2024",))


def test_years_before_one_count_as_the_map_says(read):
    table = "year,what\n-753,Rome\n"
    keys = 'title = "what"\n[date]\nstart = { year = "year" }\n'
    assert read(table, keys + 'bce = "historical"').events[0]["date"] == "-0752"
    assert read(table, keys + 'bce = "astronomical"').events[0]["date"] == "-0753"
    with pytest.raises(errors.DatesUnclear) as caught:
        read(table, keys)
    assert "753 BC" in caught.value.hint
    assert "754 BC" in caught.value.hint


def test_the_calendar_of_an_edtf_year_is_that_of_iso(date):
    assert date("-0043-03-15") == ("-0043-03-15", None)


def test_two_digits_mean_the_hundred_years_that_the_map_says(date):
    assert date("13/04/98", "two_digit_years = 1950")[0] == "1998-04-13"
    assert date("13/04/24", "two_digit_years = 1950")[0] == "2024-04-13"


def test_bare_numbers_are_what_the_map_says(date):
    assert date("1590796800", 'numbers = "unix"')[0] == "2020-05-30"
    assert date("1590796800000", 'numbers = "unix_ms"')[0] == "2020-05-30"
    assert date("42369", 'numbers = "serial_1904"')[0] == "2020-01-01"
    assert date("59", 'numbers = "serial"')[0] == "1900-02-28"


def test_julian_dates_are_turned_into_gregorian_ones(date):
    assert date("1917-10-25", 'calendar = "julian"') == ("1917-11-07", "1917-10-25")


@pytest.mark.parametrize(
    ("start", "end", "code", "edtf"),
    [
        ("2020-01-01", "2020-01-01", "1", "2020-01-01"),
        ("2020-01-01", "2020-01-03", "1", "2020-01-01/2020-01-03"),
        ("2020-01-01", "2020-01-06", "2", "[2020-01-01..2020-01-06]"),
        ("2020-02-01", "2020-02-29", "2", "2020-02"),
        ("2020-01-01", "2020-12-31", "2", "2020"),
        ("2020-02-11", "", "3", "2020-02"),
        ("2020-02-11", "", "4", "202X"),
        ("2020-02-11", "", "5", "[2020-02-10..2020-02-16]"),
        ("2020-02-11", "", "6", "2020-02-11~"),
        ("2020-02-11", "", "7", None),
        ("2020-02-11", "present", "1", "2020-02-11/.."),
        ("", "2020-02-11", "1", "/2020-02-11"),
        ("2020-02-11", "", "", "2020-02-11"),
    ],
)
def test_two_ends_and_a_code_of_precision_make_one_date(read, start, end, code, edtf):
    keys = (
        'title = "what"\n[date]\nstart = "a"\nend = "b"\nprecision = "p"\nprecisions = { 1 = "exact", 2 = "within",'
        ' 3 = "month", 4 = "decade", 5 = "week", 6 = "about", 7 = "undated" }'
    )
    made = read(f"a,b,p,what\n{start},{end},{code},x\n", keys)
    assert [one["date"] for one in made.events] == [edtf], made.refused


def test_a_date_that_ends_before_it_begins_and_an_unknown_code_are_refused(read):
    keys = 'title = "w"\n[date]\nstart = "a"\nend = "b"\nprecision = "p"\nprecisions = { 1 = "exact" }'
    made = read("a,b,p,w\n2020-02-01,2020-01-01,1,x\n2020-01-01,2020-01-02,9,y\n", keys)
    assert "before it begins" in made.refused[0][1]
    assert 'code "9"' in made.refused[1][1]


@pytest.mark.parametrize(
    ("row", "edtf"),
    [
        ("1861,8,10,", "1861-08-10"),
        ("1861.0,8.0,,", "1861-08"),
        ("1861,,,", "1861"),
        ("1861,0,0,", "1861"),
        ("1861,August,10,", "1861-08-10"),
        ("1861,8,10,9:30 PM", "1861-08-10T21:30:00"),
        ("2020,2,29,1430", "2020-02-29T14:30:00"),
        (",,,", None),
    ],
)
def test_a_date_may_be_in_parts(read, row, edtf):
    keys = 'title = "w"\n[date]\nyear = "y"\nmonth = "m"\nday = "d"\ntime = "t"'
    made = read(f"y,m,d,t,w\n{row},x\n", keys)
    assert [one["date"] for one in made.events] == [edtf], made.refused


@pytest.mark.parametrize("row", ["1861,13,1", "1861,2,30", ",5,1", "1861,Brumaire,1", "1861,2,x"])
def test_parts_that_make_no_date_are_refused(read, row):
    made = read(f"y,m,d,w\n{row},x\n", 'title = "w"\n[date]\nyear = "y"\nmonth = "m"\nday = "d"')
    assert not made.events
    assert made.refused[0][1].startswith("date: ")
