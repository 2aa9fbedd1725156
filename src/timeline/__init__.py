"""
Timeline: an event timeline database for people who must be right about *when*.

The rooms and the order of imports are told in ARCHITECTURE.md; the package itself
exports only its version.
"""

__version__ = "0.1.0"
