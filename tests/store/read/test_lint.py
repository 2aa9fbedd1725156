"""Each rule of the lint: what fires it, and what is so near that it could, and does not."""

from __future__ import annotations

import pytest

from timeline.edtf import bounds, parse, stored
from timeline.query import EventQuery
from timeline.store.read.lint import RULES, Scope, findings
from timeline.store.read.lint.dating import gives_less
from timeline.store.read.lint.sources import announces, plain

NOW = 1_757_000_000
"""4 September 2025."""


class Told:
    """A chronology put together by short calls, each of which gives a uid."""

    def __init__(self, chronicle):
        self.c = chronicle
        self.ids = {}

    def event(self, uid, when="2024-06-12", actors=(), title=None, **more):
        self.ids[uid] = self.c.event(title or uid.replace("-", " "), when, actors, uid=uid, **more)
        return self.ids[uid]

    def source(self, uid, **more):
        self.ids[uid] = self.c.source(more.pop("title", uid), uid=uid, **more)
        return self.ids[uid]

    def cite(self, event, source, quote=None, when=None, stance="supports", start=None, end=None, **more):
        passage = self.c.quote(self.ids[source], quote, quote_start=start, quote_end=end)
        return self.c.cite(self.ids[event], passage, when, stance=stance, **more)

    def link(self, one, kind, other):
        self.c.link(self.ids[one], kind, self.ids[other])

    def actor_link(self, subject, kind, other, when=None, role=None):
        names = ("start_min", "start_max", "end_min", "end_max")
        four = dict(zip(names, stored(bounds(parse(when))) if when else (None,) * 4, strict=True))
        row = {"subject_id": subject, "object_id": other, "kind": kind, "role": role, "edtf": when}
        self.c.add("actor_link", id=self.c.id("actor_link"), **row, **four)


def no_source(t):
    t.source("paper")
    t.event("bare")
    t.event("cited")
    t.cite("cited", "paper")
    t.event("only-disputed")
    t.cite("only-disputed", "paper", stance="disputes")
    t.event("a-draft", status="draft")
    return {"bare", "only-disputed"}


def early_source(t):
    t.source("early", published="2024-01-01")
    t.source("month", published="2024-06")
    t.source("undated")
    for uid, source, quote, more in (
        ("reported-early", "early", "It was signed.", {}),
        ("announced", "early", "It will be signed in June.", {}),
        ("mentioned", "early", "It was signed.", {"stance": "mentions"}),
        ("perhaps-the-same-day", "month", "It was signed.", {}),
        ("of-no-day", "undated", "It was signed.", {}),
    ):
        t.event(uid)
        t.cite(uid, source, quote, **more)
    t.event("planned-kind", kind="planned")
    t.cite("planned-kind", "early")
    t.event("planned-tag", tags=("Scheduled",))
    t.cite("planned-tag", "early")
    t.event("to-come", "2031")
    t.cite("to-come", "early")
    t.event("long-begun", "2023/..")
    t.cite("long-begun", "early")
    return {"reported-early"}


def quote(t):
    body = "The leaders met on Monday.\nThey “signed” a pact — the third."
    t.source("paper", body=body)
    t.source("no-body")
    for uid, source, words, span in (
        ("to-the-letter", "paper", "The leaders met", (0, 15)),
        ("anywhere", "paper", "They “signed” a pact", (None, None)),
        ("other-signs", "paper", 'on Monday. They "signed" a pact - the third', (None, None)),
        ("shortened", "paper", "The leaders […] a pact", (None, None)),
        ("no-text-to-look-in", "no-body", "whatever", (3, 9)),
        ("not-there", "paper", "The leaders quarrelled", (None, None)),
        ("elsewhere", "paper", "The leaders met", (4, 19)),
        ("beyond-the-end", "paper", "a pact", (4000, 4006)),
        ("parts-in-no-order", "paper", "a pact … The leaders", (None, None)),
    ):
        t.event(uid)
        t.cite(uid, source, words, start=span[0], end=span[1])
    return {"not-there", "elsewhere", "beyond-the-end", "parts-in-no-order"}


