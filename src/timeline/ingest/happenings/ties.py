"""What the text ties to another happening: "at the time", "in response", "the previous ceremony"."""

from __future__ import annotations

import re
from functools import cache

from timeline.ingest.clauses import Clause
from timeline.ingest.happenings.nouns import Nouns
from timeline.ingest.happenings.types import Happening, Telling, When
from timeline.ingest.lexicon import each, lexicon
from timeline.ingest.roles import parts

_LONG = each(
    "invasion war conflict occupation siege campaign offensive crisis strike pandemic famine drought trial revolution"
)
_OF_OTHERS = each("court arrest plea statement crime")
"""Classes that tell of other happenings by their nouns."""
_EARLIER = re.compile(r"\b(?:the|a|an|his|her|its|their) (?:previous|earlier|first|last|prior) ([a-z]+)\b")
_WITHIN = re.compile(r"\b(?:in|during|amid|since) (?:its|the|this|that|his|her|their) ([a-z-]+)\b")
_DURING = re.compile(r"\b(?:during|at|in) (?:the|this|that|these|those) ([a-z]+)\b")


class Ties(Nouns):
    """Dates a clause by the happening it points to."""

    def _tied(self, telling: Telling, begin: int) -> None:
        """Date a sentence by the happening it is tied to: at the time, during the event, in return, in its war."""
        text, sentence = self.text, telling.sentence
        low = text[sentence.start : sentence.end].lower()
        fresh = [h for h in self.found[begin:] if h.sentence == telling.number]
        for match in _EARLIER.finditer(low):
            noun = match.group(1)
            known = self._antecedent(noun, telling) if noun in self.words.nouns else None
            if known is not None and any(w in match.group() for w in ("previous", "earlier", "prior")):
                self._previous(telling, match, known)
        if fresh:
            return
        cue = tying_words().search(low)
        if cue is not None and cue.group().startswith("in ") and low[cue.end() :].startswith((" for ", " to ", " of ")):
            cue = None  # "in exchange for kickbacks" points to nothing
        if cue is not None:
            noun = cue.group().split()[-1]
            known = self._antecedent(noun, telling) if noun in self.words.nouns else None
            known = known or self._latest(telling)
            if known is not None:
                self._tie(telling, cue, known, 0.6)
            elif telling.number < 6:
                self.waiting.append((telling, cue))
            return
        for match in (*_DURING.finditer(low), *_WITHIN.finditer(low)):
            noun = match.group(1)
            if noun not in self.words.nouns:
                continue
            known = self._antecedent(noun, telling)
            if known is not None:
                self._tie(telling, match, known, 0.5)
                return

    def _antecedent(self, noun: str, telling: Telling) -> Happening | None:
        """Give the last dated happening that a definite noun can mean."""
        cls = self.words.nouns.get(noun)
        general = noun in {"event", "incident", "occasion"}
        for happening in reversed(self.found[-60:]):
            if happening.sentence >= telling.number and happening.start >= telling.sentence.start:
                continue
            # "convicted her of an assault during a protest" is no protest, "started an invasion" is an invasion
            apart = happening.cls.name in _OF_OTHERS and (cls is None or cls.name != happening.cls.name)
            if (noun in happening.words and not apart) or (general and telling.number - happening.sentence < 3):
                return happening
            if (
                cls is not None
                and not general
                and noun not in _LONG
                and (
                    happening.lemma in self.words.verbs
                    and happening.cls.name == cls.name
                    and cls.name in {"meeting", "attack", "arrest", "protest", "disaster", "election", "hosting"}
                )
                and telling.number - happening.sentence < 12
            ):
                return happening
        return None

    def _latest(self, telling: Telling) -> Happening | None:
        for happening in reversed(self.found):
            if (
                happening.sentence < telling.number
                and telling.number - happening.sentence <= 3
                and not happening.caption
            ):
                return happening
        return None

    def _tie(self, telling: Telling, match: re.Match[str], known: Happening, confidence: float) -> None:
        parsed = telling.parsed
        number = next((n for n in range(len(parsed.clauses)) if self._tells(telling, n)[0] is not None), None)
        if number is None:
            return
        clause = parsed.clauses[number]
        cls, reason, planned = self._tells(telling, number)
        if cls is None or planned or (clause.group is not None and not (clause.group.past or clause.group.perfect)):
            return
        start = telling.sentence.start + match.start()
        phrase = match.group()
        edtf, rule = known.when.edtf, "same-occasion"
        if phrase.split()[-1] in _LONG:
            first = re.match(r"\[?(\d{4}(?:-\d\d){0,2})", edtf)
            if first is None or self.published is None or first.group(1) > self.published:
                return
            edtf, rule = f"[{first.group(1)}..{self.published}]", "within-event-until-publication"
        elif phrase.startswith(("in return", "in exchange")):
            rule = "in-return"
        when = When(edtf, start, start + len(phrase), rule, known.when.edtf, "event", known)
        spans = [*clause.spans]
        for n in range(len(parsed.clauses)):
            if n != number and parsed.clauses[n].times == []:
                spans += parsed.clauses[n].spans
        who = parts(self.actors, parsed, number)
        content = self._content(parsed, number) if "report" in cls.flags else []
        for c in content:
            who += [p for p in parts(self.actors, parsed, c) if p.entity.uid not in {w.entity.uid for w in who}]
        made = self._make(
            telling, clause, spans, when, cls, clause.group.lemma if clause.group else "", who, confidence
        )
        made.reasons += [reason, f"tied to another happening by “{phrase}”"]
        self.found.append(made)
        self._second_object(telling, made)

    def _previous(self, telling: Telling, match: re.Match[str], known: Happening) -> None:
        first = re.match(r"\[?(?:\d{4}(?:-\d\d){0,2}~?\.\.)?(\d{4}(?:-\d\d){0,2})", known.when.edtf)
        if first is None:
            return
        start = telling.sentence.start + match.start()
        end = telling.sentence.start + match.end()
        when = When(f"[..{first.group(1)}]", start, end, "before-event", known.when.edtf, "event", known)
        noun = match.group(1)
        tokens = telling.parsed.tokens
        here = [n for n, t in enumerate(tokens) if start <= t.start < end]
        span = (here[0], here[-1] + 1) if here else (0, 1)
        clause = Clause(None, span, (span[1], span[1]), "", spans=[span])
        host = [p for p in known.parts if p.role == "host"]
        made = self._make(telling, clause, [span], when, self.words.nouns[noun], noun, host, 0.4)
        made.nominal = True
        made.words = frozenset([*made.words, "previous"])
        made.reasons.append(f"“{match.group()}” came before another happening")
        self.found.append(made)


@cache
def tying_words() -> re.Pattern[str]:
    """Give the pattern of the words that tie a clause to another happening; made when first used."""
    entries = sorted(lexicon().words["same-occasion"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(e) for e in entries) + r")\b")
