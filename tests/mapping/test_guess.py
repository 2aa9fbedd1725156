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


@pytest.mark.parametrize(
    ("names", "date"),
    [
        ("start_earliest,start_latest,end_earliest,end_latest", "2024-06/2024-08"),
        ("startMin,startMax,endMin,endMax", "2024-06/2024-08"),
        ("earliest start date,latest start date,earliest end date,latest end date", "2024-06/2024-08"),
        ("begin_not_before,begin_not_after,end_not_before,end_not_after", "2024-06/2024-08"),
        ("notBefore,notAfter,note,extra", "2024-06"),
        ("date_min,date_max,note,extra", "2024-06"),
    ],
)
def test_columns_between_which_a_date_lies_are_found(guess, names, date):
    how, events, text = guess(
        f"id,title,{names}\n1,A fair,2024-06-01,2024-06-30,2024-08-01,2024-08-31\n2,A feast,2023-06-01,2023-06-30,2023-08-01,2023-08-31\n"
    )
    assert how.dates.start.bounded
    assert "it lies between the two" in text
    assert events[0]["date"] == date


def test_a_start_and_the_bounds_of_an_end_are_found(guess):
    how, events, _ = guess("title,start,end_min,end_max\nA fair,2024-06-01,2024-08-01,2024-08-31\n")
    assert (how.dates.start.column, how.dates.end.earliest) == ("start", "end_min")
    assert events[0]["date"] == "2024-06-01/2024-08"


def test_a_least_and_a_greatest_of_something_else_are_no_bounds_of_a_date(guess):
    how, events, _ = guess(
        "date,title,temperature_min,temperature_max\n2024-06-01,A fair in town,1950,1990\n2024-06-02,A feast of bakers,1960,1991\n"
    )
    assert how.dates.start.column == "date"
    assert events[0]["date"] == "2024-06-01"


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


def test_parts_of_two_ends_go_before_a_column_of_years(guess):
    _, events, text = guess(
        "DisNo.;Disaster Type;Country;Location;Start Year;Start Month;Start Day;End Year;End Month;End Day;Total Deaths\n"
        "2000-0327;Water;Comoros;Anjouan;2000;6;6;2000;6;9;20\n"
        "1999-9388;Drought;Djibouti;Ali Sabieh;2001;6;;2002;1;;\n"
    )
    assert [event["date"] for event in events] == ["2000-06-06/2000-06-09", "2001-06/2002-01"]
    assert [event["title"] for event in events] == ["Water: Anjouan", "Drought: Ali Sabieh"]
    assert "Start Day" in text


def test_short_names_of_parts_and_codes_beside_figures(guess):
    _, events, _ = guess(
        "Year\tMo\tDy\tLocation Name\tLatitude\tLongitude\tDeaths\tDeath Description\tDamage ($Mil)\n"
        "-31\t9\t2\tISRAEL\t32\t35.5\t10000\t4\t\n2011\t3\t11\tJAPAN: HONSHU\t38.3\t142.4\t15854\t4\t220085.4\n",
        "quakes.tsv",
    )
    assert [event["date"] for event in events] == ["-0030-09-02", "2011-03-11"]
    assert [[(c["attribute"], c["about"]) if "about" in c else c["attribute"] for c in e.claims] for e in events] == [
        ["killed"],
        ["killed", "cost"],
    ]


def test_a_column_of_years_written_as_first_of_january_is_of_years(guess):
    _, events, text = guess(
        "name,id,year,reclat,reclong\nAachen,1.0,01/01/1880 12:00:00 AM,50.8,6.1\nAarhus,2.0,01/01/1951 12:00:00 AM,56.2,10.2\n"
    )
    assert [event["date"] for event in events] == ["1880", "1951"]
    assert events[0]["place"]["name"] == "50.8, 6.1"
    assert 'precision = { fixed = "year" }' in text


def test_columns_of_one_name_are_told_by_their_name(guess):
    _, events, _ = guess(
        "case,location,date,summary,fatalities,location\n"
        'A shooting,"Jacksonville, Florida",8/26/23,"A man opened fire",3,workplace\n'
        'Old case,"Fayetteville, NC",8/6/1993,"A sergeant",4,other\n'
    )
    assert [(event["title"], event["place"]["name"]) for event in events] == [
        ("A shooting", "Jacksonville, Florida"),
        ("Old case", "Fayetteville, NC"),
    ]


def test_milliseconds_since_1970_are_dates(guess):
    features = [
        {"type": "Feature", "id": f"us{n}", "properties": {"title": f"M {n}", "time": 1693530000123 + n, "updated": 1}}
        for n in range(3)
    ]
    _, events, text = guess(json.dumps({"type": "FeatureCollection", "features": features}), "quakes.geojson")
    assert {event["date"] for event in events} == {"2023-09-01T01:00:00Z"}
    assert 'numbers = "unix_ms"' in text


def test_answers_of_a_query_service_are_read(guess):
    rows = [
        {
            "item": {"type": "uri", "value": f"http://www.example.org/entity/Q{n}"},
            "itemLabel": {"type": "literal", "value": label},
            "date": {"datatype": "http://www.w3.org/2001/XMLSchema#dateTime", "type": "literal", "value": date},
            "coord": {"type": "literal", "value": point},
        }
        for n, label, date, point in (
            (1, "Battle of Gettysburg", "1863-07-01T00:00:00Z", "Point(-77.2 39.8)"),
            (2, "Battle of Marathon", "-0489-09-12T00:00:00Z", "Point(23.97 38.11)"),
        )
    ]
    _, events, text = guess(json.dumps({"head": {}, "results": {"bindings": rows}}), "answers.json")
    assert [event["date"] for event in events] == ["1863-07-01", "-0489-09-12"]
    assert [event["place"]["name"] for event in events] == ["39.8, -77.2", "38.11, 23.97"]
    assert "datatype" not in text.split("# not taken")[0]


