"""Downloader middlewares: who we are, and conditional GET for seeds. The shared turn of a host is taken in `newscrawl.handlers`."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from newscrawl.core.asking import respelled
from newscrawl.core.url import UrlProblem, clean_url
from newscrawl.handlers import REDIRECTS


class SayWhoWeAre:
    """The user agent: the product, its version and the contact of whoever runs it, on every request."""

    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        agent = crawler.settings["USER_AGENT"]
        contact = " ".join((crawler.settings["NEWSCRAWL_CONTACT"] or "").split())
        return cls(f"{agent} (+{contact})" if contact else agent)

    def process_request(self, request: Request) -> None:
        request.headers["User-Agent"] = self._user_agent


class ConditionalGet:
    """Sends a seed's validators to the exact address that they belong to, and to no other: a redirect's target gets none."""

    def process_request(self, request: Request) -> None:
        validators = request.meta.get("validators")
        for name in (b"If-None-Match", b"If-Modified-Since"):
            request.headers.pop(name, None)
        if validators and request.url == validators["url"]:
            request.headers.update({name: value for name, value in validators["headers"].items() if value})


class TooManyRedirects(IgnoreRequest):
    """More than `REDIRECT_MAX_TIMES` in a row."""


class FollowRedirects(RedirectMiddleware):
    """Scrapy's, without a Referer: where a link was found is nobody's business. It follows only to what `clean_url` takes for an address."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Without the parent's look for a Referer component, and its warning that there is none."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def process_response(self, request: Request, response: Response) -> Request | Response:
        try:
            followed = super().process_response(request, response)
        except IgnoreRequest as problem:
            raise TooManyRedirects(str(problem)) from problem
        except ValueError as problem:  # `Location` is not even the shape of an address
            raise IgnoreRequest(f"redirected to nowhere: {problem}") from problem
        if isinstance(followed, Response):
            return self._unfollowed(request, followed)
        target = respelled(followed.url)
        if isinstance(target, UrlProblem):
            raise IgnoreRequest(f"redirected to nowhere: {target.value}")
        return followed.replace(url=target)  # with the one spelling that the guard and the client read alike

    def _unfollowed(self, request: Request, response: Response) -> Response:
        """The answer as it is, or what is wrong with the place that it redirects to: Scrapy hands a redirect to `file:` on as if it were a page."""
        wants_it = response.status in request.meta.get("handle_httpstatus_list", ())
        if wants_it or response.status not in REDIRECTS or "Location" not in response.headers:
            return response
        target = clean_url((response.headers["Location"] or b"").decode("latin-1"), request.url)
        if isinstance(target, UrlProblem):
            raise IgnoreRequest(f"redirected to nowhere: {target.value}")
        return response

    def handle_referer(self, request: Request, response: Response) -> None:
        request.headers.pop("Referer", None)
