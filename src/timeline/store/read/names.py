"""
What a user's words mean: which actors, places, sources, events or tags a name takes.

Names are taken by tiers, and the best tier that takes anything wins: the uid as it is
written; the whole name or alias; every word of it as a whole word; every word of it as a part; then the same three
in Latin letters, whatever the script. Accents, case and punctuation do not count (`model.fold`). All that a tier
takes is given: a read uses their union and says whom it took, a write refuses more than one. Nothing here guesses: a
name that takes nothing gives an empty list, and `suggest` says what is spelt like it. A new thing to be named is a
function here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.model import Hit, fold, words
from timeline.store.read import asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.store.engine import Reader

KINDS = ("actor", "place", "source", "event", "tag")
_SUGGESTIONS = 3
_FIRST_WORDS = 20
_LONGEST = 200
"""What is longer is no name misspelt, and comparing takes time by its square."""
_LIKE_ENOUGH = 0.72
"""Of `difflib`: "Puttin" and "Putin" are 0.91 alike, "Zelensky" and "Selenskyj" 0.82, "Moon" and "Macron" 0.6."""


# --- who and what is meant ---


def find_actors(reader: Reader, name: str) -> list[Hit]:
    """Give the actors that `name` takes; one merged into another is that other, and `ids` are all that were merged."""
    plain, folded = _plain(name), fold(name)
    found = [row[0] for row in reader.all("SELECT a.id FROM actor a WHERE a.uid = :uid", {"uid": plain})]
    if not found and folded:
        exact = "SELECT DISTINCT n.actor_id FROM actor_name n WHERE n.folded = :folded"
        found = [row[0] for row in reader.all(exact, {"folded": folded})]
    if not found and folded:
        parts, params = _parts(reader, "n.folded", folded)
        rows = reader.all(f"SELECT n.actor_id, n.folded FROM actor_name n WHERE {parts}", params)
        found = _best(folded, rows)
    if not found and folded:
        found = _in_latin(name, reader.all("SELECT n.actor_id, n.name FROM actor_name n"))
    return _actors(reader, found)


def find_places(reader: Reader, name: str) -> list[Hit]:
    """Give the places that `name` takes; `ids` are the place and all that lies inside it."""
    rows = reader.all("SELECT p.id, p.uid, p.name, p.parent_id FROM place p ORDER BY p.id")
    inside: dict[int, list[int]] = {}
    for place_id, _, _, parent in rows:
        if parent is not None:
            inside.setdefault(parent, []).append(place_id)
    found = set(_taken(name, ((row[0], row[1], (row[2],)) for row in rows)))
    return [Hit(row[0], row[1], row[2], _closure(row[0], inside)) for row in rows if row[0] in found]


def find_sources(reader: Reader, name: str) -> list[Hit]:
    """Give the sources that `name` takes: by uid or URL, by title or publisher, by the words of these, by the site."""
    plain = _plain(name)
    address = plain.partition("#")[0].rstrip("/")
    if "://" in address:
        exact = reader.all(
            "SELECT s.id, s.uid, s.title FROM source s WHERE s.url IN (:as_is, :bare, :slash)"
            " OR s.canonical_url IN (:as_is, :bare, :slash) ORDER BY s.id",
            {"as_is": plain, "bare": address, "slash": address + "/"},
        )
        return [_single(row) for row in exact]
    rows = reader.all("SELECT s.id, s.uid, s.title, s.publisher, s.url FROM source s ORDER BY s.id")
    found = set(_taken(name, ((row[0], row[1], (row[2], row[3] or "")) for row in rows)))
    if not found and "." in plain:
        site = plain.casefold()
        found = {row[0] for row in rows if row[4] and site in row[4].casefold()}
    return [_single(row) for row in rows if row[0] in found]


def find_event(reader: Reader, text: str) -> list[Hit]:
    """Give the events that `text` takes: by uid, by the whole title, by words of the title, by parts of it."""
    named = reader.all("SELECT e.id, e.uid, e.title FROM event e WHERE e.uid = :uid", {"uid": _plain(text)})
    exact = [_single(row) for row in named]
    folded = fold(text)
    if exact or not folded:
        return exact
    # What the title says the text of the event says too: the index finds whole words, a scan their parts.
    whole: dict[str, object] = {}
    clause = " AND ".join(asking.text_clauses(reader, text, whole))
    parts, params = _parts(reader, "t.words", words(text))
    found = _titled(reader, folded, clause, whole)
    return found or _titled(reader, folded, f"e.id IN (SELECT t.event_id FROM event_text t WHERE {parts})", params)


def _titled(reader: Reader, folded: str, clause: str, params: dict[str, object]) -> list[Hit]:
    """Give the events whose title `folded` takes, of those for which a clause holds, in order of time."""
    rows = reader.all(
        f"SELECT e.id, e.uid, e.title FROM event e WHERE {clause} ORDER BY e.sort_key, e.position, e.id", params
    )
    best = set(_best(folded, ((row[0], fold(row[2])) for row in rows)))
    return [_single(row) for row in rows if row[0] in best]


def find_tags(reader: Reader, name: str) -> list[str]:
    """Give the tags that `name` takes."""
    tags = sorted(row[0] for row in reader.all("SELECT DISTINCT g.tag FROM event_tag g"))
    if name in tags:
        return [name]
    found = set(_best(fold(name), ((number, fold(tag)) for number, tag in enumerate(tags))))
    return [tag for number, tag in enumerate(tags) if number in found]


def suggest(reader: Reader, kind: str, name: str) -> list[str]:
    """
    Give up to three names of a `kind` (one of `KINDS`) that are spelt like `name`, the likest first.

    The name of an actor in another script is compared in Latin letters too.
    """
    wanted = fold(name)
    if not wanted or len(wanted) > _LONGEST:
        return []
    alike = _spelt_like(reader, kind, wanted)
    if not alike and kind == "actor" and not wanted.isascii():
        from timeline.store.read.likeness import form

        alike = _spelt_like(reader, kind, " ".join(form(name).latin))
    return sorted(alike, key=lambda one: (-alike[one], one))[:_SUGGESTIONS]


def _spelt_like(reader: Reader, kind: str, wanted: str) -> dict[str, float]:
    """Give the names of a kind that are spelt like `wanted`, and how like."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    alike: dict[str, float] = {}
    for shown, folded in _spellings(reader, kind):
        best = 0.0
        # Against the whole name, and against as many words of it as were given: "Puttin" is like "Vladimir Putin".
        for one in _runs(folded, len(wanted.split())):
            matcher.set_seq1(one)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        if best >= _LIKE_ENOUGH:
            alike[shown] = max(best, alike.get(shown, 0.0))
    return alike


