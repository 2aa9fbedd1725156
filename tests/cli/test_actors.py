"""`timeline actor`: doubles proposed, merged and told apart, and every reader that must see one where there were two."""

import csv
import io
import json

import pytest

from timeline import errors
from timeline.formats import all_formats

KIM, OTHER = "kim-jong-un", "kim-chong-un"


def rows(run):
    return list(csv.DictReader(io.StringIO(run.out)))


@pytest.fixture
def doubled(demo):
    """The first chronology, with Kim there twice, once in the same role at the same event."""
    assert demo("actor", "add", "Kim Chŏng-ŭn", "--former", "The Heir", "--transliteration", "Ким Чен Ын").code == 0
    arguments = ("--when", "2025-01", "--actor", f"{OTHER}:speaker", "--actor", f"{KIM}:speaker", "--uid", "a-letter")
    assert demo("add", "A letter", *arguments, "--source", "https://example.org/1").code == 0
    return demo


def test_doubles_are_proposed_with_reasons_best_first(doubled):
    run = doubled("actor", "list", "--duplicates", "--format", "json")
    (pair,) = json.loads(run.out)
    assert (pair["keep"], pair["other"], pair["shared_events"]) == (KIM, OTHER, 1)
    assert pair["score"] > 0.9
    assert any("transliterated" in reason for reason in pair["reasons"])
    assert "timeline actor merge" in run.err
    assert doubled("actor", "list", "Putin", "--duplicates", "--format", "csv").out.count("\n") == 1


def test_no_doubles_is_said(demo):
    run = demo("actor", "list", "--duplicates")
    assert (run.code, run.out) == (0, "")
    assert "no two actors" in run.err


def test_after_a_merge_all_readers_see_one(doubled):
    before = len(rows(doubled("list", "--actor", KIM, "--format", "csv")))
    assert doubled("actor", "merge", KIM, OTHER).code == 0
    assert len(rows(doubled("list", "--actor", "the heir", "--format", "csv"))) == before
    (letter,) = rows(doubled("list", "--text", "letter", "--format", "csv"))
    assert letter["actors"] == "Kim Jong Un"
    shown = json.loads(doubled("show", "a-letter", "--format", "json").out)
    assert [one["actor"]["uid"] for one in shown["participants"]] == [KIM]
    (listed,) = rows(doubled("actor", "list", "Ким Чен Ын", "--format", "csv"))
    assert (listed["uid"], listed["events"]) == (KIM, str(before))
    assert "Kim Chŏng-ŭn" in listed["other names"]
    assert rows(doubled("sql", "SELECT actors FROM timeline WHERE uid = 'a-letter'", "--format", "csv")) == [
        {"actors": "Kim Jong Un"}
    ]
    assert rows(
        doubled("sql", "SELECT count(*) AS n FROM actor_events WHERE event_uid = 'a-letter'", "--format", "csv")
    ) == [{"n": "1"}]
    for form in all_formats():
        if form.write_events is None and getattr(form, "write_whole", None) is None:
            continue
        exported = doubled("export", "--format", form.name, "--text", "letter")
        assert exported.code == 0
        assert "Chŏng" not in exported.out, form.name


def test_a_merge_is_taken_back_exactly_and_survives_an_export(doubled):
    before = doubled("export", "--format", "jsonl").out
    doubled("actor", "merge", KIM, OTHER)
    merged = doubled("export", "--format", "jsonl", "-o", "merged.jsonl")
    assert merged.code == 0
    assert doubled("undo").code == 0

    def bare(text):
        return [{**json.loads(line), "rev": 0} for line in text.splitlines()]

    assert bare(doubled("export", "--format", "jsonl").out) == bare(before)
    assert doubled("init", "--db", "other.db").code == 0
    assert doubled("import", "merged.jsonl", "--db", "other.db").code == 0
    (listed,) = rows(doubled("actor", "list", "the heir", "--format", "csv", "--db", "other.db"))
    assert listed["uid"] == KIM


def test_later_writes_go_to_the_survivor(doubled):
    doubled("actor", "merge", KIM, OTHER)
    doubled("add", "A visit", "--when", "2025", "--actor", "Kim Chŏng-ŭn:guest")
    assert rows(
        doubled(
            "sql",
            "SELECT a.uid FROM participation p JOIN actor a ON a.id = p.actor_id JOIN event e ON e.id = p.event_id"
            " WHERE e.uid = 'a-visit'",
            "--format",
            "csv",
        )
    ) == [{"uid": KIM}]


def test_merges_stay_flat(doubled):
    doubled("actor", "add", "Marshal Kim")
    doubled("actor", "merge", OTHER, "marshal-kim")
    assert doubled("actor", "merge", KIM, OTHER).code == 0
    said = "SELECT a.uid, m.uid AS into_uid FROM actor a JOIN actor m ON m.id = a.merged_into ORDER BY a.uid"
    assert [(row["uid"], row["into_uid"]) for row in rows(doubled("sql", said, "--format", "csv"))] == [
        (OTHER, KIM),
        ("marshal-kim", KIM),
    ]
    assert doubled("db", "check").code == 0


