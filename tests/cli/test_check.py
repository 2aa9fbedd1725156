"""`timeline check`: what is doubtful, with exit codes a script can act on."""

import csv
import io
import json

import pytest

from timeline import errors
from timeline.store.read.lint import RULES


@pytest.fixture
def article(demo, folder):
    """Put down an event of a passage, with the date that is stored for its phrase."""

    def put(uid, **citation):
        source = {"record": "source", "uid": "paper", "title": "Paper", "published": "2025-09-03"}
        made = {"source": "paper", "quote": uid, "resolver": "timex 0", "rule": "day-before", **citation}
        event = {"record": "event", "uid": uid, "title": uid, "citations": [made]}
        path = folder / "some.jsonl"
        path.write_text("\n".join(json.dumps(one) for one in ({"timeline": 1}, source, event)))
        assert demo("import", path).code == 0

    return put


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def test_nothing_found_is_code_0_and_no_data(demo):
    for arguments in (("--ignore", "single-origin"), ("--dates",)):
        run = demo("check", *arguments)
        assert (run.code, run.out) == (0, "")
        assert "nothing is found" in run.err


def test_a_phrase_read_otherwise_now_is_told_with_both_readings(demo, article):
    article("a-visit", phrase="yesterday", date="2025-09-01", anchor="2025-09-03", anchor_kind="publication")
    run = demo("check", "--dates", "--format", "csv")
    assert run.code == errors.CheckFailed.exit_code
    assert "1 finding" in run.err
    (row,) = rows(run)
    assert row["why"]
    del row["why"]
    assert row == {
        "event": "a-visit",
        "phrase": "yesterday",
        "stored": "2025-09-01",
        "now": "2025-09-02",
        "anchor": "2025-09-03",
        "rule": "day-before",
        "rule_now": "today",
        "resolver": "timex 0",
    }


def test_the_table_for_people_has_the_rule_before_and_after(demo, article):
    article("a-visit", phrase="yesterday", date="2025-09-01", anchor="2025-09-03", anchor_kind="publication")
    assert "day-before → today" in demo("check", "--dates").out


def test_a_phrase_without_a_date_is_told(demo, article):
    article("a-visit", phrase="yesterday")
    assert [(row["event"], row["now"]) for row in rows(demo("check", "--dates", "--format", "csv"))] == [
        ("a-visit", "2025-09-02")
    ]


def test_what_was_decided_by_hand_is_told_on_request_only(demo):
    run = demo("check", "--dates", "--by-hand", "--format", "jsonl")
    found = {row["event"]: row for row in map(json.loads, run.out.splitlines())}
    assert run.code == errors.CheckFailed.exit_code
    assert f"{len(found)} findings" in run.err
    assert found["end-of-war-in-asia"]["resolver"] == "by hand"
    assert "beijing-parade" not in found


def test_what_add_has_stored_is_read_again_as_it_was(demo):
    for number, arguments in enumerate(
        (
            ("Tuesday", "--on", "2025-09-03"),
            ("two hours ago",),
            ("20 minutes ago", "--on", "2025-09-03T00:10"),
            ("last week",),
            ("03/04/2024", "--dayfirst"),
            ("03/04", "--monthfirst"),
            ("25 October 1917", "--calendar", "julian"),
            ("early March 2025",),
            ("tonight",),
        )
    ):
        source = ("--source", f"https://example.org/{number % 2}")
        assert demo("add", f"Event {number}", "--when", *arguments, *source, "--quote", str(number)).code == 0
    run = demo("check", "--dates")
    assert (run.code, run.out) == (0, ""), run


def test_an_empty_chronology_has_nothing_to_find(timeline):
    timeline("init")
    assert timeline("check", "--by-hand").code == 0


def test_machines_get_an_empty_table_where_nothing_is_found(demo):
    run = demo("check", "--dates", "--format", "csv")
    assert run.out.strip() == "event,phrase,stored,now,anchor,rule,rule_now,resolver,why"
    run = demo("check", "--ignore", "single-origin", "--format", "csv")
    assert (run.code, run.out.strip()) == (0, "rule,entity,row,what,remedy")


def test_the_first_chronology_has_one_thing_to_be_said_of_it(demo):
    run = demo("check")
    assert run.code == errors.CheckFailed.exit_code
    (line,) = [line for line in run.out.splitlines() if line.startswith("single-origin")]
    assert "putin-thanks-kim" in line
    assert "22 more" in line
    assert "26 findings" in run.err
    every = demo("check", "--every").out
    assert every.count("single-origin") == 26
    assert len(rows(demo("check", "--format", "csv"))) == 26


def test_a_finding_names_rule_row_and_a_remedy_that_can_be_run(demo):
    demo("add", "Bare", "--when", "2024-01-01")
    (row,) = rows(demo("check", "--rule", "no-source", "--format", "csv"))
    assert (row["rule"], row["entity"], row["row"]) == ("no-source", "event", "bare")
    assert row["remedy"].startswith("timeline edit bare ")
    assert demo("edit", "bare", "--source", "https://example.org/1", "--quote", "so it was").code == 0
    assert demo("check", "--rule", "no-source").code == 0


