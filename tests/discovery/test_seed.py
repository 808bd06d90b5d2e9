"""Whatever a seed answers: the right reader by what the body is, a named reason for what is none, and hints that are one clean line each."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Outlet, Via
from newscrawl.discovery import READ_SECONDS, READER_VERSIONS, read_seconds
from newscrawl.discovery.reading import SeedReading
from newscrawl.discovery.seed import MAX_BYTES, stream_seed
from newscrawl.discovery.session_params import SESSION_PARAMS
from tests.discovery.reading_of import COURIER, about, only, read, urls

A = "https://courier.example/a"
RSS = "<rss><channel><item><link>/a</link><title>{}</title></item></channel></rss>"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/><title>{}</title></entry></feed>"
URLSET = "<urlset><url><loc>/a</loc><news:news><news:title>{}</news:title></news:news></url></urlset>"
JSON = '{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "/a", "title": "{}"}}]}}'
INDEX = "<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>"

ANSWERS = [
    # via, body, links, children, unreadable
    (Via.FEED, RSS, 1, 0, None),
    (Via.FEED, ATOM, 1, 0, None),
    (Via.FEED, JSON.format("t"), 1, 0, None),
    (Via.FEED, "\ufeff\n " + JSON.format("t"), 1, 0, None),
    (Via.FEED, '{"code": 404}', 0, 0, "json"),
    (Via.FEED, "[]", 0, 0, "json"),
    (Via.FEED, URLSET, 0, 0, "not_a_feed"),
    (Via.FEED, A, 0, 0, "not_a_feed"),
    (Via.SITEMAP, URLSET, 1, 0, None),
    (Via.SITEMAP, INDEX, 0, 1, None),
    (Via.SITEMAP, A, 1, 0, None),
    (Via.SITEMAP, RSS, 1, 0, None),
    (Via.SITEMAP, ATOM, 1, 0, None),
    (Via.SITEMAP, JSON.format("t"), 0, 0, "json"),
    (Via.WORDPRESS, "[]", 0, 0, "not_read_yet"),
    (Via.LISTING, "<html/>", 0, 0, "not_read_yet"),
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(("via", "body", "links", "children", "unreadable"), ANSWERS)
def test_the_body_decides(pack: type[bytes], via: Via, body: str, links: int, children: int, unreadable: str | None) -> None:
    reading = read(pack(body.encode()), via, content_type="text/html")
    assert (len(reading.links), len(reading.children), reading.unreadable) == (links, children, unreadable)
    assert all((link.via, link.seed) == (via, "https://courier.example/seed") for link in reading.links)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<!DOCTYPE x [<!ENTITY l0 "laugh">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY q "{"q" * 50_000}">]>'
XXE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x [<!ENTITY % f SYSTEM "http://127.0.0.1/x.dtd"> %f;]>'
HTML = "<!DOCTYPE html><html><head><title>Not found</title></head><body><p>No.</p></body></html>"

BAD = [
    # what it is, via, body, links, unreadable, is_cut
    ("html for a feed", Via.FEED, HTML, 0, "html", False),
    ("html for a sitemap", Via.SITEMAP, HTML, 0, "html", False),
    ("a cut feed", Via.FEED, RSS.replace("{}</title></item></channel></rss>", "half"), 1, None, True),
    ("a cut sitemap", Via.SITEMAP, URLSET[:-3], 1, None, True),
    ("a cut JSON feed", Via.FEED, JSON.format("t")[:-1], 1, None, True),
    ("a billion laughs in a feed", Via.FEED, BILLION + RSS.format("&l9;"), 1, None, False),
    ("a billion laughs in a sitemap", Via.SITEMAP, BILLION + URLSET.format("&l9;"), 0, "entities", False),
    ("quadratic in a feed", Via.FEED, QUADRATIC + RSS.format("&q;" * 50_000), 1, None, False),
    ("quadratic in a sitemap", Via.SITEMAP, QUADRATIC + URLSET.format("&q;" * 50_000), 0, "entities", False),
    ("a file in a feed", Via.FEED, XXE + RSS.format("&f;"), 1, None, False),
    ("a file in a sitemap", Via.SITEMAP, XXE + URLSET.format("&f;"), 0, "entities", False),
    ("a remote DTD in a sitemap", Via.SITEMAP, REMOTE + URLSET, 0, "entities", False),
    ("a feed of nothing but entities", Via.FEED, QUADRATIC, 0, "entities", False),
    ("10 MB on one line of a feed", Via.FEED, RSS.format("a b " * 2_500_000), 1, None, False),
    ("10 MB in one word of a feed", Via.FEED, RSS.format("a" * 10_000_000), 1, None, False),
    ("10 MB on one line of a sitemap", Via.SITEMAP, URLSET.format("a b " * 2_500_000), 1, None, False),
    ("10 MB on one line of a JSON feed", Via.FEED, JSON.format("a b " * 2_500_000), 1, None, False),
    ("10 MB on one line of a list", Via.SITEMAP, A + "\nhttps://courier.example/" + "a" * 10_000_000, 1, None, False),
    ("100,000 levels in a feed", Via.FEED, RSS.replace("<title>", "<x>" * 100_000 + "<title>"), 1, None, False),
    (
        "a million levels in an entry",
        Via.FEED,
        RSS.replace("<title>", "<x>" * 1_000_000 + "<title>").replace("</channel>", "<item><link>/b</link></item></channel>"),
        1,
        None,
        False,
    ),
    ("a million entries that never end", Via.FEED, "<rss><channel>" + "<item>" * 1_000_000, 0, "too_large_and_broken", False),
    ("100,000 levels in a sitemap", Via.SITEMAP, URLSET.replace("</urlset>", "<x>" * 100_000), 1, None, True),
    ("100,000 levels in a JSON feed", Via.FEED, JSON.format("t").replace("]", "," + "[" * 100_000), 1, None, True),
    ("a gzip file that is cut", Via.SITEMAP, gzip.compress(URLSET.encode())[:-9], 0, "cut_gzip", False),
    ("a gzip file that is damaged", Via.FEED, gzip.compress(RSS.encode())[:-8] + b"\0" * 8, 0, "damaged_gzip", False),
    ("a gzip bomb", Via.SITEMAP, gzip.compress(b" " * 30_000_000), 0, "gzip_bomb", False),
    ("a gzip file in a gzip file", Via.SITEMAP, gzip.compress(gzip.compress(URLSET.encode())), 0, "not_a_sitemap", False),
    ("too large", Via.FEED, b" " * (MAX_BYTES[Via.FEED] + 1), 0, "too_large", False),
    ("too large", Via.SITEMAP, b" " * (MAX_BYTES[Via.SITEMAP] + 1), 0, "too_large", False),
    ("nothing", Via.FEED, "", 0, "empty", False),
    ("zeros", Via.SITEMAP, b"\0" * 1000, 0, "not_a_sitemap", False),
    ("a text", Via.FEED, "Service unavailable", 0, "not_a_feed", False),
]


@pytest.mark.no_cover
@pytest.mark.parametrize(("via", "body", "links", "unreadable", "is_cut"), [row[1:] for row in BAD], ids=[f"{row[0]}-{row[1]}" for row in BAD])
def test_bad_input(via: Via, body: str | bytes, links: int, unreadable: str | None, is_cut: bool) -> None:
    emitted: list[tuple[Link, ...]] = []
    reading = stream_seed(body.encode() if isinstance(body, str) else body, **about(via), emit=emitted.append)
    found = [link.url for batch in emitted for link in batch]
    assert (len(found), reading.unreadable, reading.is_cut) == (links, unreadable, is_cut)
    assert links == 0 or found[0] in (A, "https://courier.example/b")
    assert not (unreadable and emitted)


FORMATS = [(Via.FEED, RSS), (Via.FEED, ATOM), (Via.FEED, JSON), (Via.SITEMAP, URLSET)]
TITLES = [
    ("Rain\x00 and wind", "Rain and wind"),
    ("Rain\nand\r\n\twind", "Rain and wind"),
    ("Rain\u2028and\u2029wind\u2028", "Rain and wind"),
    ("Rain \u202eand\u202c wind\ufeff", "Rain and wind"),
    ("../../etc/passwd", "../../etc/passwd"),
]


@pytest.mark.parametrize(("via", "body"), FORMATS, ids=["rss", "atom", "json", "sitemap"])
@pytest.mark.parametrize(("title", "expected"), TITLES, ids=range(len(TITLES)))
def test_titles_are_one_clean_line(via: Via, body: str, title: str, expected: str) -> None:
    text = json.dumps(title, ensure_ascii=False)[1:-1] if body is JSON else title
    assert only(read(body.format(text), via)).hints.title == expected


def test_lone_surrogates_of_a_json_feed() -> None:
    item = r'{"url": "/a\udc00", "title": "x\ud800y", "id": "\udfff", "summary": "\ud83d\ude00", "tags": ["\ud800"], "authors": [{"name": "\udc00"}], "language": "\ud800"}'
    link = only(read(f'{{"items": [{item}]}}', Via.FEED))
    assert (link.url, link.hints.title, link.hints.summary) == ("https://courier.example/a%EF%BF%BD", "x\ufffdy", "😀")
    assert json.dumps([link.url, *texts_of(link.hints)], ensure_ascii=False).encode()


GUIDS = ["../../../../etc/passwd", "/etc/passwd", "..\\..\\windows", "a/../b", "%2e%2e%2f", "file:///etc/passwd", "\x00/etc/passwd"]


@pytest.mark.parametrize("guid", GUIDS)
def test_a_guid_is_a_text_and_leads_nowhere(guid: str) -> None:
    for body in (
        f'<rss><channel><item><guid isPermaLink="false">{guid}</guid><link>/a</link></item></channel></rss>',
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>{guid}</id><link href='/a'/></entry></feed>",
        json.dumps({"items": [{"id": guid, "url": "/a"}]}),
    ):
        assert only(read(body, Via.FEED)).url == A


SESSIONS = [
    "/a;jsessionid=1F2E{}?x=1",
    "/a;JSESSIONID=1F2E{}.node1?x=1",
    "/a?PHPSESSID={}abc&x=1",
    "/a?x=1&phpsessid={}abc",
    "/a?x=1&ASPSESSIONIDQQSBABDC={}ABC",
    "/a?x=1&ASP.NET_SessionId={}abc",
    "/a?CFID={}&CFTOKEN=9&x=1",
    "/a?x=1&zenid={}&oscsid={}",
]


@pytest.mark.parametrize("address", SESSIONS)
def test_a_session_is_no_part_of_an_address(address: str) -> None:
    first, second = (json.dumps({"items": [{"url": address.format(n, n)}]}) for n in (1, 22))
    assert urls(read(first, Via.FEED)) == urls(read(second, Via.FEED)) == ["https://courier.example/a?x=1"]


def test_each_parameter_of_sessions_has_an_example() -> None:
    examples = " ".join(SESSIONS).lower()
    assert [name for name in SESSION_PARAMS if not re.search(rf"[?&;]{name}=", examples)] == []


CHARSETS = [
    # written in, declared in the document, Content-Type, the outlet's
    ("utf-8", None, None, None),
    ("utf-8", "windows-1256", "text/xml; charset=windows-1256", "windows-1256"),
    ("utf-8", "iso-8859-1", "text/xml; charset=iso-8859-1", None),
    ("utf-8-sig", "utf-8", None, None),
    ("cp1256", "windows-1256", None, None),
    ("cp1256", "utf-8", "text/xml; charset=utf-8", None),
    ("cp1256", None, "text/xml; charset=windows-1256", None),
    ("cp1256", None, None, "windows-1256"),
    ("cp1256", "nonsense", "text/xml; charset=nonsense", None),
    ("iso8859-6", "iso-8859-6", None, None),
    ("iso8859-6", None, "text/xml; charset=iso-8859-6", None),
    ("utf-16", "utf-16", None, None),
    ("utf-16-le", None, "text/xml; charset=utf-16", None),
    ("utf-16-be", None, None, None),
    ("utf-16-le", "utf-8", "text/xml; charset=utf-8", None),
]


@pytest.mark.parametrize(("written", "declared", "content_type", "charset"), CHARSETS)
@pytest.mark.parametrize(("via", "body"), FORMATS, ids=["rss", "atom", "json", "sitemap"])
def test_charsets(via: Via, body: str, written: str, declared: str | None, content_type: str | None, charset: str | None) -> None:
    if body is JSON and not (content_type or charset or written.startswith("utf")):
        return  # JSON has no declaration of its own
    title = "حصاد القمح يبدأ في الوادي قبل موعده"
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared and body is not JSON else ""
    outlet = Outlet(slug="courier", name="Courier", home=COURIER.home, charset=charset)
    assert only(read((declaration + body.format(title)).encode(written), via, outlet=outlet, content_type=content_type)).hints.title == title


def texts_of(hints: Hints) -> list[str]:
    values = [getattr(hints, field.name) for field in fields(hints)]
    return [text for value in values if value for text in (value if isinstance(value, tuple) else (value,))]


NASTY = st.text(st.characters() | st.sampled_from("\n\r\x00\x0b\x85\u2028\u2029\ud800\x1f\u202e<>&;]["), max_size=30)
BROKEN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@given(NASTY, st.sampled_from(["title", "id", "summary", "language", "image", "date_published"]))
def test_hints_of_json_never_break_a_line(text: str, name: str) -> None:
    item = {"url": "/a", name: text, "tags": [text], "authors": [{"name": text}]}
    reading = read(json.dumps({"items": [item], "title": text, "language": text}), Via.FEED)
    assert [text for text in texts_of(only(reading).hints) if BROKEN_LINE.search(text)] == []
    assert not BROKEN_LINE.search(reading.title or "")


@given(
    NASTY,
    st.sampled_from(
        ["title", "guid", "description", "dc:language", "pubDate", "category", "author", "news:title", "news:keywords", "news:language", "lastmod"]
    ),
)
def test_hints_of_xml_never_break_a_line(text: str, name: str) -> None:
    written = "".join(f"&#{ord(char)};" for char in text)
    rss = f"<rss><channel><item><link>/a</link><{name}>{written}</{name}><title>{text}</title></item></channel></rss>"
    urlset = f"<urlset><url><loc>/a</loc><news><{name}>{written}</{name}><title>{text}</title></news><{name}>{written}</{name}></url></urlset>"
    for via, body in ((Via.FEED, rss), (Via.SITEMAP, urlset)):
        for link in read(body.encode("utf-8", "surrogatepass"), via).links:
            assert [text for text in texts_of(link.hints) if BROKEN_LINE.search(text)] == []


@given(st.binary(max_size=300), st.sampled_from(list(Via)))
def test_no_bytes_break_it(body: bytes, via: Via) -> None:
    assert isinstance(read(body, via), SeedReading)


def test_every_via_has_a_version_and_those_without_a_reader_have_none() -> None:
    assert set(READER_VERSIONS) == set(Via)
    assert {via for via, version in READER_VERSIONS.items() if version} == set(MAX_BYTES)


def test_a_larger_body_may_take_longer() -> None:
    assert read_seconds(b"") == READ_SECONDS
    assert read_seconds(b" " * 30_000_000) > 100
    assert read_seconds(b"\x1f\x8b") > 100  # what it holds is not known yet


MEMORY = """
from tests.discovery.reading_of import about
from newscrawl.core.outlet import Via
from newscrawl.discovery.seed import stream_seed

def peak_kb(): return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

def body_of(count):
    items = (b"<item><link>https://courier.example/%d</link><title>A title of the usual length, number %d</title></item>" % (n, n) for n in range(count))
    return b"<rss><channel>" + b"".join(items) + b"</channel></rss>"

stream_seed(body_of(11_000), **about(Via.FEED), emit=lambda links: None)
body, counts = body_of(15_000), []
before = peak_kb()
stream_seed(body, **about(Via.FEED), emit=lambda links: counts.append(len(links)))
print(sum(counts), (peak_kb() - before) // 1024)
"""


@pytest.mark.no_cover
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a process's peak memory")
def test_a_large_feed_is_read_in_flat_memory() -> None:
    """Parsed at once, 15,000 entries take over 60 MB."""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, cwd=root, env={"PYTHONPATH": str(root)})
    links, megabytes = map(int, done.stdout.split())
    assert links == 15_000
    assert megabytes < 20