@pytest.mark.parametrize("name", [KIM, OTHER, "Kim Chŏng-ŭn", "Kim Jong Un"])
def test_what_is_one_already_is_not_merged_again(doubled, name):
    doubled("actor", "merge", KIM, OTHER)
    run = doubled("actor", "merge", KIM, name)
    assert run.code == errors.MergeRefused.exit_code
    assert "already" in run.err
    if name in {OTHER, "Kim Chŏng-ŭn"}:
        assert "timeline undo" in run.err


def test_one_that_is_not_there_or_means_several_is_refused(doubled):
    assert doubled("actor", "merge", KIM, "Nobody at all").code == errors.NothingNamed.exit_code
    assert doubled("actor", "merge", KIM, "North").code == errors.SeveralNamed.exit_code


def test_unlike_is_respected_for_ever(doubled, folder):
    assert doubled("actor", "unlike", OTHER, KIM).code == 0
    assert "already" in doubled("actor", "unlike", KIM, OTHER).err
    assert json.loads(doubled("actor", "list", "--duplicates", "--format", "json").out) == []
    run = doubled("actor", "merge", KIM, OTHER)
    assert run.code == errors.MergeRefused.exit_code
    assert "actor unlike --remove" in run.err
    doubled("actor", "add", "Chŏng-ŭn Kim", "--uid", "third")
    assert doubled("actor", "merge", "third", OTHER).code == 0
    assert doubled("actor", "merge", KIM, "third").code == errors.MergeRefused.exit_code
    assert [
        pair["other"] for pair in json.loads(doubled("actor", "list", "--duplicates", "--format", "json").out)
    ] == []
    doubled("export", "--format", "jsonl", "-o", "all.jsonl")
    doubled("init", "--db", "other.db")
    assert doubled("import", "all.jsonl", "--db", "other.db").code == 0
    assert doubled("actor", "merge", KIM, "third", "--db", "other.db").code == errors.MergeRefused.exit_code
    assert doubled("actor", "unlike", "--remove", KIM, "third").code == 0
    assert doubled("actor", "merge", KIM, "third").code == 0


def test_an_import_cannot_merge_what_is_put_down_as_two(doubled, folder):
    doubled("actor", "unlike", OTHER, KIM)
    path = folder / "merge.jsonl"
    path.write_text(json.dumps({"record": "actor", "uid": OTHER, "merged_into": KIM}))
    run = doubled("import", path)
    assert run.code == errors.RecordsRefused.exit_code
    assert "not the same" in run.err


def test_what_is_one_cannot_be_told_apart(doubled):
    doubled("actor", "merge", KIM, OTHER)
    run = doubled("actor", "unlike", KIM, OTHER)
    assert run.code == errors.MergeRefused.exit_code
    assert "timeline undo" in run.err
    assert doubled("actor", "unlike", KIM, KIM).code == errors.MergeRefused.exit_code


def test_an_actor_that_would_be_a_part_of_itself_is_not_merged(demo):
    run = demo("actor", "merge", "north-korea", "north-korean-army")
    assert run.code == errors.MergeRefused.exit_code
    assert "part of itself" in run.err


def test_an_actor_is_found_by_former_name_and_transliteration(doubled):
    for name in ("the heir", "THE HEIR", "ким чен ын", "Kim Chong-un", "kim chŏng ŭn"):
        assert len(rows(doubled("list", "--actor", name, "--format", "csv"))) == 1, name
    doubled("actor", "edit", KIM, "--former", "Brilliant Comrade", "--transliteration", "Kim Jong-eun")
    kinds = {
        one["name"]: one["kind"] for one in json.loads(doubled("actor", "show", KIM, "--format", "json").out)["names"]
    }
    assert (kinds["Brilliant Comrade"], kinds["Kim Jong-eun"]) == ("former", "transliteration")


def test_names_of_a_merged_actor_can_be_taken_away(doubled):
    doubled("actor", "merge", KIM, OTHER)
    assert doubled("actor", "edit", KIM, "--remove-alias", "The Heir").code == 0
    assert doubled("list", "--actor", "the heir").code == errors.NothingNamed.exit_code


def test_show_tells_names_links_events_and_company(doubled):
    doubled("actor", "merge", KIM, OTHER)
    text = doubled("actor", "show", "Kim").out
    for part in (
        "The Heir (former)",
        "merged",
        "office in North Korea",
        "Vladimir Putin",
        "speaker",
        "uid kim-jong-un",
    ):
        assert part in text
    assert "has in office Kim Jong Un" in doubled("actor", "show", "North Korea").out
    whole = json.loads(doubled("actor", "show", "Kim", "--format", "json").out)
    assert whole["events"] == len(rows(doubled("list", "--actor", "Kim", "--format", "csv")))
    assert whole["links"][0]["citation"]["quote"]
    assert [one["uid"] for one in whole["merged"]] == [OTHER]


def test_the_past_has_two(doubled):
    doubled("actor", "merge", KIM, OTHER)
    batch = rows(doubled("log", "--format", "csv"))[0]
    number = int(next(value for key, value in batch.items() if key in {"batch", "id"}))
    (listed,) = rows(doubled("actor", "list", OTHER, "--format", "csv", "--as-recorded", str(number - 1)))
    assert listed["uid"] == OTHER
