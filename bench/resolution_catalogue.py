"""
Write docs/resolution.md from the rule table, or check that it is up to date.

    python bench/resolution_catalogue.py [--update]

Without --update it prints what differs and leaves with 1 if anything does.
"""

from __future__ import annotations

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

PAGE = ROOT / "docs" / "resolution.md"
HEAD = """# How phrases become dates

This page is written from the rule table by `python bench/resolution_catalogue.py --update`; the tests run every example
and counter-example, and fail when the page and the table differ. Examples are read on 3 September 2025, as a person
planning would mean them (`Options()` but for `now`).

## Conventions

| question | option | default |
|---|---|---|
| whose phrase is it | `doctype` | `news` for `tag` (relative to publication, the past first), `planning` for `read` (what is to come first); `narrative`: relative to the dates told before |
| what is "today" | `now`, `reference` | none: relative phrases are Unresolved, with that reason |
| `03/04/2024` | `dayfirst` | none: Ambiguous, both readings given. In a planner's text the value shown is month first after slashes, day first after dots |
| where a bare weekday or month lies | `direction` | by the words of the clause (said, will, since, until …); else past in news, future in planning; in planning a day of a month less than half as far back as ahead is the past one |
| "last Friday" | | in news the last one before today, in planning the one of last week |
| "next Friday" | `nearest_weekday` | the one of next week |
| when a week begins | `week_start` | 1, Monday; "last week" is the whole week before this one |
| "next 3 weeks", "the next 3 weeks" | | in planning: whole calendar weeks; weeks from tomorrow |
| early, mid, late | | of a year: thirds; of a month: days 1-10, 11-20, 21-end; of a week: Mon-Wed, Thu, Fri-Sun; of a decade or century: thirds |
| a week, a weekend, an early March | | one of its days, `[a..b]`, since what happened then need not have lasted so long |
| since, from | | `A/..`; `[A..]` for "no earlier than", "or later" |
| until; by, no later than; before | | `../B`; `[..B]`; `[..the one before B]` |
| "a few weeks ago" | | two to six weeks ago, both ends approximate |
| seasons | `hemisphere` north, south | north: the codes 21-24; south: the months are six off, and the codes 29-32 say so |
| a day in an unnamed year in a story | | the year the story has come to; a bare year mentioned far from it does not move the story |

Outcomes: **Resolved** carries EDTF, the rule's name below, what it was counted from, and the other readings; **Ambiguous**
has several readings and prefers none; **Unresolved** says why (a length of time, a repeated time, no such date, no date
to count from, a word that is not known).

## Rules
"""


def page() -> str:
    from timeline.timex.rules import clock, dates, durations, edges, ranges, relative, sets, vague

    families = (dates, clock, relative, edges, durations, ranges, sets, vague)
    parts = [HEAD]
    for family in families:
        title = (family.__doc__ or "").strip().split("\n")[0].rstrip(".")
        parts.append(f"\n### {title}\n\n| rule | meaning | example | not |\n|---|---|---|---|")
        for rule in family.RULES:
            if rule.doc:
                phrase, _, value = rule.example.partition(" -> ")
                example = f"{phrase} → `{value}`" if phrase else ""
                parts.append(f"| `{rule.name}` | {rule.doc} | {example} | {rule.counter} |".replace("||", "|  |"))
    return "\n".join(parts) + "\n"


def main() -> None:
    text = page()
    if "--update" in sys.argv[1:]:
        PAGE.write_text(text, "utf-8")
        return
    if not PAGE.exists() or PAGE.read_text("utf-8") != text:
        print("docs/resolution.md differs from the rules: python bench/resolution_catalogue.py --update")
        sys.exit(1)


if __name__ == "__main__":
    main()
