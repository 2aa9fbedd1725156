"""
An event as markup: everything known about it, for reading, for paper, for screen readers.

Plain elements without style or script of their own. Every text passes through `escaped`, every address through
`link`; a new row or section is a function here and a line in `article`. Words that are on every card alike stand in
elements of class `k`, which the page's search leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from timeline.formats import wording
from timeline.model import ROLE

Record = Mapping[str, Any]

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""What no text needs: controls, halves of letters, and marks that turn what follows them round."""
_SAFE = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)
_HTML_DATE = re.compile(r"(?!0000)\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)?)?)?)?")
"""The texts of EDTF that are also values of a time element (HTML, section 2.3.5)."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LINKS = {
    "part_of": ("part of", "has as part"),
    "causes": ("causes", "caused by"),
    "follows": ("follows", "followed by"),
    "responds_to": ("responds to", "answered by"),
    "same_as": ("same as", "same as"),
}
_OVER = {"withdrawn", "superseded"}
_ROOM = 0.1
"""How far figures that are "about" may lie apart before they differ."""


def cleaned(given: object) -> str:
    """Give text without control characters and marks that turn the direction of what follows."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(given))


def escaped(given: object) -> str:
    """
    Give text as HTML shows it, in an element or in a quoted attribute.

    >>> escaped('</script><img src=x onerror="alert(1)">')
    '&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'
    """
    return escape(cleaned(given))


def link(address: object, label: object) -> str:
    """Give a link where the address is one of the web or of mail; else the label alone, and the address as text."""
    shown = f"<span dir=auto>{escaped(label)}</span>"
    if address is None:
        return shown
    if _SAFE.fullmatch(str(address)):
        return f'<a href="{escaped(address)}">{shown}</a>'
    return f"{shown} <code>{escaped(address)}</code>"


def day(edtf: object) -> str:
    """Give a date in words, escaped."""
    return escaped(wording.date(str(edtf)))


def article(event: Record, year: str, words: str) -> str:
    """Give an event as an article that stands under a year; `words` is its date in English."""
    status = event.get("status", "confirmed")
    parts = [
        f'<article id="e-{escaped(event["uid"])}" data-year="{escaped(year)}">',
        f"<h3 dir=auto>{escaped(event['title'])}</h3>",
        f"<p class=when>{_date(event.get('date'), words)}{_badges(event, status)}</p>",
    ]
    if event.get("summary"):
        parts.append(f"<p class=sum dir=auto>{escaped(event['summary'])}</p>")
    parts.append(_facts(event))
    parts.append(_section("Who", "plain", map(_participant, event.get("participants", ()))))
    parts.append(_section("Why this date", "why", _reasons(event)))
    parts.append(_figures(event.get("claims", ())))
    parts.append(_section("Sources", "cites", map(_citation, event.get("citations", ()))))
    parts.append(_section("Related", "plain", _related(event)))
    parts.append("</article>\n")
    return "".join(parts)


def _section(name: str, style: str, items: Iterable[str]) -> str:
    """Give a heading with a list under it; nothing where there is nothing."""
    listed = "".join(items)
    return f"<h4 class=k>{name}</h4><ul class={style}>{listed}</ul>" if listed else ""


def _date(edtf: str | None, words: str) -> str:
    if edtf is None:
        return "<b>undated</b>"
    value = f' datetime="{edtf}"' if _HTML_DATE.fullmatch(edtf) else ""
    shown = f"<time{value}>{escaped(words)}</time>" if value else f"<b>{escaped(words)}</b>"
    return f"{shown} <code>{escaped(edtf)}</code>"


def _badges(event: Record, status: str) -> str:
    marks = [] if status == "confirmed" else [status]
    if event.get("access", "public") != "public":
        marks.append(event["access"])
    return "".join(f' <span class="badge {mark}">{mark}</span>' for mark in map(escaped, marks))


def _facts(event: Record) -> str:
    rows = []
    for name, value in (
        ("As written", _as_written(event)),
        ("Where", _place(event.get("place"))),
        ("Kind", escaped(str(event.get("kind") or "").replace("_", " "))),
        ("Tags", ", ".join(map(escaped, event.get("tags", ())))),
        ("Importance", escaped(event.get("importance") or "")),
        ("Note", f"<span dir=auto>{escaped(event['note'])}</span>" if event.get("note") else ""),
        ("Elsewhere", ", ".join(escaped(f"{o['scheme']} {o['value']}") for o in event.get("external_ids", ()))),
    ):
        if value:
            rows.append(f"<dt class=k>{name}</dt><dd>{value}</dd>")
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _as_written(event: Record) -> str:
    parts = [f"<q dir=auto>{escaped(event['as_written'])}</q>"] if event.get("as_written") else []
    if event.get("calendar", "gregorian") != "gregorian":
        parts.append(f"{escaped(event['calendar'])} calendar")
    if event.get("zone"):
        parts.append(escaped(event["zone"]))
    return ", ".join(parts)


