"""A feed read in groups says what it says as a whole."""

from __future__ import annotations

import io
import tarfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.discovery import feed, feed_cut
from newscrawl.discovery.feed import read_feed, stream_feed
from newscrawl.discovery.feed_cut import cut_feed
from newscrawl.discovery.reading import BATCH_LINKS, SeedReading, collected
from newscrawl.discovery.seed import read_seed
from tests.discovery.reading_of import about, seed_of

ALWAYS = -1
"""As `cut_from_bytes`: every feed is cut that can be."""


def whole(body: str | bytes, **more: Any) -> SeedReading:
    return read_feed(body.encode() if isinstance(body, str) else body, **about(Via.FEED, **more))


def in_groups(body: str | bytes, entries: int = 1, **more: Any) -> SeedReading:
    raw = body.encode() if isinstance(body, str) else body
    return collected(lambda emit: stream_feed(raw, **about(Via.FEED, **more), emit=emit, cut_from_bytes=ALWAYS, group_entries=entries))


def groups_of(body: str, entries: int = 1) -> list[bytes] | None:
    cut = cut_feed(body.encode(), 0, entries)
    return None if cut is None else [document for document, _ in cut.documents()]


ITEM = "<item><link>/{0}</link><title>t{0}</title></item>"
ITEMS = "".join(map(ITEM.format, range(5)))
ENTRY = "<entry><link href='/{0}'/></entry>"

CAN_BE_CUT = [
    ("rss", f"<rss><channel><title>c</title>{ITEMS}</channel></rss>", 5),
    ("a header behind the items", f"<rss><channel>{ITEMS}<title>c</title><language>ar</language></channel></rss>", 5),
    ("a header between the items", f"<rss><channel>{ITEM}<ttl>5</ttl>{ITEM}<language>ar</language>{ITEM}</channel></rss>", 3),
    ("rdf", f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel><title>c</title></channel>{ITEMS}</rdf:RDF>", 5),
    ("atom", f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/deep/' xml:lang='ar'>{ENTRY * 2}</feed>", 2),
    (
        "a prefix",
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:link href='/x'/></a:entry><a:entry><a:link href='/y'/></a:entry></a:feed>",
        2,
    ),
    ("capitals", "<RSS><CHANNEL><ITEM><LINK>/a</LINK></ITEM><ITEM><LINK>/b</LINK></ITEM></CHANNEL></RSS>", 2),
    (
        "an end tag in CDATA",
        "<rss><channel><item><link>/a</link><title><![CDATA[</item><item>]]></title></item><item><link>/b</link></item></channel></rss>",
        2,
    ),
    ("an item in a comment", "<rss><channel><!-- <item><link>/z</link></item> --><item><!-- </item> --><link>/a</link></item></channel></rss>", 1),
    ("an end in an attribute", "<rss><channel><item a='>' b=\"</item>\"><link>/a</link></item><item><link>/b</link></item></channel></rss>", 2),
    ("an instruction", "<rss><channel><?x </channel> ?><item><?x <item> ?><link>/a</link></item></channel></rss>", 1),
    ("empty items", "<rss><channel><item/><item></item><item /></channel></rss>", 3),
    (
        "an item within an item",
        "<rss><channel><item><link>/a</link><item><link>/b</link></item></item><item><link>/c</link></item></channel></rss>",
        2,
    ),
    ("an item of another kind within", "<rss xmlns:x='urn:x'><channel><item><x:item>1</x:item><link>/a</link></item></channel></rss>", 1),
    ("the last item cut", f"<rss><channel>{ITEMS}<item><link>/z</link><title>half of", 6),
    ("cut in a comment", f"<rss><channel>{ITEMS}<!-- half of", 5),
    ("cut in a tag", f"<rss><channel>{ITEMS}<title a='half of", 5),
]


@pytest.mark.parametrize(("body", "groups"), [case[1:] for case in CAN_BE_CUT], ids=[case[0] for case in CAN_BE_CUT])
def test_what_can_be_cut(body: str, groups: int) -> None:
    assert len(groups_of(body) or ()) == groups
    for entries in (1, 2, 500):
        assert in_groups(body, entries) == whole(body)


STAYS_WHOLE = [
    ("nothing to cut", "<rss><channel><title>c</title></channel></rss>"),
    ("two channels", f"<rss><channel>{ITEMS}</channel><channel>{ITEMS}</channel></rss>"),
    ("a feed in a feed", f"<feed><feed>{ENTRY}</feed>{ENTRY}</feed>"),
    ("an end tag of something else", f"<rss><channel>{ITEM}</title>{ITEM}</channel></rss>"),
    ("more ends than starts", f"<rss><channel>{ITEM}</channel></rss></rss>"),
    ("too deep", "<a>" * 60 + ITEM),
]


@pytest.mark.parametrize("body", [case[1] for case in STAYS_WHOLE], ids=[case[0] for case in STAYS_WHOLE])
def test_what_stays_whole(body: str) -> None:
    assert groups_of(body) is None
    assert in_groups(body) == whole(body)


def test_a_long_header_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<rss version='2.0'><channel a='1'><title>{'c' * 50}</title>{ITEMS}</channel></rss>"
    assert b"ccc" in (groups_of(body) or [b""])[0]
    monkeypatch.setattr(feed_cut, "MAX_OPENING_BYTES", 20)
    assert (groups_of(body) or [b""])[0] == b"<rss version='2.0'><channel a='1'>" + ITEM.format(0).encode() + b"</channel></rss>"
    assert in_groups(body) == whole(body)


def test_groups_end_with_their_size_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_cut, "GROUP_BYTES", 2 * len(ITEM.format(0)))
    assert len(groups_of(f"<rss><channel>{ITEMS}</channel></rss>", 500) or ()) == 3


def test_an_item_that_never_ends_is_not_cut_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_cut, "GROUP_BYTES", 100)
    assert groups_of(f"<rss><channel>{ITEMS}<item>{'x' * 100}") is None


