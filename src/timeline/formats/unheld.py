"""
What of an event a form has no place for, counted in the same words by every form.

A writer names what it cannot hold; each name is a row of `_NUMBERS` with the words for it. A new thing that hangs on
events is a new row here, and a name in each form that does not hold it (`tests/cli/test_kept.py` finds those that keep
silent about it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.formats.types import Losses

Event = Mapping[str, Any]


def count(event: Event, lost: Losses, what: Iterable[str]) -> None:
    """Count what of an event is there of the things named in `what`."""
    for name in what:
        words, number = _NUMBERS[name]
        lost.add(words, number(event))


def _has(key: str) -> Callable[[Event], int]:
    return lambda event: int(bool(event.get(key)))


def _all(key: str) -> Callable[[Event], int]:
    return lambda event: len(event.get(key) or ())


def _of_place(*keys: str) -> Callable[[Event], int]:
    return lambda event: int(any((event.get("place") or {}).get(key) is not None for key in keys))


def _of_actors(*keys: str) -> Callable[[Event], int]:
    return lambda event: sum(any(one["actor"].get(key) for key in keys) for one in event.get("participants") or ())


def _of_passages(*keys: str) -> Callable[[Event], int]:
    return lambda event: sum(any(one.get(key) is not None for key in keys) for one in event.get("citations") or ())


_NUMBERS: Mapping[str, tuple[str, Callable[[Event], int]]] = {
    "as_written": ("dates as they were written dropped", _has("as_written")),
    "zone": ("time zones dropped", _has("zone")),
    "calendar": ("calendars dropped", lambda event: int(event.get("calendar") not in {None, "gregorian"})),
    "position": ("orders by hand within a day dropped", _has("position")),
    "kind": ("kinds dropped", _has("kind")),
    "importance": ("marks of importance dropped", lambda event: int(event.get("importance") is not None)),
    "note": ("notes dropped", _has("note")),
    "external_ids": ("ids of other programs dropped", _all("external_ids")),
    "links": ("links between events dropped", _all("links")),
    "coordinates": ("coordinates dropped", _of_place("lat", "lon")),
    "place": ("kinds and countries of places dropped", _of_place("kind", "country", "precision")),
    "place_kind": ("kinds of places dropped", _of_place("kind")),
    "actor": ("kinds and countries of actors dropped", _of_actors("kind", "country")),
    "dated": ("what passages say of the date dropped", _of_passages("date", "phrase", "anchor")),
    "reasons": ("phrases, anchors and rules of dates dropped", _of_passages("phrase", "anchor", "rule")),
    "offsets": ("positions of quotes in their texts dropped", _of_passages("start", "phrase_start")),
    "around": ("words around quotes dropped", _of_passages("prefix", "suffix")),
    "passage_note": ("notes on passages dropped", _of_passages("note")),
}
"""Name: a plural noun with what became of it, and how many there are."""
