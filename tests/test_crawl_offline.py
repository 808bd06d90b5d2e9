"""Crawls from WARC files that name private addresses wherever a page or a list can: the files answer, and nobody is connected to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest

from newscrawl.stores.archive import ArchiveWriter
from tests.canary import Canary
from tests.crawling import Crawls, Ran
from tests.names import Names
from tests.site.behaviour import Answer
from tests.site.loopback import LoopbackOutlet
from tests.site.markup import article_page, home_page
from tests.site.prose import story
from tests.stores.warc_samples import page
from tests.test_crawl_guard import SPELLINGS, free_port, naming, places

pytestmark = pytest.mark.promise("T6")

HOME = "http://archived.example"
INSIDE = "http://inside.example/story/"
"""A name for a private address."""
HTML = (("Content-Type", "text/html; charset=UTF-8"),)
RSS = (("Content-Type", "application/rss+xml; charset=UTF-8"),)
CODES = (301, 302, 303, 307, 308)


def archived(folder: Path, spellings: list[str]) -> str:
    """A WARC file of an outlet: robots.txt, home page, feed and articles name all `spellings`; some links redirect there, some are there."""
    stories = [story(1, number) for number in range(1, len(spellings) + 1)]
    links = [*(f"{HOME}{each.path}" for each in stories), *(f"{HOME}/to/{number}/" for number in range(len(spellings))), *spellings]
    feed = f'<rss version="2.0"><channel><title>Archived</title>{"".join(f"<item><title>A story</title><link>{escape(each)}</link></item>" for each in links)}'
    sitemaps = "".join(f"Sitemap: {each}\n" for each in spellings)
    writer = ArchiveWriter(folder, "r1", software="test")
    writer.write_page(page(url=f"{HOME}/robots.txt", headers=(("Content-Type", "text/plain"),), body=f"User-agent: *\nDisallow:\n{sitemaps}".encode()))
    writer.write_page(page(url=f"{HOME}/feed/", headers=RSS, body=f"{feed}</channel></rss>".encode()))
    writer.write_page(page(url=f"{HOME}/", headers=HTML, body=naming(spellings[0])(Answer(body=home_page(stories, HOME).encode())).body))
    for number, (each, spelling) in enumerate(zip(stories, spellings, strict=True)):
        body = naming(spelling)(Answer(body=article_page(each, HOME).encode())).body
        writer.write_page(page(url=f"{HOME}{each.path}", headers=HTML, body=body))
        location = spelling.encode().decode("latin-1")
        writer.write_page(page(url=f"{HOME}/to/{number}/", status=CODES[number % len(CODES)], headers=(("Location", location),), body=b""))
    writer.close()
    return str(folder / "warc" / "**" / "*.warc.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """A crawl from such a file, though every address of this machine is let through, and who was connected to."""

    crawls: Crawls
    names: Names
    canary: Canary
    spellings: list[str]

    def runs(self) -> list[Ran]:
        """`latest`, and `backfill` over sitemaps and section pages."""
        return [self.crawls.latest(), *(self.crawls.crawl("backfill", "-a", "outlet=archived", "-a", f"via={via}") for via in ("sitemap", "listing"))]


@pytest.fixture
def offline(tmp_path: Path) -> Iterator[Offline]:
    port = free_port()
    spellings = [*(each.format(port=port) for each in SPELLINGS[::2]), INSIDE]
    names = Names(tmp_path, inside=[["127.0.0.1"]])
    with Canary(*places(port, 1)) as canary, LoopbackOutlet(0) as model:
        everything = "0.0.0.0/0,::/0"
        pattern = archived(tmp_path / "archive", spellings)
        crawls = Crawls(tmp_path, NEWSCRAWL_OFFLINE=pattern, NEWSCRAWL_ALLOW_ADDRESSES=everything, **names.env)
        file = model.outlet_toml(crawls.outlets, "archived")
        file.write_text(file.read_text().replace(model.home, HOME))
        yield Offline(crawls=crawls, names=names, canary=canary, spellings=spellings)


def test_the_archive_answers_and_nobody_is_connected_to(offline: Offline) -> None:
    for ran in offline.runs():
        assert "Traceback" not in ran.log
    assert offline.names.connected() == set()
    assert offline.names.looked_up() == []
    assert offline.canary.hits == []
    assert len(offline.crawls.records()) == len(offline.spellings)
    rows = offline.crawls.rows("archived")
    led = [rows[f"{HOME}/to/{number}/"] for number in range(len(offline.spellings))]
    assert {row.reason for row in led} == {"not_found", "redirects"}
