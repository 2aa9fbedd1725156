"""Event nouns with a date of their own: "an invasion of August", "after his release in May"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.ingest.clauses import Clause
from timeline.ingest.clauses.words import DETERMINERS
from timeline.ingest.happenings.steps import token_at
from timeline.ingest.happenings.verbs import Verbs
from timeline.ingest.lexicon import PREPOSITIONS, VerbClass, each

if TYPE_CHECKING:
    from timeline.ingest.clauses import Parsed, Token
    from timeline.ingest.happenings.types import Telling, When

_NOMINAL_AFTER = re.compile(r"\s+(?:of|in|on|from)\s+(?:the\s+)?$")


_ENDS = each("who which that and or but when while after before as was were is are has have had will would to")
"""Words that end the phrase of a noun."""


class Nouns(Verbs):
    """Reads event nouns."""

    def _reach(self, tokens: list[Token], last: int) -> int:
        """Give where the phrase of a noun ends: "announcement of its purchase by Abbott"."""
        stop = last
        if last >= len(tokens) or tokens[last].low not in {"of", "in", "on", "at", "against", "by", "near", "between"}:
            return last
        while stop < min(len(tokens), last + 10):
            token = tokens[stop]
            plain = (
                token.low.isalnum()
                or token.mention is not None
                or "-" in token.low
                or token.raw in {"$", "£", "€", "’s"}
            )
            verb = token.mention is None and token.low in self.words.verbs and self.words.verbs[token.low].past
            verb = verb and tokens[stop - 1].low not in DETERMINERS
            if token.time >= 0 or not (plain or token.low[:1].isdigit()) or verb or token.low in _ENDS:
                break
            stop += 1
        while stop > last and (tokens[stop - 1].low in PREPOSITIONS or tokens[stop - 1].low in {"the", "a", "an"}):
            stop -= 1
        return stop

    @staticmethod
    def _is_state(parsed: Parsed, number: int) -> bool:
        """Tell whether a clause only says how things were, so that its date is that of a noun: "had been looking"."""
        group = parsed.clauses[number].group
        if group is None or group.cls is None or group.modal or group.negated:
            return False
        return "state" in group.cls.flags and group.lemma != "be"

    def _nominals(self, telling: Telling, dated: dict[int, When | None]) -> None:
        parsed = telling.parsed
        tokens = parsed.tokens
        taken = {w.end for n, w in dated.items() if w is not None and not self._is_state(parsed, n)}
        for happening in reversed(self.found):
            if happening.sentence != telling.number:
                break
            taken.add(happening.when.end)
        for index, time in enumerate(parsed.times):
            when = self._resolved(telling, time, index)
            if when is None or when.end in taken or (self.sporting and telling.block.kind == "text"):
                continue
            here = token_at(tokens, time.start)
            cls: VerbClass | None = None
            at = here
            found = self._noun_before(tokens, here)
            if found is not None:
                at = found[0]
                cls = self.words.nouns[tokens[at].low]
                first, last = at, here + 1
            elif here + 1 < len(tokens) and (tokens[here + 1].low == "’s" or self._names_noun(tokens, here)):
                for ahead in range(here + 1, min(here + 6, len(tokens))):
                    if tokens[ahead].mention is None and tokens[ahead].low in self.words.nouns:
                        at, cls = ahead, self.words.nouns[tokens[ahead].low]
                        break
                first, last = here, self._reach(tokens, at + 1)
            if (
                cls is None
                or "sport" in cls.flags
                or "change" in cls.flags
                or tokens[at].low in {"statement", "remarks", "interview", "report", "results", "end", "rise", "fall"}
            ):
                continue
            while (
                first > 0
                and first > at - 5
                and tokens[first - 1].low not in PREPOSITIONS
                and tokens[first - 1].time < 0
                and (tokens[first - 1].low.isalpha() or tokens[first - 1].mention is not None)
                and not (
                    tokens[first - 1].low in self.words.verbs
                    and self.words.verbs[tokens[first - 1].low].past
                    and tokens[first - 1].mention is None
                )
            ):
                first -= 1
            low = self.text[time.start - 30 if time.start > 30 else 0 : time.start].lower()
            if low.rstrip().endswith(self.comparing):
                continue
            clause = Clause(None, (first, last), (last, last), "", spans=[(first, last)])
            made = self._make(telling, clause, [(first, last)], when, cls, tokens[at].low, [], 0.5)
            made.nominal = True
            made.reasons.append(f"“{tokens[at].raw}” has a date of its own")
            self.found.append(made)
            taken.add(when.end)
