"""
From an `EventQuery` to SQL: clauses, ranges of an index, whole statements.

A query becomes *walks*, run one after the other until the page is full. Each walk is one statement over
a range of `sort_key` that no other walk covers, so a page needs neither OFFSET nor a sort of all that
matches (D118). A walk has *arms*, each a stretch of one index, which the database merges: the bands of a
window, the actors of a group. Who takes part is found from `participation`, which lies in the order of
the list. A new filter is a clause in `asked`; what changes
the events themselves (known by a day) is a view of the tables' own names (`known`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.model import ACCESS, EVENT_STATUS, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from timeline.query import EventQuery, Window
    from timeline.store.engine import Reader

UNDATED = 2**63 - 1
"""As in `timeline.edtf.bounds`, like the next three; a test holds them together, for importing dates costs a start."""
LOWEST = -(10**18)
HIGHEST = 10**18
BANDS = (86400, 31 * 86400, 366 * 86400, 3653 * 86400)

_NOTHING = -(2**63)
"""Below every sort key."""
_MOST_ARMS = 16
"""More actors than this are read as one list and sorted; SQLite merges 500 arms at most."""
_MOST_WORDS = 200
"""Words in one AND; SQLite takes expressions 1,000 deep."""
NO_IMPORTANCE = -2147483649
"""Stands for an event without importance, below any."""


class Arm(NamedTuple):
    """A stretch of one index, `low` to `high` inclusive, in sort keys."""

    low: int
    high: int
    clause: str = ""
    """What holds of the events of this arm alone."""
    actors: tuple[int, ...] = ()
    """Walk the participations of these instead of the events."""


class Asked(NamedTuple):
    """A query as clauses on `event e`, and the values they name."""

    clauses: tuple[str, ...]
    params: dict[str, object]
    role: str = ""
    """The clause on `participation p` where an arm walks actors."""


# --- clauses ---


def asked(reader: Reader, query: EventQuery, access: tuple[str, ...] = ()) -> Asked:
    """
    Turn all of `query` but its window, order and page into clauses; `access` replaces the levels let out.

    What was known by a day is shown to `reader` first, so that all it reads from then on is of that day.
    """
    if query.known is not None:
        from timeline.store.read import known

        known.apply(reader, query.known)
    clauses: list[str] = []
    params: dict[str, object] = {}
    walked = walks_actors(query)
    role = f"p.role IN ({texts('role', query.roles, params)})" if query.roles else ""
    everyone = _everyone(query)
    if any(member.spans for member in query.members):
        role = _both(role, _at_the_time(query))
    and_role = f" AND {role}" if role else ""
    clauses += status_in("e.status", query.statuses)
    levels = access or let_out(query.max_access)
    if levels:
        clauses.append(f"e.access IN ({listed(levels)})")
    if query.ids is not None:
        clauses.append(f"e.id IN ({numbers(query.ids)})")
    if query.kinds:
        clauses.append(f"e.kind IN ({texts('kind', query.kinds, params)})")
    if query.places:
        clauses.append(f"e.place_id IN ({numbers(query.places)})")
    if query.tags:
        tags = texts("tag", query.tags, params)
        clauses.append(f"e.id IN (SELECT g.event_id FROM event_tag g WHERE g.tag IN ({tags}))")
    if query.sources:
        clauses.append(
            "e.id IN (SELECT ec.event_id FROM event_citation ec JOIN citation c ON c.id = ec.citation_id"
            f" WHERE c.source_id IN ({numbers(query.sources)}))"
        )
    if query.actors and not walked and query.statuses and set(query.statuses) <= {"draft", "retracted"}:
        # So few that each is asked who takes part; an actor may take part in more events than all of these.
        clauses.append(_takes_part(f" AND p.actor_id IN ({numbers(everyone)}){and_role}"))
    elif query.actors and not walked:
        from_ = "participation p JOIN event e ON e.id = p.event_id" if query.members else "participation p"
        found = f"SELECT p.event_id FROM {from_} WHERE p.actor_id IN ({numbers(everyone)}){and_role}"
        clauses.append(f"e.id IN ({found})")
    # A role is played by one of `actors`; without them, by one of each group; without those, by anyone.
    theirs = "" if query.actors else and_role
    groups = query.all_of[1:] if walked and not query.actors else query.all_of
    clauses += [_takes_part(f" AND p.actor_id IN ({numbers(group)}){theirs}") for group in groups]
    if role and not query.actors and not query.all_of:
        clauses.append(_takes_part(and_role))
    if query.window is not None:
        params["x"] = LOWEST if query.window.start is None else query.window.start
        params["y"] = HIGHEST if query.window.end is None else query.window.end
    if query.text is not None:
        clauses += text_clauses(reader, query.text, params)
    return Asked(tuple(clauses), params, role if walked else "")


def _everyone(query: EventQuery) -> tuple[int, ...]:
    """Give the actors asked for, and their members whenever these are."""
    return query.actors + tuple(member.actor for member in query.members) if query.members else query.actors


def _at_the_time(query: EventQuery) -> str:
    """Give the clause by which a participation `p` in `e` is of an actor asked for, or of a member while it is one."""
    always = {*query.actors, *(member.actor for member in query.members if not member.spans)}
    while_linked: dict[tuple[tuple[int, int, int, int], ...], list[int]] = {}
    for member in query.members:
        if member.actor not in always:
            while_linked.setdefault(member.spans, []).append(member.actor)
    parts = [f"p.actor_id IN ({numbers(sorted(always))})"]
    for spans, actors in while_linked.items():
        each = [f"p.actor_id IN ({numbers(actors)})"]
        for low, start, end, high in spans:
            if query.certainly:
                within = f"e.{{0}}_min >= {start} AND e.{{0}}_max <= {end}"
                gaps = f"(NOT e.gaps OR {within.format('start')} OR {within.format('end')})"
                each.append(f"e.start_max <= {end} AND e.end_min >= {start} AND {gaps}")
            else:
                each.append(f"(e.start_min IS NULL OR e.start_min <= {high} AND e.end_max >= {low})")
        parts.append(f"({' AND '.join(each)})")
    return f"({' OR '.join(parts)})"


def _takes_part(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM participation p WHERE p.event_id = e.id{condition})"


def text_clauses(reader: Reader, text: str, params: dict[str, object]) -> list[str]:
    """Give the clause by which every word of `text` occurs in an event; none if it has no word (D110)."""
    wanted = list(dict.fromkeys(words(text).split()))
    if not wanted:
        return []
    if getattr(reader, "as_of", None) is not None or getattr(reader, "known", None) is not None:
        clauses = []
        for start in range(0, len(wanted), _MOST_WORDS):
            each = [
                contains(reader, "' ' || t.words || ' '", f" {word} ", f"word{start + n}", params)
                for n, word in enumerate(wanted[start : start + _MOST_WORDS])
            ]
            clauses.append(f"e.id IN (SELECT t.event_id FROM event_text t WHERE {' AND '.join(each)})")
        return clauses
    if reader.dialect == "sqlite":
        params["words"] = " AND ".join(f'"{word}"' for word in wanted)
        return ["e.id IN (SELECT f.rowid FROM event_fts f WHERE f.event_fts MATCH :words)"]
    params["words"] = " ".join(wanted)
    return ["e.id IN (SELECT t.event_id FROM event_text t WHERE t.tsv @@ plainto_tsquery('simple', :words))"]


def contains(reader: Reader, column: str, part: str, name: str, params: dict[str, object]) -> str:
    """Give the clause by which `column` contains `part`, named `name`; LIKE would refuse a long part on SQLite."""
    params[name] = part
    return f"{'instr' if reader.dialect == 'sqlite' else 'strpos'}({column}, :{name}) > 0"


def texts(name: str, values: Iterable[str], params: dict[str, object]) -> str:
    """Name each of `values` as a parameter and give the names for an IN."""
    named = {f"{name}{number}": value for number, value in enumerate(values)}
    params.update(named)
    return ", ".join(f":{one}" for one in named) or "NULL"


def numbers(ids: Iterable[int]) -> str:
    """Give ids for an IN, written out: they are integers, and there may be more than parameters are allowed."""
    return ", ".join([str(int(one)) for one in ids]) or "NULL"


def listed(vocabulary: Iterable[str]) -> str:
    """Give words of a closed vocabulary of ours for an IN: written out, for only then do partial indexes fit."""
    return ", ".join([f"'{word}'" for word in vocabulary]) or "NULL"


def status_in(column: str, statuses: Iterable[str]) -> list[str]:
    """Give the clause by which an event's status is one of `statuses`, if that says anything; empty is all of them."""
    wanted = set(statuses)
    if not wanted or wanted >= set(EVENT_STATUS):
        return []
    return [f"{column} IN ({listed(status for status in EVENT_STATUS if status in wanted)})"]


