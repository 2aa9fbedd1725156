"""What a passage tells: a date, a happening, and the sentence it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.ingest.blocks import Block, Sentence
    from timeline.ingest.clauses import Parsed
    from timeline.ingest.lexicon import VerbClass
    from timeline.ingest.roles import Part
    from timeline.timex import Timex

DAY = 86400


@dataclass(slots=True, eq=False)
class When:
    """A date as a passage gives it."""

    edtf: str
    start: int
    end: int
    rule: str
    anchor: str | None = None
    anchor_kind: str | None = None
    anchor_of: Happening | None = None
    note: str | None = None


@dataclass(slots=True, eq=False)
class Happening:
    """Something that happened, as one passage tells it."""

    start: int
    end: int
    when: When
    cls: VerbClass
    lemma: str
    title: str
    parts: list[Part]
    place: tuple[str, int, int, object] | None
    confidence: float
    sentence: int
    reasons: list[str] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    """Kinds of happening that its event nouns name."""
    nominal: bool = False
    definite: str | None = None
    """The kind of the event noun that is its subject ("the accident happened at …")."""
    planned: bool = False
    caption: bool = False
    others: list[Happening] = field(default_factory=list)
    """Passages that tell the same."""
    uid: str = ""


@dataclass(slots=True)
class Telling:
    """A sentence worth reading, taken apart."""

    sentence: Sentence
    parsed: Parsed
    block: Block
    number: int
    terse: bool = False
    """Whether it stands in a list of days or times, where a verb of the present tells what happened."""
    under: Timex | None = None
    """The date that stands as a heading over its block, if the sentence opens the block."""
