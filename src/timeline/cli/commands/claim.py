"""`timeline claim`: put down, change and judge what somebody asserts: a figure, or words such as who is responsible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from timeline.cli import drafting, intake, options, output, statements
from timeline.cli.options import AsRecorded, Database, DayFirst, Form, On
from timeline.cli.output import say
from timeline.errors import NothingNamed, NothingToChange, ValueUnread
from timeline.model import CLAIM_STATUS, QUALIFIERS

if TYPE_CHECKING:
    from timeline.model import ClaimRow
    from timeline.store.engine import Reader
    from timeline.store.write import Batch

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Put down, change and judge claims: figures and statements, each by whoever asserts it.",
    epilog='Example: timeline claim add kursk-incursion killed "at least 1,000" --by "Western officials"',
)


def _claims(incomplete: str) -> list[str]:
    """Give the uids of claims that begin so, for the shell; silent where there is no database."""
    from timeline.errors import TimelineError
    from timeline.store.read.claims import uids

    try:
        with options.reader(None) as opened:
            return [uid for uid in uids(opened) if uid.startswith(incomplete)][:50]
    except TimelineError:
        return []


Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="Its uid, or words of it.", autocompletion=_claims)]
Value = Annotated[str | None, typer.Option(metavar="VALUE", help='"at least 1,000", "about 4,700 people", or words.')]
Status = Annotated[str | None, typer.Option(metavar="STATUS", help=f"{', '.join(CLAIM_STATUS)}.")]
_ACTOR = {"autocompletion": options.complete("actor")}


class Assertion(NamedTuple):
    """A claim as options describe it; None says nothing, an empty text clears."""

    unit: Annotated[str | None, typer.Option(metavar="UNIT", help="What is counted: people, km2, …")] = None
    qualifier: Annotated[
        str | None, typer.Option(metavar="WORD", help=f"Instead of the words of VALUE: {', '.join(QUALIFIERS)}.")
    ] = None
    text: Annotated[bool, typer.Option("--text", help="VALUE is words, even if it could be read as a figure.")] = False
    about: Annotated[str | None, typer.Option(metavar="NAME", help="Whom it is about.", **_ACTOR)] = None
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who asserts it.", **_ACTOR)] = None
    claimed: Annotated[str | None, typer.Option(metavar="DATE", help="When it was said.")] = None
    period: Annotated[str | None, typer.Option(metavar="DATE", help="The time that it is about.")] = None
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Where, if it is of a part only.", autocompletion=options.complete("place")),
    ] = None
    source: Annotated[
        str | None,
        typer.Option(metavar="URL|NAME", help="Where it was read.", autocompletion=options.complete("source")),
    ] = None
    quote: Annotated[str | None, typer.Option(metavar="WORDS", help="The words of the source that say so.")] = None
    page: Annotated[str | None, typer.Option(metavar="PAGE", help="The page or other locator in the source.")] = None
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Of a source made with it.")] = None
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Of a source made with it.")] = None
    derived_from: Annotated[
        str | None, typer.Option(metavar="CLAIM", help="The claim that it repeats.", autocompletion=_claims)
    ] = None
    status: Status = None
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="A note of your own.")] = None


described = options.expanded("assertion", Assertion)


@app.command(
    epilog='Example: timeline claim add kursk-incursion killed "at least 1,000" --unit people --about "North Korea" '
    '--by "Western officials" --claimed 2025-01 --source https://example.org/kursk --new'
)
@described
def add(
    assertion: Assertion,
    what: Annotated[
        list[str],
        typer.Argument(metavar="EVENT ATTRIBUTE VALUE", help="With --actor: ATTRIBUTE VALUE."),
    ],
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="A claim on this actor instead of an event.", **_ACTOR)
    ] = None,
    uid: Annotated[str | None, typer.Option(metavar="UID", help="Its identifier; else made by what it is.")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make actors, places and sources that are not known.")] = False,
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """
    Put down a claim about an event: a figure in words, or a text such as who is responsible.

    "at least 1,000", "about 4,700", "1,000 to 2,000", "up to 300", "dozens", "1.2 million people" are read as figures.
    """
    wanted = "EVENT ATTRIBUTE VALUE" if actor is None else "ATTRIBUTE VALUE"
    if len(what) != len(wanted.split()):
        raise typer.BadParameter(f"write {wanted}, each in quotes if it has spaces", param_hint=wanted)
    attribute, value = what[-2:]
    with intake.batch(db, "claim add") as opened:
        made: list[dict[str, Any]] = []
        record: dict[str, Any] = {"record": "claim"}
        if actor is None:
            event = options.only(opened.reader, "event", what[0])
            record |= {"event": event.uid, "uid": f"{event.uid}-{attribute}"}
        else:
            subject = drafting.uid_of(opened, "actor", actor, made, new=new)
            record |= {"actor": subject, "uid": f"{subject}-{attribute}"}
        made += _attribute(opened, attribute)
        record["attribute"] = attribute
        record |= _value(opened, attribute, value, assertion)
        record |= _described(opened, assertion, made, new=new, on=on, dayfirst=dayfirst)
        record["uid"] = drafting.check_uid(opened, "claim", uid) if uid else _free(opened, record["uid"])
        intake.apply(opened, [*made, record])
    say(f"added {record['uid']}")


@app.command(epilog='Example: timeline claim edit kursk-incursion-killed --value "about 1,200" --claimed "March 2025"')
@described
def edit(
    assertion: Assertion,
    claim: Claim,
    value: Value = None,
    attribute: Annotated[str | None, typer.Option(metavar="NAME", help="What it tells: killed, …")] = None,
    new: Annotated[bool, typer.Option("--new", help="Make actors, places and sources that are not known.")] = False,
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """Change a claim; what is not named stays. An empty text clears: --by "", --period "", --source ""."""
    with intake.batch(db, "claim edit") as opened:
        found = _only(opened.reader, claim)
        made: list[dict[str, Any]] = []
        record: dict[str, Any] = {}
        if attribute is not None:
            made += _attribute(opened, attribute)
            record["attribute"] = attribute
        if value is not None:
            record |= _value(opened, attribute or found.attribute, value, assertion)
        elif assertion.qualifier is not None or assertion.text:
            raise typer.BadParameter("it says how VALUE is meant: give --value with it", param_hint="--qualifier")
        record |= _described(opened, assertion, made, new=new, on=on, dayfirst=dayfirst, before=found)
        if not record:
            raise NothingToChange
        intake.apply(opened, [*made, {"record": "claim", "uid": found.uid, **record}])
        changed = opened.wrote
    say(f"changed {found.uid}" if changed else f"{found.uid} was like that already")


@app.command(epilog="Example: timeline claim status kursk-incursion-killed superseded --note 'Corrected in March.'")
def status(
    claim: Claim,
    word: Annotated[str, typer.Argument(metavar="STATUS", help=f"{', '.join(CLAIM_STATUS)}.")],
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; an empty text clears.")] = None,
    db: Database = None,
) -> None:
    """Judge a claim: open, accepted, disputed, withdrawn, superseded. The last two contradict nobody any more."""
    record: dict[str, Any] = {"status": options.one_of("STATUS", word, CLAIM_STATUS)}
    if note is not None:
        record["note"] = note or None
    with intake.batch(db, "claim status") as opened:
        found = _only(opened.reader, claim)
        intake.apply(opened, [{"record": "claim", "uid": found.uid, **record}])
        changed = opened.wrote
    say(f"{found.uid}: {word}" if changed else f"{found.uid} was like that already")


@app.command(epilog="Example: timeline claim show kursk-incursion-killed")
def show(
    claim: Claim,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """Show one claim, as `claims` does."""
    with options.reader(db, as_recorded=as_recorded) as reader:
        found = [_only(reader, claim)]
        output.write(statements.table(found, form))


@app.command(epilog="Example: timeline claim rm kursk-incursion-killed")
def rm(
    claim: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="uid, or words of it.", autocompletion=_claims)
    ],
    db: Database = None,
) -> None:
    """Remove claims; `timeline undo` brings them back. To keep one that was taken back: claim status … withdrawn."""
    from timeline.store import edit as change

    with intake.batch(db, "claim rm") as opened:
        found = {one.uid: one for one in (_only(opened.reader, name) for name in claim)}
        for one in found.values():
            change.remove_claim(opened, one.id)
            say(f"removed {one.uid}")


def _only(reader: Reader, name: str) -> ClaimRow:
    """Give the one claim that a uid, or words of it, mean; refuse none and several."""
    from timeline.errors import SeveralNamed
    from timeline.store.read.claims import find_claims

    found = find_claims(reader, name)
    if not found:
        raise NothingNamed("claim", name, (), "timeline claims --format csv shows the uids")
    if len(found) > 1:
        raise SeveralNamed("claim", name, tuple(one.uid for one in found))
    return found[0]


def _free(opened: Batch, wanted: str) -> str:
    from timeline.model import slug

    return opened.uid("claim", slug(wanted, 100))


def _attribute(opened: Batch, name: str) -> list[dict[str, Any]]:
    """Give the record of an attribute that is new, and say so with those spelt like it."""
    from difflib import get_close_matches

    drafting.refuse_empty(name, "ATTRIBUTE")
    known = [row[0] for row in opened.reader.rows("SELECT name FROM attribute")]
    if name in known:
        return []
    near = get_close_matches(name, known, 3)
    say(f"new attribute: {name}" + (f" (there is {', '.join(near)})" if near else ""))
    return [{"record": "attribute", "name": name}]


def _value(opened: Batch, attribute: str, value: str, given: Assertion) -> dict[str, Any]:
    """Read a value: a figure where it is one; words where figures are not asked for."""
    from timeline.ingest.figures import amount

    drafting.refuse_empty(value, "VALUE")
    if given.qualifier is not None:
        options.one_of("--qualifier", given.qualifier, QUALIFIERS)
    row = opened.reader.one("SELECT unit FROM attribute WHERE name = :name", {"name": attribute})
    unit = row[0] if row else None
    figure = None if given.text else amount(value)
    if figure is None:
        if given.qualifier is not None:
            raise typer.BadParameter(f"it is of a figure, and {value!r} is none", param_hint="--qualifier")
        if unit is not None and not given.text:
            raise ValueUnread(attribute, unit, value)
        return {"value": value.strip(), "qualifier": "exact", "min": None, "max": None, "unit": given.unit or None}
    low, high = (_whole(one) for one in (figure.low, figure.high))
    qualifier = figure.qualifier
    if given.qualifier not in {None, qualifier}:
        qualifier = given.qualifier
        either = low if low is not None else high
        low, high = {"at_least": (either, None), "at_most": (None, either)}.get(qualifier, (low, high))
        if qualifier not in {"at_least", "at_most", "order_of"}:
            low, high = (either if end is None else end for end in (low, high))
    said = figure.unit if given.unit is None else given.unit
    return {"value": value.strip(), "qualifier": qualifier, "min": low, "max": high, "unit": said or unit}


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None and number == int(number) else number


def _described(
    opened: Batch,
    given: Assertion,
    made: list[dict[str, Any]],
    *,
    new: bool,
    on: str | None,
    dayfirst: bool | None,
    before: ClaimRow | None = None,
) -> dict[str, Any]:
    """Give the keys of the record that options name."""
    record: dict[str, Any] = {}
    for option, kind in (("about", "actor"), ("by", "actor"), ("place", "place")):
        name = getattr(given, option)
        if name is not None:
            record[option] = drafting.uid_of(opened, kind, name, made, new=new, option=f"--{option}") if name else None
    for option in ("claimed", "period"):
        text = getattr(given, option)
        if text is not None:
            record[option] = options.date(text, f"--{option}", on=on, dayfirst=dayfirst) if text.strip() else None
    if given.derived_from is not None:
        record["derived_from"] = _only(opened.reader, given.derived_from).uid if given.derived_from else None
    if given.status is not None:
        record["status"] = options.one_of("--status", given.status, CLAIM_STATUS)
    if given.note is not None:
        record["note"] = given.note or None
    if before is not None and given.unit is not None:
        record["unit"] = given.unit or None
    return record | _citation(opened, given, made, new=new, on=on, before=before)


def _citation(
    opened: Batch,
    given: Assertion,
    made: list[dict[str, Any]],
    *,
    new: bool,
    on: str | None,
    before: ClaimRow | None,
) -> dict[str, Any]:
    """Give the passage that options name; of a claim that has one, only what is named changes."""
    if given.source is None and given.quote is None and given.page is None:
        return {}
    if given.source == "":
        return {"citation": None}
    kept = before.citation if before is not None else None
    citation: dict[str, Any] = {}
    if given.source is not None:
        about = drafting.Happening(source=given.source, publisher=given.publisher, published=given.published)
        citation["source"] = drafting.source_of(opened, about, given.source, made, new=new, on=on)
    elif kept is not None:
        citation["source"] = kept.source.uid
    else:
        raise typer.BadParameter("a quote needs its --source", param_hint="--quote")
    same = kept is not None and kept.source.uid == citation["source"]
    for option in ("quote", "page"):
        said = getattr(given, option)
        text = said if said is not None else getattr(kept, option) if same else None
        if text:
            citation[option] = text
    return {"citation": citation}
