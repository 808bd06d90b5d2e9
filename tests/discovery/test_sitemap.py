"""Sitemaps, indexes of them and lists of addresses: sound, broken and hostile."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import Via
from newscrawl.discovery import announced, sitemap
from newscrawl.discovery.reading import BATCH_LINKS, Child, SeedReading
from newscrawl.discovery.sitemap import read_sitemap, stream_sitemap
from newscrawl.discovery.sitemap_records import MAX_DEPTH
from newscrawl.discovery.xml_pieces import PIECE_BYTES, pieces_of
from tests.discovery.reading_of import about, only, read, urls

ROOT = Path(__file__).parents[2]
SITEMAPS_ORG = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
A = "https://courier.example/a"


def urlset(*entries: str, root: str = SITEMAPS_ORG) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {root}>{"".join(f"<url>{entry}</url>" for entry in entries)}</urlset>'


def index(*entries: str, root: str = SITEMAPS_ORG) -> str:
    return f"<sitemapindex {root}>{''.join(f'<sitemap>{entry}</sitemap>' for entry in entries)}</sitemapindex>"


def loc(address: str) -> str:
    return f"<loc>{address}</loc>"


def sitemap_of(body: str | bytes) -> SeedReading:
    return read(body, Via.SITEMAP)


def test_a_sitemap() -> None:
    reading = sitemap_of(urlset(f"{loc(A)}<lastmod>2026-11-20T10:15:00+03:00</lastmod><changefreq>daily</changefreq>", loc("/b")))
    assert (reading.unreadable, reading.is_cut, reading.refused, reading.dropped, reading.children) == (None, False, {}, {}, ())
    first = Link(url=A, outlet="courier", via=Via.SITEMAP, seed="https://courier.example/seed", hints=Hints(modified="2026-11-20T10:15:00+03:00"))
    assert reading.links[0] == first
    assert urls(reading) == [A, "https://courier.example/b"]


def test_a_news_sitemap() -> None:
    entry = """<loc>https://courier.example/bridge</loc><lastmod>2026-11-21</lastmod>
      <news:news><news:publication><news:name>Courier</news:name><news:language>ar</news:language></news:publication>
      <news:publication_date>2026-11-20T08:00Z</news:publication_date><news:title>افتتاح &lt;الجسر&gt; &amp;amp; الطريق</news:title>
      <news:keywords>جسور، طرق, محليات</news:keywords></news:news><image:image><image:loc>/i/bridge.jpg</image:loc><image:title>no</image:title></image:image>"""
    assert only(sitemap_of(urlset(entry, root=f"{SITEMAPS_ORG} {NEWS}"))).hints == Hints(
        title="افتتاح <الجسر> & الطريق",
        published="2026-11-20T08:00+00:00",
        modified="2026-11-21",
        tags=("جسور", "طرق", "محليات"),
        language="ar",
        image="https://courier.example/i/bridge.jpg",
    )


SPELLINGS = [
    ("no namespace", f"<urlset><url>{loc(A)}</url></urlset>"),
    ("https", f'<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9"><url>{loc(A)}</url></urlset>'),
    ("an old namespace", f'<urlset xmlns="http://www.google.com/schemas/sitemap/0.84"><url>{loc(A)}</url></urlset>'),
    ("a prefix", f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>{A}</s:loc></s:url></s:urlset>'),
    ("a prefix nobody declared", f"<urlset><url>{loc(A)}<news:news><news:title>T</news:title></news:news></url></urlset>"),
    ("capitals", f"<URLSET><Url><LOC>{A}</LOC></Url></URLSET>"),
    ("CDATA", f"<urlset><url><loc><![CDATA[ {A} ]]></loc></url></urlset>"),
    ("white space", f"<urlset>\n<url>\n<loc>\n {A}\n</loc>\n</url>\n</urlset>\n"),
    ("comments and instructions", f"<?xml-stylesheet href='x'?><!-- c --><urlset><!-- <url> --><url><?x?>{loc(A)}</url></urlset><!-- end -->"),
    ("a doctype", f"<!DOCTYPE urlset><urlset><url>{loc(A)}</url></urlset>"),
    ("a warning before it", f"<br />\n<b>Warning</b>: x in <b>/y.php</b> on line <b>3</b><br />\n{urlset(loc(A))}"),
    ("blank lines and marks", f"\n\n\ufeff{urlset(loc(A))}"),
    ("references that XML forbids", urlset(f"<loc>&#xD800;&#0;&#8;{A}&#x110000;&#9999999;</loc>")),
    ("controls", urlset(f"\x00\x0b{loc(A)}")),
    ("other children", f"<urlset><x><y/></x><url>{loc(A)}<video:video xmlns:video='v'><video:loc>/v</video:loc></video:video></url></urlset>"),
    ("two addresses", urlset(loc(A) + loc("/b"))),
    ("an entry that never ends", f"<urlset><url>{loc(A)}<url></url></urlset>"),
    ("the wrong root", f"<sitemapindex><url>{loc(A)}</url></sitemapindex>"),
]


@pytest.mark.parametrize("body", [case[1] for case in SPELLINGS], ids=[case[0] for case in SPELLINGS])
def test_spellings_of_one_sitemap(body: str) -> None:
    assert urls(sitemap_of(body)) == [A]


ADDRESSES = [
    ("/x?a=1&b=2", "https://courier.example/x?a=1&b=2", {}),
    ("/x?a=1&amp;b=2", "https://courier.example/x?a=1&b=2", {}),
    ("<![CDATA[/x?a=1&b=2]]>", "https://courier.example/x?a=1&b=2", {}),
    ("<!-- c -->/a", A, {}),
    ("/x&eacute;", "https://courier.example/x&eacute;", {}),
    ("", None, {"no_link": 1}),
    ("/", None, {"not_an_article_path": 1}),
    ("/seed", None, {"not_an_article_path": 1}),
    ("https://elsewhere.example/a", None, {"other_site": 1}),
    ("ftp://courier.example/a", None, {"bad_scheme": 1}),
    ("https://[", None, {"bad_url": 1}),
    ("/" + "x" * 30_000, None, {"bad_url": 1}),
    ("/../../etc/passwd", "https://courier.example/etc/passwd", {}),
]


@pytest.mark.parametrize(("address", "url", "refused"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_addresses(address: str, url: str | None, refused: dict[str, int]) -> None:
    reading = sitemap_of(urlset(loc(address)))
    assert (urls(reading), reading.refused) == ([url] if url else [], refused)


@pytest.mark.parametrize(
    ("date", "moment", "dropped"),
    [
        ("1970-01-01", None, {"absurd_date": 1}),
        ("2099-01-01", None, {"absurd_date": 1}),
        ("soon", None, {"unreadable_date": 1}),
        ("2026-11", "2026-11", {}),
    ],
)
def test_dates(date: str, moment: str | None, dropped: dict[str, int]) -> None:
    reading = sitemap_of(urlset(f"{loc(A)}<lastmod>{date}</lastmod>"))
    assert (only(reading).hints.modified, only(reading).hints.published, reading.dropped) == (moment, None, dropped)


def test_the_same_again() -> None:
    assert sitemap_of(urlset(loc(A), loc(f"{A}/?utm_source=x"), loc("http://www.courier.example/a"))).refused == {"duplicate_link": 2}


def test_an_index() -> None:
    reading = sitemap_of(
        index(
            f"{loc('https://courier.example/s1.xml.gz')}<lastmod>2026-11-20</lastmod>",
            loc("/s2.xml?page=2"),
            loc("/s2.xml?page=2"),
            loc("https://courier.example/seed"),
            loc("https://elsewhere.example/s.xml"),
            loc("javascript:1"),
            "",
            f"{loc('/s3.xml')}<lastmod>2099-01-01</lastmod>",
        )
    )
    assert reading.children == (
        Child(url="https://courier.example/s1.xml.gz", modified="2026-11-20"),
        Child(url="https://courier.example/s2.xml?page=2"),
        Child(url="https://courier.example/s3.xml"),
    )
    assert reading.refused == {"duplicate_link": 1, "self_reference": 1, "other_site": 1, "bad_scheme": 1, "no_link": 1}
    assert (reading.links, reading.dropped, reading.is_cut) == ((), {"absurd_date": 1}, False)


def test_an_index_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MAX_CHILDREN", 2)
    reading = sitemap_of(index(*(loc(f"/s{n}.xml") for n in range(5))))
    assert (len(reading.children), reading.refused) == (2, {"too_many_children": 3})


def test_a_list_of_addresses() -> None:
    body = f"{A}\r\n\r\n  https://courier.example/b\nnot an address\nhttps://elsewhere.example/\n{A}\nhttps://courier.example/{'x' * 100_000}"
    reading = sitemap_of(body)
    assert urls(reading)[:2] == [A, "https://courier.example/b"]
    assert reading.refused == {"other_site": 1, "duplicate_link": 1, "bad_url": 1}


def test_a_feed_for_a_sitemap() -> None:
    reading = sitemap_of("<rss><channel><item><link>/a</link><title>T</title></item></channel></rss>")
    assert (only(reading).url, only(reading).via, only(reading).hints.title) == (A, Via.SITEMAP, "T")


ENTITY = '<!ENTITY a "b">'
UNREADABLE = [
    ("", "empty"),
    (" \n", "empty"),
    ("<!DOCTYPE html><html><body>Not found</body></html>", "html"),
    ('{"a": 1}', "json"),
    ("Service unavailable", "not_a_sitemap"),
    ("<error>no</error>", "not_a_sitemap"),
    ("<!-- never closed", "not_a_sitemap"),
    (f"<!DOCTYPE x [{ENTITY}]>{urlset(loc(A))[39:]}", "entities"),
    (f"<!doctype x [<!-- c --> {ENTITY.lower()}]>{urlset(loc(A))[39:]}", "entities"),
    (f"<!DOCTYPE x [{ENTITY}]><rss><channel><item><link>/a</link></item></channel></rss>", "entities"),
    (f"<!DOCTYPE x [{ENTITY}", "entities"),
    ("<urlset>" + "<a>" * 100_000, "too_deep"),
]


@pytest.mark.parametrize(("body", "reason"), UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_is_no_sitemap(body: str, reason: str) -> None:
    assert sitemap_of(body) == SeedReading(unreadable=reason)


def test_a_comment_about_entities_is_none() -> None:
    assert urls(sitemap_of(f"<!-- {ENTITY} --><!DOCTYPE urlset SYSTEM 'x'>{urlset(loc(A))[39:]}")) == [A]


def test_empty_sitemaps_are_sitemaps() -> None:
    assert sitemap_of(urlset()) == SeedReading()
    assert sitemap_of("<sitemapindex/>") == SeedReading()


@pytest.mark.promise("T8")
def test_a_body_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    body = urlset(loc(A)).encode()
    monkeypatch.setattr(sitemap, "MAX_SITEMAP_BYTES", len(body))
    assert len(read_sitemap(body, **about(Via.SITEMAP)).links) == 1
    assert read_sitemap(body + b" ", **about(Via.SITEMAP)).unreadable == "too_large"


CUT = urlset(loc(A), f"{loc('/b')}<lastmod>2026-11-20</lastmod>", loc("/c"))


@pytest.mark.promise("T10")
@pytest.mark.parametrize("end", range(CUT.index("<url>"), len(CUT)))
def test_a_cut_sitemap_gives_the_whole_entries_before_the_cut(end: int) -> None:
    reading = sitemap_of(CUT[:end])
    assert urls(reading) == [A, "https://courier.example/b", "https://courier.example/c"][: CUT[:end].count("</url>")]
    assert reading.is_cut


@pytest.mark.promise("T8")
def test_an_attack_behind_sound_entries_costs_only_what_follows() -> None:
    for attack in ("<x>" * (MAX_DEPTH + 1), "<url><" * 1_000, "</x>" * 100_000):
        reading = sitemap_of(urlset(loc(A)).replace("</urlset>", attack + "</urlset>" + f"<url>{loc('/z')}</url>" * 2_000))
        assert (reading.links[0].url, reading.unreadable) == (A, None)
        assert reading.is_cut


@pytest.mark.promise("T8")
@pytest.mark.parametrize(
    "filler",
    [
        "x" * 10_000_001,
        f"<url>{loc('x' * 10_000_001)}</url>",
        f"<url a='{'x' * 10_000_001}'/>",
        "<!--" + "x" * 10_000_001 + "-->",
        "<a:b/>" * 100_000,
        "&a;" * 1_000_000,
        "<url " + " ".join(f"a{n}='1'" for n in range(50_000)) + "/>",
    ],
    ids=["text", "address", "attribute", "comment", "names", "references", "attributes"],
)
def test_ten_million_characters_on_one_line(filler: str) -> None:
    reading = sitemap_of(f"<urlset><url>{loc(A)}</url>{filler}<url>{loc('/b')}</url></urlset>")
    assert urls(reading) == [A, "https://courier.example/b"]


def test_links_come_in_batches() -> None:
    batches: list[tuple[Link, ...]] = []
    body = urlset(*(loc(f"/{n}") for n in range(2 * BATCH_LINKS + 1))).encode()
    assert stream_sitemap(body, **about(Via.SITEMAP), emit=batches.append).links == ()
    assert [len(batch) for batch in batches] == [BATCH_LINKS, BATCH_LINKS, 1]


def test_there_is_a_most_of_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announced, "MAX_LINKS", 3)
    reading = sitemap_of(urlset(*(loc(f"/{n}") for n in (0, 1, 2, 3, 4, 0))))
    assert (len(reading.links), reading.refused) == (3, {"too_many_links": 2, "duplicate_link": 1})


MEMORY = """
import sys
from tests.discovery.reading_of import about
from newscrawl.core.outlet import Via
from newscrawl.discovery.sitemap import stream_sitemap

