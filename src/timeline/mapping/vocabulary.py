"""
The names that columns have in the tables of the world, by what they hold; `guess` looks them up.

Names are given as words in small letters, the likelier first. A further language or data set is a few more words.
"""

# Tables of words stay on one line.
# ruff: noqa: E501

from __future__ import annotations

IDS = (
    "id", "event id", "eventid", "uid", "unique id", "data id", "guid", "uuid", "incident id", "record id", "case id",
    "event id cnty", "objectid", "object id", "global id", "globalid", "fid", "ref", "reference", "event number",
    "number", "no", "nr", "slug", "key", "code", "index", "case number", "incident number",
)  # fmt: skip
TITLES = (
    ("title", 10), ("headline", 10), ("event title", 10), ("event name", 10), ("event", 9), ("subject", 8), ("name", 8),
    ("incident", 7), ("case", 7), ("case name", 8), ("battle", 7), ("what", 7), ("label", 6), ("short description", 6), ("description", 5),
    ("event description", 5), ("summary", 5), ("text", 4), ("details", 4), ("content", 3), ("narrative", 3), ("notes", 2),
    ("titel", 10), ("titre", 10), ("título", 10), ("titolo", 10), ("ereignis", 8), ("evento", 8), ("événement", 8), ("scenario", 4), ("milestone", 6), ("entry", 4), ("caption", 3), ("message", 3), ("body", 3), ("happened", 4),
)  # fmt: skip
SUMMARIES = (
    "summary", "description", "event description", "details", "text", "body", "content", "narrative", "abstract",
    "notes", "note", "comment", "comments", "remarks", "additional info", "information", "story", "outcome", "result",
)  # fmt: skip
NOTES = ("notes", "note", "comment", "comments", "remarks", "remark", "methodology", "caveat")
PLACES = (
    "location name", "place name", "location", "place", "venue", "city", "town", "village", "where coordinates", "site",
    "locality", "settlement", "municipality", "address", "where", "district", "adm 2", "admin2", "admin3", "county",
    "ort", "lieu", "lugar", "luogo", "ville", "ciudad", "stadt", "province", "provstate", "adm 1", "admin1", "governorate", "oblast", "region", "state", "country",
)  # fmt: skip
COUNTRIES = ("country", "land", "pays", "país", "country name", "country txt", "nation", "country code", "iso3", "iso")
LATS = ("latitude", "lat", "y", "lat dd", "reclat", "geo lat", "decimal latitude")
LONS = ("longitude", "lon", "lng", "long", "x", "lon dd", "reclong", "geo lon", "geo lng", "decimal longitude")
POINTS = (
    "coordinates",
    "coordinate",
    "coords",
    "latlng",
    "lat lng",
    "lat long",
    "lat lon",
    "geolocation",
    "gps",
    "point",
    "geom",
    "geo",
    "location coordinates",
    "geometry",
    "geo location",
    "lat and long",
    "xy",
)
ACTORS = {
    "actor": None, "actors": None, "participant": None, "participants": None, "people": None, "persons": None,
    "person": None, "who": None, "party": None, "parties": None, "organisation": None, "organization": None,
    "organisations": None, "organizations": None, "organizer": "organiser", "belligerents": None, "combatants": None,
    "entities": None, "side": "side", "perpetrator": "perpetrator", "perpetrators": "perpetrator",
    "attacker": "attacker", "attackers": "attacker", "aggressor": "attacker", "victim": "victim", "victims": "victim",
    "suspect": "suspect", "suspects": "suspect", "accused": "accused", "speaker": "speaker", "host": "host",
    "guest": "guest", "signatory": "signatory", "signatories": "signatory", "commander": "commander",
    "commanders": "commander", "winner": "winner", "loser": "loser", "victor": "winner", "defender": "defender",
    "gname": "perpetrator", "target": "target", "individuals": None, "players": None, "figures": None,
}  # fmt: skip
ATTRIBUTES = {
    "killed": "killed", "deaths": "killed", "death": "killed", "dead": "killed", "fatalities": "killed",
    "fatality": "killed", "nkill": "killed", "kills": "killed", "wounded": "wounded", "nwound": "wounded",
    "injured": "injured", "injuries": "injured", "casualties": "casualties", "missing": "missing",
    "captured": "captured", "prisoners": "captured", "arrested": "arrested", "arrests": "arrested",
    "detained": "detained", "displaced": "displaced", "evacuated": "evacuated", "refugees": "refugees",
    "hostages": "hostages", "released": "released", "attendance": "participants", "attendees": "participants",
    "crowd": "participants", "protesters": "participants", "troops": "troops", "deployed": "deployed", "cost": "cost",
    "damage": "cost", "magnitude": "magnitude", "victims": "casualties",
}  # fmt: skip
LOW, HIGH = {"low", "min", "minimum", "lower", "least"}, {"high", "max", "maximum", "upper", "most"}
BEST = {"best", "estimate", "est", "total", "count", "number", "num", "no", "of", "reported", "n", "people", "sum"}
TAGS = (
    "tags", "tag", "keywords", "keyword", "topics", "topic", "themes", "theme", "labels", "categories", "group", "groups",
    "associations", "capture lanes", "subjects",
)  # fmt: skip
KINDS = (
    "event type", "type", "kind", "category", "event category", "class", "incident type", "attack type", "sub event type",
    "disorder type", "eventtype", "type of event", "attacktype1 txt", "type of violence",
)  # fmt: skip
METADATA = {
    "published", "publication", "created", "added", "updated", "modified", "accessed", "retrieved", "source",
    "timestamp", "upload", "uploaded", "entry", "verified", "reported", "edited", "posted", "entered", "recorded", "verif", "verifier", "datatype",
}  # fmt: skip
PICTURES = {"image", "thumbnail", "logo", "icon", "background", "picture", "photo", "img", "avatar", "thumb"}
SOURCES = {
    "source", "sources", "reference", "references", "citation", "citations", "link", "links", "url", "urls", "website",
    "scite", "cite", "cites", "evidence", "document", "documents", "article", "media", "proof", "permalink", "href", "web",
}  # fmt: skip
SOURCE_PARTS = {
    "title": ("headline", "title", "name", "label", "description", "text", "caption"),
    "publisher": ("office", "publisher", "outlet", "organisation", "organization", "newspaper", "agency", "site", "credit"),
    "published": ("date", "published", "year", "day"),
    "url": ("url", "link", "href", "uri", "address", "paths", "path", "web"),
    "author": ("author", "authors", "by", "byline"),
    "archive_url": ("archive", "archived", "wayback"),
    "quote": ("quote", "excerpt", "snippet"),
}  # fmt: skip
STATUS = {
    "confirmed": "confirmed", "verified": "confirmed", "yes": "confirmed", "true": "confirmed", "published": "confirmed",
    "final": "confirmed", "reported": "confirmed", "validated": "confirmed", "certain": "confirmed",
    "draft": "draft", "pending": "draft", "unverified": "draft", "unconfirmed": "draft", "in review": "draft",
    "predicted": "draft", "planned": "draft", "tentative": "draft",
    "disputed": "disputed", "alleged": "disputed", "contested": "disputed", "partially verified": "disputed",
    "retracted": "retracted", "false": "retracted", "cancelled": "retracted", "withdrawn": "retracted",
}  # fmt: skip
WHERE_PREC = (
    ("1", "exact"), ("2", "within about 25 km"), ("3", "district (second order)"), ("4", "province (first order)"),
    ("5", "part of a country, or a line"), ("6", "country"), ("7", "sea or air"),
)  # fmt: skip
