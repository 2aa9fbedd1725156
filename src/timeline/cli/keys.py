"""
Single keys from a terminal: nothing typed ahead is lost, and an arrow key is no letter.

While `Keys` is open the terminal hands over each key at once and echoes none; `lines` gives it back for a question or
an editor. Where there is no termios (Windows) keys are read as the terminal library does.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

import typer

_HAS_TERMIOS = os.name == "posix"
if _HAS_TERMIOS:
    import termios

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPE = b"\x1b"


class Keys:
    """The keyboard of a terminal, while it is open."""

    def __init__(self) -> None:
        self._file = sys.stdin.fileno() if _HAS_TERMIOS else -1
        self._before: list[Any] = []

    def __enter__(self) -> Self:
        if _HAS_TERMIOS:
            self._before = termios.tcgetattr(self._file)
            self._hand_over()
        return self

    def __exit__(self, *_: object) -> None:
        if _HAS_TERMIOS:
            termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)

    def _hand_over(self) -> None:
        now = termios.tcgetattr(self._file)
        now[3] &= ~(termios.ICANON | termios.ECHO)
        now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._file, termios.TCSADRAIN, now)  # not TCSAFLUSH: that throws away what was typed ahead

    @contextmanager
    def lines(self) -> Iterator[None]:
        """Give the terminal back as it was, for a line or for another program."""
        self.__exit__()
        try:
            yield
        finally:
            if _HAS_TERMIOS:
                self._hand_over()

    def next(self) -> str:
        """Wait for a key and give it in small letters; one that is no character is empty. Raise EOFError at the end."""
        if not _HAS_TERMIOS:
            return typer.getchar().lower()
        typed = os.read(self._file, 1)
        if not typed or typed == b"\x04":
            raise EOFError
        if typed == _ESCAPE or typed >= b"\x80":
            # The rest of an arrow key, or of a character of several bytes, comes at once.
            while select.select([self._file], [], [], 0.02)[0] and os.read(self._file, 1):
                pass
            return ""
        return typed.decode("ascii").lower()