def peak_kb(): return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])

def body_of(count):
    entries = (b"<url><loc>https://courier.example/2026/%d/</loc><lastmod>2026-11-20</lastmod></url>" % n for n in range(count))
    return b"<urlset>" + b"".join(entries) + b"</urlset>"

stream_sitemap(body_of(5_000), **about(Via.SITEMAP), emit=lambda links: None)
body, counts = body_of(25_000), []
before = peak_kb()
stream_sitemap(body, **about(Via.SITEMAP), emit=lambda links: counts.append(len(links)))
print(sum(counts), (peak_kb() - before) * 1024 // 25_000)
"""


@pytest.mark.promise("T8")
@pytest.mark.no_cover
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell a process's peak memory")
def test_memory_does_not_grow_with_the_links() -> None:
    """A tree takes about 1,000 bytes for each address, a list of links more; their digests 100."""
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    links, bytes_each = map(int, done.stdout.split())
    assert links == 25_000
    assert bytes_each < 300


PIECES = ["<urlset>", "</urlset>", "<url>", "</url>", "<loc>", "</loc>", "/a", "&", "&amp;", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [", "<!ENTITY", "]>", "\x00", "<sitemap>", "<", "é", "\ufffe"]  # fmt: skip


@pytest.mark.promise("T17")
@given(st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: ("<urlset>" + "".join(pieces)).encode())))
def test_no_body_breaks_it(body: bytes) -> None:
    assert all(url.startswith("http") for url in urls(sitemap_of(body)))


@given(st.text("<>&;ax![]CDT", max_size=50), st.integers(0, 40))
def test_pieces_are_the_document_but_for_ampersands(text: str, filler: int) -> None:
    document = (text + "x" * filler + "<![CDATA[&a;]]>&b;>" + " " * PIECE_BYTES + "<a>&c").encode()
    assert b"".join(pieces_of(document, 0)).replace(b"&amp;", b"&") == document.replace(b"&amp;", b"&")
