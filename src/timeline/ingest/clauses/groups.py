"""Verb groups, found from left to right: which words are verbs, and which auxiliaries go with them."""

from __future__ import annotations

from timeline.ingest.clauses.types import Group, Token
from timeline.ingest.clauses.words import (
    ADVERB,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    JOIN,
    MODAL,
    NO_VERB,
    PAST_BE,
    PRONOUNS,
    RELATIVE,
    SEPARATE,
    STOPPERS,
    SUBORDINATE,
)
from timeline.ingest.lexicon import PREPOSITIONS, Lexicon, lexicon


def verb_groups(tokens: list[Token], words: Lexicon, terse: bool) -> list[Group]:
    """Find the verb groups of a sentence; in a terse one (an entry of a log) a verb may stand without its subject."""
    groups: list[Group] = []
    begin = _BEGIN
    here = 0
    while here < len(tokens):
        may = begin.get(tokens[here].low)
        if may is None:
            if len(begin) > _MOST_WORDS:
                begin.clear()
            may = begin[tokens[here].low] = _may_begin(tokens[here].low)
        if not may:
            here += 1
            continue
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
    if terse:
        _headline(tokens, groups)
    _reduce(tokens, groups)
    return groups


def _headline(tokens: list[Token], groups: list[Group]) -> None:
    """Read "X charged with murder", "Y last seen at home" as passives: in entries the auxiliary is left out."""
    intransitive = lexicon().words["intransitive"]
    finite = [g for g in groups if g.finite]
    group = finite[0] if finite else None
    if group is None or not group.bare or group.verb is None or not group.verb.participle or not group.first:
        return
    if len(finite) > 1 and tokens[finite[1].first - 1].low not in JOIN:
        return
    undergone = group.cls is None or group.cls.name in _UNDERGONE
    following = tokens[group.last + 1].low if group.last + 1 < len(tokens) else ""
    ordered = following == "to" and group.lemma in {"order", "tell", "ask", "sentence", "urge", "advise"}
    if (undergone and group.lemma not in intransitive and _no_object(tokens, group)) or ordered:
        group.passive, group.bare, group.reduced = True, False, False


_UNDERGONE = frozenset(
    (
        *("arrest", "attack", "court", "crime", "appointment", "rescue", "creation", "ending", "hosting", "signing"),
        *("transfer", "plea", "state", "election"),
    )
)
"""Classes whose past form without an object is a passive in an entry: "suspect charged with theft"."""
_WHERE = frozenset(["southern", "northern", "eastern", "western", "central"])
_OWNS = frozenset(["his", "her", "its", "their"])
_BEGIN: dict[str, bool] = {}
"""Word: whether it can begin a verb group; a text says the same few thousand words again and again."""
_MOST_WORDS = 20_000


def _may_begin(low: str) -> bool:
    """Tell whether a word can begin a verb group: an auxiliary, "to", a known form, or the look of one."""
    return (
        low in MODAL
        or low in BE
        or low in HAVE
        or low in DO
        or low == "to"
        or low in lexicon().verbs
        or low.endswith(("ing", "ed"))
    )


def _skip(tokens: list[Token], here: int) -> int:
    """Go over adverbs and negations."""
    while here < len(tokens) and (
        tokens[here].low in ADVERB or (tokens[here].low.endswith("ly") and tokens[here].mention is None)
    ):
        here += 1
    return here


