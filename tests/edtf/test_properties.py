"""Properties over generated values of every kind and level; the generators build values, they filter none."""

from __future__ import annotations

import random
import string
from math import inf

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.edtf import (
    BAND_SECONDS,
    SENTINEL_MAX,
    SENTINEL_MIN,
    UNDATED,
    AllOf,
    Bounds,
    Date,
    DateTime,
    End,
    Interval,
    OneOf,
    Range,
    Season,
    Since,
    Until,
    Year,
    band,
    bounds,
    english,
    from_julian,
    level,
    parse,
    parse_lenient,
    sort_key,
    stored,
)
from timeline.edtf.civil import days_in_month
from timeline.errors import DateOutOfRange, EdtfError

# --- generators ---

years = st.one_of(st.integers(1800, 2100), st.integers(-9999, 9999))
marks = st.sampled_from([0, 0, 0, 1, 2, 3])


@st.composite
def days(draw):
    year = draw(years)
    month = draw(st.integers(1, 12))
    return year, month, draw(st.integers(1, days_in_month(year, month)))


@st.composite
def plain_dates(draw):
    return Date(*draw(days())[: draw(st.integers(1, 3))])


def masked(draw, number, width):
    text = f"{number:0{width}d}"
    return "".join("X" if draw(st.booleans()) else char for char in text)


@st.composite
def masked_dates(draw):
    """Take a day that exists and hide some of its digits, so that one day fits for certain."""
    year, month, day = draw(days())
    digits = masked(draw, abs(year), 4)
    parts = [("-" if year < 0 else "") + digits, masked(draw, month, 2), masked(draw, day, 2)]
    numbers = (year, month, day)
    size = draw(st.integers(1, 3))
    return Date(*(part if "X" in part else number for part, number in zip(parts[:size], numbers[:size], strict=True)))


@st.composite
def dates(draw):
    date = draw(st.one_of(plain_dates(), masked_dates()))
    there = 3 - (date.month is None) - (date.day is None)
    whole = draw(marks)
    qualifiers = [draw(marks) for _ in range(there)] if draw(st.booleans()) else [whole] * there
    return date._replace(qualifiers=(*qualifiers, 0, 0, 0)[:3])


@st.composite
def seasons(draw):
    year = draw(years)
    digits = masked(draw, abs(year), 4)
    mask = ("-" if year < 0 else "") + digits
    whole = draw(marks)
    pair = (draw(marks), draw(marks)) if draw(st.booleans()) else (whole, whole)
    return Season(mask if "X" in mask else year, draw(st.integers(21, 41)), (*pair, 0))


@st.composite
def long_years(draw):
    sign = draw(st.sampled_from([1, -1]))
    form = draw(st.integers(0, 3))
    significant = draw(st.one_of(st.none(), st.integers(0, 30)))
    if form == 0:
        return Year(sign * draw(st.integers(10_000, 10**25)), None, significant, draw(marks))
    if form == 1:
        return Year(draw(st.integers(-9999, 9999)), None, draw(st.integers(0, 6)), draw(marks))
    return Year(sign * draw(st.integers(1, 99_999)), draw(st.integers(1, 40)), significant, draw(marks))


@st.composite
def datetimes(draw):
    zone = draw(st.one_of(st.sampled_from([None, "Z", "-00:00"]), st.builds("{}{:02d}:{:02d}".format, st.sampled_from("+-"), st.integers(0, 23), st.integers(0, 59))))  # fmt: skip
    return DateTime(*draw(days()), draw(st.integers(0, 23)), draw(st.integers(0, 59)), draw(st.integers(0, 59)), zone)


points = st.one_of(dates(), dates(), seasons(), long_years(), datetimes())


def in_order(first, last):
    """Two points as the ends of a range, the one that can begin first in front."""
    return (first, last) if bounds(first).start_min <= bounds(last).start_min else (last, first)


ranges = st.builds(lambda a, b: Range(*in_order(a, b)), points, points)


@st.composite
def intervals(draw):
    start, end = in_order(draw(points), draw(points))
    start = draw(st.sampled_from([start, start, start, Until(start), Since(start), End.OPEN, End.UNKNOWN]))
    end = draw(st.sampled_from([end, end, end, Until(end), Since(end), End.OPEN, End.UNKNOWN]))
    if isinstance(start, Since) and isinstance(end, Until):
        start = start.date
    return Interval(start, end)


@st.composite
def sets(draw):
    members = draw(st.lists(st.one_of(points, points, ranges), min_size=1, max_size=4))
    if draw(st.integers(0, 3)) == 0:
        members.insert(0, Until(draw(points)))
    if draw(st.integers(0, 3)) == 0:
        members.append(Since(draw(points)))
    return draw(st.sampled_from([OneOf, AllOf]))(tuple(members))


