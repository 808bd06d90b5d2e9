"""Dates that no machine was meant to read: in the address, and in htmldate's opinion."""

from __future__ import annotations

import htmldate
import pytest

from newscrawl.extraction.guess import guess_date, read_path_date
from tests.extraction.making import document

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
    assert guess_date(document(f"<html><body>{inner}</body></html>")).published == day


SPELT = [
    ("<p>Printed on 5 November 2026</p>", "2026-11-05"),
    ("<p>November 5th, 2026</p>", "2026-11-05"),
    ("<p>11/05/2026</p>", "2026-11-05"),
    ("<p title='2026-11-05'>soon</p>", "2026-11-05"),
    ("<img src='/uploads/2026/11/05_bridge.jpg'>", None),
    ("<meta property='og:image' content='https://courier.example/2026/11/05-bridge.jpg'>", None),
    ("<p>In November 2026 there were 12 bridges</p>", None),
    ("<p>5 November 2025</p>", None),
]


@pytest.mark.parametrize(("inner", "day"), SPELT)
def test_a_guessed_day_must_stand_in_the_page(inner: str, day: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(htmldate, "find_date", lambda *args, **options: "2026-11-05")
    assert guess_date(document(f"<html><body>{inner}</body></html>")).published == day


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
    assert guess_date(document(f"<html><body>{inner}</body></html>")).published == day


@pytest.mark.parametrize("error", [ValueError, TypeError, AttributeError, OverflowError, RecursionError])
def test_a_page_that_htmldate_breaks_on_has_no_date(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(htmldate, "find_date", breaks)
    assert guess_date(document("<p>x</p>")).published is None


def test_the_day_of_the_fetch_is_a_sites_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = document("<html><body><div>22 November 2026</div><p>The bridge is open.</p></body></html>")
    monkeypatch.setattr(htmldate, "find_date", lambda *_, **__: doc.now.date().isoformat())
    assert guess_date(doc).published is None
