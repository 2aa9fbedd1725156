"""
The values that cross walls: what an event, an actor, a source, a claim is to the rest of the house.

Values are immutable; on the read path they are NamedTuples, because 25 frozen dataclasses cost
more at start-up than a whole query. Closed vocabularies are tuples of words, in the order in which
they are offered to the user; the schema CHECKs the same tuples. Open ones (role, event kind, unit,
tag) are not listed anywhere. No module of this floor knows SQL, EDTF text or the terminal.
"""

# Annotations are evaluated here: as text, typing would compile every field of a NamedTuple, 8 ms a start (D117).
import re
import unicodedata
from typing import NamedTuple

EVENT_STATUS = ("confirmed", "draft", "disputed", "retracted")
ACCESS = ("public", "internal", "confidential")
"""Least to most secret; `--access LEVEL` lets out that level and those before it."""
STANCES = ("supports", "disputes", "mentions")
ANCHOR_KINDS = ("publication", "text", "event", "by_hand")
CALENDARS = ("gregorian", "julian")
ACTOR_KINDS = ("person", "state", "organisation", "armed_force", "media", "group")
ACTOR_NAME_KINDS = ("primary", "alias", "former", "weak", "transliteration")
ACTOR_LINK_KINDS = ("member_of", "office_in", "part_of", "speaks_for", "succeeds", "not_same_as")
EVENT_LINK_KINDS = ("part_of", "causes", "follows", "responds_to", "same_as")
QUALIFIERS = ("exact", "at_least", "at_most", "about", "between", "order_of")
CLAIM_STATUS = ("open", "accepted", "disputed", "withdrawn", "superseded")
VERDICTS = ("open", "accepted", "merged", "rejected")
"""What a person said of a proposed event."""

ROLE = "participant"
"""The role of a participant of whom nothing more is known."""

_CJK = "([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])"
"""Compiled when first needed (`re` keeps it), as that takes longer than all else here."""
_WORD = re.compile(r"[^\W_]+")
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
"""What a character of ASCII becomes when it is folded."""


def fold(text: str) -> str:
    """
    Give `text` as filters compare it: no accents, no case, single spaces between words.

    Compatibility forms are decomposed (Unicode NFKD), marks dropped, case folded; everything that is
    neither letter nor digit separates words. The same function serves names and full text, in Python,
    so that every database gives the same answers.

    >>> fold("Kim Jong-Un’s  CAFÉ")
    'kim jong un s cafe'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    bare = re.sub("[^\0-\x7f]+", _without_marks, unicodedata.normalize("NFKD", text))
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare).casefold()))


def _without_marks(found: re.Match[str]) -> str:
    return "".join([c for c in found[0] if not unicodedata.combining(c)])


def words(text: str) -> str:
    """
    Give `text` folded for full-text search; each ideograph or syllable of CJK is a word of its own.

    >>> words("北京 Parade")
    '北 京 parade'
    """
    folded = fold(text)
    return folded if folded.isascii() else " ".join(re.sub(_CJK, r" \1 ", folded).split())


def slug(text: str, limit: int = 60) -> str:
    """
    Give a readable identifier of `text`: folded words joined by hyphens, cut at a word; "x" if none.

    >>> slug("Kim Jong Un & Putin meet in Beijing")
    'kim-jong-un-putin-meet-in-beijing'
    """
    made = fold(text).replace(" ", "-")
    if len(made) > limit:
        made = made[:limit].rsplit("-", 1)[0]
    return made or "x"


class Participant(NamedTuple):
    """An actor in an event."""

    uid: str
    name: str
    role: str


class EventRow(NamedTuple):
    """One event as a list or a table shows it."""

    id: int
    uid: str
    title: str
    summary: str | None
    kind: str | None
    edtf: str | None
    calendar: str
    as_written: str | None
    zone: str | None
    start_min: int | None
    """The bounds, in civil seconds. None: the event is undated (`edtf` is None), or this bound is infinite (D106)."""
    start_max: int | None
    end_min: int | None
    end_max: int | None
    gaps: bool
    sort_key: int
    position: int
    status: str
    importance: int | None
    access: str
    note: str | None
    place_uid: str | None
    place: str | None
    participants: tuple[Participant, ...]
    sources: tuple[tuple[str, str], ...]
    """(uid, label) of each source that supports or mentions it; the label is publisher or title."""
    tags: tuple[str, ...]
    rev: int
    """The batch that wrote the row as it stands."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(scheme, value) of what it is called elsewhere."""


