"""The main job: the first chronology, asked and exported as its users do."""

import csv
import io
import json


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def test_list_by_actor_finds_every_event_with_kim(demo):
    listed = rows(demo("list", "--actor", "Kim", "--format", "csv"))
    told = rows(demo("sql", "SELECT uid FROM timeline WHERE actors LIKE '%Kim Jong Un%'", "--format", "csv"))
    assert listed
    assert {row["uid"] for row in listed} == {row["uid"] for row in told}


def test_list_is_oldest_first_and_reverse_is_the_other_way_round(demo):
    listed = [row["uid"] for row in rows(demo("list", "--format", "csv"))]
    assert [row["uid"] for row in rows(demo("list", "--reverse", "--format", "csv"))] == listed[::-1]
    assert listed[0] != listed[-1]


def test_the_five_headline_events_are_there_with_the_dates_the_article_gives(demo):
    dates = {row["uid"]: row["date"] for row in rows(demo("list", "--format", "csv"))}
    assert {"2022-02", "2024-06", "2024-08", "2025-04", "2025-09-03"} <= set(dates.values())


def test_a_human_table_shows_a_date_as_it_is_known(demo):
    table = demo("list", "--text", "pact").out
    assert "June 2024" in table
    assert "2024-06-01" not in table


def test_certainly_is_a_subset_of_possibly(demo):
    window = ("--since", "2025-08-28", "--until", "2025-09-30", "--format", "csv")
    possibly = {row["uid"] for row in rows(demo("list", *window))}
    certainly = {row["uid"] for row in rows(demo("list", *window, "--certainly"))}
    assert certainly < possibly


def test_all_the_figures_of_the_article_are_claims_with_who_asserts_them(demo):
    claims = rows(demo("claims", "--format", "csv"))
    said = {(row["attribute"], row["min"], row["by"]) for row in claims}
    assert ("killed", "1000", "western-officials") in said
    assert ("killed", "600", "seoul-lawmakers") in said
    assert ("casualties", "4700", "seoul-lawmakers") in said
    assert ("deployed", "15000", "south-korea") in said


def test_demo_twice_changes_nothing(demo):
    before = demo("export", "--format", "jsonl").out
    again = demo("init", "--demo")
    assert again.code == 0
    assert demo("export", "--format", "jsonl").out == before
    assert len(rows(demo("log", "--format", "csv"))) == 1


def test_export_as_json_lines_into_an_empty_database_is_the_same_chronology(demo):
    demo("export", "--format", "jsonl", "-o", "all.jsonl")
    assert demo("init", "--db", "other.db").code == 0
    assert demo("import", "all.jsonl", "--db", "other.db").code == 0

    def bare(text):
        records = [json.loads(line) for line in text.splitlines()]
        return [{key: value for key, value in record.items() if key != "rev"} for record in records]

    assert bare(demo("export", "--format", "jsonl", "--db", "other.db").out) == bare(
        demo("export", "--format", "jsonl").out
    )


def test_exported_csv_is_imported_without_a_change(demo):
    demo("export", "--format", "csv", "-o", "events.csv")
    run = demo("import", "events.csv")
    assert run.code == 0
    assert "new" not in run.err
    assert "changed" not in run.err


def test_show_gives_phrase_anchor_rule_and_note_of_each_passage(demo):
    shown = demo("show", "kursk-incursion").out
    assert "August 2024" in shown
    assert "“August”" in shown
    assert "counted from" in shown
    assert "accepted" in shown


def test_show_as_json_tells_the_same_event(demo):
    shown = json.loads(demo("show", "kursk-incursion", "--format", "json").out)
    assert shown["event"]["edtf"] == "2024-08"
    assert shown["citations"][0]["phrase"] == "August"


def test_a_name_takes_its_best_tier_and_whom_it_took_is_told(demo):
    run = demo("list", "--actor", "Pyongyang")
    assert run.code == 0
    assert 'actor "Pyongyang": North Korea' in run.err


def test_members_of_json_lines_are_one_object_a_line(demo):
    for line in demo("list", "--format", "jsonl").out.splitlines():
        assert set(json.loads(line)) >= {"uid", "date", "title"}


def test_drafts_are_left_out_and_counted(demo):
    demo("add", "Something heard", "--when", "2025-05", "--status", "draft")
    run = demo("list", "--text", "heard")
    assert "heard" not in run.out
    assert "1 draft" in run.err
    assert "Something heard" in demo("list", "--text", "heard", "--status", "draft").out


def test_external_ids_go_out_in_csv_and_lead_back(demo, folder):
    lines = [
        '{"timeline": 1}',
        '{"record": "event", "uid": "kursk-incursion", "external_ids": [{"scheme": "wd", "value": "Q1"}]}',
    ]
    (folder / "ids.jsonl").write_text("\n".join(lines))
    assert demo("import", "ids.jsonl").code == 0
    (row,) = rows(demo("export", "--text", "surprise incursion", "--format", "csv"))
    assert "Q1" in row["external_ids"]
    (folder / "named.csv").write_text(f"external_ids,title\n{row['external_ids']},A new title\n")
    run = demo("import", "named.csv")
    assert run.code == 0, run
    assert [row["uid"] for row in rows(demo("list", "--text", "new title", "--format", "csv"))] == ["kursk-incursion"]
