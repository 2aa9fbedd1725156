"""The tables in tests/corpus/edtf_*.tsv, row by row: what is read, refused, mended, converted and said."""

from __future__ import annotations

import csv
from math import inf
from pathlib import Path

import pytest

from timeline.edtf import bounds, english, level, parse, parse_julian, parse_lenient
from timeline.edtf.civil import DAY, days_from_civil
from timeline.errors import EdtfError

CORPUS = Path(__file__).parents[1] / "corpus"


def rows(name):
    with (CORPUS / f"edtf_{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def each(name):
    table = rows(name)
    return pytest.mark.parametrize("row", table, ids=[next(iter(row.values())) or "(empty)" for row in table])


def second(text, *, of_day):
    """The second that a day or a date-time of a table means; a day its first or last."""
    if text.endswith("inf"):
        return float(text)
    day, _, clock = text.partition("T")
    year, month, date = day.rsplit("-", 2)
    if clock:
        hours, minutes, seconds = map(int, clock.split(":"))
        of_day = hours * 3600 + minutes * 60 + seconds
    return days_from_civil(int(year), int(month), int(date)) * DAY + of_day


@each("valid")
def test_valid_text_has_its_canonical_form_level_and_bounds(row):
    value = parse(row["edtf"])
    assert (str(value), level(value)) == (row["canonical"], int(row["level"]))
    first, last = 0, DAY - 1
    assert bounds(value) == (
        second(row["start_min"], of_day=first),
        second(row["start_max"], of_day=last),
        second(row["end_min"], of_day=first),
        second(row["end_max"], of_day=last),
        row["gaps"] == "gaps",
    )


@each("refused")
def test_what_is_not_edtf_is_refused_where_it_goes_wrong(row):
    with pytest.raises(EdtfError) as refused:
        parse(row["text"])
    assert refused.value.offset == int(row["character"]) - 1
    assert f"at character {row['character']}, expected " in str(refused.value)


@each("lenient")
def test_lenient_reading_mends_and_says_so_or_refuses(row):
    if row["edtf"] == "refused":
        with pytest.raises(EdtfError) as strict:
            parse(row["text"])
        with pytest.raises(EdtfError) as lenient:
            parse_lenient(row["text"])
        assert lenient.value.args == strict.value.args
        return
    value, repairs = parse_lenient(row["text"])
    assert (str(value), len(repairs)) == (row["edtf"] or row["text"], int(row["repairs"]))


@each("julian")
def test_julian_dates_are_converted_or_refused(row):
    if row["gregorian"] == "refused":
        with pytest.raises(EdtfError):
            parse_julian(row["julian"])
    else:
        assert str(parse_julian(row["julian"])) == row["gregorian"]


@each("english")
def test_english_says_the_date(row):
    assert english(parse(row["edtf"])) == row["english"]


def test_no_two_rows_share_a_phrase():
    table = rows("english")
    assert len({row["english"] for row in table}) == len({row["edtf"] for row in table}) == len(table) >= 150


def test_infinity_is_a_bound_only_where_an_end_is_open_or_unknown():
    closed = [row["edtf"] for row in rows("valid") if ".." not in row["edtf"] and "/" not in row["edtf"]]
    assert closed
    assert all(abs(bound) < inf for text in closed for bound in bounds(parse(text))[:4])


def test_english_of_a_text_is_that_of_its_value():
    from timeline.edtf import english, english_of, parse

    rows = (CORPUS / "edtf_english.tsv").read_text(encoding="utf-8").splitlines()
    texts = [row.split("\t")[0] for row in rows[1:] if row and not row.startswith("#")]
    plain = [
        f"{year}-{month:02d}-{day:02d}"
        for year in ("1000", "2024", "9999")
        for month in (1, 2, 12)
        for day in (1, 9, 28)
    ]
    for text in [*texts, *plain, "2024-02-29", "2024-12", "2024-21", "0999-01", "0001-01-01"]:
        assert english_of(text) == english(parse(text))
