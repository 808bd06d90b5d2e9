"""Bytes in, links out: each file reads one way in which outlets announce their articles, and keeps that way's shapes to itself.

Nothing here touches the network, the disk or the clock, so that a worker process can read whatever a server sent.
"""

from __future__ import annotations

FEED_READER_VERSION = 1
"""Raised when `feed` reads more or otherwise than before: a seed read by an older version is then polled once without its validators."""
