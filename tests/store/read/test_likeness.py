from __future__ import annotations

import pytest

from timeline.store.read.likeness import alike, blocks, form

ONE = (
    ("Kim Jong-un", "KIM JONG UN"),
    ("Kim Jong Un", "Kim Chŏng-ŭn"),
    ("Kim Jong Un", "김정은"),
    ("Kim Jongun", "Kim Jong Un"),
    ("Un Kim Jong", "Kim Jong Un"),
    ("Zelensky", "Zelenskyy"),
    ("Zelenskiy", "Selenskyj"),
    ("Volodymyr Zelenskyy", "Володимир Зеленський"),
    ("Volodymyr Zelensky", "Vladimir Zelensky"),
    ("Vladimir Putin", "President Vladimir Putin"),
    ("V. V. Putin", "Vladimir Vladimirovich Putin"),
    ("Erdogan", "Erdoğan"),
    ("Recep Erdogan", "Recep Tayyip Erdoğan"),
    ("Kim (North Korea's leader)", "Kim"),
    ("DPRK", "Democratic People's Republic of Korea"),
    ("习近平", "Xi Jinping"),
    ("Mohammed Ali", "Muhammad Ali"),
    ("Gazprom PJSC", "Gazprom"),
)
TWO = (
    ("Kim Jong Il", "Kim Jong Un"),
    ("Kim Yo Jong", "Kim Jong Un"),
    ("North Korea", "South Korea"),
    ("Actor 1", "Actor 2"),
    ("1st Army", "2nd Army"),
    ("North Korean troops", "North Korean workers"),
    ("United States", "United Kingdom"),
    ("Xi", "Li"),
    ("George W. Bush", "George H. W. Bush"),
    ("Boris Johnson", "Boris Yeltsin"),
)


@pytest.mark.parametrize(("one", "other"), ONE)
def test_names_of_one_are_alike_either_way_round_and_meet_in_a_block(one, other):
    found = alike(form(one), form(other))
    assert found is not None
    assert found.score >= 0.6
    assert alike(form(other), form(one)) == found
    assert {key for key, _ in blocks(form(one))} & {key for key, _ in blocks(form(other))}


@pytest.mark.parametrize(("one", "other"), TWO)
def test_names_of_two_are_not_alike(one, other):
    assert alike(form(one), form(other)) is None


@pytest.mark.parametrize(("one", "other"), [("Niger", "Nigeria"), ("Austria", "Australia"), ("Mali", "Malawi")])
def test_single_words_that_are_only_spelt_alike_need_more_to_be_proposed(one, other):
    found = alike(form(one), form(other))
    assert found is None or found.score < 0.6


def test_the_closer_two_names_are_the_higher_they_score():
    closer = ["Kim Jong-un", "Marshal Kim Jong Un", "Kim Chŏng-ŭn", "K. Jong Un", "Kim"]
    scores = [alike(form("Kim Jong Un"), form(name)).score for name in closer]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_the_reason_names_what_differs():
    def reason(one, other):
        return alike(form(one), form(other)).reason

    assert "accents" in reason("Erdoğan", "erdogan")
    assert "titles" in reason("Dr Jane Roe", "Jane Roe")
    assert "brackets" in reason("Jane Roe (minister)", "Jane Roe")
    assert "script" in reason("Jane Roe", "Јане Рое") or "script" in reason("Путин", "Putin")
    assert "transliterated" in reason("Zelensky", "Zelenskyy")
    assert "order" in reason("Roe Jane", "Jane Roe")
    assert "initials" in reason("J. Roe", "Jane Roe")


@pytest.mark.parametrize("name", ["", "…", "(…)", "·", "\u202e", "a" * 5000, "¼", "ﷺ", "𓀀"])
def test_any_text_is_taken(name):
    alike(form(name), form("Jane Roe"))
    list(blocks(form(name))) if form(name).latin else None
