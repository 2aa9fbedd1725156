"""
Making two actors one, and saying that they are two.

A merge sets `merged_into` and nothing else: what the one had stays its own, and every read shows it as the survivor's
(DESIGN §5). It is flat: who was merged into the actor that goes is moved on to the survivor, so that nobody is ever
merged into one who is merged. What was put down as not the same is never made one, whichever of
the actors behind the two it was said of. Taking it all back is `undo`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.errors import MergeRefused
from timeline.model import fold
from timeline.store.among import select
from timeline.store.load import rings

if TYPE_CHECKING:
    from timeline.model import Hit
    from timeline.store.engine import Reader
    from timeline.store.write import Batch


def merge(batch: Batch, keep: Hit, other: Hit, called: str | None = None) -> None:
    """
    Merge the actor `other`, and all merged into it before, into `keep`; `called` is the name that meant `other`.

    Raises `MergeRefused` for what is one already, for what was put down as two, and where an actor would become
    a part of itself.
    """
    name = called or other.uid
    if other.id == keep.id:
        raise MergeRefused(keep.uid, name, *_one_already(batch.reader, keep, name))
    for one, two in told_apart(batch.reader, keep.ids, other.ids):
        raise MergeRefused(
            keep.uid,
            other.uid,
            f"{one} was put down as not the same as {two}",
            f"if that was wrong: timeline actor unlike --remove {one} {two}",
        )
    for row in sorted(other.ids, key=lambda one: one != other.id):
        batch.update("actor", (row,), {"merged_into": keep.id})
    if rings.own_part(batch.reader, keep.id):
        raise MergeRefused(
            keep.uid,
            other.uid,
            "made one, it would be a part of itself",
            "take the part_of link between them away first: timeline link --remove",
        )


def _one_already(reader: Reader, keep: Hit, name: str) -> tuple[str, str | None]:
    """Say why there is nothing to merge: the same actor named twice, or merged before."""
    before = reader.one(
        "SELECT b.id, b.command FROM actor a JOIN batch b ON b.id = a.batch_id WHERE a.merged_into = :keep"
        " AND (a.uid = :name OR EXISTS (SELECT 1 FROM actor_name n WHERE n.actor_id = a.id AND n.folded = :folded))"
        " AND NOT EXISTS (SELECT 1 FROM actor_name n WHERE n.actor_id = :keep AND n.folded = :folded)",
        {"name": name, "folded": fold(name), "keep": keep.id},
    )
    if before is None:
        return "they are one and the same actor already", "name two different actors"
    batch, command = before
    hint = f"to take that back: timeline undo {batch}" if "merge" in command else None
    return f"it was merged into {keep.uid} already", hint


def told_apart(reader: Reader, some: tuple[int, ...], others: tuple[int, ...]) -> list[tuple[str, str]]:
    """Give the uids of those of `some` and of `others` that were put down as not the same."""
    sql = (
        "SELECT a.id, a.uid, b.id, b.uid FROM actor_link h JOIN actor a ON a.id = h.subject_id"
        " JOIN actor b ON b.id = h.object_id WHERE h.kind = 'not_same_as' AND {}"
    )
    found = []
    for one, uid, two, other in (*select(reader, sql, "h.subject_id", some), *select(reader, sql, "h.object_id", some)):
        if one in some and two in others:
            found.append((uid, other))
        elif two in some and one in others:
            found.append((other, uid))
    return list(dict.fromkeys(found))


def tell_apart(reader: Reader, one: Hit, other: Hit, called: str | None = None) -> dict[str, Any] | None:
    """
    Give the record that says that two actors are not the same; None if that is put down already, either way round.

    Raises `MergeRefused` where they are one.
    """
    if one.id == other.id:
        why, hint = _one_already(reader, one, called or other.uid)
        raise MergeRefused(one.uid, called or other.uid, why, hint)
    if told_apart(reader, one.ids, other.ids):
        return None
    return {"record": "actor_link", "subject": one.uid, "kind": "not_same_as", "object": other.uid}


def no_longer_apart(batch: Batch, one: Hit, other: Hit) -> int:
    """Take away that two actors are not the same; give how many rows went."""
    sql = "SELECT h.id, h.subject_id, h.object_id FROM actor_link h WHERE h.kind = 'not_same_as' AND {}"
    gone = 0
    for mine, its in ((one.ids, other.ids), (other.ids, one.ids)):
        for row, _, target in select(batch.reader, sql, "h.subject_id", mine):
            if target in its:
                batch.delete("actor_link", (row,))
                gone += 1
    return gone
