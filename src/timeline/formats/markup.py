r"""
Text of the user's in Markdown (CommonMark 0.31, GFM), so that it is shown as it is written and nothing in it runs.

What is escaped is what any of the common flavours takes for its own, at the start of a block too.
"""

from __future__ import annotations

import re

_MARKED = re.compile(r"([\\`*_{}\[\]<>|~&#$^@!])")
_LINE_ENDS = re.compile(r"[ \t]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[ \t]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FIRST = re.compile(r"([-+=:%])|([0-9]+)([.)])")
_TARGET = {"<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C", "`": "%60", " ": "%20"}


def inline(given: str) -> str:
    r"""
    Give text as one line of Markdown; its line ends become `<br>`.

    >>> print(inline("1. a | <b> *c*"))
    1\. a \| \<b\> \*c\*
    """
    shown = _LINE_ENDS.sub("\n", given).strip().replace("\t", " ")
    shown = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _MARKED.sub(r"\\\1", shown)).replace("\n", "<br>")
    found = _FIRST.match(shown)
    if found is None:
        return shown
    return f"\\{shown}" if found[1] else f"{found[2]}\\{shown[found.end() - 1 :]}"


def target(url: str) -> str:
    """
    Give an address as the target of a link.

    >>> target("https://example.org/a_(b)")
    '<https://example.org/a_(b)>'
    """
    return "<" + "".join(_TARGET.get(char, char) for char in url) + ">"
