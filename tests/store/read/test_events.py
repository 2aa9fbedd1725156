from __future__ import annotations

from itertools import product

from timeline.query import ALL_STATUSES, EventQuery, Window
from timeline.store.read.events import EVERYTHING, count, events, hidden, keys, matching, place_of


def titles(reader, query=EVERYTHING):
    return [row.title for row in events(reader, query)]


def test_events_come_oldest_first_and_undated_last_in_either_direction(chronicle):
    chronicle.event("undated")
    chronicle.event("day", "2024-06-19")
    chronicle.event("before", "[..2024-06-18]")
    chronicle.event("year", "2024")
    with chronicle.read() as reader:
        assert titles(reader) == ["year", "before", "day", "undated"]
        assert titles(reader, EventQuery(reverse=True)) == ["day", "before", "year", "undated"]


def test_a_row_brings_what_hangs_on_the_event(chronicle):
    kim, putin = chronicle.actor("Kim"), chronicle.actor("Putin")
    beijing = chronicle.place("Beijing")
    printed, doubted = chronicle.source("Title", publisher="Agency"), chronicle.source("Doubt")
    event = chronicle.event(
        "Parade", "2025-09-03", [(putin, "guest"), kim, (kim, "guest")], ("war", "army"), place_id=beijing
    )
    chronicle.cite(event, chronicle.quote(printed, "one"))
    chronicle.cite(event, chronicle.quote(printed, "two"), stance="mentions")
    chronicle.cite(event, chronicle.quote(doubted, "no"), stance="disputes")
    with chronicle.read() as reader:
        (row,) = events(reader)
    assert [(one.name, one.role) for one in row.participants] == [
        ("Kim", "guest"),
        ("Kim", "participant"),
        ("Putin", "guest"),
    ]
    assert row.tags == ("army", "war")
    assert row.sources == (("title-1", "Agency"),)
    assert (row.place_uid, row.place) == ("beijing", "Beijing")
    assert (row.gaps, row.rev) == (False, chronicle.batch)


def test_no_sentinel_of_an_open_date_leaves_the_room(chronicle):
    for when in ("2024/..", "../2024", "../..", "[2024..]", "/2024", None):
        chronicle.event("open", when)
    with chronicle.read() as reader:
        for row in events(reader):
            four = (row.start_min, row.start_max, row.end_min, row.end_max)
            assert all(bound is None or abs(bound) < 10**17 for bound in four)
            assert None in four


def test_merged_actors_are_shown_once_as_the_one_that_survives(chronicle):
    kim = chronicle.actor("Kim Jong Un")
    other = chronicle.actor("Kim Chong-un", merged_into=kim)
    chronicle.event("Talks", "2024", [kim, other])
    with chronicle.read() as reader:
        (row,) = events(reader, EventQuery(actors=(kim, other)))
        assert [one.name for one in row.participants] == ["Kim Jong Un"]
        assert count(reader, EventQuery(actors=(kim, other))) == 1


def test_actor_is_any_of_them_with_is_all_of_them(chronicle):
    kim, putin, xi = (chronicle.actor(name) for name in ("Kim", "Putin", "Xi"))
    chronicle.event("kim", "2021", [kim])
    chronicle.event("both", "2022", [kim, putin])
    chronicle.event("all", "2023", [kim, putin, xi])
    chronicle.event("xi", "2024", [xi])
    with chronicle.read() as reader:
        assert titles(reader, EventQuery(actors=(kim, putin))) == ["kim", "both", "all"]
        assert titles(reader, EventQuery(all_of=((kim,), (putin,)))) == ["both", "all"]
        assert titles(reader, EventQuery(actors=(kim,), all_of=((xi, putin), (putin,)))) == ["both", "all"]
        assert titles(reader, EventQuery(actors=(xi,), all_of=((kim,),), reverse=True)) == ["all"]


def test_a_role_is_played_by_the_actor_else_by_each_with_else_by_anyone(chronicle):
    kim, putin = chronicle.actor("Kim"), chronicle.actor("Putin")
    chronicle.event("host", "2021", [(kim, "host"), (putin, "guest")])
    chronicle.event("guest", "2022", [(kim, "guest"), (putin, "host")])
    chronicle.event("guests", "2023", [(kim, "guest"), (putin, "guest")])
    with chronicle.read() as reader:
        assert titles(reader, EventQuery(actors=(kim,), roles=("guest",))) == ["guest", "guests"]
        assert titles(reader, EventQuery(actors=(kim,), all_of=((putin,),), roles=("host",))) == ["host"]
        assert titles(reader, EventQuery(all_of=((kim,), (putin,)), roles=("guest",))) == ["guests"]
        assert titles(reader, EventQuery(roles=("host",))) == ["host", "guest"]


