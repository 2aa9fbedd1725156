from __future__ import annotations

from timeline.store.links import are_the_same, between, chain
from timeline.store.merge import told_apart
from timeline.store.read.actors import actor_detail
from timeline.store.read.names import find_actors


def link(chronicle, subject, kind, other, **more):
    chronicle.add("actor_link", id=chronicle.id("actor_link"), subject_id=subject, object_id=other, kind=kind, **more)


def only(reader, name):
    (hit,) = find_actors(reader, name)
    return hit


def test_an_actor_is_told_with_all_that_was_merged_into_it(chronicle):
    kim = chronicle.actor("Kim Jong Un", "Kim", kind="person", country="KP")
    merged = chronicle.actor("Kim Chŏng-ŭn", "The Heir", uid="heir", merged_into=kim)
    korea, putin = chronicle.actor("North Korea"), chronicle.actor("Putin")
    alias = chronicle.actor("Pyongyang", merged_into=korea)
    paper = chronicle.source("Paper")
    link(chronicle, merged, "office_in", alias, role="leader", citation_id=chronicle.quote(paper, "leads"))
    link(chronicle, putin, "not_same_as", kim)
    link(chronicle, merged, "member_of", kim)
    chronicle.event("First", "2011", [(kim, "host"), (merged, "host"), putin])
    chronicle.event("Last", "2025-09-03", [(merged, "guest"), putin])
    chronicle.event("Undated", None, [kim])
    chronicle.event("Draft", "2030", [kim], status="draft")
    chronicle.claim(actor_id=merged, attributed_to_id=kim)
    chronicle.add("external_id", entity="actor", scheme="wikidata", value="Q56226", entity_id=merged)
    with chronicle.read() as reader:
        told = actor_detail(reader, only(reader, "the heir"))
        other = actor_detail(reader, only(reader, "north korea"))
    assert (told.uid, told.name, told.kind, told.country) == ("kim-jong-un", "Kim Jong Un", "person", "KP")
    assert [(one.name, one.of) for one in told.names] == [
        ("Kim", "kim-jong-un"),
        ("Kim Chŏng-ŭn", "heir"),
        ("The Heir", "heir"),
    ]
    assert [one.uid for one in told.merged] == ["heir"]
    assert (told.events, told.first, told.last) == (3, "2011", "2025-09-03")
    assert told.roles == (("guest", 1), ("host", 1), ("participant", 1))
    assert [(one.name, number) for one, number in told.company] == [("Putin", 2)]
    assert (told.asserts, told.about) == (1, 1)
    assert told.external_ids == (("wikidata", "Q56226"),)
    assert [(one.kind, one.outward, one.actor.name, one.role) for one in told.links] == [
        ("office_in", True, "North Korea", "leader"),
        ("not_same_as", False, "Putin", None),
    ]
    assert told.links[0].citation.quote == "leads"
    assert [(one.kind, one.outward, one.actor.name) for one in other.links] == [("office_in", False, "Kim Jong Un")]


def test_a_way_of_parts_is_named_through_merged_actors(chronicle):
    korea, army, corps, staff = map(chronicle.actor, ("Korea", "Army", "Corps", "Staff"))
    forces = chronicle.actor("Forces", merged_into=army)
    link(chronicle, corps, "part_of", forces)
    link(chronicle, army, "part_of", korea)
    link(chronicle, korea, "succeeds", corps)
    with chronicle.read() as reader:
        assert chain(reader, "actor_link", (corps,), (korea,)) == ["corps", "army", "korea"]
        assert chain(reader, "actor_link", (korea,), (corps,)) is None
        assert chain(reader, "actor_link", (staff,), (korea,)) is None
        assert [one.role for one in between(reader, only(reader, "corps"), "part_of", only(reader, "army"))] == [None]
        assert between(reader, only(reader, "corps"), "member_of", only(reader, "army")) == []


def test_a_way_of_events_ends_even_where_a_ring_is_stored(chronicle):
    one, two, three, four = (chronicle.event(name, "2024", uid=name) for name in ("one", "two", "three", "four"))
    for low, high in ((one, two), (two, three), (three, one)):
        chronicle.link(low, "part_of", high)
    chronicle.link(three, "causes", four)
    chronicle.link(one, "same_as", four)
    with chronicle.read() as reader:
        assert chain(reader, "event_link", (one,), (three,)) == ["one", "two", "three"]
        assert chain(reader, "event_link", (one,), (four,)) is None
        assert are_the_same(reader, four, one)
        assert not are_the_same(reader, two, one)


def test_who_was_told_apart_is_found_from_either_side(chronicle):
    kim, other = chronicle.actor("Kim"), chronicle.actor("Other")
    merged = chronicle.actor("Merged", merged_into=other)
    link(chronicle, merged, "not_same_as", kim)
    with chronicle.read() as reader:
        assert told_apart(reader, (kim,), (other, merged)) == [("kim", "merged")]
        assert told_apart(reader, (other, merged), (kim,)) == [("merged", "kim")]
        assert told_apart(reader, (kim,), (other,)) == []
