"""How clauses hang together, and which dates stand in which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.ingest.clauses.words import ADVERB, DETERMINERS, NULL_THAT, RELATIVE, SUBORDINATE
from timeline.ingest.lexicon import PREPOSITIONS

if TYPE_CHECKING:
    from timeline.ingest.clauses.types import Clause, Token
    from timeline.timex import Timex


def relate(tokens: list[Token], clauses: list[Clause], pre: int | None) -> None:
    """Tell which clause hangs on which, and whose subject is shared."""
    main: int | None = None
    for number, clause in enumerate(clauses):
        group = clause.group
        if group is None:
            continue
        begin = clause.spans[0][0]
        empty = clause.subject[0] >= clause.subject[1] or all(
            t.low in ADVERB or not t.low[0].isalnum() or t.time >= 0 or t.low in {"on", "in", "at"}
            for t in tokens[clause.subject[0] : clause.subject[1]]
        )
        if number == 0:
            if pre is None:
                main = 0
            elif clause.lead in RELATIVE or group.reduced:
                clause.shared = -1
            continue
        free = pre is not None and main is None and not group.reduced and clause.lead not in RELATIVE | SUBORDINATE
        if free and pre is not None and (empty or tokens[begin].low == ","):
            clause.spans.append((0, pre))
            behind = _behind(tokens, clauses[0]) if empty and tokens[0].low in PREPOSITIONS else None
            if behind is not None:
                clause.subject = _taken(clauses[0], behind, clause)
            elif empty:
                clause.subject = (0, pre)
            main = number
            continue
        if clause.lead in RELATIVE and (clause.lead != "that" or empty):
            clause.parent = number - 1
            clause.shared = -1 if empty else None
        elif group.reduced:
            clause.parent = number - 1
            clause.shared = -1
        elif clause.lead in SUBORDINATE:
            clause.parent = number - 1
        elif group.gerund:
            clause.parent = number - 1
            clause.shared = main if main is not None else number - 1
        elif empty and (teller := _told_about(clauses, number)) is not None:
            # "says the toll of the quake that hit the capital has risen": what the teller speaks of is the subject
            clause.parent, clause.subject = teller, clauses[teller].body
            clause.spans.insert(0, clauses[teller].body)
            told = clauses[teller].group
            if told is not None:
                clauses[teller].spans = [(clauses[teller].spans[0][0], told.last + 1)]
                clauses[teller].body = (told.last + 1, told.last + 1)
        elif empty and main in {None, 0} and (behind := _behind(tokens, clauses[0])) is not None:
            clause.subject = _taken(clauses[0], behind, clause)
            main = number
        elif empty:
            clause.shared = number - 1 if clauses[number - 1].lead not in RELATIVE or main is None else main
            if (
                clause.lead in {"", "that"}
                and clauses[number - 1].shared is None
                and clauses[number - 1].lead in SUBORDINATE
                and main is not None
            ):
                clause.shared = main
            if main is None:
                main = number
        else:
            before = clauses[number - 1].group
            if (
                before is not None
                and before.cls is not None
                and "report" in before.cls.flags
                and tokens[begin].low != ","
            ):
                clause.parent = number - 1
            if main is None:
                main = number


def _behind(tokens: list[Token], fronted: Clause) -> tuple[int, int] | None:
    """Give the noun phrase behind a participle at the head of a sentence: "Signed in May, the deal came into force"."""
    if fronted.group is None or not fronted.group.reduced:
        return None
    first, last = fronted.body
    commas = [n for n in range(first, last - 1) if tokens[n].low == "," and tokens[n + 1].time < 0]
    for here in commas:
        if tokens[here + 1].low in DETERMINERS:
            return here + 1, last
    for here in commas:
        if tokens[here + 1].mention is not None and tokens[here - 1].mention is None:
            return here + 1, last
    return None


def _taken(fronted: Clause, phrase: tuple[int, int], clause: Clause) -> tuple[int, int]:
    """Move a noun phrase from one clause to another, and give it."""
    fronted.body = (fronted.body[0], phrase[0] - 1)
    fronted.spans = [(a, min(b, phrase[0] - 1)) for a, b in fronted.spans if a < phrase[0] - 1]
    clause.spans.insert(0, phrase)
    return phrase


def _told_about(clauses: list[Clause], number: int) -> int | None:
    """Give the report that a verb behind a relative clause goes on with: "says the toll that … has risen"."""
    relative = clauses[number - 1]
    if relative.lead not in RELATIVE or relative.shared != -1 or clauses[number].lead:
        return None
    teller = relative.parent
    group = clauses[teller].group if teller is not None else None
    if teller is None or group is None or group.lemma not in NULL_THAT or not clauses[teller].body[1] > group.last + 1:
        return None
    return teller


def attach(tokens: list[Token], clauses: list[Clause], times: list[Timex]) -> None:
    """Give each clause the time expressions that stand in it."""
    del times
    for here, token in enumerate(tokens):
        if token.time < 0:
            continue
        for clause in clauses:
            if clause.holds(here):
                clause.times.append(token.time)
                break
        else:
            if clauses:
                clauses[-1 if clauses[0].spans[0][0] < here else 0].times.append(token.time)
                (clauses[-1] if clauses[0].spans[0][0] < here else clauses[0]).spans.append((here, here + 1))
