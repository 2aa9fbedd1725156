"""
A text with its dates marked: TimeML (as TempEval-3 wrote it, TIMEX3 of TimeML 1.2.1), HTML, and table rows.

The text is kept to the letter, but for the control characters that XML 1.0 and HTML have no way to
write, which become U+FFFD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    """Give the text as a TimeML document; expressions that name no value are left unmarked."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
        f'<DCT><TIMEX3 tid="t0" type="DATE" value="{published}" temporalFunction="false" '
        f'functionInDocument="CREATION_TIME">{published}</TIMEX3></DCT>\n<TEXT>'
    )
    at = 0
    meant: dict[str, str] = {published: "t0"}
    for number, one in enumerate((one for one in found if one.value), start=1):
        anchor = meant.get(getattr(one.outcome, "anchor", None) or "")
        attributes = {
            "tid": f"t{number}",
            "type": one.type,
            "value": one.value,
            "mod": one.mod,
            "temporalFunction": "true" if anchor else "false",
            "functionInDocument": "NONE",
            "anchorTimeID": anchor,
        }
        written = "".join(f' {name}="{escaped(value)}"' for name, value in attributes.items() if value)
        yield f"{escaped(text[at : one.start])}<TIMEX3{written}>{escaped(text[one.start : one.end])}</TIMEX3>"
        at = one.end
        if edtf := edtf_of(one):
            meant[edtf] = f"t{number}"
    yield f"{escaped(text[at:])}</TEXT>\n</TimeML>\n"


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
