"""
What a row names: places, actors, sources; and its tags and figures.

A place, a source, an actor of known kind is a record of its own, given once a file before the row that names it
first; what two rows say differently of it is as the first said. A place with coordinates is known by name and
point together, for one name is given to many points (D245). What comes again is the same object again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from timeline.mapping import dates as days
from timeline.mapping.cells import NAME, TEXT, Binding, Cells, Refused, pieces, plain, shortened, sound
from timeline.mapping.figures import Number, number
from timeline.mapping.types import Actors, Figure, Map, Place, Record, Sources, Tags, Value
from timeline.model import ROLE, fold, slug
from timeline.seen import Hashes

_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"]+", re.IGNORECASE)
_BARE_URL = re.compile(
    r"(?:www\.)[\w-]+(?:\.[\w-]+)+(?:/\S*)?|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|info)/\S*", re.IGNORECASE
)
_MARKDOWN = re.compile(r"\[([^\]]*)\]\(((?:https?|ftp)://[^\s)]+)\)", re.IGNORECASE)
_HREF = re.compile(r"<a\b[^>]*?href\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_TAGS_OF_HTML = re.compile(r"<[^>]+>")
_ROLE = re.compile(r"(.+?)\s*[(\[]([^()\[\]]*)[)\]]\s*")
_DEGREES = re.compile(r"[-+−]?\d+(?:\.\d+)?")
_WKT = re.compile(r"\s*(?:SRID=\d+;)?\s*(point|multipoint|linestring|polygon|multi\w+)\b", re.IGNORECASE)
_MOST_KEPT = 20_000
"""What is made of a cell is kept for that many: what is hot is soon made again, and memory does not grow."""
_UNKNOWN: Any = object()


class Named:
    """Makes the references, tags and claims of a row."""

    def __init__(self, how: Map, bound: Binding) -> None:
        self.how = how
        self._bound = bound
        self._columns = bound.columns
        self._document = bound.document
        self.ahead: list[Record] = []
        """Records to be given before the row's own; the caller takes them away."""
        self._given = Hashes()
        """The keys of all that was given."""
        self._new: list[str] = []
        self._kept: dict[Any, Any] = {}
        self._of_cells: tuple[dict[Any, Any], ...] = ({}, {}, {}, {})
        """Of a row's place, participants, tags and citations, what was made of the cells that tell of them."""
        self._dates = days.Reader(how.dates, how.null)
        if how.place is not None:
            self._raw_place = _cells_of(self._columns, _columns_of(how.place))
            place = how.place
            self._of_place = [bound.maybe(one) for one in (place.name, place.country, place.kind, place.precision)]
        self._actors = [(one, self._columns[one.column], bound.maybe(one.role)) for one in how.actors]
        self._tags = [(one, self._columns[one.column]) for one in how.tags]
        self._raw_actors = _cells_of(
            self._columns, [column for one in how.actors for column in (one.column, *_of_value(one.role))]
        )
        self._raw_tags = _cells_of(self._columns, [one.column for one in how.tags])
        # What is said of a source in several columns hardly comes again, and would only fill the memory.
        apart = any(one.each is not None or not one.columns for one in how.sources)
        listed = [column for one in how.sources for column in one.columns]
        self._raw_sources = None if apart else _cells_of(self._columns, listed)
        self._figures = [
            (one, bound.maybe(one.by), bound.maybe(one.about), bound.maybe(one.note)) for one in how.figures
        ]
        self.file_source: dict[str, Any] | None = None
        if how.source is not None:
            self.file_source = {"source": self._source(dict(how.source))}

    def settle(self) -> list[Record]:
        """Give the records made for a row that was taken, and count them as given."""
        made, self.ahead = self.ahead, []
        for key in self._new:
            self._given.meet(hash(key))
        self._new = []
        return made

    def forget(self) -> None:
        """Throw away the records made for a row that was refused."""
        if self._new:
            self.ahead, self._new = [], []
            self._kept.clear()
            for kept in self._of_cells:
                kept.clear()

    def _known(self, which: int, raw: Any, cells: Cells, make: Callable[[Cells], Any]) -> Any:
        """Give what is made of the cells of a row, the same object for the same cells."""
        kept = self._of_cells[which]
        cell = raw(cells)
        if self._document:  # where 1 and true are equal, and say different words
            cell = cell, (*map(type, cell),) if type(cell) is tuple else type(cell)
        try:
            found = kept.get(cell, _UNKNOWN)
        except TypeError:  # of a document, whose cells may be lists
            return make(cells)
        if found is _UNKNOWN:
            found = make(cells)
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[cell] = found
        return found

    def _once(self, key: str, record: Record) -> None:
        """Give a record before the row, unless it was given before."""
        if hash(key) not in self._given and key not in self._new:
            self._new.append(key)
            self.ahead.append(record)

    def _remember(self, key: Any, made: Any) -> Any:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[key] = made
        return made

    # --- where ---

    def place(self, cells: Cells) -> dict[str, str] | None:
        """Give the place of a row."""
        made: dict[str, str] | None = self._known(0, self._raw_place, cells, self._place)
        return made

    def _place(self, cells: Cells) -> dict[str, str] | None:
        how = self.how.place
        if how is None:
            return None
        name, country, kind, precision = (get(cells) if get else "" for get in self._of_place)
        point = self._point(how, cells)
        if not name and point is None:
            return None
        key = "place", name, country, kind, precision, point
        kept: dict[str, str] | None = self._kept.get(key)
        return kept if kept is not None else self._make_place(key, how, name, country, kind, precision, point)

    def _make_place(
        self, key: Any, how: Place, name: str, country: str, kind: str, precision: str, point: Any
    ) -> dict[str, str]:
        del how
        for what, said in (("name", name), ("country", country), ("kind", kind), ("precision", precision)):
            _limited(said, f"place {what}")
        made = Record(record="place")
        ref: dict[str, str]
        if point is None:
            ref = {"name": name}
            uid = None
        else:
            lat, lon, area = point
            name = name or f"{lat:.5g}, {lon:.5g}"
            precision = precision or ("centre of an area" if area else "")
            at = f"{_degrees(lat)}{'n' if lat >= 0 else 's'} {_degrees(lon)}{'e' if lon >= 0 else 'w'}"
            uid = f"{slug(name)}-{slug(f'{at} {precision}')}"
            ref = {"name": name, "uid": uid}
            made.update(uid=uid, lat=lat, lon=lon)
        made["name"] = name
        for what, said in (("country", country), ("kind", kind), ("precision", precision)):
            if said:
                made[what] = said
        if len(made) > 2:
            self._once(f"place {uid or fold(name)}", made)
        return self._remember(key, ref)  # type: ignore[no-any-return]

    def _point(self, how: Place, cells: Cells) -> tuple[float, float, bool] | None:
        """Give latitude, longitude, and whether they are the middle of an area."""
        if how.coordinates is not None:
            return self._coordinates(cells[self._columns[how.coordinates]], lon_first=how.lon_first)
        if how.lat is None or how.lon is None:
            return None
        text = self._bound.text
        lat, lon = text(cells[self._columns[how.lat]]), text(cells[self._columns[how.lon]])
        if not lat and not lon:
            return None
        return (*_pair(_degree(lat, "lat"), _degree(lon, "lon")), False)

    def _coordinates(self, cell: Any, *, lon_first: bool) -> tuple[float, float, bool] | None:
        """Read a cell that holds a point: `34.5, 69.2`, WKT, a list, a GeoJSON geometry."""
        if isinstance(cell, dict):
            lowered = {str(key).lower(): value for key, value in cell.items()}
            for north, east in (("lat", "lon"), ("lat", "lng"), ("latitude", "longitude")):
                if lowered.get(north) is not None and lowered.get(east) is not None:
                    ends = _degree(plain(lowered[north]), "lat"), _degree(plain(lowered[east]), "lon")
                    return (*_pair(*ends), False)
            cell, lon_first = lowered.get("coordinates"), True
        if isinstance(cell, list):
            if not cell:
                return None
            if not any(isinstance(one, list) for one in cell):
                if all(isinstance(one, str) for one in cell) and len(cell) == 2:
                    cell = [_degree(one, "coordinates") for one in cell]
                if len(cell) < 2 or not all(isinstance(one, int | float) for one in cell[:2]):
                    raise Refused("place: the coordinates are no two numbers")
                one, other = float(cell[0]), float(cell[1])
                return (*(_pair(other, one) if lon_first else _pair(one, other)), False)
            points = list(_flat(cell))
            if not points:
                return None
            xs, ys = [one[0] for one in points], [one[1] for one in points]
            x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            if len(points) == 1:
                return (*(_pair(y, x) if lon_first else _pair(x, y)), False)
            x, y = round(x, 6), round(y, 6)
            return (*(_pair(y, x) if lon_first else _pair(x, y)), True)
        text = self._bound.text(cell)
        if not text:
            return None
        wkt = _WKT.match(text)
        numbers = [float(one.replace("−", "-")) for one in _DEGREES.findall(text[wkt.end() :] if wkt else text)]
        if wkt is not None and len(numbers) > 3:
            pairs = [[numbers[at], numbers[at + 1]] for at in range(0, len(numbers) - 1, 2)]
            return self._coordinates([pairs], lon_first=True)
        if len(numbers) != 2 and not (wkt and len(numbers) == 3):
            raise Refused(f'place: "{text[:40]}" is no point')
        first, second = numbers[:2]
        south, west = re.search(r"\d\s*°?\s*S\b", text), re.search(r"\d\s*°?\s*W\b", text)
        if not wkt and (south or west):
            first, second = (-abs(first) if south else first), (-abs(second) if west else second)
        return (*(_pair(second, first) if lon_first or wkt else _pair(first, second)), False)

    # --- who ---

    def participants(self, cells: Cells) -> list[dict[str, Any]]:
        """Give who took part; the list is not to be changed."""
        made: list[dict[str, Any]] = self._known(1, self._raw_actors, cells, self._participants)
        return made

    def _participants(self, cells: Cells) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for how, at, role in self._actors:
            cell = cells[at]
            if isinstance(cell, list):
                for one in cell:
                    made += self._of_list(how, one, role(cells) if role else "")
                continue
            given = role(cells) if role else ""
            if len(self._actors) == 1:
                parts = [self._actor(how, part, given) for part in pieces(self._bound.text(cell), how.split)]
                return [one for one in parts if one is not None]
            key = id(how), cell if type(cell) is str else plain(cell), given
            kept = self._kept.get(key)
            if kept is None:
                text = self._bound.text(cell)
                kept = [self._actor(how, part, given) for part in pieces(text, how.split)]
                kept = self._remember(key, [one for one in kept if one is not None])
            made += kept
        return made

    def _of_list(self, how: Actors, one: Any, role: str) -> list[dict[str, Any]]:
        """Give the actors of an element of a list."""
        if isinstance(one, dict):
            from timeline.mapping.documents import resolved

            name = self._bound.text(resolved(one, how.name or "name"))
            role = role or (self._bound.text(resolved(one, how.role_key)) if how.role_key else "")
        else:
            name = self._bound.text(one)
        made = self._actor(how, name, role) if name else None
        return [] if made is None else [made]

    def _actor(self, how: Actors, text: str, role: str) -> dict[str, Any] | None:
        as_given = "given", how.brackets, how.kind, text, role
        made: dict[str, Any] | None = self._kept.get(as_given)
        if made is None:
            made = self._new_actor(how, text, role)
            if made is not None:
                self._remember(as_given, made)
        return made

    def _new_actor(self, how: Actors, text: str, role: str) -> dict[str, Any] | None:
        text = " ".join(text.split())
        if how.brackets and (found := _ROLE.fullmatch(text)) is not None:
            text, role = found[1], found[2].strip() or role
        if not text or text.casefold() in self.how.null:
            return None
        key = "actor", text, role, how.kind
        kept: dict[str, Any] | None = self._kept.get(key)
        if kept is not None:
            return kept
        _limited(text, "actor")
        _limited(role, "role")
        if how.kind is not None:
            self._once(f"actor {fold(text) or text}", Record(record="actor", name=text, kind=how.kind))
        made: dict[str, Any] = {"actor": {"name": text}}
        if role and role != ROLE:
            made["role"] = role
        return self._remember(key, made)  # type: ignore[no-any-return]

    # --- tags ---

    def tags(self, cells: Cells) -> list[str]:
        """Give the tags of a row; the list is not to be changed."""
        made: list[str] = self._known(2, self._raw_tags, cells, self._tags_of)
        return made

    def _tags_of(self, cells: Cells) -> list[str]:
        made: list[str] = list(self.how.fixed_tags)
        for how, at in self._tags:
            cell = cells[at]
            if isinstance(cell, list):
                parts = [self._tag_of(how, one) for one in cell]
            else:
                key = "tags", id(how), cell
                kept: list[str] | None = self._kept.get(key)
                if kept is None:
                    text = self._bound.text(cell)
                    kept = self._remember(key, self._tagged(how, pieces(text, how.split) if text else []))
                made += kept
                continue
            made += self._tagged(how, parts)
        return made

    def _tagged(self, how: Tags, parts: list[str]) -> list[str]:
        said = [" ".join(part.split()) for part in parts if part and part.casefold() not in self.how.null]
        return [_limited(how.prefix + one, "tag") for one in said]

    def _tag_of(self, how: Tags, one: Any) -> str:
        if isinstance(one, dict):
            from timeline.mapping.documents import resolved

            return self._bound.text(resolved(one, how.name or "name"))
        return self._bound.text(one)

    # --- whence ---

    def citations(self, cells: Cells) -> list[dict[str, Any]]:
        """Give what a row cites: each source once, the file itself last; the list is not to be changed."""
        if self._raw_sources is None:
            return self._citations(cells)
        made: list[dict[str, Any]] = self._known(3, self._raw_sources, cells, self._citations)
        return made

    def _citations(self, cells: Cells) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for how in self.how.sources:
            if how.each is not None:
                made += self._each(how, cells[self._columns[how.each]])
            elif how.columns:
                for column in how.columns:
                    made += self._cited(how, cells[self._columns[column]])
            elif how.joined:
                made += self._joined(how, cells)
            else:
                made += self._described(how, cells)
        if self.file_source is not None:
            made.append(self.file_source)
        if len(made) < 2 or not _twice(made):
            return made
        seen: dict[str, dict[str, Any]] = {}
        for one in made:
            seen.setdefault(repr(one["source"]) + repr(one.get("quote")) + repr(one.get("page")), one)
        return list(seen.values())

    def _cited(self, how: Sources, cell: Any) -> list[dict[str, Any]]:
        """Read a cell of addresses, links or titles."""
        if isinstance(cell, list):
            return [made for one in cell for made in self._cited(how, one)]
        if isinstance(cell, dict):
            return self._of_object(how, cell)
        key = "cited", id(how), cell
        kept: list[dict[str, Any]] | None = self._kept.get(key)
        if kept is None:
            text = self._bound.text(cell)
            kept = [{"source": self._source({**said, **how.fixed})} for said in _links(text, how.split)]
            self._remember(key, kept)
        return kept

    def _described(self, how: Sources, cells: Cells) -> list[dict[str, Any]]:
        """Read a source of several columns."""
        said = {key: self._bound.text(cells[self._columns[column]]) for key, column in how.keys.items()}
        urls = _URL.findall(said.get("url", ""))
        if len(urls) > 1:
            return [made for url in urls for made in self._citation(how, {"url": url.rstrip(";,.)")})]
        return self._citation(how, said)

    def _joined(self, how: Sources, cells: Cells) -> list[dict[str, Any]]:
        """Read columns that each hold the parts of several sources: the first of each belong together."""
        listed = {
            key: _spread(self._bound.text(cells[self._columns[column]]), how.split) for key, column in how.keys.items()
        }
        most = max(map(len, listed.values()), default=0)
        if most > 1 and any(1 < len(parts) < most for parts in listed.values()):
            told = ", ".join(f"{len(parts)} of {key}" for key, parts in listed.items())
            if any(any(parts) for parts in listed.values()) and not _mendable(listed, most):
                # Which belong together cannot be told: the sources are kept as they stand, in one.
                return self._citation(how, {key: "; ".join(filter(None, parts)) for key, parts in listed.items()})
            del told
        made: list[dict[str, Any]] = []
        for at in range(most):
            said = {
                key: parts[at] if at < len(parts) else parts[0] if len(parts) == 1 else ""
                for key, parts in listed.items()
            }
            made += self._citation(how, said)
        return made

    def _each(self, how: Sources, cell: Any) -> list[dict[str, Any]]:
        """Read a list of sources in a document; an element may be an object, an address or a title."""
        if isinstance(cell, str) and cell.lstrip()[:1] in {"[", "{"}:
            import json

            try:
                cell = json.loads(cell)
            except ValueError:
                return self._cited(how, cell)
        listed = cell if isinstance(cell, list) else [] if cell is None else [cell]
        return [made for one in listed for made in self._cited(how, one)]

    def _of_object(self, how: Sources, given: dict[str, Any]) -> list[dict[str, Any]]:
        from timeline.mapping.documents import resolved

        keys = how.keys or {key: key for key in ("title", "url", "publisher", "author", "published", "quote")}
        said: dict[str, str] = {}
        urls: list[str] = []
        for key, path in keys.items():
            found = resolved(given, path)
            if key == "url" and isinstance(found, list):
                urls = [self._bound.text(one) for one in found if self._bound.text(one)]
                said["url"] = urls[0] if urls else ""
            else:
                said[key] = self._bound.text(found)
        made = self._citation(how, said)
        for url in urls[1:]:
            made += self._citation(how, {**said, "url": url})
        return made

    def _citation(self, how: Sources, said: dict[str, str]) -> list[dict[str, Any]]:
        said = {key: words for key, words in {**how.fixed, **said}.items() if words}
        passage = {key: said.pop(key) for key in ("quote", "page") if key in said}
        if not said.keys() & {"url", "title", "publisher", "archive_url", "author"}:
            return []
        made: dict[str, Any] = {"source": self._source(said)}
        if "quote" in passage:
            made["quote"] = _limited(passage["quote"], "quote", TEXT)
        if "page" in passage:
            made["page"] = _limited(passage["page"], "page")
        return [made]

    def _source(self, said: dict[str, str]) -> dict[str, str] | str:
        """Give the reference to a source, and its record before the row if there is more to say of it."""
        key = ("source", *said.items())
        kept: dict[str, str] | str | None = self._kept.get(key)
        if kept is not None:
            return kept
        url = said.get("url", "")
        said = dict(said)
        if url:
            found = _URL.search(url)
            url = found[0].rstrip(";,") if found else url
            if found is None and _BARE_URL.fullmatch(url):
                url = f"https://{url}"
            elif found is None and "title" not in said:
                said["title"], url = url, ""
            elif found is None:
                said["note"] = "; ".join(filter(None, (said.get("note"), f"address: {url}")))
                url = ""
            said["url"] = url
        said = {what: words for what, words in said.items() if words}
        if said.keys() == {"url"} and len(url) <= NAME:
            return self._remember(key, {"name": url})  # type: ignore[no-any-return]
        if said.keys() == {"title"}:
            _limited(said["title"], "source title")
            return self._remember(key, {"name": said["title"]})  # type: ignore[no-any-return]
        return self._remember(key, self._described_source(said, url))  # type: ignore[no-any-return]

    def _described_source(self, said: dict[str, str], url: str) -> str:
        published = said.pop("published", "")
        title = said.get("title") or " ".join(filter(None, (said.get("publisher") or said.get("author"), published)))
        title = title or re.sub(r"^\w+://", "", url)
        made = Record(record="source")
        for what, words in said.items():
            made[what] = _limited(
                words, f"source {what}", TEXT if what == "note" else 10_000 if "url" in what else NAME
            )
        made["title"] = shortened(title, NAME) if len(title) > NAME else title
        if published:
            read = self._dates.read(published)
            if read.edtf is not None:
                made["published"] = read.edtf
            else:
                made["note"] = "; ".join(filter(None, (made.get("note"), f"published: {published}")))
        known_by = url or "\n".join((said.get("publisher", ""), published, said.get("author", ""), title))
        made["uid"] = f"{slug(title, 50)}-{blake2b(known_by.encode(), digest_size=5).hexdigest()}"
        self._once(f"source {made['uid']}", made)
        return str(made["uid"])

    # --- how many ---

    def claims(self, cells: Cells, cited: list[dict[str, Any]], line: int) -> list[Record]:
        """Give the claims of a row's figures."""
        made: list[Record] = []
        for how, by, about, note in self._figures:
            one = self._claim(how, cells)
            if one is None:
                continue
            one.line, one.flat = line, True
            for key, get in (("by", by), ("about", about)):
                if get is not None:
                    name = " ".join(get(cells).split())
                    one[key] = self._of_name(key, name) if name else None
            if note is not None:
                one["note"] = _limited(note(cells), "note", TEXT) or None
            if how.unit is not None:
                one["unit"] = how.unit
            citation = self.file_source or (cited[0] if cited else None)
            if citation is not None:
                one["citation"] = self._by_source(citation)
            made.append(one)
        return made

    def _of_name(self, key: str, name: str) -> dict[str, str]:
        """Give the reference to an actor of that name."""
        known = "name", name
        kept: dict[str, str] | None = self._kept.get(known)
        if kept is None:
            kept = self._remember(known, {"name": _limited(name, key)})
        return kept

    def _by_source(self, citation: dict[str, Any]) -> dict[str, Any]:
        """Give the citation of the same source, without a passage; that of the file is one object."""
        if citation is not self.file_source:
            return {"source": citation["source"]}
        return citation

    def _claim(self, how: Figure, cells: Cells) -> Record | None:
        """Make one claim of the cells for the best, least and greatest figure; None if all are empty."""
        texts = [self._bound.text(cells[self._columns[one]]) if one else "" for one in (how.best, how.low, how.high)]
        if not any(texts):
            return None
        key = how, *texts
        kept: Record | None = self._kept.get(key)
        if kept is None:
            kept = self._remember(key, _figured(how, *texts))
        return Record(kept)


