"""
How like two names are, and why: the judgement behind proposals of doubles. Pure, no database.

A name is brought down step by step: accents and case, brackets, titles, script, romanisation, order of
words; the first step at which two names are the same is the reason given. What is still different
is compared word by word with rapidfuzz. A short word or a number must be the same, so that Kim Jong Un and
Kim Jong Il, Unit 1 and Unit 2 stay two. `blocks` gives the keys by which names that may be alike
meet, so that nobody compares all with all. Nothing here decides: a person merges. A new reason is a step in `alike`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from timeline.model import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLES = (
    "mr mrs ms miss dr prof professor sir lord lady dame saint st mme monsieur madame herr frau senor senora don"
    " president vice deputy acting former ex then chairman chairwoman chairperson chair premier prime minister"
    " chancellor foreign defence defense secretary general gen lt lieutenant colonel col major maj captain capt"
    " admiral adm marshal commander sergeant sgt king queen prince princess emperor tsar czar pope ayatollah imam"
    " sheikh sheik shah sultan emir senator sen congressman congresswoman rep representative governor gov mayor"
    " ambassador comrade dear supreme great leader ruler dictator his her excellency majesty holiness honourable"
    " honorable hon head chief spokesman spokeswoman spokesperson mp mep phd qc kc"
)
_LEGAL = "inc ltd llc plc corp corporation co company gmbh ag sa srl bv nv oy ab pjsc ojsc jsc ooo"
_SMALL = "the of and a an for de la le les el al"
TITLES = frozenset(_TITLES.split())
"""Words before or behind a name that say what somebody is, not who."""
LEGAL = frozenset(_LEGAL.split())
"""What a company is by law."""
SMALL = frozenset(_SMALL.split())

_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_BY_SYLLABLE = re.compile("([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])")
_SIGNS = re.compile(r"(?<=\w)['’ʹʺ`´](?=\w)")
_ROMAN = (
    (re.compile("shch|sch|tch|dzh|tsch"), "c"),
    (re.compile("ch|zh|ts|tz|cz|dj|dz|j(?=[aeou])"), "c"),
    (re.compile("kh|gh"), "k"),
    (re.compile("ph"), "f"),
    (re.compile("sh|z"), "s"),
    (re.compile("th"), "t"),
    (re.compile("ck|[gq]"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("w"), "v"),
    (re.compile("d"), "t"),
    (re.compile("b"), "p"),
    (re.compile("l"), "r"),
    (re.compile("h(?![aeiou])"), ""),
    (re.compile("eo"), "o"),
    (re.compile("eu|oo|ou"), "u"),
    (re.compile("[ao][eiy]"), "e"),
    (re.compile("[iyj]*[iyj][iyj]*|ey|ei|ie|ee"), "i"),
    (re.compile(r"e(?=[aou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""What romanisations of one sound have in common: McCune and Revised Korean, the many ways out of Cyrillic."""
_VOWELS = re.compile("[aeiouy]")
PART = "one name is a part of the other"
_SHORT = 3
"""Letters up to which a word must be the same."""
_WORD_ALIKE = 0.86
"""Of Jaro and Winkler: "zelensky" and "zelenskiy" are 0.97 alike, "north" and "south" 0.73."""


class Likeness(NamedTuple):
    """How like two names are."""

    score: float
    """0 to 1; what is below 0.4 is not told at all."""
    reason: str


class Form(NamedTuple):
    """A name, brought down."""

    folded: str
    bracket: frozenset[str]
    """Words in brackets: what somebody is, said beside who."""
    bare: tuple[str, ...]
    """Words without brackets, titles and small words, in the name's own script."""
    latin: tuple[str, ...]
    """The same in Latin letters."""
    sound: tuple[str, ...]
    """The same as `latin`, each without what romanisations differ in."""
    foreign: bool
    """Whether the name is in another script."""


@lru_cache(maxsize=200_000)
def form(name: str) -> Form:
    """
    Bring a name down.

    >>> form("President Kim Chŏng-ŭn (North Korea)").latin
    ('kim', 'chong', 'un')
    """
    plain = _BRACKETS.sub(" ", name)
    if not fold(plain):
        plain = name
    bracket = frozenset(word for found in _BRACKETS.findall(name) for word in fold(found).split())
    bare = _without_titles(fold(_SIGNS.sub("", plain)).split())
    foreign = any(not word.isascii() for word in bare)
    latin = tuple(part for word in bare for part in _latin(word)) if foreign else bare
    return Form(fold(name), bracket, bare, latin, tuple(map(sound, latin)), foreign)


def _without_titles(words: list[str]) -> tuple[str, ...]:
    left = [word for word in words if word not in TITLES | LEGAL | SMALL and word != "s"]
    return tuple(left or words)


def _latin(word: str) -> list[str]:
    """Give a word of any script in Latin letters; a syllable of Chinese or Korean is a word of its own."""
    from anyascii import anyascii

    spaced = _BY_SYLLABLE.sub(r" \1 ", word)
    return fold(_SIGNS.sub("", " ".join(anyascii(part) for part in spaced.split()))).split() or [word]


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """
    Give a word without what romanisations differ in.

    >>> sound("zelenskyy") == sound("selenskyj"), sound("jeong") == sound("chong"), sound("gim") == sound("kim")
    (True, True, True)
    """
    if len(word) == 1:
        return word  # an initial
    for pattern, instead in _ROMAN:
        word = pattern.sub(instead, word)
    return word


