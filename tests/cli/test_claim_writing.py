"""Claims on the command line: put down in words, changed, judged, taken away, listed with what dates differ."""

import json

import pytest


def shown(run):
    return json.loads(run("claims", "--format", "json", "--attribute", "killed", "--text", "Kursk").out)


@pytest.mark.parametrize(
    ("words", "qualifier", "low", "high", "unit"),
    [
        ("at least 1,000", "at_least", 1000, None, "people"),
        ("about 4,700 people", "about", 4700, 4700, "people"),
        ("1,000 to 2,000", "between", 1000, 2000, "people"),
        ("thousands", "order_of", 1000, None, "people"),
        ("up to 300", "at_most", None, 300, "people"),
        ("no fewer than 12 soldiers", "at_least", 12, None, "people"),
        ("1.2 million", "exact", 1200000, 1200000, "people"),
        ("-5", "exact", -5, -5, "people"),
    ],
)
def test_a_value_in_words_is_read_as_a_figure_and_its_words_are_kept(words, qualifier, low, high, unit, demo):
    assert demo("claim", "add", "--uid", "one", "--", "kursk-incursion", "killed", words).code == 0
    (row,) = [row for row in json.loads(demo("claim", "show", "one", "--format", "json").out)]
    assert (row["value"], row["qualifier"], row["min"], row["max"], row["unit"]) == (words, qualifier, low, high, unit)


def test_a_claim_knows_who_asserts_who_prints_and_whom_it_is_about(demo):
    run = demo(
        *("claim", "add", "kursk-incursion", "killed", "at least 1,000", "--unit", "people", "--about", "North Korea"),
        *("--by", "Western officials", "--claimed", "January 2025", "--period", "[2024-10..2025-01]"),
        *(
            "--source",
            "https://example.org/x",
            "--publisher",
            "A Paper",
            "--published",
            "2025-02-01",
            "--quote",
            "words",
        ),
        *("--page", "3", "--place", "Sudzha", "--new", "--derived-from", "western-officials-1000-killed"),
        *("--status", "disputed", "--note", "noted"),
    )
    assert run.err.splitlines()[-1] == "added kursk-incursion-killed"
    (row,) = json.loads(demo("claims", "--printed-by", "A Paper", "--format", "json").out)
    assert row == {
        "uid": "kursk-incursion-killed",
        "event": "kursk-incursion",
        "actor": None,
        "attribute": "killed",
        "qualifier": "at_least",
        "value": "at least 1,000",
        "min": 1000,
        "max": None,
        "unit": "people",
        "about": "north-korea",
        "by": "western-officials",
        "claimed": "2025-01",
        "period": "[2024-10..2025-01]",
        "source": "example-org-x",
        "quote": "words",
        "status": "disputed",
        "note": "noted",
    }
    assert json.loads(demo("claims", "--source", "A Paper", "--format", "json").out) == [row]
    exported = [json.loads(line) for line in demo("export", "--format", "jsonl").out.splitlines()]
    (record,) = [one for one in exported if one.get("uid") == "kursk-incursion-killed"]
    assert (record["derived_from"], record["place"]) == ("western-officials-1000-killed", "sudzha")


def test_what_is_edited_changes_and_the_rest_stays(demo):
    uid = "western-officials-1000-killed"
    assert demo("claim", "edit", uid, "--value", "900 to 1,100", "--by", "", "--page", "7").code == 0
    (row,) = json.loads(demo("claim", "show", uid, "--format", "json").out)
    assert (row["qualifier"], row["min"], row["max"], row["by"]) == ("between", 900, 1100, None)
    assert (row["quote"], row["claimed"]) == ("at least 1,000 were killed in just three months", "2025-01")
    assert demo("claim", "edit", uid, "--source", "").code == 0
    assert json.loads(demo("claim", "show", uid, "--format", "json").out)[0]["source"] is None
    assert "was like that already" in demo("claim", "edit", uid, "--by", "").err


def test_a_judged_claim_contradicts_nobody(demo):
    assert len(json.loads(demo("conflicts", "--format", "json").out)) == 1
    assert demo("claim", "status", "seoul-lawmakers-600-killed", "superseded", "--note", "corrected").code == 0
    assert demo("conflicts", "--format", "json").out == "[]\n"
    assert demo("conflicts").err == "nothing is said differently\n"


def test_words_of_a_uid_mean_one_claim_or_are_refused(demo):
    assert demo("claim", "status", "600 killed", "accepted").code == 0
    run = demo("claim", "status", "killed", "accepted")
    assert run.code not in {0, 1, 2}
    assert "seoul-lawmakers-600-killed" in run.err
    assert demo("claim", "rm", "no such claim").code not in {0, 1, 2}


