"""Rules of robots.txt and what they say to us of an address: one case a line, written from RFC 9309 and from what real files hold."""

from __future__ import annotations

from typing import NamedTuple

YES, NO = True, False


class Case(NamedTuple):
    """`robots` is the file (its lines end in `|`), `path` what is asked for, `allowed` the verdict."""

    robots: str
    path: str
    allowed: bool


def _for_all(*rules: tuple[str, str, bool]) -> tuple[Case, ...]:
    return tuple(Case(f"User-agent: *|{lines}", path, allowed) for lines, path, allowed in rules)


# --- RFC 9309 section 2.2.2: the beginning of the path, octet by octet ------------------------------------------------------------------
PREFIXES = _for_all(
    ("Disallow: /", "/", NO),
    ("Disallow: /", "/anything", NO),
    ("Disallow:", "/anything", YES),
    ("Allow:", "/anything", YES),
    ("Allow: /", "/anything", YES),
    ("Disallow: /news", "/news", NO),
    ("Disallow: /news", "/newspaper", NO),
    ("Disallow: /news", "/news/today", NO),
    ("Disallow: /news", "/news?page=2", NO),
    ("Disallow: /news", "/new", YES),
    ("Disallow: /news", "/old/news", YES),
    ("Disallow: /news/", "/news", YES),
    ("Disallow: /news/", "/news/", NO),
    ("Disallow: /news/", "/news/a/b", NO),
    ("Disallow: /news/?", "/news/", YES),
    ("Disallow: /?", "/?p=1", NO),
    ("Disallow: /?", "/a/?p=1", YES),
    ("Disallow: /?p=1", "/?p=12", NO),
    ("Disallow: /news;a", "/news;a=1", NO),
    ("Disallow: /a//b", "/a/b", YES),
    ("Disallow: /a//b", "/a//b", NO),
    ("Disallow: /.well-known/", "/.well-known/tdmrep.json", NO),
)

# --- the same: paths have case, the escapes in them have none ---------------------------------------------------------------------------
LETTERS = _for_all(
    ("Disallow: /News", "/news", YES),
    ("Disallow: /news", "/NEWS", YES),
    ("Disallow: /News", "/News", NO),
    ("Disallow: /%d8%ae", "/%D8%AE%D8%A8%D8%B1", NO),
    ("Disallow: /%D8%AE", "/%d8%ae%d8%a8%d8%b1", NO),
    ("DISALLOW: /news", "/news", NO),
    ("disallow: /news", "/news", NO),
    ("DisAllow: /news|aLLow: /news/a", "/news/a", YES),
)

# --- the same: the longest match wins, and Allow a tie -----------------------------------------------------------------------------------
LONGEST = _for_all(
    ("Disallow: /|Allow: /news", "/news", YES),
    ("Allow: /news|Disallow: /", "/news", YES),
    ("Disallow: /|Allow: /news", "/old", NO),
    ("Allow: /|Disallow: /news", "/news", NO),
    ("Disallow: /news|Allow: /news", "/news", YES),
    ("Allow: /news|Disallow: /news", "/news", YES),
    ("Allow: /news/|Disallow: /news", "/news/a", YES),
    ("Allow: /news/|Disallow: /news", "/newsletter", NO),
    ("Disallow: /a/|Allow: /a/b/|Disallow: /a/b/c/", "/a/b/c/d", NO),
    ("Disallow: /a/|Allow: /a/b/|Disallow: /a/b/c/", "/a/b/d", YES),
    ("Disallow: /*.html|Allow: /news", "/news.html", NO),
    ("Disallow: /*.htm|Allow: /news.", "/news.html", YES),
    ("Disallow: /*/b|Allow: /a/b", "/a/b", YES),
    ("Disallow: /a*b|Allow: /a/b", "/a/b", YES),
    ("Disallow: /a/b$|Allow: /a/b", "/a/b", NO),
    ("Allow: /a/b$|Disallow: /a/b", "/a/b", YES),
    ("Allow: /$|Disallow: /", "/", YES),
    ("Allow: /$|Disallow: /", "/page.html", NO),
    ("Disallow: /page*|Allow: /page", "/page", NO),
    ("Disallow: /خبر|Allow: /%D8%AE%D8%A8%D8%B1", "/%D8%AE%D8%A8%D8%B1", YES),
    ("Disallow: /%62%62%62|Allow: /bbb", "/bbb", YES),
    ("Disallow: /%62%62%62%62|Allow: /bbb", "/bbbb", NO),
)

