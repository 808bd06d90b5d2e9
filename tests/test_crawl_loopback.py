"""One crawl of an outlet where everything goes wrong that can: each bad answer costs its own link and nothing else."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from newscrawl.stores.warc_read import ArchivedResponse, read_records
from tests.crawling import PATCHES, Crawls, Ran, Row, page
from tests.site.behaviour import (
    Answer,
    Behaviour,
    as_usual,
    charset_header,
    content,
    cut_body,
    cut_gzip,
    endless,
    gzipped,
    hang,
    redirect,
    reset,
    status,
)
from tests.site.loopback import LoopbackOutlet

pytestmark = pytest.mark.promise("T9")

TIMEOUT_SECONDS = 4  # long enough for sound pages on a busy machine
MAX_BYTES = 20_000_000
SOFT_SECONDS = 300  # the first wait of newscrawl.core.failure
TRIES_A_RUN = 3
SOUND = 4  # articles with nothing wrong


def bomb(answer: Answer) -> Answer:
    """Little on the wire, too much of it unpacked."""
    return replace(answer, body=gzip.compress(bytes(MAX_BYTES + 1))).with_header("Content-Encoding", "gzip")


def two_members(answer: Answer) -> Answer:
    """A body compressed in two pieces, as caches that put pages together do."""
    half = len(answer.body) // 2
    return replace(answer, body=gzip.compress(answer.body[:half]) + gzip.compress(answer.body[half:])).with_header("Content-Encoding", "gzip")


def said_to_be_gzip(answer: Answer) -> Answer:
    """A plain body that its header calls compressed."""
    return answer.with_header("Content-Encoding", "gzip")


def windows_1256(answer: Answer) -> Answer:
    """A page in windows-1256 that says so in its head, under a header that says something else."""
    page = answer.body.decode().replace('<meta charset="UTF-8">', '<meta charset="windows-1256">')
    return content(page.encode("windows-1256", "xmlcharrefreplace"), "text/html; charset=UTF-8")(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the server does to one article, and what must become of its link. `due_seconds`: how long it is left alone at least."""

    name: str
    does: tuple[Behaviour, ...]
    status: str = "rejected"
    reason: str | None = None
    asked: int | None = 1
    due_seconds: int = SOFT_SECONDS


def kept(name: str, *does: Behaviour, asked: int = 1) -> Case:
    return Case(name=name, does=does, status="kept", asked=asked)


def rejected(name: str, reason: str, *does: Behaviour, asked: int = 1) -> Case:
    return Case(name=name, does=does, reason=reason, asked=asked)


def owed(name: str, reason: str, *does: Behaviour, asked: int | None = 1, due_seconds: int = SOFT_SECONDS) -> Case:
    return Case(name=name, does=does, status="pending", reason=reason, asked=asked, due_seconds=due_seconds)


