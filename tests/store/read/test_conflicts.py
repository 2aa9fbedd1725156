"""Statements of many authorities on many battles: exactly what differs is listed, in the command's read and in the view."""

import importlib.util
import json
from pathlib import Path

import pytest

from timeline.query import ConflictQuery
from timeline.store import load, write
from timeline.store.engine import open_engine, open_reader
from timeline.store.read.conflicts import conflicts, statements

BENCH = Path(__file__).parents[3] / "bench" / "civil_war.py"


@pytest.fixture
def civil_war():
    spec = importlib.util.spec_from_file_location("civil_war", BENCH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_cell_that_differs_is_listed_and_none_that_does_not(database, civil_war):
    given = list(civil_war.records(60))
    wanted = civil_war.differing(given)
    engine = open_engine(database)
    with write.batch(engine, command="import", who=None, now="2025-01-01T00:00:00.000000Z") as batch:
        load.apply(batch, given)
    engine.dispose()
    with open_reader(database) as reader:
        cells = list(conflicts(reader))
        found = [(cell.event.uid, cell.attribute, cell.about and cell.about.uid) for cell in cells]
        assert len(found) == len(set(found))
        assert set(found) == wanted
        assert {cell.verdict for cell in cells} == {"conflict", "not_comparable"}
        for cell in cells:
            if cell.attribute != "date":
                assert cell.origins == len({value["by"] for value in cell.values})
        view = reader.all('SELECT event, attribute, about, verdict, reason, origins, "values" FROM claim_conflicts')
        assert [(*row[:6], json.loads(row[6])) for row in view] == [
            (*key, cell.verdict, cell.reason, cell.origins, list(cell.values))
            for key, cell in zip(found, cells, strict=True)
        ]
        told = list(statements(reader))
        assert [(event.uid, attribute) for (event, attribute, _), _ in told] == [key[:2] for key in found]
        strongest = [cell for cell in cells if cell.attribute == "strength"]
        assert list(conflicts(reader, ConflictQuery(attributes=("strength",)))) == strongest
