"""
Who and where: the names of a text, joined to the actors and places they mean.

A `Cast` reads a text once for its capitalised names and keeps, in order, every mention with its entity. Known
names (of the database, of states, of media) are looked up word by word in a trie, so the time does not grow with
their number; what is left is proposed as new, with the reading why. Two names are one when the one is the other's
last or first name and no second bearer is in the text. Groups ("Seoul's lawmakers", "police") and holders of an
office ("the North Korean leader") are read sentence by sentence, where they act.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.ingest.lexicon import Country, Lexicon, each, lexicon
from timeline.model import fold, slug

if TYPE_CHECKING:
    from timeline.ingest.types import Known

_RUN = re.compile(
    r"(?:(?<![\w-])(?:al|el|as|ash|ad|az|an|ar|at)-)?[A-ZÀ-ÞŁŚŽČŠ][\w’'.&-]*(?:(?: (?:of(?: the)?|"
    r"de(?: la)?|del|della|da|di|do|dos|du|van(?: der| den)?|von|bin|ibn|al|el|for(?: the)?|y|&))? "
    r"(?:(?:al|el|as|ash|ad|az|an|ar|at|ul|ud)-|d[’'])?[A-ZÀ-ÞŁŚŽČŠ][\w’'.&-]*)*",
)
_WORD = re.compile(r"\S+")
_EDGE = re.compile(r"[.’',]+$")
_POSSESSIVE = re.compile(r"(?:[’']s|s[’'])$")
_DOTTED = re.compile(r"(?:[A-Z]\.)+|(?:St|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Jr|Sr|Prof|Inc|Corp|Ltd|Co)\.")
_INITIALS = re.compile(r"(?:[A-Z]\.)+,?")
_AGE = re.compile(r",? \(?(?:aged )?\d{1,3}\)?(?:,|\.|\s|$)(?!\s*(?:people|per|%|million|billion))")
_ACRONYM = re.compile(r"\s*\((?:the )?([A-Z][A-Z0-9]{1,9})\)")
_NUMERAL = re.compile(r"[IVXL]+$")
_LOCATIVE = each("in at near outside across around throughout from to into inside toward towards of off on")
_DIRECTIONS = each("western eastern northern southern central north-western north-eastern south-western south-eastern")
_REGIONS = each("region regions province oblast prefecture")
_BEFORE_GROUPS = each("the these those this its their his her that some many hundreds thousands dozens of")
_NATIONAL = each(
    "marshals survey guard bureau corps customs senate congress treasury secretariat house supreme army navy"
)
_LOCAL = re.compile(
    r" (?:(?:[Dd]eputy )?[Pp]olice [Cc]hief|(?:[Dd]eputy )?[Mm]ayor|[Ff]ire [Cc]hief|[Cc]ity [Cc]ouncil)\b"
)
"""What stands behind the name of a town."""
_ADJECTIVES = each("private major general principal")
"""Titles that are adjectives when they are written small."""
_ARTICLES = each("al el as ash ad az an ar at")
"""The Arabic article, as names have it."""
_ZONES = each("bst gmt est edt cet cest utc pst pdt cst cdt ist aest aedt eet eest msk")
_SURNAME = re.compile(r"[A-Z][a-z]+\b")
_HEAD = 200_000
"""Code points in which it is looked up whether the name of a state is somebody's."""
_REGION_AFTER = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_LEGAL = each("ltd limited inc incorporated corp corporation plc llc co company")
_CALENDAR = each(
    "monday tuesday wednesday thursday friday saturday sunday january february september october november december"
)
_FEASTS = each("black bloody good ash palm super cyber shrove sheffield red")
"""Words that make a name of a day: "Black Friday"."""
_MEDIUM = each("television tv radio newspaper newspapers magazine daily tabloid broadcaster")
_STRONG_LOCATIVE = each("in at near outside across around throughout inside")


@lru_cache(maxsize=16_384)
def _bare(word: str) -> str:
    """Give a word without the signs at its end; texts name the same again and again."""
    return _EDGE.sub("", word)


@lru_cache(maxsize=16_384)
def _low(word: str) -> str:
    """Give a word without the signs at its end, in small letters."""
    return _EDGE.sub("", word).lower()


@lru_cache(maxsize=16_384)
def _key(word: str) -> str:
    """Give a word as known names are looked up by it: folded, without possessive and signs."""
    return fold(_POSSESSIVE.sub("", _EDGE.sub("", word))) or "-"


def _before(text: str, start: int) -> tuple[str, str, str]:
    """Give the three words right before a place in the text, the nearest last; empty where a sign parts them."""
    words = ["", "", ""]
    piece = text[max(0, start - 48) : start]
    if not piece.endswith(" "):
        return "", "", ""
    for number, word in enumerate(reversed(piece.split()[-3:])):
        if not word[-1].isalnum():
            break
        words[2 - number] = word.lower()
    return words[0], words[1], words[2]


