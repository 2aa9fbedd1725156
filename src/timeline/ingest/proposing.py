"""
From an article to its drafts: read, find, fuse, and write as records.

`proposals` goes through the text once, in stretches of whole blocks, so that time is linear and what is held besides
the text are the names known so far and what belongs to one stretch; `propose` gives all of it together. Everything
is deterministic: the same article and the same known actors give the same records, byte by byte. Sentences that tell
the same happening of the same date become one draft with several citations.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from timeline.edtf import Bounds, bounds, parse
from timeline.errors import EdtfError
from timeline.ingest import clauses
from timeline.ingest.blocks import Block, Sentence, blocks, sentences
from timeline.ingest.days import headed, is_heading
from timeline.ingest.figures import FIGURE, HINT, Figure, figures
from timeline.ingest.happenings import Happening, Reader, Telling, tying_words
from timeline.ingest.lexicon import lexicon
from timeline.ingest.matching import match
from timeline.ingest.names import Cast, Entity, Mention
from timeline.ingest.roles import Actors
from timeline.ingest.types import RESOLVER, Article, Draft, Known, Proposal, Record, Unread
from timeline.model import fold, slug
from timeline.timex import Moment, Options, Timex, tag

NEAR = 24
"""With how many drafts of the same year a passage is compared, so that time stays linear."""
STRETCH = 400_000
"""Code points whose drafts are written together; in a longer text passages further apart are not joined."""
CHUNK = 200_000
"""Code points that are searched for dates at once; a longer text is cut between paragraphs, and a phrase such as
"two days later" is then not counted from a date before the cut."""
_TIED = re.compile(r"\b(?:previous|earlier|prior|(?:in|during|amid|at) (?:its|the|this|that|his|her|their))\b")
_FIRST = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|[Ww]e|[Oo]ur|[Mm]y)\b")


def propose(article: Article, known: Known | None = None) -> Proposal:
    """
    Propose records for what an article tells: dated happenings, those who take part, figures.

    `known` is what the database holds; without it every name is new.
    """
    parts = list(proposals(article, known))
    if len(parts) == 1:
        return parts[0]
    return parts[-1]._replace(
        drafts=tuple(draft for part in parts for draft in part.drafts),
        unresolved=tuple(one for part in parts for one in part.unresolved),
        links=tuple(link for part in parts for link in part.links),
    )


def proposals(article: Article, known: Known | None = None) -> Iterator[Proposal]:
    """
    Propose the same a stretch of the text at a time, so that a long text is never held taken apart.

    References point backwards, into the same or an earlier proposal; the notes come with the last one.
    """
    known = known or Known()
    text = article.text
    cast = Cast(text, known)
    actors = Actors(cast)
    reader = Reader(text, _published_day(article.published), actors)
    parts = blocks(text, article.title)
    reader.sporting, reader.opinion = _temper(text)
    options = _options(text, article.published)
    writing = _Writing(article, known, cast, reader)
    numbers = itertools.count(1)
    first = 0
    while True:
        last = len(parts)
        start = parts[first].start if first else 0
        if len(text) - start > STRETCH:
            last = max(first + 1, bisect_left(parts, start + STRETCH, key=lambda b: b.end))
        stop = parts[last].start if last < len(parts) else len(text)
        cast.read(start, stop)
        actors.seen = 0
        times = list(_times(text, parts[first:last], start, stop, options))
        told: list[tuple[int, list[Figure]]] = []
        for telling in _tellings(text, parts, first, last, numbers, times, cast.mentions):
            reader.read(telling)
            if telling.block.kind in {"text", "entry"} and not reader.sporting:
                found = figures(text, telling, actors)
                if found:
                    told.append((telling.number, found))
        reader.finish()
        _advance(reader.found, text)
        kept = _fused(list(_told(reader)))
        yield writing.write(kept, told, dated=bool(times), last=last >= len(parts))
        reader.forget()
        first = last
        if first >= len(parts):
            return


def _told(reader: Reader) -> Iterator[Happening]:
    """Give what was found with a date there is; what was counted to a date that cannot be is told as unresolved."""
    for happening in reader.found:
        if _bound(happening.when.edtf) is not None:
            yield happening
            continue
        quote, phrase = (reader.text[one.start : one.end] for one in (happening, happening.when))
        reader.unread.append(Unread(happening.start, happening.end, quote, phrase, "there is no such date"))


def _published_day(published: str | None) -> str | None:
    return published[:10] if published and re.match(r"\d{4}-\d\d-\d\d", published) else None


def _options(text: str, published: str | None) -> Options:
    now = Moment.parse(published) if published else None
    return Options(now=now, doctype="narrative" if now is not None and _is_story(text, now.year) else "news")


def _times(text: str, parts: list[Block], start: int, end: int, options: Options) -> Iterator[Timex]:
    """Find the dates of a stretch, a chunk of whole blocks at a time; the lines of furniture are left out."""
    at = 0
    while start < end:
        stop = end
        if stop - start > CHUNK:
            cut = bisect_left(parts, start + CHUNK, key=lambda b: b.end)
            stop = parts[cut].end if cut < len(parts) else end
        for time in tag(text[start:stop], None, options):
            first, last = time.start + start, time.end + start
            while at < len(parts) and parts[at].end <= first:
                at += 1
            if at < len(parts) and parts[at].kind == "furniture" and parts[at].start <= first:
                continue
            if start:
                whole = (time.whole[0] + start, time.whole[1] + start) if time.whole else None
                time = Timex(first, last, *time[2:9], whole)  # noqa: PLW2901 - as `_replace`, at a third of its cost
            yield time
        start = stop


_HARM = frozenset(["killed", "injured", "missing", "casualties", "arrested", "homeless", "displaced", "evacuated"])
"""What befell people: such a figure is of the last attack, disaster or protest told, rather than of what was said."""
_HARMS = frozenset(["attack", "war", "death", "disaster", "protest", "arrest", "rescue"])
_YEAR = re.compile(r"\b(1\d{3}|20\d\d)\b(?![-,]\d)")
_NEWS = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|tomorrow|ago|"
    r"(?:last|next|this) (?:week|month|year|night))\b"
)


def _is_story(text: str, year: int) -> bool:
    """Tell whether a text tells of times long before it was published, so that "6 May" is of the year it came to."""
    head = text[:CHUNK]
    years = [int(y) for y in _YEAR.findall(head)]
    near = sum(1 for y in years if abs(y - year) <= 2)
    return len(years) >= 3 and near <= 0.15 * len(years) and _NEWS.search(head) is None


@lru_cache(maxsize=1)
def _SPORT() -> re.Pattern[str]:  # noqa: N802 - a constant that is made when first used
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in sorted(lexicon().words["sport"])) + r")\b")


def _temper(text: str) -> tuple[bool, bool]:
    """Tell whether a text is about games, and whether it is an opinion."""
    head = text[:20_000]
    low = head.lower()
    words = max(1, low.count(" "))
    sport = len(_SPORT().findall(low))
    score = len(re.findall(r"\b\d{1,2}[-–]\d{1,2}\b", low))
    own = len(_FIRST.findall(re.sub(r"[“\"][^”\"]{0,600}[”\"]", "", head)))
    return (sport + 2 * score) / words > 0.03 and sport + score >= 6, own / words > 0.012 and own >= 3


def _tellings(
    text: str,
    parts: list[Block],
    begin: int,
    end: int,
    numbers: Iterator[int],
    times: list[Timex],
    mentions: list[Mention],
) -> Iterator[Telling]:
    """Take apart the sentences of some blocks that can hold a happening or a figure, in order."""
    at = name = 0
    cues = tying_words()
    heads = headed(text, parts, begin, end, times)
    for number, block in enumerate(itertools.islice(parts, begin, end), begin):
        if block.kind == "furniture":
            continue
        for whole in sentences(text, block, number):
            sentence = whole
            count = next(numbers)
            while at < len(times) and times[at].start < sentence.start:
                at += 1
            stop = at
            while stop < len(times) and times[stop].start < sentence.end:
                stop += 1
            mine = times[at:stop]
            piece = text[sentence.start : sentence.end]
            if is_heading(text, sentence, mine):
                continue
            under = heads.get(number) if sentence.start < block.start + 12 else None
            if not mine and under is None:
                low = piece.lower()
                figure = HINT.search(low) is not None and FIGURE.search(piece) is not None
                if not figure and not cues.search(low) and not _TIED.search(piece):
                    continue
            if number < 4 and sentence.start == block.start:
                line = _DATELINE.match(text[block.start : block.start + 120])
                if line is not None:
                    # "LONDON, March 3 (Reuters) –" tells where and when it was written, not what happened
                    sentence = Sentence(block.start + line.end(), sentence.end, sentence.block)
                    mine = [t for t in mine if t.start >= sentence.start]
            while name < len(mentions) and mentions[name].start < sentence.start:
                name += 1
            last = name
            while last < len(mentions) and mentions[last].start < sentence.end:
                last += 1
            terse = block.kind == "entry" or number in heads
            parsed = clauses.parse(
                text,
                sentence.start,
                sentence.end,
                mentions[name:last],
                _without_doubles(mine),
                terse=terse,
            )
            yield Telling(sentence, parsed, block, count, terse, under)


_DATELINE = re.compile(
    r"^[A-Z][A-Z .,’'-]{3,40}(?:,? [A-Z][a-z.]+)?"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)?"
    r"(?: ?\([A-Z][A-Za-z .]+\))?\s*[—–-]{1,2}\s+"
    r"|^\([A-Z][A-Za-z ]{1,20}\)\s*[—–-]{1,2}\s*"
    r"|^\(?[A-Z][A-Za-z .,]{2,30}(?:\([A-Z][A-Za-z ]+\))\s*[—–-]",
)


def _without_doubles(times: list[Timex]) -> list[Timex]:
    """Keep one of two expressions that are the ends of one range."""
    made: list[Timex] = []
    for time in times:
        if time.whole is not None and made and made[-1].whole == time.whole:
            made[-1] = made[-1]._replace(end=time.end)
            continue
        made.append(time)
    return made


# ---- one draft a happening


def _fused(found: list[Happening]) -> list[Happening]:
    """Join passages that tell the same happening; drop captions that tell nothing more."""
    kept: list[Happening] = []
    by_date: dict[str, list[Happening]] = {}
    for happening in sorted(found, key=lambda h: (h.caption, h.nominal, h.sentence, h.start)):
        same = _same(happening, by_date)
        if same is not None:
            same.others.append(happening)
            same.parts += (
                [p for p in happening.parts if p.entity.uid not in {q.entity.uid for q in same.parts}]
                if not happening.nominal and not happening.caption
                else []
            )
            same.confidence = min(0.95, same.confidence + 0.05)
            same.place = same.place or happening.place
            same.nouns |= happening.nouns
            same.words |= happening.words
            continue
        if happening.caption and "ordinal" not in happening.when.rule:
            continue
        kept.append(happening)
        by_date.setdefault(_key(happening.when.edtf), []).append(happening)
    return sorted(kept, key=lambda h: (h.sentence, h.start))


_MONTH = re.compile(r"\d{4}-\d\d$")


def _advance(found: list[Happening], text: str) -> None:
    """
    Let a story go forward: a bare month named in passing lies before the month that the next sentence opens with.

    "… captured in an invasion of August. In January, officials said …", printed in September, tells of the August
    before that January (D149).
    """
    for one, other in itertools.pairwise(found):
        opens = text[other.when.start : other.when.end].lower().startswith("in ") and other.when.start == other.start
        inside = one.when.start > one.start and text[one.start : one.when.start].rstrip().endswith((" of", " the"))
        bare = (
            one.when.rule == other.when.rule == "month"
            and _MONTH.match(one.when.edtf)
            and _MONTH.match(other.when.edtf)
        )
        if bare and opens and inside and 0 < other.sentence - one.sentence <= 2 and one.when.edtf > other.when.edtf:
            year, month = one.when.edtf.split("-")
            one.when.edtf = f"{int(year) - 1:04d}-{month}"
            one.when.anchor, one.when.anchor_kind, one.when.anchor_of = other.when.edtf, "text", None
            one.when.rule = "month-before-next"
            one.confidence -= 0.15


def _key(edtf: str) -> str:
    return edtf.strip("[.")[:4]


def _same(one: Happening, by_date: dict[str, list[Happening]]) -> Happening | None:
    """Give a draft that tells the same happening, if there is one."""
    best: tuple[float, Happening] | None = None
    date = one.when.edtf
    certain, size = date[0] != "[", len(date)
    for other in by_date.get(_key(date), ())[-NEAR:]:
        its = other.when.edtf
        if certain and len(its) == size and its != date:
            continue  # two days, or two months, are never one; most pairs end here
        score = _likeness(one, other)
        if score >= 1 and (best is None or score > best[0]):
            best = score, other
    return best[1] if best else None


def _likeness(one: Happening, other: Happening) -> float:
    """Say how much two passages tell the same; from 1 on they do."""
    if "earlier" in one.title[:8].lower() or other.title.startswith("Earlier ("):
        return 0.0
    date = _agreement(one.when.edtf, other.when.edtf)
    if date == 0:
        return 0.0
    mine, its = {p.entity.uid for p in one.parts}, {p.entity.uid for p in other.parts}
    shared = len(mine & its)
    words = len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))
    if one.cls.name == "statement" or other.cls.name == "statement":
        if one.cls.name != other.cls.name:
            return 1.0 if one.nominal and words >= 0.5 else 0.0
        speaker = {p.entity.uid for p in one.parts if p.role == "speaker"} & {
            p.entity.uid for p in other.parts if p.role == "speaker"
        }
        near = abs(one.sentence - other.sentence) <= 2
        return date * (1.0 if speaker and (near or words > 0.15) else 1.2 if words >= 0.6 else 0.0)
    named = {one.cls.name} | (one.nouns if one.nominal else frozenset())
    others = {other.cls.name} | other.nouns
    kind = (
        0.5
        if one.cls.name == other.cls.name and one.cls.name not in {"action", "career"}
        else 0.4
        if (named & other.nouns or others & one.nouns)
        else 0.0
    )
    if one.nominal or other.nominal:
        return date * (1.0 if kind and (words > 0 or shared or one.nominal) else 0.0)
    if one.sentence == other.sentence and one.lemma != other.lemma:
        return 0.0
    if (
        one.definite is not None
        and one.definite in others
        and abs(one.sentence - other.sentence) <= 8
        and one.cls.name in {"occurrence", "disaster", "action", "death", "attack", "hosting", one.definite}
    ):
        return 1.0
    if one.lemma == other.lemma and shared and (words >= 0.3 or shared >= 2):
        return date * 1.2
    actors = min(0.6, 0.35 * shared)
    distinct = mine and its and not shared
    return date * (kind + actors + (0.9 * words) - (0.4 if distinct else 0.0) - 0.15)


def _agreement(a: str, b: str) -> float:
    """Say whether two dates can be one: the same, or the one inside the other and not much wider."""
    if a == b:
        return 1.0
    if len(a) == len(b) and a[0] != "[":
        return 0.0
    one, two = _bound(a), _bound(b)
    if one is None or two is None:
        return 0.0
    inside = (one.start_min >= two.start_min and one.end_max <= two.end_max) or (
        two.start_min >= one.start_min and two.end_max <= one.end_max
    )
    if not inside:
        return 0.0
    width = max(one.end_max - one.start_min, two.end_max - two.start_min)
    if width > 86400 * 8:
        return 0.0
    # two different minutes are two entries of a log
    return 0.95 if width >= 86400 - 1 else 0.0


@lru_cache(maxsize=4096)
def _bound(edtf: str) -> Bounds | None:
    try:
        return bounds(parse(edtf))
    except EdtfError:
        return None


# ---- records


class _Writing:
    """Writes happenings and figures as records."""

    def __init__(self, article: Article, known: Known, cast: Cast, reader: Reader) -> None:
        self.article = article
        self.known = known
        self.cast = cast
        self.reader = reader
        self.taken = {e.uid for e in known.events} | set(known.uids)
        self.numbers: dict[str, int] = {}
        """Slug: the number to try next."""
        self.places: dict[str, Draft] = {}
        self.place_uids = set(cast.places.values())
        self.written = 0
        """How many of the places have been given out."""
        self.offices: set[tuple[str, str, str]] = set()
        self.dated = self.eventful = False
        self.source = _source(article)
        self.title_of_source = self.source["uid"]

    def write(
        self, kept: list[Happening], told: list[tuple[int, list[Figure]]], *, dated: bool, last: bool
    ) -> Proposal:
        """Write what a stretch of the text tells; with the last one, what is to be said of the whole."""
        self.dated |= dated
        self.eventful |= bool(kept)
        events = [self._event(h) for h in kept]
        by_sentence: dict[int, list[tuple[Happening, Happening]]] = {}
        for happening in kept:
            for passage in (happening, *happening.others):
                by_sentence.setdefault(passage.sentence, []).append((passage, happening))
        claims = [c for number, found in told for f in found if (c := self._claim(number, f, by_sentence)) is not None]
        actors = self._actors()
        links = self._links()
        places = list(self.places.values())[self.written :]
        self.written += len(places)
        drafts = (*places, *actors, *events, *claims)
        unread = tuple(dict.fromkeys(self.reader.unread))
        return Proposal(self.source, drafts, unread, tuple(links), tuple(self._notes()) if last else ())

    def _notes(self) -> Iterator[str]:
        if not self.dated:
            yield "the text holds no date"
        elif not self.eventful:
            yield "no sentence of the text tells a dated happening"
        if self.article.published is None:
            yield "no day of publication is given, so dates such as “on Monday” were not resolved"
        if self.reader.sporting:
            yield "the text tells of games; their results are left alone"

    def _uid(self, wanted: str) -> str:
        uid = base = slug(wanted)
        number = self.numbers.get(base, 2)
        while uid in self.taken:
            uid = f"{base}-{number}"
            number += 1
        self.numbers[base] = number
        self.taken.add(uid)
        return uid

    def _event(self, happening: Happening) -> Draft:
        uid = happening.uid = self._uid(happening.title)
        citations = [self._citation(happening, accepted=True)]
        seen = {(happening.start, happening.end)}
        for other in sorted(happening.others, key=lambda h: h.start):
            if (other.start, other.end) not in seen:
                seen.add((other.start, other.end))
                citations.append(self._citation(other, accepted=False))
        participants = []
        for part in happening.parts:
            part.entity.used = True
            participants.append({"actor": part.entity.uid, "role": part.role})
        record: Record = {
            "record": "event",
            "uid": uid,
            "title": happening.title,
            "kind": happening.cls.name,
            "date": happening.when.edtf,
            "as_written": self.article.text[happening.when.start : happening.when.end][:200],
            "status": "draft",
            "participants": participants,
            "citations": citations,
        }
        if happening.place is not None:
            record["place"] = self._place(happening.place)
        if happening.planned:
            record["note"] = "The text tells it as planned, not as done."
        draft = Draft(record, round(happening.confidence, 2), tuple(happening.reasons))
        candidates = match(draft, self.known.events) if self.known.events else ()
        if candidates:
            draft = draft._replace(
                candidates=candidates,
                reasons=(*draft.reasons, f"looks like {candidates[0].uid} ({candidates[0].score:.2f})"),
            )
        return draft

    def _citation(self, happening: Happening, *, accepted: bool) -> Record:
        when = happening.when
        made: Record = {
            "source": self.title_of_source,
            "quote": self.article.text[happening.start : happening.end],
            "start": happening.start,
            "end": happening.end,
            "date": when.edtf,
            "phrase": self.article.text[when.start : when.end],
            "phrase_start": when.start,
            "phrase_end": when.end,
        }
        if when.anchor is not None and when.anchor_kind is not None and _bound(when.anchor) is not None:
            kind = when.anchor_kind
            if kind == "event" and (when.anchor_of is None or not when.anchor_of.uid):
                kind = "text"
            made |= {"anchor": when.anchor, "anchor_kind": kind}
            if kind == "event" and when.anchor_of is not None:
                made["anchor_of"] = when.anchor_of.uid
            elif kind == "publication":
                made["anchor_of"] = self.title_of_source
        made |= {"rule": when.rule, "resolver": RESOLVER, "stance": "supports"}
        if accepted:
            made["accepted"] = True
        return made

    def _place(self, place: tuple[str, int, int, object]) -> str:
        name, start, end, entity = place
        known = self.cast.places.get(fold(name))
        if known is not None:
            return known
        if isinstance(entity, Entity) and entity.known and entity.is_place:
            return entity.uid
        made = self.places.get(fold(name))
        if made is None:
            uid = wanted = slug(name)
            number = 2
            while uid in self.place_uids:
                uid = f"{wanted}-{number}"
                number += 1
            self.place_uids.add(uid)
            record: Record = {"record": "place", "uid": uid, "name": name}
            country = entity.country if isinstance(entity, Entity) and not entity.is_place else None
            if country is not None and re.fullmatch(r"[A-Z]{2}", country):
                record["country"] = country
            made = Draft(record, 0.7, (f"“{name}” stands where a place does ({start}–{end})",))
            self.places[fold(name)] = made
        return made.uid

    def _actors(self) -> list[Draft]:
        made = []
        for entity in self.cast.entities.values():
            if not entity.used or entity.known or entity.written:
                continue
            entity.written = True
            record: Record = {"record": "actor", "uid": entity.uid, "name": entity.name}
            if entity.kind:
                record["kind"] = entity.kind
            if entity.country:
                record["country"] = entity.country
            if entity.names:
                record["names"] = [
                    {"name": n, "kind": "weak" if " " not in n else "alias"} for n in dict.fromkeys(entity.names)
                ]
            confidence = {"state": 0.9, "person": 0.75, "organisation": 0.7, "media": 0.85}.get(entity.kind or "", 0.5)
            made.append(Draft(record, confidence, (entity.reason,)))
        return made

    def _links(self) -> list[Record]:
        links: list[Record] = []
        for entity in self.cast.entities.values():
            if not entity.used:
                continue
            for title, body, start, end in entity.offices:
                owner = self.cast.entities.get(body)
                if owner is None or not (owner.used or owner.known) or (entity.uid, title, body) in self.offices:
                    continue
                self.offices.add((entity.uid, title, body))
                citation = {
                    "source": self.title_of_source,
                    "quote": self.article.text[start:end],
                    "start": start,
                    "end": end,
                }
                links.append(
                    {
                        "record": "actor_link",
                        "subject": entity.uid,
                        "kind": "office_in",
                        "object": body,
                        "role": title,
                        "citation": citation,
                    }
                )
        return links

    def _claim(
        self, sentence: int, figure: Figure, by_sentence: dict[int, list[tuple[Happening, Happening]]]
    ) -> Draft | None:
        told_here = by_sentence.get(sentence, [])
        here = [h for _, h in told_here]
        event = next(
            (h for p, h in told_here if p.start <= figure.start < p.end and not h.nominal),
            here[0] if here else None,
        )
        if event is None and figure.attribute in _HARM:
            near = (h for d in range(1, 9) for _, h in by_sentence.get(sentence - d, []) if h.cls.name in _HARMS)
            event = next(near, None)
        for distance in (-1, -2, -3, -4, 1, 2, 3, 4):
            if event is None:
                event = next((h for _, h in by_sentence.get(sentence + distance, [])), None)
        if event is None and figure.about is None:
            return None
        what = f"{figure.attribute} {figure.value}" + (f" {figure.by.name}" if figure.by else "")
        record: Record = {"record": "claim", "uid": self._uid(f"{what} {self.source['uid'][:24]}")}
        if event is not None:
            record["event"] = event.uid
        elif figure.about is not None:
            record["actor"] = figure.about.uid
        record |= {
            "attribute": figure.attribute,
            "qualifier": figure.qualifier,
            "value": figure.value,
            "min": _whole(figure.low),
            "max": _whole(figure.high),
        }
        if figure.unit:
            record["unit"] = figure.unit
        if figure.about is not None:
            figure.about.used = True
            record["about"] = figure.about.uid
        if figure.by is not None:
            figure.by.used = True
            record["by"] = figure.by.uid
        said = self.reader.claimed_dates.get(sentence)
        if said:
            record["claimed"] = said
        elif (
            self.article.published is not None and figure.by is not None and _bound(self.article.published) is not None
        ):
            record["claimed"] = f"[..{self.article.published}]"
        stretch = next((h for h in here if h.when.rule == "span-before-statement"), None)
        told = stretch or event
        if told is not None and told in here and told.cls.name != "statement":
            record["period"] = told.when.edtf
        text = self.article.text
        record["citation"] = {
            "source": self.title_of_source,
            "quote": text[figure.start : figure.end],
            "start": figure.start,
            "end": figure.end,
        }
        record["status"] = "open"
        reason = f"“{text[figure.start : figure.end]}” counts {figure.attribute}"
        return Draft(record, 0.75 if figure.by is not None else 0.6, (reason,))


def _whole(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _source(article: Article) -> Record:
    """Give the record of the source; its uid is made of title and text, so the same article is the same source."""
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    opening = re.search(r"\S[^\n]*", article.text)
    first = opening.group().splitlines()[0].strip() if opening else ""
    title = article.title or (first.lstrip("#* ")[:200] or "untitled")
    made: Record = {"record": "source", "uid": f"{slug(title, 48)}-{digest[:6]}", "kind": "article", "title": title}
    for key, value in (
        ("publisher", article.publisher),
        ("author", article.author),
        ("url", article.url),
        ("lang", article.lang),
        ("published", article.published),
    ):
        if value:
            made[key] = value
    return made | {"sha256": digest, "body": article.text}