class Hit(NamedTuple):
    """Something that a name given by the user took."""

    id: int
    uid: str
    name: str
    """Its own name or title, which need not be what matched."""
    ids: tuple[int, ...]
    """All that a filter by it means: itself, and the actors merged into it or the places inside it."""


class Named(NamedTuple):
    """A reference as it is shown: what it is found by, and what it is called."""

    uid: str
    name: str


class CitationRow(NamedTuple):
    """A passage, and, where it stands under an event, what it says of the event's date."""

    source: Named
    publisher: str | None
    url: str | None
    published: str | None
    source_access: str
    quote: str | None
    quote_start: int | None
    quote_end: int | None
    prefix: str | None
    suffix: str | None
    page: str | None
    stance: str | None = None
    edtf: str | None = None
    phrase: str | None = None
    phrase_start: int | None = None
    phrase_end: int | None = None
    anchor: str | None = None
    anchor_kind: str | None = None
    anchor_of: str | None = None
    """The uid of the source or event the anchor was taken from."""
    rule: str | None = None
    resolver: str | None = None
    note: str | None = None
    accepted: bool = False
    """The event's date is this passage's."""


class ClaimRow(NamedTuple):
    """One assertion: who says what of whom, and where it was read."""

    id: int
    uid: str
    event: Named | None
    actor: Named | None
    attribute: str
    qualifier: str
    value: str | None
    min: int | float | None
    max: int | float | None
    unit: str | None
    about: Named | None
    by: Named | None
    claimed: str | None
    period: str | None
    place: Named | None
    citation: CitationRow | None
    derived_from: str | None
    """The uid of the claim it repeats."""
    status: str
    note: str | None
    rev: int


class Cell(NamedTuple):
    """What is said differently of one thing."""

    event: Named | None
    actor: Named | None
    """Whom a claim without an event, or beside one, is told of, where it is another than `about`."""
    attribute: str
    about: Named | None
    verdict: str
    """One of `store.contradiction.VERDICTS`."""
    reason: str
    origins: int
    """How many independent ones stand behind what is said."""
    values: tuple[dict[str, str | int | float | None], ...]
    """All that is said: by, min, max, qualifier, claimed, period, source; text and days stand in min and max."""


class Statement(NamedTuple):
    """One thing said in a cell, with its echoes."""

    label: str
    """The value in words, or the date as EDTF."""
    is_date: bool
    unit: str | None
    by: str
    claimed: str | None
    period: str | None
    printed_by: tuple[str, ...]
    """Each paper that has it; one that has it from another is an echo."""
    verdict: str
    why: str


class Participation(NamedTuple):
    """An actor in an event, and the passage that says so."""

    actor: Named
    kind: str | None
    role: str
    citation: CitationRow | None


class LinkRow(NamedTuple):
    """A link between two events, seen from one of them."""

    kind: str
    outward: bool
    """True: from the event shown to `event`; False: from `event` to the one shown."""
    event: Named
    edtf: str | None
    citation: CitationRow | None


class Recorded(NamedTuple):
    """The batch that wrote something."""

    id: int
    command: str
    who: str | None
    started_at: str


class Detail(NamedTuple):
    """Everything about one event."""

    event: EventRow
    participants: tuple[Participation, ...]
    places: tuple[Named, ...]
    """The place and what it lies in, the smallest first."""
    citations: tuple[CitationRow, ...]
    claims: tuple[ClaimRow, ...]
    links: tuple[LinkRow, ...]
    external_ids: tuple[tuple[str, str], ...]
    """(scheme, value)."""
    recorded: Recorded


class ActorRow(NamedTuple):
    """One actor as a list shows it."""

    id: int
    uid: str
    name: str
    kind: str | None
    country: str | None
    names: tuple[str, ...]
    """Its other names, with those of the actors merged into it."""
    events: int
    note: str | None


class SourceRow(NamedTuple):
    """One source as a list shows it."""

    id: int
    uid: str
    title: str
    kind: str | None
    publisher: str | None
    author: str | None
    url: str | None
    published: str | None
    access: str
    events: int
    note: str | None


class PlaceRow(NamedTuple):
    """One place as a list shows it."""

    id: int
    uid: str
    name: str
    kind: str | None
    parent: str | None
    country: str | None
    lat: float | None
    lon: float | None
    events: int
    """Those in the place itself; what lies inside it has its own row."""


class Hidden(NamedTuple):
    """How many events a query left out by default, each counted as if only that default were lifted."""

    drafts: int
    retracted: int
    undated: int
    secret: int
    """Above the level that may be let out."""
