"""
Who stands for an actor: its members, those in its offices, its parts, and theirs.

Parts are followed as deep as they go, `part_of` after `part_of`; of the actor and of each of its parts, members and
office holders count, and the parts of a member do not (D203). A link with a date makes a member only of that time;
of a chain, each. One without a date may hold at any time, so possibly always and certainly never. An actor merged into
another is that one. A further kind of link that makes members is a word in `_MEMBERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.query import Member
from timeline.store.read import asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.store.engine import Reader

_PARTS = ("part_of",)
_MEMBERS = ("member_of", "office_in")
_MOST_WAYS = 50
"""Ways of different dates by which one actor is a part of another; beyond, the rest is left out."""

Span = tuple[int, int, int, int]


class Membership(NamedTuple):
    """One way in which an actor stands for another."""

    actor: int
    name: str
    kind: str
    role: str | None
    spans: tuple[Span, ...]
    """Bounds of the dated links on the way; all must hold."""
    undated: bool
    """Whether a link on the way has no date."""


def memberships(reader: Reader, actors: Sequence[int]) -> list[Membership]:
    """Give every way in which somebody stands for one of `actors`, near ones first."""
    found: list[Membership] = []
    ways: dict[int, set[tuple[tuple[Span, ...], bool]]] = {}
    front: list[tuple[int, tuple[Span, ...], bool]] = [(one, (), False) for one in dict.fromkeys(actors)]
    asked = set(actors)
    while front:
        links: dict[int, list[tuple[int, str, str, str | None, Span | None]]] = {}
        for whole, *link in _into(reader, [one for one, _, _ in front]):
            links.setdefault(whole, []).append(tuple(link))  # type: ignore[arg-type]
        after: list[tuple[int, tuple[Span, ...], bool]] = []
        for whole, spans, undated in front:
            for actor, name, kind, role, span in links.get(whole, ()):
                if actor in asked:
                    continue
                held = tuple(sorted({*spans, span})) if span else spans
                way = (held, undated or span is None)
                before = ways.setdefault(actor, set())
                if way not in before and len(before) < _MOST_WAYS:
                    before.add(way)
                    found.append(Membership(actor, name, kind, role, *way))
                    if kind in _PARTS:
                        after.append((actor, *way))
        front = after
    return found


def members(reader: Reader, actors: Sequence[int], *, certainly: bool = False) -> tuple[Member, ...]:
    """Give who stands for `actors`, as a query has it: with every actor, those that were merged into it."""
    ways = [one for one in memberships(reader, actors) if not (certainly and one.undated)]
    merged: dict[int, list[int]] = {}
    listed = asking.numbers({one.actor for one in ways})
    for row, survivor in reader.all(f"SELECT a.id, a.merged_into FROM actor a WHERE a.merged_into IN ({listed})"):
        merged.setdefault(survivor, []).append(row)
    return tuple(
        dict.fromkeys(Member(actor, one.spans) for one in ways for actor in (one.actor, *merged.get(one.actor, ())))
    )


def _into(reader: Reader, actors: list[int]) -> list[tuple[int, int, str, str, str | None, Span | None]]:
    """Give (whole, actor, name, kind, role, bounds) of the links that make somebody stand for one of `actors`."""
    ids = asking.numbers(dict.fromkeys(actors))
    rows = reader.all(
        "SELECT coalesce(o.merged_into, o.id), a.id, a.name, h.kind, h.role,"
        " h.start_min, h.start_max, h.end_min, h.end_max"
        " FROM actor_link h JOIN actor o ON o.id = h.object_id JOIN actor x ON x.id = h.subject_id"
        " JOIN actor a ON a.id = coalesce(x.merged_into, x.id)"
        f" WHERE h.object_id IN (SELECT m.id FROM actor m WHERE m.id IN ({ids}) OR m.merged_into IN ({ids}))"
        f" AND h.kind IN ({asking.listed((*_PARTS, *_MEMBERS))}) ORDER BY h.id"
    )
    return [(*row[:5], None if row[5] is None else tuple(row[5:])) for row in rows]
