from __future__ import annotations

from timeline.store.read.names import complete, find_actors, find_event, find_places, find_sources, find_tags, suggest


def names(hits):
    return [hit.name for hit in hits]


def test_the_best_tier_of_a_name_wins(chronicle):
    chronicle.actor("Kim Jong Un", "Kim", "Chairman Kim")
    chronicle.actor("Kim Yo Jong")
    chronicle.actor("Kimberly Guilfoyle")
    chronicle.actor("Moon Jae-in")
    with chronicle.read() as reader:
        assert names(find_actors(reader, "kim")) == ["Kim Jong Un"]
        assert names(find_actors(reader, "jong")) == ["Kim Jong Un", "Kim Yo Jong"]
        assert names(find_actors(reader, "jong KIM")) == ["Kim Jong Un", "Kim Yo Jong"]
        assert names(find_actors(reader, "kimb")) == ["Kimberly Guilfoyle"]
        assert names(find_actors(reader, "i")) == ["Kim Jong Un", "Kim Yo Jong", "Kimberly Guilfoyle", "Moon Jae-in"]
        assert names(find_actors(reader, "jae in")) == ["Moon Jae-in"]
        assert names(find_actors(reader, "Xi")) == []


def test_a_name_is_found_in_latin_letters_whatever_its_script(chronicle):
    chronicle.actor("Łukasz Żółć")
    chronicle.actor("Øystein Ødegård")
    chronicle.actor("Владимир Путин")
    chronicle.actor("Xi Jinping")
    with chronicle.read() as reader:
        assert names(find_actors(reader, "lukasz zolc")) == ["Łukasz Żółć"]
        assert names(find_actors(reader, "Odegard")) == ["Øystein Ødegård"]
        assert names(find_actors(reader, "Vladimir Putin")) == ["Владимир Путин"]
        assert names(find_actors(reader, "Си")) == []
        assert names(find_actors(reader, "Łukas")) == ["Łukasz Żółć"]
    chronicle.actor("Lukasz Zolc")
    with chronicle.read() as reader:
        assert names(find_actors(reader, "lukasz zolc")) == ["Lukasz Zolc"]  # as it is written goes first


def test_a_uid_means_one_whatever_else_is_called_so(chronicle):
    chronicle.actor("Kim", uid="kim")
    chronicle.actor("Kim", uid="kim-2")
    with chronicle.read() as reader:
        assert [hit.uid for hit in find_actors(reader, "Kim")] == ["kim", "kim-2"]
        assert [hit.uid for hit in find_actors(reader, "kim")] == ["kim"]
        assert [hit.uid for hit in find_actors(reader, "kim-2")] == ["kim-2"]


def test_accents_case_and_punctuation_do_not_count(chronicle):
    chronicle.actor("Recep Tayyip Erdoğan", "Эрдоган")
    chronicle.actor("Kim Jong-un’s aide")
    with chronicle.read() as reader:
        assert names(find_actors(reader, "ERDOGAN")) == ["Recep Tayyip Erdoğan"]
        assert names(find_actors(reader, "эрдоган")) == ["Recep Tayyip Erdoğan"]
        assert names(find_actors(reader, "jong un's")) == ["Kim Jong-un’s aide"]


def test_a_merged_actor_is_the_one_that_survives_with_all_its_ids(chronicle):
    kim = chronicle.actor("Kim Jong Un")
    merged = chronicle.actor("Marshal of the DPRK", merged_into=kim)
    with chronicle.read() as reader:
        for name in ("marshal", "Kim Jong Un", "marshal-of-the-dprk"):
            (hit,) = find_actors(reader, name)
            assert (hit.name, hit.ids) == ("Kim Jong Un", (kim, merged))


def test_a_place_is_all_that_lies_inside_it(chronicle):
    asia = chronicle.place("Asia")
    china = chronicle.place("China", asia)
    beijing = chronicle.place("Běijīng", china)
    ring = chronicle.place("Ring A")
    other = chronicle.place("Ring B", ring)
    chronicle.rows["place"][3]["parent_id"] = other
    with chronicle.read() as reader:
        (hit,) = find_places(reader, "asia")
        assert set(hit.ids) == {asia, china, beijing}
        assert find_places(reader, "beijing")[0].ids == (beijing,)
        assert [set(hit.ids) for hit in find_places(reader, "ring")] == [{ring, other}] * 2


