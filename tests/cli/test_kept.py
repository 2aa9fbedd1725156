"""
What each format keeps: the table of docs/formats.md is made here, from what goes out and what comes back.

An event with every trait goes out in each format of the registry, and in again into an empty database. A trait that
comes back as it was is kept (●); one whose words are only in what went out is there as words (○); else it is lost.
`pytest tests/cli/test_kept.py --update` writes the table.
"""

import html
import json
import pathlib
import re
import zipfile
from typing import NamedTuple

import pytest

from timeline import formats

DOCS = pathlib.Path(__file__).parents[2] / "docs" / "formats.md"
BEGIN, END = "<!-- kept: made by tests/cli/test_kept.py -->\n", "<!-- /kept -->\n"

RECORDS = (
    {"record": "place", "uid": "zqwider", "name": "Zqwider"},
    {
        "record": "place",
        "uid": "zqplace",
        "name": "Zqplace",
        "lat": 51.2345,
        "lon": 35.4321,
        "kind": "zqtown",
        "country": "UA",
        "parent": "zqwider",
    },
    {
        "record": "source",
        "uid": "zqsource",
        "title": "Zqsource",
        "author": "Zqauthor",
        "url": "https://example.org/zqurl",
        "archive_url": "https://archive.example.org/zqarchive",
        "published": "2024-07-01",
        "publisher": "Zqpublisher",
        "reliability": "zqreliable",
        "note": "Zqsourcenote",
        "body": "Zqbody that says: Zqquote",
        "accessed": "2024-07-02",
        "external_ids": [{"scheme": "zqlibrary", "value": "zqshelf"}],
    },
    {"record": "source", "uid": "zqdisputing", "title": "Zqdisputing"},
    {
        "record": "actor",
        "uid": "zqactor",
        "name": "Zqactor",
        "kind": "person",
        "country": "KP",
        "note": "Zqactornote",
        "names": [{"name": "Zqalias", "kind": "alias"}],
    },
    {"record": "actor", "uid": "zqspeaker", "name": "Zqspeaker", "kind": "media"},
    {"record": "actor_link", "subject": "zqactor", "kind": "office_in", "object": "zqspeaker", "role": "zqoffice"},
    {
        "record": "event",
        "uid": "whole",
        "title": "Zqwhole",
        "date": "2024-06-05",
        "summary": "Zqsummary",
        "kind": "zqkind",
        "as_written": "Zqwritten",
        "place": "zqplace",
        "status": "disputed",
        "importance": 77341,
        "position": 7,
        "note": "Zqnote",
        "tags": ["zqtag", "zqother"],
        "external_ids": [{"scheme": "zqscheme", "value": "zqvalue"}],
        "participants": [{"actor": "zqactor", "role": "zqrole"}],
        "citations": [
            {
                "source": "zqsource",
                "quote": "Zqquote",
                "start": 18,
                "end": 25,
                "prefix": "Zqprefix",
                "page": "4471",
                "date": "2024-06-05",
                "phrase": "Zqphrase",
                "rule": "zqrule",
                "anchor": "2024-06-30",
                "anchor_kind": "publication",
                "note": "Zqpassagenote",
                "accepted": True,
            },
            {"source": "zqdisputing", "stance": "disputes", "quote": "Zqdenial"},
        ],
    },
    {"record": "event", "uid": "secret", "title": "Zqsecret", "date": "2024-06-06", "access": "internal"},
    {"record": "event", "uid": "month", "title": "Zqmonth", "date": "2024-06"},
    {"record": "event", "uid": "about", "title": "Zqabout", "date": "1931~"},
    {"record": "event", "uid": "oneof", "title": "Zqoneof", "date": "[2019-02..2019-04]"},
    {"record": "event", "uid": "span", "title": "Zqspan", "date": "2017-03-04/2017-05-06"},
    {"record": "event", "uid": "open", "title": "Zqopen", "date": "2016-02-03/.."},
    {"record": "event", "uid": "bce", "title": "Zqbce", "date": "-0043-03-15"},
    {"record": "event", "uid": "clock", "title": "Zqclock", "date": "2015-07-08T09:10:11", "zone": "Asia/Pyongyang"},
    {"record": "event", "uid": "zqold", "title": "Zqjulian", "date": "1917-11-07", "calendar": "julian"},
    {"record": "event", "uid": "undated", "title": "Zqundated"},
    {"record": "attribute", "name": "killed"},
    {
        "record": "claim",
        "uid": "zqclaim",
        "event": "whole",
        "attribute": "killed",
        "qualifier": "at_least",
        "min": 6123,
        "unit": "zqunit",
        "by": "zqspeaker",
        "about": "zqactor",
        "claimed": "2024-06-07",
        "period": "2024-05",
        "citation": {"source": "zqsource", "quote": "Zqfigure"},
    },
    {"record": "claim", "uid": "zqstrength", "actor": "zqactor", "attribute": "troops", "min": 8123},
    {"record": "link", "from": "whole", "kind": "responds_to", "to": "month"},
)


