"""The report: a Markdown parser shows every text as it is written, every footnote where it belongs."""

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from timeline.formats import Context, Losses, md_report

CONTEXT = Context(title="A *chronology* <b>", filters="actor: Kim_Jong")


def event(**given):
    return {
        "record": "event",
        "uid": "e",
        "title": "E",
        "date": "2024-06-05",
        "status": "confirmed",
        "access": "public",
    } | given


def written(events, lost=None):
    return "".join(md_report.write_whole(events, Losses() if lost is None else lost, CONTEXT))


def rendered(text):
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin).render(text)


def shown(text):
    """What a reader sees, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"&lt;br&gt;|<br>", " ", rendered(text)))).split())


def squeezed(text):
    return "".join(char for char in text if char.isalnum())


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_text_is_shown_as_it_is_written(whole_events, data):
    events = data.draw(whole_events)
    text = squeezed(shown(written(events)))
    for one in events:
        assert squeezed(one["title"]) in text
        assert squeezed(one.get("summary") or "") in text
        for citation in one.get("citations", ()):
            assert squeezed(citation.get("quote") or "") in text


@pytest.mark.parametrize(
    "hostile",
    [
        "1. a",
        "- a",
        "# a",
        "    a",
        "> a",
        "[a](b)",
        "<script>x</script>",
        "a | b",
        "[^1]: x",
        "===",
        "```",
        "*a*",
        "&amp;",
        "![a](b)",
    ],
)
def test_nothing_of_a_text_is_markup(hostile):
    made = rendered(written([event(title=hostile, summary=hostile)]))
    assert not re.search(r"<(ol|ul|li|script|img|pre|blockquote|code|a)\b", made)
    text = shown(written([event(title=hostile, summary=hostile)]))
    assert text.endswith(f"5 June 2024. {hostile.strip()} {hostile.strip()}")


def test_headings_go_by_year_and_month():
    dates = ("-0043", "1931~", "2024", "2024-06-05", "2024-06-06", "[2024-07..2024-09]", "2024-10", "[..2022-07]", None)
    text = written([event(uid=str(n), date=date) for n, date in enumerate(dates)])
    assert re.findall(r"(?m)^##+ .*", text) == [
        "## 44 BC",
        "## 1931",
        "## 2024",
        "### June 2024",
        "### Between July 2024 and September 2024",
        "### October 2024",
        "## Before August 2022",
        "## Undated",
    ]


def test_each_citation_has_a_footnote_with_words_place_and_link():
    source = {
        "uid": "s",
        "title": "Paper",
        "publisher": "BBC",
        "url": "https://example.org/a_(b)",
        "published": "2024-07-01",
    }
    other = {"uid": "t", "title": "Book", "archive_url": "https://archive.example.org/x"}
    given = event(
        citations=[{"source": source, "quote": "so *it* was", "page": "7"}, {"source": other, "stance": "disputes"}]
    )
    made = rendered(written([given]))
    assert made.count('class="footnote-ref"') == 2
    assert made.count('class="footnote-item"') == 2
    assert 'href="https://example.org/a_(b)"' in made
    assert "p. 7: “so *it* was”" in made
    assert "(disputes it)" in made
    assert 'href="https://archive.example.org/x"' in made


def test_conflicting_figures_stand_side_by_side_with_who_says_each():
    def claim(number, by):
        passage = {"source": {"uid": by, "title": f"Paper of {by}"}, "quote": "q"}
        return {"uid": by, "attribute": "killed", "qualifier": "exact", "min": number, "status": "open",
                "by": {"uid": by, "name": by}, "citation": passage}  # fmt: skip

    made = rendered(written([event(claims=[claim(600, "NIS"), claim(4000, "Kyiv")])]))
    rows = re.findall(r"<tr>.*?</tr>", made, re.DOTALL)
    assert len(rows) == 3
    assert [("600" in row, "NIS" in row, "4,000" in row, "Kyiv" in row) for row in rows[1:]] == [
        (True, True, False, False),
        (False, False, True, True),
    ]
    assert made.count('class="footnote-item"') == 2
