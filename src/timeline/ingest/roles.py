"""
Who takes part in a clause, and as what: subject, object and prepositions, by the roles of the verb's class.

A name inside a phrase ("the president of Russia") takes no part; a possessive ("Moscow's efforts") neither, unless
it belongs to who acts ("Seoul's lawmakers"). Passives turn subject and object around. Pronouns and "both leaders"
go back to who acted last. Which role a verb gives is said in `data/verbs.txt` alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from timeline.ingest.lexicon import PREPOSITIONS, VerbClass, each, lexicon
from timeline.model import ROLE, fold, slug

if TYPE_CHECKING:
    from timeline.ingest.clauses import Clause, Group, Parsed, Token
    from timeline.ingest.names import Cast, Entity, Mention

_PASS_OVER = each("the a an its his her their former then late said told acting ex-")
_HE = frozenset(["he", "she"])
_HIM = {"him": "he", "her": "she"}
_ARTICLES = each("the a an this that these those his her its their")
_BOTH = frozenset(
    ["leaders", "men", "women", "sides", "presidents", "ministers", "pair", "two", "countries", "companies"]
)
_PLACE_PREPOSITIONS = each("in at near outside inside across throughout around")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
_TOWARDS = each("to into onto over off")
_UNDERGONE = each("arrest attack crime rescue court appointment transfer creation ending business death war disaster")
"""Classes whose bare form after "was … and" is passive too: "was arrested and charged"."""


_SPOKE = re.compile(r" (?:said|told|says|added|asked|warned|announced|wrote|replied|insisted)\b")
_SAID = re.compile(r"\b(?:said|says|added|asked|warned|wrote|replied|insisted) (?:[a-z]+ ){0,3}$")


def _acts(text: str, mention: Mention) -> bool:
    """Tell whether a person speaks, by the word beside the name; for sentences that are not taken apart."""
    return (
        _SPOKE.match(text, mention.end) is not None
        or _SAID.search(text, max(0, mention.start - 40), mention.start) is not None
    )


class Part(NamedTuple):
    """Someone who takes part."""

    entity: Entity
    role: str
    start: int
    end: int


@dataclass(slots=True)
class Actors:
    """Who acted so far in the text, and the groups it speaks of."""

    cast: Cast
    last_person: Entity | None = None
    persons: tuple[Entity, ...] = ()
    """The last two persons named."""
    groups: dict[str, Entity] | None = None
    last_body: Entity | None = None
    """The organisation named last."""
    last_state: Entity | None = None
    last_thing: Entity | None = None
    """The organisation or state that acted last: what "it" means."""
    called: dict[str, str] = field(default_factory=dict)
    """Uid of a person: "he" or "she", once the text has called them so."""
    seen: int = 0
    """How many mentions the memory has gone over."""

    def meant(self, pronoun: str) -> Entity | None:
        """Give the person that "he" or "she" means: who acted last, unless the text has called that one otherwise."""
        for person in (self.last_person, *reversed(self.persons)):
            if person is not None and self.called.setdefault(person.uid, pronoun) == pronoun:
                return person
        return None

    def acted_on(self, pronoun: str) -> Entity | None:
        """Give the person that "him" or "her" means: who was named last, rather than who acted."""
        others = [person for person in reversed(self.persons) if person is not self.last_person]
        for person in (*others, self.last_person):
            if person is not None and self.called.setdefault(person.uid, pronoun) == pronoun:
                return person
        return None

    def advance(self, position: int) -> None:
        """Take note of the names up to `position`."""
        mentions = self.cast.mentions
        while self.seen < len(mentions) and mentions[self.seen].start < position:
            entity = mentions[self.seen].entity
            if entity.kind == "person":
                if entity not in self.persons[-1:]:
                    self.persons = (*(p for p in self.persons[-2:] if p is not entity), entity)[-2:]
                mention = mentions[self.seen]
                if self.last_person is None or (not mention.possessive and _acts(self.cast.text, mention)):
                    self.last_person = entity
            elif entity.kind == "organisation" and (
                self.last_body is None or entity.mentions >= self.last_body.mentions
            ):
                # "the company" is the one that the text is about
                self.last_body = entity
            elif entity.kind == "state":
                self.last_state = entity
            self.seen += 1


def parts(actors: Actors, parsed: Parsed, number: int) -> list[Part]:
    """Give those who take part in clause `number`, with their roles."""
    clause = parsed.clauses[number]
    group = clause.group
    cls = group.cls if group is not None and group.cls is not None else lexicon().generic
    subject = _agents(actors, parsed, clause.subject)
    owner = _owner(parsed, number)
    if owner is not None:
        subject = _agents(actors, parsed, owner) or subject
    found: list[Part] = []
    passive = group is not None and (group.passive or group.reduced)
    if clause.shared is not None and clause.shared >= 0 and group is not None and group.bare:
        head = parsed.clauses[clause.shared].group
        following = parsed.tokens[group.last + 1] if group.last + 1 < len(parsed.tokens) else None
        alone = following is None or (
            following.mention is None
            and (
                following.time >= 0
                or not following.low.isalnum()
                or following.low in PREPOSITIONS
                or following.low in {"and", "or"}
            )
        )
        passive = passive or (head is not None and head.passive and alone and cls.name in _UNDERGONE)
    as_subject = cls.role("object" if passive else "subject", "patient" if passive else "agent")
    if (
        as_subject is not None
        and group is not None
        and group.verb is not None
        and group.verb.lemma == "die"
        and _gentle(parsed, clause)
    ):
        as_subject = "patient"
    if as_subject == "patient" and passive and cls.name == "statement":
        as_subject = "audience"
    for entity, start, end in subject:
        if as_subject is not None:
            found.append(Part(entity, as_subject, start, end))
    if clause.lead == "whom":
        before = _agents(actors, parsed, owner_before(parsed, clause))
        as_object = cls.role("object", "patient")
        found += [Part(e, as_object, a, b) for e, a, b in before if as_object is not None]
    found += _after(actors, parsed, clause, cls, group, passive)
    unique: dict[str, Part] = {}
    for part in found:
        unique.setdefault(part.entity.uid, part)
    return list(unique.values())


def _gentle(parsed: Parsed, clause: Clause) -> bool:
    """Tell a death in bed from one that was done."""
    low = {t.low for t in parsed.tokens[clause.subject[0] : clause.body[1]]}
    return bool(low & {"aged", "age", "peacefully", "home", "illness", "cancer", "sleep", "natural", "hospice"})


def _owner(parsed: Parsed, number: int) -> tuple[int, int] | None:
    """Give the tokens of the subject that a clause shares with another."""
    clause = parsed.clauses[number]
    if clause.shared is None:
        if clause.group is not None and clause.group.reduced and clause.group.first == 0:
            # "Born in Kiel in 1936, she studied": the subject of what it hangs on
            for other in parsed.clauses[number + 1 :]:
                if other.shared is None and other.subject[0] < other.subject[1]:
                    return other.subject
        return None
    if clause.shared >= 0:
        other = parsed.clauses[clause.shared]
        if other.shared is not None and other.shared != number and clause.shared < number:
            return _owner(parsed, clause.shared)
        return other.subject
    # a relative or a reduced clause: the noun phrase just before it
    return owner_before(parsed, clause)


def owner_before(parsed: Parsed, clause: Clause) -> tuple[int, int]:
    """Give the noun phrase just before a clause."""
    stop = clause.spans[0][0]
    tokens = parsed.tokens
    while stop > 0 and tokens[stop - 1].low in {",", "“", "”", "("}:
        stop -= 1
    start = stop
    while start > 0 and stop - start < 8:
        token = tokens[start - 1]
        if token.mention is not None:
            entity = token.mention.entity
            located = start > 2 and tokens[start - 2].low in _PLACE_PREPOSITIONS and not token.mention.possessive
            if located and (entity.is_place or token.mention.capital or entity.kind in {None, "state"}):
                start -= 2  # "the accord in Kiev, forged last week"
                continue
            return start - 1, stop
        if token.low in {",", ";", ":"} or token.time >= 0:
            break
        verb = lexicon().verbs.get(token.low)
        if start < stop and verb is not None and verb.past and tokens[start - 2].low not in _ARTICLES:
            break  # "reviewed 14 videos posted in April": the videos
        start -= 1
        if token.low in PREPOSITIONS:
            start += 1
            break
        if token.low in {"his", "her", "their"} and start > 1 and _in_age(tokens, start):
            start -= 1  # "a woman in her 40s who was shot": the woman
            continue
        if token.low in _ARTICLES:
            break  # "killed the man who led the revolt": the man
    return start, stop


def _agents(actors: Actors, parsed: Parsed, span: tuple[int, int]) -> list[tuple[Entity, int, int]]:
    """Give the actors of a noun phrase: names outside of prepositions, groups, offices, pronouns."""
    tokens = parsed.tokens
    found: list[tuple[Entity, int, int]] = []
    here = span[0]
    while here < span[1]:
        token = tokens[here]
        if token.time >= 0:
            here += 1
            continue
        governed = _governed(tokens, here, span[0])
        if token.mention is not None:
            body = _group_at(actors, tokens, here, span[1])
            if body is not None:
                entity, stop = body
                if not governed:
                    found.append((entity, token.start, tokens[stop - 1].end))
                here = stop
                continue
            entity = token.mention.entity
            if (
                not governed
                and not token.mention.possessive
                and not entity.is_place
                and not _before_holder(tokens, here)
            ):
                found.append((entity, token.start, token.end))
        elif token.low.isalpha() or "-" in token.low:
            said = _pronoun(actors, tokens, here, span[1]) if not governed else []
            body = _group_at(actors, tokens, here, span[1]) if not said else None
            if body is not None:
                entity, stop = body
                if not governed:
                    found.append((entity, token.start, tokens[stop - 1].end))
                here = stop
                continue
            found += [(e, token.start, token.end) for e in said]
            if said and token.low in {"both", "two"}:
                here += 1
        here += 1
    return found


def _pronoun(actors: Actors, tokens: list[Token], here: int, stop: int) -> list[Entity]:
    low = tokens[here].low
    if low[:-2] in _HE and low.endswith(("'d", "’d")):
        low = low[:-2]
    if low in _HE:
        person = actors.meant(low)
        return [person] if person is not None else []
    if low in _HIM and not _has_noun(tokens, here, stop) and not _in_age(tokens, here):
        person = actors.acted_on(_HIM[low])
        return [person] if person is not None else []
    if low == "it" and actors.last_thing is not None and here + 1 == stop:
        return [actors.last_thing]
    following = tokens[here + 1].low if here + 1 < stop else ""
    if (
        (low == "both" or (low == "two" and here and tokens[here - 1].low == "the"))
        and following in _BOTH
        and len(actors.persons) == 2
    ):
        return list(actors.persons)
    if low == "pair" and len(actors.persons) == 2:
        return list(actors.persons)
    return []


def _has_noun(tokens: list[Token], here: int, stop: int) -> bool:
    """Tell whether "her" owns what follows it ("her home")."""
    if here + 1 >= stop:
        return False
    following = tokens[here + 1]
    return following.time < 0 and following.low.isalpha() and following.low not in PREPOSITIONS | {"and", "or"}


def _in_age(tokens: list[Token], here: int) -> bool:
    """Tell whether "her" stands in "in her 40s"."""
    return here > 0 and tokens[here - 1].low == "in" and here + 1 < len(tokens) and _is_number(tokens[here + 1])


def _is_number(token: Token) -> bool:
    return token.mention is None and token.time < 0 and token.low[:1].isdigit()


def _governed(tokens: list[Token], here: int, lowest: int) -> bool:
    """Tell whether a preposition stands before this noun phrase (and so it is no subject and no object)."""
    back = here - 1
    steps = 0
    while back >= lowest and steps < 8:
        token = tokens[back]
        low = token.low
        if token.time >= 0:
            return False
        if token.mention is not None:
            if not token.mention.possessive and low != ",":
                return False
            back -= 1
            steps += 1
            continue
        if low in PREPOSITIONS:
            return True
        if low in {"and", "or", ","}:
            # "Putin and Kim": governed as its neighbour is
            return (
                back - 1 >= lowest and low != "," and _governed(tokens, back - 1, lowest)
                if back - 1 >= lowest
                else False
            )
        if not (low.isalpha() or "-" in low or _ORDINAL.fullmatch(low)) or (
            token.raw[:1].isupper() and low not in lexicon().words["title"] and low not in _PASS_OVER and steps > 3
        ):
            return False
        back -= 1
        steps += 1
    return False


def _group_at(actors: Actors, tokens: list[Token], here: int, stop: int) -> tuple[Entity, int] | None:
    """Read a group or the holder of an office that begins at this token: entity and the token after it."""
    cast = actors.cast
    if tokens[here].mention is None and tokens[here].low not in cast.leads:
        return None
    words = lexicon().words
    nation: Entity | None = None
    owner: Entity | None = None
    modifiers: list[str] = []
    at = here
    definite = False
    number = False
    while at < stop and at - here < 6:
        token = tokens[at]
        low = token.low
        if token.time >= 0:
            return None
        if token.mention is not None:
            if not token.mention.possessive or owner is not None:
                return None
            owner = token.mention.entity
            modifiers = [token.raw + ("’" if token.raw.endswith("s") else "’s")]
            at += 1
            continue
        following = tokens[at + 1].low if at + 1 < stop and tokens[at + 1].mention is None else ""
        two = f"{low} {following}"
        pair = two in words["office"] or two in words["group"] or two in words["armed"] or two in words["organisation"]
        head = two if pair else low
        if head in words["office"] or head in words["group"] or head in words["armed"] or head in words["organisation"]:
            after = at + (2 if pair else 1)
            longer = f"{tokens[at].low} {following}"
            if (
                not pair
                and following
                and (following in words["group"] or following in words["armed"] or following in words["office"])
                and longer not in words["office"]
            ):
                modifiers.append(token.raw)
                at += 1
                continue
            if after < stop and tokens[after].mention is not None and head in words["title"]:
                return None
            return _body(actors, tokens, after, head, nation, owner, modifiers, definite, number)
        if head in words["antecedent"] and definite and actors.last_body is not None:
            return actors.last_body, at + 1
        if head in {"country", "nation"} and definite and not modifiers and actors.last_state is not None:
            return actors.last_state, at + 1
        if two in cast.adjectives:
            nation = cast.states.get(cast.adjectives[two].code)
            modifiers.append(f"{token.raw} {tokens[at + 1].raw}")
            at += 2
            continue
        if low in cast.adjectives and token.raw[0].isupper():
            nation = cast.states.get(cast.adjectives[low].code)
            modifiers.append(token.raw)
        elif (
            low
            in {
                "the",
                "these",
                "those",
                "this",
                "its",
                "their",
                "his",
                "her",
                "that",
                "some",
                "many",
                "hundreds",
                "thousands",
                "dozens",
                "of",
            }
            and not modifiers
        ):
            definite = definite or low in {"the", "this", "that"}
            number = number or low in {"hundreds", "thousands", "dozens"}
        elif (
            low in words["modifier"]
            or (token.raw[0].isupper() and low in words["modifier"])
            or (
                (owner is not None or (definite and _leads_to_head(tokens, at, stop)))
                and low.isalpha()
                and low not in PREPOSITIONS
            )
        ):
            modifiers.append(token.raw)
        else:
            return None
        at += 1
    return None


def _leads_to_head(tokens: list[Token], at: int, stop: int) -> bool:
    """Tell whether a word stands before a body: "the interior ministry", "the electoral commission"."""
    words = lexicon().words
    for ahead in range(at + 1, min(at + 3, stop)):
        token = tokens[ahead]
        if token.mention is not None or token.time >= 0 or not token.low.isalpha() or token.low in PREPOSITIONS:
            return False
        if token.low in words["organisation"]:
            return True
    return False


def _body(
    actors: Actors,
    tokens: list[Token],
    after: int,
    head: str,
    nation: Entity | None,
    owner: Entity | None,
    modifiers: list[str],
    definite: bool,
    number: bool,
) -> tuple[Entity, int] | None:
    words = lexicon().words
    cast = actors.cast
    state = nation or (owner if owner is not None and owner.kind == "state" else None)
    if head in words["office"] and head not in words["group"]:
        if state is not None:
            title = " ".join([*(m for m in modifiers[1:] if m.islower()), head])
            holder = cast.holders.get((state.uid, head)) or cast.holders.get((state.uid, title))
            if holder is not None and not (owner is not None and len(modifiers) > 1):
                return holder, after
            if owner is None:
                return None
        elif owner is None:
            holder = cast.last_holder.get(head) if definite else None
            return (holder, after) if holder is not None else None
        kind, why = "person", "named by office only"
    elif head in words["armed"]:
        kind, why = "armed_force", "a force that acts"
    elif head in words["organisation"] and head not in words["group"]:
        if not definite and not modifiers:
            return None
        kind, why = "organisation", "a body that acts"
    else:
        kind, why = "group", "a group that acts"
    if number and not modifiers:
        return None
    if kind == "person" and after < len(tokens):
        # "Telvia's chief executive, Sven Aker, …": the name that follows is who is meant
        ahead = tokens[after + 1] if tokens[after].low == "," and after + 1 < len(tokens) else tokens[after]
        if ahead.mention is not None and ahead.mention.entity.kind == "person" and not ahead.mention.possessive:
            return None
    tail = ""
    if (
        after + 1 < len(tokens)
        and head in {"families", "relatives", "members", "leaders", "heads", "victims", "supporters"}
        and tokens[after].low == "of"
    ):
        stop = after + 1
        while (
            stop < len(tokens)
            and stop < after + 4
            and (tokens[stop].low.isalpha() or tokens[stop].mention is not None)
            and (tokens[stop].low not in PREPOSITIONS)
            and tokens[stop].low not in {"and", "who", "which", "that", "was", "were", "the"}
        ):
            stop += 1
        if tokens[after + 1].low == "the" and after + 2 < len(tokens):
            stop = after + 3
        tail = " of " + " ".join(t.raw for t in tokens[after + 1 : stop])
        after = stop
    shown = " ".join([*modifiers, head]) + tail
    said = shown[0].upper() + shown[1:]
    names = [said] if state is None else _by_state(state, owner, modifiers, head + tail, said, kind)
    keys = [fold(name) for name in names]
    actors.groups = actors.groups if actors.groups is not None else {}
    entity = next((actors.groups[key] for key in keys if key in actors.groups), None)
    if entity is None:
        found = (cast._lookup(key.split(), 0) for key in keys)  # noqa: SLF001 - one room
        whole = (known[1] for known, key in zip(found, keys, strict=True) if known and known[0] == len(key.split()))
        entity = next(whole, None)
    if entity is None:
        entity = cast._make(names[0], kind, f"“{said}” is {why}", country=state.country if state else None)
        entity.names += [said] if said != names[0] else []
    actors.groups.update(dict.fromkeys(keys, entity))
    return entity, after


def _by_state(state: Entity, owner: Entity | None, modifiers: list[str], head: str, said: str, kind: str) -> list[str]:
    """
    Give what a body of a state may be called, first what it is called here.

    "Seoul's lawmakers" are the South Korean lawmakers, and the same as South Korea's; "Moscow's security chief" is
    Russia's.
    """
    rest = " ".join([*modifiers[1:], head])
    country = next((c for c in lexicon().countries if c.code == state.country), None)
    adjectives = [f"{word} {rest}" for word in country.adjectives] if country is not None else []
    owned = f"{state.name}’s {rest}"
    of_seat = owner is not None and not fold(modifiers[0]).startswith(fold(state.name))
    if not of_seat or not adjectives:
        return [said, owned, *adjectives]
    return [owned, *adjectives, said] if kind == "person" else [*adjectives, owned, said]


def _after(
    actors: Actors, parsed: Parsed, clause: Clause, cls: VerbClass, group: Group | None, passive: bool
) -> list[Part]:
    """Give who stands after the verb."""
    tokens = parsed.tokens
    words = lexicon()
    found: list[Part] = []
    preposition = ""
    role_before: str | None = None
    """What the name right before takes part as; a list of names goes on with it."""
    begin, stop = clause.body
    here = begin
    depth = 0
    while here < stop:
        token = tokens[here]
        low = token.low
        if token.mention is None and token.time < 0 and low in PREPOSITIONS:
            preposition, depth, role_before = low, 0, None
            here += 1
            continue
        if token.mention is None and low in {",", ";", "—", "–", "(", ":"}:
            if low != ",":
                break
            listed = _next_listed(tokens, here, stop) if role_before is not None else None
            if listed is not None:
                # "met Putin, Xi and Modi", "arrested A, 29, and B, 24": each as the one before
                entity, here, after = listed
                found.append(Part(entity, role_before or "", tokens[here].start, tokens[after - 1].end))
                here = after
                continue
            preposition = preposition if preposition in {"by", "with"} else "," + preposition.lstrip(",")
            role_before = None
            here += 1
            continue
        inner = words.verbs.get(low) if token.mention is None and token.time < 0 else None
        if (
            inner is not None
            and (inner.ing or (inner.base and here and tokens[here - 1].low == "to"))
            and here > begin - 1
        ):
            if inner.ing and here > begin and _is_plain(tokens[here - 1]):
                break  # "talks with rebels backing the general": the general takes no part
            # "promised to send workers", "admitted sending troops": from here on the inner verb gives the roles
            cls, preposition, depth, passive = inner.first, "", 0, False
            here += 1
            continue
        body = _group_at(actors, tokens, here, stop)
        if body is None and low in _HIM and any(p.entity.kind == "person" for p in found):
            here += 1  # "convicted Anna Berg of fraud, fining her": she takes part already
            continue
        if body is None and token.mention is None and low in _HIM:
            body = next(((person, here + 1) for person in _pronoun(actors, tokens, here, stop)), None)
        if body is None and (token.mention is None or token.mention.possessive or token.mention.entity.is_place):
            if (
                token.mention is None
                and low.isalpha()
                and low not in {"and", "the", "a", "an", "his", "her", "its", "their", "or", "fellow", "then", "former"}
                and low not in lexicon().words["title"]
                and low not in actors.cast.adjectives
            ):
                depth += 1
                if low == "to" and not preposition:
                    preposition = "to"
            here += 1
            continue
        if body is not None:
            entity, after = body
        else:
            assert token.mention is not None  # noqa: S101 - told above
            entity, after = token.mention.entity, here + 1
        role: str | None = None
        following = words.verbs.get(tokens[after].low) if after < stop else None
        if body is None and entity.kind is None and _is_attribute(tokens, after, stop):
            depth += 1  # "on Detroit streets"
            here = after
            continue
        if preposition == "with" and following is not None and following.ing:
            here = after
            continue
        capital = token.mention is not None and token.mention.capital and body is None
        if capital and preposition == "" and cls.name in {"visiting", "movement", "leaving"}:
            here = after
            continue
        if preposition == "":
            if not passive and depth <= 3:
                role = cls.role("object", "patient")
        elif preposition == "by":
            role = cls.role("by", "agent" if passive else None) if depth <= 2 else None
        elif (
            preposition in {"with", "to", "against", "from", "for", "on"}
            and depth <= 2
            and not (capital and preposition in {"to", "from"})
        ):
            role = cls.role(preposition, {"with": "with", "against": "opponent"}.get(preposition))
            if (
                entity.kind == "state"
                and preposition in {"to", "from", "for", "on"}
                and cls.name in {"movement", "visiting", "career"}
            ):
                role = cls.role(preposition) if cls.name == "visiting" and preposition == "to" else None
        if role is not None and not (
            group is not None
            and group.cls is not None
            and group.cls.name == "statement"
            and cls is group.cls
            and preposition == ""
            and depth > 1
        ):
            found.append(Part(entity, role, token.start, tokens[after - 1].end))
            role_before = role
        here = after
    if group is not None and group.cls is not None and group.cls.name == "transfer":
        return _received(found)
    return found


def _before_holder(tokens: list[Token], here: int) -> bool:
    """Tell whether a body only says whose officer acts: "European Parliament President Roberta Metsola"."""
    mention, titles = tokens[here].mention, lexicon().words["title"]
    if mention is None or mention.entity.kind == "person":
        return False
    at = here + 1
    while at < len(tokens) and at < here + 5 and tokens[at].mention is None and tokens[at].raw[:1].isupper():
        at += 1
    holder = tokens[at].mention if here + 1 < at < len(tokens) else None
    return holder is not None and holder.entity.kind == "person" and tokens[at - 1].low in titles | {"officer"}


def _is_plain(token: Token) -> bool:
    """Tell whether a token is a common noun, as far as its form tells."""
    low, words = token.low, lexicon()
    return (
        token.mention is None
        and token.time < 0
        and low.isalpha()
        and low not in PREPOSITIONS
        and low not in words.verbs
        and not low.endswith("ly")
        and low not in {"and", "or", "but", "not", "also", "then", "him", "her", "them", "it", "us", "me"}
    )


def _is_attribute(tokens: list[Token], after: int, stop: int) -> bool:
    """Tell whether a name only says which: "Detroit streets"."""
    if after >= stop:
        return False
    token, words = tokens[after], lexicon()
    return (
        token.mention is None
        and token.time < 0
        and token.raw.isalpha()
        and token.raw.islower()
        and token.low not in PREPOSITIONS
        and token.low not in words.verbs
        and not token.low.endswith("ly")
        and token.low not in {"and", "or", "but", "who", "which", "that", "when", "while", "where", "because", "then"}
        and token.low not in {"again", "also", "here", "there", "together", "back", "home", "away", "is", "was", "were"}
    )


def _next_listed(tokens: list[Token], comma: int, stop: int) -> tuple[Entity, int, int] | None:
    """
    Give the name that a list goes on with behind this comma: entity, its token, and the token after it.

    A list has "and" before its last name; names between commas without it are apposition ("Aker, Telvia's head, …").
    """
    at, first, joined = comma, None, False
    while at < stop and tokens[at].low in {",", "and"}:
        joined = joined or tokens[at].low == "and"
        at += 1
        if at + 1 < stop and _is_number(tokens[at]) and tokens[at + 1].low in {",", "and"}:
            at += 1  # an age
            continue
        while at < stop and tokens[at].mention is None and tokens[at].low in lexicon().words["title"]:
            at += 1
        if at >= stop or tokens[at].mention is None:
            continue
        mention = tokens[at].mention
        assert mention is not None  # noqa: S101 - told above
        if mention.possessive or mention.entity.is_place or mention.capital:
            return None
        first = first if first is not None else at
        at += 1
        if joined:
            break
    named = tokens[first].mention if first is not None and joined else None
    if named is None or first is None:
        return None
    before = tokens[comma - 1].mention
    alike = before is None or before.entity.kind == named.entity.kind or None in {before.entity.kind, named.entity.kind}
    return (named.entity, first, first + 1) if alike else None


def _received(found: list[Part]) -> list[Part]:
    """Take whom a transfer is to help ("sent weapons to help the army") for who receives it, if nobody else does."""
    if any(part.role == "recipient" for part in found):
        return found
    return [part._replace(role="recipient") if part.role == "beneficiary" else part for part in found]


def place(actors: Actors, parsed: Parsed, clause: Clause) -> tuple[str, int, int, Entity] | None:
    """Give the place of a clause: what a preposition of place puts it at (name, span, entity); the last one named."""
    tokens = parsed.tokens
    del actors
    best: tuple[str, int, int, Entity] | None = None
    strength = 0
    for first, last in clause.spans:
        for here in range(first, last):
            token = tokens[here]
            if token.mention is None or token.mention.possessive or here == 0:
                continue
            entity = token.mention.entity
            if not (entity.is_place or token.mention.capital or entity.kind == "state"):
                continue
            back = here - 1
            while back > first and (
                tokens[back].low in _PASS_OVER
                or tokens[back].low in {"northern", "southern", "eastern", "western", "central", "north-eastern"}
            ):
                back -= 1
            low = tokens[back].low
            if low == "to" and back and tokens[back - 1].low == "according":
                continue
            if back < first or (
                token.mention.capital
                and clause.group is not None
                and here == clause.body[0]
                and clause.group.cls is not None
                and clause.group.cls.name in {"visiting", "movement"}
            ):
                low = "in"
            weight = (
                2
                if low in _PLACE_PREPOSITIONS
                else 1
                if low in _TOWARDS
                and clause.group is not None
                and clause.group.cls is not None
                and clause.group.cls.name in {"movement", "visiting", "transfer", "war"}
                else 0
            )
            if weight > strength:
                best, strength = (token.raw, token.start, token.end, entity), weight
    return best


def group_uid(name: str) -> str:
    """Give the uid that a new group of this name has."""
    return slug(name)


__all__ = ["ROLE", "Actors", "Part", "group_uid", "parts", "place"]
