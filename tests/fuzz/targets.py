"""What reads bytes from outside: what each is fed with at first, and which laws hold whatever it is fed with."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
from jsonschema import Draft202012Validator
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError
from scrapy.http import Response

from newscrawl.codings import zstd
from newscrawl.core.article import Article, Credit
from newscrawl.core.charset import decide_charset, decode
from newscrawl.core.clean import clean_article, clean_text, clean_title
from newscrawl.core.dates import DateProblem, as_utc, read_moment
from newscrawl.core.failure import retry_after_seconds
from newscrawl.core.fingerprint import article_fingerprint
from newscrawl.core.limits import Limit
from newscrawl.core.link import Link
from newscrawl.core.outlet import Via
from newscrawl.core.robots import parse_robots
from newscrawl.core.tdmrep import parse_tdmrep, tdm_rule
from newscrawl.core.url import UrlProblem, clean_url, url_key
from newscrawl.core.verdict import Rejection
from newscrawl.core.web_charsets import WEB_CHARSETS
from newscrawl.decoding import inflated
from newscrawl.discovery.feed_pages import read_feed_page
from newscrawl.discovery.home import declared_seeds
from newscrawl.discovery.listing import read_listing_page
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.road import Cursor
from newscrawl.discovery.seed import read_seed
from newscrawl.discovery.wordpress import read_names, read_posts, read_types
from newscrawl.extraction import extract_article
from newscrawl.stores.jsonl import scan_part
from newscrawl.stores.warc_read import ArchivedResponse, read_at, read_records
from tests.discovery.reading_of import COURIER, HOME, NOW, URL, about
from tests.extraction.making import page, story

TESTS = Path(__file__).parents[1]
SCHEMA = Draft202012Validator(json.loads(files("newscrawl").joinpath("record.schema.json").read_text(encoding="utf-8")))
MAX_URL_CHARS = 2048
MB = 1024 * 1024

LISTED = b"""<html><head><base href="/news/"><link rel=next href="?page=2"><title>News</title></head><body><main>
<article><h2><a href="/2026/11/bridge/">The old bridge opens again</a></h2><time datetime="2026-11-20">20 November</time></article>
<article><h2><a href="/2026/11/tax/">The new tax, explained at length</a></h2></article></main><nav class=pagination><a href="?page=2">2</a></nav></body></html>"""
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://courier.example/2026/11/bridge/</loc><lastmod>2026-11-20T10:00:00+03:00</lastmod><news:news><news:publication><news:name>Courier</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-11-20</news:publication_date><news:title>Bridge &amp; river</news:title></news:news></url></urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>https://courier.example/post-sitemap1.xml.gz</loc><lastmod>2026-11-01</lastmod></sitemap></sitemapindex>"""
JSON_FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [{"id": "1", "url": "https://courier.example/a", "title": "A story",
"content_html": "<p>x</p>", "date_published": "2026-11-20T10:00:00Z", "authors": [{"name": "A. Name"}], "tags": ["x"]}], "next_url": "https://courier.example/feed.json?p=2"}"""
POSTS = b"""[{"id": 7, "link": "https://courier.example/?p=7", "date": "2026-11-20T13:00:00", "date_gmt": "2026-11-20T10:00:00", "modified": "2026-11-21T13:00:00",
"modified_gmt": "2026-11-21T10:00:00", "title": {"rendered": "Bridge"}, "content": {"rendered": "<p>It opened.</p>", "protected": false},
"excerpt": {"rendered": "It"}, "author": 3, "categories": [1, 2], "tags": [], "featured_media": 9, "status": "publish", "type": "post"}]"""
TYPES = b'{"post": {"rest_base": "posts", "slug": "post"}, "name": 5}'
ROBOTS = b"User-agent: *\nDisallow: /private/*.html$\nAllow: /private/a\nCrawl-delay: 2\nContent-Signal: ai-train=no\nSitemap: https://courier.example/sitemap.xml\n"
TDMREP = b'[{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": "/terms"}]'
HTML = tuple(sorted(file.read_bytes() for file in (TESTS / "golden").rglob("*.html")))
FEEDS = tuple(file.read_bytes() for file in sorted((TESTS / "samples" / "feeds").glob("*.xml")))
ADDRESSES = (
    b"https://courier.example/2026/11/bridge/?utm_source=a&id=7#top",
    "https://أخبار.example/خبر/؟ص=1".encode(),
    b"//courier.example:8080/a/../b/%7Euser/index.php?PHPSESSID=1",
    b"http://0x7f.1/",
    b"http://user:pw@[::ffff:127.0.0.1]:80/",
)
MOMENTS = ("٢٠ نوفمبر ٢٠٢٦ - 10:15 م".encode(), b"Fri, 20 Nov 2026 10:15:00 +0300", b"2026-11-20T10:15Z", b"20.11.2026", b"3 hours ago", b"120")
TEXTS = ("رصد:(صحوة نيوز)\nThe bridge opened.\nShare\nComments are closed.".encode(), b"Title | Courier\nBy A. Name\nA line.\n\nAnother, with more in it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader. `check` raises what the reader raises, and `AssertionError` where a law is broken."""

    name: str
    seeds: tuple[bytes, ...]
    check: Callable[[bytes], None]