values = st.one_of(points, intervals(), sets())


# --- text and value ---


@given(values)
@settings(max_examples=500)
def test_a_value_is_what_its_text_reads_as(value):
    assert parse(str(value)) == value


@given(values)
def test_reading_is_stable_level_included(value):
    again = parse(str(value))
    assert (str(again), level(again), hash(again)) == (str(value), level(value), hash(value))


@given(values)
def test_lenient_reading_leaves_strict_text_alone(value):
    assert parse_lenient(str(value)) == (value, ())


@given(values)
def test_spaces_around_are_mended_and_told(value):
    again, repairs = parse_lenient(f" {value}\t")
    assert again == value
    assert len(repairs) == 1


@given(values, values)
def test_values_of_different_text_are_different(one, other):
    assert (one == other) is (str(one) == str(other)) is not (one != other)


def test_kinds_of_equal_content_are_not_equal():
    members = (Date(2023), Date(2024))
    assert len({OneOf(members), AllOf(members), OneOf((Range(*members),)), Interval(*members)}) == 4
    assert Date(2024, 21) != Season(2024, 21)


# --- bounds ---


@given(values)
def test_bounds_are_ordered_and_whole(value):
    start_min, start_max, end_min, end_max, _ = bounds(value)
    assert start_min <= start_max <= end_max
    assert start_min <= end_min <= end_max
    assert all(isinstance(bound, int) or abs(bound) == inf for bound in bounds(value)[:4])


@given(points)
def test_a_date_alone_has_one_span(value):
    start_min, start_max, end_min, end_max, _ = bounds(value)
    assert (start_min, start_max) == (end_min, end_max)


@given(dates(), marks)
def test_qualifiers_never_move_bounds(date, mark):
    assert bounds(date._replace(qualifiers=(mark, mark, mark))) == bounds(date)


@given(masked_dates())
def test_bounds_of_a_mask_are_its_first_and_last_fitting_day(date):
    """Check by filling the digits in every way, for the masks that leave few."""
    text = str(date)
    if text.count("X") > 3 or date.day is None:
        return
    low, high, gaps = None, None, 0
    for number in range(10 ** text.count("X")):
        fill = iter(f"{number:0{text.count('X')}d}" if "X" in text else "")
        try:
            one = bounds(parse("".join(next(fill) if char == "X" else char for char in text)))
        except EdtfError:
            continue
        low = one.start_min if low is None else min(low, one.start_min)
        high = one.end_max if high is None else max(high, one.end_max)
        gaps += 1
    assert bounds(date) == Bounds(low, high, low, high, gaps * 86_400 != high - low + 1)


@given(st.lists(st.integers(1, 9999), min_size=1, max_size=6))
def test_a_one_of_set_has_gaps_when_its_years_leave_some_out(listed):
    value = OneOf(tuple(Date(year) for year in listed))
    assert bounds(value).gaps is (len(set(listed)) != max(listed) - min(listed) + 1)


# --- order and storage ---


@given(values)
def test_what_can_be_stored_sorts_in_64_bits(value):
    date = bounds(value)
    try:
        kept = stored(date)
    except DateOutOfRange:
        assert any(abs(bound) >= SENTINEL_MAX for bound in date[:4] if isinstance(bound, int))
        return
    assert all(SENTINEL_MIN <= bound <= SENTINEL_MAX for bound in kept)
    assert -(2**63) <= sort_key(date) < UNDATED == sort_key(None)
    again = Bounds(*kept, date.gaps)
    assert (sort_key(again), band(again)) == (sort_key(date), band(date))


@given(values)
def test_a_date_is_no_longer_than_its_band(value):
    date = bounds(value)
    number = band(date)
    assert (number == 0) is (date.start_min == -inf)
    if 1 <= number <= 4:
        assert date.end_max - date.start_min < BAND_SECONDS[number - 1]
        assert number == 1 or date.end_max - date.start_min >= BAND_SECONDS[number - 2]


def test_the_order_of_dates_that_begin_together():
    texts = ["[..2022-07]", "2022-08/..", "2022-08/2045", "[2022-08..2024]", "[2022-08..2022-10]", "2022-08", "2022-08-01", "2022-08-01T00:00:00", "[2022-08..]"]  # fmt: skip
    shuffled = random.Random(3).sample(texts, len(texts))
    keys = {text: sort_key(bounds(parse(text))) for text in texts}
    assert [keys[text] for text in sorted(shuffled, key=keys.get)] == sorted(keys[text] for text in texts)
    assert keys["[..2022-07]"] < keys["2022-08/.."] == keys["2022-08/2045"] < keys["[2022-08..2024]"]
    assert keys["[2022-08..2024]"] < keys["[2022-08..2022-10]"] < keys["2022-08"] < keys["2022-08-01"]
    assert (
        keys["2022-08-01"] < keys["2022-08-01T00:00:00"] < keys["[2022-08..]"] < sort_key(bounds(parse("2022-08-02")))
    )
    assert sort_key(bounds(parse("2022-07-31T23:59:59"))) < keys["[..2022-07]"]


