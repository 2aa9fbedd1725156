"""Relations against the definition itself: every realisation of every small pair, tried one by one."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.edtf import (
    CONVERSE,
    SENTINEL_MAX,
    SENTINEL_MIN,
    WINDOW_RELATIONS,
    Allen,
    Bounds,
    Verdict,
    allen,
    bounds,
    parse,
    precedes,
    touches,
)

SIZE = 7


def every(size: int) -> list[Bounds]:
    fours = product(range(size), repeat=4)
    return [Bounds(*four) for four in fours if four[0] <= four[1] <= four[3] and four[0] <= four[2] <= four[3]]


def realisations(date: Bounds) -> list[tuple[int, int]]:
    return [(s, e) for s in range(date[0], date[1] + 1) for e in range(max(s, date[2]), date[3] + 1)]


def by_definition(a: tuple[int, int], b: tuple[int, int]) -> Allen:
    """The relation of two closed intervals of whole seconds, read off Allen's picture."""
    (a_start, a_end), (b_start, b_end) = a, b
    if a_end < b_start:
        return Allen.MEETS if a_end + 1 == b_start else Allen.BEFORE
    if b_end < a_start:
        return Allen.MET_BY if b_end + 1 == a_start else Allen.AFTER
    if a_start == b_start:
        return Allen.EQUALS if a_end == b_end else Allen.STARTS if a_end < b_end else Allen.STARTED_BY
    if a_end == b_end:
        return Allen.FINISHES if a_start > b_start else Allen.FINISHED_BY
    if a_start < b_start:
        return Allen.OVERLAPS if a_end < b_end else Allen.CONTAINS
    return Allen.DURING if a_end < b_end else Allen.OVERLAPPED_BY


def verdict(having: int, of: int) -> Verdict:
    return Verdict.CERTAIN if having == of else Verdict.POSSIBLE if having else Verdict.IMPOSSIBLE


def test_allen_equals_brute_force_over_all_realisations_of_100000_pairs():
    known = [(start, end) for start in range(SIZE) for end in range(start, SIZE)]
    relations = {(x, y): frozenset([by_definition(x, y)]) for x in known for y in known}
    dates = {date: realisations(date) for date in every(SIZE)}
    assert len(dates) ** 2 > 100_000
    for a, of_a in dates.items():
        seen = {y: frozenset().union(*(relations[x, y] for x in of_a)) for y in known}
        for b, of_b in dates.items():
            found = frozenset().union(*(seen[y] for y in of_b))
            having = Verdict.CERTAIN if len(found) == 1 else Verdict.POSSIBLE
            assert {relation: v for relation, v in allen(a, b).items() if v != "impossible"} == dict.fromkeys(
                found, having
            )
            first = found & {Allen.BEFORE, Allen.MEETS}
            assert precedes(a, b) == (verdict(1, 1 if first == found else 2) if first else Verdict.IMPOSSIBLE)


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("before", lambda start, end, x, y: end < x),
        ("after", lambda start, end, x, y: start > y),
        ("within", lambda start, end, x, y: x <= start and end <= y),
        ("touches", lambda start, end, x, y: start <= y and end >= x),
    ],
)
def test_windows_equal_brute_force_over_all_realisations(name, holds):
    for date in every(5):
        of_date = realisations(date)
        for x in range(-1, 6):
            for y in range(x, 6):
                having = sum(holds(start, end, x, y) for start, end in of_date)
                assert WINDOW_RELATIONS[name](date, x, y) == verdict(having, len(of_date)), (date, x, y)


def test_exactly_one_relation_holds_of_any_two_known_intervals():
    known = [Bounds(s, s, e, e) for s in range(5) for e in range(s, 5)]
    for a, b in product(known, known):
        assert Counter(allen(a, b).values()) == {Verdict.CERTAIN: 1, Verdict.IMPOSSIBLE: 12}


seconds = st.integers(-(10**20), 10**20)


@st.composite
def any_bounds(draw):
    start_min, start_max, end_min, end_max = sorted(draw(st.lists(seconds, min_size=4, max_size=4)))
    if draw(st.booleans()):
        start_max, end_min = end_min, start_max
    if draw(st.integers(0, 5)) == 0:
        start_min = -inf
    if draw(st.integers(0, 5)) == 0:
        end_max = inf
    return Bounds(start_min, start_max, end_min, end_max)


@given(any_bounds(), any_bounds())
def test_the_converse_holds_the_other_way_round(a, b):
    there, back = allen(a, b), allen(b, a)
    assert all(there[relation] == back[CONVERSE[relation]] for relation in Allen)


@given(any_bounds(), any_bounds())
def test_something_is_always_possible_and_certain_means_alone(a, b):
    verdicts = Counter(allen(a, b).values())
    assert verdicts[Verdict.CERTAIN] + verdicts[Verdict.POSSIBLE] >= 1
    assert not verdicts[Verdict.CERTAIN] or verdicts[Verdict.POSSIBLE] == 0


def test_the_converse_of_the_converse_is_the_relation():
    assert all(CONVERSE[CONVERSE[relation]] is relation for relation in Allen)


def test_adjacent_days_are_possibly_before_and_possibly_meeting():
    verdicts = allen(bounds(parse("2024-06-01")), bounds(parse("2024-06-02")))
    assert {relation for relation in Allen if verdicts[relation] is not Verdict.IMPOSSIBLE} == {
        Allen.BEFORE,
        Allen.MEETS,
    }
    assert precedes(bounds(parse("2024-06-01")), bounds(parse("2024-06-02"))) is Verdict.CERTAIN


def test_an_event_that_goes_on_never_meets_nor_precedes():
    ongoing = bounds(parse("2022-02-24/.."))
    verdicts = allen(ongoing, bounds(parse("[2030..]")))
    assert verdicts[Allen.MEETS] is verdicts[Allen.BEFORE] is Verdict.IMPOSSIBLE


def test_infinities_and_their_stored_sentinels_answer_alike():
    dates = [
        bounds(parse(text))
        for text in ("2022/..", "../2022", "[2022..]", "[..2022]", "2022/", "/2022", "../..", "/", "2021")
    ]
    stored = [
        Bounds(*(SENTINEL_MIN if s == -inf else SENTINEL_MAX if s == inf else s for s in date[:4]), date.gaps)
        for date in dates
    ]
    for (a, b), (c, d) in zip(product(dates, dates), product(stored, stored), strict=True):
        assert allen(a, b) == allen(c, d)


def test_undated_may_be_anything_and_is_nothing_for_certain():
    day = bounds(parse("2024-06-01"))
    assert set(allen(None, day).values()) == set(allen(day, None).values()) == {Verdict.POSSIBLE}
    assert precedes(day, None) is Verdict.POSSIBLE
    assert {relation(None, 0, 1) for relation in WINDOW_RELATIONS.values()} == {Verdict.POSSIBLE}


def test_a_date_with_gaps_touches_for_certain_only_a_window_that_holds_a_member():
    both = bounds(parse("{2021,2023}"))
    year = {n: bounds(parse(str(n))) for n in (2021, 2022)}
    assert touches(both, year[2021].start_min, year[2021].end_max) is Verdict.CERTAIN
    assert touches(both, year[2022].start_min, year[2022].end_max) is Verdict.POSSIBLE
    assert touches(both._replace(gaps=False), year[2022].start_min, year[2022].end_max) is Verdict.CERTAIN
