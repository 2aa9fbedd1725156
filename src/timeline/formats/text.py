"""
What several formats need of text: strict UTF-8 in, JSON out, names with identifiers in one cell.

Everything that comes in is UTF-8 with or without a byte order mark, with LF or CRLF line ends; all
else is refused with the byte and the remedy, never guessed (D121).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, BinaryIO

from timeline.errors import BareReturns, NewerForm, NotJson, NotOurForm, NotUtf8, NulBytes
from timeline.jsontext import Pull
from timeline.model import slug

VERSION = 1
"""The version of our own form, in the first line of a JSONL file."""

_PIECE = 1 << 18
_BOM = b"\xef\xbb\xbf"
_BARE_RETURN = re.compile(rb"\r(?!\n)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
_OTHER_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


@cache
def encoder() -> Callable[[Any], str]:
    """Give what writes a value as JSON, in one line, every letter as itself."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


@cache
def ascii_encoder() -> Callable[[Any], str]:
    """Give what writes a value as JSON in ASCII, for where other characters may not get through."""
    import json

    return json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode


def jsonable(cell: object) -> Any:
    """Give a cell as JSON holds it; infinities, not-a-number and bytes become text."""
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, float):
        if cell != cell or cell in {float("inf"), float("-inf")}:  # noqa: PLR0124
            return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(cell)]
        return cell
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).hex()
    if isinstance(cell, list | tuple):
        return [jsonable(part) for part in cell]
    return str(cell)


def one_line(given: str) -> str:
    """Give text without line ends and without what moves a cursor or turns the direction of text."""
    return given if given.isprintable() else _CONTROLS.sub(" ", given).strip()


def decoded(stream: BinaryIO, name: str) -> Iterator[str]:
    """
    Give the lines of a file, with their line ends.

    Raises `NotUtf8`, `NulBytes`, and `BareReturns` for a file whose lines end with a carriage return alone.
    """
    before = 0
    for number, raw in enumerate(stream, 1):
        if number == 1:
            for mark, encoding in _OTHER_BOMS:
                if raw.startswith(mark):
                    raise NotUtf8(name, 1, 0, raw[0], likely=encoding)
            if raw.startswith(_BOM):
                raw, before = raw[3:], 3  # noqa: PLW2901
            bare = _BARE_RETURN.search(raw)
            if bare and raw.count(b'"', 0, bare.start()) % 2 == 0:
                raise BareReturns(name)
        try:
            line = raw.decode()
        except UnicodeDecodeError as error:
            raise NotUtf8(name, number, before + error.start, raw[error.start]) from None
        if "\0" in line:
            raise NulBytes(name, number)
        before += len(raw)
        yield line


def blocks(stream: BinaryIO, name: str) -> Iterator[str]:
    """
    Give the text of a file in pieces, from where it stands: a document may be one line.

    Raises `NotUtf8` and `NulBytes`, as `decoded` does.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    raw = stream.read(_PIECE)
    for mark, encoding in _OTHER_BOMS:
        if raw.startswith(mark):
            raise NotUtf8(name, 1, 0, raw[0], likely=encoding)
    before, line = 0, 1
    if raw.startswith(_BOM):
        raw, before = raw[3:] or stream.read(_PIECE), 3
    while True:
        begun = len(decoder.getstate()[0])
        try:
            piece = decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            ended, at = error.object.count(b"\n", 0, error.start), before - begun + error.start
            raise NotUtf8(name, line + ended, at, error.object[error.start]) from None
        if "\0" in piece:
            raise NulBytes(name, line + piece.count("\n", 0, piece.index("\0")))
        if piece:
            yield piece
        if not raw:
            return
        before += len(raw)
        line += piece.count("\n")
        raw = stream.read(_PIECE)


def pulled(stream: BinaryIO, name: str) -> Pull:
    """Begin to read a JSON document from where its file stands; NaN and Infinity are refused."""
    return Pull(blocks(stream, name), name, constants=False)


def parsed(text: str, name: str, line: int = 1) -> Any:
    """Give what a JSON text says; raise `NotJson` with the line of the file, counted from `line`."""
    import json

    try:
        return _decoder()(text)
    except json.JSONDecodeError as error:
        raise NotJson(name, line + error.lineno - 1, error.colno, error.msg) from None
    except RecursionError:
        raise NotJson(name, line, 1, "nested too deeply") from None
    except ValueError as error:  # from us, or from CPython, which refuses integers of more than 4300 digits
        told = "a number has too many digits" if "digits" in str(error) else str(error)
        raise NotJson(name, line, 1, told) from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


@cache
def _decoder() -> Callable[[str], Any]:
    import json

    return json.JSONDecoder(parse_constant=_no_number).decode


def check_version(given: object, name: str, line: int) -> None:
    """Refuse a file of a form newer than ours, and one whose version is no number."""
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise NotOurForm(name, line, 'has no version that we know after "timeline"')
    if given > VERSION:
        raise NewerForm(name, given, VERSION)


# -- names and identifiers in one cell ---------------------------------------------------------

_SPECIAL = re.compile(r"([\\;:\[\]])")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_IDENTIFIED = re.compile(r"(.*?)\s*(?<!\\)\[((?:[^\[\]\\]|\\.)+)\]", re.DOTALL)


def escape(text: str) -> str:
    r"""
    Give `text` so that it can stand in a list of names: a backslash goes before each of `\ ; : [ ]`.

    >>> print(escape("Reuters: Asia; London"))
    Reuters\: Asia\; London
    """
    return _SPECIAL.sub(r"\\\1", text)


def unescape(text: str) -> str:
    """Take away the backslashes that `escape` put."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def split(text: str, separator: str) -> list[str]:
    r"""
    Split at each separator that no backslash stands before; the parts keep their backslashes.

    >>> split(r"a\;b; c", ";")
    ['a\\;b', ' c']
    """
    if "\\" not in text:
        return text.split(separator)
    marked = re.sub(rf"(\\.)|{re.escape(separator)}", lambda found: found.group(1) or "\0", text, flags=re.DOTALL)
    return marked.split("\0")


def named(name: str, uid: str) -> str:
    """
    Give a reference as a cell shows it: the name, and the uid where the name alone would not give it back.

    >>> named("Kim Jong Un", "kim-jong-un"), named("North Korea", "dprk")
    ('Kim Jong Un', 'North Korea [dprk]')
    """
    return escape(name) if slug(name) == uid else f"{escape(name)} [{escape(uid)}]"


def reference(cell: str) -> dict[str, str]:
    """
    Read what `named` wrote, as the reference by name of docs/records.md.

    >>> reference("North Korea [dprk]")
    {'name': 'North Korea', 'uid': 'dprk'}
    """
    cell = cell.strip()
    found = _IDENTIFIED.fullmatch(cell) if cell.endswith("]") else None
    if found:
        return {"name": unescape(found[1]), "uid": unescape(found[2])}
    return {"name": unescape(cell)}