def single_origin(t):
    t.source("a1", publisher="The Agency")
    t.source("a2", publisher="the agency")
    t.source("b", publisher="The Paper")
    t.source("c1", url="https://www.example.org/1")
    t.source("c2", url="https://example.org/2")
    t.source("copy", publisher="The Copyist")
    for uid, sources in (
        ("one", ("a1",)),
        ("one-publisher", ("a1", "a2")),
        ("one-site", ("c1", "c2")),
        ("two", ("a1", "b")),
        ("derived", ("a1", "copy")),
        ("none", ()),
    ):
        t.event(uid)
        for source in sources:
            t.cite(uid, source)
    t.event("disputed-by-another")
    t.cite("disputed-by-another", "a1")
    t.cite("disputed-by-another", "b", stance="disputes")
    first = t.c.claim(event_id=t.ids["derived"], citation_id=t.c.quote(t.ids["a1"]))
    t.c.claim(event_id=t.ids["derived"], citation_id=t.c.quote(t.ids["copy"]), derived_from_id=first)
    return {"one", "one-publisher", "one-site", "derived", "disputed-by-another"}


def unattributed(t):
    who = t.c.actor("Seoul")
    t.event("battle")
    t.c.claim(uid="nobody", event_id=t.ids["battle"])
    t.c.claim(uid="somebody", event_id=t.ids["battle"], attributed_to_id=who)
    t.c.claim(uid="withdrawn", event_id=t.ids["battle"], status="withdrawn")
    t.c.claim(uid="of-an-actor", actor_id=who)
    t.event("drafted", status="draft")
    t.c.claim(uid="of-a-draft", event_id=t.ids["drafted"])
    return {"nobody", "of-an-actor"}


def false_precision(t):
    t.source("paper", published="2025-09-03")
    t.event("as-written", "2024-01-01", as_written="2024")
    t.event("in-phrase", "2024-06-01")
    t.cite("in-phrase", "paper", "It was June last year.", "2024-06-01", phrase="June last year")
    t.event("in-quote", "2024-01-01")
    t.cite("in-quote", "paper", "Signed in January 2024.")
    t.event("at-midnight", "2024-06-12T00:00:00")
    t.cite("at-midnight", "paper", "On 12 June 2024 it began.")
    t.event("of-a-passage", "2024-06")
    t.cite("of-a-passage", "paper", "In June 2024 it began.", "2024-06-01")
    t.event("said-so", "2024-01-01")
    t.cite("said-so", "paper", "On 1 January 2024 it began.")
    t.event("wordless", "2024-01-01")
    t.cite("wordless", "paper")
    t.event("another-day", "2024-06-12", as_written="2024")
    t.event("told-midnight", "2024-06-12T00:00:00", as_written="midnight on 12 June 2024")
    t.event("a-month", "2024-01", as_written="January 2024")
    t.event("of-other-words", "2024-01-01")
    t.cite("of-other-words", "paper", "so it was")
    return {"as-written", "in-phrase", "in-quote", "at-midnight", "of-a-passage"}


def unresolved(t):
    t.source("paper")
    t.event("open", None)
    t.cite("open", "paper", phrase="later that year")
    t.event("resolved", "2024")
    t.cite("resolved", "paper", phrase="2024", when="2024")
    t.event("without-words")
    t.cite("without-words", "paper")
    return {"open"}


def dates(t):
    t.source("paper", published="2025-09-03")
    anchored = {"anchor": "2025-09-03", "anchor_kind": "publication", "rule": "day-before", "resolver": "timex 0"}
    t.event("otherwise", "2025-09-01")
    t.cite("otherwise", "paper", phrase="yesterday", when="2025-09-01", **anchored)
    t.event("just-so", "2025-09-02")
    t.cite("just-so", "paper", phrase="yesterday", when="2025-09-02", **anchored)
    t.event("by-hand", "2025-09-01")
    t.cite("by-hand", "paper", phrase="yesterday", when="2025-09-01")
    return {"otherwise"}


def order(t):
    for uid, when in (
        ("first", "2024-01-10"),
        ("second", "2024-03"),
        ("third", "2024-05-05"),
        ("vague", "2024"),
        ("undated", None),
        ("span", "2024-02/2024-04"),
        ("ring-a", "2024"),
        ("ring-b", "2024"),
        ("ring-c", "2024"),
        ("self-same", "2024-01"),
    ):
        t.event(uid, when)
    for one, kind, other in (
        ("first", "follows", "second"),
        ("second", "follows", "first"),
        ("vague", "follows", "third"),
        ("undated", "follows", "third"),
        ("third", "causes", "second"),
        ("first", "causes", "third"),
        ("first", "part_of", "span"),
        ("second", "part_of", "span"),
        ("vague", "part_of", "span"),
        ("third", "same_as", "second"),
        ("first", "same_as", "self-same"),
        ("ring-a", "follows", "ring-b"),
        ("ring-c", "causes", "ring-b"),
        ("ring-c", "responds_to", "ring-a"),
    ):
        t.link(one, kind, other)
    return {"first", "third", "ring"}


