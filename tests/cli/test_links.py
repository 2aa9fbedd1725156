"""`timeline link`: between events or actors, never a part of itself, with dates that `--members` asks by."""

import csv
import io
import json

import pytest

from timeline import errors

WAR, RAID = "russia-invades-ukraine", "kursk-incursion"


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


def links(timeline, event):
    shown = json.loads(timeline("show", event, "--format", "json").out)
    return {(one["kind"], one["outward"], one["event"]["uid"]) for one in shown["links"]}


def of_actor(timeline, actor):
    shown = json.loads(timeline("actor", "show", actor, "--format", "json").out)
    return {(one["kind"], one["outward"], one["actor"]["uid"], one["role"], one["edtf"]) for one in shown["links"]}


@pytest.mark.parametrize("kind", ["part_of", "causes", "follows", "responds_to", "same_as"])
def test_a_link_of_events_is_shown_from_both_ends_exported_and_taken_off(demo, kind):
    assert demo("link", "workers-for-kursk", kind, "beijing-parade").code == 0
    assert (kind, True, "beijing-parade") in links(demo, "workers-for-kursk")
    assert (kind, False, "workers-for-kursk") in links(demo, "beijing-parade")
    again = demo("link", "workers-for-kursk", kind, "beijing-parade")
    assert "already" in again.err
    records = [json.loads(line) for line in demo("export", "--format", "jsonl").out.splitlines()]
    wanted = ("link", "workers-for-kursk", kind, "beijing-parade")
    assert wanted in {(r.get("record"), r.get("from"), r.get("kind"), r.get("to")) for r in records}
    assert demo("link", "workers-for-kursk", kind, "beijing-parade", "--remove").code == 0
    assert (kind, True, "beijing-parade") not in links(demo, "workers-for-kursk")
    assert demo("undo").code == 0
    assert (kind, True, "beijing-parade") in links(demo, "workers-for-kursk")


def test_the_same_is_the_same_either_way_round(demo):
    assert demo("link", WAR, "same_as", RAID).code == 0
    assert "already" in demo("link", RAID, "same_as", WAR).err
    assert demo("link", RAID, "same_as", WAR, "--remove").code == 0
    assert ("same_as", True, RAID) not in links(demo, WAR)


def test_no_event_is_a_part_of_itself_by_any_way(demo, folder):
    assert demo("link", RAID, "part_of", RAID).code == errors.LinkRefused.exit_code
    assert demo("link", RAID, "part_of", WAR).code == 0
    assert demo("link", "mutual-aid-pact", "part_of", RAID).code == 0
    run = demo("link", WAR, "part_of", "mutual-aid-pact")
    assert run.code == errors.LinkRefused.exit_code
    assert "mutual-aid-pact → kursk-incursion → russia-invades-ukraine" in run.err
    path = folder / "ring.jsonl"
    path.write_text(json.dumps({"record": "link", "from": WAR, "kind": "part_of", "to": "mutual-aid-pact"}))
    before = demo("export", "--format", "jsonl").out
    assert demo("import", path).code == errors.RecordsRefused.exit_code
    assert demo("export", "--format", "jsonl").out == before


def test_no_actor_is_a_part_of_itself_not_by_way_of_a_merged_one_either(demo, folder):
    demo("actor", "add", "General Staff")
    demo("actor", "add", "The General Staff of Korea", "--uid", "staff")
    assert demo("link", "general-staff", "part_of", "north-korean-army").code == 0
    assert demo("actor", "merge", "staff", "general-staff").code == 0
    run = demo("link", "north-korea", "part_of", "staff")
    assert run.code == errors.LinkRefused.exit_code
    assert "staff → north-korean-army → north-korea" in run.err
    path = folder / "ring.jsonl"
    path.write_text(
        json.dumps({"record": "actor_link", "subject": "north-korea", "kind": "part_of", "object": "staff"})
    )
    assert demo("import", path).code == errors.RecordsRefused.exit_code


def test_a_date_goes_to_the_link_that_is_there_and_a_second_term_is_another(demo):
    assert demo("link", "Kim Jong Un", "office_in", "North Korea", "--since", "2011").code == 0
    assert of_actor(demo, "Kim Jong Un") == {("office_in", True, "north-korea", "leader", "2011/..")}
    demo("link", "Putin", "office_in", "Russia", "--role", "president", "--since", "2000", "--until", "2008-05-07")
    demo("link", "Putin", "office_in", "Russia", "--role", "president", "--since", "2012-05-07")
    dates = {one[4] for one in of_actor(demo, "Putin")}
    assert dates == {"2000/2008-05-07", "2012-05-07/.."}


