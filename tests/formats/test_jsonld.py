"""JSON-LD: processors open it offline, the EDTF has its datatype, and no ISO date says more than is known."""

import json

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld as processor

from timeline.edtf import bounds, parse
from timeline.formats import jsonld, nested, types

SCHEMA = rdflib.Namespace("https://schema.org/")
DATE = rdflib.URIRef("http://purl.org/dc/terms/date")


def written(events):
    unfolding = nested.Unfolding()
    records = [one for event in events for one in unfolding.records(event, 1)]
    for one in records:  # an export refers by uid alone
        one.update({key: one[key]["uid"] for key in ("by", "about") if key in one})
    return "".join(jsonld.write_records(records, types.Losses()))


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_processors_open_what_is_written(whole_events, data):
    events = data.draw(whole_events)
    made = json.loads(written(events))
    expanded = processor.expand(made)
    found = {one["@id"]: one for one in expanded if "https://schema.org/Event" in one.get("@type", ())}
    assert list(found) == [jsonld.iri("event", event["uid"]) for event in events]
    for event in events:
        node = found[jsonld.iri("event", event["uid"])]
        assert node["https://schema.org/name"] == [{"@value": event["title"]}]
        wanted = [{"@type": jsonld.EDTF, "@value": event["date"]}] if "date" in event else None
        assert node.get("http://purl.org/dc/terms/date") == wanted


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_the_demo_as_triples(demo_records):
    made = "".join(jsonld.write_records(demo_records, types.Losses()))
    graph = rdflib.Graph().parse(data=made, format="json-ld")
    for name, kind in (("Event", "event"), ("Claim", "claim"), ("NewsArticle", "source"), ("Place", "place")):
        found = set(graph.subjects(rdflib.RDF.type, SCHEMA[name]))
        assert len(found) == sum(one["record"] == kind for one in demo_records)
    dated = sum(one["record"] == "event" and bool(one.get("date")) for one in demo_records)
    typed = [value for event in graph.subjects(rdflib.RDF.type, SCHEMA.Event) for value in graph.objects(event, DATE)]
    assert len(typed) == dated
    assert {str(value.datatype) for value in typed} == {jsonld.EDTF}
    people = {
        str(name) for one in graph.subjects(rdflib.RDF.type, SCHEMA.Person) for name in graph.objects(one, SCHEMA.name)
    }
    assert people == {one["name"] for one in demo_records if one["record"] == "actor" and one.get("kind") == "person"}


def test_iso_dates_hold_all_that_the_date_may_mean(every_date):
    nodes = [one for one in json.loads(written(every_date))["@graph"] if one["@type"] == "Event"]
    for event, node in zip(every_date, nodes, strict=True):
        assert node.get("edtf") == event.get("date")
        if "date" not in event:
            assert not {"startDate", "endDate"} & node.keys()
            continue
        mine = bounds(parse(event["date"]))
        for key, low, high in (("startDate", mine.start_min, mine.start_max), ("endDate", mine.end_min, mine.end_max)):
            if key in node:
                stretch = bounds(parse(node[key]))
                assert stretch.start_min <= low
                assert stretch.end_max >= high


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [("2024-08~", "2024-08", "2024-08"), ("2024-06/..", "2024-06", None), ("../2024", None, "2024"), ("[2021,2023]", None, None),
     ("-0043-03-15", "-0043-03-15", "-0043-03-15"), ("{2021,2023}", "2021", "2023"), ("Y170000002", None, None)],
)  # fmt: skip
def test_start_and_end(date, start, end):
    [node] = json.loads(written([{"uid": "a", "title": "A", "date": date}]))["@graph"]
    assert (node.get("startDate"), node.get("endDate")) == (start, end)


def test_nothing_is_fetched():
    assert "@import" not in jsonld.CONTEXT
    assert all(
        not isinstance(value, str) or value.startswith(("http", "urn:", "timeline:"))
        for value in jsonld.CONTEXT.values()
    )
    assert isinstance(jsonld.CONTEXT, dict)
