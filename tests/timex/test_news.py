"""News as it is written: every expression found with its words and value, nothing else marked."""

from __future__ import annotations

import pathlib
import re

import pytest

from timeline.timex import tag

CORPUS = pathlib.Path(__file__).parents[1] / "corpus" / "timex_news.txt"
MARK = re.compile(r"\[\[([^|\]]+)\|([^\]]*)\]\]")


def articles() -> list[tuple[str, str, str]]:
    found = []
    for part in CORPUS.read_text("utf-8").split("\n== ")[1:]:
        head, _, body = part.partition("\n")
        name, published = head.split()
        found.append((name, published, body.strip()))
    return found


@pytest.mark.parametrize(("name", "published", "marked"), articles(), ids=[a[0] for a in articles()])
def test_the_expressions_of_an_article_are_those_marked(name: str, published: str, marked: str) -> None:
    text = MARK.sub(lambda m: m[1], marked)
    wanted = [(m[1], m[2]) for m in MARK.finditer(marked)]
    found = tag(text, published)
    assert [(t.text, t.value) for t in found] == wanted
    assert all(text[t.start : t.end] == t.text for t in found)
