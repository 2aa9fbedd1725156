"""GeoJSON: valid by RFC 7946, read back as it was written, and that of others taken as far as it tells."""

import contextlib
import io
import json

import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline import errors
from timeline.formats import geojson, types

KEPT = ("uid", "title", "date", "summary", "note", "kind", "status", "tags")


def written(events):
    return "".join(geojson.write_whole(events, types.Losses(), types.Context()))


def read(text, name="map.geojson"):
    return list(geojson.read(io.BytesIO(text.encode()), name))


def of(records, kind):
    return {one["uid"]: one for one in records if one["record"] == kind}


def foreign(*features):
    return read(json.dumps({"type": "FeatureCollection", "features": list(features)}))


def feature(geometry=None, ident=None, **properties):
    made = {"type": "Feature", "geometry": geometry, "properties": properties}
    return made if ident is None else made | {"id": ident}


def point(*position):
    return {"type": "Point", "coordinates": list(position)}


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_valid_and_read_back(whole_events, data):
    events = data.draw(whole_events)
    made = written(events)
    FeatureCollection.model_validate_json(made)
    records = read(made)
    found, actors, places, sources = (of(records, kind) for kind in ("event", "actor", "place", "source"))
    assert list(found) == [event["uid"] for event in events]
    for event in events:
        record = found[event["uid"]]
        assert {key: record.get(key) for key in KEPT} == {key: event.get(key) for key in KEPT}
        assert [(actors[one["actor"]]["name"], one["role"]) for one in record.get("participants", ())] == [
            (one["actor"]["name"], one["role"]) for one in event.get("participants", ())
        ]
        if "place" in event:
            assert places[record["place"]] == {"record": "place", **event["place"]}
        for one, other in zip(record.get("citations", ()), event.get("citations", ()), strict=True):
            assert one == {**other, "source": other["source"]["uid"]}
            assert sources[one["source"]] == {"record": "source", **other["source"]}
        claims = [one for one in records if one["record"] == "claim" and one["event"] == event["uid"]]
        for one, other in zip(claims, event.get("claims", ()), strict=True):
            assert {key: one[key] for key in ("uid", "attribute", "min", "max", "unit", "claimed", "by")} == {
                key: other[key] for key in ("uid", "attribute", "min", "max", "unit", "claimed", "by")
            }


