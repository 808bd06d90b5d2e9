"""One reader for every answer of a seed: what the body is decides, and not what its header promises."""

from __future__ import annotations

from datetime import datetime

from newscrawl.core.charset import content_type_charset
from newscrawl.core.outlet import Outlet, Seed, Via
from newscrawl.core.utf8 import as_utf8
from newscrawl.discovery.feed import FEED_ROOTS, MAX_FEED_BYTES, stream_feed
from newscrawl.discovery.gunzip import GZIP_MAGIC, gunzipped
from newscrawl.discovery.json_feed import stream_json_feed
from newscrawl.discovery.prolog import declares_entities, root_of
from newscrawl.discovery.reading import Emit, SeedReading, collected
from newscrawl.discovery.sitemap import HEAD_BYTES, MAX_SITEMAP_BYTES, is_list, stream_sitemap

MAX_BYTES = {Via.FEED: MAX_FEED_BYTES, Via.SITEMAP: MAX_SITEMAP_BYTES}
"""Of a seed's body, decoded; a seed whose via is not here has no reader."""

def read_seed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime) -> SeedReading:
    """As `stream_seed`, with the links in the reading."""
    return collected(lambda emit: stream_seed(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now, emit=emit))


def stream_seed(body: bytes, *, seed: Seed, outlet: Outlet, base_url: str, content_type: str | None, now: datetime, emit: Emit) -> SeedReading:
    """Emit the links that a seed's answer announces, each once, in its order, in batches of at most 1,000. Never raises, whatever `body` is.

    A feed seed may answer RSS, RDF, Atom or JSON Feed; a sitemap seed a sitemap, an index of sitemaps, a list of addresses, RSS or Atom; each also as
    a gzip file. `body` is decoded from its content encoding, `base_url` the address that answered, `content_type` its header, `now` aware.
    """
    most = MAX_BYTES.get(seed.via)
    if most is None:
        return SeedReading(unreadable="not_read_yet")
    if body.startswith(GZIP_MAGIC):
        body, problem = gunzipped(body, most)
        if problem:
            return SeedReading(unreadable=problem)
    head = as_utf8(body[:HEAD_BYTES], http=content_type_charset(content_type), outlet=outlet.charset).decode("utf-8", "ignore")
    stream = {"feed": stream_feed, "json": stream_json_feed, "sitemap": stream_sitemap}[_format_of(seed.via, head)]
    return stream(body, seed=seed, outlet=outlet, base_url=base_url, content_type=content_type, now=now, emit=emit)


def _format_of(via: Via, head: str) -> str:
    """Which reader a body is for; one that is for none goes to the reader that was promised, which says what is wrong."""
    if via is Via.FEED:
        return "json" if head.lstrip("\ufeff \t\r\n").startswith("{") else "feed"
    is_feed = not is_list(head) and root_of(head)[0] in FEED_ROOTS and not declares_entities(head)
    return "feed" if is_feed else "sitemap"
