"""Who we say we are, where validators go, which redirects are followed."""

from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from newscrawl.middlewares import ConditionalGet, FollowRedirects, SayWhoWeAre, TooManyRedirects

SEED = "https://courier.example/feed/"
VALIDATORS = {"url": SEED, "headers": {"If-None-Match": '"a"', "If-Modified-Since": "Sat, 21 Nov 2026 08:00:00 GMT"}}


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        (None, "newscrawl/1"),
        ("", "newscrawl/1"),
        ("  ", "newscrawl/1"),
        ("me@crawl.example", "newscrawl/1 (+me@crawl.example)"),
        (" https://crawl.example/\r\nX-Evil: 1\n", "newscrawl/1 (+https://crawl.example/ X-Evil: 1)"),
    ],
)
def test_the_user_agent_names_the_contact_on_one_line(contact: str | None, agent: str) -> None:
    settings = {"USER_AGENT": "newscrawl/1", "NEWSCRAWL_CONTACT": contact}
    request = Request("https://courier.example/", headers={"User-Agent": "something else"})
    SayWhoWeAre.from_crawler(get_crawler(settings_dict=settings)).process_request(request)
    assert request.headers.getlist("User-Agent") == [agent.encode()]


def test_validators_go_to_their_own_address() -> None:
    request = Request(SEED, meta={"validators": VALIDATORS})
    ConditionalGet().process_request(request)
    assert (request.headers["If-None-Match"], request.headers["If-Modified-Since"]) == (b'"a"', b"Sat, 21 Nov 2026 08:00:00 GMT")


def test_an_empty_validator_is_no_header() -> None:
    request = Request(SEED, meta={"validators": {"url": SEED, "headers": {"If-None-Match": None, "If-Modified-Since": ""}}})
    ConditionalGet().process_request(request)
    assert not request.headers


@pytest.mark.parametrize("meta", [{"validators": VALIDATORS}, {}])
def test_no_other_address_gets_validators(meta: dict[str, object]) -> None:
    """A redirect's request is a copy of the one before, headers and all."""
    request = Request("https://courier.example/elsewhere/", meta=meta, headers=VALIDATORS["headers"])
    ConditionalGet().process_request(request)
    assert not request.headers


def redirected(location: str, url: str = SEED, **meta: object) -> Request | Response:
    crawler = get_crawler(settings_dict={"REDIRECT_MAX_TIMES": 5})
    crawler.spider = crawler._create_spider("test")
    response = Response(url, status=301, headers={"Location": location})
    return FollowRedirects.from_crawler(crawler).process_response(Request(url, headers={"Referer": SEED}, meta=meta), response)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://courier.example/a/", "https://courier.example/a/"),
        ("/a/", "https://courier.example/a/"),
        ("//other.example/a/", "https://other.example/a/"),
        ("/خبر/", "https://courier.example/%D8%AE%D8%A8%D8%B1/"),
        ("http://courier.example:8080/a/", "http://courier.example:8080/a/"),
    ],
)
def test_a_redirect_to_an_address_is_followed_without_a_referer(location: str, target: str) -> None:
    found = redirected(location)
    assert isinstance(found, Request)
    assert found.url == target
    assert "Referer" not in found.headers


NOWHERE = [
    "http://[bad/",
    "javascript:void(0)",
    "http://courier.example:99999/",
    "http://user:secret@courier.example/",
    "http://0x7f.1/",
    "http://2130706433/",
    "https://courier.example/" + "a" * 3000,
]


@pytest.mark.parametrize("location", NOWHERE, ids=lambda location: location[:30])
def test_a_redirect_to_nowhere_is_not_followed(location: str) -> None:
    with pytest.raises(IgnoreRequest, match="redirected to nowhere"):
        redirected(location)


@pytest.mark.parametrize("location", ["ftp://courier.example/a", "file:///etc/passwd", "data:text/html,x"])
def test_a_redirect_to_another_protocol_is_not_followed(location: str) -> None:
    with pytest.raises(IgnoreRequest, match="not http or https"):
        redirected(location)


def test_one_redirect_too_many_is_told_from_one_that_leads_nowhere() -> None:
    assert isinstance(redirected("/a/", redirect_times=4), Request)
    with pytest.raises(TooManyRedirects):
        redirected("/a/", redirect_times=5)
