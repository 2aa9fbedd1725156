"""`timeline review`: go through drafts, and confirm, merge or reject them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import events, intake, options, output
from timeline.cli.options import Database, Form, Output
from timeline.cli.output import say
from timeline.errors import NeedsTerminal, NotADraft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.review import DraftRow

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _complete(incomplete: str) -> list[tuple[str, str]]:
    """Complete the uid of a draft, with its title beside it; silent where there is no database."""
    from timeline.errors import TimelineError
    from timeline.store.review import drafts

    try:
        with options.reader(None) as reader:
            return [(one.uid, one.title) for one in drafts(reader) if one.uid.startswith(incomplete)]
    except TimelineError:
        return []


HUMAN = ("id", "date", "title", "sure", "looks like", "source")
MACHINE = ("id", "uid", "date", "title", "confidence", "looks_like", "likeness", "source", "why")
_WIDTH = 100


@app.command(epilog="Example: timeline review --accept-all --min-confidence 0.8")
def command(
    more: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]", help="Further drafts for --accept, --reject or --merge.", autocompletion=_complete
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the drafts that are open.")] = False,
    accept: Annotated[
        list[str], typer.Option(metavar="ID", help="Make it a confirmed event; repeat it.", autocompletion=_complete)
    ] = [],
    reject: Annotated[
        list[str], typer.Option(metavar="ID", help="Remove it for good; repeat it.", autocompletion=_complete)
    ] = [],
    merge: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help="Make it a further citation of --into, else of what it looks like.",
            autocompletion=_complete,
        ),
    ] = [],
    into: Annotated[
        str | None,
        typer.Option(metavar="EVENT", help="What --merge merges into.", autocompletion=options.complete("event")),
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Accept every draft; what looks like a known event is merged into it.")
    ] = False,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="X", help="With --accept-all or --list: only those so sure.")
    ] = None,
    form: Form = "table",
    to: Output = None,
    db: Database = None,
) -> None:
    """
    Go through the drafts one by one on a terminal: accept, edit, merge, skip, reject, undo.

    What an ingest proposes is a draft until it is accepted. ID is a draft's uid or the number that --list
    shows; several may be named, also with commas. Each call without the terminal is one batch.
    """
    chosen = [
        name
        for name, given in (
            ("--list", list_),
            ("--accept", accept),
            ("--reject", reject),
            ("--merge", merge),
            ("--accept-all", accept_all),
        )
        if given
    ]
    if len(chosen) > 1:
        raise typer.BadParameter(f"name one of {', '.join(chosen)}", param_hint=chosen[1])
    way = chosen[0] if chosen else ""
    named = _ids(accept or reject or merge)
    further = _ids(more or [])
    if further and way not in {"--accept", "--reject", "--merge"}:
        raise typer.BadParameter("say what is to be done with it: --accept, --reject or --merge", param_hint="ID")
    if min_confidence is not None and way not in {"--accept-all", "--list"}:
        raise typer.BadParameter("it goes with --accept-all or --list", param_hint="--min-confidence")
    if into is not None and way != "--merge":
        raise typer.BadParameter("it goes with --merge", param_hint="--into")
    match way:
        case "--list":
            _list(db, form, to, min_confidence)
        case "--accept-all":
            _accept_all(db, min_confidence)
        case "--accept":
            _accept(db, named + further)
        case "--reject":
            _reject(db, named + further)
        case "--merge":
            if into is None and len(named) == 1 and len(further) == 1:
                into, further = further[0], []
            _merge(db, named + further, into)
        case _:
            _sit(db)


def _ids(given: list[str]) -> list[str]:
    return list(dict.fromkeys(part.strip() for text in given for part in text.split(",") if part.strip()))


def _list(db: str | None, form: str, to: str | None, min_confidence: float | None) -> None:
    from timeline.formats import FOR_PEOPLE, table_writer
    from timeline.store.review import drafts

    for_people = form in FOR_PEOPLE
    write_table = table_writer(form)

    def rows() -> Iterator[tuple[object, ...]]:
        for one in drafts(reader):
            if min_confidence is None or (one.confidence is not None and one.confidence >= min_confidence):
                yield _for_people(one) if for_people else _for_machines(one)

    with options.reader(db) as reader:
        found = list(rows())
        if found or not for_people:
            output.write(
                write_table(HUMAN if for_people else MACHINE, iter(found), width=output.width(), dates=("date",)), to
            )
        else:
            say("no draft is open")


def _for_people(one: DraftRow) -> tuple[object, ...]:
    return (
        one.number if one.number is not None else one.uid,
        events.words(one.edtf),
        one.title,
        one.confidence,
        one.look and one.look.uid,
        one.source_title,
    )


def _for_machines(one: DraftRow) -> tuple[object, ...]:
    look = one.look
    return (
        one.number,
        one.uid,
        one.edtf,
        one.title,
        one.confidence,
        look and look.uid,
        look and look.likeness,
        one.source,
        one.why,
    )


def _accept(db: str | None, named: list[str]) -> None:
    from timeline.store import review

    told = []
    with intake.batch(db, "review") as opened:
        for name in named:
            draft = review.find(opened.reader, name)
            review.accept(opened, draft)
            told.append(f"accepted {draft.uid}" + (f"; it looks like {draft.look.uid}" if draft.look else ""))
    for line in told:
        say(line)


def _reject(db: str | None, named: list[str]) -> None:
    from timeline.store import review

    told = []
    with intake.batch(db, "review") as opened:
        for name in named:
            draft = review.find(opened.reader, name)
            review.reject(opened, draft)
            told.append(f"rejected {draft.uid}: {draft.title}")
    for line in told:
        say(line)


def _merge(db: str | None, named: list[str], into: str | None) -> None:
    from timeline.store import review

    told = []
    with intake.batch(db, "review") as opened:
        target = options.only(opened.reader, "event", into) if into is not None else None
        for name in named:
            draft = review.find(opened.reader, name)
            look = review.looks_like(opened.reader, draft) if target is None else None
            found = target or look
            if found is None:
                raise NotADraft(name, "it looks like no event; name one with --into EVENT")
            if found.id == draft.id:
                raise NotADraft(name, "it cannot be merged into itself")
            review.merge(opened, draft, found.id)
            told.append(f"merged {draft.uid} into {found.uid}")
    for line in told:
        say(line)


def _accept_all(db: str | None, min_confidence: float | None) -> None:
    from timeline.store import review

    with intake.batch(db, "review") as opened:
        done = review.accept_all(opened, min_confidence)
    for uid, into in done.merged:
        say(f"merged {uid} into {into}")
    left = f", {events.count(done.left, 'draft')} less sure left" if done.left else ""
    say(f"{len(done.accepted)} accepted, {len(done.merged)} merged{left}")


def _sit(db: str | None) -> None:
    """Go through the drafts on the terminal."""
    from timeline.cli.sitting import Sitting
    from timeline.store.review import drafts

    with options.reader(db) as reader:
        ids = [one.id for one in drafts(reader)]
    if not ids:
        say("no draft is open")
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NeedsTerminal
    Sitting(db, ids, output.width() or _WIDTH).run()
