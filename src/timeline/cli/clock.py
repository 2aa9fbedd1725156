"""The clock and the person: the only place that reads either, so that tests can hold them still."""

from __future__ import annotations

import datetime
import getpass


def now() -> datetime.datetime:
    """Give this moment in the local zone."""
    return datetime.datetime.now().astimezone()


def stamp() -> str:
    """Give this moment as the store keeps it: UTC, ISO 8601 with six digits of a second and Z."""
    return now().astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def who() -> str | None:
    """Give the name of the user of this machine; None where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None
