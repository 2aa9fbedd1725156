"""Putting down, changing, removing, taking back: by the commands, as a user does."""

import csv
import io

import pytest


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def only(run):
    (row,) = rows(run)
    return row


@pytest.fixture
def dump(demo):
    return lambda: [
        {key: value for key, value in row.items() if key != "rev"} for row in rows(demo("export", "--format", "csv"))
    ]


def test_add_keeps_the_date_as_it_is_known_and_the_words_that_gave_it(demo):
    run = demo("add", "Envoys meet", "--when", "early March 2025", "--actor", "Putin:host")
    assert run.code == 0
    row = only(demo("list", "--text", "envoys", "--format", "csv", "--columns", "uid,date,as_written,roles"))
    assert row["date"] == "[2025-03-01..2025-03-10]"
    assert row["as_written"] == "early March 2025"
    assert row["roles"] == "Vladimir Putin:host"


def test_add_cites_a_url_with_phrase_and_rule(demo):
    demo("add", "Envoys meet", "--when", "June 2024", "--source", "https://example.org/a", "--quote", "met in June")
    shown = demo("show", "envoys-meet").out
    assert "https://example.org/a" in shown
    assert "“met in June”" in shown
    assert "“June 2024”" in shown
    assert "accepted" in shown


def test_add_says_once_what_day_it_counts_from(demo):
    run = demo(
        *("add", "A visit", "--when", "last June", "--on", "yesterday"),
        *("--source", "https://example.org/b", "--published", "two days ago"),
    )
    assert run.code == 0
    assert run.err.count("--on 'yesterday' is ") == 1
    assert demo("add", "A visit", "--when", "last June", "--on", "last week").code == 6


def test_add_refuses_an_unknown_actor_and_suggests(demo, dump):
    before = dump()
    run = demo("add", "A visit", "--actor", "Kim Jong Unn")
    assert run.code >= 3
    assert "Kim Jong Un" in run.err
    assert "--new" in run.err
    assert dump() == before


def test_add_makes_an_unknown_actor_with_new(demo):
    assert demo("add", "A visit", "--actor", "Choe Son Hui:guest", "--new").code == 0
    assert only(demo("actor", "list", "Choe Son Hui", "--format", "csv"))["events"] == "1"


def test_add_refuses_an_ambiguous_date_with_both_readings(demo, dump):
    before = dump()
    run = demo("add", "A letter", "--when", "03/04/2024")
    assert run.code >= 3
    assert "2024-03-04" in run.err
    assert "2024-04-03" in run.err
    assert dump() == before
    assert demo("add", "A letter", "--when", "03/04/2024", "--dayfirst").code == 0
    assert only(demo("list", "--text", "letter", "--format", "csv"))["date"] == "2024-04-03"


def test_add_takes_a_negative_year(demo):
    assert demo("add", "Ides of March", "--when", "-0043-03-15").code == 0
    assert only(demo("list", "--text", "ides", "--format", "csv"))["date"] == "-0043-03-15"


def test_add_converts_a_julian_date_at_the_door_and_keeps_the_words(demo):
    demo("add", "Winter Palace", "--when", "25 October 1917", "--calendar", "julian")
    row = only(demo("list", "--text", "palace", "--format", "csv", "--columns", "date,as_written,calendar"))
    assert row == {"date": "1917-11-07", "as_written": "25 October 1917", "calendar": "julian"}


def test_add_points_out_an_event_much_like_it(demo):
    run = demo("add", "Ukraine makes a surprise incursion into the Kursk region", "--when", "2024-08")
    assert run.code == 0
    assert "kursk-incursion" in run.err


def test_add_refuses_an_empty_title(demo):
    assert demo("add", "  ").code == 2


def test_two_events_of_one_title_have_two_uids(demo):
    demo("add", "A letter", "--when", "2024")
    demo("add", "A letter", "--when", "2025")
    assert {row["uid"] for row in rows(demo("list", "--text", "letter", "--format", "csv"))} == {
        "a-letter",
        "a-letter-2",
    }


def test_edit_changes_only_what_is_named(demo, dump):
    before = {row["uid"]: row for row in dump()}
    assert demo("edit", "kursk-incursion", "--summary", "Our words.", "--tag", "incursion").code == 0
    after = {row["uid"]: row for row in dump()}
    changed = {uid for uid in after if after[uid] != before[uid]}
    assert changed == {"kursk-incursion"}
    assert after["kursk-incursion"]["summary"] == "Our words."
    assert after["kursk-incursion"]["date"] == before["kursk-incursion"]["date"]
    assert set(before["kursk-incursion"]["tags"].split("; ")) < set(after["kursk-incursion"]["tags"].split("; "))


def test_edit_clears_with_an_empty_text(demo):
    demo("edit", "kursk-incursion", "--summary", "Our words.")
    demo("edit", "kursk-incursion", "--summary", "")
    assert only(demo("list", "--text", "surprise incursion", "--format", "csv"))["summary"] == ""


def test_edit_takes_an_actor_out_of_one_role(demo):
    demo("add", "A visit", "--actor", "Putin:host", "--actor", "Putin:speaker")
    assert demo("edit", "a-visit", "--remove-actor", "Putin:host").code == 0
    assert (
        only(demo("list", "--text", "visit", "--format", "csv", "--columns", "roles"))["roles"]
        == "Vladimir Putin:speaker"
    )


