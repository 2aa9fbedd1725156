"""
From the bytes of a file to an `Article`: plain text, Markdown, HTML, PDF, DOCX.

Plain text and Markdown need nothing; the others want a library of the extra `ingest`, imported only here and only
when such a file comes (D140). What the page says of itself (title, author, day, address) is given along. What holds
no text, is locked, is too large or is no text at all is refused with an error that says so. A new kind of file is
one more entry in `KINDS` and its function.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from timeline.errors import (
    ExtraMissing,
    InputEmpty,
    InputLocked,
    InputNotText,
    InputScanned,
    InputTooLarge,
    InputUnknownKind,
    InputWithoutText,
)
from timeline.ingest.types import Article

LIMIT = 100 * 1024 * 1024
"""Bytes of the largest file that is read."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_META = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)")
_FRONT = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_FIELD = re.compile(r"(title|author|date|published|url|publisher)\s*:\s*(.+)", re.IGNORECASE)


def read_text(data: bytes, kind: str, name: str = "-") -> Article:
    """
    Make an article of the bytes of a file.

    `kind` is one of `KINDS`, or empty to tell it by the name and the first bytes. Raises InputEmpty, InputTooLarge,
    InputNotText, InputWithoutText, InputLocked, InputScanned, ExtraMissing, InputUnknownKind.
    """
    if not data.strip():
        raise InputEmpty(name)
    if len(data) > LIMIT:
        raise InputTooLarge(name, len(data), LIMIT)
    kind = kind or guess(data, name)
    if kind not in KINDS:
        raise InputUnknownKind(name, kind, tuple(KINDS))
    article = KINDS[kind](data, name)
    if not article.text.strip():
        raise InputWithoutText(name, kind)
    return article


def guess(data: bytes, name: str) -> str:
    """Tell the kind of a file by its first bytes, else by its name."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    low = head[:400].lower()
    if low.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in low or b"<body" in low:
        return "html"
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    return {
        "html": "html",
        "htm": "html",
        "xhtml": "html",
        "pdf": "pdf",
        "docx": "docx",
        "md": "markdown",
        "markdown": "markdown",
    }.get(ending, "text")


def decoded(data: bytes, name: str, declared: str | None = None) -> str:
    """
    Decode text: by its byte order mark, as UTF-8, by what it declares; else as Windows-1252 if that gives text.

    Line ends become LF and a mark at the start is dropped, so that offsets are the same on every system.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _clean(_as(data, encoding), name)
    text = _as(data, "utf-8")
    if text is None and declared:
        text = _as(data, declared)
    if text is None:
        text = _as(data, "cp1252")
        # bytes that are no text decode too: what a western text holds is mostly letters
        strange = sum(
            1 for c in (text or "")[:20_000] if ord(c) > 0x7F and not c.isalpha() and c not in "‘’“”–—…«»£€§°· ©®½¼"
        )
        if text is None or strange > 0.05 * min(len(text), 20_000):
            raise InputNotText(name)
    return _clean(text, name)


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _clean(text: str | None, name: str) -> str:
    if text is None or len(_CONTROL.findall(text[:20_000])) > 5:
        raise InputNotText(name)
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(data: bytes, name: str) -> Article:
    return Article(decoded(data, name))


def _markdown(data: bytes, name: str) -> Article:
    """Keep Markdown as it is written, so that offsets hold; its front matter gives title, author, day, address."""
    text = decoded(data, name)
    article = Article(text)
    front = _FRONT.match(text)
    if front is not None:
        fields = {m.group(1).lower(): m.group(2).strip().strip("\"'") for m in _FIELD.finditer(front.group(1))}
        day = _DAY.search(fields.get("published") or fields.get("date") or "")
        article = Article(
            text[front.end() :].lstrip("\n"),
            fields.get("title"),
            fields.get("author"),
            day.group(1) if day else None,
            fields.get("url"),
            fields.get("publisher"),
        )
    heading = re.match(r"\s*# +(.+)", article.text)
    if article.title is None and heading is not None:
        article = article._replace(title=heading.group(1).strip(" #"))
    return article


