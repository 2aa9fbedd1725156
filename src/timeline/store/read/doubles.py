"""
Actors that may be one and the same: pairs, each with a score and the reasons, best first.

All names of an actor count, those of the actors merged into it too; the likest two of a pair give its score
(`likeness`). Events in which both take part, a country both are of, and words in brackets that fit what the
other is (its offices, its country's name) raise it; another kind or country lowers it. A pair that was put
down as not the same (`not_same_as`), for any of the actors behind the two, is never proposed. Actors are
compared only where their names share a key, so time grows with their number, not its square.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.model import Named, fold
from timeline.store.among import select
from timeline.store.read import likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from timeline.store.engine import Reader

LEAST = 0.6
"""Score from which a pair is proposed."""
_WORTH = 0.4
"""Likeness of names from which the rest is looked at."""
_MOST_IN_BLOCK = 40
"""Actors that share a key which says little; where there are more, it says nothing."""
_SHARED, _MOST_SHARED = 0.05, 0.15
_BRACKET = 0.2
_ONLY = 0.2
"""For who has one word for a name, and it is a part of one other's alone: a Putin is likely the Putin there is."""
_OTHER_KIND, _OTHER_COUNTRY = 0.4, 0.25
_APART = frozenset({frozenset({"group", "armed_force"}), frozenset({"group", "organisation"})})
"""Kinds that people often take for each other."""


class Double(NamedTuple):
    """Two actors that may be one."""

    score: float
    keep: Named
    """The one with more events, else the older."""
    other: Named
    names: tuple[str, str]
    """The two names that are likest: of `keep`, of `other`."""
    reasons: tuple[str, ...]
    shared: int
    """Events in which both take part."""
    ids: tuple[int, int]


class _Actor(NamedTuple):
    id: int
    uid: str
    name: str
    kind: str | None
    country: str | None
    names: list[str]


def doubles(reader: Reader, ids: Collection[int] | None = None, least: float = LEAST) -> list[Double]:
    """Give the pairs of actors that may be one, those first that are likest; with `ids`, pairs with one of these."""
    actors = _actors(reader)
    forms = {actor.id: [likeness.form(name) for name in actor.names] for actor in actors.values()}
    unlike = not_the_same(reader)
    found: list[tuple[float, str, int, int, tuple[str, str]]] = []
    for one, other in _candidates(forms):
        if ids is not None and one not in ids and other not in ids:
            continue
        if (one, other) in unlike:
            continue
        judged = _best(actors[one], actors[other], forms)
        if judged is not None:
            found.append((*judged[:2], one, other, judged[2]))
    return _weighed(reader, actors, found, least)


def not_the_same(reader: Reader) -> set[tuple[int, int]]:
    """Give the pairs of actors, either way round, that were put down as not the same; merged ones as their survivor."""
    rows = reader.all(
        "SELECT coalesce(a.merged_into, a.id), coalesce(b.merged_into, b.id) FROM actor_link h"
        " JOIN actor a ON a.id = h.subject_id JOIN actor b ON b.id = h.object_id WHERE h.kind = 'not_same_as'"
    )
    return {pair for one, other in rows for pair in ((one, other), (other, one))}


def _actors(reader: Reader) -> dict[int, _Actor]:
    actors: dict[int, _Actor] = {}
    rows = reader.rows("SELECT a.id, a.uid, a.name, a.kind, a.country FROM actor a WHERE a.merged_into IS NULL")
    for actor_id, uid, name, kind, country in rows:
        actors[actor_id] = _Actor(actor_id, uid, name, kind, country, [])
    sql = "SELECT coalesce(a.merged_into, a.id), n.name FROM actor_name n JOIN actor a ON a.id = n.actor_id"
    for actor_id, name in reader.rows(f"{sql} ORDER BY a.id"):
        names = actors[actor_id].names
        if name not in names:
            names.append(name)
    return actors


def _candidates(forms: dict[int, list[likeness.Form]]) -> Iterator[tuple[int, int]]:
    """Give pairs of actors of which some names share a key, each pair once, the smaller id first."""
    blocks: dict[str, dict[int, None]] = {}
    for actor, its in forms.items():
        for one in its:
            for key, _ in likeness.blocks(one):
                blocks.setdefault(key, {})[actor] = None
    seen: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        if len(block) < 2:
            continue
        listed = sorted(block)
        if len(listed) <= _MOST_IN_BLOCK:
            pairs: Iterable[tuple[int, int]] = combinations(listed, 2)
        elif key[0] == "=":
            # So many of one name: each is held against the first.
            pairs = ((listed[0], other) for other in listed[1:])
        else:
            continue
        for pair in pairs:
            if pair not in seen:
                seen.add(pair)
                yield pair


