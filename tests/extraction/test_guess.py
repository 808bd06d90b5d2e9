"""Dates that no machine was meant to read: in the address, and in htmldate's opinion."""

from __future__ import annotations

import htmldate
import pytest

from newscrawl.extraction.around import look_around
from newscrawl.extraction.date_folders import OTHER_DATES
from newscrawl.extraction.findings import Findings
from newscrawl.extraction.guess import guess_date, read_path_date
from tests.extraction.making import PROSE, document


def _guess(inner: str, head: str = "", tag: str = "<html>") -> Findings:
    doc = document(f"{tag}<head>{head}</head><body>{inner}</body></html>")
    return guess_date(doc, look_around(doc))


PATHS = [
    ("/2026/11/05/bridge/", "2026-11-05"),
    ("/2026/11/bridge/", "2026-11"),
    ("/2026-11-05/bridge", "2026-11-05"),
    ("/news/2026/11/05-bridge", "2026-11-05"),
    ("/city/2026/nov/5/bridge/", "2026-11-05"),
    ("/2026/november/05/bridge/", "2026-11-05"),
    ("/2026/feb/30/bridge/", None),
    ("/2026/13/bridge/", None),
    ("/2026/11/32/bridge/", "2026-11"),
    ("/2099/01/01/bridge/", None),
    ("/city/12345678/", None),
    ("/2026/bridge/", None),
]


@pytest.mark.parametrize("folder", sorted(OTHER_DATES))
def test_a_date_behind_a_folder_of_events_or_files_is_another(folder: str) -> None:
    assert read_path_date(document("<p>x</p>", url=f"https://courier.example/{folder}/2026/11/05/bridge/")).published is None
    assert read_path_date(document("<p>x</p>", url=f"https://courier.example/2026/11/05/{folder}/bridge/")).published == "2026-11-05"


@pytest.mark.parametrize(("path", "day"), PATHS)
def test_date_in_the_address(path: str, day: str | None) -> None:
    assert read_path_date(document("<p>x</p>", url=f"https://courier.example{path}")).published == day


PRINTED = [
    ("<p class='meta'>Published: 5 November 2026</p>", "2026-11-05"),
    ("<p class='meta'>First published on January 1, 2026</p>", "2026-01-01"),
    ("<div class='date'>2026-01-01</div>", "2026-01-01"),
    ("<p>© 2019</p>", None),
    ("<p>words</p>", None),
]


@pytest.mark.parametrize(("inner", "day"), PRINTED)
def test_date_that_htmldate_finds(inner: str, day: str | None) -> None:
    assert _guess(inner).published == day


HEADLINE = "<title>The bridge opens again</title>", "<h1>The bridge opens again</h1>"
TEXT = f"<p>{'Hundreds of people walked across the old bridge over the river, and many of them came back at once to see it from the other side. '}</p>" * 6
SPELT = [
    ("<p>Issued on 5 November 2026</p>", "2026-11-05"),
    ("<p>November 5th, 2026</p>", "2026-11-05"),
    ("<p>:[ 2026-11-05 15:24 ]</p>", "2026-11-05"),
    ("<abbr class='published' title='2026-11-05'>soon</abbr>", "2026-11-05"),
    ("<time datetime='2026-11-05'>soon</time>", "2026-11-05"),
    ("<p title='2026-11-05'>soon</p>", None),
    ("<p>05/11/2026</p>", None),
    ("<p>When: 5 November 2026, 7:30 pm, Town Hall</p>", None),
    ("<p>Opening: 5 November 2026</p>", None),
    ("<footer>5 November 2026</footer>", None),
    ("<footer><p>© 2026-11-05 Riverside Courier</p></footer>", None),
    ("<footer><p>Last updated 5 November 2026</p></footer>", None),
    ("<aside><p>5 November 2026</p></aside>", None),
    ("<div itemscope><meta itemprop='datePublished' content='2026-11-05'><a href='/x'>Storm</a></div>", None),
    ("<img src='/uploads/2026/11/05_bridge.jpg'>", None),
    ("<p>In November 2026 there were 12 bridges</p>", None),
    ("<p>5 November 2025</p>", None),
    (f"{HEADLINE[1]}<div><h3><a href='/staff/mona'>Mona Salih</a></h3><p>Published on 5 November 2026</p></div>{TEXT}", "2026-11-05"),
    (f"{HEADLINE[1]}<div><h3><a href='/fish'>Fish</a></h3><p>5 November 2026</p></div>{TEXT}", None),
    (f"{HEADLINE[1]}{TEXT}<p>5 November 2026</p>", None),
    (f"{HEADLINE[1]}{TEXT}<p>Last updated 5 November 2026</p>", None),
    (f"{HEADLINE[1]}<p>Last updated 5 November 2026</p>{TEXT}", "2026-11-05"),
    (f"{HEADLINE[1]}{TEXT}<p>Published 5 November 2026</p>", "2026-11-05"),
]


