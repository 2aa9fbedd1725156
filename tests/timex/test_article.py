"""The article of the first chronology, in sentences of our own with its date phrases: each means what the article means."""

from __future__ import annotations

from timeline.timex import Options, Resolved, Timex, tag

PUBLISHED = "2025-09-03"
TEXT = (
    "For the third time in two years, the leaders met. They met in Beijing on Wednesday, 80 years after the war. "
    "The invasion began in February 2022. The region was lost in an unexpected invasion of August. "
    "In January, officials said 1,000 had been killed in just three months. Two months later, lawmakers spoke of 4,700. "
    "In June last year, the two signed a deal. At the time, it was called the strongest. A few weeks ago, he confirmed it. "
    "The troops were first admitted in April; more help was promised, the security chief stated in June. "
    "Last week a ceremony was held. One may march on a second front."
)


def found() -> dict[str, Timex]:
    return {t.text: t for t in tag(TEXT, PUBLISHED)}


def edtf(phrase: str) -> str:
    outcome = found()[phrase].outcome
    assert isinstance(outcome, Resolved)
    return outcome.edtf


def test_every_date_is_found_and_resolved_as_meant() -> None:
    assert {
        phrase: edtf(phrase)
        for phrase in (
            "Wednesday",
            "February 2022",
            "January",
            "Two months later",
            "June last year",
            "the time",
            "April",
            "June",
            "Last week",
        )
    } == {
        "Wednesday": "2025-09-03",
        "February 2022": "2022-02",
        "January": "2025-01",
        "Two months later": "2025-03",
        "June last year": "2024-06",
        "the time": "2024-06",
        "April": "2025-04",
        "June": "2025-06",
        "Last week": "[2025-08-25..2025-08-31]",
    }


def test_a_bare_month_comes_with_the_year_before_as_another_reading() -> None:
    outcome = found()["August"].outcome
    assert isinstance(outcome, Resolved)
    assert outcome.edtf == "2025-08"
    assert "2024-08" in [r.edtf for r in outcome.alternatives]


def test_a_few_weeks_ago_is_an_approximate_stretch() -> None:
    assert edtf("A few weeks ago") == "[2025-07-21~..2025-08-18~]"


def test_what_a_date_was_counted_from_is_told() -> None:
    later = found()["Two months later"].outcome
    wednesday = found()["Wednesday"].outcome
    assert isinstance(later, Resolved)
    assert isinstance(wednesday, Resolved)
    assert (later.rule, later.anchor, later.anchor_kind) == ("later", "2025-01", "text")
    assert (wednesday.anchor, wednesday.anchor_kind) == ("2025-09-03", "publication")


def test_lengths_are_durations_and_nothing_else_is_marked() -> None:
    others = {t.text: t.value for t in tag(TEXT, PUBLISHED) if t.type == "DURATION"}
    assert others == {"two years": "P2Y", "80 years": "P80Y", "three months": "P3M"}
    assert "may" not in found()
    assert len(found()) == 14


def test_without_a_publication_date_relative_phrases_say_what_is_missing() -> None:
    (week,) = tag("It happened last week.", None, Options(doctype="news"))
    assert "no date is given" in week.outcome.reason  # type: ignore[union-attr]
