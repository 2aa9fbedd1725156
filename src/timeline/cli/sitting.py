"""
A sitting of review: one draft after another on the terminal, a key each.

Every decision is a batch of its own, committed before the next draft is shown, so that whatever ends the sitting loses
nothing that was decided (D172); what is left is shown the next time. A new key is a line in `KEYS` and in `_press`.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import typer

from timeline.cli import clock, events, form, intake, options, screen
from timeline.cli.app import layout
from timeline.cli.keys import Keys
from timeline.errors import FormWrong, TimelineError

if TYPE_CHECKING:
    from timeline.model import Detail
    from timeline.store.proposals import Look
    from timeline.store.review import DraftRow

KEYS = {
    "a": "accept",
    "m": "merge",
    "e": "edit",
    "s": "skip",
    "r": "reject",
    "u": "undo",
    "q": "quit",
}


class Decision(NamedTuple):
    """What was decided, so that it can be taken back."""

    place: int
    """Of the draft in the sitting."""
    batch: int
    verdict: str


class Sitting:
    """One sitting over the drafts that are open when it begins."""

    def __init__(self, db: str | None, ids: list[int], width: int) -> None:
        self._db = db
        self._ids = ids
        self._width = width
        self._place = 0
        self._done: list[Decision] = []
        self._skipped: set[int] = set()
        self._keys = Keys()
        self._said = ""
        """What is told below the next draft."""

    def run(self) -> None:
        """Go through the drafts until the last, or until told to stop."""
        try:
            with self._keys:
                while self._place < len(self._ids) and self._one():
                    pass
        except (KeyboardInterrupt, EOFError):
            print()
        self._end()

    def _one(self) -> bool:
        """Show a draft and do what the key says; False: stop."""
        from timeline.store.read.detail import detail
        from timeline.store.review import drafts, looks_like

        with options.reader(self._db) as reader:
            draft = next(drafts(reader, [self._ids[self._place]]), None)
            found = detail(reader, draft.id) if draft is not None else None
            if draft is None or found is None:  # decided elsewhere in between
                self._place += 1
                return True
            look = looks_like(reader, draft)
            self._clear()
            print(f"draft {self._place + 1} of {len(self._ids)}")
            for line in screen.lines(reader, draft, found, look, self._width):
                print(line)
        if self._said:
            print(f"\n{self._said}")
            self._said = ""
        print("\n" + "  ".join(f"[{key}]{word[1:]}" for key, word in KEYS.items() if self._is_offered(key)))
        sys.stdout.flush()
        try:
            return self._press(self._keys.next(), draft, found, look)
        except TimelineError as error:
            self._said = layout(error)
            return True

    def _is_offered(self, key: str) -> bool:
        return key != "u" or bool(self._done)

    def _clear(self) -> None:
        if os.environ.get("TERM") == "dumb":
            print("-" * 40)
        else:
            print("\x1b[2J\x1b[H", end="")

    def _press(self, key: str, draft: DraftRow, found: Detail, look: Look | None) -> bool:
        match key:
            case "a":
                self._accept(draft)
            case "r":
                self._reject(draft)
            case "m":
                self._merge(draft, look)
            case "e":
                self._edit(found, draft)
            case "s":
                self._skipped.add(self._place)
                self._place += 1
            case "u":
                self._undo()
            case "q":
                return False
            case _:
                self._said = "press one of " + ", ".join(KEYS)
        return True

    def _accept(self, draft: DraftRow) -> None:
        from timeline.store.review import accept

        with intake.batch(self._db, "review") as opened:
            accept(opened, draft)
        self._decided(opened.id, "accepted")

    def _reject(self, draft: DraftRow) -> None:
        from timeline.store.review import reject

        with intake.batch(self._db, "review") as opened:
            reject(opened, draft)
        self._decided(opened.id, "rejected")

    def _merge(self, draft: DraftRow, look: Look | None) -> None:
        from timeline.store.review import merge

        asked = f"merge into (Enter: {look.uid}; or name another)" if look else "merge into which event (Enter: none)"
        with self._keys.lines():
            name = typer.prompt(asked, default="", show_default=False).strip() or (look.uid if look else "")
        if not name:
            return
        with options.reader(self._db) as reader:
            hit = options.only(reader, "event", name)
        if hit.id == draft.id:
            self._said = "that is the draft itself"
            return
        with intake.batch(self._db, "review") as opened:
            merge(opened, draft, hit.id)
        self._decided(opened.id, "merged")

    def _edit(self, found: Detail, draft: DraftRow) -> None:
        """Have the draft edited; what is wrong is shown, and the editor offered again with the same text."""
        on = self._published(draft)
        text = form.text(found, on or "today")
        while True:
            with self._keys.lines():
                text = form.edited(text)
            if not text.strip():
                return
            try:
                with intake.batch(self._db, "review") as opened:
                    said = form.changes(opened, found, text, on)
                    form.apply(opened, found, said)
                    wrote = bool(opened.wrote)
            except FormWrong as error:
                print(layout(error))
            except TimelineError as error:
                print(layout(error))
            else:
                if wrote:
                    self._done.append(Decision(self._place, opened.id, "edited"))
                self._said = "changed" if wrote else "nothing was changed"
                return
            with self._keys.lines():
                if not typer.confirm("edit it again? (no: leave the draft as it was)", default=True):
                    return

    def _published(self, draft: DraftRow) -> str | None:
        """Give the day the source was published, if it is one: what relative words count from."""
        from timeline.timex import Moment

        with options.reader(self._db) as reader:
            row = reader.one("SELECT published FROM source WHERE id = :id", {"id": draft.source_id})
        return row[0] if row and row[0] and Moment.parse(row[0]) is not None else None

    def _undo(self) -> None:
        from timeline.store import engine, history

        if not self._done:
            self._said = "nothing was decided in this sitting yet; timeline undo takes back what was before"
            return
        last = self._done[-1]
        opened = engine.open_engine(options.target(self._db))
        try:
            history.undo(opened, last.batch, who=clock.who(), now=clock.stamp())
        finally:
            opened.dispose()
        self._done.pop()
        self._place = last.place
        self._skipped.discard(last.place)
        self._said = f"taken back: it is no longer {last.verdict}"

    def _decided(self, batch: int, verdict: str) -> None:
        self._done.append(Decision(self._place, batch, verdict))
        self._skipped.discard(self._place)
        self._place += 1

    def _end(self) -> None:
        """Tell what was decided, and what is left."""
        from timeline.store.review import drafts

        counts: dict[str, int] = {}
        for one in self._done:
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
        with options.reader(self._db) as reader:
            left = sum(1 for _ in drafts(reader))
        parts = [f"{number} {verdict}" for verdict, number in counts.items()]
        if self._skipped:
            parts.append(f"{len(self._skipped)} skipped")
        parts.append(f"{events.count(left, 'draft')} left" if left else "no draft is left")
        print(", ".join(parts))
