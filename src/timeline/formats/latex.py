"""
A LaTeX table with the rules of booktabs, laid out by tabulate: for a paper, a brief, a book.

What LaTeX would take for its own is escaped by tabulate; what moves a cursor is a space. The rows are held in
memory until the last is known, as the widths of the source text follow from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from timeline.formats import text, types


def write_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int | None = None,
    dates: Sequence[str] = (),
) -> Iterator[str]:
    r"""
    Write a `tabular` environment, which wants `\usepackage{booktabs}`.

    >>> print("".join(write_table(["n"], [["50% & more"]])))  # doctest: +NORMALIZE_WHITESPACE
    \begin{tabular}{l} \toprule n \\ \midrule 50\% \& more \\ \bottomrule \end{tabular}
    """
    del width, dates
    from tabulate import tabulate

    body = [[text.one_line(types.plain(cell)) for cell in row] for row in rows]
    header = [text.one_line(column) for column in columns]
    yield tabulate(body, header, tablefmt="latex_booktabs", disable_numparse=True) + "\n"


FORMAT = types.Format("latex", ".tex", "a LaTeX table, to be pasted", write_table=write_table)
