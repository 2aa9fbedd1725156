"""Which statements contradict: the SQL against the definition, told anew in Python, over random small chronologies."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from itertools import combinations

from timeline.edtf import band, bounds, parse, sort_key, stored
from timeline.store import contradiction
from timeline.store import engine as store

BOUNDS = ("start_min", "start_max", "end_min", "end_max")
DATES = (None, "2024-06", "2024-06-19", "2024-07", "2024", "2025-01/..", "[2024-06..2025-03]")
PARTS = {"killed": "casualties", "wounded": "casualties", "casualties": None, "responsible": None, "troops": None}
UNITS = {"killed": "people", "wounded": "people", "casualties": "people", "responsible": None, "troops": "people"}
RANK = ("not_comparable", "update", "conflict")


def dated(text, prefix=""):
    return {} if text is None else dict(zip((prefix + b for b in BOUNDS), stored(bounds(parse(text))), strict=True))


class World:
    """A chronology as lists of dicts, and the same in a database, taken back afterwards."""

    def __init__(self, chance):
        pick = chance.choice
        self.actors = {
            1: {"uid": "kyiv", "name": "Kyiv"},
            2: {"uid": "seoul", "name": "Seoul"},
            3: {"uid": "seoul-2", "name": "Seoul again", "merged_into": 2},
            4: {"uid": "army", "name": "Army"},
        }
        self.places = {1: {"uid": "p1", "name": "P1"}, 2: {"uid": "p2", "name": "P2"}}
        self.events = {
            n: {
                "uid": f"e{n}",
                "title": f"E{n}",
                "edtf": "2024",
                "place_id": pick((None, 1)),
                "status": pick(("confirmed", "confirmed", "disputed", "draft")),
            }
            for n in (1, 2)
        }
        self.sources = {
            n: {
                "uid": f"s{n}",
                "title": f"S{n}",
                "publisher": pick((None, "The Paper", "the paper ", "Other")),
                "author": pick((None, "Ann")),
                "published": pick(DATES),
            }
            for n in (1, 2, 3)
        }
        self.citations = {n: {"source_id": n} for n in self.sources}
        self.dates = {
            n: {
                "event_id": pick((1, 2)),
                "citation_id": n,
                "edtf": pick(DATES),
                "stance": pick(("supports", "supports", "disputes")),
            }
            for n in (1, 2, 3)
        }
        self.claims = {}
        for n in range(1, chance.randrange(3, 12)):
            low = pick((None, 5, 5, 6, 60, 0.5, 1000))
            high = pick((None, low, low, low, 70, 2000))
            if low is not None and high is not None and high < low:
                high = low
            text = pick(("Ukraine", "ukraine ", "Russia")) if low is None and high is None else None
            event = pick((None, 1, 1, 1, 2))
            self.claims[n] = {
                "uid": f"c{n}",
                "event_id": event,
                "actor_id": pick((None, None, 4)) if event else pick((4, 2, 3)),
                "attribute": pick(("killed", "killed", "casualties", "responsible")),
                "qualifier": pick(("exact", "exact", "at_least", "at_most", "about", "between", "order_of")),
                "value_text": text,
                "value_min": low,
                "value_max": high,
                "unit": pick((None, None, "people", "Soldiers")),
                "about_actor_id": pick((None, None, 4, 2, 3)),
                "attributed_to_id": pick((None, 1, 2, 3)),
                "claimed": pick(DATES),
                "period": pick(DATES),
                "place_id": pick((None, None, None, 1, 2)),
                "citation_id": pick((None, 1, 2, 3)),
                "derived_from_id": pick((None, None, chance.randrange(1, n) if n > 1 else None)),
                "status": pick(("open", "open", "accepted", "disputed", "withdrawn", "superseded")),
            }

    def write(self, connection):
        def put(table, rows, prefixes=()):
            for number, row in rows.items():
                full = {"id": number, "batch_id": 0, **row}
                for column, prefix in prefixes:
                    full |= dated(row[column], prefix)
                if table == "event":
                    made = bounds(parse(row["edtf"]))
                    full |= {"band": band(made), "sort_key": sort_key(made)}
                full = {key: value for key, value in full.items() if value is not None}
                listed = ", ".join(sql(value) for value in full.values())
                connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(full)}) VALUES ({listed})")

        put("actor", self.actors)
        put("place", self.places)
        put("event", self.events, [("edtf", "")])
        put("source", self.sources, [("published", "published_")])
        put("citation", self.citations)
        put("event_citation", self.dates, [("edtf", "")])
        put("claim", self.claims, [("claimed", "claimed_"), ("period", "period_")])

    # --- the definition ---

    def survivor(self, actor):
        return actor and self.actors[actor].get("merged_into", actor)

    def source_of(self, row):
        return row.get("citation_id") and self.sources[self.citations[row["citation_id"]]["source_id"]]

    def behind(self, number, row, kind):
        speaker = self.survivor(row.get("attributed_to_id"))
        if speaker:
            return ("actor", speaker)
        source = self.source_of(row)
        if source is None:
            return (kind, number)
        for key in ("publisher", "author"):
            if source[key]:
                return (key, source[key].strip().lower())
        return ("source", source["uid"])

    def statements(self):
        for number, row in self.claims.items():
            event = self.events.get(row["event_id"])
            if row["status"] in {"withdrawn", "superseded"} or (event and event["status"] in {"draft", "retracted"}):
                continue
            origin = number
            while self.claims[origin]["derived_from_id"]:
                origin = self.claims[origin]["derived_from_id"]
            subject, about = self.survivor(row["actor_id"]), self.survivor(row["about_actor_id"])
            source = self.source_of(row)
            low, high = row["value_min"], row["value_max"]
            place = row["place_id"]
            yield {
                "cell": (
                    row["event_id"],
                    subject if about and subject != about else None,
                    row["attribute"],
                    about or subject,
                ),
                "kind": "claim",
                "text": row["value_text"].strip().lower() if low is None and high is None else None,
                "range": asserted(row),
                "approximate": row["qualifier"] == "order_of",
                "unit": (row["unit"] or UNITS[row["attribute"]] or "").strip().lower(),
                "place": None if event and place == event["place_id"] else place,
                "period": row["period"],
                "said": row["claimed"] or (source and source["published"]),
                "who": self.behind(number, row, "claim"),
                "origin": self.behind(origin, self.claims[origin], "claim"),
                "reach": reach(row),
                "shown": {
                    "by": speaker["uid"]
                    if (speaker := self.actors.get(self.survivor(row["attributed_to_id"])))
                    else None,
                    "min": low if low is not None or high is not None else row["value_text"],
                    "max": high if low is not None or high is not None else row["value_text"],
                    "qualifier": row["qualifier"],
                    "claimed": row["claimed"],
                    "period": row["period"],
                    "source": source and source["uid"],
                },
            }
        for number, row in self.dates.items():
            event, source = self.events[row["event_id"]], self.source_of(row)
            if row["stance"] != "supports" or row["edtf"] is None or event["status"] in {"draft", "retracted"}:
                continue
            who = self.behind(number, row, "date")
            yield {
                "cell": (row["event_id"], None, "date", None),
                "kind": "date",
                "text": None,
                "range": row["edtf"],
                "approximate": False,
                "unit": "",
                "place": None,
                "period": None,
                "said": source["published"],
                "who": who,
                "origin": who,
                "reach": row["edtf"],
                "shown": {"period": row["edtf"], "source": source["uid"], "claimed": source["published"], "by": None},
            }

    def cells(self):
        """Give (event, subject, attribute, about): (verdict, origins, values) of all that differs."""
        found = {}
        for one in self.statements():
            found.setdefault((one["kind"], one["cell"]), []).append(one)
        for (_, cell), said in found.items():
            if len({meaning(one) for one in said}) > 1:
                verdict = max(judged(a, b) for a, b in combinations(said, 2) if meaning(a) != meaning(b))
                yield cell, (RANK[verdict], len({one["origin"] for one in said}), [one["shown"] for one in said])


def asserted(row):
    low, high = row["value_min"], row["value_max"]
    if row["qualifier"] != "between":
        low, high = (high if low is None else low), (low if high is None else high)
    return (None if row["qualifier"] == "at_most" else low, None if row["qualifier"] == "at_least" else high)


def meaning(one):
    return one["range"], one["text"], one["approximate"], one["unit"]


def reach(row):
    """Give the least and greatest value that a figure leaves open; None: no end."""
    low, high = ((None if end is None else Fraction(str(end))) for end in asserted(row))
    if row["qualifier"] == "about":
        return low - abs(low) / 10 if low is not None else None, high + abs(high) / 10 if high is not None else None
    if row["qualifier"] == "order_of" and low is not None:
        return (low if row["value_max"] is None else low - abs(low) * 9 / 10), high + abs(high) * 9
    return low, high


def apart(one, other):
    if one["kind"] == "date":
        a, b = (dated(x["reach"]) for x in (one, other))
        return any(a[f"{end}_min"] > b[f"{end}_max"] or b[f"{end}_min"] > a[f"{end}_max"] for end in ("start", "end"))
    if one["text"] is not None:
        return one["text"] != other["text"]
    (low, high), (least, most) = one["reach"], other["reach"]
    return (low is not None and most is not None and low > most) or (
        least is not None and high is not None and least > high
    )


def certainly_before(one, other):
    if one is None or other is None:
        return False
    return dated(one)["end_max"] < dated(other)["start_min"]


def judged(one, other):
    if one["unit"] != other["unit"] or one["place"] != other["place"]:
        return 0
    if certainly_before(one["period"], other["period"]) or certainly_before(other["period"], one["period"]):
        return 0
    if (one["text"] is None) != (other["text"] is None):
        return 0
    if one["who"] == other["who"] and (
        certainly_before(one["said"], other["said"]) or certainly_before(other["said"], one["said"])
    ):
        return 1
    return 2 if apart(one, other) else 0


def sql(value):
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def found(connection, world):
    reader = store.reader_of(connection)
    uids = {row["uid"]: number for number, row in world.actors.items()}
    events = {row["uid"]: number for number, row in world.events.items()}
    rows = {}
    for event, attribute, about, verdict, reason, origins, values, _, actor, *_ in reader.all(
        contradiction.cells(reader.dialect)
    ):
        assert reason
        key = (events.get(event), uids.get(actor), attribute, uids.get(about))
        assert key not in rows
        rows[key] = (verdict, origins, json.loads(values))
    told = {}
    for row in reader.all(contradiction.statements(reader.dialect)):
        told.setdefault(tuple(row[:5]), []).append(row[17])
    assert sorted(RANK[max(ranks)] for ranks in told.values()) == sorted(row[0] for row in rows.values())
    return rows


def comparable(values, keys):
    return sorted(json.dumps({key: value[key] for key in keys}, sort_keys=True) for value in values)


def test_the_sql_gives_what_the_definition_says(engine):
    chance = random.Random(1863)
    verdicts = set()
    for _ in range(120 if engine.dialect.name == "sqlite" else 60):
        world = World(chance)
        with engine.connect() as connection, connection.begin() as writing:
            world.write(connection)
            rows = found(connection, world)
            wanted = dict(world.cells())
            assert {key: row[:2] for key, row in rows.items()} == {key: row[:2] for key, row in wanted.items()}
            for key, (verdict, _, values) in rows.items():
                verdicts.add((verdict, key[2] == "date"))
                assert all(
                    set(value) == {"by", "min", "max", "qualifier", "claimed", "period", "source"} for value in values
                )
                keys = tuple(wanted[key][2][0])
                assert comparable(values, keys) == comparable(wanted[key][2], keys)
            writing.rollback()
    assert verdicts >= {(verdict, False) for verdict in RANK} | {("conflict", True), ("update", True)}
