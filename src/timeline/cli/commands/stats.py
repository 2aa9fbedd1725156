"""`timeline stats`: the chronology in numbers, for people as a page with bars, for machines as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import options, output
from timeline.cli.events import count, words
from timeline.cli.options import AsRecorded, Database, Filters, Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from timeline.store.read.stats import Period, Stats

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_BY = ("day", "month", "year", "decade", "century")
_WIDTH = 80
_CERTAIN, _POSSIBLE = "█", "░"
_TELL = 3
"""Empty periods from which on they are told in one line."""
_HOLES = {
    "day": ("day", "days"),
    "month": ("month", "months"),
    "year": ("year", "years"),
    "decade": ("decade", "decades"),
    "century": ("century", "centuries"),
}


@app.command(epilog="Example: timeline stats --actor Kim --by year")
@options.filters
def command(
    filters: Filters,
    by: Annotated[
        str | None, typer.Option("--by", metavar="PERIOD", help="day, month, year, decade or century; else what fits.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=0, metavar="N", help="Rows of gaps, actors and pairs.")] = 5,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Count: events by status and period, actors, sources, claims; the longest gaps, the busiest actors.

    An event counts where it begins: █ certainly, ░ possibly. A gap is a stretch that no event can touch,
    whatever its exact date. --format json gives everything as one object.
    """
    if by is not None:
        options.one_of("--by", by, _BY)
    from timeline.formats import table_writer
    from timeline.store.read.stats import stats

    write = table_writer(form)
    with options.reader(db, as_recorded=as_recorded) as reader:
        found = stats(reader, options.query(reader, filters), by, most)
    if form == "table":
        output.write(f"{line}\n" for line in _page(found, output.width() or _WIDTH))
    elif form == "json":
        output.write(_object(found))
    else:
        columns = ("section", "name", "with", "count", "possible", "since", "until")
        output.write(write(columns, _rows(found), width=output.width(), dates=("since", "until")))


# --- for machines ---


def _object(found: Stats) -> Iterator[str]:
    import json

    made: dict[str, Any] = {
        "events": found.events,
        "statuses": found.statuses,
        "undated": found.undated,
        "counts": found.counts,
        "span": {
            "first": found.first and {**found.first._asdict(), "date": found.span[0]},
            "last": found.last and {**found.last._asdict(), "date": found.span[1]},
        },
        "by": found.by,
        "periods": [{"period": p.label, "certain": p.certain, "possible": p.possible} for p in found.periods],
        "uncharted": found.uncharted,
        "gaps": [{**gap._asdict(), "before": gap.before._asdict(), "after": gap.after._asdict()} for gap in found.gaps],
        "busiest": [{**actor._asdict(), "events": number} for actor, number in found.busiest],
        "pairs": [{"actors": [one._asdict(), other._asdict()], "events": number} for one, other, number in found.pairs],
    }
    yield json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _rows(found: Stats) -> Iterator[tuple[object, ...]]:
    """Give everything as rows of one table."""
    yield "events", "all", None, found.events, None, *found.span
    yield "events", "undated", None, found.undated, None, None, None
    for status, number in found.statuses.items():
        yield "status", status, None, number, None, None, None
    for name, number in found.counts.items():
        yield "count", name, None, number, None, None, None
    for period in found.periods:
        yield found.by, period.label, None, period.certain, period.possible, None, None
    if found.uncharted:
        yield found.by, "uncharted", None, None, found.uncharted, None, None
    for gap in found.gaps:
        yield "gap", gap.before.uid, gap.after.uid, gap.days, None, gap.since, gap.until
    for actor, number in found.busiest:
        yield "actor", actor.uid, None, number, None, None, None
    for one, other, number in found.pairs:
        yield "pair", one.uid, other.uid, number, None, None, None


# --- for people ---


def _page(found: Stats, width: int) -> Iterator[str]:
    from timeline.store.read.stats import years_from

    statuses = ", ".join(f"{number:,} {status}" for status, number in found.statuses.items())
    undated = f"; {found.undated:,} of them undated" if found.undated else ""
    yield f"events   {found.events:,}" + (f" ({statuses}{undated})" if statuses else "")
    if found.span[0] and found.span[1]:
        ends = dict.fromkeys((words(found.span[0]), words(found.span[1])))
        yield f"span     {' to '.join(ends)}"
    counts = [count(number, name.removesuffix("s")) for name, number in found.counts.items() if number]
    if counts:
        yield f"with     {', '.join(counts)}"
    if found.periods:
        yield ""
        yield f"events a {found.by}"
        yield from _bars(found.periods, found.by, width)
        if any(period.possible > period.certain for period in found.periods):
            yield f"  {_CERTAIN} begun in it, {_POSSIBLE} perhaps begun in it"
        if found.uncharted:
            yield f"  not in the chart: {count(found.uncharted, 'event')} whose beginning is open, or too uncertain"
    if found.gaps:
        yield ""
        yield "longest gaps"
        for gap in found.gaps:
            yield f"  no event between {words(gap.since)} and {words(gap.until)}: {years_from(gap.days)}"
            yield f"    from {gap.before.uid} to {gap.after.uid}"
    if found.busiest:
        yield ""
        yield "busiest actors"
        longest = len(f"{found.busiest[0][1]:,}")
        for actor, number in found.busiest:
            yield f"  {number:>{longest},}  {actor.name}"
    if found.pairs:
        yield ""
        yield "together"
        longest = len(f"{found.pairs[0][2]:,}")
        for one, other, number in found.pairs:
            yield f"  {number:>{longest},}  {one.name} and {other.name}"


def _bars(periods: tuple[Period, ...], by: str, width: int) -> Iterator[str]:
    """Give a bar a period; periods without an event are a line of their own, or one together."""
    labels = [_label(period.label, by) for period in periods]
    label = max(map(len, labels))
    counts = [_count(period) for period in periods]
    figures = max(map(len, counts))
    most = max(period.possible for period in periods)
    room = max(width - label - figures - 6, 10)
    scale = min(1.0, room / most)
    before = periods[0].place - 1
    for period, name, figure in zip(periods, labels, counts, strict=True):
        missing = period.place - before - 1
        before = period.place
        if missing >= _TELL:
            yield f"  {'⋮':<{label}}  {missing:,} {_HOLES[by][1]} without"
        else:
            from timeline.store.read.stats import label_of

            for place in range(period.place - missing, period.place):
                yield f"  {_label(label_of(place, by), by):<{label}}  {'0':>{figures}}"
        sure = round(period.certain * scale) or (1 if period.certain else 0)
        whole = max(round(period.possible * scale), 1)
        bar = _CERTAIN * sure + _POSSIBLE * max(whole - sure, 1 if period.possible > period.certain else 0)
        yield f"  {name:<{label}}  {figure:>{figures}}  {bar}"


def _label(label: str, by: str) -> str:
    if by in {"decade", "century"} and "/" in label and not label.startswith(("-", "Y")):
        return f"{label.partition('/')[0]}s"
    return label.replace("/", " to ")


def _count(period: Period) -> str:
    if period.certain == period.possible:
        return f"{period.certain:,}"
    return f"{period.certain:,}–{period.possible:,}"
