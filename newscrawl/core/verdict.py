"""Verdicts: what became of a link. The members of `Reason` are the report's columns; a new reason is a new line here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a link was not kept."""

    NOT_FOUND = "not_found"  # 404
    GONE = "gone"  # 410
    FORBIDDEN = "forbidden"  # 401, 403, 451
    HTTP_ERROR = "http_error"  # any other status that is no page
    ROBOTS = "robots"  # robots.txt disallows it
    TIMEOUT = "timeout"
    NETWORK = "network"  # no connection, reset, cut answer, TLS, DNS
    REDIRECTS = "redirects"  # too many, or to nowhere
    TOO_LARGE = "too_large"
    BAD_URL = "bad_url"  # can't be asked for
    PRIVATE_ADDRESS = "private_address"  # leads to an address, port or scheme that the guard does not let through
    OUTSIDE = "outside"  # ended at an address that is not the outlet's article
    NOT_HTML = "not_html"
    NOT_AN_ARTICLE = "not_an_article"
    HUB = "hub"  # section page, list, live blog
    PROTECTED = "protected"  # asks for a password
    EMPTY_BODY = "empty_body"
    OPTED_OUT = "opted_out"  # its outlet does not want texts mined, and the setting says to skip those
    SEEN = "seen"  # another address of an article that is settled
    DUPLICATE = "duplicate"  # the text of another article of the outlet
    QUARANTINED = "quarantined"  # extraction hung, ran out of memory or died on it
    DROPPED = "dropped"  # by a pipeline that is not ours
    BROKE = "broke"  # our own code failed on it, again and again


_OF_THE_ADDRESS = {Reason.NOT_FOUND, Reason.GONE, Reason.REDIRECTS, Reason.BAD_URL, Reason.OUTSIDE}
NO_ARTICLE = frozenset(_OF_THE_ADDRESS | {Reason.NOT_HTML, Reason.NOT_AN_ARTICLE, Reason.HUB, Reason.EMPTY_BODY, Reason.SEEN, Reason.DUPLICATE})
"""Reasons that say of an address that no article is there that was not known; after the others there may be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An expected "no": the reason, and a word for a person."""

    reason: Reason
    detail: str = ""
