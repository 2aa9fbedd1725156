"""Maps guessed: what they find, and that they run as they are."""

import io
import json
import pathlib

import pytest

from timeline import errors, mapping
from timeline.mapping.guess import Guess

EXAMPLES = pathlib.Path(__file__).parents[2] / "docs" / "examples" / "maps"


def opened(data, name):
    return mapping.opened(io.BytesIO(data if isinstance(data, bytes) else data.encode()), name, mapping.File())


@pytest.fixture
def guess():
    """Guess a map, read it, and read the table by it."""

    def run(data, name="file.csv"):
        text = Guess(opened(data, name), name).text()
        how = mapping.parsed(text, "map.toml")
        stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
        refused = []

        class Told(mapping.Told):
            def refused(self, row, reason):
                refused.append(reason)

        table = mapping.opened(stream, name, how.file)
        records = list(mapping.Mapper(how, table, Told()).records())
        assert not refused
        return how, [record for record in records if record["record"] == "event"], text

    return run


def test_a_plain_table_is_understood(guess):
    how, events, text = guess(
        "event_id,event_date,headline,city,country,latitude,longitude,actors,tags,source_url,fatalities\n"
        "1.0,25/12/2024,A meeting of ministers,Bern,Switzerland,46.9,7.4,A; B,talks,https://a.org/1,0\n"
        "2.0,03/04/2024,A march of bakers,Basel,Switzerland,47.5,7.6,C,protest,https://a.org/2,2\n"
    )
    assert (how.id_column, how.dates.order) == ("event_id", "dmy")
    assert [event["date"] for event in events] == ["2024-12-25", "2024-04-03"]
    assert events[0]["external_ids"][0]["value"] == "1"
    assert len(events[0]["participants"]) == 2
    assert events[1].claims[0]["min"] == 2
    assert events[0]["place"]["name"] == "Bern"
    assert {"name": "https://a.org/1"} in [one["source"] for one in events[0]["citations"]]
    assert "can be read no other way" in text


def test_years_before_one_and_parts_of_dates_are_found(guess):
    how, events, _ = guess("Year,Event\n-753,Founding of Rome\n-490,Battle of Marathon\n79,Eruption of Vesuvius\n")
    assert how.dates.bce == "historical"
    assert [event["date"] for event in events] == ["-0752", "-0489", "0079"]


def test_a_year_nought_tells_how_years_are_counted(guess):
    how, _, _ = guess("Year,Event\n-753,Founding of Rome\n0,A year there is\n1000,A thousand\n")
    assert how.dates.bce == "astronomical"


def test_an_id_that_two_rows_share_is_none(guess):
    how, _, text = guess("id,date,title\n1,2020-01-01,One thing\n1,2020-01-02,Another thing\n")
    assert how.id_column is None
    assert "is no id" in text


def test_what_is_open_over_a_whole_column_is_left_to_the_user():
    text = Guess(opened("date,title\n03/04/2024,A meeting\n05/06/2024,Another\n", "x.csv"), "x.csv").text()
    assert '# order = "dmy"' in text
    assert "2024-04-03" in text
    assert "2024-03-04" in text


def test_sides_places_and_figures_of_a_conflict_are_understood(guess):
    how, events, _ = guess((EXAMPLES / "ucdp.csv").read_bytes(), "ucdp.csv")
    assert events[0]["title"] == "Government of Ruritania – RLF: Zenda town"
    assert [event["date"] for event in events] == ["1991-03-03", "1991-04", "1992", "[1992-06-02..1992-06-08]"]
    assert {figure.attribute for figure in how.figures} == {"killed"}
    assert len(events[0]["citations"]) == 3


def test_documents_are_understood_with_their_lists(guess):
    _, events, _ = guess((EXAMPLES / "kleptocracy.json").read_bytes(), "kleptocracy.json")
    assert events[0]["importance"] == 8
    assert len(events[0]["citations"]) == 3
    assert [one["actor"]["name"] for one in events[0]["participants"]] == ["Office of Bridges", "Rupert of Hentzau"]
    _, events, _ = guess((EXAMPLES / "timelinejs.json").read_bytes(), "timelinejs.json")
    assert events[2]["date"] == "1900/1903-12-17"


def test_geojson_is_understood(guess):
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [36.2 + n, 49.9]},
            "properties": {"name": f"Strike {n}", "date": "2022-03-01"},
        }
        for n in range(3)
    ]
    how, events, _ = guess(json.dumps({"type": "FeatureCollection", "features": features}), "x.geojson")
    assert how.place.coordinates == "geometry.coordinates"
    assert events[0]["place"]["uid"]


def test_records_of_parallel_files_are_joined():
    tables = [
        (name, opened((EXAMPLES / name).read_bytes(), name))
        for name in ("incidents.json", "sources.json", "associations.json")
    ]
    how = mapping.parsed(Guess(tables[0][1], "incidents.json", tables[1:]).text(), "map.toml")
    assert [(join.column, join.file, join.key) for join in how.file.joins] == [
        ("sources", "sources.json", "id"),
        ("associations", "associations.json", "id"),
    ]
    assert how.sources[0].keys["url"] == "paths"
    assert how.tags[0].name == "title"


@pytest.mark.parametrize("data", ["date,title\n", "a,b\n1,2\n3,4\n"])
def test_where_nothing_reads_like_an_event_no_map_is_guessed(data):
    with pytest.raises(errors.NothingGuessed):
        Guess(opened(data, "x.csv"), "x.csv").text()
