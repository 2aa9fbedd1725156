"""
A table of MediaWiki's markup, laid out by tabulate: for a page of Wikipedia or of a wiki of one's own.

Everything that the markup or HTML would take for its own is a numbered entity, so a title is shown as it is
written and calls no template. The rows are held in memory until the last is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from timeline.formats import text, types

_MARKED = re.compile(r"[&<>\[\]{}|'=*#:;~_!+\-]")


def escaped(given: str) -> str:
    """
    Give text as a cell.

    >>> escaped("a | {{b}}")
    'a &#124; &#123;&#123;b&#125;&#125;'
    """
    return _MARKED.sub(lambda found: f"&#{ord(found[0])};", text.one_line(given))


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    """Write one table."""
    del width, dates
    from tabulate import tabulate

    body = [[escaped(types.plain(cell)) for cell in row] for row in rows]
    made = tabulate(body, [escaped(column) for column in columns], tablefmt="mediawiki", disable_numparse=True)
    yield made + "\n"


FORMAT = types.Format("mediawiki", ".wiki", "a table for a wiki, to be pasted", write_table=write_table)