def test_a_large_feed_that_can_not_be_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<rss><channel>{ITEMS}</channel><channel>{ITEMS}</channel></rss>"
    monkeypatch.setattr(feed, "MAX_WHOLE_BYTES", len(body))
    assert whole(body).unreadable is None
    assert whole(body + " ").unreadable == "too_large_and_broken"


def test_a_group_that_breaks_the_parser_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    parse = feedparser.parse

    def breaks(stream: Any, **more: Any) -> Any:
        if b"t2" in stream.getvalue():
            raise IndexError
        return parse(stream, **more)

    monkeypatch.setattr(feedparser, "parse", breaks)
    reading = in_groups(f"<rss><channel>{ITEMS}</channel></rss>", 2)
    assert (len(reading.links), reading.refused) == (3, {"parser_failed": 2})


def test_links_come_in_batches_and_each_once() -> None:
    batches: list[tuple[Link, ...]] = []
    items = "".join(map(ITEM.format, [*range(2500), *range(2500)]))
    reading = stream_feed(f"<rss><channel>{items}</channel></rss>".encode(), **about(Via.FEED), emit=batches.append, cut_from_bytes=ALWAYS)
    assert [len(batch) for batch in batches] == [BATCH_LINKS, BATCH_LINKS, 500]
    assert [link.url for batch in batches for link in batch] == [f"https://courier.example/{n}" for n in range(2500)]
    assert (reading.links, reading.refused) == ((), {"duplicate_link": 2500})


def test_duplicates_are_found_across_groups() -> None:
    guid = '<item><link>/a</link><guid isPermaLink="false">1</guid></item>'
    assert in_groups(f"<rss><channel>{guid * 3}<item><link>/a</link></item></channel></rss>").refused == {"duplicate_guid": 2, "duplicate_link": 1}


