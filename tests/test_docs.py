"""
The docs are run: every `$ timeline …` line of a console block is replayed and its output compared.

The blocks of one page run in order in one empty folder with a fixed clock and user. A command with shell
signs (`|`, `>`, `<`, `&&`), or one that makes a file by `printf` or mends it by `sed`, goes through bash, the
others through the program in process; other commands (`$ pip …`) are not run. `pytest tests/test_docs.py --update` rewrites the pages.
"""

import contextlib
import datetime
import io
import os
import pathlib
import re
import shlex
import subprocess
import sys

import pytest

from timeline import errors
from timeline.cli import clock
from timeline.cli.app import app
from timeline.cli.registry import COMMANDS

ROOT = pathlib.Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
NOW = datetime.datetime(2025, 9, 4, 9, 30, tzinfo=datetime.UTC)


def in_process(arguments):
    out = io.StringIO()
    out.isatty = lambda: False
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            app(arguments, prog_name="timeline")
        except SystemExit as stop:
            code = stop.code or 0
    return out.getvalue(), code


def in_shell(command):
    shim = pathlib.Path.cwd() / ".bin"
    if not shim.exists():
        shim.mkdir()
        program = shim / "timeline"
        program.write_text(
            f"#!{sys.executable}\nimport datetime, sys\nfrom timeline.cli import app, clock\n"
            f"clock.now = lambda: {NOW!r}\nclock.who = lambda: 'anna'\napp.main()\n"
        )
        program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{shim}:{os.environ['PATH']}"}
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, env=environment, check=False)
    return run.stdout + run.stderr, run.returncode


def replay(block):
    """Give the block as it would print now; lines that are no `timeline` command keep their output."""
    made = []
    for part in re.split(r"(?m)^(?=\$ )", block):
        command, _, printed = part.partition("\n")
        while command.endswith("\\"):
            more, _, printed = printed.partition("\n")
            command += "\n" + more
        if not re.match(r"\$ (timeline|sed|printf)\b", command):
            made.append(part)
            continue
        line = command[2:].replace("\\\n", " ")
        shell = any(sign in shlex.split(line) or sign in re.sub(r"'[^']*'|\"[^\"]*\"", "", line) for sign in "|><&;$")
        output, code = in_shell(line) if shell or not line.startswith("timeline") else in_process(shlex.split(line)[1:])
        assert code != 1, f"{line}: {output}"
        if output and not output.endswith("\n"):
            output += "\n"
        made.append(f"{command}\n{output}")
    return "".join(made)


@pytest.fixture
def still(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "who", lambda: "anna")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("TIMELINE_DB", raising=False)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_prints_what_the_program_prints(page, still, request):
    text = page.read_text(encoding="utf-8")
    made = BLOCK.sub(lambda match: replay(match[0]), text)
    if request.config.getoption("--update"):
        page.write_text(made, encoding="utf-8")
    assert made == text or request.config.getoption("--update")


def test_every_command_has_a_page_with_an_example_that_is_run():
    for command in COMMANDS:
        page = ROOT / "docs" / "commands" / f"{command.name}.md"
        assert page.exists(), command.name
        assert re.search(rf"(?m)^\$ timeline {command.name}\b", page.read_text(encoding="utf-8")), command.name


def test_every_page_of_a_command_is_of_a_command():
    pages = {page.stem for page in (ROOT / "docs" / "commands").glob("*.md")}
    assert pages == {command.name for command in COMMANDS}


def subclasses(kind):
    for below in kind.__subclasses__():
        yield below
        yield from subclasses(below)


def test_every_error_is_in_the_catalogue_with_its_exit_code():
    listed = dict(re.findall(r"(?m)^\| (\d+) \| `(\w+)` \|", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")))
    assert {
        (name, code)
        for code, name in re.findall(
            r"(?m)^\| (\d+) \| `(\w+)` \|", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
        )
    } == {(kind.__name__, str(kind.exit_code)) for kind in subclasses(errors.TimelineError)}
    assert listed


def test_help_of_every_command_ends_with_an_example():
    for command in COMMANDS:
        output, code = in_process([command.name, "--help"])
        assert code == 0
        assert "Example: timeline " in output.strip().splitlines()[-1] or "Example: timeline" in output, command.name