def office(t):
    korea = t.c.actor("Korea")
    kim, twice, sometimes, plain_ = map(t.c.actor, ("Kim", "Twice", "Sometimes", "Plain"))
    merged = t.c.actor("Kim Jong-un", merged_into=kim)
    t.actor_link(kim, "office_in", korea, "2011-12/..", "leader")
    t.actor_link(twice, "office_in", korea, "2000/2004", "minister")
    t.actor_link(twice, "member_of", korea, "2010/2014")
    t.actor_link(sometimes, "office_in", korea, "2011/..")
    t.actor_link(sometimes, "office_in", korea, None, "deputy")
    t.actor_link(plain_, "succeeds", korea, "2011/..")
    for uid, when, actors in (
        ("too-early", "2005", [(kim, "host")]),
        ("too-early-as-merged", "2005", [(merged, "host")]),
        ("just-in-time", "2011", [(kim, "host")]),
        ("remembered", "2005", [(kim, "subject")]),
        ("between-terms", "2007", [(twice, "host")]),
        ("in-the-second-term", "2012", [(twice, "host")]),
        ("perhaps-a-deputy-then", "2005", [(sometimes, "host")]),
        ("no-office-at-all", "2005", [(plain_, "host"), (korea, "guest")]),
        ("nobody-knows-when", None, [(kim, "host")]),
        ("long", "2005/2020", [(kim, "host")]),
    ):
        t.event(uid, when, actors)
    return {"too-early", "too-early-as-merged", "between-terms"}


def broken_link(t):
    t.source("paper")
    for uid, status in (
        ("held", "confirmed"),
        ("other", "disputed"),
        ("drafted", "draft"),
        ("taken-back", "retracted"),
    ):
        t.event(uid, status=status)
    t.link("held", "causes", "other")
    t.link("held", "follows", "taken-back")
    t.link("drafted", "part_of", "other")
    t.link("drafted", "follows", "taken-back")
    t.event("anchored-well")
    t.cite("anchored-well", "paper", anchor="2024", anchor_kind="event", anchor_id=t.ids["held"])
    t.event("anchored-on-nothing")
    t.cite("anchored-on-nothing", "paper", anchor="2024", anchor_kind="event", anchor_id=None)
    t.event("anchored-on-no-source")
    t.cite("anchored-on-no-source", "paper", anchor="2024", anchor_kind="text", anchor_id=9999)
    t.event("anchored-on-its-own")
    t.cite("anchored-on-its-own", "paper", anchor="2024", anchor_kind="publication", anchor_id=None)
    t.event("anchored-on-retracted")
    t.cite("anchored-on-retracted", "paper", anchor="2024", anchor_kind="event", anchor_id=t.ids["taken-back"])
    t.c.add("external_id", entity="event", scheme="wikidata", value="Q1", entity_id=9999)
    t.c.add("external_id", entity="event", scheme="wikidata", value="Q2", entity_id=t.ids["held"])
    return {
        "held",
        "other",
        "anchored-on-nothing",
        "anchored-on-no-source",
        "anchored-on-retracted",
        "wikidata:Q1",
    }


def duplicate_event(t):
    kim, xi = t.c.actor("Kim"), t.c.actor("Xi")
    for uid, title, when, actors in (
        ("pact", "Leaders sign a mutual-aid pact", "2024-06-19", [kim]),
        ("pact-again", "The leaders sign mutual aid pact", "2024-06", [kim]),
        ("pact-later", "Leaders sign a mutual-aid pact", "2025-06-19", [kim]),
        ("pact-of-others", "Leaders sign mutual-aid pact", "2024-06-19", [xi]),
        ("parade", "Grand parade in Beijing", "2025-09-03", [xi]),
        ("parade-of-nobody", "Grand parade in Beijing", "2025-09-03", []),
        ("first-talks", "First meeting of Kim and Putin", "2023-09", [kim]),
        ("second-talks", "Second meeting of Kim and Putin", "2023-09", [kim]),
        ("shelling-1", "Shelling of Sudzha, day 1", "2024-08", [kim]),
        ("shelling-2", "Shelling of Sudzha, day 2", "2024-08", [kim]),
        ("visit", "Kim visits a factory", "2024-01-05", [kim]),
        ("visit-linked", "Kim visits a factory", "2024-01-05", [kim]),
    ):
        t.event(uid, when, actors, title=title)
    t.link("visit-linked", "follows", "visit")
    return {"pact|pact-again", "parade|parade-of-nobody"}