def newest_versions(reader: Reader, hits: list[Hit]) -> list[Hit]:
    """Leave out of the sources found those that another of them revises."""
    listed = ", ".join(str(hit.id) for hit in hits)
    sql = f"SELECT revision_of_id FROM source WHERE revision_of_id IN ({listed}) AND id IN ({listed})"
    revised = {row[0] for row in reader.all(sql)}
    return [hit for hit in hits if hit.id not in revised]


def complete(reader: Reader, kind: str, prefix: str, limit: int = 50) -> list[str]:
    """Give the names of a `kind` of which a word begins with `prefix`, for completion in a shell, sorted."""
    wanted = fold(prefix)
    found = {shown for shown, folded in _spellings(reader, kind) if f" {wanted}" in f" {folded}"}
    return sorted(found)[:limit]


# --- tiers ---


def _taken(name: str, things: Iterable[tuple[int, str, tuple[str, ...]]]) -> list[int]:
    """Give the ids of (id, uid, names) that `name` takes, where names are not kept folded."""
    listed = list(things)
    plain, folded = _plain(name), fold(name)
    same = [thing for thing, uid, _ in listed if uid == plain]
    found = same or _best(folded, ((thing, fold(one)) for thing, _, names in listed for one in names))
    return found or _in_latin(name, [(thing, one) for thing, _, names in listed for one in names])


