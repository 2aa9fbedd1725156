"""Whence: addresses, titles, lists of sources, and columns that hold their parts."""

from __future__ import annotations

from timeline.mapping.guess.base import Base, keys_of, last_part, quoted
from timeline.mapping.profile import Column, words_of
from timeline.mapping.vocabulary import PICTURES, SOURCE_PARTS, SOURCES


class Sources(Base):
    """Finds the sources."""

    def _sources(self) -> None:
        self._source_lists()
        self._source_joined()
        links: list[Column] = []
        for column in self._free():
            words = set(column.words)
            constant = self.document and len(column.counts) == 1 and self.rows > 1
            if column.urls > 0.5 and not words & PICTURES and "edit" not in words and not constant:
                links.append(column)
        apart = {"id", "date", "count", "number", "type", "scale", "original"}
        titles = [
            one
            for one in self._free()
            if one not in links
            and not one.lists
            and one.plain_numbers < 0.5
            and (
                " ".join(one.last) == "media credit"
                or (set(one.last) & SOURCES and not set(one.last) & apart and set(one.last) - {"media"})
            )
        ]
        pair = titles[0] if len(links) == 1 and len(titles) == 1 and not links[0].lists else None
        if pair is not None and pair.separated_by()[1] < 0.05 and links[0].share(lambda t: t.count("http") > 1) < 0.05:
            self._say(
                "[[sources]]",
                f"url = {self._take(links[0], 'sources')}  # addresses",
                f"title = {self._take(pair, 'sources')}",
                "",
            )
        else:
            if links:
                listed = ", ".join(self._take(one, "sources") for one in links)
                self._say("[[sources]]", f"columns = [{listed}]  # addresses", "")
            for one in titles:
                separator, share = one.separated_by()
                lines = ["[[sources]]", f"columns = [{self._take(one, 'sources')}]  # by its name"]
                if share > 0.02 and separator != ";":
                    lines.append(f"split = {quoted(separator)}")
                elif share <= 0.02:
                    lines.append('split = ""')
                self._say(*lines, "")
        stem = last_part(self.name)
        self._say(
            "[source]",
            f"title = {quoted(stem)}  # the file itself, cited by every event; better: who made it, and its url",
            "",
        )

    def _source_lists(self) -> None:
        """Find lists of objects in a document that tell of sources."""
        for column in self.columns:
            if column.name in self.used or not (column.objects or column.lists):
                continue
            keys = keys_of(column)
            addressed = any(set(words_of(one)) & {"url", "link", "href", "urls"} for one in keys)
            spoken = bool(set(column.last) & SOURCES or set(column.words) & {"sources", "source"})
            if not spoken and not addressed:
                continue
            if column.lists and not column.objects:
                if "." in column.name:
                    continue
                self._say("[[sources]]", f"columns = [{self._take(column, 'sources')}]  # a list", "")
                continue
            chosen: dict[str, str] = {}
            for part, names in SOURCE_PARTS.items():
                for name in names:
                    hit = next((one for one in keys if words_of(one) == (name,) and one not in chosen.values()), None)
                    hit = hit or next(
                        (one for one in keys if words_of(one)[-1:] == (name,) and one not in chosen.values()), None
                    )
                    if hit is not None:
                        chosen[part] = hit
                        break
            if not chosen.keys() & {"title", "url", "publisher"}:
                continue
            lines = ["[[sources]]", f"each = {self._take(column, 'sources')}  # a list of objects"]
            lines += [f"{part} = {quoted(name)}" for part, name in chosen.items()]
            for one in self.columns:
                if one.name.startswith(f"{column.name}."):
                    self.used[one.name] = "sources"
            self._say(*lines, "")

    def _source_joined(self) -> None:
        """Find columns that hold the parts of sources: source_office, source_date, source_headline."""
        found: dict[str, Column] = {}
        for column in self._free():
            if len(column.last) < 2 or not set(column.last) & {
                "source",
                "src",
                "reference",
                "media",
                "article",
                "link",
            }:
                continue
            for part, names in SOURCE_PARTS.items():
                if part not in found and set(column.last[1:]) & set(names) and not column.lists:
                    found[part] = column
                    break
        if len(found) < 2 or not found.keys() & {"title", "url", "publisher"}:
            return
        joined = any(one.separated_by()[1] > 0.02 for part, one in found.items() if part != "url")
        lines = ["[[sources]]"]
        if joined:
            lines.append("joined = true  # several in each cell, which stand for one another")
            lines += [f"split = {quoted('|')}"] if found[next(iter(found))].separated_by()[0] == "|" else []
        lines += [f"{part} = {self._take(column, 'sources')}" for part, column in found.items()]
        if joined:
            for column in self._free():
                if column.last[:1] == ("source",) and column.plain_numbers < 0.5 and "original" not in column.last:
                    self.used[column.name] = "sources"  # the same sources, all parts in one cell
        self._say(*lines, "")
