from __future__ import annotations

import random
from functools import partial

import pytest

from timeline.edtf import Verdict, bounds, parse, precedes, stored
from timeline.query import EventQuery
from timeline.store.read.events import count, events, hidden, keys
from timeline.store.read.members import members, memberships

DATES = ("2011/..", "2005/2010", "2008", "[2007..2009]", "../2006", "2010/", "2009-06-15", None)
WHEN = (
    "2004",
    "2006-05",
    "2009-06-15",
    "2008/2012",
    "[2005..2011]",
    "2010/..",
    "../2003",
    "2012-01-01",
    "200X-06",
    None,
)


def link(chronicle, subject, kind, other, when=None, role=None):
    names = ("start_min", "start_max", "end_min", "end_max")
    four = stored(bounds(parse(when))) if when else (None,) * 4
    chronicle.add(
        "actor_link",
        id=chronicle.id("actor_link"),
        subject_id=subject,
        object_id=other,
        kind=kind,
        role=role,
        edtf=when,
        **dict(zip(names, four, strict=True)),
    )


def ids(reader, query):
    found = sorted(row.id for row in events(reader, query))
    assert sorted(keys(reader, query)) == found
    assert sorted(row.id for row in events(reader, query._replace(sort="title"))) == found
    assert count(reader, query) == len(found)
    return found


def test_members_office_holders_and_parts_of_parts_count_and_nobody_else(chronicle):
    korea, army, corps, kim, envoy, club, player, rival = map(
        chronicle.actor, ("Korea", "Army", "Corps", "Kim", "Envoy", "Club", "Player", "Rival")
    )
    link(chronicle, army, "part_of", korea)
    link(chronicle, corps, "part_of", army)
    link(chronicle, kim, "office_in", corps, role="general")
    link(chronicle, envoy, "speaks_for", korea)
    link(chronicle, club, "member_of", korea)
    link(chronicle, player, "part_of", club)
    link(chronicle, rival, "not_same_as", korea)
    link(chronicle, korea, "succeeds", rival)
    made = {
        who: chronicle.event(f"Event {who}", "2024", [who])
        for who in (korea, army, corps, kim, envoy, club, player, rival)
    }
    with chronicle.read() as reader:
        who = members(reader, (korea,))
        found = ids(reader, EventQuery(actors=(korea,), members=who))
    assert found == sorted(made[one] for one in (korea, army, corps, kim, club))


def test_an_event_counts_while_the_link_holds(chronicle):
    """Equal to asking each pair of dates one by one."""
    korea, kim = chronicle.actor("Korea"), chronicle.actor("Kim")
    chance = random.Random(5)
    dates = chance.sample(DATES[:-1], 2)
    for when in dates:
        link(chronicle, kim, "office_in", korea, when)
    made = {chronicle.event(f"Event {when}", when, [(kim, "host"), (kim, "guest")]): when for when in WHEN}

    def apart(link_date, event_date, verdicts):
        one, other = (bounds(parse(text)) for text in (link_date, event_date))
        return precedes(one, other) in verdicts or precedes(other, one) in verdicts

    possibly = [
        one
        for one, when in made.items()
        if when is None or any(not apart(date, when, {Verdict.CERTAIN}) for date in dates)
    ]
    certainly = [
        one
        for one, when in made.items()
        if when is not None and any(not apart(date, when, {Verdict.CERTAIN, Verdict.POSSIBLE}) for date in dates)
    ]
    with chronicle.read() as reader:
        ask = partial(EventQuery, actors=(korea,))
        assert ids(reader, ask(members=members(reader, (korea,)))) == possibly
        sure = ids(reader, ask(members=members(reader, (korea,), certainly=True), certainly=True))
        assert set(sure) <= set(certainly)
        assert {one for one in certainly if made[one] != "200X-06"} <= set(sure)
        assert ids(reader, ask(members=members(reader, (korea,)), roles=("guest",))) == possibly
        assert ids(reader, ask(members=members(reader, (korea,)), roles=("victim",))) == []
        assert hidden(reader, ask(members=members(reader, (korea,)))).drafts == 0


def test_all_links_on_the_way_must_hold(chronicle):
    korea, army, kim = chronicle.actor("Korea"), chronicle.actor("Army"), chronicle.actor("Kim")
    link(chronicle, army, "part_of", korea, "2000/2010")
    link(chronicle, kim, "member_of", army, "2005/2020")
    made = {when: chronicle.event(when, when, [kim]) for when in ("2003", "2007", "2015")}
    with chronicle.read() as reader:
        assert ids(reader, EventQuery(actors=(korea,), members=members(reader, (korea,)))) == [made["2007"]]


def test_a_link_without_a_date_holds_possibly_always_and_certainly_never(chronicle):
    korea, kim = chronicle.actor("Korea"), chronicle.actor("Kim")
    link(chronicle, kim, "member_of", korea)
    chronicle.event("Then", "2024", [kim])
    with chronicle.read() as reader:
        assert len(ids(reader, EventQuery(actors=(korea,), members=members(reader, (korea,))))) == 1
        assert members(reader, (korea,), certainly=True) == ()


def test_merged_actors_are_one_at_both_ends_and_rings_end(chronicle):
    korea = chronicle.actor("Korea")
    alias = chronicle.actor("Chosun", merged_into=korea)
    army = chronicle.actor("Army")
    forces = chronicle.actor("Forces", merged_into=army)
    link(chronicle, forces, "part_of", alias)
    link(chronicle, korea, "part_of", army)
    event = chronicle.event("March", "2024", [forces])
    with chronicle.read() as reader:
        assert ids(reader, EventQuery(actors=(korea, alias), members=members(reader, (korea, alias)))) == [event]


@pytest.mark.parametrize("status", ["draft", "retracted"])
def test_what_is_hidden_is_counted_with_the_members(chronicle, status):
    korea, kim = chronicle.actor("Korea"), chronicle.actor("Kim")
    link(chronicle, kim, "member_of", korea, "2011/..")
    chronicle.event("Then", "2024", [kim], status=status)
    chronicle.event("Before", "2004", [kim], status=status)
    with chronicle.read() as reader:
        found = hidden(reader, EventQuery(actors=(korea,), members=members(reader, (korea,))))
    assert found.drafts + found.retracted == 1


def test_many_members_make_no_more_work_than_there_are_ways(chronicle):
    actors = [chronicle.actor(f"Layer {number}") for number in range(12)]
    for low, high in zip(actors[1:], actors, strict=False):
        for year in range(2000, 2004):
            link(chronicle, low, "part_of", high, str(year))
    with chronicle.read() as reader:
        assert len(memberships(reader, actors[:1])) <= 50 * len(actors)