CASES = (
    kept("500 twice", status(500), status(500), as_usual, asked=TRIES_A_RUN),
    kept("cut twice", cut_body, cut_body, as_usual, asked=TRIES_A_RUN),
    kept("gzip", gzipped),
    kept("gzip in two members", two_members),
    kept("plain, said to be gzip", said_to_be_gzip),
    kept("charset nobody knows", charset_header("x-unknown")),
    kept("UTF-8, said to be windows-1256", charset_header("windows-1256")),
    kept("windows-1256, said to be UTF-8", windows_1256),
    kept("no headers at all", lambda answer: replace(answer, headers=())),
    kept("redirected twice", redirect("/moved/once/", 302)),
    owed("500 for ever", "http_error", status(500), asked=TRIES_A_RUN),
    owed("403", "forbidden", status(403)),
    owed("202", "http_error", status(202)),
    owed("204", "http_error", status(204, body=b"")),
    owed("206", "http_error", status(206)),
    owed("999", "http_error", status(999)),
    owed("hangs", "timeout", hang, asked=TRIES_A_RUN),
    owed("no bytes", "empty_body", content(b"")),
    owed("cut body", "network", cut_body, asked=TRIES_A_RUN),
    owed("reset", "network", reset, asked=TRIES_A_RUN),
    owed("cut gzip", "network", cut_gzip, asked=TRIES_A_RUN),
    owed("redirected to a host without a name", "robots", redirect("http://nowhere.invalid/x")),
    rejected("404", "not_found", status(404)),
    rejected("410", "gone", status(410)),
    rejected("401", "forbidden", status(401)),
    rejected("451", "forbidden", status(451)),
    rejected("418", "http_error", status(418)),
    rejected("gzip bomb", "too_large", bomb),
    rejected("endless", "too_large", endless),
    rejected("PDF", "not_html", content(b"%PDF-1.4 ...", "application/pdf")),
    rejected("picture, said to be HTML", "not_html", content(b"\x89PNG\r\n\x1a\n" + bytes(500))),
    rejected("redirected to itself", "redirects", redirect(""), asked=6),
    rejected("redirected to the front page", "outside", redirect("/")),
    rejected("redirected to another site", "outside", as_usual),
    rejected("redirected to what robots.txt closes", "robots", redirect("/closed/page/")),
    rejected("redirected without an address", "redirects", status(301)),
    rejected("redirected to a broken address", "redirects", redirect("http://[bad/")),
    rejected("redirected to a script", "redirects", redirect("javascript:void(0)")),
    rejected("redirected to a port that is none", "redirects", redirect("http://127.0.0.1:99999/x")),
    rejected("redirected with a password", "redirects", redirect("http://user:secret@127.0.0.1:1/x")),
    rejected("redirected to another protocol", "redirects", redirect("ftp://127.0.0.1/x")),
    rejected("multiple choices", "redirects", status(300)),
    rejected("closed by robots.txt", "robots", asked=0),
    rejected("hangs-a-worker", "quarantined", redirect("/hangs-a-worker/")),
    rejected("kills-a-worker", "quarantined", redirect("/kills-a-worker/")),
    owed("breaks-a-worker", "broke", redirect("/breaks-a-worker/")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """The outlet after the crawl, the crawl, and its truth by the name of the case (sound ones by number)."""

    site: LoopbackOutlet
    crawls: Crawls
    ran: Ran
    truth: dict[str, dict[str, Any]]
    rows: dict[str, Row]
    started_at: float
    took_seconds: float

    def row(self, name: str) -> Row:
        return self.rows[self.truth[name]["url"].lower()]

    def record(self, name: str) -> dict[str, Any]:
        (found,) = (record for record in self.crawls.records() if record["link"].lower() == self.truth[name]["url"].lower())
        return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("faults")
    crawls = Crawls(folder, NEWSCRAWL_WORKERS="2", PYTHONPATH=str(PATCHES))
    with LoopbackOutlet(len(CASES) + SOUND) as site:
        truth = dict(zip([case.name for case in CASES] + [str(n) for n in range(SOUND)], site.truth(), strict=True))
        misbehave(site, {name: article["url"] for name, article in truth.items()})
        site.outlet_toml(crawls.outlets, connections=8)
        started_at = time.time()
        ran = crawls.latest("-s", f"DOWNLOAD_TIMEOUT={TIMEOUT_SECONDS}", "-s", f"DOWNLOAD_MAXSIZE={MAX_BYTES}")
        rows = {url.lower(): row for url, row in crawls.rows().items()}
        yield Crawled(site=site, crawls=crawls, ran=ran, truth=truth, rows=rows, started_at=started_at, took_seconds=time.time() - started_at)


def misbehave(site: LoopbackOutlet, urls: dict[str, str]) -> None:
    """Set what each path does, and the addresses at the ends of redirects."""
    closed = urlsplit(urls["closed by robots.txt"]).path
    site.robots = f"User-agent: newscrawl\nDisallow: {closed}\nDisallow: /closed/\n\nUser-agent: *\nDisallow: /\n"
    numbers = {name: number for number, name in enumerate(urls, start=1)}
    for case in CASES:
        if case.does:
            site.behave(urls[case.name], *case.does)
    site.behave(urls["redirected to another site"], redirect(site.home.replace("127.0.0.1", "localhost") + "/moved/twice/"))
    site.behave("/moved/once/", redirect("/moved/twice/", 308))
    site.behave("/moved/twice/", page(site, numbers["redirected twice"]))
    for name in ("hangs-a-worker", "kills-a-worker", "breaks-a-worker"):
        site.behave(f"/{name}/", page(site, numbers[name]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_link_has_its_verdict(crawled: Crawled, case: Case) -> None:
    row = crawled.row(case.name)
    assert (row.status, row.reason) == (case.status, case.reason), row.detail
    assert row.status == "kept" or row.detail, "a person is told what went wrong"
    if case.asked is not None:
        assert len(crawled.site.asked(crawled.truth[case.name]["url"])) == case.asked


@pytest.mark.parametrize("case", [case for case in CASES if case.status == "pending"], ids=lambda case: case.name)
def test_what_is_owed_is_left_alone_for_a_while(crawled: Crawled, case: Case) -> None:
    row = crawled.row(case.name)
    assert row.attempts == 1
    assert case.due_seconds <= row.due_at - crawled.started_at < case.due_seconds + crawled.took_seconds + 1


@pytest.mark.parametrize("name", [case.name for case in CASES if case.status == "kept"] + [str(n) for n in range(SOUND)])
def test_what_is_kept_is_whole(crawled: Crawled, name: str) -> None:
    record, truth = crawled.record(name), crawled.truth[name]
    assert (record["title"], record["text"], record["authors"]) == (truth["title"], truth["text"], truth["authors"])


def test_the_page_in_windows_1256_is_arabic(crawled: Crawled) -> None:
    assert crawled.truth["windows-1256, said to be UTF-8"]["language"] == "ar"


def test_it_ends_with_3_and_its_sums_close(crawled: Crawled) -> None:
    assert crawled.ran.code == 3
    links, verdicts = crawled.ran.links(), crawled.crawls.verdicts()
    assert links["announced"] == len(CASES) + SOUND == verdicts.total()
    assert (links["kept"], links["owed"], links["left"]) == (verdicts.pop("kept"), verdicts.pop("pending"), 0)
    assert links["rejected"] == dict(verdicts)
    assert len(crawled.crawls.records()) == links["kept"]
    assert crawled.ran.summary["errors"] == 1  # the page that breaks extraction


def test_no_article_is_made_of_a_broken_answer(crawled: Crawled) -> None:
    texts = {record["text"] for record in crawled.crawls.records()}
    assert texts == {crawled.truth[name]["text"] for name in [case.name for case in CASES if case.status == "kept"] + [str(n) for n in range(SOUND)]}


@pytest.mark.parametrize("name", ["hangs-a-worker", "kills-a-worker", "breaks-a-worker"])
def test_a_page_that_broke_a_worker_is_in_the_archive(crawled: Crawled, name: str) -> None:
    (held,) = (record for record in archived(crawled) if record.url.endswith(f"/{name}/"))
    assert held.link is not None
    assert held.link.url.lower() == crawled.truth[name]["url"].lower()
    assert crawled.truth[name]["title"].encode() in held.body


@pytest.mark.parametrize("name", ["PDF", "picture, said to be HTML", "gzip"])
def test_a_page_is_archived_decoded_whatever_its_fate(crawled: Crawled, name: str) -> None:
    url = crawled.truth[name]["url"].lower()
    (held,) = (record for record in archived(crawled) if record.url.lower() == url)
    assert held.body[:2] != b"\x1f\x8b"
    assert ("X-Archive-Orig-Content-Encoding", "gzip") in held.headers or name != "gzip"


def archived(crawled: Crawled) -> list[ArchivedResponse]:
    """Every response in the crawl's WARC files; all of them are sound."""
    found = [record for file in crawled.ran.summary["warcs"] for record in read_records(crawled.crawls.data / file)]
    assert all(isinstance(record, ArchivedResponse) for record in found)
    return [record for record in found if isinstance(record, ArchivedResponse)]


def test_robots_txt_is_asked_once_and_read_by_our_name(crawled: Crawled) -> None:
    here = [request for request in crawled.site.asked("/robots.txt") if request.headers["host"].startswith("127.0.0.1")]
    assert len(here) == 1
    assert not crawled.site.asked("/closed/page/")


def test_quarantine_is_told_in_words(crawled: Crawled) -> None:
    assert "longer than" in (crawled.row("hangs-a-worker").detail or "")
    assert "SIGSEGV" in (crawled.row("kills-a-worker").detail or "")
    assert "a bug of ours" in (crawled.row("breaks-a-worker").detail or "")
