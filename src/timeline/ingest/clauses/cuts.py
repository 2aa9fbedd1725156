"""Where one clause ends and the next begins."""

from __future__ import annotations

import itertools

from timeline.ingest.clauses.relations import relate
from timeline.ingest.clauses.types import Clause, Group, Token
from timeline.ingest.clauses.words import (
    ADVERB,
    DETERMINERS,
    JOIN,
    NULL_THAT,
    PRONOUNS,
    RELATIVE,
    SEPARATE,
    SUBORDINATE,
)
from timeline.ingest.lexicon import PREPOSITIONS, lexicon


def cut(tokens: list[Token], groups: list[Group]) -> list[Clause]:
    """Cut a sentence into clauses, one for each verb group that stands alone."""
    heads = [g for g in groups if g.finite or _stands_alone(tokens, g)]
    size = len(tokens)
    if not heads:
        return [Clause(None, (0, size), (size, size), "", spans=[(0, size)])] if size else []
    cuts: list[tuple[int, str]] = []
    resumed: list[int | None] = []
    pre: int | None = None
    first = heads[0]
    opening = _opening(tokens, first)
    if opening > 0:
        pre = opening
    cuts.append((opening, _lead(tokens, opening)))
    resumed.append(None)
    for left, right in itertools.pairwise(heads):
        cut = _boundary(tokens, left, right)
        cuts.append((cut, _lead(tokens, cut)))
        resumed.append(None)
    clauses = []
    for number, group in enumerate(heads):
        begin, lead = cuts[number]
        stop = cuts[number + 1][0] if number + 1 < len(heads) else size
        skip = 1 if lead else 0
        clauses.append(
            Clause(
                group,
                (min(begin + skip, group.first), group.first),
                (group.last + 1, max(stop, group.last + 1)),
                lead,
                spans=[(begin, stop)],
            ),
        )
    relate(tokens, clauses, pre)
    return clauses


def _stands_alone(tokens: list[Token], group: Group) -> bool:
    """Tell whether a verb that tells no time of its own still opens a clause: "after signing a deal in May"."""
    return group.gerund and group.first > 0 and tokens[group.first - 1].low in SEPARATE


def _opening(tokens: list[Token], first: Group) -> int:
    """Give where the clause of the first verb begins: behind what an embedded clause interrupts."""
    for here in range(first.first - 1, 0, -1):
        low = tokens[here].low
        if tokens[here].mention is not None or tokens[here].time >= 0:
            continue
        if low in RELATIVE and low != "that" and tokens[here - 1].low not in {"of", "and", "or"}:
            return here
        if low == "that" and here + 1 == first.first and tokens[here - 1].low.isalpha():
            return here  # "the boat that sank"
        if (
            low in SUBORDINATE
            and (tokens[here - 1].low == "," or tokens[here - 1].time >= 0)
            and low not in {"as", "since", "until", "before", "after"}
        ):
            return here
    if first.reduced and first.first > 0:
        return first.first
    return 0


def _lead(tokens: list[Token], cut: int) -> str:
    if cut >= len(tokens):
        return ""
    low = tokens[cut].low
    if tokens[cut].mention is None and (low in SUBORDINATE or low in RELATIVE or low in JOIN or low in SEPARATE):
        return low
    return ""


