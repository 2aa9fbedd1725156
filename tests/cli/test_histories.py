"""
Over random histories of every command that writes: undo is exact, and the past equals the copies taken then.

`COMMANDS` holds one maker a writing command: it gives the arguments of a call that may or may not succeed. A new
writing command is one more maker; a test compares the list with the registry.
"""

import json
import random

import pytest

from timeline.cli.registry import COMMANDS as REGISTRY
from timeline.errors import TimelineError
from timeline.store import history
from timeline.store.engine import open_engine, open_reader
from timeline.store.schema import KEYS, metadata

EVENTS = ("kursk-incursion", "beijing-parade", "beijing-talks", "a-letter", "a-letter-2", "kim-pledges-help", "a-visit")
ACTORS = ("Kim Jong Un", "Putin", "Ukraine", "Choe Son Hui", "KCNA")
DATES = ("2024", "2024-06~", "", "before August 2022", "[2024-06..2024-08]", "2025-09-03", "-0043", "1990/..")
TAGS = ("war", "letters", "北京")


def add(chance, folder):
    arguments = ["add", chance.choice(("A letter", "A visit")), "--when", chance.choice(DATES[:2] + DATES[3:]), "--new"]
    if chance.random() < 0.7:
        arguments += ["--actor", f"{chance.choice(ACTORS)}:{chance.choice(('host', 'guest'))}"]
    if chance.random() < 0.5:
        arguments += ["--source", f"https://example.org/{chance.randrange(3)}", "--quote", "so it was"]
    if chance.random() < 0.4:
        arguments += ["--tag", chance.choice(TAGS), "--place", chance.choice(("Russia", "Sudzha"))]
    return arguments


def edit(chance, folder):
    arguments = ["edit", chance.choice(EVENTS), "--new"]
    for option, values in (
        ("--when", DATES),
        ("--title", ("A letter", "Another title")),
        ("--summary", ("", "Our words.")),
        ("--status", ("draft", "disputed", "confirmed")),
        ("--actor", ACTORS),
        ("--remove-actor", ACTORS),
        ("--remove-tag", TAGS),
        ("--after", EVENTS),
        ("--source", ("https://example.org/0", "putin-thanks-kim")),
    ):
        if chance.random() < 0.25:
            arguments += [option, chance.choice(values)]
    return arguments


def rm(chance, folder):
    return ["rm", *chance.sample(EVENTS, chance.choice((1, 1, 2)))]


def tag(chance, folder):
    return ["tag", chance.choice(("add", "rm")), chance.choice(TAGS), chance.choice(EVENTS)]


def actor(chance, folder):
    if chance.random() < 0.4:
        return ["actor", "add", chance.choice(ACTORS), "--kind", "person", "--alias", chance.choice(("C", "D"))]
    if chance.random() < 0.5:
        verb = chance.choice(("merge", "merge", "unlike"))
        return ["actor", verb, *chance.sample(ACTORS, 2)]
    changes = (["--name", "Another name"], ["--alias", "E:former"], ["--remove-alias", "E"], ["--note", "noted"])
    return ["actor", "edit", chance.choice(ACTORS), *chance.choice(changes)]


def link(chance, folder):
    if chance.random() < 0.5:
        made = ["link", chance.choice(EVENTS), chance.choice(("part_of", "causes", "same_as")), chance.choice(EVENTS)]
    else:
        made = [
            "link",
            chance.choice(ACTORS),
            chance.choice(("office_in", "part_of", "not_same_as")),
            *chance.sample(ACTORS, 1),
        ]
        made += ["--since", chance.choice(("2011", "1990"))] if chance.random() < 0.5 else []
        made += ["--source", "https://example.org/0", "--quote", "so it was"] if chance.random() < 0.3 else []
    return [*made, "--remove"] if chance.random() < 0.25 else made


def source(chance, folder):
    if chance.random() < 0.3:
        return ["source", "add", "A report", "--published", "March 2024", "--url", "https://example.org/1"]
    return ["source", "edit", chance.choice(("putin-thanks-kim", "a-report")), "--published", chance.choice(DATES)]


def place(chance, folder):
    if chance.random() < 0.4:
        return ["place", "add", "Sudzha", "--within", "Russia"]
    return ["place", "edit", chance.choice(("Sudzha", "Beijing")), "--within", chance.choice(("", "China", "Ukraine"))]


def anchor(chance, folder):
    dates = ("2025-09-04", "2025-03", "yesterday", "1 March 2024", "2024/..")
    return ["anchor", chance.choice(("putin-thanks-kim", "a-report")), chance.choice(dates), "--yes"]


def claim(chance, folder):
    kind = chance.choice(("add", "add", "edit", "status", "rm"))
    known = ("western-officials-1000-killed", "kursk-incursion-killed", "beijing-talks-responsible")
    if kind == "add":
        told = chance.choice((("killed", "at least 1,000"), ("responsible", "Ukraine"), ("cause", "1 to 2")))
        arguments = ["claim", "add", chance.choice(EVENTS), *told, "--by", chance.choice(ACTORS), "--new"]
        if chance.random() < 0.5:
            arguments += ["--source", "https://example.org/1", "--quote", "so it was", "--derived-from", known[0]]
        return arguments
    if kind == "edit":
        changes = (["--value", "600 people"], ["--by", ""], ["--period", "2024"], ["--source", ""], ["--note", "n"])
        return ["claim", "edit", chance.choice(known), *chance.choice(changes)]
    if kind == "status":
        return ["claim", "status", chance.choice(known), chance.choice(("withdrawn", "accepted"))]
    return ["claim", "rm", chance.choice(known)]


