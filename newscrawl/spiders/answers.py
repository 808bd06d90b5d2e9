"""What an answer, or none, means for its link: a `Page`, or an `Unfetched` with its kind and reason."""

from __future__ import annotations

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from newscrawl.clock import utc_now
from newscrawl.core.failure import FailureKind, classify_status, retry_after_seconds
from newscrawl.core.link import Link
from newscrawl.core.outlet import Outlet
from newscrawl.core.page import HeaderList, Hop, Page, Unfetched
from newscrawl.core.url import same_site
from newscrawl.core.verdict import Reason
from newscrawl.guard import ForbiddenAddress
from newscrawl.handlers import STOPPED
from newscrawl.manners import ForbiddenByRobots, HostWantsQuiet, RulesUnknown
from newscrawl.saved import PAGE_STATUSES, is_front_page
from newscrawl.spiders.addresses import is_at_site
from newscrawl.unanswered import UNANSWERED
from newscrawl.underway import TEMPORARY_REDIRECTS

ANSWERS = [304, *range(400, 600)]
"""Statuses that the spider sees itself; redirects stay with Scrapy's middleware."""

MAX_DETAIL_CHARS = 200
"""A word for a person; some exceptions quote whole answers."""

ERRORS: tuple[tuple[type[Exception], FailureKind, Reason], ...] = (
    (HostWantsQuiet, FailureKind.SOFT, Reason.HTTP_ERROR),
    *UNANSWERED,
)
"""What Scrapy raises for a request that got no answer; the first row that fits counts."""


def page_or_not(response: Response, link: Link, outlet: Outlet) -> Page | Unfetched:
    """What an answer is."""
    if response.status not in PAGE_STATUSES:
        return unanswered(response, link)
    if not response.body:
        return Unfetched(link=link, kind=FailureKind.SOFT, reason=Reason.EMPTY_BODY, detail="an answer without a byte")
    if not is_of_outlet(response.url, link, outlet):
        kind = FailureKind.SOFT if came_over_a_temporary_redirect(response) else FailureKind.HARD
        return Unfetched(link=link, kind=kind, reason=Reason.OUTSIDE, detail=f"led to {response.url}")
    return page_of(response, link)


def failed(failure: Failure, link: Link) -> Unfetched | None:
    """What it means that there was no answer; None for a request that the run's end overtook: its claim goes back as it was."""
    error, request = failure.value, failure.request  # type: ignore[attr-defined]
    if str(error) == STOPPED:
        return None
    if isinstance(error, HttpError):
        return unanswered(error.response, link)  # a redirect that leads nowhere, or a status that HTTP does not know
    kind, reason = kind_of_error(error)
    if isinstance(error, HostWantsQuiet):
        wait, tried = error.seconds, was_tried(request)
        return Unfetched(link=link, kind=FailureKind.SOFT, reason=reason, detail=in_words(error), retry_after_seconds=wait, was_asked=tried)
    if kind is FailureKind.HARD and came_over_a_temporary_redirect(request):
        kind = FailureKind.SOFT
    return Unfetched(link=link, kind=kind, reason=reason, detail=in_words(error))


def was_tried(request: Request) -> bool:
    """Whether somebody was asked before a host was left alone: in a try before this one, or on the way to a host that is not ours to wait for."""
    return bool(request.meta.get("retry_times") or request.meta.get("hops"))


def kind_of_error(error: BaseException) -> tuple[FailureKind, Reason]:
    """What an exception of the downloader means for the link."""
    if isinstance(error, ForbiddenAddress):
        return FailureKind.SOFT if error.may_heal else FailureKind.HARD, error.reason
    if isinstance(error, HostWantsQuiet):
        return FailureKind.SOFT, Reason.ROBOTS if isinstance(error, RulesUnknown) else Reason.HTTP_ERROR
    if isinstance(error, IgnoreRequest):
        return FailureKind.HARD, Reason.ROBOTS if isinstance(error, ForbiddenByRobots) else Reason.REDIRECTS
    return next(((kind, reason) for type_, kind, reason in ERRORS if isinstance(error, type_)), (FailureKind.SOFT, Reason.BROKE))


def in_words(error: BaseException) -> str:
    """What an exception says, on one short line; its name when it says nothing."""
    return " ".join(str(error).split())[:MAX_DETAIL_CHARS] or type(error).__name__


def unanswered(response: Response, link: Link) -> Unfetched:
    """The verdict on an answer that is no page."""
    kind, reason = classify_status(response.status)
    wait = retry_after_seconds((response.headers.get("Retry-After") or b"").decode("latin-1") or None, utc_now())
    return Unfetched(link=link, kind=kind, reason=reason, detail=f"HTTP {response.status}", retry_after_seconds=wait)


def is_of_outlet(url: str, link: Link, outlet: Outlet) -> bool:
    """Whether the address where a link ended can be the outlet's article: on its site, and not its front page."""
    if is_front_page(url):
        return False
    return same_site(url, link.url) or is_at_site(url, outlet)


def came_over_a_temporary_redirect(way: Request | Response) -> bool:
    """Whether the link may lead elsewhere tomorrow."""
    return any(status in TEMPORARY_REDIRECTS for _, status, _ in way.meta.get("hops", ()))


def page_of(response: Response, link: Link) -> Page:
    """The page that an answer is; headers as they came over the wire, before decoding dropped some."""
    request = response.request
    meta = response.meta
    return Page(
        link=link,
        url=response.url,
        status=response.status,
        headers=header_list(meta.get("wire_headers", response.headers)),
        body=response.body,
        fetched_at=utc_now(),
        request_headers=header_list(request.headers) if request else (),
        hops=tuple(Hop(url=url, status=status, headers=header_list(headers)) for url, status, headers in meta.get("hops", ())),
        signals=meta.get("signals"),
    )


def header_list(headers: Headers) -> HeaderList:
    """Header pairs as text, in order."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values)
