"""
A text with its dates marked: TimeML (as TempEval-3 wrote it, TIMEX3 of TimeML 1.2.1), HTML, and table rows.

The text is kept to the letter, but for the control characters that XML 1.0 and HTML have no way to
write, which become U+FFFD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from timeline.timex import Timex

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\s|\n")
_STYLE = (
    "body{font:1.05rem/1.6 serif;max-width:44rem;margin:2rem auto;padding:0 1rem;white-space:pre-wrap;"
    "color:#222;background:#fff}"
    "mark{background:#ffe9a8;color:inherit;border-radius:.2em;padding:0 .1em}"
    "mark.open{background:#e3e3e3}mark small{font:.7em/1 sans-serif;margin-left:.35em;color:#5b4a00}"
    "mark.open small{color:#444}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}mark{background:#54460f}"
    "mark.open{background:#3a3a3a}mark small{color:#f0dc9a}mark.open small{color:#ccc}}"
)


def escaped(text: str) -> str:
    """Give text as XML and HTML carry it."""
    text = _UNWRITABLE.sub("\ufffd", text)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = text.replace(sign, name)
    return text


def sentence(text: str, start: int, end: int) -> str:
    """Give the sentence around an expression, on one line, at most 300 characters."""
    left, right = max(0, start - 200), min(len(text), end + 200)
    before = [found.end() for found in _SENTENCE_END.finditer(text, left, start)]
    after = _SENTENCE_END.search(text, end, right)
    return " ".join(text[before[-1] if before else left : after.end() if after else right].split())[:300]


def edtf_of(one: Timex) -> str | None:
    """Give the date an expression means, as EDTF; None if it means none or several."""
    return getattr(one.outcome, "edtf", None)


def cells(text: str, one: Timex) -> tuple[object, ...]:
    """Give an expression as a row for people: phrase, sentence, value, date in words, anchor, rule, other readings."""
    from timeline.edtf import english, parse

    edtf = edtf_of(one)
    readings = getattr(one.outcome, "readings", ())
    date = english(parse(edtf)) if edtf else " or ".join(reading.edtf for reading in readings)
    return (
        one.text,
        sentence(text, one.start, one.end),
        one.value,
        date,
        getattr(one.outcome, "anchor", None),
        getattr(one.outcome, "rule", None) or getattr(one.outcome, "reason", None),
        [reading.edtf for reading in getattr(one.outcome, "alternatives", ())],
    )


def timeml(text: str, found: Sequence[Timex], published: str) -> Iterator[str]:
    """
    Give the text as a TimeML document; expressions that name no value are left unmarked.

    TIMEX3 has no value for a stretch between two dates: it is a DURATION with its two ends as empty expressions.
    """
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        f'<DCT><TIMEX3 tid="t0" type="DATE" value="{published}" temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{published}</TIMEX3></DCT>\n<TEXT>'
    )
    at = number = 0
    meant: dict[str, str] = {published: "t0"}
    for one in found:
        if not one.value or one.start < at:
            continue
        number += 1
        counted_from = getattr(one.outcome, "anchor", None) or ""
        anchor = meant.get(counted_from)
        attributes = {
            "tid": f"t{number}",
            "type": "DURATION" if one.type in ("DATE", "TIME") and _LENGTH.match(one.value) else one.type,
            "value": one.value,
            "mod": one.mod,
            "temporalFunction": "true" if counted_from else "false",
            "functionInDocument": "NONE",
            "anchorTimeID": anchor,
        }
        if one.type == "SET":
            attributes["quant"], attributes["freq"] = _how_often(one.text)
        points = ""
        if "/" in one.value:
            attributes["type"], attributes["value"] = "DURATION", _length(one)
            attributes["beginPoint"], attributes["endPoint"] = f"t{number + 1}", f"t{number + 2}"
            for value in one.value.split("/", 1):
                number += 1
                points += _tag({"tid": f"t{number}", "type": _kind(value), "value": value, **_POINT}, "")
        yield escaped(text[at : one.start]) + _tag(attributes, escaped(text[one.start : one.end])) + points
        at = one.end
        if edtf := edtf_of(one):
            # What is counted from a week or a quarter is counted from the day or the month it begins with.
            begin = one.begin or ""
            for value in (edtf, begin[:10], begin[:7]):
                meant.setdefault(value, str(attributes["tid"]))
    yield f"{escaped(text[at:])}</TEXT>\n</TimeML>\n"


_LENGTH = re.compile(r"P[\dXT]")
_POINT = {"temporalFunction": "true", "functionInDocument": "NONE"}
_TIMES = re.compile(r"(\d+|once|twice|two times|three times)\b", re.IGNORECASE)
_COUNTS = {"once": "1X", "twice": "2X", "two times": "2X", "three times": "3X"}


def _tag(attributes: Mapping[str, str | None], words: str) -> str:
    """Write a TIMEX3; one without words stands for an end of the expression before it (TimeML 1.2.1, TIMEX3)."""
    written = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items() if value)
    return f"<TIMEX3{written}>{words}</TIMEX3>" if words else f"<TIMEX3{written}/>"


def _kind(value: str) -> str:
    return "TIME" if "T" in value else "DATE"


def _how_often(words: str) -> tuple[str | None, str | None]:
    """Give `quant` and `freq` of a set: "every Tuesday", "twice a month"."""
    first = words.partition(" ")[0].upper()
    times = _TIMES.match(words)
    return (
        first if first in {"EVERY", "EACH"} else None,
        _COUNTS.get(times[1].lower(), f"{times[1]}X") if times else None,
    )


def _length(one: Timex) -> str:
    """Give how long a stretch between two dates is, in days; unknown where an end is open."""
    from timeline.timex import Moment

    begin, finish = (Moment.parse(end) if end else None for end in (one.begin, one.finish))
    if begin is None or finish is None:
        return "PXD"
    from timeline.edtf.civil import days_from_civil

    days = days_from_civil(*finish[:3]) - days_from_civil(*begin[:3])
    if days < 1:
        minutes = (finish.hour - begin.hour) * 60 + finish.minute - begin.minute
        return f"PT{minutes}M" if days == 0 and minutes > 0 else "PXD"
    return f"P{days}D"


def html(text: str, found: Sequence[Timex], published: str) -> Iterator[str]:
    """Give the text as a page that needs nothing else, each expression marked with what it means and why."""
    import base64
    import hashlib

    allowed = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{allowed}'\">"
        '<meta name="viewport" content="width=device-width">'
        f"<title>Dates of a text of {published}</title><style>{_STYLE}</style></head><body>"
    )
    at = 0
    for one in found:
        meaning = edtf_of(one) or one.value or "?"
        reason = getattr(one.outcome, "reason", None)
        anchor = getattr(one.outcome, "anchor", None)
        why = reason or f"rule {getattr(one.outcome, 'rule', 'none')}" + (f", counted from {anchor}" if anchor else "")
        kind = "" if edtf_of(one) else ' class="open"'
        yield (
            f'{escaped(text[at : one.start])}<mark{kind} title="{escaped(f"{one.type} {one.value}: {why}")}">'
            f"{escaped(text[one.start : one.end])}<small>{escaped(meaning)}</small></mark>"
        )
        at = one.end
    yield f"{escaped(text[at:])}</body></html>\n"