@pytest.mark.parametrize(("text", "number"), [("2024-06-01", 1), ("2024-01", 2), ("2024", 3), ("199X", 4), ("198X/1990", 5), ("2024/..", 5), ("2024/", 5), ("../2024", 0), ("/", 0)])  # fmt: skip
def test_bands_follow_the_calendar(text, number):
    assert band(bounds(parse(text))) == number


@pytest.mark.parametrize(
    ("text", "word"), [("Y100000000000", "late"), ("Y-100000000000", "early"), ("2024/Y1E40", "late")]
)
def test_a_date_beyond_the_store_is_refused_with_its_direction(text, word):
    with pytest.raises(DateOutOfRange, match=word):
        stored(bounds(parse(text)))


# --- English ---


@given(st.lists(values, min_size=2, max_size=30))
def test_different_dates_have_different_phrases(some):
    assert len({english(value) for value in some}) == len(set(some))


@given(dates(), dates())
@example(Date("-00XX"), Date("-01XX"))
@example(Date("200X"), Date("20XX"))
def test_near_dates_have_different_phrases(one, other):
    near = {one, other, one._replace(qualifiers=(0, 0, 0)), other._replace(qualifiers=(0, 0, 0))}
    near |= {
        OneOf((one,)),
        AllOf((one,)),
        OneOf((Until(one),)),
        OneOf((Since(one),)),
        OneOf((one, other)),
        AllOf((one, other)),
    }
    near |= {Interval(one, End.OPEN), Interval(one, End.UNKNOWN), Interval(End.OPEN, one), Interval(End.UNKNOWN, one)}
    near |= {
        OneOf((Range(one, other),)),
        AllOf((Range(one, other),)),
        Interval(one, other),
        Interval(Until(one), Since(other)),
    }
    assert len({english(value) for value in near}) == len(near)


@given(values)
def test_english_is_one_plain_line(value):
    phrase = english(value)
    assert phrase.isascii()
    assert phrase.isprintable()
    assert phrase == " ".join(phrase.split())


# --- Julian ---


@given(st.integers(-9998, 9998), st.integers(1, 12), st.integers(1, 28))
def test_a_julian_day_is_a_gregorian_day(year, month, day):
    assert isinstance(from_julian(Date(year, month, day)), Date)


# --- anything at all ---

alphabet = st.sampled_from("0123456789X-?~%/[]{},.YES TZ:+" + "xu–²\0\ud800٣")


def refusal_of(read, text):
    try:
        read(text)
    except EdtfError as error:
        return error
    return None


def is_tellable(error, text):
    return 0 <= error.offset <= len(text) and len(str(error)) < 200 and str(error).isprintable()


@given(st.one_of(st.text(alphabet, max_size=40), st.text(max_size=40)))
@settings(max_examples=500)
def test_any_text_is_read_or_refused_with_a_place(text):
    for read in (parse, parse_lenient):
        refusal = refusal_of(read, text)
        assert refusal is None or is_tellable(refusal, text)


@given(values, st.integers(0, 200), st.sampled_from(string.printable))
def test_a_text_with_one_character_changed_is_read_or_refused(value, place, char):
    text = str(value)
    place %= len(text)
    changes = (
        text[:place] + char + text[place + 1 :],
        text[:place] + text[place + 1 :],
        text[:place] + char + text[place:],
    )
    for changed in changes:
        refusal = refusal_of(parse, changed)
        assert is_tellable(refusal, changed) if refusal else parse(str(parse(changed))) == parse(changed)


@pytest.mark.parametrize("text", ["2024" * 300, "[" + "2024," * 300 + "2024]", " " * 5000, "Y" + "9" * 2000])
def test_a_text_longer_than_1000_characters_is_refused(text):
    for read in (parse, parse_lenient):
        with pytest.raises(EdtfError, match=r"at most 1,000 characters") as refused:
            read(text)
        assert refused.value.offset == 1000


def test_the_longest_year_has_a_text_bounds_and_a_phrase():
    value = parse("Y" + "9" * 999)
    assert parse(str(value)) == value
    assert bounds(value).start_min > 10**1000
    assert english(value).count("9") == 999
    assert bounds(parse("Y1E999")).end_max > 10**1000
