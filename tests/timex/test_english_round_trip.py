"""What `timeline.edtf.english` writes, `timex.read` reads back to the same date; nothing is lost between them."""

from __future__ import annotations

import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.edtf import english, parse
from timeline.timex import Moment, Options, Resolved, read

CORPUS = pathlib.Path(__file__).parents[1] / "corpus" / "edtf_english.tsv"
ROWS = [
    line.split("\t")[:2] for line in CORPUS.read_text("utf-8").splitlines()[1:] if line and not line.startswith("#")
]


def edtf_of(phrase: str) -> str | None:
    outcome = read(phrase, Options(now=Moment(2025, 9, 3)))
    return outcome.edtf if isinstance(outcome, Resolved) else None


@pytest.mark.parametrize(("edtf", "phrase"), ROWS, ids=[row[0] for row in ROWS])
def test_each_phrase_of_the_corpus_reads_back(edtf: str, phrase: str) -> None:
    assert edtf_of(phrase) == edtf


years = st.one_of(
    st.integers(1, 9999).map(lambda y: f"{y:04d}"),
    st.integers(1, 9999).map(lambda y: f"-{y:04d}"),
    st.sampled_from(["199X", "18XX", "1XXX", "XXXX", "19X5", "-01XX", "190X", "0000"]),
)
plain_years = st.integers(1000, 2100).map(str)
months = st.one_of(st.integers(1, 12).map(lambda m: f"{m:02d}"), st.sampled_from(["XX", "0X", "1X"]))
days = st.one_of(st.integers(1, 28).map(lambda d: f"{d:02d}"), st.sampled_from(["XX", "1X", "X1"]))
marks = st.sampled_from(["", "", "", "?", "~", "%"])
bodies = st.one_of(
    years,
    st.tuples(years, months).map("-".join),
    st.tuples(years, months, days).map("-".join),
    st.tuples(years, st.integers(21, 41).map(str)).map("-".join),
    st.integers(10_000, 10**9).map(lambda y: f"Y{y}"),
)
points = st.tuples(bodies, marks).map("".join)
simple = st.tuples(plain_years, st.integers(1, 12), st.integers(1, 28)).map(lambda t: f"{t[0]}-{t[1]:02d}-{t[2]:02d}")
dates = st.one_of(
    points,
    st.tuples(points, st.sampled_from(["..", ""])).map("/".join),
    st.tuples(st.sampled_from(["..", ""]), points).map("/".join),
    st.tuples(simple, simple).map(lambda t: "/".join(sorted(t))),
    st.tuples(simple, simple).map(lambda t: "[" + "..".join(sorted(t)) + "]"),
    st.lists(simple, min_size=1, max_size=4, unique=True).map(lambda t: "[" + ",".join(sorted(t)) + "]"),
    st.lists(simple, min_size=1, max_size=4, unique=True).map(lambda t: "{" + ",".join(sorted(t)) + "}"),
    simple.map(lambda d: f"[..{d}]"),
    simple.map(lambda d: f"[{d}..]"),
)


def canonical(text: str) -> str | None:
    from timeline.errors import EdtfError

    try:
        return str(parse(text))
    except EdtfError:
        return None


@settings(max_examples=300, deadline=None)
@given(dates)
def test_english_of_any_date_reads_back(text: str) -> None:
    whole = canonical(text)
    if whole is not None:
        assert edtf_of(english(parse(whole))) == whole
