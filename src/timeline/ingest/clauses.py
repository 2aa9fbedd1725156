"""
A sentence cut into clauses: verb groups, what stands before and after each, who acts in it.

Shallow and in one pass: words are told apart by the lexicon and by their endings, verb groups are found from left
to right, and a clause reaches from one boundary (a conjunction, a relative word, "that", a comma) to the next. It
claims no full grammar; where it cannot tell, it keeps words together. Linear in the length of the sentence.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from timeline.ingest.lexicon import PREPOSITIONS, Lexicon, Verb, VerbClass, each, lexicon

if TYPE_CHECKING:
    from timeline.ingest.names import Mention
    from timeline.timex import Timex

_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*(?:['’](?=\s|$))?|\d[\d,.]*\d|\d|[^\w\s]")
_BE = each("is are was were am be been being 's isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t")
_PAST_BE = each("was were wasn't weren't wasn’t weren’t been")
_HAVE = each("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t")
_DO = each("do does did don't doesn't didn't don’t doesn’t didn’t")
_MODAL = each(
    "will would can could may might must should shall won't wouldn't can't couldn't won’t wouldn’t can’t couldn’t "
    "cannot"
)
_WISH = each("would could may might must should can can't cannot can’t couldn't wouldn't couldn’t wouldn’t")
_DETERMINERS = each(
    "the a an this that these those his her its their my our your some any no each every both all another"
)
_PRONOUNS = each("he she it they we i you who")
_SUBORDINATE = each("when while after before as because although though since until once if whereas where unless till")
_RELATIVE = each("who which that whose whom")
_JOIN = each("and but or then")
_ADVERB = each(
    "not never also still already now later first then again once soon finally just only even further together ever "
    "currently formally "
    "reportedly allegedly subsequently"
)
_STOPPERS = frozenset([";", ":", "—", "–", "(", ")"])
_QUOTES = frozenset('"“”')
_NULL_THAT = each(
    "say believe estimate claim state announce confirm report insist warn admit suggest add argue allege tell inform"
)
"""Verbs after which "that" is often left out."""
_SEPARATE = each("after before following since upon having")
_NO_VERB = each(
    "united unprecedented limited red indeed need seed speed feed bed hundred sacred naked wicked aged "
    "so-called unnamed alleged"
)


@dataclass(slots=True)
class Token:
    """A word, a number, a sign; a name or a date is one token."""

    start: int
    end: int
    low: str
    raw: str
    mention: Mention | None = None
    time: int = -1
    """Number of the time expression it belongs to; -1: none."""
    quoted: bool = False


@dataclass(slots=True)
class Group:
    """A verb with its auxiliaries: tokens `first` to `last`."""

    first: int
    last: int
    verb: Verb | None
    lemma: str
    cls: VerbClass | None
    finite: bool
    passive: bool = False
    past: bool = False
    perfect: bool = False
    modal: str | None = None
    negated: bool = False
    bare: bool = False
    """A lone past form that may be a participle."""
    reduced: bool = False
    gerund: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch of tokens around one verb group; `subject` is what stands before the verb."""

    group: Group | None
    subject: tuple[int, int]
    body: tuple[int, int]
    """Tokens after the verb."""
    lead: str
    """The word that opens it: "when", "who", "that", "and", or nothing."""
    parent: int | None = None
    """The clause it hangs on."""
    shared: int | None = None
    """The clause whose subject it has."""
    times: list[int] = field(default_factory=list)
    """Indexes into the sentence's time expressions."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """All its tokens."""

    def holds(self, token: int) -> bool:
        """Tell whether a token is its own."""
        return any(a <= token < b for a, b in self.spans)


@dataclass(slots=True)
class Parsed:
    """A sentence taken apart."""

    tokens: list[Token]
    clauses: list[Clause]
    times: list[Timex]
    question: bool
    quoted: float
    """Share of its words that stand in quotation marks."""


def parse(
    text: str, start: int, end: int, mentions: list[Mention], times: list[Timex], *, terse: bool = False
) -> Parsed:
    """Take a sentence apart; `terse` takes present forms for telling verbs, as logs and headlines do."""
    tokens = _tokens(text, start, end, mentions, times)
    _quote(tokens)
    words = lexicon()
    groups = _groups(tokens, words, terse)
    clauses = _clauses(tokens, groups)
    _attach(tokens, clauses, times)
    inside = sum(t.quoted for t in tokens)
    return Parsed(tokens, clauses, times, text[start:end].rstrip('”"’ ').endswith("?"), inside / max(1, len(tokens)))


def _tokens(text: str, start: int, end: int, mentions: list[Mention], times: list[Timex]) -> list[Token]:
    spans: list[tuple[int, int, Mention | None, int]] = [(m.start, m.end, m, -1) for m in mentions]
    spans += [(t.start, t.end, None, number) for number, t in enumerate(times)]
    spans.sort(key=lambda s: (s[0], -s[1]))
    tokens: list[Token] = []
    here = start
    for first, last, mention, number in spans:
        if first < here:
            continue
        _plain(text, here, first, tokens)
        raw = text[first:last]
        tokens.append(Token(first, last, raw.lower(), raw, mention, number))
        here = last
        if mention is not None and mention.possessive:
            tail = re.compile(r"['’]s?").match(text, here, end)
            here = tail.end() if tail else here
        elif number >= 0 and text[here : here + 2] in {"'s", "’s"}:
            tokens.append(Token(here, here + 2, "’s", "’s"))
            here += 2
    _plain(text, here, end, tokens)
    return tokens


def _plain(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        raw = match.group()
        tokens.append(Token(match.start(), match.end(), raw.lower(), raw))


def _quote(tokens: list[Token]) -> None:
    inside = False
    for token in tokens:
        if token.low in _QUOTES:
            inside = token.low == "“" or (token.low == '"' and not inside)
        else:
            token.quoted = inside


# ---- verb groups


def _groups(tokens: list[Token], words: Lexicon, terse: bool) -> list[Group]:
    groups: list[Group] = []
    here = 0
    while here < len(tokens):
        group = _group(tokens, here, words, terse, seen=bool(groups))
        if group is None:
            here += 1
        else:
            following = tokens[group.last + 1] if group.last + 1 < len(tokens) else None
            special = words.phrases.get((group.lemma, following.low)) if following is not None else None
            if special is not None and following is not None and following.mention is None:
                group.cls = special
            groups.append(group)
            here = group.last + 1
    _reduce(tokens, groups)
    return groups


def _skip(tokens: list[Token], here: int) -> int:
    """Go over adverbs and negations."""
    while here < len(tokens) and (
        tokens[here].low in _ADVERB or (tokens[here].low.endswith("ly") and tokens[here].mention is None)
    ):
        here += 1
    return here


def _group(tokens: list[Token], here: int, words: Lexicon, terse: bool, *, seen: bool) -> Group | None:
    token = tokens[here]
    low = token.low
    if token.mention is not None or token.time >= 0:
        return None
    if low in _MODAL or low in _BE or low in _HAVE or low in _DO:
        return _chained(tokens, _auxiliary(tokens, here, words), words)
    if low == "to" and here + 1 < len(tokens):
        after = _skip(tokens, here + 1)
        verb = words.verbs.get(tokens[after].low) if after < len(tokens) else None
        if verb is not None and verb.base and tokens[after].mention is None:
            return Group(here, after, verb, verb.lemma, verb.first, finite=False)
        if after < len(tokens) and tokens[after].low == "be":
            return Group(here, after, None, "be", None, finite=False)
        return None
    if low == "dated":
        return None
    verb = words.verbs.get(low)
    before = tokens[here - 1] if here else None
    if low.endswith("ing") and len(low) > 4:
        if (
            verb is None
            and low not in _NO_VERB
            and before is not None
            and (before.low in _SEPARATE or before.low == ",")
        ):
            return Group(here, here, None, low, words.generic, finite=False, gerund=True)
        if verb is None or not verb.ing or (before is not None and before.low in _DETERMINERS):
            return None
        return Group(here, here, verb, verb.lemma, verb.first, finite=False, gerund=True)
    if verb is None:
        if (
            low.endswith("ed")
            and len(low) > 4
            and low not in _NO_VERB
            and "-" not in low
            and _can_be_verb(tokens, here)
        ):
            return Group(here, here, None, low, words.generic, finite=True, past=True, bare=True)
        return None
    if token.raw[0].isupper() and here and before is not None and before.low not in {"“", '"', ".", ":"}:
        return None
    if verb.past or verb.participle:
        if not _can_be_verb(tokens, here):
            return None
        if not verb.past:
            # a strong participle without auxiliary: "a man shot by police", "troops sent to Russia"
            return Group(here, here, verb, verb.lemma, verb.first, finite=True, past=True, bare=True, reduced=True)
        if verb.base and not _base_is_past(tokens, here):
            return None
        return Group(here, here, verb, verb.lemma, verb.first, finite=True, past=True, bare=verb.participle)
    if verb.present and not terse and before is not None and before.mention is None and before.low in words.verbs:
        return None
    if verb.present or (verb.base and terse):
        noun = low in words.nouns or low in {"leaves", "shares", "homes", "results"}
        if (
            here
            and not noun
            and _can_be_verb(tokens, here)
            and (terse or verb.is_a("report") or _after_actor(tokens, here))
        ):
            return Group(here, here, verb, verb.lemma, verb.first, finite=True)
        if noun and terse and not seen and _after_actor(tokens, here):
            return Group(here, here, verb, verb.lemma, verb.first, finite=True)
    return None


def _base_is_past(tokens: list[Token], here: int) -> bool:
    """Tell "the quake hit the town" from "the hit": a form that is base and past alike wants a subject and more."""
    before = tokens[here - 1] if here else None
    after = tokens[here + 1] if here + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    if (
        after.low in {".", "’s", "of"}
        or before.low in {"to", "of", "and"}
        or (before.low in PREPOSITIONS and before.mention is None)
    ):
        return False
    return (
        before.mention is not None
        or before.low in _PRONOUNS
        or (before.low.isalpha() and before.low not in _DETERMINERS)
    )


def _after_actor(tokens: list[Token], here: int) -> bool:
    before = tokens[here - 1]
    return (
        (before.mention is not None and not before.mention.possessive)
        or before.low in _PRONOUNS
        or before.low in lexicon().words["group"]
    )


def _can_be_verb(tokens: list[Token], here: int) -> bool:
    """Tell whether a past form stands where a verb can: not between an article and its noun."""
    if not here:
        return True
    before = tokens[here - 1]
    if before.mention is not None and before.mention.possessive:
        return False
    if before.low in _DETERMINERS and before.low not in {"that", "these", "those", "both", "all", "this"}:
        return False
    after = tokens[here + 1].low if here + 1 < len(tokens) else "."
    if before.low in {"most", "more", "very", "well", "’s", "newly", "-"}:
        return False
    if (
        before.low in PREPOSITIONS
        and before.mention is None
        and before.time < 0
        and before.low not in {"as", "since", "after", "before", "off", "on", "over", "without"}
    ):
        return False
    return not (
        tokens[here].low.endswith("ed") and before.low[:1].isdigit() and after.isalpha() and after not in PREPOSITIONS
    )


def _auxiliary(tokens: list[Token], here: int, words: Lexicon) -> Group | None:
    first = here
    past = perfect = negated = False
    modal: str | None = None
    be = have = do = False
    last = here
    while here < len(tokens):
        token = tokens[here]
        low = token.low
        if token.mention is not None or token.time >= 0:
            break
        if low in _MODAL:
            modal = low
        elif low in _HAVE:
            if have or be or do:
                break
            have = True
            past = past or low.startswith("had")
        elif low in _BE:
            be = True
            past = past or low in _PAST_BE
        elif low in _DO:
            do = True
            past = past or low.startswith("did")
        elif low in _ADVERB or (low.endswith("ly") and len(low) > 3):
            negated = negated or low in {"not", "never"}
            here += 1
            continue
        else:
            break
        negated = negated or low.endswith(("n't", "n’t"))
        last = here
        here += 1
    verb = (
        words.verbs.get(tokens[here].low)
        if here < len(tokens) and tokens[here].mention is None and tokens[here].time < 0
        else None
    )
    low = tokens[here].low if here < len(tokens) else ""
    perfect = have
    if verb is None and be and low.endswith("ed") and len(low) > 4 and low not in _NO_VERB:
        return Group(first, here, None, low, words.generic, True, True, past, perfect, modal, negated)
    if verb is None and have and low.endswith("ed") and len(low) > 4:
        return Group(first, here, None, low, words.generic, True, False, True, True, modal, negated)
    if verb is not None:
        if be and verb.participle and not verb.ing:
            return Group(first, here, verb, verb.lemma, verb.first, True, True, past, perfect, modal, negated)
        if be and verb.ing:
            return Group(first, here, verb, verb.lemma, verb.first, True, False, past, perfect, modal, negated)
        if have and not be and verb.participle:
            return Group(first, here, verb, verb.lemma, verb.first, True, False, True, True, modal, negated)
        if (modal or do) and not be and not have and verb.base:
            return Group(first, here, verb, verb.lemma, verb.first, True, False, past, perfect, modal, negated)
    if tokens[first].low in {"being", "having", "be", "been"}:
        return Group(first, last, None, "be", None, False, gerund=True)
    stem = words.verbs["have"] if have and not be else words.verbs["do"] if do and not be else words.verbs["be"]
    return Group(first, last, stem, stem.lemma, stem.first, True, False, past, perfect, modal, negated)


def _chained(tokens: list[Token], group: Group | None, words: Lexicon) -> Group | None:
    """Take "is due to open", "is believed to have received", "was ordered to pay" as one verb: the last."""
    if group is None or not group.finite or group.last + 2 >= len(tokens):
        return group
    at = group.last + 1
    lemma = group.lemma
    if lemma == "be" and tokens[at].low in {"due", "likely", "set", "unlikely"}:
        lemma = tokens[at].low
        at += 1
    if lemma not in words.words["told"] | words.words["ahead"] or at + 1 >= len(tokens) or tokens[at].low != "to":
        return group
    if not group.passive and lemma == group.lemma:
        return group
    at += 1
    perfect = tokens[at].low == "have"
    at += perfect
    passive = at < len(tokens) and tokens[at].low in {"be", "been"}
    at += passive
    verb = words.verbs.get(tokens[at].low) if at < len(tokens) and tokens[at].mention is None else None
    if verb is None or not (verb.base or verb.participle):
        return group
    ahead = lemma in words.words["ahead"]
    return Group(
        group.first,
        at,
        verb,
        verb.lemma,
        verb.first,
        finite=True,
        passive=passive and verb.participle,
        past=perfect or (group.past and not ahead),
        perfect=perfect,
        modal="will" if ahead and not group.past else group.modal,
        negated=group.negated,
    )


def _reduce(tokens: list[Token], groups: list[Group]) -> None:
    """Find the participles that only look like telling verbs: "a man arrested in June was charged"."""
    finite = [g for g in groups if g.finite]
    intransitive = lexicon().words["intransitive"]
    for number, group in enumerate(finite):
        if not group.bare or group.lemma in intransitive:
            continue
        before = tokens[group.first - 1].low if group.first else ""
        earlier = any(not g.reduced for g in finite[:number])
        if group.first == 0 or (group.first == 1 and before in {"“", '"'}):
            group.reduced = True
            continue
        following = finite[number + 1] if number + 1 < len(finite) else None
        if following is not None and not (
            group.cls is not None
            and "report" in group.cls.flags
            and group.verb is not None
            and group.verb.lemma not in {"call", "find", "report", "accuse"}
        ):
            between = tokens[group.last + 1 : following.first]
            plain = not any(t.low in _SUBORDINATE | _RELATIVE | _JOIN | _STOPPERS | {","} for t in between)
            strong = not following.bare or (
                following.reduced is False and following.verb is not None and not following.verb.participle
            )
            if plain and strong and _no_object(tokens, group) and not _in_segment(tokens, finite[:number], group):
                group.reduced = True
                continue
        if before == "," and following is not None:
            comma = any(t.low == "," for t in tokens[group.last + 1 : following.first])
            if comma and not earlier:
                group.reduced = True
                continue
        if before == "," and _resumes(tokens, finite[:number]):
            continue
        if (
            earlier
            and not group.reduced
            and before == ","
            and group.last + 1 < len(tokens)
            and tokens[group.last + 1].low in {"by", "in", "on"}
        ):
            group.reduced = True
        elif (
            earlier
            and group.verb is not None
            and group.bare
            and tokens[group.first - 1].mention is None
            and before.isalpha()
            and not _new_segment(tokens, finite[:number], group)
        ):
            # a second bare form with nothing before it but the first verb's object: "recaptured land seized in May"
            group.reduced = True


def _resumes(tokens: list[Token], earlier: list[Group]) -> bool:
    """Tell whether a verb after a comma goes on with a sentence that a relative clause interrupted."""
    told = [g for g in earlier if not g.reduced]
    return len(told) == 1 and any(
        t.low in {"who", "which", "whose"} and t.mention is None for t in tokens[: told[0].first]
    )


def _no_object(tokens: list[Token], group: Group) -> bool:
    """Tell whether what follows can follow a participle: no noun phrase as its object."""
    after = tokens[group.last + 1] if group.last + 1 < len(tokens) else None
    if after is None or after.time >= 0:
        return True
    return after.mention is None and (
        after.low in PREPOSITIONS
        or after.low in {"dead", "alive", "guilty", ",", "last", "earlier"}
        or after.low.endswith("ly")
    )


def _in_segment(tokens: list[Token], earlier: list[Group], group: Group) -> bool:
    """Tell whether the segment of `group` already has its verb."""
    for other in reversed(earlier):
        if other.reduced:
            continue
        between = tokens[other.last + 1 : group.first]
        return not any(t.low in _SUBORDINATE | _RELATIVE | _JOIN | _STOPPERS | {","} for t in between)
    return False


def _new_segment(tokens: list[Token], earlier: list[Group], group: Group) -> bool:
    for other in reversed(earlier):
        if other.reduced:
            continue
        first = tokens[other.last + 1] if other.last + 1 < len(tokens) else None
        phrase = first is not None and first.mention is None and first.low in PREPOSITIONS - {"on", "in"}
        if other.cls is not None and "report" in other.cls.flags and not phrase:
            return True
        between = tokens[other.last + 1 : group.first]
        return any(t.low in _SUBORDINATE | _RELATIVE | _JOIN | _STOPPERS | {",", "“", "”", '"'} for t in between)
    return True


# ---- clauses


def _clauses(tokens: list[Token], groups: list[Group]) -> list[Clause]:
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
    _relate(tokens, clauses, pre)
    return clauses


def _stands_alone(tokens: list[Token], group: Group) -> bool:
    """Tell whether a verb that tells no time of its own still opens a clause: "after signing a deal in May"."""
    return group.gerund and group.first > 0 and tokens[group.first - 1].low in _SEPARATE


def _opening(tokens: list[Token], first: Group) -> int:
    """Give where the clause of the first verb begins: behind what an embedded clause interrupts."""
    for here in range(first.first - 1, 0, -1):
        low = tokens[here].low
        if tokens[here].mention is not None or tokens[here].time >= 0:
            continue
        if low in _RELATIVE and low != "that" and tokens[here - 1].low not in {"of", "and", "or"}:
            return here
        if (
            low in _SUBORDINATE
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
    if tokens[cut].mention is None and (low in _SUBORDINATE or low in _RELATIVE or low in _JOIN or low in _SEPARATE):
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
            or (word in _RELATIVE and not (word == "that" and tokens[here - 1].low in PREPOSITIONS))
            or (
                word in _SUBORDINATE
                and (here + 1 < high or word in {"when", "while"})
                and not _prepositional(tokens, here, high)
            )
        ):
            weight = 4
        elif word in _JOIN:
            weight = 3 if here + 1 == high or _noun_phrase(tokens, here + 1, high) else 1
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
        and left.lemma in _NULL_THAT
        and rank
        and rank < 4
        and best > low
        and best + 1 < high
        and tokens[best].low in _JOIN
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
        here = high
        while here > low and (
            tokens[here - 1].mention is not None
            or tokens[here - 1].low in _PRONOUNS | _DETERMINERS
            or tokens[here - 1].low in _ADVERB
        ):
            here -= 1
        return here if here > low else high
    if (
        tokens[best].low in _JOIN | {",", "”", '"', ";", ":", "—", "–"}
        and best + 1 < high
        and tokens[best + 1].low in _SUBORDINATE | _RELATIVE | _JOIN
    ):
        best += 1
    return best


def _prepositional(tokens: list[Token], here: int, high: int) -> bool:
    """Tell whether "after", "before", "since", "as" is a preposition here: no subject before the verb."""
    if tokens[here].low not in {"after", "before", "since", "until", "as", "till"}:
        return False
    phrase = tokens[here + 1 : high]
    return not phrase or phrase[-1].low in _JOIN or any(t.low == "," for t in phrase)


def _noun_phrase(tokens: list[Token], low: int, high: int) -> bool:
    """Tell whether tokens can be the subject of the verb that follows."""
    piece = tokens[low:high]
    return bool(piece) and not any(t.low in _SUBORDINATE | {","} for t in piece)


def _attribution(comma: int, right: Group) -> bool:
    """Tell whether what follows a comma is a new clause with a subject of its own."""
    return comma >= 0 and comma + 1 < right.first


def _relate(tokens: list[Token], clauses: list[Clause], pre: int | None) -> None:
    """Tell which clause hangs on which, and whose subject is shared."""
    main: int | None = None
    for number, clause in enumerate(clauses):
        group = clause.group
        if group is None:
            continue
        begin = clause.spans[0][0]
        empty = clause.subject[0] >= clause.subject[1] or all(
            t.low in _ADVERB or not t.low[0].isalnum() or t.time >= 0 or t.low in {"on", "in", "at"}
            for t in tokens[clause.subject[0] : clause.subject[1]]
        )
        if number == 0:
            if pre is None:
                main = 0
            elif clause.lead in _RELATIVE or group.reduced:
                clause.shared = -1
            continue
        free = pre is not None and main is None and not group.reduced and clause.lead not in _RELATIVE | _SUBORDINATE
        if free and pre is not None and (empty or tokens[begin].low == ","):
            clause.spans.append((0, pre))
            if empty:
                clause.subject = (0, pre)
            main = number
            continue
        if clause.lead in _RELATIVE and clause.lead != "that":
            clause.parent = number - 1
            clause.shared = -1 if empty else None
        elif group.reduced:
            clause.parent = number - 1
            clause.shared = -1
        elif clause.lead in _SUBORDINATE:
            clause.parent = number - 1
        elif group.gerund:
            clause.parent = number - 1
            clause.shared = main if main is not None else number - 1
        elif empty:
            clause.shared = number - 1 if clauses[number - 1].lead not in _RELATIVE or main is None else main
            if (
                clause.lead in {"", "that"}
                and clauses[number - 1].shared is None
                and clauses[number - 1].lead in _SUBORDINATE
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


def _attach(tokens: list[Token], clauses: list[Clause], times: list[Timex]) -> None:
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