def _boundary(tokens: list[Token], left: Group, right: Group) -> int:
    """Give the token at which the clause of `right` begins."""
    low, high = left.last + 1, right.first
    if right.reduced:
        return right.first
    if right.gerund:
        return max(low, right.first - 1)
    best, rank = -1, 0.0
    report = left.cls is not None and "report" in left.cls.flags
    for here in range(low, high):
        token = tokens[here]
        if token.mention is not None or token.time >= 0:
            continue
        word = token.low
        weight = 0.0
        if (
            word in {";", "—", "–", ":"}
            or (word in RELATIVE and not (word == "that" and tokens[here - 1].low in PREPOSITIONS))
            or (
                word in SUBORDINATE
                and (here + 1 < high or word in {"when", "while"})
                and not _prepositional(tokens, here, high)
            )
        ):
            weight = 4
        elif word in JOIN:
            after = _past_date(tokens, here + 1, high)
            plain = here + 1 == high or _noun_phrase(tokens, after, high) or _time_alone(tokens, here + 1, high)
            weight = 3 if plain else 1
            if tokens[here - 1].low == ",":
                weight += 0.5 if weight > 1 else 0
        elif word in {"”", '"'}:
            weight = 2.5
        elif word == ",":
            weight = 2
        if report and weight and weight < 4 and here == low and word == ",":
            weight = 2.2
        if weight >= rank and weight:
            best, rank = here, weight
    if (
        report
        and left.lemma in NULL_THAT
        and rank
        and rank < 4
        and best > low
        and best + 1 < high
        and tokens[best].low in JOIN
    ):
        start = tokens[low]
        if start.mention is not None or start.low.isalnum():
            rank = 1
    if report and rank < 3 and (rank < 2 or not _attribution(best, right)):
        after = low
        while after < high and (
            tokens[after].time >= 0
            or (
                after + 1 < high
                and tokens[after + 1].time >= 0
                and tokens[after].low in {"on", "in", "at", "late", "earlier"}
            )
        ):
            after += 1
        audience = left.lemma in {"tell", "inform", "notify", "assure", "warn"}
        if (
            audience
            and after < high
            and (
                tokens[after].mention is not None
                or tokens[after].low in lexicon().words["group"]
                or tokens[after].low in {"reporters", "journalists", "me", "us", "him", "her", "them"}
            )
        ):
            after += 1
        if rank < 2 or best <= after:
            return min(after, high)
    if best < 0:
        if right.finite and (subject := _subject_before(tokens, low, high)) is not None:
            return subject
        here = high
        while here > low and (
            tokens[here - 1].mention is not None
            or tokens[here - 1].low in PRONOUNS | DETERMINERS
            or tokens[here - 1].low in ADVERB
        ):
            here -= 1
        return here if here > low else high
    if (
        tokens[best].low in JOIN | {",", "”", '"', ";", ":", "—", "–"}
        and best + 1 < high
        and tokens[best + 1].low in SUBORDINATE | RELATIVE | JOIN
    ):
        best += 1
    return best


def _prepositional(tokens: list[Token], here: int, high: int) -> bool:
    """Tell whether "after", "before", "since", "as" is a preposition here: no subject before the verb."""
    if tokens[here].low not in {"after", "before", "since", "until", "as", "till"}:
        return False
    phrase = tokens[here + 1 : high]
    return not phrase or phrase[-1].low in JOIN or any(t.low == "," for t in phrase)


def _noun_phrase(tokens: list[Token], low: int, high: int) -> bool:
    """Tell whether tokens can be the subject of the verb that follows."""
    piece = tokens[low:high]
    return bool(piece) and not any(t.low in SUBORDINATE | {","} for t in piece)


def _subject_before(tokens: list[Token], low: int, high: int) -> int | None:
    """Give where "the firm" begins in "found the firm had been warned": what stands before a verb is its subject."""
    for here in range(high - 1, max(low, high - 5) - 1, -1):
        token = tokens[here]
        if token.mention is not None or token.time >= 0 or not token.low.isalpha() or token.low in PREPOSITIONS:
            return None
        if token.low in DETERMINERS:
            return here if here + 1 < high else None
    return None


def _past_date(tokens: list[Token], low: int, high: int) -> int:
    """Give where the words go on behind a date and its comma: "but by morning, she had"."""
    at = low
    if at + 1 < high and tokens[at].low in {"by", "in", "on", "at"} and tokens[at + 1].time >= 0:
        at += 1
    begin = at
    while at < high and tokens[at].time >= 0:
        at += 1
    return at + 1 if begin < at < high and tokens[at].low == "," else low


def _time_alone(tokens: list[Token], low: int, high: int) -> bool:
    """Tell whether only a date stands before the verb: "and, four years later, was sold"."""
    piece = tokens[low:high]
    return any(t.time >= 0 for t in piece) and all(
        t.time >= 0 or t.low == "," or t.low in {"in", "on", "at", "by", "then", "finally", "later"} for t in piece
    )


def _attribution(comma: int, right: Group) -> bool:
    """Tell whether what follows a comma is a new clause with a subject of its own."""
    return comma >= 0 and comma + 1 < right.first