def test_filters_narrow_the_check_and_rules_can_be_left_out(demo):
    demo("add", "Bare", "--when", "2024-01-01", "--actor", "Putin")
    assert [row["row"] for row in rows(demo("check", "--ignore", "single-origin", "--format", "csv"))] == ["bare"]
    assert demo("check", "--ignore", "single-origin", "--ignore", "no-source").code == 0
    assert demo("check", "--rule", "no-source", "--actor", "Kim").code == 0
    assert demo("check", "--rule", "no-source", "--actor", "Putin").code == errors.CheckFailed.exit_code
    assert demo("check", "--rule", "no-source", "--as-recorded", "1").code == 0


def test_doubles_are_found_and_settled_by_their_remedies(demo):
    demo("add", "A letter to Moscow", "--when", "2025-03-04", "--actor", "Kim Jong Un")
    demo("add", "Letter to Moscow", "--when", "2025-03", "--actor", "Kim Jong Un", "--new")
    demo("actor", "add", "Kim Jong-un", "--uid", "other")
    found = rows(demo("check", "--rule", "duplicate-event", "--rule", "duplicate-actor", "--format", "csv"))
    assert {row["rule"] for row in found} == {"duplicate-event", "duplicate-actor"}
    demo("link", "letter-to-moscow", "same_as", "a-letter-to-moscow")
    demo("actor", "merge", "kim-jong-un", "other")
    assert demo("check", "--rule", "duplicate-event", "--rule", "duplicate-actor").code == 0


def test_the_database_itself_is_checked_on_request(demo):
    run = demo("check", "--store")
    assert (run.code, run.out) == (0, "")
    assert "sound" in run.err
    import sqlite3

    with sqlite3.connect("timeline.db") as raw:
        raw.execute("UPDATE event SET end_max = end_max + 1 WHERE uid = 'kursk-incursion'")
    run = demo("check", "--store", "--format", "csv")
    assert run.code == errors.CheckFailed.exit_code
    assert "bounds" in {row["rule"] for row in rows(run)}


@pytest.mark.parametrize("arguments", [("--rule", "nope"), ("--ignore", "nope")])
def test_a_rule_that_is_not_there_is_wrong_usage(demo, arguments):
    run = demo("check", *arguments)
    assert (run.code, run.out) == (2, "")
    assert "no-source" in run.err


def test_rules_are_listed_and_each_is_documented():
    import pathlib
    import re

    page = pathlib.Path(__file__).parents[2] / "docs" / "commands" / "check.md"
    told = re.findall(r"(?m)^\| `([a-z-]+)` \| (.+?) \|", page.read_text(encoding="utf-8"))
    assert told == [(rule.name, rule.line) for rule in RULES]


def test_the_list_of_rules_needs_no_findings(demo):
    run = demo("check", "--list-rules", "--format", "csv")
    assert run.code == 0
    assert [row["rule"] for row in rows(run)] == [rule.name for rule in RULES]


def made(demo, folder, *records):
    path = folder / "made.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in ({"timeline": 1}, *records)))
    run = demo("import", path)
    assert run.code == 0, run


PAPER = {"record": "source", "uid": "paper", "title": "Paper", "published": "2025-09-03"}


def of(uid, date=None, **citation):
    event = {"record": "event", "uid": uid, "title": uid, "citations": [{"source": "paper", **citation}]}
    return {**event, "date": date} if date else event


@pytest.mark.parametrize(
    ("rule", "record", "fill"),
    [
        ("false-precision", {**of("it", "2024-01-01"), "as_written": "2024"}, {}),
        ("false-precision", of("it", quote="It was June last year.", phrase="June last year", date="2024-06-01"), {}),
        ("false-precision", of("it", "2024-06-01", quote="It's said: in June 2024."), {}),
        ("unresolved", of("it", quote="It was 'later'.", phrase="later"), {"DATE": "2024"}),
        ("early-source", of("it", "2025-09-04", quote="It was."), {"DATE": "2025-09-03"}),
        (
            "broken-link",
            of(
                "it",
                quote="two days later",
                phrase="yesterday",
                date="2024-06-02",
                anchor="2024-06-03",
                anchor_kind="event",
            ),
            {"DAY": "2024-06-03"},
        ),
        (
            "no-source",
            {"record": "event", "uid": "it", "title": "it", "date": "2024"},
            {"URL": "https://e.org", "WORDS": "so"},
        ),
    ],
)
def test_a_remedy_that_is_run_settles_the_finding(demo, folder, rule, record, fill):
    import shlex

    made(demo, folder, PAPER, record)
    check = ("check", "--rule", rule, "--text", "it", "--undated", "--format", "csv")
    found = [row for row in rows(demo(*check)) if row["row"] == "it"]
    assert found, rule
    remedy = found[0]["remedy"].split(", ")[0].split("; ")[0]
    for word, meant in fill.items():
        remedy = remedy.replace(word, meant)
    program, *arguments = shlex.split(remedy)
    assert program == "timeline"
    run = demo(*arguments)
    assert run.code == 0, (remedy, run)
    assert [row for row in rows(demo(*check)) if row["row"] == "it"] == [], remedy
