"""
The seeds are well made: what can be told of them without a database and without the article.

The form is docs/records.md, whose table of keys is read here; the article's text is no part of the
project, so quotes are held against their own offsets only. Every chronology under seeds/ is tested.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from timeline import model
from timeline.edtf import bounds, parse

ROOT = Path(__file__).parents[1]
FILES = sorted(ROOT.glob("seeds/*/*.jsonl"))
MOST_WORDS = 12
"""The longest quote, in words: a date phrase and a little around it, never a sentence."""

CITATION = {"source", "quote", "start", "end", "prefix", "suffix", "page"}
DATING = {
    *("date", "phrase", "phrase_start", "phrase_end", "anchor", "anchor_kind", "anchor_of"),
    *("rule", "resolver", "stance", "note", "accepted"),
}
NESTED = {
    "names": {"name", "kind", "lang"},
    "participants": {"actor", "role", "citation"},
    "external_ids": {"scheme", "value"},
}
ONE_OF = {
    ("event", "status"): model.EVENT_STATUS,
    ("event", "access"): model.ACCESS,
    ("source", "access"): model.ACCESS,
    ("actor", "kind"): model.ACTOR_KINDS,
    ("actor_link", "kind"): model.ACTOR_LINK_KINDS,
    ("link", "kind"): model.EVENT_LINK_KINDS,
    ("claim", "qualifier"): model.QUALIFIERS,
    ("claim", "status"): model.CLAIM_STATUS,
}
REFERENCES = {
    ("attribute", "part_of"): "attribute",
    ("place", "parent"): "place",
    ("actor", "merged_into"): "actor",
    ("actor_link", "subject"): "actor",
    ("actor_link", "object"): "actor",
    ("event", "place"): "place",
    ("claim", "event"): "event",
    ("claim", "actor"): "actor",
    ("claim", "attribute"): "attribute",
    ("claim", "about"): "actor",
    ("claim", "by"): "actor",
    ("claim", "place"): "place",
    ("claim", "derived_from"): "claim",
    ("link", "from"): "event",
    ("link", "to"): "event",
}
DATES = {("source", "published"), ("actor_link", "date"), ("event", "date"), ("claim", "claimed"), ("claim", "period")}


def read(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the last line ends with LF"
    return [json.loads(line) for line in lines]


def citations(record):
    """Every citation of a record, with the place it stands in."""
    yield from (("event", c) for c in record.get("citations") or ())
    if record.get("citation"):
        yield "record", record["citation"]
    yield from (("participant", p["citation"]) for p in record.get("participants") or () if p.get("citation"))


@pytest.fixture(scope="module", params=FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def lines(request):
    return read(request.param)


@pytest.fixture(scope="module")
def records(lines):
    return lines[1:]


@pytest.fixture(scope="module")
def events(records):
    return [r for r in records if r["record"] == "event"]


@pytest.fixture(scope="module")
def by_uid(records):
    return {(r["record"], r.get("uid") or r.get("name")): r for r in records}


@pytest.fixture(scope="module")
def allowed():
    table = re.findall(r"^\| `(\w+)` \| (.+) \|$", (ROOT / "docs/records.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {record: set(re.findall(r"`(\w+)`", keys)) | {"record", "external_ids"} for record, keys in table}


def test_there_are_seeds_and_each_chronology_explains_itself():
    assert FILES
    assert all((path.parent / "README.md").is_file() for path in FILES)


def test_a_file_begins_with_the_version_of_the_form(lines):
    assert lines[0] == {"timeline": 1}


def test_every_record_is_of_a_known_kind_and_has_known_keys_only(records, allowed):
    assert len(allowed) >= 8
    for record in records:
        assert record.keys() <= allowed[record["record"]], record
        for key, keys in NESTED.items():
            assert all(item.keys() <= keys for item in record.get(key) or ()), record
        for owner, citation in citations(record):
            assert citation.keys() <= (CITATION | DATING if owner == "event" else CITATION), citation


def test_closed_vocabularies_are_kept(records):
    for record in records:
        for (kind, key), words in ONE_OF.items():
            if record["record"] == kind and record.get(key) is not None:
                assert record[key] in words, record
        for name in record.get("names") or ():
            assert name["kind"] in model.ACTOR_NAME_KINDS
        for owner, citation in citations(record):
            if owner == "event":
                assert citation["stance"] in model.STANCES
                assert citation.get("anchor_kind") in (None, *model.ANCHOR_KINDS)


def test_uids_are_unique_readable_slugs(records):
    uids = Counter((r["record"], r["uid"]) for r in records if "uid" in r)
    assert set(uids.values()) == {1}
    assert all(model.slug(uid) == uid for _, uid in uids)


def test_every_reference_is_to_a_record_of_the_file(records, by_uid):
    for record in records:
        for (kind, key), target in REFERENCES.items():
            if record["record"] == kind and record.get(key) is not None:
                assert (target, record[key]) in by_uid, record
        for participant in record.get("participants") or ():
            assert ("actor", participant["actor"]) in by_uid, participant
        for _, citation in citations(record):
            assert ("source", citation["source"]) in by_uid, citation
            if citation.get("anchor_of"):
                target = "source" if citation["anchor_kind"] == "publication" else "event"
                assert (target, citation["anchor_of"]) in by_uid, citation


def test_only_events_are_referred_to_before_their_record(records):
    seen = set()
    for record in records:
        for (kind, key), target in REFERENCES.items():
            if record["record"] == kind and record.get(key) is not None and target != "event":
                assert (target, record[key]) in seen, record
        seen |= {(record["record"], record.get("uid") or record.get("name"))}


def test_no_place_actor_or_attribute_is_left_unused(records):
    used = {(target, r.get(key)) for r in records for (kind, key), target in REFERENCES.items() if r["record"] == kind}
    used |= {("actor", p["actor"]) for r in records for p in r.get("participants") or ()}
    for record in records:
        if record["record"] in {"place", "actor", "attribute"}:
            assert (record["record"], record.get("uid") or record["name"]) in used, record


def test_a_name_of_an_actor_is_no_other_actors(records):
    names = Counter()
    for actor in (r for r in records if r["record"] == "actor"):
        names.update({model.fold(n) for n in (actor["name"], *(a["name"] for a in actor.get("names") or ()))})
    assert [name for name, count in names.items() if count > 1] == []


def test_every_quote_is_as_long_as_its_span_and_no_longer_than_a_phrase(records):
    for record in records:
        for _, citation in citations(record):
            quote = citation["quote"]
            assert 0 <= citation["start"] < citation["end"], citation
            assert citation["end"] - citation["start"] == len(quote), citation
            assert 1 <= len(quote.split()) <= MOST_WORDS, citation
            assert quote == quote.strip(), citation
            assert "\n" not in quote, citation


def test_quotes_that_overlap_agree(records):
    text = {}
    for record in records:
        for _, citation in citations(record):
            for at, char in enumerate(citation["quote"], citation["start"]):
                assert text.setdefault((citation["source"], at), char) == char, citation


def test_the_words_of_a_date_stand_where_the_citation_says(events):
    for event in events:
        for citation in event["citations"]:
            if "phrase" in citation:
                start, end = (citation[key] - citation["start"] for key in ("phrase_start", "phrase_end"))
                assert 0 <= start < end <= len(citation["quote"]), citation
                assert citation["quote"][start:end] == citation["phrase"], citation


def test_every_event_is_dated_by_one_accepted_citation_that_says_how(events):
    for event in events:
        (accepted,) = (c for c in event["citations"] if c.get("accepted"))
        assert accepted["date"] == event["date"], event["uid"]
        assert accepted["phrase"] == event["as_written"], event["uid"]
        assert accepted["stance"] == "supports"
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", accepted["rule"]), accepted
        assert accepted["resolver"]


def test_a_date_that_is_not_written_out_has_an_anchor(events, by_uid):
    for event in events:
        for citation in event["citations"]:
            if "date" not in citation:
                assert not citation.keys() & {"phrase", "anchor", "anchor_kind", "anchor_of", "rule", "accepted"}, (
                    citation
                )
            elif not re.search(r"\b\d{4}\b", citation["phrase"]):
                kind = citation["anchor_kind"]
                owner = by_uid["source" if kind == "publication" else "event", citation["anchor_of"]]
                assert citation["anchor"] == owner["published" if kind == "publication" else "date"], citation


def test_anchors_come_to_an_end_at_a_publication_or_a_written_date(events):
    anchors = {e["uid"]: next(c for c in e["citations"] if c.get("accepted")) for e in events}
    for uid in anchors:
        at, passed = uid, set()
        while anchors[at].get("anchor_kind") == "event":
            assert at not in passed, passed
            passed.add(at)
            at = anchors[at]["anchor_of"]
        assert anchors[at].get("anchor_kind") in {None, "publication"}


def test_every_date_is_canonical_edtf(records):
    for record in records:
        dates = [record.get(key) for kind, key in DATES if record["record"] == kind]
        dates += [c.get(key) for owner, c in citations(record) if owner == "event" for key in ("date", "anchor")]
        for date in filter(None, dates):
            assert str(parse(date)) == date


def test_nothing_told_happens_after_the_day_it_was_published(events, by_uid):
    for event in events:
        for citation in event["citations"]:
            if "date" in citation:
                published = bounds(parse(by_uid["source", citation["source"]]["published"]))
                assert bounds(parse(citation["date"])).end_max <= published.end_max, citation


def test_an_event_that_follows_another_can_have_come_after_it(records, by_uid):
    links = [r for r in records if r["record"] == "link" and r["kind"] in {"follows", "responds_to"}]
    assert links
    for link in links:
        later, earlier = (bounds(parse(by_uid["event", link[key]]["date"])) for key in ("from", "to"))
        assert earlier.start_min <= later.end_max, link


def test_events_of_one_date_are_put_in_order_by_hand(events):
    places = Counter((event["date"], event.get("position")) for event in events)
    assert {key: n for key, n in places.items() if n > 1} == {}


def test_titles_fit_a_list_and_are_not_told_twice(events):
    assert all(len(event["title"]) <= 60 and event["summary"] for event in events)
    assert len({model.fold(event["title"]) for event in events}) == len(events)


def test_every_event_has_participants_with_roles_and_tags(events):
    for event in events:
        pairs = [(p["actor"], p["role"]) for p in event["participants"]]
        assert pairs
        assert len(set(pairs)) == len(pairs)
        assert event["tags"]
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", role) for _, role in pairs)


def test_every_claim_has_an_asserter_a_subject_a_time_and_a_passage(records):
    claims = [r for r in records if r["record"] == "claim"]
    assert claims
    for claim in claims:
        assert {"by", "about", "claimed", "citation", "value", "unit"} <= {k for k, v in claim.items() if v is not None}
        low, high = claim["min"], claim["max"]
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        digits = {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", claim["value"])}
        assert digits <= {low, high}, claim
        assert {int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", claim["citation"]["quote"])} >= digits, claim


def test_a_claim_is_measured_in_the_unit_of_its_attribute(records, by_uid):
    for claim in (r for r in records if r["record"] == "claim"):
        assert claim["unit"] == by_uid["attribute", claim["attribute"]]["unit"]


@pytest.mark.parametrize(
    ("uid", "date"),
    [
        ("russia-invades-ukraine", "2022-02"),
        ("mutual-aid-pact", "2024-06"),
        ("kursk-incursion", "2024-08"),
        ("western-officials-count-the-dead", "2025-01"),
        ("seoul-lawmakers-count-casualties", "2025-03"),
        ("pyongyang-admits-troops", "2025-04"),
        ("workers-for-kursk", "2025-06"),
        ("ceremony-for-families", "[2025-08-25..2025-08-31]"),
        ("beijing-talks", "2025-09-03"),
    ],
)
def test_the_demo_dates_what_the_article_dates(uid, date):
    found = [r for r in read(ROOT / "seeds/russia-north-korea/chronology.jsonl") if r.get("uid") == uid]
    assert [event["date"] for event in found] == [date]


def test_the_demo_keeps_both_counts_of_the_dead():
    records = read(ROOT / "seeds/russia-north-korea/chronology.jsonl")
    killed = [r for r in records if r.get("record") == "claim" and r["attribute"] == "killed"]
    assert {(c["by"], c["claimed"], c["qualifier"], c["min"]) for c in killed} == {
        ("western-officials", "2025-01", "at_least", 1000),
        ("seoul-lawmakers", "2025-03", "exact", 600),
    }