class Chronology:
    """Records as a test asks them: by title, with names for references."""

    def __init__(self, records):
        self.named = {one["uid"]: one.get("name") or one.get("title") for one in records if one.get("uid")}
        self.events = {one["title"]: one for one in records if one["record"] == "event"}
        self.of = {
            kind: [one for one in records if one["record"] == kind]
            for kind in ("claim", "link", "source", "place", "actor", "actor_link")
        }

    def event(self, key, title="Zqwhole"):
        return self.events.get(title, {}).get(key)

    def who(self):
        return [self.named[one["actor"]] for one in self.event("participants") or ()]

    def passage(self, *keys, title="Zqsource"):
        for one in self.event("citations") or ():
            if self.named[one["source"]] == title:
                found = [one.get(key) for key in keys]
                if found[0] is not None:
                    return found
        return None

    def thing(self, kind, name, key):
        return next((one.get(key) for one in self.of[kind] if (one.get("name") or one.get("title")) == name), None)

    def claims(self):
        names = ("by", "about")
        plain = ("attribute", "qualifier", "min", "unit", "claimed")
        return [
            [one.get(key) for key in plain] + [self.named.get(one.get(key)) for key in names]
            for one in self.of["claim"]
            if one.get("event")
        ]

    def other_names(self):
        names = [one.get("names") or () for one in self.of["actor"]]
        return [(one["name"], one["kind"]) for each in names for one in each]

    def links(self):
        return [(self.named[one["from"]], one["kind"], self.named[one["to"]]) for one in self.of["link"]]


