"""Clauses that tell a happening by their verb; wishes, states, habits, scores and opinions are none."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.ingest.happenings.dates import Dates
from timeline.ingest.happenings.titles import shortened
from timeline.ingest.lexicon import PREPOSITIONS, VerbClass, each
from timeline.ingest.roles import parts
from timeline.model import fold
from timeline.timex import Resolved

if TYPE_CHECKING:
    from timeline.ingest.clauses import Clause, Parsed
    from timeline.ingest.happenings.types import Happening, Telling, When

_FIRST_PERSON = each("i we us our my you your")
_FULL_DAY = re.compile(r"\b\d{4}\b")
_NONE = each("no none nobody neither")
_WISH = each("would could may might must should can can't cannot can’t")
_PLANNED = re.compile(r"\b(?:is|are|was|were) (?:due|scheduled|expected|set|planned|slated|likely|to be)\b")
_JOINT = re.compile(r"\band (?:again |then |finally |later )?(?:(?:at|to|by) )?(?:[\d,.]+ )?$")
_BESIDES = re.compile(r"\bas well as ((?:[a-z]+ ){0,4}[a-z]+)(?=[.,;]|$)")
_SCORE = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")


class Verbs(Dates):
    """Reads clauses with a verb and a date."""

    def _clause(self, telling: Telling, number: int, dated: dict[int, When | None]) -> None:
        when = dated[number]
        parsed = telling.parsed
        clause = parsed.clauses[number]
        if when is None and clause.lead in {"and", "but", "then"} and clause.shared is not None and clause.shared >= 0:
            return
        if when is None:
            return
        group = clause.group
        if group is None:
            self._fragment(telling, clause, when)
            return
        cls, reason, planned = self._tells(telling, number)
        if cls is None:
            return
        report = "report" in cls.flags
        confidence = 0.75
        content = self._content(parsed, number) if report else []
        if report:
            self.claimed_dates.setdefault(telling.number, when.edtf)
            if any(dated[c] is not None and self._tells(telling, c)[0] is not None for c in content):
                return
            if content and self._is_attribution(telling, when):
                confidence -= 0.1
        spans = [*clause.spans]
        for c in content:
            spans += parsed.clauses[c].spans
        bound = self._one_with(parsed, number, dated)
        if bound is not None:
            # "was shot and killed before dawn": two verbs, one happening
            spans = [*parsed.clauses[bound].spans, *spans]
            first = parsed.clauses[bound]
            clause = replace(clause, subject=first.subject, shared=first.shared, lead=first.lead)
        if not report:
            spans += [
                s
                for n, other in enumerate(parsed.clauses)
                if n not in {number, bound} and dated[n] is None and self._belongs(parsed, number, n)
                for s in other.spans
            ]
        who = parts(self.actors, parsed, number)
        for c in sorted(content, key=lambda n: (parsed.clauses[n].lead in {"who", "which", "whose"}, n)):
            have = {p.entity.uid for p in who}
            who += [p for p in parts(self.actors, parsed, c) if p.entity.uid not in have]
        confidence += 0.1 if who else -0.05
        confidence -= 0.15 if cls.name == "action" and group.verb is None else 0.0
        confidence -= 0.1 if planned or parsed.quoted > 0.5 else 0.0
        made = self._make(telling, clause, spans, when, cls, group.lemma, who, confidence)
        made.planned = planned
        made.reasons.append(reason)
        self.found.append(made)
        self._second_object(telling, made)
        self._again(telling, clause, made)
        self._while(telling, number, dated, made)
        for n, other in enumerate(parsed.clauses):
            # "met on Wednesday when China held a parade": the second happening has the date of the first
            if n == number + 1 and other.lead == "when" and dated[n] is None and other.subject[0] < other.subject[1]:
                its, why, _ = self._tells(telling, n)
                if its is not None and its.name in {"hosting", "election", "signing"} and its.name != cls.name:
                    dated_too = self._make(
                        telling,
                        other,
                        [when_span(other)],
                        when,
                        its,
                        other.group.lemma if other.group else "",
                        parts(self.actors, parsed, n),
                        0.6,
                    )
                    dated_too.reasons += [why, "told as of the same time"]
                    self.found.append(dated_too)

    def _while(self, telling: Telling, number: int, dated: dict[int, When | None], made: Happening) -> None:
        """Date "flew them out as the fighting spread last month" by the clause that says when."""
        clause, main = telling.parsed.clauses[number], number - 1
        if clause.lead not in {"as", "when", "while"} or main < 0 or dated[main] is not None:
            return
        other = telling.parsed.clauses[main]
        cls, reason, planned = self._tells(telling, main)
        told = other.group is not None and (other.group.past or other.group.perfect) and not other.group.reduced
        if cls is None or planned or not told or other.lead or other.parent is not None or "report" in cls.flags:
            return
        self._told_by(telling, main, made.when, cls, 0.6, [reason, "told as of the same time"])

    def _told_by(
        self, telling: Telling, number: int, when: When, cls: VerbClass, confidence: float, reasons: list[str]
    ) -> None:
        """Put down the happening that clause `number` tells, with a date that is not its own."""
        clause = telling.parsed.clauses[number]
        lemma = clause.group.lemma if clause.group else ""
        actors = parts(self.actors, telling.parsed, number)
        made = self._make(telling, clause, clause.spans, when, cls, lemma, actors, confidence)
        made.reasons += reasons
        self.found.append(made)

    def _again(self, telling: Telling, clause: Clause, made: Happening) -> None:
        """Make a second draft of "won it in 1971 and again in 1988", "put it at 12 on Monday and at 29 a day later"."""
        for index in clause.times:
            when = self._resolved(telling, telling.parsed.times[index], index)
            if when is None or when.start <= made.when.start:
                continue
            joint = _JOINT.search(self.text[made.when.end : when.start])
            if joint is not None:
                second = replace(
                    made,
                    when=when,
                    start=made.when.end + joint.start() + 4,
                    end=when.end,
                    others=[],
                    reasons=[*made.reasons, "told to have happened again"],
                )
                second.parts = list(made.parts)
                self.found.append(second)

    def _second_object(self, telling: Telling, made: Happening) -> None:
        """Make two of "sent troops …, as well as missiles": what is given besides is given for itself."""
        if made.cls.name != "transfer":
            return
        match = _BESIDES.search(self.text[made.start : telling.sentence.end])
        if match is None or not made.parts:
            return
        verb = re.search(r"\b[a-z]+(?:t|d|n|ve)\b", self.text[made.start : made.start + match.start()])
        telling_verb = next(
            (c.group for c in telling.parsed.clauses if c.group is not None and c.group.lemma == made.lemma), None
        )
        if verb is None or telling_verb is None:
            return
        said = " ".join(t.raw for t in telling.parsed.tokens[telling_verb.first : telling_verb.last + 1])
        second = replace(
            made,
            start=made.start + match.start(),
            end=made.start + match.end(),
            title=shortened(f"{made.parts[0].entity.name} {said} {match.group(1)}"),
            confidence=made.confidence - 0.1,
            reasons=[*made.reasons, "given besides"],
            parts=list(made.parts),
            words=frozenset(fold(match.group(1)).split()),
            lemma=f"{made.lemma} besides",
            others=[],
        )
        second.start = min(second.start, second.when.start)
        self.found.append(second)

    def _one_with(self, parsed: Parsed, number: int, dated: dict[int, When | None]) -> int | None:
        """Give the undated clause before, if it is no more than a verb that this one goes on with."""
        clause, before = parsed.clauses[number], number - 1
        if clause.lead != "and" or clause.shared != before or before < 0 or clause.group is None:
            return None
        other = parsed.clauses[before]
        if other.group is None or other.group.reduced or dated[before] is not None:
            return None
        return before if clause.group.first == other.group.last + 2 else None

    def _belongs(self, parsed: Parsed, number: int, other: int) -> bool:
        """Tell whether an undated clause only goes on with what clause `number` tells."""
        clause = parsed.clauses[other]
        if clause.parent == number:
            return clause.lead in {"that", "who", "which", "whose", "where", ""} or (
                clause.group is not None and clause.group.reduced
            )
        return clause.shared == number and other == number + 1 and clause.lead in {"and", ""}

    def _is_attribution(self, telling: Telling, when: When) -> bool:
        return self.published is not None and when.edtf[:10] == self.published and len(telling.parsed.clauses) > 1

    def _content(self, parsed: Parsed, number: int) -> list[int]:
        """Give the clauses that tell what was said."""
        clause = parsed.clauses[number]
        inside = [
            n
            for n, c in enumerate(parsed.clauses)
            if c.parent == number and c.lead in {"", "that", "and", "how", "whether"}
        ]
        for n in list(inside):
            inside += [
                m
                for m, c in enumerate(parsed.clauses)
                if m not in inside and (c.shared == n or (c.parent == n and c.lead in {"", "that"})) and m > number
            ]
        if (
            not inside
            and number > 0
            and len(clause.spans) == 1
            and parsed.tokens[clause.spans[0][0]].low in {",", "”", '"'}
        ):
            # "A man was shot, police said on Monday": what was said stands before
            inside = [n for n in range(number) if parsed.clauses[n].group is not None]
        return inside

    def _tells(self, telling: Telling, number: int) -> tuple[VerbClass | None, str, bool]:
        """Say whether a clause tells a happening: its class, the reason, and whether it is still to come."""
        parsed = telling.parsed
        clause = parsed.clauses[number]
        group = clause.group
        if group is None:
            return None, "", False
        cls = group.cls or self.words.generic
        tokens = parsed.tokens
        subject = tokens[clause.subject[0] : clause.subject[1]]
        lows = {t.low for t in subject}
        if clause.lead in {"if", "unless", "whether"} or (
            clause.parent is not None and parsed.clauses[clause.parent].lead == "if"
        ):
            return None, "", False
        if group.modal in _WISH or group.negated or (subject and subject[0].low in _NONE):
            return None, "", False
        if (
            not any(t.quoted for t in subject)
            and lows & _FIRST_PERSON
            and (self.opinion or not (lows - _FIRST_PERSON))
            and parsed.quoted < 0.3
        ):
            return None, "", False
        if self.sporting and self._sporty(telling, cls):
            return None, "", False
        own = [self.text[tokens[a].start : tokens[b - 1].end] for a, b in sorted(clause.spans) if a < b]
        low = " ".join(own).lower()
        planned = group.modal in {"will", "shall", "won't"} or _PLANNED.search(low) is not None
        tense = group.past or group.perfect or planned or group.reduced or (group.gerund and group.finite)
        tense = tense or self._pictured(telling, clause)
        terse = telling.terse
        if "state" in cls.flags:
            found = self._state(parsed, clause, group.lemma)
            if group.lemma == "see" and any(t.low == "last" for t in tokens[max(0, group.first - 1) : group.last]):
                found = self.words.generic  # "was last seen"
            if found is None and not planned:
                return None, "", False
            if (
                found is None
                and not any(t.low in self.words.nouns for t in tokens[clause.subject[0] : clause.body[1]])
                and group.lemma != "be"
            ):
                return None, "", False
            cls = found or self.words.generic
        if not tense and not terse and not (group.finite and "report" in cls.flags) and not group.gerund:
            return None, "", False
        if not group.past and not group.perfect and not planned and group.passive and not terse and not group.reduced:
            return None, "", False
        what = f"“{group.lemma}” tells a happening ({cls.name})"
        return cls, what, planned

    def _pictured(self, telling: Telling, clause: Clause) -> bool:
        """Tell whether a verb of the present has a full date that is past: the words under a picture."""
        for index in clause.times:
            when = self._resolved(telling, telling.parsed.times[index], index)
            if when is not None and _FULL_DAY.search(telling.parsed.times[index].text) and len(when.edtf) == 10:
                return self.published is None or when.edtf <= self.published
        return False

    def _state(self, parsed: Parsed, clause: Clause, lemma: str) -> VerbClass | None:
        """Give the class of the event noun in "there was an explosion", "had surgery", "the vote was on Monday"."""
        tokens = parsed.tokens
        body = tokens[clause.body[0] : clause.body[1]]
        subject = tokens[clause.subject[0] : clause.subject[1]]
        outcomes = [parsed.times[n].outcome for n in clause.times]
        times = {outcome.rule for outcome in outcomes if isinstance(outcome, Resolved)}
        for token in body[:8]:
            if token.mention is None and token.low in self.words.nouns:
                return self.words.nouns[token.low]
            if token.low in PREPOSITIONS and lemma != "have":
                break
        for token in reversed(subject):
            if token.low in PREPOSITIONS:
                break
            if (
                token.mention is None
                and token.low in self.words.nouns
                and lemma == "be"
                and body
                and (body[0].low in PREPOSITIONS or body[0].time >= 0)
            ):
                return self.words.nouns[token.low]
        if (
            lemma == "be"
            and any(t.low in self.words.words["office"] or t.low in self.words.words["title"] for t in body[:6])
            and times & {"years", "from-to", "range", "numeric-range", "years-short"}
        ):
            return self.words.verbs["serve"].first
        return None

    def _sporty(self, telling: Telling, cls: VerbClass) -> bool:
        low = self.text[telling.sentence.start : telling.sentence.end].lower()
        return cls.name in {
            "sport",
            "career",
            "action",
            "attack",
            "business",
            "transfer",
            "change",
            "movement",
            "occurrence",
            "meeting",
            "ending",
            "creation",
            "statement",
            "hosting",
            "disaster",
        } and (
            any(re.search(rf"\b{re.escape(w)}\b", low) for w in self.words.words["sport"])
            or _SCORE.search(low) is not None
            or cls.name in {"sport", "statement", "career"}
        )

    def _fragment(self, telling: Telling, clause: Clause, when: When) -> None:
        """Take a sentence without a verb: an entry of a list, a line of a log."""
        tokens = telling.parsed.tokens
        nouns = [t for t in tokens if t.mention is None and t.low in self.words.nouns]
        if not telling.terse and not (nouns and telling.block.kind == "text"):
            return
        words = [t for t in tokens if t.low.isalpha() and t.time < 0]
        if len(words) < 2:
            return
        cls = self.words.nouns[nouns[0].low] if nouns else self.words.generic
        who = parts(self.actors, telling.parsed, 0)
        made = self._make(telling, clause, clause.spans, when, cls, nouns[0].low if nouns else "", who, 0.55)
        made.reasons.append("a dated entry without a verb")
        self.found.append(made)


def when_span(clause: Clause) -> tuple[int, int]:
    """Give the tokens of a clause without the word that opens it."""
    first, last = clause.spans[0]
    return min(first + 1, last - 1), last