def test_longitude_comes_first_and_an_event_without_a_point_has_null(every_date):
    features = json.loads(written(every_date))["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [116.4, 39.9]}
    assert features[2]["geometry"] is None
    assert len(features) == len(every_date)


def test_bounds_are_days_and_open_ends_null(every_date):
    made = written(every_date)
    assert "1000000000000000000" not in made
    by_date = {one["properties"]["date"]: one["properties"] for one in json.loads(made)["features"]}
    assert by_date["2024-06/.."]["end_max"] is None
    assert by_date["2024-06/.."]["start_min"] == "2024-06-01"
    assert by_date["-0043-03-15"]["end_max"] == "-0043-03-15"
    assert by_date[None]["when"] == "undated"


def test_a_map_saved_again_by_another_program_is_still_ours():
    event = {
        "uid": "a",
        "title": "A",
        "date": "2024",
        "tags": ["x"],
        "participants": [{"actor": {"uid": "k", "name": "K"}, "role": "host"}],
    }
    document = json.loads(written([event]))
    del document["timeline"]
    for one in document["features"]:
        one["properties"] = {
            k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in one["properties"].items()
        }
        one.pop("id")
    [record] = of(read(json.dumps(document)), "event").values()
    assert record["tags"] == ["x"]
    assert record["participants"] == [{"actor": "k", "role": "host"}]


def test_links_lead_only_to_events_of_the_file():
    linked = [
        {"kind": "causes", "to": {"uid": "b", "title": "B"}},
        {"kind": "causes", "to": {"uid": "z", "title": "Z"}},
    ]
    records = read(written([{"uid": "a", "title": "A", "links": linked}, {"uid": "b", "title": "B"}]))
    assert [one for one in records if one["record"] == "link"] == [
        {"record": "link", "from": "a", "kind": "causes", "to": "b"}
    ]


@pytest.mark.parametrize(
    ("properties", "date", "words"),
    [
        ({"date": "2024-08-11"}, "2024-08-11", None),
        ({"Date": "2024-8-1"}, "2024-08-01", "2024-8-1"),
        ({"time": 1389387000000}, "2014-01-10T20:50:00Z", None),
        ({"year": 1945}, "1945", None),
        ({"year": -43}, "-0043", None),
        ({"when": "5 May 2021"}, "2021-05-05", "5 May 2021"),
        ({"when": "last Tuesday"}, None, "last Tuesday"),
        ({"date": "03/04/2024"}, None, "03/04/2024"),
        ({"start": "2021-01-05", "end": "2021-03"}, "2021-01-05/2021-03", None),
        ({"start_date": "2021"}, "2021", None),
        ({"datetime": "2021-01-05 10:30"}, "2021-01-05T10:30:00", "2021-01-05 10:30"),
        ({"date": 1e400}, None, "inf"),
        ({}, None, None),
    ],
)  # fmt: skip
def test_the_date_of_a_foreign_feature(properties, date, words):
    text = json.dumps({"type": "Feature", "geometry": None, "properties": {"name": "X", **properties}}).replace(
        "Infinity", "1e400"
    )
    [record] = read(text)
    assert (record.get("date"), record.get("as_written")) == (date, words)


def test_numeric_ids_belong_to_their_file_and_floats_are_whole():
    for ident in (7, 7.0, "7"):
        [record] = foreign(feature(ident=ident, title="X"))
        assert record["external_ids"] == [{"scheme": "geojson:map", "value": "7"}]


def test_an_area_is_stood_for_by_its_middle_and_says_so():
    ring = [[10, 50], [12, 50], [12, 52], [10, 52], [10, 50]]
    place, event = foreign(feature({"type": "Polygon", "coordinates": [ring]}, name="X", location="Y"))
    assert (place["lon"], place["lat"], place["name"]) == (11, 51, "Y")
    assert "Polygon" in place["precision"]
    assert "km" in place["precision"]
    assert event["place"] == place["uid"]


def test_the_antimeridian_is_crossed_by_the_short_way():
    place, _ = foreign(feature({"type": "LineString", "coordinates": [[179, 1], [-177, 1]]}, name="X"))
    assert place["lon"] == -179


def test_places_at_one_point_are_one_and_a_name_at_two_points_is_two():
    records = foreign(*(feature(point(*at), name=f"{at}", place="Kyiv") for at in [(30, 50), (30, 50), (31, 50)]))
    places = [one for one in records if one["record"] == "place"]
    assert [(one["name"], one["lon"]) for one in places] == [("Kyiv", 30), ("Kyiv", 31)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[]", "FeatureCollection"),
        ('{"type":"Topology"}', "FeatureCollection"),
        ('{"type":"FeatureCollection","features":[{"type":"Point"}]}', "Feature"),
        ('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[4000000,7]}}]}', "degrees"),
        ('{"type":"FeatureCollection","features":[{"type":"Feature","geometry":[1]}]}', "type"),
    ],
)  # fmt: skip
def test_what_is_no_geojson_of_events_is_refused(text, told):
    with pytest.raises(errors.NotOfFormat) as caught:
        read(text)
    assert told in str(caught.value)
    assert caught.value.hint


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "coordinates", "title", "date", "uid", "when", "start_min", "place"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@given(geometry=JSON, properties=JSON)
@settings(max_examples=150, deadline=None)
def test_no_feature_raises_anything_but_our_errors(geometry, properties):
    with contextlib.suppress(errors.TimelineError):
        foreign({"type": "Feature", "geometry": geometry, "properties": properties})


def test_the_type_may_stand_behind_the_features_and_of_two_lists_the_last_counts():
    one, two = ({"type": "Feature", "properties": {"title": title}, "geometry": None} for title in ("A", "B"))
    text = f'{{"features": [{json.dumps(one)}], "features": [{json.dumps(two)}], "type": "FeatureCollection"}}'
    assert [record["title"] for record in read(text)] == ["B"]


@pytest.mark.parametrize("end", ["", "]", "] {}", "]} x"])
def test_a_file_that_was_cut_short_gives_nothing(end):
    with pytest.raises(errors.NotJson):
        next(iter(read('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}}' + end)))


def test_an_export_streams():
    taken = []

    def events():
        for number in range(5_000):
            taken.append(number)
            yield {"uid": str(number), "title": "X"}

    pieces = geojson.write_whole(events(), types.Losses(), types.Context())
    next(pieces)
    next(pieces)
    assert len(taken) < 1_000