def _html(data: bytes, name: str) -> Article:
    """Take the article out of a page, with what the page says of itself."""
    library = _library("trafilatura", "HTML", name)
    declared = _META.search(data[:4096])
    page = decoded(data, name, declared.group(1).decode("ascii") if declared else None)
    try:
        found = library.bare_extraction(page, include_comments=False, include_tables=True, with_metadata=True)
    except Exception as error:  # the library promises no errors of its own; a page that breaks it holds nothing for us
        raise InputWithoutText(name, "html") from error
    if found is None:
        raise InputWithoutText(name, "html")
    get: dict[str, Any] = found if isinstance(found, dict) else found.as_dict()
    text = "\n\n".join(line.strip() for line in str(get.get("text") or "").split("\n") if line.strip())
    day = _DAY.match(str(get.get("date") or ""))
    return Article(
        text,
        _some(get.get("title")),
        _some(get.get("author")),
        day.group(1) if day else None,
        _some(get.get("url")),
        _some(get.get("sitename") or get.get("hostname")),
        _some(get.get("language")) or "en",
    )


def _pdf(data: bytes, name: str) -> Article:
    """Take the text of a PDF; one that is locked or only pictures is refused."""
    library = _library("pypdf", "PDF", name)
    try:
        reader = library.PdfReader(io.BytesIO(data))
        locked = bool(reader.is_encrypted) and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() or "" for page in reader.pages]
        about = None if locked else reader.metadata
    except Exception as error:
        # a locked file whose cipher wants a further library ends here too
        if "crypt" in f"{type(error).__name__} {error}".lower():
            raise InputLocked(name) from error
        raise InputNotText(name) from error
    if locked:
        raise InputLocked(name)
    text = _unwrapped("\n\n".join(pages))
    if len(re.findall(r"\w", text)) < 20 * max(1, min(len(pages), 3)) / 3:
        raise InputScanned(name, len(pages))
    title = _some(about.title) if about is not None else None
    author = _some(about.author) if about is not None else None
    return Article(text, title, author)


def _unwrapped(text: str) -> str:
    """Join the lines of a page into paragraphs: a line that ends no sentence goes on in the next."""
    lines = [line.strip() for line in text.replace("\r", "\n").split("\n")]
    made: list[str] = []
    for line in lines:
        if not line:
            made.append("")
        elif made and made[-1] and not re.search(r"[.!?:][\"”’)]*$", made[-1]) and len(made[-1]) > 40:
            joint = "" if made[-1].endswith("-") and line[0].islower() else " "
            made[-1] = (made[-1][:-1] if joint == "" else made[-1]) + joint + line
        elif (
            made
            and made[-1]
            and lines
            and re.search(r"[.!?:][\"”’)]*$", made[-1])
            and line[0].isupper()
            and len(made[-1].rsplit("\n", 1)[-1]) > 60
        ):
            made[-1] += " " + line
        else:
            made.append(line)
    return re.sub(r"\n{2,}", "\n\n", "\n\n".join(line for line in made)).strip()


def _docx(data: bytes, name: str) -> Article:
    """Take the paragraphs of a Word file."""
    library = _library("docx", "DOCX", name)
    try:
        document = library.Document(io.BytesIO(data))
        paragraphs = [p.text.strip() for p in document.paragraphs]
        about = document.core_properties
    except Exception as error:
        raise InputNotText(name) from error
    return Article("\n\n".join(p for p in paragraphs if p), _some(about.title), _some(about.author))


def _some(value: object) -> str | None:
    text = " ".join(str(value).split()) if value else ""
    return text or None


def _library(module: str, kind: str, name: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ExtraMissing(name, kind) from error


KINDS: dict[str, Callable[[bytes, str], Article]] = {
    "text": _plain,
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
}
"""The kinds of file that can be read."""
