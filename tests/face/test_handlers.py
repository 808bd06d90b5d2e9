"""Answers without the network: what a crawl sees is what the archive holds, and no socket is opened for it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import textwrap
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import Headers, HtmlResponse, JsonResponse, Response, TextResponse, XmlResponse
from scrapy.utils.test import get_crawler

from newscrawl import offline
from newscrawl.core.page import Hop
from newscrawl.errors import UsageProblem
from newscrawl.handlers import WebHandler
from newscrawl.offline import is_unchanged
from newscrawl.stores.archive import ArchiveWriter
from tests.stores.warc_samples import HTML, foreign, http, page

ROOT = Path(__file__).parents[2]
STORY = "https://courier.example/2026/11/story/"
MODIFIED = "Sat, 21 Nov 2026 08:00:00 GMT"
PAGES = [
    page(headers=(*page().headers, ("Content-Encoding", "br"), ("Last-Modified", MODIFIED), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))),
    page(url="https://courier.example/rss.xml", headers=(("Content-Type", "application/rss+xml"), ("ETag", 'W/"feed"')), body=b"<?xml version='1.0'?><rss/>"),
    page(url="https://courier.example/wp-json/", headers=(("Content-Type", "application/json"),), body=b"{}"),
    page(url="https://courier.example/plain", headers=(), body=b"\xd8\xae\xd8\xa8\xd8\xb1"),
    page(url="https://courier.example/image", headers=(("Content-Type", "image/png"),), body=b"\x89PNG\r\n\x1a\n\0\0"),
    page(url="https://courier.example/gone", status=410, headers=(("ETag", '"gone"'),), body=b"gone"),
    page(url="https://courier.example/to", hops=(Hop(url="http://courier.example/from", status=301, headers=(("Location", "https://courier.example/to"),)),)),
]


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """A glob of an archive that holds `PAGES`."""
    writer = ArchiveWriter(tmp_path, "r1", software="test")
    for each in PAGES:
        writer.write_page(each)
    writer.close()
    return str(tmp_path / "warc" / "**" / "*.warc.gz")


def handler(pattern: str) -> WebHandler:
    return WebHandler.from_crawler(get_crawler(settings_dict={"NEWSCRAWL_OFFLINE": pattern}))


def fetch(pattern: str, *requests: Request | str) -> list[Response]:
    async def all_at_once() -> list[Response]:
        web = handler(pattern)
        found = await asyncio.gather(*(web.download_request(each if isinstance(each, Request) else Request(each)) for each in requests))
        await web.close()
        return found

    return asyncio.run(all_at_once())


def test_a_page_comes_as_it_was_archived(archive):
    (found,) = fetch(archive, STORY)
    assert isinstance(found, HtmlResponse)
    assert (found.url, found.status, found.body) == (STORY, 200, HTML)
    assert found.headers.getlist("Set-Cookie") == [b"a=1", b"b=2"]
    assert found.headers["ETag"] == b'"abc"'
    assert found.headers["Content-Length"] == str(len(HTML)).encode()
    assert not any(name.lower().startswith(b"x-archive-orig") for name in found.headers)
    assert b"Content-Encoding" not in found.headers  # or Scrapy would decode the body a second time


def test_each_body_has_the_class_that_the_network_would_give_it(archive):
    found = fetch(archive, *(each.url for each in PAGES))
    assert [type(each) for each in found] == [HtmlResponse, XmlResponse, JsonResponse, TextResponse, Response, TextResponse, HtmlResponse]
    assert [each.body for each in found] == [each.body for each in PAGES]
    assert [each.status for each in found] == [200, 200, 200, 200, 200, 410, 200]


def test_a_redirect_is_answered_as_one(archive):
    (found,) = fetch(archive, "http://courier.example/from")
    assert (found.status, found.headers["Location"], found.body) == (301, b"https://courier.example/to", b"")


@pytest.mark.parametrize("url", ["https://courier.example/nowhere", "https://courier.example/robots.txt", "http://127.0.0.1/"])
def test_what_is_not_archived_is_not_found(archive, url):
    (found,) = fetch(archive, url)
    assert isinstance(found, TextResponse)
    assert (found.url, found.status, found.text) == (url, 404, "")


def test_head_has_no_body(archive):
    (found,) = fetch(archive, Request(STORY, method="HEAD"))
    assert (found.status, found.body, found.headers["Content-Length"]) == (200, b"", str(len(HTML)).encode())


def test_an_unchanged_page_is_304_with_its_validators_alone(archive):
    asked = Request(STORY, headers={"If-None-Match": 'W/"abc"'})
    other = Request(STORY, headers={"If-None-Match": '"other"'})
    gone = Request("https://courier.example/gone", headers={"If-None-Match": '"gone"'})
    found, changed, still_gone = fetch(archive, asked, other, gone)
    assert (found.status, found.body) == (304, b"")
    assert dict(found.headers) == {b"Etag": [b'"abc"'], b"Last-Modified": [MODIFIED.encode()]}
    assert (changed.status, changed.body) == (200, HTML)
    assert still_gone.status == 410  # RFC 9110 section 13.2.1: conditions are for what would be a success


BEFORE, SAME, AFTER = "Fri, 20 Nov 2026 08:00:00 GMT", MODIFIED, "Sun, 22 Nov 2026 10:00:00 +0200"
CONDITIONS = [
    ({}, '"a"', MODIFIED, False),
    ({"If-None-Match": '"a"'}, '"a"', None, True),
    ({"If-None-Match": 'W/"a"'}, '"a"', None, True),
    ({"If-None-Match": '"a"'}, 'W/"a"', None, True),
    ({"If-None-Match": '"b", W/"a"'}, 'W/"a"', None, True),
    ({"If-None-Match": ['"b"', '"a"']}, '"a"', None, True),
    ({"If-None-Match": '"a,b"'}, '"a,b"', None, True),
    ({"If-None-Match": '"b"'}, '"a"', None, False),
    ({"If-None-Match": "*"}, None, None, True),
    ({"If-None-Match": '"a"'}, None, None, False),
    ({"If-None-Match": "a"}, "a", None, False),
    ({"If-None-Match": '"b"', "If-Modified-Since": AFTER}, '"a"', MODIFIED, False),
    ({"If-None-Match": '"a"', "If-Modified-Since": BEFORE}, '"a"', MODIFIED, True),
    ({"If-Modified-Since": SAME}, None, MODIFIED, True),
    ({"If-Modified-Since": AFTER}, None, MODIFIED, True),
    ({"If-Modified-Since": BEFORE}, None, MODIFIED, False),
    ({"If-Modified-Since": SAME}, None, None, False),
    ({"If-Modified-Since": "yesterday"}, None, MODIFIED, False),
    ({"If-Modified-Since": "Sat, 21 Nov 2026 08:00:00 -0000"}, None, MODIFIED, True),
    ({"If-Modified-Since": SAME}, None, "Sat, 99 Nov 99999999999 08:00:00 GMT", False),
    ({"If-Modified-Since": b"\xff\xfe"}, None, MODIFIED, False),
]


@pytest.mark.parametrize(("asked", "etag", "modified", "unchanged"), CONDITIONS)
def test_conditions_are_those_of_rfc_9110(asked, etag, modified, unchanged):
    held = tuple((name, value) for name, value in (("etag", etag), ("LAST-MODIFIED", modified)) if value)
    assert is_unchanged(Headers(asked), held) is unchanged


def test_headers_that_no_server_should_send_pass_through(tmp_path):
    (tmp_path / "odd.warc").write_bytes(foreign(http(b"x", "X-Na\xefve: \xd8\xae", "Content-Type: \xff")))
    (found,) = fetch(str(tmp_path / "odd.warc"), "https://other.example/a")
    assert (found.status, found.body) == (200, b"x")


# --- which handler --------------------------------------------------------------------------------------------------------------------------


def test_without_the_setting_scrapys_own_handler_fetches():
    """Which alone refuses to be made where there is no reactor."""
    crawler = get_crawler(settings_dict={"NEWSCRAWL_OFFLINE": "", "TWISTED_REACTOR_ENABLED": False})
    with pytest.raises(NotConfigured, match="CarefulClient"):
        WebHandler.from_crawler(crawler)


def test_a_glob_without_files_is_wrong_use(tmp_path):
    with pytest.raises(UsageProblem, match="no file matches"):
        handler(str(tmp_path / "*.warc.gz"))


def test_http_and_https_share_one_reading_of_the_files(archive, monkeypatch):
    read: list[object] = []
    real = offline.OfflineIndex
    monkeypatch.setattr(offline, "OfflineIndex", lambda names: (read.append(names), real(names))[1])
    crawler = get_crawler(settings_dict={"NEWSCRAWL_OFFLINE": archive})
    WebHandler.from_crawler(crawler)
    WebHandler.from_crawler(crawler)
    assert len(read) == 1
    handler(archive)
    assert len(read) == 2


def test_records_left_out_are_told(archive, tmp_path, caplog):
    (file,) = tmp_path.glob("warc/**/*.gz")
    file.write_bytes(file.read_bytes()[:-5])
    handler(archive)
    assert [record.levelname for record in caplog.records if file.name in record.getMessage()] == ["WARNING"]


CRAWL = """
    import json, socket, sys, threading
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from scrapy import Request, Spider
    from scrapy.crawler import CrawlerProcess

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"live")
        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    live = f"http://127.0.0.1:{server.server_port}/"
    opened = []
    sys.addaudithook(lambda event, args: opened.append(str(args)) if event in ("socket.connect", "socket.getaddrinfo") else None)
    seen = {}

    class Names(Spider):
        name = "names"
        async def start(self):
            for url in (live, "http://courier.example/from", "https://courier.example/nowhere"):
                yield Request(url, callback=self.parse, errback=self.failed, meta={"handle_httpstatus_all": False, "handle_httpstatus_list": [404]})
        def parse(self, response):
            seen[response.url] = [response.status, len(response.body)]
        def failed(self, failure):
            seen[failure.request.url] = [0, 0]

    web = "newscrawl.handlers.WebHandler"
    guard = {"TWISTED_DNS_RESOLVER": "newscrawl.guard.AddressGuard", "NEWSCRAWL_ALLOW_ADDRESSES": sys.argv[2]} if sys.argv[2] else {}
    process = CrawlerProcess({
        **guard,
        "NEWSCRAWL_OFFLINE": sys.argv[1], "DOWNLOAD_HANDLERS": {"http": web, "https": web}, "ROBOTSTXT_OBEY": True, "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False, "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "REMOTE_CONTROL_ENABLED": False, "DOWNLOAD_TIMEOUT": 20, "HTTPPROXY_ENABLED": False,
    })
    process.crawl(Names)
    process.start()
    print(json.dumps({"seen": seen, "opened": opened, "live": live}))
"""


def crawled(pattern: str, allowed: str = "") -> dict[str, object]:
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(CRAWL), pattern, allowed], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_whole_crawl_opens_no_socket(archive):
    """Robots, redirects and a live address too: everything is asked of the archive."""
    found = crawled(archive)
    assert found["seen"] == {"https://courier.example/to": [200, len(HTML)], "https://courier.example/nowhere": [404, 0], found["live"]: [404, 0]}
    assert found["opened"] == []


def test_a_crawl_without_a_guard_asks_nobody():
    """In a project that names our handler and not our guard."""
    found = crawled("")
    assert found["seen"][found["live"]] == [0, 0]
    assert not [event for event in found["opened"] if str(urlsplit(found["live"]).port) in event]


def test_a_crawl_with_the_guard_asks_the_network():
    found = crawled("", "127.0.0.1")
    assert found["seen"][found["live"]] == [200, 4]
    assert found["opened"] != []