def import_(chance, folder):
    if chance.random() < 0.5:
        return by_map(chance, folder)
    path = folder / "some.jsonl"
    events = [
        {
            "record": "event",
            "uid": chance.choice(EVENTS),
            "title": "As imported",
            "date": chance.choice(("2024", "2023-02", None)),
            "tags": [chance.choice(TAGS)],
            "participants": [{"actor": "north-korea", "role": "agent"}],
        }
    ]
    claim = {"record": "claim", "uid": "a-claim", "actor": "russia", "attribute": "killed", "min": chance.randrange(9)}
    path.write_text("\n".join(json.dumps(one) for one in ({"timeline": 1}, *events, claim)))
    return ["import", str(path)]


def ingest(chance, folder):
    path = folder / "article.txt"
    toll = chance.choice(("14", "15", "at least 20"))
    path.write_text(
        f"Ferry sinks\n\nA ferry sank off Port Amber on Sunday, killing {toll} people, the coast guard said.\n\n"
        f"{chance.choice(('President Maria Okafor', 'Kim Jong Un'))} visited the harbour on Monday.\n"
    )
    arguments = ["ingest", str(path), "--published", chance.choice(("2025-09-02", "2025-08-12"))]
    return arguments + (["--url", "https://example.org/ferry"] if chance.random() < 0.7 else [])


def review(chance, folder):
    draft = str(chance.randrange(1, 9))
    return [
        "review",
        *chance.choice(
            (
                ("--accept-all", "--min-confidence", "0.7"),
                ("--accept", draft),
                ("--reject", draft),
                ("--merge", draft, "--into", chance.choice(EVENTS)),
            )
        ),
    ]


def by_map(chance, folder):
    (folder / "map.toml").write_text(
        'name = "set"\nid = "id"\ntitle = "title"\ntags = "tags"\n[date]\ncolumn = "date"\n[place]\nname = "place"\n'
        '[[actors]]\ncolumn = "actors"\n[source]\ntitle = "The set"\n[[figures]]\nattribute = "killed"\nbest = "killed"\n'
    )
    rows = [
        f"{n},2024-0{chance.randrange(1, 4)}-01,Set {n},Town,{chance.choice(('Nobody new', 'Somebody; Nobody new', ''))},"
        f"{chance.choice(('war', 'set', ''))},{chance.choice(('', '3', '4'))}"
        for n in range(3)
    ]
    (folder / "set.csv").write_text("\n".join(("id,date,title,place,actors,tags,killed", *rows)) + "\n")
    return ["import", str(folder / "set.csv"), "--map", str(folder / "map.toml")]


def init(chance, folder):
    return ["init", "--demo"]


def undo(chance, folder):
    return ["undo"] if chance.random() < 0.6 else ["undo", str(chance.randrange(1, 12))]


COMMANDS = {
    "init": init,
    "add": add,
    "edit": edit,
    "rm": rm,
    "tag": tag,
    "actor": actor,
    "link": link,
    "source": source,
    "place": place,
    "anchor": anchor,
    "ingest": ingest,
    "review": review,
    "claim": claim,
    "import": import_,
    "undo": undo,
}


def copy(target, at=None, *, batches=True):
    """Every row of every table, now or as of a batch; on request without the batch that wrote it."""
    with open_reader(target) as reader:
        if at is not None:
            history.as_recorded(reader, at)
        taken = {}
        for table in KEYS:
            names = [c.name for c in metadata.tables[table].columns if batches or c.name != "batch_id"]
            taken[table] = sorted(map(repr, reader.rows(f"SELECT {', '.join(names)} FROM {table}")))
        return taken


def newest(target):
    with open_reader(target) as reader:
        return reader.one("SELECT coalesce(max(id), 0) FROM batch")[0]


def test_every_command_that_writes_is_in_these_histories():
    assert set(COMMANDS) == {command.name for command in REGISTRY if command.writes} - {"db"}


@pytest.mark.parametrize("seed", range(2))
def test_undo_is_exact_and_the_past_equals_the_copies_taken_then(timeline, folder, monkeypatch, database, seed):
    monkeypatch.setenv("TIMELINE_DB", database)
    chance = random.Random(seed)
    assert timeline("init", "--demo").code == 0
    copies = {0: None, newest(database): copy(database)}
    for _ in range(25):
        before, last = copy(database), newest(database)
        name = chance.choice(
            (*COMMANDS, "add", "edit", "edit", "import", "ingest", "ingest", "review", "review", "undo")
        )
        run = timeline(*COMMANDS[name](chance, folder))
        made = newest(database)
        if made == last:
            assert copy(database) == before, (name, run)
        else:
            assert run.code == 0, (name, run)
            assert made > last
            copies[made] = copy(database)
    for at, taken in copies.items():
        if taken is not None:
            assert copy(database, at) == taken, at
    engine = open_engine(database)
    undone = 0
    try:
        while True:
            before = newest(database)
            try:
                result = history.undo(engine, None, who="anna", now="2025-09-05T00:00:00.000000Z")
            except TimelineError:
                break
            undone += 1
            assert result.batch == newest(database) > before
    finally:
        engine.dispose()
    assert undone
    empty = copy(database, batches=False)
    assert all(not rows for table, rows in empty.items() if table != "attribute"), undone