def is_line(text: str | None) -> bool:
    """Whether nobody takes it for two lines, or for an order to a terminal."""
    return text is None or (len(text.splitlines()) <= 1 and not any(char < " " or "\x7f" <= char <= "\x9f" for char in text))


def check_links(links: Iterable[Link]) -> None:
    found = list(links)
    assert len({link.url for link in found}) == len(found)
    for link in found:
        assert clean_url(link.url) == link.url
        assert len(link.url) <= MAX_URL_CHARS
        hints = link.hints
        assert all(map(is_line, (hints.title, hints.summary, *hints.authors, *hints.tags))), hints
        assert hints.published is None or as_utc(hints.published) is not None or len(hints.published) <= 25


def check_reading(reading: SeedReading) -> None:
    check_links(reading.links)
    assert all(child.url.startswith("http") for child in reading.children)
    assert is_line(reading.title)
    for url in (reading.self_url, reading.next_url, reading.prev_archive_url):
        assert url is None or clean_url(url) == url
    assert not (reading.unreadable and reading.is_complete)


def seed_reader(via: Via) -> Callable[[bytes], None]:
    def check(body: bytes) -> None:
        reading = read_seed(body, **about(via))
        check_reading(reading)
        assert read_seed(body, **about(via)) == reading

    return check


def read_pages(body: bytes) -> None:
    for page_of, via in ((read_feed_page, Via.FEED), (read_listing_page, Via.LISTING)):
        for number in (1, 3):
            given = page_of(body, cursor=Cursor(url=f"{URL}?page={number}", page=number), status=200, **about(via))
            check_reading(given.reading)
            assert (given.next is None) != (given.end is None)
            if given.next is not None:
                assert clean_url(given.next.url) == given.next.url
                assert len(given.next.to_text()) < 100_000


def read_home(body: bytes) -> None:
    header = body[:500].decode("latin-1")
    for seed in declared_seeds(body, url=HOME, content_type=header, link_header=header):
        assert clean_url(seed.url) == seed.url


def read_interface(body: bytes) -> None:
    posts = read_posts(body)
    assert all(isinstance(post.id, int) and post.id > 0 for post in posts.posts)
    assert not (posts.posts and posts.unreadable)
    for found in (read_names(body), read_types(body)):
        assert isinstance(found, str) or all(isinstance(name, str) for name in found.values())


def read_host_files(body: bytes) -> None:
    robots = parse_robots(body)
    assert isinstance(robots.allows(f"{HOME}private/a.html"), bool)
    assert robots.allows(f"{HOME}robots.txt")
    assert robots.crawl_delay is None or 0 <= robots.crawl_delay < float("inf")
    for said in (robots.content_signal(URL), robots.content_usage(URL)):
        assert is_line(said)
    rule = tdm_rule(parse_tdmrep(body), f"{HOME}news/a")
    assert rule is None or rule.reservation in ("0", "1")


def read_charset(body: bytes) -> None:
    label = body[:20].decode("latin-1")
    for claim in (None, label, "windows-1256", "utf-16"):
        assert decide_charset(body, http=claim, declared=claim, outlet=claim) in WEB_CHARSETS.values()
        decode(body, http=claim).encode()  # no surrogates


def read_address(body: bytes) -> None:
    text = body[:5000].decode("utf-8", "surrogateescape")
    for base in (None, HOME):
        url = clean_url(text, base)
        if isinstance(url, UrlProblem):
            continue
        assert url.startswith(("http://", "https://"))
        assert is_line(url)
        assert len(url) <= MAX_URL_CHARS
        assert clean_url(url) == url
        assert url_key(url) == url_key(url_key(url))


def read_date(body: bytes) -> None:
    text = body[:2000].decode("utf-8", "replace")
    moment = read_moment(text, zone="Asia/Aden", now=NOW)
    assert isinstance(moment, DateProblem) or moment[:4].isdigit()
    seconds = retry_after_seconds(text, NOW)
    assert seconds is None or 0 <= seconds < float("inf")


def read_text(body: bytes) -> None:
    text = body[:50_000].decode("utf-8", "surrogatepass" if b"\xed\xa0" in body else "replace") if is_decodable(body) else body.decode("latin-1")
    cleaned = clean_text(text, title=text[:40], authors=[text[5:20]], extra_lines=[text[20:30]], own_names=[text[:9]])
    assert cleaned.text != ""
    assert is_line(clean_title(text[:300], ["Courier"]) or None)
    assert len(article_fingerprint(text[:40], text, text[3:30])) == len(article_fingerprint("a", "b", None))