@pytest.mark.parametrize(("inner", "day"), SPELT)
def test_a_guessed_day_must_stand_in_the_page_as_its_own(inner: str, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmldate, "find_date", lambda *args, **options: "2026-11-05")
    assert _guess(inner, HEADLINE[0] if "<h1>" in inner else "").published == day


META_NAMES = [
    ("name='rnews:datePublished'", "2026-11-05"),
    ("property='bt:pubDate'", "2026-11-05"),
    ("name='DC.Date.Created'", "2026-11-05"),
    ("name='revision_date'", None),
    ("name='event-date'", None),
    ("name='page-updated-time'", None),
    ("name='description'", None),
    ("itemprop='datePublished'", None),
]


@pytest.mark.parametrize(("name", "day"), META_NAMES)
def test_a_guessed_day_of_a_meta_tag_goes_by_its_name(name: str, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmldate, "find_date", lambda *args, **options: "2026-11-05")
    assert _guess(PROSE, f"<meta {name} content='2026-11-05T10:00:00Z'>").published == day


def test_an_order_of_numbers_that_the_language_settles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmldate, "find_date", lambda *args, **options: "2026-11-05")
    assert _guess("<p>05/11/2026</p>", tag="<html lang='pt'>").published == "2026-11-05"
    assert _guess("<p>11/05/2026</p>", tag="<html lang='pt'>").published is None


NEW_YEARS = [
    ("<p>Printed in 2026</p>", None),
    ("<p>5 حزيران 2026</p>", None),
    ("<p>1 يناير 2026</p>", "2026-01-01"),
    ("<p>1 كانون الثاني 2026</p>", "2026-01-01"),
    ("<p>01/01/2026</p>", "2026-01-01"),
    ("<p>2026-1-1</p>", "2026-01-01"),
    ("<p>1st January 2026</p>", "2026-01-01"),
    ("<p>Jan. 1, 2026</p>", "2026-01-01"),
    ("<p>1 January 2025</p>", None),
]


@pytest.mark.parametrize(("inner", "day"), NEW_YEARS)
def test_a_first_of_january_must_stand_in_the_page(inner: str, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmldate, "find_date", lambda *args, **options: "2026-01-01")
    assert _guess(inner).published == day


@pytest.mark.parametrize("error", [ValueError, TypeError, AttributeError, OverflowError, RecursionError])
def test_a_page_that_htmldate_breaks_on_has_no_date(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(htmldate, "find_date", breaks)
    assert _guess("<p>x</p>").published is None


def test_the_day_of_the_fetch_is_a_sites_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = document("<html><body><div>22 November 2026</div><p>The bridge is open.</p></body></html>")
    monkeypatch.setattr(htmldate, "find_date", lambda *_, **__: doc.now.date().isoformat())
    assert guess_date(doc, look_around(doc)).published is None
