"""
A sentence cut into clauses: verb groups, what stands before and after each, who acts in it.

Shallow and in one pass: words are told apart by the lexicon and by their endings, verb groups are found from left
to right, and a clause reaches from one boundary (a conjunction, a relative word, "that", a comma) to the next. It
claims no full grammar; where it cannot tell, it keeps words together. Linear in the length of the sentence.
"""

from __future__ import annotations

from timeline.ingest.clauses.parsing import parse
from timeline.ingest.clauses.types import Clause, Group, Parsed, Token

__all__ = ["Clause", "Group", "Parsed", "Token", "parse"]
