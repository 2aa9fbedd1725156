"""The three clocks on the command line: what was known by a day, and the database as it stood."""

import json

import pytest

from timeline.formats import all_formats

READS = (
    ["list"],
    ["show", "beijing-parade"],
    ["claims"],
    ["conflicts"],
    ["export", "--format", "jsonl"],
    ["sql", "SELECT count(*) FROM claim"],
    ["actor", "list"],
    ["source", "list"],
    ["place", "list"],
    ["tag", "list"],
    ["log"],
)


@pytest.mark.parametrize("read", READS, ids=" ".join)
def test_every_command_that_reads_tells_what_it_told_then(read, demo):
    before = demo(*read).out
    demo("edit", "beijing-parade", "--title", "Another title", "--tag", "new", "--place", "Nowhere", "--new")
    demo("claim", "add", "beijing-talks", "killed", "5", "--by", "Ukraine")
    demo("claim", "add", "beijing-talks", "killed", "6", "--by", "Russia")
    demo("actor", "add", "Somebody")
    demo("source", "add", "A report", "--published", "2020")
    run = demo(*read, "--as-recorded", "1")
    assert run.code == 0
    assert run.out == before
    assert demo(*read).out != before


def test_a_batch_that_was_not_yet_there_is_refused(demo):
    demo("tag", "add", "war", "beijing-parade")
    assert demo("log", "2").code == 0
    assert demo("log", "2", "--as-recorded", "1").code == 61


@pytest.fixture
def told(timeline):
    """An event that one source dates to a month, and a later one, whose date is accepted, to a day."""
    timeline("init")
    timeline("add", "They met", "--when", "2024-08", "--source", "https://a.example/1", "--published", "2024-09-01")
    source = ["--source", "https://b.example/2", "--published", "2025-03-01", "--quote", "met on 6 August"]
    timeline("edit", "they-met", "--when", "2024-08-06", *source)
    timeline("add", "Never printed", "--when", "2023")
    timeline("add", "Undated source", "--when", "2023", "--source", "https://c.example/3")
    return timeline


def test_an_event_has_the_date_that_was_known_and_is_marked(told):
    run = told("list", "--known-by", "2024-12", "--format", "json")
    assert [(row["date"], row["title"], row["redated"]) for row in json.loads(run.out)] == [
        ("2024-08", "They met", True)
    ]
    assert "1 source without a date of publication" in run.err
    assert "August 2024 (as known then)" in told("list", "--known-by", "2024-12").out
    run = told("list", "--known-by", "March 2025", "--format", "json")
    assert [(row["date"], row["redated"]) for row in json.loads(run.out)] == [("2024-08-06", False)]
    assert told("list", "--known-by", "2024-08", "--format", "json").out == "[]\n"


def test_show_tells_what_was_known_or_that_nothing_was(told):
    run = told("show", "they-met", "--known-by", "2024-12")
    assert "August 2024" in run.out
    assert "met on 6 August" not in run.out
    run = told("show", "they-met", "--known-by", "2024-01")
    assert (run.code, run.out) == (86, "")
    assert told("show", "they-met", "--possibly").code == 2


def test_what_may_have_been_printed_counts_when_it_is_asked_for(told):
    told("source", "edit", "a-example-1", "--published", "2024")
    assert told("list", "--known-by", "2024-09-15", "--format", "json").out == "[]\n"
    assert "They met" in told("list", "--known-by", "2024-09-15", "--possibly").out


TEXT_FORMATS = [form.name for form in all_formats() if form.write_records or form.write_events or form.write_whole]


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_no_export_tells_what_was_not_known(form, told):
    out = told("export", "--format", form, "--known-by", "2024-12").out
    if form not in {"datasette-config", "vega-lite"}:
        assert "They met" in out
    for secret in ("6 August", "2024-08-06", "b.example", "Never printed", "Undated source"):
        assert secret not in out


def test_claims_were_known_when_they_were_said(demo):
    out = demo("claims", "--known-by", "2025-02", "--format", "json").out
    assert [row["uid"] for row in json.loads(out)] == ["western-officials-1000-killed"]
    assert demo("conflicts", "--known-by", "2025-02", "--format", "json").out == "[]\n"
    assert len(json.loads(demo("conflicts", "--known-by", "2025-03", "--format", "json").out)) == 1


@pytest.mark.parametrize("date", ["2024/..", "nonsense", "last"])
def test_a_date_without_an_end_or_sense_is_refused(date, demo):
    run = demo("list", "--known-by", date)
    assert run.code not in {0, 1}
    assert run.out == ""
