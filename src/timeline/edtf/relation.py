"""
How uncertain dates lie to each other and to a window: impossible, possible or certain.

Everything is said of realisations: a date may have begun and ended at any start <= end inside its
bounds. A relation is certain if all realisations have it, possible if some have. The answers are
closed forms of integer comparisons, equal to trying them all; `store/relations.py` says the same
in SQL. None stands for "undated": all is possible, nothing certain.
Allen's thirteen are told apart on closed intervals of whole seconds (D12), so exactly one holds
for any two realisations: `meets` when the next second begins the other, `before` when a second or
more lies between. Source: J. F. Allen, Maintaining Knowledge about Temporal Intervals, 1983.
"""

from __future__ import annotations

from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.edtf.bounds import Bounds, Second


class Verdict(StrEnum):
    """What can be said of a relation when the dates are uncertain."""

    IMPOSSIBLE = "impossible"
    POSSIBLE = "possible"
    CERTAIN = "certain"


class Allen(StrEnum):
    """
    Allen's relations of a first date to a second; each pair of realisations has exactly one.

    In this order each relation and its converse stand equally far from the ends.
    """

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUALS = "equals"
    FINISHED_BY = "finished_by"
    CONTAINS = "contains"
    STARTED_BY = "started_by"
    OVERLAPPED_BY = "overlapped_by"
    MET_BY = "met_by"
    AFTER = "after"


CONVERSE = dict(zip(Allen, reversed(Allen), strict=True))
"""The relation of the second date to the first."""


def before(date: Bounds | None, window_min: Second, window_max: Second) -> Verdict:  # noqa: ARG001 - one signature
    """Say whether a date is over before the first second of a window."""
    if date is None:
        return Verdict.POSSIBLE
    return _verdict(date.end_max < window_min, date.end_min < window_min)


def after(date: Bounds | None, window_min: Second, window_max: Second) -> Verdict:  # noqa: ARG001 - one signature
    """Say whether a date begins after the last second of a window."""
    if date is None:
        return Verdict.POSSIBLE
    return _verdict(date.start_min > window_max, date.start_max > window_max)


def within(date: Bounds | None, window_min: Second, window_max: Second) -> Verdict:
    """Say whether a date begins and ends inside a window."""
    if date is None:
        return Verdict.POSSIBLE
    start_min, start_max, end_min, end_max, _ = date
    return _verdict(
        start_min >= window_min and end_max <= window_max,
        start_max >= window_min and end_min <= window_max and max(start_min, window_min) <= min(end_max, window_max),
    )


def touches(date: Bounds | None, window_min: Second, window_max: Second) -> Verdict:
    """
    Say whether a date shares a second with a window: is neither before nor after it.

    A date with gaps does so for certain only if the window holds all its starts or all its ends.
    """
    if date is None:
        return Verdict.POSSIBLE
    start_min, start_max, end_min, end_max, gaps = date
    if gaps:
        certain = (window_min <= start_min and start_max <= window_max) or (
            window_min <= end_min and end_max <= window_max
        )
    else:
        certain = start_max <= window_max and end_min >= window_min
    return _verdict(certain, start_min <= window_max and end_max >= window_min)


WINDOW_RELATIONS = {"before": before, "after": after, "within": within, "touches": touches}
"""The relations of a date to a window, by name."""


def precedes(a: Bounds | None, b: Bounds | None) -> Verdict:
    """Say whether all of `a` is over when `b` begins: before or meets."""
    if a is None or b is None:
        return Verdict.POSSIBLE
    return _verdict(a.end_max < b.start_min, a.end_min < b.start_max)


def allen(a: Bounds | None, b: Bounds | None) -> dict[Allen, Verdict]:
    """
    Give the verdict on each of Allen's relations of `a` to `b`.

    An all-of set stands for its reach, from its first member to its last. Two dates that both go on
    without end end together (D12).

    >>> from timeline.edtf.bounds import Bounds
    >>> verdicts = allen(Bounds(0, 9, 0, 9), Bounds(10, 19, 10, 19))  # two days of ten seconds each
    >>> [str(relation) for relation, verdict in verdicts.items() if verdict != "impossible"]
    ['before', 'meets']
    """
    if a is None or b is None:
        return dict.fromkeys(Allen, Verdict.POSSIBLE)
    one, other = _finite(a, b)
    there, back = _half(one, other), _half(other, one)
    verdicts = {relation: _verdict(*there[relation]) for relation in there}
    for relation in back:
        verdicts[CONVERSE[relation]] = _verdict(*back[relation])
    return {relation: verdicts[relation] for relation in Allen}


def _verdict(certain: bool, possible: bool) -> Verdict:
    return Verdict.CERTAIN if certain else Verdict.POSSIBLE if possible else Verdict.IMPOSSIBLE


_Four = tuple[int, int, int, int]


def _finite(a: Bounds, b: Bounds) -> tuple[_Four, _Four]:
    """Replace the infinities by one second beyond all others, for inf + 1 == inf would let open dates meet."""
    known = [abs(second) for second in (*a[:4], *b[:4]) if isinstance(second, int)]
    beyond = max(known, default=0) + 2

    def four(bounds: Bounds) -> _Four:
        start_min, start_max, end_min, end_max = (
            second if isinstance(second, int) else beyond if second == inf else -beyond for second in bounds[:4]
        )
        return start_min, start_max, end_min, end_max

    return four(a), four(b)


def _half(a: _Four, b: _Four) -> dict[Allen, tuple[bool, bool]]:
    """
    Give (certain, possible) for the seven relations that are not a converse of another.

    Possible: pick the earliest start or latest end that helps, and see that what is left of the four
    ranges is not empty. Certain: the definition holds at the worst corners; each comparison has one
    side from `a` and one from `b`, whose corners are reached independently since bounds are tight.
    """
    a_start_min, a_start_max, a_end_min, a_end_max = a
    b_start_min, b_start_max, b_end_min, b_end_max = b
    start, start_last = max(a_start_min, b_start_min), min(a_start_max, b_start_max)
    end_first, end = max(a_end_min, b_end_min), min(a_end_max, b_end_max)
    same_start = a_start_min == a_start_max == b_start_min == b_start_max
    same_end = a_end_min == a_end_max == b_end_min == b_end_max
    return {
        Allen.BEFORE: (a_end_max + 1 < b_start_min, a_end_min + 1 < b_start_max),
        Allen.MEETS: (
            a_end_min == a_end_max == b_start_min - 1 == b_start_max - 1,
            max(a_end_min, b_start_min - 1) <= min(a_end_max, b_start_max - 1),
        ),
        Allen.OVERLAPS: (
            a_start_max < b_start_min and b_start_max <= a_end_min and a_end_max < b_end_min,
            max(b_start_min, a_start_min + 1) <= min(b_start_max, a_end_max, b_end_max - 1) and a_end_min < b_end_max,
        ),
        Allen.STARTS: (
            same_start and a_end_max < b_end_min,
            start <= start_last and max(a_end_min, start) < b_end_max,
        ),
        Allen.DURING: (
            b_start_max < a_start_min and a_end_max < b_end_min,
            max(a_start_min, b_start_min + 1) <= min(a_start_max, a_end_max, b_end_max - 1) and a_end_min < b_end_max,
        ),
        Allen.FINISHES: (
            same_end and b_start_max < a_start_min,
            end_first <= end and b_start_min < min(a_start_max, end),
        ),
        Allen.EQUALS: (same_start and same_end, start <= start_last and end_first <= end),
    }
