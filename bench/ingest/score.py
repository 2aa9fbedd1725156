"""
Score what `ingest` proposes: happenings found, false ones, dates, roles, figures with who gives them.

    python bench/ingest/score.py [--article ARTICLE.txt --published 2025-09-03 --seeds FOLDER] [--show]

Every article beside this script has its gold by hand (`NAME.json`: the words that tell a happening, its date, those
who take part with their roles; figures with who gives them). `--article` scores a text that is kept elsewhere
against the chronology in FOLDER. A draft is right if a citation of it meets the gold's words (in their sentence, and
no other gold is nearer); dates and roles are counted apart, over the drafts that are right.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import time

from timeline.edtf import bounds, parse
from timeline.errors import EdtfError
from timeline.ingest import Article, propose
from timeline.model import fold

HERE = pathlib.Path(__file__).parent / "articles"


class Score:
    def __init__(self):
        self.gold = self.found = self.drafts = self.right = self.dates = self.overlap = 0
        self.roles = self.roles_right = self.roles_gold = self.claims = self.claims_found = self.by = self.by_right = 0

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def line(self, name):
        def share(a, b):
            return f"{a}/{b}={a / b:.2f}" if b else "-"

        return (
            f"{name:12} recall {share(self.found, self.gold):12} precision {share(self.right, self.drafts):12} date {share(self.dates, self.found):12} "
            f"(overlapping {share(self.overlap, self.found)}) role {share(self.roles_right, self.roles):12} participants {share(self.roles, self.roles_gold):12} "
            f"figures {share(self.claims_found, self.claims):10} asserter {share(self.by_right, self.by)}"
        )


def meets(a, b):
    try:
        one, two = bounds(parse(a)), bounds(parse(b))
    except EdtfError:
        return False
    return one is not None and two is not None and one.start_min <= two.end_max and two.start_min <= one.end_max


def same_date(a, b):
    return a.replace("~", "") == b.replace("~", "")


def spans(draft):
    return [(c["start"], c["end"]) for c in draft.record["citations"]]


def score(text, published, events, claims, *, show=False):
    """Score one text; `events` are dicts with spans, date, roles {name: role}, `claims` dicts with span and by."""
    proposal = propose(Article(text, published=published))
    names = {
        d.uid: {fold(d.record["name"]), *(fold(n["name"]) for n in d.record.get("names", []))}
        for d in proposal.of("actor")
    }
    drafts = list(proposal.of("event"))
    result = Score()
    result.gold, result.drafts = len(events), len(drafts)
    pairs = []
    for g, gold in enumerate(events):
        for d, draft in enumerate(drafts):
            shared = max((min(b, e) - max(a, s) for a, b in gold["spans"] for s, e in spans(draft)), default=0)
            if shared <= 0 and not (
                draft.record["date"] == gold["date"]
                and any(
                    abs(a - s) < 160 and text[min(a, s) : max(a, s)].count("\n") == 0
                    for a, _ in gold["spans"]
                    for s, _ in spans(draft)
                )
            ):
                continue
            width = max(e - s for s, e in spans(draft))
            own = any(c["date"] == gold["date"] for c in draft.record["citations"])
            pairs.append(
                (
                    -(
                        2.0 * own
                        + 1.0 * meets(draft.record["date"], gold["date"])
                        + min(shared, 200) / 200
                        - width / 5000
                    ),
                    g,
                    d,
                )
            )
    taken_gold, taken = matched(pairs)
    result.found, result.right = len(taken_gold), len(taken)
    for g, d in taken_gold.items():
        gold, draft = events[g], drafts[d]
        right = same_date(draft.record["date"], gold["date"])
        result.dates += right
        result.overlap += meets(draft.record["date"], gold["date"])
        if show and not right:
            print(f"   DATE {draft.record['date']} for {gold['date']}: {draft.record['title']}")
        roles = {name: p["role"] for p in draft.record["participants"] for name in names.get(p["actor"], ())}
        for name, role in gold["roles"].items():
            result.roles_gold += 1
            has = roles.get(fold(name)) or next(
                (roles[n] for n in roles if n.endswith(" " + fold(name)) or fold(name).endswith(" " + n)), None
            )
            if has is None:
                if show:
                    print(
                        f"   WHO  {name} ({role}) not in: {draft.record['title']} {[(p['actor'], p['role']) for p in draft.record['participants']]}"
                    )
                continue
            result.roles += 1
            result.roles_right += has == role
            if show and has != role:
                print(f"   ROLE {name} {has} for {role}: {draft.record['title']}")
    if show:
        for g, gold in enumerate(events):
            if g not in taken_gold:
                a, b = gold["spans"][0]
                print(f"   MISS {gold['date']} {text[a:b]}")
        for d, draft in enumerate(drafts):
            if d not in taken:
                print(
                    f"   FALSE {draft.record['date']} {draft.record['title']} [{draft.record['citations'][0]['phrase']}; {draft.record['citations'][0]['rule']}]"
                )
    for claim in claims:
        result.claims += 1
        near = [
            c
            for c in proposal.of("claim")
            if c.record["citation"]["start"] < claim["span"][1] and claim["span"][0] < c.record["citation"]["end"]
        ]
        result.claims_found += bool(near)
        if show and not near:
            print(f"   FIGURE missed: {text[slice(*claim['span'])]}")
        if near and claim["by"]:
            result.by += 1
            by = near[0].record.get("by")
            ok = by is not None and any(
                n == fold(claim["by"]) or n.endswith(fold(claim["by"])) for n in names.get(by, {fold(by)})
            )
            result.by_right += ok
            if show and not ok:
                print(f"   BY   {by} for {claim['by']}: {text[slice(*claim['span'])]}")
    return result


def matched(pairs):
    """Pair golds with drafts, the nearest first; then let a gold without a draft push others on, if all keep one."""
    taken_gold, taken = {}, {}
    choices = {}
    for _, g, d in sorted(pairs):
        choices.setdefault(g, []).append(d)
        if g not in taken_gold and d not in taken:
            taken_gold[g] = d
            taken[d] = g

    def push(g, seen):
        for d in choices[g]:
            if d not in seen:
                seen.add(d)
                if d not in taken or push(taken[d], seen):
                    taken[d], taken_gold[g] = g, d
                    return True
        return False

    for g in choices:
        if g not in taken_gold:
            push(g, set())
    return taken_gold, taken


def own(name):
    text = (HERE / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    events = []
    for event in gold["events"]:
        at = text.index(event["quote"])
        events.append({"spans": [(at, at + len(event["quote"]))], "date": event["date"], "roles": event["roles"]})
    claims = []
    for claim in gold["claims"]:
        at = text.index(claim["quote"])
        claims.append({"span": (at, at + len(claim["quote"])), "by": claim["by"]})
    return text, gold["published"], events, claims


def seeded(folder):
    records = [
        json.loads(line)
        for line in (pathlib.Path(folder) / "chronology.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    actors = {r["uid"]: r["name"] for r in records if r.get("record") == "actor"}
    events = [
        {
            "spans": [(c["start"], c["end"]) for c in r["citations"]],
            "date": r["date"],
            "roles": {actors[p["actor"]]: p["role"] for p in r["participants"]},
        }
        for r in records
        if r.get("record") == "event"
    ]
    claims = [
        {"span": (r["citation"]["start"], r["citation"]["end"]), "by": actors[r["by"]]}
        for r in records
        if r.get("record") == "claim"
    ]
    return events, claims


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--article")
    options.add_argument("--published")
    options.add_argument("--seeds", default=str(pathlib.Path(__file__).parents[2] / "seeds" / "russia-north-korea"))
    options.add_argument("--only")
    options.add_argument("--show", action="store_true")
    given = options.parse_args()
    total = Score()
    for path in sorted(HERE.glob("*.json")):
        if given.only and not re.search(given.only, path.stem):
            continue
        one = score(*own(path.stem), show=given.show)
        total.add(one)
        print(one.line(path.stem))
    print(total.line("all of these"))
    if given.article:
        text = pathlib.Path(given.article).read_text(encoding="utf-8")
        print(score(text, given.published, *seeded(given.seeds), show=given.show).line("the article"))
        big = text * 100
        began = time.process_time()
        propose(Article(big, published=given.published))
        print(
            f"speed        {len(big.encode()) / (time.process_time() - began) / 1000:.0f} KB/s over {len(big.encode()) / 1000:.0f} KB"
        )


if __name__ == "__main__":
    main()
