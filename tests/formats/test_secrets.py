"""Nothing above the level that may go out is in any export of events, whatever its form."""

import json

import pytest

from timeline.formats import all_formats

SECRET = "zzsecret"


@pytest.fixture(scope="module")
def guarded(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("guarded")
    run("init", cwd=folder)
    records = [
        {"timeline": 1},
        {"record": "source", "uid": "open", "title": "Open paper", "url": "https://example.org/open"},
        {"record": "source", "uid": "closed", "title": f"Paper {SECRET}", "access": "confidential", "url": f"https://{SECRET}.org/"},
        {"record": "actor", "uid": "anna", "name": "Anna"},
        {"record": "actor", "uid": "agent", "name": f"Agent {SECRET}"},
        {"record": "event", "uid": "shown", "title": "Shown", "date": "2024-08", "participants": [{"actor": "anna"}],
         "citations": [{"source": "open", "quote": "it happened"}, {"source": "closed", "quote": f"quote {SECRET}"}]},
        {"record": "event", "uid": "hidden", "title": f"Hidden {SECRET}", "date": "2024-09", "access": "internal",
         "participants": [{"actor": "agent"}], "citations": [{"source": "open", "quote": f"also {SECRET}"}]},
        {"record": "claim", "uid": "c1", "event": "shown", "attribute": "killed", "min": 3, "max": 3,
         "citation": {"source": "closed", "quote": f"three {SECRET}"}},
        {"record": "link", "from": "shown", "kind": "causes", "to": "hidden"},
    ]  # fmt: skip
    (folder / "all.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    run("import", "all.jsonl", cwd=folder)
    return folder


@pytest.mark.parametrize("name", ["geojson", "ftm", "jsonld", "markwhen", "datasette-config"])
def test_a_public_export_holds_no_secret(guarded, run, name):
    made = run("export", "--format", name, cwd=guarded).stdout
    assert SECRET not in made
    if name != "datasette-config":
        assert "Shown" in made
        assert SECRET in run("export", "--format", name, "--access", "confidential", cwd=guarded).stdout


def test_a_public_parquet_holds_no_secret(guarded, run):
    import duckdb

    for level, there in (("public", False), ("confidential", True)):
        run("export", "-o", "x.parquet", "--access", level, cwd=guarded)
        rows = duckdb.sql(f"SELECT * FROM '{guarded}/x.parquet'").fetchall()
        rows += duckdb.sql(f"SELECT * FROM '{guarded}/x.claims.parquet'").fetchall()
        assert (SECRET in str(rows)) is there


def test_drafts_go_out_only_in_our_own_form_unless_asked_for(guarded, run):
    run("add", "Draft of Bob", "--when", "2024", "--status", "draft", cwd=guarded)
    for form in (one for one in all_formats() if one.writes() and one.write_file is None):
        made = run("export", "--format", form.name, cwd=guarded).stdout
        assert ("Draft of Bob" in made) is form.complete, form.name
    assert "Draft of Bob" in run("export", "--format", "ftm", "--status", "draft", cwd=guarded).stdout