def _initial(text: str, start: int) -> bool:
    """Tell whether a word begins a sentence, a line or a quotation."""
    head = text[max(0, start - 6) : start]
    bare = head.rstrip(" \t\"“‘'(*#[")
    return not bare or bare[-1] in '.!?:\n”"' or head[-1:] in {"“", '"'} or head.endswith(("– ", "— ", "- "))


_COMPOUND = (
    "-based", "-born", "-led", "-backed", "-owned", "-made", "-style", "-era", "-speaking", "-controlled", "-occupied",
    "-administered", "-held", "-run", "-ruled", "-dominated", "-supported", "-sponsored", "-funded", "-linked",
    "-affiliated", "-aligned", "-allied", "-trained", "-language", "-majority",
)  # fmt: skip
_WORK = re.compile(
    r"\b(?:book|novel|album|film|movie|song|play|poem|magazine|collection|painting|series|show|memoir|opera|symphony|ship|boat|ferry|"
    r"horse|dog|called|titled|entitled|named),? (?:(?:The|A) )?[“\"‘]?$",
)


_SHIPS = each("mv ms ss hms uss rms mt rv hmas hmcs uscgc")
_BODY = re.compile(
    r"\b(company|firm|group|bank|agency|party|union|club|charity|manufacturer|operator|airline|broadcaster|newspaper|"
    r"watchdog|retailer|developer|contractor|think tank|consultancy|publisher|start-?up|institute|foundation|"
    r"association|coalition|alliance),? $"
)


def _is_half(name: str) -> bool:
    """Tell whether a name is one word, and none that a body would be called by alone."""
    return " " not in name and not name.isupper()


def _is_day(before: str, word: str) -> bool:
    """Tell whether the last word of a run of names is a day or month: "told Smith Wednesday"."""
    return _low(word) in _CALENDAR and _low(before) not in _FEASTS


def _shouted(name: str) -> bool:
    """Tell whether a word of a name is in capitals only."""
    return any(len(word) > 1 and word.isupper() for word in name.split())


@dataclass(slots=True)
class Entity:
    """An actor or a place that the text names."""

    uid: str
    name: str
    kind: str | None
    known: bool
    reason: str
    country: str | None = None
    is_place: bool = False
    names: list[str] = field(default_factory=list)
    """What else the text calls it."""
    offices: list[tuple[str, str, int, int]] = field(default_factory=list)
    """(title, uid of the state or body, start, end) as told."""
    mentions: int = 0
    used: bool = False
    written: bool = False
    """Whether a draft refers to it."""


@dataclass(slots=True)
class Mention:
    """A stretch of the text that means an entity."""

    start: int
    end: int
    entity: Entity
    possessive: bool = False
    capital: bool = False
    """The name of a capital or a seat: the state when it acts, a place elsewhere."""


@dataclass(slots=True)
class Candidate:
    """A capitalised name that is not known yet."""

    start: int
    end: int
    name: str
    title: str | None
    nation: Country | None
    before: str
    initial: bool
    possessive: bool
    aged: bool
    acronym: str | None
    follows: str
    nation_start: int