TRAITS = {
    "title": (lambda c: "Zqwhole" in c.events, "Zqwhole"),
    "a day": (lambda c: c.event("date"), r"2024-06-05|20240605|5 June 2024"),
    "a month": (lambda c: c.event("date", "Zqmonth"), r"\"2024-06\"|2024-06\b(?!-)|June 2024|2024,6"),
    "about": (lambda c: c.event("date", "Zqabout"), r"1931~|about 1931"),
    "one of several days": (
        lambda c: c.event("date", "Zqoneof"),
        r"2019-02\.\.2019-04|between February (2019 )?and April 2019",
    ),
    "from … to": (lambda c: c.event("date", "Zqspan"), r"2017-03-04/2017-05-06|from 4 March (2017 )?to 6 May 2017"),
    "open end": (lambda c: c.event("date", "Zqopen"), r"2016-02-03/\.\.|3 February 2016"),
    "before the year 1": (lambda c: c.event("date", "Zqbce"), r"-0043-03-15|15 March 44 BC"),
    "time of day": (lambda c: c.event("date", "Zqclock"), r"09:10:11"),
    "zone": (lambda c: c.event("zone", "Zqclock"), r"Asia/Pyongyang"),
    "undated": (lambda c: "Zqundated" in c.events, "Zqundated"),
    "date as written": (lambda c: c.event("as_written"), "Zqwritten"),
    "summary": (lambda c: c.event("summary"), "Zqsummary"),
    "kind": (lambda c: c.event("kind"), "zqkind"),
    "status": (lambda c: c.event("status"), "disputed"),
    "importance": (lambda c: c.event("importance"), "77341"),
    "access": (lambda c: c.event("access", "Zqsecret"), "internal"),
    "tags": (lambda c: sorted(c.event("tags") or ()), "zqother"),
    "note": (lambda c: c.event("note"), "Zqnote"),
    "external ids": (
        lambda c: {"scheme": "zqscheme", "value": "zqvalue"} in (c.event("external_ids") or ()),
        "zqvalue",
    ),
    "who took part": (lambda c: c.who(), "Zqactor"),
    "roles": (lambda c: [one.get("role") for one in c.event("participants") or ()], "zqrole"),
    "kind of actor": (lambda c: c.thing("actor", "Zqactor", "kind"), r"\"person\"|Person\b"),
    "place": (lambda c: c.named.get(c.event("place")), "Zqplace"),
    "coordinates": (lambda c: c.thing("place", "Zqplace", "lat"), r"51\.2345"),
    "sources": (lambda c: c.thing("source", "Zqsource", "title"), r"Zqsource\b|Zqpublisher"),
    "their links": (lambda c: c.thing("source", "Zqsource", "url"), "zqurl"),
    "their archive copies": (lambda c: c.thing("source", "Zqsource", "archive_url"), "zqarchive"),
    "their authors": (lambda c: c.thing("source", "Zqsource", "author"), "Zqauthor"),
    "quotes": (lambda c: c.passage("quote"), "Zqquote"),
    "pages": (lambda c: c.passage("page"), "4471"),
    "why the date": (lambda c: c.passage("phrase", "rule"), "Zqphrase"),
    "disputing sources": (lambda c: c.passage("stance", "quote", title="Zqdisputing"), "Zqdisputing"),
    "claims": (lambda c: c.claims(), r"6,?123"),
    "links between events": (lambda c: c.links(), r"responds.?to"),
    "where quotes stand": (lambda c: c.passage("start", "end"), r"18–25|\b18\b.{1,12}\b25\b"),
    "words around quotes": (lambda c: c.passage("prefix"), "Zqprefix"),
    "notes on passages": (lambda c: c.passage("note"), "Zqpassagenote"),
    "their publishers": (lambda c: c.thing("source", "Zqsource", "publisher"), "Zqpublisher"),
    "their days": (lambda c: c.thing("source", "Zqsource", "published"), r"2024-07-01|1 July 2024"),
    "their reliability": (lambda c: c.thing("source", "Zqsource", "reliability"), "zqreliable"),
    "notes on sources": (lambda c: c.thing("source", "Zqsource", "note"), "Zqsourcenote"),
    "texts of sources": (lambda c: c.thing("source", "Zqsource", "body"), "Zqbody"),
    "days of access": (lambda c: c.thing("source", "Zqsource", "accessed"), r"2024-07-02|2 July 2024"),
    "ids of sources": (lambda c: c.thing("source", "Zqsource", "external_ids"), "zqshelf"),
    "order inside a day": (lambda c: c.event("position"), r"position\W{1,3}7\b"),
    "calendar": (lambda c: c.event("calendar", "Zqjulian"), 'julian calendar|"julian"'),
    "kind of place": (lambda c: c.thing("place", "Zqplace", "kind"), "zqtown"),
    "country of place": (lambda c: c.thing("place", "Zqplace", "country"), r"\bUA\b"),
    "wider places": (lambda c: c.named.get(c.thing("place", "Zqplace", "parent")), "Zqwider"),
    "country of actor": (lambda c: c.thing("actor", "Zqactor", "country"), r"\bKP\b"),
    "other names": (lambda c: c.other_names(), "Zqalias"),
    "notes on actors": (lambda c: c.thing("actor", "Zqactor", "note"), "Zqactornote"),
    "links between actors": (lambda c: [(o["kind"], o.get("role")) for o in c.of["actor_link"]], "zqoffice"),
    "times of claims": (
        lambda c: [o.get("period") for o in c.of["claim"] if o.get("event")],
        r"2024-05\b(?!-)|May 2024",
    ),
    "claims on no event": (lambda c: [o.get("min") for o in c.of["claim"] if not o.get("event")], r"8,?123"),
}
"""What is kept is what the function gives of the records, if it is the same again; the pattern finds it as words."""


_OF_SOURCES = "of sources"
_OF_DATES = "passages dropped|say of the date|rules of dates"
SAID = {
    "zone": "zones",
    "undated": "undated events|without a date",
    "before the year 1": "before the year 1",
    "date as written": "as (they were )?written",
    "kind": r"(^|[;:] )kinds dropped",
    "importance": "importance",
    "access": "access",
    "note": r"(^|[;:] )notes dropped",
    "summary": "summaries",
    "tags": "tags",
    "external ids": "(identifiers|ids) of (elsewhere|other programs)",
    "kind of actor": "kinds and countries of actors",
    "coordinates": "coordinates",
    "their links": _OF_SOURCES,
    "their archive copies": _OF_SOURCES,
    "their authors": _OF_SOURCES,
    "their publishers": _OF_SOURCES,
    "their days": _OF_SOURCES,
    "their reliability": "sources dropped|reliability",
    "notes on sources": _OF_SOURCES,
    "quotes": "passages|quotes",
    "pages": "passages|pages",
    "why the date": _OF_DATES,
    "disputing sources": "disputing",
    "claims": "claims",
    "links between events": "links between events",
    "where quotes stand": "passages dropped|positions of quotes",
    "words around quotes": "passages dropped|words around quotes",
    "notes on passages": "passages dropped|notes on passages",
    "texts of sources": "(texts|bodies) of sources",
    "days of access": "days of access",
    "ids of sources": "ids of (sources|other programs)",
    "order inside a day": "orders by hand",
    "calendar": "calendars",
    "kind of place": "kinds (and (countries|precisions) )?of places",
    "country of place": "countries of places",
    "wider places": "places that places lie in",
    "country of actor": "countries of actors",
    "other names": "other names of actors",
    "notes on actors": "notes on actors",
    "links between actors": "links between actors",
    "times of claims": "claims dropped|periods",
    "claims on no event": "claims on no event",
}
"""By which words `export` says that a trait is lost."""