FRAGMENTS = st.sampled_from(
    [
        "<title>اسم &amp; more</title>", "<title><![CDATA[<b>x</b> </item>]]></title>", "<link>/a</link>", "<link>https://courier.example/b?x=1&amp;y=2</link>",
        "<link href='c'/>", "<link rel='enclosure' type='image/png' href='/i.png'/>", '<guid isPermaLink="false">7</guid>', "<guid>https://courier.example/g</guid>",
        "<id>urn:1</id>", "<pubDate>Sun, 22 Nov 2026 10:15:20 +0300</pubDate>", "<updated>2026-11-20</updated>", "<pubDate>1970-01-01</pubDate>", "<dc:creator>A. B</dc:creator>",
        "<author><name>C</name></author>", "<author>d@courier.example (D)</author>", "<category>k</category>", "<description>Some &lt;p&gt;text&lt;/p&gt;</description>",
        "<content:encoded><![CDATA[<p>All</p>]]></content:encoded>", "<summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>S</div></summary>", "<!-- </item></entry> -->",
        "<media:thumbnail url='/t.jpg'/>", "<image><url>/z.png</url></image>", "<dc:language>fr</dc:language>", "<source><title>s</title><link href='/q'/></source>", "text",
    ]
)  # fmt: skip
HEADER = st.sampled_from(
    ["<title>c</title>", "<language>ar</language>", "<ttl>9</ttl>", "<image><url>/c.png</url></image>", "<link rel='self' href='/s'/>", "\n ", ""]
)
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"'
)
AROUND = st.sampled_from(
    [
        (f"<rss version='2.0' {SPACES}><channel>", "item", "</channel></rss>"),
        (f"<rss version='2.0' xml:base='/deep/' {SPACES}><channel>", "item", "</channel></rss>"),
        (f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='/b/' {SPACES}>", "entry", "</feed>"),
        (f"<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' {SPACES}><channel><title>c</title></channel>", "item", "</rdf:RDF>"),
    ]
)  # fmt: skip


@given(AROUND, st.lists(HEADER, max_size=3), st.lists(st.tuples(st.lists(FRAGMENTS, max_size=6), HEADER), max_size=7), st.integers(1, 4))
def test_groups_say_what_the_whole_says(around: tuple[str, str, str], header: list[str], entries: list[tuple[list[str], str]], most: int) -> None:
    opening, name, closing = around
    body = opening + "".join(header) + "".join(f"<{name}>{''.join(inner)}</{name}>{gap}" for inner, gap in entries) + closing
    assert in_groups(body, most) == whole(body)


MARKUP = [
    "<rss>", "<channel>", "</channel>", "</rss>", "<item>", "</item>", "<entry a='", "'>", "</entry>", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "/>", "<", ">", '"', "/a", "<link>",
    "</link>",
]  # fmt: skip


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_no_markup_breaks_the_cutting(body: str) -> None:
    """Whatever the markup: groups stand in order and never overlap, and reading them does not raise."""
    cut = cut_feed(body.encode(), 0, 1)
    if cut is None:
        return
    spans = [(group.start, group.end) for group in cut.groups]
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert spans[-1][1] <= len(body)
    in_groups(body)


# other people's feeds


@pytest.fixture(scope="module")
def foreign_feeds(shared: Path) -> list[tuple[str, bytes]]:
    """feedparser's own test feeds: name and body."""
    archive = shared / "corpus" / "feeds" / "feedparser-tests.tar.gz"
    if not archive.exists():
        pytest.skip(f"{archive} is missing")
    return list(_members(archive))


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member)
            if stream:
                yield member.name, stream.read()


EXAMPLE = Outlet(slug="example", name="Example", home="http://example.org/")
ABROAD = replace(seed_of(Via.FEED), url="http://example.com/feed/")


@pytest.mark.no_cover
def test_other_peoples_feeds_lose_no_entry(foreign_feeds: list[tuple[str, bytes]]) -> None:
    """Exactly as many entries as feedparser itself finds, each a link or a reason; only an id that is no address in itself is not made one."""
    without_link = []
    for name, body in foreign_feeds:
        reading = read_seed(body, **about(Via.FEED))
        entries = _entries(body)
        counted = len(reading.links) + sum(reading.refused.values())
        assert counted == len(entries), name
        linked = sum(str(entry.get("link", "")).lower().startswith("http") for entry in entries)
        if linked != counted - reading.refused.get("no_link", 0):
            without_link.append(name.rpartition("/")[2])
    assert len(foreign_feeds) > 2100
    assert sorted(without_link) == [
        "atom10_id.xml",
        "entry_id_with_attributes.xml",
        "http_content_language_entry_title_inherit_2.xml",
        "http_entry_id_base_content_location.xml",
        "http_entry_id_base_docuri.xml",
    ]


def _entries(body: bytes) -> list[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        headers = {"content-location": "https://courier.example/seed"}
        entries: list[Any] = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False).entries
    return entries


@pytest.mark.no_cover
def test_other_peoples_feeds_in_groups(foreign_feeds: list[tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in groups, each says the same as whole, to the last hint."""
    cut: list[bool] = []

    def counted(*args: Any) -> Any:
        found = cut_feed(*args)
        cut.append(found is not None)
        return found

    monkeypatch.setattr(feed, "cut_feed", counted)
    links = 0
    for name, body in foreign_feeds:
        reading = in_groups(body, outlet=EXAMPLE, seed=ABROAD)
        assert reading == whole(body, outlet=EXAMPLE, seed=ABROAD), name
        links += len(reading.links)
    assert sum(cut) > 1100
    assert links > 50