def _in_latin(name: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """
    Give the ids, of (id, name), that match in Latin letters: "Lukasz" takes "Łukasz", "Putin" "Путин".

    Only where the one or the other is written in other letters: what is plain on both sides was compared before.
    """
    from timeline.store.read.likeness import form

    wanted = " ".join(form(name).latin)
    foreign = not fold(name).isascii()
    if not wanted:
        return []
    return _best(wanted, ((thing, " ".join(form(one).latin)) for thing, one in names if foreign or not one.isascii()))


def _best(folded: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Give the ids, of (id, name folded), that match in the best tier that has any."""
    wanted = folded.split()
    tiers: tuple[dict[int, None], ...] = ({}, {}, {})
    for thing, name in names:
        if not wanted:
            break
        if name == folded:
            tiers[0][thing] = None
        elif set(wanted) <= set(name.split()):
            tiers[1][thing] = None
        elif all(word in name for word in wanted):
            tiers[2][thing] = None
    return next((list(tier) for tier in tiers if tier), [])


def _parts(reader: Reader, column: str, folded: str) -> tuple[str, dict[str, object]]:
    """Give the clause by which the first words are part of `column`; `_best` sees to the rest."""
    params: dict[str, object] = {}
    wanted = list(dict.fromkeys(folded.split()))[:_FIRST_WORDS]
    return " AND ".join(
        asking.contains(reader, column, word, f"word{n}", params) for n, word in enumerate(wanted)
    ), params


def _plain(text: str) -> str:
    """Give `text` as a database can take it as a value: what it cannot hold matches nothing anyway."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


# --- rows ---


def _actors(reader: Reader, found: Iterable[int]) -> list[Hit]:
    """Give the survivors of the actors `found`, in the order in which they came to the database."""
    listed = ", ".join([str(one) for one in found])
    if not listed:
        return []
    rows = reader.all(
        "SELECT a.id, a.uid, a.name, m.id FROM actor a JOIN actor m ON m.id = a.id OR m.merged_into = a.id"
        f" WHERE a.id IN (SELECT coalesce(x.merged_into, x.id) FROM actor x WHERE x.id IN ({listed}))"
        " ORDER BY a.id, m.id"
    )
    hits: dict[int, Hit] = {}
    for actor_id, uid, name, member in rows:
        before = hits.get(actor_id)
        hits[actor_id] = Hit(actor_id, uid, name, (*before.ids, member) if before else (member,))
    return list(hits.values())


def _single(row: tuple[int, str, str, *tuple[object, ...]]) -> Hit:
    return Hit(row[0], row[1], row[2], (row[0],))


def _closure(place: int, inside: dict[int, list[int]]) -> tuple[int, ...]:
    """Give a place and all that lies in it, each once, even if a careless hand made a ring of them."""
    found = {place: None}
    left = [place]
    while left:
        for one in inside.get(left.pop(), ()):
            if one not in found:
                found[one] = None
                left.append(one)
    return tuple(found)


def _spellings(reader: Reader, kind: str) -> Iterator[tuple[str, str]]:
    """Give each (name, name folded) of a kind."""
    if kind == "actor":
        yield from reader.all("SELECT n.name, n.folded FROM actor_name n")
        return
    columns = {
        "place": "SELECT p.name, p.uid FROM place p",
        "source": "SELECT s.title, s.publisher FROM source s",
        "event": "SELECT e.title, e.uid FROM event e",
        "tag": "SELECT DISTINCT g.tag, g.tag FROM event_tag g",
    }[kind]
    for row in reader.all(columns):
        # A uid that says what the name says is no other spelling.
        spelt = {fold(shown): shown for shown in reversed(row) if shown}
        yield from ((shown, folded) for folded, shown in spelt.items())


def _runs(folded: str, length: int) -> Iterator[str]:
    """Give a name, and each run of `length` words in it."""
    yield folded
    split = folded.split()
    for start in range(len(split) - length + 1 if len(split) > length else 0):
        yield " ".join(split[start : start + length])
