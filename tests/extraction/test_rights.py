"""Opt-out signals."""

from __future__ import annotations

import pytest

from newscrawl.core.article import Article, Rights
from newscrawl.extraction.rights import MAX_DIRECTIVES, read_rights
from tests.extraction.making import document


def _rights(head: str = "", paywall: bool | None = None, **headers: str) -> Rights:
    return read_rights(document(f"<html><head>{head}</head></html>", **headers), paywall)


def test_a_page_without_signals() -> None:
    assert _rights() == Rights()


def test_robots_directives_of_page_and_answer() -> None:
    rights = _rights('<meta name="ROBOTS" content="noai, max-image-preview:large,"><meta name="robots" content="noai">', X_Robots_Tag="noarchive, otherbot: noindex")
    assert rights.robots == ("noai", "max-image-preview:large", "noarchive", "otherbot: noindex")


def test_directives_are_bounded() -> None:
    assert len(_rights(X_Robots_Tag=",".join(f"rule{n}" for n in range(500))).robots) == MAX_DIRECTIVES


def test_text_and_data_mining() -> None:
    assert _rights('<meta name="tdm-reservation" content="1">', TDM_Reservation="0").tdm_reservation == "1"
    assert _rights(TDM_Reservation="0").tdm_reservation == "0"


def test_content_signal() -> None:
    assert _rights(content_signal="search=yes, ai-train=no").content_signal == "search=yes, ai-train=no"


@pytest.mark.parametrize("paywall", [True, False, None])
def test_paywall(paywall: bool | None) -> None:
    assert _rights(paywall=paywall).paywall is paywall


def test_rights_are_part_of_the_record() -> None:
    assert "rights" in Article.__slots__
