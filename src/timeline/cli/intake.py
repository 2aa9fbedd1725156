"""
The way in, shared by every command that writes records: one batch, a report, all or nothing.

`add`, `edit`, `actor add`, `import` and `init --demo` all make records (docs/records.md) and hand them
here; none has a way of writing of its own.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import typer

from timeline.cli import clock, events, options
from timeline.cli.output import say
from timeline.errors import FormatCannot, InputUnreadable
from timeline.model import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats import Losses, Record
    from timeline.store.load import Report
    from timeline.store.write import Batch


@contextmanager
def batch(db: str | None, command: str, file_sha256: str | None = None) -> Iterator[Batch]:
    """Open the database for one batch; whatever raises inside leaves nothing behind."""
    with _uncollected():
        from timeline.store import write
        from timeline.store.engine import open_engine

        engine = open_engine(options.target(db))
    try:
        with write.batch(
            engine, command=command, who=clock.who(), now=clock.stamp(), file_sha256=file_sha256
        ) as opened:
            yield opened
    finally:
        engine.dispose()


@contextmanager
def _uncollected() -> Iterator[None]:
    """
    Look for no garbage while libraries are imported, and leave what they made out of every later look.

    The collector would walk their classes again and again: a third of the start of a command that writes.
    """
    import gc

    before = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if before:
            gc.enable()


class Given(NamedTuple):
    """An actor as typed: `NAME` or `NAME:ROLE`."""

    name: str
    role: str | None


def actor_and_role(text: str) -> Given:
    """
    Split `NAME:ROLE`; the role is what follows the last colon.

    >>> actor_and_role("Kim Jong Un:signatory")
    Given(name='Kim Jong Un', role='signatory')
    """
    name, colon, role = text.rpartition(":")
    if not colon:
        return Given(text.strip(), None)
    if not name.strip() or not role.strip():
        raise typer.BadParameter(f"{text!r}: write NAME or NAME:ROLE", param_hint="--actor")
    return Given(name.strip(), role.strip())


def known(opened: Batch, kind: str, name: str, *, new: bool, option: str) -> str | dict[str, Any]:
    """
    Give the uid of what a name means, or a record for it if it may be made.

    It may be made with `--new`, or after a yes on a terminal; otherwise an unknown name is refused with
    those spelt like it, so that one man does not become four.
    """
    from timeline.errors import NothingNamed

    if not name.strip():
        raise typer.BadParameter("a name cannot be empty", param_hint=option)
    try:
        return options.only(opened.reader, kind, name, hint=f"--new makes a new {kind}").uid
    except NothingNamed as unknown:
        if not new and not _agreed(unknown, kind, name):
            raise
    column = "title" if kind == "source" else "name"
    table = {"actor": "actor", "place": "place", "source": "source"}[kind]
    return {"record": kind, "uid": opened.uid(table, slug(name)), column: name}


def _agreed(unknown: Any, kind: str, name: str) -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    if unknown.suggestions:
        say(f"like it: {', '.join(unknown.suggestions)}")
    return typer.confirm(f'No {kind} is named "{name}". Make a new one?', default=False, err=True)


def say_report(report: Report, name: str | None = None) -> None:
    """Tell what became of the records, of a file where there are several."""
    parts = [
        f"{events.count(number, kind.replace('_', ' '))} {state}"
        for state in ("new", "changed", "same")
        for kind, number in sorted(getattr(report, state).items())
        if number
    ]
    say((f"{name}: " if name else "") + (", ".join(parts) or "nothing to do"))


def apply(opened: Batch, records: Iterable[dict[str, Any]], **how: Any) -> Report:
    """Write records inside a batch."""
    from timeline.store import load

    return load.apply(opened, records, **how)


def load(
    target: str,
    files: list[str],
    *,
    command: str,
    form: str | None = None,
    on_conflict: str = "refuse",
    create_actors: bool = True,
    dry_run: bool = False,
) -> None:
    """
    Import files as one batch; tell what became of the records.

    Raises what the reader of the format and `load.apply` raise; nothing of any file is then written.
    """
    from timeline.formats import Losses

    with ExitStack() as stack:
        opened_files = [(name, stack.enter_context(opened(name))) for name in files]
        fingerprint = sha256([file for _, file in opened_files])
        told: list[tuple[Report, str | None, Losses]] = []
        with suppress(DryRun), batch(target, command, fingerprint) as written:
            for name, file in opened_files:
                lost = Losses()
                records = _counted(_shape(name, form).read(file, name), lost)
                report = apply(written, records, on_conflict=on_conflict, create_actors=create_actors, name=name)
                told.append((report, name if len(files) > 1 else None, lost))
            if dry_run:
                raise DryRun
    # Only now is it sure that all was written.
    for report, named, lost in told:
        say_report(report, named)
        if lost:
            say((f"{named}: " if named else "") + f"not taken: {lost.sentence()}")
    if dry_run:
        say("dry run: nothing was written")


def _counted(records: Iterable[Record], lost: Losses) -> Iterator[Record]:
    """Give the records, and count what the reader of the format had no place for."""
    for record in records:
        if hasattr(record, "lost"):
            for what, number in record.lost.counts.items():
                lost.add(what, number)
        yield record


class DryRun(Exception):
    """All is told, nothing is to be written: raised inside the batch."""


def opened(name: str) -> BinaryIO:
    """Open a file for reading, stdin for `-`; what cannot be read from its start twice is copied first."""
    import tempfile

    try:
        if name != "-":
            file = Path(name).open("rb")  # noqa: SIM115 -- the caller closes it
            if file.seekable():
                return file
            source: BinaryIO = file
        else:
            source = sys.stdin.buffer
        copy = tempfile.TemporaryFile()  # noqa: SIM115 -- same
        shutil.copyfileobj(source, copy)
        copy.seek(0)
    except (OSError, ValueError) as error:
        raise InputUnreadable(name, getattr(error, "strerror", None) or str(error)) from None
    return copy


def _shape(name: str, form: str | None) -> Any:
    from timeline.formats import all_formats, by_name, of_file

    shape = by_name(form) if form else of_file(name)
    if shape is not None and shape.read is not None:
        return shape
    readable = tuple(one.name for one in all_formats() if one.read is not None)
    if shape is None:
        told = f"{name}: name its --format: {', '.join(readable)}; or a --map, which --guess writes"
        raise typer.BadParameter(told, param_hint="FILE")
    raise FormatCannot(shape.name, "be imported", readable)


def sha256(files: list[BinaryIO]) -> str:
    """Give the fingerprint of all files together, in hexadecimal."""
    import hashlib

    digest = hashlib.sha256()
    for file in files:
        while block := file.read(1 << 20):
            digest.update(block)
        file.seek(0)
    return digest.hexdigest()
