"""Bytes in, links out: each file reads one way in which outlets announce their articles, and keeps that way's shapes to itself.

Nothing here touches the network, the disk or the clock, so that a worker process can read whatever a server sent.
"""

from __future__ import annotations

from collections.abc import Mapping

from newscrawl.core.outlet import Via

READER_VERSIONS: Mapping[Via, int] = {
    Via.FEED: 2,
    Via.SITEMAP: 1,
    Via.WORDPRESS: 0,
    Via.LISTING: 0,
}
"""Raised when a reader reads more or otherwise than before: a seed read by an older version is then polled once without its validators.

0: `latest` has no reader for it yet.
"""
