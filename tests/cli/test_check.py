"""`timeline check`: what is doubtful, with exit codes a script can act on."""

import csv
import io
import json

import pytest

from timeline import errors
from timeline.cli.commands import check


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
    for arguments in ((), ("--dates",)):
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
    assert "day-before → today" in demo("check").out


def test_a_phrase_without_a_date_is_told(demo, article):
    article("a-visit", phrase="yesterday")
    assert [(row["event"], row["now"]) for row in rows(demo("check", "--format", "csv"))] == [("a-visit", "2025-09-02")]


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
    run = demo("check")
    assert (run.code, run.out) == (0, ""), run


def test_every_check_has_an_option_of_its_own(demo):
    help_text = demo("check", "--help").out
    for rule in check.RULES:
        assert f"--{rule.name}" in help_text
        assert demo("check", f"--{rule.name}").code in {0, errors.CheckFailed.exit_code}


def test_an_empty_chronology_has_nothing_to_find(timeline):
    timeline("init")
    assert timeline("check", "--by-hand").code == 0


def test_machines_get_an_empty_table_where_nothing_is_found(demo):
    run = demo("check", "--format", "csv")
    assert run.out.strip() == "event,phrase,stored,now,anchor,rule,rule_now,resolver,why"
