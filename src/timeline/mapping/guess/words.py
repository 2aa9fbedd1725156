"""What: the title, or what it is put together from; summary, note, kind, status and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.errors import NothingGuessed
from timeline.mapping.guess.base import Base, keys_of, quoted
from timeline.mapping.vocabulary import ACTORS, COUNTRIES, KINDS, NOTES, STATUS, SUMMARIES, TAGS, TITLES
from timeline.model import EVENT_STATUS

if TYPE_CHECKING:
    from timeline.mapping.profile import Column

_OTHERS = frozenset(["where", "place", "location", "venue", "who", "actor", "person", "author", "media", "geometry"])
"""Objects in a record that have names of their own."""


class Words(Base):
    """Finds the words."""

    def _titled(self) -> None:
        scored: list[tuple[float, int, Column]] = []
        names = dict(TITLES)
        for at, column in enumerate(self._free()):
            if (
                column.lists
                or column.plain_numbers > 0.5
                or column.urls > 0.3
                or set(column.words) & {"source", "media", "sources"}
            ):
                continue
            if " ".join(column.last) in KINDS or set(column.last) & {"type", "category", "class", "txt"}:
                continue
            if set(column.words[: -len(column.last)]) & _OTHERS:
                continue  # "where.name" is the name of a place
            score = float(max(names.get(" ".join(column.last), 0), names.get(" ".join(column.words), 0)))
            if not score:
                score = max((0.6 * names[word] for word in column.last if word in names), default=0.0)
            if column.length < 4 or column.filled < 0.05:
                continue
            if score == 0 and (column.length < 15 or column.distinct < 0.7 or column.clocks > 0.5):
                continue
            if column.distinct < 0.3 and self.rows > 10:
                score -= 5
            score += 2 * column.filled + column.distinct - (2 if column.length > 200 else 0)
            scored.append((score, -at, column))
        scored.sort(reverse=True, key=lambda one: one[:2])
        sides = [one for one in self.columns if self.used.get(one.name) == "actors" and not one.lists]
        sides = [one for one in sides if not set(one.last) & {"assoc", "associated", "affiliation"}][:2]
        places = [
            one
            for one in self.columns
            if self.used.get(one.name) == "place" and not one.lists and one.plain_numbers < 0.5
        ]
        values: list[str] = []
        spoken = (
            max((names.get(" ".join(scored[0][2].last), 0), names.get(" ".join(scored[0][2].words), 0)))
            if scored
            else 0
        )
        if scored and scored[0][0] > 2.4 and (spoken >= 6 or len(sides) < 2 or scored[0][2].distinct > 0.9):
            for _, _, column in [scored[0], *(one for one in scored[1:4] if scored[0][2].filled < 1 and one[0] > 2.4)]:
                long = max(map(len, column.texts)) > 200 or " ".join(column.last) in SUMMARIES
                values.append(quoted(f"{{{column.name}:120}}") if long or column.length > 110 else quoted(column.name))
                if not long and column.length <= 110:
                    self.used[column.name] = "title"
            why = f"{scored[0][2].filled:.0%} of the rows have it, {scored[0][2].distinct:.0%} of these different"
            complete = scored[0][2].filled == 1
        else:
            complete = False
            why = "no column reads like a title, so it is put together"
        if not complete:
            kinds = [one for one in self._kinds() if one.plain_numbers < 0.5 and not one.lists][:1]
            places = [one for one in places if " ".join(one.last) not in COUNTRIES] or places
            place = (
                max(places, key=lambda one: one.filled, default=None) if places[:1] and places[0].filled < 0.9 else None
            )
            place = place or next(iter(places), None)
            made = " – ".join(f"{{{one.name}}}" for one in sides)
            if kinds:
                made = f"{{{kinds[0].name}}}{': ' if made else ''}{made}"
            if place is not None:
                made += f"{', ' if kinds and sides else ': ' if made else ''}{{{place.name}}}"
            if made:
                values.append(quoted(made))
            if not values:
                raise NothingGuessed(
                    self.name,
                    "no column reads like the title of an event",
                    f"write a map by hand (docs/mapping.md); its columns are: {', '.join(self.table.columns[:20])}",
                )
            values.append('{ fixed = "untitled" }')
        value = values[0] if len(values) == 1 else "[" + ", ".join(values) + "]"
        self._say("", f"title = {value}  # {why}")

    def _words(self) -> None:
        summary = next((one for one in self._named(SUMMARIES) if not one.lists and one.plain_numbers < 0.5), None)
        if summary is None:
            ends = {"summary", "description", "narrative", "abstract"}
            told = (one for one in self._free() if one.last[-1] in ends and not one.lists and one.plain_numbers < 0.5)
            summary = next(told, None)
        if summary is None:
            summary = max(
                (one for one in self._free() if one.length > 80 and not one.lists and one.urls < 0.3),
                key=lambda one: one.length,
                default=None,
            )
        if summary is not None:
            self._say("", f"summary = {self._take(summary, 'summary')}")
        note = next((one for one in self._named(NOTES) if not one.lists and one.plain_numbers < 0.5), None)
        if note is not None:
            self._say("", f"note = {self._take(note, 'note')}")
        self._status()
        rank = next(
            (one for one in self._named(("importance", "priority", "significance")) if one.within(-1e6, 1e6)), None
        )
        if rank is not None and rank.share(lambda text: float(text).is_integer()) == 1:
            self._say("", f"importance = {self._take(rank, 'importance')}")
        kinds = [
            one
            for one in self._kinds()
            if not one.lists
            and one.plain_numbers < 0.5
            and one.length < 60
            and one.separated_by()[1] < 0.02
            and not self._of_format(one)
        ]
        if kinds:
            self._say("", f"kind = {self._take(kinds[0], 'kind')}  # {len(kinds[0].counts)} different")
        tagged = [*self._named(TAGS), *(one for one in kinds[1:])]
        tagged += [one for one in self._named(("category", "type", "classification")) if one not in tagged]
        for column in self.columns:
            if (
                column.objects
                and column.name not in self.used
                and (set(column.last) & set(TAGS) or "joined" in column.last)
            ):
                name = next((one for one in ("title", "name", "label", "value", "id") if one in keys_of(column)), None)
                if name is not None:
                    self._say(
                        "[[tags]]",
                        f"column = {self._take(column, 'tags')}  # a list of objects",
                        f"name = {quoted(name)}",
                        "",
                    )
        for column in dict.fromkeys(tagged):
            if self._of_format(column):
                continue
            if column.plain_numbers > 0.5 or (column.length > 150 and not column.lists) or column.name in self.used:
                continue
            lines = ["[[tags]]", f"column = {self._take(column, 'tags')}" + ("  # a list" if column.lists else "")]
            if not column.lists:
                lines += self._splitting(column, plural=True)
            self._say(*lines, "")

    def _of_format(self, column: Column) -> bool:
        """Say whether a column of a document tells of its format ("type": "literal"), not of what happened."""
        return "." in column.name and len(column.counts) == 1 and self.rows > 1

    def _kinds(self) -> list[Column]:
        """Give the columns that say what kind of event it is: by their names, else those of some type."""
        named = self._named(KINDS)
        return named or [
            one
            for one in self._free()
            if one.last[-1] in {"type", "category", "kind"} and not set(one.last) & set(ACTORS) and one.length < 60
        ]

    def _status(self) -> None:
        for column in self._named(
            ("status", "event status", "verification", "verification status", "confirmed", "verified")
        ):
            said = {text.casefold() for text in column.counts}
            if column.lists or not said or len(said) > 12:
                continue
            meant = {one: STATUS.get(one) for one in sorted(said)}
            if sum(meaning is not None for meaning in meant.values()) * 2 < len(meant):
                continue
            if said <= set(EVENT_STATUS):
                meant.update({one: one for one in EVENT_STATUS})
            table = ", ".join(f"{quoted(one)} = {quoted(meaning or 'confirmed')}" for one, meaning in meant.items())
            line = f'status = {{ column = {self._take(column, "status")}, words = {{ {table} }}, other = "confirmed" }}'
            self._say("", f"{line}  # see whether these are meant")
            return
