"""
What one version of the resolver read is what it reads still.

A citation keeps the version that read its phrase (`timex 1`). `tests/corpus/timex_readings.tsv` is
what that version reads, phrase by phrase. When it differs, the version is raised, once a release, and
the file written anew with `pytest tests/timex/test_version.py --update`.
"""

from __future__ import annotations

import pathlib

import pytest

from timeline.timex import RESOLVER_VERSION, Moment, Options, Outcome, Resolved, Unresolved, catalogue, read

READINGS = pathlib.Path(__file__).parents[1] / "corpus" / "timex_readings.tsv"
NOW = Moment(2025, 9, 3)


def said(outcome: Outcome) -> str:
    """One line for an outcome: the date and, after bars, its other readings."""
    if isinstance(outcome, Unresolved):
        return "unresolved"
    if isinstance(outcome, Resolved):
        return " | ".join([outcome.edtf, *(reading.edtf for reading in outcome.alternatives)])
    return "either " + " | ".join(reading.edtf for reading in outcome.readings)


def test_a_phrase_is_read_as_the_version_says_that_is_stored_with_it(request: pytest.FixtureRequest) -> None:
    version, *lines = READINGS.read_text("utf-8").splitlines()
    phrases = dict.fromkeys(line.split("\t")[0] for line in lines)
    if request.config.getoption("--update"):
        phrases |= dict.fromkeys(rule.example.split(" -> ")[0] for rule in catalogue() if rule.example)
    now = [
        "\t".join([phrase, *(said(read(phrase, Options(now=NOW, doctype=kind))) for kind in ("planning", "news"))])
        for phrase in phrases
    ]
    if request.config.getoption("--update"):
        READINGS.write_text("\n".join([f"timex {RESOLVER_VERSION}", *now]) + "\n", "utf-8")
        return
    assert version == f"timex {RESOLVER_VERSION}"
    assert now == lines, f"read otherwise than {version} did: raise RESOLVER_VERSION if that version has been released"
