"""
Data to stdout or to a file, words to stderr.

A file named by `-o` is written beside its place and put there in one step when it is whole, so a
killed export leaves the old file. `-` is stdout.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from timeline.errors import BytesToTerminal, OutputFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_BLOCK = 1 << 16


def say(sentence: str) -> None:
    """Tell the user something that is no data."""
    print(sentence, file=sys.stderr)


def width() -> int | None:
    """Give the width a table may fill: the terminal's, or COLUMNS; None (no limit) in a pipe."""
    if os.environ.get("COLUMNS", "").isdigit():
        return int(os.environ["COLUMNS"])
    if sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return None


def write(
    chunks: Iterable[str], to: str | None = None, *, bom: bool = False, check: Callable[[], None] | None = None
) -> None:
    """
    Write text to stdout, or whole to a file; a file gets a byte order mark when `bom` is asked.

    `check` is called when all is made and before any of it can be seen; what it raises leaves nothing behind.
    """
    if to is None or to == "-":
        if check is None:
            for chunk in chunks:
                sys.stdout.write(chunk)
        else:
            import tempfile

            with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as spool:
                spool.writelines(chunks)
                check()
                spool.seek(0)
                while block := spool.read(_BLOCK):
                    sys.stdout.write(block)
        sys.stdout.flush()
        return
    with _placed(to) as beside, beside.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        file.writelines(chunks)
        if check is not None:
            check()
        file.flush()
        os.fsync(file.fileno())


def write_bytes(
    fill: Callable[[BinaryIO], None], to: str | None = None, *, form: str, check: Callable[[], None] | None = None
) -> None:
    """
    Let `fill` write a file of bytes, and put it whole in its place, or on stdout unless that is a terminal.

    Raises `BytesToTerminal`; `check` is as in `write`.
    """
    if to is None or to == "-":
        if sys.stdout.isatty():
            raise BytesToTerminal(form)
        import tempfile

        with tempfile.TemporaryFile() as spool:
            fill(spool)
            if check is not None:
                check()
            spool.seek(0)
            sys.stdout.flush()
            shutil.copyfileobj(spool, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with _placed(to) as beside, beside.open("w+b") as file:
        fill(file)
        if check is not None:
            check()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _placed(to: str) -> Iterator[Path]:
    """Give the name of a file beside `to`, which takes its place when all is written, and goes if anything fails."""
    path = Path(to)
    if not path.name:
        raise OutputFailed(to, "it is a folder")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise OutputFailed(to, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            beside.unlink()
