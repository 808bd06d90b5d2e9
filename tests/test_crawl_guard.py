"""The address guard through real crawls: links, feeds and robots.txt lead to every spelling of a private address, and nobody is connected to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.canary import Canary
from tests.crawling import Crawls, Ran, plain_feed
from tests.names import Names
from tests.site.behaviour import Behaviour, redirect, status
from tests.site.loopback import LoopbackOutlet

pytestmark = [pytest.mark.promise("T6"), pytest.mark.promise("T7")]

SPELLINGS = (
    "http://127.0.0.1:{port}/",
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "http://127.0.0.1.:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://2130706433/",
    "http://0x7f000001:{port}/",
    "http://0x7f.1:{port}/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0:{port}/",
    "http://0.0.0.0/",
    "http://127.0.0.2:{port}/",
    "http://127.0.0.2/",
    "http://localhost:{port}/",
    "http://localhost/",
    "http://localhost.:{port}/",
    "http://LOCALHOST/",
    "http://[::1]:{port}/",
    "http://[::1]/",
    "http://[::]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://user@127.0.0.1:{port}/",
    "http://courier.example@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@courier.example/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://１２７.0.0.1:{port}/",
    "http://①②⑦.⓪.⓪.①/",
    "//127.0.0.1:{port}/",
    "\\\\127.0.0.1:{port}\\",
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/",
    "data:text/html,<p>hello</p>",
    "javascript:alert(1)",
    "http://127.0.0.1:22/",
    "http://127.0.0.1:99999/",
)
"""Where a redirect leads; `{port}` is one where the canary listens."""

STAYS = "\\\\127.0.0.1:{port}\\"
"""A path of the same site for the client, which is not there."""

TOLD = {"private_address", "bad_url", "redirects"}
CODES = (301, 302, 303, 307, 308)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """A crawl over redirects to all spellings, and who was connected to."""

    crawls: Crawls
    ran: Ran
    canary: Canary
    names: Names
    site: LoopbackOutlet

    def row(self, number: int) -> tuple[str | None, str]:
        """Reason and detail of the link that led to a spelling."""
        row = self.crawls.rows()[f"{self.site.home}/to/{number}/"]
        return row.reason, row.detail or ""


@pytest.fixture(scope="module", params=["", "proxies"])
def led(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    port = free_port()
    with LoopbackOutlet(3) as site, Canary(*places(port, int(site.home.rpartition(":")[2]))) as canary:
        proxy = f"http://127.0.0.1:{port}"
        names = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")
        proxies = {name: proxy for each in names for name in (each, each.upper())} if request.param else {}
        folder = tmp_path_factory.mktemp("guarded")
        names = Names(folder)
        crawls = Crawls(folder, NEWSCRAWL_ALLOW_ADDRESSES=site.home.removeprefix("http://"), **names.env, **proxies)
        site.outlet_toml(crawls.outlets)
        for number, spelling in enumerate(SPELLINGS):
            location = spelling.format(port=port).encode().decode("latin-1")  # as UTF-8 bytes on the wire
            site.behave(f"/to/{number}/", redirect(location, CODES[number % len(CODES)]))
        site.behave("/feed/", plain_feed(*(f"{site.home}/to/{number}/" for number in range(len(SPELLINGS))), *(each["url"] for each in site.truth())))
        ran = crawls.latest()
        yield Led(crawls=crawls, ran=ran, canary=canary, names=names, site=site)


def places(port: int, site_port: int) -> list[tuple[str, int]]:
    """Wherever a spelling may lead on this machine, the usual ports included where they are free."""
    return [("127.0.0.1", port), ("127.0.0.2", port), ("127.0.0.2", site_port), ("::1", port), *(("127.0.0.1", usual) for usual in (80, 443)), ("127.0.0.2", 80), ("::1", 80)]


def places_of(*sites: LoopbackOutlet) -> set[tuple[str, int]]:
    """Where the outlets of a crawl are."""
    return {(host, int(port)) for host, _, port in (site.home.removeprefix("http://").rpartition(":") for site in sites)}


def test_nobody_was_connected_to(led: Led) -> None:
    assert ("127.0.0.1", led.canary.places[0][1]) in led.canary.places
    assert led.canary.hits == []


def test_the_system_was_asked_for_no_other_connection(led: Led) -> None:
    """To addresses where no canary can listen neither: other networks, and those that embed another address."""
    assert led.names.connected() == places_of(led.site)


@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=lambda number: SPELLINGS[number][:40].encode("ascii", "replace").decode())
def test_each_spelling_is_refused_by_name(led: Led, number: int) -> None:
    reason, detail = led.row(number)
    assert reason in (TOLD if SPELLINGS[number] != STAYS else {"not_found"}), detail
    assert detail


def test_the_rest_of_the_run_is_untouched(led: Led) -> None:
    assert len(led.crawls.records()) == 3
    assert led.ran.links()["kept"] == 3
    assert "Traceback" not in led.ran.log


FEED_SPELLINGS = SPELLINGS[::6]


def test_feeds_sitemaps_and_robots_txt_are_guarded_too(tmp_path: Path) -> None:
    port = free_port()
    with LoopbackOutlet(2) as site, LoopbackOutlet(2, seed=2, address="127.0.0.3") as other, Canary(*places(port, 1)) as canary:
        allowed = ",".join(each.home.removeprefix("http://") for each in (site, other))
        names = Names(tmp_path)
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES=allowed, **names.env)
        seeds = ""
        for number, spelling in enumerate(FEED_SPELLINGS):
            via = ("feed", "sitemap")[number % 2]
            site.behave(f"/seed/{number}/", redirect(spelling.format(port=port).encode().decode("latin-1"), CODES[number % len(CODES)]))
            seeds += f'[[seed]]\nvia = "{via}"\nurl = "{site.home}/seed/{number}/"\n'
        site.outlet_toml(crawls.outlets, extra=seeds)
        other.outlet_toml(crawls.outlets, "other")
        other.behave("/robots.txt", redirect(f"http://127.0.0.1:{port}/robots.txt"))
        ran = crawls.latest()
        assert canary.hits == []
        assert names.connected() == places_of(site, other)
        assert ran.code == 3
        assert ran.seeds()["failed"] == len(FEED_SPELLINGS)
        problems = ran.summary["outlets"]["loopback"]["seed_problems"]
        assert all(any(reason in problem for reason in TOLD) for problem in problems), problems
        assert {record["outlet"] for record in crawls.records() if record["outlet"] == "loopback"} == {"loopback"}


def test_a_home_page_and_a_site_lead_nowhere_private(tmp_path: Path) -> None:
    port = free_port()
    with LoopbackOutlet(1) as site, Canary(*places(port, 1)) as canary:
        names = Names(tmp_path)
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES=site.home.removeprefix("http://"), **names.env)
        links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{spelling.format(port=port)}">' for spelling in SPELLINGS)
        site.behave("/", lambda answer: status(200, body=f"<html><head>{links}</head><body>Home</body></html>".encode())(answer))
        site.behave("/feed/", status(404))
        site.robots = "".join(f"Sitemap: {spelling.format(port=port)}\n" for spelling in SPELLINGS)
        assert crawls.latest("-a", f"site={site.home}").code == 3
        assert crawls.latest("-a", f"site=http://127.0.0.1:{port}/").code == 3
        assert canary.hits == []
        assert names.connected() == places_of(site)


def test_without_the_setting_no_private_address_is_asked(tmp_path: Path) -> None:
    with LoopbackOutlet(1) as site:
        names = Names(tmp_path)
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES="", **names.env)
        site.outlet_toml(crawls.outlets)
        ran = crawls.latest()
        assert (ran.code, site.requests) == (3, 0)
        assert names.connected() == set()
        assert "NEWSCRAWL_ALLOW_ADDRESSES" in ran.stdout


def naming(address: str) -> Behaviour:
    """The sound page, which names an address wherever a page can."""
    named = escape(address)
    head = f"""<meta http-equiv="refresh" content="0; url={named}"><link rel="canonical" href="{named}"><link rel="next" href="{named}">
