"""A table of any kind read by a map, without a database."""

import io
from typing import NamedTuple

import pytest

from timeline import mapping


class Made(NamedTuple):
    events: list
    others: list
    refused: list
    repeated: list
    rows: int
    skipped: int
    mapper: object


class _Told(mapping.Told):
    def __init__(self):
        self.rows, self.lines = [], []

    def refused(self, row, reason):
        self.rows.append((row.line, reason))

    def repeated(self, line):
        self.lines.append(line)


@pytest.fixture
def read():
    """Read bytes or text by a map; gives events, other records, and what was refused."""

    def run(data, text, name="file.csv", beside=None):
        how = mapping.parsed('name = "set"\n' + text, "map.toml")
        files = {key: value if isinstance(value, bytes) else value.encode() for key, value in (beside or {}).items()}
        stream = io.BytesIO(data if isinstance(data, bytes) else data.encode())
        table = mapping.opened(
            stream, name, how.file, lambda one: (io.BytesIO(files[one]), one) if one in files else None
        )
        told = _Told()
        mapper = mapping.Mapper(how, table, told)
        made = list(mapper.records())
        events = [one for one in made if one["record"] == "event"]
        others = [one for one in made if one["record"] != "event"]
        return Made(events, others, told.rows, told.lines, mapper.rows, mapper.skipped, mapper)

    return run


@pytest.fixture
def date(read):
    """Give date and words of one cell in a column of dates, or the reason why its row is refused."""

    def run(cell, keys="", more=()):
        quoted = "\n".join('"' + one.replace('"', '""') + '",x' for one in (cell, *more))
        made = read(f"when,what\n{quoted}\n", f'title = "what"\n[date]\ncolumn = "when"\n{keys}')
        if made.refused:
            return made.refused[0][1]
        return made.events[0]["date"], made.events[0]["as_written"]

    return run
