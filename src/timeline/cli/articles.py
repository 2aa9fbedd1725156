"""
Articles as files: which files are meant, what their pages say of themselves, when they were published.

`gather` turns the words of the command line into files, `read` a file into an article; what the page itself tells
(title, author, day, address) fills what was not given, and is shown. Nothing here opens the database.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import typer

from timeline.cli import clock, intake, options
from timeline.cli.output import say
from timeline.errors import InputTooLarge, NothingToIngest, PublishedAhead

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.ingest import Article

ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx")
"""What is taken from a folder."""


class Given(NamedTuple):
    """What was said of the articles on the command line; it goes before what their pages say."""

    published: str | None = None
    """EDTF."""
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    lang: str | None = None


class Read(NamedTuple):
    """A file that was read."""

    name: str
    article: Article
    sha256: bytes
    """Of the file's bytes."""


def gather(named: list[str]) -> list[str]:
    """Give the files meant, each once: a folder stands for the articles in it, in order of their names."""
    files: list[str] = []
    for name in named:
        path = Path(name)
        if "://" in name:
            raise typer.BadParameter(
                f"{name}: nothing is fetched; save the page, and ingest the file with --url {name}", param_hint="FILE"
            )
        if name == "-" or not path.is_dir():
            files.append(name)
            continue
        found = sorted(
            str(one)
            for one in path.rglob("*")
            if one.suffix.lower() in ENDINGS
            and one.is_file()
            and not any(part.startswith(".") for part in one.relative_to(path).parts)
        )
        if not found:
            raise NothingToIngest(name, ENDINGS)
        files += found
    return list(dict.fromkeys(files))


def read(name: str, kind: str, given: Given) -> Read:
    """
    Read one file; raise what `read_text` raises, `InputUnreadable`, `PublishedAhead`.

    Tells what was taken from the page, and how.
    """
    import hashlib

    from timeline.ingest import read_text
    from timeline.ingest.reading import LIMIT

    with intake.opened(name) as file:
        size = file.seek(0, 2)
        file.seek(0)
        if size > LIMIT:
            raise InputTooLarge(name, size, LIMIT)
        data = file.read()
    found = read_text(data, kind, name)
    said = {key: value for key, value in given._asdict().items() if value is not None}
    own = {
        key: getattr(found, key)
        for key in ("title", "author", "published", "publisher", "url")
        if getattr(found, key) and key not in said
    }
    if own:
        say(f"{name}: the page says: " + ", ".join(f"{key} {value}" for key, value in own.items()))
    article = found._replace(**said)
    if article.published is not None:
        _refuse_ahead(name, article.published)
    return Read(name, article, hashlib.sha256(data).digest())


def _refuse_ahead(name: str, published: str) -> None:
    """Refuse a day of publication that certainly lies after today."""
    from timeline.edtf import bounds, parse

    today = clock.now().date()
    if bounds(parse(published)).start_min > bounds(parse(str(today))).end_max:
        raise PublishedAhead(name, published, str(today))


def ask_published(one: Read) -> Read:
    """Ask on a terminal when an article was published; nothing typed is not known."""
    if one.article.published is not None or one.name == "-" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return one
    from timeline.errors import TimelineError

    while True:
        text = typer.prompt(
            f"{one.name}: when was it published? (Enter: not known)", default="", show_default=False, err=True
        )
        if not text.strip():
            return one
        try:
            published = options.date(text, "published")
            _refuse_ahead(one.name, published)
        except TimelineError as error:
            say(f"  {error}")
            continue
        return one._replace(article=one.article._replace(published=published))


@contextmanager
def uncollected() -> Iterator[None]:
    """
    Look for no garbage that refers to itself while articles are worked on: taking a text apart makes none.

    The collector is woken by how much is made, and would walk all names and drafts every time.
    """
    import gc

    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class Progress:
    """A bar over the files that are worked on: on a terminal only, and when all takes longer than a second."""

    def __init__(self, total: int) -> None:
        self._total = max(1, total)
        self._begun = time.monotonic()
        self._done = -1
        self._name = ""
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hide()

    def hide(self) -> None:
        """Clear the line, so that something can be told."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def begin(self, name: str) -> None:
        """Say that the next file is worked on."""
        self._done += 1
        self._name = name
        self.within(0.0)

    def within(self, share: float) -> None:
        """Say how much of the file is done, from 0 to 1."""
        if not sys.stderr.isatty() or not (self._shown or time.monotonic() - self._begun > 1):
            return
        filled = int(30 * min(1.0, (self._done + share) / self._total))
        count = f"{self._done}/{self._total}" if self._total > 1 else f"{100 * share:.0f} %"
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r\x1b[K[{bar}] {count} {self._name[-40:]}", end="", file=sys.stderr, flush=True)
        self._shown = True
