"""Parquet: DuckDB and pandas read it, open and undated bounds are null, claims lie beside it, memory does not grow."""

import io
import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.edtf import bounds, parse
from timeline.formats import parquet, types

BOUNDS = ("start_min", "start_max", "end_min", "end_max")


def written(events, fill=parquet.write_file):
    file = io.BytesIO()
    fill(events, file, types.Losses(), types.Context())
    return file


def rows(file, tmp_path, sql="SELECT * FROM 'x.parquet'"):
    (tmp_path / "x.parquet").write_bytes(file.getvalue())
    found = duckdb.sql(sql.replace("x.parquet", str(tmp_path / "x.parquet")))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_duckdb_reads_every_date_with_its_bounds(every_date, tmp_path):
    found = rows(written(every_date), tmp_path)
    assert [one["date"] for one in found] == [event.get("date") for event in every_date]
    for event, row in zip(every_date, found, strict=True):
        if "date" not in event:
            assert all(row[name] is None for name in (*BOUNDS, "open_start", "open_end", "start_day"))
            continue
        wanted = bounds(parse(event["date"]))[:4]
        assert [row[name] for name in BOUNDS] == [None if abs(one) == float("inf") else one for one in wanted]
        assert (row["open_start"], row["open_end"]) == (wanted[0] == -float("inf"), wanted[3] == float("inf"))


def test_the_bounds_are_whole_numbers_of_64_bits(every_date, tmp_path):
    kinds = rows(written(every_date), tmp_path, "DESCRIBE SELECT * FROM 'x.parquet'")
    kinds = {one["column_name"]: one["column_type"] for one in kinds}
    assert {kinds[name] for name in BOUNDS} == {"BIGINT"}
    assert kinds["actors"] == kinds["sources"] == "VARCHAR[]"
    assert kinds["date"] == "VARCHAR"


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_any_events_and_their_claims_come_back(whole_events, tmp_path_factory, data):
    events = data.draw(whole_events)
    folder = tmp_path_factory.mktemp("parquet")
    found = rows(written(events), folder)
    for event, row in zip(events, found, strict=True):
        for key in ("uid", "title", "date", "summary", "note", "kind", "status"):
            assert row[key] == event.get(key)
        assert row["tags"] == event.get("tags", [])
        assert row["actors"] == [one["actor"]["name"] for one in event.get("participants", ())]
        assert row["roles"] == [one["role"] for one in event.get("participants", ())]
        assert row["sources"] == [one["source"]["title"] for one in event.get("citations", ())]
        assert row["source_urls"] == [one["source"].get("url") for one in event.get("citations", ())]
    claims = rows(written(events, parquet.write_claims), folder)
    wanted = [
        (event["uid"], claim["uid"], claim["max"], claim["by"]["name"])
        for event in events
        for claim in event.get("claims", ())
    ]
    assert [(one["event_uid"], one["uid"], one["max"], one["claimed_by"]) for one in claims] == wanted


def test_the_same_events_give_the_same_bytes(every_date):
    assert written(every_date).getvalue() == written(every_date).getvalue()


def test_rows_are_written_a_group_at_a_time(tmp_path):
    import pyarrow.parquet

    sizes = []
    with (tmp_path / "x.parquet").open("wb") as file:

        def events():
            for number in range(11_000):
                if number % 5_001 == 0:
                    sizes.append(file.tell())
                yield {"uid": str(number), "title": "T", "date": "2024-08"}

        parquet.write_file(events(), file, types.Losses(), types.Context())
    assert sizes[0] < sizes[1] < sizes[2]
    assert pyarrow.parquet.ParquetFile(tmp_path / "x.parquet").num_row_groups == 3


def test_claims_lie_in_a_second_file_or_are_counted(demo, run):
    told = run("export", "-o", "events.parquet", cwd=demo)
    assert "claims" not in told.stderr
    assert duckdb.sql(f"SELECT count(*) FROM '{demo}/events.claims.parquet'").fetchall() == [(6,)]
    refused = run("export", "--format", "parquet", "--strict", "-o", "other.parquet", cwd=demo, check=False)
    assert refused.returncode == 100
    assert not list(demo.glob("other*"))


def test_a_missing_library_is_one_sentence_with_the_command(monkeypatch):
    from timeline.errors import ExtraMissing

    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(ExtraMissing) as caught:
        written([])
    assert "pip install 'timeline[parquet]'" in caught.value.hint


# --- docs/analysis.md ---


def blocks(kind):
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs" / "analysis.md").read_text(encoding="utf-8")
    return re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)


@pytest.mark.parametrize("number", range(3))
def test_the_paragraph_on_duckdb_works(demo, run, monkeypatch, number):
    run("export", "-o", "events.parquet", cwd=demo)
    monkeypatch.chdir(demo)
    assert duckdb.sql(blocks("sql")[number].rstrip().rstrip(";")).fetchall()


def test_the_paragraph_on_pandas_works(demo, run, monkeypatch, capsys):
    run("export", "-o", "events.parquet", cwd=demo)
    monkeypatch.chdir(demo)
    [code] = blocks("python")
    names = {}
    exec(compile(code, "docs/analysis.md", "exec"), names)
    assert names["by_year"].sum() > 20
    assert len(names["figures"]) == 6
    assert "killed" in capsys.readouterr().out
