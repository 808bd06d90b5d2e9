"""4,231 robots.txt files of real hosts: the same verdicts as Protego's, but for what is explained here."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from protego import Protego

from newscrawl.core.robots import MAX_SITEMAPS, OUR_TOKEN, parse_robots

# thousands of files are traced for minutes, and show no line that the table does not
pytestmark = [pytest.mark.no_cover, pytest.mark.promise("T12")]

FILES = 4231
HOST = "https://courier.example"
PROBES = (
    *("/", "/robots.txt", "/feed/", "/2024/05/01/story-title/", "/news/a.html", "/category/politics/page/2/", "/tag/x/?utm_source=a", "/en/"),
    *("/?s=x", "/search?q=a&b=c", "/index.php?option=com_content&id=3", "/wp-admin/", "/wp-admin/admin-ajax.php", "/wp-content/uploads/2024/01/a.jpg"),
    *("/cgi-bin/test", "/print/123", "/user/login", "/api/v1/x.json", "/a/b/c/d.pdf", "/ar/%D8%AE%D8%A8%D8%B1/"),
)
EXPLAINED = {
    ("msdn.microsoft.com", "/search?q=a&b=c"): "`Disallow: ?xml=` begins with neither `/` nor `*`, so it is no rule; Protego takes it for one",
}


@pytest.fixture(scope="module")
def corpus(shared: Path) -> dict[str, bytes]:
    with tarfile.open(shared / "corpus" / "robots" / "protego-test-data.tar.gz") as packed:
        return {Path(member.name).name: packed.extractfile(member).read() for member in packed if member.isfile() and "/test_data/" in member.name}  # type: ignore[union-attr]


def differences(name: str, body: bytes) -> Iterator[tuple[str, str]]:
    ours, theirs = parse_robots(body), Protego.parse(body.decode("utf-8-sig", "ignore"))
    return ((name, probe) for probe in PROBES if ours.allows(HOST + probe) is not theirs.can_fetch(HOST + probe, OUR_TOKEN))


def test_the_verdicts_are_those_of_protego_but_for_what_is_explained(corpus: dict[str, bytes]) -> None:
    assert len(corpus) == FILES
    assert {found for name, body in corpus.items() for found in differences(name, body)} == set(EXPLAINED)


def test_much_is_forbidden_and_more_is_not(corpus: dict[str, bytes]) -> None:
    """Or the comparison would say little."""
    verdicts = [rules.allows(HOST + probe) for rules in map(parse_robots, corpus.values()) for probe in PROBES]
    assert 0.02 < verdicts.count(False) / len(verdicts) < 0.5


def test_delays_and_sitemaps_are_those_of_protego(corpus: dict[str, bytes]) -> None:
    """Of several delays we take the longest, of a repeated sitemap one; and a delay with a word behind it counts."""
    for body in corpus.values():
        ours, theirs = parse_robots(body), Protego.parse(body.decode("utf-8-sig", "ignore"))
        delay = theirs.crawl_delay(OUR_TOKEN)
        assert delay is None or (ours.crawl_delay or 0) >= delay
        missing = set(map(plain, theirs.sitemaps)) - set(map(plain, ours.sitemaps))
        assert len(ours.sitemaps) == MAX_SITEMAPS or not {sitemap for sitemap in missing if b" " not in sitemap}


def plain(text: str) -> bytes:
    """What two ways to read bytes that are no UTF-8 agree on."""
    return text.encode("ascii", "ignore")
