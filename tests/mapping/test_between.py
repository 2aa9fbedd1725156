"""Dates between four bounds: exact where EDTF can say it, never more certain than the bounds, refused if they clash."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import edtf, errors, mapping
from timeline.edtf.civil import civil_from_days
from timeline.mapping.between import between, instant


@pytest.mark.parametrize(
    ("bounds", "made", "exact"),
    [
        (("2024-06-03", "2024-06-03", "2024-08-05", "2024-08-05"), "2024-06-03/2024-08-05", True),
        (("2024-06-03",) * 4, "2024-06-03", True),
        (("2024-06-01", "2024-06-30", "2024-08-01", "2024-08-31"), "2024-06/2024-08", True),
        (("2024-06", "2024-06", "2024-07-01", "2024-09-30"), "2024-06/2024-35", True),
        (("1990", "1999", "2001", "2001"), "199X/2001", True),
        (("2024-06-10", "2024-06-19", "2024-08-05", "2024-08-05"), "2024-06-1X/2024-08-05", True),
        (("2024-06-03", "2024-06-09", "2024-08-05", "2024-08-05"), "2024-06-0X/2024-08-05", False),
        (("2024-05-28", "2024-06-03", "2024-08-05", "2024-08-05"), "2024-05-28../2024-08-05", False),
        (("2024-06-03", "2024-08-05", "2024-08-05", "2024-08-05"), "2024-06-03../2024-08-05", True),
        (("2024-06-03", "2024-08-05", "2024-06-03", "2024-08-05"), "[2024-06-03..2024-08-05]", True),
        (("2024-06-03", "2024-06-03", "2024-06-03", "2024-08-05"), "2024-06-03/..2024-08-05", True),
        ((None, "2024-06-09", "2024-08-05", "2024-08-05"), "..2024-06-09/2024-08-05", True),
        (("2024-06-03", "2024-06-03", "2024-08-05", None), "2024-06-03/2024-08-05..", True),
        (("2024-06-03", "2024-06-03", None, None), "2024-06-03/", True),
        ((None, None, "2024-08-05", "2024-08-05"), "/2024-08-05", True),
        (("2024-06", "2024-06", None, ".."), "2024-06/..", True),
        (("2024-06-03", None, None, None), "[2024-06-03..]", True),
        (("2024-06-01~", "2024-06-30", "2024-08-05", "2024-08-05"), "2024-06~/2024-08-05", True),
        (("-0043", "-0043", "0001", "0010"), "-0043/..0010", False),
        (("2024-06-03T09:00:00", "2024-06-03T09:00:00", "2024-06-04", "2024-06-04"), "2024-06-03T09:00:00/2024-06-04", True),
        (("Y-17000", "Y-17000", "Y-16000", "Y-15000"), "Y-17000/..Y-15000", False),
        ((None, None, None, None), None, True),
    ],
)  # fmt: skip
def test_four_bounds_make_the_narrowest_date_that_edtf_has(bounds, made, exact):
    assert between(*bounds)[:2] == (made, exact)


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (("2024-06-09", "2024-06-03", None, None), "earliest start (2024-06-09) is after the latest (2024-06-03)"),
        ((None, None, "2024-06-09", "2024-06"), None),
        ((None, None, "2024-07", "2024-06"), "earliest end (2024-07) is after the latest (2024-06)"),
        (("2024-07", None, None, "2024-06"), "it ends (2024-06) before it begins (2024-07)"),
    ],
)
def test_bounds_that_clash_make_none(bounds, told):
    wrong = between(*bounds).wrong
    assert wrong is None if told is None else told in wrong


def day(number):
    return "{:04d}-{:02d}-{:02d}".format(*civil_from_days(number))


DAYS = st.none() | st.integers(0, 3_000) | st.integers(19_000, 19_080)


@given(DAYS, DAYS, DAYS, DAYS)
def test_no_possible_start_or_end_is_left_out_and_exact_means_the_same_bounds(one, two, three, four):
    texts = [None if number is None else day(number) for number in (one, two, three, four)]
    made = between(*texts)
    a, b, c, d = (
        limit if number is None else number * 86_400 + more
        for number, limit, more in ((one, -inf, 0), (two, inf, 86_399), (three, -inf, 0), (four, inf, 86_399))
    )
    if a > b or c > d or a > d:
        assert made.wrong is not None
        return
    if made.edtf is None:
        assert texts == [None] * 4
        return
    found = edtf.bounds(edtf.parse(made.edtf))
    b, c = min(b, d), max(a, c)
    assert found.start_min <= a
    assert found.start_max >= b
    assert found.end_min <= c
    assert found.end_max >= d
    assert made.exact is (tuple(found[:4]) == (a, b, c, d))


@given(DAYS, DAYS)
def test_some_time_between_two_days_is_always_exact(one, two):
    made = instant(None if one is None else day(one), None if two is None else day(two))
    if one is not None and two is not None and one > two:
        assert made.wrong is not None
        return
    assert made.exact
    if made.edtf is not None:
        found = edtf.bounds(edtf.parse(made.edtf))
        assert found.start_min == (-inf if one is None else one * 86_400)
        assert found.end_max == (inf if two is None else two * 86_400 + 86_399)


KEYS = 'title = "w"\n[date]\nstart = { earliest = "a", latest = "b" }\nend = { earliest = "c", latest = "d" }\n'


def test_a_map_names_the_columns_and_rows_that_clash_are_refused(read):
    made = read(
        "a,b,c,d,w\n2024-06-01,2024-06-30,2024-08-05,2024-08-05,x\n2024-06-09,2024-06-03,,,y\n"
        "03/06/2024,09/06/2024,2024-08-05,ongoing,z\n2024-06-25,2024-07-02,Unknown,,u\n,,,,n\n25/12/2024,,,,o\n",
        KEYS,
    )
    assert [(one["date"], one["as_written"]) for one in made.events] == [
        ("2024-06/2024-08-05", None),
        ("2024-06-0X/..", "03/06/2024..09/06/2024 – 2024-08-05..ongoing"),
        ("2024-38/", "2024-06-25..2024-07-02 – Unknown..?"),
        (None, None),
        ("[2024-12-25..]", "25/12/2024..? – ?"),
    ]
    assert made.refused == [(3, "date: the earliest start (2024-06-09) is after the latest (2024-06-03)")]


def test_one_end_may_be_a_single_column_and_a_date_have_no_end(read):
    keys = 'title = "w"\n[date]\nstart = "a"\nend = { earliest = "c", latest = "d" }\n'
    made = read("a,c,d,w\n2024-06-03,2024-08-01,2024-08-31,x\n", keys)
    assert made.events[0]["date"] == "2024-06-03/2024-08"
    keys = 'title = "w"\n[date]\nstart = { earliest = "a", latest = "b" }\n'
    made = read("a,b,w\n2024-06-03,2024-06-09,x\n2024-01-01,2024-12-31,y\n,2024-06-09,z\n", keys)
    assert [one["date"] for one in made.events] == ["[2024-06-03..2024-06-09]", "2024", "[..2024-06-09]"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('start = { column = "a", latest = "b" }', "date.start"),
        ('start = { earliest = "a", latest = "b" }\nprecision = { fixed = "year" }', "date.precision"),
    ],
)
def test_a_map_that_says_it_twice_is_refused(text, place):
    with pytest.raises(errors.BadMap) as caught:
        mapping.parsed(f'name = "set"\ntitle = "w"\n[date]\n{text}\n', "map.toml")
    assert place in caught.value.place + str(caught.value)
    assert caught.value.hint