def _place(place: Record | None) -> str:
    if place is None:
        return ""
    shown = f"<span dir=auto>{escaped(place['name'])}</span>"
    if place.get("country"):
        shown += f", {escaped(place['country'])}"
    if place.get("lat") is not None and place.get("lon") is not None:
        near = f", to {escaped(place['precision'])}" if place.get("precision") else ""
        shown += f" <span class=aside>({place['lat']}, {place['lon']}{near})</span>"
    return shown


def _participant(one: Record) -> str:
    actor = one["actor"]
    kind = str(actor.get("kind") or "").replace("_", " ")
    aside = ", ".join(escaped(part) for part in (kind, actor.get("country")) if part)
    shown = f"<span dir=auto>{escaped(actor['name'])}</span>"
    if one["role"] != ROLE:
        shown += f" <span class=role>{escaped(one['role'].replace('_', ' '))}</span>"
    if aside:
        shown += f" <span class=aside>({aside})</span>"
    if one.get("citation"):
        shown += f"<div class=aside>{_passage(one['citation'])}{_source(one['citation'])}</div>"
    return f"<li>{shown}</li>"


# --- why ---


def _reasons(event: Record) -> Iterable[str]:
    """Tell which dates the passages give and how; the accepted one first, those that reason alike together."""
    given = [one for one in event.get("citations", ()) if one.get("date") or one.get("phrase")]
    alike: dict[str, list[str]] = {}
    for one in sorted(given, key=lambda one: not one.get("accepted")):
        alike.setdefault(_reason(one), []).append(_name(one["source"]))
    for text, sources in alike.items():
        named = escaped("; ".join(dict.fromkeys(sources)))
        yield f"<li>{text} <span class=aside>({named})</span></li>"


def _reason(one: Record) -> str:
    parts = [f"{day(one['date'])} <code>{escaped(one['date'])}</code>" if one.get("date") else "not resolved"]
    if one.get("phrase"):
        parts.append(f"<span class=k>from</span> <q dir=auto>{escaped(one['phrase'])}</q>")
    if one.get("anchor"):
        kind = f" ({escaped(one['anchor_kind'].replace('_', ' '))})" if one.get("anchor_kind") else ""
        parts.append(f"<span class=k>counted from</span> {day(one['anchor'])}{kind}")
    if one.get("rule"):
        parts.append(f"<span class=k>rule</span> <code>{escaped(one['rule'])}</code>")
    if one.get("resolver"):
        parts.append(escaped(one["resolver"]))
    text = ", ".join(parts) + (" <strong class=k>— accepted</strong>" if one.get("accepted") else "")
    return text + (f"<div dir=auto>{escaped(one['note'])}</div>" if one.get("note") else "")


# --- sources ---


def _citation(one: Record) -> str:
    stance = one.get("stance") or "supports"
    told = "" if stance == "supports" else f'<span class="badge {escaped(stance)}">{escaped(stance)}</span> '
    disputes = " class=disputes" if stance == "disputes" else ""
    note = ""
    if one.get("note") and not (one.get("date") or one.get("phrase")):
        note = f"<div dir=auto>{escaped(one['note'])}</div>"
    return f"<li{disputes}>{told}{_source(one)}{_passage(one)}{note}{_about(one['source'])}</li>"


def _name(source: Record) -> str:
    return str(source.get("title") or source.get("publisher") or source["uid"])


def _source(one: Record) -> str:
    """Tell where a passage was read, with links to the page and to its archived copy."""
    source = one["source"]
    said = [escaped(source[key]) for key in ("author", "publisher") if source.get(key)]
    said = [part for part in said if part != escaped(_name(source))]
    if source.get("published"):
        said.append(day(source["published"]))
    if where := wording.locator(one):
        said.append(escaped(where))
    if one.get("start") is not None and one.get("end") is not None:
        said.append(f"<span class=k>characters</span> {one['start']}–{one['end']}")
    if source.get("archive_url"):
        said.append(link(source["archive_url"], "archived copy"))
    if source.get("reliability"):
        said.append(f"<span class=k>reliability</span> {escaped(source['reliability'])}")
    aside = f" <span class=aside>{', '.join(said)}</span>" if said else ""
    return f"<cite>{link(source.get('url'), _name(source))}</cite>{aside}"