def _best(
    one: _Actor, other: _Actor, forms: dict[int, list[likeness.Form]]
) -> tuple[float, str, tuple[str, str]] | None:
    best: tuple[float, str, tuple[str, str]] | None = None
    for mine, my_form in zip(one.names, forms[one.id], strict=True):
        for its, its_form in zip(other.names, forms[other.id], strict=True):
            found = likeness.alike(my_form, its_form)
            if found is not None and (best is None or found.score > best[0]):
                best = (found.score, found.reason, (mine, its))
                if found.score == 1.0:
                    return best
    return best if best is not None and best[0] >= _WORTH else None


def _weighed(
    reader: Reader,
    actors: dict[int, _Actor],
    found: list[tuple[float, str, int, int, tuple[str, str]]],
    least: float,
) -> list[Double]:
    """Add what is known of the actors beside their names."""
    hopeful = [row for row in found if row[0] + _MOST_SHARED + _BRACKET + _ONLY >= least]
    events = _events(reader, {one for row in hopeful for one in row[2:4]})
    about = _about(reader) if any("(" in name for row in hopeful for name in row[4]) else {}
    pairs: dict[int, int] = {}
    for row in found:
        for actor in row[2:4]:
            pairs[actor] = pairs.get(actor, 0) + 1
    made: list[Double] = []
    for likest, reason, first, second, names in hopeful:
        one, other = actors[first], actors[second]
        score, reasons = likest, [reason]
        shared = len(events.get(one.id, set()) & events.get(other.id, set()))
        people = {one.kind, other.kind} <= {"person", None}
        if reason == likeness.PART:
            if not people:
                continue
            short = _shorter(one, other, names)
            if pairs[short.id] == 1 and all(len(likeness.form(name).sound) == 1 for name in short.names):
                score += _ONLY
                reasons.append("of nobody else")
        if shared:
            score += min(_MOST_SHARED, _SHARED * shared)
            reasons.append(f"{shared} shared event{'' if shared == 1 else 's'}")
        fitting = _fitting(names[0], about.get(other.id, set())) | _fitting(names[1], about.get(one.id, set()))
        if fitting:
            score += _BRACKET
            reasons.append(f"the brackets fit: {', '.join(sorted(fitting))}")
        if one.kind and other.kind and one.kind != other.kind:
            score -= _OTHER_KIND if frozenset({one.kind, other.kind}) not in _APART else 0.05
            reasons.append(f"but one is {_called(one.kind)}, the other {_called(other.kind)}")
        if one.country and other.country:
            if one.country.upper() != other.country.upper():
                score -= _OTHER_COUNTRY
                reasons.append(f"but one is of {one.country}, the other of {other.country}")
            elif score < 1:
                score += 0.03
                reasons.append(f"both of {one.country.upper()}")
        score = round(min(score, 1.0), 2)
        if score < least:
            continue
        flip = len(events.get(other.id, ())) > len(events.get(one.id, ()))
        keep, gone = (other, one) if flip else (one, other)
        made.append(
            Double(
                score,
                Named(keep.uid, keep.name),
                Named(gone.uid, gone.name),
                (names[1], names[0]) if flip else (names[0], names[1]),
                tuple(reasons),
                shared,
                (keep.id, gone.id),
            )
        )
    return sorted(made, key=lambda one: (-one.score, -one.shared, one.keep.uid, one.other.uid))


def _shorter(one: _Actor, other: _Actor, names: tuple[str, str]) -> _Actor:
    """Give whose name is the part of the other's."""
    mine, its = (likeness.form(name).sound for name in names)
    return one if len(mine) < len(its) else other


def _called(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


def _fitting(name: str, about: set[str]) -> set[str]:
    """Give the words in brackets that tell what the other actor is."""
    return {word for word in likeness.form(name).bracket & about if len(word) > 2 and word not in likeness.SMALL}


def _events(reader: Reader, actors: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    sql = (
        "SELECT coalesce(a.merged_into, a.id), p.event_id FROM participation p JOIN actor a ON a.id = p.actor_id"
        " WHERE {}"
    )
    listed = sorted(actors)
    for start in range(0, len(listed), 5000):
        for actor, event in select(reader, sql, "coalesce(a.merged_into, a.id)", listed[start : start + 5000]):
            found.setdefault(actor, set()).add(event)
    return found


def _about(reader: Reader) -> dict[int, set[str]]:
    """Give the words that tell what an actor is: its offices and memberships, and the names of what they are in."""
    found: dict[int, set[str]] = {}
    rows: Iterable[tuple[Any, ...]] = reader.all(
        "SELECT coalesce(a.merged_into, a.id), h.role, n.name FROM actor_link h JOIN actor a ON a.id = h.subject_id"
        " JOIN actor_name n ON n.actor_id = h.object_id WHERE h.kind <> 'not_same_as'"
    )
    for actor, role, name in rows:
        words = found.setdefault(actor, set())
        words.update(fold(role or "").split())
        words.update(fold(name).split())
    return found