def test_edit_orders_events_of_one_day_by_hand(demo):
    for title in ("First talk", "Second talk", "Third talk"):
        demo("add", title, "--when", "2025-03-03")

    def order():
        return [row["uid"] for row in rows(demo("list", "--when", "2025-03-03", "--certainly", "--format", "csv"))]

    assert order() == ["first-talk", "second-talk", "third-talk"]
    assert demo("edit", "first-talk", "--after", "second-talk").code == 0
    assert order() == ["second-talk", "first-talk", "third-talk"]
    assert demo("edit", "third-talk", "--before", "second-talk").code == 0
    assert order() == ["third-talk", "second-talk", "first-talk"]


def test_edit_refuses_an_order_by_hand_between_days(demo):
    assert demo("edit", "kursk-incursion", "--after", "admission").code >= 3


def test_edit_without_a_change_is_refused(demo):
    assert demo("edit", "kursk-incursion").code >= 3


def test_rm_removes_and_undo_brings_everything_back(demo):
    before = demo("export", "--format", "jsonl").out
    assert demo("rm", "kursk-incursion").code == 0
    assert demo("show", "kursk-incursion").code >= 3
    assert demo("undo").code == 0
    strip = lambda text: [line.rsplit('"rev"', 1)[0] for line in text.splitlines()]  # noqa: E731
    assert strip(demo("export", "--format", "jsonl").out) == strip(before)


def test_undo_walks_back_and_undoing_an_undo_is_redo(demo, dump):
    start = dump()
    demo("add", "A letter", "--when", "2025-05")
    added = dump()
    demo("edit", "a-letter", "--title", "A long letter")
    edited = dump()
    assert demo("undo").code == 0
    assert dump() == added
    assert demo("undo").code == 0
    assert dump() == start
    assert demo("undo", "5").code == 0
    assert dump() == added
    assert demo("undo", "4").code == 0
    assert dump() == edited


def test_undo_is_refused_when_the_row_was_rewritten_since(demo, dump):
    demo("add", "A letter", "--when", "2025-05")
    demo("edit", "a-letter", "--title", "A long letter")
    before = dump()
    run = demo("undo", "2")
    assert run.code >= 3
    assert "a-letter" in run.err
    assert dump() == before


def test_undo_of_everything_says_there_is_nothing_left(demo):
    assert demo("undo").code == 0
    assert demo("undo").code >= 3


def test_tags_are_put_on_and_taken_off(demo):
    assert demo("tag", "add", "turning point", "kursk-incursion").code == 0
    assert len(rows(demo("list", "--tag", "turning point", "--format", "csv"))) == 1
    assert demo("tag", "rm", "turning point", "kursk-incursion").code == 0
    assert demo("list", "--tag", "turning point").code >= 3


def test_an_actor_is_found_by_a_name_added_later_and_without_accents(demo):
    demo("actor", "add", "Emmanuel Macron", "--kind", "person")
    demo("add", "A call", "--actor", "Macron")
    demo("actor", "edit", "Macron", "--alias", "Président Macrôn")
    assert len(rows(demo("list", "--actor", "president macron", "--format", "csv"))) == 1


def test_a_place_filter_finds_what_lies_within_it(demo):
    demo("place", "add", "Sudzha", "--within", "Kursk region")
    demo("add", "A town is taken", "--place", "Sudzha")
    assert "A town is taken" in demo("list", "--place", "Russia").out


def test_a_source_is_edited_and_found_by_its_publisher(demo):
    demo("source", "add", "Annual report", "--publisher", "A panel", "--published", "March 2024")
    assert only(demo("source", "list", "panel", "--format", "csv"))["published"] == "2024-03"
    assert demo("source", "edit", "Annual report", "--published", "2024-04").code == 0
    assert only(demo("source", "list", "panel", "--format", "csv"))["published"] == "2024-04"


def test_the_log_tells_who_wrote_what_by_which_command(demo):
    demo("add", "A letter", "--when", "2025-05")
    newest = rows(demo("log", "--format", "csv"))[0]
    assert newest["who"] == "anna"
    assert newest["command"] == "add"
    assert "event 1 new" in newest["wrote"]
    assert any("a-letter" in row["what"] for row in rows(demo("log", "2", "--format", "csv")))


def test_the_day_to_count_from_may_be_in_words(demo):
    run = demo("add", "A letter", "--when", "the day before", "--on", "yesterday")
    assert run.code == 0, run
    assert "--on 'yesterday' is 2025-09-03" in run.err
    assert only(demo("list", "--text", "letter", "--format", "csv"))["date"] == "2025-09-02"


def test_the_day_to_count_from_is_told_once_however_many_dates_are_counted(demo):
    source = ("--source", "https://example.org/new", "--published", "yesterday")
    run = demo("add", "A letter", "--when", "last week", "--on", "yesterday", *source)
    assert run.code == 0, run
    assert run.err.count("--on 'yesterday' is") == 1
    run = demo(
        "claim",
        "add",
        "a-letter",
        "sent",
        "5",
        "--claimed",
        "yesterday",
        "--period",
        "last week",
        *("--on", "yesterday"),
    )
    assert run.code == 0, run
    assert run.err.count("--on 'yesterday' is") == 1
    run = demo("list", "--since", "last month", "--until", "yesterday", "--on", "yesterday")
    assert run.code == 0, run
    assert run.err.count("--on 'yesterday' is") == 1


def test_a_day_to_count_from_that_is_no_day_is_refused(demo):
    assert demo("list", "--since", "yesterday", "--on", "last year").code >= 3


def test_filters_take_dates_in_words(demo):
    run = demo("list", "--since", "last June", "--until", "two weeks ago", "--on", "2025-09-03", "--format", "csv")
    assert run.code == 0
    assert "2025-06" in run.err
    assert {row["date"] for row in rows(run)} >= {"2025-06"}