def _group(tokens: list[Token], here: int, words: Lexicon, terse: bool, *, seen: bool) -> Group | None:
    token = tokens[here]
    low = token.low
    if token.mention is not None or token.time >= 0:
        return None
    if low in MODAL or low in BE or low in HAVE or low in DO:
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
        if verb is None and low not in NO_VERB and before is not None and (before.low in SEPARATE or before.low == ","):
            return Group(here, here, None, low, words.generic, finite=False, gerund=True)
        if verb is None or not verb.ing or (before is not None and before.low in DETERMINERS):
            return None
        return Group(here, here, verb, verb.lemma, verb.first, finite=False, gerund=True)
    if verb is None:
        if low.endswith("ed") and len(low) > 4 and low not in NO_VERB and "-" not in low and _can_be_verb(tokens, here):
            return Group(here, here, None, low, words.generic, finite=True, past=True, bare=True)
        return None
    if token.raw[0].isupper() and here and before is not None and before.low not in {"“", '"', ".", ":"}:
        return None
    if verb.past or verb.participle:
        if not _can_be_verb(tokens, here):
            return None
        if _has_before(tokens, here):
            return Group(here, here, verb, verb.lemma, verb.first, finite=True, past=True, perfect=True)
        if not verb.past:
            # a strong participle without auxiliary: "a man shot by police", "troops sent to Russia"
            return Group(here, here, verb, verb.lemma, verb.first, finite=True, past=True, bare=True, reduced=True)
        if verb.base and not _base_is_past(tokens, here):
            return None
        return Group(here, here, verb, verb.lemma, verb.first, finite=True, past=True, bare=verb.participle)
    if verb.present and not terse and before is not None and before.mention is None and before.low in words.verbs:
        return None
    if (verb.present or (verb.base and terse)) and not _is_helped(tokens, here):
        noun = low in words.nouns or low in {"leaves", "shares", "homes", "results"}
        noun = noun or (before is not None and before.low[:1].isdigit() and before.time < 0)  # "the 1200 block"
        noun = noun or (before is not None and before.mention is None and before.low in PREPOSITIONS)  # "on bail"
        noun = noun or (here > 1 and before is not None and _is_described(tokens, here))
        noun = noun or (here > 1 and before is not None and before.mention is None and tokens[here - 2].low in _OWNS)
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


def _is_described(tokens: list[Token], here: int) -> bool:
    """Tell "A first report", whose "report" is no verb, from "The police report a theft"."""
    words, before = lexicon().words, tokens[here - 1]
    if tokens[here - 2].low not in {"a", "an", "the"} or before.mention is not None or not before.low.isalpha():
        return False
    return not any(before.low in words[kind] for kind in ("group", "organisation", "armed", "office", "antecedent"))


def _is_helped(tokens: list[Token], here: int) -> bool:
    """Tell whether an auxiliary follows, so that this is its subject: "remains were found"."""
    low = tokens[here + 1].low if here + 1 < len(tokens) else ""
    return low in BE or low in HAVE or low in MODAL


def _has_before(tokens: list[Token], here: int) -> bool:
    """Tell whether "he'd" or "they've" stands before a participle, perhaps with an adverb between."""
    for back in range(here - 1, max(-1, here - 3), -1):
        low = tokens[back].low
        if low.endswith(("'d", "’d", "'ve", "’ve")):
            return True
        if low not in ADVERB and low != "last" and not low.endswith("ly"):
            return False
    return False


def _base_is_past(tokens: list[Token], here: int) -> bool:
    """Tell "the quake hit the town" from "the hit": a form that is base and past alike wants a subject and more."""
    before = tokens[here - 1] if here else None
    after = tokens[here + 1] if here + 1 < len(tokens) else None
    if before is None or after is None:
        return False
    if before.low == "," and (after.low in PREPOSITIONS or after.low in {"up", "out", "off", "down"}):
        return True  # "the commission, set up in 2016, has"
    if (
        after.low in {".", "’s", "of"}
        or before.low in {"to", "of", "and"}
        or (before.low in PREPOSITIONS and before.mention is None)
    ):
        return False
    if before.low[:1].isdigit() and before.time < 0:  # "a quake of magnitude 7.8 hit southern Turkey"
        return after.mention is not None or after.low in DETERMINERS or after.low in _WHERE
    return (
        before.mention is not None or before.low in PRONOUNS or (before.low.isalpha() and before.low not in DETERMINERS)
    )


def _after_actor(tokens: list[Token], here: int) -> bool:
    before = tokens[here - 1]
    return (
        (before.mention is not None and not before.mention.possessive)
        or before.low in PRONOUNS
        or before.low in lexicon().words["group"]
    )


def _can_be_verb(tokens: list[Token], here: int) -> bool:
    """Tell whether a past form stands where a verb can: not between an article and its noun."""
    if not here:
        return True
    before = tokens[here - 1]
    if before.mention is not None and before.mention.possessive:
        return False
    if before.low in DETERMINERS and before.low not in {"that", "these", "those", "both", "all", "this"}:
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
        if low in MODAL:
            modal = low
        elif low in HAVE:
            if have or be or do:
                break
            have = True
            past = past or low.startswith("had")
        elif low in BE:
            be = True
            past = past or low in PAST_BE
        elif low in DO:
            do = True
            past = past or low.startswith("did")
        elif low in ADVERB or low == "last" or (low.endswith("ly") and len(low) > 3):
            negated = negated or low in {"not", "never"}
            here += 1
            continue
        else:
            break
        negated = negated or low.endswith(("n't", "n’t"))
        last = here
        here += 1
    here = _over_date(tokens, here, words) if have or be else here
    verb = (
        words.verbs.get(tokens[here].low)
        if here < len(tokens) and tokens[here].mention is None and tokens[here].time < 0
        else None
    )
    low = tokens[here].low if here < len(tokens) else ""
    perfect = have
    if verb is None and be and low.endswith("ed") and len(low) > 4 and low not in NO_VERB:
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


