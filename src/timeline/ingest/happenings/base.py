"""What every part of the reader works with: the text, what was found so far, and how a happening is put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.ingest.happenings.titles import joined, shortened, tidied, title_of
from timeline.ingest.happenings.types import Happening, Telling, When
from timeline.ingest.lexicon import VerbClass, lexicon
from timeline.ingest.roles import Actors, Part, owner_before, place
from timeline.model import fold

if TYPE_CHECKING:
    from timeline.ingest.clauses import Clause, Token
    from timeline.ingest.types import Unread


_OWN = re.compile(r"(His|Her) (?=[a-z])")
_HIS = {"his": "he", "her": "she"}
_PARTICLES = frozenset(["on", "in", "out", "off", "up", "down", "over", "away", "back"])
_PRONOUN = re.compile(r"(?:He|She) (?=[a-z])")


def _holds(tokens: list[Token], span: tuple[int, int], position: int) -> bool:
    """Tell whether a code point lies within some tokens."""
    return tokens[span[0]].start <= position < tokens[span[1] - 1].end


def _plural(named: str) -> bool:
    """Tell whether the words of a thing look like more than one."""
    return named.partition(" of ")[0].endswith("s") and not named.endswith("ss")


class Base:
    """The state of one pass over one text."""

    def __init__(self, text: str, published: str | None, actors: Actors) -> None:
        self.text = text
        self.published = published
        self.actors = actors
        self.words = lexicon()
        self.comparing = tuple(self.words.words["comparison"])
        self.superlative = re.compile(r"\b(?:" + "|".join(self.words.words["superlative"] - {"since"}) + r")\b")
        self.found: list[Happening] = []
        self.unread: list[Unread] = []
        self.waiting: list[tuple[Telling, re.Match[str]]] = []
        self.counted = False
        """Whether "the third time in two years" has been read; a text says it more than once."""
        self.sporting = False
        self.opinion = False
        self.claimed_dates: dict[int, str] = {}
        """Sentence: the date on which it says that something was said."""

    def _led(self, telling: Telling, clause: Clause, title: str, start: int, who: list[Part]) -> str:
        """Put who or what it was before a title whose clause has its subject elsewhere."""
        tokens, group = telling.parsed.tokens, clause.group
        if group is None:
            return title
        bare = not any(t.low.isalnum() for t in tokens[slice(*clause.subject)])
        if clause.shared is None and not group.reduced:
            return title
        fronted = self._following(telling, clause) if clause.shared is None else None
        edge = tokens[group.first].start
        acting = next((p.entity for p in who if p.start < edge or (fronted and _holds(tokens, fronted, p.start))), None)
        dates = {(t.start, t.end) for t in telling.parsed.times}
        named, helper = "", "was " if group.reduced else ""
        if acting is not None and (clause.lead or group.reduced or bare):
            named = acting.name
            if title.startswith(named) or (clause.shared is not None and self.text.startswith(named, start)):
                return title
            return shortened(f"{named} {helper}{title[:1].lower() + title[1:]}")
        if clause.shared == -1 and (group.reduced or (clause.lead in {"who", "which", "that"} and bare)):
            first, last = owner_before(telling.parsed, clause)
            while last > first and not tokens[last - 1].low[-1:].isalnum():
                last -= 1
            named = self.text[tokens[first].start : tokens[last - 1].end] if first < last else ""
            helper = "were " if helper and _plural(named) else helper
        elif fronted is not None:
            named = title_of(self.text, tokens, [fronted], dates)
        elif clause.shared is not None and clause.shared >= 0 and not who and bare:
            # "Fighting resumed on Monday and went on until August": what went on
            whose = telling.parsed.clauses[clause.shared].subject
            named, helper = (title_of(self.text, tokens, [whose], dates) if whose[0] < whose[1] else ""), ""
        if not named or len(named) > 60:
            return title
        return shortened(f"{named[0].upper()}{named[1:]} {helper}{title[:1].lower() + title[1:]}")

    def _following(self, telling: Telling, clause: Clause) -> tuple[int, int] | None:
        """Give the subject of "Signed in May, the deal was kept": it stands behind the clause."""
        if clause.group is None or not clause.group.reduced or clause.group.first > 1:
            return None
        tokens = telling.parsed.tokens
        for other in telling.parsed.clauses:
            if other.shared is None and other.group is not None and clause.group.first < other.subject[0]:
                first, last = other.subject
                while first < last and not tokens[first].low[:1].isalnum():
                    first += 1
                last = next((n for n in range(first, last) if tokens[n].low in {",", "who", "which", "that"}), last)
                return (first, last) if first < last else None
        return None

    def _make(
        self,
        telling: Telling,
        clause: Clause,
        spans: list[tuple[int, int]],
        when: When,
        cls: VerbClass,
        lemma: str,
        who: list[Part],
        confidence: float,
    ) -> Happening:
        tokens = telling.parsed.tokens
        ordered = joined(sorted(spans))
        inside = [t for a, b in ordered for t in tokens[a:b]]
        start = min([t.start for t in inside] or [telling.sentence.start])
        end = max([t.end for t in inside] or [telling.sentence.end])
        if start > when.start >= telling.sentence.start:
            start = when.start
        if end < when.end <= telling.sentence.end:
            end = when.end
        start, end = tidied(self.text, start, end)
        title = title_of(self.text, tokens, ordered, {(when.start, when.end)})
        title = self._led(telling, clause, title, start, who)
        particle = tokens[clause.group.last + 1] if clause.group and clause.group.last + 1 < len(tokens) else None
        if particle is not None and particle.low in _PARTICLES and clause.group is not None:
            # "went on until August": a particle at the end belongs to the verb, unless to the date
            following = tokens[clause.group.last + 2] if clause.group.last + 2 < len(tokens) else None
            within = when.start <= particle.start < when.end or (
                following is not None and (following.time >= 0 or following.low in {"just", "only", "about", "under"})
            )
            if not within and title.endswith(f" {tokens[clause.group.last].raw}"):
                title += f" {particle.raw}"
        pronoun = _PRONOUN.match(title)
        if pronoun is not None and who and who[0].entity.kind == "person":
            title = shortened(f"{who[0].entity.name} {title[pronoun.end() :]}")
        owned = _OWN.match(title)
        bearer = self.actors.meant(_HIS[owned[1].lower()]) if owned is not None else None
        if owned is not None and bearer is not None and all(part.entity is not bearer for part in who):
            title = shortened(f"{bearer.name}{'’' if bearer.name.endswith('s') else '’s'} {title[owned.end() :]}")
        title = title.rstrip(" ,;:")
        nouns = frozenset(
            self.words.nouns[t.low].name for t in inside if t.mention is None and t.low in self.words.nouns
        )
        words = frozenset(w for w in fold(" ".join(t.raw for t in inside if t.time < 0)).split() if len(w) > 3)
        subject = [t for t in tokens[clause.subject[0] : clause.subject[1]] if t.time < 0]
        definite = None
        if len(subject) > 1 and subject[0].low in {"the", "this", "that"} and subject[0].mention is None:
            noun = next((t for t in subject[1:4] if t.mention is None and t.low in self.words.nouns), None)
            definite = self.words.nouns[noun.low].name if noun is not None else None
        return Happening(
            start,
            end,
            when,
            cls,
            lemma,
            title,
            who,
            place(self.actors, telling.parsed, clause),
            max(0.1, min(0.95, confidence)),
            telling.number,
            words=words,
            nouns=nouns,
            caption=telling.block.kind in {"caption", "heading"},
            definite=definite,
        )