# --- RFC 9309 section 2.2.3: special characters --------------------------------------------------------------------------------------------
SPECIAL = _for_all(
    ("Disallow: *", "/", NO),
    ("Disallow: *", "/news", NO),
    ("Disallow: /*", "/news", NO),
    ("Disallow: *news", "/old/news", NO),
    ("Disallow: /*news", "/news", NO),
    ("Disallow: /a*z", "/az", NO),
    ("Disallow: /a*z", "/a/b/z/more", NO),
    ("Disallow: /a*z", "/a/b/y", YES),
    ("Disallow: /a**z", "/abz", NO),
    ("Disallow: /a***", "/a", NO),
    ("Disallow: /*/print/", "/news/print/", NO),
    ("Disallow: /*/print/", "/print/", YES),
    ("Disallow: /*.pdf$", "/a/b.pdf", NO),
    ("Disallow: /*.pdf$", "/a/b.pdf?x=1", YES),
    ("Disallow: /*.pdf$", "/a/b.pdf/more", YES),
    ("Disallow: /*.pdf$", "/a.pdf/b.pdf", NO),
    ("Disallow: /*.pdf", "/a/b.pdf?x=1", NO),
    ("Disallow: /news$", "/news", NO),
    ("Disallow: /news$", "/news/", YES),
    ("Disallow: /news$", "/news?x", YES),
    ("Disallow: /news*$", "/news/a", NO),
    ("Disallow: /*$", "/anything", NO),
    ("Disallow: $", "/", YES),
    ("Disallow: /a*b*c", "/abc", NO),
    ("Disallow: /a*b*c", "/acb", YES),
    ("Disallow: /a*bc*bc", "/abc", YES),
    ("Disallow: /a*bc*bc", "/abcbc", NO),
    ("Disallow: /a*b$", "/ab", NO),
    ("Disallow: /ab*ab$", "/ab", YES),
    ("Disallow: /ab*ba$", "/aba", YES),
    ("Disallow: /a$b", "/a$b", NO),
    ("Disallow: /a$b", "/a", YES),
    ("Disallow: /*?", "/a?b=c", NO),
    ("Disallow: /*?", "/a", YES),
    ("Disallow: /*?*page=", "/a?x=1&page=2", NO),
    ("Disallow: /*&sort=", "/a?x=1&sort=up", NO),
    ("Disallow: /a+b", "/a+b", NO),
    ("Disallow: /a+b", "/aab", YES),
    ("Disallow: /a.b", "/axb", YES),
    ("Disallow: /[ab]", "/a", YES),
    ("Disallow: /a\\", "/a", YES),
    ("Disallow: /*a*a*a*a*a*b", "/" + "a" * 2000, YES),
    ("Disallow: /*a*a*a*a*a*b", "/" + "a" * 2000 + "b", NO),
)

# --- RFC 9309 section 2.2.2: one spelling of all octets ------------------------------------------------------------------------------------
ESCAPES = _for_all(
    ("Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", NO),
    ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", NO),
    ("Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", NO),
    ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", NO),
    ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", NO),
    ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", NO),
    ("Disallow: /foo/bar/baz", "/foo/bar/%62%61%7A", NO),
    ("Disallow: /خبر/", "/%D8%AE%D8%A8%D8%B1/1", NO),
    ("Disallow: /خبر/", "/خبر/1", NO),
    ("Disallow: /خبر/", "/%D8%AE%D8%A8/", YES),
    ("Disallow: /file-with-a-%2A.html", "/file-with-a-*.html", NO),
    ("Disallow: /file-with-a-%2A.html", "/file-with-a-%2a.html", NO),
    ("Disallow: /file-with-a-%2A.html", "/file-with-a-b.html", YES),
    ("Disallow: /foo-%24", "/foo-$", NO),
    ("Disallow: /foo-%24", "/foo-%24", NO),
    ("Disallow: /foo-%24", "/foo-", YES),
    ("Disallow: /a%2Fb", "/a/b", YES),
    ("Disallow: /a/b", "/a%2Fb", YES),
    ("Disallow: /a%2Fb", "/a%2fb", NO),
    ("Disallow: /a%3Fb", "/a?b", YES),
    ("Disallow: /a?b", "/a%3Fb", YES),
    ("Disallow: /~me/", "/%7Eme/", NO),
    ("Disallow: /%7eme/", "/~me/", NO),
    ("Disallow: /tag:a", "/tag%3Aa", NO),
    ("Disallow: /(a)", "/%28a%29", NO),
    ("Disallow: /[a]", "/%5Ba%5D", NO),
    ("Disallow: /a b", "/a%20b", NO),
    ("Disallow: /a%20b", "/a b", NO),
    ('Disallow: /"a"', "/%22a%22", NO),
    ("Disallow: /?q=a%26b", "/?q=a&b", YES),
    ("Disallow: /?q=a%2Bb", "/?q=a+b", YES),
    ("Disallow: /100%", "/100%25", NO),
    ("Disallow: /100%zz", "/100%25zz", NO),
    ("Disallow: /*=https%3A%2F%2Fevil", "/a?to=https%3A%2F%2Fevil.example", NO),
    ("Disallow: /*=https://evil", "/a?to=https%3A%2F%2Fevil.example", NO),
    ("Disallow: /*=https://evil", "/a?to=https://evil.example", NO),
)

