"""robots.txt: verdicts, delays, sitemaps, statements; and that nothing in a file can raise or take long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.core.path_pattern import normal_paths, path_pattern
from newscrawl.core.robots import MAX_SITEMAPS, OUR_TOKEN, Robots, parse_robots
from newscrawl.core.robots_keys import SPELLINGS, Key
from newscrawl.core.robots_lines import MAX_ROBOTS_BYTES, first_part
from newscrawl.core.robots_rules import MAX_STATEMENT_CHARS, MAX_STATEMENTS
from tests.core.robots_cases import CASES, Case

pytestmark = pytest.mark.promise("T12")

HOST = "https://courier.example"
CLOSED = "User-agent: *\nDisallow: /خبر\n"


def robots(text: str) -> Robots:
    return parse_robots(text.replace("|", "\n").encode())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.robots[-40:]} {case.path[:40]}")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_each_case(case: Case, end: str) -> None:
    found = parse_robots(case.robots.replace("|", end).encode())
    assert found.allows(HOST + case.path) is case.allowed


def test_a_bar_is_a_character() -> None:
    assert not parse_robots(b"User-agent: *\nDisallow: /a|b").allows(HOST + "/a%7Cb")
    assert parse_robots(b"User-agent: *\nDisallow: /(a|b)").allows(HOST + "/a")


def test_there_are_many_cases() -> None:
    assert len(set(CASES)) == len(CASES) >= 150


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_is_read(spelling: str) -> None:
    value = {Key.USER_AGENT: "*", Key.SITEMAP: "s.xml", Key.CRAWL_DELAY: "7"}.get(SPELLINGS[spelling], "/a ai-train=no")
    text = f"User-agent: *\n{spelling.title()}: {value}\n" + ("Disallow: /a" if SPELLINGS[spelling] is Key.USER_AGENT else "")
    found = parse_robots(text.encode())
    said = (found.crawl_delay, found.sitemaps, found.content_signals, found.content_usages, found.rules.plain, found.rules.special)
    assert any(said)


# --- bytes -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        CLOSED.encode(),
        b"\xef\xbb\xbf" + CLOSED.encode(),
        CLOSED.encode("utf-16"),
        b"\xff\xfe" + CLOSED.encode("utf-16-le"),
        b"\xfe\xff" + CLOSED.encode("utf-16-be"),
        b"# caf\xe9\n" + CLOSED.encode(),
        b"\0" + CLOSED.encode(),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "UTF-16", "UTF-16 LE", "UTF-16 BE", "Latin-1 in a comment", "NUL"],
)
def test_encodings(body: bytes) -> None:
    assert not parse_robots(body).allows(HOST + "/%D8%AE%D8%A8%D8%B1/1")
    assert parse_robots(body).allows(HOST + "/")


def test_bytes_that_are_no_utf_8_are_compared_as_they_are() -> None:
    found = parse_robots(b"User-agent: *\nDisallow: /caf\xe9\n")
    assert not found.allows(HOST + "/caf%E9")
    assert found.allows(HOST + "/caf%C3%A9")


def test_512_kib_are_read_to_the_last_whole_line() -> None:
    head = b"User-agent: *\nDisallow: /first\n"
    filling = b"# filling\n" * ((MAX_ROBOTS_BYTES - len(head)) // 10)
    body = head + filling + b"Disallow: /last-that-is-cut\nDisallow: /behind\n"
    found = parse_robots(body)
    assert not found.allows(HOST + "/first")
    assert found.allows(HOST + "/last-that-is-cut")
    assert found.allows(HOST + "/l")
    assert found.allows(HOST + "/behind")
    assert 500 * 1024 <= len(first_part(body)) <= MAX_ROBOTS_BYTES
    assert first_part(body).endswith(b"\n")


def test_a_body_that_the_download_cut_loses_its_last_line() -> None:
    body = b"User-agent: *\nDisallow: /first\n#" + b" " * MAX_ROBOTS_BYTES
    cut = body[: MAX_ROBOTS_BYTES - 13] + b"\nDisallow: /a"
    assert len(cut) == MAX_ROBOTS_BYTES
    assert parse_robots(cut).allows(HOST + "/a")
    assert not parse_robots(cut).allows(HOST + "/first")


def test_one_endless_line_is_cut_too() -> None:
    assert len(first_part(b"a" * 10_000_000)) == MAX_ROBOTS_BYTES


def test_a_rule_before_500_kib_counts() -> None:
    body = b"User-agent: *\n" + b"# filling\n" * 51_100 + b"Disallow: /late\n"
    assert len(body) < 512_000
    assert not parse_robots(body).allows(HOST + "/late")


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    found = parse_robots(b"User-agent: *\n" + body)
    assert found.allows(HOST + "/a") in (True, False)
    for text in (found.content_signal(HOST), found.content_usage(HOST), *found.sitemaps):
        (text or "").encode()  # no surrogate


PIECES = ("a", "b", "/", "?", "=", "&", "%", "%2F", "%2a", "%61", "ü", "خ", "\udc80", "$", "*", " ", "(", ":")
PATH_PIECES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(PATH_PIECES, PATH_PIECES)
def test_a_pattern_matches_as_the_regular_expression_does(pattern: str, path: str) -> None:
    """The law of section 2.2.3, with the spelling of section 2.2.2 on both sides taken for granted."""
    mine = path_pattern("/" + pattern)
    pieces = ("*".join([mine.head, *(mine.rest or ())])).split("*")
    law = re.compile(".*".join(map(re.escape, pieces)) + (r"\Z" if mine.is_anchored else ""), re.DOTALL)
    for spelling in normal_paths(HOST + "/" + path):
        assert mine.matches(spelling) == (law.match(spelling) is not None)


@given(PATH_PIECES)
def test_a_path_forbidden_as_it_stands_is_forbidden(path: str) -> None:
    written = path.replace("*", "%2A").replace("$", "%24").replace("#", "%23").strip()
    body = f"User-agent: *\nDisallow: /{written}".encode("utf-8", "surrogateescape")
    assert not parse_robots(body).allows(f"{HOST}/{written}")


@given(st.text(max_size=40))
def test_no_address_raises(url: str) -> None:
    assert parse_robots(b"User-agent: *\nDisallow: /").allows(url) in (True, False)


@given(PATH_PIECES)
def test_one_spelling_is_its_own(path: str) -> None:
    first = normal_paths(f"{HOST}/{path}")[0]
    assert normal_paths(HOST + first)[0] == first


# --- the other records ---------------------------------------------------------------------------------------------------------------------

DELAYS = [
    ("User-agent: *|Crawl-delay: 10", 10.0),
    ("User-agent: *|Crawl-delay: 0.5", 0.5),
    ("User-agent: *|Crawl-delay: 0,5", 0.5),
    ("User-agent: *|Crawl-delay: .5", 0.5),
    ("User-agent: *|Crawl-delay: 10 # slowly", 10.0),
    ("User-agent: *|Crawl-delay: 10s", 10.0),
    ("User-agent: *|crawl-delay:10", 10.0),
    ("User-agent: *|Crawl delay: 10", 10.0),
    ("User-agent: *|Crawl-delay: ten", None),
    ("User-agent: *|Crawl-delay: -1", None),
    ("User-agent: *|Crawl-delay: inf", None),
    ("User-agent: *|Crawl-delay: nan", None),
    ("User-agent: *|Crawl-delay:", None),
    ("User-agent: *|Crawl-delay: " + "9" * 400, 999_999_999.0),
    ("User-agent: newscrawl|Crawl-delay: 3||User-agent: *|Crawl-delay: 10", 3.0),
    ("User-agent: newscrawl|Disallow: /a||User-agent: *|Crawl-delay: 10", None),
    ("User-agent: other|Crawl-delay: 10", None),
    ("User-agent: *|Crawl-delay: 3|Crawl-delay: 10", 10.0),
    ("Crawl-delay: 10", None),
    ("User-agent: *|Disallow: /a|Crawl-delay: 10", 10.0),
]


@pytest.mark.parametrize(("text", "seconds"), DELAYS)
def test_crawl_delay(text: str, seconds: float | None) -> None:
    assert robots(text).crawl_delay == seconds


def test_sitemaps_stand_anywhere() -> None:
    found = robots("Sitemap: https://a.example/1.xml|User-agent: other|Sitemap: https://a.example/2.xml|Disallow: /|sitemap https://a.example/3.xml|Sitemap:|Sitemap: https://a.example/1.xml")
    assert found.sitemaps == ("https://a.example/1.xml", "https://a.example/2.xml", "https://a.example/3.xml")


def test_sitemaps_are_bounded() -> None:
    assert len(robots("|".join(f"Sitemap: https://a.example/{n}.xml" for n in range(2 * MAX_SITEMAPS))).sitemaps) == MAX_SITEMAPS


SIGNALS = [
    ("User-agent: *|Content-Signal: search=yes, ai-train=no|Allow: /", "/a", "search=yes, ai-train=no"),
    ("User-agent: *|Content-signal:  search=yes ,\tai-train=no", "/a", "search=yes , ai-train=no"),
    ("User-agent: *|Content-Signal: search=yes|Content-Signal: ai-train=no|Content-Signal: search=yes", "/a", "search=yes, ai-train=no"),
    ("User-agent: other|Content-Signal: ai-train=no", "/a", None),
    ("User-agent: newscrawl|Disallow: /b||User-agent: *|Content-Signal: ai-train=no", "/a", None),
    ("User-agent: newscrawl|Content-Signal: ai-train=yes||User-agent: *|Content-Signal: ai-train=no", "/a", "ai-train=yes"),
    ("Content-Signal: ai-train=no|User-agent: *|Disallow: /b", "/a", "ai-train=no"),
    ("Content-Signal: ai-train=no|User-agent: newscrawl|Disallow: /b", "/a", None),
    ("User-agent: *|Content-Signal:", "/a", None),
    ("User-agent: *|Content-Signal: " + "x" * (MAX_STATEMENT_CHARS + 1), "/a", None),
    ("User-agent: *|Content-Signal: caf\xe9=no", "/a", "caf\xe9=no"),
]


@pytest.mark.parametrize(("text", "path", "said"), SIGNALS)
def test_content_signal(text: str, path: str, said: str | None) -> None:
    assert robots(text).content_signal(HOST + path) == said


DRAFT = "User-Agent: *|Allow: /|Disallow: /never/|Content-Usage: train-ai=n|Content-Usage: /ai-ok/ train-ai=y||User-Agent: ExampleBot|Allow: /|Content-Usage: train-ai=y"
USAGES = [
    (DRAFT, "/test", "train-ai=n"),
    (DRAFT, "/ai-ok/test", "train-ai=y"),
    ("User-agent: *|Content-Usage: /a train-ai=n|Content-Usage: /a/b search=n", "/a/b/c", "search=n"),
    ("User-agent: *|Content-Usage: /a/b search=n|Content-Usage: /a train-ai=n", "/a/c", "train-ai=n"),
    ("User-agent: *|Content-Usage: /a\ttrain-ai=n", "/b", None),
    ("User-agent: *|Content-Usage: /a train-ai=n|Content-Usage: /a train-ai=y", "/a", "train-ai=n, train-ai=y"),
    ("User-agent: *|Content-Usage: /*.pdf$ train-ai=n", "/a.pdf", "train-ai=n"),
    ("User-agent: *|Content-Usage: /خبر/ train-ai=n", "/%D8%AE%D8%A8%D8%B1/1", "train-ai=n"),
    ("User-agent: *|Content-Usage: /a", "/a", None),
    ("User-agent: other|Content-Usage: train-ai=n", "/a", None),
]


@pytest.mark.parametrize(("text", "path", "said"), USAGES)
def test_content_usage(text: str, path: str, said: str | None) -> None:
    assert robots(text).content_usage(HOST + path) == said


def test_another_crawler_reads_its_own_group() -> None:
    assert parse_robots(DRAFT.replace("|", "\n").encode(), "examplebot").content_usage(HOST + "/test") == "train-ai=y"


def test_statements_are_bounded() -> None:
    many = robots("User-agent: *|" + "|".join(f"Content-Usage: /{n} train-ai=n" for n in range(2 * MAX_STATEMENTS)))
    assert len(many.content_usages) == MAX_STATEMENTS
    joined = robots("User-agent: *|" + "|".join(f"Content-Usage: {n}-ai=n" for n in range(900)))
    assert len(joined.content_usage(HOST) or "") <= MAX_STATEMENT_CHARS


def test_we_are_named_as_in_the_settings() -> None:
    from newscrawl import settings

    assert settings.ROBOTSTXT_USER_AGENT == OUR_TOKEN
    assert settings.USER_AGENT.startswith(OUR_TOKEN + "/")


def test_what_is_shown_holds_no_orders_to_a_terminal() -> None:
    robots = parse_robots("User-agent: *\nContent-Signal: \x1b[2Jai-train=no\x9b1m, search=yes\n".encode())
    assert robots.content_signal("https://courier.example/") == "[2Jai-train=no1m, search=yes"
