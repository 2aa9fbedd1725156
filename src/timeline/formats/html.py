"""
A page for a browser: one file without network, which shows how uncertain each date is.

How it is made is told in `page`; this is its entry in the registry.
"""

from __future__ import annotations

from timeline.formats import page, types

FORMAT = types.Format(
    "html",
    ".html",
    "one page for a browser, without network, that shows uncertainty",
    write_whole=page.write_whole,
)