# --- RFC 9309 section 2.2.1: whose group counts ------------------------------------------------------------------------------------------------
GROUPS = (
    Case("User-agent: newscrawl|Disallow: /", "/a", NO),
    Case("User-agent: NewsCrawl|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl/1.0|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl (a crawler)|Disallow: /", "/a", NO),
    Case("User-agent: newscrawlbot|Disallow: /", "/a", YES),
    Case("User-agent: news|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl-images|Disallow: /", "/a", YES),
    Case("User-agent: other|Disallow: /", "/a", YES),
    Case("User-agent:|Disallow: /", "/a", YES),
    Case("User-agent: other|User-agent: newscrawl|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|User-agent: other|Disallow: /", "/a", NO),
    Case("User-agent: *|Disallow: /||User-agent: newscrawl|Disallow: /b", "/a", YES),
    Case("User-agent: newscrawl|Disallow: /b||User-agent: *|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl|Disallow:||User-agent: *|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl||User-agent: *|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|Disallow: /a||User-agent: newscrawl|Disallow: /b", "/b", NO),
    Case("User-agent: newscrawl|Disallow: /a||User-agent: *|Disallow: /c||User-agent: newscrawl|Disallow: /b", "/c", YES),
    Case("User-agent: newscrawl|Disallow: /a||User-agent: newscrawl|Allow: /a/b", "/a/b", YES),
    Case("User-agent: *|Disallow: /a||User-agent: *|Disallow: /b", "/b", NO),
    Case("User-agent: * |Disallow: /", "/a", NO),
    Case("User-agent: * other|Disallow: /", "/a", NO),
    Case("User-agent: *bot|Disallow: /", "/a", YES),
    Case("User-agent: other|Disallow:|User-agent: newscrawl|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|Disallow:|User-agent: other|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl|Sitemap: https://a.example/s.xml|User-agent: other|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|Unknown: yes|User-agent: other|Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|Crawl-delay: 5|User-agent: other|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl|Content-Signal: search=yes|User-agent: other|Disallow: /", "/a", YES),
    Case("User-agent: newscrawl|||Disallow: /", "/a", NO),
    Case("User-agent: newscrawl|Sitemap: https://a.example/s.xml|Disallow: /", "/a", NO),
    Case("Disallow: /", "/a", YES),
    Case("Disallow: /|User-agent: *|Disallow: /b", "/a", YES),
    Case("Allow: /a|User-agent: *|Disallow: /", "/a", NO),
    Case("", "/a", YES),
)

# --- lines as people write them -------------------------------------------------------------------------------------------------------------------
LINES = (
    *_for_all(
        ("Disallow: /a # a comment", "/a", NO),
        ("Disallow: /a#b", "/a", NO),
        ("Disallow: # nothing", "/a", YES),
        ("# Disallow: /a", "/a", YES),
        ("  Disallow : /a", "/a", NO),
        ("Disallow:/a", "/a", NO),
        ("Disallow:\t/a\t", "/a", NO),
        ("\tDisallow: /a", "/a", NO),
        ("Disallow /a", "/a", NO),
        ("Disallow /a /b", "/a", YES),
        ("Disallow = /a", "/a", YES),
        ("Dissallow: /a", "/a", NO),
        ("Dissalow: /a", "/a", NO),
        ("Disalow: /a", "/a", NO),
        ("Diasllow: /a", "/a", NO),
        ("Disallaw: /a", "/a", NO),
        ("Disallows: /a", "/a", YES),
        ("Noindex: /a", "/a", YES),
        ("Disallow: a", "/a", YES),
        ("Disallow: http://courier.example/a", "/a", YES),
        ("Disallow: /a: b", "/a:%20b", NO),
        ("Disallow: /robots.txt", "/robots.txt", YES),
        ("Disallow: /", "/robots.txt", YES),
        ("Disallow: /", "/robots.txt?x", YES),
        ("Disallow: /", "/robots.txt/a", NO),
        ("Disallow: /", "/a/robots.txt", NO),
        ("Disallow: /", "", NO),
        ("Disallow: /", "?x=1", NO),
        ("Disallow: /a", "/b#/a", YES),
        ("Disallow: /a\0", "/a", NO),
    ),
    Case("Useragent: *|Disallow: /a", "/a", NO),
    Case("User agent: *|Disallow: /a", "/a", NO),
    Case("User-agent *|Disallow: /a", "/a", NO),
    Case("User agent *|Disallow: /a", "/a", NO),
    Case("User-agent : *|Disallow : /a", "/a", NO),
    Case("<!-- a version-control header -->|User-agent: *|Disallow: /a", "/a", NO),
    Case("<!DOCTYPE html>|<html><body>|User-agent: *|Disallow: /|</body></html>", "/a", YES),
    Case("|  <html lang='ar'>|User-agent: *|Disallow: /", "/a", YES),
    Case("<?xml version='1.0'?>|User-agent: *|Disallow: /", "/a", YES),
)

CASES = (*PREFIXES, *LETTERS, *LONGEST, *SPECIAL, *ESCAPES, *GROUPS, *LINES)
