"""Rules of actors: offices held at other times, actors that are there twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.edtf import english_of
from timeline.store.read import asking
from timeline.store.read.lint.types import ORDER, Finding, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

ABSENT = frozenset(
    (
        *("subject", "topic", "mentioned", "honoree", "honouree", "honored", "honoured", "commemorated"),
        *("commemorator", "remembered", "predecessor", "successor", "born", "deceased", "ancestor"),
    )
)
"""Roles of those who need not be there."""
SURE = 0.75
"""Score of `doubles` from which the lint tells of it."""
_LINKS = {"office_in": "office in", "member_of": "member of", "speaks_for": "speaking for"}


def office(scope: Scope) -> Iterator[Finding]:
    """Find participants all of whose offices and memberships, each with its date, are certainly of another time."""
    held: dict[int, list[tuple[Any, ...]]] = {}
    rows = scope.reader.all(
        "SELECT coalesce(x.merged_into, x.id), h.kind, h.role, o.name, h.edtf, h.start_min, h.end_max"
        " FROM actor_link h JOIN actor x ON x.id = h.subject_id JOIN actor b ON b.id = h.object_id"
        " JOIN actor o ON o.id = coalesce(b.merged_into, b.id)"
        f" WHERE h.kind IN ({asking.listed(_LINKS)}) ORDER BY h.id"
    )
    for actor, *link in rows:
        held.setdefault(actor, []).append(tuple(link))
    dated = {actor: links for actor, links in held.items() if all(link[3] is not None for link in links)}
    sql = (
        "SELECT e.uid, e.edtf, e.start_min, e.end_max, a.name, a.uid, p.role FROM actor x"
        " JOIN actor a ON a.id = coalesce(x.merged_into, x.id) JOIN participation p ON p.actor_id = x.id"
        " JOIN event e ON e.id = p.event_id WHERE (x.id = :actor OR x.merged_into = :actor)"
        f" AND e.start_min IS NOT NULL AND {scope.of()} ORDER BY {ORDER}, p.role"
    )
    for actor, links in sorted(dated.items()):
        told = set()
        for event, date, low, high, name, uid, role in scope.rows(sql, actor=actor):
            if event in told or role.lower() in ABSENT:
                continue
            if all(high < link[4] or low > link[5] for link in links):
                told.add(event)
                listed = "; ".join(_told(*link[:4]) for link in links[:3])
                what = f"{name} takes part, {english_of(date)}, but was {listed}"
                remedy = f"timeline edit {event} --when DATE, or what {uid} was then: timeline link {uid} KIND ACTOR"
                yield Finding("office", "event", event, what, remedy)


def _told(kind: str, role: str | None, other: str, edtf: str) -> str:
    return f"{f'{role}, ' if role else ''}{_LINKS[kind]} {other} {english_of(edtf)}"


def duplicate_actor(scope: Scope) -> Iterator[Finding]:
    """Find actors that are likely there twice."""
    from timeline.store.read.doubles import doubles

    for one in doubles(scope.reader, scope.actors(), SURE):
        what = f"may be {one.keep.uid} ({one.keep.name}): {'; '.join(one.reasons)}"
        remedy = (
            f"timeline actor merge {one.keep.uid} {one.other.uid},"
            f" or timeline actor unlike {one.keep.uid} {one.other.uid}"
        )
        yield Finding("duplicate-actor", "actor", one.other.uid, what, remedy)
