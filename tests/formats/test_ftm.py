"""FollowTheMoney: every entity validates with its own package, what is kept is read back, foreign entities are taken."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import errors
from timeline.formats import ftm, nested, types

try:  # its libraries are compiled where there is no wheel, so the test command does without; CI installs it
    from followthemoney import model
    from followthemoney.types import registry
except ImportError:
    model = registry = None
validated = pytest.mark.skipif(model is None, reason="followthemoney is not installed: pip install 'timeline[ftm]'")

KEPT = ("uid", "title", "date", "summary", "note", "kind", "tags")


def records_of(events):
    unfolding = nested.Unfolding()
    return [record for event in events for record in unfolding.records(event, 1)]


def written(records, lost=None):
    return "".join(ftm.write_records(records, types.Losses() if lost is None else lost))


def read(text, lost=None):
    return list(ftm.read(io.BytesIO(text.encode()), "FILE", types.Losses() if lost is None else lost))


def entities(*given):
    return read("".join(json.dumps(one) + "\n" for one in given))


def entity(ident, schema, **properties):
    return {"id": ident, "schema": schema, "properties": properties}


def validate(text):
    if model is None:
        return
    for line in text.removesuffix("\n").split("\n") if text else []:
        given = json.loads(line)
        schema = model.get(given["schema"])
        assert registry.entity.clean(given["id"]) == given["id"]
        assert schema.validate({"properties": given["properties"]}) is None
        model.get_proxy(given, cleaned=False)
        for name, values in given["properties"].items():
            prop = schema.properties[name]
            for value in values:
                assert prop.type.validate(value), (given["schema"], name, value)
                if prop.type in (registry.date, registry.country, registry.language, registry.entity, registry.number):
                    assert prop.type.clean(value) == value


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_every_entity_validates_and_what_is_kept_is_read_back(whole_events, data):
    events = data.draw(whole_events)
    made = written(records_of(events))
    validate(made)
    records = read(made)
    found = {one["uid"]: one for one in records if one["record"] == "event"}
    actors = {one["uid"]: one for one in records if one["record"] == "actor"}
    assert list(found) == [event["uid"] for event in events]
    for event in events:
        record = found[event["uid"]]
        assert {key: record.get(key) for key in KEPT} == {key: event.get(key) for key in KEPT}
        assert record.get("status", "confirmed") == event["status"]
        assert {
            (actors[one["actor"]]["name"], one.get("role", "participant")) for one in record.get("participants", ())
        } == {(one["actor"]["name"], one["role"]) for one in event.get("participants", ())}
        assert [
            (one["source"], one["quote"], one.get("date"), one["stance"]) for one in record.get("citations", ())
        ] == [
            (one["source"]["uid"], one["quote"], one.get("date"), one["stance"]) for one in event.get("citations", ())
        ]


def test_the_demo_validates_and_its_links_are_read_back(demo_records):
    lost = types.Losses()
    made = written(demo_records, lost)
    validate(made)
    assert "claims kept in words only: " in lost.sentence()
    schemata = {json.loads(line)["schema"] for line in made.strip().split("\n")}
    assert {"Event", "Person", "PublicBody", "Article", "Documentation", "Address", "UnknownLink", "Note"} <= schemata
    records, missed = read(made, lost := types.Losses()), lost
    assert not missed

    def links(given):
        return {
            (one["subject"], one["kind"], one["object"], one.get("role"), one.get("date"))
            for one in given
            if one["record"] == "actor_link"
        }

    assert links(records) == links(demo_records)
    ends = {(one["from"], one["kind"], one["to"]) for one in demo_records if one["record"] == "link"}
    assert {(one["from"], one["kind"], one["to"]) for one in records if one["record"] == "link"} == ends


def test_dates_say_what_is_true_and_no_more(every_date):
    made = [json.loads(line) for line in written(records_of(every_date)).strip().split("\n")]
    by_date = {event["date"]: one["properties"] for event, one in zip(
        [one for one in every_date if "date" in one], [one for one in made if one["schema"] == "Event"][1:], strict=True)}  # fmt: skip
    assert by_date["2024-08"]["date"] == ["2024-08"]
    assert "notes" not in by_date["2024-08"]
    assert (by_date["2024-06/2024-08"]["startDate"], by_date["2024-06/2024-08"]["endDate"]) == (
        ["2024-06"],
        ["2024-08"],
    )
    assert by_date["2024-06/.."]["notes"] == ["EDTF: 2024-06/.."]
    assert "endDate" not in by_date["2024-06/.."]
    assert by_date["[2024-01..2024-03]"]["date"] == ["2024"]
    assert by_date["-0043-03-15"] | {"date": None} == by_date["-0043-03-15"] | {"date": None}
    assert not {"date", "startDate", "endDate"} & by_date["-0043-03-15"].keys()
    assert not {"date", "startDate", "endDate"} & by_date["[2021,2023]"].keys()


@validated
@pytest.mark.parametrize("uid", ["a", "北京", "a-", "-a", "a_b", "a.b", "x/y", "É"])
def test_an_id_is_one_that_followthemoney_takes_and_leads_back(uid):
    ident = ftm.identifier("event", uid)
    assert registry.entity.clean(ident) == ident
    assert ftm.uid_of(ident) == ("event", uid)


@validated
def test_countries_and_languages_are_those_that_followthemoney_knows():
    assert all(registry.country.clean(code) == code for code in ftm.COUNTRIES)
    assert all(registry.language.clean(short) == long for short, long in ftm.LANGUAGES.items())


def test_foreign_entities_become_records_whose_references_hold():
    lost = types.Losses()
    lines = [
        entity(
            "E1",
            "Event",
            name=["Talks", "The talks"],
            date=["2024", "2024-05-01"],
            involved=["Q1", "later"],
            sourceUrl=["https://a.org/x"],
        ),
        entity("Q1", "Person", name=["Anna", "Ann"], country=["de", "fr"], alias=["A."]),
        entity("V1", "Vessel", name=["Ship"]),
        entity("M1", "Membership", member=["Q1"], organization=["O1"], role=["chair"], startDate=["2020"]),
        entity("O1", "Company", name=["Firm"]),
        entity("D1", "Article", title=["News"], publishedAt=["2024-05-02"], sourceUrl=["https://a.org/y"]),
        entity("X1", "Documentation", document=["D1"], entity=["E1"], summary=["they met"]),
    ]
    records = read("".join(json.dumps(one) + "\n" for one in lines), lost)
    event = next(one for one in records if one["record"] == "event")
    assert event["date"] == "2024-05-01"
    assert event["external_ids"] == [{"scheme": "ftm", "value": "E1"}]
    assert event["note"] == "Also: The talks"
    assert [one["actor"]["uid"] for one in event["participants"]] == ["ftm-Q1", "ftm-later"]
    anna = next(one for one in records if one["record"] == "actor" and one["name"] == "Anna")
    assert anna["names"] == [{"name": "Ann", "kind": "alias"}, {"name": "A.", "kind": "alias"}]
    [link] = [one for one in records if one["record"] == "actor_link"]
    assert (link["kind"], link["role"], link["date"], link["object"]["uid"]) == (
        "member_of",
        "chair",
        "2020/",
        "ftm-O1",
    )
    assert [one.get("quote") for one in event["citations"]] == [None, "they met"]
    assert "Vessel entities left out: 1" in lost.sentence()
    assert "further values of country dropped: 1" in lost.sentence()


def test_links_of_an_event_may_come_before_it_and_long_after():
    lines = [
        entity("X1", "Documentation", document=["D1"], entity=["E1"], summary=["they met"]),
        entity("E1", "Event", name=["Talks"], involved=["Q1"], proof=["D1"]),
        entity("Q1", "Person", name=["Anna"]),
        entity("D1", "Article", title=["News"]),
        entity("U1", "UnknownLink", subject=["Q1"], object=["E1"], role=["host"]),
        entity("U2", "UnknownLink", subject=["E1"], object=["E2"], role=["causes"]),
        entity("E2", "Event", name=["War"]),
    ]
    records = entities(*lines)
    events = [one for one in records if one["record"] == "event"]
    assert [one["title"] for one in events] == ["Talks", "War"]
    assert [(one["actor"]["uid"], one["role"]) for one in events[0]["participants"]] == [("ftm-Q1", "host")]
    assert [one["quote"] for one in events[0]["citations"]] == ["they met"]
    assert [(one["from"], one["to"]) for one in records if one["record"] == "link"] == [("ftm-E1", "ftm-E2")]


def test_entities_nested_in_others_are_taken():
    inner = entity("Q1", "Person", name=["Anna"])
    records = entities(entity("E1", "Event", name=["Talks"], involved=[inner]))
    assert {one["record"] for one in records} == {"actor", "event"}


@pytest.mark.parametrize("line", ["[]", "{}", '{"id":"a"}', '{"id":1,"schema":"Event"}'])
def test_a_line_that_is_no_entity_is_refused(line):
    with pytest.raises(errors.NotOfFormat) as caught:
        read(line)
    assert caught.value.place == "FILE:1"


def test_a_foreign_file_imported_twice_changes_nothing(run, tmp_path):
    lines = [
        entity("E1", "Event", name=["Talks"], date=["2024"], involved=["Q1"], addressEntity=["P1"]),
        entity("Q1", "Person", name=["Anna"]),
        entity("P1", "Address", full=["Bonn"]),
    ]
    (tmp_path / "a.ftm.json").write_text("".join(json.dumps(one) + "\n" for one in lines))
    run("init", cwd=tmp_path)
    run("import", "a.ftm.json", cwd=tmp_path)
    again = run("import", "a.ftm.json", cwd=tmp_path)
    assert "new" not in again.stderr
    assert "changed" not in again.stderr
    assert "Anna" in run("list", "--columns", "title,actors,place", "--format", "csv", cwd=tmp_path).stdout
