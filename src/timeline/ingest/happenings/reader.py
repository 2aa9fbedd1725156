"""The pass over the sentences of a text, in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.ingest.clauses.words import SUBORDINATE
from timeline.ingest.happenings.spans import Spans
from timeline.ingest.happenings.steps import day_number
from timeline.ingest.types import Unread
from timeline.timex import Ambiguous, Resolved, Unresolved

if TYPE_CHECKING:
    from timeline.ingest.happenings.types import Telling, When


def _on_weekday(when: When, head: When) -> bool:
    """Tell whether a date in a sentence only names the weekday of its heading: "On the Saturday", under 24 August."""
    return (
        when.rule == "weekday"
        and len(when.edtf) == len(head.edtf) == 10
        and (day_number(when.edtf) - day_number(head.edtf)) % 7 == 0
    )


class Reader(Spans):
    """Goes through the sentences of a text and gathers its happenings."""

    def read(self, telling: Telling) -> None:
        """Find the happenings of one sentence."""
        parsed = telling.parsed
        begin = len(self.found)
        self.actors.advance(telling.sentence.end)
        if not parsed.question:
            dated = {n: self._date(telling, n) for n in range(len(parsed.clauses))}
            self._lent(parsed, dated)
            self._headed(telling, dated)
            for number in range(len(parsed.clauses)):
                self._clause(telling, number, dated)
            self._nominals(telling, dated)
            self._spans(telling, dated)
            if telling.block.kind in {"text", "entry"}:
                self._tied(telling, begin)
        self._unresolved(telling)
        self._subjects(telling)

    def _headed(self, telling: Telling, dated: dict[int, When | None]) -> None:
        """Date what stands under a heading that is a date: its first clause that tells something."""
        if telling.under is None or any(when is not None and "T" in when.edtf for when in dated.values()):
            return
        head = self._resolved(telling, telling.under, 0)
        if head is None or any(when is not None and not _on_weekday(when, head) for when in dated.values()):
            return
        parsed = telling.parsed
        tells = [self._tells(telling, n) for n in range(len(parsed.clauses))]
        told = [n for n, c in enumerate(parsed.clauses) if c.group is None or tells[n][0] is not None]
        if told:
            sure = [n for n in told if parsed.clauses[n].lead not in SUBORDINATE and not tells[n][2]]
            dated.update(dict.fromkeys(dated))
            dated[(sure or told)[0]] = replace(head, rule="heading")

    def finish(self) -> None:
        """Resolve what waited for a date told later ("in response", in the first lines)."""
        for telling, match in self.waiting:
            later = [h for h in self.found if telling.number < h.sentence <= telling.number + 4 and not h.caption]
            if later:
                self._tie(telling, match, min(later, key=lambda h: h.start), 0.55)

    def forget(self) -> None:
        """Let go of what was found, when it has been written."""
        self.found = []
        self.unread = []
        self.waiting = []
        self.claimed_dates = {}

    def _unresolved(self, telling: Telling) -> None:
        if telling.block.kind not in {"text", "entry", "caption"}:
            return
        resolved = any(isinstance(t.outcome, Resolved) for t in telling.parsed.times)
        for time in telling.parsed.times:
            outcome = time.outcome
            if isinstance(outcome, Ambiguous):
                reason = "it can be read as " + " or ".join(r.edtf for r in outcome.readings[:4])
            elif isinstance(outcome, Unresolved) and time.type not in {"DURATION", "SET"}:
                if resolved and time.value.endswith("_REF"):
                    continue
                reason = outcome.reason
            else:
                continue
            s = telling.sentence
            if time.value in {"PRESENT_REF", "FUTURE_REF"}:
                continue
            self.unread.append(Unread(s.start, s.end, self.text[s.start : s.end], time.text, reason))

    def _subjects(self, telling: Telling) -> None:
        """Remember who acted, for the pronouns of the sentences that follow."""
        parsed = telling.parsed
        for token in parsed.tokens[: parsed.clauses[0].subject[1]] if parsed.clauses else ():
            if token.mention is not None and token.mention.entity.kind in {"organisation", "state"}:
                if not token.mention.possessive:
                    self.actors.last_thing = token.mention.entity
                break
        for number, clause in enumerate(parsed.clauses):
            if clause.parent is None and clause.lead not in {"who", "which", "when", "while"}:
                for token in parsed.tokens[clause.subject[0] : clause.subject[1]]:
                    if (
                        token.mention is not None
                        and token.mention.entity.kind == "person"
                        and not token.mention.possessive
                    ):
                        self.actors.last_person = token.mention.entity
                        return
            if number > 2:
                return
