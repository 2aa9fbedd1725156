"""
What can be asked of the events: a query is a value, and asking it is the store's affair.

`EventQuery` names things by what the database knows them by (ids, tags, words), never by what
a user typed: names are looked up first (`store/read/names.py`), dates are read first
(`window`, `hull`). It refuses nothing but a window that ends before it begins. A new filter is a
field with a default here, its clause in `store/read/events.py`, and its option on the command line.
"""

# Annotations are evaluated here: as text, typing would compile every field of a NamedTuple (D117).
from typing import TYPE_CHECKING, NamedTuple

from timeline.errors import WindowReversed
from timeline.model import EVENT_STATUS

if TYPE_CHECKING:
    from timeline.edtf.bounds import Bounds, Second

SHOWN = ("confirmed", "disputed")
"""The status of events that are listed and exported when nothing else is asked for."""
ALL_STATUSES = EVENT_STATUS
"""Every status: what a dump of the whole database takes."""
RELATIONS = ("touches", "before", "after", "within")
"""How an event may lie to a window; `touches` is to share a second with it."""
SORTS = ("date", "title", "recorded", "importance")

_FARTHEST = 10**18 - 1
"""The greatest second a date can have in the store; a window reaches no further."""


class Window(NamedTuple):
    """A stretch of civil time, both ends inclusive; None is an end that is open."""

    start: int | None = None
    end: int | None = None


class Known(NamedTuple):
    """What was known at the end of a second: only what had been said or printed by then."""

    by: int
    possibly: bool = False
    """What may have been published by then counts too; else only what certainly was."""


class Member(NamedTuple):
    """An actor that stands for another while a link between them holds."""

    actor: int
    spans: tuple[tuple[int, int, int, int], ...]
    """The bounds of the links that make it so, each of which must hold at the time of the event (D203)."""


class EventQuery(NamedTuple):
    """Which events, in what order, how many. Everything given must hold; an empty field asks for nothing."""

    actors: tuple[int, ...] = ()
    """Any of these takes part: every id that the names given with `--actor` took."""
    members: tuple[Member, ...] = ()
    """Or any of these: members, office holders and parts of `actors`, at the time when they are."""
    all_of: tuple[tuple[int, ...], ...] = ()
    """One of each group takes part: a group is the ids that one `--with` took."""
    roles: tuple[str, ...] = ()
    """Any of these roles is played: by one of `actors`, else by one of each of `all_of`, else by anyone (D105)."""
    places: tuple[int, ...] = ()
    """In any of these places, whose ids already include their children."""
    sources: tuple[int, ...] = ()
    """Supported, disputed or mentioned by any of these sources."""
    tags: tuple[str, ...] = ()
    """Has any of these tags."""
    statuses: tuple[str, ...] = SHOWN
    kinds: tuple[str, ...] = ()
    """Is of any of these kinds."""
    text: str | None = None
    """Each word of it occurs in title, summary or a quote; text without a letter or digit asks for nothing (D110)."""
    window: Window | None = None
    relation: str = "touches"
    """One of `RELATIONS`, to the window."""
    certainly: bool = False
    """The relation holds whenever the event really was; else it may hold."""
    undated: bool | None = None
    """Whether events without a date are listed, always last. None: only if there is no window."""
    max_access: str | None = None
    """The most secret level to let out, of events, sources and all that hangs on them alone. None: everything."""
    ids: tuple[int, ...] | None = None
    """Only these events. None: all."""
    sort: str = "date"
    """One of `SORTS`; importance is greatest first, the others ascend."""
    reverse: bool = False
    limit: int | None = None
    after: tuple[int | str | None, ...] | None = None
    """Where the page before ended, as `store.read.events.place_of` gives it."""
    known: Known | None = None
    """Only what was known by then, with the dates as they were known. None: all that is known now."""

    def is_filtered(self) -> bool:
        """Say whether it leaves events out for any other reason than their status or their access."""
        unfiltered = EventQuery(statuses=self.statuses, max_access=self.max_access)
        return self._replace(sort="date", reverse=False, undated=None if self.undated else self.undated) != unfiltered


class ClaimQuery(NamedTuple):
    """Which claims, ordered by what they are about; everything given must hold."""

    events: tuple[int, ...] | None = None
    """About one of these events. None: about anything."""
    of: EventQuery | None = None
    """About an event that this query finds. None: about anything."""
    event_statuses: tuple[str, ...] = SHOWN
    """Where `of` does not say it: about no event, or one of such a status; empty: every status."""
    subjects: tuple[int, ...] = ()
    """Any of these actors is what the claim is about: its subject, or the side it concerns."""
    by: tuple[int, ...] = ()
    """Asserted by any of these actors."""
    attributes: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    """Printed by any of these sources."""
    statuses: tuple[str, ...] = ()
    """Any of these; empty: every status."""
    claimed: Window | None = None
    """Possibly said in this window; a claim without that date is left out."""
    period: Window | None = None
    """Possibly about a time that touches this window; a claim without that date is left out."""
    ids: tuple[int, ...] | None = None
    max_access: str | None = None
    limit: int | None = None
    known: Known | None = None
    """Only what had been said by then, or printed where it is not told when it was said."""


class ConflictQuery(NamedTuple):
    """Of what it is asked whether statements differ; everything given must hold."""

    events: tuple[int, ...] | None = None
    """Of one of these events. None: of anything."""
    of: EventQuery | None = None
    """Of an event that this query finds. None: of anything."""
    event_statuses: tuple[str, ...] = SHOWN
    """Of no event, or of one of such a status; empty: every status."""
    actors: tuple[int, ...] = ()
    """Of an event in which any of these takes part, or about any of these."""
    subjects: tuple[int, ...] = ()
    """About any of these actors."""
    attributes: tuple[str, ...] = ()
    max_access: str | None = None
    known: Known | None = None


def window(since: "Bounds | None", until: "Bounds | None") -> Window | None:
    """
    Give the window from the first second `since` may mean to the last that `until` may; None if neither is given.

    Raises `WindowReversed` if it would end before it begins.
    """
    if since is None and until is None:
        return None
    start = None if since is None else _second(since.start_min)
    end = None if until is None else _second(until.end_max)
    if start is not None and end is not None and start > end:
        raise WindowReversed
    return Window(start, end)


def hull(when: "Bounds") -> Window:
    """Give the window of all the seconds that a date may mean."""
    return Window(_second(when.start_min), _second(when.end_max))


def _second(bound: "Second") -> int | None:
    """Give a bound as an end of a window: None where it is infinite, the store's farthest where it is beyond that."""
    if isinstance(bound, float):
        return None
    return max(-_FARTHEST, min(_FARTHEST, bound))