def _twice(listed: list[dict[str, Any]]) -> bool:
    """Say whether two of a list are the same."""
    if len(listed) == 2:
        return listed[0] == listed[1]
    return any(one == other for at, one in enumerate(listed) for other in listed[:at])


def _of_value(value: Value | None) -> tuple[str, ...]:
    return () if value is None else value.columns


def _cells_of(columns: Mapping[str, int], named: list[str]) -> Callable[[Cells], Any]:
    """Give what takes the cells of some columns out of a row, as they stand."""
    at = [columns[one] for one in dict.fromkeys(named)]
    return itemgetter(*at) if at else lambda _: None


def _columns_of(place: Place) -> list[str]:
    values = (place.name, place.country, place.kind, place.precision)
    columns = [column for value in values for column in _of_value(value)]
    columns += [one for one in (place.lat, place.lon, place.coordinates) if one is not None]
    return list(dict.fromkeys(columns))


def _figured(how: Figure, best: str, low: str, high: str) -> Record:
    made = Record(record="claim", attribute=how.attribute)
    ends = [number(one) if one else None for one in (low, high)]
    if (not low and not high) or any(text and end is None for text, end in zip((low, high), ends, strict=True)):
        words = (
            best
            if not (low or high)
            else "; ".join(filter(None, (best, low and f"low {low}", high and f"high {high}")))
        )
        found = number(best) if not (low or high) else None
        if found is None:
            made.update(qualifier=how.qualifier or "exact", value=_limited(words, how.attribute, TEXT))
        else:
            _put(made, found, how)
            made["value"] = words if not words.isdecimal() else f"{int(words)}"
        return made
    least, greatest = ends[0].low if ends[0] else None, ends[1].high if ends[1] else None
    if least is not None and greatest is not None and least > greatest:
        raise Refused(f"{how.attribute}: the low figure ({low}) is greater than the high one ({high})")
    if least is not None and least == greatest:
        found = Number("exact", least, greatest)
    elif least is not None and greatest is not None:
        found = Number("between", least, greatest)
    else:
        found = Number("at_least" if greatest is None else "at_most", least, greatest)
    _put(made, found, how)
    said = " to ".join(_shown(one) for one in dict.fromkeys((least, greatest)) if one is not None)
    centre = number(best) if best else None
    if best and (centre is None or _shown(centre.low) != said):
        said = f"{_shown(centre.low) if centre and centre.low is not None else best} ({said})"
    made["value"] = said
    return made


