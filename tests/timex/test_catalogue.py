"""docs/resolution.md is what the rule table says."""

from __future__ import annotations

import pathlib
import subprocess
import sys

from timeline.timex import catalogue

ROOT = pathlib.Path(__file__).parents[2]


def test_the_page_of_rules_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bench" / "resolution_catalogue.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_rule_names_are_unique_words_for_explaining() -> None:
    from timeline.timex.rules import RULES

    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(name.replace("-", "").isalnum() for name in names)
    assert len(catalogue()) > 90


def test_every_operation_takes_what_its_patterns_give() -> None:
    import inspect

    from timeline.timex.rules import RULES

    for rule in RULES:
        for pattern in rule.patterns.split(" / "):
            symbols = sum(part[0].isupper() for part in pattern.split())
            inspect.signature(rule.op).bind(None, *[1] * symbols)


def test_every_symbol_a_pattern_names_is_made_somewhere() -> None:
    from timeline.timex.chart import literals
    from timeline.timex.rules import RULES
    from timeline.timex.scan import Lexer

    lexer = Lexer(literals(RULES))
    numeric = (
        "INT DAYN MN HR YY MIN2 YR3 CLK3 YR CLK4 FULL ORDN DAYO CLK NUMDATE DOTS YM YRANGE MD2 FLOAT MDDOTS MDDOT CLKDOT DECADE QY YYQ ISODT "
        "AMPM UL ADJ ISOWEEK"
    )
    known = (
        {rule.symbol for rule in RULES} | {c for entry in lexer.table.values() for c in entry} | set(numeric.split())
    )
    for rule in RULES:
        for part in rule.patterns.replace(" / ", " ").split():
            for word in (part[:-1] if part.endswith("?") and len(part) > 1 else part).split("|"):
                assert not word or not word[0].isupper() or word in known, (rule.name, word)
