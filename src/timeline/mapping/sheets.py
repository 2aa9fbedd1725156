"""
Sheets of an XLSX workbook, read a row at a time.

The value of a formula is the one that the spreadsheet last computed and kept; where it kept none the row is
refused, never taken for empty. A cell formatted as a date is a date; a number stays one.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

from timeline.errors import ExtraMissing, NotTabular
from timeline.mapping.columns import headed, header_row, places
from timeline.mapping.types import File, Row

if TYPE_CHECKING:
    from timeline.mapping.types import Table

_LOOKED_AT = 60


class Sheet:
    """One sheet of a workbook."""

    def __init__(self, stream: BinaryIO, name: str, how: File) -> None:
        self.name = name
        self.told: list[str] = []
        self._stream = stream
        values = self._workbook(values=True)
        try:
            self._sheet = self._chosen(values, how.sheet)
            self.epoch_1904 = values.epoch.year == 1904
        finally:
            values.close()
        self._formulas = self._has_formulas()
        rows: list[tuple[int, Sequence[Any]]] = []
        for line, cells in self._cells(self._sheet, values=True):
            rows.append((line, cells))
            if len(rows) >= _LOOKED_AT:
                break
        if not rows:
            raise NotTabular(name, f'the sheet "{self._sheet}" is empty', 'name another: sheet = "…" under [file]')
        at = header_row(rows, how.header, name)
        self.columns = headed(rows[at][1])
        self._skipped = rows[at][0]

    def _workbook(self, *, values: bool) -> Any:
        try:
            openpyxl = import_module("openpyxl")
        except ImportError:
            raise ExtraMissing(self.name, "XLSX", "import") from None
        import warnings

        self._stream.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that do not matter here
                return openpyxl.load_workbook(self._stream, read_only=True, data_only=values)
        except Exception as error:  # noqa: BLE001 - the library raises what its parsers raise
            told = f"is no workbook that can be read: {str(error).splitlines()[0][:100] if str(error) else 'damaged'}"
            raise NotTabular(self.name, told, "open it in a spreadsheet and save it again as XLSX") from None

    def _chosen(self, workbook: Any, said: str | int | None) -> str:
        names = [sheet.title for sheet in workbook.worksheets]
        if not names:
            raise NotTabular(self.name, "has no sheet with cells")
        if said is None:
            if len(names) > 1:
                others = ", ".join(names[1:6]) + (", …" if len(names) > 6 else "")
                self.told.append(f'read the sheet "{names[0]}"; there are also: {others}')
            return str(names[0])
        if isinstance(said, int) and 1 <= said <= len(names):
            return str(names[said - 1])
        for name in names:
            if str(name).casefold() == str(said).casefold():
                return str(name)
        raise NotTabular(self.name, f'has no sheet "{said}"', f"its sheets are: {', '.join(names)}")

    def _has_formulas(self) -> bool:
        """Say whether any sheet holds formulas; without opening the workbook a second time."""
        self._stream.seek(0)
        try:
            with zipfile.ZipFile(self._stream) as packed:
                for one in packed.namelist():
                    if one.startswith("xl/worksheets/") and one.endswith(".xml"):
                        with packed.open(one) as part:
                            before = b""
                            while block := part.read(1 << 20):
                                if b"<f>" in before + block or b"<f " in before + block:
                                    return True
                                before = block[-4:]
        except (zipfile.BadZipFile, OSError, ValueError):
            return False
        return False

    def _cells(self, sheet: str, *, values: bool) -> Iterator[tuple[int, Sequence[Any]]]:
        workbook = self._workbook(values=values)
        try:
            found = workbook[sheet]
            if hasattr(found, "reset_dimensions"):
                found.reset_dimensions()  # programs write wrong ones
            for line, cells in enumerate(found.iter_rows(values_only=True), 1):
                if any(cell is not None and cell != "" for cell in cells):
                    yield line, cells
        except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
            reason = f'the sheet "{sheet}" is damaged: {str(error)[:100]}'
            raise NotTabular(self.name, reason, "open it in a spreadsheet and save it again as XLSX") from None
        finally:
            workbook.close()

    def positions(self, wanted: Sequence[str]) -> list[int]:
        """Give where each column stands."""
        return places(wanted, self.columns, self.name)

    def place(self, line: int) -> str:
        """Name a row by its number in the sheet."""
        return f"{self.name}:{line}"

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Read the rows below the header."""
        used = self.positions(wanted)
        number = len(self.columns)
        without = self._uncomputed(used) if self._formulas else {}
        for line, cells in self._cells(self._sheet, values=True):
            if line <= self._skipped:
                continue
            made = [_plain(cell) for cell in cells[:number]]
            made += [None] * (number - len(made))
            wrong = None
            if line in without:
                wrong = (
                    f'the value of the formula in "{self.columns[without[line]]}" was never computed:'
                    " open the workbook in a spreadsheet and save it"
                )
            elif all(cell is None for cell in made):
                continue
            yield Row(line, made, made, wrong)

    def _uncomputed(self, used: Sequence[int]) -> dict[int, int]:
        """Give the rows, and there a column, whose formula has no value kept with it."""
        found: dict[int, int] = {}
        there = dict(self._cells_of(used, values=False))
        if there:
            for line, cells in self._cells(self._sheet, values=True):
                for at in there.pop(line, ()):
                    if at >= len(cells) or cells[at] is None:
                        found.setdefault(line, at)
            found.update((line, places[0]) for line, places in there.items())
        return {line: at for line, at in found.items() if line > self._skipped}

    def _cells_of(self, used: Sequence[int], *, values: bool) -> Iterator[tuple[int, list[int]]]:
        for line, cells in self._cells(self._sheet, values=values):
            formulas = [at for at in used if at < len(cells) and _is_formula(cells[at])]
            if formulas:
                yield line, formulas


def _is_formula(cell: Any) -> bool:
    return (isinstance(cell, str) and cell.startswith("=") and len(cell) > 1) or hasattr(cell, "ref")


def _plain(cell: Any) -> Any:
    """Give a cell as one of: None, text, number, truth value; a date as ISO text."""
    if isinstance(cell, datetime.datetime):
        if cell.hour == cell.minute == cell.second == 0:
            return cell.date().isoformat()
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell if cell != "" else None
    return str(cell)


if TYPE_CHECKING:
    _check: type[Table] = Sheet