def test_records_under_their_ids_inside_an_object_are_found(guess):
    data = {
        "incidents": {
            "a1": {"when": "2024-05-01", "what": "Fire at depot", "where": {"lat": 50.1, "lng": 30.2, "name": "Depot"}},
            "a2": {"when": "2024-05", "what": "Second fire", "where": {"lat": 51.1, "lng": 31.2, "name": "Harbour"}},
        }
    }
    _, events, _ = guess(json.dumps(data), "incidents.json")
    assert [(event["title"], event["date"], event["place"]["name"]) for event in events] == [
        ("Fire at depot", "2024-05-01", "Depot"),
        ("Second fire", "2024-05", "Harbour"),
    ]


def test_a_time_stamp_is_the_date_where_nothing_else_is(guess):
    lines = '{"id": 1, "timestamp": "2024-05-01T10:00:00Z", "text": "We left"}\n{"id": 2, "timestamp": "2024-05-02T10:00:00Z", "text": "Arrived"}\n'
    _, events, _ = guess(lines, "log.jsonl")
    assert [event["date"] for event in events] == ["2024-05-01T10:00:00Z", "2024-05-02T10:00:00Z"]


def test_a_row_that_says_neither_what_nor_when_is_refused():
    data = "Year,Place,What\n1848,Paris,Revolution\n,,\n1849,,\n,,Total\n"
    text = 'map = 1\nname = "x"\ntitle = ["What", { fixed = "untitled" }]\n[date]\nyear = "Year"\n'
    how = mapping.parsed(text, "map.toml")
    refused = []

    class Told(mapping.Told):
        def refused(self, row, reason):
            refused.append((row[0], reason))

    records = list(mapping.Mapper(how, opened(data, "x.csv"), Told()).records())
    assert [r["title"] for r in records if r["record"] == "event"] == ["Revolution", "untitled", "Total"]
    assert not refused  # an empty row is none


def test_a_row_of_other_cells_alone_is_refused():
    data = "Year,Place,What\n1848,Paris,Revolution\n,Sum: 1,\n"
    text = 'map = 1\nname = "x"\ntitle = ["What", { fixed = "untitled" }]\n[date]\nyear = "Year"\n'
    refused = []

    class Told(mapping.Told):
        def refused(self, row, reason):
            refused.append(reason)

    records = list(mapping.Mapper(mapping.parsed(text, "map.toml"), opened(data, "x.csv"), Told()).records())
    assert [r["title"] for r in records if r["record"] == "event"] == ["Revolution"]
    (why,) = refused
    assert "neither a title nor a date" in why


def test_the_words_of_a_date_go_before_its_bare_years(guess):
    _, events, _ = guess(
        "Object ID,Title,Object Date,Object Begin Date,Object End Date\n"
        "1,One-dollar Coin,1853,1853,1853\n3,Two-and-a-Half Dollar Coin,1909–27,1909,1927\n"
        "4,The Adams Vase,ca. 1893–95,1893,1895\n5,Statue of Hor,ca. 2500–2400 B.C.,-2500,-2400\n"
    )
    assert [event["date"] for event in events] == ["1853", "1909/1927", "1893~/1895~", "-2499~/-2399~"]


def test_the_words_beside_a_date_are_kept_and_say_how_sure_it_is(guess):
    records = [
        {"id": "a-1", "name": "Windows of the town hall are broken", "date": "2020-05-31", "date_text": "May 31st"},
        {
            "id": "a-2",
            "name": "Two people are pinned down",
            "date": "2020-05-31",
            "date_text": "(Believed to be) May 31st",
        },
        {"id": "a-3", "name": "A third one is pushed over", "date": "", "date_text": "Unknown Date"},
    ]
    for one in records:
        one["links"] = [
            {"url": "https://example.org/" + one["id"], "text": "A clip"},
            {"url": "Case 2020-0324", "text": ""},
        ]
    how, events, _ = guess(json.dumps({"data": records}), "x.json")
    assert (how.dates.start.column, how.dates.worded) == ("date", "date_text")
    assert [(one.get("date"), one.get("as_written")) for one in events] == [
        ("2020-05-31", "May 31st"),
        ("2020-05-31?", "(Believed to be) May 31st"),
        (None, "Unknown Date"),
    ]


def test_names_of_columns_may_end_in_a_language(guess):
    how, events, _ = guess(
        "id,name_tr,date_ce,location_tr,result_summary\n"
        "1,Bedir Savaşı,624,Bedir,Büyük bir zafer\n2,Uhud Savaşı,625,Uhud,Bir mağlubiyet\n"
    )
    assert how.place.name.columns == ("location_tr",)
    assert [one["summary"] for one in events] == ["Büyük bir zafer", "Bir mağlubiyet"]


def test_a_reference_number_is_an_id_and_no_source(guess):
    how, _, _ = guess(
        "Campaign,CWSAC Reference #,Date(s),Description\n"
        'North Alabama, AL002,"October 26-29, 1864",The cavalry attacked the town\n'
        'Mobile, AL005,"March 27-April 8, 1865",The corps moved along the shore\n'
    )
    assert how.id_column == "CWSAC Reference #"
    assert not how.sources