def by_code_point(reader: Reader, column: str) -> str:
    """Give `column` as it is sorted alike by both databases, whatever the locale of the server."""
    return column if reader.dialect == "sqlite" else f'{column} COLLATE "C"'


def let_out(max_access: str | None) -> tuple[str, ...]:
    """Give the levels of access up to `max_access`; none where nothing is held back."""
    if max_access is None or max_access == ACCESS[-1]:
        return ()
    return ACCESS[: ACCESS.index(max_access) + 1]


def held_back(max_access: str | None) -> tuple[str, ...]:
    """Give the levels of access above `max_access`."""
    return () if max_access is None else ACCESS[ACCESS.index(max_access) + 1 :]


# --- walks ---


def walks_actors(query: EventQuery) -> bool:
    """Say whether the events are found from the participations of actors."""
    return bool(query.actors or query.all_of) and query.ids is None and query.sort == "date"


def takes_undated(query: EventQuery) -> bool:
    """Say whether events without a date are listed: those that are asked for, or all where there is no window."""
    return query.window is None if query.undated is None else query.undated


def walks(query: EventQuery) -> list[tuple[Arm, ...]]:
    """Give the ranges to be walked, in the order of the list; undated events come last in either direction."""
    by_actor = walks_actors(query)
    dated: list[tuple[Arm, ...]]
    if query.window is None:
        dated = [(Arm(_NOTHING, UNDATED - 1),)]
    else:
        dated = _window_walks(query, query.window, banded=not by_actor)
    if query.reverse:
        dated.reverse()
    if takes_undated(query):
        dated.append((Arm(UNDATED, UNDATED),))
    if by_actor:
        who = tuple(dict.fromkeys(_everyone(query) or query.all_of[0]))
        groups = [who] if len(who) > _MOST_ARMS else [(one,) for one in who]
        dated = [tuple(arm._replace(actors=group) for arm in walk for group in groups) for walk in dated]
    if query.sort != "date":
        return [tuple(arm for walk in dated for arm in walk)]
    return _behind(dated, query)


