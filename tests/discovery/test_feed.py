"""Feeds: well-formed, broken and hostile ones. Each entry is a link or has a reason, and nothing raises."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.link import Hints, Link
from newscrawl.core.outlet import ArticleRules, Outlet, Seed, Serves, Via
from newscrawl.discovery import READER_VERSIONS, feed
from newscrawl.discovery.feed import PERIOD_MINUTES, read_feed
from newscrawl.discovery.place import MAX_GUID_CHARS, MAX_NAMES, MAX_SUMMARY_CHARS, MAX_TITLE_CHARS
from newscrawl.discovery.reading import SeedReading

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples" / "feeds"

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
URL = "https://courier.example/feed/"
SEED = Seed(via=Via.FEED, url=URL, serves=Serves.LATEST)
COURIER = Outlet(slug="courier", name="Courier", home="https://www.courier.example/", timezone="Asia/Aden")


def read(body: bytes | str, outlet: Outlet = COURIER, base_url: str = URL, content_type: str | None = "application/rss+xml") -> SeedReading:
    raw = body.encode() if isinstance(body, str) else body
    return read_feed(raw, seed=SEED, outlet=outlet, base_url=base_url, content_type=content_type, now=NOW)


def rss(*items: str, channel: str = "", root: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {root}><channel>{channel}{"".join(f"<item>{item}</item>" for item in items)}</channel></rss>'


def only(reading: SeedReading) -> Link:
    (link,) = reading.links
    return link


def hints(item: str, **more: str) -> Hints:
    return only(read(rss(f"<link>https://courier.example/a</link>{item}", **more))).hints


def urls(reading: SeedReading) -> list[str]:
    return [link.url for link in reading.links]


# whole feeds


def test_rss() -> None:
    reading = read((SAMPLES / "rss2.xml").read_bytes())
    assert (reading.unreadable, reading.is_cut, reading.refused, reading.dropped) == (None, False, {}, {})
    assert (reading.title, reading.language, reading.self_url, reading.ttl_minutes) == ("بريد الوادي", "ar", URL, 30)
    assert reading.links == (
        Link(
            url="https://courier.example/2026/11/bridge/",
            outlet="courier",
            via=Via.FEED,
            seed=URL,
            hints=Hints(
                title="افتتاح جسر الوادي بعد عامين من العمل – صور",
                published="2026-11-22T07:15:20+00:00",
                authors=("سلمى الحداد", "نادر عوض"),
                tags=("محليات", "جسور & طرق"),
                summary="عبرت أول حافلة الجسر صباح اليوم. وصفق الأهالي.",
                language="ar",
                image="https://courier.example/images/bridge.jpg",
                guid="https://courier.example/?p=11",
            ),
        ),
        Link(
            url="https://courier.example/2026/11/bakers/",
            outlet="courier",
            via=Via.FEED,
            seed=URL,
            hints=Hints(
                title="Bakers return to the old market",
                published="2026-11-22T09:05+03:00",
                authors=("Ruth Field",),
                language="ar",
                image="https://cdn.example/bakers.jpg",
                guid="https://courier.example/?p=12",
            ),
        ),
    )


def test_atom() -> None:
    reading = read((SAMPLES / "atom.xml").read_bytes())
    assert (reading.refused, reading.title, reading.language, reading.self_url) == ({}, "Courier notes", "en", "https://courier.example/notes.atom")
    first, second = reading.links
    assert first.url == "https://courier.example/blog/marche.html"
    assert first.hints == Hints(
        title="Le marché rouvre & chante",
        published="2026-11-20T08:00:00+01:00",
        modified="2026-11-21T09:30:00+01:00",
        authors=("Anne Rivière",),
        summary="Les étals sont revenus.",
        language="en",
        image="https://courier.example/blog/marche.png",
        guid="tag:courier.example,2026:1",
    )
    assert second.url == "https://courier.example/blog/tags.html"
    assert (second.hints.title, second.hints.published, second.hints.modified) == ("How to write <b> in HTML", None, "2026-11-19")


def test_rdf() -> None:
    link = only(read((SAMPLES / "rdf.xml").read_bytes()))
    assert link.url == "https://courier.example/frost"
    assert link.hints == Hints(
        title="Late frost spares the orchards",
        published="2026-04-02T05:30+01:00",
        authors=("M. Orchard",),
        tags=("Farming",),
        guid="https://courier.example/frost",
    )


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0", "9"])
def test_every_version_of_rss(version: str) -> None:
    assert urls(read(f'<rss version="{version}"><channel><item><link>https://courier.example/a</link></item></channel></rss>')) == [
        "https://courier.example/a"
    ]


def test_the_old_atom() -> None:
    body = '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><link href="/a"/><issued>2004-05-01T10:15Z</issued></entry></feed>'
    assert only(read(body)).hints.published == "2004-05-01T10:15+00:00"


# which address


LINK_CASES = [
    # what it is, item, addresses, refused
    ("plain", "<link>https://courier.example/a</link>", "https://courier.example/a", {}),
    ("white space around", "<link>\n https://courier.example/a \n</link>", "https://courier.example/a", {}),
    ("in CDATA, with an ampersand", "<link><![CDATA[https://courier.example/?p=1&q=2]]></link>", "https://courier.example/?p=1&q=2", {}),
    ("root-relative", "<link>/a</link>", "https://courier.example/a", {}),
    ("relative to the seed's folder", "<link>a</link>", "https://courier.example/feed/a", {}),
    ("relative to the scheme", "<link>//courier.example/a</link>", "https://courier.example/a", {}),
    ("a query alone", "<link>?p=5</link>", "https://courier.example/feed/?p=5", {}),
    ("another host of the outlet", "<link>http://www.courier.example/a</link>", "http://www.courier.example/a", {}),
    ("guid that is an address", "<guid>https://courier.example/?p=1</guid>", "https://courier.example/?p=1", {}),
    ("guid that is none", "<guid>12345</guid>", None, {"no_link": 1}),
    ("guid that says it is none", '<guid isPermaLink="false">https://courier.example/?p=1</guid>', None, {"no_link": 1}),
    ("guid instead of a bad link", "<guid>https://courier.example/g</guid><link>mailto:desk@courier.example</link>", "https://courier.example/g", {}),
    ("javascript", "<link>javascript:void(0)</link>", None, {"bad_scheme": 1}),
    ("mailto", "<link>mailto:desk@courier.example</link>", None, {"bad_scheme": 1}),
    ("file", "<link>file:///etc/passwd</link>", None, {"bad_scheme": 1}),
    ("no link", "<title>Alone</title>", None, {"no_link": 1}),
    ("empty link", "<link></link>", None, {"no_link": 1}),
    ("no host", "<link>https://</link>", None, {"not_an_article_path": 1}),
    ("the home page", "<link>https://courier.example/</link>", None, {"not_an_article_path": 1}),
    ("the seed itself", "<link>/feed</link>", None, {"not_an_article_path": 1}),
    ("credentials", "<link>https://me:secret@courier.example/a</link>", None, {"bad_url": 1}),
    ("bad port", "<link>https://courier.example:99999/a</link>", None, {"bad_url": 1}),
    ("broken brackets", "<link>https://[courier.example/a</link>", None, {"no_link": 1}),
    ("another site", "<link>https://elsewhere.example/a</link>", None, {"other_site": 1}),
]


@pytest.mark.parametrize(("item", "url", "refused"), [case[1:] for case in LINK_CASES], ids=[case[0] for case in LINK_CASES])
def test_the_address_of_an_entry(item: str, url: str | None, refused: dict[str, int]) -> None:
    reading = read(rss(item))
    assert urls(reading) == ([url] if url else [])
    assert reading.refused == refused


def test_the_address_behind_a_feed_service() -> None:
    item = "<link>https://feedproxy.example/~r/1</link><feedburner:origLink>https://courier.example/a</feedburner:origLink>"
    body = rss(item, root='xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"')
    assert urls(read(body)) == ["https://courier.example/a"]


def test_an_outlet_that_announces_at_another_host() -> None:
    outlet = Outlet(slug="courier", name="Courier", home="https://paper.example/")
    assert len(read(rss("<link>https://courier.example/a</link>", "<link>https://paper.example/b</link>"), outlet).links) == 2


def test_the_article_path_and_the_parameters_of_identity() -> None:
    outlet = Outlet(
        slug="courier", name="Courier", home="https://courier.example/", article=ArticleRules(path="^/20[0-9]{2}/", keep_params=("utm_id",))
    )
    reading = read(rss("<link>/2026/a?utm_id=1</link>", "<link>/2026/a?utm_id=2</link>", "<link>/about/</link>"), outlet)
    assert urls(reading) == ["https://courier.example/2026/a?utm_id=1", "https://courier.example/2026/a?utm_id=2"]
    assert reading.refused == {"not_an_article_path": 1}


def test_each_xml_base_holds_for_its_entry_only() -> None:
    body = '<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="/deep/"><link href="a"/></entry><entry><link href="b"/></entry></feed>'
    assert urls(read(body)) == ["https://courier.example/deep/a", "https://courier.example/feed/b"]


# the same again


def test_duplicates_by_name() -> None:
    reading = read(
        rss(
            '<link>https://courier.example/a</link><guid isPermaLink="false">1</guid><title>first</title>',
            '<link>http://www.courier.example/a/?utm_source=x</link><guid isPermaLink="false">1</guid><title>again</title>',
            '<link>https://courier.example/a</link><guid isPermaLink="false">2</guid>',
            "<link>https://courier.example/a</link>",
        )
    )
    assert only(reading).hints.title == "first"
    assert reading.refused == {"duplicate_guid": 1, "duplicate_link": 2}


def test_a_guid_used_twice_loses_no_article() -> None:
    same = '<guid isPermaLink="false">post</guid>'
    reading = read(rss(f"<link>https://courier.example/a</link>{same}", f"<link>https://courier.example/b</link>{same}"))
    assert urls(reading) == ["https://courier.example/a", "https://courier.example/b"]
    assert reading.refused == {}


# hints


DATE_CASES = [
    ("<pubDate>Sun, 22 Nov 2026 10:15:20 +0300</pubDate>", "2026-11-22T10:15:20+03:00", None, {}),
    ("<pubDate>Sun, 22 Nov 2026 10:15:20 AST</pubDate>", "2026-11-22T10:15:20+03:00", None, {}),
    ("<pubDate>22 نوفمبر 2026</pubDate>", "2026-11-22", None, {}),
    ("<dc:date>2026-11-22T10:15Z</dc:date>", "2026-11-22T10:15+00:00", None, {}),
    ("<dcterms:created>2026-11-22</dcterms:created>", "2026-11-22", None, {}),
    ("<pubDate>2026-11-20T10:00Z</pubDate><dc:date>2026-11-21T10:00Z</dc:date>", "2026-11-20T10:00+00:00", "2026-11-21T10:00+00:00", {}),
    ("<pubDate>2026-11-20T10:00Z</pubDate><dc:date>2026-11-20T13:00+03:00</dc:date>", "2026-11-20T10:00+00:00", None, {}),
    ("<pubDate>2026-11-20T10:00Z</pubDate><dc:date>2026-11-19</dc:date>", "2026-11-20T10:00+00:00", None, {}),
    ("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>", None, None, {"absurd_date": 1}),
    ("<pubDate>Sun, 22 Nov 2099 00:00:00 GMT</pubDate>", None, None, {"absurd_date": 1}),
    ("<pubDate>قبل ساعتين</pubDate>", None, None, {"unreadable_date": 1}),
    ("<pubDate>03/05/2024</pubDate>", None, None, {"unreadable_date": 1}),
    ("<pubDate> </pubDate>", None, None, {}),
    ("", None, None, {}),
]


@pytest.mark.parametrize(("item", "published", "modified", "dropped"), DATE_CASES)
def test_dates(item: str, published: str | None, modified: str | None, dropped: dict[str, int]) -> None:
    root = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    reading = read(rss(f"<link>https://courier.example/a</link>{item}", root=root))
    assert (only(reading).hints.published, only(reading).hints.modified) == (published, modified)
    assert reading.dropped == dropped


TITLE_CASES = [
    ("Rain &amp;amp; wind", "Rain & wind"),
    ("Rain &amp;#8217;n&amp;#8217; wind", "Rain ’n’ wind"),
    ("<![CDATA[<b>Rain</b> and <i>w</i>ind]]>", "Rain and wind"),
    ("<![CDATA[Rain<br>and wind]]>", "Rain and wind"),
    ("2 &lt; 3 and 5 > 4", "2 < 3 and 5 > 4"),
    ("\n  Rain \t and\n wind ", "Rain and wind"),
    ("Rain\x00\x07 and &#0;&#8;&#xD800;&#x110000;&#99999999999999999999;wind", "Rain and wind"),
    ("\u200fمطر\u200f", "مطر"),
    ("<![CDATA[<script>alert(1)</script><style>p{}</style>Rain<!-- no -->]]>", "Rain"),
    ("<![CDATA[<!-- nothing -->]]>", None),
    ("", None),
]


@pytest.mark.parametrize(("title", "expected"), TITLE_CASES)
def test_titles(title: str, expected: str | None) -> None:
    assert hints(f"<title>{title}</title>").title == expected


def test_hints_are_bounded() -> None:
    long = "ا ب " * 50_000
    tags = "".join(f"<category>t{n}</category>" for n in range(MAX_NAMES + 5))
    given = hints(f'<title>{long}</title><description>&lt;p&gt;{long}&lt;/p&gt;</description><guid isPermaLink="false">{long}</guid>{tags}')
    assert len(given.title or "") in range(MAX_TITLE_CHARS - 2, MAX_TITLE_CHARS + 1)
    assert len(given.summary or "") in range(MAX_SUMMARY_CHARS - 2, MAX_SUMMARY_CHARS + 1)
    assert len(given.guid or "") == MAX_GUID_CHARS
    assert len(given.tags) == MAX_NAMES


AUTHOR_CASES = [
    ("<author>desk@courier.example (Ruth Field)</author>", ("Ruth Field",)),
    ("<author>Ruth Field</author>", ("Ruth Field",)),
    ("<author>Ruth Field &lt;desk@courier.example&gt;</author>", ("Ruth Field",)),
    ("<author><name>Ruth Field</name><email>desk@courier.example</email></author>", ("Ruth Field",)),
    ("<author>desk@courier.example</author>", ()),
    ("<author></author>", ()),
    ("<author>&lt;b&gt;Ruth&lt;/b&gt; Field</author>", ("Ruth Field",)),
]


@pytest.mark.parametrize(("item", "authors"), AUTHOR_CASES)
def test_authors(item: str, authors: tuple[str, ...]) -> None:
    assert hints(item).authors == authors


def test_several_authors_of_which_one_has_an_address() -> None:
    root = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    assert hints("<dc:creator>A. Orchard</dc:creator><author>desk@courier.example (Ruth Field)</author>", root=root).authors == ("A. Orchard",)


def test_a_whole_text_is_no_summary() -> None:
    root = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    assert hints("<content:encoded>All of it.</content:encoded>", root=root).summary is None
    assert hints("<description>Some.</description><content:encoded>All of it.</content:encoded>", root=root).summary == "Some."


IMAGE_CASES = [
    ('<media:content url="/a.jpg" medium="image"/>', "https://courier.example/a.jpg"),
    ('<media:content url="/a.jpg" type="image/jpeg"/>', "https://courier.example/a.jpg"),
    ('<media:content url="/a.mp4" type="video/mp4"/>', None),
    ('<media:thumbnail url="https://cdn.example/t.jpg"/>', "https://cdn.example/t.jpg"),
    ('<enclosure url="/a.mp3" type="audio/mpeg"/>', None),
    ('<enclosure url="javascript:1" type="image/png"/><media:thumbnail url="/t.jpg"/>', "https://courier.example/t.jpg"),
    ("<media:thumbnail/>", None),
]


@pytest.mark.parametrize(("item", "image"), IMAGE_CASES)
def test_images(item: str, image: str | None) -> None:
    assert hints(item, root='xmlns:media="http://search.yahoo.com/mrss/"').image == image


@pytest.mark.parametrize(("raw", "language"), [("ar", "ar"), ("ar_YE", "ar-YE"), ("pt-BR", "pt-BR"), ("Arabic language", None), ("", None)])
def test_languages(raw: str, language: str | None) -> None:
    reading = read(rss("<link>https://courier.example/a</link>", channel=f"<language>{raw}</language>"))
    assert (reading.language, only(reading).hints.language) == (language, language)


def test_the_language_of_an_entry_wins() -> None:
    item = "<link>https://courier.example/a</link><dc:language>en</dc:language>"
    assert only(read(rss(item, channel="<language>ar</language>", root='xmlns:dc="http://purl.org/dc/elements/1.1/"'))).hints.language == "en"


@pytest.mark.parametrize(
    ("channel", "minutes"),
    [
        ("<ttl>60</ttl>", 60),
        ("<ttl>99999999</ttl>", 366 * 24 * 60),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 360),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>900</sy:updateFrequency>", 1),
        ("<ttl>5</ttl><sy:updatePeriod>daily</sy:updatePeriod>", 5),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("", None),
        *((f"<sy:updatePeriod>{period}</sy:updatePeriod>", minutes) for period, minutes in PERIOD_MINUTES.items()),
    ],
)
def test_how_long_to_wait(channel: str, minutes: int | None) -> None:
    assert read(rss(channel=channel, root='xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"')).ttl_minutes == minutes


@pytest.mark.parametrize(("href", "url"), [("/feed.xml", "https://courier.example/feed.xml"), ("javascript:1", None)])
def test_the_feeds_own_address_and_that_of_its_next_page(href: str, url: str | None) -> None:
    reading = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{href}"/><link rel="next" href="{href}"/></feed>')
    assert (reading.self_url, reading.next_url) == (url, url)


# charsets


@pytest.mark.promise("T17")
@pytest.mark.parametrize(
    ("written", "declared", "content_type", "charset"),
    [
        ("cp1256", "windows-1256", None, None),
        ("cp1256", "utf-8", None, None),
        ("cp1256", None, "text/xml; charset=windows-1256", None),
        ("cp1256", None, "text/xml", None),
        ("iso8859-6", None, None, "iso-8859-6"),
        ("utf-8", "windows-1256", "text/xml; charset=windows-1256", None),
        ("utf-8-sig", "utf-8", None, None),
        ("utf-16", "utf-16", None, None),
    ],
)
def test_charsets(written: str, declared: str | None, content_type: str | None, charset: str | None) -> None:
    title = "حصاد القمح يبدأ في الوادي قبل موعده"
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = f"{declaration}<rss><channel><item><title>{title}</title><link>https://courier.example/a</link></item></channel></rss>".encode(written)
    outlet = Outlet(slug="courier", name="Courier", home="https://courier.example/", charset=charset)
    assert only(read(body, outlet, content_type=content_type)).hints.title == title


# what is no feed, or half of one


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("<!DOCTYPE html><html><head><title>404</title></head><body>No.</body></html>", "html"),
        ("<?xml version='1.0'?><!-- x --><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "html"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "json"),
        ("Service unavailable", "not_a_feed"),
        ("<!-- never closed", "not_a_feed"),
        ("<!DOCTYPE rss [", "not_a_feed"),
        ("<!DOCTYPE rss", "not_a_feed"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]>', "entities"),
        ("<urlset><url><loc>https://courier.example/a</loc></url></urlset>", "not_a_feed"),
        ("<b>" * 2000, "not_a_feed"),
        ("/etc/passwd", "not_a_feed"),
        ("https://courier.example/feed/", "not_a_feed"),
    ],
)
def test_what_is_no_feed(body: str, reason: str) -> None:
    assert read(body) == SeedReading(unreadable=reason)


@pytest.mark.promise("T8")
def test_a_body_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    body = rss("<link>https://courier.example/a</link>")
    monkeypatch.setattr(feed, "MAX_FEED_BYTES", len(body))
    assert len(read(body).links) == 1
    assert read(body + " ").unreadable == "too_large"


def test_a_parser_that_breaks_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError

    monkeypatch.setattr(feedparser, "parse", broken)
    assert read(rss()).unreadable == "parser_failed"


def test_an_empty_feed_is_a_feed() -> None:
    assert read(rss()) == SeedReading()


@pytest.mark.promise("T10")
def test_a_cut_feed_gives_what_it_has_and_says_so() -> None:
    whole = rss("<link>https://courier.example/a</link>", "<title>half of it</title><link>https://courier.example/b</link>")
    cut = read(whole[: whole.index("half of")])
    assert urls(cut) == ["https://courier.example/a"]
    assert cut.is_cut
    assert not read(whole + "<!-- cached -->" * 5).is_cut
    assert not read(whole.replace("half of it", "salt & pepper")).is_cut


@pytest.mark.parametrize(
    "before",
    ["\n\n", "\ufeff", "\n\ufeff\n", "<br />\n<b>Warning</b>: something in <b>/x.php</b> on line <b>3</b><br />\n", "<!-- c -->", "Notice: x\n"],
)
def test_what_stands_before_a_feed(before: str) -> None:
    assert urls(read(before + rss("<link>https://courier.example/a</link>"))) == ["https://courier.example/a"]


@pytest.mark.promise("T17")
@pytest.mark.parametrize("flaw", ["salt & pepper", "salt&nbsp;pepper", "<b>salt", "salt &undefined; pepper", "salt \x0b\x1f pepper"])
def test_flaws_that_cost_nothing(flaw: str) -> None:
    body = rss(f"<link>https://courier.example/a</link><title>{flaw}</title>", "<link>https://courier.example/b</link>")
    assert urls(read(body)) == ["https://courier.example/a", "https://courier.example/b"]


# attacks


@pytest.mark.promise("T8")
def test_a_billion_laughs() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "laugh">{entities}]>'
        + rss("<title>&l9;</title><link>https://courier.example/a</link>")[21:]
    )
    assert len(body) < 1024
    assert only(read(body)).hints.title == "&l9;"


@pytest.mark.promise("T7")
def test_an_entity_never_opens_a_file() -> None:
    secret = (SAMPLES / "rdf.xml").as_uri()
    body = f'<!DOCTYPE rss [<!ENTITY f SYSTEM "{secret}"> ]  >' + rss("<title>&f;</title><link>https://courier.example/a</link>")
    assert only(read(body)).hints.title == "&f;"
    assert only(read(f'<!DOCTYPE rss SYSTEM "{secret}">' + rss("<link>https://courier.example/a</link>"))).url == "https://courier.example/a"


@pytest.mark.promise("T8")
@pytest.mark.parametrize(
    "body",
    [
        rss("<author>" + "a.a-" * 100_000 + "</author>"),
        rss("<title>" + "&lt;script" * 20_000 + "</title>"),
        rss("<pubDate>" + "1:" * 50_000 + "</pubDate>"),
        "<rss>" + "<" * 50_000,
        "<rss><channel>" + "<item>" * 1_000,
        "<rss>" + "<a>" * 3_000,
        "<!--" * 50_000,
        "<!DOCTYPE [" * 20_000,
        rss("<title><![CDATA[" + "<div>" * 9_000 + "]]></title>"),
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://["><entry><link href="a"/></entry></feed>',
    ],
    ids=range(10),
)
def test_attacks_on_time_and_depth_end(body: str) -> None:
    assert read(body).links in ((), (Link(url="https://courier.example/feed/a", outlet="courier", via=Via.FEED, seed=URL),))


PIECES = [
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "https://courier.example/a", "<title>", "</title>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<entry>", "<link href='", "'/>", "<![CDATA[", "]]>", "&#x", "&#55296;", "&", ";", "<!DOCTYPE", "<?xml", "<guid>", "javascript:", "http://[", "<pubDate>", "2026", "\x00",
    "<author>", "<enclosure type='image/", "<media:content", "<source>", "<image>", "<content type='xhtml'>", "<div>", "<svg>", "<category>", "xml:base='//'", "\ud800",
]  # fmt: skip


@pytest.mark.promise("T17")
@given(
    st.one_of(
        st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))
    )
)
def test_no_body_breaks_it(body: bytes) -> None:
    reading = read(body)
    assert all(link.url.startswith("http") for link in reading.links)
    assert pickle.loads(pickle.dumps(reading)) == reading


def test_the_reader_has_a_version() -> None:
    assert READER_VERSIONS[Via.FEED] >= 2
