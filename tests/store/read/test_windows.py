"""The windows of time that SQL walks, held to the relations of `timeline.edtf` one event at a time."""

from __future__ import annotations

import random
from math import inf

import pytest

from timeline.edtf import bounds, parse
from timeline.edtf.bounds import BAND_SECONDS, SENTINEL_MAX, SENTINEL_MIN
from timeline.edtf.bounds import UNDATED as EDTF_UNDATED
from timeline.edtf.relation import Verdict, after, before, touches, within
from timeline.query import EventQuery, Window
from timeline.store.engine import open_reader
from timeline.store.read import asking
from timeline.store.read.events import count, events, keys

RELATIONS = {"touches": touches, "before": before, "after": after, "within": within}
DATES = (
    *("2024-05-03", "2024-05-04", "2024-05", "2024", "202X", "20XX", "1950/2050", "2024-04-30/2024-05-02", "2024-05-03T12:00:00"),
    *("2024-05-31/2024-06-01", "2019/2029", "2024-21", "2024-33", "2024-05-X3", "2024-XX-03", "-0043-03-15", "Y170000002"),
    *("2024/..", "../2024", "2024/", "/2024", "../..", "/..", "../", "2024-05-03/..", "../2024-05-03", "2024-05-04/", "/2024-05-02"),
    *("[2024-05-01..2024-05-03]", "[..2024-05-03]", "[2024-05-03..]", "[2023,2025]", "[2024-05-01,2024-05-30]"),
    *("{2023,2025}", "{2024-05-01..2024-05-03}", "{..2024}", "{2024..}", "{2024-05-02,2024-05-04}"),
    *("2024-05~", "2024-04/2024-04-11", "2024-04-28/2024", "1985", "2033", "2014/2024-05-02", "2014-05-02/2024-05-03"),
    None,
)  # fmt: skip


def civil(day: str) -> int:
    return int(bounds(parse(day)).start_min)


def windows() -> list[Window]:
    chosen = random.Random(7)
    days = [civil(day) for day in ("2024-05-03", "2024-05-04", "2024-06-01", "2024-01-01", "2025-01-01", "2014-05-03")]
    found = [Window(civil("2024-05-03"), civil("2024-05-04") - 1), Window(None, None), Window(days[0], days[0])]
    edges = [day + shift for day in days for shift in (-1, 0, 1)] + [None, None, SENTINEL_MAX - 1, SENTINEL_MIN + 1]
    while len(found) < 30:
        start, end = chosen.choice(edges), chosen.choice(edges)
        if start is None or end is None or start <= end:
            found.append(Window(start, end))
    return found


def test_a_window_finds_what_the_relation_says_in_order_in_either_direction_for_everyone(chronicle):
    kim, putin = chronicle.actor("Kim"), chronicle.actor("Putin")
    made = {chronicle.event(str(when), when, [(kim, putin)[number % 2]]): when for number, when in enumerate(DATES)}
    known = {event: bounds(parse(when)) if when else None for event, when in made.items()}
    answers = 0
    with chronicle.read() as reader:
        rows = {row.id: row for row in events(reader)}
        for window in windows():
            low, high = (-inf if window.start is None else window.start), (inf if window.end is None else window.end)
            for name, relation in RELATIONS.items():
                for certainly in (False, True):
                    accepted = {Verdict.CERTAIN} if certainly else {Verdict.CERTAIN, Verdict.POSSIBLE}
                    expected = [e for e in rows if known[e] and relation(known[e], low, high) in accepted]
                    query = EventQuery(window=window, relation=name, certainly=certainly)
                    about = (window, name, certainly)
                    assert list(keys(reader, query)) == expected, about
                    assert list(keys(reader, query._replace(reverse=True, limit=5))) == expected[::-1][:5], about
                    assert count(reader, query) == len(expected), about
                    assert list(keys(reader, query._replace(actors=(kim, putin)))) == expected, about
                    answers += len(expected)
    assert answers > 1000


def test_undated_events_are_left_out_of_a_window_unless_asked_for(chronicle):
    chronicle.event("dated", "2024")
    chronicle.event("undated")
    with chronicle.read() as reader:
        found = {undated: len(list(keys(reader, EventQuery(undated=undated)))) for undated in (None, True, False)}
        assert found == {None: 2, True: 2, False: 1}
        within_2024 = EventQuery(window=Window(civil("2024"), civil("2025") - 1))
        for certainly in (False, True):
            query = within_2024._replace(certainly=certainly)
            found = {undated: count(reader, query._replace(undated=undated)) for undated in (None, True, False)}
            assert found == {None: 1, True: 2, False: 1}


def test_the_room_of_reads_keeps_the_numbers_of_the_room_of_dates():
    assert (asking.UNDATED, asking.LOWEST, asking.HIGHEST, asking.BANDS) == (
        EDTF_UNDATED,
        SENTINEL_MIN,
        SENTINEL_MAX,
        BAND_SECONDS,
    )


@pytest.mark.parametrize("reverse", [False, True])
def test_a_page_of_a_window_and_of_an_actor_walks_indexes_and_sorts_nothing(sqlite_database, reverse):
    kim = 1
    with open_reader(sqlite_database) as reader:
        for query in (
            EventQuery(limit=50, reverse=reverse),
            EventQuery(limit=50, reverse=reverse, window=Window(0, 86399)),
            EventQuery(limit=50, reverse=reverse, actors=(kim,)),
        ):
            given = asking.asked(reader, query)
            for walk in asking.walks(query):
                sql, params = asking.listing(reader, query, walk, given, ("e.title",))
                plan = [row[3] for row in reader.rows(f"EXPLAIN QUERY PLAN {sql}", params)]
                assert not [step for step in plan if step.startswith(("SCAN e", "SCAN p"))], plan
                assert "USE TEMP B-TREE FOR ORDER BY" not in plan, plan