def ranges(query: EventQuery) -> list[tuple[Arm, ...]]:
    """Give the ranges to be counted, where no order matters: the fewest that hold all."""
    if query.window is None and takes_undated(query) and not walks_actors(query):
        return [(Arm(_NOTHING, UNDATED),)]
    return walks(query)


def _window_walks(query: EventQuery, window: Window, *, banded: bool) -> list[tuple[Arm, ...]]:
    """Give the walks of a window: what began before it, what begins in it, what began nobody knows when."""
    x, y = window
    holds = _relation(query)
    if query.relation in {"before", "after"}:
        return [(Arm(_NOTHING, UNDATED - 1, holds),)]
    before_x = _NOTHING if x is None else 8 * x
    after_y = UNDATED - 1 if y is None else 8 * y + 7
    reaches = _both(holds, "" if x is None else "e.end_max >= :x")
    inside = [(Arm(before_x, after_y, reaches),)]
    straddling: list[tuple[Arm, ...]] = []
    beyond: list[tuple[Arm, ...]] = []
    if x is not None:
        if banded:
            # What has neither start nor end stands at the very beginning; what has no start but an end that
            # reaches x stands behind it. A band begins no farther before x than it can last.
            arms = [Arm(8 * LOWEST, 8 * LOWEST, _both("e.band = 0", holds))]
            for band, length in enumerate(BANDS, 1):
                arms.append(Arm(8 * (x - length), before_x - 1, _both(f"e.band = {band}", reaches)))
            arms.append(Arm(_NOTHING, before_x - 1, _both(f"e.band = {len(BANDS) + 1}", reaches)))
            straddling.append(tuple(arms))
        else:
            straddling.append((Arm(_NOTHING, before_x - 1, reaches),))
    if y is not None:
        beyond.append((Arm(after_y + 1, UNDATED - 1, _both("e.band = 0", holds)),))
    return straddling + inside + beyond


