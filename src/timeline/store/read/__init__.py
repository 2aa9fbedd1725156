"""
The questions a store can answer, as plain SQL text with named parameters; nothing here writes.

One file a kind of question; import the file you need, so that a start pays for no other:

- `events`  what an `EventQuery` finds: `events`, `count`, `hidden`, `keys`, `place_of`
- `names`   what a user's words mean: `find_actors`, `find_places`, `find_sources`, `find_event`, `find_tags`,
            `suggest`, `complete`
- `claims`  what a `ClaimQuery` finds: `claims`
- `detail`  all about one event: `detail`
- `listings` `actors`, `sources`, `places`, `tags`, each with its count of events
- `records` the database, or what a query finds of it, in the form of docs/records.md: `records`

Statements run on SQLite (3.35 and later) and PostgreSQL alike; where the two differ, the difference is
a named fragment. Sentinels of open bounds do not leave this room. SQLAlchemy is never imported.
"""
