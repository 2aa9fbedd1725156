"""Who: columns of actors, their roles, and how several stand in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.mapping.guess.base import Base, keys_of, quoted
from timeline.mapping.vocabulary import ACTORS

if TYPE_CHECKING:
    from timeline.mapping.profile import Column


class Actors(Base):
    """Finds who took part."""

    def _actors(self) -> None:
        for column in self.columns:
            if column.name in self.used or not column.texts:
                continue
            words = [word for word in column.last if not word.isdigit()]
            digits = [word for word in column.last if word.isdigit()]
            hit = next((word for word in words if word in ACTORS), None)
            if hit is None or column.plain_numbers > 0.3 or column.urls > 0.3:
                continue
            if set(words) & {
                "id",
                "ids",
                "type",
                "count",
                "number",
                "dset",
                "notes",
                "code",
                "description",
                "nationality",
                "age",
                "gender",
                "country",
                "status",
                "dod",
                "new",
            } - {hit}:
                continue
            if column.length > 200 and not column.lists:
                continue
            role = ACTORS[hit]
            if role == "side":
                role = " ".join((*words, *digits)) if len(column.last) < 4 else None
                if column.last[0] != "side":
                    continue
            lines = ["[[actors]]", f"column = {self._take(column, 'actors')}" + ("  # a list" if column.lists else "")]
            if column.objects:
                inner = keys_of(column)
                name = next((one for one in ("name", "actor", "label", "title", "id") if one in inner), None)
                if name is None:
                    continue
                lines.append(f"name = {quoted(name)}")
                if "role" in inner:
                    lines.append('role_key = "role"')
            if role is not None:
                lines.append(f"role = {quoted(role)}")
            if not column.lists:
                lines += self._splitting(column, plural=hit.endswith("s") or hit in {"people", "who"})
                lines += self._brackets(column)
            self._say(*lines, "")

    def _brackets(self, column: Column) -> list[str]:
        """Say that brackets hold roles where they hold the same few small words again and again."""
        inside = [found for text in column.texts[:500] for found in re.findall(r"\(([^()]+)\)\s*(?:;|$)", text)]
        if len(inside) > 0.2 * min(len(column.texts), 500) and inside:
            few = len(set(inside)) <= max(3, len(inside) // 3)
            small = sum(one[:1].islower() and len(one) < 30 for one in inside) > 0.8 * len(inside)
            if few and small:
                return [f'brackets = "role"  # such as ({inside[0]})']
        return []
