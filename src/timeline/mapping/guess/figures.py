"""How many: figures, their lows and highs, and whom they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.mapping.guess.base import Base, quoted
from timeline.mapping.vocabulary import ATTRIBUTES, BEST, HIGH, LOW

if TYPE_CHECKING:
    from timeline.mapping.profile import Column

_AMOUNTS = frozenset(
    [
        "mil",
        "million",
        "millions",
        "bn",
        "billion",
        "usd",
        "us",
        "eur",
        "000",
        "thousand",
        "total",
        "adjusted",
        "no",
        "of",
    ]
)
"""Words beside a figure that say how it is counted, not of whom."""


class Figures(Base):
    """Finds the figures."""

    def _figures(self) -> None:
        groups: dict[tuple[str, str], dict[str, Column]] = {}
        sides = {
            word: one
            for one in self.columns
            if one.last[:1] == ("side",) and len(one.last) == 2
            for word in one.last[1:]
        }
        for column in self._free():
            if column.lists or column.numbers < 0.5:
                continue
            words = set(column.last)
            if words & {
                "unknown",
                "description",
                "desc",
                "category",
                "level",
                "scale",
                "class",
                "order",
                "id",
                "year",
                "month",
                "day",
                "date",
                "code",
                "lat",
                "lon",
                "prec",
                "precision",
                "gid",
            }:
                continue
            attribute = next((ATTRIBUTES[word] for word in column.last if word in ATTRIBUTES), None)
            if attribute is None and len(words) == 1 and words <= {"best", "low", "high"}:
                attribute = "killed"
            if attribute is None:
                continue
            which = "low" if words & LOW else "high" if words & HIGH else "best"
            rest = [w for w in column.last if w not in ATTRIBUTES and w not in LOW | HIGH | BEST and not w.isdigit()]
            groups.setdefault((attribute, " ".join(rest)), {}).setdefault(which, column)
        for (attribute, about), columns in groups.items():
            lines = ["[[figures]]", f"attribute = {quoted(attribute)}"]
            lines += [
                f"{which} = {self._take(columns[which], 'figures')}"
                for which in ("best", "low", "high")
                if which in columns
            ]
            if about in sides:
                lines.append(f"about = {quoted(sides[about].name)}")
            elif about and not set(about.split()) <= _AMOUNTS:
                lines.append(f"about = {{ fixed = {quoted(about)} }}")
            self._say(*lines, "")