class Cast:
    """The actors and places of one text."""

    def __init__(self, text: str, known: Known) -> None:
        self.text = text
        self.words: Lexicon = lexicon()
        self.entities: dict[str, Entity] = {}
        self.taken: set[str] = {a.uid for a in known.actors} | {p.uid for p in known.places}
        self.trie: dict[str, list[tuple[tuple[str, ...], Entity, bool]]] = {}
        self.placed: set[str] = set()
        """Names that the text shows to be of places somewhere."""
        self.bare: set[tuple[str, ...]] = set()
        """Known names that begin with "the", without it: they mean the same where "the" stands before them."""
        self.adjectives: dict[str, Country] = {}
        self.states: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.by_word: dict[str, list[Entity]] = {}
        """First or last word of a person's name: the persons."""
        self.firms: dict[str, list[Entity]] = {}
        """First word of the name of a firm that has several: the firms."""
        self.holders: dict[tuple[str, str], Entity] = {}
        """(state code or uid, title): who holds it."""
        self.last_holder: dict[str, Entity] = {}
        self.owned: dict[int, Mention] = {}
        """Where a possessive ends: whose it is."""
        self._gazetteer(known)
        lists = self.words.words
        heads = (*lists["office"], *lists["group"], *lists["armed"], *lists["organisation"])
        of_adjectives = {word for adjective in self.adjectives for word in (adjective, adjective.split(" ")[0])}
        self.leads = frozenset(
            {*heads, *(head.split(" ")[0] for head in heads), *of_adjectives}
            | lists["antecedent"] | lists["modifier"] | _BEFORE_GROUPS | {"country", "nation"}
        )  # fmt: skip
        """Words with which the phrase of a group or of an office can begin."""

    # ---- what is known before the text is read

    def _enter(self, name: str, entity: Entity, capital: bool = False) -> None:
        words = tuple(fold(name).split())
        if words:
            self.bare.discard(words)
            entries = self.trie.setdefault(words[0], [])
            if not any(entry[0] == words for entry in entries):
                entries.append((words, entity, capital))

    def _enter_bare(self, name: str, entity: Entity) -> None:
        """Enter a known name that begins with "the" without it, too."""
        words = tuple(fold(name).split())
        if len(words) > 1 and words[0] == "the":
            entries = self.trie.setdefault(words[1], [])
            if not any(entry[0] == words[1:] for entry in entries):
                entries.append((words[1:], entity, False))
                self.bare.add(words[1:])

    def _gazetteer(self, known: Known) -> None:
        codes = {}
        for actor in known.actors:
            entity = Entity(actor.uid, actor.name, actor.kind, known=True, reason="known", country=actor.country)
            self.entities[actor.uid] = entity
            for name in (actor.name, *actor.names):
                self._enter(name, entity)
            if actor.kind == "person":
                self._person(entity)
            bare = fold(actor.name).removeprefix("the ")
            self.states.setdefault(bare, entity)
            if actor.kind == "state" and actor.country:
                codes[actor.country] = entity
            self.states[fold(actor.name)] = entity
        for entity in list(self.entities.values()):
            self._enter_bare(entity.name, entity)
        for actor in known.actors:
            for name in actor.names:
                self._enter_bare(name, self.entities[actor.uid])
        for country in self.words.countries:
            for adjective in country.adjectives:
                self.adjectives.setdefault(adjective.lower(), country)
            same = codes.get(country.code) if country.code != "GB" or country.name == "United Kingdom" else None
            entity = (
                self.states.get(fold(country.name))
                or same
                or self._make(
                    country.name,
                    "state",
                    f"{country.name} is a state",
                    country=country.code,
                )
            )
            self.states[fold(country.name)] = entity
            self.states.setdefault(country.code, entity)
            for name in (country.name, *country.names, *country.people):
                if entity.known or name.lower() not in self.words.words["given"] or not self._is_given(name):
                    self._enter(name, entity)
            for name in country.capitals:
                self._enter(name, entity, capital=True)
        for place in known.places:
            if fold(place.name).split() and not any(
                e[0] == tuple(fold(place.name).split()) for e in self.trie.get(fold(place.name).split()[0], [])
            ):
                entity = Entity(place.uid, place.name, None, known=True, reason="known", is_place=True)
                self.entities.setdefault("place:" + place.uid, entity)
                self._enter(place.name, entity)
                self._enter_bare(place.name, entity)
        self.places = {fold(place.name): place.uid for place in known.places}
        text = self.text
        for half, code in (("North", "KP"), ("South", "KR")):
            if f"{half} Korea" in text and f"the {half} " in text and code in self.states:
                self._enter(half, self.states[code])
        if "the West " in text and ("west",) not in self.bare:
            self._enter("West", self._make("the West", "group", "the West is a group of states"))
        for name in self.words.spelt["media"]:
            self._enter(name, self._make(name, "media", f"{name} is a news medium"))
        for name in self.words.spelt["regions"]:
            if " " in name or not self._is_given(name):
                self._enter(name, self._make(name, None, f"{name} is a region", place=True))
        for name in self.words.spelt["organisations"]:
            self._enter(name, self._make(name, "organisation", f"{name} is an organisation"))

    def _is_given(self, name: str) -> bool:
        """Tell whether the text has the name of a state or region as a given name: "Georgia Williams, 17"."""
        lists = self.words.words
        at = self.text.find(f"{name} ", 0, _HEAD)
        while at >= 0:
            surname = _SURNAME.match(self.text, at + len(name) + 1)
            if surname is not None and not any(
                surname[0].lower() in lists[kind]
                for kind in ("company", "title", "place", "stop", "organisation", "office", "force")
            ):
                return True
            at = self.text.find(f"{name} ", at + len(name), _HEAD)
        return False

    def _make(
        self, name: str, kind: str | None, reason: str, *, country: str | None = None, place: bool = False
    ) -> Entity:
        wanted = uid = slug(name)
        number = 2
        while uid in self.taken or ("place:" + uid if place else uid) in self.entities:
            uid = f"{wanted}-{number}"
            number += 1
        entity = Entity(uid, name, kind, known=False, reason=reason, country=country, is_place=place)
        self.entities["place:" + uid if place else uid] = entity
        return entity

    def _person(self, entity: Entity) -> None:
        words = [w for w in fold(entity.name).split() if w not in {"jr", "sr"}]
        for word in {words[0], words[-1]} if words else ():
            bearers = self.by_word.setdefault(word, [])
            if entity not in bearers:
                bearers.append(entity)

    # ---- reading

    def read(self, start: int, stop: int) -> None:
        """Find the names of a stretch of the text; those of the stretches before it stay known."""
        self.mentions = []
        self.owned = {}
        candidates: list[Candidate] = []
        for run in _RUN.finditer(self.text, start, stop):
            self._run(run.start(), run.group(), candidates)
        candidates = self._coordinated(candidates)
        said = {c.name for c in candidates if not c.initial}
        self.placed |= {c.name for c in candidates if self._is_placed(c)}
        # longest names first, so that a surname finds its bearer even if it stands before the full name
        for candidate in sorted(candidates, key=lambda c: (-len(c.name.split()), c.start)):
            self._settle(candidate, said)
        self.mentions.sort(key=lambda m: m.start)

    def _coordinated(self, candidates: list[Candidate]) -> list[Candidate]:
        """Make one of the two halves of "Civil and Political Rights Association": no one else is called Civil."""
        bodies = self.words.words["company"]
        alone = Counter(c.name for c in candidates)
        made: list[Candidate] = []
        for candidate in candidates:
            before = made[-1] if made else None
            words = fold(candidate.name).split()
            if (
                before is not None
                and self.text[before.end : candidate.start] == " and "
                and not (before.title or before.possessive or before.aged or candidate.title)
                and len(words) > 1
                and words[-1] in bodies
                and alone[before.name] == 1
                and (_is_half(before.name) or "of" in before.name.split())
                and fold(before.name).split()[-1] not in bodies
            ):
                made[-1] = replace(
                    candidate,
                    start=before.start,
                    name=self.text[before.start : candidate.end],
                    nation=before.nation,
                    nation_start=before.nation_start,
                    before=before.before,
                    initial=before.initial,
                )
                continue
            made.append(candidate)
        return made

    def _is_placed(self, c: Candidate) -> bool:
        """Tell whether a word beside a name of one or two words says that it is a place: "western X", "region X"."""
        lists = self.words.words
        words = fold(c.name).split()
        beside = c.follows.lstrip(" ").split(" ")[0].split("\n")[0].rstrip(",.;:")
        return (
            0 < len(words) <= 2
            and not (c.title or c.aged or c.acronym)
            and words[-1] not in lists["force"]
            and not any(word in lists["company"] for word in words)
            and (
                (c.before in _DIRECTIONS and c.nation is None)
                or c.before in _REGIONS
                or (beside in _REGIONS and c.follows.startswith(" ") and not c.possessive)
            )
        )

    def _run(self, base: int, run: str, candidates: list[Candidate]) -> None:
        """Take the known names out of a run of capitalised words; what is left are candidates."""
        words = [(m.start() + base, m.group()) for m in _WORD.finditer(run)]
        folded = [_key(word) for _, word in words]
        here = first = 0
        while here < len(words):
            found = self._lookup(folded, here)
            if found is None or self._misread(words, first, here, found):
                here += 1
                continue
            length, entity, capital = found
            if self.bare and tuple(" ".join(folded[here : here + length]).split()) in self.bare:
                article = folded[here - 1] if here > first else _before(self.text, words[here][0])[2]
                if article != "the":
                    here += 1
                    continue
            adjective = " ".join([_low(w) for _, w in words[here : here + length + 1]])
            if length < len(words) - here and adjective in self.adjectives:
                here += 1
                continue
            body = self._body_of_state(words, here, length, entity, capital)
            if body:
                self._left(words[first:here], candidates)
                self._national(words[here : here + body])
                here += body
                first = here
                continue
            start, end, possessive = self._extent(words, here, here + length)
            self._left(words[first:here], candidates)
            if capital and self._is_elsewhere(end):
                self._note(Mention(start, end, self._place_named(self.text[start:end]), possessive))
            else:
                self._note(Mention(start, end, entity, possessive, capital))
            here += length
            first = here
        self._left(words[first:], candidates)

    def _is_elsewhere(self, end: int) -> bool:
        """Tell whether a region follows the name of a capital: "Paris, Texas", "San Jose, California-based"."""
        region = _REGION_AFTER.match(self.text, end)
        found = self._lookup(fold(region[1]).split(), 0) if region is not None else None
        return found is not None and found[1].is_place and not found[1].known

    def _place_named(self, name: str) -> Entity:
        uid = "place:" + slug(name)
        return self.entities.get(uid) or self._make(name, None, f"“{name}” stands before its region", place=True)

    def _body_of_state(
        self, words: list[tuple[int, str]], here: int, length: int, entity: Entity, capital: bool
    ) -> int:
        """Give how many words name a body that begins with its state, city or parent: "U.S. Marshals"; 0: none."""
        if not (capital or entity.is_place or entity.kind in {"state", "organisation"}) or entity.known:
            return 0
        if _bare(words[here + length - 1][1]) != words[here + length - 1][1] and not _DOTTED.fullmatch(words[here][1]):
            return 0
        lists = self.words.words
        size = length
        joined = False
        for at in range(here + length, min(len(words), here + 7)):
            word = words[at][1]
            low = _low(_POSSESSIVE.sub("", _bare(word)))
            if low in lists["title"]:
                break
            joined = joined or (size > length and words[at - 1][1] in {"for", "of"})
            if joined or low in lists["company"] or low in lists["force"] or low in _NATIONAL:
                size = at - here + 1
            if _bare(word) != word or _POSSESSIVE.search(word):
                break
        return size if size > length else 0

    def _national(self, words: list[tuple[int, str]]) -> None:
        """Note the body of a state that these words name; it is known again with and without the letters."""
        start, end, possessive = self._extent(words, 0, len(words))
        name = self.text[start:end]
        folded = fold(name).split()
        entity = self._bearer(folded) or self._bearer(fold(self.text[words[1][0] : end]).split())
        if entity is None:
            entity = self._make(
                name, "organisation", f"“{name}” is named as a body of “{self.text[start:end].split()[0]}”"
            )
            self._enter(name, entity)
            if len(words) > 2:
                self._enter(self.text[words[1][0] : end], entity)
        acronym = _ACRONYM.match(self.text[end : end + 40])
        if acronym is not None:
            entity.names.append(acronym.group(1))
            self._enter(acronym.group(1), entity)
        self._note(Mention(start, end, entity, possessive))

    def _misread(self, words: list[tuple[int, str]], first: int, here: int, found: tuple[int, Entity, bool]) -> bool:
        """Tell whether a short name in capitals is only part of another name ("Kim Jong Un" holds no UN)."""
        length, entity, _ = found
        raw = words[here][1]
        if length == 1 and here > first and not entity.known and _low(raw) in self.words.words["company"]:
            ahead = words[here - 1][1]
            return _low(ahead) not in self.words.words["stop"] and _bare(ahead) == ahead  # "European Parliament"
        name = entity.name if fold(entity.name) == fold(raw) else raw.upper()
        if length > 1 or entity.known or len(raw) > 5 or not name.replace(".", "").isupper():
            return False
        if not _POSSESSIVE.sub("", _EDGE.sub("", raw)).replace(".", "").isupper() and fold(entity.name) == fold(raw):
            return True
        before = words[here - 1][1] if here > first else ""
        return (
            len(fold(raw)) <= 3
            and before[:1].isupper()
            and not before.isupper()
            and before.lower() not in self.words.words["stop"]
        )

    def _lookup(self, folded: list[str], here: int) -> tuple[int, Entity, bool] | None:
        entries = self.trie.get(folded[here].split()[0] if folded[here] else "")
        if not entries:
            return None
        best: tuple[int, Entity, bool] | None = None
        flat: list[str] = []
        ends: dict[int, int] = {}
        for number, word in enumerate(folded[here : here + 8], 1):
            flat += word.split()
            ends[len(flat)] = number
        for words, entity, capital in entries:
            size = len(words)
            if size in ends and tuple(flat[:size]) == words and (best is None or ends[size] > best[0]):
                best = (ends[size], entity, capital)
        return best

    @staticmethod
    def _extent(words: list[tuple[int, str]], first: int, stop: int) -> tuple[int, int, bool]:
        start = words[first][0]
        last_start, last = words[stop - 1]
        bare = _bare(last)
        possessive = _POSSESSIVE.search(bare) is not None or (last.endswith(("’", "'")) and bare.endswith("s"))
        if possessive:
            bare = re.sub(r"[’']s?$", "", bare)
        elif _INITIALS.fullmatch(last):
            bare = last.rstrip(",")
        return start, last_start + len(bare), possessive

    def _left(self, words: list[tuple[int, str]], candidates: list[Candidate]) -> None:
        """Make candidates of what no one knows: without stop words, titles and nationalities in front."""
        piece: list[tuple[int, str]] = []
        for number, (start, word) in enumerate(words):
            bare = _bare(word)
            low = _low(word)
            following = _low(words[number + 1][1]) if number + 2 < len(words) else ""
            entitled = low in self.words.words["title"] or f"{low} {following}" in self.words.words["title"]
            if piece and number + 1 < len(words) and (low in self.adjectives or entitled):
                last = piece[-1][1].lower()
                pair = " ".join(w.lower() for _, w in piece[-2:])
                if (
                    f"{last} {low}" not in self.words.words["title"]
                    and not {last, pair, f"{last} {low}"} & self.adjectives.keys()
                    and last not in self.words.words["title"]
                ):
                    self._candidate(piece, candidates)
                    piece = []
            piece.append((start, word))
            broken = word != bare and not _DOTTED.fullmatch(word)
            if broken or _POSSESSIVE.search(bare):
                self._candidate(piece, candidates)
                piece = []
        if piece:
            self._candidate(piece, candidates)

    def _candidate(self, words: list[tuple[int, str]], candidates: list[Candidate]) -> None:
        text = self.text
        initial = _initial(text, words[0][0])
        lists = self.words.words
        title: list[str] = []
        nation: Country | None = None
        nation_start = words[0][0]
        while words and (words[-1][1].islower() or (len(words) > 1 and _is_day(words[-2][1], words[-1][1]))):
            words = words[:-1]
        while words:
            low = _low(words[0][1])
            two = f"{low} {_low(words[1][1])}" if len(words) > 1 else low
            small = low in {"the", "a", "of", "for"} or low in _ZONES
            if not title and low in lists["stop"] and (initial or small or len(words) == 1):
                words = words[1:]
                initial = initial and bool(words)
                nation_start = words[0][0] if words else 0
                continue
            if initial and len(words) > 2 and words[1][1] == "of" and low in self.words.nouns:
                words = words[2:]  # "Evacuation of Lower Marsh was ordered"
                nation_start, initial = words[0][0], False
                continue
            if len(words) > 1 and low.endswith(_COMPOUND):
                words = words[1:]  # "Pakistan-controlled Kashmir"
                nation_start, initial = words[0][0], False
                continue
            if initial and len(words) > 1 and (low in lists["antecedent"] or low.endswith("maker")):
                words = words[1:]  # "Toymaker Funhaus Brands Inc"
                nation_start, initial = words[0][0], False
                continue
            if low in _DIRECTIONS and len(words) > 1:
                words = words[1:]
                nation_start = words[0][0]
                continue
            if two in self.adjectives and len(words) > 1:
                nation, nation_start, words = self.adjectives[two], words[0][0], words[2:]
                continue
            if low in self.adjectives:
                nation, nation_start, words = self.adjectives[low], words[0][0], words[1:]
                continue
            bare = _POSSESSIVE.sub("", low)
            if (two in lists["title"] and len(words) > 2) or (
                low in lists["title"] and not (title and low == "sheikh")
            ):
                size = 2 if two in lists["title"] and len(words) > 2 else 1
                three = " ".join([_low(w) for _, w in words[:3]])
                if three in lists["title"] and len(words) > 3:
                    size = 3
                following = fold(words[size][1]) if len(words) > size else ""
                if following in lists["company"] or following in lists["group"] or following in lists["place"]:
                    break
                if len(words) > size or low == bare:
                    title += [_low(w) for _, w in words[:size]]
                    words = words[size:]
                    continue
            break
        if not words:
            return
        start, end, possessive = self._extent(words, 0, len(words))
        name = text[start:end]
        low = name.lower()
        if len(name) < 2 or (low in lists["stop"]) or (_NUMERAL.match(name) and len(name) < 4 and name != "XI"):
            return
        far, middle, before = _before(text, nation_start)
        if not title and before:
            if f"{middle} {before}" in lists["title"]:
                title = [f"{middle} {before}"]
                nation = nation or self.adjectives.get(far)
            elif before in lists["title"] and not (
                before in _ADJECTIVES and text[nation_start - len(before) - 1].islower()
            ):
                title = [before]
                nation = nation or self.adjectives.get(f"{far} {middle}") or self.adjectives.get(middle)
        after = text[end : end + 40]
        acronym = _ACRONYM.match(after)
        candidates.append(
            Candidate(
                start,
                end,
                name,
                " ".join(title) or None,
                nation,
                before,
                initial,
                possessive,
                _AGE.match(after) is not None,
                acronym.group(1) if acronym else None,
                after,
                nation_start,
            ),
        )

    # ---- what a new name is

    def _settle(self, c: Candidate, said: set[str]) -> None:
        words = fold(c.name).split()
        if not words:
            return
        entity = self._bearer(words)
        if entity is None:
            if (
                " " not in c.name  # "Eighty-seven", "Cross-border" are one word, "Hewlett-Packard" is a name
                and not ("-" in c.name and all(part[:1].isupper() for part in c.name.split("-")))
                and c.initial
                and not c.title
                and c.name not in said
                and not (c.name.isupper() and len(c.name) > 1)
            ):
                return
            kind, reason, place = self._kind(c, words)
            if reason == "":
                return
            entity = self._make(c.name, kind, reason, country=None, place=place)
            self._enter_new(entity, words)
        elif len(words) < len(fold(entity.name).split()) and c.name not in entity.names and c.name != entity.name:
            entity.names.append(c.name)
        if c.title and entity.kind == "person":
            self._office(entity, c)
        if c.acronym:
            entity.names.append(c.acronym)
            self._enter(c.acronym, entity)
        elif not entity.known and fold(c.name) == fold(entity.name) and _shouted(entity.name) and not _shouted(c.name):
            entity.name = c.name
        self._note(Mention(c.start, c.end, entity, c.possessive))

    def _note(self, mention: Mention) -> None:
        mention.entity.mentions += 1
        self.mentions.append(mention)
        if mention.possessive:
            self.owned[mention.end] = mention

    def _enter_new(self, entity: Entity, words: list[str]) -> None:
        self._enter(entity.name, entity)
        if words[0] in _SHIPS and len(words) > 2:
            self._enter(" ".join(words[1:]), entity)
        if entity.kind == "person":
            self._person(entity)
        elif entity.kind == "organisation" and len(words) > 1:
            head = words[:-1] if words[-1] in self.words.words["company"] else words
            if (
                len(head) == 1
                and (len(head[0]) > 3 or (len(head[0]) == 3 and entity.name[:3].isupper()))
                and head[0] not in self.words.words["stop"]
                and head[0] not in self.adjectives
            ):
                self._enter(head[0], entity)
            if words[-1] in _LEGAL and len(head) > 1 and self._is_own(head[0]):
                self.firms.setdefault(head[0], []).append(entity)
            initials = "".join(w[0] for w in words if w not in {"of", "the", "for", "and"}).upper()
            if len(initials) > 2:
                self._enter(initials, entity)

    def _is_own(self, word: str) -> bool:
        """Tell whether the first word of a firm's name can stand for it: not "National", "American", "John"."""
        lists = self.words.words
        return (
            len(word) > 3
            and word not in self.adjectives
            and not any(
                word in lists[kind]
                for kind in ("stop", "company", "place", "title", "given", "organisation", "modifier")
            )
        )

    def _bearer(self, words: list[str]) -> Entity | None:
        """Give the entity whose name this is, or part of it."""
        if len(words) == 2 and words[0] in _ARTICLES and self._lookup(words, 0) is None:
            words = words[1:]  # "Al-Qahtani" is Mohammed al-Qahtani
        found = self._lookup(words, 0)
        if found and found[0] == len(words) and tuple(words) not in self.bare:
            return found[1]
        if len(words) > 1 and words[-1] in _LEGAL and (short := self._lookup(words[:-1], 0)) is not None:
            # "Altera Corporation" is Altera Corp
            return short[1] if short[0] == len(words) - 1 and short[1].kind == "organisation" else None
        if len(words) == 1:
            bearers = self.by_word.get(words[0], [])
            if len(bearers) == 1:
                return bearers[0]
            firms = self.firms.get(words[0], [])
            if not bearers and len(firms) == 1:
                return firms[0]
            last = [b for b in bearers if fold(b.name).split()[-1] == words[0]]
            if len(last) == 1:
                return last[0]
        elif len(words) > 1:
            # "J. Smith", "John R. Smith" and "John Smith"
            for bearer in self.by_word.get(words[-1], []):
                its = fold(bearer.name).split()
                if (
                    its[-1] == words[-1]
                    and len(its) > 1
                    and its[0][0] == words[0][0]
                    and (its[0] == words[0] or 1 in {len(its[0]), len(words[0])})
                ):
                    return bearer
        return None

    def _kind(self, c: Candidate, words: list[str]) -> tuple[str | None, str, bool]:
        """Read what a new name is: its kind, the reason, whether it is a place; no reason: no name."""
        lists = self.words.words
        shown = f"“{c.name}”"
        if c.name.lower().endswith(_COMPOUND):
            return None, "", False
        if len(words) > 2 and words[0] in lists["company"]:
            return "organisation", f"{shown} begins with the word “{words[0]}”", False
        if (
            words[-1] in lists["thing"]
            or (len(words) > 1 and words[-2] in lists["thing"])
            or words[0] in lists["thing"]
        ):
            return None, "", False
        if not c.title and _WORK.search(self.text[max(0, c.start - 24) : c.start]):
            return None, "", False
        if len(words) > 1 and all(" ".join(words[:2]) in self.adjectives or w in self.adjectives for w in words):
            return None, "", False
        if words[0] in _SHIPS and len(words) > 1:
            return None, f"{shown} begins as ships do", False
        if not c.title and (body := _BODY.search(self.text[max(0, c.start - 28) : c.start])) is not None and not c.aged:
            return "organisation", f"{shown} stands after “{body[1]}”", False
        if " & " in c.name:
            return "organisation", f"{shown} is a firm of several names", False
        if c.title:
            return "person", f"{shown} stands after the title “{c.title}”", False
        if words[-1] in lists["force"] and len(words) > 1:
            return "armed_force", f"{shown} ends in a word for an armed force", False
        if words[-1] in lists["place"] and not c.aged:
            return None, f"{shown} ends in a word for a place", True
        bodies = [w for w in words if w in lists["company"]]
        if bodies and (len(words) > 1 or words[0] in {"parliament", "congress", "senate"}):
            return "organisation", f"{shown} holds the word “{bodies[-1]}”", False
        if c.aged and len(words) <= 4:
            return "person", f"an age follows {shown}", False
        if len(words) > 1 and words[-1].endswith("s") and words[-1][:-1] in lists["title"]:
            return "group", f"{shown} ends in an office that several hold", False
        if len(words) > 1 and words[0] in lists["given"]:
            return "person", f"{shown} begins with a given name", False
        if c.name.isupper() and 2 <= len(c.name) <= 6:
            return "organisation", f"{shown} is written in capitals", False
        beside = c.follows.lstrip(" ").split(" ")[0].rstrip(",.;:")
        if len(words) <= 3 and not c.possessive and _LOCAL.match(c.follows) is not None:
            return None, f"{shown} stands before “{beside}”", True
        if beside in _MEDIUM and c.follows.startswith(" ") and not c.possessive:
            return "media", f"{shown} stands before “{beside}”", False
        if len(words) <= 2 and beside in lists["place"] and c.follows.startswith(" ") and not c.possessive:
            return None, f"{shown} stands before “{beside}”", True
        if (
            words[0] in lists["place"]
            and len(words) > 1
            and words[0] in {"mount", "lake", "cape", "port", "gulf", "river"}
        ):
            return None, f"{shown} begins with a word for a place", True
        if c.before == "of" and len(words) <= 3 and _before(self.text, c.start)[1] in lists["place"]:
            return None, f"{shown} stands after “{_before(self.text, c.start)[1]} of”", True
        if c.before in _STRONG_LOCATIVE and len(words) <= 3:
            return None, f"{shown} stands after “{c.before}”", True
        if c.name in self.placed:
            return None, f"{shown} is a place elsewhere in the text", True
        follows = c.follows.lstrip(" ,").split(" ")[0].rstrip(",.").lower()
        verb = self.words.verbs.get(follows)
        speaks = verb is not None and verb.is_a("report") and verb.past
        if len(words) in {2, 3} and " " in c.name and c.before != "the":
            why = f"{shown} says something" if speaks else f"{shown} has the shape of a full name"
            return "person", why, False
        if c.before in _LOCATIVE and c.before not in {"of", "on"}:
            return None, f"{shown} stands after “{c.before}”", True
        if c.before == "the" and len(words) > 1:
            return "organisation", f"{shown} stands after “the”", False
        if len(words) == 1 and (words[0] in self.words.verbs or words[0] in self.words.nouns):
            return None, "", False
        if len(words) == 1 and len(c.name) > 2 and (verb is not None or c.possessive or speaks):
            return None, f"{shown} is a name that the text does not explain", False
        if len(words) > 3:
            return "organisation", f"{shown} is a name of many words", False
        return None, f"{shown} is a name that the text does not explain", False

    def _office(self, entity: Entity, c: Candidate) -> None:
        title = c.title or ""
        if title not in self.words.words["office"]:
            return
        self.last_holder[title] = entity
        state = self.states.get(c.nation.code) if c.nation else None
        if c.nation and c.nation.code == "GB":
            state = self.states.get(fold(c.nation.name), state)
        if state is None:
            owner = next((m for end in range(c.start - 1, c.start - 40, -1) if (m := self.owned.get(end))), None)
            state = owner.entity if owner and owner.entity.kind == "state" else None
        if state is not None:
            self.holders[state.uid, title] = entity
            if not any(uid == state.uid for _, uid, _, _ in entity.offices) and not entity.known:
                entity.offices.append((title, state.uid, c.nation_start, c.end))

    def place_of(self, mention: Mention) -> str | None:
        """Give the uid of the known place of this name, if there is one."""
        return self.places.get(fold(self.text[mention.start : mention.end]))
