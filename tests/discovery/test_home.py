"""Seeds found from a home page, its well-known addresses and its robots.txt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.outlet import Seed, Serves, Via
from newscrawl.core.robots import parse_robots
from newscrawl.discovery.feed_hosts import COMMENT_PATHS, COMMENT_WORDS, FEED_HOSTS
from newscrawl.discovery.home import FEED_TYPES, MAX_SEEDS, MAX_SITEMAPS, WORDPRESS, declared_seeds, sitemaps_in_robots, well_known_seeds
from newscrawl.discovery.link_header import links_in_header

HOME = "https://courier.example/"


def found(body: str, url: str = HOME, link_header: str | None = None) -> list[str]:
    return [f"{seed.via} {seed.url}" for seed in declared_seeds(body.encode(), url=url, content_type=None, link_header=link_header)]


def link(href: str, type: str = "application/rss+xml", rel: str = "alternate", title: str = "Courier") -> str:
    return f'<link rel="{rel}" type="{type}" title="{title}" href="{href}">'


LINKS = [
    ("relative", link("/feed/"), ["feed https://courier.example/feed/"]),
    ("unquoted, in capitals", "<LINK REL=Alternate TYPE=Application/RSS+XML HREF=/feed/>", ["feed https://courier.example/feed/"]),
    ("a type with a charset", link("/f", "application/atom+xml; charset=utf-8"), ["feed https://courier.example/f"]),
    ("several relations", link("/f", rel="alternate home"), ["feed https://courier.example/f"]),
    ("in the body", f"<body><p>{link('/f')}", ["feed https://courier.example/f"]),
    ("escaped", link("/f?a=1&amp;b=2"), ["feed https://courier.example/f?a=1&b=2"]),
    ("a base", f"<base href='/blog/'>{link('feed/')}", ["feed https://courier.example/blog/feed/"]),
    ("a base elsewhere", f"<base href='https://elsewhere.example/'>{link('feed/')}", []),
    ("a broken base", f"<base href='http://['>{link('feed/')}", ["feed https://courier.example/feed/"]),
    ("a feed service", link("https://feeds.feedburner.com/courier"), ["feed https://feeds.feedburner.com/courier"]),
    ("another site", link("https://elsewhere.example/feed/"), []),
    ("a host below", link("https://rss.courier.example/x"), ["feed https://rss.courier.example/x"]),
    ("comments by address", link("/comments/feed/"), []),
    ("comments by title", link("/about/feed/", title="Courier » About Comments Feed"), []),
    ("comments by title, Arabic", link("/about/feed/", title="بريد الوادي » خلاصة التعليقات"), []),
    ("commentary", link("/commentary/feed/", title="Commentary"), ["feed https://courier.example/commentary/feed/"]),
    ("oEmbed", link("/wp-json/oembed/1.0/embed?url=x", "application/json+oembed"), []),
    ("a post of the interface", link("/wp-json/wp/v2/pages/2", "application/json"), []),
    ("a post of the interface, plain", link("/?rest_route=/wp/v2/pages/2", "application/json"), []),
    ("another language", '<link rel="alternate" hreflang="ar" href="/ar/">', []),
    ("a stylesheet", link("/s.css", "text/css", "stylesheet"), []),
    ("no scheme of ours", link("feed:https://courier.example/feed/"), []),
    ("the interface", f'<link rel="{WORDPRESS}" href="/wp-json/">', ["wordpress https://courier.example/wp-json/"]),
    ("the interface of another site", f'<link rel="{WORDPRESS}" href="https://elsewhere.example/wp-json/">', []),
    ("twice", link("/feed/") + link("http://courier.example/feed"), ["feed https://courier.example/feed/"]),
    (
        "main feeds first",
        link("/category/sport/feed/") + link("/a/b/feed/") + link("/feed/") + f'<link rel="{WORDPRESS}" href="/wp-json/">',
        [
            "feed https://courier.example/feed/",
            "feed https://courier.example/a/b/feed/",
            "feed https://courier.example/category/sport/feed/",
            "wordpress https://courier.example/wp-json/",
        ],
    ),
]


@pytest.mark.parametrize(("body", "seeds"), [case[1:] for case in LINKS], ids=[case[0] for case in LINKS])
def test_links_of_a_page(body: str, seeds: list[str]) -> None:
    assert found(f"<!DOCTYPE html><html><head><title>Courier</title>{body}") == seeds


@pytest.mark.parametrize("media", sorted(FEED_TYPES))
def test_every_type_of_feeds(media: str) -> None:
    assert found(link("/f", media)) == ["feed https://courier.example/f"]


@pytest.mark.parametrize("host", sorted(FEED_HOSTS))
def test_every_feed_service(host: str) -> None:
    assert found(link(f"https://{host}/courier")) == [f"feed https://{host}/courier"]


@pytest.mark.parametrize("word", COMMENT_WORDS)
def test_every_word_for_comments(word: str) -> None:
    assert found(link("/f", title=f"Courier » {word.upper()}")) == []


@pytest.mark.parametrize("path", COMMENT_PATHS)
def test_every_address_of_comments(path: str) -> None:
    assert (
        found(link(f"https://courier.example/{path.lstrip('/?')}" if path.startswith("/") else f"https://courier.example/?{path.lstrip('?')}x")) == []
    )


def test_the_seeds_say_whom_they_serve() -> None:
    body = link("/feed/") + f'<link rel="{WORDPRESS}" href="/wp-json/">'
    assert declared_seeds(body.encode(), url=HOME, content_type=None, link_header=None) == (
        Seed(via=Via.FEED, url="https://courier.example/feed/", serves=Serves.LATEST),
        Seed(via=Via.WORDPRESS, url="https://courier.example/wp-json/", serves=Serves.BACKFILL),
    )


def test_the_number_of_seeds_is_bounded() -> None:
    assert len(found("".join(link(f"/{n}/feed/") for n in range(MAX_SEEDS + 5)))) == MAX_SEEDS


HEADERS = [
    (f'<https://courier.example/blog/wp-json/>; rel="{WORDPRESS}"', ["wordpress https://courier.example/blog/wp-json/"]),
    (f"</wp-json/>;rel='x';rel={WORDPRESS}", []),
    (f'</wp-json/> ; title="a, \\"b\\"; c" ; rel="{WORDPRESS}", </f>; rel="alternate"; type="application/rss+xml"', ["feed https://courier.example/f", "wordpress https://courier.example/wp-json/"]),
    ('</wp-json/wp/v2/pages/2>; rel="alternate"; title="JSON"; type="application/json"', []),
    ('<https://courier.example/>; rel=shortlink', []),
    ("</f", []),
    ("nonsense", []),
    ("", []),
    (None, []),
]  # fmt: skip


@pytest.mark.parametrize(("header", "seeds"), HEADERS, ids=range(len(HEADERS)))
def test_links_of_a_header(header: str | None, seeds: list[str]) -> None:
    assert found("", link_header=header) == seeds


def test_links_of_a_header_are_relative_to_the_page_not_its_base() -> None:
    assert found("<base href='/x/'>", link_header='<f>; rel=alternate; type="application/rss+xml"') == ["feed https://courier.example/f"]


@given(st.text('<>;,="\\ \trel/', max_size=80))
def test_no_header_breaks_it(header: str) -> None:
    assert all(each.relations or not each.type or each.target is not None for each in links_in_header(header))


HOSTILE = [
    "<div>" * 300_000,
    "<link " * 200_000,
    "<" * 1_000_000,
    "<!--" * 200_000,
    "<p" + " a='1'" * 200_000,
    "<base href='" + "x" * 1_000_000,
    "\x00" * 100_000,
    link("/f") * 50_000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages(body: str) -> None:
    assert found(link("/feed/") + body)[:1] in (["feed https://courier.example/feed/"], ["feed https://courier.example/f"])


@given(st.binary(max_size=300))
def test_no_bytes_break_it(body: bytes) -> None:
    declared_seeds(b"<link rel=alternate type=application/rss+xml href=" + body, url=HOME, content_type=None, link_header=body.decode("latin-1"))


FOLDERS = [
    ("https://courier.example/", "https://courier.example/"),
    ("https://courier.example", "https://courier.example/"),
    ("https://courier.example/blog/", "https://courier.example/blog/"),
    ("https://courier.example/blog", "https://courier.example/blog/"),
    ("https://courier.example/blog/index.html", "https://courier.example/blog/"),
    ("https://courier.example/?lang=ar", "https://courier.example/"),
]


@pytest.mark.parametrize(("home", "folder"), FOLDERS)
def test_well_known_addresses(home: str, folder: str) -> None:
    assert [(seed.via, seed.url, seed.serves) for seed in well_known_seeds(home)] == [
        (Via.FEED, folder + "feed/", Serves.LATEST),
        (Via.WORDPRESS, folder + "wp-json/", Serves.BACKFILL),
        (Via.SITEMAP, folder + "news-sitemap.xml", Serves.LATEST),
        (Via.SITEMAP, folder + "wp-sitemap.xml", Serves.BOTH),
        (Via.SITEMAP, folder + "sitemap_index.xml", Serves.BOTH),
        (Via.SITEMAP, folder + "sitemap.xml", Serves.BOTH),
    ]


@pytest.mark.parametrize("home", ["", "nonsense", "ftp://courier.example/", "http://["])
def test_no_address_has_no_well_known_ones(home: str) -> None:
    assert well_known_seeds(home) == ()


def named(text: str) -> tuple[str, ...]:
    """What the sitemap lines of a robots.txt name."""
    return parse_robots(text.encode(), "newscrawl").sitemaps


def test_sitemaps_of_a_robots_txt() -> None:
    text = """\ufeffUser-agent: *
Disallow: /wp-admin/
Sitemap: https://courier.example/sitemap.xml
 sitemap : /posts.xml.gz # all of them
SITEMAP:https://www.courier.example/news-sitemap.xml
Sitemap: https://courier.example/sitemap.xml
Sitemap: https://elsewhere.example/sitemap.xml
Sitemap: javascript:1
Sitemap:
Sitemap: # none
# Sitemap: https://courier.example/no.xml
"""
    assert [(seed.via, seed.url, seed.serves) for seed in sitemaps_in_robots(named(text), HOME)] == [
        (Via.SITEMAP, "https://www.courier.example/news-sitemap.xml", Serves.LATEST),
        (Via.SITEMAP, "https://courier.example/sitemap.xml", Serves.BOTH),
        (Via.SITEMAP, "https://courier.example/posts.xml.gz", Serves.BOTH),
    ]


def test_the_number_of_sitemaps_is_bounded() -> None:
    assert len(sitemaps_in_robots([f"/{n}.xml" for n in range(MAX_SITEMAPS + 5)], HOME)) == MAX_SITEMAPS


@given(st.text(max_size=100))
def test_no_robots_txt_breaks_it(text: str) -> None:
    sitemaps_in_robots([text], HOME)