def duplicate_actor(t):
    kim = t.c.actor("Kim Jong Un", uid="kim")
    t.c.actor("Kim Jong-un", uid="kim-2")
    t.c.actor("Kim Jong Il", uid="kim-il")
    xi = t.c.actor("Xi Jinping", uid="xi")
    other = t.c.actor("Xi Jin-ping", uid="xi-2")
    t.actor_link(xi, "not_same_as", other)
    t.event("visit", actors=[kim])
    return {"kim-2"}


CASES = {
    name.replace("_", "-"): found
    for name, found in list(globals().items())
    if callable(found) and name.replace("_", "-") in {rule.name for rule in RULES}
}


def test_every_rule_has_its_case():
    assert set(CASES) == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_the_rule_finds_what_is_wrong_and_leaves_what_is_near_it(chronicle, rule):
    wanted = CASES[rule](Told(chronicle))
    with chronicle.read() as reader:
        found = list(findings(Scope(reader, EventQuery(), NOW), (rule,)))
        assert all(one.rule == rule and one.what and one.remedy for one in found)
        rows = {one.row for one in found}
        if rule == "duplicate-event":
            assert {
                "|".join(sorted((one.row, one.what.split(":")[0].removeprefix("may be ")))) for one in found
            } == wanted
        elif rule == "order":
            kinds = sorted((one.row, one.what.split(" ")[1]) for one in found if "after itself" not in one.what)
            assert kinds == [("first", "follows"), ("first", "is"), ("third", "causes"), ("third", "is")]
            (ring,) = [one for one in found if "after itself" in one.what and "ring" in one.row]
            assert {"ring-a", "ring-b", "ring-c"} <= set(ring.what.replace(":", "").split())
        else:
            assert rows == wanted
        none = EventQuery(ids=())
        assert not [one for one in findings(Scope(reader, none, NOW), (rule,)) if one.entity == "event"]


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_filters_narrow_what_is_looked_at(chronicle, rule):
    CASES[rule](Told(chronicle))
    with chronicle.read() as reader:
        whole = [one for one in findings(Scope(reader, EventQuery(), NOW), (rule,)) if one.entity == "event"]
        for one in {one.row: one for one in whole if ":" not in one.row}.values():
            ((event,),) = reader.all("SELECT id FROM event WHERE uid = :uid", {"uid": one.row})
            if rule == "duplicate-event" or "after itself" in one.what:
                continue
            narrowed = list(findings(Scope(reader, EventQuery(ids=(event,)), NOW), (rule,)))
            assert one.row in {found.row for found in narrowed}
            assert {found.row for found in narrowed if found.entity == "event"} == {one.row}


def test_an_empty_chronology_has_no_findings(chronicle):
    with chronicle.read() as reader:
        assert list(findings(Scope(reader, EventQuery(), NOW))) == []


def test_rules_can_be_left_out(chronicle):
    Told(chronicle).event("bare")
    with chronicle.read() as reader:
        scope = Scope(reader, EventQuery(), NOW)
        assert {one.rule for one in findings(scope)} == {"no-source"}
        assert list(findings(scope, ignored=("no-source",))) == []
        assert list(findings(scope, ("quote", "order"))) == []


@pytest.mark.parametrize(
    ("words", "is_plan"),
    [
        ("will meet in June", True),
        ("is due to open in 2026", True),
        ("the talks scheduled for Monday", True),
        ("said he would come", True),
        ("They met in June.", False),
        ("Willy met Schulz", False),
        ("the expanse", False),
    ],
)
def test_words_of_what_is_to_come(words, is_plan):
    assert announces(words) is is_plan


def test_plain_text_has_one_kind_of_sign():
    assert plain("a\u00a0 “b”\n— ‘c’") == plain("a \"b\" - 'c'")


@pytest.mark.parametrize("words", ["", "…", "99999999999", "0000-00-00", "x" * 5000, "\u202e", "32 June 2024"])
@pytest.mark.parametrize(
    "stored_date", ["2024-01-01", "2024-01-01T00:00:00", "-0043-03-01", "2024-02-01/..", "Y-170000002"]
)
def test_any_words_can_be_compared(words, stored_date):
    gives_less(words, stored_date, "2024-01-01T10:00:00")
    gives_less(words, stored_date, "2024/..")
