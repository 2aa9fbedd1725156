"""
What a draft looks like among the events of the database: date, actors and words weighed against each other.

A score is between 0 and 1 and says how likely two records tell of one event. Dates that exclude each other make
it 0; dates that are as wide as a year weigh little. Pure: the events are plain values.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf

from timeline.edtf import Bounds, bounds, parse
from timeline.errors import EdtfError
from timeline.ingest.lexicon import each, lexicon
from timeline.ingest.types import Candidate, Draft, KnownEvent
from timeline.model import fold

_EMPTY = each("the and for with that this from was were has have had his her their its said after into over who which")
LEAST = 0.45
"""Below this no candidate is shown."""


def match(draft: Draft, existing: Iterable[KnownEvent], limit: int = 5) -> tuple[Candidate, ...]:
    """Compare an event draft with events of the database; the most alike first."""
    record = draft.record
    date = _bounds(record.get("date"))
    actors = {p["actor"] for p in record.get("participants") or ()}
    words = _words(
        f"{record.get('title') or ''} {' '.join(c.get('quote') or '' for c in record.get('citations') or ())}"
    )
    kinds = _kinds(words) | ({record["kind"]} if record.get("kind") else set())
    found = []
    for event in existing:
        near = _nearness(date, _bounds(event.date))
        if near == 0:
            continue
        its_words = _words(f"{event.title} {event.summary or ''}")
        shared = words & its_words
        alike = len(shared) / max(1, min(len(words), len(_words(event.title)), 8))
        its_actors = set(event.actors)
        both = len(actors & its_actors) / len(actors | its_actors) if actors and its_actors else 0.0
        some = len(actors & its_actors) / min(len(actors), len(its_actors)) if actors and its_actors else 0.0
        kind = 1.0 if kinds & (_kinds(its_words) | ({event.kind} if event.kind else set())) else 0.0
        if both == 0 and alike < 0.34:
            continue
        score = near * (0.35 * min(1.0, alike) + 0.2 * both + 0.2 * some + 0.25 * kind)
        if not actors or not its_actors:
            score = near * (0.6 * min(1.0, alike) + 0.4 * kind)
        if score >= LEAST:
            why = [
                f"{len(shared)} words in common" if shared else "",
                f"{len(actors & its_actors)} participants in common" if actors & its_actors else "",
                "the same kind" if kind else "",
            ]
            found.append(
                Candidate(event.uid, event.title, round(score, 2), "dates agree; " + "; ".join(w for w in why if w))
            )
    return tuple(sorted(found, key=lambda c: (-c.score, c.uid))[:limit])


def _words(text: str) -> frozenset[str]:
    """Give the content words, cut to their stems' length so that "signed" and "sign" meet."""
    verbs = lexicon().verbs
    made = set()
    for word in fold(text).split():
        if len(word) < 4 or word in _EMPTY:
            continue
        verb = verbs.get(word)
        made.add(verb.lemma if verb is not None else word.removesuffix("s"))
    return frozenset(made)


def _kinds(words: frozenset[str]) -> set[str]:
    words_known = lexicon()
    found = {words_known.nouns[w].name for w in words if w in words_known.nouns}
    found |= {
        words_known.verbs[w].first.name
        for w in words
        if w in words_known.verbs and not words_known.verbs[w].is_a("state")
    }
    return found - {"action", "career", "business", "occurrence"}


def _bounds(date: object) -> Bounds | None:
    if not isinstance(date, str):
        return None
    try:
        return bounds(parse(date))
    except EdtfError:
        return None


def _nearness(a: Bounds | None, b: Bounds | None) -> float:
    """Say how well two dates agree: 1 for the same day, less where they are wide, 0 where they exclude each other."""
    if a is None or b is None:
        return 0.6
    if a.start_min > b.end_max or b.start_min > a.end_max:
        gap = max(a.start_min - b.end_max, b.start_min - a.end_max)
        return 0.7 if gap <= 86400 else 0.0
    width = max(a.end_max - a.start_min, b.end_max - b.start_min)
    if isinf(width):
        return 0.6
    days = width / 86400
    return 1.0 if days <= 2 else 0.95 if days <= 32 else 0.85 if days <= 367 else 0.7
