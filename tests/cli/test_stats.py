"""`timeline stats`: the chronology in numbers."""

import csv
import io
import json

import pytest


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def test_the_page_tells_counts_span_bars_gaps_and_actors(demo):
    page = demo("stats").out
    for part in ("26 (26 confirmed)", "1945 to 3 September 2025", "1 source,", "events a year", "76 years without"):
        assert part in page
    assert "no event between 1 January 1946 and 31 January 2022" in page
    assert "12  Kim Jong Un" in page
    assert "7  Vladimir Putin and Kim Jong Un" in page
    assert "█" in page
    assert "░" in page


def test_no_line_is_wider_than_the_terminal(demo, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    bars = [line for line in demo("stats").out.splitlines() if "█" in line or "░" in line]
    assert bars
    assert all(len(line) <= 40 for line in bars if "begun" not in line)


def test_machines_get_the_same_figures(demo):
    whole = json.loads(demo("stats", "--format", "json").out)
    assert whole["events"] == len(rows(demo("list", "--format", "csv")))
    assert {actor["uid"]: actor["events"] for actor in whole["busiest"]}["kim-jong-un"] == len(
        rows(demo("list", "--actor", "kim-jong-un", "--format", "csv"))
    )
    assert {one["period"]: one["certain"] for one in whole["periods"]}["1945"] == 2
    table = rows(demo("stats", "--format", "csv"))
    assert {row["name"]: row["count"] for row in table if row["section"] == "count"} == {
        name: str(number) for name, number in whole["counts"].items()
    }
    assert [row["since"] for row in table if row["section"] == "gap"] == [gap["since"] for gap in whole["gaps"]]


def test_filters_narrow_it(demo):
    narrowed = json.loads(demo("stats", "--actor", "Kim", "--since", "2025", "--format", "json").out)
    assert narrowed["events"] == len(rows(demo("list", "--actor", "Kim", "--since", "2025", "--format", "csv")))
    members = json.loads(demo("stats", "--actor", "North Korea", "--members", "--format", "json").out)
    assert members["events"] == len(rows(demo("list", "--actor", "North Korea", "--members", "--format", "csv")))


def test_the_past_is_counted_as_it_was(demo):
    before = demo("stats").out
    demo("add", "Later", "--when", "2030", "--actor", "Kim Jong Un")
    assert demo("stats").out != before
    assert demo("stats", "--as-recorded", "1").out == before


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_nothing_is_no_error(timeline, form):
    timeline("init")
    run = timeline("stats", "--format", form)
    assert run.code == 0
    assert run.out


def test_wrong_usage_is_refused(demo):
    assert demo("stats", "--by", "week").code == 2
    assert demo("stats", "--format", "nope").code > 2
