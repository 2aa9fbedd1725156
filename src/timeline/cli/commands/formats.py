"""`timeline formats`: the forms in which a chronology goes out and comes in."""

from __future__ import annotations

import typer

from timeline.cli import output
from timeline.cli.options import Form

app = typer.Typer(add_completion=False, rich_markup_mode=None)

COLUMNS = ("format", "extension", "rows", "out", "in", "extra", "description")


@app.command(epilog="Example: timeline formats")
def command(form: Form = "table") -> None:
    """
    List the formats that --format takes, with the extension by which a file name tells each.

    Rows: any table of the program; out: `timeline export`; in: `timeline import`. What a format with an
    extra needs is installed by `pip install 'timeline[EXTRA]'`.
    """
    from timeline.formats import all_formats, table_writer

    def yes(able: bool) -> object:
        return ("yes" if able else "") if form in {"table", "md", "csv"} else able

    rows = (
        (
            one.name,
            one.extension or None,
            yes(one.write_table is not None),
            yes(one.writes()),
            yes(one.read is not None),
            one.extra,
            one.description,
        )
        for one in all_formats()
    )
    output.write(table_writer(form)(COLUMNS, rows, width=output.width()))