def test_a_removed_claim_comes_back_by_undo(demo):
    before = demo("claims").out
    assert demo("claim", "rm", "western-officials-1000-killed").code == 0
    assert demo("claims").out != before
    assert demo("undo").code == 0
    assert demo("claims").out == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("kursk-incursion", "killed", "a great many"), 85),
        (("kursk-incursion", "killed", "1,00"), 85),
        (("kursk-incursion", "killed", " "), 2),
        (("kursk-incursion", " ", "5"), 2),
        (("kursk-incursion", "killed"), 2),
        (("kursk-incursion", "killed", "5", "6"), 2),
        (("kursk-incursion", "killed", "5", "--by", "Nobody at all"), None),
        (("no such event", "killed", "5"), None),
        (("kursk-incursion", "killed", "5", "--claimed", "sometime"), None),
        (("kursk-incursion", "killed", "5", "--status", "odd"), 2),
        (("kursk-incursion", "killed", "5", "--qualifier", "odd"), 2),
        (("kursk-incursion", "killed", "5", "--quote", "words"), 2),
        (("kursk-incursion", "killed", "5", "--derived-from", "odd"), None),
        (("kursk-incursion", "responsible", "Ukraine", "--qualifier", "about"), 2),
    ],
)
def test_bad_input_is_one_sentence_and_writes_nothing(arguments, code, demo):
    before = demo("export", "--format", "jsonl").out, demo("log").out
    run = demo("claim", "add", *arguments)
    assert run.code == code if code is not None else run.code > 2
    assert (demo("export", "--format", "jsonl").out, demo("log").out) == before


def test_the_words_for_a_qualifier_can_be_given_apart(demo):
    demo("claim", "add", "kursk-incursion", "killed", "300", "--qualifier", "at_most", "--uid", "most")
    (row,) = json.loads(demo("claim", "show", "most", "--format", "json").out)
    assert (row["qualifier"], row["min"], row["max"]) == ("at_most", None, 300)


def test_sources_that_date_an_event_differently_are_listed_with_the_rest(demo):
    demo("edit", "kursk-incursion", "--when", "2024-08-06", "--source", "https://one.example/a", "--published", "2025")
    rows = json.loads(demo("claims", "--attribute", "date", "--format", "json").out)
    assert [(row["event"], row["value"], row["source"], row["status"]) for row in rows] == [
        ("kursk-incursion", "2024-08", "putin-thanks-kim", "open"),
        ("kursk-incursion", "2024-08-06", "one-example-a", "accepted"),
    ]
    table = demo("claims").out
    assert "6 August 2024" in table
    (cell,) = json.loads(demo("conflicts", "kursk-incursion", "--format", "json").out)
    assert (cell["attribute"], cell["verdict"], cell["origins"]) == ("date", "not_comparable", 2)
    assert demo("claims", "--attribute", "date", "--by", "Ukraine", "--format", "json").out == "[]\n"


def test_drafts_are_left_out_unless_asked_for(demo):
    demo("edit", "north-koreans-fight-in-kursk", "--status", "draft")
    assert demo("conflicts", "--format", "json").out == "[]\n"
    assert len(json.loads(demo("conflicts", "--status", "draft", "--format", "json").out)) == 1
    assert len(json.loads(demo("conflicts", "north-koreans-fight-in-kursk", "--format", "json").out)) == 1
    assert [row["event"] for row in json.loads(demo("claims", "--status", "draft", "--format", "json").out)] == [
        "north-koreans-fight-in-kursk"
    ] * 3
    assert all(
        row["event"] != "north-koreans-fight-in-kursk" for row in json.loads(demo("claims", "--format", "json").out)
    )


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "md"])
def test_conflicts_by_actor_attribute_and_access(form, demo):
    everything = demo("conflicts", "--format", form).out
    assert "600" in everything
    for arguments in (
        ("--actor", "North Korean armed forces"),
        ("--attribute", "killed"),
        ("--about", "north-korean-army"),
    ):
        assert demo("conflicts", *arguments, "--format", form).out == everything, arguments
    for arguments in (("--actor", "Zelensky"), ("--attribute", "deployed"), ("--about", "Ukraine"), ("--limit", "0")):
        assert "600" not in demo("conflicts", *arguments, "--format", form).out
    demo("source", "edit", "putin-thanks-kim", "--access", "internal")
    assert "600" not in demo("conflicts", "--access", "public", "--format", form).out
    assert demo("conflicts", "--access", "internal", "--format", form).out == everything


def test_a_cell_in_json_has_the_keys_that_are_promised_and_the_view_tells_the_same(demo):
    demo("claim", "add", "--actor", "Kim Jong Un", "responsible", "North Korea", "--by", "Ukraine")
    demo("claim", "add", "--actor", "Kim Jong Un", "responsible", "Russia", "--by", "South Korea")
    cells = json.loads(demo("conflicts", "--format", "json").out)
    assert [(cell["event"], cell["attribute"], cell["about"]) for cell in cells] == [
        ("north-koreans-fight-in-kursk", "killed", "north-korean-army"),
        (None, "responsible", "kim-jong-un"),
    ]
    for cell in cells:
        assert list(cell) == ["event", "attribute", "about", "verdict", "reason", "origins", "values"]
        for value in cell["values"]:
            assert list(value) == ["by", "min", "max", "qualifier", "claimed", "period", "source"]
    assert {value["min"] for value in cells[1]["values"]} == {"North Korea", "Russia"}
    listed = 'event, attribute, about, verdict, reason, origins, "values"'
    rows = json.loads(demo("sql", f"SELECT {listed} FROM claim_conflicts", "--format", "json").out)
    assert [row | {"values": json.loads(row["values"])} for row in rows] == cells