def test_a_source_is_found_by_uid_title_publisher_url_and_site(chronicle):
    first = chronicle.source("War news", publisher="NK News", url="https://nknews.org/a/?q=1", uid="war")
    second = chronicle.source(
        "War", publisher="NK News", url="https://example.org/b#top", canonical_url="https://example.org/b"
    )
    with chronicle.read() as reader:
        found = {name: [hit.id for hit in find_sources(reader, name)] for name in (
            *("war", "War", "War news", "nk news", "news"),
            *("https://nknews.org/a/?q=1", "https://example.org/b/", "https://example.org/b#end", "https://example.org"),
            *("nknews.org", "elsewhere.org"),
        )}  # fmt: skip
    assert found == {
        "war": [first],
        "War": [second],
        "War news": [first],
        "nk news": [first, second],
        "news": [first, second],
        "https://nknews.org/a/?q=1": [first],
        "https://example.org/b/": [second],
        "https://example.org/b#end": [second],
        "https://example.org": [],
        "nknews.org": [first],
        "elsewhere.org": [],
    }


def test_an_event_is_found_by_uid_title_words_and_parts_of_its_title_alone(chronicle):
    chronicle.event("Parade in Beijing", "2025", uid="parade")
    chronicle.event("Parade", "2015", summary="a rehearsal of troops")
    chronicle.event("Talks", "2024", summary="about the parade in Beijing")
    with chronicle.read() as reader:
        assert names(find_event(reader, "parade")) == ["Parade in Beijing"]
        assert names(find_event(reader, "PARADE")) == ["Parade"]
        assert names(find_event(reader, "beijing parade")) == ["Parade in Beijing"]
        assert names(find_event(reader, "beij")) == ["Parade in Beijing"]
        assert names(find_event(reader, "arade")) == ["Parade", "Parade in Beijing"]
        assert names(find_event(reader, "rehearsal")) == []
        assert names(find_event(reader, "")) == []


def test_tags_are_found_as_names_are(chronicle):
    chronicle.event(tags=("war", "War crimes", "post-war"))
    with chronicle.read() as reader:
        assert find_tags(reader, "war") == ["war"]
        assert find_tags(reader, "WAR") == ["war"]
        assert find_tags(reader, "crimes") == ["War crimes"]
        assert find_tags(reader, "cri") == ["War crimes"]
        assert find_tags(reader, "peace") == []


def test_what_no_database_can_hold_finds_nothing_and_raises_nothing(chronicle):
    chronicle.actor("Kim")
    with chronicle.read() as reader:
        for name in (
            "",
            " ",
            "\0",
            "\0\0",
            "\udcff",
            "%",
            "_",
            "'",
            "*",
            "x" * 100_000,
            "x y " * 9000,
            " ".join(map(str, range(9000))),
        ):
            for find in (find_actors, find_places, find_sources, find_event, find_tags):
                assert find(reader, name) == []
            assert suggest(reader, "actor", name) == []


def test_a_name_spelt_wrong_suggests_the_right_one_and_a_strange_one_nothing(chronicle):
    for name in ("Vladimir Putin", "Kim Jong Un", "Volodymyr Zelensky", "Emmanuel Macron"):
        chronicle.actor(name)
    chronicle.place("Beijing")
    chronicle.event("Ceremony in Beijing", tags=("casualties",), uid="ceremony-in-beijing")
    with chronicle.read() as reader:
        wrong = ("Puttin", "Vladimer Putin", "kim jung un", "Zelenskyj", "macorn")
        right = ["Vladimir Putin", "Vladimir Putin", "Kim Jong Un", "Volodymyr Zelensky", "Emmanuel Macron"]
        assert [suggest(reader, "actor", name)[:1] for name in wrong] == [[name] for name in right]
        assert suggest(reader, "actor", "Xi Jinping") == []
        assert suggest(reader, "place", "Bejing") == ["Beijing"]
        assert suggest(reader, "tag", "casulties") == ["casualties"]
        assert suggest(reader, "event", "ceremny in bejing") == ["Ceremony in Beijing"]


def test_completion_gives_names_of_which_a_word_begins_so(chronicle):
    chronicle.actor("Vladimir Putin", "V. V. Putin")
    chronicle.actor("Rasputin")
    with chronicle.read() as reader:
        assert complete(reader, "actor", "pu") == ["V. V. Putin", "Vladimir Putin"]
        assert complete(reader, "actor", "") == ["Rasputin", "V. V. Putin", "Vladimir Putin"]
        assert complete(reader, "actor", "", limit=1) == ["Rasputin"]
        assert complete(reader, "tag", "x") == []


def test_the_name_of_an_actor_in_another_script_finds_its_like(chronicle):
    chronicle.actor("Vladimir Putin")
    with chronicle.read() as reader:
        assert suggest(reader, "actor", "Путин") == ["Vladimir Putin"]
        assert suggest(reader, "source", "Путин") == []
