from __future__ import annotations

import random
import time

import pytest

from timeline.store.read import doubles as room
from timeline.store.read.doubles import doubles, not_the_same


def pairs(reader, **how):
    return [(one.keep.uid, one.other.uid) for one in doubles(reader, **how)]


def test_doubles_come_best_first_with_reasons_and_the_busier_is_kept(chronicle):
    kim = chronicle.actor("Kim Chŏng-ŭn", uid="chong-un")
    busy = chronicle.actor("Kim Jong Un", uid="kim")
    chronicle.actor("Jane Roe")
    chronicle.actor("Jane  ROE", uid="roe-2")
    for number in range(3):
        chronicle.event(f"Parade {number}", "2024", [(busy, "host"), *([(kim, "guest")] if number == 0 else [])])
    with chronicle.read() as reader:
        found = doubles(reader)
    assert [(one.keep.uid, one.other.uid) for one in found] == [("jane-roe", "roe-2"), ("kim", "chong-un")]
    assert found[0].score >= found[1].score
    assert found[1].shared == 1
    assert any("shared event" in reason for reason in found[1].reasons)


def test_shared_events_raise_the_score(chronicle):
    one, other = chronicle.actor("Vladimir Putin"), chronicle.actor("V. Putin")
    chronicle.actor("Emmanuel Macron")
    chronicle.actor("E. Macron")
    chronicle.event("Talks", "2024", [(one, "host"), (other, "host")])
    with chronicle.read() as reader:
        together, apart = doubles(reader)
    assert together.keep.uid == "vladimir-putin"
    assert together.score > apart.score


def test_another_kind_or_country_speaks_against(chronicle):
    chronicle.actor("Georgia", kind="state", country="GE")
    chronicle.actor("Georgia", uid="georgia-2", kind="person", country="US")
    with chronicle.read() as reader:
        assert pairs(reader) == []
        (found,) = doubles(reader, least=0.1)
    assert any("state" in reason for reason in found.reasons)


def test_brackets_that_tell_an_office_find_the_one_who_holds_it(chronicle):
    kim, korea = chronicle.actor("Kim Jong Un", "Kim"), chronicle.actor("North Korea")
    chronicle.actor("Kim Dae Jung")
    chronicle.actor("Kim (North Korea's leader)", uid="leader")
    chronicle.add(
        "actor_link", id=chronicle.id("actor_link"), subject_id=kim, object_id=korea, kind="office_in", role="leader"
    )
    with chronicle.read() as reader:
        (found,) = doubles(reader)
    assert {found.keep.uid, found.other.uid} == {"kim-jong-un", "leader"}
    assert any("brackets fit" in reason for reason in found.reasons)


def test_what_was_put_down_as_not_the_same_is_never_proposed_whoever_was_merged_since(chronicle):
    kim = chronicle.actor("Kim Jong Un")
    other = chronicle.actor("Kim Jong-un", uid="other")
    merged = chronicle.actor("Kim Jongun", uid="merged", merged_into=other)
    chronicle.add("actor_link", id=chronicle.id("actor_link"), subject_id=merged, object_id=kim, kind="not_same_as")
    with chronicle.read() as reader:
        assert pairs(reader) == []
        assert not_the_same(reader) == {(kim, other), (other, kim)}


def test_names_of_merged_actors_count_for_the_one_that_is_left(chronicle):
    kim = chronicle.actor("The Marshal")
    chronicle.actor("Kim Jong Un", uid="merged", merged_into=kim)
    chronicle.actor("Kim Jong-un", uid="other")
    with chronicle.read() as reader:
        assert pairs(reader) == [("the-marshal", "other")]


def test_a_surname_alone_is_proposed_where_it_can_be_of_one_only(chronicle):
    chronicle.actor("Vladimir Zelenskyy", uid="vz")
    chronicle.actor("Zelensky", uid="z")
    chronicle.actor("Kim")
    chronicle.actor("Kim Jong Un")
    chronicle.actor("Kim Yo Jong")
    chronicle.actor("Army", kind="armed_force")
    chronicle.actor("North Korean Army", kind="armed_force")
    with chronicle.read() as reader:
        (found,) = doubles(reader)
    assert {found.keep.uid, found.other.uid} == {"vz", "z"}
    assert "of nobody else" in found.reasons


def test_only_pairs_of_those_asked_for_are_given(chronicle):
    one = chronicle.actor("Jane Roe")
    chronicle.actor("Jane-Roe", uid="roe")
    chronicle.actor("John Doe")
    chronicle.actor("John-Doe", uid="doe")
    with chronicle.read() as reader:
        assert pairs(reader, ids=(one,)) == [("jane-roe", "roe")]
        assert len(pairs(reader)) == 2


def names(number):
    chance = random.Random(1)
    some = [chance.choice("bcdfgklmnprstvz") + chance.choice("aeiou") for _ in range(60)]
    given = ["".join(chance.choices(some, k=2)).title() for _ in range(number // 40)]
    family = ["".join(chance.choices(some, k=3)).title() for _ in range(number // 4)]
    return [f"{chance.choice(given)} {chance.choice(family)}" for _ in range(number)]


def numbered(number):
    return [f"Actor {n}" for n in range(number)]


def repeated(number):
    return ["John Doe"] * number


@pytest.mark.parametrize("made", [names, numbered, repeated])
def test_five_times_the_names_take_no_twenty_five_times_the_work(made):
    def work(number):
        forms = {place: [room.likeness.form(name)] for place, name in enumerate(made(number))}
        began = time.perf_counter()
        count = sum(1 for _ in room._candidates(forms))
        return count, time.perf_counter() - began

    small, _ = work(2_000)
    large, seconds = work(10_000)
    assert large <= 12 * max(small, 2_000)
    assert seconds < 10
