"""What a page, its answer and its host say of re-use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newscrawl.core.article import Article, Rights
from newscrawl.core.page import HostSignals
from newscrawl.extraction.rights import MAX_DIRECTIVES, read_rights
from tests.extraction.making import document


def _rights(head: str = "", paywall: bool | None = None, signals: HostSignals | None = None, **headers: str) -> Rights:
    doc = document(f"<html><head>{head}</head></html>", **headers)
    return read_rights(replace(doc, page=replace(doc.page, signals=signals)), paywall)


def _meta(**contents: str) -> str:
    return "".join(f'<meta name="{name.replace("_", "-")}" content="{content}">' for name, content in contents.items())


def test_a_page_without_signals() -> None:
    assert _rights() == Rights()
    assert _rights(signals=HostSignals()) == Rights()


ROBOTS = [
    (_meta(robots="noai, max-image-preview:large,") + '<meta name="ROBOTS" content="noai">', "noarchive", ("noai", "max-image-preview:large", "noarchive")),
    (_meta(newscrawl="noai"), "", ("noai",)),
    (_meta(robots="index", newscrawl="noai"), "", ("index", "noai")),
    (_meta(otherbot="noai"), "", ()),
    ("", "otherbot: noindex, nofollow", ()),
    ("", "noarchive, otherbot: noindex", ("noarchive",)),
    ("", "otherbot: noindex, newscrawl: noai, noarchive", ("noai", "noarchive")),
    ("", "NewsCrawl: noai", ("noai",)),
    ("", "*: noai", ("noai",)),
    ("", "newscrawl:", ()),
    ("", "max-snippet:50, max-image-preview: large", ("max-snippet:50", "max-image-preview: large")),
    ("", "unavailable_after: 25 Jun 2027 15:00:00 GMT", ("unavailable_after: 25 Jun 2027 15:00:00 GMT",)),
    ("", "otherbot: max-snippet:50, noai", ()),
]


@pytest.mark.parametrize(("head", "header", "directives"), ROBOTS)
def test_robots_directives_for_us(head: str, header: str, directives: tuple[str, ...]) -> None:
    assert _rights(head, X_Robots_Tag=header).robots == directives


def test_directives_are_bounded() -> None:
    assert len(_rights(X_Robots_Tag=",".join(f"rule{n}" for n in range(500))).robots) == MAX_DIRECTIVES


FILE = HostSignals(tdm_reservation="1", tdm_policy="/file")
TDM = [
    ("", {}, None, (None, None)),
    ("", {}, FILE, ("1", "/file")),
    ("", {"TDM_Reservation": "0"}, FILE, ("0", None)),
    ("", {"TDM_Reservation": "1", "TDM_Policy": "/header"}, FILE, ("1", "/header")),
    (_meta(tdm_reservation="0"), {"TDM_Reservation": "1", "TDM_Policy": "/header"}, FILE, ("0", None)),
    (_meta(tdm_reservation="1", tdm_policy="/page"), {"TDM_Reservation": "0"}, None, ("1", "/page")),
    (_meta(tdm_reservation="yes"), {"TDM_Reservation": "true"}, FILE, ("1", "/file")),
    (_meta(tdm_policy="/page"), {}, None, (None, None)),
    (_meta(tdm_reservation="0") + _meta(tdm_reservation="1"), {}, None, ("1", None)),
]


@pytest.mark.parametrize(("head", "headers", "signals", "expected"), TDM)
def test_the_page_wins_over_the_header_and_the_header_over_the_file(head: str, headers: dict[str, str], signals: HostSignals | None, expected: tuple[str | None, str | None]) -> None:
    found = _rights(head, signals=signals, **headers)
    assert (found.tdm_reservation, found.tdm_policy) == expected


@pytest.mark.parametrize("name", ["content_signal", "content_usage"])
def test_statements_of_header_and_host_stand_side_by_side(name: str) -> None:
    assert getattr(_rights(**{name: "search=yes,  a=b"}), name) == "search=yes, a=b"
    assert getattr(_rights(signals=HostSignals(**{name: "c=d"})), name) == "c=d"
    assert getattr(_rights(signals=HostSignals(**{name: "c=d"}), **{name: "a=b"}), name) == "a=b, c=d"
    assert getattr(_rights(signals=HostSignals(**{name: "a=b"}), **{name: "a=b"}), name) == "a=b"


RESERVED = [
    ({"head": _meta(robots="noai")}, True),
    ({"X_Robots_Tag": "otherbot: noai"}, None),
    ({"signals": FILE}, True),
    ({"TDM_Reservation": "0"}, False),
    ({"signals": HostSignals(content_signal="ai-train=no"), "content_signal": "ai-train=yes"}, True),
    ({"content_usage": "train-ai=n"}, True),
    ({"head": _meta(robots="noindex, noarchive")}, None),
]


@pytest.mark.parametrize(("said", "expected"), RESERVED)
def test_what_follows_for_mining(said: dict[str, object], expected: bool | None) -> None:
    assert _rights(**said).reserved is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("paywall", [True, False, None])
def test_paywall(paywall: bool | None) -> None:
    assert _rights(paywall=paywall).paywall is paywall


def test_rights_are_part_of_the_record() -> None:
    assert "rights" in Article.__slots__