def _over_date(tokens: list[Token], here: int, words: Lexicon) -> int:
    """Give where the participle stands in "was in August convicted"; `here` if no date stands between."""
    at = here
    if at + 1 < len(tokens) and tokens[at].low in {"in", "on", "at"} and tokens[at + 1].time >= 0:
        at += 1
    begin = at
    while at < len(tokens) and tokens[at].time >= 0:
        at += 1
    verb = words.verbs.get(tokens[at].low) if begin < at < len(tokens) and tokens[at].mention is None else None
    return at if verb is not None and verb.participle else here


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
    unknown = verb is None and passive and at < len(tokens) and tokens[at].low.endswith("ed")
    if not unknown and (verb is None or not (verb.base or verb.participle)):
        return group
    ahead = lemma in words.words["ahead"]
    return Group(
        group.first,
        at,
        verb,
        verb.lemma if verb is not None else tokens[at].low,
        verb.first if verb is not None else words.generic,
        finite=True,
        passive=passive and (verb is None or verb.participle),
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
        if not group.bare or group.lemma in intransitive or group.lemma in {"say", "tell", "add"}:
            continue
        before = tokens[group.first - 1].low if group.first else ""
        earlier = any(not g.reduced for g in finite[:number])
        if group.first == 0 or (group.first == 1 and before in {"“", '"'}):
            group.reduced = True
            continue
        following = finite[number + 1] if number + 1 < len(finite) else None
        if following is not None and not earlier and _fronted(tokens, group, following):
            group.reduced = True
            continue
        if following is not None and not (
            group.cls is not None
            and "report" in group.cls.flags
            and group.verb is not None
            and group.verb.lemma not in {"call", "find", "report", "accuse"}
        ):
            between = tokens[group.last + 1 : following.first]
            plain = not any(t.low in SUBORDINATE | RELATIVE | JOIN | STOPPERS | {","} for t in between)
            strong = not following.bare or (
                following.reduced is False and following.verb is not None and not following.verb.participle
            )
            if plain and strong and _no_object(tokens, group) and not _in_segment(tokens, finite[:number], group):
                group.reduced = True
                continue
        if before == "," and not earlier and group.first > 3 and _is_aged(tokens, group.first - 1):
            continue  # "Sherry Joseph, 34, pleaded guilty"
        if before == "," and following is not None:
            between = tokens[group.last + 1 : following.first]
            comma = any(t.low == "," for t in between)
            other = not _no_object(tokens, group) and any(t.low in RELATIVE for t in between)
            if comma and not earlier and not other:  # not "his heir, X, offered terms, which the city refused"
                group.reduced = True
                continue
        if before == "," and _resumes(tokens, finite[:number]):
            continue
        if (
            earlier
            and not group.reduced
            and before == ","
            and group.last + 1 < len(tokens)
            and (tokens[group.last + 1].low in {"by", "in", "on"} or tokens[group.last + 1].time >= 0)
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


def _is_aged(tokens: list[Token], comma: int) -> bool:
    """Tell whether an age stands between a name and this comma."""
    age = tokens[comma - 1]
    return age.time < 0 and age.low.isdigit() and tokens[comma - 2].low == "," and tokens[comma - 3].mention is not None


def _fronted(tokens: list[Token], group: Group, following: Group) -> bool:
    """Tell "In a statement published on Friday, the bank said": what stands before the first verb is no subject."""
    before = tokens[: group.first]
    if not before or before[0].mention is not None or before[0].low not in {"in", "at", "by", "under", "according"}:
        return False
    if len(before) > 6 or any(t.mention is not None or t.low == "," or t.time >= 0 for t in before):
        return False
    return any(t.low == "," for t in tokens[group.last + 1 : following.first]) and _no_object(tokens, group)


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
        return not any(t.low in SUBORDINATE | RELATIVE | JOIN | STOPPERS | {","} for t in between)
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
        return any(t.low in SUBORDINATE | RELATIVE | JOIN | STOPPERS | {",", "“", "”", '"'} for t in between)
    return True
