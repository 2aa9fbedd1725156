"""
One page for a browser, without network: picture, filters and list with scripts, a complete report without.

The script and the style are made from `page/` by `npm --prefix page run build` and committed in `assets/`. The page
allows itself nothing but these two, by their hashes (Content Security Policy level 3). Events go out in blocks
as they come: the cards of a block as markup in <noscript>, which a browser that runs scripts takes for mere text and
never lays out, and beside it a short row of numbers an event, from which the script draws. So each card is in
the file once, and memory does not grow. Every text is escaped; only addresses of the web and of mail become links.

What the picture knows of a date is in `shape`, what a card says in `card`; a new thing on the card goes there.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from timeline.formats import text, types, unheld
from timeline.formats.page import card, shape

_BLOCK = 250
"""Events in one block: few enough that the browser parses the next while the first is read."""
_STATUS = {"confirmed": 0, "disputed": 1, "draft": 2, "retracted": 3}
_UNHELD = ("position", "place_kind")
"""All else that an event carries is on its card."""
_ASSETS = Path(__file__).with_name("assets")


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """Give the source expression of an inline script or style (Content Security Policy level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def policy() -> str:
    """Give the policy of the page: its own script and style, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src {_hash(_asset('page.js'))}; style-src {_hash(_asset('page.css'))}; "
        "base-uri 'none'; form-action 'none'"
    )


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write the page."""
    yield _head(context)
    names = _Names()
    year: str | None = None
    empty = True
    stream = iter(events)
    while block := list(islice(stream, _BLOCK)):
        empty = False
        shapes = [shape.of(event.get("date")) for event in block]
        markup = []
        for event, dated in zip(block, shapes, strict=True):
            heading = dated.year
            if heading != year:
                markup.append(f"<h2>{card.escaped(heading)}</h2>\n")
                year = heading
            markup.append(card.article(event, heading, dated.words))
            unheld.count(event, lost, _UNHELD)
        yield f"<noscript>\n{''.join(markup)}</noscript>\n"
        yield _data(names.block(block, shapes))
    if empty:
        yield "<noscript>\n<p>No event.</p>\n</noscript>\n" + _data({"events": []})
    yield _foot(context)


def _head(context: types.Context) -> str:
    about = [card.escaped(context.filters)] if context.filters else []
    if context.made:
        about.append(f"Made on {card.day(context.made[:10])}")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="timeline {card.escaped(context.version)}">\n'
        f"<title>{card.escaped(context.title)}</title>\n<style>{_asset('page.css')}</style>\n</head>\n<body>\n"
        f'<header><div><h1 dir="auto">{card.escaped(context.title)}</h1>'
        + (f'<p class="about">{" · ".join(about)}</p>' if about else "")
        + "</div></header>\n<main>\n"
    )


def _foot(context: types.Context) -> str:
    return (
        f"</main>\n<footer><p>Made with timeline {card.escaped(context.version)}. Dates in the small type are EDTF "
        "(ISO 8601-2).</p></footer>\n"
        f"<script>{_asset('page.js')}</script>\n</body>\n</html>\n"
    )


def _data(block: dict[str, Any]) -> str:
    """Give a block of data; no text in it can end the element or begin a comment (HTML, section 4.12.1.3)."""
    encoded = text.encoder()(block).replace("<", "\\u003c")
    return f'<script type="application/json">{encoded}</script>\n'


class _Names:
    """The names that rows refer to by number; a block brings those that are new."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, int]] = {"actors": {}, "places": {}, "tags": {}, "sources": {}}

    def block(self, events: Iterable[dict[str, Any]], shapes: Iterable[shape.Shape]) -> dict[str, Any]:
        """Give the data of a block of events."""
        new: dict[str, list[Any]] = {}
        rows = [self._row(event, dated, new) for event, dated in zip(events, shapes, strict=True)]
        return {**new, "events": rows}

    def _row(self, event: dict[str, Any], dated: shape.Shape, new: dict[str, list[Any]]) -> list[Any]:
        place = event.get("place")
        row = [
            event["uid"],
            card.cleaned(event["title"]),
            dated.edtf,
            dated.words,
            dated.bounds,
            dated.marks,
            _STATUS.get(event.get("status", "confirmed"), 0),
            self._all("actors", [one["actor"] for one in event.get("participants", ())], new),
            self._number("places", place["uid"], place["name"], new) if place else -1,
            [self._number("tags", tag, None, new) for tag in event.get("tags", ())],
            self._all("sources", [one["source"] for one in event.get("citations", ())], new),
        ]
        return [*row, dated.parts] if dated.parts else row

    def _all(self, kind: str, things: Iterable[dict[str, Any]], new: dict[str, list[Any]]) -> list[int]:
        numbers = (self._number(kind, one["uid"], one.get("name") or one.get("title"), new) for one in things)
        return list(dict.fromkeys(numbers))

    def _number(self, kind: str, uid: str, name: str | None, new: dict[str, list[Any]]) -> int:
        known = self.known[kind]
        number = known.get(uid)
        if number is None:
            number = known[uid] = len(known)
            new.setdefault(kind, []).append(uid if name is None else [uid, card.cleaned(name)])
        return number
