"""
A draft as a short text that is edited by hand, and back.

`text` writes it, `changes` reads what came back as a record with only what differs, and who is to be taken out.
What cannot be taken is `FormWrong` with its line, so that the editor can be offered again with nothing lost. Another
property is a line in `text` and its case in `changes`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.cli import intake, options
from timeline.errors import EditorFailed, FormWrong, TimelineError
from timeline.model import ROLE, slug

if TYPE_CHECKING:
    from timeline.model import Detail
    from timeline.store.write import Batch

KEYS = ("title", "date", "place", "kind", "actors", "tags", "summary", "note")
_HELP = """\
# Change what is wrong, save and close. Lines that begin with # are left out; an empty file changes nothing.
# date: EDTF, ISO or English ("last June" counts from {anchor}). actors: Name:role; Name:role
# A name that is not known is refused; +Name makes a new actor or place.
"""


def text(found: Detail, anchor: str) -> str:
    """Write a draft as text; `anchor` is what relative dates count from."""
    event = found.event
    values = {
        "title": event.title,
        "date": event.edtf or "",
        "place": event.place or "",
        "kind": event.kind or "",
        "actors": "; ".join(f"{one.actor.name}:{one.role}" for one in found.participants),
        "tags": ", ".join(event.tags),
        "summary": " ".join((event.summary or "").split()),
        "note": " ".join((event.note or "").split()),
    }
    return _HELP.format(anchor=anchor) + "".join(f"{key}: {values[key]}".rstrip() + "\n" for key in KEYS)


class Changes(NamedTuple):
    """What a form changes."""

    made: list[dict[str, Any]]
    """Records of new actors and places."""
    record: dict[str, Any]
    """The event's, with what differs."""
    gone: list[tuple[int, str]]
    """Actor and role of participants taken out."""
    tags_gone: list[str]

    def __bool__(self) -> bool:
        return len(self.record) > 2 or bool(self.gone or self.tags_gone)


def changes(opened: Batch, found: Detail, written: str, on: str | None) -> Changes:
    """Read a form; raise `FormWrong` with the line of what cannot be taken."""
    lines = _lines(written)
    event = found.event
    made: list[dict[str, Any]] = []
    record: dict[str, Any] = {"record": "event", "uid": event.uid}
    gone: list[tuple[int, str]] = []
    tags_gone: list[str] = []
    for key, (number, line, value) in lines.items():
        if key == "title" and not value:
            raise FormWrong(number, line, "a title cannot be empty")
        try:
            if key == "actors":
                gone = _actors(opened, found, value, made, record)
            elif key == "tags":
                tags = list(dict.fromkeys(tag.strip() for tag in value.split(",") if tag.strip()))
                tags_gone = [tag for tag in event.tags if tag not in tags]
                if set(tags) - set(event.tags):
                    record["tags"] = tags
            elif key == "date":
                if value != (event.edtf or ""):
                    date = options.understood(value, "date", on=on).edtf if value else None
                    record |= {"date": date, "as_written": None if value in {"", date} else value}
            elif key == "place":
                if value != (event.place or ""):
                    record["place"] = _known(opened, "place", value, made) if value else None
            else:
                before = {"title": event.title, "kind": event.kind, "summary": event.summary, "note": event.note}[key]
                if value != " ".join((before or "").split()):
                    record[key] = value or None
        except TimelineError as error:
            raise FormWrong(number, line, str(error), error.hint) from None
    return Changes(made, record, gone, tags_gone)


def apply(opened: Batch, found: Detail, said: Changes) -> None:
    """Write what a form changes."""
    from timeline.store import edit

    for actor, role in said.gone:
        edit.remove_participants(opened, found.event.id, (actor,), role)
    for tag in said.tags_gone:
        edit.remove_tag(opened, found.event.id, tag)
    if len(said.record) > 2:
        intake.apply(opened, [*said.made, said.record])


def _lines(written: str) -> dict[str, tuple[int, str, str]]:
    found: dict[str, tuple[int, str, str]] = {}
    for number, line in enumerate(written.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip().lower()
        if not colon or key not in KEYS:
            raise FormWrong(number, line, f"a line is KEY: VALUE, with one of {', '.join(KEYS)}")
        if key in found:
            raise FormWrong(number, line, f"{key} stands twice; it stands at line {found[key][0]} already")
        found[key] = number, line, " ".join(value.split())
    return found


def _actors(
    opened: Batch, found: Detail, value: str, made: list[dict[str, Any]], record: dict[str, Any]
) -> list[tuple[int, str]]:
    """Compare the participants written with those there are; give those taken out."""
    sql = (
        "SELECT coalesce(s.uid, a.uid), p.role, p.actor_id FROM participation p JOIN actor a ON a.id = p.actor_id"
        " LEFT JOIN actor s ON s.id = a.merged_into WHERE p.event_id = :event"
    )
    there = {(uid, role): actor for uid, role, actor in opened.reader.all(sql, {"event": found.event.id})}
    shown = {one.actor.name: one.actor.uid for one in found.participants}
    wanted: list[tuple[str, str]] = []
    for part in value.split(";"):
        if not part.strip():
            continue
        name, colon, role = part.rpartition(":")
        name, role = (name.strip(), role.strip() or ROLE) if colon else (part.strip(), ROLE)
        wanted.append((shown.get(name) or _known(opened, "actor", name, made), role))
    new = [one for one in dict.fromkeys(wanted) if one not in there]
    if new:
        record["participants"] = [{"actor": uid, "role": role} for uid, role in new]
    return [(actor, role) for (uid, role), actor in there.items() if (uid, role) not in wanted]


def _known(opened: Batch, kind: str, name: str, made: list[dict[str, Any]]) -> str:
    """Give the uid of what is named; `+Name` makes it."""
    if not name.startswith("+") or not name[1:].strip():
        return options.only(opened.reader, kind, name, hint=f"+{name} makes a new {kind}").uid
    new = name[1:].strip()
    for record in made:
        if record["record"] == kind and record["name"] == new:
            return str(record["uid"])
    found = intake.known(opened, kind, new, new=True, option=kind)
    if isinstance(found, str):
        return found
    taken = {record["uid"] for record in made if record["record"] == kind}
    uid, number = str(found["uid"]), 2
    while uid in taken:
        uid, number = opened.uid(kind, f"{slug(new)}-{number}"), number + 1
    made.append({**found, "uid": uid})
    return uid


def edited(before: str) -> str:
    """Have a text edited by hand; raise `EditorFailed` when that cannot be."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    with tempfile.TemporaryDirectory(prefix="timeline-") as folder:
        path = Path(folder) / "draft.txt"
        path.write_text(before, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(named), str(path)], check=False)  # noqa: S603 -- the user's own choice
        except (OSError, ValueError) as error:
            why = f"cannot be started: {getattr(error, 'strerror', None) or error}"
            raise EditorFailed(named, why.lower()) from None
        if done.returncode:
            raise EditorFailed(named, f"ended with code {done.returncode}")
        try:
            return path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise EditorFailed(named, "left no text in UTF-8") from None