def _about(source: Record) -> str:
    if not source.get("note"):
        return ""
    told = f"<p dir=auto>{escaped(source['note'])}</p>"
    return f"<details class=aside><summary class=k>About this source</summary>{told}</details>"


def _passage(one: Record) -> str:
    if not one.get("quote"):
        return ""
    code = str(one["source"].get("lang") or "")
    spoken = f' lang="{code}"' if _LANGUAGE.fullmatch(code) else ""
    before = f"<span class=aside>…{escaped(one['prefix'])}</span>" if one.get("prefix") else ""
    after = f"<span class=aside>{escaped(one['suffix'])}…</span>" if one.get("suffix") else ""
    return f"<blockquote dir=auto{spoken}>{before}{escaped(one['quote'])}{after}</blockquote>"


# --- figures ---


def _figures(claims: Iterable[Record]) -> str:
    """Put the figures for one thing side by side, each with who said it, when, and where it was printed."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for claim in claims:
        about = claim.get("about") or claim.get("actor") or {}
        groups.setdefault((claim["attribute"], about.get("uid", "")), []).append(claim)
    if not groups:
        return ""
    parts = ["<h4 class=k>Figures and statements</h4>"]
    for group in groups.values():
        differ = ' <span class="differ k">these differ</span>' if _differ(group) else ""
        parts.append(f"<p class=plain><b dir=auto>{escaped(wording.subject(group[0]))}</b>{differ}</p>")
        parts.append(f"<ul class=figures>{''.join(map(_figure, group))}</ul>")
    return "".join(parts)


def _figure(claim: Record) -> str:
    by = claim["by"]["name"] if claim.get("by") else None
    lines = [
        f"<span class=value dir=auto>{escaped(wording.value(claim))}</span>",
        f"<span class=by dir=auto>{escaped(by) if by else 'nobody named'}</span>",
    ]
    if claim.get("claimed"):
        lines.append(f"<div><span class=k>said</span> {day(claim['claimed'])}</div>")
    if claim.get("period"):
        lines.append(f"<div><span class=k>for</span> {day(claim['period'])}</div>")
    if claim.get("place"):
        lines.append(f"<div dir=auto>{escaped(claim['place']['name'])}</div>")
    if claim.get("status", "open") != "open":
        lines.append(f'<div><span class="badge {escaped(claim["status"])}">{escaped(claim["status"])}</span></div>')
    if claim.get("derived_from"):
        lines.append(f"<div><span class=k>repeats</span> {escaped(claim['derived_from'])}</div>")
    if claim.get("citation"):
        lines.append(f"<div>{_passage(claim['citation'])}{_source(claim['citation'])}</div>")
    if claim.get("note"):
        lines.append(f"<div dir=auto>{escaped(claim['note'])}</div>")
    style = " class=of-old" if claim.get("status") in _OVER else ""
    return f"<li{style}>{''.join(lines)}</li>"


def _differ(group: list[Record]) -> bool:
    """Say whether two figures that still stand, for the same time, cannot both be true."""
    standing = [claim for claim in group if claim.get("status") not in _OVER]
    for place, one in enumerate(standing):
        for other in standing[place + 1 :]:
            if one.get("period") == other.get("period") and one.get("unit") == other.get("unit"):
                low, high = _reach(one)
                least, most = _reach(other)
                if low > most or least > high:
                    return True
    return False


def _reach(claim: Record) -> tuple[float, float]:
    """Give the least and the greatest number that a figure allows; what is no number allows any."""
    low: Any = claim.get("min")
    high: Any = claim.get("max")
    if low is None and high is None:
        return float("-inf"), float("inf")
    qualifier = claim.get("qualifier", "exact")
    if qualifier in {"exact", "about"}:
        least = float(high if low is None else low)
        most = float(low if high is None else high)
        room = abs(least) * _ROOM if qualifier == "about" else 0.0
        return least - room, most + room
    return float("-inf") if low is None else low, float("inf") if high is None else high


def _related(event: Record) -> Iterable[str]:
    for key, end, side in (("links", "to", 0), ("linked_from", "from", 1)):
        for one in event.get(key, ()):
            other = one[end]
            words = _LINKS.get(one["kind"], (one["kind"].replace("_", " "),) * 2)[side]
            yield (
                f'<li><span class=k>{escaped(words)}</span> <a href="#e-{escaped(other["uid"])}" dir=auto>'
                f"{escaped(other['title'])}</a></li>"
            )
