"""`timeline ingest`: from articles to draft events, each tied to its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import articles, events, intake, options, output
from timeline.cli.app import layout
from timeline.cli.options import Database, On, Output
from timeline.cli.output import say
from timeline.errors import IngestRefused, NoDatabase, TimelineError
from timeline.model import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.ingest import Known, KnownActor, KnownPlace
    from timeline.store.engine import Reader
    from timeline.store.proposals import Outcome

app = typer.Typer(add_completion=False, rich_markup_mode=None)

KINDS = ("text", "markdown", "html", "pdf", "docx")
_QUOTED = 160


@app.command(epilog="Example: timeline ingest article.txt --published 2025-09-03 --publisher 'The Paper'")
def command(
    file: Annotated[
        list[str], typer.Argument(metavar="FILE|FOLDER...", help="Text, Markdown, HTML, PDF, DOCX; - is stdin.")
    ],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published: what 'on Monday' counts from.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who printed it.")] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where it stands; by it a new version is known.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Its title.")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME", help="Who wrote it.")] = None,
    lang: Annotated[
        str | None, typer.Option(metavar="LANG", help="Its language, BCP 47; only English is read.")
    ] = None,
    access: Annotated[
        str | None, typer.Option(metavar="LEVEL", help="Of source and drafts: public, internal, confidential.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="KIND", help=f"{', '.join(KINDS)}; else told by name and first bytes.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write the drafts as JSON lines that import takes, and nothing else.")
    ] = False,
    to: Output = None,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Ingest what can be read, though another file cannot.")
    ] = False,
    on: On = None,
    db: Database = None,
) -> None:
    """
    Read articles and propose draft events, actors, places and claims; confirm them with `timeline review`.

    All files together are one batch. The same text again changes nothing; a changed text at a known address is a new
    version of its source. What is not given is taken from the page and shown.
    """
    if form:
        options.one_of("--format", form, KINDS)
    if access is not None:
        options.one_of("--access", access, ACCESS)
    if to is not None and not dry_run:
        raise typer.BadParameter("only --dry-run writes a file", param_hint="-o")
    given = articles.Given(
        options.date(published, "--published", on=on) if published else None, publisher, url, title, author, lang
    )
    files = articles.gather(file)
    if len(files) > 1 and (url or title):
        raise typer.BadParameter(
            f"an address and a title are of one article, and here are {len(files)}",
            param_hint="--url" if url else "--title",
        )
    with articles.Progress(len(files)) as progress:
        found, refused = _read(files, form, given, progress)
    if refused and not (keep_going and found):
        raise IngestRefused(refused, len(files))
    found = [articles.ask_published(one) for one in found]
    if dry_run:
        output.write(_dry(found, db, access), to)
    else:
        _ingest(found, db, access)
    if refused:
        raise IngestRefused(refused, len(files), others=True)


def _read(
    files: list[str], form: str, given: articles.Given, progress: articles.Progress
) -> tuple[list[articles.Read], int]:
    """Read all files; of several, tell of each that cannot be read, and count them."""
    found = []
    for name in files:
        progress.begin(name)
        try:
            found.append(articles.read(name, form, given))
        except TimelineError as error:
            if len(files) == 1:
                raise
            error.place = error.place or name
            progress.hide()
            say(layout(error))
    return found, len(files) - len(found)


def _ingest(found: list[articles.Read], db: str | None, access: str | None) -> None:
    """Put down the drafts of all articles as one batch, and tell what came of each."""
    import hashlib

    from timeline.store.proposals import ingest

    sha256 = hashlib.sha256(b"".join(one.sha256 for one in found)).hexdigest()
    told = []
    with (
        intake.batch(db, "ingest", sha256) as opened,
        articles.uncollected(),
        articles.Progress(len(found)) as progress,
    ):
        for one in found:
            progress.begin(one.name)
            alone = len(found) == 1
            outcome = ingest(opened, one.article, access=access, name=one.name, step=progress.within, alone=alone)
            told.append((one, outcome))
    # Only now is it sure that all was written.
    for one, outcome in told:
        _tell(one, outcome)
    if any(outcome.drafts for _, outcome in told):
        say("go through the drafts with: timeline review")


def _dry(found: list[articles.Read], db: str | None, access: str | None) -> Iterator[str]:
    """Give the drafts of all articles as JSON lines; what the database holds is known, if there is one."""
    from timeline.store.proposals import nothing

    reader: Reader
    try:
        reader = options.reader(db)
    except NoDatabase:
        if db is not None:
            raise
        reader = nothing()
    with reader:
        yield from _lines(found, reader, access)
    say("dry run: nothing was written to the database")


def _lines(found: list[articles.Read], reader: Reader, access: str | None) -> Iterator[str]:
    import json

    from timeline.store.proposals import plans

    def line(record: dict[str, Any]) -> str:
        return json.dumps(record, ensure_ascii=False) + "\n"

    yield line({"timeline": 1})
    more = _More()
    attributes: set[str] = set()
    texts: set[str] = set()
    with articles.uncollected(), articles.Progress(len(found)) as progress:
        for one in found:
            progress.begin(one.name)
            if one.article.text in texts:
                progress.hide()
                say(f"{one.name}: the same text as another of these files")
                continue
            texts.add(one.article.text)
            outcome = None
            known = more.known()
            for made in plans(reader, one.article, access=access, more=known, loose=True, step=progress.within):
                outcome = made.outcome
                for record in made.records:
                    if record["record"] == "source" and "revision_of" in record:
                        record["canonical_url"] = None  # the version before holds it until the new one is there
                    if record["record"] != "attribute" or record["name"] not in attributes:
                        yield line(record)
                    if record["record"] == "attribute":
                        attributes.add(record["name"])
                if one is not found[-1]:
                    more.add(made.records)
            progress.hide()
            if outcome is not None:
                _tell(one, outcome)


class _More:
    """What the articles of a run that writes nothing have put down, for those that come after them."""

    def __init__(self) -> None:
        self._actors: list[KnownActor] = []
        self._places: list[KnownPlace] = []
        self._uids: set[str] = set()

    def known(self) -> Known:
        """Give it as `ingest.proposals` wants it."""
        from timeline.ingest import Known

        return Known(tuple(self._actors), tuple(self._places), (), frozenset(self._uids))

    def add(self, records: Iterable[dict[str, Any]]) -> None:
        """Add what a stretch of an article put down."""
        from timeline.ingest import KnownActor, KnownPlace

        for one in records:
            if one["record"] == "actor":
                names = tuple(name["name"] for name in one.get("names") or ())
                self._actors.append(KnownActor(one["uid"], one["name"], one.get("kind"), names, one.get("country")))
            elif one["record"] == "place":
                self._places.append(KnownPlace(one["uid"], one["name"]))
            if "uid" in one:
                self._uids.add(one["uid"])


def _tell(one: articles.Read, outcome: Outcome) -> None:
    """Tell what came of one article."""
    said = {
        "new": f"{_short(outcome.title)} [{outcome.source}]",
        "version": f"a new version of {outcome.moved.version_of if outcome.moved else ''} [{outcome.source}]",
        "filled": f"the text of {outcome.source}",
        "dated": f"{outcome.source}, now with its day of publication",
        "known": f"known already as {outcome.source}; nothing changed",
    }[outcome.state]
    say(f"{one.name}: {said}")
    if outcome.state == "known":
        _tell_otherwise(one, outcome)
        return
    parts = [
        events.count(outcome.drafts, "draft"),
        events.count(outcome.claims, "claim"),
        events.count(outcome.actors, "new actor"),
    ]
    looking = outcome.looking
    if looking:
        parts.append(
            f"{looking} look{'s' if looking == 1 else ''} like {'a known event' if looking == 1 else 'known events'}"
        )
    if outcome.known:
        before = f", {outcome.rejected} of them rejected" if outcome.rejected else ""
        parts.append(f"{outcome.known} known before{before}")
    if outcome.unresolved:
        parts.append(f"{events.count(len(outcome.unresolved), 'date')} unresolved")
    say("  " + ", ".join(parts))
    moved = outcome.moved
    if moved is not None and (moved.kept or moved.moved or moved.gone):
        say(
            f"  of {events.count(moved.kept + moved.moved + len(moved.gone), 'cited passage')} of {moved.version_of}:"
            f" {moved.kept} in place, {moved.moved} moved, {len(moved.gone)} gone; they stay with that version"
        )
        for uid, quote in moved.gone:
            say(f"  gone: “{_short(quote)}”" + (f" ({uid})" if uid else ""))
    for sentence in outcome.unresolved:
        say(f"  unresolved: “{sentence.phrase}” in “{_short(sentence.sentence)}”: {sentence.reason}")
    for quote in outcome.figures:
        say(f"  left out, as no happening carries it: the figure “{_short(quote)}”")
    for note in outcome.notes:
        say(f"  {note}" + ("; give it with --published DATE" if note.startswith("no day of publication") else ""))


def _tell_otherwise(one: articles.Read, outcome: Outcome) -> None:
    """Point out that a known article is said to be of another day."""
    if one.article.published not in {None, outcome.published}:
        say(
            f"  it was published {outcome.published};"
            f" to correct that: timeline anchor {outcome.source} {one.article.published}"
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[: _QUOTED - 1].rsplit(" ", 1)[0] + "…"
