"""Where a robots.txt redirects to: unless it is reached, or more than five redirects were followed, nothing else is asked of the host (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from tests.canary import Canary
from tests.crawling import Crawls, Ran
from tests.names import Names
from tests.site.behaviour import Behaviour, as_usual, redirect, status
from tests.site.loopback import LoopbackOutlet
from tests.test_crawl_guard import free_port
from tests.test_crawl_robots import ROBOTS, let_time_pass
from tests.test_crawl_tls import FarServer, certificate

pytestmark = [pytest.mark.promise("T12"), pytest.mark.promise("T6")]

LEADS = "its redirect can't be followed"

CASES: dict[str, tuple[Behaviour | str, str]] = {
    "private": ("http://10.0.0.1/robots.txt", f"{LEADS}: 10.0.0.1 is no public address"),
    "metadata": ("http://169.254.169.254/robots.txt", f"{LEADS}: 169.254.169.254 is no public address"),
    "this-machine": ("http://127.0.0.1:{port}/robots.txt", f"{LEADS}: 127.0.0.1 is no public address"),
    "localhost": ("http://localhost/robots.txt", f"{LEADS}: localhost leads to "),
    "private-by-name": ("http://inside.example/robots.txt", f"{LEADS}: inside.example leads to 10.0.0.7"),
    "port": ("http://public.example:22/robots.txt", f"{LEADS}: port 22"),
    "spelling": ("http://2130706433/robots.txt", LEADS),
    "credentials": ("http://me:secret@public.example/robots.txt", LEADS),
    "file": ("file:///etc/robots.txt", f"{LEADS}: redirected to nowhere: the address is not http or https"),
    "ftp": ("ftp://public.example/robots.txt", f"{LEADS}: redirected to nowhere: the address is not http or https"),
    "data": ("data:text/plain,Allow:", f"{LEADS}: redirected to nowhere: the address is not http or https"),
    "broken": ("http://[bad/", f"{LEADS}: redirected to nowhere"),
    "no-such-name": ("http://nobody.example/robots.txt", "CannotResolveHostError"),
    "certificate": ("{tls}/robots.txt", "certificate"),
    "301-to-nothing": (status(301), "HTTP 301 that leads nowhere"),
    "302-to-nothing": (status(302), "HTTP 302 that leads nowhere"),
    "300": (status(300, body=b"User-agent: *\nAllow: /\n"), "HTTP 300 that leads nowhere"),
    "304": (status(304), "HTTP 304 that leads nowhere"),
}
"""Where the redirect leads, or what is answered in its place; and what the note of the run says of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """One outlet for each case, and what the first run, one soon after and one a day later made of them."""

    crawls: Crawls
    canary: Canary
    names: Names
    sites: dict[str, LoopbackOutlet] = field(default_factory=dict)
    runs: list[Ran] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)

    def run(self) -> None:
        """One more run; each site's requests so far are noted."""
        self.runs.append(self.crawls.latest("-a", "force=1"))
        self.asked.append({name: [request.path for request in site.log] for name, site in self.sites.items()})

    def notes(self, run: int, case: str) -> list[str]:
        """What one run said of the host of a case."""
        return [note for note in self.runs[run].summary["notes"] if f"robots.txt of {self.sites[case].home}: " in note]


@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    folder = tmp_path_factory.mktemp("robots")
    with ExitStack() as stack:
        canary = stack.enter_context(Canary(("127.0.0.1", free_port())))
        sites = {name: stack.enter_context(LoopbackOutlet(1, seed=seed)) for seed, name in enumerate(CASES)}
        tls = FarServer(certificate(folder), sites["certificate"], closes=True)
        stack.enter_context(tls.serving())
        allowed = [*(site.home.removeprefix("http://") for site in sites.values()), tls.home.removeprefix("https://")]
        names = Names(folder, inside=[["10.0.0.7"]], public=[["8.8.8.8"]])
        found = Led(crawls=Crawls(folder, NEWSCRAWL_ALLOW_ADDRESSES=",".join(allowed), **names.env), canary=canary, names=names, sites=sites)
        for name, (where, _) in CASES.items():
            sites[name].outlet_toml(found.crawls.outlets, name)
            leads = redirect(where.format(port=canary.places[0][1], tls=tls.home)) if isinstance(where, str) else where
            sites[name].behave(ROBOTS, leads)
        found.run()
        found.run()
        for site in sites.values():
            site.behave(ROBOTS, as_usual)
        let_time_pass(found.crawls)
        found.run()
        yield found


@pytest.mark.parametrize("case", CASES)
def test_nothing_else_is_asked_and_the_run_says_why(led: Led, case: str) -> None:
    (note,) = led.notes(0, case)
    assert CASES[case][1] in note
    assert "nothing else is asked of it, and this again in " in note
    assert led.runs[0].code == 3
    assert set(led.asked[0][case]) == {ROBOTS}


@pytest.mark.parametrize("case", CASES)
def test_a_run_soon_after_asks_nothing_and_says_so_too(led: Led, case: str) -> None:
    assert led.asked[1][case] == led.asked[0][case]
    assert led.runs[1].code == 3
    assert len(led.notes(1, case)) == 1


@pytest.mark.parametrize("case", CASES)
def test_a_robots_txt_that_is_there_at_last_opens_the_host(led: Led, case: str) -> None:
    assert led.crawls.verdicts(case) == {"kept": 1}
    assert led.notes(2, case) == []


def test_nobody_but_the_outlets_was_connected_to(led: Led) -> None:
    homes = {int(site.home.rpartition(":")[2]) for site in led.sites.values()}
    connected = {port for _, port in led.names.connected()}
    assert {host for host, _ in led.names.connected()} == {"127.0.0.1"}
    assert homes <= connected
    assert len(connected - homes) == 1, "the server with the bad certificate"
    assert led.canary.hits == []