<link rel="amphtml" href="{named}"><meta property="og:url" content="{named}"><base href="{named}"><link rel="https://api.w.org/" href="{named}">"""
    pager = f'<a class="next" href="{named}">2</a></article>'
    return lambda answer: replace(answer, body=answer.body.replace(b"<head>", f"<head>{head}".encode()).replace(b"</article>", pager.encode()))


def test_what_pages_and_lists_name_is_guarded_too(tmp_path: Path) -> None:
    port = free_port()
    with LoopbackOutlet(len(SPELLINGS)) as site, Canary(*places(port, 1)) as canary:
        names = Names(tmp_path)
        crawls = Crawls(tmp_path, NEWSCRAWL_ALLOW_ADDRESSES=site.home.removeprefix("http://"), **names.env)
        site.outlet_toml(crawls.outlets)
        for each, spelling in zip(site.truth(), SPELLINGS, strict=True):
            site.behave(urlsplit(unquote(each["url"])).path, naming(spelling.format(port=port)))
        interface = f"http://127.0.0.2:{port}/wp-json/"
        said = f'<{interface}>; rel="https://api.w.org/"'
        site.behave("/", lambda answer: naming(interface)(answer).with_header("Link", said))
        ran = crawls.latest()
        assert (ran.code, "Traceback" in ran.log) in ((0, False), (3, False)), ran.log[-2000:]
        assert len(crawls.records()) + sum(ran.links()["rejected"].values()) + ran.links()["owed"] == len(SPELLINGS)
        for via in ("wordpress", "listing"):
            assert "Traceback" not in crawls.crawl("backfill", "-a", "outlet=loopback", "-a", f"via={via}").log
        assert canary.hits == []
        assert names.connected() == places_of(site)
        assert sum(f":{port}" in (record["canonical_url"] or "") for record in crawls.records()) >= 1, "the pages named nothing"
        assert not any(f":{port}" in record["url"] for record in crawls.records())