@pytest.mark.parametrize(
    ("options", "date"),
    [
        (("--since", "2011"), "2011/.."),
        (("--until", "2011"), "/2011"),
        (("--since", "2001", "--until", "2011"), "2001/2011"),
        (("--since", "May 2001", "--until", "2011-06-02"), "2001-05/2011-06-02"),
        (("--when", "[2001..2003]/2011"), None),
        (("--when", "2001"), "2001"),
        ((), None),
    ],
)
def test_dates_of_a_link(demo, options, date):
    run = demo("link", "Kim Jong Un", "member_of", "Russia", *options)
    if "[2001..2003]/2011" in options:
        assert run.code == errors.BadDate.exit_code
        return
    assert run.code == 0
    assert ("member_of", True, "russia", None, date) in of_actor(demo, "Kim Jong Un")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((RAID, "likes", WAR), 2),
        ((RAID, "office_in", WAR), errors.NothingNamed.exit_code),
        ((RAID, "causes", WAR, "--since", "2011"), 2),
        ((RAID, "part_of", WAR, "--role", "raid"), 2),
        ((RAID, "causes", WAR, "--actors"), 2),
        ((RAID, "causes", WAR, "--actors", "--events"), 2),
        ((RAID, "causes", ""), 2),
        ((RAID, "causes", "nothing so called"), errors.NothingNamed.exit_code),
        ((RAID, "part_of", "North Korea"), errors.LinkRefused.exit_code),
        (("no such", "part_of", "nor this"), errors.NothingNamed.exit_code),
        (("Kim Jong Un", "member_of", "North"), errors.SeveralNamed.exit_code),
        (("Kim Jong Un", "member_of", "Russia", "--since", "early 2011"), errors.BadDate.exit_code),
        (("Kim Jong Un", "member_of", "Russia", "--since", "2011", "--until", "2001"), errors.BadDate.exit_code),
        (("Kim Jong Un", "member_of", "Russia", "--since", "2011", "--when", "2001"), 2),
        (("Kim Jong Un", "member_of", "Russia", "--quote", "so it is"), 2),
        (("Kim Jong Un", "member_of", "Russia", "--remove"), errors.NothingNamed.exit_code),
        (("Kim Jong Un", "member_of", "Nobody"), errors.NothingNamed.exit_code),
    ],
)
def test_what_cannot_be_linked_is_refused_in_words_and_nothing_is_written(demo, arguments, code):
    before = demo("export", "--format", "jsonl").out
    run = demo("link", *arguments)
    assert (run.code, run.out) == (code, "")
    assert run.err.strip()
    assert demo("export", "--format", "jsonl").out == before


def test_part_of_is_told_by_what_the_names_are_and_refused_where_they_are_both(demo):
    demo("add", "North Korea", "--when", "1948", "--uid", "founding")
    demo("add", "Russia", "--when", "1991", "--uid", "russia-founded")
    run = demo("link", "North Korea", "part_of", "Russia")
    assert run.code == errors.LinkUnclear.exit_code
    assert "--events" in run.err
    assert demo("link", "North Korea", "part_of", "Russia", "--events").code == 0
    assert ("part_of", True, "russia-founded") in links(demo, "founding")
    assert demo("link", "North Korea", "part_of", "Russia", "--actors").code == 0
    assert ("part_of", True, "russia", None, None) in of_actor(demo, "north-korea")


def test_a_passage_comes_with_the_link_and_goes_with_it(demo):
    cited = ("--source", "https://example.org/kim", "--quote", "has led since")
    assert demo("link", "Kim Jong Un", "speaks_for", "North Korea", *cited).code == 0
    shown = json.loads(demo("actor", "show", "Kim Jong Un", "--format", "json").out)
    assert "has led since" in {one["citation"]["quote"] for one in shown["links"] if one["citation"]}
    assert demo("link", "Kim Jong Un", "speaks_for", "North Korea", "--remove").code == 0
    assert not rows(demo("sql", "SELECT 1 AS one FROM citation WHERE quote = 'has led since'", "--format", "csv"))


def test_new_makes_the_actor_and_without_it_nothing_is_made(demo):
    assert demo("link", "Kim Jong Un", "member_of", "Workers' Party").code == errors.NothingNamed.exit_code
    assert demo("link", "Kim Jong Un", "member_of", "Workers' Party", "--new").code == 0
    assert demo("link", "Central Committee", "part_of", "Workers' Party", "--new").code == 0


def test_members_are_asked_for_while_they_are(demo):
    demo("link", "Kim Jong Un", "office_in", "North Korea", "--since", "2025-05")
    ask = ("list", "--actor", "North Korea", "--format", "csv")
    alone = {row["uid"] for row in rows(demo(*ask))}
    run = demo(*ask, "--members")
    both = {row["uid"] for row in rows(run)}
    assert "Kim Jong Un" in run.err
    assert alone < both
    assert "unconditional-support" in both  # July or August 2025
    assert "kim-praises-pact" not in both  # June 2024
    certain = {row["uid"] for row in rows(demo(*ask, "--members", "--certainly"))}
    assert "unconditional-support" in certain
    assert certain < both
    assert demo("list", "--members").code == 2
    assert {
        row["uid"] for row in rows(demo("export", "--actor", "North Korea", "--members", "--format", "csv"))
    } == both


def test_a_link_that_certain_dates_contradict_is_put_down_and_pointed_out(demo):
    run = demo("link", WAR, "follows", "beijing-parade")
    assert run.code == 0
    assert "certainly began before" in run.err
    assert ("follows", True, "beijing-parade") in links(demo, WAR)
    assert "doubtful" not in demo("link", "beijing-parade", "follows", RAID).err
