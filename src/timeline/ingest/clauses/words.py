"""The small words that clauses are cut by; those that name happenings lie in the data files."""

from __future__ import annotations

from timeline.ingest.lexicon import each

BE = each("is are was were am be been being 's isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t")
PAST_BE = each("was were wasn't weren't wasn’t weren’t been")
HAVE = each("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t")
DO = each("do does did don't doesn't didn't don’t doesn’t didn’t")
MODAL = each(
    "will would can could may might must should shall won't wouldn't can't couldn't won’t wouldn’t can’t couldn’t "
    "cannot"
)
DETERMINERS = each(
    "the a an this that these those his her its their my our your some any no each every both all another"
)
PRONOUNS = each("he she it they we i you who")
SUBORDINATE = each("when while after before as because although though since until once if whereas where unless till")
RELATIVE = each("who which that whose whom")
JOIN = each("and but or then")
ADVERB = each(
    "not never also still already now later first then again once soon finally just only even further together ever "
    "currently formally "
    "reportedly allegedly subsequently"
)
STOPPERS = frozenset([";", ":", "—", "–", "(", ")"])
NULL_THAT = each(
    "say believe estimate claim state announce confirm report insist warn admit suggest add argue allege tell inform"
)
"""Verbs after which "that" is often left out."""
SEPARATE = each("after before following since upon having")
NO_VERB = each(
    "united unprecedented limited red indeed need seed speed feed bed hundred sacred naked wicked aged "
    "so-called unnamed alleged"
)