def _put(made: Record, found: Number, how: Figure) -> None:
    qualifier = how.qualifier or found.qualifier
    low, high = found.low, found.high
    if how.qualifier in {"at_least", "order_of"} and found.qualifier == "exact":
        high = None
    elif how.qualifier == "at_most" and found.qualifier == "exact":
        low = None
    made.update(qualifier=qualifier, min=low, max=high)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _limited(text: str, what: str, most: int = NAME) -> str:
    if len(text) > most:
        raise Refused(f"{what}: has {len(text):,} characters, the most is {most:,}")
    return sound(text)


def _links(text: str, separators: tuple[str, ...]) -> list[dict[str, str]]:
    """Give the sources that a cell names: links with their words, addresses, or titles."""
    links = [(url, " ".join(words.split())) for words, url in _MARKDOWN.findall(text)]
    links += [(url, " ".join(_TAGS_OF_HTML.sub(" ", words).split())) for url, words in _HREF.findall(text)]
    if links:
        return [{"url": url, **({"title": words} if words and words != url else {})} for url, words in links]
    urls = [url for part in _URL.findall(text) for url in _apart(part)]
    if urls:
        rest = " ".join(_URL.sub(" ", text).split()).strip(" ;,|-–—:()[]")
        if len(urls) == 1 and len(rest) > 2:
            return [{"url": urls[0], "title": rest}]
        return [{"url": url} for url in urls] + ([{"title": rest}] if len(rest) > 12 else [])
    return [
        {"url": f"https://{part}"} if _BARE_URL.fullmatch(part) else {"title": part}
        for part in pieces(text, separators)
    ]


