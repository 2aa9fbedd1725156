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
    from timeline.ingest.clauses import Clause
    from timeline.ingest.types import Unread


_OWN = re.compile(r"(His|Her) (?=[a-z])")
_HIS = {"his": "he", "her": "she"}
_PARTICLES = frozenset(["on", "in", "out", "off", "up", "down", "over", "away", "back"])
_PRONOUN = re.compile(r"(?:He|She) (?=[a-z])")


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
        if (
            clause.shared is not None
            and who
            and not title.startswith(who[0].entity.name)
            and clause.group is not None
            and (
                clause.lead or clause.group.reduced or not any(t.low.isalnum() for t in tokens[slice(*clause.subject)])
            )
        ):
            helper = "was " if clause.group.reduced else ""
            title = (
                shortened(f"{who[0].entity.name} {helper}{title[:1].lower() + title[1:]}")
                if not self.text[start:].startswith(who[0].entity.name)
                else title
            )
        elif clause.group is not None and clause.group.reduced and clause.shared is None and who:
            title = shortened(f"{who[0].entity.name} was {title[:1].lower() + title[1:]}")
        elif (
            clause.group is not None
            and clause.shared == -1
            and (
                clause.group.reduced
                or (clause.lead in {"who", "which", "that"} and clause.subject[0] == clause.subject[1])
            )
        ):
            first, last = owner_before(telling.parsed, clause)
            owner = self.text[tokens[first].start : tokens[last - 1].end] if first < last else ""
            helper = "was " if clause.group.reduced else ""
            if owner:
                title = shortened(f"{owner[0].upper()}{owner[1:]} {helper}{title[:1].lower() + title[1:]}")
        elif (
            clause.shared is not None
            and clause.shared >= 0
            and clause.group is not None
            and not who
            and not any(t.low.isalnum() for t in tokens[slice(*clause.subject)])
        ):
            # "Fighting resumed on Monday and went on until August": what went on
            whose = telling.parsed.clauses[clause.shared].subject
            dates = {(t.start, t.end) for t in telling.parsed.times}
            named = title_of(self.text, tokens, [whose], dates) if whose[0] < whose[1] else ""
            if named and len(named) < 60:
                title = shortened(f"{named} {title[:1].lower() + title[1:]}")
        particle = tokens[clause.group.last + 1] if clause.group and clause.group.last + 1 < len(tokens) else None
        if particle is not None and particle.low in _PARTICLES and clause.group is not None:
            # "went on until August": a particle at the end belongs to the verb, unless to the date
            within = when.start <= particle.start < when.end
            if not within and title.endswith(f" {tokens[clause.group.last].raw}"):
                title += f" {particle.raw}"
        pronoun = _PRONOUN.match(title)
        if pronoun is not None and who and who[0].entity.kind == "person":
            title = shortened(f"{who[0].entity.name} {title[pronoun.end() :]}")
        owned = _OWN.match(title)
        bearer = self.actors.meant(_HIS[owned[1].lower()]) if owned is not None else None
        if owned is not None and bearer is not None and all(part.entity is not bearer for part in who):
            title = shortened(f"{bearer.name}{'’' if bearer.name.endswith('s') else '’s'} {title[owned.end() :]}")
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
