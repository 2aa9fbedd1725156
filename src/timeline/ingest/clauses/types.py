"""The parts of a sentence: tokens, verb groups, clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.ingest.lexicon import Verb, VerbClass
    from timeline.ingest.names import Mention
    from timeline.timex import Timex


@dataclass(slots=True)
class Token:
    """A word, a number, a sign; a name or a date is one token."""

    start: int
    end: int
    low: str
    raw: str
    mention: Mention | None = None
    time: int = -1
    """Number of the time expression it belongs to; -1: none."""
    quoted: bool = False


@dataclass(slots=True)
class Group:
    """A verb with its auxiliaries: tokens `first` to `last`."""

    first: int
    last: int
    verb: Verb | None
    lemma: str
    cls: VerbClass | None
    finite: bool
    passive: bool = False
    past: bool = False
    perfect: bool = False
    modal: str | None = None
    negated: bool = False
    bare: bool = False
    """A lone past form that may be a participle."""
    reduced: bool = False
    gerund: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch of tokens around one verb group; `subject` is what stands before the verb."""

    group: Group | None
    subject: tuple[int, int]
    body: tuple[int, int]
    """Tokens after the verb."""
    lead: str
    """The word that opens it: "when", "who", "that", "and", or nothing."""
    parent: int | None = None
    """The clause it hangs on."""
    shared: int | None = None
    """The clause whose subject it has."""
    times: list[int] = field(default_factory=list)
    """Indexes into the sentence's time expressions."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """All its tokens."""

    def holds(self, token: int) -> bool:
        """Tell whether a token is its own."""
        return any(a <= token < b for a, b in self.spans)


@dataclass(slots=True)
class Parsed:
    """A sentence taken apart."""

    tokens: list[Token]
    clauses: list[Clause]
    times: list[Timex]
    question: bool
    quoted: float
    """Share of its words that stand in quotation marks."""
