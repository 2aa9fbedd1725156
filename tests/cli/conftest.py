"""The program run in process, in an empty folder, with clock and user held still."""

import contextlib
import datetime
import io
import sys
from typing import NamedTuple

import pytest

from timeline.cli import clock
from timeline.cli.app import app

NOW = datetime.datetime(2025, 9, 4, 9, 30, tzinfo=datetime.UTC)


class Run(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "who", lambda: "anna")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("TIMELINE_DB", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.fixture
def timeline(folder, monkeypatch):
    """Run `timeline` with arguments as a user would; gives exit code, stdout and stderr."""

    def run(*arguments, stdin=""):
        out, err = io.StringIO(), io.StringIO()
        source = io.TextIOWrapper(io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", source)
        code = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                app([str(argument) for argument in arguments], prog_name="timeline")
            except SystemExit as stop:
                code = stop.code or 0
        assert "Traceback" not in err.getvalue()
        return Run(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def demo(timeline):
    """The same, on the first chronology."""
    assert timeline("init", "--demo").code == 0
    return timeline
