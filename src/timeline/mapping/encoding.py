"""
Which encoding a file of text is in: by its mark, as UTF-8 if it is valid, else as a library finds it.

UTF-8 is never guessed: the whole file is tried. For the rest the library measures how much of the text would
be no text; where several encodings do equally well, the likelier stands first in `_LIKELY`, and a file whose
lines end with a carriage return alone comes from a Macintosh (D240).
"""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from timeline.errors import ExtraMissing, NotTabular

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = (
    "cp1252",
    "mac_roman",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
    "cp850",
    "iso8859_2",
    "iso8859_15",
    "mac_cyrillic",
    "mac_latin2",
)
_BLOCK = 1 << 20
_SAMPLE = 200_000
_LINE_ENDS = b"\r\n"


def found(stream: BinaryIO, name: str) -> tuple[str, bool]:
    """
    Give the encoding of a file, and whether it was found out rather than said or certain.

    Raises `NotTabular` for what is no text.
    """
    stream.seek(0)
    head = stream.read(65_536)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, False
    if b"\0" in head:
        return _without_mark(head, name), True
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if controls * 50 > len(head):
        raise NotTabular(name, "is no text", "a map reads csv, tsv, xlsx, json, jsonl and geojson")
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = bytearray()
    valid = True
    before = b""
    while block := stream.read(_BLOCK):
        if valid:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                valid = False
        if len(sample) < _SAMPLE:
            sample += _strange(before + block)[: _SAMPLE - len(sample)]
        elif not valid:
            break
        before = b""
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid = False
    if valid:
        return "utf-8", False
    if _mostly_utf8(bytes(sample)):
        return "utf-8", True
    bare = b"\n" not in head and b"\r" in head
    return _guessed(bytes(sample), name, bare=bare), True


def _strange(block: bytes) -> bytes:
    """Give the lines that are not all ASCII."""
    lines = block.replace(b"\r", b"\n").split(b"\n")
    return b"\n".join(line[:2_000] for line in lines if not line.isascii())


def _mostly_utf8(sample: bytes) -> bool:
    """Say whether a file is UTF-8 but for a few rows that are damaged: those are named, not the whole file misread."""
    text = sample.decode("utf-8", "surrogateescape")
    bad = sum(1 for one in text if "\udc80" <= one <= "\udcff")
    good = sum(1 for one in text if one > "\x7f") - bad
    return good >= 4 * bad  # in another encoding hardly two strange bytes in a row make a letter of UTF-8


def _without_mark(head: bytes, name: str) -> str:
    """Tell UTF-16 without a mark by where its zeros stand; all else with zeros is no text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    raise NotTabular(name, "is no text: it holds NUL bytes", "a map reads csv, tsv, xlsx, json, jsonl and geojson")


def _guessed(sample: bytes, name: str, *, bare: bool) -> str:
    """Ask the library which encoding makes text of the lines that are not UTF-8."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        raise ExtraMissing(name, "text that is not UTF-8", "import") from None
    likely = ("mac_roman", *(one for one in _LIKELY if one != "mac_roman")) if bare else _LIKELY
    matches = list(from_bytes(sample, cp_isolation=list(likely), enable_fallback=False))
    if not matches:
        return likely[0] if _decodes(sample, likely[0]) else "latin-1"
    least = min(match.chaos for match in matches)
    good: set[str] = set()
    for match in matches:
        if match.chaos <= least + 0.02:
            good |= {match.encoding, *match.could_be_from_charset}
    return next((one for one in likely if one in good), matches[0].encoding)


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def text_of(stream: BinaryIO, encoding: str, newline: str = "", errors: str = "strict") -> io.TextIOWrapper:
    """Give the text of a stream from its start; the stream itself stays open when the text is thrown away."""
    stream.seek(0)
    return io.TextIOWrapper(
        io.BufferedReader(_Kept(stream), 1 << 18), encoding=encoding, newline=newline, errors=errors
    )


class _Kept(io.RawIOBase):
    """A stream that others may wrap and close, while the caller's stays open."""

    def __init__(self, stream: BinaryIO) -> None:
        self._inner = stream

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read some bytes."""
        block = self._inner.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)
