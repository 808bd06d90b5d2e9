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

READ_SECONDS = 20.0
SECONDS_PER_MB = 3.0
"""100,000 entries in 27 MB take 28 s, three times as long on a busy machine; 200,000 addresses of a sitemap 13 s."""

INFLATED_MB = 50.0
"""What a gzip file may hold at the most."""


def read_seconds(body: bytes) -> float:
    """How long reading a seed's body may take: a limit for whoever runs the reader."""
    megabytes = INFLATED_MB if body.startswith(b"\x1f\x8b") else len(body) / 1_000_000
    return READ_SECONDS + SECONDS_PER_MB * megabytes