def _relation(query: EventQuery) -> str:
    """Give the clause of the relation to the window, where it says more than the walks do."""
    if query.relation == "touches" and not query.certainly:
        return ""
    from timeline.store.relations import window_sql

    return window_sql(query.relation, certainly=query.certainly, table="e", undated=False)


def _both(*clauses: str) -> str:
    return " AND ".join(clause for clause in clauses if clause)


def _behind(dated: list[tuple[Arm, ...]], query: EventQuery) -> list[tuple[Arm, ...]]:
    """Cut off what lies before the place a page goes on from."""
    if query.after is None:
        return dated
    key = int(query.after[0] or 0)
    cut: list[tuple[Arm, ...]] = []
    for walk in dated:
        arms = []
        for arm in walk:
            if query.reverse and UNDATED not in {key, arm.low}:
                arms.append(arm._replace(high=min(arm.high, key)))
            else:
                arms.append(arm._replace(low=max(arm.low, key)))
        kept = tuple(arm for arm in arms if arm.low <= arm.high)
        if kept:
            cut.append(kept)
    return cut


# --- statements ---


def order(reader: Reader, query: EventQuery) -> tuple[str, ...]:
    """Give the columns by which `query` is ordered, each ascending unless it is reversed."""
    if query.sort == "title":
        # By code point, too, `lower` folds ASCII alone, on both.
        return f"lower({by_code_point(reader, 'e.title')})", "e.id"
    if query.sort == "recorded":
        return ("e.batch_id", "e.id")
    if query.sort == "importance":
        return (f"-coalesce(e.importance, {NO_IMPORTANCE})", "e.sort_key", "e.position", "e.id")
    return ("e.sort_key", "e.position", "e.id")


