"""Rules of evidence: is there a source, can it have known, does it say so, is there more than one."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.model import fold
from timeline.store.read.lint.types import ORDER, Finding, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANNED = frozenset({"planned", "plan", "announced", "scheduled", "upcoming", "future", "forecast", "deadline"})
"""Kinds and tags by which an event is one that was told beforehand."""
_ANNOUNCES = re.compile(
    r"\b(?:will|would|shall|won't|is to|are to|be to|due (?:to|on|in|by)|plan(?:s|ned|ning)?|schedul\w+|expect\w*"
    r"|set (?:to|for)|inten(?:ds?|ded|ding)|going to|upcoming|forthcoming|tomorrow|later this|in the coming"
    r"|next (?:week|month|year|spring|summer|autumn|fall|winter|quarter|\w+day)|from now|has been called for"
    r"|pledg\w+|promis\w+|vow\w*|invit\w+|deadline|by (?:the end of )?\d{4})\b",
    re.IGNORECASE,
)
_CITE = "timeline edit EVENT --source URL --quote WORDS"


def no_source(scope: Scope) -> Iterator[Finding]:
    """Find events for which no source is cited."""
    sql = (
        "SELECT e.uid, EXISTS (SELECT 1 FROM event_citation ec WHERE ec.event_id = e.id) FROM event e"
        f" WHERE {scope.of()} AND NOT EXISTS (SELECT 1 FROM event_citation ec WHERE ec.event_id = e.id"
        f" AND ec.stance <> 'disputes') ORDER BY {ORDER}"
    )
    for uid, disputed in scope.rows(sql):
        what = "only sources that dispute it are cited" if disputed else "no source is cited for it"
        yield Finding("no-source", "event", uid, what, _CITE)


def early_source(scope: Scope) -> Iterator[Finding]:
    """Find events whose source was printed before they began, and does not announce them."""
    planned = ", ".join(f"'{word}'" for word in sorted(PLANNED))
    sql = (
        "SELECT e.uid, e.edtf, s.uid, s.published, ec.phrase, c.quote FROM event_citation ec"
        " JOIN event e ON e.id = ec.event_id JOIN citation c ON c.id = ec.citation_id"
        f" JOIN source s ON s.id = c.source_id WHERE {scope.of()} AND ec.stance = 'supports'"
        " AND s.published_end_max < e.start_min AND e.start_min <= :now"
        f" AND (e.kind IS NULL OR lower(e.kind) NOT IN ({planned}))"
        " AND NOT EXISTS (SELECT 1 FROM event_tag g WHERE g.event_id = e.id"
        f" AND lower(g.tag) IN ({planned})) ORDER BY {ORDER}, ec.id"
    )
    for event, date, source, published, phrase, quote in scope.rows(sql, now=scope.now):
        if not announces(f"{quote or ''} {phrase or ''}"):
            what = f"{source} was published {published}, before the event ({date})"
            remedy = (
                f"timeline edit {event} --when DATE, timeline source edit {source} --published DATE;"
                f" if it was announced: timeline tag add planned {event}"
            )
            yield Finding("early-source", "event", event, what, remedy)


def announces(words: str) -> bool:
    """Say whether words tell of something to come, so that they may be older than it."""
    return _ANNOUNCES.search(words) is not None


def single_origin(scope: Scope) -> Iterator[Finding]:
    """Find events all of whose sources are one in the end: one source, one publisher, or one that repeats another."""
    repeats: dict[int, list[tuple[int, int]]] = {}
    sql = (
        "SELECT k.event_id, c.source_id, o.source_id FROM claim k JOIN claim d ON d.id = k.derived_from_id"
        " JOIN citation c ON c.id = k.citation_id JOIN citation o ON o.id = d.citation_id"
        " WHERE k.event_id IS NOT NULL AND c.source_id <> o.source_id"
    )
    for event, source, origin in scope.reader.rows(sql):
        repeats.setdefault(event, []).append((source, origin))
    sql = (
        "SELECT e.id, e.uid, s.id, s.uid, s.publisher, s.url FROM event_citation ec"
        " JOIN event e ON e.id = ec.event_id JOIN citation c ON c.id = ec.citation_id"
        f" JOIN source s ON s.id = c.source_id WHERE {scope.of()} AND ec.stance <> 'disputes' ORDER BY {ORDER}, s.id"
    )
    for (event, uid), rows in groupby(scope.rows(sql), key=lambda row: row[:2]):
        sources = {row[2]: row[3:] for row in rows}
        origins = _origins(sources, repeats.get(event, []))
        if len(sources) == 1:
            what = f"it rests on one source: {next(iter(sources.values()))[0]}"
        elif len(origins) == 1:
            what = f"its {len(sources)} sources are of one origin: {origins.pop()}"
        else:
            continue
        yield Finding("single-origin", "event", uid, what, f"{_CITE}, of another origin")


def _origins(sources: dict[int, tuple[str, str | None, str | None]], repeats: list[tuple[int, int]]) -> set[str]:
    """Give what sources go back to: publisher, else site, else itself; a source that repeats another is that one."""
    origin = {source: _origin(*about) for source, about in sources.items()}
    names: dict[str, str] = {}
    for source, (uid, publisher, _) in sources.items():
        names.setdefault(origin[source], publisher or uid)
    for _ in repeats:
        for source, first in repeats:
            if source in origin and first in origin and origin[source] != origin[first]:
                gone = origin[source]
                origin = {one: origin[first] if its == gone else its for one, its in origin.items()}
    return {names[one] for one in origin.values()}


def _origin(uid: str, publisher: str | None, url: str | None) -> str:
    if publisher and fold(publisher):
        return fold(publisher)
    host = (url or "").partition("://")[2].partition("/")[0].lower().removeprefix("www.")
    return host or f"={uid}"


def unattributed(scope: Scope) -> Iterator[Finding]:
    """Find claims of which nobody is named who asserts them."""
    event = f"(k.event_id IS NOT NULL AND {scope.of()})"
    sql = (
        "SELECT k.uid, k.attribute FROM claim k LEFT JOIN event e ON e.id = k.event_id"
        " WHERE k.attributed_to_id IS NULL AND k.status NOT IN ('withdrawn', 'superseded')"
        f" AND {event if scope.filtered else f'(k.event_id IS NULL OR {event})'}"
        f" ORDER BY coalesce(e.sort_key, 0), k.id"
    )
    for uid, _ in scope.rows(sql):
        what = "nobody is named who asserts it"
        yield Finding("unattributed", "claim", uid, what, "timeline claim edit CLAIM --by NAME")


# --- quotes ---

_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*")
_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "\u00a0": " "})


def quote(scope: Scope) -> Iterator[Finding]:
    """Find quotes that the text of their source does not have, or not where they are said to stand."""
    cited = (
        "SELECT c.id, c.quote, c.quote_start, c.quote_end, e.uid,"
        " (SELECT min(k.uid) FROM claim k WHERE k.citation_id = c.id)"
        " FROM citation c LEFT JOIN event_citation ec ON ec.citation_id = c.id"
        f" LEFT JOIN event e ON e.id = ec.event_id AND {scope.of()}"
        " WHERE c.source_id = :source AND c.quote IS NOT NULL ORDER BY c.quote_start, c.id, e.id"
    )
    kept = " AND EXISTS (SELECT 1 FROM citation c WHERE c.source_id = s.id AND c.quote IS NOT NULL)"
    sources = scope.reader.rows(
        f"SELECT s.id, s.uid, s.body FROM source s WHERE s.body IS NOT NULL{kept} ORDER BY s.id"
    )
    for source, uid, body in sources:
        text = _Text(body)
        for _, rows in groupby(scope.rows(cited, source=source), key=lambda row: row[0]):
            listed = list(rows)
            _, words, start, end, _, claim = listed[0]
            what = text.lacks(words, start, end, uid)
            if what is None:
                continue
            events = [row[4] for row in listed if row[4] is not None]
            for event in events:
                yield Finding("quote", "event", event, what, _requote(event, uid))
            if not events and not scope.filtered and claim is not None:
                yield Finding("quote", "claim", claim, what, _requote(claim, uid))


def _requote(event: str, source: str) -> str:
    return f"mend the quote of {source} in the JSON lines of {event} (timeline export, import), or the source's text"


class _Text:
    """The text of a source, as quotes are looked for in it."""

    def __init__(self, body: str) -> None:
        self.body = body
        self._plain: str | None = None

    def lacks(self, words: str, start: int | None, end: int | None, source: str) -> str | None:
        """Say what is wrong with a quote; None if it stands where it is said to, or anywhere if nothing is said."""
        if start is not None and end is not None and plain(self.body[start:end]) == plain(words):
            return None
        if start is None and (words in self.body or self._has(words)):
            return None
        shown = f"“{words if len(words) <= 60 else words[:59] + '…'}”"
        if start is None:
            return f"{shown} does not stand in the text of {source}"
        place = self.body.find(words)
        if place >= 0:
            return f"{shown} stands at {place}–{place + len(words)} of {source}, not at {start}–{end}"
        if self._has(words):
            return f"{shown} stands in {source}, but not at {start}–{end}"
        return f"{shown} does not stand in the text of {source}"

    def _has(self, words: str) -> bool:
        """Look for words whatever their spaces, dashes and quotation marks, and for all parts of what was shortened."""
        if self._plain is None:
            self._plain = plain(self.body)
        at = 0
        for part in _ELISION.split(words):
            wanted = plain(part)
            at = self._plain.find(wanted, at)
            if at < 0:
                return False
            at += len(wanted)
        return True


def plain(text: str) -> str:
    """Give text with one kind of space, dash and quotation mark."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME).split())