def test_filters_hold_together(chronicle):
    asia = chronicle.place("Asia")
    beijing = chronicle.place("Beijing", asia)
    source = chronicle.source()
    one = chronicle.event("one", "2024", tags=("war",), kind="talks", place_id=beijing)
    chronicle.cite(one, chronicle.quote(source))
    chronicle.event("two", "2024", tags=("war", "army"), kind="parade", place_id=asia)
    chronicle.event("three", "2024", kind="talks", status="draft")
    with chronicle.read() as reader:
        assert titles(reader, EventQuery(tags=("war",))) == ["one", "two"]
        assert titles(reader, EventQuery(tags=("army", "none"))) == ["two"]
        assert titles(reader, EventQuery(kinds=("talks",))) == ["one"]
        assert titles(reader, EventQuery(kinds=("talks",), statuses=ALL_STATUSES)) == ["one", "three"]
        assert titles(reader, EventQuery(places=(beijing,))) == ["one"]
        assert titles(reader, EventQuery(sources=(source,))) == ["one"]
        assert titles(reader, EventQuery(tags=("war",), sources=(source,), kinds=("parade",))) == []
        assert titles(reader, EventQuery(ids=(one, 3))) == ["one"]
        assert titles(reader, EventQuery(ids=())) == []


TEXTS = (
    ("kim's", ["Kim's visit to North-Korea"]),
    ("North-Korea", ["Kim's visit to North-Korea"]),
    ("NORTH kim", ["Kim's visit to North-Korea"]),
    ('"visit', ["Kim's visit to North-Korea"]),
    ("vis*", []),
    ("kim NEAR visit", []),
    ("kim OR parade", []),
    ("cafe", ["Le Café"]),
    ("CAFÉ'); DROP TABLE event; --", []),
    ("北京", ["北京 parade"]),
    ("京", ["北京 parade"]),
    ("", ["Kim's visit to North-Korea", "Le Café", "北京 parade"]),
    ("***", ["Kim's visit to North-Korea", "Le Café", "北京 parade"]),
    ("kim kim kim", ["Kim's visit to North-Korea"]),
    ("kim " + " ".join(map(str, range(1500))), []),
    ("x" * 100_000, []),
    ("kim\0visit", ["Kim's visit to North-Korea"]),
)


def test_every_word_of_a_text_is_sought_and_none_is_syntax(chronicle):
    chronicle.event("Kim's visit to North-Korea", "2021")
    chronicle.event("Le Café", "2022")
    chronicle.event("北京 parade", "2023")
    with chronicle.read() as reader:
        assert {text: titles(reader, EventQuery(text=text)) for text, _ in TEXTS} == dict(TEXTS)
        reader.as_of = "2025"  # as-of, the index is of no use
        assert {text: titles(reader, EventQuery(text=text)) for text, _ in TEXTS} == dict(TEXTS)


def test_hidden_counts_what_each_default_left_out(chronicle):
    kim = chronicle.actor("Kim")
    chronicle.event("shown", "2024", [kim])
    chronicle.event("draft", "2024", [kim], status="draft")
    chronicle.event("retracted", "2024", [kim], status="retracted")
    chronicle.event("draft", None, [kim], status="draft")
    chronicle.event("undated", None, [kim])
    chronicle.event("secret", "2024", [kim], access="confidential")
    chronicle.event("internal", "2024", [kim], access="internal")
    with chronicle.read() as reader:
        for asked in (EventQuery(), EventQuery(actors=(kim,)), EventQuery(all_of=((kim,),))):
            assert hidden(reader, asked) == (2, 1, 0, 0)
            assert hidden(reader, asked._replace(window=Window(0, None))) == (1, 1, 1, 0)
            assert hidden(reader, asked._replace(max_access="internal")) == (2, 1, 0, 1)
            assert hidden(reader, asked._replace(max_access="public", window=Window(0, None))) == (1, 1, 1, 2)
            assert hidden(reader, asked._replace(statuses=ALL_STATUSES, undated=False)) == (0, 0, 2, 0)


