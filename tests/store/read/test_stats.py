from __future__ import annotations

import random

from timeline.edtf import bounds, parse
from timeline.edtf.civil import DAY
from timeline.query import ALL_STATUSES, EventQuery, Window
from timeline.store.read.stats import PERIODS, label_of, period_of, stats

DATES = (
    "2024-06-12",
    "2024-06",
    "2024",
    "[2023-12..2024-02]",
    "2023-11/2024-03",
    "2022-01-05",
    "2024-12-31",
    "-0043-03-15",
    "19XX",
    "[..2020]",
    "2024-05/..",
    None,
)


def test_events_count_where_they_begin_certainly_and_possibly(chronicle):
    """Equal to asking every period of every event."""
    for number, when in enumerate(DATES):
        chronicle.event(f"Event {number}", when)
    with chronicle.read() as reader:
        for by in PERIODS:
            if by == "day":
                continue
            found = stats(reader, EventQuery(), by)
            got = {period.place: (period.certain, period.possible) for period in found.periods}
            wanted: dict[int, list[int]] = {}
            uncharted = 0
            for when in filter(None, DATES):
                low, high = bounds(parse(when))[:2]
                if isinstance(low, float) or period_of(high, by) - period_of(low, by) >= 100:
                    uncharted += 1
                    continue
                first, last = period_of(low, by), period_of(high, by)
                for place in range(first, last + 1):
                    one = wanted.setdefault(place, [0, 0])
                    one[0] += first == last
                    one[1] += 1
            assert got == {place: tuple(one) for place, one in wanted.items()}, by
            assert found.uncharted == uncharted
            assert [period.place for period in found.periods] == sorted(got)
            assert all(label_of(period.place, by) == period.label for period in found.periods)
            assert (found.events, found.undated) == (len(DATES), 1)


def test_no_event_can_touch_a_gap_and_the_longest_come_first(chronicle):
    chance = random.Random(3)
    dates = chance.sample([date for date in DATES if date], 7)
    for number, when in enumerate(dates):
        chronicle.event(f"Event {number}", when)
    with chronicle.read() as reader:
        gaps = stats(reader, EventQuery(), most=100).gaps
    assert [gap.days for gap in gaps] == sorted((gap.days for gap in gaps), reverse=True)
    for gap in gaps:
        low, high = bounds(parse(gap.since)).start_min, bounds(parse(gap.until)).end_max
        assert high - low + 1 == gap.days * DAY
        for when in dates:
            b = bounds(parse(when))
            start, end = b.start_min, b.end_max
            if isinstance(end, float):
                end = b.start_max
            if isinstance(start, float):
                start = b.end_min
            if isinstance(start, float) or isinstance(end, float):
                continue  # only that it was before, or after, is known
            assert end < low or start > high


def test_a_chart_takes_the_period_that_fits(chronicle):
    for number in range(200):
        chronicle.event(f"Event {number}", f"{1800 + number}-06-01")
    with chronicle.read() as reader:
        assert stats(reader, EventQuery()).by == "decade"
        few = EventQuery(window=Window(None, bounds(parse("1820")).end_max))
        assert stats(reader, few).by == "year"
        one = EventQuery(window=Window(None, bounds(parse("1801")).end_max))
        assert stats(reader, one).by == "month"


def test_actors_are_counted_as_who_is_left_of_merges_and_once_an_event(chronicle):
    kim, putin = chronicle.actor("Kim"), chronicle.actor("Putin")
    merged = chronicle.actor("Kim Jong-un", merged_into=kim)
    chronicle.event("One", "2024", [(kim, "host"), (merged, "guest"), putin])
    chronicle.event("Two", "2025", [(merged, "host"), putin])
    chronicle.event("Three", "2025", [(merged, "host")])
    chronicle.event("Draft", "2025", [putin], status="draft")
    with chronicle.read() as reader:
        found = stats(reader, EventQuery())
    assert [(actor.name, number) for actor, number in found.busiest] == [("Kim", 3), ("Putin", 2)]
    assert [({one.name, other.name}, number) for one, other, number in found.pairs] == [({"Kim", "Putin"}, 2)]
    assert found.counts["actors"] == 2
    assert found.statuses == {"confirmed": 3, "draft": 1}
    assert found.events == 3


def test_filters_narrow_every_figure(chronicle):
    kim, xi = chronicle.actor("Kim"), chronicle.actor("Xi")
    paper, other = chronicle.source("Paper"), chronicle.source("Other")
    one = chronicle.event("One", "2024-06", [kim], tags=("war",))
    two = chronicle.event("Two", "1990", [xi], tags=("peace",))
    chronicle.cite(one, chronicle.quote(paper))
    chronicle.cite(two, chronicle.quote(other))
    chronicle.claim(event_id=two)
    with chronicle.read() as reader:
        whole, part = stats(reader, EventQuery()), stats(reader, EventQuery(actors=(kim,)))
        nothing = stats(reader, EventQuery(ids=()))
        everything = stats(reader, EventQuery(statuses=ALL_STATUSES))
    assert (whole.counts["sources"], whole.counts["claims"], whole.counts["tags"]) == (2, 1, 2)
    assert (part.counts["sources"], part.counts["claims"], part.counts["tags"], part.counts["actors"]) == (1, 0, 1, 1)
    assert part.events == 1
    assert part.span == ("2024-06", "2024-06")
    assert part.gaps == ()
    assert (nothing.events, nothing.periods, nothing.gaps, nothing.span) == (0, (), (), (None, None))
    assert everything.events == 2


def test_any_date_is_counted_and_labelled_in_edtf(chronicle):
    for when in ("2024-06-12", "-0043-03-15", "Y-170000002", "0000", "Y12000", "Y123456"):
        chronicle.event(when, when)
    with chronicle.read() as reader:
        for by in PERIODS:
            found = stats(reader, EventQuery(), by)
            assert found.uncharted + max(period.possible for period in found.periods) <= found.events
            for period in found.periods:
                parse(period.label)
