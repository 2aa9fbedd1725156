"""
Data to stdout or to a file, words to stderr.

A file named by `-o` is written beside its place and put there in one step when it is whole, so a
killed export leaves the old file. `-` is stdout.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import OutputFailed

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def write(chunks: Iterable[str], to: str | None = None, *, bom: bool = False) -> None:
    """Write text to stdout, or whole to a file; a file gets a byte order mark when `bom` is asked."""
    if to is None or to == "-":
        for chunk in chunks:
            sys.stdout.write(chunk)
        sys.stdout.flush()
        return
    path = Path(to)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputFailed(to, error.strerror or str(error)) from None
    finally:
        with suppress(OSError):
            beside.unlink()
