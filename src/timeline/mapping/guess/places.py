"""Where: name, country, coordinates, and how exact they are."""

from __future__ import annotations

import re

from timeline.mapping.guess.base import Base, quoted
from timeline.mapping.vocabulary import COUNTRIES, LATS, LONS, PLACES, POINTS, WHERE_PREC


class Places(Base):
    """Finds the place."""

    def _place(self) -> None:
        free = [one for one in self._free() if not one.lists]
        lat = next((one for one in self._named(LATS, free) if one.within(-90, 90)), None)
        lon = next((one for one in self._named(LONS, free) if one.within(-180, 180)), None)
        lines: list[str] = []
        if lat is not None and lon is not None:
            lines += [f"lat = {self._take(lat, 'place')}", f"lon = {self._take(lon, 'place')}  # degrees"]
        else:
            lines += self._points()
        country = next((one for one in self._named(COUNTRIES, free) if one.plain_numbers < 0.5), None)
        named = [
            one
            for one in self._named(PLACES, free)
            if one.name not in self.used
            and one.plain_numbers < 0.5
            and one.urls < 0.2
            and one is not country
            and one.length < 120
        ]
        named = named or [
            one
            for one in free
            if one.last in {("name",), ("title",), ("label",)}
            and one.name not in self.used
            and set(one.words[:-1]) & {"where", "place", "location", "venue"}
        ]
        chosen = named[:1] + [one for one in named[1:] if named[0].filled < 0.95][:3]
        if chosen or (country is not None and not lines):
            names = [*chosen, *([country] if country is not None and (not chosen or chosen[0].filled < 0.95) else [])]
            listed = [self._take(one, "place") for one in names]
            value = listed[0] if len(listed) == 1 else "[" + ", ".join(listed) + "]"
            lines.insert(0, f"name = {value}" + ("  # the first that says something" if len(listed) > 1 else ""))
        if country is not None:
            lines.append(f"country = {self._take(country, 'place')}")
        for one in self._free():
            words = set(one.last)
            if lines and words & {"prec", "precision"} and words & {"where", "geo", "location", "place", "spatial"}:
                if set(one.counts) <= {code for code, _ in WHERE_PREC} | {f"{code}.0" for code, _ in WHERE_PREC}:
                    table = ", ".join(f"{code} = {quoted(meaning)}" for code, meaning in WHERE_PREC)
                    lines.append(
                        f'precision = {{ column = {self._take(one, "place")}, words = {{ {table} }}, other = "" }}'
                    )
                elif one.length < 60:
                    lines.append(f"precision = {self._take(one, 'place')}")
                break
        if lines and any(line.startswith(("name", "lat", "coordinates")) for line in lines):
            self._say("[place]", *lines, "")

    def _points(self) -> list[str]:
        """Find one column with both coordinates."""
        for one in self.columns:
            if one.name in self.used or not one.texts:
                continue
            if one.points > 0.9:
                return [f"coordinates = {self._take(one, 'place')}  # points as well-known text"]
            if " ".join(one.last) not in POINTS and " ".join(one.words[-2:]) not in POINTS:
                continue
            if one.lists and not one.objects:
                return [
                    f"coordinates = {self._take(one, 'place')}  # longitude first, as in GeoJSON",
                    'order = "lon lat"',
                ]
            pairs = [re.findall(r"[-+]?\d+(?:\.\d+)?", text) for text in one.texts[:300]]
            if pairs and sum(len(pair) == 2 for pair in pairs) > 0.9 * len(pairs):
                firsts = [abs(float(pair[0])) for pair in pairs if len(pair) == 2]
                lon_first = max(firsts) > 90
                order = ['order = "lon lat"  # the first goes beyond 90'] if lon_first else []
                return [f"coordinates = {self._take(one, 'place')}  # latitude and longitude in one cell", *order]
        return []