def told(path):
    """Give all the text of an exported file, whatever its form."""
    raw = path.read_bytes()
    if raw[:2] == b"PK":
        with zipfile.ZipFile(path) as parts:
            raw = b"\n".join(parts.read(name) for name in parts.namelist() if "sheet" in name or "Strings" in name)
    elif raw[:4] == b"PAR1":
        import pyarrow.parquet

        beside = sorted(path.parent.glob("o.*.parquet")) if path.name == "o.parquet" else []
        tables = [pyarrow.parquet.read_table(one).to_pylist() for one in (path, *beside)]
        return json.dumps(tables, default=str, ensure_ascii=False)
    text = raw.decode().replace("\r\n ", "")
    return html.unescape(text.replace("\\", ""))


class Measured(NamedTuple):
    signs: dict
    """For each format a sign for each trait."""
    says: dict
    """For each format whether it said that it could not hold all."""


_MEASURED = []
"""Measured once, for all tests here ask the same."""


@pytest.fixture
def measured(timeline, folder):
    """Give a sign for each trait and format."""
    if _MEASURED:
        return _MEASURED[0]
    (folder / "all.jsonl").write_text("\n".join(json.dumps(one) for one in ({"timeline": 1}, *RECORDS)))
    assert timeline("init").code == 0
    assert timeline("import", "all.jsonl").code == 0
    before = Chronology(exported(timeline, folder, "timeline.db"))
    signs, says = {}, {}
    for form in formats.all_formats():
        if not form.writes():
            continue
        path = folder / f"o{form.extension or '.' + form.name}"
        run = timeline(
            *("export", "--format", form.name, "--access", "confidential", "--undated", "--title", "T", "-o", path)
        )
        assert run.code == 0, (form.name, run.err)
        text = told(path)
        there = "Zqwhole" in text
        says[form.name] = run.err
        after = Chronology([])
        if form.read is not None:
            database = folder / f"{form.name}.db"
            assert timeline("init", "--db", database).code == 0
            run = timeline("import", "--db", database, "--format", form.name, path)
            assert run.code == 0, (form.name, run.err)
            after = Chronology(exported(timeline, folder, database))
        signs[form.name] = {
            name: "●" if is_kept(trait, before, after) else "○" if there and re.search(f"(?i:{pattern})", text) else ""
            for name, (trait, pattern) in TRAITS.items()
        }
    _MEASURED.append(Measured(signs, says))
    return _MEASURED[0]


def is_kept(trait, before, after):
    value = trait(before)
    assert value, "the test's own chronology has this trait"
    return bool(after.events) and trait(after) == value


def exported(timeline, folder, database):
    path = folder / "again.jsonl"
    assert timeline("export", "--db", database, "--access", "confidential", "-o", path).code == 0
    return [json.loads(line) for line in path.read_text().splitlines()[1:]]


def table(signs):
    names = [name for name in signs if any(signs[name].values())]
    lines = [f"| | {' | '.join(names)} |", "| --- |" + " :-: |" * len(names)]
    lines += [f"| {trait} | {' | '.join(signs[name][trait] for name in names)} |" for trait in TRAITS]
    return "\n".join(lines) + "\n"


def test_the_table_of_the_docs_says_what_comes_back(measured, request):
    text = DOCS.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    listed, end, after = rest.partition(END)
    assert end, "docs/formats.md has a place for the table"
    if request.config.getoption("--update"):
        DOCS.write_text(before + BEGIN + table(measured.signs) + END + after, encoding="utf-8")
        return
    assert listed == table(measured.signs)


def test_our_own_form_keeps_everything(measured):
    assert set(measured.signs["jsonl"].values()) == set(measured.signs["json"].values()) == {"●"}


def test_every_format_that_goes_out_keeps_the_titles_and_the_days_at_least_as_words(measured):
    holding = {name: signs for name, signs in measured.signs.items() if any(signs.values())}
    assert [name for name, signs in holding.items() if not (signs["title"] and signs["a day"])] == []


def test_what_is_lost_is_said(measured):
    silent = {
        name: (missing, measured.says[name])
        for name, signs in measured.signs.items()
        if any(signs.values())
        and (
            missing := [
                t for t, sign in signs.items() if not sign and not re.search(SAID.get(t, "$^"), measured.says[name])
            ]
        )
    }
    assert silent == {}
