"""What was known by a day: every read against the definition, told in Python, over random small chronologies."""

from __future__ import annotations

import random

import pytest

from timeline.edtf import UNDATED, bounds, parse, sort_key, stored
from timeline.query import ALL_STATUSES, ClaimQuery, EventQuery, Known, Window
from timeline.store import history, load, write
from timeline.store.engine import open_engine, open_reader
from timeline.store.read import known as shown
from timeline.store.read.claims import claims
from timeline.store.read.detail import detail
from timeline.store.read.events import count, events
from timeline.store.read.records import records

PUBLISHED = (
    None,
    "2024-06-10",
    "2024-06-20",
    "2024-06",
    "2024-07",
    "2024",
    "[2024-06-15..2024-08-01]",
    "../2024-06-12",
)
DATES = (None, "2024-05", "2024-05-03", "2024-05-20", "2023", "[..2024-05]")
EVERYTHING = EventQuery(statuses=ALL_STATUSES)


def chronology(chance):
    """Give records of sources, events with citations, claims, participants and links, all at random."""
    pick = chance.choice
    sources = [{"record": "source", "uid": f"s{n}", "title": f"S{n}", "published": pick(PUBLISHED)} for n in range(4)]
    made = [
        {"record": "actor", "uid": "kim", "name": "Kim"},
        {"record": "actor", "uid": "ann", "name": "Ann"},
        *sources,
    ]
    for n in range(6):
        cited = chance.sample(range(4), chance.randrange(4))
        citations = [
            {
                "source": f"s{number}",
                "quote": f"quote {number} {n} word{number}",
                "date": pick(DATES),
                "stance": pick(("supports", "supports", "mentions")),
            }
            for number in cited
        ]
        event = {"record": "event", "uid": f"e{n}", "title": f"E{n}", "date": pick(DATES), "citations": citations}
        if citations and chance.random() < 0.7:
            accepted = pick(citations)
            accepted["accepted"] = True
            event["date"] = accepted["date"]
        who = {"actor": "kim", "role": "agent"}
        if citations and chance.random() < 0.5:
            who["citation"] = {"source": pick(citations)["source"], "quote": f"of Kim {n}"}
        made.append(event | {"participants": [who, {"actor": "ann", "role": "guest"}]})
        claim = {"record": "claim", "uid": f"c{n}", "event": f"e{n}", "attribute": "killed", "min": n, "max": n}
        if chance.random() < 0.8:
            claim["citation"] = {"source": f"s{chance.randrange(4)}", "quote": f"claim {n}"}
        made.append(claim | {"claimed": pick((None, None, *PUBLISHED))})
    return made


def second(text, edge):
    return stored(bounds(parse(text)))[0 if edge == "start" else 3]


class Told:
    """The definition."""

    def __init__(self, given, known):
        self.known = known
        self.edge = "start" if known.possibly else "end"
        self.published = {one["uid"]: one.get("published") for one in given if one["record"] == "source"}
        self.given = given

    def was_out(self, date):
        return date is not None and second(date, self.edge) <= self.known.by

    def counts(self, citation):
        return self.was_out(self.published[citation["source"]])

    def events(self):
        """Give uid: (date, whether it is another than the accepted one, citations that count, participants)."""
        for event in self.given:
            if event["record"] != "event":
                continue
            said = [one for one in event["citations"] if self.counts(one)]
            if not any(one["stance"] == "supports" for one in said):
                continue
            accepted = next((one for one in event["citations"] if one.get("accepted")), None)
            dating = [one for one in said if one["stance"] == "supports" and one["date"] is not None]
            other = "end" if self.edge == "start" else "start"
            dating.sort(
                key=lambda one: (
                    second(self.published[one["source"]], self.edge),
                    second(self.published[one["source"]], other),
                )
            )
            if accepted in said and accepted is not None:
                date = event["date"]
            elif dating:
                date = dating[0]["date"]
            else:
                date = event["date"] if accepted is None else None
            who = [
                one["actor"] for one in event["participants"] if "citation" not in one or self.counts(one["citation"])
            ]
            yield event["uid"], (date, date != event["date"], sorted(one["source"] for one in said), sorted(who))

    def claims(self):
        for claim in self.given:
            if claim["record"] == "claim" and (
                self.was_out(claim["claimed"])
                if claim["claimed"] is not None
                else "citation" in claim and self.counts(claim["citation"])
            ):
                yield (
                    claim["uid"],
                    claim.get("citation", {}).get("source")
                    if "citation" in claim and self.counts(claim["citation"])
                    else None,
                )


def written(target, given):
    engine = open_engine(target)
    with write.batch(engine, command="test", who=None, now="2025-01-01T00:00:00.000000Z") as batch:
        load.apply(batch, given)
    engine.dispose()