def listing(
    reader: Reader, query: EventQuery, walk: tuple[Arm, ...], given: Asked, columns: Sequence[str] = ()
) -> tuple[str, dict[str, object]]:
    """
    Give the statement of one walk, in order, up to the limit: `columns`, then what else the order needs.

    `columns` are of `event e` and `place pl`; without any, the id is last. Where actors are walked there are
    none, and no event comes twice.
    """
    params = dict(given.params)
    by_actor = bool(walk[0].actors)
    keys = ("p.sort_key", "p.position", "p.event_id") if by_actor else order(reader, query)
    direction = " DESC" if query.reverse else ""
    behind = _go_on(query, walk, keys, params)
    shown = [*(() if by_actor else columns)]
    shown += [key for key in keys if key not in shown]
    sorted_by = ", ".join(f"{shown.index(key) + 1}{direction}" for key in keys)
    if query.limit is not None:
        params["limit"] = query.limit
    limit = "" if query.limit is None else " LIMIT :limit"
    if not by_actor:
        arms = [
            f"SELECT {', '.join(shown)} FROM event e LEFT JOIN place pl ON pl.id = e.place_id"
            + _where(given, arm, number, params, behind)
            for number, arm in enumerate(walk)
        ]
        return f"{' UNION ALL '.join(arms)} ORDER BY {sorted_by}{limit}", params
    arms = [
        f"SELECT DISTINCT {', '.join(shown)} FROM {_TAKING_PART}" + _where(given, arm, number, params, behind)
        for number, arm in enumerate(walk)
    ]
    if len(arms) > 1 and limit:
        # Each arm stops by itself, else PostgreSQL reads all of them to leave out doubles.
        arms = [f"SELECT * FROM ({arm} ORDER BY {sorted_by}{limit}) arm{n}" for n, arm in enumerate(arms)]
    return f"{' UNION '.join(arms)} ORDER BY {sorted_by}{limit}", params


def counting(walk: tuple[Arm, ...], given: Asked) -> tuple[str, dict[str, object]]:
    """Give the statement that counts the events of one walk by status."""
    params = dict(given.params)
    if walk[0].actors:
        everyone = tuple(actor for arm in walk for actor in arm.actors)
        where = _where(given, walk[0]._replace(actors=everyone), 0, params)
        return f"SELECT e.status, count(DISTINCT e.id) FROM {_TAKING_PART}{where} GROUP BY e.status", params
    arms = [
        f"SELECT e.status AS status FROM event e{_where(given, arm, number, params)}" for number, arm in enumerate(walk)
    ]
    return f"SELECT w.status, count(*) FROM ({' UNION ALL '.join(arms)}) w GROUP BY w.status", params


def finding(query: EventQuery, given: Asked) -> tuple[str, dict[str, object]]:
    """Give the statement whose one column is the ids of all that is found, in no order, some perhaps twice."""
    params = dict(given.params)
    arms = [arm for walk in ranges(query) for arm in walk]
    parts = [
        f"SELECT e.id FROM {_TAKING_PART if arm.actors else 'event e'}{_where(given, arm, number, params)}"
        for number, arm in enumerate(arms)
    ]
    return " UNION ALL ".join(parts), params


_TAKING_PART = "participation p CROSS JOIN event e"
"""In this order: SQLite keeps to the order of a CROSS JOIN, and the participations lie as the list does."""


def _where(given: Asked, arm: Arm, number: int, params: dict[str, object], *more: str) -> str:
    """Give the WHERE of one arm, naming its ends as parameters."""
    clauses = []
    key = "e.sort_key"
    if arm.actors:
        key = "p.sort_key"
        clauses += ["e.id = p.event_id", f"p.actor_id IN ({numbers(arm.actors)})", given.role]
    if arm.low == arm.high:
        clauses.append(f"{key} = :low{number}")
        params[f"low{number}"] = arm.low
    else:
        if arm.low > _NOTHING:
            clauses.append(f"{key} >= :low{number}")
            params[f"low{number}"] = arm.low
        if arm.high < UNDATED:
            clauses.append(f"{key} <= :high{number}")
            params[f"high{number}"] = arm.high
    where = _both(*clauses, *given.clauses, arm.clause, *more)
    return f" WHERE {where}" if where else ""


def _go_on(query: EventQuery, walk: tuple[Arm, ...], keys: tuple[str, ...], params: dict[str, object]) -> str:
    """Give the clause that leaves out the pages before; all undated events are behind a dated one, even in reverse."""
    if query.after is None or (query.sort == "date" and walk[0].low == UNDATED != query.after[0]):
        return ""
    named = {f"after{number}": value for number, value in enumerate(query.after)}
    params.update(named)
    return f"({', '.join(keys)}) {'<' if query.reverse else '>'} ({', '.join(f':{name}' for name in named)})"
