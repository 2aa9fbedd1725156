"""
Applying records (docs/records.md) inside a batch: the one way in which entities are written.

`apply` takes records from wherever they come (a file, a command) and makes the database say what they
say: new rows, changes of what differs, nothing where all is the same already. It refuses whatever
cannot be taken whole, with place, reason and remedy of each, and then nothing is written at all.
`shapes` says what a record may hold, `names` finds what it refers to, `matching` which row it
means, `planning` what is to be written, `owned` what the same data set said before, `flow` leads a
file through them, `rings` looks for what is part of itself, and `alike` for what is much like what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from timeline.store.load.alike import similar
from timeline.store.load.flow import Import, Report

if TYPE_CHECKING:
    from timeline.store.write import Batch

__all__ = ["OnConflict", "Report", "apply", "similar"]

OnConflict = Literal["refuse", "theirs", "ours"]


def apply(
    batch: Batch,
    records: Iterable[Mapping[str, Any]],
    *,
    on_conflict: OnConflict = "refuse",
    create_actors: bool = True,
    name: str | None = None,
    owner: str | None = None,
    told: Callable[[int, str, str], None] | None = None,
    most_refused: int = 100,
    in_bulk: bool = True,
) -> Report:
    """
    Write records, and report how many of each kind were new, changed and the same.

    `owner` is the command of the batches that brought the same data set before: what they wrote and the records do
    not say any more goes away, and what was changed here since stays (`owned`). `told` is called with
    the line of a record, its kind, and "new", "changed" or "same". After `most_refused` the rest is not looked at.

    Without `in_bulk` the indexes stay however many records come, for whoever reads while the batch goes on.

    `name` is what errors call the file. What a record names without identifying it is made when it is
    not there; with `create_actors` off an unknown actor is refused instead. Raises `RecordsRefused` or
    `ImportConflict`, after which the batch must not be committed, and whatever `records` raises itself.
    """
    return Import(
        batch,
        name,
        on_conflict=on_conflict,
        create_actors=create_actors,
        owner=owner,
        told=told,
        most_refused=most_refused,
        in_bulk=in_bulk,
    ).run(records)
