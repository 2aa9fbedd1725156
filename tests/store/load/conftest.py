"""Ways to apply records and to look at what came of it."""

import pytest

from timeline import errors
from timeline.store import load, write
from timeline.store.read.records import records

NOW = "2025-09-03T12:00:00.000000Z"


@pytest.fixture
def apply(engine):
    def run(given, **how):
        with write.batch(engine, command="test", who=None, now=NOW) as batch:
            report = load.apply(batch, given, **how)
        run.batch = batch.id
        run.wrote = batch.wrote
        return report

    return run


@pytest.fixture
def refused(apply, dump):
    def run(given, error=errors.RecordsRefused, **how):
        before = dump()
        with pytest.raises(error) as caught:
            apply(given, **how)
        assert dump() == before
        return caught.value

    return run


@pytest.fixture
def dump(reader):
    """All records, without what differs between two databases of one content."""

    def run():
        reader.refresh()
        found = [{key: value for key, value in one.items() if key != "rev"} for one in records(reader)]
        reader.refresh()  # a bulk load waits for whoever still reads
        return [one for one in found if one["record"] != "attribute"]

    return run
