"""`timeline anchor`: a corrected publication date, and all that hangs on it, shown before it is written."""

import csv
import io

import pytest

from timeline import errors
from timeline.cli import intake


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def date_of(run, event):
    (row,) = [row for row in rows(run("list", "--format", "csv")) if row["uid"] == event]
    return row["date"]


@pytest.fixture
def paper(timeline, folder):
    """The program, on a chronology of one event that was read in a paper of 3 September 2025."""
    assert timeline("init").code == 0
    run = timeline(
        *("add", "A visit", "--when", "yesterday", "--on", "2025-09-03", "--source", "https://example.org/a"),
        *("--published", "2025-09-03", "--quote", "came yesterday"),
    )
    assert run.code == 0
    return timeline


@pytest.fixture
def on_a_terminal(monkeypatch):
    """Have stdin and stderr look like a terminal, on which `answer` is typed."""

    def answer(timeline, text, *arguments):
        asked = []

        def confirm(question, **how):
            asked.append(question)
            return text == "y"

        monkeypatch.setattr("timeline.cli.commands.anchor.typer.confirm", confirm)
        monkeypatch.setattr("timeline.cli.commands.anchor.sys", Terminal())
        run = timeline(*arguments)
        monkeypatch.undo()
        return run, asked

    return answer


class Terminal:
    class stdin:  # noqa: N801 - stands in for sys.stdin
        @staticmethod
        def isatty():
            return True

    stderr = stdin


def test_dates_are_shown_before_and_after_and_written_with_yes(paper):
    run = paper("anchor", "example.org/a", "2025-09-10", "--yes", "--format", "csv")
    assert run.code == 0
    assert rows(run) == [
        {
            "event": "a-visit",
            "phrase": "yesterday",
            "before": "2025-09-02",
            "after": "2025-09-09",
            "becomes": "moves, the event with it",
        }
    ]
    assert date_of(paper, "a-visit") == "2025-09-09"
    assert rows(paper("source", "list", "--format", "csv"))[0]["published"] == "2025-09-10"
    assert "counted from 2025-09-10 (publication)" in " ".join(paper("show", "a-visit").out.split())


def test_undo_takes_it_back_as_one(paper):
    before = paper("export", "--format", "jsonl").out
    assert paper("anchor", "example.org/a", "2025-09-10", "--yes").code == 0
    assert paper("undo").code == 0
    assert [line for line in paper("export", "--format", "csv").out.splitlines() if "2025-09-02" in line]
    assert rows(paper("source", "list", "--format", "csv"))[0]["published"] == "2025-09-03"
    again = paper("export", "--format", "jsonl").out
    assert [line.partition('"rev"')[0] for line in again.splitlines()] == [
        line.partition('"rev"')[0] for line in before.splitlines()
    ]


def test_a_dry_run_shows_the_same_and_writes_nothing(paper):
    run = paper("anchor", "example.org/a", "2025-09-10", "--dry-run", "--format", "csv")
    assert run.code == 0
    assert "nothing was written" in run.err
    assert rows(run)[0]["after"] == "2025-09-09"
    assert date_of(paper, "a-visit") == "2025-09-02"
    assert len(rows(paper("log", "--format", "csv"))) == 1


def test_without_a_terminal_and_without_yes_nothing_is_written(paper):
    run = paper("anchor", "example.org/a", "2025-09-10")
    assert run.code == errors.NotAgreed.exit_code
    assert "--yes" in run.err
    assert "2025-09-09" in run.out
    assert date_of(paper, "a-visit") == "2025-09-02"


def test_on_a_terminal_a_yes_writes_and_a_no_does_not(paper, on_a_terminal, folder):
    database = ("--db", str(folder / "timeline.db"))
    run, asked = on_a_terminal(paper, "n", "anchor", "example.org/a", "2025-09-10", *database)
    assert asked
    assert run.code == errors.NotAgreed.exit_code


def test_on_a_terminal_a_yes_writes(paper, on_a_terminal, folder):
    database = ("--db", str(folder / "timeline.db"))
    run, asked = on_a_terminal(paper, "y", "anchor", "example.org/a", "2025-09-10", *database)
    assert (run.code, len(asked)) == (0, 1)
    listed = paper("list", *database, "--format", "csv")
    assert rows(listed)[0]["date"] == "2025-09-09"


def test_a_database_that_was_changed_meanwhile_is_left_alone(paper, monkeypatch):
    batch = intake.batch

    def late(*arguments):
        monkeypatch.setattr(intake, "batch", batch)
        assert paper("edit", "a-visit", "--when", "2020").code == 0
        return batch(*arguments)

    monkeypatch.setattr(intake, "batch", late)
    run = paper("anchor", "example.org/a", "2025-09-10", "--yes")
    assert run.code == errors.ChangedMeanwhile.exit_code
    assert date_of(paper, "a-visit") == "2020"
    assert rows(paper("source", "list", "--format", "csv"))[0]["published"] == "2025-09-03"


