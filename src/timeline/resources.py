"""
Where the plain files that come with the program lie: the migrations and the seeds.

In a wheel they are packed under `timeline/_data/`; in a checkout or an unpacked sdist they are the
folders of that name at its top. Nothing else in the house may guess a place. A further folder of
data is a line in the wheel's force-include, in pyproject.toml, and a function here.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def migrations_dir() -> Path:
    """Give the folder of the migration scripts (`env.py` and `versions/`)."""
    return _folder("migrations")


def seeds_dir() -> Path:
    """Give the folder of the packaged chronologies, one folder each."""
    return _folder("seeds")


def _folder(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parents[1] / name
