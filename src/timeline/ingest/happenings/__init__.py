"""
The dated happenings of a text: which clause tells one, when it was, and what the words are.

A happening is a clause with a date of its own, or an event noun with one ("an invasion of August"); or a clause
that the text ties to another ("at the time", "during the event", "months after Ukraine discovered …"). A verb of
saying is one only if what was said has no date of its own. Wishes, comparisons, habits, questions, scores and
opinions are none. Every date keeps its phrase, its anchor and the rule it came by.
One file an idea, each a part of the reader that builds on the one before: base, dates, verbs, nouns, ties, spans,
reader. A new way to tell a date is a method of the part it belongs to, called in `Reader.read`.
"""

from __future__ import annotations

from timeline.ingest.happenings.reader import Reader
from timeline.ingest.happenings.ties import tying_words
from timeline.ingest.happenings.types import Happening, Telling, When

__all__ = ["Happening", "Reader", "Telling", "When", "tying_words"]
