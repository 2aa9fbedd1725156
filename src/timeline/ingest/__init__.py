"""
From a text to draft records: read a file, find its dated happenings, match them with what is known.

Pure: bytes and plain values in, records of docs/records.md out; no database, no clock, no network. `read_text` makes
an article of a file, `propose` its drafts, `match` compares a draft with events of the database. HTML, PDF and DOCX
want the extra `ingest`, imported only when such a file comes. Importing this room costs nothing but its names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from timeline.ingest.types import (
    RESOLVER,
    Article,
    Candidate,
    Draft,
    Known,
    KnownActor,
    KnownEvent,
    KnownPlace,
    Proposal,
    Record,
    Unread,
)

__all__ = [
    "RESOLVER",
    "Article",
    "Candidate",
    "Draft",
    "Known",
    "KnownActor",
    "KnownEvent",
    "KnownPlace",
    "Proposal",
    "Record",
    "Unread",
    "match",
    "proposals",
    "propose",
    "read_text",
]


def read_text(data: bytes, kind: str, name: str = "-") -> Article:
    """Make an article of the bytes of a file; `kind` is text, markdown, html, pdf or docx."""
    from timeline.ingest.reading import read_text as work

    return work(data, kind, name)


def propose(article: Article, known: Known | None = None) -> Proposal:
    """Propose records for what an article tells: dated happenings, those who take part, figures."""
    from timeline.ingest.proposing import propose as work

    return work(article, known)


def proposals(article: Article, known: Known | None = None) -> Iterator[Proposal]:
    """Propose the same a stretch of the text at a time; together they are what `propose` gives."""
    from timeline.ingest.proposing import proposals as work

    return work(article, known)


def match(draft: Draft, existing: Iterable[KnownEvent], limit: int = 5) -> tuple[Candidate, ...]:
    """Compare an event draft with events of the database; the most alike first."""
    from timeline.ingest.matching import match as work

    return work(draft, existing, limit)