def alike(one: Form, other: Form) -> Likeness | None:
    """Say how like two names are; None where nothing speaks for their being one."""
    mine, its = one.latin, other.latin
    if not mine or not its:
        return None
    long = len(mine) > 1
    if one.folded == other.folded:
        return Likeness(1.0 if long else 0.9, "the same name but for accents, case or punctuation")
    if one.bracket != other.bracket and mine == its:
        return Likeness(0.9 if long else 0.62, "the same name but for what stands in brackets")
    if mine == its and (one.foreign or other.foreign):
        return Likeness(0.97, "the same name in another script")
    if mine == its:
        return Likeness(0.95 if long else 0.75, "the same name but for titles and small words")
    if sorted(mine) == sorted(its):
        return Likeness(0.95, "the same words in another order")
    if "".join(mine) == "".join(its):
        return Likeness(0.95, "the same letters, spaced otherwise")
    if sorted(one.sound) == sorted(other.sound) or "".join(one.sound) == "".join(other.sound):
        enough = long and len(its) > 1
        script = one.foreign or other.foreign
        if not _numbers_differ(mine, its) and (enough or len("".join(one.sound)) > 4):
            reason = "the same name in another script" if script else "the same name, transliterated otherwise"
            return Likeness(0.92 if enough else 0.8, reason)
    return _initials(mine, its) or _spelt_alike(one, other) or _part(one, other)


def _numbers_differ(mine: tuple[str, ...], its: tuple[str, ...]) -> bool:
    def numbers(words: tuple[str, ...]) -> list[str]:
        return sorted(word for word in words if any(sign.isdigit() for sign in word))

    return numbers(mine) != numbers(its)


def _initials(mine: tuple[str, ...], its: tuple[str, ...]) -> Likeness | None:
    """Compare "V. V. Putin" with "Vladimir Putin", and "DPRK" with the words it stands for."""
    short, long = sorted((mine, its), key=lambda words: len("".join(words)))
    if len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long):
        return Likeness(0.72 if len(long) > 2 else 0.6, "initials")
    full = [word for word in short if len(word) > 1]
    first = [word for word in short if len(word) == 1]
    if not full or not first or len(short) > len(long) + 1:
        return None
    left = list(long)
    for word in full:
        if word not in left:
            return None
        left.remove(word)
    if not left or any(len(word) == 1 for word in left):
        return None
    began = {word[0] for word in left}
    if first[0] != left[0][0] or (len(left) > 1 and not set(first) <= began):
        return None
    return Likeness(0.78, "initials in place of names")


def _spelt_alike(one: Form, other: Form) -> Likeness | None:
    """Compare word by word: each must have its like in the other name, and no word be left over."""
    from rapidfuzz.distance import JaroWinkler

    mine, its = one.sound, list(other.sound)
    if len(mine) != len(its) or _numbers_differ(one.latin, other.latin):
        return None
    least, differing = 1.0, 0
    for word in mine:
        best = max(its, key=lambda other_word: JaroWinkler.similarity(word, other_word))
        its.remove(best)
        if word == best:
            continue
        likeness = max(JaroWinkler.similarity(word, best), 0.9 * _same_consonants(word, best))
        if min(len(word), len(best)) <= _SHORT or likeness < _WORD_ALIKE or any(sign.isdigit() for sign in word):
            return None
        least = min(least, likeness)
        differing += 1
    if differing > 1 and len(mine) == differing and least < 0.92:
        return None
    if len(mine) == 1:
        return Likeness(round(0.62 * least, 3), "spelt alike") if least >= 0.92 else None
    return Likeness(round(0.85 * least, 3), "spelt alike")


def _same_consonants(word: str, other: str) -> bool:
    consonants = _VOWELS.sub("", word)
    return len(consonants) > 2 and consonants == _VOWELS.sub("", other) and word[:1] == other[:1]


def _part(one: Form, other: Form) -> Likeness | None:
    """Compare "Putin" with "Vladimir Putin": the one is a part of the other, at its beginning or end."""
    first, second = sorted((one, other), key=lambda form: len(form.sound))
    short, long = first.sound, second.sound
    if len(short) >= len(long) or len("".join(first.latin)) < _SHORT or any(word.isdigit() for word in short):
        return None
    ends = (short[0], short[-1]) == (long[0], long[-1])
    if ends and min(map(len, short)) > 1 and len(short) > 1 and set(short) <= set(long):
        return Likeness(0.7, "the same name but for what stands in its middle")
    if short in {long[: len(short)], long[-len(short) :]}:
        return Likeness(0.42 if len(short) == 1 else 0.55, PART)
    return None


def blocks(one: Form) -> Iterator[tuple[str, bool]]:
    """
    Give the keys under which a name is looked for, each with whether names that share it are sure to be alike.

    Names that `alike` may find something in share a key: what they sound like in any order, their
    consonants, all words but one, or one word.
    """
    whole = sorted(one.sound)
    yield "=" + "".join(whole), True
    yield "=" + "".join(one.sound), True
    consonants = "".join(_VOWELS.sub("", word) for word in whole)
    if len(consonants) > 2 and not any(sign.isdigit() for sign in consonants):
        yield "c" + consonants, False
    if len(whole) > 1:
        for place in range(len(whole)):
            rest = whole[:place] + whole[place + 1 :]
            yield "w" + " ".join(rest), False
        yield "w" + " ".join(whole), False
        yield "i" + "".join(word[0] for word in one.latin), False
        for word in (one.sound[0], one.sound[-1]):
            yield "w" + word, False
    else:
        yield "w" + whole[0], False
        yield "i" + one.latin[0], False
