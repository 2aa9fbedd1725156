"""
The words this room knows, read from the plain files in `data/`: verbs with roles, titles, units, cues.

`lexicon()` reads them once. A new verb, title, unit or country is a word in one of those files, whose form
docs/ingest.md tells; no word of English stands in the code that only the files should know. Regular verbs are
inflected here, irregular ones are written out in the file.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).resolve().parent / "data"
_FLAGS = frozenset(["report", "sport", "state", "change"])


def each(text: str) -> frozenset[str]:
    """Give the words of a text as a set; so lists of words read as such."""
    return frozenset(text.split())


PREPOSITIONS = each(
    "in on at by for from to of with without under over into onto near inside outside against about across through "
    "between among during after before since until towards toward despite off around along behind beyond via within "
    "amid following per as upon beside throughout"
)


class VerbClass(NamedTuple):
    """Verbs and nouns that name one kind of happening, and the roles of those who take part."""

    name: str
    roles: dict[str, str]
    flags: frozenset[str]

    def role(self, place: str, default: str | None = None) -> str | None:
        """Give the role of who stands at `place`; None where the file says that it has none."""
        role = self.roles.get(place, default)
        return None if role == "-" else role


class Verb(NamedTuple):
    """What a word form is as a verb."""

    lemma: str
    classes: tuple[VerbClass, ...]
    past: bool
    participle: bool
    present: bool
    """Third person, present."""
    base: bool
    ing: bool

    @property
    def first(self) -> VerbClass:
        """The class whose roles hold."""
        return self.classes[0]

    def is_a(self, flag: str) -> bool:
        """Tell whether its first class has a flag."""
        return flag in self.classes[0].flags


class Country(NamedTuple):
    """A state: its code, name, and what else it is called."""

    code: str
    name: str
    adjectives: tuple[str, ...]
    names: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]


class Unit(NamedTuple):
    """What a figure counts."""

    attribute: str
    unit: str


class Lexicon(NamedTuple):
    """All of it."""

    verbs: dict[str, Verb]
    nouns: dict[str, VerbClass]
    nouns_of_two: dict[str, VerbClass]
    """Nouns of two words, such as "press conference"."""
    phrases: dict[tuple[str, str], VerbClass]
    """Verb and the word after it, where both together mean something else: "take place", "break out"."""
    generic: VerbClass
    words: dict[str, frozenset[str]]
    """The sections of actors.txt and cues.txt, lower case."""
    spelt: dict[str, tuple[str, ...]]
    """The same, as written."""
    countries: tuple[Country, ...]
    units: dict[str, Unit]
    befell: dict[str, str]
    """What befell people who are counted ("killed", "arresting"): the attribute."""


def _lines(name: str) -> list[str]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _inflected(lemma: str) -> tuple[set[str], set[str], set[str]]:
    """Give the past forms, third persons and -ing forms of a regular verb (both spellings where two are used)."""
    if re.search(r"[^aeiou]y$", lemma):
        past, third = {lemma[:-1] + "ied"}, {lemma[:-1] + "ies"}
    elif lemma.endswith("e"):
        past, third = {lemma + "d"}, {lemma + "s"}
    else:
        past = {lemma + "ed"}
        third = {lemma + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", lemma) else "s")}
    stem = lemma[:-2] + "y" if lemma.endswith("ie") else lemma[:-1] if re.search(r"[^eoy]e$", lemma) else lemma
    ing = {stem + "ing"}
    if re.search(r"[^aeiou][aeiou][bdfgklmnprtvz]$", lemma):
        past.add(lemma + lemma[-1] + "ed")
        ing.add(lemma + lemma[-1] + "ing")
    return past, third, ing


class _Building:
    """Gathers the forms of verbs."""

    def __init__(self) -> None:
        self.forms: dict[str, dict[str, set[str]]] = {}
        """Form: lemma: what it is."""
        self.classes: dict[str, list[VerbClass]] = {}

    def add(self, entry: str, cls: VerbClass) -> None:
        lemma, *irregular = entry.split("/")
        self.classes.setdefault(lemma, [])
        if cls not in self.classes[lemma]:
            self.classes[lemma].append(cls)
        past, third, ing = _inflected(lemma)
        participle = past
        if irregular:
            past, participle = {irregular[0]}, {irregular[-1]}
        for form, what in [(lemma, "base"), *((f, "present") for f in third), *((f, "ing") for f in ing)]:
            self.forms.setdefault(form, {}).setdefault(lemma, set()).add(what)
        for form in past:
            self.forms.setdefault(form, {}).setdefault(lemma, set()).add("past")
        for form in participle:
            self.forms.setdefault(form, {}).setdefault(lemma, set()).add("participle")

    def verbs(self) -> dict[str, Verb]:
        made = {}
        for form, lemmas in self.forms.items():
            lemma = next((name for name in lemmas if "past" in lemmas[name]), next(iter(lemmas)))
            what = set().union(*lemmas.values())
            made[form] = Verb(
                lemma,
                tuple(self.classes[lemma]),
                "past" in what,
                "participle" in what,
                "present" in what,
                "base" in what,
                "ing" in what,
            )
        return made


def _sections(name: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    section = ""
    for line in _lines(name):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            found[section] = (*found.get(section, ()), *_split(line))
    return found


def _countries() -> tuple[Country, ...]:
    found = []
    for line in _lines("countries.txt"):
        code, name, names, adjectives, people, capitals = (line + "|||||").split("|")[:6]
        found.append(
            Country(code, name, *(tuple(_split(field)) for field in (adjectives, names, people, capitals))),
        )
    return tuple(found)


@cache
def lexicon() -> Lexicon:
    """Give the words, reading the files at the first call."""
    building = _Building()
    nouns: dict[str, VerbClass] = {}
    pairs: dict[str, VerbClass] = {}
    phrases: dict[tuple[str, str], VerbClass] = {}
    cls = generic = VerbClass("action", {"subject": "agent", "object": "patient"}, frozenset())
    for line in _lines("verbs.txt"):
        head, _, rest = line.partition(" ")
        if head == "class":
            name, *marks = rest.split()
            roles = dict(mark.split("=") for mark in marks if "=" in mark)
            cls = VerbClass(name, roles, frozenset(marks) & _FLAGS)
            generic = cls if name == "action" else generic
        elif head == "verbs":
            for entry in _split(rest):
                building.add(entry, cls)
        elif head == "phrases":
            for phrase in _split(rest):
                verb, word = phrase.split()
                phrases[verb, word] = cls
        elif head == "nouns":
            for noun in _split(rest):
                into = pairs if " " in noun else nouns
                into.setdefault(noun, cls)
                into.setdefault(_inflected(noun)[1].pop() if not noun.endswith("s") else noun, cls)
    units: dict[str, Unit] = {}
    befell: dict[str, str] = {}
    for line in _lines("units.txt"):
        if line.startswith("~"):
            attribute, counted = line[1:].split("|")
            befell.update(dict.fromkeys(_split(counted), attribute))
            continue
        attribute, unit, counted = line.split("|")
        for word in _split(counted):
            units.setdefault(word, Unit(attribute, unit))
    spelt = {**_sections("actors.txt"), **_sections("cues.txt")}
    words = {name: frozenset(entry.lower() for entry in entries) for name, entries in spelt.items()}
    return Lexicon(building.verbs(), nouns, pairs, phrases, generic, words, spelt, _countries(), units, befell)