def _apart(text: str) -> list[str]:
    """Take apart addresses that are written together, and take away the signs behind them."""
    parts = re.split(r"[;,|]+(?=(?:https?|ftp)://)", text, flags=re.IGNORECASE)
    made = []
    for one in parts:
        part = one.rstrip(";,.|'")
        if part.endswith(")") and "(" not in part:
            part = part.rstrip(").,;")
        made.append(part)
    return [one for one in made if len(one) > 8]


def _spread(text: str, separators: tuple[str, ...]) -> list[str]:
    """Split a cell whose parts stand for those of other cells: empty parts keep their place."""
    parts = [text]
    for one in separators:
        parts = [piece for part in parts for piece in part.split(one)]
    parts = [part.strip().strip('"').strip() for part in parts]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts if any(parts) else []


def _mendable(listed: dict[str, list[str]], most: int) -> bool:
    """Say whether at least the columns that name a source agree on how many there are."""
    named = [len(parts) for key, parts in listed.items() if key in {"title", "url"} and parts]
    return bool(named) and all(one == most for one in named)


def _flat(value: list[Any]) -> Any:
    """Give the points of nested coordinates."""
    if len(value) >= 2 and all(isinstance(one, int | float) for one in value[:2]):
        yield float(value[0]), float(value[1])
        return
    for one in value:
        if isinstance(one, list):
            yield from _flat(one)


def _degree(text: str, what: str) -> float:
    plain_text = text.strip().replace("−", "-").rstrip("°").strip()
    if plain_text.count(",") == 1 and "." not in plain_text:
        plain_text = plain_text.replace(",", ".")
    try:
        made = float(plain_text)
    except ValueError:
        raise Refused(
            f'place: {what} "{text[:30]}" is no number of degrees' if text else f"place: {what} is empty"
        ) from None
    if made != made or abs(made) > 1e6:  # noqa: PLR0124 - not a number
        raise Refused(f'place: {what} "{text[:30]}" is no number of degrees')
    return made


def _pair(lat: float, lon: float) -> tuple[float, float]:
    if not -90 <= lat <= 90 or not -180 <= lon <= 180:
        swapped = ", perhaps the two are exchanged" if -90 <= lon <= 90 and -180 <= lat <= 180 else ""
        raise Refused(f"place: there is no point {lat:g}, {lon:g} (latitude, longitude){swapped}")
    return round(lat, 7), round(lon, 7)


def _degrees(value: float) -> str:
    return f"{abs(value):.5f}".rstrip("0").rstrip(".").replace(".", "-")