@pytest.mark.parametrize("seed", range(4))
def test_every_read_shows_what_was_known_and_nothing_else(database, seed):
    chance = random.Random(seed)
    given = chronology(chance)
    written(database, given)
    for day in ("2024-06-05", "2024-06-12", "2024-06-30", "2025-12-31"):
        for possibly in (False, True):
            known = Known(second(day, "end"), possibly)
            told = Told(given, known)
            wanted = dict(told.events())
            with open_reader(database) as reader:
                query = EVERYTHING._replace(known=known)
                rows = list(events(reader, query))
                assert sorted(row.uid for row in rows) == sorted(wanted)
                keys = [(row.sort_key, row.position, row.id) for row in rows]
                assert keys == sorted(keys)
                redated = shown.redated(reader)
                for row in rows:
                    date, other, sources, who = wanted[row.uid]
                    assert sorted(p.uid for p in row.participants) == who
                    assert (row.edtf, row.id in redated) == (date, other), (row.uid, day)
                    assert row.sort_key == (UNDATED if row.edtf is None else sort_key(bounds(parse(row.edtf))))
                    assert ("as known by" in (row.note or "")) == (row.id in redated)
                    whole = detail(reader, row.id, known=known)
                    assert sorted(one.source.uid for one in whole.citations) == sources
                    assert {one.uid for one in whole.claims} <= {uid for uid, _ in told.claims()}
                window = Window(second("2024-05-02", "start"), second("2024-05-10", "end"))
                inside = [
                    row.uid for row in rows if row.edtf and touches(bounds(parse(row.edtf)), window.start, window.end)
                ]
                assert sorted(row.uid for row in events(reader, query._replace(window=window))) == sorted(inside)
                assert count(reader, query._replace(window=window)) == len(inside)
                kim = reader.one("SELECT id FROM actor WHERE uid = 'kim'")[0]
                acting = [row.uid for row in rows if "kim" in {p.uid for p in row.participants}]
                assert [row.uid for row in events(reader, query._replace(actors=(kim,)))] == acting
                said = {row.uid for row in events(reader, query._replace(text="word2"))}
                assert said == {uid for uid, (_, _, sources, _) in wanted.items() if "s2" in sources}
                out = list(records(reader, query))
                check_records(out, wanted, told)
            with open_reader(database) as reader:
                found = {
                    one.uid: one.citation and one.citation.source.uid
                    for one in claims(reader, ClaimQuery(known=known, event_statuses=()))
                }
                assert found == dict(told.claims())
                assert all(one.event is not None for one in claims(reader, ClaimQuery(known=known)))


def touches(date, start, end):
    return date.start_min <= end and date.end_max >= start


def check_records(out, wanted, told):
    """An export holds only what was known, refers to nothing that is not there, and is whole by itself."""
    events_out = {one["uid"]: one for one in out if one["record"] == "event"}
    assert sorted(events_out) == sorted(wanted)
    sources = {one["uid"] for one in out if one["record"] == "source"}
    said = dict(told.claims())
    for uid, one in events_out.items():
        assert sorted(citation["source"] for citation in one["citations"]) == wanted[uid][2]
        assert {citation["source"] for citation in one["citations"]} <= sources
        assert "rev" not in one
    for one in out:
        if one["record"] == "claim":
            assert one["event"] in events_out
            assert one["uid"] in said
            assert one.get("citation", {}).get("source") == said[one["uid"]]
    assert sources <= {uid for uid, date in told.published.items() if told.was_out(date)}


def test_an_export_of_what_was_known_is_a_chronology_of_its_own(database, sqlite_template, tmp_path):
    given = chronology(random.Random(7))
    written(database, given)
    known = Known(second("2024-06-30", "end"))
    with open_reader(database) as reader:
        out = list(records(reader, EventQuery(known=known)))
        rows = [(row.uid, row.edtf) for row in events(reader, EventQuery(known=known))]
    copy = tmp_path / "then.db"
    copy.write_bytes(sqlite_template.read_bytes())
    written(str(copy), out)
    with open_reader(str(copy)) as reader:
        assert [(row.uid, row.edtf) for row in events(reader)] == rows


def test_what_was_known_can_be_asked_of_the_past(database):
    first = {"record": "source", "uid": "s1", "title": "S1", "published": "2024-06-10"}
    event = {"record": "event", "uid": "e", "title": "E", "date": "2024-05"}
    cite = {"source": "s1", "date": "2024-05", "quote": "in May"}
    written(database, [first, event | {"citations": [cite]}])
    second_source = {"record": "source", "uid": "s2", "title": "S2", "published": "2024-06-01"}
    written(
        database, [second_source, event | {"citations": [{"source": "s2", "date": "2024-04", "quote": "in April"}]}]
    )
    known = Known(second("2024-06-05", "end"))
    with open_reader(database) as reader:
        assert [(row.edtf, row.uid) for row in events(reader, EventQuery(known=known))] == [("2024-04", "e")]
        assert [row.uid for row in events(reader, EventQuery(known=known, text="april"))] == ["e"]
        assert [row.uid for row in events(reader, EventQuery(known=known, text="may"))] == []
    with open_reader(database) as reader:
        history.as_recorded(reader, 1)
        assert shown.undated_sources(reader) == 0
        assert list(events(reader, EventQuery(known=known))) == []
        later = Known(second("2024-06-30", "end"))
        assert [row.edtf for row in events(reader, EventQuery(known=later, text="may"))] == ["2024-05"]
        assert list(events(reader, EventQuery(known=known))) == []
        assert list(records(reader, EventQuery(known=later)))


def test_sources_without_a_date_are_counted(database):
    sources = [{"record": "source", "uid": f"s{n}", "title": f"S{n}"} for n in (1, 2)]
    written(database, [*sources, {"record": "event", "uid": "e", "title": "E", "citations": [{"source": "s1"}]}])
    with open_reader(database) as reader:
        assert shown.undated_sources(reader) == 1
        assert list(events(reader, EventQuery(known=Known(10**17, possibly=True)))) == []
