"""The tables of the state database; portable SQL, times as UTC integers."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text, UniqueConstraint, bindparam

from newscrawl.core.outlet import Via

metadata = MetaData()

PENDING, CLAIMED, KEPT, REJECTED, LEFT = "pending", "claimed", "kept", "rejected", "left"
"""States of a link. Pending and claimed are owed; left is what a rule of the job left out."""

ROAD_BITS = {Via.FEED: 1, Via.SITEMAP: 2, Via.WORDPRESS: 4, Via.LISTING: 8}
"""What stands in a link's `also`."""

RowId = BigInteger().with_variant(Integer, "sqlite")  # SQLite gives row ids to INTEGER PRIMARY KEY only

meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Integer, nullable=False))

run = Table(
    "run",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("spider", String(40), nullable=False),
    Column("host", String(255), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("heartbeat_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("outcome", String(20)),
    Column("exit", Integer),
)

link = Table(
    "link",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("outlet", String(80), nullable=False),
    Column("key", LargeBinary(16), nullable=False),  # digest of url_key
    Column("url", Text, nullable=False),
    Column("status", String(8), nullable=False),
    Column("reason", String(24)),
    Column("detail", Text),
    Column("article", String(120)),  # that it leads to; of an owed link: it was kept as this one and is looked at again
    Column("run", String(40)),
    Column("due_at", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("via", String(12)),
    Column("seed", Text),
    Column("hints", Text),  # JSON; of a settled link only those that its article has from nowhere else
    Column("announced_at", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    Column("month", String(7)),  # that its road dates it, empty: undated; stays when the hints go
    Column("also", Integer, nullable=False, server_default="0"),  # the roads beside `via` that gave it too, a bit each: ROAD_BITS
    UniqueConstraint("outlet", "key", name="link_of_outlet"),
)
_IS_OWED = link.c.status.in_([PENDING, CLAIMED])
IS_OWED = link.c.status.in_(bindparam("owed", [PENDING, CLAIMED], expanding=True, literal_execute=True))
"""Beside any other condition on the status of owed links: SQLite uses an index with a condition only where that stands in the query word for word
(sqlite.org/partialindex.html), and would read all links else."""
Index("link_owed", link.c.status, link.c.outlet, link.c.due_at, sqlite_where=_IS_OWED, postgresql_where=_IS_OWED)

article = Table(
    "article",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("outlet", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", LargeBinary(16), nullable=False),  # digest of the folded title and the day of publication
    Column("first_seen_at", BigInteger, nullable=False),
    Column("content", LargeBinary(16)),  # digest of what a reader would see of the last version; empty: not known yet
    Column("fetched_at", BigInteger, nullable=False, server_default="0"),  # of the newest page that said what the last version says
)

alias = Table(
    "alias",
    metadata,
    Column("outlet", String(80), primary_key=True),
    Column("key", LargeBinary(16), primary_key=True),
    Column("url", Text, nullable=False),  # a new version of url_key makes new keys from it
    Column("article", String(120), nullable=False),
    Column("declared", Integer, nullable=False),  # 1: only the page's canonical URL says so
)

fingerprint = Table(
    "fingerprint",
    metadata,
    Column("outlet", String(80), primary_key=True),
    Column("digest", LargeBinary(17), primary_key=True),
    Column("article", String(120), nullable=False),
)

seed = Table(
    "seed",
    metadata,
    Column("outlet", String(80), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", LargeBinary(16)),
    Column("reader", Integer, nullable=False),
    Column("next_due_at", BigInteger, nullable=False),
    Column("polled_at", BigInteger, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("cursor", Text),
    Column("via", String(12), nullable=False, server_default=""),
    Column("origin", String(8), nullable=False, server_default="file"),  # file: named by the outlet file; home: found there; index: listed by one
    Column("parent", Text),  # the index that lists it
    Column("listed_as", Text),  # what the index said of its last change
    Column("moved_to", Text),  # a permanent redirect that was adopted; the validators are that address's
    Column("interval_s", BigInteger, nullable=False, server_default="0"),  # learnt; 0: not yet
    Column("read_at", BigInteger, nullable=False, server_default="0"),  # when its body was last read whole
    Column("unchanged", Integer, nullable=False, server_default="0"),  # answers without a body in a row since then
    Column("lies", Integer, nullable=False, server_default="0"),  # 1: it answered 304 though something was new; it is asked without conditions
    Column("run", String(40)),  # that is asking now
    Column("ttl_s", BigInteger, nullable=False, server_default="0"),  # the interval that its body asks for; 0: none
    Column("fruitless", Integer, nullable=False, server_default="0"),  # polls in a row that brought nothing new
)
Index("seed_due", seed.c.outlet, seed.c.origin, seed.c.next_due_at)

part = Table(
    "part",
    metadata,
    Column("name", String(255), primary_key=True),  # path below the data folder
    Column("outlet", String(80), nullable=False),
    Column("run", String(40)),
    Column("host", String(255), nullable=False),
    Column("committed", BigInteger, nullable=False),  # bytes that the state knows of
    Column("closed", Integer, nullable=False),
    Column("location", Text, nullable=False),
    Column("lines", BigInteger),  # in the committed bytes; empty: not counted, or not all
    Column("short", BigInteger, nullable=False, server_default="0"),  # lines that it had and has no more; 0 too once that was accepted
)

announced = Table(
    "announced",
    metadata,
    Column("outlet", String(80), primary_key=True),
    Column("road", String(12), primary_key=True),
    Column("month", String(16), primary_key=True),  # or range of months, such as 2015-01/2019-12; empty: undated
    Column("count", BigInteger, nullable=False),  # of articles that the road says it has
    Column("at", BigInteger, nullable=False),  # when it said so
)

host_turn = Table(
    "host_turn",
    metadata,
    Column("host", String(255), primary_key=True),
    Column("next_at", BigInteger, nullable=False),  # milliseconds
    Column("quiet_until", BigInteger, nullable=False),  # milliseconds: the host asked to be left alone until then
    Column("run", String(40), nullable=False),
)

host_file = Table(
    "host_file",
    metadata,
    Column("host", String(300), primary_key=True),  # scheme and authority
    Column("name", String(20), primary_key=True),  # robots.txt, tdmrep.json
    Column("status", Integer, nullable=False),  # of the answer; 0: none came
    Column("body", LargeBinary),
    Column("fetched_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
