"""Datasette: it takes our file, shows what is in it, and every query runs and gives rows on the demo."""

import asyncio
import json
import sqlite3

import pytest

from timeline.formats import datasette_config, types
from timeline.store import schema, views


def config(database="timeline"):
    made = "".join(datasette_config.write_whole(iter(()), types.Losses(), types.Context(database=database)))
    return json.loads(made)


def asked(folder, *paths):
    from datasette.app import Datasette

    async def ask():
        instance = Datasette([str(folder / "timeline.db")], metadata=json.loads((folder / "metadata.json").read_text()))
        await instance.invoke_startup()
        answers = [await instance.client.get(path) for path in paths]
        for database in instance.databases.values():
            database.close() if hasattr(database, "close") else None
        return answers

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def served(demo, run):
    run("export", "--format", "datasette-config", "-o", "metadata.json", cwd=demo)
    return demo


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@pytest.mark.parametrize("name", list(datasette_config.QUERIES))
def test_every_query_runs_and_gives_rows_on_the_demo(served, name):
    asks = {"actor_chronology": "?actor=Kim&", "claims": "?event=&"}.get(name, "?")
    data, page = asked(served, f"/timeline/{name}.json{asks}_shape=array", f"/timeline/{name}{asks.rstrip('&?')}")
    assert data.status_code == 200, data.text
    assert data.json()
    assert page.status_code == 200
    assert datasette_config.QUERIES[name]["title"] in page.text
    if name == "actor_chronology":
        assert {row["actor"] for row in data.json()} == {"Kim Jong Un"}


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_views_are_described_and_internals_hidden(served):
    page, timeline, database = asked(served, "/timeline", "/timeline/timeline", "/timeline.json")
    assert datasette_config.VIEWS["timeline"]["description"] in timeline.text
    assert "exactly as uncertain" in timeline.text
    assert "Chronology of an actor" in page.text
    hidden = {one["name"] for one in database.json()["tables"] if one["hidden"]}
    assert {"history", "event_text", "alembic_version"} <= hidden
    assert {one["name"] for one in database.json()["tables"]} - hidden >= {"event", "actor", "source", "claim"}


def test_every_view_and_table_is_described():
    assert set(datasette_config.VIEWS) == set(views.NAMES)
    assert set(datasette_config.TABLES) - {"alembic_version"} == set(schema.metadata.tables)


def test_every_column_described_is_there(demo):
    with sqlite3.connect(demo / "timeline.db") as database:
        for name, told in {**datasette_config.TABLES, **datasette_config.VIEWS}.items():
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({name})")}
            assert told.get("columns", {}).keys() <= columns
            assert told.get("label_column", "") in columns | {""}
    database.close()


def test_the_database_is_called_as_its_file_is(run, demo, tmp_path):
    (tmp_path / "my data.db").write_bytes((demo / "timeline.db").read_bytes())
    made = run("export", "--format", "datasette-config", "--db", "my data.db", cwd=tmp_path).stdout
    assert list(json.loads(made)["databases"]) == ["my data"]


def test_the_gap_query_keeps_off_open_ends(run, tmp_path):
    run("init", cwd=tmp_path)
    for date, title in (("1900", "A"), ("1910/..", "B"), ("../1850", "C"), ("1950-01-02", "D"), (None, "E")):
        run("add", title, *(["--when", date] if date else []), cwd=tmp_path, check=False)
    with sqlite3.connect(tmp_path / "timeline.db") as database:
        count = database.execute("SELECT count(*) FROM event").fetchone()[0]
        found = database.execute(datasette_config.QUERIES["gaps"]["sql"]).fetchall()
    database.close()
    assert count == 5
    assert all(abs(row[0]) < 10**6 for row in found)
