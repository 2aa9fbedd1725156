"""`timeline view`: the chronology as an offline page, opened in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

import timeline
from timeline.cli import clock, events, options, output
from timeline.cli.options import AsRecorded, Database, Filters
from timeline.errors import NoBrowser, OutputFailed
from timeline.model import ACCESS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline view --actor Kim --since 2024")
@options.filters
def command(
    filters: Filters,
    to: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there, not to a temporary file.")
    ] = None,
    start: Annotated[bool, typer.Option("--open/--no-open", help="Start the browser, or only write the page.")] = True,
    access: Annotated[
        str, typer.Option(metavar="LEVEL", help="The most secret level to show: public, internal, confidential.")
    ] = "public",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What it is called.")] = "Chronology",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Open the chronology in the browser: the page of `export --format html`, with the filters of `list`.

    It is written to a temporary file, whose path is printed; it needs no network and can be sent by mail.
    """
    options.one_of("--access", access, ACCESS)
    if to == "-":
        raise typer.BadParameter("a page to be opened is a file; stdout is for export --format html", param_hint="-o")
    from timeline.formats import Context, Losses, by_name
    from timeline.store.read.events import hidden
    from timeline.store.read.whole import whole

    write = by_name("html").write_whole
    assert write is not None  # noqa: S101 -- it is what the format is
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = options.query(reader, filters)._replace(max_access=access)
        context = Context(title, clock.stamp(), options.in_words(filters), timeline.__version__)
        path = to or _temporary()
        output.write(write(whole(reader, query), Losses(), context), path)
        print(path)
        events.say_hidden(hidden(reader, query))
    if start and not _opened(path):
        raise NoBrowser(path)


def _temporary() -> str:
    """Give a name in a new folder that only the user may look into."""
    import tempfile
    from pathlib import Path

    try:
        return str(Path(tempfile.mkdtemp(prefix="timeline-")) / "chronology.html")
    except OSError as error:
        raise OutputFailed(tempfile.gettempdir(), error.strerror or str(error)) from None


def _opened(path: str) -> bool:
    """Start a browser with a file; say whether one could be started."""
    import webbrowser
    from pathlib import Path

    try:
        return webbrowser.open(Path(path).resolve().as_uri())
    except webbrowser.Error:
        return False