def test_the_date_may_be_english(paper):
    run = paper("anchor", "example.org/a", "10 September", "--yes", "--format", "csv")
    assert run.code == 0
    assert rows(paper("source", "list", "--format", "csv"))[0]["published"] == "2025-09-10"
    assert date_of(paper, "a-visit") == "2025-09-09"


def test_a_date_that_cannot_be_read_is_refused(paper):
    assert paper("anchor", "example.org/a", "").code == errors.BadDate.exit_code
    assert paper("anchor", "example.org/a", "03/04/2024").code == errors.BadDate.exit_code


def test_an_unknown_source_is_refused(paper):
    assert paper("anchor", "no such", "2025-09-10").code == errors.NothingNamed.exit_code


def test_the_same_date_again_changes_nothing(paper):
    assert paper("anchor", "example.org/a", "2025-09-10", "--yes").code == 0
    run = paper("anchor", "example.org/a", "2025-09-10")
    assert (run.code, run.out) == (0, "")
    assert "already" in run.err
    assert len(rows(paper("log", "--format", "csv"))) == 2


def test_a_source_on_which_nothing_hangs_just_gets_its_date(paper):
    paper("source", "add", "A report")
    assert paper("anchor", "a-report", "2024-03", "--yes").code == 0
    assert {row["published"] for row in rows(paper("source", "list", "--format", "csv"))} == {"2025-09-03", "2024-03"}


def test_of_the_first_chronology_it_moves_what_its_rules_read_and_leaves_the_rest(demo):
    run = demo("anchor", "putin-thanks-kim", "2025-09-10", "--yes", "--format", "csv")
    becomes = {(row["event"], row["phrase"]): row for row in rows(run)}
    assert becomes["ceremony-for-families", "Last week"]["after"] == "[2025-09-01..2025-09-07]"
    assert becomes["beijing-talks", "on Wednesday"]["becomes"] == "moves, the event with it"
    assert becomes["beijing-parade", "Wednesday"]["becomes"] == "moves; the event is dated by another passage"
    assert becomes["workers-for-kursk", "in June"]["becomes"] == "stays"
    for event, phrase in (("end-of-war-in-asia", "80 years"), ("kim-pledges-help", "in response")):
        row = becomes[event, phrase]
        assert row["becomes"] == "left: by hand"
        assert row["before"] == row["after"]
        assert date_of(demo, event) == row["before"]


def test_an_event_dated_by_hand_is_left_and_told(paper):
    assert paper("edit", "a-visit", "--when", "1 September 2025").code == 0
    run = paper("anchor", "example.org/a", "2025-09-10", "--yes", "--format", "csv")
    assert rows(run)[0]["becomes"] == "moves; the event is dated by hand"
    assert date_of(paper, "a-visit") == "2025-09-01"


# --- what `add` puts down for it ---


def anchor_of(timeline, event):
    import json

    records = [json.loads(line) for line in timeline("export", "--format", "jsonl").out.splitlines()]
    (found,) = [one for one in records if one.get("uid") == event]
    return {key: found["citations"][0].get(key) for key in ("anchor", "anchor_kind", "anchor_of")}


def test_a_date_counted_from_the_day_of_its_source_hangs_on_the_source(paper):
    assert anchor_of(paper, "a-visit") == {
        "anchor": "2025-09-03",
        "anchor_kind": "publication",
        "anchor_of": "example-org-a",
    }
    paper("add", "Once more", "--when", "last week", "--on", "2025-09-03", "--source", "https://example.org/a")
    assert anchor_of(paper, "once-more")["anchor_kind"] == "publication"


def test_a_date_counted_from_another_day_is_by_hand_and_the_source_s_day_is_pointed_out(paper):
    run = paper("add", "Once more", "--when", "yesterday", "--source", "https://example.org/a")
    assert "--on 2025-09-03" in run.err
    assert anchor_of(paper, "once-more") == {"anchor": "2025-09-04", "anchor_kind": "by_hand", "anchor_of": None}
    paper("add", "A report", "--source", "https://example.org/b", "--published", "2025-09")
    run = paper("add", "Another", "--when", "yesterday", "--source", "https://example.org/b")
    assert "count from that day" not in run.err
    run = paper("add", "A third", "--when", "June 2024", "--source", "https://example.org/a")
    assert "--on" not in run.err
    run = paper("add", "A fourth", "--when", "yesterday", "--on", "2025-09-01", "--source", "https://example.org/a")
    assert "count from that day" not in run.err


def test_a_date_with_a_time_of_day_keeps_the_moment_it_was_counted_from(paper):
    paper("add", "Once more", "--when", "two hours ago", "--source", "https://example.org/b")
    assert anchor_of(paper, "once-more")["anchor"] == "2025-09-04T09:30:00"
