from __future__ import annotations

from timeline.edtf import bounds, parse
from timeline.model import CitationRow, Named, Participation
from timeline.query import ALL_STATUSES, ClaimQuery, EventQuery, hull
from timeline.store.read.claims import claims
from timeline.store.read.detail import detail
from timeline.store.read.listings import actors, places, sources, tags


def test_detail_is_everything_about_one_event(chronicle):
    asia = chronicle.place("Asia")
    kim, putin = chronicle.actor("Kim", kind="person"), chronicle.actor("Putin")
    source = chronicle.source("Title", publisher="Agency", published="2025-09-03", uid="title")
    said = chronicle.quote(source, "in August", quote_start=3, quote_end=12)
    event = chronicle.event(
        "Raid", "2024-08", [(kim, "host", said), putin], place_id=chronicle.place("Kursk", asia), status="draft"
    )
    other = chronicle.event("War", "2022/..")
    before = chronicle.event("Plan", "2024-07")
    cited = chronicle.cite(
        event, said, "2024-08", phrase="August", anchor="2025-09-03", anchor_kind="publication", anchor_id=source,
        rule="month", resolver="1", phrase_start=6, phrase_end=12,
    )  # fmt: skip
    counted = chronicle.cite(event, chronicle.quote(source, "a month later"), anchor_kind="event", anchor_id=before)
    chronicle.rows["event"][0]["dated_by"] = cited
    chronicle.claim(event_id=event, attributed_to_id=putin, citation_id=said, value_max=1500)
    chronicle.link(event, "part_of", other)
    chronicle.link(before, "causes", event, citation_id=said)
    chronicle.add("external_id", entity="event", entity_id=event, scheme="wikidata", value="Q1")
    with chronicle.read() as reader:
        found = detail(reader, event)
        assert detail(reader, 99) is None
    assert found is not None
    assert found.event.title == "Raid"
    assert found.places == (Named("kursk", "Kursk"), Named("asia", "Asia"))
    passage = CitationRow(
        Named("title", "Title"), "Agency", None, "2025-09-03", "public", "in August", 3, 12, None, None, None
    )
    assert found.participants == (
        Participation(Named("kim", "Kim"), "person", "host", passage),
        Participation(Named("putin", "Putin"), None, "participant", None),
    )
    assert counted == 2
    assert found.citations[0] == passage._replace(
        stance="supports", edtf="2024-08", phrase="August", phrase_start=6, phrase_end=12, anchor="2025-09-03",
        anchor_kind="publication", anchor_of="title", rule="month", resolver="1", accepted=True,
    )  # fmt: skip
    assert (found.citations[1].anchor_of, found.citations[1].accepted) == ("plan-3", False)
    (claim,) = found.claims
    assert (claim.min, claim.max, claim.by, claim.citation) == (1000, 1500, Named("putin", "Putin"), passage)
    assert [(link.kind, link.outward, link.event.name, link.edtf, link.citation) for link in found.links] == [
        ("part_of", True, "War", "2022/..", None),
        ("causes", False, "Plan", "2024-07", passage),
    ]
    assert found.external_ids == (("wikidata", "Q1"),)
    assert found.recorded == (1, "test", "tester", "2025-09-03T00:00:00.000000Z")


def test_detail_says_nothing_of_what_may_not_be_let_out(chronicle):
    spy = chronicle.actor("Spy")
    secret = chronicle.source("Secret", access="internal")
    whispered = chronicle.quote(secret, "psst")
    event = chronicle.event("Public", "2024", [(spy, "agent", whispered)])
    hush = chronicle.event("Hush", "2024", access="internal")
    chronicle.cite(event, whispered)
    chronicle.cite(event, chronicle.quote(chronicle.source("Open")), anchor_kind="publication", anchor_id=secret)
    chronicle.claim(event_id=event, citation_id=whispered)
    hidden = chronicle.claim(event_id=hush)
    chronicle.claim(event_id=event, derived_from_id=hidden)
    chronicle.link(event, "causes", hush)
    with chronicle.read() as reader:
        public, inside = (detail(reader, event, level) for level in ("public", "internal"))
        assert detail(reader, hush, "public") is None
    assert public is not None
    assert inside is not None
    for part in ("participants", "links"):
        assert [len(getattr(one, part)) for one in (public, inside)] == [0, 1]
    for part in ("citations", "claims"):
        assert [len(getattr(one, part)) for one in (public, inside)] == [1, 2]
    assert (public.citations[0].anchor_of, inside.citations[1].anchor_of) == (None, "secret-1")
    assert (public.claims[0].derived_from, inside.claims[1].derived_from) == (None, "claim-2")