def is_decodable(body: bytes) -> bool:
    try:
        body[:50_000].decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def read_page(body: bytes) -> None:
    found = extract_article(page(body), COURIER)
    assert isinstance(found, Article | Rejection)
    if isinstance(found, Article):
        check_record(clean_article(found, COURIER))


def check_record(article: Article) -> None:
    line = article.to_json()
    assert len(line.splitlines()) == 1
    record = json.loads(line.encode())
    problems = [f"{error.json_path}: {error.message[:200]}" for error in SCHEMA.iter_errors(record)]
    assert not problems, problems
    assert record == json.loads(Article.from_dict(record).to_json())


def write_record(body: bytes) -> None:
    """Whatever a text holds, once cleaned its line is one valid line, and reading it gives what was written."""
    text = body[:20_000].decode("utf-8", "surrogateescape")
    made = (
        Article(
            id="a-0000000000000000",
            outlet="a",
            url=HOME,
            link=HOME,
            title=text[:200] or None,
            text=text or None,
            authors=(text[:30] or "x",),
            credit=Credit(line=text[:40] or "x", source=None, own=False),
            tags=(text[:20] or "x",),
            provenance={"title": "json-ld"},
            fetched_at="2024-05-01T08:00:00Z",
            first_seen="2024-05-01T08:00:00Z",
        )
    )
    check_record(clean_article(made, COURIER))


def read_coding(body: bytes) -> None:
    for coding in ("gzip", "deflate", "br", "zstd", "gzip, br"):
        try:
            found = inflated(Response(HOME, body=body, headers={"Content-Encoding": coding}), Limit(max_bytes=MB))
        except (ResponseDataLossError, DownloadCancelledError):
            continue
        assert len(found.body) <= MB
        assert "Content-Encoding" not in found.headers or not body


def read_archive(body: bytes) -> None:
    with TemporaryDirectory() as folder:
        for name in ("a.warc.gz", "a.warc"):
            path = Path(folder) / name
            path.write_bytes(body)
            for record in read_records(path):
                assert 0 <= record.offset <= len(body)
                assert read_at(path, record.offset) == record if isinstance(record, ArchivedResponse) else record.problem


def read_part(body: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.jsonl"
        path.write_bytes(body)
        scan = scan_part(path, 0)
        lines = list(scan.lines)
        assert scan.whole_length + scan.torn_bytes == len(body)
        assert len(lines) + len(scan.damaged) == body.count(b"\n")


def archived() -> tuple[bytes, ...]:
    """Records as we write them, whole and unpacked."""
    from tests.stores.test_archive import PLAIN, SMALL

    return (SMALL, gzip.decompress(SMALL), PLAIN, gzip.compress(PLAIN))


PACKED = (gzip.compress(LISTED), zlib.compress(LISTED), brotli.compress(LISTED), zstd.compress(LISTED), brotli.compress(gzip.compress(LISTED)), gzip.compress(bytes(2 * MB)))

TARGETS = (
    Target(name="feed", seeds=(*FEEDS, JSON_FEED, gzip.compress(JSON_FEED)), check=seed_reader(Via.FEED)),
    Target(name="sitemap", seeds=(SITEMAP, INDEX, gzip.compress(SITEMAP), HOME.encode() + b"a\n" + HOME.encode() + b"b\n"), check=seed_reader(Via.SITEMAP)),
    Target(name="pages of feeds and lists", seeds=(*FEEDS, LISTED), check=read_pages),
    Target(name="home page", seeds=(LISTED, *HTML[:2]), check=read_home),
    Target(name="WordPress interface", seeds=(POSTS, TYPES, b'[{"id": 3, "name": "A. Name"}]'), check=read_interface),
    Target(name="robots.txt and tdmrep.json", seeds=(ROBOTS, TDMREP), check=read_host_files),
    Target(name="charset", seeds=(*HTML[:3], "نص".encode("cp1256") * 50, "текст".encode("koi8-r") * 50, "文本".encode("gb18030") * 50), check=read_charset),
    Target(name="address", seeds=ADDRESSES, check=read_address),
    Target(name="date", seeds=MOMENTS, check=read_date),
    Target(name="text", seeds=TEXTS, check=read_text),
    Target(name="page", seeds=(*HTML, story().encode()), check=read_page),
    Target(name="record", seeds=TEXTS, check=write_record),
    Target(name="content coding", seeds=PACKED, check=read_coding),
    Target(name="archive", seeds=archived(), check=read_archive),
    Target(name="output file", seeds=(b'{"a": 1}\n{"b": "x"}\n', '{"خ": [1, {"a": null}]}\n'.encode()), check=read_part),
)
