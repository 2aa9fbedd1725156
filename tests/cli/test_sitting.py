"""`timeline review` on a real pseudo-terminal, key by key."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="a pseudo-terminal is of Unix")

SRC = Path(__file__).parents[2] / "src"
ARTICLE = (
    "Ferry sinks\n\n"
    "A ferry sank off Port Amber on Sunday, killing 14 people, the coast guard said.\n\n"
    "President Maria Okafor visited the harbour on Monday.\n\n"
    "The operator, Amber Lines, had promised new boats in March last year.\n"
)
PROMPT = "[q]uit"


class Terminal:
    """A program on a pseudo-terminal: what it shows, and what is typed."""

    def __init__(self, *arguments, cwd, **environment):
        self.control, program = pty.openpty()
        kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "TIMELINE_DB"}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "timeline", *arguments],
            stdin=program,
            stdout=program,
            stderr=program,
            cwd=cwd,
            start_new_session=True,
            env={**kept, "PYTHONPATH": str(SRC), "TERM": "xterm", "COLUMNS": "120", **environment},
        )
        os.close(program)
        self.shown = ""

    def until(self, marker, seconds=20):
        """Read until the marker is shown; give what was shown since the last time."""
        end = time.monotonic() + seconds
        while marker not in self.shown:
            ready, _, _ = select.select([self.control], [], [], max(0, end - time.monotonic()))
            assert ready, f"{marker!r} is not shown in {self.shown!r}"
            try:
                self.shown += os.read(self.control, 65536).decode(errors="replace")
            except OSError:
                break
        before, found, after = self.shown.partition(marker)
        assert found, f"{marker!r} is not shown in {self.shown!r}"
        self.shown = after
        return (before + found).replace("\r\n", "\n")

    def type(self, keys):
        os.write(self.control, keys.encode())

    def end(self):
        """Wait for the end; give what else was shown and the exit code."""
        shown = self.shown
        while True:
            try:
                more = os.read(self.control, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more.decode(errors="replace")
        return shown.replace("\r\n", "\n"), self.process.wait(20)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def close(self):
        if self.process.poll() is None:
            self.kill()
        os.close(self.control)


@pytest.fixture
def drafts(timeline, folder):
    """A database with three drafts."""
    timeline("init")
    (folder / "article.txt").write_text(ARTICLE)
    assert timeline("ingest", "article.txt", "--published", "2025-09-02").code == 0
    return timeline


@pytest.fixture
def sit(drafts, folder):
    """Begin a sitting."""
    opened = []

    def begin(*arguments, **environment):
        opened.append(Terminal("review", *arguments, cwd=folder, **environment))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()


def editor(folder, *commands):
    """An editor that does what a list of sed commands says, one each time it is opened."""
    for number, command in enumerate(commands):
        (folder / f"edit{number}.sed").write_text(command)
    script = folder / "editor.sh"
    script.write_text(
        "#!/bin/sh\n"
        f"n=$(cat {folder}/n 2>/dev/null || echo 0)\n"
        f'cp "$1" {folder}/seen$n\n'
        f'sed -i -f {folder}/edit$n.sed "$1"\n'
        f"echo $((n + 1)) > {folder}/n\n"
    )
    script.chmod(0o755)
    return str(script)


def rows(drafts, *columns):
    run = drafts("list", "--status", "all", "--format", "csv", "--columns", ",".join(columns))
    return run.out.splitlines()[1:]


def test_a_screen_shows_the_words_and_the_date_marked_and_why(sit):
    screen = sit().until(PROMPT)
    assert "draft 1 of 3" in screen
    assert "Ferry sinks [ferry-sinks-" in screen
    assert re.search(r"\x1b\[1mA ferry sank off Port Amber \x1b\[1;33mon Sunday\x1b\[0m\x1b\[1m, killing 14", screen)
    for line in (
        "31 August 2025  (2025-08-31)",
        "“on Sunday”, counted from 2 September 2025 (publication), rule weekday",
        "killed: 14 people, by Coast guard",
        "place       Port Amber",
        "sure        0.7",
    ):
        assert line in screen, line


def test_without_colours_the_marks_are_plain(sit):
    screen = sit(NO_COLOR="1").until(PROMPT)
    assert "»A ferry sank off Port Amber [on Sunday], killing 14 people«, the coast guard said." in " ".join(
        screen.split()
    )
    assert not re.search(r"\x1b\[[0-9;]*m", screen)


def test_keys_accept_reject_skip_and_quit(sit, drafts):
    terminal = sit()
    terminal.until(PROMPT)
    terminal.type("a")
    assert "Maria Okafor" in terminal.until(PROMPT)
    terminal.type("r")
    assert "Amber Lines" in terminal.until(PROMPT)
    terminal.type("s")
    shown, code = terminal.end()
    assert code == 0
    assert "1 accepted, 1 rejected, 1 skipped, 1 draft left" in shown
    assert rows(drafts, "title", "status") == [
        '"The operator, Amber Lines, had promised new boats",draft',
        '"A ferry sank off Port Amber, killing 14 people",confirmed',
    ]
    assert "Okafor" not in drafts("actor", "list").out


def test_undo_takes_the_last_decision_back_and_shows_the_draft_again(sit, drafts):
    terminal = sit()
    first = terminal.until(PROMPT)
    assert "[u]ndo" not in first
    terminal.type("r")
    assert "[u]ndo" in terminal.until(PROMPT)
    terminal.type("u")
    again = terminal.until(PROMPT)
    assert "draft 1 of 3" in again
    assert "taken back: it is no longer rejected" in again
    terminal.type("q")
    assert "3 drafts left" in terminal.end()[0]
    assert len(rows(drafts, "uid")) == 3


def test_a_killed_sitting_loses_nothing_that_was_decided_and_is_resumed(sit, drafts):
    terminal = sit()
    terminal.until(PROMPT)
    terminal.type("a")
    terminal.until(PROMPT)
    terminal.kill()
    assert sum("confirmed" in row for row in rows(drafts, "status")) == 1
    assert drafts("db", "check").code == 0
    assert "draft 1 of 2" in sit().until(PROMPT)


def test_merging_asks_for_the_event(sit, drafts):
    drafts("add", "Ferry accident", "--when", "2025-08")
    terminal = sit()
    terminal.until(PROMPT)
    terminal.type("m")
    terminal.until("merge into")
    terminal.type("no such event\n")
    assert "no event is named" in terminal.until(PROMPT).lower()
    terminal.type("m")
    terminal.until("merge into")
    terminal.type("Ferry accident\n")
    terminal.until(PROMPT)
    terminal.type("q")
    assert "1 merged" in terminal.end()[0]
    shown = drafts("show", "ferry-accident").out
    assert "on Sunday" in shown
    assert "killed: 14 people" in shown


def test_a_draft_is_edited_as_a_short_text_and_what_is_wrong_is_shown_with_its_line(sit, drafts, folder):
    changes = (
        "s/^title:.*/title: A ferry goes down/;s/^date:.*/date: the day after never/;s/^tags:.*/tags: sea, ferry/",
        "s/^date:.*/date: 31 August 2025 or 1 September 2025/;s/^actors:.*/actors: Coast guard:witness; Bay Rescue/",
        "s/Bay Rescue/+Bay Rescue:operator/",
    )
    terminal = sit(VISUAL=editor(folder, *changes), EDITOR="false")
    terminal.until(PROMPT)
    terminal.type("e")
    shown = terminal.until("edit it again?")
    assert re.search(r"timeline: line \d+: .*never", shown)
    terminal.type("y\n")
    shown = terminal.until("edit it again?")
    assert 'no actor is named "Bay Rescue"' in shown
    terminal.type("y\n")
    screen = terminal.until(PROMPT)
    assert "A ferry goes down" in screen
    assert "tags        ferry, sea" in screen
    assert "Bay Rescue (operator); Coast guard (witness)" in screen
    terminal.type("q")
    terminal.end()
    assert "title: A ferry goes down" in (folder / "seen1").read_text()  # nothing that was typed is lost
    assert 'A ferry goes down,draft,"[2025-08-31,2025-09-01]"' in rows(drafts, "title", "status", "date")
    assert drafts("undo").code == 0
    assert "A ferry goes down" not in "".join(rows(drafts, "title"))


def test_an_editor_that_cannot_be_started_changes_nothing(sit):
    terminal = sit(VISUAL="/no/such/editor")
    terminal.until(PROMPT)
    terminal.type("e")
    assert "the editor /no/such/editor cannot be started" in terminal.until(PROMPT)


def test_a_day_of_publication_is_asked_for_on_a_terminal(timeline, folder):
    timeline("init")
    (folder / "article.txt").write_text(ARTICLE)
    terminal = Terminal("ingest", "article.txt", cwd=folder)
    try:
        terminal.until("when was it published?")
        terminal.type("the day before never\n")
        terminal.until("when was it published?")
        terminal.type("2 September 2025\n")
        shown, code = terminal.end()
    finally:
        terminal.close()
    assert code == 0, shown
    assert "3 drafts" in shown
    assert "2025-08-31" in timeline("list", "--status", "draft", "--format", "csv").out
