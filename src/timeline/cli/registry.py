"""
The commands, in the order in which help shows them.

One row a command: its name, one line of help, the module that defines it. A module is imported when
its command is called, never before (loading all of them costs 40 ms a start). To add a command,
write `cli/commands/NAME.py` with an `app`, add a row here and a page `docs/commands/NAME.md`; a test
walks the three.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A row of the registry."""

    name: str
    help: str
    writes: bool
    """Whether it may change the database; the others open it read-only."""
    group: str


START, KEEP, ASK, MOVE, TRUST = "Start", "Keep", "Ask", "Export and import", "Trust"

COMMANDS = (
    Command("init", "Make a new database; with --demo, one that holds a first chronology.", True, START),
    Command("add", "Put down an event: who, when, where it was read, in which words.", True, KEEP),
    Command("edit", "Change an event; what is not named stays.", True, KEEP),
    Command("rm", "Remove an event with all that hangs on it; undo brings it back.", True, KEEP),
    Command("tag", "List tags, put tags on events, take them off.", True, KEEP),
    Command("actor", "List, add and edit actors and their names.", True, KEEP),
    Command("link", "Link events (part of, causes, follows) or actors (office, member, part), with dates.", True, KEEP),
    Command("source", "List, add and edit sources.", True, KEEP),
    Command("place", "List, add and edit places.", True, KEEP),
    Command("claim", "Put down, change and judge claims: figures and statements.", True, KEEP),
    Command("ingest", "Read articles and propose draft events, each tied to its words.", True, KEEP),
    Command("review", "Go through the drafts: accept, edit, merge, reject.", True, KEEP),
    Command("anchor", "Correct when a source was published, and all dates counted from that day.", True, KEEP),
    Command("list", "List events in order of time, by any filter.", False, ASK),
    Command("show", "Tell everything about one event.", False, ASK),
    Command("claims", "List figures and statements: who asserts what, about whom, when.", False, ASK),
    Command("conflicts", "List what is said differently of one thing: conflict, update or not comparable.", False, ASK),
    Command("when", "Read a date in EDTF, ISO or English, and say how it was understood.", False, ASK),
    Command("stats", "Count events by period, actors, sources; the longest gaps, the busiest actors.", False, ASK),
    Command("check", "Look for what is doubtful in the chronology, rule by rule; or in the database.", False, ASK),
    Command("chart", "Draw the events in the terminal, a line each, as certain as their dates are.", False, ASK),
    Command("view", "Open the chronology in the browser, as one offline page.", False, ASK),
    Command("sql", "Run one read-only SQL query.", False, ASK),
    Command("export", "Write the chronology in another form, by the filters of list.", False, MOVE),
    Command("import", "Read a chronology from a file in any format, never doubling.", True, MOVE),
    Command("formats", "List the formats: which go out, which come in, by which file name.", False, MOVE),
    Command("log", "Show what was written to the database, batch by batch.", False, TRUST),
    Command("undo", "Take back the newest batch, or the one named.", True, TRUST),
    Command("db", "Look after the database file: upgrade, check, backup, restore, info.", True, TRUST),
)
"""`import` and others that are words of Python live in a module with an underscore behind the name."""