def test_what_may_not_be_let_out_is_in_no_row(chronicle):
    kim, spy = chronicle.actor("Kim"), chronicle.actor("Spy")
    open_source, secret = chronicle.source("Open"), chronicle.source("Secret", access="confidential")
    printed, whispered = chronicle.quote(open_source), chronicle.quote(secret, "psst")
    event = chronicle.event("Public", "2024", [kim, (spy, "agent", whispered)])
    chronicle.cite(event, printed)
    chronicle.cite(event, whispered)
    chronicle.event("Internal", "2025", [kim], access="internal")
    with chronicle.read() as reader:
        (row,) = events(reader, EventQuery(max_access="public"))
        assert [one.name for one in row.participants] == ["Kim"]
        assert [label for _, label in row.sources] == ["Open"]
        (row, _) = events(reader, EventQuery(max_access="confidential"))
        assert [one.name for one in row.participants] == ["Kim", "Spy"]
        assert [label for _, label in row.sources] == ["Open", "Secret"]


SOME = ("2020", "2021-05", None, "2021-05-03", "../2021", "2021/..", "../..", "[2019..]", None, "2021-05-03T10:00:00")


ORDERS = [(sort, reverse) for sort in ("date", "title", "recorded", "importance") for reverse in (False, True)]


def test_pages_put_together_are_the_list(chronicle):
    kim, putin = chronicle.actor("Kim"), chronicle.actor("Putin")
    for number, when in enumerate(SOME * 3):
        if number % 7 == 0:
            chronicle.new_batch()
        who = [(kim, "a"), (kim, "b"), putin][: number % 4]
        chronicle.event("aBcÉé"[number % 5], when, who, position=number % 3, importance=(None, 3, 1)[number % 3])
    window = Window(1609459200, 1640995199)
    with chronicle.read() as reader:
        bases = (
            EventQuery(),
            EventQuery(window=window),
            EventQuery(window=window, undated=True),
            EventQuery(actors=(kim, putin)),
            EventQuery(actors=(kim,), window=window),
        )
        for base, (sort, reverse) in product(bases, ORDERS):
            query = base._replace(sort=sort, reverse=reverse)
            whole = list(events(reader, query))
            assert whole
            assert len({row.id for row in whole}) == len(whole) == count(reader, query)
            paged = []
            after = None
            while page := list(events(reader, query._replace(limit=4, after=after))):
                paged += page
                after = place_of(page[-1], query)
            assert paged == whole
            assert list(keys(reader, query)) == [row.id for row in whole]
            ids, params = matching(reader, query)
            assert {row[0] for row in reader.rows(ids, params)} == {row.id for row in whole}


def test_orders_are_the_same_on_both_databases(chronicle):
    for title in ("b", "B", "a", "É", "é", "Z", "_", "-1"):
        chronicle.event(title)
    with chronicle.read() as reader:
        assert titles(reader, EventQuery(sort="title")) == ["-1", "_", "a", "b", "B", "Z", "É", "é"]


def test_without_importance_comes_last_by_importance(chronicle):
    chronicle.event("none", "2020")
    chronicle.event("low", "2021", importance=-5)
    chronicle.event("high", "2022", importance=9)
    with chronicle.read() as reader:
        assert titles(reader, EventQuery(sort="importance")) == ["high", "low", "none"]
        assert titles(reader, EventQuery(sort="importance", reverse=True)) == ["none", "low", "high"]


def test_a_crowd_of_actors_is_listed_as_a_few_are(chronicle):
    crowd = tuple(chronicle.actor(f"Actor {n}") for n in range(40))
    for number, actor in enumerate(crowd):
        chronicle.event(f"{number:02}", f"20{60 - number}", {actor, crowd[0]})
    with chronicle.read() as reader:
        found = titles(reader, EventQuery(actors=crowd[1:], limit=3))
        assert found == ["39", "38", "37"]
        assert titles(reader, EventQuery(actors=crowd, reverse=True, limit=2)) == ["00", "01"]


def test_a_thousand_events_come_in_order_across_chunks(chronicle):
    for number in range(1500):
        chronicle.event(str(number), f"{1000 + number % 750}", tags=(f"t{number}",))
    with chronicle.read() as reader:
        rows = list(events(reader))
    assert [(row.sort_key, row.id) for row in rows] == sorted((row.sort_key, row.id) for row in rows)
    assert all(row.tags == (f"t{row.title}",) for row in rows)
