"""A sentence taken apart: tokens with their names and dates, verb groups, clauses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.ingest.clauses.cuts import cut
from timeline.ingest.clauses.groups import verb_groups
from timeline.ingest.clauses.relations import attach
from timeline.ingest.clauses.types import Parsed, Token
from timeline.ingest.lexicon import lexicon

if TYPE_CHECKING:
    from timeline.ingest.names import Mention
    from timeline.timex import Timex

_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*(?:['’](?=\s|$))?|\d[\d,.]*\d|\d|[^\w\s]")
_POSSESSIVE = re.compile(r"['’]s?")
_QUOTES = frozenset('"“”')


def parse(
    text: str, start: int, end: int, mentions: list[Mention], times: list[Timex], *, terse: bool = False
) -> Parsed:
    """Take a sentence apart; `terse` takes present forms for telling verbs, as logs and headlines do."""
    tokens = _tokens(text, start, end, mentions, times)
    _quote(tokens)
    words = lexicon()
    groups = verb_groups(tokens, words, terse)
    clauses = cut(tokens, groups)
    attach(tokens, clauses, times)
    inside = sum([t.quoted for t in tokens])
    return Parsed(tokens, clauses, times, text[start:end].rstrip('”"’ ').endswith("?"), inside / max(1, len(tokens)))


def _tokens(text: str, start: int, end: int, mentions: list[Mention], times: list[Timex]) -> list[Token]:
    spans: list[tuple[int, int, Mention | None, int]] = [(m.start, m.end, m, -1) for m in mentions]
    spans += [(t.start, t.end, None, number) for number, t in enumerate(times)]
    spans.sort(key=lambda s: (s[0], -s[1]))
    tokens: list[Token] = []
    here = start
    for first, last, mention, number in spans:
        if first < here:
            continue
        _plain(text, here, first, tokens)
        raw = text[first:last]
        tokens.append(Token(first, last, raw.lower(), raw, mention, number))
        here = last
        if mention is not None and mention.possessive:
            tail = _POSSESSIVE.match(text, here, end)
            here = tail.end() if tail else here
        elif number >= 0 and text[here : here + 2] in {"'s", "’s"}:
            tokens.append(Token(here, here + 2, "’s", "’s"))
            here += 2
    _plain(text, here, end, tokens)
    return tokens


def _plain(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        raw = match[0]
        first, last = match.span()
        tokens.append(Token(first, last, raw.lower(), raw))


def _quote(tokens: list[Token]) -> None:
    inside = False
    for token in tokens:
        if token.low in _QUOTES:
            inside = token.low == "“" or (token.low == '"' and not inside)
        else:
            token.quoted = inside