def test_a_merged_actor_takes_part_once_with_the_passage_that_there_is(chronicle):
    kim = chronicle.actor("Kim Jong Un")
    other = chronicle.actor("Kim Chong-un", merged_into=kim)
    said = chronicle.quote(chronicle.source(), "Kim came")
    event = chronicle.event("Talks", "2024", [kim, (other, "participant", said)])
    with chronicle.read() as reader:
        found = detail(reader, event)
    assert found is not None
    ((actor, _, _, citation),) = found.participants
    assert actor.name == "Kim Jong Un"
    assert citation is not None
    assert citation.quote == "Kim came"


def test_claims_stand_beside_each_other_and_obey_every_filter(chronicle):
    kim, west, north = chronicle.actor("Kim"), chronicle.actor("West"), chronicle.actor("North")
    merged = chronicle.actor("The West", merged_into=west)
    paper, agency = chronicle.source("Paper"), chronicle.source("Agency")
    late = chronicle.event("Late", "2025")
    early = chronicle.event("Early", "2024")
    gone = chronicle.event("Gone", "2024", status="retracted")
    second = chronicle.claim(event_id=early, claimed="2025-03", attributed_to_id=merged, about_actor_id=north)
    first = chronicle.claim(
        event_id=early, claimed="2025-01", attributed_to_id=west, period="2024-10/2025-01",
        citation_id=chronicle.quote(paper), qualifier="at_least", unit="people",
    )  # fmt: skip
    other = chronicle.claim("deployed", event_id=early, citation_id=chronicle.quote(agency), status="accepted")
    last = chronicle.claim(event_id=late, value_min=None, value_text="many", derived_from_id=first)
    own = chronicle.claim(actor_id=kim)
    lost = chronicle.claim(event_id=gone)

    def ids(**asked):
        return [claim.id for claim in claims(reader, ClaimQuery(**asked))]

    with chronicle.read() as reader:
        assert ids() == [other, first, second, last, own]
        assert ids(event_statuses=ALL_STATUSES)[-1] == own
        assert set(ids(event_statuses=())) == {first, second, other, last, own, lost}
        assert ids(events=(late,)) == [last]
        assert ids(of=EventQuery(window=hull(bounds(parse("2024"))))) == [other, first, second]
        assert ids(subjects=(kim, north)) == [second, own]
        assert ids(by=(west, merged)) == [first, second]
        assert ids(attributes=("deployed",)) == [other]
        assert ids(sources=(paper, agency)) == [other, first]
        assert ids(statuses=("accepted",)) == [other]
        assert ids(claimed=hull(bounds(parse("2025-02/..")))) == [second]
        assert ids(period=hull(bounds(parse("2025")))) == [first]
        assert ids(ids=(own, last)) == [last, own]
        assert ids(limit=2) == [other, first]
        found = {claim.id: claim for claim in claims(reader)}
    assert found[second].by == found[first].by == Named("west", "West")
    assert found[last].derived_from == "claim-2"
    assert (found[last].value, found[last].min) == ("many", None)
    assert (found[own].event, found[own].actor) == (None, Named("kim", "Kim"))
    assert (found[first].qualifier, found[first].unit, found[first].period) == ("at_least", "people", "2024-10/2025-01")
    assert type(found[first].min) is int


def test_listings_count_the_events_that_list_shows(chronicle):
    kim = chronicle.actor("kim", "Chairman", kind="person")
    other = chronicle.actor("Kim Chong-un", merged_into=kim)
    chronicle.actor("Alone")
    asia = chronicle.place("Asia")
    beijing = chronicle.place("Beijing", asia)
    source = chronicle.source("Title", publisher="Agency", published="2025")
    chronicle.source("Secret", access="confidential")
    for status in ("confirmed", "disputed", "draft"):
        event = chronicle.event(status, "2024", [kim, other], ("war", status), place_id=beijing, status=status)
        chronicle.cite(event, chronicle.quote(source))
        chronicle.cite(event, chronicle.quote(source))
    with chronicle.read() as reader:
        assert [(row.name, row.names, row.events) for row in actors(reader)] == [
            ("Alone", (), 0),
            ("kim", ("Chairman", "Kim Chong-un"), 2),
        ]
        assert [row.events for row in actors(reader, ALL_STATUSES, (kim,))] == [3]
        assert [(row.title, row.publisher, row.events) for row in sources(reader)] == [
            ("Secret", None, 0),
            ("Title", "Agency", 2),
        ]
        assert [row.title for row in sources(reader, max_access="public")] == ["Title"]
        assert [(row.name, row.parent, row.events) for row in places(reader)] == [
            ("Asia", None, 0),
            ("Beijing", "Asia", 2),
        ]
        assert list(tags(reader)) == [("confirmed", 1), ("disputed", 1), ("war", 2)]
        assert ("draft", 1) in list(tags(reader, ALL_STATUSES))
